"""What the encoder reaches on the field's own sets: fine-tune it on one open side task and print the figure.

    python -m training.side_tasks re3d | actor_spans | quad_class | plover_types | police_events | muc4
        [--threads 1] [--encoder NET.pt]

Data: ../shared/bench, open splits only. re3d, police_events and muc4 are scored on their dev split, the others by
cross-validation over five folds of the open split. Nothing that is trained here ships. ``--encoder`` starts from the
event network's encoder (.cache/training/all/net.pt); as that network has learned from the sentences of actor_spans and
plover_types (training/auxiliary.py), and quad_class holds the same sentences, it is refused where they are scored.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from bench.docs import SHARED, rows
from bench.figures import f1
from training.encoders import Pieces, load_encoder
from training.side_tasks_net import Example, Recipe, allowed_steps, best_tags, cut, every, fit, read

N_FOLDS = 5
N_NEGATIVES = 6_000
"""Sentences without a label that an epoch of police_events draws."""

THRESHOLDS = (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)

# Recipes: ../shared/model_notes.md, "Protocol"; learning rate of re3d as its dev split prefers there.
RECIPES = {
    "re3d": Recipe(epochs=12, rate=1e-4),
    "actor_spans": Recipe(epochs=8, rate=2e-4),
    "quad_class": Recipe(epochs=4, rate=1e-4),
    "plover_types": Recipe(epochs=6, rate=1.5e-4),
    "police_events": Recipe(epochs=4, rate=1e-4),
}
CROSS_VALIDATED = ("actor_spans", "quad_class", "plover_types")
Encoder = dict[str, Tensor] | None


def load_rows(name: str) -> list[dict[str, Any]]:
    """Rows of an open split."""
    return list(rows(SHARED / "bench" / f"{name}.jsonl.gz"))


def folds(texts: Sequence[str], k: int = N_FOLDS, seed: int = 0) -> list[list[int]]:
    """Rows in k random parts; rows of one text stay together."""
    distinct = sorted({t.lower() for t in texts})
    random.Random(seed).shuffle(distinct)
    part = {t: i % k for i, t in enumerate(distinct)}
    return [[i for i, t in enumerate(texts) if part[t.lower()] == fold] for fold in range(k)]


def cross_validate(
    texts: Sequence[str], examples: Sequence[Example], n_out: int, recipe: Recipe
) -> list[np.ndarray]:
    """Scores of every example by a network that has not seen it."""
    scores: dict[int, np.ndarray] = {}
    for held in folds(texts):
        out = set(held)
        known = [e for i, e in enumerate(examples) if i not in out]
        net = fit(every(known), n_out, recipe, None)
        scores.update(zip(held, read(net, [examples[i] for i in held]), strict=True))
    return [scores[i] for i in range(len(examples))]


# Spans


def spans_of(tags: Sequence[str]) -> set[tuple[str, int, int]]:
    """(type, first, last) of a BIO sequence; an I- that continues nothing starts a span, as in seqeval by default."""
    found, start = set(), None
    for i, tag in enumerate([*tags, "O"]):
        kind = tag[2:]
        if start is not None and (tag == "O" or tag.startswith("B-") or kind != start[0]):
            found.add((start[0], start[1], i - 1))
            start = None
        if tag != "O" and start is None:
            start = (kind, i)
    return found


def span_f1(gold: Iterable[Sequence[str]], said: Iterable[Sequence[str]]) -> tuple[float, dict[str, float]]:
    """Micro F1 of exact typed spans over all sentences, and F1 of each type. Source: seqeval, default mode."""
    pairs = [(spans_of(g), spans_of(s)) for g, s in zip(gold, said, strict=True)]

    def score(kind: str | None) -> float:
        kept = [({x for x in g if kind in (None, x[0])}, {x for x in s if kind in (None, x[0])}) for g, s in pairs]
        return f1(sum(len(g & s) for g, s in kept), sum(len(s) for _, s in kept), sum(len(g) for g, _ in kept))

    return score(None), {kind: score(kind) for kind in sorted({x[0] for g, _ in pairs for x in g})}


def tag_examples(sentences: Sequence[dict[str, Any]], tags: Sequence[str], pieces: Pieces) -> list[Example]:
    """Tagged sentences; a tag that only dev has is learned by nobody and so never asked for."""
    number = {t: i for i, t in enumerate(tags)}
    return [
        Example(*cut(pieces.of(r["tokens"])), np.array([number.get(t, 0) for t in r["tags"]], dtype=np.int64))
        for r in sentences
    ]


def tag_names(sentences: Sequence[dict[str, Any]]) -> list[str]:
    """O first, then the other tags by name; I- of every type, whether or not it was seen."""
    kinds = sorted({t[2:] for r in sentences for t in r["tags"] if t != "O"})
    return ["O", *(f"{p}-{k}" for k in kinds for p in "BI")]


def report_spans(gold: list[list[str]], scores: Sequence[np.ndarray], tags: list[str]) -> None:
    """Print span F1 with and without the constraint that I-X follows B-X or I-X."""
    allowed = allowed_steps(tags)
    free = span_f1(gold, [[tags[i] for i in s.argmax(1)] for s in scores])[0]
    micro, by_kind = span_f1(gold, [[tags[i] for i in best_tags(s, allowed)] for s in scores])
    shown = " ".join(f"{k} {v:.3f}" for k, v in by_kind.items())
    print(f"span F1 {micro:.4f} (each word alone {free:.4f}): {shown}")


def run_re3d(recipe: Recipe, encoder: Encoder) -> None:
    """Entities of Syria and Iraq texts; micro span F1 on dev."""
    train, dev, pieces = load_rows("entities_re3d_train"), load_rows("entities_re3d_dev"), Pieces()
    tags = tag_names(train)
    examples = tag_examples(train, tags, pieces)
    net = fit(every(examples), len(tags), recipe, encoder)
    report_spans([r["tags"] for r in dev], read(net, tag_examples(dev, tags, pieces)), tags)


def run_actor_spans(recipe: Recipe) -> None:
    """Source and target spans of CAMEO sentences; micro span F1, cross-validated."""
    sentences = load_rows("actor_spans_train")
    tags = tag_names(sentences)
    examples = tag_examples(sentences, tags, Pieces())
    scores = cross_validate([" ".join(r["tokens"]) for r in sentences], examples, len(tags), recipe)
    report_spans([r["tags"] for r in sentences], scores, tags)


# Sentences


def text_examples(texts: Sequence[str], targets: Iterable[Any], most: int = 128) -> list[Example]:
    """Whole sentences with a class or a label vector each."""
    encoded = Pieces().tokenizer.encode_batch(list(texts), add_special_tokens=False)
    return [Example(cut([e.ids], most)[0], [], np.asarray(t)) for e, t in zip(encoded, targets, strict=True)]


def class_figures(gold: np.ndarray, said: np.ndarray) -> tuple[float, float]:
    """Accuracy and macro F1 over the classes of gold."""
    each = [
        f1(float(((gold == c) & (said == c)).sum()), float((said == c).sum()), float((gold == c).sum()))
        for c in np.unique(gold)
    ]
    return float((gold == said).mean()), float(np.mean(each))


def run_classes(name: str, recipe: Recipe) -> None:
    """quad_class or plover_types: one class a sentence; accuracy and macro F1, cross-validated."""
    sentences = load_rows(f"{name}_train")
    own = [r["type"] if name == "plover_types" else r["labels"][0] for r in sentences]
    classes = sorted(set(own))
    gold = np.array([classes.index(c) for c in own])
    texts = [r["text"] for r in sentences]
    scores = cross_validate(texts, text_examples(texts, gold), len(classes), recipe)
    accuracy, macro = class_figures(gold, np.stack(scores).argmax(1))
    print(f"accuracy {accuracy:.4f} macro F1 {macro:.4f} over {len(classes)} classes")


def example_f1(gold: np.ndarray, said: np.ndarray) -> tuple[float, float]:
    """Example F1: mean over sentences of Dice, 2 |gold and said| / (|gold| + |said|); bool (sentences, labels) each.

    bench/README.md means it over "examples with any label", which can be read in two ways. First figure, the strict
    one: any label in gold or said, so that a label on an empty sentence counts as 0. Second: any label in gold.
    """
    sizes = gold.sum(1) + said.sum(1)
    dice = 2 * (gold & said).sum(1) / np.maximum(sizes, 1)
    return float(dice[sizes > 0].mean()), float(dice[gold.any(1)].mean())


def police_examples(sentences: Sequence[dict[str, Any]]) -> list[Example]:
    """Sentences of a split with their label vectors."""
    labels = np.array([r["labels"] for r in sentences], dtype=np.float32)
    return text_examples([r["text"] for r in sentences], labels, 96)


def run_police_events(recipe: Recipe, encoder: Encoder) -> None:
    """Five labels of police action in Gujarat 2002 reports; example F1 on dev.

    The threshold, one for all labels, is chosen on dev; printed too are the figure at 0.5 and the one in which each
    half of dev is read as the other half prefers.
    """
    train, dev = load_rows("police_events_train"), load_rows("police_events_dev")
    examples = police_examples(train)
    positive, negative = [e for e in examples if e.target.any()], [e for e in examples if not e.target.any()]
    net = fit(lambda rng: positive + rng.sample(negative, N_NEGATIVES), 5, recipe, encoder)
    gold = np.array([r["labels"] for r in dev], dtype=bool)
    scores = np.stack(read(net, police_examples(dev)))
    report_labels(gold, 1 / (1 + np.exp(-scores)))


def best_threshold(gold: np.ndarray, probability: np.ndarray) -> float:
    """The threshold with the best example F1."""
    return max(THRESHOLDS, key=lambda t: example_f1(gold, probability > t)[0])


def report_labels(gold: np.ndarray, probability: np.ndarray) -> None:
    """Print example F1 and F1 of each label; gold bool, probability float (sentences, labels)."""
    halves = np.arange(len(gold)) < len(gold) // 2
    crossed = np.zeros_like(gold)
    for half in (halves, ~halves):
        crossed[half] = probability[half] > best_threshold(gold[~half], probability[~half])
    for name, said in (
        ("threshold 0.5", probability > 0.5),
        ("each half as the other prefers", crossed),
        (f"threshold {best_threshold(gold, probability)}", probability > best_threshold(gold, probability)),
    ):
        either, gold_only = example_f1(gold, said)
        each = [f1(float((g & s).sum()), float(s.sum()), float(g.sum())) for g, s in zip(gold.T, said.T, strict=True)]
        micro = f1(float((gold & said).sum()), float(said.sum()), float(gold.sum()))
        shown = " ".join(f"{x:.3f}" for x in each)
        print(f"{name}: example F1 {either:.4f} (gold sentences only {gold_only:.4f}) micro {micro:.4f} labels {shown}")


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("task", choices=(*RECIPES, "muc4"))
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--encoder", type=Path, help="net.pt of an event network whose encoder to start from")
    args = parser.parse_args()
    if args.encoder and args.task in CROSS_VALIDATED:
        raise SystemExit(f"{args.encoder} has learned from sentences of {args.task}. Run it without --encoder.")
    torch.set_num_threads(args.threads)
    started, encoder = time.time(), load_encoder(args.encoder)
    if args.task == "muc4":
        from training.side_tasks_muc import run_muc4

        run_muc4(encoder)
    elif args.task in ("quad_class", "plover_types"):
        run_classes(args.task, RECIPES[args.task])
    elif args.task == "actor_spans":
        run_actor_spans(RECIPES[args.task])
    else:
        {"re3d": run_re3d, "police_events": run_police_events}[args.task](RECIPES[args.task], encoder)
    print(f"{args.task} {time.time() - started:.0f} s, encoder {args.encoder or 'all-MiniLM-L6-v2'}")


if __name__ == "__main__":
    main()
