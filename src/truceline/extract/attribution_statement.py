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
    found = _before_colon(doc, voices)
    if found is None and len(first_person) >= _MIN_FIRST:
        found = _author(doc, voices, first_person[0])
    if found is None:
        return []
    author, start = found
    taken = [s.content for s in speeches if s.speaker != author.speaker and s.manner in {"quote", "continued"}]
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


def _before_colon(doc: Document, voices: Voices) -> tuple[Speech, int] | None:
    """Who "said:" at the end of a paragraph in the report's head, before words without quotation marks."""
    for number, sentence in enumerate(doc.sentences[:_LEADS]):
        words = sentence.of(doc.text).rstrip()
        rest = doc.text[sentence.end : sentence.end + 3].strip()
        if not words.endswith(":") or rest[:1] in {'"', "“", "'", "‘"}:
            continue
        for token in reversed(doc.sentence_tokens(number)):
            if token.pos == "VERB":
                found = _by_subject(doc, token, voices)
                if found is not None:
                    return found, number
    return None


def _author(doc: Document, voices: Voices, first: int) -> tuple[Speech, int] | None:
    """(a speech of the author, index of the sentence that names the author): the first person who acts in the head."""
    for number in range(min(_LEADS, first, len(doc.sentences))):
        for token in doc.sentence_tokens(number):
            if token.pos == "VERB" and token.dep == "ROOT":
                found = _by_subject(doc, token, voices)
                if found is not None:
                    return found, number
    return None


def _by_subject(doc: Document, verb: Token, voices: Voices) -> Speech | None:
    subject = next((c for c in doc.children(verb) if c.dep == "nsubj"), None)
    if subject is None or not _is_person(doc, subject):
        return None
    voice = voices.read(subject)
    return Speech(
        verb.span, verb.span, voice.name, voice.span, voice.affiliation, None, Stance.STATES, voice.key,
        reason="statement", manner="statement",
    )


def _is_person(doc: Document, head: Token) -> bool:
    near = [head, *doc.children(head)]
    return any(t.ent == "PERSON" for t in near)
