"""Who only says that something was done to somebody: "a law firm said he has been falsely charged" charges nobody."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from truceline.domain.codes import ActorKind, EventType
from truceline.domain.mentions import EventMention
from truceline.domain.text import Document
from truceline.extract import events_parse as parse
from truceline.extract.roles_candidate import Candidate
from truceline.extract.roles_signs import is_agentless

_TELLS: Final = re.compile(r"(?:[\^>]\w+\([^)]*\))*\^\w+\((?:say|blame)\)\|x?subj")
"""Relation of the subject of a verb of saying somewhere above the event's word."""
_WARNS: Final = frozenset({"threaten", "warn", "menace"})
_ARMS_OF_LAW: Final = frozenset({ActorKind.POLICE, ActorKind.GOVERNMENT, ActorKind.STATE_FORCE, ActorKind.STATE})


def note_tellers(doc: Document, group: Sequence[EventMention], sort: str, candidates: Sequence[Candidate]) -> None:
    """Note as ``only tells`` an outlet that quotes somebody, and whoever speaks of a deed that names nobody who did it
    ("was warned", "faced threats") and stands in no other relation to it; of an inquiry too that is told without whose
    it is. Of arrests, charges and inquiries police and prosecutors tell as those who make them.

    sort: as Scene.sort has it. Of words ("was called a liar") who tells them is who says them.
    """
    anchor = doc.syntactic_head(group[0].trigger)
    if anchor is None:
        return
    quoting = quoters(doc, group[0].sentence)
    for each in candidates:
        if each.heads and each.heads <= quoting:
            each.note("only tells", 1.0)
    noun = sort == "INQUIRY" and anchor.pos == "NOUN" and not parse.owners(doc, anchor)
    if not noun and not is_agentless(doc, group[0].trigger):
        return
    of_words = group[0].type is EventType.THREATEN and parse.is_verb(anchor) and anchor.lemma not in _WARNS
    if sort not in _DONE or of_words:
        return
    for each in candidates:
        theirs = sort in ("CHARGE", "COERCE", "INQUIRY") and each.entity.kind in {k.value for k in _ARMS_OF_LAW}
        above = bool(each.relations) and all(_TELLS.fullmatch(r) for r in each.relations)
        before = not each.heads and each.get("speaker") > 0
        if not theirs and (above or before):
            each.note("only tells", 1.0)


def quoters(doc: Document, sentence: int) -> frozenset[int]:
    """Heads of those in a sentence who quote somebody else: the paper of "the Herald quoted the mayor as saying that",
    "the mayor was quoted as saying by the Herald". What is said is the mayor's."""
    found: set[int] = set()
    for verb in doc.sentence_tokens(sentence):
        said = [c for c in doc.children(verb) if c.dep == "prep" and c.lower == "as"]
        saying = [t for p in said for t in doc.children(p) if t.dep == "pcomp" and parse.is_verb(t)]
        if verb.lemma not in ("quote", "cite") or not saying:
            continue
        by = [t for w in (verb, *saying) for t in parse.prep_objects(doc, w, "by")]
        heads = by if parse.is_passive(doc, verb) else parse.subjects(doc, verb)
        found |= {t.i for t in parse.all_joined(doc, heads)}
    return frozenset(found)


_DONE: Final = frozenset({"ACCUSE", "CHARGE", "INQUIRY", "SANCTION", "COERCE", "THREATEN"})
