"""Nouns of harm: "the killing of X", "13 deaths", "two killings", "suffered injuries", bodies found."""

from __future__ import annotations

from collections.abc import Iterator

from truceline.domain.codes import HarmKind
from truceline.domain.mentions import HarmMention
from truceline.domain.text import Document, Token
from truceline.extract.events_freeing import frees
from truceline.extract.quantities_figures import Count
from truceline.extract.quantities_lists import is_person
from truceline.extract.quantities_numbers import is_number, read_count
from truceline.extract.quantities_people import Victims, count_victims, make_mention
from truceline.extract.quantities_states import read_stay, read_taken
from truceline.extract.quantities_subjects import subject_of
from truceline.extract.quantities_tolls import NO_PEOPLE, read_lives, read_loss, read_tally, read_toll
from truceline.resources.harm import HarmWord, Numbers

_NOT_DONE = {"attempt", "attempted", "plan", "planned", "plot", "plotted", "mock"}
_EACH = {"a", "per", "each", "every", "daily"}
_CHANGES = {"increase", "rise", "decrease", "drop", "decline", "fall", "reduction", "average", "count", "rate"}
_MANY: dict[str, int] = {HarmKind.MISSING: 2, HarmKind.DISPLACED: 20}
"""How many the disappearance or expulsion "of" them must befall: one who is expelled is no fugitive."""
_PHRASE = 14
"""Tokens after a noun in which its "of" may stand behind a comma."""
ACTS_COUNTED = "acts counted, one victim each"


_ONLY_NONE = {"victim", "loss"}
"""Nouns that say harm only where there is none: "no victims", "without loss of life"."""
_GIVES = {"give", "release", "provide", "publish", "disclose", "state"}
"""Who does not do this with casualties does not tell them."""
_TELLERS = {"count", "see", "collect", "bury", "leave", "bring"}
_FATES = {"kill", "die", "execute", "murder", "behead", "wound", "injure", "shoot", "slay", "escape", "hurt"}
_BROUGHT = {"receive", "bring", "lie", "strew", "wash", "litter"}
"""What is done with bodies, or what they do, where people have just been killed."""
_ESCAPES = {"escape", "survive", "emerge"}
_SUFFERS = {"sustain", "suffer", "receive", "incur"}


def _noun_of(doc: Document, token: Token, word: HarmWord, numbers: Numbers) -> Iterator[HarmMention]:
    """As in "the killing of two officers", "Hariri's murder"."""
    if any(c.lower in _NOT_DONE for c in doc.children(token)):
        return  # "the attempted murder of two ministers" killed nobody
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
    if found is not None and not found.count.stated and victim.tag == "NNS" and _counted_here(doc, token, numbers):
        return  # "four executions of soldiers": the acts are counted, the soldiers are not
    many = found is not None and (found.count.minimum or found.count.maximum or 0) >= _MANY.get(word.kind, 0)
    if found is not None and many:
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
        return _after_comma(doc, token)
    return next((c for c in doc.children(doc.tokens[i]) if c.dep == "pobj"), None)


def _after_comma(doc: Document, token: Token) -> Token | None:
    """The two members of "the detention on Monday, at Bree, of two members"."""
    for t in doc.tokens[token.i + 1 : token.i + _PHRASE]:
        if t.sent != token.sent or t.pos in {"VERB", "AUX"}:
            return None
        if t.lower == "of" and (doc.tokens[t.i - 1].text == "," or _is_where(doc, doc.head(t))):
            return next((c for c in doc.children(t) if c.dep == "pobj" and is_person(c)), None)
    return None


def _is_where(doc: Document, noun: Token) -> bool:
    """True for the Bree of "the arrest at Bree of one Bard Olo", and for "without bail"."""
    return noun.dep == "pobj" and (noun.ent in {"GPE", "FAC", "LOC"} or noun.lemma.lower() in {"bail", "warrant"})


def _are_freed(doc: Document, token: Token) -> bool:
    """True for the hostages of "four hostages were freed in a raid": the raid took nobody."""
    verb = doc.head(token)
    if token.dep in ("dobj", "nsubjpass") and frees(doc, verb):
        return True
    return any(c.dep == "acl" and c.tag == "VBN" and frees(doc, c) for c in doc.children(token))


def _noun_count(doc: Document, token: Token, word: HarmWord, numbers: Numbers) -> Iterator[HarmMention]:
    """As in "13 deaths", "no casualties", "44 wounded", "two bodies"."""
    if token.lemma == "loss" and not any(g.lemma == "life" for c in doc.children(token) for g in doc.children(c)):
        return
    if word.kind == HarmKind.CAPTURED and (_some_captives(doc, token) or _are_freed(doc, token)):
        return
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
            people = _whose_bodies(doc, token, numbers)
            if people is not None:
                yield make_mention(HarmKind.KILLED, people.count, people.words, people.span, token.span, "bodies found")
                return
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
    if token.lemma in _ONLY_NONE and count.maximum != 0:
        return
    if count.maximum == 0 and doc.head(token).lemma in _GIVES and token.dep in {"dobj", "nsubjpass"}:
        return  # "the army gave no casualties"
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


def _some_captives(doc: Document, token: Token) -> bool:
    """True for "two of the hostages", "one hostage died": part of those taken, whom something else befell."""
    if token.dep == "pobj" and doc.head(token).lower == "of" and any(c.lower == "the" for c in doc.children(token)):
        return True
    if any(c.dep == "relcl" and c.lemma in _FATES for c in doc.children(token)):
        return True
    verb = doc.head(token)
    while token.dep in {"conj", "appos"}:
        token, verb = verb, doc.head(verb)
    return token.dep in {"nsubj", "nsubjpass", "dobj"} and verb.lemma in _FATES


