"""Options that many verbs share."""

from __future__ import annotations

from typing import Annotated

import typer

DbOption = Annotated[
    str | None, typer.Option("--db", metavar="FILE|URL", help="The database; the setting db where not given.")
]
