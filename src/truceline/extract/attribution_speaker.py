"""Who is speaking: the noun phrase beside a verb of saying, read as a voice with its affiliation."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from truceline.domain.codes import ActorKind
from truceline.domain.mentions import Actor, ActorMention
from truceline.domain.text import Document, EntitySpan, Span, Token
from truceline.resources.actor_words import load_actor_nouns
from truceline.resources.speech import Outlets

_LEFT = {"det", "amod", "compound", "nmod", "poss", "nummod", "quantmod", "advmod", "case", "prep", "punct"}
_OUTLET_NOUNS = {
    "report", "daily", "newspaper", "paper", "radio", "agency", "television", "channel", "station", "network",
    "magazine",
    "broadcast", "tv", "broadcaster", "weekly",
}  # fmt: skip
_LONGEST_NAME = 50
_QUOTED_REACH = 600
"""Characters back in which a voice inside a quotation is not who "he said" means; farther ones are rare."""
_PAPERS = {"statement", "communique", "communiqué", "release", "letter", "leaflet", "message"}
_SPEAKING = {
    "ministry", "police", "military", "army", "document", "figure", "study", "survey", "data", "people", "medium",
    "media",
}  # fmt: skip
_TRADES = {"press", "media"}
_SERVICES = {"hospital", "commission", "customs", "intelligence"}
_PLURAL = {"NNS", "NNPS"}
_SINGULAR_PERSONS = {
    "official", "source", "spokesman", "spokeswoman", "spokesperson", "minister", "president", "commander", "officer",
    "resident", "witness", "leader", "chief", "ambassador", "general", "colonel", "secretary", "governor", "mayor",
    "lawyer", "doctor", "journalist", "analyst", "diplomat", "expert", "activist", "chairman", "director", "head",
    "envoy", "representative", "negotiator", "mediator", "judge", "king", "premier", "politician", "member",
}  # fmt: skip
_OFFICES = re.compile(
    r"spokes|minister|president|command|chief|officer|secretary|governor|mayor|ambassador|envoy|director|head$|leader|"
    r"official|representative|general|colonel|captain|major|chairman|deputy|coordinator|negotiator|premier|judge"
)


@dataclass(frozen=True, slots=True)
class Voice:
    """A speaker as one phrase gives it, resolved against earlier voices."""

    name: str
    span: Span | None
    affiliation: str | None = None
    outlet: str | None = None
    """The speaker's own name where the speaker is a news outlet."""
    key: str | None = None
    heads: frozenset[str] = frozenset()
    """Lower-cased nouns by which later phrases may come back to the voice."""
    number: str = "person"
    """person, plural, body, or name for a proper noun that may be either."""


UNNAMED = Voice("unnamed", None)
_NUMBERS = {
    "he": "person", "him": "person", "she": "person", "her": "person", "they": "plural", "them": "plural", "it": "body",
}  # fmt: skip
_OFFICE_WORDS = {"defense", "defence", "foreign", "interior", "finance", "justice", "state"}
"""What a recogniser takes for a body in "Defense Minister X"."""


def is_outlet(words: str, outlets: Outlets) -> bool:
    """True for the words of a news outlet: a known name, or a phrase with an outlet's noun in it."""
    low = re.sub(r"^the\s+", "", words.lower()).strip()
    if low in outlets.names or any(re.search(rf"\b{re.escape(n)}\b", low) for n in outlets.names):
        return True
    parts = re.findall(r"[\w-]+", low)
    if not parts or parts[-1] in outlets.hearers:
        return False
    # "the Daily Times", "Israel Radio", "local media"; not "news conference", "press secretary".
    tail = parts[-1] if parts[-1] not in {"agency", "report", "reports", "channel"} else (parts[-2:] or parts)[0]
    return tail in outlets.nouns or ("news" in parts and bool({"agency", "service", "network", "channel"} & set(parts)))


