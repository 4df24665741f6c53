"""MUC-4 role fillers: five parallel O/B/I layers over passages, mentions grouped into entities by their words.

Recipe: ../shared/model_notes.md, protocol 5. The decoding is chosen on dev, where the figure is taken too;
``run_muc4`` therefore also prints a figure in which each half of dev is read as the other half prefers.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
from scipy.special import log_softmax
from torch import Tensor

from bench.muc import ROLES, Counts, MucReport, ceaf_ree, load_muc, normalise
from training.encoders import Pieces
from training.side_tasks_net import Example, Recipe, allowed_steps, best_tags, cut, fit, read

RECIPE = Recipe(epochs=6, rate=2e-4, batch=8)
PASSAGE_WORDS = 150
EMPTY_SHARE = 0.2
"""Share of the passages without a filler that an epoch draws."""
WORD = re.compile(r"\w+|[^\w\s]")
SENTENCE_END = re.compile(r"[.!?][\"')]*\s")
ALLOWED = allowed_steps(["O", "B-x", "I-x"])


@dataclass(frozen=True, slots=True)
class Decoding:
    """How scores become entities; values: the grid of ``GRID``, chosen on dev."""

    bias: float
    """Taken from the score of O."""
    least: float
    """Least mean probability of a span's words not to be O, after the bias."""
    grouping: str
    """Mentions of one entity have the "same" words, or one is "contained" in the other, or they end alike ("last")."""


PLAIN = Decoding(0.0, 0.5, "contained")
"""Nothing chosen: what the network says as it is."""
GRID = [
    Decoding(*values)
    for values in product((0.0, 1.0, 2.0, 3.0), (0.5, 0.6, 0.7, 0.8, 0.85, 0.9), ("same", "contained", "last"))
]


@dataclass(frozen=True, slots=True)
class Passage:
    """Whole sentences of a report: words as (start, end) in its text."""

    report: int
    words: list[tuple[int, int]]


def passages_of(text: str, report: int, most: int = PASSAGE_WORDS) -> list[Passage]:
    """Cut a report into passages of whole sentences up to most words."""
    words = [m.span() for m in WORD.finditer(text)]
    ends = [m.end() for m in SENTENCE_END.finditer(text)] + [len(text) + 1]
    sentences, at = list[list[tuple[int, int]]](), 0
    for end in ends:
        stop = at
        while stop < len(words) and words[stop][0] < end:
            stop += 1
        sentences += [words[i : min(i + most, stop)] for i in range(at, stop, most)]
        at = stop
    out, current = list[Passage](), list[tuple[int, int]]()
    for sentence in sentences:
        if current and len(current) + len(sentence) > most:
            out.append(Passage(report, current))
            current = []
        current = current + sentence
    return [*out, Passage(report, current)] if current else out


def tags_of(words: Sequence[str], report: MucReport) -> np.ndarray:
    """int64 (words, 5): 0 O, 1 B, 2 I of each role at every occurrence of a gold mention, the longer first."""
    tags = np.zeros((len(words), len(ROLES)), dtype=np.int64)
    for layer, role in enumerate(ROLES):
        names = {tuple(WORD.findall(m)) for mentions in report.entities[role] for m in mentions}
        for name in sorted(names, key=lambda n: (-len(n), n)):
            for start in range(len(words) - len(name) + 1):
                stop = start + len(name)
                if tuple(words[start:stop]) == name and not tags[start:stop, layer].any():
                    tags[start:stop, layer] = 2
                    tags[start, layer] = 1
    return tags


def muc_examples(reports: Sequence[MucReport], pieces: Pieces) -> tuple[list[Passage], list[Example]]:
    """All passages of the reports in order, and what the network reads and learns of each."""
    passages = [p for i, r in enumerate(reports) for p in passages_of(r.text, i)]
    examples = []
    for p in passages:
        report = reports[p.report]
        words = [report.text[a:b] for a, b in p.words]
        examples.append(Example(*cut(pieces.of(words)), tags_of(words, report)))
    return passages, examples


Mention = tuple[float, str]
"""Score and words of a span."""


def mentions_of(scores: np.ndarray, words: Sequence[tuple[int, int]], text: str, bias: float) -> list[Mention]:
    """Spans of one role in a passage; scores: float (words, 3)."""
    scores = log_softmax(scores - np.array([bias, 0.0, 0.0]), axis=1)
    if scores[:, 0].min() > np.log(0.5):  # the best sequence is all O
        return []
    found, tags = list[Mention](), [*best_tags(scores, ALLOWED), 0]
    for start in (i for i, tag in enumerate(tags) if tag == 1):
        stop = next(i for i in range(start + 1, len(tags)) if tags[i] != 2)
        score = float(1 - np.exp(scores[start:stop, 0]).mean())
        found.append((score, text[words[start][0] : words[stop - 1][1]]))
    return found


