"""Gold reports to training examples: words, sentences, event mentions with their role phrases."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from typing import Any

from bench.docs import SHARED, load_documents
from training.labels import MODE_NAMES, STATUSES, TRUCE_ACTS, TYPES, DocExample, MentionExample, Range
from truceline.domain.codes import EventType, Status
from truceline.domain.text import Document, Span
from truceline.inference.words import ROLES, title_words


def occurrences(doc: Document, names: Iterable[str]) -> list[Range]:
    """Word ranges at which any of the names stands, longest first, without overlaps, in text order."""
    text, found = doc.text, list[Range]()
    taken: set[int] = set()
    for name in sorted({n.strip() for n in names if n and n.strip()}, key=len, reverse=True):
        exact = name.isupper() and len(name) <= 3 and not text.isupper()
        pattern = r"(?<!\w)" + r"\s+".join(map(re.escape, name.split())) + r"(?!\w)"
        for match in re.finditer(pattern, text, 0 if exact else re.IGNORECASE):
            inside = doc.tokens_in(Span(*match.span()))
            if inside and not taken & {t.i for t in inside}:
                taken |= {t.i for t in inside}
                found.append((inside[0].i, inside[-1].i + 1))
    for name in names:  # "Iranian" for Iran: a demonym shares the first letters of a one-word name
        if name and " " not in name and len(name) >= 4 and name[0].isupper():
            for t in doc.tokens:
                if t.ent == "NORP" and t.text[:4].lower() == name[:4].lower() and t.i not in taken:
                    taken.add(t.i)
                    found.append((t.i, t.i + 1))
    return sorted(found)


def _choose(doc: Document, found: Sequence[Range], head: int, back: int, ahead: int) -> Range | None:
    """The occurrence that fills the role at this trigger: in its sentence the nearest, else the nearest before."""
    here = doc.tokens[head].sent
    distance = [(doc.tokens[a].sent - here, abs(a - head), (a, b)) for a, b in found]
    inside = [d for d in distance if d[0] == 0]
    if inside:
        return min(inside, key=lambda d: d[1])[2]
    before = [d for d in distance if -back <= d[0] < 0]
    if before:
        return min(before, key=lambda d: d[1])[2]
    after = [d for d in distance if 0 < d[0] <= ahead]
    return min(after, key=lambda d: d[1])[2] if after else None


def _fillers(event: dict[str, Any]) -> Iterable[tuple[str, list[str], int, int]]:
    """(role, names, sentences back, sentences ahead) of an event."""
    for key, role in (("actors", "ACTOR"), ("recipients", "RECIPIENT")):
        for names in event[key]:
            yield role, names, 4, 2
    if event.get("place"):
        yield "PLACE", event["place"]["names"], 50, 3
    if event.get("date") and event.get("date_text"):
        yield "TIME", [event["date_text"]], 50, 3
    if event.get("weapon"):
        yield "WEAPON", [event["weapon"]], 1, 2
    for source in event["reported_by"]:
        yield "SPEAKER", [source.get("speaker") or "", source.get("affiliation") or ""], 2, 2
    for harm in event["harm"]:
        yield "HARM", [harm.get("text") or "", harm.get("whom") or ""], 1, 2


def build(doc: Document, events: list[dict[str, Any]]) -> DocExample:
    """One report's examples."""
    mentions, masked = list[MentionExample](), set[int]()
    for number, event in enumerate(events):
        spans = {tuple(s) for s in [(event.get("trigger") or {}).get("span"), *(event.get("triggers") or [])] if s}
        for bounds, trigger in zip(event["evidence"], event.get("triggers") or [], strict=False):
            if trigger is None:
                masked |= {t.sent for t in doc.tokens_in(Span(*bounds))}
        fillers = [(r, occurrences(doc, n), b, a) for r, n, b, a in _fillers(event)]
        for bounds in sorted(spans):
            tokens = doc.tokens_in(Span(*bounds))
            if not tokens:
                continue
            head = doc.syntactic_head(Span(*bounds)) or tokens[0]
            if head.pos in ("AUX", "ADP", "PART", "DET", "PUNCT"):
                content = [t for t in tokens if t.pos in ("VERB", "NOUN", "ADJ", "PROPN")]
                head = content[0] if content else head
            mention = MentionExample(
                words=(tokens[0].i, tokens[-1].i + 1),
                head=head.i,
                event=number,
                type=TYPES.index(EventType(event["type"])),
                mode=MODE_NAMES.index(event["mode"] or "") if (event["mode"] or "") in MODE_NAMES else 0,
                status=STATUSES.index(Status(event["status"])),
                aggregate=int(bool(event["aggregate"])),
                truce=TRUCE_ACTS.index(event.get("truce_action") or ""),
                dated=int(event["date"] is not None),
                placed=int(event["place"] is not None),
                core=not event.get("optional"),
            )
            for role, found, back, ahead in fillers:
                chosen = _choose(doc, found, head.i, back, ahead)
                if chosen:
                    mention.roles.setdefault(role, []).append(chosen)
                mention.ignored.setdefault(role, []).extend(f for f in found if f != chosen)
            mentions.append(mention)
    by_sentence = [doc.sentence_tokens(i) for i in range(len(doc.sentences))]
    return DocExample(
        id=doc.report.report_id,
        title=title_words(doc.report.title),
        words=[t.text for t in doc.tokens],
        sentences=[(s[0].i, s[-1].i + 1) for s in by_sentence if s],
        mentions=sorted(mentions, key=lambda m: m.head),
        masked=sorted(masked - {doc.tokens[m.head].sent for m in mentions}),
        gold=events,
        starts=[t.start for t in doc.tokens],
        ends=[t.end for t in doc.tokens],
        text=doc.text,
    )


def load_examples(split: str) -> list[DocExample]:
    """Examples of ``train`` or ``dev``."""
    lines = (SHARED / "gold" / split / "events.jsonl").read_text("utf8").splitlines()
    events = {row["report_id"]: row["events"] for row in map(json.loads, lines)}
    return [build(d, events.get(d.report.report_id, [])) for d in load_documents(f"gold_{split}")]


if __name__ == "__main__":
    for name in ("train", "dev"):
        docs = load_examples(name)
        filled = {r: sum(len(m.roles.get(r, ())) for d in docs for m in d.mentions) for r in ROLES}
        print(name, len(docs), "reports", sum(len(d.mentions) for d in docs), "triggers", filled)
