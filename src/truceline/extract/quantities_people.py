"""The people harmed: a noun phrase read as a count, with what it leaves out and what stands beside it."""

from __future__ import annotations

from dataclasses import dataclass

from truceline.domain.codes import HarmKind
from truceline.domain.mentions import HarmMention
from truceline.domain.text import Document, Span, Token
from truceline.extract.quantities_figures import Count
from truceline.extract.quantities_lists import (
    beside_a_group,
    is_listed,
    is_otherwise,
    is_person,
    listed_after,
    past_hyphen,
    people_beside,
)
from truceline.extract.quantities_numbers import is_number, members_of, read_count, read_share
from truceline.extract.quantities_subjects import beside_subject
from truceline.resources.harm import Numbers, harm_class

_PEOPLE_PRONOUNS = {"he", "she", "him", "her", "another", "one", "someone", "others", "other"}


_NOBODY = {"nobody", "none", "no-one"}


_BREAKS = {"-", "–", "—", "--", ":"}
_MEASURES = {"QUANTITY", "MONEY", "PERCENT"}


@dataclass(frozen=True, slots=True)
class Victims:
    """The noun phrases that were harmed by one word, with what they count."""

    heads: tuple[Token, ...]
    count: Count
    words: str
    span: Span | None


def count_victims(
    doc: Document, head: Token, numbers: Numbers, *, verb: Token | None = None, people: bool = False
) -> Victims | None:
    """The count over a noun phrase and its coordinates; None where the phrase names no people.

    verb: where given, people beside the subject count too ("... was killed along with 26 others").
    people: True after words that things suffer as often ("executed 12 warrants"): a counted noun must name people too.
    """
    if head.ent in {"DATE", "TIME"} and head.pos in {"NUM", "NOUN"} and read_share(doc, head, numbers) is None:
        return None
    if head.lower == "total":
        of = next((c for c in doc.children(head) if c.lower == "of"), head)
        head = next((c for c in doc.children(of) if c.dep == "pobj"), head)
    if head.pos == "ADP" and head.lower != "by":  # "around 500 have been arrested"
        head = next((c for c in doc.children(head) if c.dep == "pobj" and is_number(c, numbers)), head)
    if head.lower == "by":  # "two passers-by", which the tokeniser splits
        head = next((c for c in doc.children(head) if c.dep == "compound"), head)
    anew = head.dep in {"dobj", "nsubjpass"} or doc.head(head).lemma in {"die", "fall", "lose"} or _are_dead(doc, head)
    if doc.head(head).lower == "including" or (is_part(doc, head) and not anew):
        return None  # some of those already counted
    if head.lower in _NOBODY or (head.lower == "one" and any(c.lower == "no" for c in doc.children(head))):
        return Victims((head,), Count(0, 0), head.text, head.span)
    if head.pos == "PRON" and head.lower not in _PEOPLE_PRONOUNS:
        return None
    head = _told_after(doc, head, numbers) or _told_before(doc, head, numbers) or head
    heads = [head]
    todo = [head]
    while todo:
        token = todo.pop()
        for child in doc.children(token):
            if child.lower == "by" and child.dep == "conj":
                child = next((c for c in doc.children(child) if c.dep == "compound"), child)
                heads.append(child)
                continue
            joined = child.dep == "conj" and child.pos in {"NOUN", "PROPN", "NUM", "PRON"}
            if joined and doc.tokens[doc.subtree(child)[0].i - 1].text in _BREAKS:
                continue  # "nine people - six farmers and three clerks"
            if (joined and not is_otherwise(doc, child)) or is_listed(doc, token, child, numbers):
                heads.append(child)
                todo.append(child)
    things = head.lemma.lower() in harm_class("no_people") and head.pos == "NOUN"
    if things and not any(is_person(h) for h in heads[1:]):
        return None
    heads.extend(beside_a_group(doc, head, numbers))
    beside = beside_subject(doc, head)
    if beside is not None and beside not in heads:
        heads.append(beside)
    heads.extend(listed_after(doc, heads, numbers))
    if verb is not None and verb.i > head.i:  # "a rebel who was killed in May and his brother were named"
        heads = [h for h in heads if h.i < verb.i]
    heads = [h for n, h in enumerate(heads) if n == 0 or not _same_people(doc, heads[0], h, numbers)]
    if verb is not None:
        heads.extend(people_beside(doc, verb, numbers))
    low = 0
    high: int | None = 0
    stated, named, bounded = False, False, False
    some = not people and len(heads) > 1 and any(is_person(_counted(doc, h, numbers)) for h in heads)
    for each in heads:
        if each.lemma.lower() in harm_class("no_people") or each.ent in _MEASURES:
            continue
        count = read_count(doc, each, numbers)
        if count is None:
            if each.pos == "PRON" or _one_of_a_people(doc, each) or _one_more(doc, each):
                count = Count(1, 1, stated=False)
            else:
                continue
        counted = past_hyphen(doc, _counted(doc, each, numbers))
        loose = not count.stated or (people and not is_number(counted, numbers))
        adjoined = some and each.i != head.i and each.tag == "NN" and _has_own(doc, each)
        alone = counted.lower == "own" or _one_more(doc, each) or _one_of_a_people(doc, each)
        if loose and not is_person(counted) and not adjoined and not alone:
            continue
        stated = stated or count.stated
        named = named or count.stated or count.maximum is not None
        low = low + (count.minimum or 0)
        bounded = bounded or count.minimum is not None
        high = None if high is None or count.maximum is None else high + count.maximum
    if low == 0 and high == 0 and not stated:
        return None
    if low and not named:
        low = 1  # bare plurals say no more than that there was somebody
    span = _words_span(doc, head, heads)
    words = " ".join(doc.text[span.start : span.end].split())
    return Victims(tuple(heads), Count(low if bounded else None, high, stated), words, span)


