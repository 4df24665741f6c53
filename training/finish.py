"""From trained folds and the final network to the model folder: thresholds, calibration, export, card.

    python -m training.finish .cache/training src/truceline/models/events
"""

from __future__ import annotations

import json
import pickle
import sys
from pathlib import Path
from typing import Any

from training.evaluate import Read, TorchNetwork, load_net, read_all
from training.examples import load_examples
from training.export import write_folder
from training.train import N_FOLDS, folds
from training.tune import tune

CARD = Path(__file__).parent / "card.md"


def held_out_reads(out: Path) -> list[Read]:
    """Every training report as read by the fold that did not learn from it."""
    docs = load_examples("train")
    reads: list[Read] = []
    for fold in range(N_FOLDS):
        folder = out / f"fold{fold}"
        kept = folder / "reads.pkl"
        if not kept.exists():
            own = [docs[i] for i in folds(docs)[fold]]
            kept.write_bytes(pickle.dumps(read_all(TorchNetwork(load_net(folder)), own)))
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
