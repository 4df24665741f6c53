"""Gold reports and events, and event mentions at the gold triggers (oracle groups) to measure one stage alone."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType
from typing import Any

from bench.docs import SHARED, load_documents, rows
from truceline.domain.codes import EventType, Status, TruceAction
from truceline.domain.mentions import EventMention
from truceline.domain.text import Document, Span

Gold = dict[str, object]


def gold_is_there() -> bool:
    """True when the shared gold set lies beside the project."""
    return (SHARED / "gold" / "dev" / "events.jsonl").exists()


def scorer() -> ModuleType:
    """The gold set's own scorer, score_events.py, as a module."""
    spec = importlib.util.spec_from_file_location("score_events", SHARED / "gold" / "score_events.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def load_gold(split: str) -> list[tuple[Document, list[Gold]]]:
    """(analysed report, its gold events) for ``dev``, ``train`` or ``newswire`` (bench/newswire_events.md)."""
    if split == "newswire":
        return load_newswire()
    events = {}
    for row in rows(SHARED / "gold" / split / "events.jsonl"):
        events[row["report_id"]] = row["events"]
    return [(d, events.get(d.report.report_id, [])) for d in load_documents(f"gold_{split}")]


NEWSWIRE = Path(__file__).parent / "newswire_events.jsonl"


def load_newswire() -> list[tuple[Document, list[Gold]]]:
    """Reports of the corpus that we annotated ourselves, in the form of gold (bench/newswire_events.md)."""
    documents = {d.report.source_id: d for d in load_documents("corpus")}
    return [
        (doc, [_from_offsets(doc, e) for e in row["events"]])
        for row in rows(NEWSWIRE)
        if (doc := documents.get(row["report_id"])) is not None
    ]


def _from_offsets(doc: Document, event: dict[str, Any]) -> Gold:
    """One annotated event with its names read from the report's text."""
    triggers = [Span(*t) for t in event["triggers"]]
    sentences = sorted({doc.sentence_at(t.start) for t in triggers})
    first = {s: next([t.start, t.end] for t in triggers if doc.sentence_at(t.start) == s) for s in sentences}
    place = event["place"]
    unread = {"mode": None, "harm": [], "weapon": None, "reported_by": [], "claimed_by": [], "denied_by": []}
    return {
        "status": "actual", "aggregate": False, "truce_action": None, **unread, **event,
        "actors": [_names(doc, e) for e in event["actors"]],
        "recipients": [_names(doc, e) for e in event["recipients"]],
        "place": place and {**place, "names": _names(doc, place)},
        "evidence": [[doc.sentences[s].start, doc.sentences[s].end] for s in sentences],
        "trigger": {"text": triggers[0].of(doc.text), "span": [triggers[0].start, triggers[0].end]},
        "triggers": [first[s] for s in sentences],
        "all_triggers": event["triggers"],
    }  # fmt: skip


def _names(doc: Document, entity: dict[str, Any]) -> list[str]:
    """The variants of an entity: the name that stands in no text first, then the words at its spans."""
    return [*([entity["name"]] if "name" in entity else []), *(Span(*s).of(doc.text) for s in entity["spans"])]


def oracle_groups(doc: Document, events: list[Gold]) -> list[tuple[Gold, tuple[EventMention, ...]]]:
    """Each gold event with event mentions at its triggers: type, mode, status, truce act of gold, no roles.

    An evidence sentence without a trigger span gives no mention; an event always has at least its main trigger.
    """
    out = []
    for event in events:
        main = (event.get("trigger") or {}).get("span")  # type: ignore[attr-defined]
        found = [main, *(event.get("triggers") or [])]  # type: ignore[misc]
        seen, mentions = set(), []
        for span in found:
            if not span or tuple(span) in seen:
                continue
            seen.add(tuple(span))
            act = event.get("truce_action")
            mentions.append(
                EventMention(
                    trigger=Span(*span),
                    sentence=doc.sentence_at(span[0]),
                    type=EventType(event["type"]),
                    mode=event.get("mode"),  # type: ignore[arg-type]
                    status=Status(event["status"]),
                    aggregate=bool(event.get("aggregate")),
                    truce_action=TruceAction(act) if act else None,
                )
            )
        out.append((event, tuple(mentions)))
    return out
