"""Store: one object to write coded reports into and to read the record from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from types import TracebackType
from typing import Any

from sqlalchemy import Connection, Engine, func, insert, select, update
from sqlalchemy.exc import DataError, IntegrityError

from truceline.domain.claims import Claim, Judgement
from truceline.domain.coded import CodedReport
from truceline.domain.corrections import check_correction
from truceline.domain.events import Event
from truceline.domain.mentions import Actor, Relation
from truceline.domain.serial import actor_from_dict, relation_from_dict
from truceline.domain.text import Report
from truceline.errors import BadReport, NotFound, StoreError, UsageError
from truceline.store import people_tables as _people_tables  # noqa: F401  (they join the schema)
from truceline.store import reader, session, writer
from truceline.store import record_tables as _record_tables  # noqa: F401  (they join the schema)
from truceline.store import tables as t
from truceline.store.reader import EventFilter

Layers = dict[str, Any]
SCHEMA = t.metadata
"""All tables, those of incidents and truces (``record_tables``) and of people (``people_tables``) among them."""


class Store:
    """A database of reports, events, claims and judgements. Safe to share between threads, not between processes."""

    def __init__(self, engine: Engine, name: str) -> None:
        self._engine = engine
        self.name = name
        """Path or URL, for messages (a password is hidden)."""

    @classmethod
    def open(cls, path_or_url: str, *, create: bool = True, read_only: bool = False) -> Store:
        """Open a SQLite file (made if missing), ``:memory:``, or a ``postgresql://`` URL.

        Raises StoreError, in one line with what to do: no such folder, read-only, locked, not a database, another
        program's, of a newer or older version, driver missing.
        """
        name = session.display_name(path_or_url)
        with session.store_errors(name):
            engine = session.open_engine(path_or_url, create=create, read_only=read_only)
        session.prepare_schema(engine, name, create=create, read_only=read_only)
        return cls(engine, name)

    def close(self) -> None:
        """Let the connections go."""
        self._engine.dispose()

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with session.store_errors(self.name), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with session.store_errors(self.name), session.writing(self._engine) as connection:
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection for queries that stand in modules of their own (``store/incident_query.py``)."""
        with self._reading() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that writes, likewise; left by an error, it changes nothing."""
        with self._writing() as connection:
            yield connection

    # -- coded reports -----------------------------------------------------------------------------------------

    def write_coded(self, report: Report, coded: CodedReport, run_id: int | None = None) -> bool:
        """Write a report with its events and claims in one transaction; True when something was written.

        The same report under the same coder version changes nothing. Under another version the machine's events and
        claims are replaced; what people said stays, on the event that now stands for the one they spoke of.
        Raises ValueError when a value of this report does not fit into the database, which then holds none of it.
        """
        if coded.report.id != report.id:
            raise ValueError(f"report {report.id} was coded as {coded.report.id}")
        try:
            with self._writing() as connection:
                if report.source_id != coded.report.source_id:
                    writer.remember_report(connection, report)
                return writer.write_coded(connection, coded, run_id)
        except (OverflowError, StoreError) as error:
            if isinstance(error, OverflowError) or _does_not_fit(error.__cause__):
                raise ValueError(f"a value does not fit into the database: {error}") from error
            raise

    def remember(self, report: Report) -> None:
        """Keep the id that a source gives to a report that is here already."""
        if report.source_id is None or report.source_id in self.get_source_ids(report.id):
            return
        with self._writing() as connection:
            writer.remember_report(connection, report)

    def has(self, report_id: str, version: str) -> bool:
        """True when the report (by its content id) is stored as coded by that version of the coder."""
        return self.version_of(report_id) == version

    def version_of(self, report_id: str) -> str | None:
        """The coder version under which the report is stored; None when it is not."""
        with self._reading() as connection:
            query = select(t.codings.c.version).where(t.codings.c.report_id == report_id)
            return connection.execute(query).scalar()

    def changed_utc(self) -> dict[str, datetime]:
        """Report (by content id) to the moment when it was coded last, or people last said something of it."""
        c, k = t.claims.c, t.codings.c
        said = select(c.report_id, func.max(c.at_utc), func.max(c.withdrawn_utc)).where(c.by.is_not(None))
        with self._reading() as connection:
            found = {row.report_id: row.coded_utc for row in connection.execute(select(k.report_id, k.coded_utc))}
            for report_id, *moments in connection.execute(said.group_by(c.report_id)):
                for moment in moments:
                    if moment is not None and report_id in found:
                        found[report_id] = max(found[report_id], moment)
        return found

    # -- reports -----------------------------------------------------------------------------------------------

    def get_report(self, ref: str) -> Report:
        """The report with that content id, source's id, or unique beginning of one. Raises NotFound."""
        with self._reading() as connection:
            return reader.find_report(connection, ref)

    def reports_by_id(self, report_ids: Iterable[str]) -> dict[str, Report]:
        """Those of the reports (by content id) that are here."""
        with self._reading() as connection:
            return reader.reports_by_id(connection, list(report_ids))

    def iter_reports(self) -> Iterator[Report]:
        """All reports in order of publication day, a page in memory at a time."""
        after = None
        while True:
            with self._reading() as connection:
                page = reader.reports_page(connection, after)
            yield from page
            if len(page) < reader.PAGE:
                return
            after = (page[-1].date, page[-1].id)

    def get_source_ids(self, report_id: str) -> tuple[str, ...]:
        """The ids that sources give to the report, the first seen first."""
        with self._reading() as connection:
            return tuple(reader.source_ids(connection, [report_id]).get(report_id, ()))

    def get_layers(self, report_id: str) -> Layers:
        """Sentences, times, places, quotations and speeches of a report, as ``truceline annotate`` names them."""
        with self._reading() as connection:
            query = select(t.codings.c.layers).where(t.codings.c.report_id == report_id)
            layers = connection.execute(query).scalar()
        if layers is None:
            raise NotFound(f"report {report_id!r} is not coded")
        return dict(layers)

    def actors_of(self, report_id: str) -> tuple[Actor, ...]:
        """Actors as the report speaks of them."""
        with self._reading() as connection:
            found = reader.records(connection, t.actors, [report_id])
        return tuple(actor_from_dict(record) for _, record in found)

    def relations_of(self, report_id: str) -> tuple[Relation, ...]:
        """Ties between actors that the report states."""
        with self._reading() as connection:
            found = reader.records(connection, t.relations, [report_id])
        return tuple(relation_from_dict(record) for _, record in found)

    # -- events ------------------------------------------------------------------------------------------------

    def get_event(self, ref: str, *, corrected: bool = True) -> Event:
        """The event for ``report#event``, an event id, or a unique beginning of one, with all its claims.

        corrected: with people's claims laid over the machine's values. An event that people rejected is given, too.
        Raises NotFound.
        """
        with self._reading() as connection:
            report_id, event_id = reader.find_event(connection, ref)
            found = reader.events_of(
                connection, [report_id], EventFilter(), claims=True, corrected=corrected, rejected=True
            )
        return next(event for event in found if event.id == event_id)

    def events_of(
        self, report_id: str, *, claims: bool = True, corrected: bool = True, rejected: bool = False
    ) -> tuple[Event, ...]:
        """Events of one report (by its content id), in the order of coding.

        rejected: with those that people's reviews reject, which are otherwise left out where corrected.
        """
        with self._reading() as connection:
            found = reader.events_of(
                connection, [report_id], EventFilter(), claims=claims, corrected=corrected, rejected=rejected
            )
        return tuple(found)

    def iter_events(
        self, wanted: EventFilter | None = None, *, claims: bool = False, corrected: bool = True
    ) -> Iterator[tuple[Report, Event]]:
        """(report, event) in order of publication day, a page of reports in memory at a time."""
        after = None
        while True:
            with self._reading() as connection:
                page = reader.reports_page(connection, after)
                by_id = {report.id: report for report in page}
                found = reader.events_of(
                    connection, list(by_id), wanted or EventFilter(), claims=claims, corrected=corrected
                )
            for event in found:
                yield by_id[event.report_id], event
            if len(page) < reader.PAGE:
                return
            after = (page[-1].date, page[-1].id)

    def iter_coded(self, *, claims: bool = True, corrected: bool = True) -> Iterator[CodedReport]:
        """Every coded report with its events, actors and relations, in order of publication day, a page at a time.

        Times, places and quotations are in ``get_layers``.
        """
        after = None
        while True:
            with self._reading() as connection:
                page = reader.reports_page(connection, after)
                coded = reader.coded_page(connection, page, claims=claims, corrected=corrected)
            yield from coded
            if len(page) < reader.PAGE:
                return
            after = (page[-1].date, page[-1].id)

    # -- people ------------------------------------------------------------------------------------------------

    def add_claim(self, ref: str, claim: Claim) -> int:
        """Write a person's claim on an event and return its number. It outranks the machine's and erases nothing.

        The claim holds the whole field (``domain/corrections.py``). Without a time it gets the present one.
        Raises UsageError for a claim without a person, or a field or value that an event cannot take; NotFound.
        """
        with self._writing() as connection:
            report_id, event_id = writer.hold_event(connection, ref)
            found = reader.events_of(
                connection, [report_id], EventFilter(), claims=False, corrected=False, rejected=True
            )
            text = reader.find_report(connection, report_id).text
            check_correction(next(event for event in found if event.id == event_id), claim, n_chars=len(text))
            row = writer.claim_row(report_id, event_id, 0, claim)
            row["at_utc"] = claim.at_utc or datetime.now(UTC)
            return insert_one(connection, t.claims, row)

    def claims_by_people(self, ref: str) -> tuple[tuple[int, Claim], ...]:
        """(number, claim) of people on an event, withdrawn ones left out, the oldest first."""
        with self._reading() as connection:
            report_id, event_id = reader.find_event(connection, ref)
            a, c = t.event_aliases.c, t.claims.c
            older = select(a.old_id).where(a.report_id == report_id, a.event_id == event_id)
            ids = [event_id, *connection.execute(older).scalars()]
            query = select(t.claims).where(
                c.report_id == report_id, c.event_id.in_(ids), c.by.is_not(None), c.withdrawn_utc.is_(None)
            )
            return tuple((row.id, reader.claim_of(row)) for row in connection.execute(query.order_by(c.id)))

    def withdraw_claim(self, number: int, by: str) -> None:
        """Take a person's claim back; it stays in the database with who withdrew it and when."""
        self._withdraw(t.claims, number, by, "claim", t.claims.c.by.is_not(None))

    def add_judgement(self, judgement: Judgement) -> int:
        """Write a judgement and return its number. Refs of events may be short; they are kept in full, left < right.

        Raises UsageError when both sides are one, or nobody is named; NotFound.
        """
        with self._writing() as connection:
            return insert_one(connection, t.judgements, judgement_row(connection, judgement))

    def withdraw_judgement(self, number: int, by: str) -> None:
        """Take a judgement back; it stays in the database with who withdrew it and when."""
        self._withdraw(t.judgements, number, by, "judgement")

    def _withdraw(self, table: Any, number: int, by: str, what: str, *tests: Any) -> None:
        if not by:
            raise UsageError(f"withdrawing a {what} needs the name of the person who does it")
        query = update(table).where(table.c.id == number, table.c.withdrawn_utc.is_(None), *tests)
        with self._writing() as connection:
            done = connection.execute(query.values(withdrawn_utc=datetime.now(UTC), withdrawn_by=by))
            if done.rowcount == 0:
                raise NotFound(f"no {what} number {number} that holds")

    def judgements(self, about: str | None = None, *, withdrawn: bool = False) -> list[tuple[int, Judgement]]:
        """(number, judgement) in the order made. withdrawn: with those that were taken back."""
        with self._reading() as connection:
            return list(reader.judgements(connection, about, withdrawn=withdrawn))

    # -- runs --------------------------------------------------------------------------------------------------

    def start_run(self, version: str, inputs: Sequence[str]) -> int:
        """Note that a run began; returns its number."""
        row = {"version": version, "started_utc": datetime.now(UTC), "inputs": list(inputs)}
        with self._writing() as connection:
            return insert_one(connection, t.runs, row)

    def end_run(self, run_id: int, **counts: int) -> None:
        """Note that a run ended, with n_read, n_coded, n_known, n_refused, n_failed."""
        with self._writing() as connection:
            query = update(t.runs).where(t.runs.c.id == run_id)
            connection.execute(query.values(ended_utc=datetime.now(UTC), **counts))

    def add_refusal(self, run_id: int, name: str, error: Exception) -> None:
        """Note an input that could not be read, or a report that could not be coded, with its reason."""
        kind = type(error).__name__ if isinstance(error, BadReport) else "Failure"
        row = {
            "run_id": run_id,
            "name": name[:1000],
            "kind": kind,
            "reason": str(error)[:2000],
            "at_utc": datetime.now(UTC),
        }
        with self._writing() as connection:
            connection.execute(insert(t.refusals).values(**row))

    def refusals(self, run_id: int | None = None) -> list[tuple[str, str, str]]:
        """(name, kind, reason) of what could not be read, in one run or in all."""
        r = t.refusals.c
        query = select(r.name, r.kind, r.reason).order_by(r.id)
        if run_id is not None:
            query = query.where(r.run_id == run_id)
        with self._reading() as connection:
            return [(row.name, row.kind, row.reason) for row in connection.execute(query)]

    def info(self) -> dict[str, Any]:
        """What the database holds: schema, counts, first and last day, coder versions, the last run."""
        counted = (t.reports, t.events, t.claims, t.judgements, t.actors, t.relations, t.runs, t.refusals)
        with self._reading() as connection:
            counts = {x.name: connection.execute(select(func.count()).select_from(x)).scalar_one() for x in counted}
            days = connection.execute(select(func.min(t.reports.c.date), func.max(t.reports.c.date))).one()
            c = t.codings.c
            versions = connection.execute(select(c.version, func.count()).group_by(c.version).order_by(c.version))
            by_people = select(func.count()).where(t.claims.c.by.is_not(None))
            return {
                "database": self.name,
                "schema": session.schema_version(connection),
                **counts,
                "claims_by_people": connection.execute(by_people).scalar_one(),
                "first_day": None if days[0] is None else days[0].isoformat(),
                "last_day": None if days[1] is None else days[1].isoformat(),
                "coder_versions": {row.version: row[1] for row in versions},
            }


