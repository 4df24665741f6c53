"""Tolls told as figures: "the death toll rose to 13", "the number of wounded topped 40", "claimed 13 lives"."""

from __future__ import annotations

from collections.abc import Iterator

from truceline.domain.codes import HarmKind
from truceline.domain.mentions import HarmMention
from truceline.domain.text import Document, Span, Token
from truceline.extract.quantities_figures import Count
from truceline.extract.quantities_lists import of_whom
from truceline.extract.quantities_numbers import is_number, read_count
from truceline.extract.quantities_people import count_victims, make_mention
from truceline.extract.quantities_subjects import subject_of
from truceline.resources.harm import HarmWord, Numbers

_LOSSES = {"lose", "claim", "take", "cost"}
_TALLIED = {
    "dead": HarmKind.KILLED, "killed": HarmKind.KILLED, "deaths": HarmKind.KILLED, "fatalities": HarmKind.KILLED,
    "wounded": HarmKind.INJURED, "injured": HarmKind.INJURED, "hurt": HarmKind.INJURED,
    "arrested": HarmKind.CAPTURED, "detained": HarmKind.CAPTURED, "missing": HarmKind.MISSING,
    "displaced": HarmKind.DISPLACED, "homeless": HarmKind.DISPLACED, "losses": HarmKind.KILLED,
}  # fmt: skip
_OVER = {"top", "exceed", "pass", "surpass"}
_TALLY_VERBS = _OVER | {
    "rise", "climb", "reach", "stand", "jump", "increase", "grow", "hit", "soar", "swell", "mount", "put", "bring",
    "raise", "be", "give", "number", "total",
}  # fmt: skip
NO_PEOPLE = {"PERCENT", "MONEY", "DATE", "TIME", "QUANTITY"}


def read_toll(doc: Document, token: Token, word: HarmWord, numbers: Numbers) -> Iterator[HarmMention]:
    """As in "the death toll rose to 13", "a toll of 40"."""
    verb = doc.head(token)
    near = [*doc.subtree(token), *(doc.subtree(verb) if verb.pos in {"VERB", "AUX"} else ())]
    for number in near:
        if (
            number.i > token.i
            and number.pos == "NUM"
            and is_number(number, numbers)
            and doc.head(number).lower not in {"from", "by"}
        ):
            counted = number if number.dep in {"pobj", "attr", "dobj"} else doc.head(number)
            count = read_count(doc, counted, numbers)
            if count is not None and count.stated:
                if verb.lemma.lower() in _OVER and count.minimum is not None and count.maximum is not None:
                    count = Count(count.minimum + 1, None)
                yield make_mention(HarmKind.KILLED, count, "people", None, token.span, "toll")
                return


def read_tally(doc: Document, token: Token, word: HarmWord, numbers: Numbers) -> Iterator[HarmMention]:
    """As in "the number of wounded rose to 41", "the number injured topped 2,200"."""
    verb = doc.head(token)
    kind = next((_TALLIED[t.lower] for t in doc.subtree(token) if t.i >= token.i and t.lower in _TALLIED), None)
    if kind is None or verb.lemma.lower() not in _TALLY_VERBS or token.dep not in {"nsubj", "nsubjpass", "dobj"}:
        return
    figure = next((c for c in doc.children(verb) if c.dep in {"dobj", "attr"} and c.i > verb.i and c != token), None)
    for child in doc.children(verb):
        if child.lower in {"to", "at", "above", "past", "over", "as"} and child.i > verb.i:
            figure = next((c for c in doc.children(child) if c.dep == "pobj"), figure)
            break
    if figure is None and verb.lemma.lower() == "put":
        figure = _put_at(doc, token)
    count = read_count(doc, figure, numbers) if figure is not None and figure.ent not in NO_PEOPLE else None
    if count is None or not count.stated or count.minimum is None:
        return
    if verb.lemma.lower() in _OVER and count.maximum is not None:
        count = Count(count.minimum + 1, None)
    end = figure.i - 1 if figure is not None and figure.i > token.i else len(doc.tokens)
    inside = [t for t in doc.subtree(token) if token.i <= t.i < end]
    owner = next((c for c in doc.children(token) if c.dep in {"poss", "compound"} and c.i < token.i), token)
    span = Span(min(owner, token, key=lambda t: t.i).start, inside[-1].end)
    words = " ".join(doc.text[span.start : span.end].split())
    yield make_mention(kind, count, words, span, token.span, f"{words} {verb.text}")


def _put_at(doc: Document, token: Token) -> Token | None:
    """The figure of "put the number of people killed since the truce began at 147", whatever the parse gives it to."""
    after = [t for t in doc.sentence_tokens(token.sent) if t.i > token.i and t.lower == "at"]
    figures = [g for t in after for g in doc.children(t) if g.dep == "pobj" and g.pos == "NUM" and g.i == t.i + 1]
    return figures[0] if figures else None


def read_lives(doc: Document, token: Token, word: HarmWord, numbers: Numbers) -> Iterator[HarmMention]:
    """As in "claimed the lives of five officers", "cost thousands of lives", "17 people lost their lives"."""
    loss = doc.head(token)
    while loss.lower == "of" or is_number(loss, numbers):
        token, loss = loss, doc.head(loss)
        if loss.i == token.i:
            return
    if loss.lemma not in _LOSSES:
        return
    of = next((c for c in doc.children(token) if c.lower == "of"), None)
    owner = next((c for c in doc.children(token) if c.dep == "poss"), None)
    victim: Token | None = token
    if of is not None and not is_number(token, numbers):
        victim = next((c for c in doc.children(of) if c.dep == "pobj"), None)
    elif owner is not None:
        victim = subject_of(doc, loss) if loss.lemma == "lose" and owner.pos == "PRON" else owner
    found = count_victims(doc, victim, numbers) if victim is not None else None
    if found is not None:
        yield make_mention(HarmKind.KILLED, found.count, found.words, found.span, token.span, f"lives of {found.words}")


def read_loss(doc: Document, token: Token, word: HarmWord, numbers: Numbers) -> Iterator[HarmMention]:
    """As in "with the loss of 40 men", "at a cost of nine lives"."""
    people = of_whom(doc, token)
    if people is token or doc.head(token).lower not in {"with", "at", "for", "reported", "confirmed"}:
        return
    found = count_victims(doc, people, numbers, people=people.lemma != "life")
    if found is not None and found.count.stated:
        reason = f"{token.text} of {found.words}"
        yield make_mention(HarmKind(word.kind), found.count, found.words, found.span, token.span, reason)
