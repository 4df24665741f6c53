"""Trigger lexicon: which words name which PLOVER type under which conditions (data/triggers.tsv, word_classes.tsv)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from truceline.domain.codes import MODES, EventType
from truceline.errors import BadData
from truceline.resources.tables import read_json, rows

_POS = {"V": "verb", "N": "noun", "A": "adjective", "M": "modal", "X": "any"}
_LABELS = frozenset({"PERSON", "GPE", "NORP", "ORG", "LOC", "FAC", "DATE", "CARDINAL"})


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition of a pattern: ``rel`` (obj, subj, prt, prep, p_for, comp, mod, gov, near, neg), what it may be."""

    rel: str
    words: frozenset[str]
    """Lemmas, word classes already spelled out."""
    labels: frozenset[str]
    """Entity labels (GPE, PERSON ...) that count as well."""
    anything: bool
    """True for ``rel:*``: something must stand there."""
    negated: bool


@dataclass(frozen=True, slots=True)
class Pattern:
    """One head word (or phrase) with its conditions and what it names."""

    head: str
    pos: str
    conditions: tuple[Condition, ...]
    type: EventType
    mode: str | None
    key: str
    """``head/pos/conditions>TYPE``: names the pattern in weights and reasons."""

    @property
    def specificity(self) -> int:
        """Positive conditions count double: the more is asked, the earlier the pattern is tried."""
        return sum(1 if c.negated else 2 for c in self.conditions) + 2 * self.head.count(" ")


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Patterns by head, word classes, and the learned weights of the mention scorer."""

    words: Mapping[tuple[str, str], tuple[Pattern, ...]]
    """(lemma, pos letter) to patterns, most specific first."""
    phrases: Mapping[str, tuple[Pattern, ...]]
    """First lemma of a phrase of several words to patterns."""
    classes: Mapping[str, frozenset[str]]
    weights: Mapping[str, float]
    """Feature name to weight, and the entry ``threshold``."""
    version: str = "1"

    @classmethod
    def load(cls) -> Lexicon:
        """The shipped lexicon (read once per process). Raises BadData with file and line for a broken row."""
        return _load()


@cache
def word_classes() -> Mapping[str, frozenset[str]]:
    """Word classes of data/word_classes.tsv: class to lemmas."""
    table = rows("word_classes.tsv", ("class", "lemmas"))
    return MappingProxyType({row["class"]: frozenset(row["lemmas"].split("|")) for _, row in table})


@cache
def harming_verbs() -> frozenset[str]:
    """Lemmas of verbs whose subject does the harm: "kill", "strike"; not "die", nor "leave" of "left two dead"."""
    return word_classes()["verbs_harm"] - {"leave", "cost", "fall", "die", "perish"}


@cache
def action_classes() -> Mapping[str, str]:
    """Lemma to class of action, of data/action_words.tsv: words that often tell one event in other words."""
    table = rows("action_words.tsv", ("class", "lemmas"))
    return MappingProxyType({lemma: row["class"] for _, row in table for lemma in row["lemmas"].split()})


@cache
def clashes() -> frozenset[str]:
    """Lemmas for a fight of two sides ("clash", "battle"), in which each does something."""
    return frozenset(lemma for lemma, name in action_classes().items() if name == "clash")


def _condition(text: str, classes: Mapping[str, frozenset[str]], where: str) -> Condition:
    negated = text.startswith("!")
    rel, sep, values = text.lstrip("!").partition(":")
    if not sep:
        raise BadData(f"{where}: condition {text!r} has no colon; write rel:word|word or rel:=class")
    words: set[str] = set()
    labels: set[str] = set()
    for value in values.split("|"):
        if value.startswith("="):
            if value[1:] not in classes:
                raise BadData(f"{where}: no word class {value[1:]!r}; classes: {sorted(classes)}")
            words |= classes[value[1:]]
        elif value in _LABELS:
            labels.add(value)
        elif value != "*":
            words.add(value)
    return Condition(rel, frozenset(words), frozenset(labels), values == "*", negated)


@cache
def _load() -> Lexicon:
    classes = word_classes()
    words: dict[tuple[str, str], list[Pattern]] = {}
    phrases: dict[str, list[Pattern]] = {}
    for number, row in rows("triggers.tsv", ("heads", "pos", "with", "type", "mode")):
        where = f"data/triggers.tsv:{number}"
        heads, pos, given, type_name, mode = row.values()
        try:
            event_type = EventType(type_name)
        except ValueError as error:
            raise BadData(f"{where}: no PLOVER type {type_name!r}") from error
        if pos not in _POS or (mode and mode not in MODES[event_type]):
            raise BadData(f"{where}: part of speech {pos!r} or mode {mode!r} is not one of the codebook's")
        conditions = tuple(_condition(c, classes, where) for c in given.split())
        for head in heads.split("|"):
            key = f"{head}/{pos}/{given}>{event_type}"
            pattern = Pattern(head, pos, conditions, event_type, mode or None, key)
            if " " in head:
                phrases.setdefault(head.split()[0], []).append(pattern)
            else:
                words.setdefault((head, pos), []).append(pattern)
    ordered = {k: tuple(sorted(v, key=lambda p: -p.specificity)) for k, v in words.items()}
    phrased = {k: tuple(sorted(v, key=lambda p: -p.specificity)) for k, v in phrases.items()}
    return Lexicon(MappingProxyType(ordered), MappingProxyType(phrased), classes, load_weights("trigger_weights.json"))


_TUNED: Mapping[str, tuple[str, ...]] = MappingProxyType({
    "merge_weights.json": ("threshold",),
    "role_weights.json": ("actor|threshold", "recipient|threshold"),
    "trigger_weights.json": ("threshold",),
})
"""Entries that a table must have: without them a score would be held against nothing that was tuned."""


@cache
def load_weights(name: str) -> Mapping[str, float]:
    """A table of learned weights (JSON object: feature to number) of the package's data.

    Raises BadData where the table is missing, broken, or lacks a threshold.
    """
    found = {}
    for feature, weight in read_json(name).items():
        if not isinstance(weight, int | float):
            raise BadData(f"data/{name}: expected a number for {feature!r}, found {weight!r}")
        found[feature] = float(weight)
    lacking = [entry for entry in _TUNED.get(name, ()) if entry not in found]
    if lacking:
        raise BadData(f"data/{name}: no entry {', '.join(lacking)}")
    return MappingProxyType(found)
