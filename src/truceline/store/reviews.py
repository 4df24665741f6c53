"""People's decisions in a store: made, taken back, listed. Rows are added and withdrawn, never changed or deleted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from truceline.domain.claims import Claim, Judgement
from truceline.domain.corrections import apply_claims, check_correction
from truceline.domain.events import Event
from truceline.domain.queue import Waiting
from truceline.domain.reviews import Decision, Deed, Numbered, Review, standing
from truceline.domain.serial import event_to_dict
from truceline.errors import Conflict, NotAllowed, NotFound, UsageError
from truceline.store import people_tables as p
from truceline.store import reader, review_history, review_reader, review_waiting, samples, writer
from truceline.store import tables as t
from truceline.store.store import Store, insert_one, judgement_row


class Reviews:
    """The decisions of a store. Safe to share between threads, as the store is."""

    def __init__(self, store: Store) -> None:
        self._store = store

    # -- deciding ----------------------------------------------------------------------------------------------

    def decide(
        self,
        ref: str,
        decision: Decision,
        by: str,
        *,
        claims: Sequence[Claim] = (),
        note: str = "",
        sample: str | None = None,
        seen: str | None = None,
    ) -> int:
        """Write a decision on an event in one transaction, and return its number.

        claims: of a correction, the values of the fields that the person changes; ``by`` and ``at_utc`` are set here.
        sample: name of a shared sample; the decision then builds on the machine's reading and the person's own claims.
        seen: the mark of ``state`` when the event was shown; a Conflict says what others did since.
        Raises UsageError for a decision that cannot be, Conflict, NotFound.
        """
        _check(decision, by, claims)
        with self._store.writing() as connection:
            report_id, event_id = writer.hold_event(connection, ref)
            if seen is not None and sample is None and seen != review_reader.state(connection, report_id, event_id):
                raise Conflict(self._what_others_did(connection, report_id, event_id))
            if sample is not None and f"{report_id}#{event_id}" not in samples.refs_of(connection, sample):
                raise UsageError(f"{report_id}#{event_id} is not in the sample {sample!r}")
            at_utc = _moment(connection, report_id)
            dated = [replace(c, by=by, at_utc=at_utc) for c in sorted(claims, key=lambda c: c.field != "type")]
            base, report = review_waiting.shown(connection, report_id, event_id, by if sample is not None else None)
            event = base
            for claim in dated:
                check_correction(event, claim, n_chars=len(report.text))
                event = apply_claims(event, [claim])
            if dated:
                connection.execute(
                    insert(t.claims), [writer.claim_row(report_id, event_id, n, c) for n, c in enumerate(dated)]
                )
            review = Review(
                event=f"{report_id}#{event_id}",
                decision=decision,
                by=by,
                at_utc=at_utc,
                reading=event_to_dict(event, report, claims=False),
                note=note,
                sample=sample,
                version=review_reader.versions(connection, [base.ref]).get(base.ref, ""),
            )
            return insert_review(connection, review)

    def judge(self, judgement: Judgement, *, seen: int | None = None) -> int:
        """Write a judgement on two events or actors, and return its number.

        seen: the number of the newest judgement on the pair when it was shown, 0 for none; a Conflict says what others
        judged since. Raises UsageError, Conflict, NotFound.
        """
        with self._store.writing() as connection:
            row = judgement_row(connection, judgement)
            if seen is not None:
                newest = review_reader.newest_judgement(connection, row["left"], row["right"])
                if newest is not None and newest.id != seen:
                    raise Conflict(
                        f"{newest.by} judged this pair {newest.verdict} while you looked. Nothing was written; "
                        "look again, then judge."
                    )
            return insert_one(connection, t.judgements, row)

    def withdraw(self, kind: str, number: int, by: str, *, others_too: bool = False) -> str:
        """Take back a decision; a review with the claims of its correction. Returns the ref that it was about.

        kind: ``review``, ``claim`` or ``judgement``. It stays in the database with who took it back and when.
        others_too: whether the person may take back what another decided.
        Raises NotFound, NotAllowed, UsageError.
        """
        if not by:
            raise UsageError(f"withdrawing a {kind} needs the name of the person who does it")
        table = _table(kind)
        with self._store.writing() as connection:
            query = select(table).where(table.c.id == number, table.c.by.is_not(None)).with_for_update()
            row = connection.execute(query).one_or_none()
            if row is None or row.withdrawn_utc is not None:
                raise NotFound(f"no {kind} number {number} that holds")
            if row.by != by and not others_too:
                raise NotAllowed(f"{kind} {number} is by {row.by}; {by} may take back own decisions alone")
            gone = {"withdrawn_utc": datetime.now(UTC), "withdrawn_by": by}
            connection.execute(update(table).where(table.c.id == number).values(**gone))
            if kind == "judgement":
                return str(row.left)
            if kind == "review":
                c = t.claims.c
                same = (c.report_id == row.report_id) & (c.by == row.by) & (c.at_utc == row.at_utc)
                connection.execute(update(t.claims).where(same, c.withdrawn_utc.is_(None)).values(**gone))
            return f"{row.report_id}#{row.event_id}"

    def owner(self, kind: str, number: int) -> str | None:
        """Who made the decision; None where there is none. Raises UsageError."""
        table = _table(kind)
        with self._store.reading() as connection:
            found: str | None = connection.execute(select(table.c.by).where(table.c.id == number)).scalar()
        return found

    # -- looking -----------------------------------------------------------------------------------------------

    def state(self, ref: str) -> str:
        """A mark of what people decided on the event so far, to hand to ``decide`` as ``seen``."""
        with self._store.reading() as connection:
            return review_reader.state(connection, *reader.find_event(connection, ref))

    def shown(self, ref: str, *, blind_for: str | None = None) -> Event:
        """The event as a reviewer sees it, rejected ones too, with all claims.

        blind_for: without what other people than this one claimed, for a shared sample.
        """
        with self._store.reading() as connection:
            report_id, event_id = reader.find_event(connection, ref)
            return review_waiting.shown(connection, report_id, event_id, blind_for)[0]

    def of_event(self, ref: str) -> dict[str, Numbered]:
        """Person to that person's standing review of the event, in the order they decided."""
        with self._store.reading() as connection:
            report_id, event_id = reader.find_event(connection, ref)
            found = standing(review_reader.reviews(connection, [report_id]))
        return found.get(f"{report_id}#{event_id}", {})

    def all(self, *, sample: str | None = None, withdrawn: bool = False) -> list[Numbered]:
        """(number, review) in the order made; of one sample, or of all."""
        with self._store.reading() as connection:
            return review_reader.reviews(connection, sample=sample, withdrawn=withdrawn)

    def by_person(self, by: str, *, sample: str | None = None) -> dict[str, Review]:
        """Event ref to the person's standing review."""
        found = standing(self.all(sample=sample))
        return {ref: of_event[by][1] for ref, of_event in found.items() if by in of_event}

    def reviewed(self) -> set[str]:
        """Refs of events that have a standing review by anybody."""
        with self._store.reading() as connection:
            return set(standing(review_reader.reviews(connection, readings=False)))

    def reviewers(self) -> list[str]:
        """Everybody who has a standing review or judgement, by name."""
        r, j = p.reviews.c, t.judgements.c
        with self._store.reading() as connection:
            names = set(connection.execute(select(r.by).where(r.withdrawn_utc.is_(None)).distinct()).scalars())
            names |= set(connection.execute(select(j.by).where(j.withdrawn_utc.is_(None)).distinct()).scalars())
        return sorted(names)

    def waiting(self, person: str, *, among: set[str] | None = None) -> list[Waiting]:
        """Events that wait for this person (``store/review_waiting.py``). among: refs to look at; without it all."""
        with self._store.reading() as connection:
            return review_waiting.waiting(connection, person, among)

    def _what_others_did(self, connection: Connection, report_id: str, event_id: str) -> str:
        of_event = standing(review_reader.reviews(connection, [report_id])).get(f"{report_id}#{event_id}", {})
        others = [f"{who} {r.decision} it on {r.at_utc:%Y-%m-%d at %H:%M} UTC" for who, (_, r) in of_event.items()]
        said = "; ".join(others) or "a decision on it was made or taken back"
        return f"The event was decided on while you looked: {said}. Nothing was written; look again, then decide."

    # -- history, samples --------------------------------------------------------------------------------------

    def history(
        self, *, limit: int = 50, offset: int = 0, by: str | None = None, about: str | None = None
    ) -> list[Deed]:
        """What people decided, the newest first, withdrawn decisions too. by: one person's. about: one event's."""
        with self._store.reading() as connection:
            event = None if about is None else reader.find_event(connection, about)
            return review_history.history(connection, limit=limit, offset=offset, by=by, about=event)

    def count(self, *, by: str | None = None, about: str | None = None) -> int:
        """How many decisions ``history`` would give in all."""
        with self._store.reading() as connection:
            event = None if about is None else reader.find_event(connection, about)
            return review_history.count(connection, by=by, about=event)

    def draw_sample(self, name: str, size: int, seed: int, by: str) -> tuple[str, ...]:
        """Draw events for several people to review apart, and keep them under a name (``store/samples.py``)."""
        with self._store.writing() as connection:
            return samples.draw(connection, name, size, seed, by)

    def sample(self, name: str) -> tuple[str, ...]:
        """Refs of the events of a sample in the order drawn, as they are now. Raises NotFound."""
        with self._store.reading() as connection:
            return samples.refs_of(connection, name)

    def samples(self) -> list[samples.Sample]:
        """Samples, the newest first."""
        with self._store.reading() as connection:
            return samples.all_samples(connection)


