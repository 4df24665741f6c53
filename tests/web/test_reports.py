"""Reports on their pages: words coloured by field, each leading to its claim and reason."""

from __future__ import annotations

import html as htmllib
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from hypothesis import example, given
from hypothesis import strategies as st

from tests.fake_coder import code, report
from tests.web.conftest import BASE
from truceline.domain.claims import Claim
from truceline.domain.coded import CodedReport
from truceline.domain.text import Report, Span
from truceline.store import Store
from truceline.web.app import create_app
from truceline.web.report_view import segments_of, view_of

TEXT = "A raid by Mordor on Gondor near Bree. The talks of Gondor with Arnor go on."


def article(page: str) -> str:
    """The report's text as a browser shows it."""
    inside = re.search(r'<article class="sheet text"[^>]*>(.*?)</article>', page, re.DOTALL)
    assert inside
    return htmllib.unescape(re.sub(r"<[^>]+>", "", inside.group(1)))


def test_the_text_is_shown_whole_with_the_words_of_claims_marked(client: TestClient) -> None:
    page = client.get("/reports/herald-1").text
    assert article(page) == TEXT
    marked = re.findall(r'<mark class="f-trigger"[^>]*data-claims="([^"]+)">([^<]+)</mark>', page)
    assert [words for _, words in marked] == ["raid", "talks"]
    for claims, _ in marked:
        for key in claims.split():
            assert f'<li id="{key}" class="claim">' in page
    assert "the word “raid”" in page and "75% · five" in page


def test_an_event_that_is_asked_for_is_open_and_its_sentence_underlined(client: TestClient) -> None:
    page = client.get("/reports/herald-1").text
    second = re.findall(r'id="e-([0-9a-f]+)"', page)[1]
    asked = client.get(f"/reports/herald-1?event={second}").text
    assert f'id="e-{second}" open' in asked
    underlined = re.findall(r'class="[^"]*\bsel"[^>]*>([^<]+)<', asked)
    assert "".join(underlined).strip() == "The talks of Gondor with Arnor go on."


def test_links_to_a_place_in_the_text_find_their_anchor(client: TestClient) -> None:
    for truce in set(re.findall(r'href="(/truces/[0-9a-f]+)"', client.get("/truces").text)):
        for link in set(re.findall(r'class="evlink" href="([^"]+)"', client.get(truce).text)):
            address, _, anchor = htmllib.unescape(link).partition("#")
            assert f'id="{anchor}"' in client.get(address).text, link


def test_a_person_s_claim_is_shown_with_its_name_and_the_machine_s_beside_it(client: TestClient, db: str) -> None:
    with Store.open(db) as store:
        event = store.events_of(store.get_report("herald-1").id)[0]
        store.add_claim(event.ref, Claim("weapon", "bows", "", None, "pages", "1", 1.0, "I was there", by="Merry"))
    page = client.get("/reports/herald-1").text
    assert "by <bdi>Merry</bdi>" in page and "I was there" in page


def test_the_list_is_filtered_by_outlet_title_and_day(client: TestClient) -> None:
    def found(query: str) -> int:
        return client.get(f"/reports?{query}").text.count('class="title"')

    assert found("") == 5 and found("outlet=Bree+Herald") == 1 and found("from=3019-08-01") == 1
    assert found("to=3019-03-01") == 2 and found("title=%25") == 0 and found("page=2") == 0


def test_no_such_report_is_said_in_one_line(client: TestClient) -> None:
    assert client.get("/reports/nothing").status_code == 404


HOSTILE = {
    "script": "<script>alert(1)</script> A raid by <img src=x onerror=alert(2)> Mordor on Gondor. {{ 7 * 7 }}",
    "control": "A raid\x00 by\x1b[31m Mordor\x07 on\x9d Gondor\x7f near Bree.\x0b\x0c",
    "direction": "A raid by \u202eroddrM\u202c on Gondor \u2066near\u2069 Bree \u200f\u061cهجوم.",
    "surrogate": "A raid by Mordor \ud83d on Gondor.",
    "entities": "A raid by Mordor &amp; co &#60;b&#62; on \"Gondor\" 'near' Bree.",
    "lines": "A raid by Mordor.\r\n\r\nOn Gondor.\r\n",
}


