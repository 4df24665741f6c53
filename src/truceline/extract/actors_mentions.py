"""Mentions of actors before they are grouped: names, persons, head nouns and pronouns, each with what it belongs to."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from truceline.domain.codes import ActorKind, PlaceKind
from truceline.domain.mentions import PlaceMention
from truceline.domain.text import Document, Span, Token
from truceline.resources.actor_words import load_actor_nouns, load_name_words, load_office_states, load_titles
from truceline.resources.actors import ActorRegistry, State
from truceline.resources.names import fold

_WORD = re.compile(r"\w+")
_MODIFIER = frozenset({"compound", "amod", "nmod", "poss", "npadvmod", "nummod"})
_LOCATIVE = frozenset({
    "in", "at", "near", "across", "inside", "into", "throughout", "around", "within", "outside", "through",
    "over", "along", "via", "toward", "towards", "onto", "off", "to", "from",
})
STATE_CLASSES = frozenset({"force", "police", "government", "official", "post"})
"""Classes of head nouns that act for the state which modifies them ("Iraqi troops", not "Iraqi militants")."""
MEMBER_CLASSES = frozenset({"force", "armed", "official", "police", "government"})
"""Classes whose members are one entity with the group that they act for (codebook section 8, Who)."""
_PRONOUNS = {
    "he": "he", "him": "he", "his": "he", "himself": "he", "she": "he", "her": "he", "hers": "he", "herself": "he",
    "they": "they", "them": "they", "their": "they", "theirs": "they", "themselves": "they",
    "it": "it", "its": "it", "itself": "it",
    "i": "i", "me": "i", "my": "i", "we": "we", "us": "we", "our": "we", "ours": "we", "ourselves": "we",
    "who": "who", "which": "who", "that": "who", "whom": "who", "whose": "who",
    "both": "both",
}


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
    return all(w.text[0].isupper() or w.text[0].isdigit() or not p[0].isupper() for p, w in zip(parts, words, strict=True))


def head_of(doc: Document, span: Span) -> Token | None:
    """The syntactic head of a span, the last noun of it where the parse gives a modifier."""
    return doc.syntactic_head(span)


def _is_locative(doc: Document, head: Token) -> bool:
    above = doc.head(head)
    return head.dep == "pobj" and above.lower in _LOCATIVE


def _is_modifier(doc: Document, head: Token) -> bool:
    return head.dep in _MODIFIER and head.dep != "poss" and doc.head(head).pos in ("NOUN", "PROPN", "ADJ", "VERB")


def registry_drafts(
    doc: Document, registry: ActorRegistry, places: Sequence[PlaceMention], on: date
) -> list[Draft]:
    """Names of the registry in the report, longest first; homonyms settled by the report's countries."""
    words = words_of(doc)
    folded = [w.folded for w in words]
    acting = {p.span.start for p in places if p.acts}
    letters = [c for c in doc.text if c.isalpha()]
    capitals = bool(letters) and sum(c.isupper() for c in letters) > 0.9 * len(letters)
    found: list[tuple[int, int, tuple[str, ...], str]] = []
    i = 0
    while i < len(words):
        best_n, ids, form = 0, [], ""
        token = doc.tokens[words[i].token]
        for match in registry.match_at(folded, i):
            if match.n_words < best_n:
                break
            run = words[i : i + match.n_words]
            if match.n_words > 1 and _is_tail(doc, registry, run):
                continue
            if doc.tokens[run[-1].token].sent != token.sent or not _case_fits(doc, match.form, run, capitals):
                continue
            best_n, form = match.n_words, match.form
            ids.append(match.id)
        if best_n == 0:
            n, state = _demonym(doc, registry, words, i)
            if state is not None:
                found.append((i, n, (state.id,), "demonym"))
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
    for i, n, ids, form in found:
        span = Span(words[i].start, words[i + n - 1].end)
        ids = tuple(sorted(ids, key=lambda a: (a not in sure, -counts[registry.get(a).country])))
        drafts.append(_named(doc, registry, span, ids, form, on))
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


