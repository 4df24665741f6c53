"""Events coded from reports that are not political (sport, markets, weather, accidents): the fewer the better.

python -m bench.eval_nonpolitical [--list]        events a report by the rules; target at most 0.15
"""

from __future__ import annotations

import sys
from pathlib import Path

from bench.docs import SHARED, load_documents
from truceline.domain.text import Document
from truceline.extract.events import find_event_mentions
from truceline.extract.merge import merge_mentions
from truceline.resources.lexicon import Lexicon

LIST = Path(__file__).parent / "nonpolitical.txt"


def nonpolitical_documents() -> list[Document]:
    """Analysed reports of the list."""
    wanted = {line for line in LIST.read_text(encoding="utf-8").split("\n") if line and not line.startswith("#")}
    return [d for d in load_documents("corpus") if d.report.report_id in wanted]


def main() -> None:
    """Print events a report, and with --list each event's words and type."""
    if not (SHARED / "corpus").exists():
        print("corpus absent")
        return
    lexicon = Lexicon.load()
    docs = nonpolitical_documents()[1::2]  # the others were seen in training/triggers.py
    n_events = 0
    for doc in docs:
        groups = merge_mentions(doc, find_event_mentions(doc, lexicon))
        n_events += len(groups)
        if "--list" in sys.argv:
            for group in groups:
                lead = group[0]
                words, sentence = lead.trigger.of(doc.text), doc.sentences[lead.sentence].of(doc.text)
                print(f"{doc.report.report_id} {lead.type} {lead.score:.2f} «{words}» {sentence[:140]!r}")
    print(f"{len(docs)} reports, {n_events} events, {n_events / len(docs):.3f} a report")


if __name__ == "__main__":
    main()
