"""The porch: files, folders and streams come in, reports and refusals come out."""

from truceline.ingest.inputs import check_input, read_file, read_folder, read_inputs
from truceline.ingest.reading import ReadOptions, Refusal, build_report

__all__ = ["ReadOptions", "Refusal", "build_report", "check_input", "read_file", "read_folder", "read_inputs"]
