"""Who says so: speeches, the attributions of an event, and claims of responsibility.

Three questions, asked in this order by the corridor: who speaks which words (``find_speeches``), who therefore
vouches for an event (``attribute``, codebook sections 3 and 8), and who claims or denies the act
(``find_responsibility``).
"""

from __future__ import annotations

from collections.abc import Sequence

from truceline.domain.events import Attribution
from truceline.domain.mentions import Actor, EventMention, Speech
from truceline.domain.text import Document
from truceline.extract.attribution_choice import choose_attributions
from truceline.extract.attribution_claims import Claims, responsibility
from truceline.extract.attribution_speech import read_speeches
from truceline.resources.speech import load_outlets, load_speech_verbs

__all__ = ["attribute", "find_responsibility", "find_speeches"]


def find_speeches(doc: Document, actors: tuple[Actor, ...] = ()) -> tuple[Speech, ...]:
    """Find direct and indirect speech: speaker, affiliation, outlet and stance, with the words spoken.

    doc: one analysed report. actors: the report's actors; without them a speaker is the noun phrase that speaks,
    with the fullest form of a person's name and the organisation or country that the phrase itself names.
    Returns speeches in text order, one for each stretch of content: a speech that goes on over several sentences,
    or that its verb parts in two, gives several records with the same speaker.
    "X told Y" and "Y, citing X, said" keep X as the speaker and the medium Y as the outlet.
    """
    return read_speeches(doc, actors, load_speech_verbs(), load_outlets())


def attribute(doc: Document, group: tuple[EventMention, ...], speeches: tuple[Speech, ...]) -> tuple[Attribution, ...]:
    """The attributions of one event of the report, in text order, one for each voice.

    group: the event's mentions. Empty when the report asserts the event in its own voice, and for a speech act
    that the report narrates itself (codebook section 8, ``reported_by``).
    """
    return choose_attributions(doc, group, speeches)


def find_responsibility(
    doc: Document, groups: Sequence[tuple[EventMention, ...]], actors: tuple[Actor, ...] = ()
) -> list[Claims]:
    """(claimed_by, denied_by) of each event of a report: explicit claims of responsibility and denials of the act.

    groups: the mentions of every event, since "it", "both" and "the attack" mean the nearest of them.
    """
    return responsibility(doc, groups, actors)
