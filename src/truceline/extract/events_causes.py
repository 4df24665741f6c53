"""What a sentence tells as brought on by a deed: "the murder touched off a massacre by soldiers"."""

from __future__ import annotations

from typing import Final

from truceline.domain.text import Document, Token
from truceline.extract import events_parse as parse

_CAUSING: Final = frozenset({"trigger", "spark", "provoke", "prompt", "ignite", "unleash", "precipitate", "inspire"})
_CAUSING_WITH: Final = {"touch": "off", "set": "off", "lead": "to"}
"""Verbs of causing, these by their particle or preposition."""


def brought_on_by(doc: Document, cause: Token) -> frozenset[int]:
    """Tokens of what the deed is the cause of, where its word is the subject of a verb of causing or such a verb's
    participle hangs on its clause; empty elsewhere."""
    found: set[int] = set()
    for verb in doc.sentence_tokens(cause.sent):
        word = _CAUSING_WITH.get(verb.lemma)
        if not parse.is_verb(verb) or (verb.lemma not in _CAUSING and word is None):
            continue
        below = doc.children(verb)
        if word is not None and not any(c.lower == word for c in below):
            continue
        if cause.i not in {c.i for c in parse.all_joined(doc, parse.agents(doc, verb))}:
            continue
        passive = parse.is_passive(doc, verb)
        done = [c for c in below if c.dep == ("nsubjpass" if passive else "dobj")]
        done += parse.prep_objects(doc, verb, "to") if word == "to" else ()
        found |= {t.i for o in done for t in doc.subtree(o)}
    return frozenset(found)
