"""People left in a state of harm: "12 dead", "left 30 people wounded", "a number of injured", "are missing"."""

from __future__ import annotations

from collections.abc import Iterator

from truceline.domain.codes import HarmKind
from truceline.domain.mentions import HarmMention
from truceline.domain.text import Document, Span, Token
from truceline.extract.quantities_figures import Count
from truceline.extract.quantities_lists import SUBJECT, is_person
from truceline.extract.quantities_numbers import is_number, read_count
from truceline.extract.quantities_patients import STATE_VERBS, are_troops, own_number
from truceline.extract.quantities_people import count_victims, make_mention
from truceline.extract.quantities_subjects import lost_subject, subject_of
from truceline.resources.harm import HarmWord, Numbers, harm_class

STATES = {
    "dead": HarmKind.KILLED, "killed": HarmKind.KILLED, "wounded": HarmKind.INJURED, "injured": HarmKind.INJURED,
    "hurt": HarmKind.INJURED, "missing": HarmKind.MISSING, "displaced": HarmKind.DISPLACED,
    "homeless": HarmKind.DISPLACED, "unaccounted": HarmKind.MISSING, "neutralised": HarmKind.KILLED,
    "neutralized": HarmKind.KILLED,
}  # fmt: skip
"""Words of state and the harm that they say."""
_ODD_OBJECTS = {"oprd", "npadvmod", "dative", "attr"}
"""What the parse may make of the object of "shot dead"."""
_RUN = 7
"""Words after "shot dead" in which those shot stand."""
_STAYS = {"be", "remain", "keep", "put", "place", "hold", "stay", "languish", "throw", "lie", "sit", "remand"}
_TAKEN = {"kidnap", "abduct", "seize", "take", "capture"}
_WHOSE = {"det", "poss"}
_BEFORE_NOUN = {"wounded", "injured", "dead"}
"""States that count people before their noun."""


def read_state(doc: Document, token: Token, numbers: Numbers) -> Iterator[HarmMention]:
    """People left in a state: the count stands before the word, or is the object of "leave", "find", "shoot".

    token: one of the words of ``STATES``.
    """
    kind = STATES[token.lower]
    if token.dep == "amod" and doc.head(token).i > token.i and doc.tokens[max(token.i - 1, 0)].lower != "shot":
        yield from _counted_so(doc, token, kind, numbers)
        return
    some = _number_of(doc, token, numbers)
    if some is not None:
        yield make_mention(kind, some, token.text, token.span, token.span, f"a number of {token.text}")
        return
    put = _put_at(doc, token, numbers)
    if put is not None:
        whose = [t for t in doc.tokens[doc.head(token).i + 1 : token.i + 1] if t.pos != "DET"]
        span = Span(whose[0].start, token.end) if whose else token.span
        yield make_mention(kind, put, span.of(doc.text), span, token.span, f"{token.text} put at")
        return
    shot = _shot_after(doc, token, numbers)
    if shot is not None:
        words = shot[1].of(doc.text)
        yield make_mention(kind, shot[0], words, shot[1], token.span, f"shot dead {words}")
        return
    victim = _victim(doc, token, kind, numbers)
    found = count_victims(doc, victim, numbers) if victim is not None else None
    one = victim is not None and token.lower == "missing" and _is_one_missing(doc, victim)
    if victim is not None and found is not None and (found.count.stated or one or token.lower == "dead"):
        words = found.words if victim.i != token.i else token.text
        words += _of_its_own(doc, token) or _of_those_who_left(doc, token, victim)
        yield make_mention(kind, found.count, words, found.span, token.span, f"{token.lower}: {found.words}")


def _of_its_own(doc: Document, token: Token) -> str:
    """The " of its own" of "reported two dead of its own", which says whose they are."""
    of = [c for c in doc.children(token) if c.lower == "of" and any(g.lower == "own" for g in doc.children(c))]
    return f" {' '.join(t.text for t in doc.subtree(of[0]))}" if of else ""


