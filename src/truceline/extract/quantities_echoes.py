"""Counts that another count tells: "21 were killed and as many wounded", "the engineers" after "three engineers"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from truceline.domain.codes import HarmKind
from truceline.domain.mentions import HarmMention
from truceline.domain.text import Document, Token
from truceline.extract.quantities_figures import Count
from truceline.extract.quantities_lists import SUBJECT
from truceline.extract.quantities_numbers import is_number, read_count
from truceline.extract.quantities_people import count_victims, make_mention
from truceline.extract.quantities_states import STATES
from truceline.resources.harm import Numbers

_TIMES = {"twice": 2, "double": 2, "thrice": 3, "half": 0.5}
_BETWEEN = {"others", "more", "people", "were", "was", "other", "again", "been", "have", "had", "left", "reported"}
_THE_SAME = {"same", "equal", "similar", "like"}
_POINTS = {"the", "these", "those", "their", "all"}
_AMONG = {
    "dead": HarmKind.KILLED, "killed": HarmKind.KILLED, "wounded": HarmKind.INJURED, "injured": HarmKind.INJURED,
    "hurt": HarmKind.INJURED, "arrested": HarmKind.CAPTURED, "detained": HarmKind.CAPTURED,
    "missing": HarmKind.MISSING,
}  # fmt: skip
PART = "a part in "
"""How the reason of a count begins that a sum tells of one deed: it belongs to that deed or to none."""
_WHOLE = {"them", "whom"}
_NEAR = 7
"""Tokens after "eight of them" in which the deed is named."""
AMONG = "among the "
"""How the reason of a count begins that tells only some of those harmed."""
_BACK = 400
"""Tokens before "the engineers" in which they may be counted."""


def with_echoes(doc: Document, found: list[HarmMention], numbers: Numbers) -> list[HarmMention]:
    """The harms, with those whose number is told by another: "as many wounded", "the engineers" counted before."""
    counted = [_counted_before(doc, harm, numbers) for harm in found]
    more = [h for t in doc.tokens if t.lower in STATES for h in _as_many(doc, t, counted)]
    more.extend(h for t in doc.tokens if t.lower in _AMONG for h in _among(doc, t, numbers))
    more.extend(h for t in doc.tokens if t.pos == "NUM" for h in _part(doc, t, counted, numbers))
    taken = {h.trigger.start for h in more}
    kept = [h for h in counted if h.trigger.start not in taken]
    return sorted([*kept, *more], key=lambda h: h.trigger.start)


def _as_many(doc: Document, token: Token, found: list[HarmMention]) -> Iterator[HarmMention]:
    """As in "as many wounded", "twice as many were hurt", "the same number injured"."""
    i = token.i - 1
    while i > 0 and doc.tokens[i].lower in _BETWEEN:
        i -= 1
    if i < 2 or doc.tokens[i].sent != token.sent:
        return
    times: float = 1
    if doc.tokens[i].lower == "many" and doc.tokens[i - 1].lower == "as":
        times = _TIMES.get(doc.tokens[i - 2].lower, 1)
    elif not (doc.tokens[i].lower == "number" and doc.tokens[i - 1].lower in _THE_SAME):
        return
    kind = STATES[token.lower]
    before = [
        h
        for h in found
        if h.kind is not kind
        and doc.sentence_at(h.trigger.start) == token.sent
        and h.trigger.start < token.start
        and h.minimum
    ]
    if before:
        low, high = before[-1].minimum, before[-1].maximum
        count = Count(round((low or 0) * times), None if high is None else round(high * times))
        yield make_mention(kind, count, token.text, token.span, token.span, f"as many as {before[-1].whom}")


def _among(doc: Document, token: Token, numbers: Numbers) -> Iterator[HarmMention]:
    """As in "two boatmen and a girl were among the wounded": some of a number that may not be told."""
    prep = doc.head(token)
    verb = doc.head(prep)
    if token.dep != "pobj" or prep.lower != "among" or verb.lemma != "be":
        return
    subject = next((c for c in doc.children(verb) if c.dep in SUBJECT or c.dep == "attr"), None)
    found = count_victims(doc, subject, numbers, people=True) if subject is not None else None
    if found is not None:
        count = Count(found.count.minimum, None, stated=False)
        reason = f"{AMONG}{token.lower}"
        yield make_mention(_AMONG[token.lower], count, found.words, found.span, token.span, reason)


def _part(doc: Document, token: Token, found: list[HarmMention], numbers: Numbers) -> Iterator[HarmMention]:
    """As in "have killed 19 men since May, eight of them in an ambush", which is the toll of the ambush."""
    after = [t for t in doc.tokens[token.i + 1 : token.i + _NEAR] if t.sent == token.sent]
    words = [t.lower for t in after]
    if not (words[:1] == ["more"] or (words[:1] == ["of"] and _WHOLE & {*words[1:2]})):
        return
    prep = next((t for t in after if t.lower in {"in", "during"}), None)
    between = [t for t in after if prep is not None and t.i < prep.i]
    deed = next((c for c in doc.children(prep) if c.dep == "pobj"), None) if prep is not None else None
    if deed is None or deed.pos != "NOUN" or any(t.pos in {"VERB", "AUX"} for t in between):
        return
    sums = [h for h in found if doc.sentence_at(h.trigger.start) == token.sent and h.trigger.start < token.start]
    count = read_count(doc, token, numbers)
    whole = (sums[0] if words[0] == "more" else sums[-1]) if sums else None
    if whole is not None and count is not None and count.stated and whole.kind in {HarmKind.KILLED, HarmKind.INJURED}:
        yield make_mention(whole.kind, count, token.text, token.span, deed.span, f"{PART}{deed.text}")


def _counted_before(doc: Document, harm: HarmMention, numbers: Numbers) -> HarmMention:
    """The harm with the number that its people had before: "three road engineers ... captured the engineers"."""
    plural = harm.minimum == 1 and harm.maximum is None and harm.score < 1.0 and harm.whom_span is not None
    if not plural or harm.whom_span is None or harm.kind not in _TAKEN_UP:
        return harm
    words = [t for t in doc.tokens if harm.whom_span.start <= t.start < harm.whom_span.end]
    if not words or words[0].lower not in _POINTS or words[-1].tag != "NNS" or len(words) > 2:
        return harm
    noun = words[-1]
    counts = set()
    for token in doc.tokens[max(noun.i - _BACK, 0) : noun.i]:
        if token.lemma == noun.lemma and token.tag == "NNS":
            own = any(is_number(c, numbers) and c.i < token.i for c in doc.children(token))
            count = read_count(doc, token, numbers) if own else None
            if count is not None and count.stated and count.minimum:
                counts.add((count.minimum, count.maximum))
    if len(counts) != 1:
        return harm
    low, high = counts.pop()
    return replace(harm, minimum=low, maximum=high, score=0.9, reason=f"{harm.reason}, counted before")


_TAKEN_UP = {HarmKind.CAPTURED, HarmKind.KILLED, HarmKind.INJURED, HarmKind.DISPLACED, HarmKind.MISSING}
