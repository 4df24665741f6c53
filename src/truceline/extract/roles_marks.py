"""Signs of a party by how it stands to the event or to other parties: whose phrase it stands in, whether it meets by
itself, whether it only tells of the talks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from truceline.domain.codes import EventType
from truceline.domain.mentions import EventMention
from truceline.domain.text import Document, Token
from truceline.extract import events_parse as parse
from truceline.extract.roles_candidate import Candidate
from truceline.extract.roles_features import REPORTS
from truceline.extract.roles_signs import phrases_around


def note_marks(doc: Document, group: Sequence[EventMention], candidates: Sequence[Candidate]) -> None:
    """Note the signs of this module on the candidates of one event. group: its mentions, the best first."""
    anchor = doc.syntactic_head(group[0].trigger)
    if anchor is None:
        return
    note_nested(doc, anchor, candidates)
    for each in candidates:
        if group[0].type is EventType.CONSULT:
            each.note("meets alone", float(meets_alone(doc, anchor, each)))
        if group[0].type in _TALKS and (step := reporting_step(each.relations)):
            each.note(f"{REPORTS}{step}", 1.0)
            each.note("reports inside" if step in _INSIDE else "reports outside", 1.0)


def note_nested(doc: Document, anchor: Token, candidates: Sequence[Candidate]) -> None:
    """Note who stands in another party's phrase wherever the event's sentence names him, and in whose: of "Rohan's new
    party, the Riders" Rohan is ``inner``, the Riders are ``outer``."""
    for each in candidates:
        around = [phrases_around(doc, doc.tokens[i], anchor) for i in each.heads]
        for other in candidates:
            apart = other is not each and other.entity.kind is not None and not each.heads & other.heads
            if apart and around and all(phrases & other.heads for phrases in around):
                each.note("inner", 1.0)
                other.note("outer", 1.0)


_TALKS: Final = frozenset({EventType.CONSULT, EventType.AGREE})
_INSIDE: Final = frozenset({"prep_during", "prep_after", "prep_in", "prep_at", "prep_following"})
"""Steps from talks to the verb of whoever takes part in them: "said during talks"; of others he only tells."""
_TELLS: Final = re.compile(r"(?:.*[)])?\^(\w+)\(say\)\|x?subj")


def reporting_step(relations: Iterable[str]) -> str:
    """The step by which the trigger hangs on the verb of saying of a party that has no nearer relation to it; empty for
    others."""
    steps = [m and m.group(1) for m in map(_TELLS.fullmatch, sorted(relations))]
    return steps[0] or "" if steps and all(steps) else ""


def meets_alone(doc: Document, anchor: Token, each: Candidate) -> bool:
    """True for a body or people of one group who meet without anybody being told of with whom: "the council met", "a
    meeting of the ministers". "The two leaders met" tells of several."""
    return any(
        _meets(doc, anchor, doc.tokens[i]) and _is_body(doc, each, doc.tokens[i]) and i not in each.groups
        for i in each.heads
    )


def _meets(doc: Document, anchor: Token, head: Token) -> bool:
    if head.dep == "conj" or len(parse.conjuncts(doc, head)) > 1:
        return False
    words = [anchor]
    if anchor.pos == "NOUN":
        if anchor.lemma.lower() not in _MEETINGS:
            return False
        over = doc.head(anchor)
        light = anchor.dep == "dobj" and parse.is_verb(over) and over.lemma in _HOLDING
        of = head.dep == "pobj" and doc.head(head).lower in ("of", "by") and doc.head(doc.head(head)).i == anchor.i
        before = head.dep in ("compound", "nmod", "amod", "poss") and doc.head(head).i == anchor.i
        words += [over] if light else []
        stands = of or before or (light and head in parse.subjects(doc, over))
    else:
        objects = any(c.dep == "dobj" and c.ent not in ("DATE", "TIME") for c in doc.children(anchor))
        stands = anchor.lemma in _MEETING and not objects and head in parse.subjects(doc, anchor)
    return stands and not any(parse.prep_objects(doc, w, "with", "between", "among") for w in words)


def _is_body(doc: Document, each: Candidate, head: Token) -> bool:
    if head.pos == "PRON" or any(c.lower in _SEVERAL for c in doc.children(head)):
        return False
    plural = head.tag in ("NNS", "NNPS") and head.lower not in _SIDES
    return plural or each.entity.kind in _BODIES or parse.lemma_of(doc, head) in _BOARDS


_MEETING: Final = frozenset({"meet", "gather", "convene", "assemble"})
_MEETINGS: Final = frozenset({"meeting", "summit", "session", "conference", "gathering"})
_HOLDING: Final = frozenset({"hold", "open", "begin", "start", "convene", "end", "close", "have", "call", "schedule"})
_BODIES: Final = frozenset({"igo", "alliance", "legislature", "ngo", "party"})
_BOARDS: Final = frozenset(
    "board committee council commission panel cabinet congress parliament assembly bloc conference group".split()
)
_SEVERAL: Final = frozenset({"two", "both", "three", "2", "3", "rival"})
_SIDES: Final = frozenset({"sides", "parties", "countries", "neighbours", "neighbors", "rivals"})
