"""Gold reports and events, and event mentions at the gold triggers (oracle groups) to measure one stage alone."""

from __future__ import annotations

import importlib.util
from types import ModuleType

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
    """(analysed report, its gold events) for ``dev`` or ``train``."""
    events = {}
    for row in rows(SHARED / "gold" / split / "events.jsonl"):
        events[row["report_id"]] = row["events"]
    return [(d, events.get(d.report.report_id, [])) for d in load_documents(f"gold_{split}")]


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