def _of_those_who_left(doc: Document, token: Token, victim: Token) -> str:
    """The " of the rebels" of "the rebels left 12 dead behind", who are their own dead."""
    leave = doc.head(token)
    subject = subject_of(doc, leave) if leave.lemma == "leave" and leave.i < token.i else None
    if subject is None or victim.pos != "NUM" or not (are_troops(doc, subject) or _is_fighter(subject)):
        return ""
    after = [c for c in (*doc.children(leave), *doc.children(token)) if c.i > token.i]
    grounds = {g.lemma.lower() for c in after if c.lower == "on" for g in doc.children(c)}
    behind = any(c.lower == "behind" and not any(doc.children(c)) for c in after)
    own = behind or bool(grounds & {"field", "battlefield", "ground"})
    return f" of the {subject.text}" if own else ""


def _is_fighter(noun: Token) -> bool:
    return noun.lemma.lower() in harm_class("fighter_side") | harm_class("force_side")


def _is_one_missing(doc: Document, victim: Token) -> bool:
    """True for "the teacher is missing"; not for one of whom it is said that he was taken."""
    taken = any(c.lemma in _TAKEN for c in doc.children(victim))
    return victim.pos in {"NOUN", "PROPN", "ADJ"} and victim.tag not in {"NNS", "NNPS"} and not taken


def _counted_so(doc: Document, token: Token, kind: HarmKind, numbers: Numbers) -> Iterator[HarmMention]:
    """As in "his two wounded guards", where they are counted."""
    if token.lower not in _BEFORE_NOUN:
        return
    found = count_victims(doc, doc.head(token), numbers, people=True)
    if found is not None and found.count.stated:
        yield make_mention(kind, found.count, found.words, found.span, token.span, f"{token.lower} {found.words}")


def _put_at(doc: Document, token: Token, numbers: Numbers) -> Count | None:
    """The number of "put the rebel dead at 20"."""
    verb = doc.head(token)
    after = [c for c in doc.children(verb) if c.lower == "at" and c.i > token.i] if verb.lemma == "put" else []
    at = after[0] if after else None
    figure = next((c for c in doc.children(at) if c.dep == "pobj"), None) if at is not None else None
    count = read_count(doc, figure, numbers) if figure is not None else None
    return count if count is not None and count.stated else None


def _victim(doc: Document, token: Token, kind: HarmKind, numbers: Numbers) -> Token | None:
    head = doc.head(token)
    shot = doc.tokens[token.i - 1] if token.i > 0 and token.lower == "dead" else token
    if shot.lower == "shot":  # "shot dead eight rebels", whose "shot" may be read as a noun
        after = [c for c in doc.children(shot) if c.i > token.i]
        hit = next((c for c in after if c.dep == "dobj" or (c.dep in _ODD_OBJECTS and is_person(c))), None)
        if hit is not None:
            return hit
    subject = next((c for c in doc.children(token) if c.dep in SUBJECT and c.tag not in {"WP", "WDT"}), None)
    if kind is HarmKind.MISSING and subject is None:
        subject = _who_is_missing(doc, token)
    if subject is not None:
        return subject
    if any(c.i < token.i and is_number(c, numbers) for c in doc.children(token)):
        return token
    if token.dep == "acl":
        return own_number(doc, token) or head
    if token.dep == "amod" and head.pos == "NUM" and head.ent == "CARDINAL" and token.i - head.i <= 2:
        return head  # "14 more injured"
    victim: Token | None = None
    if head.lemma in STATE_VERBS:
        passive = head.lemma in {"be", "remain"} or any(c.dep in {"auxpass", "nsubjpass"} for c in doc.children(head))
        left = any(c.dep == "dobj" and head.i < c.i < token.i for c in doc.children(head))
        if passive or (head.dep == "acl" and not left):
            victim = subject_of(doc, head) or lost_subject(doc, head)
        else:
            victim = next((c for c in doc.children(head) if c.dep in {"dobj", "nsubj"} and c.i > head.i), None)
            if victim is None and head.tag == "VBN":
                victim = subject_of(doc, head)
    if victim is None and token.i > 0 and doc.tokens[token.i - 1].text == ",":
        leave = next((a for a in doc.ancestors(token) if a.lemma == "leave"), None)
        victim = _object_before(doc, leave, token) if leave is not None else None
    return victim or _right_before(doc, token)


