"""Whom a sentence tells as the victim of another deed than the event's own: he is neither the accused nor who arrests.

"A warrant in the Proudfoot shooting", "gathered evidence in the slaying of the miller to present a murder case", "was
arrested in connection with the bombing of embassies".
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Final

from truceline.domain.text import Document, Token
from truceline.extract import events_parse as parse
from truceline.extract.roles_candidate import Candidate
from truceline.resources.lexicon import word_classes

_OF: Final = frozenset(
    "killing murder assassination kidnapping abduction bombing shelling torture execution bombardment massacre slaying "
    "shooting rape beating death stabbing lynching genocide slaughter disappearance poisoning".split()
)
"""Deeds whose "of" names the victim."""
_ON: Final = frozenset("attack assault raid strike ambush".split())
"""Deeds whose "on" or "against" names the victim."""
_BEFORE: Final = frozenset(
    "killing murder assassination kidnapping abduction slaying shooting stabbing death lynching beating rape "
    "disappearance poisoning".split()
)
"""Deeds before which a man's name is the victim's."""
_BLASTS: Final = frozenset({"bombing", "blast", "explosion", "attack", "siege"})
"""Deeds before which a site is what was struck."""
_VERBS: Final = frozenset(
    "kill murder slay assassinate shoot bomb abduct kidnap massacre slaughter rape torture execute shell invade occupy "
    "damage undermine disrupt thwart derail harm weaken destabilise destabilize sabotage topple overthrow".split()
)
"""Verbs whose object is the victim, or what is done harm: "an attempt to damage their ties with Rohan"."""
_OWN: Final = re.compile(r"(?:\^dobj\(light\))?\|(?:x?p?subj|agent|dobj)")
"""Relations of the subject and object of the event's own word."""
_INSIDE: Final = frozenset({"compound", "amod", "nmod", "poss", "nummod", "conj", "appos"})


def struck_in(doc: Document, sentence: int, own: Collection[int]) -> frozenset[int]:
    """Tokens of the phrases of those struck by a deed that a sentence tells of.

    own: tokens of the event's own triggers, which are left out.
    """
    found: set[int] = set()
    for token in doc.sentence_tokens(sentence):
        if token.i in own:
            continue
        for head in _victims(doc, token):
            found |= {t.i for t in _phrase(doc, head)}
    return frozenset(found)


def note_struck(struck: Collection[int], candidates: Collection[Candidate]) -> None:
    """Note as ``struck`` whoever the lead trigger's sentence tells in no other place, nor beside the trigger itself."""
    for each in candidates:
        beside = any(_OWN.fullmatch(r) for r in each.relations)
        if each.heads and all(i in struck for i in each.heads) and not beside:
            each.note("struck", 1.0)


def _victims(doc: Document, token: Token) -> Iterator[Token]:
    lemma = parse.lemma_of(doc, token)
    if token.pos in ("NOUN", "PROPN"):
        if lemma in _OF:
            yield from parse.prep_objects(doc, token, "of")
        if lemma in _OF | _ON:
            yield from (t for t in parse.prep_objects(doc, token, "on", "against", "at") if t.ent != "DATE")
        for child in doc.children(token):
            named = child.dep in ("poss", "compound", "nmod") and child.i < token.i
            site = parse.lemma_of(doc, child) in word_classes()["site"]
            man = lemma in _BEFORE and child.pos == "PROPN" and child.ent in ("PERSON", "")
            if named and (man or (site and lemma in _BEFORE | _BLASTS)):
                yield child
    elif parse.is_verb(token) and lemma in _VERBS:
        passive = parse.is_passive(doc, token)
        yield from (c for c in doc.children(token) if c.dep == ("nsubjpass" if passive else "dobj"))


def _phrase(doc: Document, head: Token) -> Iterator[Token]:
    todo = [head]
    for token in todo:
        yield token
        todo += [c for c in doc.children(token) if c.dep in _INSIDE]
        todo += parse.prep_objects(doc, token, "of", "in", "with", "between")
