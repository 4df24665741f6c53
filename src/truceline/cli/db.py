"""``truceline db``: look after a database."""

from __future__ import annotations

from typing import Annotated

import typer

from truceline import settings

db_app = typer.Typer(
    help="Look after a database.\n\n\b\nExample:\n  truceline db info --db truce.db",
    no_args_is_help=True,
    rich_markup_mode=None,
)
DbOption = Annotated[
    str | None, typer.Option("--db", metavar="FILE|URL", help="The database; the setting db where not given.")
]


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


def _words(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{k} ({v})" for k, v in value.items()) or "none"
    return "none" if value is None else str(value)
