"""Where the people harmed stand in the sentence: verbs and states of harm, one word after another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from truceline.domain.codes import HarmKind
from truceline.domain.mentions import HarmMention
from truceline.domain.text import Document, Token
from truceline.extract.quantities_nouns import ACTS_COUNTED, READERS
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


_OF_PEOPLE = {"people", "counted"}


_BOUNDERS = {"over", "about", "around", "some", "nearly", "almost"}


_ILLS = {
    "poisoning", "covid", "covid-19", "coronavirus", "cholera", "fever", "stroke", "illness", "disease", "virus", "flu",
    "pneumonia", "heatstroke", "hypothermia", "dehydration", "exhaustion",
}  # fmt: skip


_ESCAPES = {"escape", "emerge", "survive", "walk", "come"}


_UNHURT = {"unhurt", "unharmed", "uninjured", "unscathed"}


def read_harms(
    doc: Document, words: Mapping[tuple[str, str], tuple[HarmWord, ...]], numbers: Numbers
) -> tuple[HarmMention, ...]:
    """All harms of a document in text order."""
    found: list[HarmMention] = []
    for token in doc.tokens:
        found.extend(_of_token(doc, token, words, numbers))
    return tuple(_without_doubles(_without_acts(doc, found)))


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
    frame, _, beside = word.frame.partition(":")
    if frame == "particle":
        if not any(c.dep == "prt" and c.lower == beside for c in doc.children(token)):
            return
        word = HarmWord(word.kind, "patient")
    if frame == "phrase":
        yield from _phrase(doc, token, word, beside, numbers)
        return
    if token.dep == "amod" and token.tag in {"VBN", "JJ"}:
        return
    victims = _patients(doc, token, word, numbers)
    if victims is None:
        return
    if frame == "counted" and (not victims.count.stated or _is_ill(doc, token)):
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
        if token.i + 2 < len(doc.tokens) and doc.tokens[token.i + 2].dep == "amod":
            second = HarmKind.INJURED if kind is HarmKind.KILLED else HarmKind.KILLED
            span = doc.tokens[token.i + 2].span
            yield make_mention(second, Count(1, None), figure, victims.span, span, "joint count")
        yield make_mention(
            kind, Count(1, None) if count.minimum != 0 else Count(0, 0), figure, victims.span, token.span, "joint count"
        )
        return
    yield make_mention(kind, count, victims.words, victims.span, token.span, f"{token.lemma}: {victims.words}")


def _phrase(doc: Document, token: Token, word: HarmWord, beside: str, numbers: Numbers) -> Iterator[HarmMention]:
    """As in "took three workers hostage", "twelve were treated for injuries": the verb harms with that noun only."""
    preps = {"from"} if word.kind == HarmKind.DISPLACED else {"to", "into", "in", "for", "as"}
    after = [c for c in doc.children(token) if c.i > token.i and c.dep != "advmod"]
    near = [g for c in after for g in ((c,) if c.dep != "prep" else doc.children(c) if c.lower in preps else ())]
    noun = next((t for t in near if t.lemma.lower() == beside), None)
    if noun is None or any(c.dep == "neg" for c in doc.children(token)):
        return
    if _is_ill(doc, token):
        return
    if noun.dep == "dobj":  # "took 14 aid workers hostage", with the workers read as a part of the hostage
        victim = next((c for c in reversed(doc.children(noun)) if c.dep == "compound" and c.i < noun.i), None)
        victims = count_victims(doc, victim, numbers, people=True) if victim is not None else None
    else:
        victims = _patients(doc, token, HarmWord(word.kind, "people"), numbers)
    if victims is None or (word.kind == HarmKind.INJURED and not victims.count.stated):
        return
    reason = f"{token.lemma} {beside}: {victims.words}"
    yield make_mention(HarmKind(word.kind), victims.count, victims.words, victims.span, token.span, reason)


def _is_ill(doc: Document, verb: Token) -> bool:
    """True for "hospitalised with food poisoning": an illness beside the verb."""
    return any(t.lemma.lower() in _ILLS for c in doc.children(verb) if c.dep == "prep" for t in doc.subtree(c))


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
    people = word.frame in _OF_PEOPLE
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
        return count_victims(doc, obj, numbers, people=people)
    if obj is not None:  # "killed himself and five others": the others
        others = next((c for c in doc.children(obj) if c.dep == "conj"), None)
        return count_victims(doc, others, numbers) if others is not None else None
    obj = _bounded_object(doc, token, numbers)
    if obj is not None:
        return count_victims(doc, obj, numbers, people=people)
    if not passive and obj is None and word.frame in {"patient", *_OF_PEOPLE}:
        obj = _next_people(doc, token, numbers)
        if obj is not None:
            return count_victims(doc, obj, numbers, people=people)
    if not passive or has_have:
        # "killed or wounded 12": the object hangs on the second verb.
        partner = next((c for c in children if c.dep == "conj" and c.pos == "VERB"), None)
        if partner is not None and word.frame in {"patient", *_OF_PEOPLE}:
            shared = next((c for c in doc.children(partner) if c.dep == "dobj"), None)
            if shared is not None and partner.i - token.i <= 3:
                return count_victims(doc, shared, numbers, people=people)
        return None
    own = _own_number(doc, token)
    if own is not None and not any(c.dep in SUBJECT for c in children):
        return count_victims(doc, own, numbers, people=people)
    if token.dep == "acl" and not any(c.dep in SUBJECT for c in children):
        return count_victims(doc, doc.head(token), numbers, people=people)
    if token.dep in {"oprd", "xcomp"} and doc.head(token).lemma in _STATE_VERBS:
        left = next((c for c in doc.children(doc.head(token)) if c.dep == "dobj"), None)
        if left is not None:
            return count_victims(doc, left, numbers, people=people)
    subject = subject_of(doc, token) or lost_subject(doc, token)
    return count_victims(doc, subject, numbers, verb=token, people=people) if subject is not None else None


def _own_number(doc: Document, token: Token) -> Token | None:
    """The second number of "12 dead, 30 injured", right before its state."""
    before = doc.tokens[token.i - 1] if token.i > 0 else token
    return before if before.pos == "NUM" and before.ent == "CARDINAL" and before.dep == "conj" else None


def _bounded_object(doc: Document, verb: Token, numbers: Numbers) -> Token | None:
    """The people of "wounded over 110 others", which the parse reads as a place or a time; None after a passive."""
    after = doc.tokens[verb.i + 1] if verb.i + 1 < len(doc.tokens) else verb
    if after.lower not in _BOUNDERS or any(c.dep in {"auxpass", "nsubjpass"} for c in doc.children(verb)):
        return None
    return _next_people(doc, verb, numbers)


def _next_people(doc: Document, verb: Token, numbers: Numbers) -> Token | None:
    """The counted people right after an active verb whose object the parse has given to another verb."""
    numbered = False
    for i in range(verb.i + 1, min(verb.i + 8, len(doc.tokens))):
        token = doc.tokens[i]
        numbered = numbered or (token.pos == "NUM" and is_number(token, numbers))
        if token.pos == "NOUN":
            return token if numbered and is_person(token) else None
        between = token.lower in {"up", "to", "than", "as"} or token.lower in _BOUNDERS
        if token.pos not in {"DET", "NUM", "ADJ", "ADV", "PROPN"} and not between:
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
    if kind is HarmKind.MISSING and subject is None:
        subject = _who_is_missing(doc, token)
    if subject is not None:
        victim = subject
    elif numbered:
        victim = token
    elif token.dep == "acl":
        victim = _own_number(doc, token) or head
    elif head.lemma in _STATE_VERBS:
        passive = head.lemma in {"be", "remain"} or any(c.dep in {"auxpass", "nsubjpass"} for c in doc.children(head))
        if passive or head.dep == "acl":
            victim = subject_of(doc, head) or lost_subject(doc, head)
        else:
            victim = next((c for c in doc.children(head) if c.dep in {"dobj", "nsubj"} and c.i > head.i), None)
            if victim is None and head.tag == "VBN":
                victim = subject_of(doc, head)
    if victim is None and token.i > 0 and doc.tokens[token.i - 1].text == ",":
        leave = next((a for a in doc.ancestors(token) if a.lemma == "leave"), None)
        victim = _object_before(doc, leave, token) if leave is not None else None
    if victim is None and token.lower == "dead" and token.i > 0:
        before = doc.tokens[token.i - 1]
        victim = before if before.pos in {"NOUN", "NUM"} and before.sent == token.sent else None
    if victim is None:
        return
    found = count_victims(doc, victim, numbers)
    if found is not None and (found.count.stated or token.lower == "dead"):
        words = found.words if victim.i != token.i else token.text
        yield make_mention(kind, found.count, words, found.span, token.span, f"{token.lower}: {found.words}")


def _object_before(doc: Document, verb: Token, token: Token) -> Token | None:
    """The people of "left 14 people, including two officers, dead"."""
    return next((c for c in doc.children(verb) if c.dep == "dobj" and verb.i < c.i < token.i), None)


def _who_is_missing(doc: Document, token: Token) -> Token | None:
    """The subject of "seven soldiers are missing", "five sailors went missing"; None for "are missing the point"."""
    if token.tag != "VBG" or any(c.dep == "dobj" for c in doc.children(token)):
        return None
    helper = next((c for c in doc.children(token) if c.dep == "aux" and c.lemma == "be"), None)
    verb = helper if helper is not None else doc.head(token)
    return subject_of(doc, verb) if helper is not None or verb.lemma == "go" else None


def _without_acts(doc: Document, found: list[HarmMention]) -> list[HarmMention]:
    """Counted acts ("two killings") give way to a count of people of that kind in their sentence."""
    people = {(h.kind, doc.sentence_at(h.trigger.start)) for h in found if h.reason != ACTS_COUNTED and h.score == 1.0}
    return [h for h in found if h.reason != ACTS_COUNTED or (h.kind, doc.sentence_at(h.trigger.start)) not in people]


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
