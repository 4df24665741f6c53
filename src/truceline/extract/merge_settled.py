"""Pairs of mentions that are surely two events, or surely one, whatever the score of their features says."""

from __future__ import annotations

from truceline.domain.codes import EventType, Status, TruceAction
from truceline.domain.text import Document, Token
from truceline.extract import events_parse as parse
from truceline.extract.events_followed import is_apart
from truceline.extract.merge_causes import is_brought_on
from truceline.extract.merge_doers import are_of_two_sides
from truceline.extract.merge_views import FORCE_TYPES, View, days_meet
from truceline.resources.lexicon import action_classes, word_classes

_MEANS = frozenset({"drone", "heavy-weapons", "aerial", "suicide-attack", "firearms"})
"""Modes of force that the named means settle."""


def are_told_apart(doc: Document, a: View, b: View) -> bool:
    """True for two mentions that the report tells as two events, by any of the ways below."""
    if cannot_be_one(a, b) or is_in_answer(doc, a, b):
        return True
    if a.mention.sentence != b.mention.sentence:
        return False
    within = (
        is_answer, is_deed_of_its_victim, is_brought_on, is_after_anothers, is_what_it_followed, is_meanwhile, is_plot,
        is_beside_another, is_ended_by,
    )  # fmt: skip
    return is_counted_from(a, b) or any(tells(doc, a, b) for tells in within)


def cannot_be_one(a: View, b: View) -> bool:
    """True when two mentions cannot be one event: a truce and a withdrawal; deeds of different stretches of days, which
    are no days of telling ("in mid-July", "the late July attack"; of 196 such pairs in annotated reports 24 are one
    event); deeds of two sides; or as elsewhere_and_another_day says."""
    kept = {v.mention.mode for v in (a, b) if v.mention.type is EventType.RETREAT}
    if "ceasefire" in kept and kept & {"withdraw", "release", "resign", "disarm"}:
        return True
    if _makes_and_prolongs(a, b):
        return True
    if are_of_two_sides(a.sides, b.sides) and not _is_one_clause(a, b):
        return True
    first, later = sorted((a, b), key=lambda v: v.mention.trigger)
    if _is_another(first, later) or _is_elsewhere_too(first, later):
        return True
    if {a.mention.type, b.mention.type} <= FORCE_TYPES and a.mention.sentence != b.mention.sentence:
        one, two = _near_days(a.own_days), _near_days(b.own_days)
        if _is_stretch(one) and _is_stretch(two) and not days_meet(one, two):
            return True
    return elsewhere_and_another_day(a, b)


def _makes_and_prolongs(a: View, b: View) -> bool:
    """True for a truce that is made in one sentence and prolonged or put back in force in another."""
    acts = {a.mention.truce_action, b.mention.truce_action}
    return a.mention.sentence != b.mention.sentence and bool(acts & _MADE) and bool(acts & _AGAIN)


_MADE = frozenset({TruceAction.AGREED, TruceAction.DECLARED, TruceAction.PROPOSED})
_AGAIN = frozenset({TruceAction.EXTENDED, TruceAction.RESTORED})


def _near_days(days: tuple[tuple[int, int], ...]) -> tuple[tuple[int, int], ...]:
    """The days without a long span beside a short one ("in mid-July", "the first since early February")."""
    short = tuple(d for d in days if d[1] - d[0] <= _LONG_DAYS)
    return short or days


_LONG_DAYS = 31


def _is_one_clause(a: View, b: View) -> bool:
    """As in "began its offensive": one trigger hangs on the other, and not as a clause with a subject of its own."""
    under = (x.anchor.head == y.anchor.i and not x.sides.own_clause for x, y in ((a, b), (b, a)))
    return a.mention.trigger.overlaps(b.mention.trigger) or any(under)


