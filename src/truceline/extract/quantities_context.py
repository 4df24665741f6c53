"""What its clause says of a harm: that it may not happen, was a mishap, is the cause of something else, or runs on."""

from __future__ import annotations

from truceline.domain.mentions import HarmMention
from truceline.domain.text import Document, Token
from truceline.resources.harm import harm_class

_MODALS = {"could", "would", "may", "might", "can", "should", "will", "shall", "must"}
_WILLING = {
    "want", "plan", "try", "attempt", "threaten", "vow", "intend", "order", "refuse", "seek", "prepare", "plot",
    "decide", "deadline", "threat", "bid", "conspiracy", "intention", "effort",
}  # fmt: skip
_BRINGS = {"result", "lead", "cause", "bring", "mean", "risk", "end", "force"}
_STRETCHES = {"days", "weeks", "months", "years", "decades", "month", "year", "decade"}
_SETS_OFF = {"trigger", "spark", "sparkle", "prompt", "provoke", "ignite", "touch", "set", "inflame", "motivate"}
_ANSWERS = {"retaliation", "revenge", "response", "protest", "punishment", "reprisal", "vengeance", "reaction"}


def is_unreal(doc: Document, harm: HarmMention) -> bool:
    """True for harm that could, would or shall happen, or that somebody wants to do."""
    token = doc.token_at(harm.trigger.start)
    if token is None or harm.negated:
        return False
    if token.pos == "NOUN":
        token = _bringer(doc, token) or token
    for _ in range(4):
        children = doc.children(token)
        perfect = any(c.lower == "have" for c in children)
        if any(c.dep == "aux" and c.lower in _MODALS for c in children) and not perfect:
            return True
        parent = doc.head(token)
        if token.pos == "VERB" and any(c.tag == "TO" and c.dep == "aux" for c in children):
            above = {parent.lemma.lower(), doc.head(parent).lemma.lower() if parent.lemma == "set" else ""}
            return bool(above & _WILLING) or harm.score < 1.0
        if parent.i == token.i or token.dep not in {"conj", "xcomp", "pcomp"}:
            return False
        token = parent
    return False


def _bringer(doc: Document, noun: Token) -> Token | None:
    """The verb of "may result in the death of", which brings the harm about."""
    token = noun
    for _ in range(4):
        if token.dep not in {"pobj", "prep", "dobj"}:
            return None
        token = doc.head(token)
        if token.pos == "VERB":
            return token if token.lemma in _BRINGS else None
    return None


def is_mishap(doc: Document, harm: HarmMention) -> bool:
    """True for people who "died in a boating accident" or of "accidental deaths"."""
    token = doc.token_at(harm.trigger.start)
    return token is not None and _is_put_down_to_mishap(doc, token)


def is_scanty(doc: Document, harm: HarmMention) -> bool:
    """True for "few deaths occurred", which counts nobody, unlike "a few"."""
    noun = doc.syntactic_head(harm.whom_span or harm.trigger)
    few = next((c for c in doc.children(noun) if c.lower == "few"), None) if noun is not None else None
    before = doc.tokens[few.i - 1].lower if few is not None and few.i else ""
    return few is not None and before not in _SOME_FEW


_SOME_FEW = frozenset("a the last past first another these those next only".split())


def is_accident(doc: Document, verb: Token) -> bool:
    """True for "killed" of "was killed and two wounded in a vehicle accident": nobody did it to anybody."""
    if _is_wreck(doc, verb):
        return True
    joined = [c for c in doc.children(verb) if c.dep == "conj"] + ([doc.head(verb)] if verb.dep == "conj" else [])
    suffered = (t for t in (verb, *joined) if t.lemma.lower() in _SUFFERED)
    return verb.lemma.lower() in _SUFFERED and any(_is_put_down_to_mishap(doc, t) for t in suffered)


_SUFFERED = {"kill", "die", "perish", "wound", "injure", "hurt", "death"}


def _is_put_down_to_mishap(doc: Document, token: Token) -> bool:
    children = doc.children(token)
    if any(c.lower == "accidental" for c in children):
        return True
    if any(c.dep == "advcl" and _is_wreck(doc, c) for c in children):
        return True
    preps = [c for c in children if c.lower in {"in", "by", "from", "after", "during"}]
    return any(t.lemma.lower() in harm_class("mishap") for c in preps for t in doc.children(c) if t.dep == "pobj")


def _is_wreck(doc: Document, verb: Token) -> bool:
    """True for "when their boat sank", "as a bus fell into a ravine", with no word of arms beside it."""
    if verb.pos != "VERB" or verb.lemma.lower() not in harm_class("wrecked"):
        return False
    subjects = [c for c in doc.children(verb) if c.dep in {"nsubj", "nsubjpass"}]
    below = [t for s in doc.children(verb) for t in doc.subtree(s)]
    into = [t for c in doc.children(verb) if c.lower in {"into", "through"} for t in doc.children(c)]
    if any(t.lemma.lower() in harm_class("wrecking") for t in below):
        return False
    aimed = any(t.lemma.lower() not in harm_class("depths") for t in into)
    return not aimed and any(s.lemma.lower() in harm_class("conveyance") for s in subjects)


def is_cause(doc: Document, harm: HarmMention) -> bool:
    """True for harm that is told as what led to something: "riots sparked by the deaths of two boys"."""
    token = doc.token_at(harm.trigger.start)
    if token is None or token.pos != "NOUN":
        return False
    parent = doc.head(token)
    if token.dep == "nsubj" and parent.lemma in _SETS_OFF:
        return True
    above = doc.head(parent)
    if token.dep != "pobj":
        return False
    return (parent.lower == "by" and above.lemma in _SETS_OFF) or above.lemma.lower() in _ANSWERS


def is_caused_here(doc: Document, harm: HarmMention) -> bool:
    """True for the "no casualties" of "the latest was a blast which caused none": its own sentence says of what."""
    token = doc.token_at(harm.trigger.start)
    verb = doc.head(token) if token is not None else None
    return token is not None and verb is not None and token.dep == "dobj" and verb.dep == "relcl"


def runs_on(doc: Document, harm: HarmMention) -> bool:
    """True for a count over a stretch of time: "700 have died in recent months", "since the start of the year"."""
    token = doc.token_at(harm.trigger.start)
    if token is None:
        return False
    for prep in doc.children(token):
        if prep.lower in {"year", "month"} and any(c.lower == "this" for c in doc.children(prep)):
            return True
        if prep.lower in {"in", "over", "since", "during"} and prep.dep in {"prep", "mark"}:
            words = [t.lower for t in doc.subtree(prep)][:8]
            long = any(w in _STRETCHES for w in words) and any(w in {"recent", "past", "last"} for w in words)
            if long or prep.lower == "since":
                return True
    return False
