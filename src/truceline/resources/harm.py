"""Number words, their bounds, and words of harm, from data/number_words.tsv, number_bounds.tsv and harm.tsv."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from truceline.errors import BadData


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
    injuries"), lives ("claimed 13 lives"), toll ("the toll rose to 13"), or one of those that data/cards/harm.md names
    (people, counted, phrase, acts, tally).
    """

    kind: str
    frame: str


def _rows(name: str, n_columns: int) -> list[list[str]]:
    table = files("truceline.data").joinpath(name).read_text(encoding="utf-8")
    found = []
    for number, line in enumerate(table.splitlines()[1:], start=2):
        cells = line.split("\t")
        if len(cells) != n_columns:
            raise BadData(f"data/{name}:{number}: {len(cells)} columns, expected {n_columns}: {line!r}")
        found.append(cells)
    return found


@cache
def load_numbers() -> Numbers:
    """Number words and bounding phrases."""
    words = {word: NumberWord(int(value), kind) for word, value, kind in _rows("number_words.tsv", 3)}
    bounds = [(tuple(phrase.split()), effect) for phrase, effect in _rows("number_bounds.tsv", 2)]
    bounds.sort(key=lambda row: -len(row[0]))
    return Numbers(MappingProxyType(words), tuple(bounds))


@cache
def load_harm_words() -> Mapping[tuple[str, str], tuple[HarmWord, ...]]:
    """(lemma, "verb" or "noun") to its readings."""
    found: dict[tuple[str, str], list[HarmWord]] = {}
    for lemma, pos, kind, frame in _rows("harm.tsv", 4):
        found.setdefault((lemma, pos), []).append(HarmWord(kind, frame))
    return MappingProxyType({key: tuple(words) for key, words in found.items()})


@cache
def load_person_nouns() -> frozenset[str]:
    """Lemmas of nouns for people, from data/person_nouns.tsv."""
    return frozenset(row[0] for row in _rows("person_nouns.tsv", 1))
