"""``truceline db``: look after a database."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import IO, Annotated

import typer

from truceline import settings
from truceline.cli.console import say
from truceline.cli.options import DbOption

db_app = typer.Typer(
    help="Look after a database.\n\n\b\nExample:\n  truceline db info --db truce.db",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@db_app.command()
def info(db: DbOption = None) -> None:
    """Say what a database holds.

    \b
    Example:
      truceline db info --db truce.db
    """
    from truceline.store import Store

    with Store.open(db or settings.get_str("db"), create=False, read_only=True) as store:
        for name, value in store.info().items():
            typer.echo(f"{name.replace('_', ' ')}: {_words(value)}")


@db_app.command()
def upgrade(db: DbOption = None) -> None:
    """Bring a database to the schema of this version; a new one is made.

    \b
    Example:
      truceline db upgrade --db truce.db
    """
    from truceline.store import upgrade as upgrade_store

    typer.echo(upgrade_store(db or settings.get_str("db")))


@db_app.command()
def downgrade(
    revision: Annotated[str, typer.Argument(metavar="SCHEMA", help="The schema to go back to, such as 0001.")],
    db: DbOption = None,
) -> None:
    """Take a database back to an older schema, for an older version of Truceline. Dump it first.

    \b
    Example:
      truceline db dump truce.jsonl.gz --db truce.db
      truceline db downgrade 0001 --db truce.db
    """
    from truceline.store import downgrade as downgrade_store

    typer.echo(downgrade_store(db or settings.get_str("db"), revision))


@db_app.command()
def dump(
    file: Annotated[str, typer.Argument(metavar="FILE", help="Where to: a file (.gz is compressed), or - for stdout.")],
    db: DbOption = None,
) -> None:
    """Write all that a database holds to a file: judgements and corrections too, withdrawn ones included.

    \b
    Example:
      truceline db dump truce.jsonl.gz --db truce.db
      truceline db load truce.jsonl.gz --db postgresql://localhost/truce

    The same file comes out of SQLite and of PostgreSQL. Others may go on writing meanwhile.
    """
    from truceline.store.dump import dump as dump_store
    from truceline.store.dump import dump_to_file

    source = db or settings.get_str("db")
    if file == "-":
        out: IO[bytes] = sys.stdout.buffer
        counts = dump_store(source, out)
        out.flush()
    else:
        counts = dump_to_file(source, Path(file))
    say(f"Dumped {_rows(counts)}.")


@db_app.command()
def load(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A dump, or - for stdin.")],
    db: DbOption = None,
) -> None:
    """Fill a new database from a dump, all of it or nothing.

    \b
    Example:
      truceline db dump truce.jsonl.gz --db truce.db
      truceline db load truce.jsonl.gz --db copy.db
    """
    from truceline.store.dump import load as load_store
    from truceline.store.dump import load_from_file

    target = db or settings.get_str("db")
    counts = load_store(sys.stdin.buffer, target) if file == "-" else load_from_file(Path(file), target)
    say(f"Loaded {_rows(counts)}.")


def _rows(counts: dict[str, int]) -> str:
    shown = ("reports", "events", "claims", "judgements")
    return f"{sum(counts.values())} rows: " + ", ".join(f"{counts.get(name, 0)} {name}" for name in shown)


@db_app.command("load-coded")
def load_coded(
    folder: Annotated[str, typer.Argument(help="What truceline code --out FOLDER wrote: a folder, or its address.")],
    db: DbOption = None,
) -> None:
    """Store the coded reports of a folder; what the database holds already stays.

    \b
    Example:
      truceline code articles.parquet --engine ray --workers 8 --out coded
      truceline db load-coded coded --db truce.db

    Exit code 1 when the folder names reports that could not be read or coded.
    """
    from truceline.cli.reading import progress, say_refused, say_summary
    from truceline.run import Listener, load_folder
    from truceline.store import Store

    with Store.open(db or settings.get_str("db")) as store, progress() as step:
        summary = load_folder(folder, store, Listener(on_refused=say_refused, on_step=step))
        name = store.name
    say_summary(summary, stored_in=name)
    raise typer.Exit(summary.exit_code)


def _words(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{k} ({v})" for k, v in value.items()) or "none"
    return "none" if value is None else str(value)
