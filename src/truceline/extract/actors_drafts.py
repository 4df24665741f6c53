"""A mention before grouping, and what the parse says around a head noun."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from truceline.domain.codes import ActorKind
from truceline.domain.text import Document, Span, Token
from truceline.resources.actor_words import load_actor_nouns, load_name_words
from truceline.resources.actors import ActorRegistry, State

_LOCATIVE = frozenset(
    "in at near across inside into throughout around within outside through over along via toward towards onto off to "
    "from".split()
)
MODIFIERS = frozenset({"compound", "amod", "nmod", "poss", "npadvmod", "nummod"})
"""How the parse ties a word to the noun that it stands before."""
STATE_CLASSES = frozenset({"force", "police", "government", "official", "post"})
"""Classes of head nouns that act for the state which modifies them ("Iraqi troops", not "Iraqi militants")."""


MEMBER_CLASSES = frozenset({"force", "armed", "official", "police", "government"})
"""Classes whose members are one entity with the group that they act for (codebook section 8, Who)."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A mention before grouping. Token indices refer to the document."""

    span: Span
    head: int
    form: str
    """name, acronym, demonym, capital, person, org, nominal, pronoun."""
    group: str
    """state, organ, person, or the class of the head noun (actor_words.ActorNoun.group), or the pronoun's sort."""
    kind: ActorKind
    ids: tuple[str, ...] = ()
    """Registry ids, the preferred one first."""
    state: str | None = None
    """Id of the state it acts for."""
    owner: int | None = None
    """Token inside the mention it belongs to ("Hamas" for "Hamas fighters")."""
    country: str | None = None
    office: str | None = None
    plural: bool = False
    definite: bool = False
    modifier: bool = False
    """True when it only modifies another noun ("Iraqi" in "Iraqi oil")."""
    locative: bool = False
    """True when a preposition makes it a place ("in Iraq")."""
    new: bool = False
    """True when the words bring in something not told before ("a", "two", "another")."""


def head_of(doc: Document, span: Span) -> Token | None:
    """The syntactic head of a span, the last noun of it where the parse gives a modifier."""
    return doc.syntactic_head(span)


def is_locative(doc: Document, head: Token) -> bool:
    """True when a preposition of place governs the noun."""
    above = doc.head(head)
    return head.dep == "pobj" and above.lower in _LOCATIVE


def token_index(doc: Document, drafts: Sequence[Draft]) -> dict[int, Draft]:
    """Token number to the draft that covers it."""
    index: dict[int, Draft] = {}
    for draft in drafts:
        for token in doc.tokens_in(draft.span):
            index[token.i] = draft
    return index


BOUND = frozenset(
    {"backed", "led", "based", "born", "trained", "funded", "aligned", "allied", "brokered", "sponsored", "supported"}
)


def is_of_office(doc: Document, first: Token) -> bool:
    """True for the last word of an office: "State" of "Secretary of State", "Staff" of "Chief of Staff", and of heads
    of state or government."""
    the = first.i > 2 and doc.tokens[first.i - 1].lower == "the"
    of = first.i - 2 if the else first.i - 1
    if of < 1 or doc.tokens[of].lower != "of":
        return False
    office = doc.tokens[of - 1]
    led = first.lower in ("state", "states", "government", "governments")
    if led and not the and office.lower in ("head", "heads"):
        return True
    if not first.text[0].isupper() or not office.text[0].isupper():
        return False
    held = office.lower in _MINISTERS and first.ent not in ("GPE", "NORP")  # "Minister of Local Administration"
    return held or (office.lower in _OFFICES and first.lower in _OF_OFFICE)


_OFFICES = frozenset({"secretary", "secretaries", "undersecretary", "minister", "ministers", "chief", "chiefs", "head"})
_MINISTERS = frozenset({"minister", "ministers"})
_OF_OFFICE = frozenset(
    "state staff defense defence mission government general interior justice information finance war health".split()
)


def is_bound(doc: Document, draft: Draft) -> bool:
    """True when a hyphen ties the name to another word: "anti-Syrian", "pro-Iranian", "US-backed" own nothing."""
    tokens = doc.tokens_in(draft.span)
    before, after = tokens[0].i - 1, tokens[-1].i + 1
    if (
        before > 0
        and doc.tokens[before].text in ("-", "–")
        and doc.tokens[before - 1].lower in ("anti", "pro", "non", "ex")
    ):
        return True
    return after + 1 < len(doc.tokens) and doc.tokens[after].text in ("-", "–") and doc.tokens[after + 1].lower in BOUND


