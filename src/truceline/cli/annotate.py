"""``truceline annotate``: the layers that events are read from."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from truceline import settings
from truceline.cli.console import write_json
from truceline.cli.reading import (
    DateOption,
    Inputs,
    MapOption,
    OrderOption,
    OutletOption,
    PrivateOption,
    WorkersOption,
    progress,
    read_options,
    say_refused,
    say_repeated,
    say_summary,
)


class Format(StrEnum):
    """How layers are printed."""

    JSONL = "jsonl"


def annotate(
    inputs: Inputs,
    format: Annotated[Format, typer.Option("--format", help="One JSON line a report.")] = Format.JSONL,
    date: DateOption = None,
    outlet: OutletOption = None,
    columns: MapOption = None,
    date_order: OrderOption = None,
    allow_private: PrivateOption = False,
    workers: WorkersOption = 1,
) -> None:
    """Print what is read in each report: sentences, entities, times, places, actors, ties, quotations.

    \b
    Example:
      truceline annotate examples/iraq-truce-2024 --format jsonl

    Offsets are code points into the report's text, end exclusive.
    """
    from truceline.domain.layers import layers_to_dict
    from truceline.ingest import check_input, read_inputs
    from truceline.run import Listener, code_inputs, shipped_coder

    options = read_options(date, outlet, columns, allow_private, date_order)
    for name in inputs:
        check_input(name)
    with progress() as step:
        listener = Listener(lambda coded: write_json(layers_to_dict(coded)), say_refused, say_repeated, step)
        summary = code_inputs(
            read_inputs(inputs, options),
            shipped_coder(),
            workers=workers,
            listener=listener,
            max_seconds=settings.get_int("max_report_seconds"),
        )
    say_summary(summary, stored_in=None)
    raise typer.Exit(summary.exit_code)