def _shot_after(doc: Document, token: Token, numbers: Numbers) -> tuple[Count, Span] | None:
    """The people counted right after "shot dead" where the parse ties them to something else."""
    before = doc.tokens[token.i - 1] if token.i > 0 else token
    if token.lower != "dead" or before.lower != "shot" or any(c.dep == "dobj" for c in doc.children(before)):
        return None
    run = []
    for word in doc.tokens[token.i + 1 : token.i + _RUN]:
        if word.pos not in {"NUM", "ADJ", "NOUN", "PROPN"}:  # the parser may even begin a sentence here
            break
        run.append(word)
    if len(run) < 2 or not is_number(run[0], numbers) or not is_person(run[-1]):
        return None
    if run[0].sent == token.sent and run[0].head in {t.i for t in run}:
        return None
    count = read_count(doc, run[0], numbers)
    return (count, Span(run[0].start, run[-1].end)) if count is not None and count.stated else None


def _right_before(doc: Document, token: Token) -> Token | None:
    """The number of "up to 300 wounded", or the people of "12 rebels dead", whatever the parse makes of them."""
    before = doc.tokens[token.i - 1] if token.i > 0 else token
    if before.sent != token.sent or before.i == token.i:
        return None
    if before.pos == "NUM" and (token.lower == "dead" or (before.ent == "CARDINAL" and before.dep == "conj")):
        return before
    while before.dep == "conj" and before.pos in {"NOUN", "PROPN"} and is_person(doc.head(before)):
        before = doc.head(before)
    people = before.pos == "NOUN" or (before.ent == "NORP" and any(c.i < before.i for c in doc.children(before)))
    return before if token.lower == "dead" and people else None


def _number_of(doc: Document, token: Token, numbers: Numbers) -> Count | None:
    """The count of "thousands of wounded"; at least one for "an unknown number of dead and wounded"."""
    if token.dep == "conj" and doc.head(token).lower in STATES:
        token = doc.head(token)
    number = doc.head(doc.head(token))
    if token.dep != "pobj" or doc.head(token).lower != "of" or any(c.dep in _WHOSE for c in doc.children(token)):
        return None
    if number.lower == "number":
        vague = any(c.lower in {"a", "an"} for c in doc.children(number))
        return Count(1, None, stated=False) if vague else None
    entry = numbers.words.get(number.lower)
    many = entry is not None and entry.kind in {"plural", "vague", "scale"}
    return read_count(doc, number, numbers) if many else None


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


def read_stay(doc: Document, token: Token, word: HarmWord, numbers: Numbers) -> Iterator[HarmMention]:
    """As in "are under arrest", "put two men behind bars", "thirteen people are in hospital"."""
    prep = doc.head(token)
    beside = word.frame.partition(":")[2]
    verb = doc.head(prep)
    if token.dep != "pobj" or prep.lower != beside or verb.lemma not in _STAYS:
        return
    if any(c.dep == "neg" for c in doc.children(verb)) or any(c.dep in {"det", "poss"} for c in doc.children(token)):
        return
    passive = any(c.dep in {"auxpass", "nsubjpass"} for c in doc.children(verb)) or verb.lemma in {"be", "remain"}
    own = next((c for c in doc.children(verb) if c.dep == "dobj"), None)
    people = subject_of(doc, verb) if passive or verb.dep == "relcl" else own
    found = count_victims(doc, people, numbers, people=True) if people is not None else None
    if found is not None and (found.count.stated or token.lemma == "arrest"):
        reason = f"{beside} {token.text}: {found.words}"
        yield make_mention(HarmKind(word.kind), found.count, found.words, found.span, token.span, reason)


def read_taken(doc: Document, token: Token, word: HarmWord, numbers: Numbers) -> Iterator[HarmMention]:
    """The number of "17 were killed and four taken prisoner", which the parse gives to the prisoner."""
    taken = any(c.lemma == "take" and c.dep == "amod" for c in doc.children(token))
    count = read_count(doc, token, numbers) if taken else None
    if count is not None and count.stated:
        yield make_mention(HarmKind(word.kind), count, token.text, token.span, token.span, f"taken {token.text}")
