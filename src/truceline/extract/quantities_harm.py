"""Where the people harmed stand in the sentence: verbs and states of harm, one word after another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from truceline.domain.codes import HarmKind
from truceline.domain.mentions import HarmMention
from truceline.domain.text import Document, Token
from truceline.extract.quantities_nouns import READERS
from truceline.extract.quantities_numbers import Count, is_number
from truceline.extract.quantities_people import (
    SUBJECT,
    Victims,
    count_victims,
    is_person,
    lost_subject,
    make_mention,
    subject_of,
)
from truceline.resources.harm import HarmWord, Numbers

_HURTING = {"kill", "wound", "injure", "hurt", "maim"}


_STATES = {
    "dead": HarmKind.KILLED, "killed": HarmKind.KILLED, "wounded": HarmKind.INJURED, "injured": HarmKind.INJURED,
    "hurt": HarmKind.INJURED, "missing": HarmKind.MISSING, "displaced": HarmKind.DISPLACED,
    "homeless": HarmKind.DISPLACED,
}  # fmt: skip


_STATE_VERBS = {
    "leave", "shoot", "find", "confirm", "report", "pronounce", "presume", "gun", "declare", "be", "fear",
    "strike", "see",
    "believe", "remain", "list", "have", "make", "render",
}  # fmt: skip


_UNHURT = {"unhurt", "unharmed", "uninjured", "unscathed"}


def read_harms(
    doc: Document, words: Mapping[tuple[str, str], tuple[HarmWord, ...]], numbers: Numbers
) -> tuple[HarmMention, ...]:
    """All harms of a document in text order."""
    found: list[HarmMention] = []
    for token in doc.tokens:
        found.extend(_of_token(doc, token, words, numbers))
    return tuple(_without_doubles(found))


def _of_token(
    doc: Document, token: Token, words: Mapping[tuple[str, str], tuple[HarmWord, ...]], numbers: Numbers
) -> Iterator[HarmMention]:
    if token.lower in _UNHURT:
        subject = subject_of(doc, token)
        if subject is not None:
            yield make_mention(HarmKind.INJURED, Count(0, 0), subject.text, subject.span, token.span, "unhurt")
        return
    if token.pos not in {"VERB", "NOUN", "ADJ", "ADV", "PROPN"}:
        return
    lemma = token.lemma.lower()
    made: list[HarmMention] = []
    if token.pos == "VERB":
        for word in words.get((lemma, "verb"), ()):
            made = made or list(_verb(doc, token, word, numbers))
    else:
        for word in words.get((lemma, "noun"), ()):
            made = made or list(READERS[word.frame](doc, token, word, numbers))
    if not made and token.lower in _STATES:
        made = list(_state(doc, token, _STATES[token.lower], numbers))
    yield from made


def _verb(doc: Document, token: Token, word: HarmWord, numbers: Numbers) -> Iterator[HarmMention]:
    kind = HarmKind(word.kind)
    _, _, particle = word.frame.partition(":")
    if particle:
        if not any(c.dep == "prt" and c.lower == particle for c in doc.children(token)):
            return
        word = HarmWord(word.kind, "patient")
    if token.dep == "amod" and token.tag in {"VBN", "JJ"}:
        return
    victims = _patients(doc, token, word, numbers)
    if victims is None:
        return
    negated = any(c.dep == "neg" for c in doc.children(token))
    count = victims.count
    if negated:
        count = Count(0, 0) if not any(is_number(h, numbers) for h in victims.heads) else count
        if count.minimum != 0:
            return
    if _joint_partner(doc, token):
        if not count.stated and token.tag == "VB":
            return
        figure = f"{victims.words} (killed or injured together)"
        if doc.tokens[token.i + 2].dep == "amod":
            second = HarmKind.INJURED if kind is HarmKind.KILLED else HarmKind.KILLED
            span = doc.tokens[token.i + 2].span
            yield make_mention(second, Count(1, None), figure, victims.span, span, "joint count")
        yield make_mention(
            kind, Count(1, None) if count.minimum != 0 else Count(0, 0), figure, victims.span, token.span, "joint count"
        )
        return
    yield make_mention(kind, count, victims.words, victims.span, token.span, f"{token.lemma}: {victims.words}")


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


def _patients(doc: Document, token: Token, word: HarmWord, numbers: Numbers) -> Victims | None:
    children = doc.children(token)
    passive = any(c.dep in {"auxpass", "nsubjpass"} for c in children) or (
        token.tag == "VBN" and not any(c.dep == "dobj" for c in children)
    )
    has_have = any(c.dep == "aux" and c.lemma == "have" for c in children) and not any(
        c.dep == "auxpass" for c in children
    )
    if word.frame == "subject":
        subject = subject_of(doc, token)
        found = count_victims(doc, subject, numbers) if subject is not None else None
        # Whoever flees is displaced when counted; an attacker or witness who flees is not.
        return found if found is None or found.count.stated or word.kind != HarmKind.DISPLACED else None
    obj = next((c for c in children if c.dep in {"dobj", "dative"} and c.i > token.i and c.lower != "themselves"), None)
    if obj is None:
        obj = next(
            (
                c
                for c in children
                if c.lower == "more" and c.i > token.i and any(is_number(g, numbers) for g in doc.children(c))
            ),
            None,
        )
    if obj is not None and obj.lower not in {"himself", "herself", "itself", "themselves"}:
        return count_victims(doc, obj, numbers)
    if not passive and obj is None and word.frame == "patient":
        obj = _next_people(doc, token, numbers)
        if obj is not None:
            return count_victims(doc, obj, numbers)
    if not passive or has_have:
        # "killed or wounded 12": the object hangs on the second verb.
        partner = next((c for c in children if c.dep == "conj" and c.pos == "VERB"), None)
        if partner is not None and word.frame == "patient":
            shared = next((c for c in doc.children(partner) if c.dep == "dobj"), None)
            if shared is not None and partner.i - token.i <= 3:
                return count_victims(doc, shared, numbers)
        return None
    if token.dep == "acl" and not any(c.dep in SUBJECT for c in children):
        return count_victims(doc, doc.head(token), numbers)
    if token.dep in {"oprd", "xcomp"} and doc.head(token).lemma in _STATE_VERBS:
        left = next((c for c in doc.children(doc.head(token)) if c.dep == "dobj"), None)
        if left is not None:
            return count_victims(doc, left, numbers)
    subject = subject_of(doc, token) or lost_subject(doc, token)
    return count_victims(doc, subject, numbers, verb=token) if subject is not None else None


def _next_people(doc: Document, verb: Token, numbers: Numbers) -> Token | None:
    """The counted people right after an active verb whose object the parse has given to another verb."""
    numbered = False
    for i in range(verb.i + 1, min(verb.i + 8, len(doc.tokens))):
        token = doc.tokens[i]
        numbered = numbered or (token.pos == "NUM" and is_number(token, numbers))
        if token.pos == "NOUN":
            return token if numbered and is_person(token) else None
        if token.pos not in {"DET", "NUM", "ADJ", "ADV", "PROPN"} and token.lower not in {"up", "to", "than", "as"}:
            return None
    return None


def _state(doc: Document, token: Token, kind: HarmKind, numbers: Numbers) -> Iterator[HarmMention]:
    """People left in a state: the count stands before the word, or is the object of "leave", "find", "shoot"."""
    if token.dep == "amod" and doc.head(token).i > token.i:
        return
    victim: Token | None = None
    numbered = [c for c in doc.children(token) if c.i < token.i and is_number(c, numbers)]
    head = doc.head(token)
    subject = next((c for c in doc.children(token) if c.dep in SUBJECT and c.tag not in {"WP", "WDT"}), None)
    if subject is not None:
        victim = subject
    elif numbered:
        victim = token
    elif token.dep == "acl":
        victim = head
    elif head.lemma in _STATE_VERBS:
        passive = head.lemma in {"be", "remain"} or any(c.dep in {"auxpass", "nsubjpass"} for c in doc.children(head))
        if passive or head.dep == "acl":
            victim = subject_of(doc, head) or lost_subject(doc, head)
        else:
            victim = next((c for c in doc.children(head) if c.dep in {"dobj", "nsubj"} and c.i > head.i), None)
            if victim is None and head.tag == "VBN":
                victim = subject_of(doc, head)
    if victim is None and token.lower == "dead" and token.i > 0:
        before = doc.tokens[token.i - 1]
        victim = before if before.pos in {"NOUN", "NUM"} and before.sent == token.sent else None
    if victim is None:
        return
    found = count_victims(doc, victim, numbers)
    if found is not None and (found.count.stated or token.lower == "dead"):
        words = found.words if victim.i != token.i else token.text
        yield make_mention(kind, found.count, words, found.span, token.span, f"{token.lower}: {found.words}")


def _without_doubles(found: list[HarmMention]) -> Iterator[HarmMention]:
    """One mention where two words of harm read the same people ("shot dead", "killing" and its noun)."""
    kept: list[HarmMention] = []
    for harm in found:
        if harm.minimum is None and harm.maximum is None:
            continue
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
