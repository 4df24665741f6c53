"""Review and log-in in a real browser."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

pytest.importorskip("fastapi")

from tests.fake_coder import code, report
from tests.web.browser import axe, serving
from tests.web.team import PASSWORD, PEOPLE, add_people
from truceline.domain.events import Event
from truceline.store import Reviews, Store
from truceline.web.app import create_app

pytestmark = pytest.mark.slow
Browsing = Callable[..., Any]
TEXT = (
    "The herald 🕊 of Bree:\r\n\tGondor made a raid on Mordor with long\r\nlances near Bree. The talks of Arnor go on."
)


@pytest.fixture
def browsing(chromium: Any) -> Browsing:
    """``browsing(base, **context)``: a page of a fresh context, with the complaints of its console."""

    @contextmanager
    def opened(base: str, **about: Any) -> Iterator[Any]:
        context = chromium.new_context(base_url=base, **about)
        page = context.new_page()
        page.set_default_timeout(30_000)
        page.complaints = []
        page.on("console", lambda m: page.complaints.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda e: page.complaints.append(str(e)))
        yield page
        context.close()

    return opened


@pytest.fixture
def events(db: str) -> tuple[Event, ...]:
    with Store.open(db) as store:
        one = report(TEXT, outlet="Minas Post", source_id="post-1")
        coded = code(one)
        store.write_coded(one, coded)
        for text, day, outlet in (
            ("A raid of Gondor on Arnor was heard of in Bree.", "2024-09-21", "Minas Post"),
            ("A raid on Arnor was heard of.", "2024-09-25", "Bree Herald"),
        ):
            two = report(text, day, outlet=outlet)
            store.write_coded(two, code(two))
    return coded.events


@pytest.fixture
def base(db: str, events: tuple[Event, ...]) -> Iterator[str]:
    with serving(create_app(db, local_name="Éowyn")) as address:
        yield address


SELECT = """([words, index]) => {
  const area = document.querySelectorAll("[data-text]")[index];
  const walker = document.createTreeWalker(area, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  const nodes = [];
  let text = "";
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    nodes.push([text.length, node]);
    text += node.data;
  }
  const at = text.indexOf(words), end = at + words.length;
  const find = (place) => nodes.filter(([start, node]) => start <= place && place <= start + node.data.length).pop();
  const [a, first] = find(at), [b, last] = nodes.filter(([start]) => start < end).pop();
  range.setStart(first, at - a);
  range.setEnd(last, end - b);
  const chosen = getSelection();
  chosen.removeAllRanges();
  chosen.addRange(range);
}"""


def open_event(page: Any, event: Event) -> None:
    page.goto(f"/review/event/{event.report_id}/{event.id}")
    page.wait_for_selector('button[data-key="a"]')


def test_browser_event_is_corrected_from_the_text_and_undone(
    browsing: Browsing, db: str, base: str, events: tuple[Event, ...]
) -> None:
    with browsing(base, viewport={"width": 1280, "height": 860}) as page:
        open_event(page, events[0])
        for index, words in ((0, "lances near"), (1, "Arnor")):
            page.evaluate(SELECT, [words, index])
            page.wait_for_selector("#pick:not([hidden])")
            page.click(f'#pick [data-field="{"weapon" if index == 0 else "recipients"}"]')
        assert page.input_value('[name="weapon"]') == "lances near"
        assert page.locator('[name="recipients.name"]').evaluate_all("all => all.map((i) => i.value)") == [
            "Mordor", "Arnor", "",
        ]  # fmt: skip
        page.click('.actions [value="correct"]')
        page.wait_for_selector("#undo")
        assert "You corrected To whom, Weapon" in page.inner_text("#undo")
        with Store.open(db) as store:
            event = store.get_event(events[0].ref)
            people = {c.field: c for c in event.claims if c.by}
            weapon, recipients = people["weapon"].span, people["recipients"].span
            assert weapon is not None
            assert recipients is not None
            assert weapon.of(TEXT) == people["weapon"].words == "lances near"
            assert recipients.of(TEXT) == "Arnor"
            assert [(e.name, e.id) for e in event.recipients][1] == ("Arnor", "land:arnor")
        page.keyboard.press("z")
        page.wait_for_url(f"**/review/event/{events[0].report_id}/{events[0].id}**")
        with Store.open(db) as store:
            assert store.get_event(events[0].ref).weapon == events[0].weapon
            (deed,) = Reviews(store).history()
            assert deed.withdrawn_by == "Éowyn"
        assert page.complaints == []


def test_browser_one_key_decides(browsing: Browsing, db: str, base: str, events: tuple[Event, ...]) -> None:
    with browsing(base) as page:
        for key, decision in (("a", "accepted"), ("u", "unsure"), ("r", "rejected")):
            page.goto("/review/next")
            page.wait_for_selector('button[data-key="a"]')
            page.keyboard.press(key)
            page.wait_for_selector("#undo")
            assert f"You {decision}" in page.inner_text("#undo")
        before = page.url
        page.keyboard.press("n")
        page.wait_for_url(lambda url: url != before)
        open_event(page, events[-1])
        page.keyboard.press("c")
        page.wait_for_selector("form.editing")
        page.keyboard.press("Escape")
        assert page.locator("form.editing").count() == 0
        page.focus('[name="note"]')
        page.keyboard.type("a note with r and u")
        page.keyboard.press("Enter")
        with Store.open(db) as store:
            assert [d.what for d in Reviews(store).history()] == ["rejected", "unsure", "accepted"]
        assert page.complaints == []


def test_browser_pair_is_judged_and_undone(browsing: Browsing, db: str, base: str) -> None:
    with browsing(base) as page:
        page.goto("/review/pairs")
        page.wait_for_selector('button[data-key="s"]')
        page.keyboard.press("d")
        page.wait_for_selector("#undo, .waiting")
        with Store.open(db) as store:
            ((_, judgement),) = store.judgements()
            assert (judgement.verdict, judgement.by) == ("different", "Éowyn")
        page.goto("/review/history")
        page.click("text=Take back")
        page.wait_for_selector("text=taken back by")
        with Store.open(db) as store:
            assert store.judgements() == []
        assert page.complaints == []


def test_browser_forms_work_without_scripts(browsing: Browsing, db: str, base: str, events: tuple[Event, ...]) -> None:
    with browsing(base, java_script_enabled=False) as page:
        open_event(page, events[0])
        page.click("details.correct > summary")
        page.fill('[name="weapon"]', "pikes")
        page.click("text=Save the correction")
        page.wait_for_selector("#undo")
        with Store.open(db) as store:
            assert store.get_event(events[0].ref).weapon == "pikes"


def test_browser_each_role_logs_in_and_sees_what_it_may(browsing: Browsing, db: str, events: tuple[Event, ...]) -> None:
    add_people(db)
    with serving(create_app(db, team=True)) as address:
        for name, role in PEOPLE.items():
            with browsing(address) as page:
                page.goto(f"/review/event/{events[0].report_id}/{events[0].id}")
                page.fill('[name="name"]', name)
                page.fill('[name="password"]', PASSWORD)
                page.keyboard.press("Enter")
                page.wait_for_selector("#review")
                assert page.locator('button[data-key="a"]').count() == (0 if role == "reader" else 1)
                page.goto("/users")
                assert ("Add an account" in page.inner_text("main")) == (role == "lead")
                page.click("text=Log out")
                page.wait_for_url("**/login")
                assert [c for c in page.complaints if "403" not in c] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_browser_review_pages_pass_axe(browsing: Browsing, base: str, events: tuple[Event, ...], scheme: str) -> None:
    with browsing(base, viewport={"width": 1280, "height": 860}, color_scheme=scheme) as page:
        open_event(page, events[0])
        assert axe(page) == []
        page.keyboard.press("c")
        page.wait_for_selector("form.editing")
        assert axe(page) == []
        page.keyboard.press("Escape")
        page.keyboard.press("a")
        page.wait_for_selector("#undo")
        for path in (page.url, "/review", "/review/pairs", "/review/history", "/review/agreement", "/account"):
            page.goto(path)
            assert axe(page) == []


def test_browser_review_fits_a_phone(browsing: Browsing, base: str, events: tuple[Event, ...]) -> None:
    with browsing(base, viewport={"width": 360, "height": 740}) as page:
        event = f"/review/event/{events[0].report_id}/{events[0].id}"
        for path in (event, "/review", "/review/pairs", "/review/history"):
            page.goto(path)
            assert page.evaluate("document.documentElement.scrollWidth") <= 360, path
