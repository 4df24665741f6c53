"""Truceline from Python: ``import truceline``.

    truceline.code(report)        events of one report
    truceline.code_all(reports)   many, each with its layers
    truceline.read(...)           reports from files, folders, web addresses
    truceline.open(db)            a database: events, incidents, truces, states, exports

Reading a database imports neither spaCy nor the model; both are loaded when the first report is coded.
"""

from __future__ import annotations

import datetime as dt
import warnings
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from types import TracebackType
from typing import TYPE_CHECKING, Any

from truceline import __version__, settings
from truceline.api_rows import Rows
from truceline.domain.claims import Claim, Judgement
from truceline.domain.coded import CodedReport
from truceline.domain.codes import Verdict
from truceline.domain.events import Event, Incident
from truceline.domain.text import Report
from truceline.domain.truces import StateOn, Truce
from truceline.errors import NotFound, UsageError
from truceline.export import flat
from truceline.export.filters import Filter, make_filter, narrow
from truceline.export.provenance import claim_table
from truceline.export.record import Kind, Record, Row, Table
from truceline.ledger.timeline import state as state_on

if TYPE_CHECKING:
    from pathlib import Path

    from truceline.ingest import Refusal
    from truceline.run import Summary
    from truceline.run.desk import Coder
    from truceline.store import Store

When = dt.date | str | None
"""A day, or its ISO 8601 form."""
Some = str | Iterable[str] | None
"""One name, several, or none asked for."""

_INCIDENT_VIEW = ("start", "end", "type", "mode", "actors", "recipients", "place", "killed_min", "outlets")
_EVENT_VIEW = ("start", "end", "type", "mode", "actors", "recipients", "place", "killed_min", "outlet", "confidence")
_TRUCE_VIEW = ("name", "class", "scope", "start_first", "end_first", "state", "state_on", "violations")
_REPORT_VIEW = ("published", "outlet", "title", "report_id")
_CLAIM_VIEW = ("field", "value", "chosen", "words", "sentence", "speaker", "stage", "by", "score", "reason")


# -- coding ----------------------------------------------------------------------------------------------------


@cache
def _coder() -> Coder:
    from truceline.run import shipped_coder

    return shipped_coder().load()


def code(
    report: Report | str, *, date: When = None, outlet: str | None = None, title: str | None = None
) -> Rows[Event]:
    """The events that one report tells of, each with its claims and evidence.

    report: a Report, or the text of one with ``date``, the day it was published. The first call loads the model (some
    seconds), later ones take a fraction of one. The result is a sequence that shows itself as a table.
    Raises BadReport (empty, without a date, not English ...), ModelError, LookupNotBuilt.
    """
    if isinstance(report, str):
        report = make_report(report, date=date, outlet=outlet, title=title)
    return _events([(report, event) for event in _coder()(report).events])


def code_all(reports: Iterable[Report]) -> Iterator[CodedReport]:
    """Code reports one by one; each comes with its events, actors, relations, times and places.

    A report on which the coder breaks is told as a warning and costs no other. For many reports, a database
    (``open(db, create=True).code(...)``) goes on where it was stopped, and takes several processes.
    """
    from truceline.run.desk import Failure, code_safely

    for report in reports:
        found = code_safely(_coder(), report, settings.get_int("max_report_seconds"))
        if isinstance(found, Failure):
            warnings.warn(str(found), stacklevel=2)
        else:
            yield found


def make_report(
    text: str, *, date: When = None, outlet: str | None = None, title: str | None = None, url: str | None = None
) -> Report:
    """A report from its text and the day on which it was published, checked as the readers check theirs.

    Raises BadReport: no text, no date, too long, not English.
    """
    from truceline.ingest import ReadOptions, build_report

    options = ReadOptions(max_chars=settings.get_int("max_report_chars"))
    return build_report(text, options, day=_day(date), outlet=outlet, title=title, url=url)


