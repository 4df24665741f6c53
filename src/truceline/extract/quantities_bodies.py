"""Harm told by what was done to a body: "shot in the leg", "lost an eye", "cut off the hands of", "pulled off a bus and
shot"."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from truceline.domain.codes import HarmKind
from truceline.domain.mentions import HarmMention
from truceline.domain.text import Document, Token
from truceline.extract.quantities_lists import SUBJECT, is_person, of_whom
from truceline.extract.quantities_numbers import is_number
from truceline.extract.quantities_patients import relative_object
from truceline.extract.quantities_people import Victims, count_victims, make_mention
from truceline.extract.quantities_subjects import subject_of
from truceline.resources.harm import HarmWord, Numbers, harm_class

_NEEDS = {"need", "require", "receive"}
_AIMED = {"at", "into", "towards", "back", "through", "down"}
_NEXT = 3
"""Sentences, with that of the shots, in which it may be told what came of those who were shot."""
_AT = {"in", "on", "above", "across", "below"}


def read_body(doc: Document, token: Token, word: HarmWord, numbers: Numbers) -> Iterator[HarmMention]:
    """The harm of a verb by a part of the body, or by what hit it.

    token: the verb. word: its row of data/harm.tsv, whose frame is one of ``BODIES``.
    """
    if any(c.dep == "neg" for c in doc.children(token)):
        return
    victims = BODIES[word.frame](doc, token, numbers)
    if victims is not None:
        reason = f"{token.text}: {victims.words}"
        yield make_mention(HarmKind(word.kind), victims.count, victims.words, victims.span, token.span, reason)


def _is_passive(doc: Document, verb: Token) -> bool:
    return verb.tag == "VBN" and any(c.dep in {"auxpass", "nsubjpass"} for c in doc.children(verb))


def _hurt_people(doc: Document, verb: Token, numbers: Numbers) -> Victims | None:
    """Those whom a blow hit: the subject of the passive or the object, who must be people."""
    alone = not any(c.dep in {*SUBJECT, "dobj"} for c in doc.children(verb))
    if _is_passive(doc, verb) or verb.dep == "acl" or (verb.dep == "conj" and verb.tag == "VBN" and alone):
        people = subject_of(doc, verb)
    else:
        people = next((c for c in doc.children(verb) if c.dep == "dobj" and c.i > verb.i), None)
    return count_victims(doc, people, numbers, people=True) if people is not None else None


def _where_hit(doc: Document, verb: Token) -> list[str]:
    """Lemmas of the parts that a verb names: "in the leg", "above the eye"."""
    preps = [c for c in doc.children(verb) if c.lower in _AT and c.i > verb.i]
    return [g.lemma.lower() for c in preps for g in doc.children(c) if g.dep == "pobj"]


def _shot(doc: Document, token: Token, numbers: Numbers) -> Victims | None:
    """As in "was shot in the leg"."""
    hit = any(p in harm_class("shot_part") for p in _where_hit(doc, token))
    return _hurt_people(doc, token, numbers) if hit else None


def _hit(doc: Document, token: Token, numbers: Numbers) -> Victims | None:
    """As in "was hit in the arm", "were struck by stones", "cut by glass"; and "nobody was hit"."""
    found = _hurt_people(doc, token, numbers) if _is_passive(doc, token) else None
    if found is not None and found.count.maximum == 0:
        return found
    agents = [c for c in doc.children(token) if c.lower in {"by", "with"}]
    what = {t.lemma.lower() for c in agents for t in doc.children(c) if t.dep == "pobj"}
    what |= {c.lemma.lower() for c in doc.children(token) if c.dep == "nsubj"}
    if not (what & harm_class("missile") or any(p in harm_class("body_part") for p in _where_hit(doc, token))):
        return None
    return _hurt_people(doc, token, numbers)


def _lost(doc: Document, token: Token, numbers: Numbers) -> Victims | None:
    """As in "a mechanic lost an arm", "broke a wrist", "suffered a broken wrist"."""
    part = next((c for c in doc.children(token) if c.dep in {"dobj", "npadvmod"} and c.i > token.i), None)
    broken = part is not None and any(c.lower in {"broken", "fractured"} for c in doc.children(part))
    treated = part is not None and part.lemma == "treatment" and token.lemma in _NEEDS
    parts = harm_class("body_part" if broken else "broken_part")
    if part is None or not (treated or part.lemma.lower() in parts):
        return None
    if any(c.dep == "poss" and c.pos != "PRON" for c in doc.children(part)):
        return None
    subject = subject_of(doc, token)
    return count_victims(doc, subject, numbers, people=True) if subject is not None else None


def _maimed(doc: Document, token: Token, numbers: Numbers) -> Victims | None:
    """As in "cut off the hands of three farmers"."""
    if not any(c.lower == "off" for c in doc.children(token)):
        return None
    return _whose(doc, token, harm_class("lost_part"), numbers)


def _throats(doc: Document, token: Token, numbers: Numbers) -> Victims | None:
    """As in "cut the throats of two farmers", "had their throats cut"."""
    victims = _whose(doc, token, {"throat"}, numbers)
    if victims is not None:
        return victims
    above = doc.head(token)
    throats = any(c.lemma == "throat" for c in doc.children(token))
    subject = subject_of(doc, above) if throats and above.lemma == "have" else None
    return count_victims(doc, subject, numbers, people=True) if subject is not None else None


def _whose(doc: Document, verb: Token, parts: Collection[str], numbers: Numbers) -> Victims | None:
    part = next((c for c in doc.children(verb) if c.dep == "dobj" and c.lemma.lower() in parts), None)
    if part is None:
        return None
    people: Token | None = of_whom(doc, part)
    if people is part:
        people = next((c for c in doc.children(part) if c.dep == "poss" and c.pos != "PRON"), None)
    return count_victims(doc, people, numbers) if people is not None else None


def _put_to_death(doc: Document, token: Token, numbers: Numbers) -> Victims | None:
    """As in "five traders were pulled off a bus and shot", "lined up the men and shot seven of them"."""
    if token.dep != "conj" or doc.tokens[token.i - 1].lower not in {"and", "or", "then"}:
        return None
    first = next((t for t, _ in zip(doc.ancestors(token), range(4), strict=False) if t.pos == "VERB"), None)
    if first is None or first.lemma not in harm_class("dragged"):
        return None
    own = next((c for c in doc.children(token) if c.dep == "dobj" and c.i > token.i), None)
    if own is not None and own.pos != "PRON":
        return count_victims(doc, own, numbers, people=True)
    if _is_passive(doc, first):
        people = subject_of(doc, first)
    else:
        people = next((c for c in doc.children(first) if c.dep == "dobj"), None) if own is not None else None
    if people is None or not (is_number(people, numbers) or is_person(people)):
        return None
    return count_victims(doc, people, numbers)


def _mourned(doc: Document, token: Token, numbers: Numbers) -> Victims | None:
    """As in "soldiers shot five men. Villagers buried the bodies": what is told next to the shots says of what came of
    them, and nobody is said to have lived."""
    if any(c.i > token.i and (c.dep == "prt" or c.lower in _AIMED) for c in doc.children(token)):
        return None
    end = min(token.sent + _NEXT, len(doc.sentences))
    told = {t.lemma.lower() for n in range(token.sent, end) for t in doc.sentence_tokens(n)}
    here = {t.lemma.lower() for t in doc.sentence_tokens(token.sent)}
    if not told & harm_class("shot_sign") or told & harm_class("shot_alive") or here & {"dead", "kill", "die"}:
        return None
    if _is_passive(doc, token) or token.dep == "acl":
        people = subject_of(doc, token)
    else:
        own = next((c for c in doc.children(token) if c.dep == "dobj" and c.i > token.i), None)
        people = own or relative_object(doc, token)
    found = count_victims(doc, people, numbers, people=True) if people is not None else None
    if found is None or found.heads[0].pos == "PRON":
        return None
    return found if found.count.stated or found.count.maximum == 1 else None


BODIES = {
    "shot": _shot, "hit": _hit, "limb": _lost, "maimed": _maimed, "throat": _throats, "executed": _put_to_death,
    "mourned": _mourned,
}  # fmt: skip
"""Frames of data/harm.tsv that a part of the body or what was done before decides."""
