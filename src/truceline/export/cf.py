"""Truces in the shape of the ETH/PRIO Civil Conflict Ceasefire dataset: one row a side that declares one ceasefire.

What Truceline does not know stays empty, and so do columns whose codes are not published with the data: ``side``,
``timing``, ``ddr``, ``truce``, ``ended`` (how it ended), ``cc`` and ``region`` (which country codes), all ids of UCDP
and PA-X, and the Factiva columns, since the reports come from elsewhere: the evidence columns name outlet, day and
sentence. In the days -1 is the dataset's own code for a part that is not known. Left out are truces that were only
proposed or refused.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from truceline.domain.codes import TruceAction
from truceline.domain.events import Entity
from truceline.domain.truces import EntryKind, Truce, TruceEntry
from truceline.export.record import Kind, Record, Row, Table, left_out
from truceline.resources.countries import load_countries

_LINKS = tuple(f"link_id{n}" for n in range(1, 36))
COLUMNS = (
    "location", "cc", "region", "cf_id", "uniq_id", "id", "link", *_LINKS, "side", "actor_name", "ucdp_actor_id",
    "ucdp_acd_id", "ucdp_dyad", "pax_id", "nsa_frac", "splinter", "cf_dec_yr", "cf_dec_month", "cf_dec_day",
    "cf_effect_yr", "cf_effect_month", "cf_effect_day", "partial", "written", "fixed", "fixed_time", "p_humanitarian",
    "p_peaceprocess", "p_holiday", "p_election", "p_other", "p_other_comment", "p_unclear", "cf_pp", "ceasefire_class",
    "timing", "mediator_nego", "mediator_send", "implement", "enforcement", "ddr", "truce", "ended", "end_yr",
    "end_month", "end_day", "evidence_onset", "evidence_end", "comment", "factivia_source", "factivia_page", "coder",
    "recentadditions",
)  # fmt: skip
KINDS = dict.fromkeys(
    ("cf_id", "id", "cf_dec_yr", "cf_dec_month", "cf_dec_day", "cf_effect_yr", "cf_effect_month", "cf_effect_day",
     "partial", "fixed", "p_humanitarian", "p_peaceprocess", "p_holiday", "p_election", "p_other", "ceasefire_class",
     "mediator_nego", "end_yr", "end_month", "end_day"), Kind.INT,
)  # fmt: skip
_UNKNOWN: Final = -1
_PURPOSE: Final = {
    "aid": "p_humanitarian", "evacuation": "p_humanitarian", "vaccination": "p_humanitarian", "talks": "p_peaceprocess",
    "holiday or ceremony": "p_holiday", "elections": "p_election",
}  # fmt: skip
_LENGTHS: Final = ("definitive", "preliminary")
"""What the ledger says of a truce's length where no purpose is told; no purpose of the dataset."""
_DEFINITIVE: Final = 3
_ONSET: Final = (TruceAction.AGREED, TruceAction.DECLARED, TruceAction.IN_EFFECT)
_LONGEST_EVIDENCE: Final = 3
"""Reports named in an evidence column."""


def cf_table(record: Record, version: str) -> Table:
    """Truces that were declared, agreed or in effect, one row a declaring side, ordered by day. version: ours."""
    out: Counter[str] = Counter()
    declared = []
    for truce in record.truces:
        if truce.announced or truce.in_force_from:
            declared.append(truce)
        else:
            out["that were only proposed or refused"] += 1
    declared.sort(key=lambda t: (t.announced or t.in_force_from or (date.max,), t.id))
    numbers: Counter[str] = Counter()
    rows: list[Row] = []
    for truce in declared:
        numbers[truce.scope_country or ""] += 1
        shared = _truce(record, truce, numbers[truce.scope_country or ""], version)
        for n, actor in enumerate(_declaring(truce), start=1):
            rows.append({**shared, "uniq_id": f"{truce.id}-{n}", "id": len(rows) + 1, "actor_name": actor})
    return Table("cf", COLUMNS, tuple(rows), kinds=KINDS, notes=left_out(out))


def _declaring(truce: Truce) -> Sequence[str | None]:
    """The sides that declare it; one row without a name where no report names any."""
    sides: Iterable[Entity] = truce.bound or truce.parties
    return list(dict.fromkeys(e.name for e in sides)) or [None]


def _truce(record: Record, truce: Truce, number: int, version: str) -> Row:
    country = load_countries().get(truce.scope_country or "")
    whole = country is not None and truce.scope in (None, country.name)
    row: Row = {
        "location": country.name if country else None,
        "cf_id": number,
        **_parts("cf_dec", truce.announced),
        **_parts("cf_effect", truce.in_force_from),
        **(_parts("end", truce.ended) if truce.ended else {}),
        "partial": 1 if truce.scope and not whole else None,
        "fixed": 1 if truce.term_days else None,
        "fixed_time": f"{truce.term_days} days" if truce.term_days else None,
        "ceasefire_class": _DEFINITIVE if truce.purpose == "definitive" else None,
        "mediator_nego": 1 if truce.mediators else None,
        "evidence_onset": _evidence(record, [e for e in truce.entries if e.action in _ONSET]),
        "evidence_end": _evidence(record, [e for e in truce.entries if e.action is TruceAction.ENDED]),
        "comment": _comment(truce),
        "coder": f"Truceline {version}",
    }
    if truce.purpose and truce.purpose not in _LENGTHS:
        column = _PURPOSE.get(truce.purpose, "p_other")
        row[column] = 1
        if column == "p_other":
            row["p_other_comment"] = truce.purpose
    return row


def _parts(name: str, days: tuple[date, date] | None) -> Row:
    """Year, month and day, each -1 where the days that the reports leave open do not share it."""
    if days is None:
        return dict.fromkeys((f"{name}_yr", f"{name}_month", f"{name}_day"), _UNKNOWN)
    first, last = days
    same_year = first.year == last.year
    same_month = same_year and first.month == last.month
    return {
        f"{name}_yr": first.year if same_year else _UNKNOWN,
        f"{name}_month": first.month if same_month else _UNKNOWN,
        f"{name}_day": first.day if first == last else _UNKNOWN,
    }


def _evidence(record: Record, entries: Sequence[TruceEntry]) -> str | None:
    """Outlet, day and sentence of the first reports that tell it."""
    said = []
    for entry in entries:
        for evidence in entry.evidence if entry.kind is EntryKind.ACT else ():
            report = record.reports.get(evidence.report_id)
            words = f": {' '.join(evidence.span.of(report.text).split())}" if report else ""
            said.append(f"{evidence.outlet or 'an outlet not named'}, {evidence.published.isoformat()}{words}")
    return " | ".join(dict.fromkeys(said[:_LONGEST_EVIDENCE])) or None


def _comment(truce: Truce) -> str:
    parts = [f"{truce.form}, {truce.truce_class}"]
    if truce.scope:
        parts.append(f"scope: {truce.scope}")
    if truce.toward:
        parts.append(f"towards {'; '.join(e.name for e in truce.toward)}")
    if truce.mediators:
        parts.append(f"mediators: {'; '.join(e.name for e in truce.mediators)}")
    if n := len({e.incident or e.evidence[0].event for e in truce.violations}):
        parts.append(f"violations told: {n}")
    return ". ".join(parts)