def read(
    *inputs: str | Path,
    date: When = None,
    outlet: str | None = None,
    columns: dict[str, str] | None = None,
    allow_private: bool = False,
    on_refused: Callable[[Refusal], None] | None = None,
) -> Iterator[Report]:
    """Reports from files (text, JSONL, CSV, Parquet, HTML, feeds, mail, WARC), folders of them, and web addresses.

    date, outlet: of reports that give none. columns: field of a report to the column that holds it. allow_private:
    fetch from this machine and private networks too. on_refused: told of each input that cannot be read, with its
    reason; without it a warning says so. The others are read all the same.
    Raises UsageError for a path that is not there.
    """
    return _taken(_incoming(inputs, date, outlet, columns, allow_private), on_refused)


def _incoming(
    inputs: Iterable[str | Path], date: When = None, outlet: str | None = None,
    columns: dict[str, str] | None = None, allow_private: bool = False,
) -> Iterator[Report | Refusal]:  # fmt: skip
    from truceline.ingest import FetchLimits, ReadOptions, check_input, read_inputs

    options = ReadOptions(
        date=_day(date),
        outlet=outlet,
        max_chars=settings.get_int("max_report_chars"),
        columns=columns or {},
        fetch=FetchLimits(
            allow_private=allow_private,
            max_bytes=settings.get_int("max_page_bytes"),
            max_seconds=settings.get_float("max_fetch_seconds"),
            delay_s=settings.get_float("host_delay_seconds"),
            contact=settings.get_str("contact"),
        ),
    )
    names = [str(name) for name in inputs]
    for name in names:
        check_input(name)
    return read_inputs(names, options)


def _taken(
    incoming: Iterable[Report | Refusal], on_refused: Callable[[Refusal], None] | None
) -> Iterator[Report]:
    from truceline.ingest import Refusal

    for found in incoming:
        if not isinstance(found, Refusal):
            yield found
        elif on_refused is not None:
            on_refused(found)
        else:
            warnings.warn(str(found), stacklevel=2)


def _day(day: When) -> dt.date | None:
    if day is None or isinstance(day, dt.date):
        return day
    try:
        return dt.date.fromisoformat(day)
    except ValueError:
        raise UsageError(f"{day!r} is no day; write it as 2024-08-21") from None


# -- reading ---------------------------------------------------------------------------------------------------


def open(db: str | Path | None = None, *, create: bool = False) -> Database:
    """Open a database: a SQLite file or a ``postgresql://`` URL; the setting ``db`` where none is given.

    create: make it where it is not there, and allow writing. Raises StoreError in one line.
    """
    from truceline.store import Store

    name = str(db or settings.get_str("db"))
    return Database(Store.open(name, create=create, read_only=not create))


