"""How wrong the event network's answers are: against what annotators said, and against what a teacher says."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn

from training.inputs import GOALS, Batch
from training.labels import MODE_NAMES, NO_VERDICT, TYPES
from training.network import HEADS, EventNet, pair_facts
from truceline.domain.codes import MODES

F = nn.functional
SHARES = {
    "detect": 1.0, "word_type": 0.5, "type": 1.0, "mode": 0.4, "status": 0.4, "aggregate": 0.3, "truce": 0.4,
    "dated": 0.4, "placed": 0.4, "role": 0.3, "same": 1.0,
}
"""Weight of each loss; first guesses, chosen so that none drowns the others."""
MODE_ALLOWED = torch.tensor([[m == "" or m in MODES[t] for m in MODE_NAMES] for t in TYPES])
OWN_READING = 0.3
"""Share of triggers that are told the network's own reading of the type, as at run time, and not the right one."""


@dataclass
class Encoded:
    """A network's word on a batch of passages; shapes as EventNet.encode says."""

    states: Tensor
    whole: Tensor
    detect: Tensor
    kinds: Tensor


def encode(net: EventNet, batch: Batch) -> Encoded:
    """Read the passages."""
    return Encoded(*net.encode(batch.ids, batch.mask, batch.first))


def losses(net: EventNet, batch: Batch, read: Encoded) -> dict[str, Tensor]:
    """Every loss against the annotation, per trigger of the batch and with its share."""
    n = max(len(batch.head), len(batch.ids))
    detect = F.binary_cross_entropy_with_logits(read.detect.float(), batch.target, reduction="none")
    out = {"detect": (detect * batch.weight).sum()}
    if len(batch.head):
        out |= _word_type(batch, read) | _trigger_losses(net, batch, read)
    return {k: v / n * SHARES[k] for k, v in out.items()}


def _word_type(batch: Batch, read: Encoded) -> dict[str, Tensor]:
    loss = F.cross_entropy(
        read.kinds.float().flatten(0, 1), batch.kind.flatten(), ignore_index=NO_VERDICT, reduction="none"
    )
    return {"word_type": (loss * batch.kind_weight.flatten()).sum()}


def _trigger_losses(net: EventNet, batch: Batch, read: Encoded) -> dict[str, Tensor]:
    goals = dict(zip(GOALS, batch.goals.unbind(1), strict=True))
    known = goals["type"].clamp(min=0)
    given = F.one_hot(known, len(TYPES)).float() * (goals["type"] >= 0).unsqueeze(1)
    if net.training:
        own = read.kinds[batch.row, batch.head].float().softmax(-1).detach()
        given = torch.where(torch.rand(len(given), 1, device=given.device) < OWN_READING, own, given)
    found = net.read_batch(read.states, read.whole, batch.sents, batch.row, batch.head, given)
    out = dict[str, Tensor]()
    for name, goal in goals.items():
        scores = found[name].float()
        if name == "mode":
            scores = scores.masked_fill(~MODE_ALLOWED.to(scores.device)[known], -1e4)
        weight = batch.core * torch.where(goal > 0, 3.0, 1.0) if name == "truce" else batch.core
        loss = F.cross_entropy(scores, goal, reduction="none", ignore_index=NO_VERDICT)
        out[name] = (loss * weight).sum()
    role = F.cross_entropy(
        found["role"].float().flatten(0, 2), batch.tags.flatten(), ignore_index=NO_VERDICT, reduction="none"
    )
    out["role"] = (role.view(len(given), -1).sum(1) * batch.core).sum()
    if len(batch.left):
        out["same"] = _same_loss(net, batch, given, found["vector"])
    return out


def _same_loss(net: EventNet, batch: Batch, given: Tensor, vector: Tensor) -> Tensor:
    i, j = batch.left, batch.right
    sent = batch.sents[batch.row, batch.head]
    facts = pair_facts(given[i], given[j], (sent[i] - sent[j]).abs(), batch.same_word)
    odds = net.same_scores(vector[i], vector[j], facts).float()
    return (F.binary_cross_entropy_with_logits(odds, batch.same, reduction="none") * batch.same_weight).sum()


