"""Measure attribution with gold triggers: reported_by accuracy, claimed_by and denied_by F1, documents per second.

    python -m bench.eval_attribution [dev|train] [--errors] [--limit N]

Rules are those of the gold set's own scorer, over core events: reported_by is right when every record has its match.
"""

from __future__ import annotations

import argparse
import pickle
import time
from collections import Counter

from bench.docs import CACHE, ROOT
from bench.gold import gold_is_there, load_gold, oracle_groups, scorer
from truceline.domain.mentions import Actor
from truceline.domain.text import Document
from truceline.extract.actors import find_actors
from truceline.extract.attribution import attribute, find_responsibility, find_speeches
from truceline.extract.places import find_places
from truceline.resources.actors import ActorRegistry
from truceline.resources.gazetteer import Gazetteer


def actors_of(docs: list[Document], name: str) -> dict[str, tuple[Actor, ...]]:
    """Actors of each report by its id, kept in .cache/ for as long as the reading of actors does not change."""
    path = CACHE / f"speakers-{name}.pkl"
    newest = max(
        p.stat().st_mtime for d in ("extract", "resources", "data") for p in (ROOT / "src/truceline" / d).glob("*act*")
    )
    if path.exists() and path.stat().st_mtime > newest:
        return pickle.loads(path.read_bytes())
    registry, gazetteer = ActorRegistry.load(), Gazetteer.open()
    found = {d.report.id: find_actors(d, registry, find_places(d, gazetteer), on=d.report.date) for d in docs}
    path.write_bytes(pickle.dumps(found, protocol=5))
    return found


def pairs(records: list) -> list[list[str]]:
    """Records as the scorer compares them: speaker and affiliation."""
    return [[r.get("speaker") or "", r.get("affiliation") or ""] for r in records or []]


def main() -> None:
    """Print the figures of one split."""
    options = _arguments()
    if not gold_is_there():
        print("gold absent")
        return
    measure(options.split, errors=options.errors, limit=options.limit, plain=options.plain)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("split", nargs="?", default="dev")
    parser.add_argument("--errors", action="store_true")
    parser.add_argument("--limit", type=int)
    parser.add_argument("--plain", action="store_true", help="without actors: speakers by their phrases alone")
    return parser.parse_args()


def measure(split: str, *, errors: bool = False, limit: int | None = None, plain: bool = False) -> dict[str, float]:
    """All figures at gold triggers, printed; the main ones returned."""
    score = scorer()
    gold = load_gold(split)[:limit]
    right = total = right_full = total_full = right_empty = total_empty = 0
    by_type: Counter = Counter()
    claimed, denied = [0, 0, 0], [0, 0, 0]
    spent = 0.0
    known = {} if plain else actors_of([d for d, _ in gold], split)
    for doc, events in gold:
        actors = known.get(doc.report.id, ())
        began = time.process_time()
        speeches = find_speeches(doc, actors)
        spent += time.process_time() - began
        told = oracle_groups(doc, events)
        began = time.process_time()
        responsible = find_responsibility(doc, [group for _, group in told], actors)
        spent += time.process_time() - began
        for (event, group), (claims, denials) in zip(told, responsible, strict=True):
            if event.get("optional"):
                continue
            began = time.process_time()
            found = attribute(doc, group, speeches)
            spent += time.process_time() - began
            want = pairs(event.get("reported_by"))
            have = [[a.speaker, a.affiliation or ""] for a in found]
            good = score.entities(want, have)[0] == max(len(want), len(have))
            total += 1
            right += good
            by_type[event["type"], good] += 1
            if want:
                total_full += 1
                right_full += good
            else:
                total_empty += 1
                right_empty += good
            named = [[[e.name, e.affiliation or ""] for e in es] for es in (claims, denials)]
            for store, key, mine in ((claimed, "claimed_by", named[0]), (denied, "denied_by", named[1])):
                counts = score.entities(event.get(key), [[x for x in m if x] for m in mine])
                for k in range(3):
                    store[k] += counts[k]
                if errors and counts[0] != max(counts[1:]):
                    print(
                        f"{key.upper()} {doc.report.report_id} «{event['trigger']['text']}» "
                        f"gold {event.get(key)} have {mine}"
                    )
            if errors and not good:
                sentence = doc.sentences[group[0].sentence].of(doc.text) if group else ""
                print(
                    f"WRONG {doc.report.report_id} {event['type']} {event['status'][:4]} «{event['trigger']['text']}»\n"
                    f"   gold {want}\n   have {have}\n   {' '.join(sentence.split())[:330]}"
                )
    print(
        f"reported_by {right / total:.3f} ({right}/{total}), "
        f"where gold has records {right_full / max(total_full, 1):.3f} "
        f"({right_full}/{total_full}), where it has none {right_empty / max(total_empty, 1):.3f}"
    )
    for name, counts in (("claimed_by", claimed), ("denied_by", denied)):
        print(name, score.f1(*counts))
    print(
        "by type",
        {t: f"{by_type[t, True]}/{by_type[t, True] + by_type[t, False]}" for t in sorted({k[0] for k in by_type})},
    )
    print(f"{len(gold) / spent:.1f} documents a second")
    return {
        "reported_by": round(right / total, 3),
        "reported_by_where_told": round(right_full / max(total_full, 1), 3),
        "claimed_by_f1": score.f1(*claimed)["f1"],
    }


if __name__ == "__main__":
    main()
