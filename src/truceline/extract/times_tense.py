"""Whether a bare "Friday" or "March" lies behind or ahead of the report: the tense that governs it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from truceline.domain.text import Document, Span, Token
from truceline.extract.times_told import DEEDS, said_before
from truceline.resources.times import TenseWords

PAST, FUTURE = "past", "future"
NAMES_DEED = "names the"
"""Reason of a day that only says which deed is meant."""
_TRIES = frozenset("move bid attempt effort plan aim push drive".split())
"""Nouns whose infinitive lies ahead: "a bid to stop Saturday's meeting"."""
_LETS = frozenset(("let", "made"))
_ALIGHT = frozenset(("ablaze", "alight", "afire", "fire", "free", "upon"))
"""What something that was "set" so has been, not will be."""
_ORDERED_FROM = frozenset("announce call declare order proclaim ban forbid".split())
"""Verbs whose object begins later: "announced a ban from Saturday"."""
_WEAK_AUX = frozenset({"may", "might", "would", "should", "must"})
_AHEAD = re.compile(r"\b(ahead of|run-?up to|prior to|pending)([^,.;:]{0,60})$", re.IGNORECASE)


def direction(doc: Document, span: Span, words: TenseWords) -> tuple[str | None, str]:
    """(``past``, ``future`` or None, reason) for a time expression, from the nearest verb that settles it.

    Climbs from the expression's head towards the root; at each verb its auxiliaries and tag are read
    (``words`` holds the lemmas). None when no governing verb settles it.
    """
    token = doc.syntactic_head(span)
    if token is None:
        return None, "no analysis"
    cue = _cue_before(doc, span, words)
    if cue in ("until", "till") and _lasted(doc, token):
        return PAST, f"past: up to {span.of(doc.text)!r}"
    if _names_deed(doc, span, token, words):
        return PAST, f"{NAMES_DEED} {doc.head(token).text!r}"
    cue = cue or _ahead_of(doc, span, token) or _begins(doc, span, token)
    if cue:
        return FUTURE, f"after {cue!r}"
    seen_noun = seen_deed = False
    weak: Token | None = None
    said = said_before(doc, span, words.saying_verbs)
    for current in (token, *doc.ancestors(token)) if said is None else (said, *doc.ancestors(said)):
        if span.contains(current.span):
            continue
        if current.pos in ("VERB", "AUX"):
            found = _verb(doc, current, words, seen_noun)
            if found == PAST and (ahead := _told_ahead(doc, span, current, words, weak)):
                return FUTURE, f"will be: {ahead.text!r}"
            if found is None and seen_noun and not seen_deed and _may(doc, current):
                weak = current
            if found:
                return found, f"{'will be' if found == FUTURE else 'past'}: {current.text!r}"
        elif current.pos in ("NOUN", "PROPN", "ADJ"):
            if not seen_noun and _is_verb_after_all(doc, current, words):
                return FUTURE, f"will be: {current.text!r}"
            lemmas = {t.lemma.lower() for t in doc.children(current)} | {current.lemma.lower()}
            hit = lemmas & words.future_adjectives
            if hit:
                return FUTURE, f"with {min(hit)!r}"
            seen_noun, seen_deed = True, seen_deed or current.lemma.lower() in DEEDS
    return None, "no governing tense"


def _cue_before(doc: Document, span: Span, words: TenseWords) -> str | None:
    """A word just before the expression that opens the future ("starting Tuesday", "ahead of Friday")."""
    inside = doc.tokens_in(span)
    if not inside:
        return None
    i = inside[0].i - 1
    for back in (i, i - 1):
        if back >= 0 and doc.tokens[back].sent == inside[0].sent:
            low = doc.tokens[back].lower
            if low == "for" and back == i and not _names_what_follows(doc, span):
                return low
            if low in words.future_cues and (back == i or doc.tokens[i].pos in ("ADP", "DET")):
                return low
    return None


def _lasted(doc: Document, time: Token) -> bool:
    """Read "was kept secret until Tuesday when they said": what ended it is told in the past."""
    clause = next((t for t in doc.children(time) if t.dep in ("relcl", "acl")), None)
    return clause is not None and clause.tag == "VBD"


def _names_deed(doc: Document, span: Span, time: Token, words: TenseWords) -> bool:
    """Read "the Feb. 14 assassination": what has happened by that day, unless it is called planned or coming."""
    noun = doc.head(time)
    if time.dep not in ("compound", "nmod", "nummod") or noun.start < span.end:
        return False
    if noun.lemma.lower() not in DEEDS - _RECURRING:
        return False
    around = (*doc.children(noun), *doc.tokens_in(Span(max(span.start - _CALLED, 0), span.start)))
    return not any({t.lower, t.lemma.lower()} & words.future_adjectives for t in around)


_CALLED = 14
"""Characters before a day in which its deed may be called planned."""
_RECURRING = frozenset(("prayer", "sermon", "ruling"))
"""Deeds that are as often still to come."""


def _names_what_follows(doc: Document, span: Span) -> bool:
    """Read "for Friday's raid", "for the Monday attack": the day tells which raid."""
    if doc.text[span.end : span.end + 1] in ("'", "’"):
        return True
    following = doc.token_at(span.end + 1)
    with_article = doc.text[span.start : span.start + 4].lower() == "the "
    return with_article and following is not None and following.pos in ("NOUN", "PROPN")


def _ahead_of(doc: Document, span: Span, time: Token) -> str | None:
    """The words that put what they govern ahead: "ahead of a summit Thursday", "prior to the vote in December"."""
    noun = doc.head(time)
    if noun.pos == "ADP":
        noun = doc.head(noun)
    of = doc.head(noun)
    if noun.pos in ("NOUN", "PROPN") and noun.i < time.i and _is_ahead(doc, of):
        return f"{doc.head(of).lower} {of.lower}"
    here = doc.sentences[time.sent].start
    cue = _AHEAD.search(doc.text[max(here, span.start - 80) : span.start])
    between = doc.tokens_in(Span(span.start - len(cue[2]), span.start)) if cue else ()
    return cue[1].lower() if cue and not any(t.pos in ("VERB", "AUX") for t in between) else None


def _is_ahead(doc: Document, of: Token) -> bool:
    return (doc.head(of).lower, of.lower) in (("ahead", "of"), ("prior", "to"))


def _may(doc: Document, verb: Token) -> bool:
    aux = {t.lower for t in doc.children(verb) if t.dep == "aux"}
    return bool(aux & _WEAK_AUX) and "have" not in aux


def _told_ahead(doc: Document, span: Span, saying: Token, words: TenseWords, weak: Token | None) -> Token | None:
    """The verb of what is said to lie ahead: "would meet at the talks Monday, he said", "is due there Monday, he said".

    weak: a verb with "may" or "would" that was passed on the way up.
    """
    if saying.lemma.lower() not in words.saying_verbs or saying.start < span.end:
        return None
    if weak is not None and not _tells_which(doc, span):
        return weak
    if doc.text[span.end : span.end + 1] != ",":
        return None
    before = doc.sentence_tokens(saying.sent)
    verb = next((t for t in reversed(before) if t.end <= span.start and t.pos == "VERB"), None)
    return verb if verb is not None and _verb(doc, verb, words, False) == FUTURE else None


def _tells_which(doc: Document, span: Span) -> bool:
    """Read "Friday's ruling", "the Friday ruling", "the ruling by Friday": the day only names the deed."""
    head, before = doc.syntactic_head(span), doc.token_at(max(span.start - 2, 0))
    own = doc.text[span.end : span.end + 1] in ("'", "’") or (head is not None and head.dep in ("compound", "poss"))
    return own or (before is not None and before.lower == "by")


def _was_due(doc: Document, governor: Token) -> bool:
    """Read "had been due to", "had been expected to": the day has passed."""
    copula = doc.head(governor)
    return governor.pos == "ADJ" and copula.pos == "AUX" and any(t.lower == "had" for t in doc.children(copula))


def _is_verb_after_all(doc: Document, word: Token, words: TenseWords) -> bool:
    """Read "which lapses on Saturday", "Talks open on Monday" where the tagger took the verb for another word."""
    if word.lemma.lower() not in words.scheduled_verbs or word.dep not in ("relcl", "ROOT"):
        return False
    children = doc.children(word)
    return any(t.dep == "nsubj" for t in children) and not any(t.dep in ("cop", "det", "amod") for t in children)


def _has_happened(verb: Token, children: Sequence[Token]) -> bool:
    """Read "was set up", "was set ablaze", unlike "was set to" and "was set for"."""
    return any(t.dep == "prt" or (verb.lemma.lower() == "set" and t.lower in _ALIGHT) for t in children)


def _begins(doc: Document, span: Span, time: Token) -> str | None:
    """Whether a day is when what is announced begins: "a ban from Saturday", not "from Saturday to Monday"."""
    before = doc.head(time)
    if before.lower != "from" or re.match(r"\W*(?:to|until|till|through)\b", doc.text[span.end : span.end + 12]):
        return None
    verb = next((t for t in doc.ancestors(before) if t.pos in ("VERB", "AUX")), None)
    return "from" if verb is not None and verb.lemma.lower() in _ORDERED_FROM else None


def _verb(doc: Document, verb: Token, words: TenseWords, through_noun: bool) -> str | None:
    children = doc.children(verb)
    aux = {t.lower for t in children if t.dep in ("aux", "auxpass")}
    if aux & words.future_aux:
        # "The pledge made in July may fail" leaves July open, "July's vote will be close" does not.
        return None if through_noun and aux & _WEAK_AUX and not aux & {"will", "wo", "shall"} else FUTURE
    if {"to", "have"} <= aux and verb.tag == "VBN" and doc.head(verb).lemma.lower() != "be":
        return PAST  # "is thought to have fled on Friday"
    if "to" in aux or any(t.lower == "to" and t.pos == "PART" for t in children):
        governor = doc.head(verb)
        if governor.lemma.lower() in words.future_governors or governor.lower in words.future_governors:
            if any(t.lower in ("had", "'d") for t in doc.children(governor)) or _was_due(doc, governor):
                return PAST
            if governor.tag == "VBD" and governor.lemma.lower() in words.past_when_past:
                return PAST
            return FUTURE
        if governor.pos == "AUX" and governor.i != verb.i:
            return FUTURE
        return FUTURE if governor.lemma.lower() in _TRIES and verb.dep in ("relcl", "acl") else None
    if verb.tag == "VB" and verb.dep == "conj" and not aux and doc.head(verb).i < verb.i:
        return _verb(doc, doc.head(verb), words, through_noun)
    if verb.tag == "VB" and verb.dep in ("ccomp", "xcomp") and not aux and doc.head(verb).lower in _LETS:
        return None  # "were let go on Sunday": the verb over it says when
    if aux & words.past_aux:
        if verb.lemma.lower() in words.future_participles and not _has_happened(verb, children):
            return PAST if "had" in aux else FUTURE
        if verb.tag == "VBG" and verb.lemma.lower() in words.scheduled_verbs and not through_noun:
            return None
        return PAST
    if verb.tag == "VBD":
        named = any(t.dep in ("nsubj", "nsubjpass", "csubj") for t in children)
        return FUTURE if verb.lemma.lower() in words.future_participles and not named and aux == set() else PAST
    if verb.tag == "VBN":
        if verb.lemma.lower() in words.future_participles:
            return FUTURE
        if aux & {"is", "are", "'s", "'re", "be", "being"}:
            return None
        return PAST if verb.dep in ("acl", "ROOT", "ccomp", "conj", "advcl", "relcl") else None
    if verb.tag == "VBG":
        return FUTURE if aux & {"is", "are", "'s", "'re", "am"} and not through_noun else None
    if verb.tag in ("VBZ", "VBP", "VB") and not through_noun:
        if verb.lemma.lower() in words.scheduled_verbs:
            return FUTURE
        if any(t.lemma.lower() in words.future_adjectives for t in children if t.pos == "ADJ"):
            return FUTURE
        if verb.lemma.lower() in words.saying_verbs:
            return PAST
    return None
