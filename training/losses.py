"""What the network is asked, passage by passage, and how wrong its answers are."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn

from training.examples import MODE_NAMES, TYPES, DocExample, MentionExample
from training.network import N_DISTANCE, EventNet, bucket_words, pair_facts
from truceline.domain.codes import MODES
from truceline.inference.words import ROLES, Passage

F = nn.functional
NO_VERDICT = -100
SHARES = {
    "detect": 1.0, "word_type": 0.5, "type": 1.0, "mode": 0.4, "status": 0.4, "aggregate": 0.3, "truce": 0.4,
    "dated": 0.4, "placed": 0.4, "role": 0.3, "same": 1.0,
}
"""Weight of each loss; first guesses, chosen so that none drowns the others."""
OPTIONAL_WEIGHT = 0.1
"""An optional event's trigger costs little either way."""
PARTIAL_WEIGHT = 0.15
"""Auxiliary sentences have triggers and no known non-triggers, so they say little about detection."""
MODE_ALLOWED = torch.tensor([[m == "" or m in MODES[t] for m in MODE_NAMES] for t in TYPES])


@dataclass
class Input:
    """One passage, ready for the encoder."""

    doc: DocExample
    passage: Passage
    ids: list[int]
    first: list[int]


def pad(rows: list[list[int]], value: int = 0) -> Tensor:
    """Rows to a rectangle of int64."""
    width = max(map(len, rows))
    return torch.tensor([r + [value] * (width - len(r)) for r in rows])


def sentence_of(doc: DocExample) -> np.ndarray:
    """Sentence number of each word."""
    out = np.zeros(len(doc.words), dtype=np.int64)
    for i, (a, b) in enumerate(doc.sentences):
        out[a:b] = i
    return out


@dataclass
class Geometry:
    """Where triggers stand in a passage."""

    head: Tensor
    own: Tensor
    sent_apart: Tensor
    words_apart: Tensor


def geometry(sents: np.ndarray, heads: list[int]) -> Geometry:
    """sents: sentence number of each word of the passage; heads: word numbers within the passage."""
    head, sent = torch.tensor(heads), torch.from_numpy(sents)
    apart = (sent.unsqueeze(0) - sent[head].unsqueeze(1))
    place = torch.arange(len(sents)).unsqueeze(0) - head.unsqueeze(1)
    half = N_DISTANCE // 2
    return Geometry(head, (apart == 0).float(), apart.clamp(-half, half) + half, bucket_words(place))


def word_targets(
    doc: DocExample, p: Passage, here: list[MentionExample], sents: Tensor
) -> tuple[Tensor, Tensor, Tensor]:
    """Detection target and weight, and type target, of each word of a passage.

    No verdict on words of optional events, on sentences that are evidence without a trigger; little on the further
    words of a long trigger.
    """
    n = p.last - p.first
    target, weight, kind = torch.zeros(n), torch.ones(n), torch.full((n,), NO_VERDICT)
    for s in doc.masked:
        weight[sents == s] = 0
    for m in sorted(here, key=lambda m: m.core):
        a, b = max(m.words[0] - p.first, 0), min(m.words[1], p.last) - p.first
        target[a:b], kind[a:b] = 1, m.type
        weight[a:b] = 0.3 / max(b - a - 1, 1) if m.core else 0
    for m in sorted(here, key=lambda m: m.core):
        at = m.head - p.first
        weight[at] = (PARTIAL_WEIGHT if doc.partial else 1) if m.core else OPTIONAL_WEIGHT
        kind[at] = m.type
    return target, weight, kind


def role_targets(doc: DocExample, p: Passage, here: list[MentionExample]) -> Tensor:
    """O/B/I targets (M, W, 7): 0, 1, 2; further occurrences of a role's names get no verdict."""
    n = p.last - p.first
    tags = torch.zeros(len(here), n, len(ROLES), dtype=torch.long)
    if doc.partial:
        tags[:, :, 2:] = NO_VERDICT
    for i, m in enumerate(here):
        for r, name in enumerate(ROLES):
            for a, b in m.ignored.get(name, ()):
                tags[i, max(a - p.first, 0) : max(b - p.first, 0), r] = NO_VERDICT
            for a, b in m.roles.get(name, ()):
                if p.first <= a and b <= p.last:
                    tags[i, a - p.first, r] = 1
                    tags[i, a - p.first + 1 : b - p.first, r] = 2
    return tags


