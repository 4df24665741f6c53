"""Statements: reports that are one speaker's own words, in the first person and without quotation marks."""

from __future__ import annotations

import re

from truceline.domain.codes import Stance
from truceline.domain.mentions import Speech
from truceline.domain.text import Document, Span, Token
from truceline.extract.attribution_speaker import Voices

_FIRST = {"i", "we", "our", "my", "us", "me"}
_MIN_FIRST = 2
"""Sentences in the first person outside quotations that make a report a statement. Two keeps out a reporter's "we"."""
_TURN = re.compile(r"^\W{0,2}[(\[]([A-Z][A-Za-z-]{2,}(?: [A-Z][A-Za-z-]+)?)[)\]]")
_NOT_NAMES = {
    "words",
    "word",
    "passage",
    "begin",
    "end",
    "text",
    "reporter",
    "unidentified",
    "signed",
    "applause",
    "name",
    "caption",
    "question",
}
_SIGNED = re.compile(r"\(?signed\)?[:,]?\s+(?P<name>[^,:;.\n]{3,80})", re.IGNORECASE)
_TAIL_CHARS = 400
_LEADS = 4
"""Sentences at the head of the report in which the speaker is looked for."""


def read_statement(doc: Document, speeches: list[Speech], voices: Voices) -> list[Speech]:
    """The sentences of a statement as its speaker's words; none where the report is no statement.

    The speaker is who "said:" before the first-person text, or the first person who acts in the report's head.
    """
    first_person = [i for i in range(len(doc.sentences)) if _is_first_person(doc, i)]
    found = _before_colon(doc, voices)
    if found is None and len(first_person) >= _MIN_FIRST:
        found = _author(doc, voices, first_person[0]) or _signed(doc)
    out = _turns(doc)
    if found is None:
        return out
    author, start = found
    taken = [s.content for s in speeches if s.speaker != author.speaker and s.manner in {"quote", "continued"}]
    taken += [s.content for s in out]
    for number, sentence in enumerate(doc.sentences):
        if number <= start or any(t.overlaps(sentence) for t in taken):
            continue
        out.append(
            Speech(
                content=sentence,
                cue=author.cue,
                speaker=author.speaker,
                speaker_span=author.speaker_span,
                affiliation=author.affiliation,
                outlet=author.outlet,
                stance=Stance.STATES,
                actor_key=author.actor_key,
                reason="statement",
                manner="statement",
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
                found = _by_subject(doc, token, voices, anyone=True)
                if found is not None:
                    return found, number
    return None


def _turns(doc: Document) -> list[Speech]:
    """Turns of an interview, each opened by a name in brackets ("(Sancho) We believe that ...")."""
    out: list[Speech] = []
    speaker: tuple[str, Span] | None = None
    for sentence in doc.sentences:
        words = sentence.of(doc.text)
        match = _TURN.match(words)
        if match is not None:
            named = match.group(1).lower() not in _NOT_NAMES
            span = Span(sentence.start + match.start(1), sentence.start + match.end(1))
            speaker = (match.group(1), span) if named else None
        if speaker is not None:
            name, span = speaker
            out.append(
                Speech(sentence, span, name, span, None, None, Stance.STATES, reason="statement", manner="statement")
            )
    return out


def _signed(doc: Document) -> tuple[Speech, int] | None:
    """Who signs the text at its end."""
    tail = max(0, len(doc.text) - _TAIL_CHARS)
    match = _SIGNED.search(doc.text, tail)
    if match is None:
        return None
    span = Span(match.start("name"), match.end("name"))
    name = " ".join(match.group("name").split())
    return Speech(span, span, name, span, None, None, Stance.STATES, reason="statement", manner="statement"), -1


def _author(doc: Document, voices: Voices, first: int) -> tuple[Speech, int] | None:
    """(a speech of the author, index of the sentence that names the author): the first person who acts in the head."""
    for number in range(min(_LEADS, first, len(doc.sentences))):
        for token in doc.sentence_tokens(number):
            if token.pos == "VERB" and token.dep == "ROOT":
                found = _by_subject(doc, token, voices)
                if found is not None:
                    return found, number
    return None


def _by_subject(doc: Document, verb: Token, voices: Voices, *, anyone: bool = False) -> Speech | None:
    """The verb's subject as who speaks. anyone: an office too ("The Foreign Secretary said:"), not persons only."""
    subject = next((c for c in doc.children(verb) if c.dep == "nsubj"), None)
    if subject is None or not (anyone or _is_person(doc, subject)):
        return None
    voice = voices.read(subject)
    return Speech(
        verb.span,
        verb.span,
        voice.name,
        voice.span,
        voice.affiliation,
        None,
        Stance.STATES,
        voice.key,
        reason="statement",
        manner="statement",
    )


def _is_person(doc: Document, head: Token) -> bool:
    near = [head, *doc.children(head)]
    return any(t.ent == "PERSON" for t in near)
