"""Truce questions: the state of a truce on a day, against what a careful reader would say.

    python -m bench.eval_truces [--coded] [--errors]

Questions stand in bench/truce_questions.jsonl: reports, one event of the truce (gold id), day, right states.
Oracle events by default; --coded asks the corridor's own events, found by their evidence, and the questions on
examples/ too, of which there are no gold events: there the truce of the country with the most entries is asked.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

from bench.gold import gold_is_there
from truceline.domain.coded import CodedReport
from truceline.domain.codes import TruceState
from truceline.domain.text import Report, Span
from truceline.domain.truces import Truce
from truceline.fuse.assemble import fuse
from truceline.ledger.timeline import build_truces, state
from truceline.resources.actors import ActorRegistry

QUESTIONS = Path(__file__).parent / "truce_questions.jsonl"


def questions() -> list[dict[str, Any]]:
    """The questions, in order."""
    return [json.loads(line) for line in QUESTIONS.read_text(encoding="utf8").splitlines()]


def coded_reports(coded: bool, registry: ActorRegistry) -> dict[str, tuple[CodedReport, list[dict[str, Any]]]]:
    """report id -> (coded report, gold rows), with gold events or the corridor's own."""
    from bench.oracle import gold_coded

    found = {c.report.report_id: (c, rows) for split in ("train", "dev") for c, rows in gold_coded(split, registry)}
    if not coded:
        return found
    from bench.gold import load_gold
    from truceline.coder import Resources, code_document

    asked = {r for q in questions() for r in q.get("reports", ())}
    resources = Resources.load()
    for split in ("train", "dev"):
        for doc, _ in load_gold(split, only=asked):
            found[doc.report.report_id] = (code_document(doc, resources), found[doc.report.report_id][1])
    return found


def truce_of(truces: tuple[Truce, ...], report_id: str, spans: list[Span], event_id: str | None) -> Truce | None:
    """The truce that an event stands in: by its id, else by the most evidence shared."""
    best: tuple[int, Truce | None] = (0, None)
    for truce in truces:
        shared = 0
        for entry in truce.entries:
            for evidence in entry.evidence:
                if evidence.report_id != report_id:
                    continue
                if event_id is not None and evidence.event.endswith(f"#{event_id}"):
                    return truce
                shared += any(evidence.span.overlaps(s) for s in spans)
        if event_id is None and shared > best[0]:
            best = (shared, truce)
    return best[1]


def answer(
    question: dict[str, Any],
    reports: dict[str, tuple[CodedReport, list[dict[str, Any]]]],
    coded: bool,
    registry: ActorRegistry,
) -> tuple[str, str]:
    """(state, label) for a question; ``no truce`` where none is found."""
    chosen = [reports[r][0] for r in question["reports"]]
    truces = build_truces(chosen, fuse(chosen, (), registry), registry)
    for gold_id in question["events"]:
        report_id, number = gold_id.rsplit("#", 1)
        one, rows = reports[report_id]
        row = next(r for r in rows if r["id"] == gold_id)
        spans = [Span(*s) for s in row["evidence"]]
        truce = truce_of(truces, one.report.id, spans, None if coded else number)
        if truce is not None:
            known = question["as_known_on"]
            on = state(truce, date.fromisoformat(question["day"]), date.fromisoformat(known) if known else None)
            return on.state.value, on.label
    return "no truce", ""


def example_answers(asked: list[dict[str, Any]], registry: ActorRegistry) -> list[tuple[str, str]]:
    """(state, label) for questions on one folder of examples, coded by the corridor."""
    from truceline.coder import Resources, code_report
    from truceline.ingest.inputs import ReadOptions, read_inputs

    if not asked:
        return []
    resources = Resources.load()
    folder = QUESTIONS.parent.parent / "examples" / asked[0]["example"]
    coded = [code_report(r, resources) for r in read_inputs([str(folder)], ReadOptions()) if isinstance(r, Report)]
    truces = build_truces(coded, fuse(coded, (), registry), registry)
    here = [t for t in truces if t.scope_country == asked[0]["country"]]
    truce = max(here, key=lambda t: len(t.entries), default=None)
    answers = []
    for question in asked:
        known = question["as_known_on"]
        if truce is None:
            answers.append(("no truce", ""))
            continue
        on = state(truce, date.fromisoformat(question["day"]), date.fromisoformat(known) if known else None)
        answers.append((on.state.value, on.label))
    return answers


def score(coded: bool, registry: ActorRegistry) -> tuple[Counter[str], list[str]]:
    """Counts of right, wrong and falsely ended, and a line for each error."""
    reports = coded_reports(coded, registry)
    counts: Counter[str] = Counter()
    errors = []
    asked = [q for q in questions() if "example" not in q]
    answers = [answer(q, reports, coded, registry) for q in asked]
    if coded:
        examples = [q for q in questions() if "example" in q]
        asked += examples
        answers += example_answers(examples, registry)
    for question, (got, label) in zip(asked, answers, strict=True):
        right = got in question["expect"] and question.get("label_has", "") in label
        if got == "no truce" and TruceState.UNKNOWN.value in question["expect"]:
            right = True
        counts["right" if right else "wrong"] += 1
        counts["falsely ended"] += got == TruceState.ENDED.value and TruceState.ENDED.value not in question["expect"]
        if not right:
            where = question["events"][0] if "events" in question else question["example"]
            known = f" as known on {question['as_known_on']}" if question["as_known_on"] else ""
            errors.append(
                f"{question['id']} {where} on {question['day']}{known}: {got} ({label}), not {question['expect']}"
            )
    return counts, errors


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--coded", action="store_true", help="ask the corridor's own events")
    parser.add_argument("--errors", action="store_true")
    args = parser.parse_args()
    if not gold_is_there():
        print("The gold set is absent (../shared/gold): nothing to measure.")
        return
    counts, errors = score(args.coded, ActorRegistry.load())
    total = counts["right"] + counts["wrong"]
    print(f"truce questions: {counts['right']} of {total} right = {counts['right'] / total:.3f}")
    print(f"falsely ended: {counts['falsely ended']}")
    if args.errors:
        print(*errors, sep="\n")


if __name__ == "__main__":
    main()
