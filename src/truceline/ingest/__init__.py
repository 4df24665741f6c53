"""The porch: files, folders, web addresses, feeds and streams come in, reports and refusals come out."""

from truceline.ingest.inputs import check_input, read_file, read_folder, read_inputs
from truceline.ingest.reading import FetchLimits, ReadOptions, Refusal, build_report

__all__ = [
    "FetchLimits",
    "ReadOptions",
    "Refusal",
    "build_report",
    "check_input",
    "read_file",
    "read_folder",
    "read_inputs",
]
