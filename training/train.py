"""Train the event network: a base on gold/train, then on what we read a second time and on our newswire reports.

    python -m training.train                    base, one network without each half of the newswire, and the shipped one
    python -m training.train --only half0       one of them alone; those in --out already are not trained again
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import nn

from training.auxiliary import load_auxiliary
from training.examples import DocExample, load_examples, own_examples, taught_examples
from training.losses import Input, losses
from training.network import EventNet, Shape, encoder_folder
from training.quiet import quiet_examples
from truceline.inference.words import Passage

F = nn.functional


@dataclass
class Plan:
    """Training settings; chosen on fold 0 of gold/train."""

    epochs: int = 6
    rate: float = 1.5e-4
    head_rate: float = 1e-3
    batch: int = 4
    seed: int = 0
    auxiliary: float = 0.5
    """Share of the auxiliary sentences that each epoch draws."""
    last_epochs: int = 2
    """Epochs at the end on gold and on quiet reports, without auxiliary sentences."""
    last_rate: float = 5e-5
    part: float = 1.0
    """Share of the training reports (learning curve)."""
    hidden: float = 0.0
    """Share of word pieces that are hidden behind [MASK] in training, so that few reports are not learned by heart."""
    second_epochs: int = 3
    second_rate: float = 7e-5
    """Of the second stage, on the amended and the newswire reports."""
    average: float = 0.99
    """Each step moves the kept weights by 1 - average towards the trained ones; the kept ones are saved."""


class Pieces:
    """Word pieces of words."""

    def __init__(self) -> None:
        self.tokenizer = Tokenizer.from_file(str(encoder_folder() / "tokenizer.json"))
        self.tokenizer.no_truncation()
        self.tokenizer.no_padding()

    def of(self, words: list[str]) -> list[list[int]]:
        """Ids of each word's pieces; [UNK] for a word that has none."""
        out = []
        for encoding in self.tokenizer.encode_batch(words, add_special_tokens=False):
            out.append(encoding.ids or [100])
        return out


def make_input(doc: DocExample, pieces: list[list[int]], title: list[list[int]], passage: Passage) -> Input:
    """[CLS] title [SEP] passage [SEP], at most 512 pieces."""
    ids = [101, *(p for w in title for p in w)] + ([102] if title else [])
    first = []
    for word in pieces[passage.first : passage.last]:
        first.append(min(len(ids), 510))
        ids.extend(word)
    return Input(doc, passage, [*ids[:511], 102], first)


def hide(item: Input, share: float, rng: random.Random) -> Input:
    """The input with a share of its pieces behind [MASK] (103)."""
    ids = [103 if p not in (101, 102) and rng.random() < share else p for p in item.ids]
    return replace(item, ids=ids)


class Average:
    """Running mean of a network's weights; steadier than the last step's."""

    def __init__(self, net: EventNet, keep: float) -> None:
        self.keep, self.steps = keep, 0
        self.mean = {n: p.detach().clone() for n, p in net.named_parameters() if p.requires_grad}

    @torch.no_grad()
    def update(self, net: EventNet) -> None:
        """Move towards the network's weights, faster at the start."""
        self.steps += 1
        share = 1 - min(self.keep, self.steps / (self.steps + 9))
        for n, p in net.named_parameters():
            if n in self.mean:
                self.mean[n].lerp_(p, share)

    @torch.no_grad()
    def put(self, net: EventNet) -> None:
        """Give the network the mean weights."""
        for n, p in net.named_parameters():
            if n in self.mean:
                p.copy_(self.mean[n])


