"""Quick figures of a network on reports that it has not learned from, taken while it trains."""

from __future__ import annotations

import random
from collections.abc import Sequence

import torch
from torch import Tensor

from training import arguments
from training.arguments import ArgumentNet
from training.encoders import Pieces
from training.inputs import Input, collate, make_input
from training.labels import DocExample
from training.losses import encode
from training.network import EventNet
from truceline.inference.words import ROLES, cut_passages

PASSAGE = 400
"""Word pieces of a passage, as at run time."""


def average_precision(score: Tensor, right: Tensor) -> float:
    """Mean precision at each right answer, best scores first. score, right: (N,)."""
    hits = right[score.argsort(descending=True)].float()
    precision = hits.cumsum(0) / torch.arange(1, len(hits) + 1, device=hits.device)
    return float((precision * hits).sum() / hits.sum().clamp(min=1))


def passages(docs: Sequence[DocExample], pieces: Pieces) -> list[Input]:
    """Reports cut into passages as at run time, those of like length together."""
    items = list[Input]()
    for doc in docs:
        words, title = pieces.of(doc.words), pieces.of(doc.title) if doc.title else []
        for passage in cut_passages(doc.sentences, [len(w) for w in words], limit=PASSAGE):
            items.append(make_input(doc, words, title, passage))
    return sorted(items, key=lambda x: len(x.ids))


@torch.no_grad()
def gauge_events(net: EventNet, docs: Sequence[DocExample], device: torch.device) -> str:
    """Average precision of trigger words, and the share of gold triggers with the right type."""
    items = passages(docs, Pieces())
    scores, right, types = list[Tensor](), list[Tensor](), list[Tensor]()
    for start in range(0, len(items), 16):
        batch = collate(items[start : start + 16]).to(device)
        with torch.autocast(device.type, dtype=torch.bfloat16):
            read = encode(net, batch)
        counted = batch.weight == 1
        scores.append(read.detect.float()[counted])
        right.append(batch.target[counted])
        types.append(read.kinds.float().argmax(-1)[batch.row, batch.head] == batch.goals[:, 0])
    found = average_precision(torch.cat(scores), torch.cat(right))
    return f"triggers AP {found:.3f} type {torch.cat(types).float().mean().item():.3f} in {len(docs)} reports"


@torch.no_grad()
def gauge_arguments(net: ArgumentNet, docs: Sequence[DocExample], device: torch.device) -> str:
    """F1 over words of each role at gold triggers."""
    pieces = Pieces()
    items = [i for i in arguments.items_of(docs, pieces) if i.mention.core]
    hit, told, gold = (torch.zeros(len(ROLES), device=device) for _ in range(3))
    for made in arguments.marked_batches(items, pieces, 64, random.Random(0)):
        batch = made.to(device)
        with torch.autocast(device.type, dtype=torch.bfloat16):
            inside = 1 - net(batch.ids, batch.mask, batch.first).float().softmax(-1)[..., 0] > 0.5
        known, goal = batch.goal >= 0, batch.goal > 0
        hit += (inside & goal & known).sum((0, 1))
        told += (inside & known).sum((0, 1))
        gold += (goal & known).sum((0, 1))
    f1 = (2 * hit / (told + gold).clamp(min=1)).tolist()
    return " ".join(f"{name} {value:.3f}" for name, value in zip(ROLES, f1, strict=True)) + f" at {len(items)} mentions"
