"""He is no woman and she no man, where the words tell."""

import pytest

from tests.extract.analysed import analysed
from truceline.extract.actors import entities_for, find_actors
from truceline.resources.actors import ActorRegistry


def told_by(text: str, pronoun: str) -> str | None:
    """Name of the actor that a pronoun stands for; None where it stands for nobody of the report."""
    doc = analysed(text)
    start = doc.text.rindex(f" {pronoun} ") + 1
    actors = find_actors(doc, ActorRegistry.load(), (), on=doc.report.date)
    return next((a.name for a in actors if any(m.span.start == start for m in a.mentions)), None)


@pytest.mark.parametrize(
    ("text", "pronoun", "name"),
    [
        ("Maria Lopez met Carlos Rojas in Lima. On Tuesday he was arrested.", "he", "Carlos Rojas"),
        ("Carlos Rojas met Maria Lopez in Lima. On Tuesday she was arrested.", "she", "Maria Lopez"),
        ("Prosecutor Todd Meyer spoke. The court asked whether she was ill.", "she", None),
        ("Mrs. Took met Mr. Brandybuck in Bree. On Tuesday he was arrested.", "he", "Brandybuck"),
        ("A policeman and a woman were in court. Then she was freed.", "she", "woman"),
    ],
)
def test_actors_pronoun_goes_with_the_gender_told(text: str, pronoun: str, name: str | None) -> None:
    told = told_by(text, pronoun)
    assert (told is None) if name is None else (told is not None and told.endswith(name))


def test_actors_he_is_whom_a_sentence_is_about_not_who_only_tells_it() -> None:
    text = "The suspect, Mark Dunne, was in the county jail on Friday, officer Paul Ryan said. Then he was charged."
    assert told_by(text, "he") == "Mark Dunne"


def test_actors_who_goes_on_to_say_is_who_said() -> None:
    text = "The suspect, Mark Dunne, was in the county jail on Friday, officer Paul Ryan said. Then he added nothing."
    assert told_by(text, "he") == "Paul Ryan"


def test_actors_surname_is_of_whom_the_report_does_not_call_by_his_first_name() -> None:
    text = (
        "Pedro Gomez's uncle, Luis Gomez, spoke on Monday. Pedro is ill. Pedro is at home. Gomez asked for help."
    )
    doc = analysed(text)
    actors = find_actors(doc, ActorRegistry.load(), (), on=doc.report.date)
    start = text.rindex("Gomez")
    assert [a.name for a in actors if any(m.span.start == start for m in a.mentions)] == ["Luis Gomez"]


def test_actors_that_organization_is_not_a_party_told_before_an_unnamed_one() -> None:
    text = "The Center for Law said he was of an armed organization. The king said that organization plotted a coup."
    doc = analysed(text)
    actors = find_actors(doc, ActorRegistry.load(), (), on=doc.report.date)
    start = text.rindex("organization")
    assert not any("Center" in a.name for a in actors if any(m.span.end == start + 12 for m in a.mentions))


def test_actors_men_told_apart_by_what_they_oppose_are_not_the_one_group_named() -> None:
    text = "The IRA keeps its truce. Extremists opposed to the truce of the IRA have bombed two towns."
    doc = analysed(text)
    actors = find_actors(doc, ActorRegistry.load(), (), on=doc.report.date)
    start = text.index("Extremists")
    assert [a.name for a in actors if any(m.span.start == start for m in a.mentions)] == ["Extremists"]


@pytest.mark.parametrize(
    ("text", "words", "name"),
    [
        (
            "William Goble shot Ted Sandyman. Sandyman was taken to hospital. Goble was taken to the county jail.",
            "Goble was",
            "William Goble",
        ),
        ("Accusations by some anti-communists led nowhere.", "communists", "anti-communists"),
    ],
)
def test_actors_surname_and_prefix_are_read_where_the_parse_errs(text: str, words: str, name: str) -> None:
    doc = analysed(text)
    actors = find_actors(doc, ActorRegistry.load(), (), on=doc.report.date)
    found = entities_for(doc, doc.tokens[next(t.i for t in doc.tokens if t.start >= text.index(words))].span, actors)
    assert [e.name for e in found] == [name]


def test_actors_they_are_the_persons_told_together() -> None:
    text = "The citizens of Bree spoke. Rosa Cotton and Tom Bombadil were in jail. They were released."
    doc = analysed(text)
    actors = find_actors(doc, ActorRegistry.load(), (), on=doc.report.date)
    start = text.index("They")
    found = next(a.name for a in actors if any(m.span.start == start for m in a.mentions))
    assert found == "Rosa Cotton and Tom Bombadil"
