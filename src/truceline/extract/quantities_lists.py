"""Who is a person by his noun, and the people named after the first: a list whose tail the parse hangs elsewhere, and
those "along with" them."""

from __future__ import annotations

from collections.abc import Iterator

from truceline.domain.text import Document, Token
from truceline.extract.quantities_numbers import is_number
from truceline.resources.harm import Numbers, load_person_endings, load_person_nouns

SUBJECT = {"nsubj", "nsubjpass"}
_UNITS = {"division", "brigade", "battalion", "regiment", "corps", "fleet", "ministry", "government", "parliament"}
_MOST = {"most", "all", "some", "members", "part", "much"}
_STATED_AFTER = {"dead", "killed", "wounded", "injured", "hurt", "missing", "arrested", "detained"}


def is_person(head: Token) -> bool:
    """True for a noun that names people: by its entity label, the tables of person nouns and of their ends, or a
    person's name."""
    if head.ent in {"PERSON", "NORP"} or head.pos == "PRON":
        return True
    lemma = head.lemma.lower()
    nouns = load_person_nouns()
    if head.pos == "NOUN" and lemma in nouns:
        return True
    if head.ent in {"GPE", "LOC", "FAC", "PRODUCT"} or lemma in _UNITS:
        return False
    return head.pos == "PROPN" or lemma in nouns or lemma.rstrip("s") in nouns or _is_trade(lemma)


def _is_trade(lemma: str) -> bool:
    """True for "welder", "registrar": whoever does something, by the end of the noun; not for "tanker"."""
    whole, ends = load_person_endings()
    return whole.get(lemma, lemma.endswith(ends))


def past_hyphen(doc: Document, noun: Token) -> Token:
    """The chairman of "co-chairman", the prefect of "sub-prefect", which the tokeniser splits."""
    if noun.i + 2 >= len(doc.tokens):
        return noun
    dash, last = doc.tokens[noun.i + 1], doc.tokens[noun.i + 2]
    return last if dash.text == "-" and dash.start == noun.end and last.start == dash.end else noun


def of_whom(doc: Document, head: Token) -> Token:
    """The villagers of "hundreds of villagers"; the word itself where no "of" follows."""
    of = next((c for c in doc.children(head) if c.lower == "of" and c.i > head.i), None)
    return next((c for c in doc.children(of) if c.dep == "pobj"), head) if of is not None else head


def is_listed(doc: Document, first: Token, second: Token, numbers: Numbers) -> bool:
    """True for the soldiers of "ten rebels, two soldiers and a clerk died", which the parse takes for an apposition."""
    if second.dep != "appos" or not is_person(second) or second.i < first.i:
        return False
    last = next((c for c in doc.children(second) if c.dep == "conj"), None)
    theirs = any(c.dep == "poss" and c.pos == "PRON" for c in doc.children(second))
    if last is not None and theirs and first.pos == "NOUN" and is_person(last) and _single(doc, last, numbers):
        return True  # "a commander, his deputy and a driver"
    if last is None or doc.tokens[doc.subtree(second)[0].i - 1].text != "," or _before_comma(doc, last):
        return False
    others = any(c.lower == "other" for c in doc.children(second))
    return all(_numbered(doc, t, numbers) for t in (second, last)) and (others or _numbered(doc, first, numbers))


def beside_a_group(doc: Document, head: Token, numbers: Numbers) -> list[Token]:
    """The guests of "six members of one family and three guests", which the parse joins to the family."""
    group = of_whom(doc, head)
    if group.i == head.i or group.tag not in {"NN", "NNP"} or not _numbered(doc, head, numbers):
        return []
    return [c for c in doc.children(group) if c.dep == "conj" and _numbered(doc, c, numbers) and is_person(c)]


def listed_after(doc: Document, heads: list[Token], numbers: Numbers) -> list[Token]:
    """More people of the list "the rector, five other teachers, and two women", whose tail the parse hangs elsewhere.

    Not those of "six people, two soldiers and four clerks, were hurt", where the comma after them closes an apposition.
    """
    found: list[Token] = []
    commas = True
    last = max(heads, key=lambda t: t.i)
    while not any(t.lower == "including" for t in doc.subtree(last)):
        start = after = _past_place(doc, heads[0], doc.subtree(last)[-1].i + 1)
        while start > last.i + 1 and doc.tokens[start - 1].lower in {",", "and"}:
            start -= 1
        while after < len(doc.tokens) and doc.tokens[after].lower in {",", "and"}:
            after += 1
        head = _counted_from(doc, after, heads[0], last, numbers) if after > start else None
        if head is None or head.sent != last.sent or is_otherwise(doc, head):
            break
        commas = commas and doc.tokens[start].text == ","
        found.append(head)
        found.extend(c for c in doc.children(head) if c.dep == "conj" and _single(doc, c, numbers))
        last = found[-1]
        if head.dep in SUBJECT:
            found[:0] = [c for c in doc.children(heads[0]) if c.dep == "appos" and _alike(doc, heads[0], c, numbers)]
    return [] if commas and _before_comma(doc, last) else found


