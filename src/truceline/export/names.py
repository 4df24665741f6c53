"""Formats by name. Nothing else, so that the help of the command line stays quick."""

from typing import Final

FORMATS: Final = {
    "jsonl": "JSON lines, whole records with all their evidence (--what)",
    "csv": "a plain table for spreadsheets (--what)",
    "parquet": "the same table with typed columns, for pandas, polars, R, DuckDB (--what)",
    "geojson": "points for QGIS and web maps (--what incidents or events)",
    "geoparquet": "points as GeoParquet 1.1 (--what incidents or events)",
    "acled": "incidents in ACLED's 31 columns (CSV, or Parquet by --as parquet)",
    "ucdp": "deadly incidents in UCDP GED's 49 columns (CSV, or Parquet by --as parquet)",
    "polecat": "events in POLECAT's 40 columns (tab-separated, or Parquet by --as parquet)",
    "cf": "truces in the columns of the ETH/PRIO ceasefire data (CSV, or Parquet by --as parquet)",
    "provenance": "a ZIP archive that leads from every value to its sentence, report, and stage or person",
    "citation": "CITATION.cff with version, query and digest of the data",
    "csl": "the same citation as CSL JSON",
}
"""Name of a format to what it is."""
