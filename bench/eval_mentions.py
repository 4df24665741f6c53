"""Rules' event mentions against gold: detected and typed figures, and the fields given gold triggers.

python -m bench.eval_mentions [dev|train]
"""

from __future__ import annotations

import sys
from collections import Counter
from typing import Any

from bench.gold import gold_is_there, load_gold, oracle_groups, scorer
from truceline.domain.codes import Role, Status, TruceAction
from truceline.domain.mentions import EventMention
from truceline.domain.text import Document
from truceline.extract.events import find_event_mentions, read_fields
from truceline.extract.merge import merge_mentions
from truceline.resources.lexicon import Lexicon


def as_event(mentions: tuple[EventMention, ...], doc: Document) -> dict[str, Any]:
    """A group in the scorer's shape: trigger, type, status, truce act, and role phrases as they stand."""
    lead = mentions[0]

    def words(role: Role) -> list[str]:
        return list(dict.fromkeys(f.span.of(doc.text) for f in lead.roles if f.role is role))

    return {
        "type": str(lead.type),
        "trigger": {"span": [lead.trigger.start, lead.trigger.end]},
        "status": str(lead.status),
        "truce_action": lead.truce_action and str(lead.truce_action),
        "actors": words(Role.ACTOR),
        "recipients": words(Role.RECIPIENT),
    }


def end_to_end(split: str) -> dict[str, Any]:
    """The scorer's figures for mentions and merging by rule alone (no entities, dates or places)."""
    lexicon, predicted, gold = Lexicon.load(), {}, {}
    for doc, events in load_gold(split):
        gold[doc.report.report_id] = events
        groups = merge_mentions(doc, find_event_mentions(doc, lexicon))
        predicted[doc.report.report_id] = [as_event(g, doc) for g in groups]
    return dict(scorer().score(gold, predicted, errors=True))


def fields_at_gold(split: str) -> None:
    """Mode, status, aggregate, truce act and roles read at gold triggers with gold types."""
    lexicon, score = Lexicon.load(), scorer()
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    roles = {Role.ACTOR: [0, 0, 0], Role.RECIPIENT: [0, 0, 0]}
    acts = [0, 0, 0]
    by_act: dict[str, Counter[str]] = {"missed": Counter(), "extra": Counter()}
    for doc, events in load_gold(split):
        for event, mentions in oracle_groups(doc, events):
            if not mentions or event.get("optional"):
                continue
            main = mentions[0]
            bare = EventMention(main.trigger, main.sentence, main.type, None, Status.ACTUAL, stage="gold")
            read = read_fields(doc, bare, lexicon)
            for name, mine, theirs in (
                ("status", read.status, main.status),
                ("aggregate", read.aggregate, main.aggregate),
                ("mode", read.mode, main.mode),
            ):
                right[name] += mine == theirs
                total[name] += 1
            for role, tally in roles.items():
                mine_words = list(dict.fromkeys(f.span.of(doc.text) for f in read.roles if f.role is role))
                key = "actors" if role is Role.ACTOR else "recipients"
                for i, n in enumerate(score.entities(event.get(key), mine_words)):
                    tally[i] += n
            gold_act = event.get("truce_action")
            acts[1] += bool(gold_act)
            acts[2] += read.truce_action is not None
            if read.truce_action and read.truce_action == gold_act:
                acts[0] += 1
            elif read.truce_action and read.truce_action in event.get("truce_also", []):  # type: ignore[operator]
                acts[2] -= 1
            else:
                if gold_act:
                    by_act["missed"][f"{gold_act}>{read.truce_action}"] += 1
                elif read.truce_action:
                    by_act["extra"][str(TruceAction(read.truce_action))] += 1
    print(f"{split}: at gold triggers " + "  ".join(f"{k} {right[k] / total[k]:.3f}" for k in total))
    for role, (tp, n_gold, n_mine) in roles.items():
        print(
            f"  {role} phrases P {tp / max(n_mine, 1):.3f} R {tp / max(n_gold, 1):.3f} "
            f"({tp} right, {n_gold} gold, {n_mine} read)"
        )
    tp, n_gold, n_mine = acts
    print(f"  truce acts P {tp / max(n_mine, 1):.3f} R {tp / max(n_gold, 1):.3f} ({tp}, {n_gold} gold, {n_mine} read)")
    print("   ", {k: dict(v.most_common(12)) for k, v in by_act.items()})


def main() -> None:
    """Print the figures."""
    if not gold_is_there():
        print("gold absent")
        return
    for split in sys.argv[1:] or ["dev", "train"]:
        result = end_to_end(split)
        for name in ("detected", "quad", "typed", "truce_action", "actors", "recipients"):
            print(f"{split} {name:13} {result[name]}")
        print(f"{split} status {result.get('status')}")
        fields_at_gold(split)


if __name__ == "__main__":
    main()
