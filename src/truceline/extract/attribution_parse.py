"""What the readers of speech share: speakers, sides of a verb, quotations beside it."""

from __future__ import annotations

from collections.abc import Iterator

from truceline.domain.codes import Stance
from truceline.domain.mentions import Speech
from truceline.domain.text import Document, Quotation, Span, Token
from truceline.extract.attribution_speaker import Voice
from truceline.resources.lexicon import word_classes

SUBJECT = {"nsubj", "nsubjpass"}


_CHAIN = {"xcomp", "advcl", "pcomp"}


def make_speech(
    voice: Voice, content: Span, cue: Span, stance: Stance, outlet: str | None, manner: str, lemma: str
) -> Speech:
    """A speech of a voice; the lemma of its cue is its reason."""
    return Speech(
        content=content,
        cue=cue,
        speaker=voice.name,
        speaker_span=voice.span,
        affiliation=voice.affiliation,
        outlet=outlet or voice.outlet,
        stance=stance,
        actor_key=voice.key,
        reason=lemma,
        manner=manner,
    )


def speaker_head(doc: Document, verb: Token) -> Token | None:
    """Head of the noun phrase that speaks: the verb's subject, its own or one that it shares ("left after blaming the
    king": who left). Whom a participle blames is no speaker."""
    blames = verb.tag == "VBG" and verb.lemma in word_classes()["verbs_blame"]
    token, hops = verb, 0
    while hops < 5:
        subject = next((c for c in doc.children(token) if c.dep in SUBJECT), None)
        if subject is not None:
            if subject.tag in {"WP", "WDT"} and token.dep == "relcl":
                return doc.head(token)
            return subject
        if token.dep in {"acl", "relcl"}:
            return doc.head(token)
        under = blames and token.pos in {"ADP", "SCONJ"} and token.dep == "prep"  # "after blaming"
        if (token.dep in {"conj", *_CHAIN} or under) and doc.head(token).pos in {"VERB", "AUX", "ADP", "SCONJ"}:
            token = doc.head(token)
            hops += 1
            continue
        break
    if blames:
        return None
    # Inverted: "..., said Palestinian medics" parsed with the subject as object.
    after = [c for c in doc.children(verb) if c.i > verb.i and c.dep in {"dobj", "attr", "npadvmod", "dep", "ccomp"}]
    for child in after:
        if child.pos in {"NOUN", "PROPN", "PRON"} and child.ent not in {"DATE", "TIME"}:
            return child
    return None


def sides_of(tokens: list[Token], pivot: int) -> Iterator[Span]:
    """Spans left and right of the verb that the tokens cover."""
    left = [t for t in tokens if t.i < pivot]
    right = [t for t in tokens if t.i > pivot]
    for side in (left, right):
        if side:
            yield Span(side[0].start, side[-1].end)


def quotations_of(doc: Document, verb: Token) -> Iterator[Quotation]:
    """Quotations that a verb of saying carries: in its sentence, or running up to or on from it."""
    sentence = doc.sentences[verb.sent]
    tokens = doc.sentence_tokens(verb.sent)
    rivals = [t for t in tokens if t.i != verb.i and t.lemma in {"say", "tell", "add"} and t.pos == "VERB"]
    for quotation in doc.quotations:
        if quotation.inner.start <= verb.start < quotation.inner.end:
            continue
        touches = quotation.span.overlaps(sentence)
        just_before = 0 <= sentence.start - quotation.span.end <= 3
        just_after = 0 <= quotation.span.start - sentence.end <= 2 and doc.text[sentence.end - 1 : sentence.end] == ":"
        if not (touches or just_before or just_after):
            continue
        nearer = any(
            abs(r.start - quotation.span.start) < abs(verb.start - quotation.span.start)
            and not quotation.span.contains(r.span)
            for r in rivals
        )
        if not nearer:
            yield quotation


def agent_of(doc: Document, verb: Token) -> Token | None:
    """Head of the "by" phrase of a passive."""
    for child in doc.children(verb):
        if child.dep == "agent" or (child.dep == "prep" and child.lower == "by"):
            return next((c for c in doc.children(child) if c.dep == "pobj"), None)
    return None
