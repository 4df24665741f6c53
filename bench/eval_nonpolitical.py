"""Events coded from reports that are not political (sport, markets, weather, accidents): the fewer the better.

python -m bench.eval_nonpolitical [--list]        events a report; target at most 0.15
"""

from __future__ import annotations

import sys
from pathlib import Path

from bench.docs import SHARED, load_documents, load_reports
from truceline.coder import Resources, code_document
from truceline.domain.text import Document

LIST = Path(__file__).parent / "nonpolitical.txt"


FITTED, UNSEEN = slice(0, None, 2), slice(1, None, 2)
"""Of the list in the order of the corpus: what training/triggers.py and training/worth.py have seen, and the others."""


def nonpolitical_documents(part: slice) -> list[Document]:
    """Analysed reports of one half of the list."""
    wanted = {line for line in LIST.read_text(encoding="utf-8").split("\n") if line and not line.startswith("#")}
    listed = [r.report_id for r in load_reports("corpus") if r.report_id in wanted]
    return load_documents("corpus", only=listed[part])


def events_a_report(*, listed: bool = False) -> float:
    """Events a report on the half of the list that nothing was fitted on; listed: print each event."""
    resources = Resources.load()
    docs = nonpolitical_documents(UNSEEN)
    n_events = 0
    for doc in docs:
        events = code_document(doc, resources).events
        n_events += len(events)
        if listed:
            for event in events:
                words, sentence = event.trigger.of(doc.text), event.evidence[0].of(doc.text)
                print(f"{doc.report.report_id} {event.type} {event.confidence:.2f} «{words}» {sentence[:140]!r}")
    print(f"{len(docs)} reports, {n_events} events, {n_events / len(docs):.3f} a report")
    return round(n_events / len(docs), 3)


def main() -> None:
    """Print events a report, and with --list each event's words and type."""
    if not (SHARED / "corpus").exists():
        print("corpus absent")
        return
    events_a_report(listed="--list" in sys.argv)


if __name__ == "__main__":
    main()
