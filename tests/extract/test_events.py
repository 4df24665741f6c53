import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.extract.analysed import analysed
from truceline.domain.codes import MODES, EventType, Role, Status
from truceline.domain.mentions import EventMention, RoleFill
from truceline.domain.text import Document, Report, Span
from truceline.extract import events_topic
from truceline.extract.events import find_event_mentions, read_fields, with_mode_of_means
from truceline.extract.events_status_days import settle_status
from truceline.extract.events_topic import political_score, screen_mentions
from truceline.resources.lexicon import Lexicon

CASES = [
    json.loads(line)
    for line in (Path(__file__).parent.parent / "cases" / "events.jsonl").read_text(encoding="utf-8").splitlines()
]


def words(doc: Document, mention: EventMention, role: Role) -> list[str]:
    return [f.span.of(doc.text) for f in mention.roles if f.role is role]


@pytest.mark.parametrize("case", CASES, ids=[c["note"] for c in CASES])
def test_mention_of_one_sentence(case: dict[str, Any]) -> None:
    doc = analysed(case["text"])
    found = find_event_mentions(doc, Lexicon.load(), min_score=0.0)
    at = doc.text.index(case["trigger"])
    mention = next(m for m in found if m.trigger.start <= at < m.trigger.end and m.type == case["type"])
    assert mention.status == case["status"], mention.reason
    for role, key in ((Role.ACTOR, "actors"), (Role.RECIPIENT, "recipients")):
        for wanted in case.get(key, ()):
            assert any(wanted in w for w in words(doc, mention, role)), (key, words(doc, mention, role))
    if case.get("no_actor"):
        assert words(doc, mention, Role.ACTOR) == []
    if "weapon" in case:
        assert any(case["weapon"] in w for w in words(doc, mention, Role.WEAPON))


def test_mode_is_one_that_the_codebook_allows() -> None:
    doc = analysed("Rockets hit the base and police arrested three men who had protested in the square on Monday.")
    found = find_event_mentions(doc, Lexicon.load(), min_score=0.0)
    assert {m.trigger.of(doc.text): m.mode for m in found} == {
        "hit": "heavy-weapons", "arrested": "arrest", "protested": "demo"
    }  # fmt: skip
    assert all(m.mode in MODES[m.type] for m in found)


def test_broken_lines_do_not_move_offsets() -> None:
    text = "Gunmen attacked an army\npost near the\nriver on Monday, killing\ntwo soldiers."
    doc = analysed(text)
    found = find_event_mentions(doc, Lexicon.load())
    assert any(m.trigger.of(text) == "attacked" for m in found)
    assert all(0 <= f.span.start < f.span.end <= len(text) for m in found for f in m.roles)


def test_a_match_report_gives_no_events() -> None:
    doc = analysed(
        "The striker scored twice as the home team beat the league leaders 3-1 on Saturday. The coach praised his "
        "defenders after the match. The goalkeeper saved a penalty and the visitors attacked until the final whistle. "
        "The club will meet its rivals in the cup semifinal next week."
    )
    assert political_score(doc) < 0.3
    assert find_event_mentions(doc, Lexicon.load()) == ()


def test_a_market_report_gives_no_events() -> None:
    doc = analysed(
        "Share prices closed lower on Thursday as investors took profits. The benchmark index fell 1.2 percent while "
        "the dollar gained against the yen. Dealers said strong demand for bonds hit bank stocks."
    )
    assert find_event_mentions(doc, Lexicon.load()) == ()


def test_screening_keeps_sure_mentions_of_political_reports() -> None:
    doc = analysed("Rebels attacked the army barracks on Monday and killed three soldiers, the government said.")
    mentions = (EventMention(Span(7, 15), 0, EventType.ASSAULT, None, Status.ACTUAL, score=0.5),)
    assert screen_mentions(doc, mentions) == mentions


