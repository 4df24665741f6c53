"""MUC-4 role fillers as prepared for GRIT: the reports, and the CEAF-REE scorer.

Source: Du, Rush and Cardie 2021, "GRIT: Generative Role-filler Transformers for Document-level Event Entity
Extraction" (github.com/xinyadu/grit_doc_event_entity, eval.py, the strict figure). Scored is one correct mention per
entity; which event a filler belongs to is not asked.
"""

from __future__ import annotations

import string
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linear_sum_assignment

from bench.docs import SHARED, rows
from bench.figures import f1, prf

ROLES = ("PerpInd", "PerpOrg", "Target", "Victim", "Weapon")
ARTICLES = {"a", "an", "the"}
Fillers = Mapping[str, Sequence[str]]
"""One mention of each entity that was found, by role."""


@dataclass(frozen=True, slots=True)
class MucReport:
    """A report and its gold entities: role -> entities -> mentions as written (lower case, as is the text)."""

    id: str
    text: str
    entities: Mapping[str, tuple[tuple[str, ...], ...]]


@dataclass(frozen=True, slots=True)
class Counts:
    """Entities that match, that were said, and of gold."""

    right: int = 0
    said: int = 0
    gold: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(self.right + other.right, self.said + other.said, self.gold + other.gold)

    @property
    def precision(self) -> float:
        """Share of the said entities that match."""
        return prf(self.right, self.said, self.gold)[0]

    @property
    def recall(self) -> float:
        """Share of the gold entities that are matched."""
        return prf(self.right, self.said, self.gold)[1]

    @property
    def f1(self) -> float:
        """Harmonic mean of both."""
        return f1(self.right, self.said, self.gold)


def load_muc(split: str) -> list[MucReport]:
    """Reports of an open split: "train" (1,300) or "dev" (200)."""
    found = []
    for row in rows(SHARED / "bench" / f"muc4_{split}.jsonl.gz"):
        entities = {
            role: tuple(tuple(text for text, _ in mentions) for mentions in row["extracts"][role] if mentions)
            for role in ROLES
        }
        found.append(MucReport(row["docid"], row["doctext"], entities))
    return found


def normalise(mention: str) -> str:
    """A mention without case, punctuation, articles and surplus blanks, as the scorer compares it."""
    kept = "".join(c for c in mention.lower() if c not in string.punctuation)
    return " ".join(w for w in kept.split() if w not in ARTICLES)


def count_role(said: Sequence[str], gold: Sequence[Sequence[str]]) -> Counts:
    """Align said and gold entities of one role of one report one to one; a said mention fits an entity that has it."""
    if not said or not gold:
        return Counts(0, len(said), len(gold))
    known = [{normalise(m) for m in mentions} for mentions in gold]
    fits = np.array([[normalise(s) in mentions for s in said] for mentions in known], dtype=int)
    return Counts(int(fits[linear_sum_assignment(-fits)].sum()), len(said), len(gold))


def ceaf_ree(said: Sequence[Fillers], reports: Sequence[MucReport]) -> dict[str, Counts]:
    """Counts by role over all reports, and under "all" their sum; ``.f1`` of it is CEAF-REE F1."""
    by_role = {
        role: sum(
            (count_role(s.get(role, ()), r.entities[role]) for s, r in zip(said, reports, strict=True)), Counts()
        )
        for role in ROLES
    }
    return by_role | {"all": sum(by_role.values(), Counts())}
