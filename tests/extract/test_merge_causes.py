"""What came of a deed, and what has been done since, are other events."""

import pytest

from tests.extract.analysed import analysed, token_of
from tests.extract.test_merge import mentions_of
from truceline.extract.events_causes import brought_on_by
from truceline.extract.merge_causes import is_brought_on
from truceline.extract.merge_views import view_mentions


@pytest.mark.parametrize(
    ("text", "first", "second", "apart"),
    [
        ("The murder of the mayor touched off a massacre by soldiers.", "murder", "massacre", True),
        ("The raid led to a night of clashes in Kati.", "raid", "clashes", True),
        ("The riots were sparked by the killing of two villagers.", "riots", "killing", True),
        ("Rebels have bombed two towns since soldiers killed their leader.", "bombed", "killed", True),
        ("The blast killed four men and led the news.", "blast", "killed", False),
        ("Rebels set off a bomb that killed four men.", "bomb", "killed", False),
        ("Rebels attacked a post and killed four men.", "attacked", "killed", False),
    ],
)
def test_merge_cause_and_effect_are_two_events(text: str, first: str, second: str, apart: bool) -> None:
    doc = analysed(text)
    one, other = view_mentions(doc, mentions_of(doc, [[first, "ASSAULT"], [second, "ASSAULT"]]))
    assert is_brought_on(doc, one, other) is apart


def test_causes_what_is_brought_on_is_the_whole_object() -> None:
    doc = analysed("The murder of the mayor touched off a massacre by soldiers, who burnt Kati.")
    told = {doc.tokens[i].text for i in brought_on_by(doc, token_of(doc, "murder"))}
    assert {"massacre", "soldiers", "burnt"} <= told and "mayor" not in told