_SERVING = frozenset({"adviser", "advisor", "aide", "assistant"})
"""Whoever is one "to" a party is of that party; an envoy to it is not."""


def owner_of(doc: Document, head: Token, by_token: dict[int, Draft]) -> Draft | None:
    """The named actor that a noun belongs to: "Hamas fighters", "Iraq's army", "fighters of the SDF"."""
    for child in doc.children(head):
        if child.i in by_token and child.dep in ("compound", "amod", "nmod", "poss"):
            if is_bound(doc, by_token[child.i]):
                continue
            return by_token[child.i]
        if (
            child.dep in ("compound", "nmod", "amod", "poss")
            and child.pos in ("NOUN", "PROPN")
            and child.lower not in ("led", "backed")
        ):
            deeper = owner_of(doc, child, by_token)
            if deeper is not None:
                return deeper
    for child in doc.children(head):
        serves = child.lower == "to" and head.lemma.lower() in _SERVING
        if child.dep == "prep" and (child.lower in ("of", "from", "for", "with") or serves):
            for target in doc.children(child):
                if target.i in by_token and not (by_token[target.i].locative and child.lower != "from"):
                    return by_token[target.i]
                if target.dep == "pobj" and target.lower in load_actor_nouns():
                    return owner_of(doc, target, by_token)
        if child.dep == "prep" and child.lower == "in":  # "a commander in the X Brigade", no more than of bodies
            found = [by_token[t.i] for t in doc.children(child) if t.i in by_token]
            if found and found[0].group in ("named", "org"):
                return found[0]
    return None


def people_of(doc: Document, registry: ActorRegistry, token: Token) -> State | None:
    """The state of a noun for its people: "Turks", "South Koreans"."""
    if not token.text[0].isupper():
        return None
    before = doc.tokens[token.i - 1] if token.i else None
    if before is not None and before.text[0].isupper() and before.sent == token.sent:
        longer = registry.state_of_people(f"{before.text} {token.text}")
        if longer is not None:
            return longer
    return registry.state_of_people(token.text)


PARTITIVE = frozenset(
    "hundreds thousands dozens scores tens millions number numbers some many most several few handful majority "
    "remnants remnant web one two three four five six seven eight nine ten couple pair band bands rest lots none any "
    "all half part elements element group groups series wave waves column columns each both either bunch others kind "
    "type team teams mixture third quarter percent total host range list".split()
)
"""Head nouns that count or bundle: in "hundreds of Palestinians" the party is what "of" adds."""


def content_head(doc: Document, head: Token) -> Token:
    """The noun that says who: past counting nouns ("dozens of rebels", "a group of armed men")."""
    for _ in range(3):
        if head.lower not in PARTITIVE and head.pos != "NUM" and not _stands_for_of(doc, head):
            return head
        below = next((c for c in doc.children(head) if c.dep == "prep" and c.lower == "of"), None)
        target = next((c for c in doc.children(below) if c.dep == "pobj"), None) if below is not None else None
        if target is None or target.pos not in ("NOUN", "PROPN", "PRON", "ADJ"):
            return head
        head = target
    return head


def _stands_for_of(doc: Document, head: Token) -> bool:
    """True for the lives that a deed claims ("claimed the lives of two boys"), the front of "in front of", and a convoy
    of people."""
    above = doc.head(head)
    claimed = head.lower in ("life", "lives") and above.lemma in _OF_LIVES
    if claimed or (head.lower == "front" and head.dep == "pobj" and above.lower == "in"):
        return True
    if head.lower not in ("convoy", "busload", "truckload", "boatload"):
        return False
    of = (c for c in doc.children(head) if c.dep == "prep" and c.lower == "of")
    return any(t.lower in load_actor_nouns() for p in of for t in doc.children(p) if t.dep == "pobj")


_OF_LIVES = frozenset({"claim", "take", "cost", "spare", "save", "endanger", "threaten", "risk"})


_NEW = frozenset({"a", "an", "another", "other", "some", "several", "many", "more", "few", "no", "any"})


_PREFIXES = frozenset({"anti", "pro", "non", "ex", "counter", "neo"})


