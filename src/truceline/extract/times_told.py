"""Whether a bare weekday five or six days back hangs on a deed of the past, or is next week's after all."""

from __future__ import annotations

import re
from collections.abc import Collection

from truceline.domain.text import Document, Span, Token
from truceline.resources.times import TenseWords

STALE_DAYS = 5
"""A bare weekday this many days back is seldom meant: news calls it "last Friday", or tells of it in a past tense."""
DEEDS = frozenset(
    "airstrike ambush arrest assassination assault attack battle blast bombardment bombing clash crash death disaster "
    "explosion fighting fire hijacking incident incursion infection injury kidnapping killing massacre murder "
    "offensive prayer raid riot ruling sermon shelling shooting slaying unrest violence".split()
)
"""Nouns of what has happened: "the bombing on Friday" is behind however its sentence goes."""
_SPEECHES = frozenset("address briefing broadcast comment interview letter message remark speech statement".split())
"""Where a person who said something said it: "said in a speech on Thursday"."""
_CALLS = frozenset(
    "advise agree announce ask ban call cancel choose confirm decide demand expect fix forbid hope invite name need "
    "oppose order plan pledge postpone prepare promise propose reject rule schedule seek set summon threaten urge vow "
    "want warn".split()
)
"""Verbs in whose past tense a meeting still to come is spoken of: "announced a sit-in on Friday"."""
_DONE = frozenset("arrive begin come continue fail gather go manage refuse return rush start try".split())
"""Verbs whose infinitive is done with them: "came to open the road on Saturday"."""
_LIMITS = frozenset(("before", "until", "till", "by", "for"))
_OPEN = re.compile(r"\b(?:since|between)\s+(?:the\s+)?$|\blast\s+\w+day\s+and\s+$", re.IGNORECASE)


_LEAST_SAID = 25
"""Characters of a sentence before a day that may be what is said: less is "On Friday, officials said"."""


def said_before(doc: Document, span: Span, saying: Collection[str]) -> Token | None:
    """The verb that a day belongs to where the parser hangs it on the verb of saying after it: "opened talks on
    Friday, envoys told the paper"; None where it stands right."""
    time = doc.syntactic_head(span)
    if time is None or not doc.text[span.end :].lstrip().startswith(","):
        return None
    over = next((t for t in doc.ancestors(time) if t.pos in ("VERB", "AUX")), None)
    if over is None or over.lemma.lower() not in saying or over.start < span.end:
        return None
    if span.start - doc.sentences[time.sent].start < _LEAST_SAID:
        return None
    return next((t for t in reversed(doc.sentence_tokens(time.sent)) if t.end <= span.start and t.pos == "VERB"), None)


def is_told(doc: Document, span: Span, words: TenseWords) -> bool:
    """Whether a weekday is a past deed's: "left on Friday", "Friday's raid", "since Friday"; True without a parse.

    False for "a planned rally on Friday", "unless the king steps in before Friday", "Friday's vote".
    """
    time, text = doc.syntactic_head(span), doc.text
    if time is None or time.dep in ("conj", "ROOT") or _OPEN.search(text[max(0, span.start - 24) : span.start]):
        return True
    if text[span.start : span.end].lower().startswith("earlier") or text[span.end : span.end + 1] == ":":
        return True
    governor, limited = _governor(doc, span, time)
    governor = said_before(doc, span, words.saying_verbs) or governor
    if governor.pos not in ("NOUN", "PROPN", "PRON", "NUM", "ADJ"):
        return _is_past(doc, governor)
    return not limited and _noun_is_told(doc, governor, time, words)


def _governor(doc: Document, span: Span, time: Token) -> tuple[Token, bool]:
    """What the weekday hangs on, through one preposition, and whether that is "before", "until", "by" or "for"."""
    up, before = doc.head(time), doc.token_at(max(span.start - 2, 0))
    if time.dep == "compound" and before is not None and before.pos == "ADP":
        up = before  # "On Saturday guards came": no guards of Saturday
    if up.pos != "ADP":
        return up, False
    return (up, True) if up.lower in _LIMITS - {"for"} else (doc.head(up), up.lower in _LIMITS)


def _is_past(doc: Document, verb: Token) -> bool:
    aux = {t.lower for t in doc.children(verb) if t.dep in ("aux", "auxpass")}
    if verb.tag == "VBN":
        return not aux or bool(aux & {"was", "were", "had", "has", "have"})
    if verb.tag == "VB" and "to" in aux:
        above = doc.head(verb)
        return above.tag == "VBD" and above.lemma.lower() in _DONE
    return verb.tag == "VBD"


def _noun_is_told(doc: Document, noun: Token, time: Token, words: TenseWords) -> bool:
    """Whether the noun of a weekday is a deed, or the verb over it says what was done: "made a landing on Friday"."""
    names = {noun.lemma.lower()}
    if names & DEEDS or noun.dep == "conj":
        return True
    if time.dep in ("poss", "compound"):
        return False
    for above in doc.ancestors(noun):
        if above.pos == "ADP" and above.lower in _LIMITS:
            return False
        if above.pos in ("VERB", "AUX"):
            lemma = above.lemma.lower()
            if lemma in words.saying_verbs:
                return bool(names & _SPEECHES)
            return _is_past(doc, above) and above.tag != "VB" and lemma not in _CALLS
        names.add(above.lemma.lower())
        if names & DEEDS:
            return True
    return False
