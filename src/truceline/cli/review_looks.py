"""``truceline review history``, ``sample`` and ``agreement``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from truceline import settings
from truceline.cli.console import printable, say, stdout_console, write_json
from truceline.cli.options import DbOption
from truceline.errors import UsageError

if TYPE_CHECKING:
    from truceline.domain.reviews import Deed

FormatOption = Annotated[str, typer.Option("--format", metavar="table|jsonl", help="How to print it.")]


def history(
    db: DbOption = None,
    by: Annotated[str | None, typer.Option("--by", metavar="NAME", help="One person's decisions.")] = None,
    about: Annotated[str | None, typer.Option("--about", metavar="EVENT", help="Decisions on one event.")] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, help="At most so many.")] = 50,
) -> None:
    """Print what people decided, the newest first; what was taken back stays, and says so.

    \b
    Example:
      truceline review history --db truce.db --by Éowyn
    """
    from truceline.store import Reviews, Store

    with Store.open(db or settings.get_str("db"), create=False, read_only=True) as store:
        for deed in Reviews(store).history(limit=limit, by=by, about=about):
            typer.echo(printable(_line(deed)))


def _line(deed: Deed) -> str:
    fields = f" {', '.join(c.field for c in deed.claims)}" if deed.claims else ""
    about = deed.about + (f" and {deed.other}" if deed.other else "")
    parts = [f"{deed.at_utc:%Y-%m-%d %H:%M:%S}", deed.by, f"{deed.what}{fields}", about]
    if deed.sample:
        parts.append(f"in sample {deed.sample}")
    if deed.note:
        parts.append(f"“{deed.note}”")
    if deed.withdrawn_utc is not None:
        parts.append(f"taken back by {deed.withdrawn_by} {deed.withdrawn_utc:%Y-%m-%d %H:%M:%S}")
    return "  ".join(parts)


def sample(
    name: Annotated[str | None, typer.Argument(metavar="[NAME]", help="Name of the sample; without it all are listed.")
    ] = None,
    size: Annotated[int, typer.Option("--size", min=1, help="Events to draw.")] = 50,
    seed: Annotated[int, typer.Option("--seed", help="The same seed over the same events draws the same sample.")] = 1,
    by: Annotated[str, typer.Option("--by", metavar="NAME", help="Who draws it.")] = "command line",
    db: DbOption = None,
) -> None:  # fmt: skip
    """Draw events for several people to review apart, without seeing each other's decisions; or list the samples.

    \b
    Example:
      truceline review sample august --size 50 --seed 7 --db truce.db
    """
    from truceline.store import Reviews, Store

    with Store.open(db or settings.get_str("db"), create=False, read_only=name is None) as store:
        book = Reviews(store)
        if name is not None:
            for ref in book.draw_sample(name, size, seed, by):
                typer.echo(ref)
            say(f"Open it with: truceline serve, then Review, {name}")
            return
        for one in book.samples():
            typer.echo(printable(f"{one.name}  {len(one.refs)} events  seed {one.seed}  drawn by {one.made_by}"))


def agreement(
    a: Annotated[str, typer.Argument(metavar="NAME", help="One reviewer.")],
    b: Annotated[str, typer.Argument(metavar="NAME", help="The other.")],
    sample: Annotated[
        str | None, typer.Option("--sample", metavar="NAME", help="On a shared sample, else on all that both decided.")
    ] = None,
    format: FormatOption = "table",
    db: DbOption = None,
) -> None:
    """Print how far two people agree on each field: per cent and Cohen's kappa.

    \b
    Example:
      truceline review agreement Éowyn Faramir --sample august --db truce.db
    """
    from rich.table import Table

    from truceline.store import Reviews, Store
    from truceline.store.agreement import agreement_between

    if format not in ("table", "jsonl"):
        raise UsageError(f"--format {format}: there are table and jsonl")
    if a == b:
        raise UsageError("agreement takes two different people")
    with Store.open(db or settings.get_str("db"), create=False, read_only=True) as store:
        known = Reviews(store).reviewers()
        for name in (a, b):
            if name not in known:
                raise UsageError(f"{name!r} has decided on nothing; reviewers: {', '.join(known) or 'none'}")
        found = agreement_between(store, a, b, sample)
    if format == "jsonl":
        for one in found:
            write_json({"field": one.field, "n": one.n, "agreed": one.n_agreed, "share": one.share,
                        "kappa": one.kappa, "differing": list(one.differing)})  # fmt: skip
        return
    table = Table(box=None, pad_edge=False, header_style="dim", padding=(0, 2, 0, 0))
    table.add_column("field")
    for column in ("both decided", "agreed", "share", "kappa"):
        table.add_column(column, justify="right")
    for one in found:
        share = "–" if one.share is None else f"{one.share:.0%}"
        kappa = "not defined" if one.kappa is None else f"{one.kappa:.2f}"
        table.add_row(one.field, str(one.n), str(one.n_agreed), share, kappa)
    stdout_console().print(table)