def _whose_bodies(doc: Document, token: Token, numbers: Numbers) -> Victims | None:
    """The people of "the bodies of 11 men", where they are counted."""
    of = next((c for c in doc.children(token) if c.lower == "of"), None)
    people = next((c for c in doc.children(of) if c.dep == "pobj"), None) if of is not None else None
    found = count_victims(doc, people, numbers) if people is not None else None
    return found if found is not None and found.count.stated else None


def _counted_here(doc: Document, token: Token, numbers: Numbers) -> bool:
    """True for a noun under a number that is no year: "two killings", "dozens of killings"."""
    before = [c for c in doc.children(token) if c.i < token.i]
    if token.tag == "NN" or any(c.lemma.lower() in _NOT_DONE or c.ent in {"DATE", "TIME"} for c in before):
        return False
    plural = doc.head(doc.head(token))
    return any(is_number(c, numbers) for c in before) or (doc.head(token).lower == "of" and is_number(plural, numbers))


def _noun_acts(doc: Document, token: Token, word: HarmWord, numbers: Numbers) -> Iterator[HarmMention]:
    """As in "two killings", "dozens of murders": one victim each, for want of a better count."""
    following = doc.tokens[token.i + 1].lower if token.i + 1 < len(doc.tokens) else ""
    if not _counted_here(doc, token, numbers) or token.dep == "compound" or following in _EACH:
        return
    if doc.head(token).lower == "of" and doc.head(doc.head(token)).lemma.lower() in _CHANGES:
        return
    own = any(is_number(c, numbers) and c.i < token.i for c in doc.children(token))
    count = read_count(doc, token if own else doc.head(doc.head(token)), numbers)
    if count is not None and count.stated:
        yield make_mention(HarmKind(word.kind), count, token.text, token.span, token.span, ACTS_COUNTED)


def _no_report(doc: Document, token: Token) -> bool:
    """As in "There are no reports of casualties", "no immediate report on any casualties"."""
    for parent, _ in zip(doc.ancestors(token), range(3), strict=False):
        if parent.lemma == "report" and parent.pos == "NOUN":
            return any(c.lower == "no" for c in doc.children(parent))
    return False


def _found(doc: Document, token: Token) -> bool:
    head = doc.head(token)
    if head.lemma in _TELLERS:
        return token.dep in {"dobj", "nsubjpass"} and any(c.dep == "nummod" for c in doc.children(token))
    return head.lemma in {"find", "recover", "discover", "retrieve", "pull", "unearth", "exhume", *_BROUGHT} or any(
        c.lemma in {"find", "recover", "discover", "dump", "retrieve"} for c in doc.children(token)
    )


def _suffered(doc: Document, token: Token, word: HarmWord, numbers: Numbers) -> Iterator[HarmMention]:
    """As in "a constable suffered minor injuries"; counted injuries are read as such."""
    verb = doc.head(token)
    if verb.lower == "with" and doc.head(verb).lemma in _ESCAPES:
        token, verb = verb, doc.head(verb)  # "escaped with light wounds"
        subject = subject_of(doc, verb)
        found = count_victims(doc, subject, numbers) if subject is not None else None
        if found is not None:
            reason = f"{verb.text} with wounds"
            yield make_mention(HarmKind.INJURED, found.count, found.words, found.span, token.span, reason)
        return
    if token.lower == "wounds" and token.dep == "conj" and verb.lemma == "kill":  # "Blast kills 12, wounds 30"
        number = next((c for c in doc.children(token) if c.i > token.i and is_number(c, numbers)), None)
        count = read_count(doc, number, numbers) if number is not None else None
        if number is not None and count is not None and number.ent not in NO_PEOPLE:
            yield make_mention(HarmKind.INJURED, count, number.text, number.span, token.span, f"wounds {number.text}")
        return
    if verb.lemma in _SUFFERS and token.dep in {"dobj", "conj"}:
        subject = subject_of(doc, verb)
        found = count_victims(doc, subject, numbers) if subject is not None else None
        if found is not None:
            yield make_mention(
                HarmKind.INJURED, found.count, found.words, found.span, token.span, f"{verb.text} {token.text}"
            )
        return
    another = _sustained_by(doc, token, numbers)
    if another is not None:
        reason = f"injuries of {another.words}"
        yield make_mention(HarmKind.INJURED, another.count, another.words, another.span, token.span, reason)
        return
    if word.frame == "suffered":
        yield from _noun_count(doc, token, word, numbers)


def _sustained_by(doc: Document, token: Token, numbers: Numbers) -> Victims | None:
    """Those of "another sustained injuries", "two suffered burns", which the parse takes for one noun phrase."""
    verb = next((c for c in doc.children(token) if c.lemma in _SUFFERS and c.dep == "amod"), None)
    before = doc.tokens[verb.i - 1] if verb is not None and verb.i > 0 else None
    if before is None or verb is None or before.sent != verb.sent:
        return None
    if before.lower in {"another", "one"}:
        return Victims((before,), Count(1, 1, False), before.text, before.span)
    return count_victims(doc, before, numbers, people=True)


READERS = {
    "of": _noun_of, "count": _noun_count, "toll": read_toll, "lives": read_lives, "suffered": _suffered,
    "acts": _noun_acts,
    "suffers": _suffered, "tally": read_tally, "state": read_stay, "loss": read_loss, "taken": read_taken,
}  # fmt: skip
