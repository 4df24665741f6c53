"""Reports per second and peak memory of the whole coder on one core.

    python -m bench.speed [--reports 200]      every n-th report of the corpus, so that all years and outlets are there
    python -m bench.speed --stages             where the time goes, beside plain spaCy in the same run

Codes reports of ../shared/corpus after loading everything once; loading time is printed apart. One thread, pinned to
one processor where the system allows it. CPU seconds are the process's own, so that a busy machine changes them little
(by a quarter at most, through shared caches).
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

STAGES = {
    "analyse": "spaCy: tokens, tags, parse, names",
    "find_times": "times",
    "find_places": "places",
    "find_actors": "actors",
    "find_relations": "ties",
    "find_harms": "harm",
    "find_speeches": "speeches",
    "read_event_mentions": "events: the network",
    "find_event_mentions": "events: lexicon and parse",
    "mention_signs": "events: both weighed",
    "read_fields": "events: mode, status, roles by rule",
    "merge_proposals": "mentions of one event",
    "assign_harms": "harm to events",
    "fill_roles": "roles, by network and rules",
    "date_event": "event's day",
    "place_event": "event's place",
    "attribute": "who says so",
    "find_responsibility": "claims and denials",
    "assemble_event": "assembling",
}
"""Functions that ``truceline.coder`` or its events room calls, and what they do."""


def sample(n_reports: int) -> list[Any]:
    """n reports at even distances through the corpus."""
    from bench.docs import load_reports

    reports = load_reports("corpus")
    step = max(len(reports) // n_reports, 1)
    return reports[::step][:n_reports]


def measure(n_reports: int) -> dict[str, float]:
    """{"reports_per_cpu_s", "reports_per_s", "peak_mb", "load_s", "words_per_report"} over n reports."""
    from truceline.coder import Resources, code_report

    reports = sample(n_reports)
    began = time.perf_counter()
    resources = Resources.load()
    code_report(reports[0], resources)
    loaded = time.perf_counter()
    cpu = time.process_time()
    for report in reports:
        code_report(report, resources)
    cpu, wall = time.process_time() - cpu, time.perf_counter() - loaded
    return {
        "reports_per_cpu_s": round(len(reports) / cpu, 2),
        "reports_per_s": round(len(reports) / wall, 2),
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        "load_s": round(loaded - began, 1),
        "words_per_report": round(sum(len(r.text.split()) for r in reports) / len(reports)),
    }


def measure_stages(n_reports: int) -> dict[str, float]:
    """CPU milliseconds a report of each stage, of the whole, and of spaCy as it comes, over the same reports.

    Reports are taken in turn by all of them, so that a busy machine slows each alike.
    """
    import spacy

    from truceline import coder, settings
    from truceline.extract import events_find

    reports = sample(n_reports)
    resources = coder.Resources.load()
    plain = spacy.load(settings.get_str("language_model"))
    code_report: Callable[..., Any] = coder.code_report
    spent: dict[str, float] = defaultdict(float)
    inside: list[float] = []

    def timed(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def run(*args: Any, **kwargs: Any) -> Any:
            began = time.process_time()
            inside.append(0.0)
            try:
                return function(*args, **kwargs)
            finally:
                took = time.process_time() - began
                spent[name] += took - inside.pop()
                if inside:
                    inside[-1] += took

        return run

    for warm in reports[:3]:
        code_report(warm, resources)
        plain(warm.text)
    for name in STAGES:
        room = coder if hasattr(coder, name) else events_find
        setattr(room, name, timed(STAGES[name], getattr(room, name)))
    whole = timed("corridor", code_report)
    ops = [layer.ops for _, pipe in plain.pipeline if getattr(pipe, "model", None) for layer in pipe.model.walk()]
    ops = [o for o in ops if hasattr(o, "use_blis")]  # some are shared with our own pipeline
    for report in reports:
        for o in ops:
            o.use_blis = True
        began = time.process_time()
        plain(report.text)
        spent["plain spaCy, as it comes"] += time.process_time() - began
        for o in ops:
            o.use_blis = False
        began = time.process_time()
        whole(report, resources)
        spent["whole"] += time.process_time() - began
    return {name: round(1000 * seconds / len(reports), 1) for name, seconds in sorted(spent.items(), key=_by_time)}


def _by_time(item: tuple[str, float]) -> float:
    return -item[1]


def table(rows: dict[str, float]) -> Iterable[str]:
    """Stages as lines of a table in Markdown."""
    whole = rows["whole"]
    yield "| stage | ms a report | share |"
    yield "|---|---|---|"
    for name, ms in rows.items():
        yield f"| {name} | {ms} | {ms / whole:.0%} |"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=200)
    parser.add_argument("--stages", action="store_true")
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(variable, "1")
    arguments = parser.parse_args()
    if arguments.stages:
        print("\n".join(table(measure_stages(arguments.reports))))
    else:
        print(json.dumps(measure(arguments.reports)))
