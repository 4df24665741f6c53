"""What the side tasks share: a MiniLM encoder with one linear head, its training, and BIO-constrained decoding."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn
from transformers import BertConfig, BertModel

from training.encoders import encoder_folder
from training.inputs import pad
from training.labels import NO_VERDICT
from truceline.inference.words import CLS, SEP

MOST_PIECES = 256


@dataclass(frozen=True, slots=True)
class Example:
    """One text to learn from or to read.

    ids: word pieces with [CLS] and [SEP]; first: place of each word's first piece in ids, empty for sentence tasks.
    target: a class, a vector of 0/1 labels (labels,), or tags of words (words,) or (words, layers).
    """

    ids: list[int]
    first: list[int]
    target: np.ndarray


@dataclass(frozen=True, slots=True)
class Recipe:
    """Settings of one training run; the values of each task are those of the table in side_tasks.py."""

    epochs: int
    rate: float
    batch: int = 16
    head_rate: float = 1e-3
    seed: int = 0


def cut(pieces: Sequence[Sequence[int]], most: int = MOST_PIECES) -> tuple[list[int], list[int]]:
    """Word pieces of words as (ids, first); words beyond the cut point at the closing [SEP], which reads as no span."""
    ids, first = [CLS], list[int]()
    for word in pieces:
        first.append(len(ids))
        ids.extend(word)
    ids = [*ids[: most - 1], SEP]
    return ids, [min(f, len(ids) - 1) for f in first]


class SideNet(nn.Module):
    """The encoder and one linear head, on the mean of the pieces (sentence tasks) or on each word's first piece."""

    def __init__(self, n_out: int, encoder: dict[str, Tensor] | None, dropout: float = 0.1) -> None:
        super().__init__()
        config = BertConfig.from_pretrained(encoder_folder())
        self.encoder = BertModel.from_pretrained(
            encoder_folder(), config=config, add_pooling_layer=False, attn_implementation="eager"
        )
        if encoder is not None:
            self.encoder.load_state_dict(encoder)
        # As in training/network.py: half of all weights, and the costliest to step.
        self.encoder.embeddings.word_embeddings.weight.requires_grad_(False)
        self.drop = nn.Dropout(dropout)
        self.head = nn.Linear(config.hidden_size, n_out)

    def forward(self, ids: Tensor, mask: Tensor, first: Tensor | None) -> Tensor:
        """ids, mask int64 (B, L); first int64 (B, W) or None -> float (B, W, n_out) or (B, n_out)."""
        hidden = self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state
        if first is None:
            weight = mask.unsqueeze(-1).to(hidden.dtype)
            return self.head(self.drop((hidden * weight).sum(1) / weight.sum(1)))
        states = torch.gather(hidden, 1, first.unsqueeze(-1).expand(-1, -1, hidden.shape[-1]))
        return self.head(self.drop(states))


def _scores(net: SideNet, group: Sequence[Example]) -> Tensor:
    ids = pad([e.ids for e in group])
    mask = pad([[1] * len(e.ids) for e in group])
    first = pad([e.first for e in group]) if group[0].first else None
    return net(ids, mask, first)


