from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.ingest.web_server import Site, never_ends
from tests.ingest.written import DAY, HERE, OUTLET, TEXT, Notes, item, page, rss
from truceline.domain.text import Report
from truceline.errors import UsageError
from truceline.ingest import FetchLimits, ReadOptions, Refusal
from truceline.ingest.feed_list import FeedList, read_feed_list
from truceline.ingest.fetch import Fetcher
from truceline.ingest.watch_state import WatchState
from truceline.ingest.watching import MAX_READS, MAX_TRIES, Clock, Watcher

XML = "application/rss+xml"
NOON = datetime(2024, 8, 21, 12, tzinfo=UTC)


class Hands:
    """A clock that a test turns: both hands, or the one that people set alone."""

    def __init__(self) -> None:
        self.utc, self.steady = NOON, 1000.0

    def pass_s(self, seconds: float) -> None:
        self.utc += timedelta(seconds=seconds)
        self.steady += seconds


class Desk:
    """Watches one feed of a site, with a memory in a file, and can be started again."""

    def __init__(self, site: Site, folder: Path) -> None:
        self.site, self.path, self.notes, self.hands = site, folder / "truce.db.watch", Notes(), Hands()
        self.settings: dict[str, Any] = {}
        self.start()

    def start(self, *, fresh: bool = False) -> None:
        feed = {"url": self.site.url + "/feed", **self.settings}
        self.state = WatchState.open(self.path, "truce.db", fresh=fresh)
        clock = Clock(lambda: self.hands.utc, lambda: self.hands.steady)
        self.fetcher = Fetcher(HERE)
        listed = FeedList.model_validate({"every": "15m", "feed": [feed]})
        self.watcher = Watcher(listed, self.fetcher, ReadOptions(note=self.notes), self.state, clock)

    def stop(self) -> None:
        self.state.close()
        self.fetcher.close()

    def restart(self) -> None:
        self.stop()
        self.start()

    def round(self, *, all_feeds: bool = False) -> list[Report | Refusal]:
        return list(self.watcher.round(all_feeds=all_feeds))

    def next_round(self) -> list[Report | Refusal]:
        self.hands.pass_s(self.watcher.wait_s())
        self.fetcher._down_until.clear()
        return self.round()


@pytest.fixture
def desk(site: Site, tmp_path: Path) -> Iterator[Desk]:
    made = Desk(site, tmp_path)
    yield made
    made.stop()


def publish(site: Site, *names: str, **heads: str) -> None:
    """A feed of so many pages, the first named the newest."""
    items = [item(link=f"{site.url}/{n}", guid=n, content="", title=f"Riders {n}") for n in names]
    site.put("/feed", rss(*items), XML, **heads)
    for name in names:
        site.routes.setdefault(f"/{name}", (200, {"Content-Type": "text/html"}, page().replace("four", name).encode()))


def texts(found: list[Report | Refusal]) -> list[str]:
    return [f.text if isinstance(f, Report) else str(f) for f in found]


# -- what is new -----------------------------------------------------------------------------------------------


def test_watching_gives_every_entry_once_the_oldest_first(site: Site, desk: Desk) -> None:
    publish(site, "six", "five")
    first = desk.round()
    assert [("five" in t, "six" in t) for t in texts(first)] == [(True, False), (False, True)]
    assert isinstance(first[0], Report)
    assert (first[0].date, first[0].outlet, first[0].source_id) == (DAY, OUTLET, "five")
    publish(site, "seven", "six", "five")
    assert ["seven" in t for t in texts(desk.next_round())] == [True]
    assert site.asked_for("/five") == 1
    assert desk.next_round() == []


def test_watching_goes_on_after_a_restart(site: Site, desk: Desk) -> None:
    publish(site, "six", "five", ETag='"1"')
    desk.round()
    desk.restart()
    assert desk.round() == []
    assert site.asked_for("/feed") == 1  # its time has not come
    desk.hands.pass_s(901)
    desk.restart()
    assert desk.round() == []
    assert site.heads[-1]["if-none-match"] == '"1"'
    assert site.asked_for("/five") == 1


