"""Who is said not to be shown to have done a deed is not its actor."""

from __future__ import annotations

import pytest

from tests.extract.analysed import analysed, token_of
from truceline.extract.events_unproven import unproven_doers


@pytest.mark.parametrize(
    ("text", "deed", "who"),
    [
        ("There is no proof that Mordor was involved in the murder of the king.", "murder", {"Mordor"}),
        ("Guards found no sign that the riders had carried out the bombing.", "bombing", {"riders"}),
        ("Guards did not find any evidence that the riders were behind the bombing.", "bombing", {"riders"}),
        ("It is unclear whether Mordor was involved in the murder of the king.", "murder", {"Mordor"}),
        ("There is proof that Mordor was involved in the murder of the king.", "murder", set()),
        ("There is no proof that Mordor murdered the king.", "murdered", {"Mordor"}),
        ("The court asked whether guards had murdered the king.", "murdered", set()),
        ("Guards carried out the bombing.", "bombing", set()),
    ],
)
def test_who_is_not_shown_to_have_done_it_is_found(text: str, deed: str, who: set[str]) -> None:
    doc = analysed(text)
    assert {doc.tokens[i].text for i in unproven_doers(doc, token_of(doc, deed))} == who
