"""Who frees, and who is freed, is no side of the deed beside it."""

import pytest

from tests.extract.analysed import analysed, span_of
from truceline.domain.events import Entity
from truceline.extract.roles_candidate import Candidate
from truceline.extract.roles_freed import note_freed


def noted(text: str, trigger: str, name: str) -> Candidate:
    doc = analysed(text)
    span = span_of(doc, name)
    head, anchor = doc.syntactic_head(span), doc.syntactic_head(span_of(doc, trigger))
    assert head is not None
    assert anchor is not None
    entity = Entity(name=name, id=None, mention=span, affiliation=None, kind=None, country=None)
    found = Candidate(key=name, entity=entity, span=span, heads={head.i})
    note_freed(doc, anchor, [found])
    return found


def test_who_rescues_the_kidnapped_is_aside() -> None:
    assert noted("Riders rescued 60 kidnapped children on Monday.", "kidnapped", "Riders").get("aside")


@pytest.mark.parametrize("name", ["The kidnappers", "The captors"])
def test_captors_who_let_go_stay_doers(name: str) -> None:
    assert not noted(f"{name} freed the kidnapped children on Monday.", "kidnapped", name).get("aside")


def test_who_is_freed_in_a_raid_is_not_who_was_raided() -> None:
    text = "Four hostages were freed in a raid on the camp on Monday."
    assert noted(text, "raid", "Four hostages").get("let go")
    assert not noted(text, "raid", "the camp").get("let go")
    assert not noted(text, "freed", "Four hostages").get("let go")


def test_who_was_held_before_he_was_freed_is_the_victim() -> None:
    assert not noted("Corsairs freed the priest after holding him for weeks.", "holding", "the priest").get("let go")
