"""Train the argument network: with the trigger marked, which words are actor, recipient, place, time ...

    python -m training.arguments --out .cache/training/all [--without 0] [--epochs 4]

Learns from gold/train as amended and from our newswire reports (bench/newswire_events.md). ``--without`` leaves out one
half of the newswire, so that what weighs the network's word against the rules' can be fitted on reports new to it.
"""

from __future__ import annotations

import argparse
import random
import time
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor, nn
from transformers import BertConfig, BertModel

from training.examples import TYPES, DocExample, MentionExample, own_examples, taught_examples
from training.losses import NO_VERDICT, pad
from training.network import MID, WIDE, encoder_folder, load_encoder
from training.train import Pieces
from truceline.inference.arguments import Marked, mark, window
from truceline.inference.words import ROLES

OPTIONAL_WEIGHT = 0.5


class ArgumentNet(nn.Module):
    """One encoder over a marked window, O/B/I scores of each word for each role."""

    def __init__(self, dropout: float = 0.1) -> None:
        super().__init__()
        config = BertConfig.from_pretrained(encoder_folder(), attention_probs_dropout_prob=0.0)
        self.encoder = BertModel.from_pretrained(
            encoder_folder(), config=config, add_pooling_layer=False, attn_implementation="eager"
        )
        # As in training/network.py; the two encoders then share this table in the model folder.
        self.encoder.embeddings.word_embeddings.weight.requires_grad_(False)
        self.drop = nn.Dropout(dropout)
        self.role = nn.Sequential(nn.Linear(WIDE, MID), nn.GELU(), nn.Dropout(dropout), nn.Linear(MID, 3 * len(ROLES)))
        with torch.no_grad():  # most words fill no role
            self.role[3].bias.copy_(torch.tensor([4.0, 0.0, 0.0] * len(ROLES)))

    def forward(self, ids: Tensor, mask: Tensor, first: Tensor) -> Tensor:
        """ids, mask int64 (B, L); first int64 (B, W) -> scores (B, W, 7, 3)."""
        hidden = self.drop(self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state)
        states = torch.gather(hidden, 1, first.unsqueeze(-1).expand(-1, -1, WIDE))
        return self.role(states).view(states.shape[0], states.shape[1], len(ROLES), 3)


@dataclass
class Item:
    """One mention to learn from."""

    doc: DocExample
    mention: MentionExample
    pieces: list[list[int]]
    sizes: list[int]

    def marked(self, kinds: list[list[int]], rng: random.Random) -> Marked:
        """The mention with its trigger marked: the gold words, or as often only the word that names it best."""
        m = self.mention
        at = next(i for i, (a, b) in enumerate(self.doc.sentences) if a <= m.head < b)
        trigger = m.words if rng.random() < 0.5 else (m.head, m.head + 1)
        return mark(self.pieces, kinds[m.type], window(self.doc.sentences, self.sizes, at), trigger)


def items_of(docs: list[DocExample], pieces: Pieces) -> list[Item]:
    """All mentions of the reports."""
    out = []
    for doc in docs:
        own = pieces.of(doc.words)
        sizes = [sum(len(p) for p in own[a:b]) for a, b in doc.sentences]
        inside = [m for m in doc.mentions if any(a <= m.head < b for a, b in doc.sentences)]
        out += [Item(doc, m, own, sizes) for m in inside]
    return out


def targets(mention: MentionExample, marked: Marked) -> Tensor:
    """O/B/I targets (W, 7) of the window's words; further occurrences of a role's names get no verdict."""
    start, n = marked.first_word, marked.last_word - marked.first_word
    tags = torch.zeros(n, len(ROLES), dtype=torch.long)
    for r, name in enumerate(ROLES):
        for a, b in mention.ignored.get(name, ()):
            tags[max(a - start, 0) : max(b - start, 0), r] = NO_VERDICT
        for a, b in mention.roles.get(name, ()):
            if start <= a and b <= marked.last_word:
                tags[a - start, r] = 1
                tags[a - start + 1 : b - start, r] = 2
    return tags


def kind_pieces(pieces: Pieces) -> list[list[int]]:
    """Word pieces of each type's name."""
    return [pieces.of([t.value.lower()])[0] for t in TYPES]


def fit(
    docs: list[DocExample], epochs: int, rate: float, encoder: dict[str, Tensor] | None, log: Path, seed: int = 0,
    batch: int = 16,
) -> ArgumentNet:
    """Train; encoder: weights of a trained event network's encoder to start from."""
    torch.manual_seed(seed)
    rng = random.Random(seed)
    net, pieces = ArgumentNet(), Pieces()
    if encoder is not None:
        net.encoder.load_state_dict(encoder)
    data, kinds = items_of(docs, pieces), kind_pieces(pieces)
    body = [p for p in net.encoder.parameters() if p.requires_grad]
    parts = [{"params": body, "lr": rate}, {"params": net.role.parameters(), "lr": 10 * rate}]
    optimiser = torch.optim.AdamW(parts, weight_decay=0.01)
    total = epochs * len(data) // batch + 1
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda s: min(1.0, (s + 1) / (0.1 * total)) * max(0.02, 1 - s / total)
    )
    for epoch in range(epochs):
        net.train()
        started, sums, steps = time.time(), 0.0, 0
        drawn = [(i, i.marked(kinds, rng)) for i in data]
        order = sorted(drawn, key=lambda d: len(d[1].ids) + rng.random() * 30)
        groups = [order[i : i + batch] for i in range(0, len(order), batch)]
        rng.shuffle(groups)
        for group in groups:
            ids = pad([list(m.ids) for _, m in group])
            mask = pad([[1] * len(m.ids) for _, m in group])
            first = pad([list(m.first) for _, m in group])
            with torch.autocast("cpu", dtype=torch.bfloat16):
                scores = net(ids, mask, first)
            goal = torch.full(scores.shape[:3], NO_VERDICT)
            for k, (item, m) in enumerate(group):
                goal[k, : len(m.first)] = targets(item.mention, m)
            weight = torch.tensor([1.0 if i.mention.core else OPTIONAL_WEIGHT for i, _ in group])
            loss = nn.functional.cross_entropy(
                scores.float().reshape(-1, 3), goal.reshape(-1), ignore_index=NO_VERDICT, reduction="none"
            )
            loss = (loss.view(len(group), -1).sum(1) * weight).sum() / len(group)
            loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            optimiser.zero_grad(set_to_none=True)
            sums, steps = sums + loss.item(), steps + 1
        line = f"arguments epoch {epoch} {steps} steps {time.time() - started:.0f} s loss {sums / steps:.3f}"
        print(line, flush=True)
        with open(log, "a") as out:
            out.write(line + "\n")
    return net.eval()


def load_arguments(folder: Path) -> ArgumentNet:
    """A trained argument network."""
    net = ArgumentNet()
    net.load_state_dict(torch.load(folder / "arguments.pt", weights_only=True))
    return net.eval()


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, default=Path(".cache/training/all"))
    parser.add_argument("--without", type=int, default=None, help="0 or 1: leave out that half of the newswire")
    parser.add_argument("--epochs", type=int, default=4)
    parser.add_argument("--rate", type=float, default=1e-4)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--encoder", type=Path, help="net.pt of an event network whose encoder to start from")
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    docs = taught_examples() + own_examples(without=args.without)
    args.out.mkdir(parents=True, exist_ok=True)
    net = fit(docs, args.epochs, args.rate, load_encoder(args.encoder), args.out / "log.txt", args.seed)
    torch.save(net.state_dict(), args.out / "arguments.pt")


if __name__ == "__main__":
    main()
