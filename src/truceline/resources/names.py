"""Folding of names: accents, apostrophes, hyphens, the Arabic article, and spelling by sound."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_WORD = re.compile(r"\w+")
_ARTICLES = frozenset({"al", "el", "ul", "an", "ar", "as", "ash", "at", "az", "ad", "the"})
_PLAIN = str.maketrans({"ı": "i", "ø": "o", "ł": "l", "đ": "d", "ʿ": "", "ʾ": "", "ʼ": "'", "‘": "'", "’": "'"})
_SOUND = (
    ("ck", "k"),
    ("kh", "k"),
    ("gh", "g"),
    ("dh", "d"),
    ("th", "t"),
    ("ph", "f"),
    ("sh", "s"),
    ("ch", "s"),
    ("sch", "s"),
    ("dj", "j"),
    ("q", "k"),
    ("c", "k"),
    ("z", "s"),
    ("v", "w"),
    ("p", "b"),
    ("x", "ks"),
)


def fold(text: str) -> str:
    """Lower case without accents and without the marks of transliteration (ʿ, ’)."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", text.translate(_PLAIN))
    return "".join(c for c in plain if not unicodedata.combining(c)).lower()


@lru_cache(maxsize=65536)
def fold_words(text: str) -> tuple[str, ...]:
    """Folded words of a name; hyphens and dots separate, a leading article ("the") is dropped.

    Dots inside acronyms give one letter a word ("U.S." is "u", "s"), in names and in reports alike.
    """
    words = tuple(_WORD.findall(fold(text)))
    return words[1:] if len(words) > 1 and words[0] == "the" else words


@lru_cache(maxsize=65536)
def skeleton(name: str) -> str:
    """Consonants of a name by sound, without articles: "al-Nusrah" and "Nusra", "Hizbullah" and "Hezbollah".

    Vowels and doubled letters go, h at a word's end goes, and spellings of one sound are written one way.
    """
    out = []
    for word in fold_words(name):
        if word in _ARTICLES:
            continue
        for spelled, sound in _SOUND:
            word = word.replace(spelled, sound)
        head, rest = word[:1], word[1:].rstrip("h")
        first = "a" if head in "aeiou" else head
        rest = re.sub(r"[aeiouyw]", "", rest)
        out.append(re.sub(r"(.)\1+", r"\1", first + rest))
    return " ".join(out)
