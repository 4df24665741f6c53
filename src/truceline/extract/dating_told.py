"""What the telling of an event says of its day: a day ahead beside a past tense, an anniversary, talks before words."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

from truceline.domain.codes import Status
from truceline.domain.mentions import EventMention, TimeMention
from truceline.domain.text import Document, Token
from truceline.extract.dating_story import clause_head, tense_of
from truceline.resources.lexicon import word_classes
from truceline.resources.times import load_times

_INFERRED = re.compile(r"^(?:weekday: (?:next|the one after)|\w+: (?:next after|nearest to) the report)")
"""Reasons of times_days.py and times_unsaid.py where the words leave the week or the year open."""
_ARRANGING = frozenset(
    "schedule plan expect set due announce invite call postpone delay fix propose order agree decide ask tell want "
    "intend prepare".split()
)
"""Verbs in whose past tense a day still to come is spoken of."""


def as_told(
    doc: Document, head: Token | None, mention: EventMention, time: TimeMention, anchor: date, *, speech: bool
) -> tuple[TimeMention, dict[str, float]] | None:
    """The time as the telling of a mention means it, with features that say why; None where it can be no day of it: a
    deed told as done is of no day ahead that another clause names ("were arrested; the trial opens on Monday").

    head: the trigger's head; time: one of the mention's sentence; speech: whether the mention is an act in words.
    """
    if (day := _anniversary(doc, head, time)) is not None:
        return day, {"anniversary": 1.0}
    if head is None or time.first_day is None or time.first_day <= anchor or not _told_past(doc, head, mention):
        return time, {}
    if not _governs(doc, head, time):
        return (time, {}) if speech else None
    if time.until and not speech:
        return time, {}
    if not _is_inferred(time):
        return None if time.type == "TIME" and not speech else (time, {"ahead&told_past": 1.0})
    moved = None if speech else _moved_back(time)
    return (moved, {"moved_back": 1.0}) if moved is not None else None


def is_of_what_is_said_of(
    doc: Document, head: Token | None, verb: Token | None, time: TimeMention, anchor: date
) -> bool:
    """Whether a day behind is of what words spoken in the present tense are about: "welcomes the decree of 18 October",
    "condemns the attempt yesterday". Of 5 such that we dated so in reports of our own none was. The day on which
    somebody is told so is another: "are ending the truce, a member said on Tuesday"."""
    if head is None or verb is None or head.i != verb.i or time.last_day is None or time.last_day >= anchor:
        return False
    if time.since or time.span.start < head.start or doc.in_quotation(head.start) is not None:
        return False
    return tense_of(doc, verb) == "present" and _governs(doc, verb, time)


def commented_in(doc: Document, head: Token | None) -> Token | None:
    """The verb of comment whose object a deed is, where the deed is known and no news: "condemned the bombing"; else
    None.

    A day beside that verb is of the comment: of 7 such deeds in annotated reports that we gave it none had it.
    """
    if head is None or head.pos not in ("NOUN", "PROPN") or any(c.lower in ("a", "an") for c in doc.children(head)):
        return None
    token = head
    for _ in range(_MOST_STEPS):
        above = doc.head(token)
        if above.pos == "VERB":
            said = above.lemma.lower() in _COMMENTING and token.dep in ("dobj", "prep", "nsubjpass")
            return above if said and tense_of(doc, above) == "past" else None
        if above.i == token.i or above.pos not in ("ADP", "NOUN"):
            return None
        token = above
    return None


_MOST_STEPS = 4
_COMMENTING = frozenset(
    "condemn denounce deplore mourn criticize criticise slam decry discuss regret lament commemorate blast".split()
)


def is_of_the_comment(doc: Document, head: Token, verb: Token, time: TimeMention, anchor: date) -> bool:
    """Whether the report's own day or the one before is of the comment on a deed and not of the deed: "on Thursday
    condemned the bombing of the market", "condemned the bombing of the market on Thursday", not "Thursday's bombing".
    """
    token = doc.syntactic_head(time.span)
    if token is None or time.first_day is None or time.first_day != time.last_day:
        return False
    if not 0 <= (anchor - time.first_day).days <= 1:
        return False
    if token.i + 1 == verb.i:
        return True  # "Rohan Saturday condemned"
    for above in (token, *doc.ancestors(token)):
        if above.i == verb.i:
            return True
        if above.dep in ("poss", "compound", "amod", "nmod", "relcl", "acl"):
            return False
        if above.i == head.i:
            return time.span.start > head.start
    return False


def is_told_done(doc: Document, head: Token | None) -> bool:
    """Whether a trigger says in the past tense what was done ("marched", "was shelled", "has met"), or names what lay
    before it ("a curfew after the clashes", "will investigate the killing")."""
    if head is None or head.lemma.lower() in _ARRANGING:
        return False
    if head.pos in ("NOUN", "PROPN"):
        over = doc.head(head)
        if head.dep in ("dobj", "nsubjpass") and over.lemma in word_classes()["presupposing"]:
            return True
        before = head.dep in ("pobj", "pcomp") and over.lower in _LAID_BEFORE
        return before and tense_of(doc, clause_head(doc, over)) in ("past", "perfect", "pluperfect")
    aux = {t.lower for t in doc.children(head) if t.dep in ("aux", "auxpass")}
    done = bool(aux & _DONE) and not aux & _OPEN
    return head.tag == "VBD" or (head.tag == "VBN" and done)


_LAID_BEFORE = frozenset("after following amid during".split())
_DONE = frozenset("was were has have had".split())
_OPEN = frozenset("to may might could would will".split())


def _told_past(doc: Document, head: Token, mention: EventMention) -> bool:
    """Whether a mention is of something that is told as done."""
    return mention.status in (Status.ACTUAL, Status.HISTORICAL) and is_told_done(doc, head)


def _governs(doc: Document, head: Token, time: TimeMention) -> bool:
    """Whether the time stands in the trigger's own clause."""
    token = doc.syntactic_head(time.span)
    return token is not None and token.dep != "conj" and clause_head(doc, token).i == head.i


