"""Verbs of saying and words for news outlets, from data/speech_verbs.tsv and data/outlets.tsv."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from truceline.domain.codes import Stance
from truceline.errors import BadData
from truceline.resources.tables import read_weights, rows


@dataclass(frozen=True, slots=True)
class SpeechVerb:
    """A verb of saying. ``kind``: say, show, think, quote, blame or act (see the table's card)."""

    lemma: str
    stance: Stance
    kind: str


@dataclass(frozen=True, slots=True)
class Outlets:
    """Words by which a news outlet is known."""

    names: frozenset[str]
    """Lower-cased names that stand alone ("reuters", "new york times")."""
    nouns: frozenset[str]
    """Lower-cased words that end an outlet's name or name one ("agency", "times", "radio")."""
    hearers: frozenset[str]
    """Lower-cased words for those who are told ("reporter"), not outlets themselves."""


@cache
def load_speech_verbs() -> Mapping[str, SpeechVerb]:
    """Lemma to verb of saying. Raises BadData for a broken row."""
    verbs = {}
    for line, row in rows("speech_verbs.tsv", ("lemma", "stance", "kind")):
        lemma, stance = row["lemma"], row["stance"]
        if stance not in Stance.__members__.values():
            raise BadData(f"data/speech_verbs.tsv:{line}: no stance {stance!r}; use one of {list(Stance)}")
        verbs[lemma] = SpeechVerb(lemma, Stance(stance), row["kind"])
    return MappingProxyType(verbs)


@cache
def load_outlets() -> Outlets:
    """Words for news outlets."""
    by_kind: dict[str, set[str]] = {"name": set(), "noun": set(), "hearer": set()}
    for line, row in rows("outlets.tsv", ("form", "kind")):
        if row["kind"] not in by_kind:
            raise BadData(f"data/outlets.tsv:{line}: no kind {row['kind']!r}; use one of {sorted(by_kind)}")
        by_kind[row["kind"]].add(row["form"])
    return Outlets(frozenset(by_kind["name"]), frozenset(by_kind["noun"]), frozenset(by_kind["hearer"]))


@cache
def load_attribution_weights() -> Mapping[str, float]:
    """Sign of a record to its weight, with the entry ``threshold``; fitted by training/fit_attribution.py.

    Raises BadData for a broken row and where there is no threshold.
    """
    weights = read_weights("attribution_weights.tsv", ("sign", "weight"))
    if "threshold" not in weights:
        raise BadData("data/attribution_weights.tsv: no row 'threshold'")
    return MappingProxyType(weights)
