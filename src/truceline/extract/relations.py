"""Ties between actors that a report states (codebook section 9)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from truceline.domain.mentions import Actor, Relation
from truceline.domain.text import Document


def find_relations(doc: Document, actors: Sequence[Actor], *, on: date) -> tuple[Relation, ...]:
    """Ties that the report states, in text order. (First version: none yet.)"""
    return ()
