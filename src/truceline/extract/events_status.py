"""Whether a mention tells of something that happened: status and aggregate, from tense, modals, negation and years."""

from __future__ import annotations

import re
from collections.abc import Iterator

from truceline.domain.codes import EventType, Status
from truceline.domain.text import Document, Token
from truceline.extract import events_parse as parse

_SPEECH = frozenset(
    {EventType.AGREE, EventType.REQUEST, EventType.ACCUSE, EventType.REJECT, EventType.THREATEN, EventType.SUPPORT,
     EventType.CONCEDE}
)
_FUTURE_GOVERNORS = frozenset(
    "plan intend prepare expect schedule aim agree promise pledge vow decide order announce set due propose want seek "
    "offer hope threaten ready about poise arrange commit".split()
)
_FUTURE_ADJECTIVES = frozenset("upcoming forthcoming planned scheduled future imminent expected proposed next".split())
_MAYBE_ADJECTIVES = frozenset("possible potential likely hypothetical any would-be feared".split())
_MAYBE_MODALS = frozenset("could may might can would should".split())
_PREVENTED = frozenset("prevent avoid avert stop deter foil thwart".split())
_YEAR = re.compile(r"\b(1[5-9]\d\d|20\d\d)\b")
_AGO = re.compile(r"\b(\w+)\s+(?:years?|decades?)\s+ago\b|\bdecades?\s+ago\b|\bcenturies\b", re.I)
_SMALL = {"one": 1, "a": 1, "an": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8}
_COUNTED = frozenset(
    "several numerous many series spate wave string repeated hundreds dozens scores thousands number frequent almost "
    "daily near-daily continued sporadic recent various multiple some more".split()
)


def read_status(doc: Document, trigger: Token, event_type: EventType) -> tuple[Status, str]:
    """Status of an event named by a token, with the reason.

    A speech act that a modal only softens ("would like to ask") stays actual: codebook section 8.
    """
    reason = _historical(doc, trigger)
    if reason:
        return Status.HISTORICAL, reason
    for token, clause in _governing(doc, trigger):
        status, reason = _of_clause(doc, token, trigger, event_type, nested=clause)
        if status is not Status.ACTUAL:
            return status, reason
    return Status.ACTUAL, "told as a fact"


def _governing(doc: Document, trigger: Token) -> Iterator[tuple[Token, bool]]:
    """The trigger, then the verbs whose reality it shares: light verbs, control verbs, coordinated verbs."""
    yield trigger, False
    token, steps = trigger, 0
    while token.head != token.i and steps < 4:
        head = doc.head(token)
        steps += 1
        if token.dep in ("dobj", "nsubjpass", "nsubj", "attr", "compound", "conj") and trigger.pos in ("NOUN", "PROPN"):
            if token.dep == "conj" and parse.is_verb(token):
                return
            yield head, True
            if parse.is_clause_head(head):
                return
        elif token.dep == "xcomp" or (token.dep == "acl" and token.tag == "VB"):
            yield head, True
        else:
            return
        token = head


