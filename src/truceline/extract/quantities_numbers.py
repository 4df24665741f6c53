"""How many: number words, figures and their bounds, as (minimum, maximum) of a count of people."""

from __future__ import annotations

import re

from truceline.domain.text import Document, Token
from truceline.extract.quantities_figures import (
    PARTS,
    Count,
    bound,
    count_range,
    effect_before,
    read_figure,
    read_words,
)
from truceline.resources.harm import Numbers, load_person_nouns

_TIME_UNITS = {"second", "minute", "hour", "day", "week", "month", "year", "decade", "century", "time"}
_GROUPS = {"family", "group", "crew", "team", "squad", "band", "party", "gang"}
"""Nouns whose "of" says how many they are: "a family of five"."""
_COMPARED = {"fewer", "less", "more"}
_SCALED = {"million", "thousand", "hundred", "billion"}
_YEAR = re.compile(r"^(?:1[5-9]|20)\d\d$")


def is_number(token: Token, numbers: Numbers, *, people: bool = False) -> bool:
    """True for a figure or a number word that counts (articles and "no" included).

    people: True where it counts people, so that "6 million" is no sum of money whatever its label.
    """
    if token.ent in ({"PERCENT", "ORDINAL"} if people else {"MONEY", "PERCENT", "ORDINAL"}) and token.pos != "NOUN":
        return False
    entry = numbers.words.get(token.lower)
    return (
        (token.pos == "NUM" and (read_figure(token.text) is not None or entry is not None))
        or (entry is not None and entry.kind not in {"article"})
        or bool("-" in token.lower and all(p in numbers.words for p in token.lower.split("-") if p))
    )


def read_count(doc: Document, head: Token, numbers: Numbers) -> Count | None:
    """The count of the people that a noun phrase names, given by its head; None when it counts nobody.

    A singular without a number is one, a bare plural at least one.
    """
    ranged = read_share(doc, head, numbers) or _between(doc, head, numbers)
    if ranged is not None:
        return ranged
    counted = _of_number(doc, head, numbers) or _number_run(doc, head, numbers)[0]
    if counted is not None:
        return counted
    members = members_of(doc, head)
    if members is not None and (members.tag == "NNS" or is_number(members, numbers)):
        return read_count(doc, members, numbers)
    if head.tag in {"NNS", "NNPS"}:
        return Count(1, None, stated=False)
    alone = any(c.lower in {"a", "an"} for c in doc.children(head))
    if head.ent == "NORP" and head.tag == "NNP" and head.lower.endswith("s") and not alone:
        return Count(1, None, stated=False)  # "mainly Tutsis", read as a singular
    if head.pos in {"NOUN", "PROPN"}:
        return Count(1, None if head.lemma.lower() in _GROUPS else 1, stated=False)
    return None


def _of_number(doc: Document, head: Token, numbers: Numbers) -> Count | None:
    """The count of "to more than 2,080 the number of soldiers", which stands before "the number"."""
    of = doc.head(head)
    noun = doc.head(of) if head.dep == "pobj" and of.lower == "of" else head
    told = [c for c in doc.children(noun) if c.i < noun.i - 1 and c.dep == "nummod" and is_number(c, numbers)]
    if noun.lemma.lower() != "number" or len(told) != 1:
        return None
    value = read_words([told[0].text], numbers)
    before = list(doc.tokens[max(told[0].i - 3, 0) : told[0].i])
    return bound(*value, effect_before(before, numbers)) if value is not None else None


def read_share(doc: Document, head: Token, numbers: Numbers) -> Count | None:
    """As in "a quarter of a million people", given by the word of the share; None for other words."""
    if head.lower not in PARTS:
        scale = next((c for c in doc.children(head) if c.lower in _SCALED and c.i < head.i), None)
        before = [] if scale is None else [t for t in doc.tokens[max(scale.i - 3, 0) : scale.i] if t.lower in PARTS]
        return read_share(doc, before[0], numbers) if before else None
    scale = next((t for t in doc.tokens[head.i + 1 : head.i + 4] if t.lower in _SCALED), None)
    read = read_words([t.text for t in doc.tokens[head.i : scale.i + 1]], numbers) if scale is not None else None
    return Count(read[0], read[0]) if read is not None else None


def _between(doc: Document, head: Token, numbers: Numbers) -> Count | None:
    """As in "between 4,000 and 10,000 people", whose numbers the parse gives to the preposition."""
    first = _phrase_start(doc, head)
    if first < 4 or doc.tokens[first - 4].lower != "between" or doc.tokens[first - 2].lower != "and":
        return None
    low, high = (read_words([doc.tokens[first - n].text], numbers) for n in (3, 1))
    return Count(low[0], high[0]) if low is not None and high is not None and 0 < low[0] < high[0] else None


def _phrase_start(doc: Document, head: Token) -> int:
    """Index of the first of the words right before a noun that describe it ("Indian" of "three Indian women")."""
    first = head.i
    while first > 0 and doc.tokens[first - 1].head == head.i and doc.tokens[first - 1].dep in {"amod", "compound"}:
        first -= 1
    return first


def members_of(doc: Document, head: Token) -> Token | None:
    """Those of whom a group is made up ("a family of five", "a team of doctors"); None for other nouns."""
    if head.lemma.lower() not in _GROUPS or head.tag != "NN":
        return None
    of = next((c for c in doc.children(head) if c.lower == "of" and c.i > head.i), None)
    return next((c for c in doc.children(of) if c.dep == "pobj"), None) if of is not None else None


