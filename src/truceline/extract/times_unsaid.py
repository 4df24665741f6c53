"""The year of a day or month that is named without one: by tense, nearness, and the story that is being told."""

from __future__ import annotations

import re
from datetime import date

from truceline.domain.text import Span
from truceline.extract import times_calendar as cal
from truceline.extract.times_match import Match
from truceline.extract.times_tense import FUTURE, NAMES_DEED, PAST

SOON_DAYS, SOON_MONTH_DAYS = 60, 62
"""A day or month without a year that comes this soon after the report is the coming one even beside a past tense
("extended to Nov. 16"): news adds a year, or "last", to one that is ten months gone.
Set on half of TimeBank and AQUAINT."""

AWAITED_DAYS = 100
"""The same where the date belongs to what a thing came before ("before the handover in July"), and for a date that
would otherwise take its year from an older story."""

_BEFORE, _AFTER = frozenset(("before", "pending", "until", "till")), frozenset(("after", "following"))
_SINCE = re.compile(r"\bsince (?:(?:a|an|the|its|their|his|her|last|failed|early|late|mid) ){0,3}$")
_ARRANGING = frozenset(
    "agree announce ask call choose expect fix give invite name order plan propose rule schedule set summon urge be "
    "have say tell want need hope vow pledge promise decide confirm".split()
)
"""Verbs in whose past tense a day still to come is fixed or spoken of."""
_MOVED = frozenset("extend postpone delay move".split())
"""Participles that put a date ahead as those of what is planned do."""


def near_year(m: Match, month: int, day: int | None) -> tuple[int, str]:
    """The year of a month or day that is named without one: tense decides, else the nearest."""
    anchor = m.ctx.anchor
    since = bool(_SINCE.search(m.ctx.doc.text[: m.span.start][-32:].lower()))
    where, why = (PAST, "after 'since'") if since else m.tense()
    this = cal.safe_date(anchor.year, month, day or 1) or date(anchor.year, month, 28)
    end = this if day else cal.last_of_month(anchor.year, month)
    ahead = (this - anchor).days
    limit = AWAITED_DAYS if _hangs_under(m, _BEFORE) else SOON_DAYS if day else SOON_MONTH_DAYS
    soon = not since and 0 < ahead <= limit and not _happened_in(m) and not why.startswith(NAMES_DEED)
    if where == PAST and not soon and ahead + 365 > (SOON_DAYS if day else 0):
        year = anchor.year if this <= anchor else anchor.year - 1
        return year, f"last before the report ({why})"
    if where == FUTURE:
        year = anchor.year if end >= anchor else anchor.year + 1
        if (anchor - end).days > 0 and (anchor - end).days < 100:
            year = anchor.year
        return year, f"next after the report ({why})"
    best = min(
        (anchor.year - 1, anchor.year, anchor.year + 1),
        key=lambda y: abs(((cal.safe_date(y, month, day or 15) or date(y, month, 28)) - anchor).days),
    )
    return best, "nearest to the report (no tense)"


def _happened_in(m: Match) -> bool:
    """Whether the words hang straight on a deed of the past ("was deposed in June", "held in June", "took effect on
    June 3")."""
    head = m.ctx.doc.syntactic_head(m.span)
    if head is None or head.dep != "pobj":
        return False
    governor = m.ctx.doc.head(head)
    if governor.lower not in ("in", "on", "during"):
        return False
    verb = m.ctx.doc.head(governor)
    if verb.dep == "conj" and verb.i:
        verb = m.ctx.doc.head(verb) if m.ctx.doc.head(verb).pos == "VERB" else verb
    aux = {t.lower for t in m.ctx.doc.children(verb) if t.dep in ("aux", "auxpass")}
    happened = bool(aux & {"was", "were"}) or (verb.dep == "acl" and not aux)
    arranged = m.ctx.grammar.tense.future_participles | _MOVED
    if verb.tag == "VBD" and m.ctx.doc.head(governor) is verb:
        return verb.lemma.lower() not in arranged | _ARRANGING
    return verb.tag == "VBN" and happened and verb.lemma.lower() not in arranged


def _hangs_under(m: Match, words: frozenset[str]) -> bool:
    """Whether the date is of a noun under one of the words: "before the handover in July", "pending talks in July"."""
    doc = m.ctx.doc
    time = doc.syntactic_head(m.span)
    if time is None:
        return False
    noun = doc.head(time)
    noun = doc.head(noun) if noun.lower in ("in", "on") else noun
    if noun.lower in words and noun.pos == "VERB":
        return True
    if noun.pos not in ("NOUN", "PROPN"):
        return False
    return doc.head(noun).lower in words or any(t.lower in words for t in doc.children(noun) if t.dep == "amod")


def _is_near(m: Match, month: int, day: int) -> bool:
    """Whether the day comes round within AWAITED_DAYS of the report."""
    anchor = m.ctx.anchor
    rounds = (cal.safe_date(year, month, day) for year in (anchor.year, anchor.year + 1))
    return any(there is not None and 0 < (there - anchor).days <= AWAITED_DAYS for there in rounds)


FRESH_DAYS = 30
"""A day of the month that lies so shortly behind the report is news, whatever older day stands before it."""


def _is_fresh(m: Match, month: int, day: int) -> bool:
    """Whether the words name a day of the month that lies at most FRESH_DAYS behind the report."""
    there = cal.safe_date(m.ctx.anchor.year, month, day)
    return m.get("day") is not None and there is not None and 0 <= (m.ctx.anchor - there).days <= FRESH_DAYS


def _tells_when(m: Match, span: Span) -> bool:
    """Whether a date says when something was done; False where it only says which thing is meant ("the accord of
    November 1994", "the August 1988 truce"), from which no story goes on."""
    head = m.ctx.doc.syntactic_head(span)
    if head is None:
        return True
    over = m.ctx.doc.head(head)
    if head.dep == "pobj" and over.lower in ("of", "before"):
        return False
    return not (head.dep in ("compound", "nmod", "amod", "nummod", "poss") and over.pos in ("NOUN", "PROPN"))


def story_year(m: Match, month: int, day: int = 1) -> int | None:
    """The year of the story being told: the last mention with another year than the report's, in this sentence
    or the one before, when the tense here is past."""
    back = m.ctx.back_to(before=m.span.start)
    if back is None or back[1].days is None:
        return None
    span, found = back
    assert found.days is not None
    here, there = m.ctx.doc.sentence_at(m.span.start), m.ctx.doc.sentence_at(span.start)
    if here - there > 1 or found.unit in (cal.DECADE, cal.CENTURY) or found.days[0].year == m.ctx.anchor.year:
        return None
    if (m.ctx.anchor - found.days[1]).days < 200 or m.tense()[0] != PAST:
        return None
    if _is_fresh(m, month, day) or not _tells_when(m, span):
        return None
    if _is_near(m, month, day) and not _happened_in(m) and not _hangs_under(m, _AFTER):
        return None
    if found.unit == cal.YEAR:
        lead = m.ctx.doc.text[m.ctx.doc.sentences[there].start : span.start] if m.ctx.doc.sentences else "-"
        if here == there or lead.strip().lower() not in ("in", "during") or found.type == "DURATION":
            return None
    elif found.unit not in (cal.DAY, cal.MONTH) or found.reason.startswith("feast"):
        return None
    elif month < found.days[0].month:
        return None  # a story goes forward: "in July 1995 ... But in January"
    return found.days[0].year
