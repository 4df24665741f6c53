"""After the pass over verbs: outlets that carry others' words, names given later, quotations that go on."""

from __future__ import annotations

import re
from dataclasses import replace

from truceline.domain.mentions import Speech
from truceline.domain.text import Document, Quotation
from truceline.extract.attribution_speaker import UNNAMED, is_person_noun

_CARRYING = {"report", "quote", "carry", "broadcast", "publish", "cite"}


def hand_to_outlets(speeches: list[Speech]) -> list[Speech]:
    """An outlet that carries another's words becomes that speech's outlet instead of a second voice."""
    outer = [s for s in speeches if s.outlet == s.speaker or s.reason in _CARRYING]
    carried: set[int] = set()
    out: list[Speech] = []
    for speech in speeches:
        carrier = next(
            (
                o
                for o in outer
                if o is not speech
                and o.speaker != speech.speaker
                and o.content.contains(speech.cue)
                and speech.speaker != UNNAMED.name
                and speech.manner in {"clause", "quote"}
                and o.manner in {"clause", "according"}
            ),
            None,
        )
        if carrier is not None:
            carried.add(id(carrier))
            speech = replace(speech, outlet=speech.outlet or carrier.speaker)
        out.append(speech)
    kept = []
    for original, speech in zip(speeches, out, strict=True):
        # An outlet whose own content holds more than the inner speech still vouches for the rest.
        if id(original) in carried:
            continue
        kept.append(speech)
    return kept


def name_later(doc: Document, speeches: list[Speech]) -> list[Speech]:
    """As in "A spokesman said ... Derek Chappell said": one voice, where the name comes with no other introduction."""
    ordered = sorted(speeches, key=lambda s: s.cue.start)
    names: dict[str, tuple[str, str | None]] = {}
    for i, one in enumerate(ordered):
        if one.speaker_span is None or one.speaker.lower() in names or not _may_be_named_later(doc, one):
            continue
        for two in ordered[i + 1 : i + 6]:
            if doc.sentence_at(two.cue.start) - doc.sentence_at(one.cue.start) > 3:
                break
            if two.speaker != one.speaker and _names(doc, one, two):
                names[one.speaker.lower()] = (two.speaker, two.affiliation or one.affiliation)
                break
    return [
        replace(s, speaker=names[s.speaker.lower()][0], affiliation=names[s.speaker.lower()][1] or s.affiliation)
        if s.speaker.lower() in names
        else replace(s, affiliation=next((a for n, a in names.values() if n == s.speaker and a), s.affiliation))
        for s in speeches
    ]


def _may_be_named_later(doc: Document, speech: Speech) -> bool:
    """True for one person by his office or part, without a name ("a spokesman", "the governor of X")."""
    assert speech.speaker_span is not None
    head = doc.syntactic_head(speech.speaker_span)
    return (
        head is not None
        and head.tag == "NN"
        and is_person_noun(head)
        and not any(t.ent == "PERSON" for t in doc.tokens_in(speech.speaker_span))
    )


def _names(doc: Document, one: Speech, two: Speech) -> bool:
    """True when the second speaker is a name new since the first speech, with no other office beside it."""
    if one.speaker_span is None or two.speaker_span is None:
        return False
    words = doc.tokens_in(two.speaker_span)
    if not any(t.ent == "PERSON" for t in words):
        return False
    head = doc.syntactic_head(one.speaker_span)
    titles = {t.lemma.lower() for t in words if t.pos in {"NOUN", "PROPN"} and t.ent != "PERSON"}
    titles -= {"mr", "mr.", "mrs", "mrs.", "dr", "dr."}
    near = {t.lemma.lower() for w in words for t in doc.children(w) if t.pos in {"NOUN", "PROPN"} and t.ent != "PERSON"}
    bodies = [set(re.findall(r"\w{3,}", (x.affiliation or "").lower())) for x in (one, two)]
    if all(bodies) and not bodies[0] & bodies[1]:
        return False
    fresh = doc.text.find(two.speaker.split()[-1]) >= one.cue.start
    return fresh and head is not None and (not (titles | near) or head.lemma.lower() in titles | near)


def continue_quotations(doc: Document, speeches: list[Speech]) -> list[Speech]:
    """Quotations without a verb of saying of their own go on with the speech before them."""
    taken = [s.content for s in speeches if s.manner == "quote"]
    found: list[Speech] = []
    for quotation in doc.quotations:
        if len(quotation.inner) < 25 or any(c.overlaps(quotation.inner) for c in taken):
            continue
        if not _is_whole(doc, quotation):
            continue
        paragraph = doc.paragraph_at(quotation.span.start)
        before = [
            s
            for s in (*speeches, *found)
            if s.cue.end <= quotation.span.start and paragraph - doc.paragraph_at(s.cue.start) <= 2
        ]
        if not before:
            continue
        last = max(before, key=lambda s: s.cue.start)
        found.append(replace(last, content=quotation.inner, manner="continued"))
    return found


def _is_whole(doc: Document, quotation: Quotation) -> bool:
    """True for a quotation that is a sentence of its own, not a few words in somebody else's."""
    sentence = doc.sentences[doc.sentence_at(quotation.inner.start)]
    return quotation.span.start <= sentence.start + 2