def _is_another(first: View, later: View) -> bool:
    """True for "another bomb exploded" behind a sentence that tells of a bomb: of 46 such pairs in our reports none is
    one event."""
    return (
        first.mention.type is later.mention.type
        and first.mention.sentence < later.mention.sentence
        and bool(later.another & first.content)
    )


def _is_elsewhere_too(first: View, later: View) -> bool:
    """True for "six people were also killed in a blast in Bree" behind a sentence that tells of a blast in another
    town: of 8 such pairs in annotated reports none is one event."""
    told = first.own_places & first.spots, later.own_places & later.spots
    return (
        {first.mention.type, later.mention.type} <= FORCE_TYPES
        and first.mention.sentence < later.mention.sentence
        and later.also
        and not later.definite
        and all(told)
        and not told[0] & told[1]
    )


def _is_stretch(days: tuple[tuple[int, int], ...]) -> bool:
    return any(last - first >= _STRETCH - 1 for first, last in days)


_STRETCH = 5
"""Days from which a date is a stretch of time."""


def elsewhere_and_another_day(a: View, b: View) -> bool:
    """True when the mentions' own clauses name different days (or weekdays) and different places or means (rockets,
    drones), or the report says that one is another occurrence ("in a separate incident")."""
    if a.mention.sentence == b.mention.sentence:
        return False
    if a.own_days and b.own_days:
        another_day = not days_meet(_near_days(a.own_days), _near_days(b.own_days))
    else:  # a weekday may be that of the telling ("the governor said Sunday")
        another_day = len(a.weekdays) == 1 and len(b.weekdays) == 1 and a.weekdays != b.weekdays
    elsewhere = bool(a.own_places and b.own_places) and not a.own_places & b.own_places
    means = {v.mention.mode for v in (a, b) if v.mention.mode in _MEANS}
    return another_day and (elsewhere or len(means) == 2 or max(a, b, key=lambda v: v.mention.trigger).other)


_ANSWERS = frozenset("avenge revenge retaliate retaliation reprisal response vengeance".split())


def is_answer(doc: Document, a: View, b: View) -> bool:
    """True when one of two mentions of a sentence is done in answer to the other: "fired rockets to avenge the fighters
    killed in Babil"."""
    if a.mention.sentence != b.mention.sentence:
        return False
    for low, high in ((a.anchor, b.anchor), (b.anchor, a.anchor)):
        answers = False
        for token in doc.ancestors(low):
            if token.i == high.i:
                return answers
            answers = answers or token.lemma.lower() in _ANSWERS
    return False


def is_in_answer(doc: Document, a: View, b: View) -> bool:
    """True when one mention is that with which somebody responds to what was told before, "the coalition responded
    with air strikes", or elsewhere in the same sentence: "responded with strikes on Bree after a rocket hit Edoras"."""
    first, later = sorted((a, b), key=lambda v: v.mention.trigger)
    if first.mention.sentence < later.mention.sentence:
        return _answering(doc, later.anchor) is not None
    elsewhere = bool(a.own_places and b.own_places) and not a.own_places & b.own_places
    return elsewhere and any(
        verb is not None and other.anchor.i not in {verb.i, *(t.i for t in doc.subtree(one.anchor))}
        for one, other in ((a, b), (b, a))
        for verb in (_answering(doc, one.anchor),)
    )


def _answering(doc: Document, noun: Token) -> Token | None:
    """The verb of "responded with air strikes"; None where there is none."""
    up = doc.head(noun)
    answers = noun.dep == "pobj" and up.lower == "with" and doc.head(up).lemma in _ANSWERING
    return doc.head(up) if answers else None


_ANSWERING = frozenset("respond retaliate reply answer react".split())


def is_deed_of_its_victim(doc: Document, a: View, b: View) -> bool:
    """True when one of two mentions of force is what the one whom the other strikes did: "killed a commander who had
    planned the ambush", "arrested men they said were plotting to bomb the mosque", "were shot after they threw stones".
    """
    if a.mention.sentence != b.mention.sentence or not {a.mention.type, b.mention.type} <= _STRIKES:
        return False
    return _is_in_clause_of_victim(doc, a.anchor, b.anchor) or _is_in_clause_of_victim(doc, b.anchor, a.anchor)


