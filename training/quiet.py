"""Reports of sport, markets, weather and science, picked by their words: examples in which nothing is to be coded."""

from __future__ import annotations

import json
import re

from bench.docs import SHARED, load_documents, rows
from bench.gold import NEWSWIRE
from training.examples import build
from training.labels import DocExample

_TOPICS = (
    r"match|goals?|coach|league|tournament|champion\w*|semi-?finals?|quarter-?finals?|striker|midfielder|wickets?|innings|"
    r"seeded|sets?|medals?|playoffs?|round|teams?|scored|season|cup|players?|club|squad",
    r"shares?|stocks?|index|points|traders|dealers|investors?|closed|turnover|brokers?|percent|bourse|session|"
    r"blue chips?|yen|futures|analysts?|profits?|quarter|earnings|gainers|losers",
    r"rain\w*|temperatures?|degrees|celsius|cloudy|forecast|winds?|showers|sunny|snow\w*|meteorolog\w*",
    r"researchers?|scientists?|study|species|cells?|vaccine|patients?|disease|virus|museum|film|album|festival|"
    r"actress|concert",
)
_POLITICAL = re.compile(
    r"\b(kill\w*|troops?|polic\w+|attack\w*|cease-?fire|rebels?|protest\w*|minist\w+|president|parliament|govern\w+|army|"
    r"militar\w+|war|sanction\w*|arrest\w*|court|bomb\w*|strikes?|talks|treaty|union|election\w*|diploma\w+|embass\w+|"
    r"security|opposition|U\.?N\.?|jailed|banned|threat\w*|lawsuit|condemn\w*|prosecut\w+)\b", re.I
)


def quiet_examples() -> tuple[list[DocExample], list[DocExample]]:
    """Reports with at least four different words of one such topic and at most one political word.

    Returns (for training, for measuring): every fourth is kept for measuring. Gold reports are left out.
    """
    gold = (SHARED / "gold" / split / "reports.jsonl" for split in ("train", "dev"))
    skip = {json.loads(line)["id"] for path in gold for line in path.read_text("utf8").splitlines()}
    skip |= {row["report_id"] for row in rows(NEWSWIRE)}
    topics = [re.compile(rf"\b(?:{t})\b", re.I) for t in _TOPICS]
    out = []
    for doc in load_documents("corpus"):
        if doc.report.report_id in skip:
            continue
        text = f"{doc.report.title or ''} {doc.text}"
        if len({m.group().lower() for m in _POLITICAL.finditer(text)}) > 1:
            continue
        if any(len({m.group().lower() for m in t.finditer(text)}) >= 4 for t in topics):
            out.append(build(doc, []))
    return [d for i, d in enumerate(out) if i % 4], out[::4]
