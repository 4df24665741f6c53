"""Verbs that harm only with words beside them: "took three workers hostage", "led off", "taken from his car"."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from truceline.domain.codes import HarmKind
from truceline.domain.mentions import HarmMention
from truceline.domain.text import Document, Token
from truceline.extract.quantities_flight import FLIGHTS
from truceline.extract.quantities_lists import is_person, of_whom
from truceline.extract.quantities_numbers import read_count
from truceline.extract.quantities_patients import are_troops, find_patients, own_preps
from truceline.extract.quantities_people import Victims, count_victims, make_mention
from truceline.extract.quantities_subjects import subject_of
from truceline.resources.harm import HarmWord, Numbers, harm_class

PASSIVE = {"auxpass", "nsubjpass"}
_NOT_CAUGHT = {"in", "between", "up", "off", "on", "out"}
_BESIDE_FALL = {"punct", "cc", "conj", "npadvmod", "advcl"}
_WHERE = {"on", "at", "near", "in", "outside", "during", "since", "from"}
_NOT_HELD = {"responsible", "accountable", "liable", "back", "up", "off", "out", "down", "together", "to", "in"}
"""Words beside "hold" that make something else of it."""
_HELD_ALREADY = {"prisoner", "hostage", "captive", "detainee"}
"""Whoever holds these has taken them before."""


def read_phrase(doc: Document, token: Token, word: HarmWord, numbers: Numbers) -> Iterator[HarmMention]:
    """The harm of a verb that does it only with other words.

    token: the verb. word: its row of data/harm.tsv, whose frame names one of ``PHRASES`` before a colon.
    """
    frame, _, beside = word.frame.partition(":")
    if any(c.dep == "neg" for c in doc.children(token)):
        return
    victims = PHRASES[frame](doc, token, beside, word, numbers)
    if victims is not None:
        reason = f"{token.lemma} {beside}: {victims.words}" if beside else f"{token.lemma}: {victims.words}"
        kind = HarmKind.INJURED if beside == "death" and _is_nearly(doc, token) else HarmKind(word.kind)
        yield make_mention(kind, victims.count, victims.words, victims.span, token.span, reason)


def _is_nearly(doc: Document, verb: Token) -> bool:
    """True for "stabbed nearly to death", "beat him almost to death"."""
    return any(t.lower == "to" and doc.tokens[t.i - 1].lower in _NEARLY for t in doc.children(verb) if t.i)


_NEARLY = frozenset({"nearly", "almost", "half"})


def _noun(doc: Document, token: Token, beside: str, word: HarmWord, numbers: Numbers) -> Victims | None:
    """As in "took three workers hostage", "twelve were treated for injuries": the verb harms with that noun only."""
    preps = {"from"} if word.kind == HarmKind.DISPLACED else {"to", "into", "in", "for", "as"}
    after = [c for c in doc.children(token) if c.i > token.i and c.dep != "advmod"]
    if word.kind == HarmKind.DISPLACED:
        after += own_preps(doc, token)
    near = [g for c in after for g in ((c,) if c.dep != "prep" else doc.children(c) if c.lower in preps else ())]
    noun = next((t for t in near if beside in {t.lemma.lower(), t.lower}), None)
    if noun is None or is_ill(doc, token):
        return None
    if noun.dep == "dobj":  # "took 14 aid workers hostage", with the workers read as a part of the hostage
        parts = [c for c in doc.children(noun) if c.dep in {"compound", "nmod"} and c.i < noun.i]
        parts += [c for c in after if c.dep == "dobj" and c.i < noun.i]
        if parts:
            found = count_victims(doc, parts[-1], numbers, people=True)
            own = read_count(doc, noun, numbers)
            if found is not None and not found.count.stated and own is not None and own.stated:
                return Victims(found.heads, own, found.words, found.span)  # "five" hangs on the hostage too
            return found
        if noun.tag == "NNS" and beside != "custody":
            return count_victims(doc, noun, numbers)
        whom = any(c.tag == "WP" and c.dep == "dobj" for c in doc.children(token))
        if token.dep == "relcl" and whom and is_person(doc.head(token)):
            return count_victims(doc, doc.head(token), numbers, people=True)
        return _carried(doc, token, word, numbers) if _is_passive(doc, token) else None
    victims = find_patients(doc, token, HarmWord(word.kind, "people"), numbers)
    alone = not any(c.dep == "dobj" for c in doc.children(token)) and not _is_passive(doc, token)
    if victims is None and beside == "death" and alone and token.tag == "VBD":  # "two men burned to death"
        subject = subject_of(doc, token)
        return count_victims(doc, subject, numbers, people=True) if subject is not None else None
    lone = victims is not None and not victims.count.stated and not has_wounds(doc, token)
    return None if beside == "hospital" and lone else victims


def is_ill(doc: Document, verb: Token) -> bool:
    """True for "hospitalised with food poisoning": an illness beside the verb."""
    beside = (t for c in doc.children(verb) if c.dep == "prep" for t in doc.subtree(c))
    return any(t.lemma.lower() in harm_class("illness") for t in beside)


def has_wounds(doc: Document, verb: Token) -> bool:
    """True for "was hospitalised with burns", where one person need not be counted to be hurt by somebody."""
    preps = [c for c in doc.children(verb) if c.lower in {"with", "from", "for"}]
    return any(t.lemma.lower() in harm_class("wound") for c in preps for t in doc.children(c))


def _is_passive(doc: Document, verb: Token) -> bool:
    return any(c.dep in PASSIVE for c in doc.children(verb))


def _carried(doc: Document, verb: Token, word: HarmWord, numbers: Numbers) -> Victims | None:
    """Those whom somebody moves: the subject of the passive, else the object ("took two students off a bus")."""
    if _is_passive(doc, verb):
        subject = subject_of(doc, verb)
        return count_victims(doc, subject, numbers, people=True) if subject is not None else None
    return find_patients(doc, verb, HarmWord(word.kind, "people"), numbers)


def _fared_worse(doc: Document, verb: Token) -> bool:
    """True for those who were dragged off "and shot", "and freed": what came of them is told beside it."""
    beside = [c for c in doc.subtree(verb) if c.dep == "conj" and c.i > verb.i and c.i - verb.i < _NEAR]
    above = [doc.head(verb)] if verb.dep == "conj" else []
    worse = [c for c in (*beside, *above) if c.lemma.lower() in harm_class("worse_fate")]
    return any(not any(g.dep == "dobj" and g.pos == "NOUN" for g in doc.children(c)) for c in worse)


_NEAR = 12


def _led(doc: Document, token: Token, beside: str, word: HarmWord, numbers: Numbers) -> Victims | None:
    """As in "led off", "took away": people moved by force, told by the particle."""
    particle = next((c for c in doc.children(token) if c.lower == beside and c.i > token.i), None)
    if particle is None or particle.dep not in {"prt", "advmod"} or _fared_worse(doc, token):
        return None
    if token.lemma == "carry" and (_is_passive(doc, token) or token.dep == "acl"):
        return None  # the wounded are carried off as well
    inside = next((c for c in doc.children(particle) if c.dep == "npadvmod" and is_person(c)), None)
    if inside is not None:  # "led several hundred men away"
        return count_victims(doc, inside, numbers, people=True)
    return find_patients(doc, token, HarmWord(word.kind, "people"), numbers)


def _led_along(doc: Document, token: Token, beside: str, word: HarmWord, numbers: Numbers) -> Victims | None:
    """As in "drove off with three men", "made away with two nurses"."""
    if not any(c.lower == beside and c.dep in {"prt", "advmod"} for c in doc.children(token)):
        return None
    company = next((c for c in doc.children(token) if c.lower == "with"), None)
    people = next((c for c in doc.children(company) if c.dep == "pobj"), None) if company is not None else None
    return count_victims(doc, people, numbers, people=True) if people is not None else None


def _with_them(doc: Document, token: Token, beside: str, word: HarmWord, numbers: Numbers) -> Victims | None:
    """As in "took two nurses with them": people who are counted, by others."""
    company = next((c for c in doc.children(token) if c.lower == "with" and c.i > token.i), None)
    if company is None or not any(c.lower == beside for c in doc.children(company)) or _is_passive(doc, token):
        return None
    found = find_patients(doc, token, HarmWord(word.kind, "people"), numbers)
    return found if found is not None and found.count.stated else None


def _from(doc: Document, token: Token, beside: str, word: HarmWord, numbers: Numbers) -> Victims | None:
    """As in "was taken from his car", "took two students off a bus"."""
    places = [
        g
        for c in (*doc.children(token), *own_preps(doc, token))
        if c.lower in {"from", "off", "out"} and c.i > token.i
        for p in (c, *(o for o in doc.children(c) if o.lower == "of"))
        for g in doc.children(p)
        if g.dep == "pobj"
    ]
    if any(c.lower == "off" and c.dep == "prt" for c in doc.children(token)):
        places += [c for c in doc.children(token) if c.dep == "dobj" and c.i > token.i]
    sites = harm_class("vehicle") | harm_class("vessel") | harm_class("site")
    if not any(p.lemma.lower() in sites for p in places) or _fared_worse(doc, token):
        return None
    return _carried(doc, token, word, numbers)


def _into(doc: Document, token: Token, beside: str, word: HarmWord, numbers: Numbers) -> Victims | None:
    """As in "pushed two men into a van"."""
    into = [c for c in doc.children(token) if c.lower in {"into", "in"} and c.i > token.i]
    inside = [g for c in into for g in doc.children(c) if g.dep == "pobj"]
    vehicles = any(g.lemma.lower() in harm_class("vehicle") for g in inside)
    return _carried(doc, token, word, numbers) if vehicles else None


def _caught(doc: Document, token: Token, beside: str, word: HarmWord, numbers: Numbers) -> Victims | None:
    """As in "caught four rebels", "were caught at the gate"; not "were caught in crossfire"."""
    if any(c.lower in _NOT_CAUGHT and c.i > token.i for c in doc.children(token)):
        return None
    found = find_patients(doc, token, HarmWord(word.kind, "people"), numbers)
    if found is None:
        return None
    head = found.heads[0]
    doing = any(c.dep in {"xcomp", "advcl", "mark"} for c in doc.children(token))  # "was caught stealing"
    one = head.tag == "NN" and not doing and any(c.lower in {"a", "an"} for c in doc.children(head))
    return found if found.count.stated or one else None


def _to_cells(doc: Document, token: Token, beside: str, word: HarmWord, numbers: Numbers) -> Victims | None:
    """As in "took 20 men to the barracks"."""
    preps = [c for c in (*doc.children(token), *own_preps(doc, token)) if c.lower in {"to", "into"} and c.i > token.i]
    goals = [g for c in preps for g in doc.children(c) if g.dep == "pobj"]
    return _carried(doc, token, word, numbers) if any(g.lemma.lower() in harm_class("cells") for g in goals) else None


def _raided(doc: Document, token: Token, beside: str, word: HarmWord, numbers: Numbers) -> Victims | None:
    """As in "the raiders took 14 girls": counted people, by people, and not to any place."""
    subject = subject_of(doc, token)
    preps = [c.lower for c in (*doc.children(token), *own_preps(doc, token)) if c.dep in {"prep", "prt", "advmod"}]
    if subject is None or _is_passive(doc, token) or not set(preps) <= _WHERE:
        return None
    who = subject.ent in {"ORG", "NORP"} or subject.pos == "PRON" or is_person(subject)
    found = find_patients(doc, token, HarmWord(word.kind, "people"), numbers) if who else None
    if found is None or not found.count.stated or found.heads[0].i < token.i:
        return None
    noun = of_whom(doc, found.heads[0])
    if any(c.dep == "conj" and c.lemma.lower() in harm_class("worse_fate") for c in doc.children(token)):
        return None
    return found if noun.pos == "NOUN" and is_person(noun) else None


def _taken(doc: Document, token: Token, beside: str, word: HarmWord, numbers: Numbers) -> Victims | None:
    """As in "a captain and an engineer were taken", with nothing beside it but when, where and by whom."""
    rest = [c for c in doc.children(token) if c.i > token.i and c.pos not in {"PUNCT", "ADV", "SCONJ", "CCONJ"}]
    plain = all(c.dep in {"agent", "conj", "npadvmod", "advcl"} or c.lower in _WHERE for c in rest)
    if not _is_passive(doc, token) or not plain or _fared_worse(doc, token):
        return None
    agents = [g for c in rest if c.dep == "agent" for g in doc.children(c) if g.dep == "pobj"]
    if not all(is_person(g) or g.ent == "ORG" for g in agents):
        return None
    return _carried(doc, token, word, numbers)


def _held(doc: Document, token: Token, beside: str, word: HarmWord, numbers: Numbers) -> Victims | None:
    """As in "is holding three men", "was held for a week"; not "held leaders responsible"."""
    if any(c.lower in _NOT_HELD and c.i > token.i and c.dep not in {"prep", "aux"} for c in doc.children(token)):
        return None
    found = find_patients(doc, token, HarmWord(word.kind, "people"), numbers)
    if found is None or found.heads[0].lemma.lower() in _HELD_ALREADY:
        return None
    body = found.heads[0].lemma.lower() in harm_class("body_part") and found.heads[0].tag == "NN"
    return None if body and not found.count.stated else found  # "holding his head"


def _fallen(doc: Document, token: Token, beside: str, word: HarmWord, numbers: Numbers) -> Victims | None:
    """As in "nine soldiers fell in the battle"; not "fell ill", "fell back", "fell from a roof"."""
    rest = [c for c in doc.children(token) if c.i > token.i and c.dep not in _BESIDE_FALL]
    rest = [c for c in rest if c.lower != "as" or all(g.lemma != "martyr" for g in doc.children(c))]
    if not all(c.lower in _WHERE - {"from"} or c.ent in {"DATE", "TIME"} or c.lower in {"there", "here"} for c in rest):
        return None
    onto = [g for c in rest if c.lower == "on" for g in doc.children(c) if g.dep == "pobj"]
    subject = subject_of(doc, token)
    if subject is None or any(g.ent not in {"DATE", "TIME"} for g in onto) or not are_troops(doc, subject):
        return None
    found = count_victims(doc, subject, numbers)
    return found if found is not None and found.count.stated else None


def _given(doc: Document, token: Token, beside: str, word: HarmWord, numbers: Numbers) -> Victims | None:
    """As in "gave their lives", "paid the supreme price", "embraced martyrdom"."""
    given = next((c for c in doc.children(token) if c.dep == "dobj" and beside in {c.lemma.lower(), c.lower}), None)
    if given is None or (given.lemma in {"price", "sacrifice"} and not _is_last(doc, given)):
        return None
    subject = subject_of(doc, token)
    return count_victims(doc, subject, numbers, people=True) if subject is not None else None


def _is_last(doc: Document, noun: Token) -> bool:
    return any(c.lower in {"supreme", "ultimate", "highest"} for c in doc.children(noun))


def _questioned(doc: Document, token: Token, beside: str, word: HarmWord, numbers: Numbers) -> Victims | None:
    """As in "a man was being questioned": whoever is, is held."""
    if not any(c.lower == "being" for c in doc.children(token)):
        return None
    subject = subject_of(doc, token)
    return count_victims(doc, subject, numbers, people=True) if subject is not None else None


def _aboard(doc: Document, token: Token, beside: str, word: HarmWord, numbers: Numbers) -> Victims | None:
    """As in "hijacked a trawler with 12 crew", "took three trucks, with their six drivers": people who are counted."""
    thing = next((c for c in doc.children(token) if c.dep in {"dobj", "nsubjpass"}), None)
    if thing is None or thing.lemma.lower() not in harm_class("vehicle") | harm_class("vessel"):
        return None
    beside_it = [*doc.children(token), *doc.children(thing)]
    company = [c for c in beside_it if c.lower in {"with", "carrying"} and c.i > thing.i]
    company += [t for c in beside_it if c.lower in {"along", "together"} for t in doc.children(c) if t.lower == "with"]
    for with_ in company:
        people = next((c for c in doc.children(with_) if c.dep in {"pobj", "dobj"}), None)
        found = count_victims(doc, people, numbers) if people is not None else None
        if found is not None and found.count.stated and _are_people(doc, found.heads[0]):
            return found
    joined = next((c for c in doc.children(thing) if c.dep == "conj" and c.i > thing.i and is_person(c)), None)
    found = count_victims(doc, joined, numbers) if joined is not None else None
    return found if found is not None and found.count.stated else None


def _are_people(doc: Document, head: Token) -> bool:
    return is_person(head) or is_person(of_whom(doc, head))


PHRASES: dict[str, Callable[[Document, Token, str, HarmWord, Numbers], Victims | None]] = {
    "phrase": _noun, "led": _led, "along": _led_along, "with": _with_them, "from": _from, "into": _into,
    "taken": _taken, "caught": _caught, "cells": _to_cells, "raided": _raided,
    "held": _held, "fallen": _fallen, "given": _given, "questioned": _questioned, "aboard": _aboard, **FLIGHTS,
}  # fmt: skip
"""Frames of data/harm.tsv that words beside the verb decide."""
