"""Two names of one party: "Free Aceh Movement (GAM)", "PCN (National Conciliation Party)", "X, also known as Y"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from truceline.domain.codes import ActorKind, RelationKind
from truceline.domain.mentions import Relation
from truceline.domain.text import Document, Span, Token
from truceline.extract.relations_parties import Held, Parties, Told
from truceline.resources.actor_words import load_name_words

_SMALL = frozenset("of the and for in on to de la del el a an against y 's ’s - – & du des und von".split())
_NO_NAMES = frozenset({ActorKind.PERSON, ActorKind.STATE, ActorKind.CIVILIANS, ActorKind.MEDIA, ActorKind.UNKNOWN})
_OTHER_NAME = re.compile(
    r"[\s,(–-]*\b(?:(?:also|better|otherwise|formerly|previously|commonly|widely)\s+(?:known\s+as|called)|known\s+as|"
    r"known\s+by\s+(?:the|its|their)\s+\w+\s+(?:acronym|initials|name)|a\.?k\.?a\.?|alias|whose\s+real\s+name\s+is)"
    r"\s+(?:the\s+)?[\"“'‘]?",
    re.I,
)


def name_ties(doc: Document, parties: Parties) -> Iterator[Told]:
    """Names that the report says are one party's, the fuller one as subject, in text order."""
    for token in doc.tokens:
        if doc.dateline is not None and doc.dateline.contains(token.span):
            continue
        if token.text == "(" and token.i:
            yield from _in_brackets(doc, parties, token)
        elif token.text == "," and token.i:
            yield from _past_comma(doc, parties, token)
    yield from _known_as(doc, parties)


def _in_brackets(doc: Document, parties: Parties, bracket: Token) -> Iterator[Told]:
    inside = []
    closing = bracket.end
    for token in doc.tokens[bracket.i + 1 : bracket.i + 12]:
        closing = token.end
        if token.text == ")":
            break
        inside.append(token)
    else:
        return
    while inside and inside[0].lower in ("the", "or", "known", "as", "formerly", '"', "“", "'", ","):
        inside = inside[1:]
    while inside and inside[-1].text in ('"', "”", "'"):
        inside = inside[:-1]
    if not inside:
        return
    short = _one_word(doc, inside)
    if short is not None:
        name = _long_name(doc, parties, bracket.i - 1, short, inside[0])
        if name is not None:
            yield Told(_names(doc, parties, name, Span(inside[0].start, inside[-1].end), closing))
    elif len(inside) > 1 and _looks_long(doc, inside):
        before = doc.tokens[bracket.i - 1]
        fits = _fit(_own(doc, before), inside)
        known = any(h.named and h.actor.registry_id for h in parties.starting(inside[0].i) if h.last == inside[-1].i)
        organised = known if _is_shouted(doc, before) else inside[-1].lower in load_name_words()
        if _is_acronym(doc, before) and before.ent != "GPE" and (fits or organised):
            yield Told(_names(doc, parties, Span(inside[0].start, inside[-1].end), before.span, closing))


def _one_word(doc: Document, tokens: Sequence[Token]) -> str | None:
    """The words as one short name ("GAM", "MS-13", "Mercosur"), or None."""
    text = doc.text[tokens[0].start : tokens[-1].end]
    return text if re.fullmatch(r"[A-Z][\w.]*(?:[-/][\w.]+)*", text) and 2 <= len(text) <= 14 else None


def _own(doc: Document, token: Token) -> str:
    """The token as the report writes it: the analysis may have given a text in capitals its lower case."""
    return doc.text[token.start : token.end]


def _is_shouted(doc: Document, token: Token) -> bool:
    """True for a word of a text that is all in capitals, where capitals say nothing."""
    sentence = doc.sentences[token.sent].of(doc.text)
    return sentence.isupper()


def _is_acronym(doc: Document, token: Token) -> bool:
    text = _own(doc, token)
    return sum(c.isupper() for c in text) >= 2 and text.isalnum() and len(text) <= (6 if _is_shouted(doc, token) else 9)


def _looks_long(doc: Document, tokens: Sequence[Token]) -> bool:
    """True for a name of several words: capitals but for small words."""
    big = [t for t in tokens if t.lower not in _SMALL]
    return len(big) > 1 and all(doc.text[t.start].isupper() and t.text.isalnum() for t in big)


