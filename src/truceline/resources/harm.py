"""Number words, their bounds, words of harm and nouns for people, from data/: number_words.tsv, number_bounds.tsv,
harm.tsv, person_nouns.tsv and person_endings.tsv."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from truceline.errors import BadData
from truceline.resources.tables import rows


@dataclass(frozen=True, slots=True)
class NumberWord:
    """A word of number. ``kind``: unit, scale, group, exact, article, none, vague, loose or plural (see the
    table's card)."""

    value: int
    kind: str


@dataclass(frozen=True, slots=True)
class Numbers:
    """Number words and the phrases that bound a number."""

    words: Mapping[str, NumberWord]
    bounds: tuple[tuple[tuple[str, ...], str], ...]
    """(words, effect), longest first; effect is at_least, more_than, up_to, less_than or about."""


@dataclass(frozen=True, slots=True)
class HarmWord:
    """A word of harm. ``kind``: a HarmKind or ``casualty`` (killed and injured together).

    ``frame`` says where the people stand: patient (object, or subject of the passive; ``particle:off`` is patient of
    the verb with that particle), subject, of ("the death of X", "X's death"), count ("13 deaths"), suffered ("suffered
    injuries"), lives ("claimed 13 lives"), toll ("the toll rose to 13"), or one of those that data/cards/harm.md names.
    """

    kind: str
    frame: str


@cache
def load_numbers() -> Numbers:
    """Number words and bounding phrases. Raises BadData for a broken row."""
    words = {}
    for line, row in rows("number_words.tsv", ("word", "value", "kind")):
        if not row["value"].removeprefix("-").isdigit():
            raise BadData(f"data/number_words.tsv:{line}: expected a whole number, found {row['value']!r}")
        words[row["word"]] = NumberWord(int(row["value"]), row["kind"])
    bounds = [(tuple(r["words"].split()), r["effect"]) for _, r in rows("number_bounds.tsv", ("words", "effect"))]
    bounds.sort(key=lambda row: -len(row[0]))
    return Numbers(MappingProxyType(words), tuple(bounds))


@cache
def load_harm_words() -> Mapping[tuple[str, str], tuple[HarmWord, ...]]:
    """(lemma, "verb" or "noun") to its readings."""
    found: dict[tuple[str, str], list[HarmWord]] = {}
    for _, row in rows("harm.tsv", ("lemma", "pos", "kind", "frame")):
        found.setdefault((row["lemma"], row["pos"]), []).append(HarmWord(row["kind"], row["frame"]))
    return MappingProxyType({key: tuple(words) for key, words in found.items()})


@cache
def load_person_nouns() -> frozenset[str]:
    """Lemmas of nouns for people, from data/person_nouns.tsv."""
    return frozenset(row["lemma"] for _, row in rows("person_nouns.tsv", ("lemma",)))


@cache
def load_person_endings() -> tuple[Mapping[str, bool], tuple[str, ...]]:
    """Whole words that name people (True) or none for all their end (False), and the ends of nouns for people, from
    data/person_endings.tsv."""
    table = [(row["noun"], row["people"] == "yes") for _, row in rows("person_endings.tsv", ("noun", "people"))]
    whole = {noun: people for noun, people in table if not noun.startswith("-")}
    return MappingProxyType(whole), tuple(noun[1:] for noun, _ in table if noun.startswith("-"))


@cache
def harm_class(name: str) -> frozenset[str]:
    """Lemmas of a class of data/harm_classes.tsv (see its card). Raises BadData for a class that the table lacks."""
    found = _harm_classes().get(name)
    if found is None:
        raise BadData(f"data/harm_classes.tsv: no class {name!r}. It has: {', '.join(sorted(_harm_classes()))}")
    return found


@cache
def _harm_classes() -> Mapping[str, frozenset[str]]:
    table = rows("harm_classes.tsv", ("class", "lemmas"))
    return MappingProxyType({row["class"]: frozenset(row["lemmas"].split("|")) for _, row in table})