def alike(left: str, right: str, grouping: str) -> bool:
    """Whether two normalised mentions are taken for one entity."""
    if left == right or grouping == "same":
        return left == right
    if f" {left} " in f" {right} " or f" {right} " in f" {left} ":
        return True
    return grouping == "last" and left.split()[-1:] == right.split()[-1:]


def entities_of(mentions: Sequence[Mention], least: float, grouping: str) -> list[str]:
    """The best mention of each entity; a mention joins the best-scoring entity with a mention like it."""
    groups = list[tuple[str, list[str]]]()
    for score, text in sorted(mentions, key=lambda m: (-m[0], m[1])):
        name = normalise(text)
        if score < least or not name:
            continue
        group = next((g for _, g in groups if any(alike(name, other, grouping) for other in g)), None)
        if group is None:
            groups.append((text, [name]))
        else:
            group.append(name)
    return [text for text, _ in groups]


def mentions_by_report(
    scores: Sequence[np.ndarray], passages: Sequence[Passage], reports: Sequence[MucReport], bias: float
) -> list[dict[str, list[Mention]]]:
    """Spans of each report by role."""
    out = [{role: list[Mention]() for role in ROLES} for _ in reports]
    for score, p in zip(scores, passages, strict=True):
        for layer, role in enumerate(ROLES):
            own = score.reshape(len(score), len(ROLES), 3)[:, layer]
            out[p.report][role] += mentions_of(own, p.words, reports[p.report].text, bias)
    return out


def decode(found: dict[str, list[Mention]], how: Decoding) -> dict[str, list[str]]:
    """Fillers of one report from its spans."""
    return {role: entities_of(mentions, how.least, how.grouping) for role, mentions in found.items()}


def counts_by_report(
    scores: Sequence[np.ndarray], passages: Sequence[Passage], reports: Sequence[MucReport]
) -> dict[Decoding, list[dict[str, Counts]]]:
    """For each decoding of the grid the counts of each report."""
    spans = {bias: mentions_by_report(scores, passages, reports, bias) for bias in {g.bias for g in GRID}}
    return {
        g: [ceaf_ree([decode(found, g)], [r]) for found, r in zip(spans[g.bias], reports, strict=True)] for g in GRID
    }


def total(counts: Sequence[dict[str, Counts]], role: str = "all") -> Counts:
    """Sum over reports."""
    return sum((c[role] for c in counts), Counts())


def best_decoding(counts: dict[Decoding, list[dict[str, Counts]]], part: slice) -> Decoding:
    """The decoding with the best CEAF-REE F1 on part of the reports; the first of the grid among equals."""
    return max(GRID, key=lambda g: total(counts[g][part]).f1)


def run_muc4(encoder: dict[str, Tensor] | None) -> None:
    """Train on muc4_train, choose the decoding on dev and print CEAF-REE F1 on dev."""
    train, dev, pieces = load_muc("train"), load_muc("dev"), Pieces()
    examples = muc_examples(train, pieces)[1]
    filled, empty = [e for e in examples if e.target.any()], [e for e in examples if not e.target.any()]
    print(f"{len(filled)} passages with a filler, {len(empty)} without", flush=True)

    def draw(rng: random.Random) -> list[Example]:
        return filled + rng.sample(empty, int(EMPTY_SHARE * len(empty)))

    net = fit(draw, 3 * len(ROLES), RECIPE, encoder)
    passages, unread = muc_examples(dev, pieces)
    counts = counts_by_report(read(net, unread), passages, dev)
    how, halves = best_decoding(counts, slice(None)), (slice(0, None, 2), slice(1, None, 2))
    crossed = sum((total(counts[best_decoding(counts, a)][b]) for a, b in (halves, halves[::-1])), Counts())
    plain = total(counts[PLAIN])
    shown = " ".join(f"{role} {total(counts[how], role).f1:.3f}" for role in ROLES)
    found = total(counts[how])
    print(f"untuned {plain.f1:.4f}, each half as the other prefers {crossed.f1:.4f}; {how}")
    print(f"CEAF-REE F1 {found.f1:.4f} (P {found.precision:.3f} R {found.recall:.3f}): {shown}")
