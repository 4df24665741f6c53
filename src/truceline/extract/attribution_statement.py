"""Statements: reports that are one speaker's own words, in the first person and without quotation marks."""

from __future__ import annotations

from truceline.domain.codes import Stance
from truceline.domain.mentions import Speech
from truceline.domain.text import Document, Span, Token
from truceline.extract.attribution_speaker import Voices

_FIRST = {"i", "we", "our", "my", "us", "me"}
_MIN_FIRST = 2
"""Sentences in the first person outside quotations that make a report a statement. Two keeps out a reporter's "we"."""
_LEADS = 4
"""Sentences at the head of the report in which the speaker is looked for."""


def read_statement(doc: Document, speeches: list[Speech], voices: Voices) -> list[Speech]:
    """The sentences of a statement as its speaker's words; none where the report is no statement.

    The speaker is who "said:" before the first-person text, or the first person who acts in the report's head.
    """
    first_person = [i for i in range(len(doc.sentences)) if _is_first_person(doc, i)]
    if len(first_person) < _MIN_FIRST:
        return []
    found = _author(doc, speeches, voices, first_person[0])
    if found is None:
        return []
    author, start = found
    taken = [s.content for s in speeches if s.speaker != author.speaker]
    out = []
    for number, sentence in enumerate(doc.sentences):
        if number <= start or any(t.overlaps(sentence) for t in taken):
            continue
        out.append(
            Speech(
                content=sentence, cue=author.cue, speaker=author.speaker, speaker_span=author.speaker_span,
                affiliation=author.affiliation, outlet=author.outlet, stance=Stance.STATES, actor_key=author.actor_key,
                reason="statement", manner="statement",
            )
        )
    return out


def _is_first_person(doc: Document, number: int) -> bool:
    return any(
        t.lower in _FIRST and t.text != "US" and doc.in_quotation(t.start) is None for t in doc.sentence_tokens(number)
    )


def _author(doc: Document, speeches: list[Speech], voices: Voices, first: int) -> tuple[Speech, int] | None:
    """(a speech of the author, index of the sentence that names the author)."""
    before = [s for s in speeches if doc.sentence_at(s.cue.start) <= first]
    for speech in before:
        if speech.cue.end < len(doc.text) and doc.text[speech.cue.end : speech.cue.end + 2].strip().startswith(":"):
            return speech, doc.sentence_at(speech.cue.start)
    for number in range(min(_LEADS, len(doc.sentences))):
        for token in doc.sentence_tokens(number):
            colon = token.i + 1 < len(doc.tokens) and doc.tokens[token.i + 1].text == ":"
            lead = number < first and token.dep == "ROOT"
            if token.pos == "VERB" and (colon or lead):
                subject = next((c for c in doc.children(token) if c.dep == "nsubj"), None)
                if subject is not None and _is_person(doc, subject):
                    voice = voices.read(subject)
                    made = Speech(
                        Span(token.start, token.end), token.span, voice.name, voice.span, voice.affiliation, None,
                        Stance.STATES, voice.key, reason="statement", manner="statement",
                    )
                    return made, number
    return None


def _is_person(doc: Document, head: Token) -> bool:
    near = [head, *doc.children(head)]
    return any(t.ent == "PERSON" for t in near)
