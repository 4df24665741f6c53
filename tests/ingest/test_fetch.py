from __future__ import annotations

import gzip
import ipaddress
import socket
from collections.abc import Iterator
from typing import Any

import pytest

from tests.ingest.web_server import Site, drips, drips_heads, hangs_up, never_ends
from tests.ingest.written import HERE, OUTLET, TEXT, item, page, read_one, refused, row, rss
from truceline.errors import NotFetched
from truceline.ingest import FetchLimits
from truceline.ingest.addresses import is_public, resolve
from truceline.ingest.fetch import Fetcher, shown


@pytest.fixture
def fetcher() -> Iterator[Fetcher]:
    with Fetcher(HERE) as made:
        yield made


def refusal(fetcher: Fetcher, url: str, **more: Any) -> NotFetched:
    with pytest.raises(NotFetched) as caught:
        fetcher.fetch(url, **more)
    return caught.value


# -- which addresses -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "127.9.9.9", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0", "100.64.0.1",
     "224.0.0.1", "240.0.0.1", "255.255.255.255", "192.0.2.1", "198.18.0.1", "::1", "::", "fe80::1", "fc00::1",
     "fd12::1", "fec0::1", "ff02::1", "2001:db8::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1",
     "64:ff9b::a00:1", "2002:7f00:1::", "2002:a00:1::1", "2001:0:0:0:0:0:80ff:fffe"],
)  # fmt: skip
def test_addresses_of_this_machine_and_of_private_networks_are_not_public(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "93.184.216.34", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808", "2002:808:808::1"]
)
def test_addresses_of_the_internet_are_public(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "127.1", "0x7f000001", "2130706433", "[::1]", "0", "[::ffff:127.0.0.1]"],
)
def test_fetch_private_address_is_refused_however_it_is_written(host: str, site: Site) -> None:
    port = site.url.rsplit(":", 1)[1]
    site.put("/a.html", page())
    with Fetcher(FetchLimits(delay_s=0)) as fetcher:
        error = refusal(fetcher, f"http://{host}:{port}/a.html")
    assert site.asked == []
    assert "--allow-private" in str(error) or "no address" in str(error) or "no web address" in str(error)


