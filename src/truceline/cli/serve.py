"""``truceline serve``: the pages and the API on a database."""

from __future__ import annotations

import ipaddress
from pathlib import Path
from typing import Annotated

import typer

from truceline import settings
from truceline.cli.console import say
from truceline.cli.options import DbOption
from truceline.errors import UsageError


def serve(
    db: DbOption = None,
    host: Annotated[str, typer.Option("--host", help="Address to answer on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="Port; 0 for any free one.")] = 8000,
    team: Annotated[bool, typer.Option("--team", help="For shared use: people log in, with roles.")] = False,
    user: Annotated[
        str, typer.Option("--user", metavar="NAME", help="Whose name decisions carry; else the system user's.")
    ] = "",
    tls_cert: Annotated[
        str | None, typer.Option("--tls-cert", metavar="FILE", help="Certificate, to serve TLS.")
    ] = None,
    tls_key: Annotated[str | None, typer.Option("--tls-key", metavar="FILE", help="Its private key.")] = None,
) -> None:
    """Open the pages and the API on a database, on this computer alone.

    \b
    Example:
      truceline code examples/iraq-truce-2024 --db truce.db
      truceline serve --db truce.db            (then open http://127.0.0.1:8000)

    Without --team anybody who reaches the server may change the record, so it answers on this computer's own
    addresses alone.
    """
    check_binding(host, team)
    check_options(team, user, tls_cert, tls_key)
    try:
        import uvicorn

        from truceline.web.app import create_app
    except ModuleNotFoundError as error:
        if error.name and error.name.startswith("truceline"):
            raise
        raise UsageError(f"The pages need {error.name}; install them with: pip install 'truceline[web]'") from error

    database = db or settings.get_str("db")
    app = create_app(database, team=team, tile_url=settings.get_str("tile_url"), local_name=user)
    scheme = "https" if tls_cert else "http"
    say(f"Truceline on {app.state.store.name}: {scheme}://{_shown(host)}:{port}  (Ctrl-C ends it)")
    if team and not tls_cert and not is_loopback(host):
        say("Passwords travel in clear on this network: give --tls-cert and --tls-key, or put a TLS proxy in front.")
    config = uvicorn.Config(
        app, host=host, port=port, log_level="warning", server_header=False, ssl_certfile=tls_cert, ssl_keyfile=tls_key
    )
    uvicorn.Server(config).run()


def check_binding(host: str, team: bool) -> None:
    """Raise UsageError for an address beyond this computer where nobody has to log in."""
    if team or is_loopback(host):
        return
    raise UsageError(
        f"--host {host} would let others on the network read and change the record without a log-in; "
        "add --team, or leave --host out to answer on this computer alone"
    )


def check_options(team: bool, user: str, tls_cert: str | None, tls_key: str | None) -> None:
    """Raise UsageError for options that do not go together, or files that are not there."""
    if team and user:
        raise UsageError(f"--user {user} names the one local user; with --team people log in under their own names")
    if bool(tls_cert) != bool(tls_key):
        raise UsageError("TLS takes both: --tls-cert FILE and --tls-key FILE")
    for option, path in (("--tls-cert", tls_cert), ("--tls-key", tls_key)):
        if path and not Path(path).is_file():
            raise UsageError(f"{option} {path}: no such file")


def is_loopback(host: str) -> bool:
    """True for an address, or the name localhost, that only this computer reaches."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _shown(host: str) -> str:
    return f"[{host}]" if ":" in host and not host.startswith("[") else host
