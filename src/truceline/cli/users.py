"""``truceline users``: who may log in to a shared server."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from truceline import settings
from truceline.cli.console import printable, say
from truceline.cli.options import DbOption
from truceline.errors import UsageError

if TYPE_CHECKING:
    from truceline.store.accounts import Accounts, Role

app = typer.Typer(
    help="Who may log in to a shared server (truceline serve --team).\n\n\b\nExample:\n"
    "  truceline users add Faramir --role lead --db truce.db\n  truceline users list --db truce.db",
    no_args_is_help=True,
    rich_markup_mode=None,
)
RoleOption = Annotated[str, typer.Option("--role", metavar="reader|coder|lead", help="What the person may do.")]
NameArgument = Annotated[str, typer.Argument(metavar="NAME", help="Name of the account; decisions carry it.")]
_BY = "command line"


@app.command()
def add(name: NameArgument, role: RoleOption = "coder", db: DbOption = None) -> None:
    """Make an account. The password is asked for, or read as one line from standard input.

    \b
    Example:
      truceline users add Faramir --role coder --db truce.db
    """
    from truceline.store.accounts import clean_name

    chosen = _role(role)
    name = clean_name(name)
    with _accounts(db) as accounts:
        if accounts.find(name) is not None:
            raise UsageError(f"there is an account {name!r} already; choose another name")
        account = accounts.add(name, chosen, _ask_hash(name))
        accounts.note(_BY, "add", f"{account.name} as {account.role}")
    say(f"{account.name} may log in as {account.role}.")


@app.command("list")
def list_accounts(db: DbOption = None) -> None:
    """Print the accounts: name, role, since when, and whether it is shut.

    \b
    Example:
      truceline users list --db truce.db
    """
    with _accounts(db) as accounts:
        for one in accounts.all():
            state = "shut" if one.disabled else "open"
            typer.echo(printable(f"{one.name}\t{one.role}\t{one.made_utc:%Y-%m-%d}\t{state}"))


@app.command()
def role(name: NameArgument, role: RoleOption, db: DbOption = None) -> None:
    """Give another role. The person has to log in again.

    \b
    Example:
      truceline users role Faramir --role lead --db truce.db
    """
    chosen = _role(role)
    with _accounts(db) as accounts:
        accounts.set_role(name, chosen)
        accounts.note(_BY, "role", f"{name} to {chosen}")
    say(f"{name} is a {chosen} now.")


@app.command()
def passwd(name: NameArgument, db: DbOption = None) -> None:
    """Set another password, asked for or read as one line from standard input. Open sessions end.

    \b
    Example:
      truceline users passwd Faramir --db truce.db
    """
    with _accounts(db) as accounts:
        account = accounts.get(name)
        accounts.set_password(account.name, _ask_hash(account.name))
        accounts.note(_BY, "password", account.name)
    say(f"{account.name} has another password; open sessions are ended.")


@app.command()
def disable(name: NameArgument, db: DbOption = None) -> None:
    """Shut an account: its sessions end and it cannot log in. Decisions keep the name.

    \b
    Example:
      truceline users disable Faramir --db truce.db
    """
    with _accounts(db) as accounts:
        accounts.set_disabled(name, True)
        accounts.note(_BY, "disable", name)
    say(f"{name} can no longer log in.")


@app.command()
def enable(name: NameArgument, db: DbOption = None) -> None:
    """Open a shut account again.

    \b
    Example:
      truceline users enable Faramir --db truce.db
    """
    with _accounts(db) as accounts:
        accounts.set_disabled(name, False)
        accounts.note(_BY, "enable", name)
    say(f"{name} can log in again.")


def _accounts(db: str | None) -> _Opened:
    return _Opened(db or settings.get_str("db"))


class _Opened:
    """The accounts of a database, for a ``with`` statement."""

    def __init__(self, db: str) -> None:
        from truceline.store import Store

        self._store = Store.open(db, create=False)

    def __enter__(self) -> Accounts:
        from truceline.store.accounts import Accounts

        return Accounts(self._store)

    def __exit__(self, *error: object) -> None:
        self._store.close()


def _role(name: str) -> Role:
    from truceline.store.accounts import Role

    try:
        return Role(name)
    except ValueError:
        raise UsageError(f"--role {name}: there are {', '.join(Role)}") from None


def _ask_hash(name: str) -> str:
    """The hash of a new password: typed twice on a terminal, else the first line of standard input."""
    try:
        from truceline.web.accounts_passwords import hash_password
    except ModuleNotFoundError as error:
        if error.name and error.name.startswith("truceline"):
            raise
        raise UsageError(f"Accounts need {error.name}; install it with: pip install 'truceline[web]'") from error
    if sys.stdin.isatty():
        return hash_password(str(typer.prompt("Password", hide_input=True, confirmation_prompt=True)), name)
    return hash_password(sys.stdin.readline().rstrip("\r\n"), name)
