"""Gold reports coded by the corridor as it stands, and scored by the gold set's own scorer.

    python -m bench.coded dev [--errors] [--print REPORT_ID]
"""

from __future__ import annotations

import argparse
import json
from typing import Any

from bench.gold import gold_is_there, load_gold, scorer
from truceline.coder import Resources, code_document
from truceline.domain.serial import event_to_dict


def predictions(split: str, resources: Resources) -> dict[str, list[dict[str, Any]]]:
    """report id -> coded events as ``truceline code --format jsonl`` prints them."""
    out = {}
    for doc, _ in load_gold(split):
        coded = code_document(doc, resources)
        out[doc.report.report_id] = [event_to_dict(e, doc.report) for e in coded.events]
    return out


def score(split: str, resources: Resources, *, errors: bool = False) -> dict[str, Any]:
    """Figures of score_events.py for a split."""
    gold = {doc.report.report_id: events for doc, events in load_gold(split)}
    result: dict[str, Any] = scorer().score(gold, predictions(split, resources), errors)
    return result


def flat(result: dict[str, Any]) -> dict[str, float]:
    """One number a figure: F1 where the scorer gives precision, recall and F1."""
    return {k: v["f1"] if isinstance(v, dict) else v for k, v in result.items() if k not in ("confusion", "errors")}


def main() -> None:
    """Print the figures of a split."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("split", choices=("dev", "train", "newswire"), nargs="?", default="dev")
    parser.add_argument("--errors", action="store_true")
    parser.add_argument("--print", dest="shown", help="print the events of one report beside their words")
    args = parser.parse_args()
    if not gold_is_there():
        print("The gold set is absent (../shared/gold): nothing to measure.")
        return
    resources = Resources.load()
    if args.shown:
        for doc, _ in load_gold(args.split):
            if doc.report.report_id == args.shown:
                for event in code_document(doc, resources).events:
                    row = event_to_dict(event, doc.report)
                    row.pop("claims", None)
                    print(json.dumps(row, ensure_ascii=False))
        return
    result = score(args.split, resources, errors=args.errors)
    for name, value in result.items():
        if name == "errors":
            print(*value, sep="\n")
        elif isinstance(value, dict) and "f1" in value:
            counts = f"({value['tp']} right, {value['gold']} gold, {value['predicted']} predicted)"
            print(f"{name:13} P {value['p']:.3f}  R {value['r']:.3f}  F1 {value['f1']:.3f}   {counts}")
        else:
            print(f"{name:13} {value}")


if __name__ == "__main__":
    main()
