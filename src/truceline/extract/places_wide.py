"""Parts of the world and the small towns named like them: "the Middle East" is none of the towns of that name."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from truceline.domain.codes import PlaceKind
from truceline.domain.text import Document
from truceline.extract.places_names import Name
from truceline.resources.gazetteer import OWN

_WIDE: Final = 6
"""Precision from which a region is one of the world's."""
_SMALL: Final = 100_000
"""Inhabitants below which a town is not meant by the name of one."""
_AREA: Final = re.compile(r", [A-Z]")
_TOWNS: Final = (PlaceKind.SETTLEMENT, PlaceKind.ADMIN2)


def without_towns(doc: Document, name: Name) -> Name:
    """The name without small towns named like a part of the world ("the Middle East"), where nothing says that a town
    is meant ("Pacific, Missouri")."""
    if not any(c.sure == OWN and c.place.precision >= _WIDE and not c.place.country for c in name.candidates):
        return name
    the = doc.text[: name.span.start].lower().endswith("the ") or name.span.of(doc.text).lower().startswith("the ")
    if name.type_kind is PlaceKind.SETTLEMENT or (not the and _AREA.match(doc.text, name.span.end)):
        return name
    kept = tuple(c for c in name.candidates if c.place.kind not in _TOWNS or c.place.population >= _SMALL)
    return replace(name, candidates=kept)
