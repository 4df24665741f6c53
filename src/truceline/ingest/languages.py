"""Is a text in a language that Truceline reads? By script, and by the share of function words."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

from truceline.errors import LanguageNotSupported
from truceline.resources.stopwords import load_stopwords

_WORD = re.compile(r"[^\W\d_]+")
_SAMPLE_CHARS = 20_000
_MIN_LETTERS = 20
"""A text with fewer letters passes: a headline may be names alone."""
_MIN_WORDS = 50
"""A shorter text that matches no language passes: it may be a list of names."""
_ENGLISH_SHARE = 0.02
"""Share of English function words below which a longer text does not read as English. Newswire has 0.25 to 0.5, lists
of names and results 0.02 and more. Set on 27,699 open texts, of which 2 (noise without sentences) are refused."""
_OTHER_SHARE = 0.15
"""Share of another language's function words from which a text counts as that language; it must be twice English's."""
_OTHER_WORDS = 3
"""So many different function words must be seen."""


def check_language(text: str) -> None:
    """Raise LanguageNotSupported, naming script or language, when the text is clearly not English.

    Short texts and texts of mixed language pass while English function words hold their share.
    """
    sample = text[:_SAMPLE_CHARS]
    _check_script(sample)
    words = _WORD.findall(sample)
    if len(words) < 8:
        return
    counts = Counter(w.lower() for w in words)
    # "La Paz" and "El Fasher" are names: a small word of another language counts where it is written small.
    small = counts if sample.isupper() else Counter(w for w in words if w.islower())
    english = sum(counts[w] for w in load_stopwords()["en"].words if w in counts) / len(words)
    others = {k: _share(small, v.words, len(words)) for k, v in load_stopwords().items() if k != "en"}
    other, best = max(others.items(), key=lambda pair: pair[1])
    if best >= _OTHER_SHARE and best > 2 * english:
        name = load_stopwords()[other].name
        raise LanguageNotSupported(f"is in {name} as far as its small words tell; Truceline reads English")
    if len(words) >= _MIN_WORDS and english < _ENGLISH_SHARE:
        raise LanguageNotSupported("does not read as English; Truceline reads English only")


def _share(counts: Counter[str], listed: frozenset[str], n_words: int) -> float:
    """Share of the words that are function words; 0 when too few different ones are seen. Single letters do not count:
    in lists they are initials."""
    seen = [counts[w] for w in listed if len(w) > 1 and w in counts]
    return sum(seen) / n_words if len(seen) >= _OTHER_WORDS else 0.0


def _check_script(sample: str) -> None:
    letters = [ch for ch in sample if ch.isalpha()]
    if len(letters) < _MIN_LETTERS:
        return
    n_latin = sum(ch < "\u0250" or "\u1e00" <= ch < "\u1f00" or "\uff21" <= ch <= "\uff5a" for ch in letters)
    if n_latin >= len(letters) / 2:
        return
    scripts = Counter(_script(ch) for ch in letters if ch >= "\u0250")
    script = scripts.most_common(1)[0][0]
    raise LanguageNotSupported(f"is written in {script} script; Truceline reads English")


def _script(letter: str) -> str:
    name = unicodedata.name(letter, "unknown").split()[0]
    return {"CJK": "Chinese or Japanese", "UNKNOWN": "an unknown"}.get(name.upper(), name.capitalize())