def random_passages(doc: DocExample, pieces: list[list[int]], rng: random.Random) -> list[Passage]:
    """Cut at random so that no report is read twice alike; sometimes the whole report up to 450 pieces."""
    size = [sum(len(p) for p in pieces[a:b]) for a, b in doc.sentences]
    limit = rng.choice((160, 250, 350, 440))
    out, start, filled = [], 0, 0
    room = rng.randint(limit // 2, limit)
    for i, n in enumerate(size):
        if filled and filled + n > room:
            out.append(Passage(doc.sentences[start][0], doc.sentences[i - 1][1], doc.sentences[start][0]))
            start, filled, room = i, 0, limit
        filled += n
    out.append(Passage(doc.sentences[start][0], doc.sentences[-1][1], doc.sentences[start][0]))
    return out


def batches(items: list[Input], size: int, short_size: int, rng: random.Random) -> Iterator[list[Input]]:
    """Passages of like length together, batches in random order; single sentences in larger batches."""
    groups = []
    for part, n in (([x for x in items if not x.doc.partial], size), ([x for x in items if x.doc.partial], short_size)):
        order = sorted(part, key=lambda x: len(x.ids) + rng.random() * 60)
        groups += [order[i : i + n] for i in range(0, len(order), n)]
    rng.shuffle(groups)
    yield from groups


def fit(
    docs: list[DocExample], plan: Plan, shape: Shape, log: Path | None = None, extra: list[DocExample] | None = None,
    net: EventNet | None = None,
) -> EventNet:
    """Train on the reports."""
    torch.manual_seed(plan.seed)
    rng = random.Random(plan.seed)
    net = net or EventNet(shape)
    pieces = Pieces()
    extra = extra or []
    cut = {d.id: (pieces.of(d.words), pieces.of(d.title) if d.title else []) for d in [*docs, *extra]}
    body = [p for n, p in net.named_parameters() if n.startswith("encoder.") and p.requires_grad]
    rest = [p for n, p in net.named_parameters() if not n.startswith("encoder.")]
    steps_an_epoch = sum(-(-sum(map(len, cut[d.id][0])) // 260) for d in docs) / plan.batch
    steps_an_epoch += len(extra) * plan.auxiliary / plan.batch / 4
    total = int(steps_an_epoch * plan.epochs) + 1
    parts = [{"params": body, "lr": plan.rate}, {"params": rest, "lr": plan.head_rate}]
    optimiser = torch.optim.AdamW(parts, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda s: min(1.0, (s + 1) / (0.1 * total)) * max(0.02, 1 - max(s - 0.1 * total, 0) / (0.9 * total))
    )
    average = Average(net, plan.average)
    for epoch in range(plan.epochs):
        net.train()
        started, sums, steps = time.time(), dict[str, float](), 0
        items = []
        for d in [*docs, *rng.sample(extra, int(len(extra) * plan.auxiliary))]:
            words, title = cut[d.id]
            use = title if rng.random() < 0.85 else []
            passages = random_passages(d, words, rng)
            items += [hide(make_input(d, words, use, p), plan.hidden, rng) for p in passages]
        for group in batches(items, plan.batch, plan.batch * 4, rng):
            with torch.autocast("cpu", dtype=torch.bfloat16):
                found = losses(net, group)
            torch.stack(list(found.values())).sum().backward()
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            average.update(net)
            optimiser.zero_grad(set_to_none=True)
            steps += 1
            for k, v in found.items():
                sums[k] = sums.get(k, 0.0) + v.item()
        shown = " ".join(f"{k} {v / steps:.3f}" for k, v in sums.items())
        line = f"epoch {epoch} {steps} steps {time.time() - started:.0f} s {shown}"
        print(line, flush=True)
        if log:
            with open(log, "a") as out:
                out.write(line + "\n")
    average.put(net)
    return net.eval()


N_FOLDS = 3


def folds(docs: list[DocExample], k: int = N_FOLDS, seed: int = 7) -> list[list[int]]:
    """Reports in k random parts."""
    order = list(range(len(docs)))
    random.Random(seed).shuffle(order)
    return [sorted(order[i::k]) for i in range(k)]


def save(net: EventNet, plan: Plan, shape: Shape, out: Path) -> None:
    """Keep a network as evaluate.load_net reads it."""
    torch.save({"net": net.state_dict(), "shape": asdict(shape), "plan": asdict(plan)}, out / "net.pt")


def train_base(docs: list[DocExample], plan: Plan, shape: Shape, out: Path) -> EventNet:
    """First stage: gold/train as it stands, with auxiliary sentences, then without them; save and return it."""
    docs = docs[: int(len(docs) * plan.part)]
    out.mkdir(parents=True, exist_ok=True)
    (out / "log.txt").unlink(missing_ok=True)
    net = fit(docs, plan, shape, out / "log.txt", load_auxiliary() if plan.auxiliary else None)
    if plan.last_epochs:
        last = replace(
            plan, epochs=plan.last_epochs, rate=plan.last_rate, head_rate=5 * plan.last_rate, seed=plan.seed + 5
        )
        net = fit([*docs, *quiet_examples()[0]], last, shape, out / "log.txt", None, net)
    save(net, plan, shape, out)
    return net


def train_second(base: Path, without: int | None, plan: Plan, shape: Shape, out: Path) -> EventNet:
    """Second stage, from a base network: gold/train as amended, our newswire reports (without one half of them, so that
    what reads the network's word can be fitted there) and quiet reports."""
    net = EventNet(shape)
    net.load_state_dict(torch.load(base / "net.pt", weights_only=False)["net"])
    docs = [*taught_examples(), *own_examples(without=without), *quiet_examples()[0]]
    rate = plan.second_rate
    second = replace(plan, epochs=plan.second_epochs, rate=rate, head_rate=5 * rate, auxiliary=0.0, hidden=0.0)
    out.mkdir(parents=True, exist_ok=True)
    net = fit(docs, second, shape, out / "log.txt", None, net)
    save(net, second, shape, out)
    return net


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    plan, shape = Plan(), Shape()
    parser.add_argument("--epochs", type=int, default=plan.epochs)
    parser.add_argument("--rate", type=float, default=plan.rate)
    parser.add_argument("--part", type=float, default=plan.part, help="share of the training reports")
    parser.add_argument("--auxiliary", type=float, default=plan.auxiliary, help="share of auxiliary sentences an epoch")
    parser.add_argument("--second-epochs", type=int, default=plan.second_epochs)
    parser.add_argument("--second-rate", type=float, default=plan.second_rate)
    parser.add_argument("--seed", type=int, default=plan.seed)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--out", type=Path, default=Path(".cache/training"))
    parser.add_argument("--only", choices=("base", "half0", "half1", "all"), help="one network, to try something")
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    plan = Plan(
        args.epochs, args.rate, seed=args.seed, auxiliary=args.auxiliary, part=args.part,
        second_epochs=args.second_epochs, second_rate=args.second_rate,
    )
    base = args.out / "base"
    for name, without in (("base", None), ("half0", 0), ("half1", 1), ("all", None)):
        if args.only not in (None, name) or (args.out / name / "net.pt").exists():
            continue
        if name == "base":
            train_base(load_examples("train"), plan, shape, base)
        else:
            train_second(base, without, plan, shape, args.out / name)


if __name__ == "__main__":
    main()
