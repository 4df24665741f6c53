"""Names of actors and places made comparable: folding, words that tell, and how well two entities agree.

Fuse and ledger share it. Where both entities carry a registry id the ids decide; names are the fall-back.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from truceline.domain.events import Entity
from truceline.errors import BadData
from truceline.resources.tables import rows

_WORD: Final = re.compile(r"[a-z0-9]+")
_ACRONYM: Final = re.compile(r"\(([A-Z][A-Za-z0-9-]{1,9})\)")
_DEMONYM_ENDINGS: Final = ("ians", "ian", "eans", "ean", "ans", "an", "ese", "ish", "is", "i", "ic", "s")
_SPELLINGS: Final = (
    ("q", "k"), ("kh", "k"), ("gh", "g"), ("ou", "u"), ("oo", "u"), ("ee", "i"), ("ph", "f"), ("mm", "m"), ("ss", "s"),
    ("ll", "l"), ("tt", "t"), ("dd", "d"), ("bb", "b"), ("nn", "n"), ("rr", "r"), ("ey", "i"), ("y", "i"), ("w", "v"),
)  # fmt: skip
"""Ways in which one name is transliterated ("Rafiq", "Rafik"; "Mahmoud", "Mahmud")."""
_COUNTRY_TAIL: Final = ("ist", "land", "ia", "on", "a", "o", "e", "i")

TABLE: Final = "likeness.tsv"


@dataclass(frozen=True, slots=True)
class Words:
    """The table of words that matter when names are compared (data/likeness.tsv)."""

    empty: frozenset[str]
    """Words that tell no name from another: articles, counts."""
    common: frozenset[str]
    """Words that any report holds."""
    class_of: dict[str, str]
    """Class nouns: ``troops`` → ``state force``."""
    short: dict[str, str]
    """Short and irregular forms: ``us`` → ``america``."""
    phrases: tuple[tuple[str, str], ...]
    """Names of several words that stand for one."""


@cache
def words() -> Words:
    """The shipped table, read once. Raises BadData naming the line of a broken row."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for line, row in rows(TABLE, ("word", "class", "stands_for")):
        if not row["word"]:
            raise BadData(f"data/{TABLE}:{line}: no word")
        groups.setdefault(row["class"], []).append((row["word"], row["stands_for"]))
    apart = ("empty", "common", "short form", "phrase")
    return Words(
        empty=frozenset(w for w, _ in groups.get("empty", ())),
        common=frozenset(w for w, _ in groups.get("common", ())),
        class_of={w: name for name, members in groups.items() if name not in apart for w, _ in members},
        short=dict(groups.get("short form", ())),
        phrases=tuple(groups.get("phrase", ())),
    )


@lru_cache(maxsize=200_000)
def fold(text: str) -> str:
    """Lower case without accents, hyphens as spaces, other marks dropped, one space between words."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    plain = plain.replace("u.s.", "us").replace("u.n.", "un").replace("u.k.", "uk").replace("'s", " ")
    return " ".join(_WORD.findall(plain.replace("-", " ")))


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """A word with the ending of a demonym or country name dropped and its spelling levelled.

    ``syria`` and ``syrian`` meet, and so do ``rafiq`` and ``rafik``.
    """
    word = words().short.get(word, word)
    if len(word) < 4:
        return word
    for spelled, plain in _SPELLINGS:
        word = word.replace(spelled, plain)
    for _ in range(2):  # "pakistani" → "pakistan" → "pakist", where "pakistan" ends too
        for ending in _DEMONYM_ENDINGS:
            if word.endswith(ending) and len(word) - len(ending) >= 4:
                word = word[: -len(ending)]
                break
    for tail in _COUNTRY_TAIL:
        if word.endswith(tail) and len(word) - len(tail) >= 4:
            return word[: -len(tail)]
    return word


@lru_cache(maxsize=100_000)
def telling_words(name: str) -> frozenset[str]:
    """Stems of the words that tell this name from others (no articles, counts, or class nouns such as "forces")."""
    folded = f" {fold(name)} "
    for phrase, short in words().phrases:
        folded = folded.replace(f" {phrase} ", f" {short} ")
    table = words()
    return frozenset(
        stem(w) for w in folded.split() if w not in table.empty and w not in table.class_of and not w.isdigit()
    )


@cache
def country_words() -> frozenset[str]:
    """Telling words of the names and adjectives of states."""
    from truceline.resources.actors import read_states

    names = (n for state in read_states() for n in (state.name, *state.aliases, *state.adjectives))
    return frozenset(w for name in names for w in telling_words(name))


@lru_cache(maxsize=100_000)
def class_of(name: str) -> str | None:
    """The class that the name's last class noun puts it in ("Iraqi troops" → state force), or None."""
    found = [words().class_of[w] for w in fold(name).split() if w in words().class_of]
    return found[-1] if found else None


@lru_cache(maxsize=100_000)
def acronyms(name: str) -> frozenset[str]:
    """Acronyms given in brackets, the initials of a name of three or more words, or a short name in capitals."""
    found = {m.lower() for m in _ACRONYM.findall(name)}
    parts = re.findall(r"[A-Za-z][\w'-]*", _ACRONYM.sub(" ", name))
    initials = "".join(w[0] for w in parts if w[0].isupper()).lower()
    if len(initials) >= 3 and len(parts) <= 8:
        found.add(initials)
    if len(parts) == 1 and name.isupper() and 2 <= len(name) <= 8:
        found.add(fold(name).replace(" ", ""))
    return frozenset(found)


@lru_cache(maxsize=400_000)
def name_agreement(left: str, right: str) -> float:
    """How well two names agree: 1 the same, 0.5 to 0.95 shared telling words, 0.3 only the same class of people,
    0 nothing in common. Symmetric."""
    if fold(left) == fold(right):
        return 1.0
    if acronyms(left) & acronyms(right):
        return 0.95
    a, b = telling_words(left), telling_words(right)
    if a and b:
        shared = a & b
        if not shared:
            return 0.0
        cover = len(shared) / min(len(a), len(b))
        spread = len(shared) / len(a | b)
        score = 0.55 * cover + 0.4 * spread
        one, other = class_of(left), class_of(right)
        if one != other and shared <= country_words() and {one, other} & {"armed group", "civilians"}:
            return 0.2  # "Iraqi militias" are not Iraq
        if one and other and one != other and {one, other} != {"state force", "government"}:
            return min(score, 0.45)
        return score
    one, other = class_of(left), class_of(right)
    if one is not None and one == other:
        return 0.3
    return 0.1 if not a and not b else 0.15


def agreement(left: Entity, right: Entity) -> float:
    """How well two entities agree, 0 to 1: the registry ids decide where both have one, else the names."""
    if left.id and right.id:
        if left.id == right.id:
            return 1.0
        if left.id.split(".")[0] == right.id.split(".")[0]:  # a state and its army, ministry, leader
            return 0.85
        score = name_agreement(left.name, right.name)
        return 1.0 if score == 1.0 else min(score, 0.45)
    score = name_agreement(left.name, right.name)
    if left.affiliation and score < 0.8:
        score = max(score, 0.8 * name_agreement(left.affiliation, right.name))
    if right.affiliation and score < 0.8:
        score = max(score, 0.8 * name_agreement(left.name, right.affiliation))
    return score


def best_agreement(left: tuple[Entity, ...], right: tuple[Entity, ...]) -> float:
    """The best agreement of any pair across two lists; 0 when one is empty."""
    best = 0.0
    for one in left:
        for other in right:
            score = agreement(one, other)
            if score > best:
                best = score
                if best >= 1.0:
                    return best
    return best
