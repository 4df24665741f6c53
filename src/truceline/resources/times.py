"""The grammar of time expressions: data/times.yaml into compiled rules and frozen tables."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

import yaml

from truceline.errors import BadData
from truceline.resources.tables import read_text

_MACRO = re.compile(r"\{([a-z_]+\d?[a-z]?)\}")
_OWN_TRIGGERS = frozenset(("weekdays", "season", "freq", "clockword", "holiday", "named_day", "decadeword"))
"""Word tables that set off the rules which use them, where those do not say what they need."""
_GROUP = re.compile(r"\(\?P<([a-z]\w*)>")


@dataclass(frozen=True, slots=True)
class TimeRule:
    """One row of the rule table. ``groups`` maps each name to the numbered groups that may hold it."""

    name: str
    pattern: re.Pattern[str]
    read: str
    needs: frozenset[str]
    """Triggers: all of them where the table says ``needs``, else one of those of the rule's own tables."""
    needs_all: bool
    groups: Mapping[str, tuple[int, ...]]
    options: Mapping[str, str]
    rank: int


@dataclass(frozen=True, slots=True)
class TenseWords:
    """Lemmas and words that tell past from future; see data/times.yaml, ``tense``."""

    future_aux: frozenset[str]
    past_aux: frozenset[str]
    future_governors: frozenset[str]
    past_when_past: frozenset[str]
    future_participles: frozenset[str]
    future_adjectives: frozenset[str]
    scheduled_verbs: frozenset[str]
    saying_verbs: frozenset[str]
    future_cues: frozenset[str]


@dataclass(frozen=True, slots=True)
class TimeGrammar:
    """Rules in order of rank, word tables, trigger patterns and tense words."""

    rules: tuple[TimeRule, ...]
    words: Mapping[str, Mapping[str, Any]]
    triggers: Mapping[str, re.Pattern[str]]
    tense: TenseWords


def _alternation(keys: list[str]) -> str:
    ordered = sorted(keys, key=len, reverse=True)
    return "|".join(re.sub("['’]", "['’]", re.escape(k).replace(r"\ ", " ")) for k in ordered)


def _compile(row: dict[str, Any], rank: int, tables: dict[str, dict[str, Any]], macros: dict[str, str]) -> TimeRule:
    used: set[str] = set()

    def expand(match: re.Match[str]) -> str:
        name = match.group(1)
        if name in macros:
            return _MACRO.sub(expand, macros[name])
        table = name.rstrip("0123456789")
        if table not in tables:
            raise BadData(f"data/times.yaml: rule {row['name']} uses {{{name}}}, which is neither a table nor a macro")
        used.add(table)
        return f"(?P<{name}>{_alternation(list(tables[table]))})"

    source = (
        _MACRO.sub(expand, row["pattern"]).replace(" ", r"\s+").replace(r"\s+?", r"\s*").replace(r"[\s+-]", r"[\s-]")
    )
    source = re.sub(r"\[([^\]]*)\\s\+([^\]]*)\]", r"[\1\\s\2]", source)
    # Bounded, so that a page of spaces costs no more than a page of words.
    source = source.replace(r"\s+", r"\s{1,30}").replace(r"\s*", r"\s{0,30}")
    groups: dict[str, list[int]] = {}
    counter = {"n": 0}

    def rename(match: re.Match[str]) -> str:
        counter["n"] += 1
        groups.setdefault(match.group(1), []).append(counter["n"])
        return "("

    plain = _GROUP.sub(rename, source)
    plain = rf"(?<![\w])(?:{plain})(?![\w])"
    needs = frozenset(str(row["needs"]).split()) if "needs" in row else frozenset()
    options = {k: str(v) for k, v in row.items() if k not in ("name", "pattern", "read", "needs")}
    try:
        pattern = re.compile(plain)
    except re.error as error:
        raise BadData(f"data/times.yaml: rule {row['name']} does not compile: {error}") from error
    if pattern.groups != counter["n"]:
        raise BadData(f"data/times.yaml: rule {row['name']} holds unnamed groups; write (?:...)")
    required = needs or frozenset(used & _OWN_TRIGGERS)
    frozen = MappingProxyType({k: tuple(v) for k, v in groups.items()})
    return TimeRule(row["name"], pattern, row["read"], required, bool(needs), frozen, MappingProxyType(options), rank)


@cache
def load_times() -> TimeGrammar:
    """The grammar of English time expressions. Raises BadData, naming the rule, when the table is broken."""
    raw = yaml.safe_load(read_text("times.yaml"))
    tables: dict[str, dict[str, Any]] = {
        name: {str(k): v for k, v in rows.items()} for name, rows in raw["words"].items()
    }
    rules = tuple(_compile(row, rank, tables, raw["macros"]) for rank, row in enumerate(raw["rules"]))
    triggers = {name: re.compile(rf"(?<![\w])(?:{_alternation(list(tables[name]))})") for name in sorted(_OWN_TRIGGERS)}
    triggers |= {name: re.compile(source) for name, source in raw["triggers"].items()}
    for rule in rules:
        unknown = rule.needs - set(triggers)
        if unknown:
            raise BadData(f"data/times.yaml: rule {rule.name} needs {sorted(unknown)}, which is no trigger")
    tense = TenseWords(**{name: frozenset(map(str, rows)) for name, rows in raw["tense"].items()})
    return TimeGrammar(
        rules, MappingProxyType({k: MappingProxyType(v) for k, v in tables.items()}), MappingProxyType(triggers), tense
    )
