"""Organisations and groups that the registry does not know: recognised, introduced by the report, or in brackets."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from truceline.domain.codes import ORGAN_KINDS, ActorKind
from truceline.domain.text import Document, Span
from truceline.extract.actors_drafts import (
    BOUND,
    MODIFIERS,
    Draft,
    head_of,
    is_body_name,
    is_of_office,
    owner_of,
    people_of,
    token_index,
)
from truceline.extract.actors_peoples import counted_people
from truceline.resources.actor_words import load_actor_nouns, load_name_words, load_titles
from truceline.resources.actors import ActorRegistry


def org_drafts(doc: Document, registry: ActorRegistry, taken: Sequence[Draft]) -> list[Draft]:
    """Organisations that the recogniser names and the registry does not know; kind guessed by their words."""
    by_token = token_index(doc, taken)
    name_words, titles = load_name_words(), load_titles()
    out = []
    for entity in doc.entities:
        body = entity.label == "PERSON" and is_body_name(doc.tokens_in(entity.span))
        if entity.label not in ("ORG", "NORP") and not body:
            continue
        tokens = [t for t in doc.tokens_in(entity.span) if t.tag != "POS"]
        while tokens and tokens[0].lower in ("the", "a", "an"):
            tokens = tokens[1:]
        opened = next((n for n, t in enumerate(tokens) if t.text in ("(", "[")), 0)
        if opened and not any(t.text in (")", "]") for t in tokens):
            tokens = tokens[:opened]  # "Long Name ( Short" without its end
        if not tokens or not any(t.text[0].isupper() for t in tokens):
            continue
        left = doc.tokens[tokens[0].i - 1] if tokens[0].i else tokens[0]
        part = left.ent == "" and left.pos == "PROPN" and left.dep == "compound" and left.i not in by_token
        if part and tokens[0].i <= left.head <= tokens[-1].i and left.lower.replace(".", "") not in titles:
            tokens = [left, *tokens]
        span = Span(tokens[0].start, tokens[-1].end)
        head = head_of(doc, span) or tokens[-1]
        if people_of(doc, registry, tokens[-1]) is not None or tokens[-1].lower in BOUND:
            continue
        if counted_people(doc, registry, tokens[-1]) is not None:
            continue
        if is_of_office(doc, tokens[0]):
            continue
        inner = by_token.get(head.i)
        if inner is not None and (inner.group != "state" or head.dep in MODIFIERS):
            continue
        if any(by_token.get(t.i) is not None and by_token[t.i].group == "person" for t in tokens):
            continue
        if len(tokens) == 1 and head.dep == "compound" and doc.head(head).lower.replace(".", "") in titles:
            continue
        if len(tokens) == 1 and tokens[0].lower in ("state", "defense", "defence", "foreign") and left.lower == "of":
            continue  # "Secretary of State" is an office
        kind = next((name_words[t.lower] for t in reversed(tokens) if t.lower in name_words), ActorKind.UNKNOWN)
        owners = [by_token[t.i] for t in tokens if t.i in by_token]
        state = owners[0].state if owners and kind in ORGAN_KINDS else None
        owner = owner_of(doc, head, by_token) if not owners else None
        if tokens[0].lower in ("pro", "anti", "non"):
            continue
        if head.dep in ("amod", "compound", "nmod") and entity.label == "NORP":
            continue
        if head.dep == "conj" and head.pos == "ADJ" and doc.head(head).dep in ("amod", "compound", "nmod"):
            continue  # "Arnorian and Gondorian officers"
        if len(tokens) > 1 and titles.get(tokens[0].lower.replace(".", "")) and tokens[-1].lower not in name_words:
            name = [t for t in tokens if t.lower.replace(".", "") not in titles]
            known = {w.lower() for e in doc.entities if e.label == "PERSON" for w in e.span.of(doc.text).split()}
            if name and name[-1].lower in known:
                out.append(Draft(Span(name[0].start, name[-1].end), head.i, "person", "person", ActorKind.PERSON))
                continue
        out.append(
            Draft(
                span,
                head.i,
                "org",
                "org",
                kind,
                state=state,
                owner=owner.head if owner is not None else None,
                country=owners[0].country if owners else None,
            )
        )
    return out


_NAMING = frozenset({"call", "name", "dub", "know", "style", "term"})


def introduced_drafts(doc: Document, taken: Sequence[Draft]) -> list[Draft]:
    """Names that the report introduces itself: "a group called The X", and every later place where they stand."""
    by_token = token_index(doc, taken)
    name_words = load_name_words()
    found: dict[str, ActorKind] = {}
    for token in doc.tokens:
        if token.lemma not in _NAMING or token.tag != "VBN" or doc.head(token).lower not in load_actor_nouns():
            continue
        i = token.i + 1
        while (
            i < len(doc.tokens)
            and doc.tokens[i].lower in ("as", "itself", "themselves", "the", '"', "“", "'", "‘")
            and doc.tokens[i].text != "The"
        ):
            i += 1
        first = i
        while (
            i < len(doc.tokens)
            and doc.tokens[i].sent == token.sent
            and (doc.tokens[i].text[0].isupper() or doc.tokens[i].text in ("-", "of", "the", "al", "for", "’s", "'s"))
        ):
            i += 1
        while i > first and not doc.tokens[i - 1].text[0].isupper():
            i -= 1
        if i > first and not any(j in by_token for j in range(first, i)):
            name = doc.text[doc.tokens[first].start : doc.tokens[i - 1].end]
            kinds = [name_words[w] for w in name.lower().split() if w in name_words]
            found[name] = (*kinds, load_actor_nouns()[doc.head(token).lower].kind)[0]
    out = []
    for name, kind in found.items():
        for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", doc.text):
            span = Span(match.start(), match.end())
            tokens = doc.tokens_in(span)
            if tokens and not any(t.i in by_token for t in tokens):
                head = head_of(doc, span) or tokens[-1]
                out.append(Draft(span, head.i, "org", "org", kind))
    return out


_ACRONYM = re.compile(r"\(\s*(?:the\s+)?([A-Z][A-Za-z]*[A-Z][\w-]{0,8})\s*\)")


def bracketed_drafts(doc: Document, taken: Sequence[Draft]) -> list[Draft]:
    """Long names that no recogniser found, from an acronym in brackets behind them: "... Trust Fund (ABTF)"."""
    by_token = token_index(doc, taken)
    name_words = load_name_words()
    out: list[Draft] = []
    for match in _ACRONYM.finditer(doc.text):
        letters = [c.lower() for c in match[1] if c.isupper()]
        bracket = doc.token_at(match.start())
        if bracket is None or bracket.i == 0:
            continue
        if bracket.i - 1 in by_token:
            if by_token[bracket.i - 1].group in ("org", "named", "organ") and match[1].isupper():
                out.extend(_same_word(doc, match[1], by_token))
            continue
        i, todo = bracket.i - 1, letters[:]
        while i >= 0 and todo and bracket.i - i <= 12 and doc.tokens[i].sent == bracket.sent:
            token = doc.tokens[i]
            if token.text[0].isupper() and token.lower[0] == todo[-1]:
                todo.pop()
            elif token.text[0].isupper() or token.lower not in (
                "of",
                "the",
                "and",
                "for",
                "in",
                "on",
                "to",
                "-",
                "de",
                "la",
                "'s",
                "’s",
                "against",
            ):
                break
            i -= 1
        if todo or len(letters) < 2:
            continue
        first, last = doc.tokens[i + 1], doc.tokens[bracket.i - 1]
        span = Span(first.start, last.end)
        head = head_of(doc, span) or last
        kind = next(
            (name_words[t.lower] for t in reversed(doc.tokens_in(span)) if t.lower in name_words), ActorKind.UNKNOWN
        )
        out.append(Draft(span, head.i, "org", "org", kind))
        out.extend(_same_word(doc, match[1], by_token))
    return out


def _same_word(doc: Document, word: str, by_token: Mapping[int, Draft]) -> Iterator[Draft]:
    """Every place where an acronym stands that the report introduced in brackets."""
    for token in doc.tokens:
        if token.text == word and token.i not in by_token and token.ent != "PERSON":
            yield Draft(token.span, token.i, "acronym", "org", ActorKind.UNKNOWN)
