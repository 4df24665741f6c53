"""What an event does to a truce (codebook sections 4, 5 and 8). First version: vocabulary of the clause."""

from __future__ import annotations

from truceline.domain.codes import EventType, TruceAction
from truceline.domain.mentions import EventMention
from truceline.domain.text import Document


def read_truce_action(doc: Document, mention: EventMention) -> tuple[TruceAction | None, float, str]:
    """The truce act of a mention, its score and the reason; None where it does nothing to a truce."""
    del doc
    if mention.type is EventType.THREATEN:
        return None, 1.0, "a threat changes nothing"
    return None, 0.5, "no truce named"
