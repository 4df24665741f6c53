"""Runs: many reports through the corridor, with resume."""

from truceline.run.desk import CoderSource, Failure, shipped_coder
from truceline.run.folder import code_into_folder, load_folder
from truceline.run.local import Listener, Summary, code_inputs

__all__ = [
    "CoderSource",
    "Failure",
    "Listener",
    "Summary",
    "code_inputs",
    "code_into_folder",
    "load_folder",
    "shipped_coder",
]
