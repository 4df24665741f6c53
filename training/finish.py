"""From trained folds and the final network to the model folder: thresholds, calibration, export, card.

    python -m training.finish .cache/training src/truceline/models/events
"""

from __future__ import annotations

import json
import pickle
import sys
import tempfile
from pathlib import Path
from typing import Any

from training.evaluate import Read, load_net, read_all
from training.examples import load_examples
from training.export import export_graphs, write_folder
from training.train import HELD_OUT, folds
from training.tune import tune
from truceline.inference.model import OnnxNetwork

CARD = Path(__file__).parent / "card.md"


def held_out_reads(out: Path) -> list[Read]:
    """The held-out training reports as read by networks that did not learn from them."""
    docs = load_examples("train")
    reads: list[Read] = []
    for fold in HELD_OUT:
        folder = out / f"fold{fold}"
        kept = folder / "reads.pkl"
        if not kept.exists():
            own = [docs[i] for i in folds(docs)[fold]]
            with tempfile.TemporaryDirectory() as scratch:
                export_graphs(load_net(folder), Path(scratch), keep_ffn=False)
                kept.write_bytes(pickle.dumps(read_all(OnnxNetwork(Path(scratch)), own)))
        reads += pickle.loads(kept.read_bytes())
    return reads


def finish(out: Path, model: Path, version: str = "1") -> None:
    """Tune on the folds, export the final network."""
    thresholds: dict[str, Any] = tune(held_out_reads(out))
    (out / "thresholds.json").write_text(json.dumps(thresholds))
    write_folder(load_net(out / "all"), model, thresholds, version)
    (model / "card.md").write_text(CARD.read_text("utf8"), "utf8")


if __name__ == "__main__":
    finish(Path(sys.argv[1]), Path(sys.argv[2]))
