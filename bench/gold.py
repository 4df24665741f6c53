"""Gold reports and events, and event mentions at the gold triggers (oracle groups) to measure one stage alone."""

from __future__ import annotations

import importlib.util
from collections.abc import Collection, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

from bench.docs import ROOT, SHARED, load_documents, rows
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


def pairs_as_scored(gold: Sequence[Gold], told: Sequence[Gold]) -> list[tuple[int, int]]:
    """(number of a gold event, number of a told one) that stand for each other, one to one, the closest first: as
    score_events.py pairs them."""
    score = scorer()
    near = ((score.closeness(g, t), i, j) for i, g in enumerate(gold) for j, t in enumerate(told))
    taken_gold: set[int] = set()
    taken_told: set[int] = set()
    pairs = []
    for closeness, i, j in sorted(near, reverse=True):
        if closeness > 0 and i not in taken_gold and j not in taken_told:
            taken_gold.add(i)
            taken_told.add(j)
            pairs.append((i, j))
    return pairs


def load_gold(split: str, *, only: Collection[str] | None = None) -> list[tuple[Document, list[Gold]]]:
    """(analysed report, its gold events) for ``dev``, ``train``, and our own: ``amended`` and ``newswire``
    (bench/newswire_events.md), ``written`` (training/written/README.md), ``ours`` (these three together), and
    ``muc4``, which only the networks learn from.

    only: ids of the reports that are asked for, of ``dev`` and ``train``.
    """
    if split in _OURS:
        return [pair for load in _OURS[split] for pair in load()]
    events = {}
    for row in rows(SHARED / "gold" / split / "events.jsonl"):
        events[row["report_id"]] = row["events"]
    return [(d, events.get(d.report.report_id, [])) for d in load_documents(f"gold_{split}", only=only)]


NEWSWIRE = Path(__file__).parent / "newswire_events.jsonl"
AMENDED = Path(__file__).parent / "gold_train_amended.jsonl"
MUC4 = Path(__file__).parent / "muc4_events.jsonl"
WRITTEN = ROOT / "training" / "written" / "events.jsonl"


def load_newswire() -> list[tuple[Document, list[Gold]]]:
    """Reports of the corpus, TimeBank, AQUAINT and TR-News that we annotated ourselves, in the form of gold
    (bench/newswire_events.md)."""
    documents = {d.report.source_id: d for s in ("corpus", "tbaq", "trnews") for d in load_documents(s)}
    return _load_offsets(NEWSWIRE, documents)


def load_amended() -> list[tuple[Document, list[Gold]]]:
    """Reports of gold/train with our second reading of their events (bench/newswire_events.md)."""
    documents = {d.report.report_id: d for d in load_documents("gold_train")}
    return _load_offsets(AMENDED, documents)


def load_written() -> list[tuple[Document, list[Gold]]]:
    """Reports that we wrote and annotated ourselves, in the form of gold (training/written/README.md)."""
    documents = {d.report.source_id: d for d in load_documents("written")}
    return _load_offsets(WRITTEN, documents)


def load_muc4() -> list[tuple[Document, list[Gold]]]:
    """Reports of MUC-4 that we annotated ourselves, in the form of gold (bench/newswire_events.md)."""
    documents = {d.report.source_id: d for d in load_documents("muc4")}
    return _load_offsets(MUC4, documents)


_OURS = {
    "amended": (load_amended,),
    "newswire": (load_newswire,),
    "written": (load_written,),
    "muc4": (load_muc4,),
    "ours": (load_amended, load_newswire, load_written),
}


def _load_offsets(path: Path, documents: dict[Any, Document]) -> list[tuple[Document, list[Gold]]]:
    return [
        (doc, [_from_offsets(doc, e) for e in row["events"]])
        for row in rows(path)
        if (doc := documents.get(row["report_id"])) is not None
    ]


def _from_offsets(doc: Document, event: dict[str, Any]) -> Gold:
    """One annotated event with its names read from the report's text."""
    text = doc.text
    absent = {"mode": None, "status": "actual", "aggregate": False, "optional": False, "truce_action": None}
    place, trigger = event["place"], event["trigger"] or next(t for t in event["triggers"] if t)
    listed = {
        key: [_names(text, e) for e in event.get(key, [])]
        for key in ("actors", "recipients", "claimed_by", "denied_by", "truce_parties")
    }
    return {
        **absent, **event, **listed,
        "date_text": _words(text, event.get("date_words")),
        "weapon": _words(text, event.get("weapon")),
        "harm": [{**h, "whom": _words(text, h["whom"])} for h in event.get("harm", [])],
        "reported_by": [
            {k: r.get(k) if k == "stance" else _words(text, r.get(k)) for k in _RECORD}
            for r in event.get("reported_by", [])
        ],
        "place": place and {**place, "names": _names(text, place)},
        "trigger": {"text": text[trigger[0] : trigger[1]], "span": trigger},
    }  # fmt: skip


_RECORD = ("speaker", "affiliation", "outlet", "stance")


def _words(text: str, found: list[int] | str | None) -> str | None:
    return text[found[0] : found[1]] if isinstance(found, list) else found


def _names(text: str, entity: dict[str, Any]) -> list[str]:
    """The variants of an entity: names that stand in no text first, then the words at its spans."""
    return [*entity.get("names", []), *(text[a:b] for a, b in entity["spans"])]


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
