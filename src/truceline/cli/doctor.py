"""``truceline doctor``: is everything there, and what to do where it is not."""

from __future__ import annotations

from typing import Annotated

import typer

from truceline import settings
from truceline.cli.console import printable, stdout_console, write_json
from truceline.cli.options import DbOption


def doctor(
    db: DbOption = None,
    json: Annotated[bool, typer.Option("--json", help="One JSON object a line instead of a list.")] = False,
) -> None:
    """Check models, gazetteer, database, extras, disk and memory, and say what to do.

    \b
    Example:
      truceline doctor
      truceline doctor --db truce.db

    Exit code 0: everything that is needed works. 1: something does not; the line says what to do.
    """
    from rich.text import Text

    from truceline.run.checkup import State, check_all

    console = stdout_console()
    colours = {State.OK: "green", State.NOTE: "yellow", State.FAULT: "bold red"}
    n_faults = 0
    for finding in check_all(db or settings.get_str("db"), db_given=db is not None):
        n_faults += finding.state is State.FAULT
        if json:
            write_json(
                {
                    "name": finding.name,
                    "state": finding.state.value,
                    "found": finding.found,
                    "to_do": finding.to_do,
                }
            )
            continue
        line = Text.assemble(
            (f"{finding.state.value:<6}", colours[finding.state]), f"{finding.name:<25} {printable(finding.found)}"
        )
        console.print(line, soft_wrap=True)
        if finding.to_do:
            console.print(Text(f"{'':<6}→ {printable(finding.to_do)}"), soft_wrap=True)
    raise typer.Exit(1 if n_faults else 0)
