"""Options that many verbs share."""

from __future__ import annotations

from typing import Annotated

import typer

DbOption = Annotated[
    str | None, typer.Option("--db", metavar="FILE|URL", help="The database; the setting db where not given.")
]
CountryOption = Annotated[
    list[str] | None, typer.Option("--country", metavar="CC", help="In this country (ISO code or name).")
]
TypeOption = Annotated[list[str] | None, typer.Option("--type", metavar="TYPE", help="Of this PLOVER type.")]
ActorOption = Annotated[
    list[str] | None, typer.Option("--actor", metavar="NAME", help="With this actor: a name, part of one, or id.")
]
