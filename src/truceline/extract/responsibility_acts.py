"""What words of responsibility say of an act, and the questions that all readers of such words ask."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from truceline.domain.text import Document, Span, Token

DEED = re.compile(
    r"^(?:attack|bomb|strike|raid|assault|ambush|kill|kidnap|abduct|assassinat|shoot|shot|explosion|blast|murder|"
    r"shell|rocket|launch|hit|massacre|operation|incident|fir|hijack|slay|detonat|death|down|execution|mine|capture|"
    r"destr|sabotage|burn|beheading|act$|seiz|tak|blow|plant)"
)
STORIES = {"charge", "claim", "report", "allegation", "accusation", "story", "suggestion", "account"}
"""What is told by others, and may be denied."""
ANAPHORS = {"it", "this", "that", "so", "both", "them", "these", "those", "one"}
_NOBODY = {"no", "nobody", "none", "neither", "nothing"}
_NOT = {"not", "n't", "never", "nor", "neither"}


class About(Enum):
    """What words of responsibility say of the act."""

    NAMED = "named"
    """A noun of it ("the bombing of the mill", "the bridge") or a clause ("had blown up the bridge")."""
    ANAPHOR = "anaphor"
    """"It", "both", "the first"."""
    UNSAID = "unsaid"
    """Nothing ("claimed responsibility")."""
    BESIDE = "beside"
    """The act that the same noun phrase tells ("an attack claimed by X")."""
    OWN = "own"
    """A deed of its own that the speaker tells ("said its men had killed ten soldiers")."""


@dataclass(frozen=True, slots=True)
class Responsibility:
    """Somebody's words that an act was, or was not, theirs."""

    head: Token
    """Head of the phrase that names who claims or denies."""
    about: Span
    """The words that say what for; those of the claim where none are given."""
    kind: About
    denied: bool
    verb: Span
    """The verb of claiming or denying: an event that is the claim itself is not what it is about."""
    noun: Token | None = None
    """Head of the noun phrase that names the act or stands for it."""
    of_group: bool = False
    """Whether it is a claim only if the speaker speaks for a group that is no state ("the group was behind it")."""


def anaphor_or_named(noun: Token) -> About:
    """Whether a noun stands for an act told before or names one."""
    low = noun.lower in ANAPHORS or (noun.lemma.lower() in {"three", "two"} and noun.pos == "NUM")
    return About.ANAPHOR if low else About.NAMED


def is_nobody(doc: Document, head: Token) -> bool:
    """True for "nobody", "no group", "neither side"."""
    return head.lower in _NOBODY or any(c.lower in _NOBODY for c in doc.children(head) if c.i <= head.i)


def subject_of(doc: Document, verb: Token) -> Token | None:
    """Who does what a verb says, also behind "and", "to" and "who"."""
    token = verb
    for _ in range(4):
        subject = next((c for c in doc.children(token) if c.dep in {"nsubj", "nsubjpass"}), None)
        if subject is not None:
            return doc.head(token) if subject.tag in {"WP", "WDT"} and token.dep == "relcl" else subject
        if token.dep in {"acl", "relcl"}:
            return doc.head(token)
        if token.dep not in {"conj", "xcomp", "advcl", "pcomp"}:
            return None
        token = doc.head(token)
    return None


def is_negated(doc: Document, verb: Token) -> bool:
    """True with "not" under the verb, or up to four words before it."""
    if any(c.dep == "neg" for c in doc.children(verb)):
        return True
    before = (t for t in doc.tokens[max(0, verb.i - 4) : verb.i] if t.sent == verb.sent)
    return any(t.lower in _NOT for t in before)
