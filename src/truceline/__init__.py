"""Truceline: a sourced, queryable record of armed conflict, read from dated news reports.

    import truceline

    truceline.code("Gunmen attacked ...", date="2024-08-21")
    with truceline.open("truce.db") as db:
        db.incidents(country="IQ", since="2024-07-01")

``truceline.api`` holds what stands here; nothing is imported before it is used.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from truceline.api import Database, code, code_all, make_report, open, read
    from truceline.api_rows import Rows
    from truceline.domain.claims import Claim, Judgement
    from truceline.domain.coded import CodedReport
    from truceline.domain.events import Event, Incident
    from truceline.domain.text import Report
    from truceline.domain.truces import StateOn, Truce
    from truceline.errors import TrucelineError

_HOMES = {
    **dict.fromkeys(("Database", "code", "code_all", "make_report", "open", "read"), "truceline.api"),
    "Rows": "truceline.api_rows",
    **dict.fromkeys(("Claim", "Judgement"), "truceline.domain.claims"),
    "CodedReport": "truceline.domain.coded",
    **dict.fromkeys(("Event", "Incident"), "truceline.domain.events"),
    "Report": "truceline.domain.text",
    **dict.fromkeys(("StateOn", "Truce"), "truceline.domain.truces"),
    "TrucelineError": "truceline.errors",
}

__all__ = [
    "Claim",
    "CodedReport",
    "Database",
    "Event",
    "Incident",
    "Judgement",
    "Report",
    "Rows",
    "StateOn",
    "Truce",
    "TrucelineError",
    "__version__",
    "code",
    "code_all",
    "make_report",
    "open",
    "read",
]


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'truceline' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
