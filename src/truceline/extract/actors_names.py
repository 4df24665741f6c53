"""Names of the registry in a report: forms, demonyms and capitals that act."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from truceline.domain.codes import ActorKind, PlaceKind
from truceline.domain.mentions import PlaceMention
from truceline.domain.text import Document, Span, Token
from truceline.extract.actors_drafts import MODIFIERS, Draft, head_of, is_locative
from truceline.extract.actors_peoples import counted_people
from truceline.resources.actor_words import load_titles
from truceline.resources.actors import ActorRegistry, RegistryActor, State
from truceline.resources.lexicon import word_classes
from truceline.resources.names import fold

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    folded: str
    start: int
    end: int
    token: int


def words_of(doc: Document) -> list[_Word]:
    """Words of the report, cased as the language layer reads them, with their tokens."""
    out = []
    for token in doc.tokens:
        for m in _WORD.finditer(token.text):
            out.append(_Word(m[0], fold(m[0]), token.start + m.start(), token.start + m.end(), token.i))
    return out


def _told_in_full(registry: ActorRegistry, actor: str, text: str) -> bool:
    """True when a report all in capitals has one of the actor's long names, so that a word like its acronym is it."""
    known = registry.get(actor)
    return any(" " in name and name.upper() in text for name in (known.name, *known.forms))


def _case_fits(doc: Document, form: str, words: Sequence[_Word], capitals: bool) -> bool:
    """True when the words are cased like the form. In a report all in capitals case says nothing: long names pass."""
    parts = _WORD.findall(form)
    if capitals and (len(words) > 1 or len(words[0].text) > 5):
        return True
    if capitals and form.isupper() and len(form) > 2 and doc.tokens[words[0].token].pos == "PROPN":
        return True
    if len(parts) > len(words):
        parts = parts[-len(words) :]
    if len(parts) == 1:
        written, found = parts[0], words[0].text
        if written.isupper() and len(written) <= 5:
            return found.isupper()
        return found[0].isupper() or not written[0].isupper()
    return all(
        w.text[0].isupper() or w.text[0].isdigit() or not p[0].isupper() for p, w in zip(parts, words, strict=True)
    )


def _is_modifier(doc: Document, head: Token) -> bool:
    return head.dep in MODIFIERS and head.dep != "poss" and doc.head(head).pos in ("NOUN", "PROPN", "ADJ", "VERB")


def registry_drafts(doc: Document, registry: ActorRegistry, places: Sequence[PlaceMention], on: date) -> list[Draft]:
    """Names of the registry in the report, longest first; homonyms settled by the report's countries."""
    words = words_of(doc)
    folded = [w.folded for w in words]
    acting = {p.span.start for p in places if p.acts}
    letters = [c for c in doc.text if c.isalpha()]
    capitals = bool(letters) and sum(c.isupper() for c in letters) > 0.9 * len(letters)
    plain = " ".join(doc.text.split()) if capitals else ""
    found: list[tuple[int, int, tuple[str, ...], str]] = []
    i = 0
    while i < len(words):
        best_n, ids, form = 0, [], ""
        token = doc.tokens[words[i].token]
        for match in registry.match_at(folded, i):
            if match.n_words < best_n:
                break
            run = words[i : i + match.n_words]
            kind = registry.get(match.id).kind
            if match.n_words > 1 and (_is_tail(doc, registry, run) or _is_opening(doc, kind, run)):
                continue
            if kind == ActorKind.MEDIA and _is_part_of_name(doc, run):
                continue
            if match.n_words > 1 and _is_stance_word(doc, token):
                continue
            if doc.tokens[run[-1].token].sent != token.sent:
                continue
            acronym = capitals and match.form.isupper() and len(match.form) > 2
            if not _case_fits(doc, match.form, run, capitals) and not (
                acronym and _told_in_full(registry, match.id, plain)
            ):
                continue
            best_n, form = match.n_words, match.form
            ids.append(match.id)
        if best_n == 0:
            n, state = _demonym(doc, registry, words, i)
            counted = n == 1 and counted_people(doc, registry, token) is not None
            if state is not None and not counted and not _names_a_place(places, words[i : i + n]):
                found.append((i, n, (state.id,), "demonym"))
            elif (half := _half_named(registry, words, i)) is not None:
                found.append((i, 1, (half.id,), "name"))
            elif (leader := _in_office(doc, registry, token, on)) is not None:
                found.append((i, 1, (leader.id,), "name"))
            i += n
            continue
        if best_n == 1 and token.ent == "PERSON" and _inside_longer_name(doc, token):
            i += 1
            continue
        found.append((i, best_n, tuple(dict.fromkeys(ids)), "acronym" if form.isupper() and best_n == 1 else "name"))
        i += best_n
    counts = Counter(
        registry.get(ids[0]).country for _, _, ids, _ in found if len(ids) == 1 and registry.get(ids[0]).country
    )
    sure = {ids[0] for _, _, ids, form in found if len(ids) == 1 and form == "name"}
    drafts = []
    for i, n, homonyms, form in found:
        span = Span(words[i].start, words[i + n - 1].end)
        ranked = tuple(sorted(homonyms, key=lambda a: (a not in sure, -counts[registry.get(a).country])))
        drafts.append(_named(doc, registry, span, ranked, form, on))
    taken = {d.span.start for d in drafts}
    for place in places:
        state = registry.state_of_capital(place.text.removeprefix("the ")) or registry.state_of_capital(place.name)
        if state is None or place.kind != PlaceKind.SETTLEMENT or place.span.start in taken:
            continue
        head = head_of(doc, place.span)
        if head is not None and (place.span.start in acting or capital_acts(doc, head)):
            drafts.append(_named(doc, registry, place.span, (state.id,), "capital", on))
            taken.add(place.span.start)
    known = {p.span.start for p in places}
    for entity in doc.entities:
        state = registry.state_of_capital(entity.span.of(doc.text)) if entity.label == "GPE" else None
        if state is None or entity.span.start in taken or entity.span.start in known:
            continue
        head = head_of(doc, entity.span)
        if head is not None and capital_acts(doc, head):
            drafts.append(_named(doc, registry, entity.span, (state.id,), "capital", on))
    return drafts


