"""Runs of words hashed out of one encoded text."""

from __future__ import annotations

from zlib import crc32

from truceline.fuse.runs import run_hashes


def hashed(*runs: str) -> list[int]:
    return [crc32(run.encode()) for run in runs]


def test_runs_are_hashed_as_if_each_were_written_by_itself() -> None:
    assert run_hashes(["riders", "left", "Osgiliath"], 2) == hashed("riders left", "left Osgiliath")


def test_runs_are_cut_between_words_where_letters_take_more_than_one_byte() -> None:
    assert run_hashes(["Éomer", "rode", "à", "Edoras"], 3) == hashed("Éomer rode à", "rode à Edoras")


def test_runs_of_fewer_words_are_one_run() -> None:
    assert run_hashes(["riders", "left"], 2) == run_hashes(["riders", "left"], 5) == hashed("riders left")
    assert run_hashes([], 5) == hashed("")