def _past_place(doc: Document, first: Token, start: int) -> int:
    """Where a phrase goes on past "on the ferry", which the parse gives to the verb."""
    place = doc.tokens[start] if start < len(doc.tokens) else first
    if first.dep != "dobj" or place.dep != "prep" or place.head != first.head:
        return start
    end = doc.subtree(place)[-1].i + 1
    following = doc.tokens[end : end + 2]
    more = len(following) == 2 and following[0].lower == "and" and following[1].pos == "NUM"
    return end if more and following[1].dep == "conj" else start


def _before_comma(doc: Document, token: Token) -> bool:
    return token.i + 1 < len(doc.tokens) and doc.tokens[token.i + 1].text == ","


def _counted_from(doc: Document, start: int, first: Token, last: Token, numbers: Numbers) -> Token | None:
    """The head of a counted noun phrase that begins at start: people, or a bare number before a preposition.

    first, last: those of the list so far; the next is a coordinate of something before it, or one more subject.
    """
    for token in doc.tokens[start : start + 7]:
        subject = token.dep in SUBJECT and token.dep == first.dep and token.head == first.head
        joined = subject or (token.dep == "conj" and token.head <= last.i)
        if token.pos not in {"NOUN", "PROPN", "NUM"} or not joined or doc.subtree(token)[0].i != start:
            continue
        if token.pos == "NUM":
            after = doc.tokens[token.i + 1] if token.i + 1 < len(doc.tokens) else token
            bare = after.pos == "ADP" and after.lower != "of" and token.ent == "CARDINAL"
            return token if bare and is_number(token, numbers) else None
        following = doc.tokens[token.i + 1].lower if token.i + 1 < len(doc.tokens) else ""
        if following in {"among", "amongst"}:
            return None  # "61 people, 14 children among them"
        alike = _numbered(doc, token, numbers) or (subject and _alike(doc, first, token, numbers))
        return token if alike and is_person(token) else None
    return None


def _alike(doc: Document, first: Token, second: Token, numbers: Numbers) -> bool:
    """True for members of a list that are named in one manner: both by name, or each with a number or "a"."""
    if first.ent == "PERSON" or second.ent == "PERSON":
        return first.ent == second.ent
    if second.pos == "NOUN" and any(c.dep == "poss" and c.pos == "PRON" for c in doc.children(second)):
        return True  # "the commander, Bard Olo, and his driver"
    return _single(doc, first, numbers) and _single(doc, second, numbers)


def _single(doc: Document, noun: Token, numbers: Numbers) -> bool:
    return _numbered(doc, noun, numbers) or any(c.lower in {"a", "an"} for c in doc.children(noun))


def _numbered(doc: Document, noun: Token, numbers: Numbers) -> bool:
    return any(is_number(c, numbers) and c.i < noun.i for c in doc.children(noun))


def is_otherwise(doc: Document, number: Token) -> bool:
    """True for the second number of "12 dead, 30 injured", which counts people in a state of their own, and after "or".
    """
    if any(c.lower == "or" and c.i < number.i for c in doc.children(doc.head(number))):
        return True
    if number.lower in _STATED_AFTER:
        return True
    following = doc.tokens[number.i + 1].lower if number.i + 1 < len(doc.tokens) else ""
    return number.pos == "NUM" and following in _STATED_AFTER


def people_beside(doc: Document, verb: Token, numbers: Numbers) -> Iterator[Token]:
    """People after "along with", "alongside" and "together with"; after an active verb only those that are counted."""
    active = any(c.dep == "dobj" for c in doc.children(verb))
    for child in doc.children(verb):
        last = next((c for c in doc.children(child) if c.lower == "with"), child)
        if {child.lower, last.lower} & {"alongside", "along", "together"} or (
            child.lower == "with" and any(c.lower in {"along", "together"} for c in doc.children(child))
        ):
            people = next((c for c in doc.children(last) if c.dep == "pobj"), None)
            counted = people is not None and child.i > verb.i and _numbered(doc, people, numbers)
            if people is not None and is_person(people) and (counted or not active):
                yield people
        elif child.lower == "with" and child.i > verb.i and not active:
            people = next((c for c in doc.children(child) if c.dep == "pobj"), None)
            people = _whose_most(doc, people) if people is not None else None
            if people is None:
                continue
            if _are_some_of(doc, people, numbers) or (is_person(people) and _is_own(doc, people, numbers)):
                yield people


def _whose_most(doc: Document, people: Token) -> Token:
    """The family of "with most of his family"."""
    of = next((c for c in doc.children(people) if c.lower == "of"), None) if people.lower in _MOST else None
    return next((c for c in doc.children(of) if c.dep == "pobj"), people) if of is not None else people


def _are_some_of(doc: Document, number: Token, numbers: Numbers) -> bool:
    """True for "two of his guards": some of the people of somebody who is harmed with them."""
    people = of_whom(doc, number) if is_number(number, numbers) else number
    return people.i != number.i and is_person(people) and any(c.dep == "poss" for c in doc.children(people))


def _is_own(doc: Document, people: Token, numbers: Numbers) -> bool:
    """True for "his family", "five others": people beside a victim, not what it was done with."""
    return _numbered(doc, people, numbers) or any(c.dep == "poss" and c.pos == "PRON" for c in doc.children(people))