def test_watching_report_that_was_given_but_not_stored_is_given_again(site: Site, desk: Desk) -> None:
    publish(site, "seven", "six", "five", ETag='"1"')
    given = desk.watcher.round()
    assert "five" in texts([next(given)])[0]
    assert "six" in texts([next(given)])[0]
    given.close()  # killed: the second was not stored
    desk.restart()
    assert ["six" in t for t in texts(desk.round())] == [True, False]


def test_watching_asks_whether_the_feed_has_changed(site: Site, desk: Desk) -> None:
    publish(site, "five", ETag='"1"', Last_Modified="Wed, 21 Aug 2024 09:00:00 GMT")
    desk.round()
    site.put("/feed", "", status=304)
    assert desk.next_round() == []
    assert site.heads[-1]["if-none-match"] == '"1"'
    assert site.heads[-1]["if-modified-since"] == "Wed, 21 Aug 2024 09:00:00 GMT"
    assert desk.next_round() == []
    assert site.heads[-1]["if-none-match"] == '"1"'


def test_watching_entry_that_changed_is_read_again_but_not_each_time(site: Site, desk: Desk) -> None:
    publish(site, "five")
    desk.round()
    n_read = 0
    for hour in range(1, 10):
        changed = item(link=f"{site.url}/five", guid="five", content="", day=f"Wed, 21 Aug 2024 {hour:02}:00:00 GMT")
        site.put("/feed", rss(changed), XML)
        n_read += len(desk.next_round())
    assert n_read == MAX_READS - 1


def test_watching_feeds_own_text_is_read_where_the_list_asks_for_it(site: Site, desk: Desk) -> None:
    desk.settings = {"read": "feed", "outlet": "Minas Wire"}
    desk.restart()
    site.put("/feed", rss(item(link=site.url + "/a")), XML)
    report = desk.round()[0]
    assert isinstance(report, Report)
    assert (report.text, report.outlet) == (TEXT, "Minas Wire")
    assert site.asked_for("/a") == 0


def test_watching_page_without_a_day_takes_the_feeds(site: Site, desk: Desk) -> None:
    publish(site, "five")
    site.put("/five", page(meta=""))
    report = desk.round()[0]
    assert isinstance(report, Report)
    assert report.date == DAY
    site.put("/feed", rss(item(link=site.url + "/six", guid="six", content="", day="")), XML)
    site.put("/six", page(meta="").replace("four", "six"))
    assert "no publication day" in texts(desk.next_round())[0]


def test_watching_days_of_feed_and_page_that_differ_are_told(site: Site, desk: Desk) -> None:
    site.put("/feed", rss(item(link=site.url + "/a", content="", day="Thu, 29 Aug 2024 09:00:00 GMT")), XML)
    site.put("/a", page())
    report = desk.round()[0]
    assert isinstance(report, Report)
    assert report.date == DAY
    assert any("2024-08-29" in note and "2024-08-21" in note for note in desk.notes)


# -- what fails ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("answer", ["500", "404", "no feed", "endless", "hangs up"])
def test_watching_feed_that_fails_is_let_alone_for_longer_and_longer(answer: str, site: Site, desk: Desk) -> None:
    match answer:
        case "500" | "404":
            site.put("/feed", "", status=int(answer))
        case "no feed":
            site.put("/feed", "<html><body>Sorry</body></html>")
        case "endless":
            site.routes["/feed"] = never_ends
        case _:
            site.routes["/feed"] = lambda handler: None
    waits = []
    for _ in range(9):
        found = desk.next_round()
        assert len(found) == 1
        assert "asked again in" in str(found[0])
        waits.append(desk.watcher.wait_s())
    assert waits == [900, 1800, 3600, 7200, 14400, 28800, 57600, 86400, 86400]
    desk.restart()
    assert desk.watcher.wait_s() == 86400
    publish(site, "five")
    assert len(desk.next_round()) == 1
    assert desk.watcher.wait_s() == 900


def test_watching_waits_as_long_as_the_server_asks(site: Site, desk: Desk) -> None:
    site.put("/feed", "", status=429, Retry_After="5000")
    desk.round()
    assert desk.watcher.wait_s() == 5000
    site.put("/feed", "", status=503, Retry_After="99999999999")
    desk.next_round()
    assert desk.watcher.wait_s() == 86400