def test_screening_drops_even_a_sure_mention_of_a_report_of_sport() -> None:
    doc = analysed(
        "The striker scored twice as the home team beat the league leaders 3-1 on Saturday. The goalkeeper saved a "
        "penalty and the visitors attacked until the final whistle."
    )
    at = doc.text.index("attacked")
    sure = EventMention(Span(at, at + 8), 1, EventType.ASSAULT, None, Status.ACTUAL, score=0.99)
    assert screen_mentions(doc, (sure,)) == ()
    assert screen_mentions(doc, (sure,), least=0.0) == (sure,)


def test_screening_keeps_only_the_surer_mentions_of_a_report_between(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events_topic, "political_score", lambda doc: 0.4)
    doc = analysed("Rebels attacked the barracks.")
    sure, unsure = (
        EventMention(Span(7, 15), 0, EventType.ASSAULT, None, Status.ACTUAL, score=s) for s in (0.6, 0.58)
    )
    assert screen_mentions(doc, (sure, unsure)) == (sure,)


def test_roles_that_a_model_brings_are_kept() -> None:
    doc = analysed("Rebels attacked the army barracks on Monday.")
    brought = RoleFill(Role.ACTOR, Span(16, 33), 0.9, "model")
    mention = EventMention(
        Span(7, 15), 0, EventType.ASSAULT, "firearms", Status.ACTUAL, roles=(brought,), stage="events.model"
    )
    read = read_fields(doc, mention, Lexicon.load())
    assert [f for f in read.roles if f.role is Role.ACTOR] == [brought]
    assert read.mode == "firearms"


def test_empty_report_has_no_mentions() -> None:
    assert find_event_mentions(Document(Report(date(2024, 1, 1), "")), Lexicon.load()) == ()


@pytest.mark.parametrize(
    ("status", "kind", "first", "last", "wanted"),
    [
        (Status.ACTUAL, EventType.ASSAULT, date(2022, 1, 1), date(2022, 1, 2), Status.HISTORICAL),
        (Status.ACTUAL, EventType.CONSULT, date(2024, 9, 1), date(2024, 9, 1), Status.FUTURE),
        (Status.ACTUAL, EventType.THREATEN, date(2024, 9, 1), date(2024, 9, 1), Status.ACTUAL),
        (Status.HISTORICAL, EventType.ASSAULT, date(2024, 8, 1), date(2024, 8, 1), Status.ACTUAL),
        (Status.ACTUAL, EventType.ASSAULT, None, None, Status.ACTUAL),
    ],
)
def test_the_date_settles_the_status(
    status: Status, kind: EventType, first: date | None, last: date | None, wanted: Status
) -> None:
    assert settle_status(status, kind, first, last, published=date(2024, 8, 21)) is wanted


def test_every_pattern_is_readable() -> None:
    lexicon = Lexicon.load()
    assert len(lexicon.words) > 500
    assert all(p.mode is None or p.mode in MODES[p.type] for ps in lexicon.words.values() for p in ps)


@pytest.mark.parametrize(
    ("text", "trigger", "mode", "weapon", "want"),
    [
        ("A suicide bomber killed nine guards in Bree.", "killed", None, None, "suicide-attack"),
        ("The man blew himself up and killed nine guards.", "killed", "explosives", None, "suicide-attack"),
        ("Rockets hit the fort of Bree.", "hit", "aerial", "Rockets", "heavy-weapons"),
        ("Two drones struck the fort of Bree.", "struck", None, "Two drones", "drone"),
        ("Riders killed nine guards with a bomb.", "killed", "targeted", "a bomb", "targeted"),
        ("The minister spoke of suicide in the army.", "spoke", None, None, None),
    ],
)
def test_the_means_settle_the_mode_of_an_assault(
    text: str, trigger: str, mode: str | None, weapon: str | None, want: str | None
) -> None:
    doc = analysed(text)
    at = text.index(trigger)
    kind = EventType.CONSULT if want is None else EventType.ASSAULT
    mention = EventMention(Span(at, at + len(trigger)), 0, kind, mode, Status.ACTUAL, score=0.9)
    assert with_mode_of_means(doc, (mention,), weapon)[0].mode == want
