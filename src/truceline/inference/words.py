"""Words to word pieces and back: how a report is cut into passages that the encoder reads."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

ROLES: Final = ("ACTOR", "RECIPIENT", "PLACE", "TIME", "WEAPON", "SPEAKER", "HARM")
MAX_TITLE_WORDS: Final = 24
CLS: Final = 101
SEP: Final = 102
"""Pieces that open and close what the encoder reads."""
LONGEST: Final = 512
"""Pieces that it can read at once."""
_WORD = re.compile(r"\w+(?:['’]\w+)?|[^\w\s]")


def title_words(title: str | None) -> list[str]:
    """The first words of a headline, which the encoder reads before each passage; none for an absent one."""
    return _WORD.findall(title or "")[:MAX_TITLE_WORDS]


@dataclass(frozen=True, slots=True)
class Passage:
    """Whole sentences that the encoder reads at once. Word numbers are those of the report."""

    first: int
    last: int
    """Words [first, last) are read."""
    own: int
    """Words [own, last) get their verdict here; [first, own) are context from the passage before."""


def cut_passages(
    sentences: list[tuple[int, int]], pieces: list[int], *, limit: int, overlap: int = 1
) -> list[Passage]:
    """Cut a report into passages of whole sentences with at most ``limit`` word pieces.

    sentences: word ranges, in order; pieces: word pieces of each word. A report within the limit is one passage;
    a longer one is cut into parts of about equal length, each with ``overlap`` sentences of the part before it.
    A sentence longer than the limit stands alone (the encoder cuts it).
    """
    size = [sum(pieces[a:b]) for a, b in sentences]
    total = sum(size)
    if total <= limit:
        return [Passage(sentences[0][0], sentences[-1][1], sentences[0][0])] if sentences else []
    room = max(limit - max(size[i] for i in range(len(size))) // 2, limit // 2)
    n_parts = -(-total // room)
    target = total / n_parts
    passages: list[Passage] = []
    start, filled = 0, 0
    for i, n in enumerate(size):
        if filled and filled + n / 2 > target:
            passages.append(_passage(sentences, start, i, overlap))
            start, filled = i, 0
        filled += n
    passages.append(_passage(sentences, start, len(sentences), overlap))
    return passages


def _passage(sentences: list[tuple[int, int]], start: int, end: int, overlap: int) -> Passage:
    return Passage(sentences[max(start - overlap, 0)][0], sentences[end - 1][1], sentences[start][0])
