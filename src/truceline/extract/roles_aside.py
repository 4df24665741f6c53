"""Who is told beside a deed and did not do it: whoever looks into it or finds it out, whoever arrests or tries others
for it, a state that says only where, and who did what came of it.

"Police are investigating the fire that killed a woman", "the army discovered a plot to blow up the bridge", "Elvish
violence claimed three lives".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from truceline.domain.mentions import EventMention
from truceline.domain.text import Document, Token
from truceline.extract import events_parse as parse
from truceline.extract.events_blame import holders_of
from truceline.extract.events_causes import brought_on_by
from truceline.extract.events_unproven import unproven_doers
from truceline.extract.roles_candidate import Candidate
from truceline.resources.lexicon import word_classes

_LOOKING: Final = frozenset(
    "investigate probe examine discover uncover find detect foil thwart avert reveal witness mourn survive escape "
    "describe brand condemn denounce deplore decry mention recall discuss debate commemorate protest criticise "
    "criticize lament hail applaud celebrate".split()
)
"""Verbs whose subject has to do with a deed under their object, or speaks of it, and did not do it."""
_STRIFE: Final = frozenset("violence unrest conflict war genocide insurgency crisis bloodshed tragedy".split())
"""Nouns before which a state's name tells where, unless it is told against whom."""
_DOES: Final = re.compile(r"(?:>\w+\((?:light|harm)\))?\|(?:subj|agent|poss|prep_by)")
"""Relations of whoever does what the trigger itself names."""
_STEPS: Final = 5


def note_aside(doc: Document, group: Sequence[EventMention], candidates: Sequence[Candidate]) -> None:
    """Note as ``aside`` whoever the lead trigger's sentence tells beside the deed and in no phrase as its doer, as
    ``spared`` whom it was not done to."""
    anchor = doc.syntactic_head(group[0].trigger)
    if anchor is None:
        return
    others = (*holders_of(doc, anchor), *_avengers(doc, anchor), *_later_comers(doc, anchor))
    lookers = _lookers(doc, anchor) | {t.i for t in others}
    unproven, caused = unproven_doers(doc, anchor), brought_on_by(doc, anchor)
    told, passive = _told_by_pronoun(doc, anchor, candidates), parse.is_passive(doc, anchor)
    if told is not None and not passive:
        told.note("himself", 1.0)
    for each in candidates:
        if told is not None and each is not told and each.relations and all(map(_ABOVE, each.relations)):
            each.note("spared" if passive else "aside", 1.0)
        does = any(_DOES.fullmatch(r) for r in each.relations)
        where = each.entity.kind == "state" and bool(each.heads)
        where = where and all(_tells_where(doc, doc.tokens[i]) for i in each.heads)
        later = bool(each.heads) and each.heads <= caused
        if where or later or _names_massacre(doc, each) or each.heads & unproven or (not does and each.heads & lookers):
            each.note("aside", 1.0)


def _told_by_pronoun(doc: Document, anchor: Token, candidates: Sequence[Candidate]) -> Candidate | None:
    """Whom the pronoun stands for that is the deed's own subject: the man of "soldiers shot a man after he stabbed a
    guard", "a man stabbed a guard before he was shot". Whoever the clause beside it tells of is another."""
    heads = parse.subjects(doc, anchor) if parse.is_verb(anchor) else ()
    own = {t.i for t in heads if t.lower in ("he", "she", "they")}
    return next((c for c in candidates if own and (c.heads & own or any(map(_BY_PRONOUN, c.relations)))), None)


_BY_PRONOUN: Final = re.compile(r"\|[xp]?subj").fullmatch
_ABOVE: Final = re.compile(r"\^.*\^?advcl.*").fullmatch
"""Relations of whoever only the clause above tells of."""


def _names_massacre(doc: Document, each: Candidate) -> bool:
    """True for the name after which a massacre is called: "the Bree massacre", unlike "the Elvish massacre"."""
    tokens = [doc.tokens[i] for i in each.heads]
    return bool(tokens) and each.entity.id is None and all(
        t.dep in ("compound", "nmod") and t.tag == "NNP" and doc.head(t).lemma.lower() in _CALLED_AFTER for t in tokens
    )


_CALLED_AFTER: Final = frozenset({"massacre", "genocide", "tragedy", "siege"})


def _avengers(doc: Document, anchor: Token) -> tuple[Token, ...]:
    """Heads of those who do something in return for the deed: "burned a village in retaliation for the ambush"."""
    prep = doc.head(anchor)
    noun = doc.head(prep)
    if anchor.dep != "pobj" or prep.lower not in ("for", "to") or noun.lemma.lower() not in _RETURNS:
        return ()
    verb = next((t for t in doc.ancestors(noun) if parse.is_clause_head(t)), None)
    return () if verb is None else tuple(parse.all_joined(doc, parse.agents(doc, verb)))


def _later_comers(doc: Document, anchor: Token) -> list[Token]:
    """Heads of those who did something only after the deed, or beside it: "58 people died before troops retook the
    building", "a bomb exploded in Bree, and gunmen killed a teacher in Edoras"."""
    over = doc.head(anchor)
    verb = over if anchor.dep == "nsubj" and parse.is_verb(over) else anchor
    found = []
    for clause in (c for c in doc.children(verb) if c.dep in ("advcl", "conj") and parse.is_verb(c)):
        below = doc.children(clause)
        later = any(m.dep == "mark" and m.lower in _UNTIL for m in below)
        later |= clause.dep == "conj" and clause.lemma in word_classes()["verbs_harm"]
        found += [t for t in below if later and t.dep in ("nsubj", "nsubjpass")]
    return parse.all_joined(doc, found)


_UNTIL: Final = frozenset({"before", "until", "till"})
_RETURNS: Final = frozenset("retaliation revenge reprisal response reply answer vengeance retribution".split())


def _lookers(doc: Document, anchor: Token) -> set[int]:
    """Heads of the subjects of verbs of looking above the deed, and what a participle of them hangs on."""
    found: set[int] = set()
    below = anchor
    for above in [*doc.ancestors(anchor)][:_STEPS]:
        looked_at = below.dep in ("dobj", "prep", "ccomp", "nsubjpass")
        if parse.is_clause_head(above) and above.lemma in _LOOKING and looked_at:
            heads = parse.agents(doc, above) if below.dep == "nsubjpass" else parse.subjects(doc, above)
            if above.dep == "acl":
                heads = (*heads, doc.head(above))  # "police investigating the fire"
            found |= {c.i for c in parse.all_joined(doc, heads)}
        below = above
    return found


def _tells_where(doc: Document, token: Token) -> bool:
    above = doc.head(token)
    if token.dep not in ("amod", "compound", "nmod") or above.lemma.lower() not in _STRIFE:
        return False
    joined = doc.tokens[above.i - 1].i != token.i and "-" in doc.text[token.end : above.start]
    return not joined and not parse.prep_objects(doc, above, "against", "on", "with")
