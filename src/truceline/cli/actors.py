"""``truceline actors``: look a name up in the actor registry, with its ties on a day."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer

from truceline.cli.console import printable
from truceline.errors import NotFound, UsageError
from truceline.resources.actors import ActorRegistry, RegistryActor, Tie

app = typer.Typer(
    help="Look a name up in the actor registry.\n\n\b\nExample:\n"
    '  truceline actors show "Kataib Hezbollah" --on 2024-02-01',
    no_args_is_help=True,
    rich_markup_mode=None,
)


@app.command()
def show(
    name: Annotated[str, typer.Argument(help="A name, acronym or spelling as news writes it, or a registry id.")],
    on: Annotated[
        str | None, typer.Option(help="Day on which ties must hold, YYYY-MM-DD; today when not given.")
    ] = None,
) -> None:
    """Print the actors that answer to a name, with their forms, dated ties and where each row is from.

    TRUCELINE_ACTORS names files of further actors, as FollowTheMoney entities or Wikidata JSON.

    \b
    Example:
      truceline actors show "Kataib Hezbollah" --on 2024-02-01
    """
    registry = ActorRegistry.load()
    try:
        day = date.fromisoformat(on) if on else date.today()
    except ValueError as error:
        raise UsageError(f"--on {on}: is no day; write it as YYYY-MM-DD") from error
    found = (registry.get(name),) if name in registry else registry.lookup(name)
    if not found:
        raise NotFound(f"No actor of the registry is called {name!r}. Names are matched whole, or by sound")
    for n, actor in enumerate(found):
        if n:
            typer.echo()
        for line in _lines(registry, actor, day):
            typer.echo(printable(line))


def _lines(registry: ActorRegistry, actor: RegistryActor, day: date) -> list[str]:
    lines = [f"{actor.name}  {actor.kind.value}  {actor.country or 'no one country'}  [{actor.id}]"]
    if actor.forms:
        lines.append(f"  also {', '.join(actor.forms)}")
    for tie in registry.ties(actor.id, on=day):
        subject, whole = registry.get(tie.subject).name, registry.get(tie.object).name
        lines.append(f"  {subject} {tie.kind.value} {whole}{_when(tie)}  ({tie.origin or 'no origin'})")
    lines.append(f"  from {actor.origin or 'no origin'}")
    return lines


def _when(tie: Tie) -> str:
    if tie.first_day is None and tie.last_day is None:
        return ""
    return f", {tie.first_day or ''} to {tie.last_day or ''}".rstrip()
