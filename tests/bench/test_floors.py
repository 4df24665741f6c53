"""What the benchmark says of a figure that is below its floor, or that is no longer there."""

from bench.floors import LANES, LOWER_IS_BETTER, STAGES, find_below, floors_here, has_vnni, print_figures

FIGURES = {
    "events.detected": {"floor": 0.8, "measured": 0.85},
    "speed.peak_mb": {"floor": 1200, "measured": 850},
    "events.quad": {"measured": 0.8},
}


def test_a_figure_at_its_floor_or_better_is_not_below() -> None:
    assert find_below({"events.detected": 0.8, "speed.peak_mb": 1200.0}, FIGURES) == ([], [])
    assert find_below({"events.detected": 0.9, "speed.peak_mb": 10.0}, FIGURES) == ([], [])


def test_a_figure_under_its_floor_is_below() -> None:
    assert find_below({"events.detected": 0.799, "speed.peak_mb": 1200.0}, FIGURES) == (["events.detected"], [])


def test_where_less_is_better_a_figure_over_its_floor_is_below() -> None:
    assert "speed.peak_mb" in LOWER_IS_BETTER
    assert find_below({"events.detected": 0.8, "speed.peak_mb": 1200.1}, FIGURES) == (["speed.peak_mb"], [])


def test_a_floored_figure_that_was_renamed_is_missing() -> None:
    assert find_below({"events.found": 0.9, "speed.peak_mb": 900.0}, FIGURES) == ([], ["events.detected"])


def test_a_figure_without_a_floor_is_neither_below_nor_missing() -> None:
    assert find_below({"events.detected": 0.8, "speed.peak_mb": 900.0, "events.quad": 0.0}, FIGURES) == ([], [])
    assert find_below({"events.detected": 0.8, "speed.peak_mb": 900.0}, FIGURES) == ([], [])


def test_the_printed_table_marks_what_is_below_and_missing(capsys) -> None:
    print_figures({"events.detected": 0.5}, FIGURES)
    detected, peak = capsys.readouterr().out.splitlines()
    assert detected.startswith("events.detected") and detected.endswith("BELOW")
    assert peak.startswith("speed.peak_mb") and "MISSING" in peak


def test_a_processor_without_vnni_has_floors_of_its_own(tmp_path):
    rows = {"speed.reports_per_cpu_s": {"floor": 5.0, "floor_without_vnni": 1.2}, "events.typed": {"floor": 0.8}}
    measured = {"speed.reports_per_cpu_s": 1.5, "events.typed": 0.81}
    assert find_below(measured, floors_here(rows, vnni=True))[0] == ["speed.reports_per_cpu_s"]
    assert find_below(measured, floors_here(rows, vnni=False)) == ([], [])
    told = tmp_path / "cpuinfo"
    for flags, vnni in (("fma avx2", False), ("avx2 avx512_vnni", True), ("avx2 avx_vnni", True)):
        told.write_text(f"processor : 0\nflags : {flags}\n")
        assert has_vnni(told) is vnni
    assert has_vnni(tmp_path / "absent")


def test_every_stage_is_measured_in_one_lane() -> None:
    assert sorted(stage for lane in LANES for stage in lane) == sorted(STAGES)
