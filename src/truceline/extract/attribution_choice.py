"""Which speeches vouch for an event (codebook section 8, ``reported_by``)."""

from __future__ import annotations

from truceline.domain.codes import EventType
from truceline.domain.events import Attribution
from truceline.domain.mentions import EventMention, Speech
from truceline.domain.text import Document

_VERBAL = {
    EventType.ACCUSE, EventType.REQUEST, EventType.REJECT, EventType.THREATEN, EventType.SUPPORT, EventType.AGREE,
    EventType.CONCEDE, EventType.CONSULT,
}


def candidates(
    group: tuple[EventMention, ...], speeches: tuple[Speech, ...]
) -> list[tuple[Speech, tuple[EventMention, ...]]]:
    """The speeches that hold a trigger of the group, one for each voice, with the mentions that each covers."""
    found: dict[str, tuple[Speech, list[EventMention]]] = {}
    for speech in speeches:
        held = [m for m in group if speech.content.contains(m.trigger) and not speech.cue.overlaps(m.trigger)]
        if not held:
            continue
        first, before = found.setdefault(speech.speaker.lower(), (speech, []))
        before.extend(m for m in held if m not in before)
    return [(speech, tuple(held)) for speech, held in found.values()]


def choose_attributions(
    doc: Document, group: tuple[EventMention, ...], speeches: tuple[Speech, ...]
) -> tuple[Attribution, ...]:
    """Attributions in text order."""
    if not group:
        return ()
    out = []
    for speech, _ in candidates(group, speeches):
        if group[0].type in _VERBAL:
            continue
        out.append(Attribution(speech.speaker, speech.affiliation, speech.outlet, speech.stance, speech.cue))
    return tuple(out)