def _initials(tokens: Sequence[Token]) -> str:
    return "".join(t.text[0].upper() for t in tokens if t.lower not in _SMALL and t.text[0].isalpha())


def _fit(short: str, tokens: Sequence[Token]) -> bool:
    """True when the acronym's letters are the initials of the words, in whatever order (FMLN; PCN in Spanish)."""
    letters = re.sub(r"[^A-Z]", "", short)
    if len(letters) < 2:
        return False
    big = _initials(tokens)
    every = "".join(t.text[0].upper() for t in tokens if t.text[0].isalpha())
    return letters in (big, every) or (len(letters) > 2 and sorted(letters) == sorted(big))


def _long_name(doc: Document, parties: Parties, last: int, short: str, inside: Token) -> Span | None:
    """The fuller name that ends at a token, if the short one in brackets is its own, not a place, party or outlet."""
    walked = _walk_back(doc, last, short)
    if walked is not None:
        return walked
    if not _is_acronym(doc, inside) and (inside.ent == "NORP" or inside.pos == "ADJ"):
        return None  # "(Maoist)"
    over = [
        h for n in range(last, max(last - 8, -1), -1) for h in parties.starting(n) if h.named and h.last >= inside.i
    ]
    if over and over[0].first < last and over[0].actor.kind != ActorKind.PERSON:
        return Span(over[0].mention.span.start, doc.tokens[last].end)  # one mention with its brackets
    held = next((h for h in parties.ending(last) if h.named), None)
    if held is None or (held.last == held.first and len(short) > 2):
        return None
    if held.mention.text.upper() == short.upper() or held.mention.form == "demonym":
        return None
    inner = parties.at(inside)
    if not _is_acronym(doc, inside) and inner is not None and inner.kind == ActorKind.STATE:
        return None
    one = any(m.text == short for m in held.actor.mentions)
    if one and held.actor.kind not in (ActorKind.PERSON,):
        return held.mention.span
    fits = _fit(short, doc.tokens_in(held.mention.span))
    if fits and held.actor.kind != ActorKind.PERSON:
        return held.mention.span
    again = (
        len(short) > 3
        and held.last - held.first > 1
        and len(re.findall(rf"(?<!\w){re.escape(short)}(?!\w)", doc.text)) > 1
    )
    if again and held.actor.kind not in (ActorKind.PERSON, ActorKind.STATE, ActorKind.CIVILIANS):
        return held.mention.span
    if inside.ent in ("GPE", "LOC", "DATE") or held.actor.kind in _NO_NAMES:
        return None
    stranger = parties.at(inside)
    foreign = stranger is not None and stranger.kind in (ActorKind.STATE, ActorKind.MEDIA, ActorKind.PERSON)
    return None if (foreign and not _is_acronym(doc, inside)) or len(short) < 3 else held.mention.span


def _is_big(doc: Document, token: Token) -> bool:
    return doc.text[token.start].isupper()


def _walk_back(doc: Document, last: int, short: str) -> Span | None:
    """The run of capitalised words before a bracket whose initials give the acronym, the shortest that does."""
    if len(re.sub(r"[^A-Z]", "", short)) < 2 or not doc.text[doc.tokens[last].start].isupper():
        return None
    sentence = doc.tokens[last].sent
    for first in range(last - 1, max(last - 12, -1), -1):
        token = doc.tokens[first]
        if token.sent != sentence or not (_is_big(doc, token) or token.lower in _SMALL):
            return None
        if token.lower in _SMALL:
            continue
        run = doc.tokens[first : last + 1]
        before = doc.tokens[first - 1] if first else token
        whole = before.sent != sentence or not (_is_big(doc, before) or before.lower in _SMALL - {"the"})
        if _fit(short, run) or (whole and _fit_loosely(short, run)):
            return Span(token.start, doc.tokens[last].end)
    return None


def _fit_loosely(short: str, tokens: Sequence[Token]) -> bool:
    """True when all letters are initials of a name of at most two words more (FPRC for Popular Front for ...)."""
    letters, initials = Counter(re.sub(r"[^A-Z]", "", short)), Counter(_initials(tokens))
    return letters.total() > 2 and not letters - initials and initials.total() - letters.total() <= 2


