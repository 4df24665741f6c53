"""The pages in a real browser: the demo's truce, slider, map and reports; by keyboard, on a phone, in the dark."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("uvicorn")
from tests.fake_coder import code, report
from tests.web.browser import axe, serving
from tests.web.test_reports import HOSTILE
from truceline.store import Store
from truceline.web.app import create_app

pytestmark = pytest.mark.slow

Opens = Callable[..., Any]


def first_truce(page: Any) -> None:
    page.click(".truce-card h2 a")
    page.wait_for_selector("#on-slide:not([hidden])")


def slide_to(page: Any, slider: str, value: int) -> None:
    """Move a slider as a person does: its events fire, and the page answers."""
    with page.expect_response(lambda r: "/truces/" in r.url and r.request.headers.get("hx-request") == "true"):
        page.evaluate(
            "([id, v]) => { const s = document.getElementById(id); s.value = String(v);"
            " s.dispatchEvent(new Event('input', {bubbles: true})); }",
            [slider, value],
        )
    page.wait_for_function("() => !document.querySelector('.htmx-request')")


def test_the_demos_truce_is_opened_and_the_slider_moved(demo_server: str, open_page: Opens) -> None:
    page = open_page(demo_server, "/")
    first_truce(page)
    words = page.inner_text(".state-words")
    first = page.get_attribute("#days", "data-first")
    days = page.evaluate("(first) => (Date.parse('2024-08-15') - Date.parse(first)) / 86400000", first)
    slide_to(page, "on-slide", days)
    page.wait_for_function("(before) => document.querySelector('.state-words').innerText !== before", arg=words)
    assert "in force" in page.inner_text(".state-words")
    assert page.input_value("#on") == "2024-08-15" and "on=2024-08-15" in page.url
    page.reload()
    assert "in force" in page.inner_text(".state-words") and page.input_value("#on-slide") == str(int(days))


def test_as_known_earlier_fewer_reports_count(demo_server: str, open_page: Opens) -> None:
    page = open_page(demo_server, "/")
    first_truce(page)
    n_lines = page.locator(".ledger > li").count()
    slide_to(page, "known-slide", 0)
    page.wait_for_selector(".chart .known", state="attached")
    assert 0 < page.locator(".ledger > li").count() < n_lines
    assert "later report" in page.inner_text(".state-now")


def test_the_slider_obeys_the_keyboard(demo_server: str, open_page: Opens) -> None:
    page = open_page(demo_server, "/")
    first_truce(page)
    before, x = page.input_value("#on"), page.get_attribute("#cursor", "x1")
    page.focus("#on-slide")
    page.keyboard.press("ArrowLeft")
    page.wait_for_function("(before) => document.getElementById('on').value < before", arg=before)
    page.wait_for_function("(x) => document.getElementById('cursor').getAttribute('x1') !== x", arg=x)
    assert page.evaluate("document.activeElement.id") == "on-slide"


def test_the_map_and_the_list_follow_one_filter(demo_server: str, open_page: Opens) -> None:
    page = open_page(demo_server, "/incidents", width=1400)
    page.wait_for_selector("#map[data-ready]", timeout=40_000)
    whole = int(page.get_attribute("#map", "data-n"))
    listed = page.inner_text(".count strong")
    page.check("input[name='type'][value='ASSAULT']")
    page.wait_for_function("(n) => document.querySelector('.count strong').innerText !== n", arg=listed)
    page.wait_for_function("(n) => Number(document.getElementById('map').dataset.n) < n", arg=whole)
    assert "type=ASSAULT" in page.url
    assert set(page.eval_on_selector_all(".inc .kind", "x => x.map((k) => k.innerText.split(' ')[0])")) == {"Assault"}
    page.fill("input[name='place']", "asad")
    page.wait_for_function(
        "() => [...document.querySelectorAll('.inc .where')].every((w) => w.innerText.includes('Asad'))"
    )
    export = page.get_attribute("a[download]", "href")
    assert "type=ASSAULT" in export and "place=asad" in export


def test_the_list_can_be_held_to_what_the_map_shows(demo_server: str, open_page: Opens) -> None:
    page = open_page(demo_server, "/incidents", width=1400)
    page.wait_for_selector("#map[data-ready]", timeout=40_000)
    listed = int(page.inner_text(".count strong"))
    page.check("#follow")
    page.wait_for_function("(n) => Number(document.querySelector('.count strong').innerText) < n", arg=listed)
    assert "bbox=" in page.url


def test_evidence_leads_to_the_words_and_hovering_shows_the_claim(demo_server: str, open_page: Opens) -> None:
    page = open_page(demo_server, "/")
    first_truce(page)
    page.click(".evlink >> nth=0")
    page.wait_for_selector("article.text mark")
    assert "#at-" in page.url and page.locator("article.text .sel").count() > 0
    page.hover("article.text mark.f-date >> nth=0")
    page.wait_for_selector("#card:not([hidden])")
    assert "When" in page.inner_text("#card")
    page.mouse.move(2, 2)
    page.focus("article.text mark.f-trigger >> nth=0")
    page.wait_for_selector("#card:not([hidden])")
    assert "names" in page.inner_text("#card") and page.locator("mark[aria-describedby='card']").count() == 1
    page.keyboard.press("Escape")
    assert not page.is_visible("#card")


def test_the_theme_is_switched_and_kept(demo_server: str, open_page: Opens) -> None:
    page = open_page(demo_server, "/truces")
    light = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.click("#theme")
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.reload()
    assert light != dark == page.evaluate("getComputedStyle(document.body).backgroundColor")


def every_page(page: Any, server: str) -> list[str]:
    """One address of each kind."""
    found = ["/truces", "/incidents", "/reports", "/actors", "/api"]
    for listing, selector in (
        ("/truces", ".truce-card h2 a"), ("/incidents?disputed=1&sort=disputed", ".inc .title"),
        ("/reports", ".inc .title"), ("/actors?name=kataib", "table.actors a"),
    ):  # fmt: skip
        page.goto(server + listing)
        found.append(page.get_attribute(selector + " >> nth=0", "href"))
    return found


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_page_passes_the_accessibility_check(demo_server: str, open_page: Opens, theme: str) -> None:
    page = open_page(demo_server, "/truces", theme=theme)
    wrong = []
    for address in every_page(page, demo_server):
        page.goto(demo_server + address)
        wrong += [f"{address}: {line}" for line in axe(page)]
    assert not wrong, "\n".join(wrong)


def test_no_page_is_wider_than_a_phone(demo_server: str, open_page: Opens) -> None:
    page = open_page(demo_server, "/truces", width=360, height=740)
    wide = {}
    for address in every_page(page, demo_server):
        page.goto(demo_server + address)
        extra = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        if extra > 0:
            wide[address] = extra
    assert not wide


def test_a_page_is_reached_with_the_keyboard_alone(demo_server: str, open_page: Opens) -> None:
    page = open_page(demo_server, "/truces")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_hostile_reports_run_nothing_and_break_nothing(tmp_path: Path, open_page: Opens) -> None:
    path = str(tmp_path / "hostile.db")
    texts = ["A raid by Mordor. " + "lembas" * 350_000, "A raid. " + "lembas " * 300_000, *HOSTILE.values()]
    with Store.open(path) as store:
        for text in texts:
            one = report(text, outlet=text[:50])
            store.write_coded(one, code(one))
    asked: list[str] = []
    with serving(create_app(path)) as server:
        page = open_page(server, "/reports", width=390)
        page.on("dialog", lambda d: (asked.append(d.message), d.dismiss()))
        addresses = page.eval_on_selector_all(".inc .title", "x => x.map((a) => a.getAttribute('href'))")
        assert len(addresses) == len(texts)
        for address in [*addresses, "/incidents"]:
            page.goto(server + address)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
            assert page.locator("main script, main img, main iframe").count() == 0
    assert not asked