def _is_stance_word(doc: Document, first: Token) -> bool:
    """True for a name to which "pro" or "anti" is joined: the "pro-Arnorian President" is not the Arnorian one."""
    if first.i < 2 or doc.tokens[first.i - 1].text not in ("-", "–"):
        return False
    return doc.tokens[first.i - 2].lower in ("pro", "anti") and doc.tokens[first.i - 1].end == first.start


def _is_tail(doc: Document, registry: ActorRegistry, run: Sequence[_Word]) -> bool:
    """True when the words only end a longer, unknown name: "Arnor People's Liberation Front"."""
    first, last = doc.tokens[run[0].token], doc.tokens[run[-1].token]
    before = doc.tokens[first.i - 1] if first.i else None
    if before is None or before.sent != first.sent or before.pos != "PROPN" or before.dep != "compound":
        return False
    if before.lower.replace(".", "") in load_titles() or before.ent in ("GPE", "NORP", "PERSON", "DATE"):
        return False
    return first.i <= before.head <= last.i and not registry.lookup(before.text)


_NAMED_FOR_AIMS = frozenset({ActorKind.REBEL_GROUP, ActorKind.PARTY, ActorKind.POLITICAL_MILITIA})


def _is_opening(doc: Document, kind: ActorKind, run: Sequence[_Word]) -> bool:
    """True when the words only open a longer, unknown name: "Popular Front for Arnor" is not the Popular Front."""
    last = doc.tokens[run[-1].token]
    aim, after = (*doc.tokens[last.i + 1 : last.i + 3], last, last)[:2]
    if kind not in _NAMED_FOR_AIMS or aim.lower not in ("for", "of") or after.sent != last.sent:
        return False
    return any(e.label == "ORG" and e.span.contains(last.span) and e.span.contains(after.span) for e in doc.entities)


def _is_part_of_name(doc: Document, run: Sequence[_Word]) -> bool:
    """True when an outlet's plain words stand in a longer name: "The National Civil Police", "the Hindustan Times"."""
    first, last = doc.tokens[run[0].token], doc.tokens[run[-1].token]
    before = doc.tokens[first.i - 1] if first.i else first
    after = doc.tokens[last.i + 1] if last.i + 1 < len(doc.tokens) else last
    if before.i != first.i and before.sent == first.sent and before.pos == "PROPN" and before.dep == "compound":
        return first.i <= before.head <= last.i
    return after.i != last.i and after.sent == last.sent and after.pos == "PROPN" and last.dep in MODIFIERS


def _names_a_place(places: Sequence[PlaceMention], run: Sequence[_Word]) -> bool:
    """True when a demonym is a word of a longer place name ("Indian Ocean")."""
    return any(
        p.span.start <= run[0].start and run[-1].end <= p.span.end and len(p.span) > run[-1].end - run[0].start
        for p in places
    )


def _demonym(doc: Document, registry: ActorRegistry, words: Sequence[_Word], i: int) -> tuple[int, State | None]:
    """(words, state) of a demonym at a position, longest first ("South Korean"), or (1, None); "al-Iraqi" is a man."""
    if not words[i].text[0].isupper() or words[i].start != doc.tokens[words[i].token].start:
        return 1, None
    for n in (3, 2, 1):
        run = words[i : i + n]
        if len(run) == n and run[-1].text[0].isupper() and run[-1].end - run[0].start < 40:
            state = registry.state_of_adjective(" ".join(w.text for w in run))
            if state is not None:
                before = words[i - 1].folded if i else ""
                surname = doc.text[max(0, run[0].start - 3) : run[0].start].lower() in ("al-", "el-", "ul-")
                no_state = surname or before == "ethnic" or (before, words[i].folded) in _REGIONS
                return (n, None) if no_state else (n, state)
    return 1, None


