"""Chains of sources: "X, citing Y, said that Z", "Z, X said, quoting Y", "according to X, which cited Y".

An outlet that cites somebody only carries his words: Y speaks, and X is the outlet (codebook section 8). Anybody else
who cites a source vouches himself, and the source adds no voice of its own.
"""

from __future__ import annotations

import re
from dataclasses import replace

from truceline.domain.codes import Stance
from truceline.domain.mentions import Speech
from truceline.domain.text import Document, Span, Token
from truceline.extract.attribution_parse import make_speech
from truceline.extract.attribution_speaker import Voices, can_speak, is_outlet, is_person_noun, phrase_span
from truceline.resources.speech import Outlets

CITED = "cited"
"""The manner of a speech that waits for who cites it; none is left after ``settle_cited``."""
_PLACES = {"GPE", "LOC", "FAC", "NORP"}
_REPORT = re.compile(r"^(?:an?|the|one)?\s*(?:\w+\s+)?(?:reports?|article|story|interview)\b", re.I)
_NEAR = 3
"""Characters between the one who cites and "citing": a comma, a blank."""


def _cited_head(doc: Document, token: Token) -> Token | None:
    """Head of the phrase that "citing" or "which cited" names, or None where nobody who speaks is cited."""
    relative = token.dep == "relcl" and any(c.tag in {"WDT", "WP"} for c in doc.children(token))
    if token.tag != "VBG" and not relative:
        return None
    head = next((c for c in doc.children(token) if c.dep == "dobj"), None)
    if head is None and token.dep == "amod" and doc.head(token).i > token.i:
        head = doc.head(token)  # "police said, quoting survivors, that": the parse takes it for an adjective
    if head is None or not can_speak(head) or (head.ent in _PLACES and head.pos == "PROPN"):
        return None
    return head


def read_cited(doc: Document, token: Token, voices: Voices) -> Speech | None:
    """The speech of whoever is cited, for the sentence before settling; None where nobody is."""
    head = _cited_head(doc, token)
    if head is None:
        return None
    return make_speech(voices.read(head), doc.sentences[token.sent], token.span, Stance.STATES, None, CITED, "quote")


def settle_cited(doc: Document, speeches: list[Speech], outlets: Outlets) -> list[Speech]:
    """Each cited source's speech handed to its place in the chain.

    What an outlet tells in the sentence becomes the words of the source that it cites, with the outlet beside it. A
    source that somebody else cites is left out. One that nobody cites in so many words vouches for what goes before.
    """
    out = [s for s in speeches if s.manner != CITED]
    for cited in (s for s in speeches if s.manner == CITED):
        carrier = _carrier(doc, cited, out)
        if carrier is None:
            alone = _alone(doc, cited, outlets)
            out += [alone] if alone is not None else []
        elif carrier.outlet == carrier.speaker:
            out = [_handed(doc, s, cited, carrier) for s in out]
    return out


def _carrier(doc: Document, cited: Speech, speeches: list[Speech]) -> Speech | None:
    """Who cites: the speaker right before "citing", or of the verb of saying nearest before it, or else after it."""
    sentence = doc.sentence_at(cited.cue.start)
    beside = [s for s in speeches if doc.sentence_at(s.cue.start) == sentence and s.speaker != cited.speaker]
    adjoining = [
        s for s in beside if s.speaker_span is not None and 0 <= cited.cue.start - s.speaker_span.end <= _NEAR
    ]
    if adjoining:
        return adjoining[0]
    before = [s for s in beside if s.cue.end <= cited.cue.start and not s.content.contains(cited.cue)]
    if before:
        return max(before, key=lambda s: s.cue.end)
    opens = not any(t.pos in {"VERB", "AUX"} for t in doc.sentence_tokens(sentence) if t.end <= cited.cue.start)
    return min(beside, key=lambda s: s.cue.start, default=None) if opens else None


def _handed(doc: Document, speech: Speech, cited: Speech, carrier: Speech) -> Speech:
    """A speech of the carrier in the sentence of the chain as the cited source's own."""
    if speech.speaker != carrier.speaker or doc.sentence_at(speech.cue.start) != doc.sentence_at(cited.cue.start):
        return speech
    outlet = carrier.affiliation if carrier.affiliation and _REPORT.match(carrier.speaker) else carrier.speaker
    return replace(
        speech,
        speaker=cited.speaker,
        speaker_span=cited.speaker_span,
        affiliation=cited.affiliation,
        outlet=outlet,
        actor_key=cited.actor_key,
    )


def _alone(doc: Document, cited: Speech, outlets: Outlets) -> Speech | None:
    """The speech of a source whose citer's own verb was not read: all that goes before the one who cites."""
    first = doc.tokens_in(cited.cue)[0].i
    tokens = [t for t in doc.sentence_tokens(doc.sentence_at(cited.cue.start)) if t.i < first]
    while tokens and tokens[-1].text == ",":
        tokens.pop()
    comma = next((k for k in range(len(tokens) - 1, -1, -1) if tokens[k].text in {",", "”", '"', "''"}), None)
    if comma is None or not any(t.pos in {"VERB", "AUX"} for t in tokens[:comma]):
        return None
    name = tokens[comma + 1 :]
    if not name or any(t.pos in {"VERB", "AUX"} for t in name):
        return None
    words = " ".join(doc.text[name[0].start : name[-1].end].split())
    if not is_outlet(words, outlets):
        return None
    content = Span(tokens[0].start, tokens[comma - 1].end)
    return replace(cited, content=content, outlet=words, manner="clause")


def carries(doc: Document, agent: Token, outlets: Outlets) -> str | None:
    """Words of the one who quotes another, where that is a medium and no person or office."""
    words = " ".join(phrase_span(doc, agent).of(doc.text).split())
    person = is_person_noun(agent) or agent.ent == "PERSON" or agent.lemma in {"source", "people", "aide"}
    return None if person and not is_outlet(words, outlets) else words