@dataclass
class Lesson:
    """A teacher's word on a batch: on every word, and on the words that it takes for triggers."""

    detect: Tensor
    kinds: Tensor
    """Chance of a trigger (B, W), distribution over types (B, W, 16)."""
    row: Tensor
    head: Tensor
    sure: Tensor
    given: Tensor
    """(M,): its triggers, with the chance that they are; their type as read at run time (M, 16)."""
    fields: dict[str, Tensor]
    """Distributions (M, n) of type and the other fields; "role" (M, W, 7, 3)."""
    left: Tensor
    right: Tensor
    facts: Tensor
    same: Tensor
    """(P,): pairs of its triggers in one passage, their plain facts (P, 12), and the chance that they are one event."""


FAINT = 0.1
"""Words that the teacher takes for a trigger with less than this chance teach nothing about fields."""


@torch.no_grad()
def lesson(teacher: EventNet, batch: Batch) -> Lesson:
    """What the teacher says of a batch."""
    read = encode(teacher, batch)
    chance = read.detect.float().sigmoid() * (batch.sents >= 0)
    row, head = (chance > FAINT).nonzero(as_tuple=True)
    kinds = read.kinds.float()
    blank = torch.zeros(len(row), len(TYPES), device=kinds.device)
    first = teacher.read_batch(read.states, read.whole, batch.sents, row, head, blank)
    given = ((first["type"].float() + kinds[row, head]) / 2).softmax(-1)
    heads = teacher.mention_heads(first["vector"], given) | {"role": first["role"]}
    fields = {k: v.float().softmax(-1) for k, v in heads.items()}
    left, right = torch.triu(row.unsqueeze(0) == row.unsqueeze(1), 1).nonzero(as_tuple=True)
    sent, piece = batch.sents[row, head], batch.ids[row, batch.first[row, head]]
    alike = (piece[left] == piece[right]).float()
    facts = pair_facts(given[left], given[right], (sent[left] - sent[right]).abs(), alike)
    same = teacher.same_scores(first["vector"][left], first["vector"][right], facts).float().sigmoid()
    return Lesson(chance, kinds.softmax(-1), row, head, chance[row, head], given, fields, left, right, facts, same)


def soft_cross_entropy(scores: Tensor, goal: Tensor) -> Tensor:
    """Cross entropy against a distribution, over the last dimension, less the least that it can be."""
    floor = -(goal * goal.clamp(min=1e-8).log()).sum(-1)
    return -(goal * scores.float().log_softmax(-1)).sum(-1) - floor


def following(net: EventNet, batch: Batch, read: Encoded, taught: Lesson) -> dict[str, Tensor]:
    """Every loss against a teacher's word, with the same shares as against the annotation."""
    n = taught.sure.sum().clamp(min=len(batch.ids))
    words = (batch.sents >= 0).float()
    detect = F.binary_cross_entropy_with_logits(read.detect.float(), taught.detect, reduction="none")
    kinds = soft_cross_entropy(read.kinds, taught.kinds)
    out = {"detect": (detect * words).sum(), "word_type": (kinds * taught.detect * words).sum()}
    if len(taught.row):
        found = net.read_batch(read.states, read.whole, batch.sents, taught.row, taught.head, taught.given)
        for name in ("type", *HEADS):
            out[name] = (soft_cross_entropy(found[name], taught.fields[name]) * taught.sure).sum()
        role = soft_cross_entropy(found["role"], taught.fields["role"]).sum(-1)
        inside = (batch.sents >= 0)[taught.row]
        out["role"] = ((role * inside).sum(-1) * taught.sure).sum()
        i, j = taught.left, taught.right
        odds = net.same_scores(found["vector"][i], found["vector"][j], taught.facts).float()
        weight = taught.sure[i] * taught.sure[j]
        same = F.binary_cross_entropy_with_logits(odds, taught.same, reduction="none") * weight
        out["same"] = same.sum() / weight.sum().clamp(min=1) * n
    return {k: v / n * SHARES[k] for k, v in out.items()}