def test_watching_once_leaves_alone_what_failed_and_asks_the_rest(site: Site, desk: Desk) -> None:
    publish(site, "five")
    assert len(desk.round(all_feeds=True)) == 1
    assert desk.round(all_feeds=True) == []
    assert site.asked_for("/feed") == 2
    site.put("/feed", "", status=500)
    desk.round(all_feeds=True)
    assert desk.round(all_feeds=True) == []
    assert site.asked_for("/feed") == 3
    assert "asked again in 15 min" in desk.notes[-1]


def test_watching_page_that_fails_is_tried_again_and_then_given_up(site: Site, desk: Desk) -> None:
    publish(site, "five", ETag='"1"')
    site.put("/five", "", status=500)
    for n in range(1, MAX_TRIES):
        assert f"try {n} of {MAX_TRIES}" in texts(desk.next_round())[0]
        assert "if-none-match" not in site.heads[-2]
    assert "status 500" in texts(desk.next_round())[0]
    assert desk.next_round() == []
    assert site.asked_for("/five") == MAX_TRIES


def test_watching_page_that_comes_back_is_read(site: Site, desk: Desk) -> None:
    publish(site, "five")
    kept = site.routes["/five"]
    site.put("/five", "", status=503)
    assert isinstance(desk.round()[0], Refusal)
    site.routes["/five"] = kept
    assert isinstance(desk.next_round()[0], Report)


def test_watching_host_that_is_down_costs_no_try_and_one_line_a_round(site: Site, desk: Desk) -> None:
    links = [f"http://127.0.0.1:9/{n}" for n in range(5)]  # nobody answers on the discard port
    site.put("/feed", rss(*(item(link=link, guid=link, content="") for link in links)), XML)
    for _ in range(MAX_TRIES + 2):
        assert len(desk.next_round()) == 1
    assert desk.notes[-1].endswith("4 further pages of 127.0.0.1 wait until it answers")


def test_watching_refused_page_is_told_once(site: Site, desk: Desk) -> None:
    publish(site, "six", "five", "four")
    site.put("/five", "gone", status=404)
    spanish = "<p>Los jinetes de Gondor anunciaron que la tregua con las fuerzas ha terminado.</p>"
    site.put("/six", page(body=spanish * 3))
    assert [type(f) for f in desk.round()] == [Report, Refusal, Refusal]
    assert desk.next_round() == []


def test_watching_what_robots_txt_forbids_is_not_fetched(site: Site, desk: Desk) -> None:
    publish(site, "five")
    site.put("/robots.txt", "User-agent: *\nDisallow: /five", "text/plain")
    assert "robots.txt" in texts(desk.round())[0]
    assert site.asked_for("/five") == 0
    assert desk.next_round() == []


def test_watching_feed_that_lies_about_its_encoding_is_read_with_a_note(site: Site, desk: Desk) -> None:
    text = rss(item(link=site.url + "/five", guid="five", content="", title="Café"))
    site.put("/feed", text.encode("latin-1"), XML + "; charset=utf-8")
    site.put("/five", page())
    assert len(desk.round()) == 1
    assert "lies about its encoding" in desk.notes[0]


def test_watching_feed_that_moved_is_told(site: Site, desk: Desk) -> None:
    publish(site, "five")
    site.routes["/new"] = site.routes["/feed"]
    site.put("/feed", "", status=301, Location="/new")
    assert len(desk.round()) == 1
    assert f"has moved to {site.url}/new" in desk.notes[0]