def judgement_row(connection: Connection, judgement: Judgement) -> dict[str, Any]:
    """A judgement as a row of the table, its refs in full, left < right, its events held until the transaction ends.

    Raises as ``Store.add_judgement`` does.
    """
    if not judgement.by:
        raise UsageError("a judgement needs the name of the person who makes it")
    left, right = judgement.left, judgement.right
    if judgement.about == "event":
        left, right = ("#".join(pair) for pair in writer.hold_events(connection, (left, right)))
    if left == right:
        raise UsageError(f"a judgement needs two different sides, both are {left}")
    left, right = sorted((left, right))
    return {
        "about": judgement.about,
        "left": left,
        "right": right,
        "verdict": judgement.verdict.value,
        "by": judgement.by,
        "at_utc": judgement.at_utc,
        "note": judgement.note,
        "withdrawn_utc": judgement.withdrawn_utc,
        "withdrawn_by": judgement.withdrawn_by,
    }


def _does_not_fit(cause: BaseException | None) -> bool:
    """True for a value that the database refuses: of the wrong kind, too long, or too long for an index."""
    too_much = str(getattr(getattr(cause, "orig", None), "sqlstate", None) or "").startswith("54")
    return too_much or isinstance(cause, DataError | IntegrityError)


def insert_one(connection: Connection, table: Any, row: dict[str, Any]) -> int:
    """Insert a row and return its number."""
    key = connection.execute(insert(table).values(**row)).inserted_primary_key
    assert key is not None  # every insert of one row gives its key
    return int(key[0])


