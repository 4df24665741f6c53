"""Malformed inputs for every reader: no crash, no hang, memory bounded.

    python -m bench.fuzz_readers [--inputs 1000] [--seed 1] [--reader .html]

Each reader runs in a process of its own, with an address space of 4 GB. An input counts as a hang when it takes over
5 seconds of processor time. Prints a table in Markdown (docs/reading-in.md holds the last); ends with 1 when a reader
broke.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

MAX_SECONDS = 5.0
MAX_BYTES = 4 * 1024**3


def fuzz(ending: str, n_inputs: int, seed: int) -> dict[str, Any]:
    """What came of n_inputs malformed inputs for one reader, in this process."""
    from hypothesis import HealthCheck, Phase, given, settings
    from hypothesis import seed as seeded

    from tests.ingest.malformed import malformed, read_malformed

    resource.setrlimit(resource.RLIMIT_AS, (MAX_BYTES, MAX_BYTES))
    found: dict[str, Any] = {"inputs": 0, "reports": 0, "refused": 0, "slowest_s": 0.0, "hangs": 0, "broke": []}
    read_malformed(b"warm up", ending)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    @seeded(seed)
    @settings(
        max_examples=n_inputs,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(malformed(ending))
    def one(data: bytes) -> None:
        began = time.process_time()
        try:
            n_reports, n_refused = read_malformed(data, ending)
        except Exception as error:
            path = Path(f".cache/fuzz-{ending.strip('.') or 'any'}-{len(found['broke'])}.bin")
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(data)
            found["broke"].append(f"{type(error).__name__}: {str(error)[:200]} ({path})")
            return
        finally:
            took = time.process_time() - began
            found["inputs"] += 1
            if took > found["slowest_s"]:
                found["slowest_s"] = round(took, 2)
            if took > MAX_SECONDS:
                found["hangs"] += 1
                path = Path(f".cache/fuzz-{ending.strip('.') or 'any'}-hang.bin")
                path.parent.mkdir(exist_ok=True)
                path.write_bytes(data)
        found["reports"] += n_reports
        found["refused"] += n_refused

    one()
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return found | {"grew_mb": round((after - before) / 1024), "peak_mb": round(after / 1024)}


def main() -> int:
    """Fuzz every reader, or one, and print the table."""
    from tests.ingest.malformed import SEEDS

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--inputs", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--reader", default=None)
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.here:
        print(json.dumps(fuzz(given.reader or "", given.inputs, given.seed)))
        return 0
    code = 0
    print("| reader | inputs | reports | refused | crashes | over 5 s | slowest | memory grew by |")
    print("|---|---|---|---|---|---|---|---|")
    for ending in SEEDS if given.reader is None else [given.reader]:
        command = [sys.executable, "-m", "bench.fuzz_readers", "--here", "--inputs", str(given.inputs)]
        command += ["--seed", str(given.seed), "--reader", ending]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            print(f"| {ending or 'by content'} | the process died ({done.returncode}): {done.stderr[-500:]} |")
            code = 1
            continue
        r = json.loads(done.stdout)
        code |= bool(r["broke"] or r["hangs"])
        counts = f"{r['inputs']} | {r['reports']} | {r['refused']} | {len(r['broke'])} | {r['hangs']}"
        print(f"| {ending or 'by content'} | {counts} | {r['slowest_s']} s | {r['grew_mb']} MB |", flush=True)
        for words in r["broke"]:
            print(f"    {words}", file=sys.stderr)
    return code


if __name__ == "__main__":
    sys.exit(main())
