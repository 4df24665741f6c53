"""A slice of the malformed inputs of bench/fuzz_readers.py, which tries 1,000 for each reader."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings

from tests.ingest.malformed import SEEDS, malformed, read_malformed
from truceline.ingest.inputs import READERS


@pytest.mark.parametrize("ending", SEEDS, ids=[ending or "by content" for ending in SEEDS])
def test_fuzz_malformed_input_is_read_or_refused_in_one_line(ending: str) -> None:
    @settings(max_examples=20, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(malformed(ending))
    def one(data: bytes) -> None:
        read_malformed(data, ending)

    one()


@pytest.mark.parametrize("ending", SEEDS, ids=[ending or "by content" for ending in SEEDS])
def test_fuzz_inputs_give_reports_before_they_are_bent(ending: str) -> None:
    """Else the run above would prove little. The second page has no day."""
    n_reports = [read_malformed(data, ending)[0] for data in SEEDS[ending][0]]
    assert all(n > 0 for n in (n_reports[:1] if ending == ".html" else n_reports))


def test_fuzz_every_reader_has_seeds() -> None:
    assert {READERS[e] for e in SEEDS if e} == set(READERS.values())