def _is_tail(doc: Document, registry: ActorRegistry, run: Sequence[_Word]) -> bool:
    """True when the words only end a longer, unknown name: "Arnor People's Liberation Front"."""
    first, last = doc.tokens[run[0].token], doc.tokens[run[-1].token]
    before = doc.tokens[first.i - 1] if first.i else None
    if before is None or before.sent != first.sent or before.pos != "PROPN" or before.dep != "compound":
        return False
    if before.lower.replace(".", "") in load_titles() or before.ent in ("GPE", "NORP", "PERSON", "DATE"):
        return False
    return first.i <= before.head <= last.i and not registry.lookup(before.text)


def _demonym(doc: Document, registry: ActorRegistry, words: Sequence[_Word], i: int) -> tuple[int, State | None]:
    """(words, state) of a demonym at a position, longest first ("South Korean"), or (1, None)."""
    if not words[i].text[0].isupper() or words[i].start != doc.tokens[words[i].token].start:
        return 1, None
    for n in (3, 2, 1):
        run = words[i : i + n]
        if len(run) == n and run[-1].text[0].isupper() and run[-1].end - run[0].start < 40:
            state = registry.state_of_adjective(" ".join(w.text for w in run))
            if state is not None:
                before = words[i - 1].folded if i else ""
                return (n, None) if (before, words[i].folded) in _REGIONS else (n, state)
    return 1, None


_REGIONS = frozenset({
    ("central", "american"), ("latin", "american"), ("south", "american"), ("north", "american"), ("inter", "american"),
    ("ibero", "american"), ("african", "american"), ("native", "american"), ("non", "american"),
})
"""Demonyms of a region or people, not of the state that the second word alone would name."""


def _inside_longer_name(doc: Document, token: Token) -> bool:
    return any(e.label == "PERSON" and e.span.contains(token.span) and len(e.span) > len(token.span) for e in doc.entities)


def capital_acts(doc: Document, head: Token) -> bool:
    """True when a capital's place in the sentence makes it a government ("Washington said", "by Ankara")."""
    above = doc.head(head)
    if head.dep in ("nsubj", "nsubjpass") and above.pos == "VERB":
        return True
    if head.dep == "conj":
        return capital_acts(doc, above)
    if head.dep == "poss":
        return True
    return head.dep == "pobj" and (above.lower in ("with", "against", "by", "between") or above.dep == "agent")


def _named(
    doc: Document, registry: ActorRegistry, span: Span, ids: tuple[str, ...], form: str, on: date
) -> Draft:
    actor = registry.get(ids[0])
    if actor.name.startswith("The ") and doc.text[max(span.start - 4, 0) : span.start] == "The ":
        span = Span(span.start - 4, span.end)
    head = head_of(doc, span) or doc.tokens[0]
    state = ids[0].split(".")[0] if registry.state(ids[0].split(".")[0]) else None
    group = "state" if actor.kind == ActorKind.STATE else "organ" if state else "named"
    if actor.kind == ActorKind.PERSON:
        group = "person"
        state = next((p for p in registry.parents(ids[0], on=on) if registry.state(p) is not None), None)
    return Draft(
        span, head.i, form, group, actor.kind, ids, state, country=actor.country,
        modifier=_is_modifier(doc, head) and group == "state", locative=_is_locative(doc, head),
    )


def person_drafts(doc: Document, registry: ActorRegistry, named: Sequence[Draft]) -> list[Draft]:
    """Persons whom the recogniser finds, with office and the organisation they act for."""
    titles = load_titles()
    by_token = _token_index(doc, named)
    out = []
    for entity in doc.entities:
        if entity.label != "PERSON":
            continue
        tokens = [t for t in doc.tokens_in(entity.span) if t.tag != "POS"]
        while tokens and (tokens[0].lower.replace(".", "") in titles or tokens[0].lower in ("the", "a")):
            tokens = tokens[1:]
        while tokens and not any(c.isalnum() for c in tokens[-1].text):
            tokens = tokens[:-1]
        if not tokens or not tokens[-1].text[0].isupper():
            continue
        span = Span(tokens[0].start, tokens[-1].end)
        if any(by_token.get(t.i) is not None for t in tokens):
            continue
        head = head_of(doc, span) or tokens[-1]
        draft = Draft(span, head.i, "person", "person", ActorKind.PERSON, locative=_is_locative(doc, head))
        out.append(_with_office(doc, registry, draft, tokens[0].i, by_token))
    return out