def _of_clause(
    doc: Document, token: Token, trigger: Token, event_type: EventType, *, nested: bool
) -> tuple[Status, str]:
    helpers = parse.helpers(doc, token)
    words = {h.lower for h in helpers}
    perfect = "have" in words
    if token.pos in ("NOUN", "PROPN"):
        adjectives = {m.lower for m in parse.modifiers(doc, token)}
        if adjectives & _FUTURE_ADJECTIVES and token is trigger:
            return Status.FUTURE, "called planned or coming"
        if adjectives & _MAYBE_ADJECTIVES and token is trigger and event_type is EventType.ASSAULT:
            return Status.HYPOTHETICAL, "called possible"
        if any(c.dep == "det" and c.lower == "no" for c in doc.children(token)) and event_type not in _SPEECH:
            return Status.NEGATED, "said not to have been"
        return Status.ACTUAL, ""
    if words & {"will", "'ll", "’ll", "shall"} and not perfect:
        return Status.FUTURE, "future tense"
    if "would" in words and not perfect and _reported(doc, token):
        return Status.FUTURE, "future in reported speech"
    if words & {"could", "may", "might"} or ("would" in words and _has_if(doc, token)):
        return Status.HYPOTHETICAL, "could, may or would"
    if _in_if(doc, token):
        return Status.HYPOTHETICAL, "in an if-clause"
    if parse.is_negated(doc, token) and event_type is not EventType.REJECT and not nested:
        return Status.NEGATED, "negated"
    if nested and token.lemma in _PREVENTED:
        return Status.NEGATED, f"kept from happening ({token.lemma})"
    if nested and token.lemma in _FUTURE_GOVERNORS and event_type not in _SPEECH and trigger.tag in ("VB", "NN", "NNS"):
        if trigger.tag == "VB" or token.lemma in ("plan", "schedule", "prepare", "expect", "intend"):
            return Status.FUTURE, f"something one means to do ({token.lemma})"
    return Status.ACTUAL, ""


def _reported(doc: Document, verb: Token) -> bool:
    """True under a verb of saying or deciding: "said it would withdraw"."""
    if verb.dep in ("ccomp", "conj", "relcl", "advcl"):
        return True
    return any(t.dep == "ccomp" for t in doc.ancestors(verb)) or verb.dep == "ROOT"


def _has_if(doc: Document, verb: Token) -> bool:
    return any(
        c.dep == "advcl" and any(g.lower in ("if", "unless") for g in doc.children(c)) for c in doc.children(verb)
    )


def _in_if(doc: Document, verb: Token) -> bool:
    return verb.dep in ("advcl", "conj") and any(
        g.lower in ("if", "unless", "should") and g.dep in ("mark", "advmod") for g in doc.children(verb)
    )


def _historical(doc: Document, trigger: Token) -> str:
    """The words that put the trigger more than a year before the report, or an empty string."""
    year_of_report = doc.report.date.year
    best: tuple[int, str, bool] | None = None
    span = doc.sentences[trigger.sent]
    text = span.of(doc.text)
    for match in _YEAR.finditer(text):
        year = int(match.group())
        at = span.start + match.start()
        distance = abs(at - trigger.start)
        if best is None or distance < best[0]:
            best = (distance, match.group(), year < year_of_report - 1)
    for match in _AGO.finditer(text):
        number = (match.group(1) or "many").lower()
        if number in ("one", "a", "an", "1"):
            continue
        distance = abs(span.start + match.start() - trigger.start)
        if best is None or distance < best[0]:
            best = (distance, match.group(), True)
    if best and best[2] and best[0] < 80:
        since = text.lower().find("since " + best[1].lower())
        if since >= 0:
            return ""
        return f"more than a year before the report ({best[1]})"
    return ""


def read_aggregate(doc: Document, trigger: Token) -> bool:
    """True for a count over many occurrences: "a number of attacks", "near-daily shelling"."""
    if trigger.pos in ("NOUN", "PROPN"):
        words = {m.lower for m in parse.modifiers(doc, trigger)} | {m.lemma.lower() for m in parse.modifiers(doc, trigger)}
        head = doc.head(trigger)
        if head.lower == "of":
            words.add(doc.head(head).lower)
        plural = trigger.tag in ("NNS", "NNPS")
        if words & _COUNTED and (plural or words & {"series", "spate", "wave", "string", "continued", "daily"}):
            return True
        if plural and any(m.dep == "nummod" and m.lower not in ("two", "three", "2", "3") for m in parse.modifiers(doc, trigger)):
            return True
        return plural and trigger.dep in ("pobj", "nsubj", "dobj") and not any(
            c.dep == "det" and c.lower in ("the", "these", "those") for c in doc.children(trigger)
        )
    return any(c.lower in ("repeatedly", "often", "regularly", "frequently", "routinely", "daily") for c in doc.children(trigger))
