"""Hashes of runs of words: what texts that were copied from one another have in common."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from zlib import crc32


def run_hashes(words: Sequence[str], n_words: int) -> list[int]:
    """Hashes (32 bits) of every run of so many words, in text order; of all of them where there are fewer.

    words: without spaces in them.
    The text is encoded once and cut at the bounds of its words: to join every run anew takes longer.
    """
    text = " ".join(words).encode("utf-8", "surrogatepass")
    starts = [0, *accumulate(len(word) + 1 for word in text.split(b" "))]
    ends = starts[n_words:] or [len(text) + 1]
    return [crc32(text[start : end - 1]) for start, end in zip(starts, ends, strict=False)]
