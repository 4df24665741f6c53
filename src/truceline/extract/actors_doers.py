"""Who is meant by a common noun before a deed's noun: "the rebel raid" is the raid of the rebels told of before."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from truceline.domain.codes import ARMED_KINDS, ActorKind
from truceline.domain.mentions import Actor
from truceline.domain.text import Document, Token
from truceline.extract import events_parse as parse
from truceline.extract.events_doers import is_doer_before
from truceline.resources.lexicon import word_classes

_ARMED: Final = ARMED_KINDS - {ActorKind.ALLIANCE}
_NAMED: Final = frozenset({"name", "short", "acronym"})
_ARMED_MEN: Final = frozenset("rebel insurgent militant guerrilla guerilla separatist militia".split())
_FARTHEST: Final = 12
"""So many sentences back at most."""


def actor_before_deed(doc: Document, token: Token, actors: Sequence[Actor]) -> Actor | None:
    """The actor that a noun before a deed stands for: the nearest one told before by the same noun, else, for armed
    men, the only armed group that the report has named so far. None where there is no such actor."""
    if not is_doer_before(doc, token):
        return None
    actors = _without_subjects(doc, token, actors)
    lemma, sentence = token.lemma.lower(), token.sent
    same = []
    for actor in actors:
        for mention in actor.mentions:
            head = doc.syntactic_head(mention.span)
            near = head is not None and head.i < token.i and sentence - head.sent <= _FARTHEST
            if near and head is not None and head.lemma.lower() == lemma:
                same.append((head.i, actor))
    if same:
        return max(same, key=lambda pair: pair[0])[1]
    if lemma not in _ARMED_MEN:
        return None
    named = [a for a in actors if a.kind in _ARMED and a.mentions[0].form in _NAMED and a.mentions[0].span < token.span]
    return named[0] if len(named) == 1 else None


def _without_subjects(doc: Document, token: Token, actors: Sequence[Actor]) -> Sequence[Actor]:
    """The actors but those that do something to the deed itself: "the SPLA repelled a rebel raid" is another's raid."""
    deed = doc.head(token)
    over = doc.head(deed)
    if deed.dep != "dobj" or over.lemma in word_classes()["verbs_light"] or not parse.is_verb(over):
        return actors
    heads = [t for s in parse.subjects(doc, over) for t in parse.conjuncts(doc, s)]
    return [a for a in actors if not any(m.span.contains(t.span) for t in heads for m in a.mentions)]