def _token_index(doc: Document, drafts: Sequence[Draft]) -> dict[int, Draft]:
    index: dict[int, Draft] = {}
    for draft in drafts:
        for token in doc.tokens_in(draft.span):
            index[token.i] = draft
    return index


def _with_office(
    doc: Document, registry: ActorRegistry, draft: Draft, first: int, by_token: dict[int, Draft]
) -> Draft:
    """Office, state and organisation from the words before the name, an apposition, or "of"/"for" after it."""
    titles = load_titles()
    words: list[Token] = []
    i = first - 1
    while i >= 0 and doc.tokens[i].sent == doc.tokens[first].sent and first - i <= 9:
        token = doc.tokens[i]
        plain = token.lower.replace(".", "")
        fits = (
            i in by_token or plain in titles or token.pos in ("NOUN", "PROPN", "ADJ")
            or token.text in ("'s", "’s", "-", "of", "and", "to", "for", "the")
        )
        if not fits or token.text == "." or token.ent in ("DATE", "PERSON"):
            break
        words.insert(0, token)
        i -= 1
    titled = [t for t in words if t.lower.replace(".", "") in titles]
    if titled and (titled[-1] in words[-2:] or any(t.lower in ("of", "to", "for") for t in words[words.index(titled[-1]) :])):
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
    neighbours = [c for c in doc.children(head) if c.dep in ("appos",)]
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


_BOUND = frozenset({"backed", "led", "based", "born", "trained", "funded", "aligned", "allied", "brokered", "sponsored", "supported"})


def is_bound(doc: Document, draft: Draft) -> bool:
    """True when a hyphen ties the name to another word: "anti-Syrian", "pro-Iranian", "US-backed" own nothing."""
    tokens = doc.tokens_in(draft.span)
    before, after = tokens[0].i - 1, tokens[-1].i + 1
    if before > 0 and doc.tokens[before].text in ("-", "–") and doc.tokens[before - 1].lower in ("anti", "pro", "non", "ex"):
        return True
    return after + 1 < len(doc.tokens) and doc.tokens[after].text in ("-", "–") and doc.tokens[after + 1].lower in _BOUND


def owner_of(doc: Document, head: Token, by_token: dict[int, Draft]) -> Draft | None:
    """The named actor that a noun belongs to: "Hamas fighters", "Iraq's army", "fighters of the SDF"."""
    for child in doc.children(head):
        if child.i in by_token and child.dep in ("compound", "amod", "nmod", "poss"):
            if is_bound(doc, by_token[child.i]):
                continue
            return by_token[child.i]
        if child.dep in ("compound", "nmod", "amod", "poss") and child.pos in ("NOUN", "PROPN") and child.lower not in ("led", "backed"):
            deeper = owner_of(doc, child, by_token)
            if deeper is not None:
                return deeper
    for child in doc.children(head):
        if child.dep == "prep" and child.lower in ("of", "from", "for", "with"):
            for target in doc.children(child):
                if target.i in by_token and not (by_token[target.i].locative and child.lower != "from"):
                    return by_token[target.i]
                if target.dep == "pobj" and target.lower in load_actor_nouns():
                    return owner_of(doc, target, by_token)
    return None


