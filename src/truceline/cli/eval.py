"""``truceline eval``: coded events against gold events."""

from __future__ import annotations

import importlib.util
import json as json_module
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType
from typing import Annotated, Any

import typer

from truceline.cli.console import say, write_json
from truceline.errors import BadData, UsageError

DEFAULT_GOLD = Path("../shared/gold/dev")


def evaluate(
    gold: Annotated[Path, typer.Argument(help="Folder with reports.jsonl and events.jsonl.")] = DEFAULT_GOLD,
    predictions: Annotated[
        Path | None, typer.Option("--predictions", help="Events coded before (jsonl); else the reports are coded now.")
    ] = None,
    scorer: Annotated[
        Path | None, typer.Option("--scorer", help="score_events.py; else the one beside the gold folder.")
    ] = None,
    errors: Annotated[
        bool, typer.Option("--errors", help="List every event missed, extra, or wrong in a field.")
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="The figures as JSON.")] = False,
    workers: Annotated[int, typer.Option("--workers", min=1, help="Processes that code.")] = 1,
) -> None:
    """Measure coded events against gold events; says so where no gold is at hand.

    \b
    Example:
      truceline eval
      truceline code reports.jsonl --format jsonl > events.jsonl
      truceline eval ../shared/gold/dev --predictions events.jsonl --errors
    """
    scorer = scorer or gold.parent / "score_events.py"
    for needed in (gold / "reports.jsonl", gold / "events.jsonl", scorer):
        if not needed.exists():
            typer.echo(f"Gold absent: no {needed}. Nothing was measured.")
            return
    module = _load_scorer(scorer)
    found = _coded(gold / "reports.jsonl", workers) if predictions is None else _load(module, predictions)
    figures = module.score(module.load(str(gold / "events.jsonl")), found, errors)
    if json:
        write_json(figures)
    else:
        _print(figures)


def _load_scorer(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("score_events", path)
    if spec is None or spec.loader is None:
        raise UsageError(f"{path}: not a Python file that can be loaded")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _load(module: ModuleType, path: Path) -> dict[str, list[dict[str, Any]]]:
    if not path.exists():
        raise UsageError(f"{path}: no such file")
    try:
        loaded: dict[str, list[dict[str, Any]]] = module.load(str(path))
    except (KeyError, TypeError, json_module.JSONDecodeError) as error:
        raise BadData(
            f"{path}: not a line of events for each report ({error}); make it with: --format jsonl"
        ) from error
    return loaded


def _coded(reports: Path, workers: int) -> dict[str, list[dict[str, Any]]]:
    from truceline.cli.reading import progress, read_options, say_refused
    from truceline.domain.coded import CodedReport
    from truceline.domain.serial import event_to_dict
    from truceline.ingest import read_inputs
    from truceline.run import Listener, code_inputs, shipped_coder

    found: dict[str, list[dict[str, Any]]] = {}

    def keep(coded: CodedReport) -> None:
        found[coded.report.report_id] = [event_to_dict(e, coded.report, claims=False) for e in coded.events]

    with progress() as step:
        listener = Listener(keep, say_refused, on_step=step)
        incoming = read_inputs([str(reports)], read_options(None, None))
        summary = code_inputs(incoming, shipped_coder(), workers=workers, listener=listener)
    if summary.exit_code:
        say(f"{summary.n_refused + summary.n_failed} reports were not coded: their events count as missed")
    return found


def _print(figures: Mapping[str, Any]) -> None:
    for name, value in figures.items():
        if name == "errors":
            for line in value:
                typer.echo(line)
        elif isinstance(value, Mapping) and "f1" in value:
            counts = f"({value['tp']} right, {value['gold']} gold, {value['predicted']} predicted)"
            typer.echo(f"{name:13} P {value['p']:.3f}  R {value['r']:.3f}  F1 {value['f1']:.3f}   {counts}")
        else:
            typer.echo(f"{name:13} {value}")