def _pair_loss(
    net: EventNet, doc: DocExample, here: list[MentionExample], sent: Tensor, given: Tensor, vector: Tensor
) -> Tensor:
    i, j = torch.triu_indices(len(here), len(here), 1)
    event, types = torch.tensor([m.event for m in here]), torch.tensor([m.type for m in here])
    same = (event[i] == event[j]).float()
    spelled = [doc.words[m.head].lower() for m in here]
    word = torch.tensor([spelled.index(x) for x in spelled])
    facts = pair_facts(given[i], given[j], (sent[i] - sent[j]).abs(), word[i] == word[j])
    odds = net.same_scores(vector[i], vector[j], facts)
    weight = torch.where((types[i] == types[j]) | (same > 0), 1.0, 0.2)
    loss = F.binary_cross_entropy_with_logits(odds, same, reduction="none")
    return (loss * weight).sum() / weight.sum() * len(here)


def _trigger_losses(
    net: EventNet, doc: DocExample, p: Passage, here: list[MentionExample], sents: np.ndarray,
    states: Tensor, whole: Tensor, kinds: Tensor,
) -> dict[str, Tensor]:
    geo = geometry(sents, [m.head - p.first for m in here])
    at, vector = net.triggers(states, whole, geo.head, geo.own)
    types = torch.tensor([m.type for m in here])
    given = F.one_hot(types.clamp(min=0), len(TYPES)).float() * (types >= 0).unsqueeze(1)
    if net.training:  # now and then the network's own reading, as at run time
        own = kinds[geo.head].softmax(-1).detach()
        given = torch.where(torch.rand(len(here), 1) < 0.3, own, given)
    scores, out = net.mention_heads(vector, given), dict[str, Tensor]()
    core = torch.tensor([1.0 if m.core else 0.5 for m in here])
    for name, value in scores.items():
        goal = torch.tensor([getattr(m, name) for m in here])
        if name == "mode":
            value = value.masked_fill(~MODE_ALLOWED[types.clamp(min=0)], -1e4)
        weight = core * torch.where(goal > 0, 3.0, 1.0) if name == "truce" else core
        out[name] = (F.cross_entropy(value, goal, reduction="none", ignore_index=NO_VERDICT) * weight).sum()
    role = net.role_scores(states, at, geo.sent_apart, geo.words_apart)
    tags = role_targets(doc, p, here)
    loss = F.cross_entropy(role.reshape(-1, 3), tags.reshape(-1), ignore_index=NO_VERDICT, reduction="none")
    out["role"] = (loss.view(len(here), -1).sum(1) * core).sum()
    if len(here) > 1:
        out["same"] = _pair_loss(net, doc, here, torch.from_numpy(sents)[geo.head], given, vector)
    return out


def losses(net: EventNet, group: list[Input]) -> dict[str, Tensor]:
    """Every loss of one batch, per trigger of the batch and with its share."""
    ids, first = pad([x.ids for x in group]), pad([x.first for x in group])
    mask = pad([[1] * len(x.ids) for x in group])
    rows = zip(group, *(x.float().unbind(0) for x in net.encode(ids, mask, first)), strict=True)
    out: dict[str, list[Tensor]] = {}
    n_mentions = 0
    for item, states, whole, detect, kinds in rows:
        doc, p = item.doc, item.passage
        n = p.last - p.first
        sents = sentence_of(doc)[p.first : p.last]
        here = [m for m in doc.mentions if p.first <= m.head < p.last]
        n_mentions += len(here)
        target, weight, kind = word_targets(doc, p, here, torch.from_numpy(sents))
        loss = F.binary_cross_entropy_with_logits(detect[:n], target, reduction="none")
        found = {"detect": (loss * weight).sum()}
        if here:
            loss = F.cross_entropy(kinds[:n], kind, ignore_index=NO_VERDICT, reduction="none")
            found["word_type"] = loss.sum() / max(int((kind >= 0).sum()), 1) * len(here)
            found |= _trigger_losses(net, doc, p, here, sents, states[:n], whole, kinds[:n])
        for k, v in found.items():
            out.setdefault(k, []).append(v)
    return {k: torch.stack(v).sum() / max(n_mentions, 4) * SHARES[k] for k, v in out.items()}
