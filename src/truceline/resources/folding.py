"""Place names to look-up keys: ``fold`` for a name written with other marks, ``loose`` for other transliterations.

Standard library only: the gazetteer is built with it at install time, before the package can be imported.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_LETTERS = str.maketrans(
    {
        "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "þ": "th", "ı": "i", "ħ": "h",
        "ə": "a", "ŋ": "n", "ɛ": "e", "ɔ": "o", "Æ": "ae", "Œ": "oe", "Ø": "o", "Đ": "d", "Ð": "d", "Ł": "l", "Þ": "th",
        "İ": "i", "Ə": "a", "&": " and ",
        # Marks for ayn, hamza and the soft sign carry nothing that news spelling keeps.
        **dict.fromkeys("'’‘`´ʼʻʽʾʿʹʺ′\"“”", ""),
        **dict.fromkeys("-‐‑‒–—−_/.,;:()[]", " "),
    }
)  # fmt: skip
_ARTICLES = frozenset("al el ar as ash ad an at az ath edh ed er es ez ul ud ur us il l the".split())
_INITIALS = re.compile(r"\b(?:[A-Za-z]\. ?){2,}(?:[A-Z]\b(?![A-Za-z]))?")


@lru_cache(maxsize=65536)
def fold(name: str) -> str:
    """Lower-case ASCII without marks: ``Dayr az-Zawr`` gives ``dayr az zawr``, ``U.S.`` ``us``, ``Ma'rib`` ``marib``.

    Empty when the name has no Latin letters or digits, or any letter of another script.
    """
    name = _INITIALS.sub(lambda m: m[0].replace(".", "").replace(" ", "") + " ", name)
    plain = unicodedata.normalize("NFKD", name.translate(_LETTERS)).lower()
    out = []
    for char in plain:
        if "a" <= char <= "z" or "0" <= char <= "9" or char == " ":
            out.append(char)
        elif unicodedata.combining(char) or not char.isalpha():
            continue
        else:
            return ""
    words = " ".join("".join(out).split())
    if words.startswith("st "):
        words = "saint " + words[3:]
    return words.removeprefix("the ")


@lru_cache(maxsize=65536)
def bare(key: str) -> str:
    """A folded key without its leading article: ``al hudaydah`` gives ``hudaydah``; itself where nothing is left."""
    words = key.split(" ")
    while len(words) > 1 and words[0] in _ARTICLES:
        words = words[1:]
    return " ".join(words)


def has_article(key: str) -> bool:
    """True for a folded key of several words with an Arabic article among them: a name that came by transliteration."""
    words = key.split(" ")
    return len(words) > 1 and any(w in _ARTICLES and w not in ("the", "at", "as", "us", "l", "d", "an") for w in words)


_VOWELS = (
    (re.compile(r"ou|oo|aw(?=[^aeiou]|$)|au|[ouw]+"), "u"),
    (re.compile(r"(?:a|e)[iy](?=[^aeiou]|$)|e[ey]|i[ey](?=[^aeou]|$)|iya|ya(?=$)|[eiyj]+"), "i"),
)
_CONSONANTS = (
    ("sch", "sh"), ("tch", "ch"), ("dj", "j"), ("dzh", "j"), ("zh", "z"), ("kh", "k"), ("gh", "g"), ("dh", "d"),
    ("th", "t"),
    ("ph", "f"), ("ck", "k"), ("q", "k"), ("x", "ks"), ("tz", "ts"), ("v", "w"),
)  # fmt: skip


@lru_cache(maxsize=65536)
def loose(key: str) -> str:
    """A key that transliterations of one name share: ``deir ez zor`` and ``deir al zour``, ``idlib`` and ``idleb``,
    ``ain al asad`` and ``ayn al assad``, ``kamishli`` and ``al qamishli``. Articles, doubled letters, vowel colour and
    the letters that differ between schools of transliteration are levelled. Empty when too little is left to go by.
    """
    words = []
    for word in key.split(" "):
        if word in _ARTICLES:
            continue
        for old, new in _CONSONANTS:
            word = word.replace(old, new)
        word = word.replace("j", "g")
        # w before a vowel is a consonant; v was levelled to it above.
        word = re.sub(r"w(?=[aeiouy])", "b", word)
        word = re.sub(r"w$", "b", word) if len(word) > 2 and word[-2:] in ("iw", "ew") else word
        for pattern, new in _VOWELS:
            word = pattern.sub(new, word)
        word = re.sub(r"(.)\1+", r"\1", word)
        word = re.sub(r"(?<=.)h$", "", word)
        word = re.sub(r"(?<=[aeiou])h(?=[^aeiou])", "", word)
        word = re.sub(r"(?<=...)[aiu]+$", "", word)
        if word:
            words.append("tal" if word == "til" else word)
    joined = " ".join(words)
    return joined if sum(c.isalpha() for c in joined) >= 4 else ""
