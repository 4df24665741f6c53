"""Nouns of harm: "the killing of X", "13 deaths", "the toll rose to 13", "claimed 13 lives"."""

from __future__ import annotations

from collections.abc import Iterator

from truceline.domain.codes import HarmKind
from truceline.domain.mentions import HarmMention
from truceline.domain.text import Document, Token
from truceline.extract.quantities_numbers import Count, is_number, read_count
from truceline.extract.quantities_people import count_victims, make_mention, subject_of
from truceline.resources.harm import HarmWord, Numbers

_LOSSES = {"lose", "claim", "take", "cost"}


_SUFFERS = {"sustain", "suffer", "receive", "incur"}


def _noun_of(doc: Document, token: Token, word: HarmWord, numbers: Numbers) -> Iterator[HarmMention]:
    """As in "the killing of two officers", "Hariri's murder"."""
    if token.lemma == "death" and any(is_number(c, numbers) and c.i < token.i for c in doc.children(token)):
        return
    victim: Token | None = None
    for child in doc.children(token):
        if child.lower == "of":
            victim = next((c for c in doc.children(child) if c.dep == "pobj"), None)
        elif child.dep == "poss" and victim is None and child.pos in {"PROPN", "NOUN", "PRON"} and child.i < token.i:
            victim = child
    if victim is None:
        victim = _after_time(doc, token)
    if victim is None or victim.ent in {"DATE", "TIME", "GPE"}:
        return
    found = count_victims(doc, victim, numbers)
    if found is not None:
        yield make_mention(
            HarmKind(word.kind), found.count, found.words, found.span, token.span, f"{token.lemma} of {found.words}"
        )


def _after_time(doc: Document, token: Token) -> Token | None:
    """The "of" phrase of a noun across words of time ("the murder earlier this month of a leader")."""
    i = token.i + 1
    while (
        i < len(doc.tokens)
        and i < token.i + 6
        and (doc.tokens[i].ent in {"DATE", "TIME"} or doc.tokens[i].pos == "ADV")
    ):
        i += 1
    if i == token.i + 1 or i >= len(doc.tokens) or doc.tokens[i].lower != "of":
        return None
    return next((c for c in doc.children(doc.tokens[i]) if c.dep == "pobj"), None)


def _noun_count(doc: Document, token: Token, word: HarmWord, numbers: Numbers) -> Iterator[HarmMention]:
    """As in "13 deaths", "no casualties", "44 wounded", "two bodies"."""
    run = [c for c in doc.children(token) if is_number(c, numbers) and c.i < token.i]
    if not run and doc.head(token).lower == "of" and is_number(doc.head(doc.head(token)), numbers):
        run = [doc.head(doc.head(token))]
        token = run[0] if word.kind != "casualty" else token
    if not run and word.kind == "casualty" and _no_report(doc, token):
        run = [token]
        for kind in (HarmKind.KILLED, HarmKind.INJURED):
            yield make_mention(kind, Count(0, 0), "casualties", token.span, token.span, "no report of casualties")
        return
    without = (token.i > 0 and doc.head(token).lower == "without") or any(
        c.lower == "without" for c in doc.children(token)
    )
    if not run and not without:
        if token.lemma in {"body", "corpse"} and token.tag in {"NNS", "NN"} and _found(doc, token):
            count = read_count(doc, token, numbers)
            if count is not None:
                yield make_mention(HarmKind.KILLED, count, token.text, token.span, token.span, "bodies found")
        return
    count = (
        Count(0, 0)
        if without
        else read_count(doc, run[0] if run and run[0].i < token.i and doc.head(token).lower == "of" else token, numbers)
    )
    if count is None:
        return
    if token.lemma in {"body", "corpse"} and not _found(doc, token):
        return
    if token.lemma in {"injure", "wound", "injured", "wounded"} and count.minimum == 0 and not run:
        return
    if word.kind == "casualty":
        if count.maximum == 0:
            for kind in (HarmKind.KILLED, HarmKind.INJURED):
                yield make_mention(kind, count, "casualties", token.span, token.span, "no casualties")
        elif count.stated:
            words = " ".join(t.text for t in (*run, token))
            for kind in (HarmKind.KILLED, HarmKind.INJURED):
                yield make_mention(kind, Count(1, None), words, token.span, token.span, "joint count")
        return
    yield make_mention(HarmKind(word.kind), count, token.text, token.span, token.span, f"{token.text} counted")


def _no_report(doc: Document, token: Token) -> bool:
    """As in "There are no reports of casualties", "no immediate report on any casualties"."""
    for parent, _ in zip(doc.ancestors(token), range(3), strict=False):
        if parent.lemma == "report" and parent.pos == "NOUN":
            return any(c.lower == "no" for c in doc.children(parent))
    return False


def _found(doc: Document, token: Token) -> bool:
    head = doc.head(token)
    return head.lemma in {"find", "recover", "discover", "retrieve", "pull", "unearth", "exhume"} or any(
        c.lemma in {"find", "recover", "discover", "dump", "retrieve"} for c in doc.children(token)
    )


def _toll(doc: Document, token: Token, word: HarmWord, numbers: Numbers) -> Iterator[HarmMention]:
    """As in "the death toll rose to 13", "a toll of 40"."""
    verb = doc.head(token)
    near = [*doc.subtree(token), *(doc.subtree(verb) if verb.pos in {"VERB", "AUX"} else ())]
    for number in near:
        if (
            number.i > token.i
            and number.pos == "NUM"
            and is_number(number, numbers)
            and doc.head(number).lower not in {"from"}
        ):
            counted = number if number.dep in {"pobj", "attr", "dobj"} else doc.head(number)
            count = read_count(doc, counted, numbers)
            if count is not None and count.stated:
                yield make_mention(HarmKind.KILLED, count, "people", None, token.span, "toll")
                return


def _lives(doc: Document, token: Token, word: HarmWord, numbers: Numbers) -> Iterator[HarmMention]:
    """As in "claimed the lives of five officers", "cost thousands of lives", "17 people lost their lives"."""
    loss = doc.head(token)
    while loss.lower == "of" or is_number(loss, numbers):
        token, loss = loss, doc.head(loss)
        if loss.i == token.i:
            return
    if loss.lemma not in _LOSSES:
        return
    of = next((c for c in doc.children(token) if c.lower == "of"), None)
    owner = next((c for c in doc.children(token) if c.dep == "poss"), None)
    victim: Token | None = token
    if of is not None and not is_number(token, numbers):
        victim = next((c for c in doc.children(of) if c.dep == "pobj"), None)
    elif owner is not None:
        victim = subject_of(doc, loss) if loss.lemma == "lose" and owner.pos == "PRON" else owner
    found = count_victims(doc, victim, numbers) if victim is not None else None
    if found is not None:
        yield make_mention(HarmKind.KILLED, found.count, found.words, found.span, token.span, f"lives of {found.words}")


def _suffered(doc: Document, token: Token, word: HarmWord, numbers: Numbers) -> Iterator[HarmMention]:
    """As in "a constable suffered minor injuries"; counted injuries are read as such."""
    verb = doc.head(token)
    if verb.lemma in _SUFFERS and token.dep in {"dobj", "conj"}:
        subject = subject_of(doc, verb)
        found = count_victims(doc, subject, numbers) if subject is not None else None
        if found is not None:
            yield make_mention(
                HarmKind.INJURED, found.count, found.words, found.span, token.span, f"{verb.text} {token.text}"
            )
        return
    yield from _noun_count(doc, token, word, numbers)


READERS = {"of": _noun_of, "count": _noun_count, "toll": _toll, "lives": _lives, "suffered": _suffered}