def test_fetch_redirect_to_a_private_address_is_refused(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """The site itself counts as public here; the address it leads to does not."""
    site.put("/a", "", status=302, Location="http://10.1.2.3/secret")
    monkeypatch.setattr("truceline.ingest.addresses.is_public", lambda a: str(a) == "127.0.0.1")
    with Fetcher(FetchLimits(delay_s=0)) as fetcher:
        assert "10.1.2.3" in str(refusal(fetcher, site.url + "/a"))


def test_fetch_name_that_gives_another_address_the_second_time_gains_nothing(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name is asked for once a connection, and the socket goes to the address that was checked."""
    port = int(site.url.rsplit(":", 1)[1])
    connected: list[tuple[Any, ...]] = []
    answers = iter(["93.184.216.34", "127.0.0.1", "127.0.0.1"])

    def rebinding(host: str, port: int, **more: Any) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (next(answers), port))]

    def connect(address: tuple[Any, ...], *more: Any, **named: Any) -> socket.socket:
        connected.append(address)
        raise OSError("no way there")

    monkeypatch.setattr("truceline.ingest.addresses.socket.getaddrinfo", rebinding)
    monkeypatch.setattr("socket.create_connection", connect)
    with Fetcher(FetchLimits(delay_s=0)) as fetcher:
        refusal(fetcher, f"http://rebind.example:{port}/a")
        assert connected == [("93.184.216.34", port)]
        fetcher._down_until.clear()
        fetcher._robots.clear()
        assert "127.0.0.1" in str(refusal(fetcher, f"http://rebind.example:{port}/a"))
    assert connected == [("93.184.216.34", port)]
    assert site.asked == []


def test_addresses_one_private_among_several_refuses_the_host(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [(2, 1, 6, "", ("93.184.216.34", 80)), (2, 1, 6, "", ("192.168.0.1", 80))]
    monkeypatch.setattr("truceline.ingest.addresses.socket.getaddrinfo", lambda *a, **k: found)
    with pytest.raises(NotFetched, match=r"192\.168\.0\.1"):
        resolve("two.example", 80, allow_private=False)
    assert resolve("two.example", 80, allow_private=True) == ["93.184.216.34", "192.168.0.1"]


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://127.0.0.1/a", "gopher://127.0.0.1/", "//", "http://"])
def test_fetch_redirect_to_another_kind_of_address_is_refused(target: str, site: Site, fetcher: Fetcher) -> None:
    site.put("/a", "", status=301, Location=target)
    assert refusal(fetcher, site.url + "/a")


# -- size, time, redirects -------------------------------------------------------------------------------------


def test_fetch_gives_the_page_and_says_who_asks(site: Site) -> None:
    site.put("/a", "hello", "text/html; charset=ISO-8859-1")
    with Fetcher(FetchLimits(allow_private=True, delay_s=0, contact="desk@minas.example")) as fetcher:
        found = fetcher.fetch(site.url + "/a#part")
    assert (found.body, found.status, found.media_type, found.charset) == (b"hello", 200, "text/html", "iso-8859-1")
    assert site.heads[-1]["user-agent"].startswith("Truceline/")
    assert "desk@minas.example" in site.heads[-1]["user-agent"]
    assert "cookie" not in site.heads[-1]


def test_fetch_follows_redirects_but_not_for_ever(site: Site, fetcher: Fetcher) -> None:
    site.put("/a", "", status=302, Location="/b")
    site.put("/b", "", status=301, Location="c")
    site.put("/c", "there")
    assert fetcher.fetch(site.url + "/a").url == site.url + "/c"
    assert fetcher.fetch(site.url + "/a").moved_to is None
    assert fetcher.fetch(site.url + "/b").moved_to == site.url + "/c"
    site.put("/loop", "", status=302, Location="/loop")
    assert "leads on" in str(refusal(fetcher, site.url + "/loop"))
    assert site.asked_for("/loop") == 6


@pytest.mark.parametrize("route", [drips, drips_heads, never_ends])
def test_fetch_answer_without_end_is_given_up(route: Any, site: Site) -> None:
    site.routes["/a"] = route
    with Fetcher(FetchLimits(allow_private=True, delay_s=0, max_seconds=0.6, max_bytes=1_000_000)) as fetcher:
        error = refusal(fetcher, site.url + "/a")
    assert "too long" in str(error) or "larger than" in str(error) or "in time" in str(error)


@pytest.mark.parametrize("length", ["50000000", None])
def test_fetch_page_over_the_limit_is_refused(length: str | None, site: Site) -> None:
    heads = {"Content_Length": length} if length else {}
    site.put("/a", b"x" * 200_000, **heads)
    with Fetcher(FetchLimits(allow_private=True, delay_s=0, max_bytes=100_000)) as fetcher:
        assert "larger than 100,000 bytes" in str(refusal(fetcher, site.url + "/a"))


def test_fetch_packed_answers_are_unpacked_within_the_limit(site: Site, fetcher: Fetcher) -> None:
    site.put("/good", gzip.compress(b"hello"), Content_Encoding="gzip")
    site.put("/bomb", gzip.compress(b"0" * 100_000_000), Content_Encoding="gzip")
    site.put("/cut", gzip.compress(b"hello" * 1000)[:20], Content_Encoding="gzip")
    site.put("/bad", b"hello", Content_Encoding="gzip")
    site.put("/odd", b"hello", Content_Encoding="br")
    site.put("/twice", gzip.compress(gzip.compress(b"0")), Content_Encoding="gzip, gzip")
    assert fetcher.fetch(site.url + "/good").body == b"hello"
    for path, says in (("bomb", "larger"), ("cut", "cut short"), ("bad", "damaged"), ("odd", "br"), ("twice", "gzip")):
        assert says in str(refusal(fetcher, f"{site.url}/{path}"))


@pytest.mark.parametrize(
    ("status", "later"), [(404, False), (403, False), (410, False), (500, True), (503, True), (429, True), (204, False)]
)
def test_fetch_says_the_status_and_whether_to_try_again(
    status: int, later: bool, site: Site, fetcher: Fetcher
) -> None:
    site.put("/a", "", status=status, Retry_After="120")
    error = refusal(fetcher, site.url + "/a")
    assert str(status) in str(error)
    assert (error.later, error.status, error.retry_after_s) == (later, status, 120.0)


@pytest.mark.parametrize(
    "answer", [b"not http at all\r\n\r\n", b"HTTP/1.1 abc\r\n\r\n", b"", b"HTTP/1.1 200 OK\r\n: x\r\n\r\n"]
)
def test_fetch_answer_that_is_none_is_one_line(answer: bytes, site: Site, fetcher: Fetcher) -> None:
    site.routes["/a"] = lambda handler: handler.wfile.write(answer) and None
    assert "\n" not in str(refusal(fetcher, site.url + "/a"))


def test_fetch_half_an_answer_may_be_tried_again(site: Site, fetcher: Fetcher) -> None:
    site.routes["/a"] = hangs_up
    assert refusal(fetcher, site.url + "/a").later


def test_fetch_host_that_is_not_there_may_be_tried_again(fetcher: Fetcher) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        error = refusal(fetcher, f"http://127.0.0.1:{taken.getsockname()[1]}/a")
    assert error.silent
    assert error.later
    assert "robots" not in str(error)


# -- politeness ------------------------------------------------------------------------------------------------


def test_fetch_what_robots_txt_forbids_is_not_fetched(site: Site, fetcher: Fetcher) -> None:
    rules = "User-agent: *\nDisallow: /private\nUser-agent: truceline\nDisallow: /news/*.html$"
    site.put("/robots.txt", rules, "text/plain")
    site.put("/news/a.html", page())
    site.put("/news/a", page())
    assert "robots.txt" in str(refusal(fetcher, site.url + "/news/a.html"))
    assert fetcher.fetch(site.url + "/news/a").status == 200
    assert site.asked == ["/robots.txt", "/news/a"]


@pytest.mark.parametrize(("status", "allowed"), [(404, True), (403, True), (500, False), (503, False)])
def test_fetch_robots_txt_that_cannot_be_had_counts_as_the_standard_says(
    status: int, allowed: bool, site: Site, fetcher: Fetcher
) -> None:
    site.put("/robots.txt", "", status=status)
    site.put("/a", "hello")
    if allowed:
        assert fetcher.fetch(site.url + "/a").body == b"hello"
    else:
        error = refusal(fetcher, site.url + "/a")
        assert error.later
        assert site.asked == ["/robots.txt"]


def test_fetch_redirect_is_asked_of_robots_txt_too(site: Site, fetcher: Fetcher) -> None:
    site.put("/robots.txt", "User-agent: *\nDisallow: /b", "text/plain")
    site.put("/a", "", status=302, Location="/b")
    site.put("/b", "hello")
    assert "robots.txt" in str(refusal(fetcher, site.url + "/a"))
    assert site.asked_for("/b") == 0


def test_fetch_waits_between_two_requests_to_one_host(site: Site) -> None:
    slept: list[float] = []
    site.put("/robots.txt", "User-agent: *\nCrawl-delay: 7", "text/plain")
    site.put("/a", "hello")
    with Fetcher(FetchLimits(allow_private=True, delay_s=3.0), sleep=slept.append) as fetcher:
        fetcher.fetch(site.url + "/a")
        fetcher.fetch(site.url + "/a")
    assert len(slept) == 2
    assert all(6.0 < s <= 7.0 for s in slept)  # as robots.txt asks for more than we would wait


def test_fetch_asks_whether_a_page_has_changed(site: Site, fetcher: Fetcher) -> None:
    site.put("/a", "", status=304)
    found = fetcher.fetch(site.url + "/a", etag='"x"', modified="Wed, 21 Aug 2024 09:00:00 GMT")
    assert found.status == 304
    assert site.heads[-1]["if-none-match"] == '"x"'
    assert site.heads[-1]["if-modified-since"] == "Wed, 21 Aug 2024 09:00:00 GMT"


def test_fetch_password_in_an_address_is_not_shown() -> None:
    assert shown("https://me:secret@minas.example/a@b") == "https://…@minas.example/a@b"
    assert shown("https://minas.example/a@b") == "https://minas.example/a@b"


# -- as an input -----------------------------------------------------------------------------------------------


def test_inputs_address_of_a_page_is_a_report(site: Site) -> None:
    site.put("/news/riders", page())
    report = read_one(site.url + "/news/riders", fetch=HERE)
    assert (report.text, report.outlet, report.url) == (TEXT, OUTLET, site.url + "/news/riders")
    assert report.fetched_utc is not None


@pytest.mark.parametrize(
    ("path", "kind", "body"),
    [
        ("/feed", "application/rss+xml", rss(item())),
        ("/feed", "text/html", rss(item())),
        ("/a.jsonl", "application/octet-stream", row()),
        ("/a", "application/json", row()),
        ("/a.txt", "text/plain", "date 2024-08-21\n\n" + TEXT),
        ("/a", "text/plain", page()),
        ("/a.jsonl.gz", "application/gzip", gzip.compress(row().encode())),
    ],
)
def test_inputs_address_of_a_file_is_read_as_if_it_lay_here(
    path: str, kind: str, body: str | bytes, site: Site
) -> None:
    site.put(path, body, kind)
    assert read_one(site.url + path, fetch=HERE).text == TEXT


def test_inputs_address_that_gives_nothing_costs_no_other(site: Site) -> None:
    assert "404" in str(refused(site.url + "/nothing", fetch=HERE))
    assert "--allow-private" in str(refused(site.url + "/nothing"))
