"""The mode of an act of force set against the words of its own sentences: no firearms where none is named."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from truceline.domain.codes import EventType
from truceline.domain.mentions import EventMention
from truceline.domain.text import Document, Span
from truceline.resources.lexicon import word_classes


def is_anothers_means(span: Span, group: Sequence[EventMention], groups: Iterable[Sequence[EventMention]]) -> bool:
    """True for a weapon that names another event of the report and not this one: the rocket of "jets bombed a tunnel
    after a rocket landed near the town" is not what the jets used."""
    if any(m.trigger.overlaps(span) for m in group):
        return False
    return any(m.trigger.overlaps(span) for other in groups if other is not group for m in other)


def with_likely_mode(doc: Document, group: Sequence[EventMention]) -> tuple[EventMention, ...]:
    """The mentions of an event, the first without a mode of means that none of its sentences speaks of.

    Of 32 acts of annotated reports that were read as done with firearms though no word told of any 8 were; of 17 read
    as done with heavy weapons where the words told of shots alone 7 were done with firearms and 1 with heavy weapons.
    """
    lead, *rest = group
    if lead.type is not EventType.ASSAULT or lead.mode not in ("firearms", "heavy-weapons", "beat"):
        return tuple(group)
    classes = word_classes()
    told = {w for m in group for t in doc.sentence_tokens(m.sentence) for w in (t.lower, t.lemma.lower())}
    shot, heavy, blade = (bool(told & classes[c]) for c in ("small_arms", "heavy_arms", "blades"))
    mode: str | None = lead.mode
    if mode == "firearms" and not shot and not told & classes["fired"]:
        mode = "primitive" if blade else None
    elif mode == "heavy-weapons" and shot and not heavy:
        mode = None if _is_brought_down(doc, lead) else "firearms"
    elif mode == "beat" and blade and not told & {"beat", "beating", "kick", "punch"}:
        mode = "primitive"
    return (replace(lead, mode=mode), *rest)


def _is_brought_down(doc: Document, mention: EventMention) -> bool:
    """True for "shot down a helicopter", which does not say with what."""
    words = [t.lower for t in doc.sentence_tokens(mention.sentence)]
    return any(a in ("shot", "shoot", "shooting") and b == "down" for a, b in pairwise(words))
