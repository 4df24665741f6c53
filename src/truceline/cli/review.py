"""``truceline review``: people's decisions on the command line. Its verbs: ``review_files.py``, ``review_looks.py``."""

from __future__ import annotations

import typer

from truceline.cli.review_files import export_file, import_file
from truceline.cli.review_looks import agreement, history, sample

app = typer.Typer(
    help="People's decisions: as a file, over time, and how far two people agree.\n\n\b\nExample:\n"
    "  truceline review history --db truce.db\n  truceline review export --db truce.db > decisions.jsonl",
    no_args_is_help=True,
    rich_markup_mode=None,
)
app.command("export")(export_file)
app.command("import")(import_file)
app.command("history")(history)
app.command("sample")(sample)
app.command("agreement")(agreement)
