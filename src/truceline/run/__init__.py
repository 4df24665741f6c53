"""Runs: many reports through the corridor, with resume."""

from truceline.run.local import CoderSource, Failure, Listener, Summary, code_inputs, shipped_coder

__all__ = ["CoderSource", "Failure", "Listener", "Summary", "code_inputs", "shipped_coder"]
