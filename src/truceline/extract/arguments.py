"""What the trained model says of the words around the mentions of a report's events: which tell who, when and where.

Stages with candidates of their own (parties, times, places) ask for the model's word on each and weigh it against
theirs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from truceline.domain.codes import Role
from truceline.domain.mentions import EventMention
from truceline.domain.text import Document, Span
from truceline.inference.model import EventModel
from truceline.inference.words import ROLES
from truceline.resources.logistic import to_odds, weigh_signs

_COLUMN: Final = {Role(name.lower()): i for i, name in enumerate(ROLES) if name.lower() in set(Role)}
_FLOOR: Final = -5.0
_PHRASE: Final = 0.4
"""Words at or above this probability, side by side, are one phrase."""

WordChance = Callable[[EventMention, Span], float | None]
"""Probability that a phrase fills a role at a mention; None where the model was not asked or did not read it."""


class ArgumentReader:
    """The model's reading of the best mention of each of one report's events, all asked at once.

    With two or three mentions of an event the sides came out no better (usable 0.197, 0.188, 0.190 on every other
    newswire report as the half models read it), and each costs 5 ms.
    """

    def __init__(self, doc: Document, model: EventModel, groups: Sequence[Sequence[EventMention]]) -> None:
        asked = list(dict.fromkeys(group[0] for group in groups))
        self._doc = doc
        self._read = {_key(m): scores for m, scores in zip(asked, model.arguments(doc, asked), strict=True)}

    def chance(self, mention: EventMention, span: Span, role: Role) -> float | None:
        """Highest probability that a token of the span stands in a phrase of the role."""
        scores, inside = self._read.get(_key(mention)), self._doc.tokens_in(span)
        if scores is None or not inside:
            return None
        return float(scores[inside[0].i : inside[-1].i + 1, _COLUMN[role]].max()) or None

    def cover(self, mention: EventMention, span: Span, role: Role) -> float:
        """How much of the phrase that the model reads around the span lies in it: "Rwandan" of "Rwandan refugees" a
        third. 0 where no word of the span is in one."""
        scores, inside = self._read.get(_key(mention)), self._doc.tokens_in(span)
        if scores is None or not inside:
            return 0.0
        column = scores[:, _COLUMN[role]]
        start, end = inside[0].i, inside[-1].i + 1
        best = start + int(column[start:end].argmax())
        if column[best] < _PHRASE:
            return 0.0
        first = last = best
        while first > 0 and column[first - 1] >= _PHRASE:
            first -= 1
        while last + 1 < len(column) and column[last + 1] >= _PHRASE:
            last += 1
        return (min(last + 1, end) - max(first, start)) / (last + 1 - first)

    def of_party(self, mention: EventMention) -> Callable[[Span, Role], tuple[float, float]]:
        """``chance`` and ``cover`` at one mention, for the parties that are weighed for it."""
        return lambda span, role: (self.chance(mention, span, role) or 0.0, self.cover(mention, span, role))

    def of(self, role: Role) -> WordChance:
        """``chance`` for one role."""
        return lambda mention, span: self.chance(mention, span, role)


def _key(mention: EventMention) -> tuple[int, int, str]:
    """What tells the mentions of a report apart; much faster to look up than the mention itself."""
    return mention.trigger.start, mention.trigger.end, mention.type.value


def word_signs(chances: Sequence[float | None]) -> list[dict[str, float]]:
    """Signs of each candidate from the model's word on it, and last those of having none.

    chances: for each candidate the probability, None where the model did not read it.
    """
    known = [c for c in chances if c is not None]
    top = max(known, default=0.0)
    out = []
    for chance in chances:
        if chance is None:
            out.append({"unread": 1.0})
        else:
            out.append({"words": log_odds(chance), "words_best": float(chance == top), "words_share": chance})
    out.append({"none": 1.0, "none&words": log_odds(top) if known else 0.0, "none&unread": float(not known)})
    return out


def log_odds(chance: float) -> float:
    """Log odds, kept within the floor and its opposite."""
    return min(max(to_odds(chance, 1e-9), _FLOOR), -_FLOOR)


def weigh(base: float, signs: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """A stage's own score of a candidate with the model's word on it."""
    return weights["base"] * base + weigh_signs(signs, weights)