def _past_comma(doc: Document, parties: Parties, comma: Token) -> Iterator[Told]:
    """Read "Farabundo Marti National Liberation Front, FMLN," and "the Kurdistan Workers' Party, or PKK,"."""
    k = comma.i + 1
    alternative = k < len(doc.tokens) and doc.tokens[k].lower == "or"
    k += alternative
    if k < len(doc.tokens) and doc.tokens[k].lower == "the":
        k += 1
    if k + 1 >= len(doc.tokens) or not _is_acronym(doc, doc.tokens[k]) or doc.tokens[k].sent != comma.sent:
        return
    short, after = doc.tokens[k], doc.tokens[k + 1]
    if not alternative and after.text not in (",", ".", ")", ";", ":"):
        return
    name = _walk_back(doc, comma.i - 1, _own(doc, short)) or _beside(doc, comma.i - 1, short)
    if name is None and alternative:
        held = next((h for h in parties.ending(comma.i - 1) if h.named), None)
        same = held is not None and (parties.at(short) in (held.actor, None)) and held.actor.kind not in _NO_NAMES
        name = held.mention.span if held is not None and same else None
    if name is not None:
        yield Told(_names(doc, parties, name, short.span))


def _beside(doc: Document, last: int, short: Token) -> Span | None:
    """A long name whose acronym in apposition keeps most initials: "United Nations mission in the ..., MINUSCA,"."""
    if short.dep != "appos" or len(short.text) < 4 or doc.tokens[short.i + 1].text != ",":
        return None
    for first in range(last - 2, max(last - 12, -1), -1):
        run = doc.tokens[first : last + 1]
        letters = Counter(_own(doc, short)) - Counter(t.text[0].upper() for t in run)
        if run[0].sent != short.sent or any(t.pos in ("VERB", "PUNCT") for t in run):
            return None
        if letters.total() <= 1 and _is_big(doc, run[0]) and doc.head(short) in run:
            return Span(run[0].start, run[-1].end)
    return None


def _known_as(doc: Document, parties: Parties) -> Iterator[Told]:
    """Read "The movement, known as GAM", "X, also known as Y"; the words before may be a noun for the party."""
    for match in _OTHER_NAME.finditer(doc.text):
        left, right = doc.token_at(match.start() - 1) if match.start() else None, doc.token_at(match.end())
        if left is None or right is None:
            continue
        held = next((h for h in parties.ending(left.i) if h.mention.form != "pronoun"), None)
        name = _name_from(doc, parties, right)
        if held is None or name is None or left.sent != right.sent:
            continue
        told = held.mention.span if held.named else None
        first = _clean(doc, told) if told else held.actor.name
        second = _clean(doc, name)
        if first.lower() == second.lower() or (not held.named and first == held.mention.text):
            continue
        other = parties.at(right)
        yield Told(
            Relation(
                RelationKind.ALSO_KNOWN_AS,
                first,
                second,
                Span(held.mention.span.start, name.end),
                held.actor.key,
                other.key if other else held.actor.key,
                score=0.9,
                reason=f"words: {' '.join(match[0].split())}",
            )
        )


def _name_from(doc: Document, parties: Parties, token: Token) -> Span | None:
    """The name that starts at a token: a mention, or a run of capitalised words."""
    held: Held | None = next((h for h in parties.starting(token.i) if h.named), None)
    last = token.i
    if held is not None and (held.first < held.last or held.mention.form == "acronym"):
        return held.mention.span
    if token.pos not in ("PROPN", "NOUN") or not token.text[0].isupper():
        return None
    while (
        last + 1 < len(doc.tokens)
        and doc.tokens[last + 1].text[0].isupper()
        and doc.tokens[last + 1].sent == token.sent
    ):
        last += 1
    return Span(token.start, doc.tokens[last].end)


def _clean(doc: Document, span: Span) -> str:
    return " ".join(span.of(doc.text).split())


def _names(doc: Document, parties: Parties, name: Span, short: Span, closing: int = 0) -> Relation:
    """Two names side by side as one tie; the keys are those of the actors that hold them."""
    last = doc.tokens_in(name)[-1]
    word = doc.token_at(short.start)
    one, other = parties.at(last), parties.at(word) if word else None
    return Relation(
        RelationKind.ALSO_KNOWN_AS,
        _clean(doc, name),
        _clean(doc, short),
        Span(min(name.start, short.start), max(name.end, short.end, closing)),
        (one or other).key if one or other else None,  # type: ignore[union-attr]
        (other or one).key if one or other else None,  # type: ignore[union-attr]
        score=0.9,
        reason="a name and its short form side by side",
    )