def _told_after(doc: Document, head: Token, numbers: Numbers) -> Token | None:
    """The counted people of "the victims, two brothers,": an apposition counts a plural that has no number."""
    if head.tag not in {"NNS", "NNPS"} or any(is_number(c, numbers) for c in doc.children(head)):
        return None
    told = [c for c in doc.children(head) if c.dep == "appos" and c.i > head.i and is_person(c)]
    return next((c for c in told if any(is_number(g, numbers) and g.i < c.i for g in doc.children(c))), None)


def _told_before(doc: Document, head: Token, numbers: Numbers) -> Token | None:
    """The nine of "nine people - six farmers and three clerks", which the parse takes for one word with the farmers."""
    before = [t for t in doc.subtree(head) if t.i < head.i and t.tag == "NNS" and doc.tokens[t.i + 1].text in _BREAKS]
    return next((t for t in before if any(is_number(g, numbers) for g in doc.children(t))), None)


def _are_dead(doc: Document, subject: Token) -> bool:
    """True for the subject of "are dead", "are missing"."""
    verb = doc.head(subject)
    said = [verb, *(c for c in doc.children(verb) if c.dep == "acomp")]
    return subject.dep == "nsubj" and any(t.lower in {"dead", "missing"} for t in said)


def _one_of_a_people(doc: Document, token: Token) -> bool:
    """True for "an Egyptian", which the parse takes for an adjective."""
    before = [c.lower for c in doc.children(token) if c.i < token.i]
    return token.ent in {"NORP", "GPE"} and any(word in {"a", "an", "one"} for word in before)


def _has_own(doc: Document, noun: Token) -> bool:
    """True for "a goatherd", "his helper", who stand beside people and are people too."""
    return any(c.lower in {"a", "an"} or (c.dep == "poss" and c.pos == "PRON") for c in doc.children(noun))