class Database:
    """A record of reports, events, incidents and truces. To be closed, or used in a ``with`` statement.

    Every question takes the same filters: ``since`` and ``until`` (days), ``country`` (ISO code or English name),
    ``type`` (PLOVER), ``actor`` (id, name, or words of one) and ``min_confidence``; ``country``, ``type`` and ``actor``
    may be lists of alternatives. Incidents and truces are made from the events when first asked for, and again after
    the database changed.
    """

    def __init__(self, store: Store) -> None:
        self.store = store
        """The store, for all that is not here: corrections, judgements, reviews."""
        self._record: tuple[str, Record] | None = None

    def close(self) -> None:
        """Let the connections go."""
        self.store.close()

    def __enter__(self) -> Database:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        info = self.store.info()
        return f"<Truceline database {self.store.name}: {info['reports']} reports, {info['events']} events>"

    @property
    def record(self) -> Record:
        """Everything at once, as it is now."""
        from truceline.run.export import read_record
        from truceline.run.record import record_mark

        mark = record_mark(self.store)
        if self._record is None or self._record[0] != mark:
            self._record = (mark, read_record(self.store))
        return self._record[1]

    # -- questions ---------------------------------------------------------------------------------------------

    def reports(self, *, since: When = None, until: When = None) -> Rows[Report]:
        """Reports by the day on which they were published."""
        first, last = _day(since), _day(until)
        found = [
            r for r in self.store.iter_reports() if not (first and r.date < first) and not (last and r.date > last)
        ]
        return Rows(found, _report_table(found), _REPORT_VIEW)

    def report(self, ref: str) -> Report:
        """One report, by the id that its source gives, its content id, or the name of its file. Raises NotFound."""
        return self.store.get_report(ref)

    def events(
        self, *, since: When = None, until: When = None, country: Some = None, type: Some = None, actor: Some = None,
        min_confidence: float = 0.0,
    ) -> Rows[Event]:  # fmt: skip
        """What single reports say, people's corrections laid over it, in order of publication."""
        wanted = _filter(since, until, country, type, actor, min_confidence)
        reports: dict[str, Report] = {}
        events: dict[str, Event] = {}
        for report, event in self.store.iter_events(_in_sql(wanted), claims=True):
            reports[report.id], events[event.ref] = report, event
        found = narrow(Record(reports, events, ()), wanted).shown_events()
        return _events([(reports[e.report_id], e) for e in found])

    def event(self, ref: str) -> Event:
        """One event by ``report#event``, its id, or a unique beginning of it. Raises NotFound."""
        return self.store.get_event(ref)

    def claims(self, event: Event | str) -> Rows[Claim]:
        """Every reading of every field of an event: words, sentence, stage or person, score and reason."""
        found = self.store.get_event(event if isinstance(event, str) else event.ref)
        report = self.store.get_report(found.report_id)
        table = claim_table(Record({report.id: report}, {found.ref: found}, ()))
        return Rows(found.claims, table, _CLAIM_VIEW)

    def incidents(
        self, *, since: When = None, until: When = None, country: Some = None, type: Some = None, actor: Some = None,
        min_confidence: float = 0.0,
    ) -> Rows[Incident]:  # fmt: skip
        """One occurrence once, whoever tells of it, with what reports differ on."""
        found = narrow(self.record, _filter(since, until, country, type, actor, min_confidence))
        table = flat.incident_table(found)
        by_id = {i.id: i for i in found.incidents}
        return Rows([by_id[str(row["incident_id"])] for row in table.rows], table, _INCIDENT_VIEW)

    def truces(
        self, *, since: When = None, until: When = None, country: Some = None, actor: Some = None
    ) -> Rows[Truce]:
        """Ceasefires, pauses and lulls, with their state on the last day of the record."""
        found = narrow(self.record, _filter(since, until, country, None, actor, 0.0))
        return Rows(found.truces, flat.truce_table(found), _TRUCE_VIEW)

    def truce(self, ref: str) -> Truce:
        """The truce with that id, or the beginning of one. Raises NotFound."""
        found = [t for t in self.record.truces if t.id.startswith(ref)]
        if len(found) != 1:
            raise NotFound(f"{len(found)} truces have an id that begins with {ref!r}; see truces()")
        return found[0]

    def state(self, truce: Truce | str, on: When = None, *, as_known: When = None) -> StateOn:
        """The state of a truce on a day, as known on a day: the last day of the record, and all that is known now,
        where none is given."""
        found = self.truce(truce) if isinstance(truce, str) else truce
        known = _day(as_known)
        day = _day(on) or known or self.record.last_day() or max(e.last_day for e in found.entries)
        return state_on(found, day, known)

    def truce_days(self, truce: Truce | str | None = None) -> Rows[dict[str, Any]]:
        """The state of every truce, or of one, on every day from its first act to the last day of the record."""
        record = self.record
        if truce is not None:
            one = self.truce(truce) if isinstance(truce, str) else truce
            record = Record(record.reports, record.events, (), (one,))
        table = flat.truce_day_table(record)
        return Rows([dict(row) for row in table.rows], table)

    # -- people ------------------------------------------------------------------------------------------------

    def correct(self, event: Event | str, field: str, value: Any, *, by: str, reason: str = "") -> int:
        """Set a field of an event in the name of a person, and return the number of the correction.

        field: as the codebook names it; value: the whole field as JSON has it (``[{"name": "Gondor"}]`` for ``actors``,
        ``{"start": "2024-08-21"}`` for ``date``, None for "there is none"). The machine's reading stays beside it, and
        ``db.store.withdraw_claim(number, by)`` takes the correction back. Needs ``create=True``.
        Raises UsageError for a field or value that an event cannot take, NotFound.
        """
        ref = event if isinstance(event, str) else event.ref
        return self.store.add_claim(ref, Claim(field, value, "", None, "person", __version__, 1.0, reason, by=by))

    def judge(self, left: Event | str, right: Event | str, verdict: str, *, by: str, note: str = "") -> int:
        """Say that two events tell of one occurrence (``same``), do not (``different``), or that it is ``unsure``.

        Returns the number of the judgement, for ``db.store.withdraw_judgement(number, by)``. Needs ``create=True``.
        """
        if verdict not in set(Verdict):
            raise UsageError(f"no verdict {verdict!r}; there are {', '.join(Verdict)}")
        refs = [one if isinstance(one, str) else one.ref for one in (left, right)]
        now = dt.datetime.now(dt.UTC)
        return self.store.add_judgement(Judgement(refs[0], refs[1], Verdict(verdict), by, now, note=note))

    # -- out, in -----------------------------------------------------------------------------------------------

    def export(
        self, format: str, file: str | Path | None = None, *, what: str = "incidents", parquet: bool = False,
        since: When = None, until: When = None, country: Some = None, type: Some = None, actor: Some = None,
        min_confidence: float = 0.0,
    ) -> bytes:  # fmt: skip
        """What ``truceline export`` writes, as bytes, and to a file where one is given."""
        from pathlib import Path

        from truceline.export.formats import export
        from truceline.run.export import read_people, read_record

        wanted = _filter(since, until, country, type, actor, min_confidence)
        record = read_record(self.store, stories=True) if format == "polecat" else self.record
        people = read_people(self.store) if format == "provenance" else None
        found = export(
            record, format, version=__version__, wanted=wanted, what=what, parquet=parquet, people=people
        )
        if file is not None:
            Path(file).write_bytes(found.content)
        return found.content

    def code(self, inputs: str | Path | Iterable[Report], *, workers: int = 1) -> Summary:
        """Code reports into the database: a file, folder or web address, or Report objects. Needs ``create=True``.

        What the database holds already under this version of the coder is not coded again.
        """
        from pathlib import Path

        from truceline.run import Listener, code_inputs, shipped_coder

        named = isinstance(inputs, str | Path)
        return code_inputs(
            _incoming([inputs]) if isinstance(inputs, str | Path) else inputs,
            shipped_coder(),
            store=self.store,
            workers=workers,
            listener=Listener(on_refused=lambda refused: warnings.warn(str(refused), stacklevel=2)),
            inputs=(str(inputs),) if named else (),
            max_seconds=settings.get_int("max_report_seconds"),
        )


