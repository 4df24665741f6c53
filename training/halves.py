"""The two half models: each learned from one half of the reports that we annotated, so that the other is new to it.

What weighs the model's word against the rules' is fitted on what each half model says of the half that it has not seen.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from bench.docs import ROOT
from training.labels import HALVES, half_of
from truceline.domain.text import Document
from truceline.inference.model import EventModel

FOLDER = ROOT / ".cache" / "training"


@dataclass(frozen=True)
class HalfModels:
    """Models by the half of our reports that they have not seen."""

    models: tuple[EventModel, ...]

    @classmethod
    def load(cls, folder: Path = FOLDER) -> HalfModels:
        """Model folders ``half0/model`` and ``half1/model``, as training/finish.py writes them."""
        return cls(tuple(EventModel.load(folder / f"half{k}" / "model") for k in range(HALVES)))

    def for_report(self, doc: Document) -> EventModel:
        """The model that has not seen this report (of gold/train, newswire or our own). For others either would do."""
        return self.models[half_of(doc.report.report_id)]
