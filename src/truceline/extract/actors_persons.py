"""Persons whom the recogniser finds, with office and what they act for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from truceline.domain.codes import ActorKind
from truceline.domain.text import Document, Span, Token
from truceline.extract.actors_drafts import Draft, head_of, is_body_name, is_bound, is_locative, owner_of, token_index
from truceline.resources.actor_words import load_actor_nouns, load_office_states, load_titles
from truceline.resources.actors import ActorRegistry


def person_drafts(doc: Document, registry: ActorRegistry, named: Sequence[Draft]) -> list[Draft]:
    """Persons whom the recogniser finds, with office and the organisation they act for."""
    titles = load_titles()
    by_token = token_index(doc, named)
    out = []
    for entity in doc.entities:
        if entity.label != "PERSON":
            continue
        tokens = [t for t in doc.tokens_in(entity.span) if t.tag != "POS"]
        while tokens and (tokens[0].lower.replace(".", "") in titles or tokens[0].lower in ("the", "a")):
            tokens = tokens[1:]
        while tokens and not any(c.isalnum() for c in tokens[-1].text):
            tokens = tokens[:-1]
        if not tokens or not tokens[-1].text[0].isupper() or is_body_name(tokens):
            continue
        span = Span(tokens[0].start, tokens[-1].end)
        if any(by_token.get(t.i) is not None for t in tokens):
            continue
        head = head_of(doc, span) or tokens[-1]
        draft = Draft(span, head.i, "person", "person", ActorKind.PERSON, locative=is_locative(doc, head))
        out.append(_with_office(doc, registry, draft, tokens[0].i, by_token))
    return out


def serve_strangers(
    doc: Document, registry: ActorRegistry, persons: Sequence[Draft], bodies: Sequence[Draft]
) -> list[Draft]:
    """Persons with whom they serve where only the report knows the body: "X, a spokesman for the Y Brigade".

    bodies: names of organisations that the registry lacks. A person who has a state or a body keeps it.
    """
    by_token = token_index(doc, bodies)
    return [
        d if d.state is not None or d.owner is not None
        else _with_office(doc, registry, d, doc.tokens_in(d.span)[0].i, by_token)
        for d in persons
    ]  # fmt: skip


def give_offices(doc: Document, registry: ActorRegistry, named: Sequence[Draft]) -> list[Draft]:
    """Persons of the registry with the office that the report gives them; their state too where no dated tie has it."""
    by_token = token_index(doc, [d for d in named if d.group != "person"])
    out = []
    for draft in named:
        if draft.group == "person":
            told = _with_office(doc, registry, draft, doc.tokens_in(draft.span)[0].i, by_token)
            draft = replace(told, state=draft.state, owner=None, country=draft.country) if draft.state else told
        out.append(draft)
    return out


def _with_office(doc: Document, registry: ActorRegistry, draft: Draft, first: int, by_token: dict[int, Draft]) -> Draft:
    """Office, state and organisation from the words before the name, an apposition, or "of"/"for" after it."""
    titles = load_titles()
    words: list[Token] = []
    i = first - 1
    while i >= 0 and doc.tokens[i].sent == doc.tokens[first].sent and first - i <= 9:
        token = doc.tokens[i]
        plain = token.lower.replace(".", "")
        fits = (
            i in by_token
            or plain in titles
            or token.pos in ("NOUN", "PROPN", "ADJ")
            or token.text in ("'s", "’s", "-", "of", "and", "to", "for", "the")
        )
        if not fits or token.text == "." or token.ent in ("DATE", "PERSON"):
            break
        if token.lower == "and" and i and _stands_alone(doc.tokens[i - 1], by_token):
            break  # "between X and former president Y"
        words.insert(0, token)
        i -= 1
    titled = [t for t in words if t.lower.replace(".", "") in titles]
    if titled and (
        titled[-1] in words[-2:] or any(t.lower in ("of", "to", "for") for t in words[words.index(titled[-1]) :])
    ):
        start = words.index(titled[0])
        free = [t for t in words if t.i in by_token and not is_bound(doc, by_token[t.i])]
        named = [by_token[t.i] for t in free if t.i < titled[-1].i]
        named += [by_token[t.i] for t in free if t.i > titled[0].i and "to" not in [w.lower for w in words[start:]]]
        honorific = all(titles[t.lower.replace(".", "")] == "honorific" for t in titled)
        office = " ".join(t.text for t in words[start:] if t.i not in by_token)
        draft = replace(draft, office=None if honorific else office)
        if named and not honorific:
            return _owned(draft, named[0])
    head = doc.tokens[draft.head]
    neighbours = [*(c for c in doc.children(head) if c.dep == "appos"), *_said_to_be(doc, head)]
    if head.dep == "appos":
        neighbours.append(doc.head(head))
    for other in neighbours:
        plain = other.lower.replace(".", "")
        if plain in titles or other.lower in load_actor_nouns():
            owner = owner_of(doc, other, by_token)
            draft = replace(draft, office=draft.office or other.text)
            if owner is not None:
                return _owned(draft, owner)
    for child in doc.children(head):
        if child.dep == "prep" and child.lower in ("of", "from", "with"):
            for target in doc.children(child):
                if target.i in by_token and target.dep == "pobj":
                    return _owned(draft, by_token[target.i])
    return _of_office(registry, draft)


def _stands_alone(token: Token, by_token: dict[int, Draft]) -> bool:
    """True for the end of a name that is a party by itself, not part of a longer office ("EU and UN envoy")."""
    draft = by_token.get(token.i)
    if draft is None or any(i.endswith((".head", ".premier")) for i in draft.ids):
        return False
    return token.dep in ("pobj", "dobj", "nsubj", "nsubjpass")


def _said_to_be(doc: Document, head: Token) -> list[Token]:
    """What a relative clause says that a person is: "X, who is undersecretary of Y"; nothing for "who was"."""
    clauses = (c for c in doc.children(head) if c.dep == "relcl" and c.lower == "is")
    return [
        t
        for c in clauses
        for t in doc.children(c)
        if t.dep == "attr" and any(s.lower == "who" and s.dep == "nsubj" for s in doc.children(c))
    ]


def _of_office(registry: ActorRegistry, draft: Draft) -> Draft:
    """The state of an office that only one state has ("Defense Secretary", "Supreme Leader")."""
    office = f" {(draft.office or '').lower()} "
    found = next((s for o, s in load_office_states().items() if f" {o} " in office), "")
    state = registry.state(found) if found and draft.state is None and draft.owner is None else None
    return replace(draft, state=state.id, country=state.country) if state is not None else draft


def _owned(draft: Draft, owner: Draft) -> Draft:
    if owner.group in ("state", "organ"):
        return replace(draft, state=owner.state, owner=owner.head, country=owner.country)
    return replace(draft, owner=owner.head, state=owner.state, country=owner.country)


_STANDS = frozenset({"nsubj", "nsubjpass", "dobj", "pobj"})
"""Where a surname stands that the parse takes for another sort of word: "Goble was taken to jail"."""


def echoed_drafts(doc: Document, named: Sequence[Draft], persons: Sequence[Draft]) -> list[Draft]:
    """Short names that the recogniser missed or took for something else: a word of a full name in the report."""
    titles = load_titles()
    parts, surnames = set[str](), set[str]()
    for draft in (*named, *persons):
        words = draft.span.of(doc.text).split()
        if draft.group == "person" and len(words) > 1:
            parts.update(w for w in words if len(w) > 3 and w[0].isupper() and w.lower() not in titles)
            surnames.update({words[-1]} & parts)
    covered = token_index(doc, [*named, *persons])
    out = []
    for token in doc.tokens:
        word = doc.text[token.start : token.end]
        misread = word in surnames and token.dep in _STANDS and word.lower() not in load_actor_nouns()
        if token.i in covered or word not in parts or (token.pos != "PROPN" and not misread):
            continue
        if any(e.span.contains(token.span) and e.span != token.span for e in doc.entities):
            continue
        if token.dep in ("compound", "nmod") and doc.head(token).text[0].isupper():
            continue
        out.append(Draft(token.span, token.i, "person", "person", ActorKind.PERSON))
    return out
