"""What all events of a report share for their dates: its dated expressions, the day it tells of, tense and clauses."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from truceline.domain.mentions import TimeMention
from truceline.domain.text import Document, Token
from truceline.extract.dating_issued import find_issuers

_HEADLINE = 40
"""A first sentence shorter than this, in characters, is taken as a headline."""
_NEWS_DAYS = 3
"""A day so long before the report may be the one it tells of; of older ones 2 in 38 were."""
_CLAUSE = frozenset(("ROOT", "ccomp", "xcomp", "advcl", "relcl", "acl", "conj", "csubj", "pcomp", "parataxis", "dep"))


@dataclass(frozen=True, slots=True)
class Story:
    """What is common to all events of a report: its dated expressions, the day its lead tells of."""

    doc: Document
    anchor: date
    times: tuple[TimeMention, ...]
    """Those with days."""
    sentence: tuple[int, ...]
    """Sentence of each time."""
    counted: tuple[TimeMention, ...]
    """Durations, which may count from or to an event ("three days after")."""
    day: TimeMention | None
    """The expression that dates the lead, or None."""
    days_told: int
    """How many different single days the report names."""
    statement: bool
    """True for a statement by a government or body in its own voice ("We condemn ...")."""
    issuers: frozenset[str] = frozenset()
    """Who speaks for itself in the third person ("The Mission regrets ..."), by nouns in small letters."""


def tell_story(doc: Document, times: Sequence[TimeMention], anchor: date) -> Story:
    """Gather what all events of one report share."""
    told = [
        t
        for t in times
        if t.first_day is not None and t.type != "SET" and t.value != "PRESENT_REF" and not _names_law(doc, t)
    ]
    dated = tuple(t for n, t in enumerate(told) if not n or not _ends_range(doc, told[n - 1], t))
    sentence = tuple(doc.sentence_at(t.span.start) for t in dated)
    near = [
        (t, s)
        for t, s in zip(dated, sentence, strict=True)
        if t.first_day == t.last_day
        and t.first_day is not None
        and -_NEWS_DAYS <= (t.first_day - anchor).days <= 0
        and t.type != "DURATION"
        and not (doc.dateline is not None and t.span.start < doc.dateline.end)
    ]
    day = next((t for t, s in near if s <= lead_end(doc)), None)
    if day is not None and _aside(doc, day, anchor):
        day = next((t for t, _ in near if not _aside(doc, t, anchor)), day)
    if day is None and near:
        often = Counter(t.first_day for t, _ in near).most_common(1)[0][0]
        day = next(t for t, _ in near if t.first_day == often)
    days_told = len({t.first_day for t in dated if t.first_day == t.last_day})
    statement = _is_statement(doc)
    if statement and day is not None and day.first_day != anchor:
        day = None
    counted = tuple(t for t in times if t.type == "DURATION")
    return Story(doc, anchor, dated, sentence, counted, day, days_told, statement, find_issuers(doc))


def _names_law(doc: Document, time: TimeMention) -> bool:
    """Whether a year is part of a law's name: "the Special Powers Act of 1974", "the 1994 constitution"."""
    if re.fullmatch(r"\d{4}", time.text) and _ITS_LAW.match(doc.text, time.span.end):
        return True
    return _LAW.search(doc.text[max(0, time.span.start - 18) : time.span.start]) is not None


_ITS_LAW = re.compile(r" (?:[\w-]+ ){0,2}(?:constitution|law|act|charter|statute|ordinance)\b", re.IGNORECASE)
_LAW = re.compile(r"\b(?:Act|Law|Code|Ordinance|Constitution|Convention)(?:,? of(?: the year)?| \(?)? ?$")


def _aside(doc: Document, time: TimeMention, anchor: date) -> bool:
    """Whether a day is told in passing: "the council, which was sworn in yesterday", "a truce signed on Friday"."""
    token = doc.syntactic_head(time.span)
    verb = clause_head(doc, token) if token is not None else None
    if verb is None:
        return False
    return verb.dep == "relcl" or (verb.dep == "acl" and verb.tag == "VBN" and time.first_day != anchor)


def _ends_range(doc: Document, first: TimeMention, last: TimeMention) -> bool:
    """True for "January 20" of "from November 20 to January 20", which the first expression holds already."""
    between = doc.text[first.span.end : last.span.start].split()
    return (
        first.first_day != first.last_day
        and first.last_day == last.last_day
        and len(between) == 1
        and between[0].lower() in ("to", "until", "till", "through", "and", "-", "–")
    )


def _is_statement(doc: Document) -> bool:
    """Whether the report speaks in the first person outside quotation marks, or opens with "X said:" and his words."""
    if any(doc.text[p.start : p.end].rstrip().endswith("said:") for p in doc.paragraphs):
        return True
    first = [
        t
        for t in doc.tokens
        if t.lower in ("we", "our", "i") and t.pos in ("PRON", "DET") and not doc.in_quotation(t.start)
    ]
    return len(first) >= 2 and len(first) * 150 > len(doc.tokens)


def lead_end(doc: Document) -> int:
    """Index of the last sentence of the lead: the first two after a headline."""
    return next((i for i, s in enumerate(doc.sentences) if len(s) >= _HEADLINE), 0) + 1


def clause_head(doc: Document, token: Token) -> Token:
    """The verb (or root) of the clause that the token stands in."""
    current = token
    for up in (token, *doc.ancestors(token)):
        current = up
        if up.pos in ("VERB", "AUX") and up.dep in _CLAUSE:
            return up
    return current


def tense_of(doc: Document, verb: Token) -> str:
    """past, pluperfect, perfect, present, future, modal, infinitive, part (a bare participle) or none."""
    aux = {t.lower for t in doc.children(verb) if t.dep in ("aux", "auxpass")}
    if aux & {"will", "'ll", "’ll", "shall", "wo"}:
        return "future"
    if aux & {"would", "could", "may", "might", "should", "can", "must", "ca"}:
        return "modal"
    if aux & {"has", "have", "'ve", "’ve"}:
        return "perfect"
    if "had" in aux or "'d" in aux:
        return "pluperfect"
    if verb.tag == "VBD" or aux & {"was", "were", "did", "been"}:
        return "past"
    if verb.tag in ("VBZ", "VBP") or aux & {"is", "are", "'s", "'re", "do", "does"}:
        return "present"
    if "to" in aux:
        return "infinitive"
    return "part" if verb.tag in ("VBN", "VBG") else "none"