_STRIKES = frozenset({EventType.ASSAULT, EventType.COERCE})
_TOLD_OF_BOTH = frozenset("fight clash battle resist defy try refuse flee escape exchange stand".split())
"""What a victim does in the same engagement."""


def _is_in_clause_of_victim(doc: Document, deed: Token, told: Token) -> bool:
    if not parse.is_verb(deed):
        return False
    struck = {c.i for c in parse.all_joined(doc, parse.patients(doc, deed))}
    below = told
    while below.head != below.i and below.i != deed.i:
        above = doc.head(below)
        if above.i in struck and below.dep in ("relcl", "acl") and parse.is_verb(below):
            does = below.tag == "VBG" if below.dep == "acl" else _does_it_himself(doc, below)
            return does and below.lemma not in _TOLD_OF_BOTH and told.lemma not in _TOLD_OF_BOTH
        said = below.dep == "ccomp" and above.dep == "relcl" and doc.head(above).i in struck
        if said and not any(c.dep in parse.SUBJECTS for c in doc.children(below)):
            return True  # "killed men they said were planning attacks"
        if above.i == deed.i and below.dep in ("advcl", "prep"):
            his = _is_after_his_own(doc, below) if parse.is_passive(doc, deed) else _is_after_theirs(doc, deed, below)
            return his and told.lemma not in _OWN_END
        if below.dep in ("relcl", "advcl", "ccomp"):
            return False
        below = above
    return False


_OWN_END = frozenset("blow detonate explode fight clash battle resist".split())


def _is_after_his_own(doc: Document, clause: Token) -> bool:
    """True for "after they threw stones" and "after throwing stones", whose doer is the subject of the clause above."""
    if clause.dep == "prep":
        return clause.lower == "after" and any(c.dep == "pcomp" and c.tag == "VBG" for c in doc.children(clause))
    return _subject_behind_after(doc, clause) in ("they", "he", "she", "it")


def _is_after_theirs(doc: Document, deed: Token, clause: Token) -> bool:
    """True for "the navy sank three boats after they attacked": they are many, and who sank them is one."""
    struck, does = parse.patients(doc, deed), parse.subjects(doc, deed)
    one = len(does) == 1 and does[0].tag in ("NN", "NNP")
    many = bool(struck) and struck[0].tag in ("NNS", "NNPS")
    return _subject_behind_after(doc, clause) == "they" and one and many


def _subject_behind_after(doc: Document, clause: Token) -> str:
    """The one subject of a clause of "after", in lower case; empty for any other clause."""
    below = doc.children(clause)
    told = [c.lower for c in below if c.dep == "nsubj"]
    return told[0] if len(told) == 1 and any(c.dep == "mark" and c.lower == "after" for c in below) else ""


def _does_it_himself(doc: Document, verb: Token) -> bool:
    return any(c.dep == "nsubj" and c.tag in ("WP", "WDT") for c in doc.children(verb))


def is_after_anothers(doc: Document, a: View, b: View) -> bool:
    """True when a sentence tells what one did after what another had done: "the militia shelled the town after planes
    bombed its base". Of 10 such pairs in annotated reports none is one event."""
    if a.mention.sentence != b.mention.sentence or not {a.mention.type, b.mention.type} <= _STRIKES:
        return False
    one, two = _who_acts(doc, a.anchor), _who_acts(doc, b.anchor)
    if (one is None) is not (two is None):
        one, two = one or _what_hits(doc, a.anchor), two or _what_hits(doc, b.anchor)
    if one is None or two is None or one.lemma.lower() == two.lemma.lower() or a.sides.doers & b.sides.doers:
        return False
    return _is_in_clause_after(doc, a.anchor, b.anchor) or _is_in_clause_after(doc, b.anchor, a.anchor)


