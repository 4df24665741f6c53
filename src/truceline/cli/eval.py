"""``truceline eval``: coded events against gold events."""

from __future__ import annotations

import importlib.util
import json as json_module
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from truceline.cli.console import say, write_json
from truceline.errors import BadData, UsageError

Events = Mapping[str, Sequence[dict[str, Any]]]
"""Report id to its events."""
Scorer = Callable[[Events, Events, bool], Mapping[str, Any]]


def evaluate(
    gold: Annotated[Path, typer.Argument(help="Folder with events.jsonl, and reports.jsonl where they are coded now.")],
    predictions: Annotated[
        Path | None, typer.Option("--predictions", help="Events coded before (jsonl); else the reports are coded now.")
    ] = None,
    scorer: Annotated[
        Path | None, typer.Option("--scorer", help="A Python file with a score() of its own; else the one shipped.")
    ] = None,
    errors: Annotated[
        bool, typer.Option("--errors", help="List every event missed, extra, or wrong in a field.")
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="The figures as JSON.")] = False,
    workers: Annotated[int, typer.Option("--workers", min=1, help="Processes that code.")] = 1,
) -> None:
    """Measure coded events against gold events, those that a person coded.

    \b
    Example:
      truceline eval my-gold
      truceline code my-gold/reports.jsonl --format jsonl > predicted.jsonl
      truceline eval my-gold --predictions predicted.jsonl --errors

    docs/measuring.md tells how to write the folder, and what each figure counts.
    """
    score = _load_scorer(scorer)
    wanted = _load(_needed(gold, "events.jsonl"))
    found = _coded(_needed(gold, "reports.jsonl"), workers) if predictions is None else _load(predictions)
    _compare_ids(wanted, found, gold, predictions)
    figures = score(wanted, found, errors)
    if json:
        write_json(figures)
    else:
        _print(figures)


def _needed(gold: Path, name: str) -> Path:
    """The file of the gold folder. Raises UsageError."""
    if not gold.is_dir():
        raise UsageError(f"{gold}: no such folder; give one that holds events.jsonl and reports.jsonl")
    if not (gold / name).is_file():
        raise UsageError(f"{gold}: holds no {name}; docs/measuring.md tells how to write it")
    return gold / name


def _load_scorer(path: Path | None) -> Scorer:
    if path is None:
        from truceline.domain.score import score

        return score
    if not path.is_file():
        raise UsageError(f"{path}: no such file")
    spec = importlib.util.spec_from_file_location("scorer", path)
    if spec is None or spec.loader is None:
        raise UsageError(f"{path}: not a Python file that can be loaded")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    found: Scorer | None = getattr(module, "score", None)
    if found is None:
        raise UsageError(f"{path}: has no function score(gold, coded, errors)")
    return found


def _load(path: Path) -> Events:
    """Events by report, from one JSON object a line. Raises UsageError and BadData, which name file and line."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        said = error.strerror or str(error) if isinstance(error, OSError) else "not a text in UTF-8"
        raise UsageError(f"{path}: {'no such file' if isinstance(error, FileNotFoundError) else said}") from error
    found: dict[str, Sequence[dict[str, Any]]] = {}
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        report_id, events = _read_line(line, f"{path}:{number}")
        if report_id in found:
            raise BadData(f"{path}:{number}: the report {report_id!r} stands on a line before; give each one line")
        found[report_id] = events
    if not found:
        raise UsageError(f"{path}: is empty; a line is wanted for each report")
    return found


def _read_line(line: str, where: str) -> tuple[str, Sequence[dict[str, Any]]]:
    from truceline.domain.codes import EventType
    from truceline.domain.score import score

    shape = 'one JSON object a line is wanted: {"report_id": "…", "events": [{"type": "ASSAULT", …}, …]}'
    try:
        record = json_module.loads(line)
        report_id, events = record.get("report_id") or record["report"]["id"], record["events"]
        types = [event["type"] for event in events]
    except (AttributeError, KeyError, TypeError, json_module.JSONDecodeError) as error:
        raise BadData(f"{where}: {shape} (found: {type(error).__name__}: {error})") from error
    if unknown := [name for name in types if name not in set(EventType)]:
        raise BadData(f"{where}: no event type {unknown[0]!r}; there are {', '.join(EventType)}")
    for number, event in enumerate(events, start=1):
        try:
            score({"": [event]}, {"": [event]})  # what cannot be held against itself cannot be measured
        except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
            raise BadData(
                f"{where}: event {number} ({event['type']}) has a field in another shape than docs/measuring.md tells "
                f"({type(error).__name__}: {error})"
            ) from error
    return str(report_id), events


def _compare_ids(wanted: Events, found: Events, gold: Path, predictions: Path | None) -> None:
    """Say which reports are without counterpart. Raises UsageError where none has one."""
    missing = [report_id for report_id in wanted if report_id not in found]
    where = predictions or gold / "reports.jsonl"
    if len(missing) == len(wanted):
        raise UsageError(
            f"{where}: has none of the {len(wanted)} reports of {gold / 'events.jsonl'}; "
            f"report_id there is {missing[0]!r}, here {next(iter(found), 'none')!r}: they must be the same"
        )
    if missing:
        say(f"{len(missing)} of {len(wanted)} reports of gold are not in {where}: their events count as missed")


def _coded(reports: Path, workers: int) -> Events:
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
        say(f"{summary.n_refused + summary.n_failed} reports could not be coded")
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