def _in_office(doc: Document, registry: ActorRegistry, surname: Token, on: date) -> RegistryActor | None:
    """Who leads a state on the report's day and is told by office and surname alone: "President Elrond"."""
    if surname.i == 0 or surname.pos != "PROPN" or not surname.text[0].isupper():
        return None
    before = doc.tokens[surname.i - 1]
    out = before.i and doc.tokens[before.i - 1].lower in _NOT_NOW
    if out or before.sent != surname.sent or before.lower not in _HEADS or not before.text[0].isupper():
        return None
    after = doc.tokens[surname.i + 1] if surname.i + 1 < len(doc.tokens) else None
    if after is not None and (after.pos == "PROPN" or after.text == "-") and after.sent == surname.sent:
        return None
    return registry.head_of_state(surname.text, on=on)


_HEADS = frozenset({"president", "premier", "minister", "chancellor", "king"})
_NOT_NOW = frozenset("former ex late vice deputy foreign defense defence interior finance justice then".split())


def _half_named(registry: ActorRegistry, words: Sequence[_Word], i: int) -> State | None:
    """The first of two states that share a noun, told by its first word: "North" of "North and South Arnor"."""
    run = [w.folded for w in words[i : i + 4]]
    if len(run) < 4 or run[0] not in _HALVES or run[1] not in ("and", "or") or run[2] not in _HALVES - {run[0]}:
        return None
    if not all(words[j].text[0].isupper() for j in (i, i + 2, i + 3)):
        return None
    for first in (run[2], run[0]):
        name = f"{words[i].text if first == run[0] else words[i + 2].text} {words[i + 3].text}"
        states = [s for a in registry.lookup(name) if (s := registry.state(a.id)) is not None]
        found = states[0] if states else registry.state_of_adjective(name)
        if found is None:
            return None
    return found


_HALVES = frozenset({"north", "south", "east", "west"})
_REGIONS = frozenset(
    {
        ("central", "american"),
        ("latin", "american"),
        ("south", "american"),
        ("north", "american"),
        ("inter", "american"),
        ("ibero", "american"),
        ("african", "american"),
        ("native", "american"),
        ("non", "american"),
    }
)
"""Demonyms of a region or people, not of the state that the second word alone would name."""


def _inside_longer_name(doc: Document, token: Token) -> bool:
    return any(
        e.label == "PERSON" and e.span.contains(token.span) and len(e.span) > len(token.span) for e in doc.entities
    )


def capital_acts(doc: Document, head: Token) -> bool:
    """True when a capital's place in the sentence makes it a government ("Washington said", "by Ankara")."""
    above = doc.head(head)
    if head.dep in ("nsubj", "nsubjpass") and above.pos == "VERB":
        return True
    if head.dep == "conj":
        return capital_acts(doc, above)
    if head.dep == "poss":
        return True
    if head.dep == "pobj" and above.lower == "from":
        noun = doc.head(above)
        if noun.dep == "pobj" and doc.head(noun).lower == "of":
            noun = doc.head(doc.head(noun))  # "threats of revenge from Ankara"
        return noun.lemma.lower() in word_classes()["message_nouns"]  # "threats from Washington"
    return head.dep == "pobj" and (above.lower in ("with", "against", "by", "between") or above.dep == "agent")


def _named(doc: Document, registry: ActorRegistry, span: Span, ids: tuple[str, ...], form: str, on: date) -> Draft:
    actor = registry.get(ids[0])
    if actor.name.startswith("The ") and doc.text[max(span.start - 4, 0) : span.start] == "The ":
        span = Span(span.start - 4, span.end)
    opened = doc.text[span.start : span.end].rfind("(")
    if opened >= 0 and ")" not in doc.text[span.start + opened : span.end] and doc.text[span.end : span.end + 1] == ")":
        span = Span(span.start, span.end + 1)
    head = head_of(doc, span) or doc.tokens[0]
    state = ids[0].split(".")[0] if registry.state(ids[0].split(".")[0]) else None
    group = "state" if actor.kind == ActorKind.STATE else "organ" if state else "named"
    if actor.kind == ActorKind.PERSON:
        group = "person"
        state = next((p for p in registry.parents(ids[0], on=on) if registry.state(p) is not None), None)
    return Draft(
        span,
        head.i,
        form,
        group,
        actor.kind,
        ids,
        state,
        country=actor.country,
        modifier=_is_modifier(doc, head) and group == "state",
        locative=is_locative(doc, head),
    )
