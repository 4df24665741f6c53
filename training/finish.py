"""From trained networks to model folders: thresholds, calibration, export, card.

    python -m training.finish [--out .cache/training] [--model src/truceline/models/events]

Thresholds are tuned on what each half network says of the half of our reports that it has not seen.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from pathlib import Path
from typing import Any

from bench.gold import load_gold
from training.arguments import load_arguments
from training.evaluate import Read, load_net, read_all
from training.examples import build
from training.export import export_graphs, write_folder
from training.halves import FOLDER
from training.labels import HALVES, half_of
from training.tune import tune
from truceline.inference.model import OnnxNetwork

CARD = Path(__file__).parent / "card.md"


def unseen_reads(out: Path) -> list[Read]:
    """Our reports as read by networks that did not learn from them."""
    reads: list[Read] = []
    for half in range(HALVES):
        own = [build(d, e) for d, e in load_gold("ours") if half_of(d.report.report_id) == half]
        with tempfile.TemporaryDirectory() as scratch:
            export_graphs(load_net(out / f"half{half}"), Path(scratch), keep_ffn=False)
            reads += read_all(OnnxNetwork(Path(scratch), arguments=False), own)
    return reads


def finish(out: Path, model: Path, version: str) -> None:
    """Tune on the halves, export the final networks and the half ones."""
    thresholds: dict[str, Any] = tune(unseen_reads(out))
    (out / "thresholds.json").write_text(json.dumps(thresholds))
    for name, folder in [(f"half{k}", out / f"half{k}" / "model") for k in range(HALVES)] + [("all", model)]:
        write_folder(load_net(out / name), load_arguments(out / name), folder, thresholds, version)
        (folder / "card.md").write_text(CARD.read_text("utf8"), "utf8")


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, default=FOLDER)
    parser.add_argument("--model", type=Path, default=Path("src/truceline/models/events"))
    parser.add_argument("--version", default="4")
    args = parser.parse_args()
    finish(args.out, args.model, args.version)


if __name__ == "__main__":
    main()
