"""How many: number words, figures and their bounds, as (minimum, maximum) of a count of people."""

from __future__ import annotations

import re
from dataclasses import dataclass

from truceline.domain.text import Document, Token
from truceline.resources.harm import Numbers

_FIGURE = re.compile(r"^\d{1,3}(?:[,.\s]\d{3})+$|^\d+(?:\.\d+)?$")
_HUNDRED = 100
_SCALES = {"dozens": 12, "scores": 20, "hundreds": 100, "thousands": 1000, "millions": 1_000_000}
_TIME_UNITS = {"second", "minute", "hour", "day", "week", "month", "year", "decade", "century", "time"}
_GROUPS = {"family", "group", "crew", "team", "squad", "band", "party", "gang"}
"""Nouns whose "of" says how many they are: "a family of five"."""
_COMPARED = {"fewer", "less", "more"}
_PARTS = {"half": 0.5, "quarter": 0.25}
_SCALED = {"million", "thousand", "hundred", "billion"}
_YEAR = re.compile(r"^(?:1[5-9]|20)\d\d$")
_RANGE = re.compile(r"^(\d[\d,]*)\s?[-–—]\s?(\d[\d,]*)$")


@dataclass(frozen=True, slots=True)
class Count:
    """A count with bounds; None where the words give no such bound. ``exact`` when it rests on a stated number."""

    minimum: int | None
    maximum: int | None
    stated: bool = True


def read_figure(text: str) -> float | None:
    """The value of a figure such as "12", "2,850" or "1.4"; None for other words."""
    if not _FIGURE.match(text):
        return None
    if re.match(r"^\d{1,3}(?:[,.\s]\d{3})+$", text):
        return float(re.sub(r"[,.\s]", "", text))
    return float(text)


def read_words(words: list[str], numbers: Numbers) -> tuple[int, str] | None:
    """(value, sort) of a run of number words and figures: sort is exact, vague, loose or none.

    "twenty-five" 25, "half a dozen" 6, "1.4 million" 1400000, "two dozen" 24,
    "tens of thousands" 20000, "several hundred" 300.
    Loose words ("many", "an unknown number") say no more than that there was somebody. None where no word counts.
    """
    total, current, sort, article = 0.0, 0.0, "", False
    low = [w.lower() for w in words]
    if "half-dozen" in low or ("half" in low and "dozen" in low):
        return 6, "exact"
    part = next((_PARTS[w] for w in low[:2] if w in _PARTS), None)
    if part is not None and low[-1] in numbers.words and numbers.words[low[-1]].kind == "scale":
        return round(numbers.words[low[-1]].value * part), "exact"  # "half a million"
    for word in (part for raw in words for part in _parts(raw)):
        figure = read_figure(word)
        if figure is not None:
            current = figure if sort in {"", "loose"} else current + figure
            sort = "exact"
            continue
        entry = numbers.words.get(word)
        if entry is None:
            if sort:
                break
            continue
        if entry.kind == "none":
            return 0, "none"
        if entry.kind == "article":
            current, article = current or entry.value, not current
        elif entry.kind == "scale":
            base = (total + current) or 1.0
            if entry.value == _HUNDRED:
                total, current = total, (current or 1.0) * _HUNDRED
            else:
                total, current = base * entry.value, 0.0
            sort = sort or "exact"
        elif entry.kind == "plural":
            # "hundreds of thousands": the two multiply, the second without its own "several".
            total = (total + current) * _SCALES.get(word, entry.value) if sort == "plural" else float(entry.value)
            current, sort = 0.0, "plural"
        elif entry.kind == "group":
            current, sort = (current or 1.0) * entry.value, sort or "exact"
        elif entry.kind == "loose":
            current, sort = float(entry.value), sort or "loose"
        else:
            counted = 0 if article and entry.kind == "unit" else current  # "a further six"
            current = entry.value if sort == "loose" or entry.kind == "vague" else counted + entry.value
            sort = "vague" if entry.kind == "vague" or sort == "vague" else "exact"
    if not sort:
        return (int(current), "exact") if current else None
    return round(total + current), "vague" if sort == "plural" else sort