def org_drafts(doc: Document, registry: ActorRegistry, taken: Sequence[Draft]) -> list[Draft]:
    """Organisations and groups that the recogniser names and the registry does not know; kind guessed by their words."""
    by_token = _token_index(doc, taken)
    name_words, titles = load_name_words(), load_titles()
    out = []
    for entity in doc.entities:
        if entity.label not in ("ORG", "NORP"):
            continue
        tokens = [t for t in doc.tokens_in(entity.span) if t.tag != "POS"]
        while tokens and tokens[0].lower in ("the", "a", "an"):
            tokens = tokens[1:]
        if not tokens or not any(t.text[0].isupper() for t in tokens):
            continue
        left = doc.tokens[tokens[0].i - 1] if tokens[0].i else tokens[0]
        if left.ent == "" and left.pos == "PROPN" and left.dep == "compound" and left.i not in by_token:
            if tokens[0].i <= left.head <= tokens[-1].i and left.lower.replace(".", "") not in titles:
                tokens = [left, *tokens]
        span = Span(tokens[0].start, tokens[-1].end)
        head = head_of(doc, span) or tokens[-1]
        if people_of(doc, registry, tokens[-1]) is not None:
            continue
        inner = by_token.get(head.i)
        if inner is not None and (inner.group != "state" or head.dep in _MODIFIER):
            continue
        if any(by_token.get(t.i) is not None and by_token[t.i].group == "person" for t in tokens):
            continue
        if len(tokens) == 1 and head.dep == "compound" and doc.head(head).lower.replace(".", "") in titles:
            continue
        kind = next((name_words[t.lower] for t in reversed(tokens) if t.lower in name_words), ActorKind.UNKNOWN)
        owners = [by_token[t.i] for t in tokens if t.i in by_token]
        state = owners[0].state if owners and kind in _OF_STATE else None
        owner = owner_of(doc, head, by_token) if not owners else None
        if tokens[0].lower in ("pro", "anti", "non"):
            continue
        if head.dep in ("amod", "compound", "nmod") and entity.label == "NORP":
            continue
        if len(tokens) > 1 and titles.get(tokens[0].lower.replace(".", "")) and tokens[-1].lower not in name_words:
            name = [t for t in tokens if t.lower.replace(".", "") not in titles]
            known = {w.lower() for e in doc.entities if e.label == "PERSON" for w in e.span.of(doc.text).split()}
            if name and name[-1].lower in known:
                out.append(Draft(Span(name[0].start, name[-1].end), head.i, "person", "person", ActorKind.PERSON))
                continue
        out.append(
            Draft(
                span, head.i, "org", "org", kind, state=state, owner=owner.head if owner is not None else None,
                country=owners[0].country if owners else None,
            )
        )
    return out


_NAMING = frozenset({"call", "name", "dub", "know", "style", "term"})