def _table(kind: str) -> Any:
    tables = {"review": p.reviews, "claim": t.claims, "judgement": t.judgements}
    if kind not in tables:
        raise UsageError(f"no decisions of the kind {kind!r}; there are review, claim and judgement")
    return tables[kind]


def _check(decision: Decision, by: str, claims: Sequence[Claim]) -> None:
    if not by:
        raise UsageError("a review needs the name of the person who makes it")
    if decision is Decision.CORRECTED and not claims:
        raise UsageError("a correction changes at least one field; accept the event where all is right")
    if decision is not Decision.CORRECTED and claims:
        raise UsageError(f"an event that is {decision} takes no values; correct it to change some")
    fields = [c.field for c in claims]
    if len(set(fields)) < len(fields):
        raise UsageError("a correction names each field once")


def _moment(connection: Connection, report_id: str) -> datetime:
    """The present moment, or the next one after the last decision on the report: what is written later stands later,
    and no two decisions of a person on a report share a moment, whatever the clock does."""
    found = datetime.now(UTC)
    for table in (p.reviews, t.claims):
        last = connection.execute(select(func.max(table.c.at_utc)).where(table.c.report_id == report_id)).scalar()
        if last is not None and last >= found:
            found = last + timedelta(microseconds=1)
    return found


def insert_review(connection: Connection, review: Review) -> int:
    """Write a review as a row and return its number."""
    report_id, _, event_id = review.event.rpartition("#")
    row = {
        "report_id": report_id,
        "event_id": event_id,
        "decision": review.decision.value,
        "by": review.by,
        "at_utc": review.at_utc,
        "reading": dict(review.reading),
        "note": review.note,
        "sample": review.sample,
        "version": review.version,
        "withdrawn_utc": review.withdrawn_utc,
        "withdrawn_by": review.withdrawn_by,
    }
    return insert_one(connection, p.reviews, row)
