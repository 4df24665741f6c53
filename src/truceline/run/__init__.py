"""Runs: many reports through the corridor, with resume."""

from truceline.run.desk import CoderSource, Failure, shipped_coder
from truceline.run.local import Listener, Summary, code_inputs

__all__ = ["CoderSource", "Failure", "Listener", "Summary", "code_inputs", "shipped_coder"]
