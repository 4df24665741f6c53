from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Event
from types import SimpleNamespace
from typing import Any

import pytest

from tests.cli.conftest import Run
from tests.ingest.web_server import Site, serve
from tests.ingest.written import DAY, OUTLET, TEXT, TITLE, item, page, row, rss
from tests.run.test_local import ROOT
from truceline.cli.code import Format
from truceline.cli.watch import _go
from truceline.store import Store

XML = "application/rss+xml"


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    monkeypatch.setenv("TRUCELINE_HOST_DELAY_SECONDS", "0")
    with serve() as made:
        yield made


def publish(site: Site, *names: str) -> None:
    site.put("/feed", rss(*(item(link=f"{site.url}/{n}", guid=n, content="") for n in names)), XML)
    for name in names:
        body = f"<p>Gondor made a raid on Mordor at {name}, a herald of the king said on the road to the Shire.</p>" * 2
        site.put(f"/{name}", page(body=body))


def feeds(site: Site, more: str = "") -> str:
    Path("feeds.toml").write_text(f'every = "1m"\n[[feed]]\nurl = "{site.url}/feed"\n{more}')
    return "feeds.toml"


def n_reports(db: str | Path) -> int:
    with Store.open(str(db), create=False, read_only=True) as store:
        return int(store.info()["reports"])


def test_watch_codes_and_fuses_what_is_new_once(truceline: Run, site: Site) -> None:
    publish(site, "Bree", "Archet")
    arguments = ("watch", feeds(site), "--db", "truce.db", "--once", "--allow-private", "--format", "jsonl")
    first = truceline(*arguments)
    assert first.code == 0
    assert len(first.out.splitlines()) == 2
    assert "2 coded" in first.err
    assert "incidents (before: 0)" in first.err
    again = truceline(*arguments)
    assert (again.code, again.out) == (0, "")
    assert "nothing new" in again.err
    publish(site, "Combe", "Bree", "Archet")
    assert len(truceline(*arguments).out.splitlines()) == 1
    assert n_reports("truce.db") == 3
    assert "ASSAULT" in truceline("incidents", "--db", "truce.db").out


def test_watch_new_database_reads_everything_again(truceline: Run, site: Site) -> None:
    publish(site, "Bree")
    arguments = ("watch", feeds(site), "--db", "truce.db", "--once", "--allow-private")
    truceline(*arguments)
    for path in Path().glob("truce.db*"):
        if not path.name.endswith(".watch"):
            path.unlink()
    assert "1 coded" in truceline(*arguments).err


def test_watch_feed_that_fails_is_named_and_the_others_are_read(truceline: Run, site: Site) -> None:
    publish(site, "Bree")
    site.put("/broken", "", status=500)
    result = truceline("watch", feeds(site, f'[[feed]]\nurl = "{site.url}/broken"\n'), "--once", "--allow-private")
    assert result.code == 1
    assert "/broken: gives status 500" in result.err
    assert "1 coded" in result.err
    assert n_reports("truceline.db") == 1
    with Store.open("truceline.db", create=False) as store:
        assert store.refusals()[0][1] == "NotFetched"


@pytest.mark.parametrize(
    ("text", "arguments", "says"),
    [
        (None, ("watch", "nowhere.toml"), "No such file"),
        ("[[feed", ("watch", "feeds.toml"), "not TOML"),
        ('[[feed]]\nurl = "https://a.example/f"', ("watch", "feeds.toml", "--db", "no/folder/x.db"), "mkdir"),
        ('[[feed]]\nurl = "https://a.example/f"', ("watch", "feeds.toml", "--state", "no/folder/x"), "--state"),
    ],
)
def test_watch_wrong_usage_is_one_line(truceline: Run, text: str | None, arguments: tuple[str, ...], says: str) -> None:
    if text:
        Path("feeds.toml").write_text(text)
    result = truceline(*arguments)
    assert result.code == 2
    assert says in result.err
    assert len(result.err.splitlines()) == 1


def test_watch_private_address_needs_leave(truceline: Run, site: Site) -> None:
    publish(site, "Bree")
    result = truceline("watch", feeds(site), "--once")
    assert result.code == 1
    assert "--allow-private" in result.err
    assert site.asked == []


def test_same_report_by_five_ways_is_one_report(truceline: Run, site: Site) -> None:
    """A page from a file, its address, a feed that leads to it, a feed that holds it, and a line of JSON."""
    site.put("/riders", page())
    Path("a.html").write_text(page())
    Path("a.jsonl").write_text(row(id="m1"))
    Path("a.rss").write_text(rss(item()))
    site.put("/feed", rss(item(link=site.url + "/riders", guid="g1", content="")), XML)
    for arguments in (
        ("code", "a.html"),
        ("code", site.url + "/riders", "--allow-private"),
        ("code", "a.jsonl"),
        ("code", "a.rss"),
        ("watch", feeds(site), "--once", "--allow-private"),
    ):
        result = truceline(*arguments, "--db", "truce.db")
        assert result.code == 0, result.err
    with Store.open("truce.db", create=False) as store:
        (report,) = store.iter_reports()
        assert (report.text, report.date, report.outlet, report.title) == (TEXT, DAY, OUTLET, TITLE)
        assert set(store.get_source_ids(report.id)) == {"m1", "tag:minas.example,2024:riders", "g1"}


# -- stopped ---------------------------------------------------------------------------------------------------


def start(folder: Path, *more: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "tests.run.fake_truceline", "watch", str(folder / "feeds.toml")]
    options = ["--db", str(folder / "truce.db"), "--allow-private", "--format", "jsonl", *more]
    return subprocess.Popen([*command, *options], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


@pytest.mark.slow
def test_watch_stopped_or_killed_loses_and_doubles_no_report(truceline: Run, site: Site, tmp_path: Path) -> None:
    feeds(site)
    names = [f"Bree{n}" for n in range(12)]
    publish(site, *names)
    for turn, sign in enumerate((signal.SIGINT, signal.SIGTERM, signal.SIGKILL)):
        running = start(tmp_path)
        assert running.stdout is not None
        assert running.stdout.readline()
        time.sleep(0.02 * turn)
        os.kill(running.pid, sign)
        _, said = running.communicate(timeout=60)
        assert b"Traceback" not in said
        if sign is not signal.SIGKILL:
            assert running.returncode == 130
            assert said.rstrip().endswith(b"goes on from here.")
    truceline("watch", str(tmp_path / "feeds.toml"), "--db", str(tmp_path / "truce.db"), "--once", "--allow-private")
    assert n_reports(tmp_path / "truce.db") == len(names)
    with Store.open(str(tmp_path / "truce.db"), create=False) as store:
        assert sorted(i for r in store.iter_reports() for i in store.get_source_ids(r.id)) == sorted(names)


def test_watch_an_interrupt_that_got_lost_ends_it_after_its_round() -> None:
    idle: Any = SimpleNamespace(feeds=SimpleNamespace(feed=()), round=lambda all_feeds: iter(()), wait_s=lambda: 1000.0)
    store: Any = SimpleNamespace(name="truce.db")
    ended = Event()
    ended.set()
    with pytest.raises(KeyboardInterrupt):
        _go(idle, idle, store, ended, once=False, format=Format.TABLE, name="feeds")
