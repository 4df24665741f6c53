"""Actors of a report, and role phrases read as entities. Hard cases stand in tests/cases/actors.jsonl."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.extract.analysed import analysed
from truceline.domain.codes import ActorKind
from truceline.domain.events import Entity
from truceline.domain.text import Document, Span
from truceline.extract.actors import entities_for, find_actors, join_entities
from truceline.extract.places import find_places
from truceline.resources.actors import ActorRegistry
from truceline.resources.gazetteer import DEFAULT, Gazetteer

CASES = [json.loads(line) for line in Path("tests/cases/actors.jsonl").read_text(encoding="utf-8").splitlines()]
REGISTRY = ActorRegistry.load()


def spot(doc: Document, words: str) -> Span:
    """The last place where the words stand."""
    start = doc.text.rindex(words)
    return Span(start, start + len(words))


def read(doc: Document, words: str) -> tuple[Entity, ...]:
    actors = find_actors(doc, REGISTRY, (), on=doc.report.date)
    return entities_for(doc, spot(doc, words), actors)


@pytest.mark.parametrize("case", CASES, ids=[c["note"] for c in CASES])
def test_actors_hard_case(case: dict[str, Any]) -> None:
    doc = analysed(case["text"], case["date"])
    for words, names, affiliation in case["entity"]:
        got = read(doc, words)
        assert [e.name for e in got] == [n for n in names.split("|") if n]
        if got:
            assert got[0].affiliation == affiliation


def test_actors_of_unknown_names_are_marked_as_guessed() -> None:
    doc = analysed("The Gondor Liberation Front attacked Osgiliath on Monday.", "2001-02-03")
    found = {a.name: a for a in find_actors(doc, REGISTRY, (), on=date(2001, 2, 3))}
    front = found["Gondor Liberation Front"]
    assert front.guessed
    assert front.registry_id is None
    assert front.kind == ActorKind.REBEL_GROUP


def test_actors_hold_their_mentions_words_and_are_keyed_once() -> None:
    doc = analysed(
        "Hamas rejected the offer. The movement called it a trap, and its fighters fired rockets.", "2009-01-05"
    )
    actors = find_actors(doc, REGISTRY, (), on=date(2009, 1, 5))
    assert len({a.key for a in actors}) == len(actors)
    hamas = next(a for a in actors if a.registry_id == "hamas")
    assert {m.text for m in hamas.mentions} >= {"Hamas", "movement", "its fighters"}
    for actor in actors:
        assert all(m.text == m.span.of(doc.text) for m in actor.mentions)


def test_actors_a_dated_term_gives_the_affiliation_only_while_it_lasts() -> None:
    text = "Tony Blair flew to the region for talks."
    within = read(analysed(text, "2005-01-10"), "Tony Blair")
    after = read(analysed(text, "2012-01-10"), "Tony Blair")
    assert within[0].affiliation == "United Kingdom"
    assert after[0].affiliation is None


@pytest.mark.parametrize(
    ("day", "words", "known", "state"),
    [
        ("1990-08-16", "President Bush", "p-george-h-w-bush", "United States"),
        ("2005-08-16", "President Bush", "p-george-w-bush", "United States"),
        ("2015-08-16", "President Bush", None, None),
        ("1990-08-16", "Former President Bush", None, None),
    ],
)
def test_actors_an_office_and_a_surname_are_whoever_is_in_office_that_day(
    day: str, words: str, known: str | None, state: str | None
) -> None:
    found = read(analysed(f"{words} said that the talks were over.", day), words)
    assert [(e.name, e.id, e.affiliation) for e in found] == [("Bush", known, state)]


def test_entities_of_one_party_are_joined() -> None:
    leader = Entity("Ali Sahl", affiliation="Gondor")
    assert join_entities([Entity("Gondor"), leader, Entity("Mordor")]) == (leader, Entity("Mordor"))


def test_entities_of_an_empty_report_are_none() -> None:
    doc = analysed("Nothing.", "2001-01-01")
    assert find_actors(doc, REGISTRY, (), on=date(2001, 1, 1)) == ()
    assert entities_for(doc, Span(0, 0), ()) == ()


@pytest.mark.parametrize(
    ("text", "no_party"),
    [
        ("US Secretary of State Elfhelm Brego met the king of Rohan.", "State"),
        ("Chief of Staff Elfhelm Brego spoke.", "Staff"),
        ("The National Civil Police of Guatemala opened fire.", "The National"),
        ("The Rohan Times said so.", "Times"),
        ("He leads a party on the Indian Ocean island.", "India"),
    ],
)
def test_actors_a_word_of_a_longer_name_is_no_party(text: str, no_party: str) -> None:
    doc = analysed(text, "2024-08-06")
    places = find_places(doc, Gazetteer.open()) if DEFAULT.exists() else ()
    if "Ocean" in text and not places:
        pytest.skip("the gazetteer is not built: truceline gazetteer build")
    found = find_actors(doc, REGISTRY, places, on=doc.report.date)
    assert no_party not in {a.name for a in found}


def test_actors_a_name_keeps_its_bracket_whole() -> None:
    doc = analysed("The Islamic Resistance Movement (Hamas) rejected the deal.", "2024-08-06")
    names = {a.name for a in find_actors(doc, REGISTRY, (), on=doc.report.date)}
    assert not any(n.count("(") != n.count(")") for n in names), names


def test_actors_gunmen_are_not_those_of_the_group_named_before() -> None:
    text = "The army hit a convoy of the Lorien Front in Bree. On Tuesday {} abducted three nurses in Dale."
    for words, known in (("gunmen", False), ("militants", True)):
        doc = analysed(text.format(words))
        actors = find_actors(doc, REGISTRY, (), on=doc.report.date)
        front = next(a for a in actors if "Lorien Front" in a.name)
        assert any(m.text == words for m in front.mentions) is known


def test_actors_a_truce_in_force_is_no_force() -> None:
    doc = analysed("US troops left their base. The truce was still in force on Monday. A force of 200 marched on Bree.")
    named = {
        " ".join(m.span.of(doc.text).split())
        for a in find_actors(doc, REGISTRY, (), on=doc.report.date)
        for m in a.mentions
    }
    assert "force" not in named
    assert any("force" in words for words in named)


def test_actors_a_plural_relative_clause_tells_of_both_names() -> None:
    text = "Police seek Elfhelm Brego and Hirgon Gron, who were both tried. They met Jan Elf and a judge, who is ill."
    doc = analysed(text, "2005-12-12")
    actors = find_actors(doc, REGISTRY, (), on=doc.report.date)
    first, last = (Span(i, i + 3) for i in (text.index("who were"), text.index("who is")))
    assert [e.name for e in entities_for(doc, first, actors)] == ["Elfhelm Brego", "Hirgon Gron"]
    assert len(entities_for(doc, last, actors)) < 2


def test_actors_two_phrases_for_the_same_pair_are_one_actor() -> None:
    doc = analysed("Chile and Peru met. The two countries will talk on. Both nations want peace.", "2005-12-12")
    actors = find_actors(doc, REGISTRY, (), on=doc.report.date)
    pairs = [a for a in actors if a.kind == ActorKind.UNNAMED]
    assert [[m.text for m in a.mentions] for a in pairs] == [["two countries", "nations"]]


_WAR = "Fighters of the Harn Front attacked a post of the Colombian army on Monday. The United Nations sent an envoy. "


@pytest.mark.parametrize(
    ("sentence", "phrase"),
    [
        ("Ecuador urged both sides to stop.", "both sides"),
        ("Ecuador appealed to both camps to stop.", "both camps"),
        ("Ecuador called on the parties to keep the truce.", "the parties"),
    ],
)
def test_both_sides_are_those_who_fight_not_those_who_stand_beside(sentence: str, phrase: str) -> None:
    names = {e.name for e in read(analysed(_WAR + sentence), phrase)}
    assert any("Harn Front" in n for n in names)
    assert not any("United Nations" in n or "Ecuador" in n for n in names)


def test_all_parties_are_no_two() -> None:
    names = {e.name for e in read(analysed(_WAR + "Ecuador called on all parties to keep the truce."), "all parties")}
    assert not any("Harn Front" in n for n in names)


def test_refugee_camps_are_no_sides() -> None:
    names = {e.name for e in read(analysed(_WAR + "Ecuador sent aid to two refugee camps."), "two refugee camps")}
    assert not any("Harn Front" in n for n in names)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("NABLUS, Occupied West Bank, Feb 16 (Reuters) - Soldiers shot two men on Thursday.", "Occupied West Bank"),
        ("MAIDUGURI, Greater Northeast Zone, Jan 4 (AFP) - Gunmen killed six farmers.", "Greater Northeast Zone"),
    ],
)
def test_actors_the_words_of_a_dateline_are_nobody(text: str, words: str) -> None:
    doc = analysed(text, "2023-02-16")
    assert doc.dateline is not None and words in doc.dateline.of(text)
    actors = find_actors(doc, REGISTRY, (), on=doc.report.date)
    assert all(words not in m.text for a in actors for m in a.mentions)


@pytest.mark.parametrize(
    "text",
    [
        "Police did not say which group carried out the bombing.",
        "It was not clear what forces had fired the rockets.",
        "Nobody knew which faction had done it.",
    ],
)
def test_actors_what_a_question_asks_for_is_nobody(text: str) -> None:
    doc = analysed(text)
    asked = ("which", "what", "group", "forces", "faction")
    actors = find_actors(doc, REGISTRY, (), on=doc.report.date)
    assert not [m.text for a in actors for m in a.mentions if m.text.split()[-1] in asked]


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("Hezbollah fired at Safed on Monday. The army said it had struck launchers.", "army"),
        ("Hezbollah fired at Safed on Monday. The air force said on Friday that it had struck launchers.", "air force"),
        ("Hezbollah fired at Safed on Monday. It had struck twice before, the army said.", "Hezbollah"),
        ("Hezbollah fired at Safed on Monday. A farmer said it had struck his mill.", "Hezbollah"),
        ("Hezbollah said Israel had killed its man in Tyre. It vowed to avenge him.", "Hezbollah"),
    ],
)
def test_actors_a_body_that_says_what_it_did_means_itself(text: str, body: str) -> None:
    doc = analysed(text, "2024-08-21")
    it = next(t for t in doc.tokens if t.lower == "it")  # not "its"
    found = find_actors(doc, REGISTRY, (), on=doc.report.date)
    assert [a.name for a in found if any(m.span.overlaps(it.span) for m in a.mentions)] == [body]
