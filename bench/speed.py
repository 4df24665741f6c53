"""Reports per second and peak memory of the whole coder on one core.

    python -m bench.speed [--reports 200]

Codes reports of ../shared/corpus after loading everything once; loading time is printed apart. One thread, pinned to
one processor where the system allows it. CPU seconds are the process's own, so that a busy machine hardly changes it.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import time


def measure(n_reports: int) -> dict[str, float]:
    """{"reports_per_cpu_s", "reports_per_s", "peak_mb", "load_s", "words_per_report"} over the first n reports."""
    from bench.docs import load_reports
    from truceline.coder import Resources, code_report

    reports = load_reports("corpus", n_reports)
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


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=200)
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(name, "1")
    print(json.dumps(measure(parser.parse_args().reports)))
