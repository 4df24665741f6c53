"""Unnamed parties: head nouns that name people, forces or groups, and pronouns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from truceline.domain.codes import ActorKind
from truceline.domain.text import Document, Token
from truceline.extract.actors_drafts import (
    MODIFIERS,
    STATE_CLASSES,
    Draft,
    content_head,
    is_locative,
    is_of_office,
    noun_phrase,
    owner_of,
    people_of,
    token_index,
)
from truceline.extract.actors_peoples import counted_people
from truceline.extract.actors_strangers import stranger
from truceline.extract.events_doers import POWERS, is_against, is_stance
from truceline.resources.actor_words import load_actor_nouns
from truceline.resources.actors import ActorRegistry

_PRONOUNS = {
    "he": "he",
    "him": "he",
    "his": "he",
    "himself": "he",
    "she": "he",
    "her": "he",
    "hers": "he",
    "herself": "he",
    "they": "they",
    "them": "they",
    "their": "they",
    "theirs": "they",
    "themselves": "they",
    "it": "it",
    "its": "it",
    "itself": "it",
    "i": "i",
    "me": "i",
    "my": "i",
    "we": "we",
    "us": "we",
    "our": "we",
    "ours": "we",
    "ourselves": "we",
    "who": "who",
    "which": "who",
    "that": "who",
    "whom": "who",
    "whose": "who",
    "both": "both",
}


_GROUPS_ALONE = frozenset(
    {"group", "groups", "faction", "factions", "coalition", "alliance", "parties", "tribes", "clans"}
)


def nominal_drafts(doc: Document, registry: ActorRegistry, taken: Sequence[Draft]) -> list[Draft]:
    """Unnamed parties: noun phrases whose head noun names people, forces or groups."""
    nouns = load_actor_nouns()
    by_token = token_index(doc, taken)
    out = []
    for token in doc.tokens:
        if token.i in by_token:
            continue
        people = people_of(doc, registry, token) or counted_people(doc, registry, token)
        noun = nouns.get("sides" if _is_side(doc, token) else token.lower) or stranger(doc, token, by_token)
        if (noun is None and people is None) or is_of_office(doc, token):
            continue
        if _is_idle(doc, token) or _is_asked(doc, token) or _is_spring(doc, token):
            continue
        against = token.lower in POWERS and is_against(doc, token) and not is_stance(doc, token)
        inside = token.dep in MODIFIERS and token.dep != "poss" and not against
        if token.pos not in ("NOUN", "PROPN", "ADJ") or inside:
            continue
        span, definite, new = (token.span, True, False) if against else noun_phrase(doc, token)
        plural = token.tag in ("NNS", "NNPS") or token.lower in ("police", "people")
        if noun is None and people is not None:
            out.append(
                Draft(
                    span,
                    token.i,
                    "nominal",
                    "people",
                    ActorKind.CIVILIANS,
                    state=people.id,
                    country=people.country,
                    plural=True,
                    definite=definite,
                    new=new,
                )
            )
            continue
        assert noun is not None
        owner = owner_of(doc, token, by_token)
        if noun.group == "group" and not definite and owner is None and token.lower not in _GROUPS_ALONE:
            continue
        if content_head(doc, token) is not token:
            continue
        if owner is not None and noun.group == "official" and _is_against_state(doc, token):
            owner = None  # "a Malaysian opposition leader" does not act for Malaysia
        if owner is not None and owner.state is not None and noun.group in STATE_CLASSES and _is_former(doc, token):
            owner = None  # nor "a former Serb general" for Serbia
        state = owner.state if owner is not None and noun.group in STATE_CLASSES else None
        out.append(
            Draft(
                span,
                token.i,
                "nominal",
                noun.group,
                noun.kind,
                state=state,
                owner=owner.head if owner else None,
                country=owner.country if owner else None,
                plural=plural,
                definite=definite,
                new=new,
                office=token.lower if noun.group == "official" else None,
                locative=is_locative(doc, token),
            )
        )
    return out


def _is_against_state(doc: Document, token: Token) -> bool:
    """True for leaders of an opposition, of rebels, and those out of office."""
    return any(c.i < token.i and c.lower in _OUT_OF_OFFICE for c in doc.children(token))


_OUT_OF_OFFICE = frozenset(("opposition", "rebel", "separatist", "exiled", "dissident", "guerrilla"))


def _is_former(doc: Document, token: Token) -> bool:
    return any(c.dep == "amod" and c.lower in _FORMER for c in doc.children(token))


_FORMER = frozenset(("former", "ex", "retired", "onetime"))


def _is_side(doc: Document, token: Token) -> bool:
    """True for "both camps", "the two camps": those of two sides, not of refugees."""
    if token.lower != "camps":
        return False
    beside = [c for c in doc.children(token) if c.i < token.i]
    return any(c.lower in _RIVAL for c in beside) and all(c.dep != "compound" for c in beside)


_RIVAL = frozenset(("both", "two", "rival", "warring", "opposing"))


def _is_idle(doc: Document, token: Token) -> bool:
    """True for the bare "force" of "in force", "into force" and "by force", which is no party."""
    bare = token.lower == "force" and not list(doc.children(token))
    return bare and doc.head(token).lower in ("in", "into", "by")


def _is_spring(doc: Document, token: Token) -> bool:
    """True for the source of what flows or is given: "its biggest source of aid" tells nobody anything."""
    if token.lemma.lower() != "source":
        return False
    of = [c for c in doc.children(token) if c.dep == "prep" and c.lower == "of"]
    return any(t.lemma.lower() not in _TOLD for p in of for t in doc.children(p) if t.dep == "pobj")


_TOLD = frozenset({"information", "news", "intelligence", "leak", "rumour", "rumor", "story", "report"})


def _is_asked(doc: Document, token: Token) -> bool:
    """True for what a question asks for: "which group", "what forces"."""
    before = doc.tokens[max(token.i - 1, 0)]
    beside = [*doc.children(token), *([before] if before.dep == "mark" else [])]  # "not clear what forces fired"
    return any(c.i < token.i and c.dep in ("det", "amod", "mark") and c.lower in _ASKED for c in beside)


_ASKED = frozenset({"what", "which", "whatever", "whichever"})


def named_beside(doc: Document, head: Token, by_head: Mapping[int, object]) -> int | None:
    """Head of the name in apposition to a noun: "the rebel group X", "X, the rebel group", "a group called X"."""
    for child in doc.children(head):
        if child.dep == "appos" and child.i in by_head:
            return child.i
        if child.dep in ("acl", "relcl") and child.lemma in ("call", "name", "know", "dub", "style"):
            for below in doc.children(child):
                if below.dep in ("oprd", "dobj", "attr", "xcomp") and below.i in by_head:
                    return below.i
                if below.dep == "prep" and below.lower == "as":
                    for name in doc.children(below):
                        if name.i in by_head:
                            return name.i
    if head.dep == "appos" and head.head in by_head:
        return head.head
    if (same := _same_holder(doc, head, by_head)) is not None:
        return same
    after = doc.tokens[head.i + 1] if head.i + 1 < len(doc.tokens) else None
    if after is not None and after.i in by_head and _is_second_subject(doc, after):
        return after.i
    if after is not None and after.sent == head.sent and after.head in (head.i, head.head):
        for i in range(after.i, min(after.i + 5, len(doc.tokens))):
            if i in by_head and doc.tokens[i].dep in ("appos", head.dep):
                return i
            if not doc.tokens[i].text[0].isupper():
                break
    return None


def _same_holder(doc: Document, head: Token, by_head: Mapping[int, object]) -> int | None:
    """Head of the name of whoever holds two offices: "Elvish leader and fellow senator Elrond"; not "the king and prime
    minister Hama", who are two."""
    if head.tag != "NN" or any(c.dep in ("det", "nummod") for c in doc.children(head)):
        return None
    for other in doc.children(head):
        between = doc.tokens[head.i + 1 : other.i]
        plain = other.dep == "conj" and other.tag in ("NN", "NNP") and bool(between) and between[0].lower == "and"
        if not plain or any(t.pos in ("DET", "PUNCT") and t.text != "-" for t in between):
            continue
        for i in range(other.i, min(other.i + 4, len(doc.tokens))):
            if not doc.tokens[i].text[0].isupper() and i > other.i:
                break
            titled = any(t.text.islower() and t.pos == "NOUN" for t in doc.tokens[head.i + 1 : i])
            if i in by_head and doc.tokens[i].pos == "PROPN" and titled:
                return i
    return None