def _who_acts(doc: Document, verb: Token) -> Token | None:
    """The one subject of an active verb of doing, where it is people, a body or what they fly or drive; no pronoun."""
    told = parse.subjects(doc, verb) if parse.is_verb(verb) and not parse.is_passive(doc, verb) else ()
    if len(told) != 1 or told[0].pos == "PRON" or verb.lemma in _UNDERGONE:
        return None
    classes = word_classes()
    people = classes["force"] | classes["party"] | classes["person"] | _CARRYING
    acts = told[0].ent in ("ORG", "GPE", "NORP", "PERSON") or parse.lemma_of(doc, told[0]) in people
    return told[0] if acts else None


def _what_hits(doc: Document, anchor: Token) -> Token | None:
    """The missile that is new and the subject of a verb of hitting: "after a mortar bomb hit a school"."""
    verb = _verb_of(doc, anchor)
    told = [c for c in doc.children(verb) if c.dep == "nsubj"] if parse.is_verb(verb) else []
    missiles = [t for t in told if parse.lemma_of(doc, t) in _MISSILES]
    new = [t for t in missiles if not any(c.lower in _GIVEN for c in doc.children(t))]
    return new[0] if len(told) == len(new) == 1 else None


_MISSILES = frozenset({"rocket", "missile", "mortar", "bomb", "shell", "grenade", "drone"})
_UNDERGONE = frozenset("die fall perish suffer lose flee survive collapse".split())
_CARRYING = frozenset("plane jet warplane aircraft helicopter gunship tank ship warship drone".split())


def _is_in_clause_after(doc: Document, deed: Token, told: Token) -> bool:
    below, behind = told, False
    for above in doc.ancestors(told):
        marks = {c.lower for c in doc.children(below) if c.dep == "mark"} | {below.lower}
        behind = behind or (below.dep in ("advcl", "prep") and bool(marks & {"after", "before"}))
        if above.i == deed.i or (deed.dep == "ccomp" and above.i == deed.head):  # "she said soldiers burned it after"
            return behind
        below = above
    return False


def is_what_it_followed(doc: Document, a: View, b: View) -> bool:
    """True for the two of "the raid followed the kidnapping of two soldiers", "the attack came after a bombing", "they
    clashed at the funeral of a man shot on Monday"."""
    pairs = ((a.anchor, b.anchor), (b.anchor, a.anchor))
    return any(is_apart(doc, one, two) for one, two in pairs)


def is_meanwhile(doc: Document, a: View, b: View) -> bool:
    """True for "three men died in attacks in the north while mortar strikes hurt two guards": what a clause of "while"
    opens with is new, where it is neither "the" nor "their"."""
    if not {a.mention.type, b.mention.type} <= _STRIKES:
        return False
    for one, other in ((a, b), (b, a)):
        verb = one.anchor if parse.is_verb(one.anchor) else doc.head(one.anchor)
        first = next((c for c in doc.children(verb) if c.dep in parse.SUBJECTS), None)
        new = first is not None and not any(c.lower in _GIVEN for c in doc.children(first))
        opens = new and verb.dep == "advcl" and first is not None and bool(action_classes().get(first.lemma.lower()))
        if opens and any(c.dep == "mark" and c.lower == "while" for c in doc.children(verb)):
            return all(t.i != verb.i for t in (other.anchor, *doc.ancestors(other.anchor)))
    return False


