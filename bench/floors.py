"""All pinned figures, measured anew and held against bench/baseline.json.

    python -m bench.floors            measure and print beside the floors
    python -m bench.floors --check    the same, exit 1 where a figure is below its floor, or has one and is not measured
    python -m bench.floors --pin      write what was measured into the file (floors stay; raise them by hand)

Without ../shared there is nothing to measure: it says so and exits 0.
A lowered floor needs its reason in the row's "why".
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

from bench.docs import ROOT, SHARED
from bench.figures import prf
from bench.gold import gold_is_there
from truceline.domain.coded import CodedReport

BASELINE = Path(__file__).parent / "baseline.json"
SPEED_REPORTS = 60
"""Reports whose coding is timed: enough to tell a tenth apart, in half a minute where the processor is slow."""
HASHED = ("gold/dev/reports.jsonl", "gold/dev/events.jsonl", "gold/score_events.py", "corpus/newswire.jsonl.gz")


def corpus_hash() -> str:
    """SHA-256 over what the figures are measured on, 16 hex digits."""
    digest = hashlib.sha256()
    for name in HASHED:
        digest.update((SHARED / name).read_bytes())
    return digest.hexdigest()[:16]


def measure_events() -> dict[str, float]:
    """Figures of the whole coder on gold dev."""
    from bench.coded import flat, score
    from truceline.coder import Resources

    return flat(score("dev", Resources.load()))


def measure_speed() -> dict[str, float]:
    """Speed and memory in a process of its own, over fewer reports than ``bench.speed`` takes by itself."""
    command = [sys.executable, "-m", "bench.speed", "--reports", str(SPEED_REPORTS)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return dict(json.loads(done.stdout.splitlines()[-1]))


def measure_times() -> dict[str, float]:
    """Time expressions on TimeBank and AQUAINT, in percent."""
    from bench.docs import load_documents
    from bench.eval_times import tally

    return tally(load_documents("tbaq"))[0].figures()


def measure_places() -> dict[str, float]:
    """Toponyms of TR-News: found, resolved on gold mentions, both."""
    from bench.eval_places import measure
    from truceline.resources.gazetteer import Gazetteer

    figures = measure("trnews", Gazetteer.open())
    return {k.replace(" ", "_"): round(figures[k], 3) for k in ("recognition F1", "gold mentions", "end to end F1")}


def measure_grounds() -> dict[str, float]:
    """Dates and places of gold dev's events at gold triggers."""
    from bench import eval_dates, eval_event_places

    found = {}
    for name, (right, total, _) in (("date", eval_dates.shares("dev")), ("place", eval_event_places.shares("dev"))):
        found[name] = round(right["all"] / total["all"], 3)
    return found


def code_pair_reports(half: int) -> list[CodedReport]:
    """One half of the reports that labelled pairs stand in, coded: 0 the first, 1 the others."""
    from bench.eval_incidents import coded_newswire, pair_reports

    ids = sorted(pair_reports())
    middle = len(ids) // 2
    return coded_newswire(set(ids[middle:] if half else ids[:middle]))


def measure_incidents(coded: Sequence[CodedReport]) -> dict[str, float]:
    """Labelled pairs of the open newswire, and what was read in batches, over the events of the pairs' own reports."""
    from bench.eval_incidents import score_clusters, score_pairs
    from bench.incident_labels import read_batches

    scores, read = score_pairs(coded), score_clusters(coded, read_batches(coded))
    return {
        "pairs": round(scores.pairs[2], 3), "b_cubed": round(scores.b_cubed[2], 3),
        "read_pairs": round(read.pairs[2], 3), "read_b_cubed": round(read.b_cubed[2], 3),
    }  # fmt: skip


def measure_truces() -> dict[str, float]:
    """Questions on the state of truces, on gold's events and on the coder's; truces falsely told ended."""
    from bench.eval_truces import score
    from truceline.resources.actors import ActorRegistry

    found = {}
    for name, coded in (("gold", False), ("coded", True)):
        counts, _ = score(coded, ActorRegistry.load())
        found[name] = round(counts["right"] / (counts["right"] + counts["wrong"]), 3)
        found[f"{name}_falsely_ended"] = float(counts["falsely ended"])
    return found


def measure_actors() -> dict[str, float]:
    """Grouping of names and reading of role phrases on gold dev."""
    from bench.eval_actors import evaluate

    figures = evaluate("dev")
    return {k.replace(" ", "_"): round(figures[k], 3) for k in ("b_cubed_f1", "resolution_full", "roles actors f1")}


def measure_attribution() -> dict[str, float]:
    """Attributions and claims of gold dev's events at gold triggers."""
    from bench.eval_attribution import measure

    return measure("dev")


def measure_quiet() -> dict[str, float]:
    """Events coded from a report of sport, markets or weather, on average."""
    from bench.eval_nonpolitical import events_a_report

    return {"events_a_report": events_a_report()}


def measure_relations() -> dict[str, float]:
    """Ties between actors in the reports whose errors nobody has read."""
    from bench.eval_relations import measure

    right, told, wanted = measure(half=1)["all"]
    precision, _, f1 = prf(right, told, wanted)
    return {"precision": round(precision, 3), "f1": round(f1, 3)}


