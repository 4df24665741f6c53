"""The bell: ``truceline``, with one file a verb."""

from __future__ import annotations

import importlib
import io
import logging
import os
import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from truceline import settings
from truceline.cli.annotate import annotate
from truceline.cli.code import code
from truceline.cli.console import say
from truceline.cli.db import db_app
from truceline.cli.eval import evaluate
from truceline.cli.logs import LogFormat, LogLevel, set_up
from truceline.cli.show import show
from truceline.cli.version import version
from truceline.errors import BadReport, NotFound, TrucelineError

app = typer.Typer(
    name="truceline",
    help="Read dated news reports and keep a sourced record of a conflict.\n\n"
    "\b\nExample:\n  truceline code examples/iraq-truce-2024\n  truceline code examples/iraq-truce-2024 --db truce.db\n"
    "  truceline show --db truce.db",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
)


@app.callback()
def options(
    log_format: Annotated[
        LogFormat | None, typer.Option("--log-format", help="stderr as text, or as one JSON object a line.")
    ] = None,
    log_level: Annotated[LogLevel | None, typer.Option("--log-level", help="Least that is logged.")] = None,
) -> None:
    """Before every verb: where the log goes."""
    set_up(
        log_format or LogFormat(settings.get_str("log_format")), log_level or LogLevel(settings.get_str("log_level"))
    )


SHORT: dict[str, str] = {
    "code": "Code reports: print their events, store them with --db.",
    "annotate": "Print the layers that events are read from.",
    "show": "Show an event, its sentences, its claims and who says so.",
    "eval": "Measure coded events against gold events.",
    "db": "Look after a database: info, upgrade, dump, load.",
    "version": "Print the versions of package, coder and models.",
    "actors": "Look a name up in the actor registry.",
    "gazetteer": "Build the gazetteer, look a name up in it.",
    "incidents": "Print incidents: one occurrence once, whoever tells of it.",
    "truces": "List truces and their state on a day.",
    "review": "People's decisions: as a file, over time, compared.",
    "users": "Who may log in to a shared server.",
    "export": "Write the record in the formats of the field.",
    "watch": "Watch RSS and Atom feeds: code new reports as they come.",
    "serve": "Open the pages and the API on a database.",
    "doctor": "Check the installation, and say what to do.",
}
"""Verb to what the list of verbs says of it, on one line of a narrow terminal."""

app.command("code", short_help=SHORT["code"])(code)
app.command("annotate", short_help=SHORT["annotate"])(annotate)
app.command("show", short_help=SHORT["show"])(show)
app.command("eval", short_help=SHORT["eval"])(evaluate)
app.add_typer(db_app, name="db", short_help=SHORT["db"])
app.command("version", short_help=SHORT["version"])(version)

ROOMS = ("actors", "gazetteer", "incidents", "truces", "review", "users", "export", "watch", "serve", "doctor")
"""Verbs that live in ``truceline.cli.<verb>``: a Typer called ``app``, or a function of the verb's name. Their modules
import nothing heavy at the top, so that ``truceline --help`` stays quick."""


def _add_rooms() -> None:
    for verb in ROOMS:
        module = importlib.import_module(f"truceline.cli.{verb}")
        if isinstance(sub := getattr(module, "app", None), typer.Typer):
            app.add_typer(sub, name=verb, short_help=SHORT[verb])
        else:
            app.command(verb, short_help=SHORT[verb])(getattr(module, verb))


_add_rooms()


def run(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code: 0 clean, 1 some reports not read, 2 wrong usage or nothing done.

    An expected mistake ends in one line on stderr, a reader that goes away ends the run without a word, and Ctrl-C
    leaves a clean store.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a terminal that cannot show a letter gets its code
            stream.reconfigure(errors="backslashreplace")
    try:
        result = app(args=None if arguments is None else list(arguments), standalone_mode=False)
        sys.stdout.flush()
        if result == 130:  # typer answers Ctrl-C itself, without a word
            raise KeyboardInterrupt
        return result if isinstance(result, int) else 0
    except TrucelineError as error:
        say(f"truceline: {error}", logging.ERROR, error=type(error).__name__)
        return 1 if isinstance(error, BadReport | NotFound) else 2
    except BrokenPipeError:
        return _reader_gone()
    except SystemExit as ended:
        if isinstance(ended.__context__, BrokenPipeError):  # rich and typer turn it into exit code 1
            return _reader_gone()
        raise
    except (typer.Abort, KeyboardInterrupt):
        say("Stopped. Reports that were stored stay; the same command goes on from here.")
        return 130
    except Exception as error:
        # The classes of wrong usage are private to typer; each can show itself.
        if callable(show_itself := getattr(error, "show", None)) and hasattr(error, "exit_code"):
            show_itself()
            return int(error.exit_code)
        raise


def _reader_gone() -> int:
    """Throw away what is left in the buffer, which would raise again at exit; 128 and SIGPIPE's number, as a shell has
    it for a program that the signal ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 141


def main() -> None:
    """Entry point of the command ``truceline``."""
    sys.exit(run())


if __name__ == "__main__":
    main()