def with_prefix(doc: Document, first: int) -> int:
    """The first token of a phrase, or that of what a hyphen joins to it: "anti-abortionists" are no abortionists."""
    if first < 2 or doc.tokens[first - 1].text not in ("-", "–") or doc.tokens[first - 2].lower not in _PREFIXES:
        return first
    prefix, hyphen = doc.tokens[first - 2], doc.tokens[first - 1]
    return first - 2 if prefix.end == hyphen.start and hyphen.end == doc.tokens[first].start else first


def noun_phrase(doc: Document, head: Token) -> tuple[Span, bool, bool]:
    """(span, definite, new): the phrase from its first modifier to its head, without a leading "the"."""
    first = head.i
    definite = new = False
    todo = [c for c in doc.children(head) if c.i < head.i]
    for child in todo:
        if child.dep in ("det", "predet", "poss", "amod", "compound", "nummod", "nmod", "quantmod", "advmod"):
            if child.dep == "det" and child.lower in ("the", "this", "that", "these", "those", "both"):
                definite = True
                continue
            if child.dep == "poss":
                definite = True
            if is_day(doc, child):
                continue
            if child.lower in _NEW or child.dep == "nummod":
                new = True
            first = min(first, doc.subtree(child)[0].i)
    while first < head.i and doc.tokens[first].lower in ("the", "this", "these", "those", "that", ",", "both", "of"):
        first += 1
    first = with_prefix(doc, first)
    return Span(doc.tokens[first].start, _end_of_office(doc, head)), definite, new and not definite


def is_day(doc: Document, token: Token) -> bool:
    """True for a weekday that the parse takes for part of a name: "said on Saturday parliament would meet"."""
    before = doc.tokens[token.i - 1] if token.i else token
    return token.lower in _WEEKDAYS and before.lower in ("on", "last", "late", "early", "since")


_WEEKDAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())


def _end_of_office(doc: Document, head: Token) -> int:
    """End of "head of state", "chiefs of staff": "head" by itself names nobody; of any other noun its own end."""
    of = next((c for c in doc.children(head) if c.i == head.i + 1 and c.lower == "of"), None)
    if of is None or head.lemma.lower() not in ("head", "chief"):
        return head.end
    return next((t.end for t in doc.children(of) if t.dep == "pobj" and t.i <= of.i + 3), head.end)


def is_body_name(tokens: Sequence[Token]) -> bool:
    """True for the name of a body that the recogniser may take for a person: "Ansar al-Mordor", "Jaish al-Shire";
    "Ansar Abbasi" is a man."""
    words = load_name_words()
    kind = words.get(tokens[0].lower) if len(tokens) > 1 else None
    armed = kind in (ActorKind.REBEL_GROUP, ActorKind.POLITICAL_MILITIA)
    return armed and tokens[1].lower[:2] in ("al", "el", "ul", "-", "e")


def tidy(name: str) -> str:
    """A name without the "'s" that the recogniser took along, and without brackets of which only one end stands in it:
    "Parliament) of Arnor", "rebel) authorities"."""
    name = name.removesuffix("'s").removesuffix("’s")
    return name if name.count("(") == name.count(")") else name.replace("(", "").replace(")", "")


def named_of(doc: Document, draft: Draft) -> str | None:
    """The phrase with what follows "of" where that is what tells who they are: "forces of the Northern Union",
    "a member of the town council"."""
    head = doc.tokens[draft.head]
    of = next((c for c in doc.children(head) if c.dep == "prep" and c.lower == "of" and c.i == head.i + 1), None)
    told = next((c for c in doc.children(of) if c.dep == "pobj"), None) if of is not None else None
    if told is None or draft.owner is not None or draft.state is not None or head.lower in PARTITIVE:
        return None
    member = head.lemma.lower() == "member"
    if draft.group not in MEMBER_CLASSES and not member:
        return None
    words = [t for t in doc.subtree(told) if t.i >= told.i or t.dep != "relcl"]
    ends = ("relcl", "acl", "appos", "punct", *(("prep",) if member else ()))
    last = next((t.i - 1 for t in words if t.i > told.i and t.dep in ends), words[-1].i)
    if (told.pos != "PROPN" and not member) or told.pos == "PRON" or last < told.i:
        return None
    phrase = " ".join(doc.text[draft.span.start : doc.tokens[last].end].split())
    return phrase if len(phrase.split()) <= _LONGEST_NAME else None


_LONGEST_NAME = 9