STAGES: dict[str, Callable[[], dict[str, float]]] = {
    "events": measure_events, "speed": measure_speed, "times": measure_times, "places": measure_places,
    "at_gold_triggers": measure_grounds, "truces": measure_truces, "actors": measure_actors,
    "attribution": measure_attribution, "quiet": measure_quiet, "relations": measure_relations,
}  # fmt: skip
"""All that is measured but for the incidents, whose reports are coded in two processes."""
LANES = (
    ("events", "truces", "at_gold_triggers", "actors", "attribution"),
    ("quiet", "relations", "times", "places"),
    ("speed",),
)
"""Stages one after another in a process: the first two lanes side by side, what is timed then alone."""
ORDER = ("events", "speed", "times", "places", "at_gold_triggers", "incidents")
"""Stages that are printed first."""
LOWER_IS_BETTER = {
    "speed.peak_mb", "speed.load_s", "truces.gold_falsely_ended", "truces.coded_falsely_ended", "quiet.events_a_report",
}  # fmt: skip


def run_lane(stages: Sequence[str]) -> dict[str, float]:
    """Figures of some stages, by "stage.figure"."""
    return {f"{stage}.{name}": value for stage in stages for name, value in STAGES[stage]().items()}


def measure_all() -> dict[str, float]:
    """Figures of all stages, by "stage.figure"; two to four processes, as there are cores, take what is next."""
    with ProcessPoolExecutor(max_workers=max(2, min(4, os.cpu_count() or 2))) as pool:
        halves = [pool.submit(code_pair_reports, half) for half in (0, 1)]
        lanes = [pool.submit(run_lane, lane) for lane in LANES[:2]]
        incidents = measure_incidents([coded for half in halves for coded in half.result()])
        found = {f"incidents.{name}": value for name, value in incidents.items()}
        for lane in lanes:
            found |= lane.result()
    found |= run_lane(LANES[2])
    order = {stage: n for n, stage in enumerate((*ORDER, *(s for s in STAGES if s not in ORDER)))}
    return dict(sorted(found.items(), key=lambda row: order[row[0].split(".")[0]]))


def floors_here(figures: Mapping[str, Mapping[str, Any]], *, vnni: bool) -> dict[str, dict[str, Any]]:
    """The rows of baseline.json with the floors that hold on this processor: ``floor_without_vnni`` where it has none.

    Without VNNI the networks' 8-bit products take three to four times as long; nothing else that is pinned differs.
    """
    rows = {name: dict(row) for name, row in figures.items()}
    for row in rows.values():
        if not vnni and "floor_without_vnni" in row:
            row["floor"] = row["floor_without_vnni"]
    return rows


def has_vnni(cpuinfo: Path = Path("/proc/cpuinfo")) -> bool:
    """True where the processor has VNNI, or where the system does not say."""
    if not cpuinfo.exists():
        return True
    flags = next((line for line in cpuinfo.read_text().splitlines() if line.startswith("flags")), "vnni")
    return "vnni" in flags


def _is_worse(name: str, value: float, floor: float) -> bool:
    return value > floor if name in LOWER_IS_BETTER else value < floor


def find_below(measured: Mapping[str, float], figures: Mapping[str, Mapping[str, Any]]) -> tuple[list[str], list[str]]:
    """(names below their floor, names that have a floor and were not measured). figures: those of baseline.json."""
    floors = {name: row["floor"] for name, row in figures.items() if row.get("floor") is not None}
    below = [name for name, value in measured.items() if name in floors and _is_worse(name, value, floors[name])]
    return below, [name for name in floors if name not in measured]


def print_figures(measured: Mapping[str, float], figures: Mapping[str, Mapping[str, Any]]) -> None:
    """One line a figure: its value, the pinned one, the floor; then the floors that nothing was measured for."""
    below, missing = find_below(measured, figures)
    for name, value in measured.items():
        row = figures.get(name, {})
        pinned, least = (x if x is not None else "-" for x in (row.get("measured"), row.get("floor")))
        print(f"{name:28} {value:>8}   pinned {pinned:>8}   floor {least:>8}{'   BELOW' if name in below else ''}")
    for name in missing:
        print(f"{name:28}  MISSING   floor {figures[name]['floor']:>8}")


def main() -> int:
    """Measure, print, compare."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--pin", action="store_true")
    args = parser.parse_args()
    if not gold_is_there():
        print("The shared gold set is absent: no floors measured.")
        return 0
    baseline = json.loads(BASELINE.read_text())
    same_files = baseline["corpus_hash"] == corpus_hash()
    if not same_files:
        print(f"The measured files changed: {corpus_hash()}, pinned {baseline['corpus_hash']}. Figures do not compare.")
    measured = measure_all()
    figures = floors_here(baseline["figures"], vnni=has_vnni())
    print_figures(measured, figures)
    below, missing = find_below(measured, figures)
    if args.pin:
        for name, value in measured.items():
            baseline["figures"].setdefault(name, {})["measured"] = value
        baseline["corpus_hash"] = corpus_hash()
        BASELINE.write_text(json.dumps(baseline, indent=1) + "\n")
    if below:
        print("Below the floor: " + ", ".join(below))
    if missing:
        print("A floor, but nothing measured (renamed or dropped? then move its floor): " + ", ".join(missing))
    return 1 if args.check and (below or missing or not same_files) else 0


if __name__ == "__main__":
    sys.exit(main())