@pytest.fixture
def hostile(tmp_path: Path) -> Iterator[TestClient]:
    path = str(tmp_path / "hostile.db")
    with Store.open(path) as store:
        for name, text in HOSTILE.items():
            one = Report(date(2024, 8, 21), text, title=text[:70], outlet=text[:60], url="javascript:alert(3)",
                         source_id=f"{name}/<b>'\"&?#")  # fmt: skip
            store.write_coded(one, code(one))
        huge = report("A raid by Mordor on Gondor. " + "lembas " * 300_000, source_id="huge")
        store.write_coded(huge, code(huge))
    with TestClient(create_app(path), base_url=BASE) as client:
        yield client


def links(client: TestClient, listing: str, start: str) -> list[str]:
    return [htmllib.unescape(link) for link in re.findall(rf'href="({start}[^"?]+)"', client.get(listing).text)]


def test_hostile_text_shows_as_text_on_every_page(hostile: TestClient) -> None:
    pages = ["/reports", "/incidents", "/actors?all=1", "/truces", "/api", *links(hostile, "/reports", "/reports/")]
    pages += links(hostile, "/incidents", "/incidents/(?!export)") + links(hostile, "/actors?all=1", "/actors/")
    assert len(pages) > 14
    for address in pages:
        answer = hostile.get(address)
        assert answer.status_code == 200, address
        html = answer.text
        assert "<script>" not in html and "<img" not in html and 'href="javascript' not in html, address
        bad = {c for c in html if (ord(c) < 32 and c not in "\n\t") or 0x7F <= ord(c) < 0xA0 or c in "\u202e\u2066"}
        assert not bad, address
    assert any("<script>alert(1)</script>" in article(hostile.get(p).text) for p in pages if "/reports/" in p)
    assert any("{{ 7 * 7 }}" in article(hostile.get(p).text) for p in pages if "/reports/" in p)


def test_control_characters_and_overrides_become_visible_signs(hostile: TestClient) -> None:
    page = hostile.get("/reports?title=A+raid").text
    control = next(link for link in re.findall(r'href="(/reports/[^"]+)"[^>]*><bdi>([^<]*)', page) if "␀" in link[1])
    assert article(hostile.get(control[0]).text) == "A raid␀ by␛[31m Mordor␇ on\ufffd Gondor␡ near Bree.␋␌"


def test_a_report_of_two_megabytes_opens(hostile: TestClient) -> None:
    page = hostile.get("/reports/huge").text
    assert article(page).count("lembas ") == 300_000 and "<mark" in page


def test_windows_line_ends_are_line_ends(hostile: TestClient) -> None:
    texts = [article(hostile.get(link).text) for link in links(hostile, "/reports", "/reports/")]
    assert "A raid by Mordor.\n\nOn Gondor.\n" in texts


def test_hostile_records_come_through_the_api(hostile: TestClient) -> None:
    for line in hostile.get("/api/reports?limit=200").json()["items"]:
        assert hostile.get(f"/api/reports/{line['id']}").status_code == 200
    for path in ("events", "incidents", "actors?all=1"):
        assert hostile.get(f"/api/{path}").json()["total"] > 0


@example("a\r\nb", [(0, 2)])
@given(st.text(alphabet="ab <&\r\n\u202e", max_size=40), st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50))))
def test_segments_hold_the_text_whole_wherever_spans_lie(text: str, ends: list[tuple[int, int]]) -> None:
    one = report(text or "x")
    event = code(report("A raid by Mordor.")).events[0]
    claims = tuple(
        Claim("place", "Bree", "", Span(min(a, b), max(a, b)), "five", "1", 0.5, "", None) for a, b in ends
    )
    values = {name: getattr(event, name) for name in event.__dataclass_fields__}
    values |= {"claims": claims, "report_id": one.id, "trigger": Span(0, 1), "evidence": (Span(0, len(one.text)),)}
    view = view_of(one, CodedReport(one, (type(event)(**values),)).events, {})
    pieces = segments_of(one.text, view.cards)
    assert "".join(p.text for p in pieces) == one.text.replace("\r\n", "\n")
    marked = {line.id for line in view.cards[0].chosen if line.claim.span and len(line.claim.span) > 0
              and line.claim.span.end <= len(one.text)}  # fmt: skip
    assert {key for p in pieces for key in p.claims.split()} == marked