def phrase_span(doc: Document, head: Token) -> Span:
    """The noun phrase of a head without relative clauses, appositions and trailing modifiers of time.

    Coordinated heads are kept ("military sources and witnesses"), and so are "of", "from", "for" and "at" phrases.
    """
    keep = {head.i}
    todo = [head]
    while todo:
        token = todo.pop()
        for child in doc.children(token):
            if child.i < token.i and child.dep in _LEFT and child.text not in "\"“”``''":
                keep.update(t.i for t in doc.subtree(child))
                continue
            kept_prep = (
                child.dep == "prep"
                and child.i > token.i
                and (
                    child.lower in {"of", "from", "for", "at", "with"}
                    or (child.lower == "in" and _is_short(doc, child))
                )
            )
            inside = token.dep in {"prep", "pobj"} and child.dep in {"pobj", "prep"}
            joined = child.dep in {"conj", "cc"} and child.pos in {"NOUN", "PROPN", "CCONJ", "ADJ"}
            listed = child.dep == "punct" and child.text == "," and any(c.dep == "conj" for c in doc.children(token))
            joined = joined or (listed and child.i > token.i)
            close = child.lower == "close" and child.i > token.i
            if kept_prep or inside or joined or close or child.dep == "case":
                keep.add(child.i)
                todo.append(child)
    first, last = head.i, head.i
    while first - 1 in keep:
        first -= 1
    while last + 1 in keep:
        last += 1
    while first < head.i and doc.tokens[first].pos in {"PUNCT", "ADP", "ADV"}:
        first += 1
    while last > head.i and doc.tokens[last].pos in {"PUNCT", "CCONJ"}:
        last -= 1
    return Span(doc.tokens[first].start, doc.tokens[last].end)


def _is_short(doc: Document, prep: Token) -> bool:
    return len(doc.subtree(prep)) <= 4 and not any(t.ent in {"DATE", "TIME"} for t in doc.subtree(prep))


def is_person_noun(head: Token) -> bool:
    """True for a noun of one person who may speak ("spokesman", "resident")."""
    return head.lemma.lower() in _SINGULAR_PERSONS


def can_speak(head: Token) -> bool:
    """True for a name, or a noun for persons, bodies and papers that are quoted."""
    noun = head.lemma.lower()
    return (
        head.ent in {"PERSON", "ORG", "GPE", "NORP"}
        or head.pos in {"PROPN", "PRON"}
        or noun in _SINGULAR_PERSONS
        or noun in _PAPERS
        or noun in _OUTLET_NOUNS
        or noun in _SPEAKING
    )


