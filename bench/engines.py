"""One process, several processes, Ray: the same reports, the same rows, and how long each takes.

    python -m bench.engines [--reports 200] [--workers 2] [--only Ray]

Wall time tells only on a machine that does nothing else: the load at the start of each run is printed beside it. CPU
seconds are those of all processes of a run; a report costs as many of them on Ray as here, or Ray is in the way.
What starting and loading costs is left out: a batch for each worker is coded first, and its time taken off.
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from bench.speed import sample
from truceline.domain.serial import json_bytes, report_to_dict
from truceline.ingest import ReadOptions, read_inputs
from truceline.run import code_into_folder, shipped_coder
from truceline.run.parts import Parts
from truceline.run.ray import code_with_ray
from truceline.run.ray_driver import BATCH

_TICK = os.sysconf("SC_CLK_TCK")


def cpu_of_tree(root: int) -> float:
    """CPU seconds of a process and all that descend from it, those that ended included."""
    parents: dict[int, list[int]] = {}
    spent: dict[int, float] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            parents.setdefault(int(fields[1]), []).append(int(entry.name))
            spent[int(entry.name)] = sum(int(f) for f in fields[11:15]) / _TICK
    todo, total = [root], 0.0
    while todo:
        process = todo.pop()
        total += spent.get(process, 0.0)
        todo += parents.get(process, [])
    return total


def timed(run: Callable[[str, str], float], inputs: str, out: str) -> tuple[float, float]:
    """(wall, CPU) seconds of a run in a process of its own."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        began = time.perf_counter()
        cpu = run(inputs, out)
        os.write(write, json.dumps([time.perf_counter() - began, cpu]).encode())
        os.close(write)
        os._exit(0)
    os.close(write)
    with os.fdopen(read) as answer:
        wall, cpu = json.loads(answer.read())
    os.waitpid(child, 0)
    return wall, cpu


def local(workers: int) -> Callable[[str, str], float]:
    """A run here."""

    def run(inputs: str, out: str) -> float:
        code_into_folder(read_inputs([inputs], ReadOptions()), shipped_coder(), out, workers=workers)
        return cpu_of_tree(os.getpid())

    return run


def on_ray(workers: int) -> Callable[[str, str], float]:
    """A run on a Ray that is started for it; counted before it is shut down."""

    def run(inputs: str, out: str) -> float:
        import ray

        shut, spent = ray.shutdown, 0.0

        def count_and_shut(*args: object, **kwargs: object) -> None:
            nonlocal spent
            spent = spent or cpu_of_tree(os.getpid())
            shut(*args, **kwargs)

        ray.shutdown = count_and_shut
        code_with_ray([inputs], ReadOptions(), shipped_coder(), out, workers=workers)
        return spent

    return run


def rows(out: str) -> list[str]:
    """Rows of a folder as text, in order of their keys."""
    return sorted(json.dumps(row, sort_keys=True) for row in Parts(out).rows())


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=200)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--only", default="", help="engines whose name holds this")
    arguments = parser.parse_args()
    n = arguments.workers
    engines = {
        "one process": local(1),
        f"{n} processes": local(n),
        "Ray, one worker": on_ray(1),
        f"Ray, {n} workers": on_ray(n),
    }
    with tempfile.TemporaryDirectory() as folder:
        reports = [json_bytes(report_to_dict(r)) for r in sample(arguments.reports)]
        few, many = Path(folder, "few.jsonl"), Path(folder, "many.jsonl")
        few.write_bytes(b"\n".join(reports[: BATCH * n]))
        many.write_bytes(b"\n".join(reports))
        first: list[str] = []
        print("| engine | load before | s | reports/s | CPU s a report | rows |\n|---|---|---|---|---|---|")
        for name, run in engines.items():
            if arguments.only not in name:
                continue
            load = os.getloadavg()[0]
            wall_few, cpu_few = timed(run, str(few), f"{folder}/few-{name}")
            wall, cpu = timed(run, str(many), f"{folder}/many-{name}")
            wall, cpu, coded = wall - wall_few, cpu - cpu_few, len(reports) - BATCH * n
            found = rows(f"{folder}/many-{name}")
            first = first or found
            same = "the same" if found == first else "DIFFERENT"
            cells = f"{load:.1f} | {wall:.1f} | {coded / wall:.1f} | {cpu / coded:.3f} | {len(found)}, {same}"
            print(f"| {name} | {cells} |", flush=True)
        folders = list(Path(folder).glob("many-*/parts"))
        size = sum(p.stat().st_size for f in folders for p in f.iterdir())
        print(f"\n{size / max(len(folders), 1) / len(reports) / 1000:.1f} kB a report in Parquet")
