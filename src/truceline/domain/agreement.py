"""Agreement between two reviewers: per cent and Cohen's kappa, field by field.

Source: J. Cohen (1960), A coefficient of agreement for nominal scales, Educational and Psychological Measurement
20(1), 37-46. Every distinct value of a field is a category of its own; being a day off is as wrong as being a year off.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from truceline.domain.events import EVENT_FIELDS
from truceline.domain.reviews import Decision, Review, value_key


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far two reviewers agree on one field."""

    field: str
    """A field of the codebook, ``event`` (is it one at all) or ``same incident`` (judged pairs)."""
    n: int
    """Items that both decided on."""
    n_agreed: int
    kappa: float | None
    """1 is full agreement, 0 what chance gives; None where it is not defined (no items, or both used one value)."""
    differing: tuple[str, ...] = ()
    """What they differ on, by id, to look at together."""

    @property
    def share(self) -> float | None:
        """Share of items on which they agree; None without items."""
        return self.n_agreed / self.n if self.n else None


def kappa(pairs: Sequence[tuple[str, str]]) -> float | None:
    """Cohen's kappa of two raters' categories for the same items.

    Returns (p_o - p_e) / (1 - p_e): p_o the share on which they agree, p_e the share that two raters with their
    frequencies of categories agree on by chance. None for no items, and where p_e is 1: when both put every item into
    one category, chance alone explains it.
    """
    n = len(pairs)
    if n == 0:
        return None
    left, right = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    # In whole numbers, so that full agreement by chance is seen exactly.
    n_agreed = sum(a == b for a, b in pairs)
    by_chance = sum(count * right[category] for category, count in left.items())
    if by_chance == n * n:
        return None
    return (n_agreed * n - by_chance) / (n * n - by_chance)


def agree(field: str, rated: Mapping[str, tuple[str, str]]) -> Agreement:
    """Agreement on one field. rated: id of each item to the two reviewers' categories."""
    differing = tuple(ref for ref, (a, b) in rated.items() if a != b)
    return Agreement(field, len(rated), len(rated) - len(differing), kappa(list(rated.values())), differing)


def agreement_on_events(left: Mapping[str, Review], right: Mapping[str, Review]) -> tuple[Agreement, ...]:
    """Agreement of two reviewers on events that both decided on. left, right: event ref to that person's review.

    First ``event``: kept, rejected or unsure. Then each field, on the events that both kept.
    """
    both = [ref for ref in left if ref in right]
    kept = [ref for ref in both if _keeps(left[ref]) and _keeps(right[ref])]
    found = [agree("event", {ref: (_verdict(left[ref]), _verdict(right[ref])) for ref in both})]
    for field in EVENT_FIELDS:
        rated = {
            ref: (value_key(field, left[ref].reading.get(field)), value_key(field, right[ref].reading.get(field)))
            for ref in kept
        }
        found.append(agree(field, rated))
    return tuple(found)


def agreement_on_pairs(left: Mapping[str, str], right: Mapping[str, str]) -> Agreement:
    """Agreement of two reviewers on pairs that both judged. left, right: pair to same, different or unsure."""
    return agree("same incident", {pair: (left[pair], right[pair]) for pair in left if pair in right})


def _keeps(review: Review) -> bool:
    return review.decision in (Decision.ACCEPTED, Decision.CORRECTED)


def _verdict(review: Review) -> str:
    return "kept" if _keeps(review) else review.decision.value
