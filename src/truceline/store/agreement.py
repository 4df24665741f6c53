"""Agreement of two reviewers on what a store holds."""

from __future__ import annotations

from truceline.domain.agreement import Agreement, agreement_on_events, agreement_on_pairs
from truceline.store.reviews import Reviews
from truceline.store.store import Store


def agreement_between(store: Store, a: str, b: str, sample: str | None = None) -> tuple[Agreement, ...]:
    """Per cent and Cohen's kappa of two people, for each field, on events that both decided on.

    sample: on the events of a shared sample alone, where neither saw what the other decided. Without it on all, and on
    pairs of events that both judged. Raises NotFound for a sample that is not there.
    """
    book = Reviews(store)
    if sample is not None:
        book.sample(sample)
    found = agreement_on_events(book.by_person(a, sample=sample), book.by_person(b, sample=sample))
    if sample is not None:
        return found
    latest: dict[str, dict[str, str]] = {a: {}, b: {}}
    for _, judgement in store.judgements("event"):
        if judgement.by in latest:
            latest[judgement.by][f"{judgement.left} {judgement.right}"] = judgement.verdict.value
    return (*found, agreement_on_pairs(latest[a], latest[b]))