def _parts(raw: str) -> list[str]:
    """Words of a hyphened number ("twenty-five"); figures stay whole."""
    low = raw.lower()
    return [low] if _FIGURE.match(low) else [p for p in low.split("-") if p and p not in {"and", "of"}]


def bound(value: int, sort: str, effect: str | None) -> Count:
    """Bounds of a value under a bounding phrase (codebook section 8, Harm)."""
    if sort == "none":
        return Count(0, 0)
    if effect == "at_least":
        return Count(value, None)
    if effect == "more_than":
        return Count(value + 1 if sort == "exact" else value, None)
    if sort == "loose":
        return Count(value, None, stated=False)
    if effect == "up_to":
        return Count(None, value)
    if effect == "less_than":
        return Count(None, value - 1 if value > 0 else 0)
    if sort == "vague":
        return Count(value, None)
    return Count(value, value)


def effect_before(tokens: list[Token], numbers: Numbers) -> str | None:
    """The bounding phrase among the words before and inside a number's run ("at least four", "or more")."""
    words = [t.lower for t in tokens]
    for phrase, effect in numbers.bounds:
        n = len(phrase)
        for i in range(len(words) - n + 1):
            if tuple(words[i : i + n]) == phrase:
                return effect
    return None


def is_number(token: Token, numbers: Numbers) -> bool:
    """True for a figure or a number word that counts (articles and "no" included)."""
    if token.ent in {"MONEY", "PERCENT", "ORDINAL"} and token.pos != "NOUN":
        return False
    entry = numbers.words.get(token.lower)
    return (
        (token.pos == "NUM" and (read_figure(token.text) is not None or entry is not None))
        or (entry is not None and entry.kind not in {"article"})
        or bool("-" in token.lower and all(p in numbers.words for p in token.lower.split("-") if p))
    )


def count_range(text: str) -> Count | None:
    """As in "20-25" as (20, 25); None for other words."""
    match = _RANGE.match(text)
    if match is None:
        return None
    low, high = (int(g.replace(",", "")) for g in match.groups())
    return Count(low, high) if low < high else None


def read_count(doc: Document, head: Token, numbers: Numbers) -> Count | None:
    """The count of the people that a noun phrase names, given by its head; None when it counts nobody.

    A singular without a number is one, a bare plural at least one.
    """
    ranged = read_share(doc, head, numbers) or _between(doc, head, numbers)
    if ranged is not None:
        return ranged
    counted, run = _number_run(doc, head, numbers)
    if counted is not None:
        return counted
    del run
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


def read_share(doc: Document, head: Token, numbers: Numbers) -> Count | None:
    """As in "a quarter of a million people", given by the word of the share; None for other words."""
    if head.lower not in _PARTS:
        return None
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
    members: set[int] = set()
    for child in near:
        if child.ent in {"DATE", "TIME"} and head.ent in {"DATE", "TIME"} and head.lemma.lower() in _TIME_UNITS:
            continue
        if _ends_date(doc, child):
            continue
        named = child.dep == "compound" and child.pos == "PROPN" and not _opens(doc, child)
        if is_number(child, numbers) and not named:
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
    said = [t.text for t in told if is_number(t, numbers) or t.lower in {"a", "of", "and", *_PARTS}]
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


def _behind_month(doc: Document, head: Token) -> list[Token]:
    """The number word of "in March three journalists", which the parse gives to the month."""
    first = _phrase_start(doc, head)
    number = doc.tokens[first - 1] if first > 0 else head
    month = doc.head(number)
    behind = number.dep == "nummod" and month.i == number.i - 1 and month.ent == "DATE" and number.text.isalpha()
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