def test_watching_entry_that_leads_to_a_private_address_is_refused_once(
    site: Site, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The site itself counts as public here; where its feed leads does not."""
    site.put("/feed", rss(item(link="http://10.1.2.3/secret", content="")), XML)
    monkeypatch.setattr("truceline.ingest.addresses.is_public", lambda address: str(address) == "127.0.0.1")
    desk.fetcher.limits = FetchLimits(delay_s=0.0)
    assert "10.1.2.3" in texts(desk.round())[0]
    assert desk.next_round() == []


# -- clocks ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("jump", [timedelta(days=-4000), timedelta(days=4000), timedelta(hours=-3)])
def test_watching_clock_that_is_set_changes_nothing_while_it_runs(jump: timedelta, site: Site, desk: Desk) -> None:
    publish(site, "five")
    desk.round()
    desk.hands.utc += jump
    assert desk.watcher.wait_s() == 900


def test_watching_clock_set_back_delays_a_restart_by_one_wait_at_most(site: Site, desk: Desk) -> None:
    publish(site, "five")
    desk.round()
    desk.hands.utc -= timedelta(days=4000)
    desk.restart()
    assert desk.watcher.wait_s() == 900
    desk.hands.utc += timedelta(days=8000)
    desk.restart()
    assert desk.watcher.wait_s() == 0
    assert desk.round() == []  # known, whatever the clock says


# -- what it remembers -----------------------------------------------------------------------------------------


def test_watch_state_that_is_damaged_is_set_aside(site: Site, desk: Desk) -> None:
    publish(site, "five")
    desk.round()
    desk.stop()
    desk.path.write_bytes(b"SQLite format 3\x00" + b"\xff" * 5000)
    desk.start()
    assert "set aside" in desk.state.note
    assert desk.path.with_name("truce.db.watch.damaged").exists()
    assert len(desk.round()) == 1


def test_watch_state_is_held_by_one_watch_and_belongs_to_one_database(site: Site, desk: Desk) -> None:
    with pytest.raises(UsageError, match="another watch"):
        WatchState.open(desk.path, "truce.db", fresh=False)
    desk.stop()
    with pytest.raises(UsageError, match="--state"):
        WatchState.open(desk.path, "other.db", fresh=False)
    WatchState.open(desk.path, "other.db", fresh=True).close()
    desk.start(fresh=True)


def test_watch_state_of_a_database_that_is_new_is_forgotten(site: Site, desk: Desk) -> None:
    publish(site, "five")
    desk.round()
    desk.stop()
    desk.start(fresh=True)
    assert len(desk.round()) == 1


def test_watch_state_in_a_file_of_another_program_or_in_no_folder_is_refused(tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    with sqlite3.connect(other) as connection:
        connection.execute("CREATE TABLE songs (name TEXT)")
    connection.close()
    with pytest.raises(UsageError, match="another program"):
        WatchState.open(other, "truce.db", fresh=False)
    with pytest.raises(UsageError, match="--state"):
        WatchState.open(tmp_path / "no" / "folder", "truce.db", fresh=False)


# -- the list --------------------------------------------------------------------------------------------------


def test_feed_list_is_read(tmp_path: Path) -> None:
    path = tmp_path / "feeds.toml"
    feeds = '[[feed]]\nurl = "https://a.example/f"\nevery = 90\n[[feed]]\nurl = "https://b.example/f"\n'
    path.write_text('every = "1h"\n' + feeds)
    found = read_feed_list(path)
    assert [found.every_s(f) for f in found.feed] == [90, 3600]
    assert found.feed[0].read == "page"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "[[feed]]"),
        ("feed = []", "feed"),
        ("[[feed]]\nurl = 3", "feed.0.url"),
        ('[[feed]]\nurl = "ftp://a"', "feed.0.url"),
        ('[[feed]]\nurl = "https://a"\nouttlet = "x"', "feed.0.outtlet"),
        ('every = "5s"\n[[feed]]\nurl = "https://a"', "between 1m and 1d"),
        ('every = "often"\n[[feed]]\nurl = "https://a"', "15m"),
        ('[[feed]]\nurl = "https://a"\n[[feed]]\nurl = "https://a"', "twice"),
        ("[[feed", "TOML"),
        ('[[feed]]\nurl = "https://a"\nread = "all"', "feed.0.read"),
    ],
)
def test_feed_list_that_is_none_is_one_line(text: str, says: str, tmp_path: Path) -> None:
    path = tmp_path / "feeds.toml"
    path.write_text(text)
    with pytest.raises(UsageError) as caught:
        read_feed_list(path)
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)


def test_feed_list_that_is_not_there_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="No such file"):
        read_feed_list(tmp_path / "feeds.toml")