def _number_run(doc: Document, head: Token, numbers: Numbers) -> tuple[Count | None, list[Token]]:
    """The count from number words that depend on the head, or from the head itself ("three", "dozens of")."""
    near = [
        c
        for c in doc.children(head)
        if c.i < head.i and (c.dep in {"nummod", "det", "amod", "compound", "nmod", "quantmod", "predet", "advmod"})
    ]
    near.extend(_behind_month(doc, head))
    near.extend(_of_owner(doc, head))
    people = head.lemma.lower() in load_person_nouns()
    members: set[int] = set()
    for child in near:
        if child.ent in {"DATE", "TIME"} and head.ent in {"DATE", "TIME"} and head.lemma.lower() in _TIME_UNITS:
            continue
        if _ends_date(doc, child):
            continue
        named = child.dep == "compound" and child.pos == "PROPN" and not _opens(doc, child)
        if is_number(child, numbers, people=people) and not named:
            members.update(t.i for t in doc.subtree(child))
    own = is_number(head, numbers)
    if own:
        members.add(head.i)
        members.update(
            t.i
            for c in doc.children(head)
            if c.i < head.i and c.dep in {"nummod", "quantmod", "advmod", "compound", "det", "amod"}
            for t in doc.subtree(c)
        )
        for child in doc.children(head):
            if child.lower == "of":
                inner = next((c for c in doc.children(child) if c.dep == "pobj" and is_number(c, numbers)), None)
                if (
                    inner is not None
                    and numbers.words.get(head.lower) is not None
                    and numbers.words[head.lower].kind == "plural"
                ):
                    members.update((child.i, inner.i))
    if not members:
        return None, []
    run = [doc.tokens[i] for i in sorted(members)]
    first = run[0].i
    window = [doc.tokens[i] for i in range(max(first - 4, 0), first) if doc.tokens[i].sent == head.sent]
    for token in run:
        ranged = count_range(token.text)
        if ranged is not None:
            return ranged, run
    spread = _spread(doc, run, numbers)
    if spread is not None:
        return spread, run
    told = [t for t in run if not (t.lower == "no" and doc.tokens[t.i + 1].lower in _COMPARED)]
    said = [t.text for t in told if is_number(t, numbers, people=people) or t.lower in {"a", "of", "and", *PARTS}]
    read = read_words(said, numbers)
    if read is None:
        return None, run
    value, sort = read
    effect = effect_before([*_tail(window), *run], numbers)
    if value == 0 and sort != "none":
        return Count(0, 0), run
    return bound(value, sort, effect), run


def _opens(doc: Document, token: Token) -> bool:
    """True for the first word of a sentence, whose capital makes no name of "Eleven Rohirrim"."""
    return token.i == 0 or doc.tokens[token.i - 1].sent != token.sent


def _ends_date(doc: Document, token: Token) -> bool:
    """True for the year of "on April 27, 1978 the minister", which the parse gives to the minister."""
    if not _YEAR.match(token.text) or token.ent != "DATE" or token.i == 0:
        return False
    return doc.tokens[token.i - 1].ent == "DATE"


def _of_owner(doc: Document, head: Token) -> list[Token]:
    """The number of "two officers' wives", which the parse gives to the officers."""
    owner = next((c for c in doc.children(head) if c.dep == "poss" and c.tag == "NNS" and head.tag == "NNS"), None)
    return [c for c in doc.children(owner) if c.dep == "nummod"] if owner is not None else []


def _behind_month(doc: Document, head: Token) -> list[Token]:
    """The number word of "in March three journalists", which the parse gives to the month."""
    first = _phrase_start(doc, head)
    number = doc.tokens[first - 1] if first > 0 else head
    month = doc.head(number)
    behind = number.dep == "nummod" and month.i == number.i - 1 and month.ent == "DATE"
    of_month = doc.tokens[max(month.i - 1, 0)].lower in {"in", "since"}  # "In October 20 soldiers", no day of October
    behind = behind and (number.text.isalpha() or (of_month and not _YEAR.match(number.text)))
    return [number] if behind else []


def _spread(doc: Document, run: list[Token], numbers: Numbers) -> Count | None:
    """As in "between 20 and 30", "20 to 30", "three or four"; None where the run is one number."""
    between = any(t.lower == "between" for t in (*run, doc.tokens[max(run[0].i - 1, 0)]))
    joiners = {"to", "or", "and"} if between else {"to", "or"}
    for n, token in enumerate(run):
        if token.lower not in joiners or not 0 < n < len(run) - 1:
            continue
        if not (is_number(run[n - 1], numbers) and is_number(run[n + 1], numbers)):
            continue
        low = read_words([t.text for t in run[:n] if is_number(t, numbers)], numbers)
        high = read_words([t.text for t in run[n + 1 :] if is_number(t, numbers)], numbers)
        if low is not None and high is not None and 0 < low[0] < high[0]:
            return Count(low[0], high[0])
    return None


def _tail(window: list[Token]) -> list[Token]:
    """The last words before a number that can still bound it: none across a comma or a verb."""
    kept: list[Token] = []
    for token in reversed(window):
        if token.pos in {"PUNCT", "VERB", "NOUN", "PROPN", "PRON", "CCONJ"} and token.lower not in {
            "minimum",
            "excess",
            "most",
        }:
            break
        kept.append(token)
    return list(reversed(kept))