def introduced_drafts(doc: Document, taken: Sequence[Draft]) -> list[Draft]:
    """Names that the report introduces itself: "a group called The X", and every later place where they stand."""
    by_token = _token_index(doc, taken)
    name_words = load_name_words()
    found: dict[str, ActorKind] = {}
    for token in doc.tokens:
        if token.lemma not in _NAMING or token.tag != "VBN" or doc.head(token).lower not in load_actor_nouns():
            continue
        i = token.i + 1
        while i < len(doc.tokens) and doc.tokens[i].lower in ("as", "itself", "themselves", "the", '"', "“", "'", "‘") and not (
            doc.tokens[i].text == "The"
        ):
            i += 1
        first = i
        while i < len(doc.tokens) and doc.tokens[i].sent == token.sent and (
            doc.tokens[i].text[0].isupper() or doc.tokens[i].text in ("-", "of", "the", "al", "for", "’s", "'s")
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
    by_token = _token_index(doc, taken)
    name_words = load_name_words()
    out = []
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
            elif token.text[0].isupper() or token.lower not in ("of", "the", "and", "for", "in", "on", "to", "-", "de", "la", "'s", "’s", "against"):
                break
            i -= 1
        if todo or len(letters) < 2:
            continue
        first, last = doc.tokens[i + 1], doc.tokens[bracket.i - 1]
        span = Span(first.start, last.end)
        head = head_of(doc, span) or last
        kind = next((name_words[t.lower] for t in reversed(doc.tokens_in(span)) if t.lower in name_words), ActorKind.UNKNOWN)
        out.append(Draft(span, head.i, "org", "org", kind))
        out.extend(_same_word(doc, match[1], by_token))
    return out


def _same_word(doc: Document, word: str, by_token: Mapping[int, Draft]) -> Iterator[Draft]:
    """Every place where an acronym stands that the report introduced in brackets."""
    for token in doc.tokens:
        if token.text == word and token.i not in by_token and token.ent != "PERSON":
            yield Draft(token.span, token.i, "acronym", "org", ActorKind.UNKNOWN)


_OF_STATE = frozenset({
    ActorKind.GOVERNMENT, ActorKind.STATE_FORCE, ActorKind.POLICE, ActorKind.LEGISLATURE, ActorKind.JUDICIARY
})
_NEW = frozenset({"a", "an", "another", "other", "some", "several", "many", "more", "few", "no", "any"})


PARTITIVE = frozenset(
    "hundreds thousands dozens scores tens millions number numbers some many most several few handful majority remnants "
    "remnant web one two three four five six seven eight nine ten couple pair band bands rest lots none any all half "
    "part elements element group groups series wave waves column columns each both either bunch others kind type team "
    "teams mixture third quarter percent total host range list".split()
)
"""Head nouns that count or bundle: in "hundreds of Palestinians" the party is what "of" adds."""


def content_head(doc: Document, head: Token) -> Token:
    """The noun that says who: past counting nouns ("dozens of rebels", "a group of armed men")."""
    for _ in range(3):
        if head.lower not in PARTITIVE and head.pos != "NUM":
            return head
        below = next((c for c in doc.children(head) if c.dep == "prep" and c.lower == "of"), None)
        target = next((c for c in doc.children(below) if c.dep == "pobj"), None) if below is not None else None
        if target is None or target.pos not in ("NOUN", "PROPN", "PRON", "ADJ"):
            return head
        head = target
    return head


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


def nominal_drafts(doc: Document, registry: ActorRegistry, taken: Sequence[Draft]) -> list[Draft]:
    """Unnamed parties: noun phrases whose head noun names people, forces or groups."""
    nouns = load_actor_nouns()
    by_token = _token_index(doc, taken)
    out = []
    for token in doc.tokens:
        if token.i in by_token:
            continue
        people = people_of(doc, registry, token)
        noun = nouns.get(token.lower)
        if noun is None and people is None:
            continue
        if token.pos not in ("NOUN", "PROPN", "ADJ") or (token.dep in _MODIFIER and token.dep != "poss"):
            continue
        span, definite, new = noun_phrase(doc, token)
        plural = token.tag in ("NNS", "NNPS") or token.lower in ("police", "people")
        if noun is None and people is not None:
            out.append(
                Draft(span, token.i, "nominal", "people", ActorKind.CIVILIANS, state=people.id, country=people.country,
                      plural=True, definite=definite, new=new)
            )
            continue
        assert noun is not None
        owner = owner_of(doc, token, by_token)
        if noun.group == "group" and not definite and owner is None and token.lower not in _GROUPS_ALONE:
            continue
        if content_head(doc, token) is not token:
            continue
        state = owner.state if owner is not None and noun.group in STATE_CLASSES else None
        out.append(
            Draft(
                span, token.i, "nominal", noun.group, noun.kind, state=state, owner=owner.head if owner else None,
                country=owner.country if owner else None, plural=plural, definite=definite, new=new,
                office=token.lower if noun.group == "official" else None, locative=_is_locative(doc, token),
            )
        )
    return out


def named_beside(doc: Document, head: Token, by_head: Mapping[int, object]) -> int | None:
    """Head of the name that stands in apposition to a noun: "the rebel group X", "X, the rebel group", "a group called X"."""
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
    after = doc.tokens[head.i + 1] if head.i + 1 < len(doc.tokens) else None
    if after is not None and after.sent == head.sent and after.head in (head.i, head.head):
        for i in range(after.i, min(after.i + 5, len(doc.tokens))):
            if i in by_head and doc.tokens[i].dep in ("appos", head.dep):
                return i
            if not doc.tokens[i].text[0].isupper():
                break
    return None


_GROUPS_ALONE = frozenset({"group", "groups", "faction", "factions", "coalition", "alliance", "parties", "tribes", "clans"})


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
            if child.lower in _NEW or child.dep == "nummod":
                new = True
            first = min(first, doc.subtree(child)[0].i)
    while first < head.i and doc.tokens[first].lower in ("the", "this", "these", "those", "that", ",", "both", "of"):
        first += 1
    return Span(doc.tokens[first].start, head.end), definite, new and not definite


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
        if sort == "both" and token.dep not in ("nsubj", "nsubjpass", "dobj", "pobj"):
            continue
        yield Draft(token.span, token.i, "pronoun", sort, ActorKind.UNKNOWN, plural=sort in ("they", "we"))