def _loss(scores: Tensor, group: Sequence[Example]) -> Tensor:
    """Cross entropy of classes and of tags, binary cross entropy of label vectors.

    scores: (B, classes), (B, labels), (B, W, tags) or (B, W, layers * 3).
    """
    targets = [e.target for e in group]
    if not group[0].first:
        goal = torch.from_numpy(np.stack(targets))
        if goal.dtype == torch.int64:
            return nn.functional.cross_entropy(scores, goal)
        return nn.functional.binary_cross_entropy_with_logits(scores, goal.float())
    layers = targets[0].shape[1] if targets[0].ndim == 2 else 1
    goal = torch.full((len(group), scores.shape[1], layers), NO_VERDICT)
    for k, target in enumerate(targets):
        goal[k, : len(target)] = torch.from_numpy(target.reshape(len(target), layers))
    return nn.functional.cross_entropy(
        scores.reshape(-1, scores.shape[-1] // layers), goal.reshape(-1), ignore_index=NO_VERDICT
    )


def by_length(examples: Sequence[Example], batch: int, rng: random.Random) -> list[list[Example]]:
    """Batches of texts of like length, in random order."""
    order = sorted(examples, key=lambda e: len(e.ids) + rng.random() * 10)
    groups = [order[i : i + batch] for i in range(0, len(order), batch)]
    rng.shuffle(groups)
    return groups


Draw = Callable[[random.Random], Sequence[Example]]
"""What an epoch learns from."""


def every(examples: Sequence[Example]) -> Draw:
    """All examples in every epoch."""
    return lambda _: examples


def fit(draw: Draw, n_out: int, recipe: Recipe, encoder: dict[str, Tensor] | None) -> SideNet:
    """Train on what draw gives each epoch: AdamW, linear warm-up over a tenth of the steps, then linear decay.

    Source: ../shared/model_notes.md, "Protocol"; the last epoch is kept, nothing is stopped early.
    """
    torch.manual_seed(recipe.seed)
    rng = random.Random(recipe.seed)
    net = SideNet(n_out, encoder)
    body = [p for p in net.encoder.parameters() if p.requires_grad]
    parts = [{"params": body, "lr": recipe.rate}, {"params": net.head.parameters(), "lr": recipe.head_rate}]
    optimiser = torch.optim.AdamW(parts, weight_decay=0.01, fused=True)
    total = recipe.epochs * -(-len(draw(random.Random(0))) // recipe.batch)
    warm = 0.1 * total
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda s: min((s + 1) / warm, 1.0) * min(1.0, max(0.0, (total - s) / (total - warm)))
    )
    for epoch in range(recipe.epochs):
        net.train()
        started, losses = time.time(), list[float]()
        for group in by_length(draw(rng), recipe.batch, rng):
            with torch.autocast("cpu", dtype=torch.bfloat16):
                scores = _scores(net, group)
            loss = _loss(scores.float(), group)
            loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            optimiser.zero_grad(set_to_none=True)
            losses.append(loss.item())
        print(f"  epoch {epoch} {time.time() - started:.0f} s loss {sum(losses) / len(losses):.4f}", flush=True)
    return net.eval()


@torch.no_grad()
def read(net: SideNet, examples: Sequence[Example], batch: int = 32) -> list[np.ndarray]:
    """Scores of each example in the given order: float32 (n_out,), or (words, n_out) for tagging."""
    order = sorted(range(len(examples)), key=lambda i: len(examples[i].ids))
    out: dict[int, np.ndarray] = {}
    for start in range(0, len(order), batch):
        at = order[start : start + batch]
        scores = _scores(net, [examples[i] for i in at]).float().numpy()
        for row, i in zip(scores, at, strict=True):
            out[i] = row[: len(examples[i].first)] if examples[i].first else row
    return [out[i] for i in range(len(examples))]


def allowed_steps(tags: Sequence[str]) -> np.ndarray:
    """bool (tags + 1, tags): may the second tag follow the first? The last row is the start of a sentence.

    I-X follows B-X or I-X only.
    """
    before = [*tags, "O"]
    return np.array([[not b.startswith("I-") or (a[2:] == b[2:] and a != "O") for b in tags] for a in before])


def best_tags(scores: np.ndarray, allowed: np.ndarray) -> list[int]:
    """The best sequence of tags (Viterbi) under ``allowed_steps``; scores: float (words, tags)."""
    step = np.where(allowed, 0.0, -1e9)
    total, back = scores[0] + step[-1], list[np.ndarray]()
    for row in scores[1:]:
        reached = total[:, None] + step[:-1]
        back.append(reached.argmax(0))
        total = reached.max(0) + row
    path = [int(total.argmax())]
    for pointers in reversed(back):
        path.append(int(pointers[path[-1]]))
    return path[::-1]
