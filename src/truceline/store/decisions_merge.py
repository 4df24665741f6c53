"""Reading a file of decisions into a store: a merge (``decisions_file.py`` says what a line holds)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from pydantic import ValidationError
from sqlalchemy import Connection, insert, select, update

from truceline.domain.claims import Claim
from truceline.domain.corrections import check_correction
from truceline.domain.events import Event
from truceline.domain.text import content_id
from truceline.domain.value_checks import check_record
from truceline.errors import TrucelineError, UsageError
from truceline.store import people_tables as p
from truceline.store import reader, samples, writer
from truceline.store import tables as t
from truceline.store.decision_lines import ClaimLine, JudgementLine, Line, ReviewLine, SampleLine, read_line
from truceline.store.decisions_file import EventsHere
from truceline.store.reviews import insert_review
from truceline.store.store import Store, insert_one

MAX_REFUSED: Final = 1000
"""Refused lines that are named; the rest is counted."""


@dataclass(slots=True)
class Merged:
    """What came of reading a file in."""

    added: Counter[str] = field(default_factory=Counter)
    """Kind to how many are new here."""
    known: int = 0
    """Lines that were here already."""
    taken_back: int = 0
    """Decisions of this store that the file has as taken back."""
    n_refused: int = 0
    refused: list[str] = field(default_factory=list)
    """Why lines could not be read in, each with its number."""


def import_decisions(store: Store, lines: Iterable[str], *, dry_run: bool = False) -> Merged:
    """Merge decisions from the lines of a file, all in one transaction. A line that cannot be read costs no other.

    dry_run: say what would come of it and write nothing.
    """
    merged = Merged()
    try:
        with store.writing() as connection:
            merge = _Merge(connection, merged)
            for number, text in enumerate(lines, 1):
                if not text.strip():
                    continue
                try:
                    merge.take(read_line(text))
                except (TrucelineError, ValidationError, ValueError) as error:
                    merged.n_refused += 1
                    if len(merged.refused) < MAX_REFUSED:
                        merged.refused.append(f"line {number}: {_short(error)}")
            if dry_run:
                raise _Stop
    except _Stop:
        pass
    return merged


class _Stop(Exception):
    """Leaves the transaction of a dry run."""


def _short(error: Exception) -> str:
    if isinstance(error, ValidationError):
        first = error.errors()[0]
        return f"{'.'.join(map(str, first['loc'])) or 'line'}: {first['msg']}"
    return " ".join(str(error).split())[:300]


class _Merge:
    """A file being read in."""

    def __init__(self, connection: Connection, merged: Merged) -> None:
        self._connection = connection
        self._merged = merged
        self._events = EventsHere(connection)
        self._known: dict[str, tuple[Any, int, bool]] = {}
        self._read_what_is_here()

    def _read_what_is_here(self) -> None:
        for row in self._connection.execute(select(p.reviews)):
            ref = self._events.resolved(f"{row.report_id}#{row.event_id}")
            self._remember(_review_key(ref, row.by, row.at_utc, row.decision), p.reviews, row)
        for row in self._connection.execute(select(t.claims).where(t.claims.c.by.is_not(None))):
            ref = self._events.resolved(f"{row.report_id}#{row.event_id}")
            self._remember(_claim_key(ref, reader.claim_of(row)), t.claims, row)
        for row in self._connection.execute(select(t.judgements)):
            sides = (row.left, row.right)
            left, right = sorted(map(self._events.resolved, sides) if row.about == "event" else sides)
            self._remember(_judgement_key(row.about, left, right, row.by, row.at_utc, row.verdict), t.judgements, row)

    def _remember(self, key: str, table: Any, row: Any) -> None:
        self._known[key] = (table, row.id, row.withdrawn_utc is not None)

    def take(self, line: Line) -> None:
        """Merge one line. Raises NotFound, UsageError."""
        match line:
            case ReviewLine():
                self._take_review(line)
            case ClaimLine():
                self._take_claim(line)
            case JudgementLine():
                self._take_judgement(line)
            case SampleLine():
                self._take_sample(line)

    def _is_known(self, key: str, line: ReviewLine | ClaimLine | JudgementLine) -> bool:
        """True for a decision that is here already; one that the file has as taken back is taken back here, too."""
        if key not in self._known:
            return False
        table, number, withdrawn = self._known[key]
        self._merged.known += 1
        if line.withdrawn_utc is not None and not withdrawn:
            self._connection.execute(update(table).where(table.c.id == number).values(**_gone(line)))
            self._known[key] = (table, number, True)
            self._merged.taken_back += 1
        return True

    def _take_review(self, line: ReviewLine) -> None:
        event = self._events.find(line.event, line.found_by)
        claims = [c.claim(line.by, line.at_utc) for c in line.claims]
        key = _review_key(event.ref, line.by, line.at_utc, line.decision.value)
        if self._is_known(key, line):
            for claim in claims:
                self._withdraw_claim(event.ref, claim, line)
            return
        check_record(line.reading)
        for claim in claims:
            self._check(event, claim)
        for n, claim in enumerate(claims):
            self._insert_claim(event, n, claim, line)
        number = insert_review(self._connection, line.review(event.ref))
        self._known[key] = (p.reviews, number, line.withdrawn_utc is not None)
        self._merged.added["review"] += 1

    def _take_claim(self, line: ClaimLine) -> None:
        event = self._events.find(line.event, line.found_by)
        if not line.claim.by or line.claim.at_utc is None:
            raise UsageError("a claim needs the person who made it, and when")
        claim = line.claim.claim(line.claim.by, line.claim.at_utc)
        if self._is_known(_claim_key(event.ref, claim), line):
            return
        self._check(event, claim)
        self._insert_claim(event, 0, claim, line)
        self._merged.added["claim"] += 1

    def _check(self, event: Event, claim: Claim) -> None:
        text = reader.find_report(self._connection, event.report_id).text
        # A mode goes with the type that the person gave it; the type of this store may be another.
        if claim.field != "mode":
            check_correction(event, claim, n_chars=len(text))

    def _insert_claim(self, event: Event, seq: int, claim: Claim, line: ReviewLine | ClaimLine) -> None:
        key = _claim_key(event.ref, claim)
        if key in self._known:
            self._withdraw_claim(event.ref, claim, line)
            return
        row = writer.claim_row(event.report_id, event.id, seq, claim) | _gone(line)
        key_row = self._connection.execute(insert(t.claims).values(**row)).inserted_primary_key
        assert key_row is not None  # every insert of one row gives its key
        self._known[key] = (t.claims, int(key_row[0]), line.withdrawn_utc is not None)

    def _withdraw_claim(self, ref: str, claim: Claim, line: ReviewLine | ClaimLine) -> None:
        table, number, withdrawn = self._known.get(_claim_key(ref, claim), (None, 0, True))
        if table is not None and line.withdrawn_utc is not None and not withdrawn:
            self._connection.execute(update(table).where(table.c.id == number).values(**_gone(line)))

    def _take_judgement(self, line: JudgementLine) -> None:
        left, right = line.left, line.right
        if line.about == "event":
            left = self._events.find(left, line.left_found_by).ref
            right = self._events.find(right, line.right_found_by).ref
        if left == right:
            raise UsageError("both sides of the judgement are one event here")
        left, right = sorted((left, right))
        key = _judgement_key(line.about, left, right, line.by, line.at_utc, line.verdict.value)
        if self._is_known(key, line):
            return
        row = {"about": line.about, "left": left, "right": right, "verdict": line.verdict.value, "by": line.by,
               "at_utc": line.at_utc, "note": line.note, **_gone(line)}  # fmt: skip
        number = insert_one(self._connection, t.judgements, row)
        self._known[key] = (t.judgements, number, line.withdrawn_utc is not None)
        self._merged.added["judgement"] += 1

    def _take_sample(self, line: SampleLine) -> None:
        samples.check_name(line.name)
        s = p.review_samples.c
        known = self._connection.execute(select(s.refs).where(s.name == line.name)).scalar()
        if known is not None:
            if list(known) != line.refs:
                raise UsageError(f"there is another sample {line.name!r} here; nothing of it was changed")
            self._merged.known += 1
            return
        samples.add(self._connection, line.sample())
        self._merged.added["sample"] += 1


def _gone(line: ReviewLine | ClaimLine | JudgementLine) -> dict[str, Any]:
    return {"withdrawn_utc": line.withdrawn_utc, "withdrawn_by": line.withdrawn_by}


def _review_key(ref: str, by: str, at_utc: Any, decision: str) -> str:
    return content_id("review", ref, by, at_utc.isoformat(), decision)


def _claim_key(ref: str, claim: Claim) -> str:
    at = None if claim.at_utc is None else claim.at_utc.isoformat()
    return content_id("claim", ref, claim.by, at, claim.field, claim.value)


def _judgement_key(about: str, left: str, right: str, by: str, at_utc: Any, verdict: str) -> str:
    return content_id("judgement", about, left, right, by, at_utc.isoformat(), verdict)
