from __future__ import annotations

import gzip
import tracemalloc
from pathlib import Path

import pytest

from tests.ingest.written import read_all, refused, row
from truceline.domain.text import Report


@pytest.mark.parametrize("name", ["a.jsonl.gz", "a.html.gz", "a.warc.gz", "a.mbox.gz"])
def test_gunzip_small_file_that_unpacks_without_measure_is_refused(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(gzip.compress(b"0" * 100_000_000, 9))
    assert path.stat().st_size < 120_000
    tracemalloc.start()
    refusal = refused(path)
    _, peak_bytes = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert "500" in str(refusal) or "longer" in str(refusal) or "larger" in str(refusal) or "no " in str(refusal)
    assert peak_bytes < 60_000_000


def test_gunzip_reports_that_repeat_are_read_to_the_end(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(gzip.compress((row() + "\n").encode() * 2_000))
    assert sum(isinstance(r, Report) for r in read_all(path)) == 2_000