def _is_inferred(time: TimeMention) -> bool:
    """Whether the words of a day or month leave its week or year open, and our reading put it ahead."""
    return _INFERRED.match(time.reason) is not None


def _moved_back(time: TimeMention) -> TimeMention | None:
    """The time a week (weekday) or a year (day or month) before; None where that year lacks the day."""
    assert time.first_day is not None
    assert time.last_day is not None
    if time.reason.startswith("weekday"):
        week = timedelta(days=7)
        return replace(time, first_day=time.first_day - week, last_day=time.last_day - week)
    try:
        first, last = (d.replace(year=d.year - 1) for d in (time.first_day, time.last_day))
    except ValueError:
        return None
    return replace(time, first_day=first, last_day=last)


def _anniversary(doc: Document, head: Token | None, time: TimeMention) -> TimeMention | None:
    """The day of what a day is an anniversary of: "marked the first anniversary on Friday of the raid" is that day a
    year before; None for anything else."""
    if head is None or time.first_day is None or time.first_day != time.last_day or time.type == "DURATION":
        return None
    noun = next((t for t in doc.sentence_tokens(head.sent) if t.lemma.lower() == "anniversary"), None)
    if noun is None or not (noun in doc.ancestors(head) or _parted(doc, noun, head, time)):
        return None
    words = load_times().words["ordinal"]
    nth = [re.sub(r"(?<=\d)(?:st|nd|rd|th)$", "", t.lower) for t in doc.children(noun)]
    years = next((int(words.get(w, w)) for w in nth if w in words or (w.isdigit() and int(w) < _MOST_YEARS)), None)
    if years is None or years >= time.first_day.year:
        return None
    try:
        day = time.first_day.replace(year=time.first_day.year - years)
    except ValueError:
        return None
    return replace(time, first_day=day, last_day=day)


def _parted(doc: Document, noun: Token, head: Token, time: TimeMention) -> bool:
    """Whether a day alone stands between an anniversary and what it is of, which the parser then hangs elsewhere."""
    of = next((t for t in doc.ancestors(head) if t.lower == "of"), None)
    between = doc.text[noun.end : of.start] if of is not None and noun.end < of.start else ""
    return between.split() in (["on", *time.text.split()], time.text.split())


_MOST_YEARS = 200


def after_said(doc: Document, head: Token | None) -> bool:
    """Whether a meeting stands under "after" beside a verb of saying: "told the heralds after talks with the king"."""
    after = doc.head(head) if head is not None else None
    if head is None or after is None or head.dep not in ("pobj", "pcomp") or after.lower not in ("after", "following"):
        return False
    return doc.head(after).lemma.lower() in _TELLING


_TELLING = frozenset("say tell announce add declare state report warn comment".split())
