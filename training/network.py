"""The event network: one encoder over passages, heads on words, on triggers and on pairs of them."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn

from training.encoders import EncoderName, build_encoder
from training.labels import MODE_NAMES, STATUSES, TRUCE_ACTS, TYPES
from truceline.inference.words import ROLES

MID = 256
N_DISTANCE = 9  # sentence distance -4..4, clipped
HEADS = {
    "mode": len(MODE_NAMES), "status": len(STATUSES), "aggregate": 2, "truce": len(TRUCE_ACTS), "dated": 2, "placed": 2,
}


@dataclass
class Shape:
    """What varies between networks."""

    dropout: float = 0.1
    encoder: EncoderName = "minilm"


class EventNet(nn.Module):
    """See ``encode``, ``mention_heads``, ``role_scores`` and ``same_scores`` for the four parts. D is the encoder's
    width: 384 for MiniLM."""

    def __init__(self, shape: Shape, *, exact_attention: bool = True) -> None:
        super().__init__()
        self.encoder, wide = build_encoder(shape.encoder, exact_attention=exact_attention)
        self.shape, self.wide = shape, wide
        self.drop = nn.Dropout(shape.dropout)
        self.detect = nn.Linear(wide, 1)
        self.kind = nn.Linear(wide, len(TYPES))
        self.trigger = nn.Sequential(nn.Linear(3 * wide, MID), nn.GELU(), nn.Dropout(shape.dropout))
        self.retype = nn.Linear(MID, len(TYPES))
        self.heads = nn.ModuleDict({k: nn.Linear(MID + len(TYPES), n) for k, n in HEADS.items()})
        self.tok, self.trig, self.gate = nn.Linear(wide, MID), nn.Linear(wide, MID), nn.Linear(wide, MID)
        self.distance = nn.Embedding(N_DISTANCE + 1, MID)
        self.words_apart = nn.Embedding(24, MID)
        self.role = nn.Linear(MID, 3 * len(ROLES))
        self.same = nn.Sequential(
            nn.Linear(3 * MID + 12, MID), nn.GELU(), nn.Dropout(shape.dropout), nn.Linear(MID, 1)
        )
        with torch.no_grad():  # most words are no trigger and fill no role
            self.detect.bias.fill_(-3.0)
            self.role.bias.copy_(torch.tensor([4.0, 0.0, 0.0] * len(ROLES)))

    def encode(self, ids: Tensor, mask: Tensor, first: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """Word states (B, W, D), passage state (B, D), detection (B, W), type (B, W, 16).

        ids, mask: int64 (B, L); first: int64 (B, W), the first piece of each word.
        """
        hidden = self.drop(self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state)
        states = torch.gather(hidden, 1, first.unsqueeze(-1).expand(-1, -1, self.wide))
        return states, hidden[:, 0], self.detect(states).squeeze(-1), self.kind(states)

    def mention_heads(self, vector: Tensor, type_given: Tensor) -> dict[str, Tensor]:
        """Scores of type (M, 16) and, given a distribution over types (M, 16), of the other fields."""
        joined = torch.cat([vector, type_given], -1)
        return {"type": self.retype(vector)} | {k: head(joined) for k, head in self.heads.items()}

    def role_scores(self, words: Tensor, at: Tensor, sent_apart: Tensor, words_apart: Tensor) -> Tensor:
        """O/B/I scores (M, W, 7, 3) of each word for each role of each trigger.

        words: ``tok`` of the word states, (M, W, 256) or (1, W, 256) for triggers of one passage; at (M, D).
        """
        mixed = words * (1 + self.gate(at).unsqueeze(1)) + self.trig(at).unsqueeze(1)
        mixed = mixed + self.distance(sent_apart) + self.words_apart(words_apart)
        scores = self.role(self.drop(nn.functional.gelu(mixed)))
        return scores.view(scores.shape[0], scores.shape[1], len(ROLES), 3)

    def read_triggers(
        self, states: Tensor, passage: Tensor, kinds: Tensor, head: Tensor,
        own: Tensor, sent_apart: Tensor, words_apart: Tensor,
    ) -> dict[str, Tensor]:
        """Everything about the triggers of one passage, as at run time.

        states (W, D); passage (D,); kinds (M, 16): type scores of their words; head int64 (M,); own float (M, W): 1 on
        words of the trigger's sentence; sent_apart, words_apart: buckets (M, W).
        """
        at = states[head]
        sentence = (own @ states) / own.sum(1, keepdim=True).clamp(min=1)
        vector = self.trigger(torch.cat([at, sentence, passage.unsqueeze(0).expand(at.shape[0], -1)], -1))
        kind = (self.retype(vector) + kinds) / 2
        out = self.mention_heads(vector, kind.softmax(-1))
        role = self.role_scores(self.tok(states).unsqueeze(0), at, sent_apart, words_apart)
        return out | {"type": kind, "vector": vector, "role": role}

    def read_batch(
        self, states: Tensor, whole: Tensor, sents: Tensor, row: Tensor, head: Tensor, given: Tensor
    ) -> dict[str, Tensor]:
        """Everything about the triggers of several passages, for training.

        states (B, W, D); whole (B, D); sents int64 (B, W): sentence of each word, -1 beyond the end; row, head int64
        (M,): passage and word of each trigger; given (M, 16): the type that the other fields are told.
        """
        mine = sents[row]
        apart = mine - mine.gather(1, head.unsqueeze(1))
        own = ((apart == 0) & (mine >= 0)).to(states.dtype)
        at = states[row, head]
        sentence = torch.bmm(own.unsqueeze(1), states[row]).squeeze(1) / own.sum(1, keepdim=True).clamp(min=1)
        vector = self.trigger(torch.cat([at, sentence, whole[row]], -1))
        half = N_DISTANCE // 2
        place = torch.arange(sents.shape[1], device=sents.device).unsqueeze(0) - head.unsqueeze(1)
        role = self.role_scores(
            self.tok(states)[row], at, apart.clamp(-half, half) + half, bucket_words(place)
        )
        return self.mention_heads(vector, given) | {"vector": vector, "role": role}

    def same_scores(self, left: Tensor, right: Tensor, facts: Tensor) -> Tensor:
        """Log odds (P,) that two triggers are one event. left, right (P, 256); facts (P, 12)."""
        joined = torch.cat([left * right, (left - right).abs(), left + right, facts], -1)
        return self.same(joined).squeeze(-1)


def pair_facts(type_left: Tensor, type_right: Tensor, sents: Tensor, same_word: Tensor) -> Tensor:
    """Plain facts of a pair (P, 12): agreement of types, sentences apart in buckets, same word.

    type_*: distributions (P, 16); sents: int64 (P,), absolute; same_word: float (P,).
    """
    agree = (type_left * type_right).sum(-1)
    facts = [sents == k for k in range(6)] + [(sents > 5) & (sents <= 10), sents > 10]
    facts += [agree, same_word, agree > 0.5, torch.log1p(sents.float())]
    return torch.stack([f.float() for f in facts], -1)


def bucket_words(apart: Tensor) -> Tensor:
    """Signed distance in words to 24 buckets."""
    size = torch.bucketize(apart.abs(), torch.tensor([1, 2, 3, 4, 6, 8, 12, 16, 24, 40, 80], device=apart.device))
    return torch.where(apart < 0, size, size + 12).clamp(0, 23)