def _one_more(doc: Document, token: Token) -> bool:
    """True for the "a third" of "two troopers were killed and a third hurt"."""
    return token.lower in {"second", "third", "fourth"} and any(c.lower == "a" for c in doc.children(token))


def is_part(doc: Document, head: Token) -> bool:
    """True for "three of them", "one of whom"."""
    return any(
        c.lower == "of" and any(g.lower in {"them", "whom", "those", "which"} for g in doc.children(c))
        for c in doc.children(head)
    )


def _counted(doc: Document, head: Token, numbers: Numbers) -> Token:
    """The people behind a word of number or a group ("a number of officers"), else the head itself."""
    if is_number(head, numbers):
        of = next((c for c in doc.children(head) if c.lower == "of"), None)
        return next((c for c in doc.children(of) if c.dep == "pobj"), head) if of is not None else head
    return members_of(doc, head) or head


def _same_people(doc: Document, first: Token, second: Token, numbers: Numbers) -> bool:
    """True where a coordinate adds nobody: "eight women and young girls", "strongman and president"."""
    if _is_he_too(doc, first, second):
        return True
    word = doc.head(second) if doc.head(second).lower == "by" else second  # "a passer-by"
    own = any(is_number(c, numbers) or c.dep in {"det", "poss"} for c in doc.children(word))
    if not own and second.ent == "NORP" and second.tag == "NNPS":
        return any(is_number(c, numbers) for c in doc.children(first))  # "90 foreigners and Rohirrim"
    if own or second.pos in {"PROPN", "PRON", "NUM"} or is_number(second, numbers):
        return False
    numbered = any(is_number(c, numbers) for c in doc.children(first))
    if second.lemma.lower() in harm_class("kin") and not numbered:
        return False  # "a husband and wife"
    return numbered or (first.tag == "NN" and second.tag == "NN")


def _is_he_too(doc: Document, first: Token, second: Token) -> bool:
    """True for one person told as two things, with a verb in the singular: "Ruiz, 52, and the father of four, was"."""
    if first.tag != "NNP" or second.tag != "NN" or first.dep not in {"nsubj", "nsubjpass"}:
        return False
    verb = doc.head(first)
    finite = {c.lower for c in doc.children(verb) if c.dep in {"aux", "auxpass"}} | {verb.lower}
    return any(c.lower == "the" for c in doc.children(second)) and bool(finite & _SINGULAR)


_SINGULAR = frozenset({"was", "is", "has"})


def _words_span(doc: Document, head: Token, heads: list[Token]) -> Span:
    inside = [
        t
        for h in heads
        for c in (
            h,
            *(
                c
                for c in doc.children(h)
                if c.i < h.i
                and c.dep in {"amod", "compound", "nummod", "poss", "nmod", "det"}
                and not (c.ent == "DATE" and h.ent != "DATE")
                and c.lower != "dead"
                and not any(g.dep == "aux" for g in doc.children(c))
            ),
        )
        for t in ((c,) if c.i == h.i else doc.subtree(c))
    ]
    of = [t for c in doc.children(head) if c.lower == "of" for t in doc.subtree(c)]
    every = sorted({past_hyphen(doc, t).i for t in (*inside, *of)} | {t.i for t in (*inside, *of)})
    return Span(doc.tokens[every[0]].start, doc.tokens[every[-1]].end)


def make_mention(
    kind: HarmKind, count: Count, whom: str, whom_span: Span | None, trigger: Span, reason: str
) -> HarmMention:
    """A harm mention over its trigger and the people's words."""
    start = min(trigger.start, whom_span.start) if whom_span is not None else trigger.start
    end = max(trigger.end, whom_span.end) if whom_span is not None else trigger.end
    return HarmMention(
        span=Span(start, end),
        kind=kind,
        minimum=count.minimum,
        maximum=count.maximum,
        whom=whom,
        whom_span=whom_span,
        trigger=trigger,
        negated=count.maximum == 0,
        score=1.0 if count.stated else 0.7,
        reason=reason,
    )