def upgrade(path_or_url: str) -> str:
    """Bring a database to the schema of this version; returns what was done. Raises StoreError."""
    name = session.display_name(path_or_url)
    with session.store_errors(name):
        engine = session.open_engine(path_or_url, create=True, read_only=False)
        with engine.connect() as connection:
            found = session.schema_version(connection)
        if found == session.HEAD:
            return f"{name}: already at schema {found}"
        if found is not None and found > session.HEAD:
            session.prepare_schema(engine, name, create=False, read_only=False)
        session.upgrade(engine)
        engine.dispose()
    return f"{name}: schema {found or 'none'} → {session.HEAD}"


def downgrade(path_or_url: str, revision: str) -> str:
    """Take a database back to an older schema, for an older Truceline; returns what was done. Raises StoreError."""
    name = session.display_name(path_or_url)
    known = session.revisions()
    if revision not in known:
        raise UsageError(f"no schema {revision!r}; there are: {', '.join(known)}")
    with session.store_errors(name):
        engine = session.open_engine(path_or_url, create=False, read_only=False)
        with engine.connect() as connection:
            found = session.schema_version(connection)
        if found is None or found < revision:
            raise StoreError(f"{name}: is at schema {found or 'none'}, which is not newer than {revision}")
        session.downgrade(engine, revision)
        engine.dispose()
    return f"{name}: schema {found} → {revision}"