def is_beside_another(doc: Document, a: View, b: View) -> bool:
    """True for the two of "a bomber killed 14 people in Bree, and a car bomb in Edoras killed three": verbs side by
    side, each with its own subject, object and place."""
    if not {a.mention.type, b.mention.type} <= _STRIKES:
        return False
    first, later = (_verb_of(doc, v.anchor) for v in sorted((a, b), key=lambda v: v.mention.trigger))
    if first.i == later.i or first.i not in {t.i for t in doc.ancestors(later)} or later.dep != "conj":
        return False
    for verb in (first, later):
        below = doc.children(verb)
        whom = verb.lemma in _GOES_OFF or any(c.dep == "dobj" for c in below)
        if parse.is_passive(doc, verb) or not whom or not any(c.dep == "nsubj" for c in below):
            return False
    subject = next(c for c in doc.children(later) if c.dep == "nsubj")
    given = subject.pos == "PRON" or any(c.lower in _GIVEN for c in doc.children(subject))
    grounds = _ground(doc, first), _ground(doc, later)
    return not given and all(grounds) and not grounds[0] & grounds[1]


_GOES_OFF = frozenset({"explode", "detonate"})


def _ground(doc: Document, verb: Token) -> frozenset[str]:
    """Words of the places that the verb's own clause names, and no clause under it or beside it."""
    named = (t for t in doc.sentence_tokens(verb.sent) if t.ent in ("GPE", "LOC", "FAC") and t.pos == "PROPN")
    return frozenset(t.lower for t in named if _clause_of(doc, t) == verb.i)


def _clause_of(doc: Document, token: Token) -> int | None:
    return next((t.i for t in doc.ancestors(token) if parse.is_verb(t)), None)


def is_ended_by(doc: Document, a: View, b: View) -> bool:
    """True for the two of "58 hostages were killed before troops retook the church": who came then killed none."""
    for one, other in ((a, b), (b, a)):
        suffered = parse.is_verb(one.anchor) and (parse.is_passive(doc, one.anchor) or one.anchor.lemma in _UNDERGONE)
        marks = {c.lower for c in doc.children(other.anchor) if c.dep == "mark"}
        behind = other.anchor.dep == "advcl" and other.anchor.head == one.anchor.i and bool(marks & {"before", "until"})
        if suffered and behind and _who_acts(doc, other.anchor) is not None:
            return {a.mention.type, b.mention.type} <= _STRIKES
    return False


def _verb_of(doc: Document, anchor: Token) -> Token:
    """The verb of a mention: its own word, or that whose subject or object it is."""
    over = doc.head(anchor)
    return over if not parse.is_verb(anchor) and anchor.dep in ("nsubj", "dobj") and parse.is_verb(over) else anchor


def is_plot(doc: Document, a: View, b: View) -> bool:
    """True for a deed and what was only plotted: "two guards were shot, and police foiled a plot to fire rockets"."""
    for one, other in ((a, b), (b, a)):
        over = doc.head(one.anchor)
        plotted = one.anchor.tag == "VB" and one.anchor.dep in ("acl", "relcl") and over.lemma.lower() in _PLOTTED
        done = other.mention.status is Status.ACTUAL and other.anchor.i != over.i and parse.is_verb(other.anchor)
        if plotted and done:
            return {one.mention.type, other.mention.type} == {EventType.ASSAULT}
    return False


_GIVEN = frozenset("the this that these those their his her its".split())
_PLOTTED = frozenset("plot plan conspiracy scheme bid".split())


def is_counted_from(a: View, b: View) -> bool:
    """True when a sentence counts one mention's time from the other's: "attacked a convoy three days after a bomb
    killed five". Of 271 such pairs in annotated reports one is one event."""
    return a.mention.sentence == b.mention.sentence and a.counted != b.counted


def is_recalled(a: View, b: View) -> bool:
    """True when the later mention takes up the earlier: "the late July attack on Ain al-Asad" after rockets that hit
    Ain al-Asad between July 31 and August 5. Of 11 such pairs in our reports 10 are one event."""
    first, later = sorted((a, b), key=lambda v: v.mention.trigger)
    return (
        first.mention.type is later.mention.type
        and first.mention.sentence != later.mention.sentence
        and later.noun
        and later.definite
        and not later.other
        and bool(first.spots & later.spots)
        and bool(first.own_days and later.own_days)
        and days_meet(first.own_days, later.own_days)
    )