def _filter(since: When, until: When, country: Some, type: Some, actor: Some, min_confidence: float) -> Filter:
    return make_filter(
        since=_day(since), until=_day(until), countries=_several(country), types=_several(type),
        actors=_several(actor), min_confidence=min_confidence,
    )  # fmt: skip


def _several(names: Some) -> tuple[str, ...]:
    return () if names is None else (names,) if isinstance(names, str) else tuple(names)


def _in_sql(wanted: Filter) -> Any:
    from truceline.store import EventFilter

    return EventFilter(
        types=wanted.types, countries=wanted.countries, first_day=wanted.since, last_day=wanted.until,
        min_score=wanted.min_confidence,
    )  # fmt: skip


def _events(found: list[tuple[Report, Event]]) -> Rows[Event]:
    """Events with their table, in the table's order."""
    record = Record({r.id: r for r, _ in found}, {e.ref: e for _, e in found}, ())
    return Rows(record.shown_events(), flat.event_table(record), _EVENT_VIEW)


def _report_table(reports: list[Report]) -> Table:
    columns = {
        "report_id": Kind.TEXT, "published": Kind.DAY, "outlet": Kind.TEXT, "title": Kind.TEXT, "url": Kind.TEXT,
        "content_id": Kind.TEXT, "text": Kind.TEXT,
    }  # fmt: skip
    rows: tuple[Row, ...] = tuple(
        {"report_id": r.report_id, "published": r.date, "outlet": r.outlet, "title": r.title, "url": r.url,
         "content_id": r.id, "text": r.text} for r in reports
    )  # fmt: skip
    return Table("reports", tuple(columns), rows, kinds=columns)
