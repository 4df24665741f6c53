"""Open single-sentence sets as further examples: who did what to whom, around the verb that has the actor as subject.

Only what a set knows is learned from it: the other fields, roles and words of its sentences get no verdict.
"""

from __future__ import annotations

import gzip
import json
import pickle
from datetime import date
from typing import Any

from bench.docs import CACHE, SHARED
from training.examples import occurrences
from training.labels import NO_VERDICT, TYPES, DocExample, MentionExample
from truceline.domain.codes import EventType
from truceline.domain.text import Document, Report, Token


def _rows(name: str) -> list[dict[str, Any]]:
    with gzip.open(SHARED / "bench" / f"{name}.jsonl.gz", "rt", encoding="utf8") as lines:
        return [json.loads(line) for line in lines]


def _spans(row: dict[str, Any], letter: str) -> list[str]:
    names, current = list[str](), list[str]()
    for token, tag in [*zip(row["tokens"], row["tags"], strict=True), ("", "O")]:
        if current and not tag.startswith("I-" + letter):
            names.append(" ".join(current))
            current = []
        if tag in ("B-" + letter, "I-" + letter):
            current.append(token)
    return names


def sentences() -> list[dict[str, Any]]:
    """{text, actors, recipients, type or None} of PLOVER types and CAMEO spans."""
    out = []
    for row in _rows("plover_types_train"):
        kind = row["type"] if row["type"] != "YIELD" else None
        out.append({"text": row["text"], "actors": [row["actor"]], "recipients": [row["recipient"]], "type": kind})
    for row in _rows("actor_spans_train"):
        actors, recipients = _spans(row, "S"), _spans(row, "T")
        if actors and recipients:
            text = " ".join(row["tokens"]).replace(" ,", ",").replace(" .", ".").replace(" 's", "'s")
            out.append({"text": text, "actors": actors, "recipients": recipients, "type": None})
    return out


def _trigger(doc: Document, actor: tuple[int, int]) -> Token | None:
    """The verb whose subject (or agent) is the actor."""
    inside = set(range(*actor))
    head = next((t for t in doc.tokens[actor[0] : actor[1]] if t.head not in inside or t.head == t.i), None)
    while head is not None and head.head != head.i:
        dep, head = head.dep, doc.tokens[head.head]
        if head.pos == "VERB" and dep in ("nsubj", "nsubjpass", "pobj", "agent", "conj"):
            return head
        if head.pos == "VERB":
            return None
    return None


def _example(doc: Document, row: dict[str, Any], number: int) -> DocExample | None:
    actors = [o for name in row["actors"] for o in occurrences(doc, [name])[:1]]
    recipients = [o for name in row["recipients"] for o in occurrences(doc, [name])[:1]]
    head = _trigger(doc, actors[0]) if actors else None
    if head is None or not recipients:
        return None
    mention = MentionExample(
        words=(head.i, head.i + 1), head=head.i, event=0,
        type=TYPES.index(EventType(row["type"])) if row["type"] else NO_VERDICT,
        mode=NO_VERDICT, status=NO_VERDICT, aggregate=NO_VERDICT, truce=NO_VERDICT, dated=NO_VERDICT, placed=NO_VERDICT,
        core=True, roles={"ACTOR": actors, "RECIPIENT": recipients},
    )
    found = [doc.sentence_tokens(i) for i in range(len(doc.sentences))]
    ranges = [(s[0].i, s[-1].i + 1) for s in found if s]
    return DocExample(
        f"aux-{number}", [], [t.text for t in doc.tokens], ranges, [mention], list(range(len(ranges))), partial=True
    )


def load_auxiliary() -> list[DocExample]:
    """Examples of both sets, from .cache/ where they are."""
    path = CACHE / "auxiliary.pkl"
    if path.exists():
        return pickle.loads(path.read_bytes())
    from truceline.language import Language, analyse_all

    rows = sentences()
    reports = [Report(date(2000, 1, 1), r["text"]) for r in rows]
    docs = analyse_all(reports, Language.load())
    made = [_example(d, r, n) for n, (d, r) in enumerate(zip(docs, rows, strict=True))]
    out = [m for m in made if m]
    CACHE.mkdir(exist_ok=True)
    path.write_bytes(pickle.dumps(out))
    return out


if __name__ == "__main__":
    found = load_auxiliary()
    print(len(found), "sentences", sum(d.mentions[0].type >= 0 for d in found), "with a type")