def _is_second_subject(doc: Document, name: Token) -> bool:
    """True for a name that the parse takes for another subject: "a leader of the movement Hamas was shot"."""
    if name.dep not in ("nsubj", "nsubjpass") or not name.text[:1].isupper():
        return False
    return any(c.dep == name.dep and c.i < name.i for c in doc.children(doc.head(name)))


def _called_on(doc: Document, both: Token) -> bool:
    """Read "calls on both to stop", where the parser takes "both" for part of what follows."""
    around = doc.tokens[max(both.i - 1, 0)], doc.tokens[min(both.i + 1, len(doc.tokens) - 1)]
    return around[0].lower in ("on", "upon") and around[1].lower == "to"


def pronoun_drafts(doc: Document) -> Iterator[Draft]:
    """Pronouns that can stand for a party of an event."""
    for token in doc.tokens:
        sort = _PRONOUNS.get(token.lower)
        if sort is None or token.text in ("US", "IT"):
            continue
        if token.pos not in ("PRON", "DET", "SCONJ") or (sort == "who" and token.dep in ("mark", "det")):
            continue
        if sort == "it" and token.dep == "expl":
            continue
        if sort == "both" and token.dep not in ("nsubj", "nsubjpass", "dobj", "pobj") and not _called_on(doc, token):
            continue
        yield Draft(token.span, token.i, "pronoun", sort, ActorKind.UNKNOWN, plural=sort in ("they", "we"))
