"""The argument network: with the trigger marked, which words are actor, recipient, place, time ..."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from training.encoders import EncoderName, Pieces, build_encoder
from training.inputs import pad, role_tags
from training.labels import NO_VERDICT, TYPES, DocExample, MentionExample
from training.losses import soft_cross_entropy
from training.network import MID
from truceline.inference.arguments import Marked, mark, window
from truceline.inference.words import ROLES

OPTIONAL_WEIGHT = 0.5


class ArgumentNet(nn.Module):
    """One encoder over a marked window, O/B/I scores of each word for each role."""

    def __init__(
        self, dropout: float = 0.1, encoder: EncoderName = "minilm", *, exact_attention: bool = True
    ) -> None:
        super().__init__()
        self.encoder, self.wide = build_encoder(encoder, exact_attention=exact_attention)
        self.drop = nn.Dropout(dropout)
        self.role = nn.Sequential(
            nn.Linear(self.wide, MID), nn.GELU(), nn.Dropout(dropout), nn.Linear(MID, 3 * len(ROLES))
        )
        with torch.no_grad():  # most words fill no role
            self.role[3].bias.copy_(torch.tensor([4.0, 0.0, 0.0] * len(ROLES)))

    def forward(self, ids: Tensor, mask: Tensor, first: Tensor) -> Tensor:
        """ids, mask int64 (B, L); first int64 (B, W) -> scores (B, W, 7, 3)."""
        hidden = self.drop(self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state)
        states = torch.gather(hidden, 1, first.unsqueeze(-1).expand(-1, -1, self.wide))
        return self.role(states).view(states.shape[0], states.shape[1], len(ROLES), 3)


@dataclass
class Item:
    """One mention to learn from."""

    doc: DocExample
    mention: MentionExample
    pieces: list[list[int]]
    sizes: list[int]
    sure: float = 1.0
    """Chance that it is one, for a mention that only a teacher found."""

    def marked(self, kinds: list[list[int]], rng: random.Random) -> Marked:
        """The mention with its trigger marked: the gold words, or as often only the word that names it best."""
        m = self.mention
        at = next(i for i, (a, b) in enumerate(self.doc.sentences) if a <= m.head < b)
        trigger = m.words if rng.random() < 0.5 else (m.head, m.head + 1)
        return mark(self.pieces, kinds[m.type], window(self.doc.sentences, self.sizes, at), trigger)


@dataclass(frozen=True)
class FoundMention:
    """A trigger that a teacher found in a report that nobody annotated."""

    report: str
    head: int
    type: int
    sure: float


def items_of(
    docs: Sequence[DocExample], pieces: Pieces, found: Sequence[FoundMention] = ()
) -> list[Item]:
    """All mentions of the reports, and those that a teacher found in them."""
    by_report: dict[str, list[FoundMention]] = {}
    for f in found:
        by_report.setdefault(f.report, []).append(f)
    out = []
    for doc in docs:
        if doc.unread and doc.id not in by_report:
            continue
        own = pieces.of(doc.words)
        sizes = [sum(len(p) for p in own[a:b]) for a, b in doc.sentences]
        for m in doc.mentions:
            if any(a <= m.head < b for a, b in doc.sentences):
                out.append(Item(doc, m, own, sizes))
        for f in by_report.get(doc.id, ()):
            bare = MentionExample((f.head, f.head + 1), f.head, 0, f.type, 0, 0, 0, 0, 0, 0, True)
            out.append(Item(doc, bare, own, sizes, f.sure))
    return out


def kind_pieces(pieces: Pieces) -> list[list[int]]:
    """Word pieces of each type's name."""
    return [pieces.of([t.value.lower()])[0] for t in TYPES]


@dataclass
class MarkedBatch:
    """B marked mentions of at most L pieces and W words."""

    ids: Tensor
    mask: Tensor
    first: Tensor
    inside: Tensor
    """float (B, W): is there a word."""
    goal: Tensor
    """int64 (B, W, 7); no verdict on mentions that nobody annotated."""
    weight: Tensor
    sure: Tensor
    """float (B,): weight against the annotation, and against the teacher."""

    def to(self, device: torch.device) -> MarkedBatch:
        """The batch on a device."""
        return MarkedBatch(*(v.to(device, non_blocking=True) for v in vars(self).values()))


def collate(group: Sequence[tuple[Item, Marked]]) -> MarkedBatch:
    """Marked mentions with what is asked of them."""
    first = pad([m.first for _, m in group])
    goal = np.full((*first.shape, len(ROLES)), NO_VERDICT, dtype=np.int64)
    inside = torch.zeros(first.shape)
    for k, (item, m) in enumerate(group):
        inside[k, : len(m.first)] = 1
        if not item.doc.unread:
            goal[k, : m.lead] = role_tags(item.mention, 0, m.lead)
            goal[k, m.lead : len(m.first)] = role_tags(item.mention, m.first_word, m.last_word)
    return MarkedBatch(
        pad([m.ids for _, m in group]), pad([[1] * len(m.ids) for _, m in group]), first, inside,
        torch.from_numpy(goal), torch.tensor([1.0 if i.mention.core else OPTIONAL_WEIGHT for i, _ in group]),
        torch.tensor([i.sure for i, _ in group]),
    )


def marked_batches(items: Sequence[Item], pieces: Pieces, size: int, rng: random.Random) -> Iterator[MarkedBatch]:
    """All mentions, marked anew, those of like length together, batches in random order."""
    kinds = kind_pieces(pieces)
    drawn = [(i, i.marked(kinds, rng)) for i in items]
    order = sorted(drawn, key=lambda d: len(d[1].ids) + rng.random() * 30)
    groups = [order[i : i + size] for i in range(0, len(order), size)]
    rng.shuffle(groups)
    yield from map(collate, groups)


def losses(net: ArgumentNet, batch: MarkedBatch, teacher: ArgumentNet | None = None) -> dict[str, Tensor]:
    """Loss per mention, against the annotation and against a teacher's word."""
    scores, size = net(batch.ids, batch.mask, batch.first).float(), len(batch.ids)
    loss = nn.functional.cross_entropy(
        scores.reshape(-1, 3), batch.goal.reshape(-1), ignore_index=NO_VERDICT, reduction="none"
    )
    out = {"roles": (loss.view(size, -1).sum(1) * batch.weight).sum() / size}
    if teacher is not None:
        with torch.no_grad():
            goal = teacher(batch.ids, batch.mask, batch.first).float().softmax(-1)
        follow = soft_cross_entropy(scores, goal).sum(-1) * batch.inside
        out["follow"] = (follow.sum(1) * batch.sure).sum() / size
    return out


def load_arguments(folder: Path) -> ArgumentNet:
    """A trained argument network."""
    net = ArgumentNet()
    net.load_state_dict(torch.load(folder / "arguments.pt", weights_only=True))
    return net.eval()