class Voices:
    """Reads speakers in text order, and remembers them so that later short forms find the first, fullest one."""

    def __init__(self, doc: Document, actors: Iterable[Actor], outlets: Outlets) -> None:
        self._doc = doc
        self._outlets = outlets
        self._known: list[Voice] = []
        self._persons = [e for e in doc.entities if e.label == "PERSON"]
        self._by_title: list[tuple[EntitySpan, frozenset[str]]] | None = None
        self._mentions: list[tuple[ActorMention, Actor]] = sorted(
            ((m, a) for a in actors for m in a.mentions), key=lambda pair: len(pair[0].span)
        )

    def read(self, head: Token, span: Span | None = None) -> Voice:
        """The voice of a speaking noun phrase, given by its head token and, where the parse lost it, by its span."""
        voice = self._read(head, span)
        self._known.append(voice)
        return voice

    def last(self) -> Voice | None:
        """The voice read last."""
        return self._known[-1] if self._known else None

    def _read(self, head: Token, given: Span | None) -> Voice:
        doc = self._doc
        if head.pos == "PRON" or head.tag in {"PRP", "WP", "WDT"}:
            return self._pronoun(head)
        person = self._person_of(head) if given is None else self._person_in(given)
        span = given or phrase_span(doc, head)
        if person is not None:
            return self._named(head, span, person)
        words = _clean(doc.text[span.start : span.end])
        actor = self._actor_at(head)
        heads = frozenset({head.lemma.lower()})
        number = _number(head, several=any(c.dep == "conj" for c in doc.children(head)))
        outlet = words if is_outlet(words, self._outlets) else None
        definite = any(c.lower in {"the", "this", "these"} for c in doc.children(head))
        if definite and head.pos == "NOUN":
            known = self._known_by_noun(head)
            if known is not None:
                return replace(known, span=span)
        if actor is not None:
            # The report's own words stay the speaker; a noun that comes back to a name takes the name.
            back = (
                definite
                and head.pos == "NOUN"
                and len(words.split()) == 1
                and all(w[:1].isupper() for w in (actor.name, actor.name.split()[-1]))  # no "Gondorian soldiers"
                and outlet is None
            )
            named = (
                actor.name[:1].isupper()
                and actor.name != words
                and head.lemma.lower() not in actor.name.lower().split()
            )
            affiliation = actor.affiliation or (actor.name if named else None)
            return Voice(
                actor.name if back else words,
                span,
                affiliation or self._affiliation(head, span),
                outlet,
                actor.key,
                heads,
                number,
            )
        return Voice(words, span, self._affiliation(head, span), outlet, None, heads, number)

    def _known_by_noun(self, head: Token) -> Voice | None:
        """The earlier voice, outlet or person in office that "the official", "the daily", "the minister" means."""
        noun = head.lemma.lower()
        for voice in reversed(self._known):
            if noun in voice.heads:
                return voice
        if noun in _PAPERS and not any(c.dep in {"prep", "poss", "acl"} for c in self._doc.children(head)):
            return next((v for v in reversed(self._known) if v.name != UNNAMED.name), None)
        if noun in _OUTLET_NOUNS:
            return next((v for v in reversed(self._known) if v.outlet == v.name), None)
        if noun in _SINGULAR_PERSONS and head.tag == "NN":
            for entity, titles in reversed(self._titles()):
                if entity.span.end <= head.start and noun in titles:
                    return Voice(
                        self._fullest(_clean(entity.span.of(self._doc.text))), None, self._affiliation_of(entity)
                    )
        return None

    def _titles(self) -> list[tuple[EntitySpan, frozenset[str]]]:
        """Each PERSON entity with the lower-cased nouns of office in its own phrase."""
        if self._by_title is None:
            self._by_title = []
            for entity in self._persons:
                head = self._doc.syntactic_head(entity.span)
                if head is None:
                    continue
                near = [*self._doc.children(head), self._doc.head(head)]
                near += [c for t in near if t.dep == "appos" or head.dep == "appos" for c in self._doc.children(t)]
                nouns = frozenset(t.lemma.lower() for t in near if t.pos in {"NOUN", "PROPN"} and t.sent == head.sent)
                self._by_title.append((entity, nouns))
        return self._by_title

    def _affiliation_of(self, entity: EntitySpan) -> str | None:
        head = self._doc.syntactic_head(entity.span)
        return self._affiliation(head, entity.span) if head is not None else None

    def _named(self, head: Token, span: Span, person: EntitySpan) -> Voice:
        name = self._fullest(_clean(person.span.of(self._doc.text)))
        actor = self._actor_at(head) or self._actor_over(person.span)
        for voice in reversed(self._known):
            if voice.name == name:
                return replace(voice, span=span)
        heads = {head.lemma.lower()} if head.pos == "NOUN" else set()
        for token in self._doc.subtree(head):
            if token.pos == "NOUN" and _OFFICES.search(token.lower):
                heads.add(token.lemma.lower())
            elif token.pos == "PROPN" and _OFFICES.search(token.lower):
                heads.add(token.lower)
        affiliation = self._affiliation(head, person.span)
        if actor is not None:
            named = actor.kind is ActorKind.PERSON or actor.affiliation is not None
            return Voice(
                actor.name if named else name,
                span,
                actor.affiliation or affiliation,
                None,
                actor.key,
                frozenset(heads),
                "person",
            )
        return Voice(name, span, affiliation, None, None, frozenset(heads), "person")

    def _pronoun(self, head: Token) -> Voice:
        span = head.span
        low = head.lower
        if low in {"i", "we", "who", "which", "that", "there", "one"} or (low == "it" and self._expletive(head)):
            return replace(UNNAMED, span=span)
        wanted = _NUMBERS.get(low)
        for voice in reversed(self._known):
            if self._within_quotation(voice, head):
                continue
            if voice.name != UNNAMED.name and (wanted is None or voice.number in {wanted, "name"}):
                return replace(voice, span=span)
        actor = self._actor_at(head)
        if actor is not None:
            return Voice(actor.name, span, actor.affiliation, None, actor.key)
        if wanted == "person":
            before = [e for e in self._persons if e.span.end <= head.start]
            if before:
                return Voice(self._fullest(_clean(before[-1].span.of(self._doc.text))), span)
        known = [v for v in self._known if v.name != UNNAMED.name]
        return replace(known[-1], span=span) if known else replace(UNNAMED, span=span)

    def _within_quotation(self, voice: Voice, head: Token) -> bool:
        """True for a voice inside words that are quoted, when the pronoun stands outside them."""
        if voice.span is None or head.start - voice.span.end > _QUOTED_REACH:
            return False
        return self._doc.in_quotation(voice.span.start) is not None and self._doc.in_quotation(head.start) is None

    def _expletive(self, head: Token) -> bool:
        verb = self._doc.head(head)
        return head.dep in {"nsubjpass", "expl"} or any(c.dep == "auxpass" for c in self._doc.children(verb))

    def _person_of(self, head: Token) -> EntitySpan | None:
        """The PERSON entity that the phrase names: at the head, in apposition, or after a title."""
        doc = self._doc
        near = [head, *(c for c in doc.children(head) if c.dep in {"appos", "compound", "nmod", "flat"})]
        for token in near:
            for entity in self._persons:
                if entity.span.start <= token.start < entity.span.end:
                    if token.dep in {"compound", "nmod"} and head.ent != "PERSON":
                        continue
                    return entity
        return None

    def _person_in(self, span: Span) -> EntitySpan | None:
        """The PERSON entity that ends the phrase."""
        return next((e for e in self._persons if span.contains(e.span) and span.end - e.span.end <= 1), None)

    def _fullest(self, name: str) -> str:
        """The fullest PERSON name of the report that ends in the same word, or else begins with it ("Song")."""
        words = name.lower().split()
        best, rank = name, 0
        for entity in self._persons:
            full = _clean(entity.span.of(self._doc.text))
            parts = full.lower().split()
            if len(parts) <= len(words) or len(full) >= _LONGEST_NAME:
                continue
            fit = 2 if parts[-1] == words[-1] else 1 if len(words) == 1 and parts[0] == words[0] else 0
            if fit and (fit, len(parts)) > (rank, len(best.split()) if rank == fit else 0):
                best, rank = full, fit
        return best

    def _affiliation(self, head: Token, name: Span) -> str | None:
        """The organisation, country or body that the phrase ties the speaker to, in the text's words."""
        doc = self._doc
        around = [t for t in doc.subtree(head) if not name.contains(t.span)]
        clause = {t.i for c in doc.children(head) if c.dep in {"relcl", "acl"} for t in doc.subtree(c)}
        around = [t for t in around if t.i not in clause]
        inside = doc.tokens_in(name)
        by_label: dict[str, Token] = {}
        for token in (*around, *inside):
            if token.lower not in _OFFICE_WORDS or self._entity_words(token).lower() not in _OFFICE_WORDS:
                by_label.setdefault(token.ent, token)
        if "ORG" in by_label:
            return _clean(self._entity_words(by_label["ORG"]))
        for token in around:
            if token.lower in {"of", "for"} and doc.head(token).pos == "NOUN":
                for child in doc.children(token):
                    if (
                        child.dep == "pobj"
                        and child.pos in {"NOUN", "PROPN"}
                        and child.lemma not in {"affair", "state", "defense"}
                    ):
                        return _clean(phrase_span(doc, child).of(doc.text))
        for token in doc.children(head):
            if token.dep == "poss" and token.pos in {"NOUN", "PROPN"} and token.ent not in {"PERSON", "GPE", "DATE"}:
                return _clean(phrase_span(doc, token).of(doc.text))
        for label in ("GPE", "NORP"):
            if label in by_label:
                return _clean(self._entity_words(by_label[label]))
        return self._body_before(head)

    def _body_before(self, head: Token) -> str | None:
        """The unnamed body whose office or person a noun is: "police sources", "foreign ministry spokesman X"."""
        for token in self._doc.children(head):
            if token.dep not in {"compound", "nmod"} or token.i > head.i or token.pos not in {"NOUN", "PROPN"}:
                continue
            if _OFFICES.search(token.lower):
                if (body := self._body_before(token)) is not None:
                    return body
            elif token.pos == "NOUN" and (token.lower in load_actor_nouns() or token.lower in _SERVICES):
                return _clean(phrase_span(self._doc, token).of(self._doc.text)) if token.lower not in _TRADES else None
        return None

    def _entity_words(self, token: Token) -> str:
        for entity in self._doc.entities:
            if entity.span.contains(token.span):
                return entity.span.of(self._doc.text)
        return token.text

    def _actor_at(self, head: Token) -> Actor | None:
        return next((a for m, a in self._mentions if m.span.contains(head.span)), None)

    def _actor_over(self, span: Span) -> Actor | None:
        return next((a for m, a in self._mentions if m.span.overlaps(span)), None)


def _number(head: Token, *, several: bool = False) -> str:
    if head.tag in _PLURAL or several:
        return "plural"
    if head.lemma.lower() in _SINGULAR_PERSONS or head.ent == "PERSON":
        return "person"
    return "name" if head.pos == "PROPN" and head.ent not in {"ORG", "GPE", "NORP"} else "body"


def _clean(words: str) -> str:
    words = re.sub(r"\s+", " ", words).strip(" ,;:\"“”'`")
    return re.sub(r"^(?:the|The|THE)\s+(?=\S)", "", re.sub(r"(?:'s|’s)$", "", words))
