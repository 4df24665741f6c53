"""Where the people harmed stand in the sentence: verbs and states of harm, one word after another."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from truceline.domain.codes import HarmKind
from truceline.domain.mentions import HarmMention
from truceline.domain.text import Document, Token
from truceline.extract.quantities_bodies import BODIES, read_body
from truceline.extract.quantities_context import is_scanty
from truceline.extract.quantities_echoes import with_echoes
from truceline.extract.quantities_figures import Count
from truceline.extract.quantities_nouns import ACTS_COUNTED, READERS
from truceline.extract.quantities_numbers import is_number
from truceline.extract.quantities_patients import find_patients
from truceline.extract.quantities_people import count_victims, make_mention
from truceline.extract.quantities_phrases import PHRASES, has_wounds, is_ill, read_phrase
from truceline.extract.quantities_states import STATES, read_state
from truceline.extract.quantities_subjects import subject_of
from truceline.resources.harm import HarmWord, Numbers

_NO_ZERO = {HarmKind.CAPTURED, HarmKind.DISPLACED, HarmKind.MISSING}
_HURTING = {"kill", "wound", "injure", "hurt", "maim"}
_OF_THEM = re.compile(r"\bof (?:them|whom|those|which)\b", re.I)
_PART_OF = 2
"""Sentences before "three of them" in which those may be counted whom they are a part of."""
_WEAPONED = {"shoot", "wound", "stab", "injure", "hit", "strike"}
_FATAL = {"fatally", "mortally"}
_ABDUCTS = {"kidnap", "abduct"}
_ESCAPES = {"escape", "emerge", "survive", "walk", "come"}
_UNHURT = {"unhurt", "unharmed", "uninjured", "unscathed"}


def read_harms(
    doc: Document, words: Mapping[tuple[str, str], tuple[HarmWord, ...]], numbers: Numbers
) -> tuple[HarmMention, ...]:
    """All harms of a document in text order."""
    found: list[HarmMention] = []
    for token in doc.tokens:
        found.extend(_of_token(doc, token, words, numbers))
    found = with_echoes(doc, found, numbers)
    return tuple(_without_doubles(doc, _without_parts(doc, _without_acts(doc, found))))


def _of_token(
    doc: Document, token: Token, words: Mapping[tuple[str, str], tuple[HarmWord, ...]], numbers: Numbers
) -> Iterator[HarmMention]:
    if token.lower in _UNHURT:
        subject = subject_of(doc, token)
        if subject is None and doc.head(token).lemma in _ESCAPES:
            subject = subject_of(doc, doc.head(token))
        if subject is not None:
            yield make_mention(HarmKind.INJURED, Count(0, 0), subject.text, subject.span, token.span, "unhurt")
        return
    if token.pos not in {"VERB", "NOUN", "ADJ", "ADV", "PROPN"}:
        return
    lemma = token.lemma.lower()
    made: list[HarmMention] = []
    if token.pos == "VERB" and lemma in _WEAPONED and any(c.lower in _FATAL for c in doc.children(token)):
        made = list(_verb(doc, token, HarmWord(HarmKind.KILLED, "patient"), numbers))
    elif token.pos == "VERB":
        for word in words.get((lemma, "verb"), ()):
            made = made or list(_verb(doc, token, word, numbers))
    else:
        for word in words.get((lemma, "noun"), ()):
            read = read_body if word.frame in BODIES else READERS[word.frame.partition(":")[0]]
            made = made or list(read(doc, token, word, numbers))
    if not made and token.lower in STATES:
        made = list(read_state(doc, token, numbers))
    yield from made


def _verb(doc: Document, token: Token, word: HarmWord, numbers: Numbers) -> Iterator[HarmMention]:
    kind = HarmKind.INJURED if word.kind == "casualty" else HarmKind(word.kind)
    frame, _, beside = word.frame.partition(":")
    if frame == "particle":
        if not any(c.dep == "prt" and c.lower == beside for c in doc.children(token)):
            return
        word = HarmWord(word.kind, "patient")
    if frame in BODIES:
        yield from read_body(doc, token, word, numbers)
        return
    if frame in PHRASES:
        yield from read_phrase(doc, token, word, numbers)
        return
    done = any(c.dep == "aux" and c.lemma == "have" for c in doc.children(token))
    if token.dep == "amod" and token.tag in {"VBN", "JJ"} and not done:
        yield from _taken_before(doc, token, kind, numbers)
        if token.lower in STATES:
            yield from read_state(doc, token, numbers)
        return
    victims = find_patients(doc, token, word, numbers)
    if victims is None:
        return
    lone = not victims.count.stated and not has_wounds(doc, token) and token.lemma != "lose"
    if frame == "counted" and (lone or is_ill(doc, token)):
        return
    if frame == "none":  # "no villagers were harmed" says that none was killed either
        if victims.count.maximum == 0:
            for each in (HarmKind.KILLED, HarmKind.INJURED):
                yield make_mention(each, victims.count, victims.words, victims.span, token.span, f"none {token.text}")
        return
    negated = any(c.dep == "neg" for c in doc.children(token))
    count = victims.count
    if negated and any(c.dep == "aux" and c.tag == "MD" for c in doc.children(token)):
        return  # "could not have been killed without help" says of nobody that he lived
    if negated:
        count = Count(0, 0) if not any(is_number(h, numbers) for h in victims.heads) else count
        if count.minimum != 0:
            return
    if _joint_partner(doc, token):
        if not count.stated and token.tag == "VB":
            return
        figure = f"{victims.words} (killed or injured together)"
        if token.i + 2 < len(doc.tokens) and doc.tokens[token.i + 2].dep == "amod":
            second = HarmKind.INJURED if kind is HarmKind.KILLED else HarmKind.KILLED
            span = doc.tokens[token.i + 2].span
            yield make_mention(second, Count(1, None), figure, victims.span, span, "joint count")
        yield make_mention(
            kind, Count(1, None) if count.minimum != 0 else Count(0, 0), figure, victims.span, token.span, "joint count"
        )
        return
    yield make_mention(kind, count, victims.words, victims.span, token.span, f"{token.lemma}: {victims.words}")


def _taken_before(doc: Document, token: Token, kind: HarmKind, numbers: Numbers) -> Iterator[HarmMention]:
    """As in "four kidnapped engineers", where they are counted."""
    found = count_victims(doc, doc.head(token), numbers, people=True) if token.lemma in _ABDUCTS else None
    if found is not None and found.count.stated:
        yield make_mention(kind, found.count, found.words, found.span, token.span, f"{token.text}: {found.words}")


def _joint_partner(doc: Document, token: Token) -> bool:
    """True for "killed or wounded" with one set of victims between them."""
    if token.lemma not in _HURTING:
        return False
    if token.i + 2 < len(doc.tokens) and doc.tokens[token.i + 1].lower in {"and", "or"}:
        other = doc.tokens[token.i + 2]
        if other.lemma in _HURTING and other.dep == "amod" and other.lemma != token.lemma:
            return True
    pair = [c for c in doc.children(token) if c.dep == "conj" and c.lemma in _HURTING and c.i - token.i <= 3]
    if not pair and token.dep == "conj" and doc.head(token).lemma in _HURTING and token.i - doc.head(token).i <= 3:
        pair = [token]
        token = doc.head(token)
    if not pair or pair[0].lemma == token.lemma:
        return False
    between = doc.tokens[token.i + 1 : pair[0].i]
    if any(t.pos in {"NOUN", "NUM", "PRON", "PROPN"} or t.text == "," for t in between):
        return False
    own = any(c.dep in {"nsubjpass", "nsubj"} and c.i > token.i for c in doc.children(pair[0]))
    return not own


def _without_acts(doc: Document, found: list[HarmMention]) -> list[HarmMention]:
    """Counted acts ("two killings") give way to a count of people of that kind in their sentence."""
    people = {(h.kind, doc.sentence_at(h.trigger.start)) for h in found if h.reason != ACTS_COUNTED and h.score == 1.0}
    return [h for h in found if h.reason != ACTS_COUNTED or (h.kind, doc.sentence_at(h.trigger.start)) not in people]


def _without_parts(doc: Document, found: list[HarmMention]) -> list[HarmMention]:
    """"Three of them were killed" counts people anew only where no toll of that kind stands a little before it."""
    kept: list[HarmMention] = []
    for harm in found:
        sentence = doc.sentence_at(harm.trigger.start)
        near = (k for k in kept if k.kind is harm.kind and sentence - doc.sentence_at(k.trigger.start) <= _PART_OF)
        whole = (k for k in near if k.trigger.start < harm.trigger.start and _may_hold(k, harm))
        if not (_OF_THEM.search(harm.whom) and any(whole)):
            kept.append(harm)
    return kept


def _may_hold(whole: HarmMention, part: HarmMention) -> bool:
    """True where no more people are in the part: "three of them" are not of the one who was taken before."""
    return whole.maximum is None or whole.maximum >= (part.minimum or part.maximum or 0)


def _without_doubles(doc: Document, found: list[HarmMention]) -> Iterator[HarmMention]:
    """One mention where two words of harm read the same people ("shot dead", "killing" and its noun)."""
    kept: list[HarmMention] = []
    for harm in found:
        if (harm.minimum is None and harm.maximum is None) or is_scanty(doc, harm):
            continue
        if harm.maximum == 0 and harm.kind in _NO_ZERO:
            continue  # "no one was detained" is no toll
        if any(
            k.kind is harm.kind
            and k.whom_span is not None
            and harm.whom_span is not None
            and k.whom_span.overlaps(harm.whom_span)
            for k in kept
        ):
            continue
        kept.append(harm)
    yield from kept
