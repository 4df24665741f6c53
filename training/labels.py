"""What is learned from a report: its words and sentences, and each mention of an event with what is known of it.

Everything is in words (the tokens of the analysed report), first and one past the last. This file needs no library, so
that training runs where the language model is not installed.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass, field
from typing import Any

from truceline.domain.codes import MODES, EventType, Status, TruceAction

Range = tuple[int, int]
MODE_NAMES = ("", *sorted({m for modes in MODES.values() for m in modes}))
TYPES = tuple(EventType)
STATUSES = tuple(Status)
TRUCE_ACTS = ("", *(str(t) for t in TruceAction))
NO_VERDICT = -100
"""In the place of a label: neither right nor wrong."""
HALVES = 2


def half_of(report_id: str) -> int:
    """Which half of our reports a report belongs to."""
    return zlib.crc32(report_id.encode()) % HALVES


@dataclass
class MentionExample:
    """One gold trigger."""

    words: Range
    head: int
    event: int
    type: int
    mode: int
    status: int
    aggregate: int
    truce: int
    dated: int
    placed: int
    core: bool
    roles: dict[str, list[Range]] = field(default_factory=dict)
    """Role -> phrases to tag."""
    ignored: dict[str, list[Range]] = field(default_factory=dict)
    """Role -> further occurrences of the same names: neither right nor wrong."""


@dataclass
class DocExample:
    """One report."""

    id: str
    title: list[str]
    words: list[str]
    sentences: list[Range]
    mentions: list[MentionExample]
    masked: list[int]
    """Sentences that are evidence of an event without a trigger: no verdict on their words."""
    partial: bool = False
    """True when only actor and recipient are known of the roles."""
    unread: bool = False
    """True when nobody annotated the report: only a teacher has a word on it."""
    gold: list[dict[str, Any]] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    text: str = ""

    def bare(self) -> DocExample:
        """The report without what only the scorer reads."""
        return DocExample(
            self.id, self.title, self.words, self.sentences, self.mentions, self.masked, self.partial, self.unread
        )
