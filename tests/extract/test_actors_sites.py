"""Whose a site is that is attacked."""

import pytest

from tests.extract.analysed import analysed, token_of
from truceline.extract.actors import find_actors
from truceline.extract.actors_sites import holder_of
from truceline.resources.actors import ActorRegistry


@pytest.mark.parametrize(
    ("text", "site", "holder"),
    [
        ("Jets bombed camps of the Entwash Movement on Monday.", "camps", "Entwash Movement"),
        ("Gunmen attacked a Red Cross convoy on Monday.", "convoy", "Red Cross"),
        ("Gunmen attacked a Swedish warship on Monday.", "warship", "Sweden"),
        ("Gunmen attacked a Swedish restaurant on Monday.", "restaurant", None),
        ("Gunmen attacked an anti-Turkish post on Monday.", "post", None),
        ("Gunmen attacked a post near Turkey on Monday.", "post", None),
        ("Eomer Brego spoke. Gunmen attacked his compound.", "compound", None),
    ],
)
def test_sites_are_of_whoever_holds_them(text: str, site: str, holder: str | None) -> None:
    doc = analysed(text)
    actors = find_actors(doc, ActorRegistry.load(), (), on=doc.report.date)
    named = sorted(((m.span, a) for a in actors for m in a.mentions), key=lambda n: len(n[0]))
    found = holder_of(doc, token_of(doc, site), lambda t: next((a for s, a in named if s.contains(t.span)), None))
    assert (found and found[0].name) == holder
