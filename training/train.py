"""Train the event model, tune its thresholds on held-out parts of gold/train, and write the model folder.

    python -m training.train                               three folds, thresholds, all reports, model folder
    python -m training.train --fold 0 --out /tmp/fold0     one fold alone, to try something

Folds that are in --out already are not trained again.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor, nn

from training.auxiliary import load_auxiliary
from training.examples import DocExample, load_examples
from training.network import N_DISTANCE, EventNet, Shape, bucket_words, encoder_folder, pair_facts
from truceline.inference.words import ROLES, Passage

F = nn.functional


@dataclass
class Plan:
    """Training settings; chosen on fold 0 of gold/train."""

    epochs: int = 10
    rate: float = 1.5e-4
    head_rate: float = 1e-3
    batch: int = 4
    seed: int = 0
    optional_weight: float = 0.1
    auxiliary: float = 0.5
    """Share of the auxiliary sentences that each epoch draws."""
    part: float = 1.0
    """Share of the training reports (learning curve)."""


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


@dataclass
class Input:
    """One passage, ready for the encoder."""

    doc: DocExample
    passage: Passage
    ids: list[int]
    first: list[int]


def make_input(doc: DocExample, pieces: list[list[int]], title: list[list[int]], passage: Passage) -> Input:
    """[CLS] title [SEP] passage [SEP], at most 512 pieces."""
    ids = [101, *(p for w in title for p in w)] + ([102] if title else [])
    first = []
    for word in pieces[passage.first : passage.last]:
        first.append(min(len(ids), 510))
        ids.extend(word)
    return Input(doc, passage, ids[:511] + [102], first)


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


def batches(items: list[Input], size: int, short_size: int, rng: random.Random) -> Iterator[list[Input]]:
    """Passages of like length together, batches in random order; single sentences in larger batches."""
    groups = []
    for part, n in (([x for x in items if not x.doc.partial], size), ([x for x in items if x.doc.partial], short_size)):
        order = sorted(part, key=lambda x: len(x.ids) + rng.random() * 60)
        groups += [order[i : i + n] for i in range(0, len(order), n)]
    rng.shuffle(groups)
    yield from groups


def losses(net: EventNet, group: list[Input], plan: Plan, mode_mask: Tensor) -> dict[str, Tensor]:
    """Every loss of one batch."""
    ids = pad([x.ids for x in group])
    mask = pad([[1] * len(x.ids) for x in group])
    first = pad([x.first for x in group])
    states, passages, detect, kinds = net.encode(ids, mask, first)
    detect, kinds, states, passages = detect.float(), kinds.float(), states.float(), passages.float()
    out: dict[str, list[Tensor]] = {}
    n_mentions = 0
    state_rows, passage_rows, detect_rows, kind_rows = (x.unbind(0) for x in (states, passages, detect, kinds))
    for row, item in enumerate(group):
        doc, p = item.doc, item.passage
        n = p.last - p.first
        sents = sentence_of(doc)[p.first : p.last]
        target, weight = torch.zeros(n), torch.ones(n)
        for s in doc.masked:
            weight[torch.from_numpy(sents == s)] = 0
        here = [m for m in doc.mentions if p.first <= m.head < p.last]
        n_mentions += len(here)
        type_target = torch.full((n,), -100)
        for m in here:
            a, b = max(m.words[0] - p.first, 0), min(m.words[1], p.last) - p.first
            if not m.core:
                target[a:b] = 1
                weight[a:b] = torch.where(type_target[a:b] >= 0, weight[a:b], torch.zeros(b - a))
                weight[m.head - p.first] = plan.optional_weight
            type_target[a:b] = m.type
        for m in here:
            if m.core:
                a, b = max(m.words[0] - p.first, 0), min(m.words[1], p.last) - p.first
                target[a:b] = 1
                weight[a:b] = 0.3 / max(b - a - 1, 1)
                type_target[a:b] = m.type
        for m in here:
            if m.core:
                weight[m.head - p.first] = 0.15 if doc.partial else 1
                type_target[m.head - p.first] = m.type
        bce = F.binary_cross_entropy_with_logits(detect_rows[row][:n], target, reduction="none")
        out.setdefault("detect", []).append((bce * weight).sum())
        if not here:
            continue
        out.setdefault("word_type", []).append(
            F.cross_entropy(kind_rows[row][:n], type_target, ignore_index=-100, reduction="none").sum()
            / max(int((type_target >= 0).sum()), 1) * len(here)
        )
        geo = geometry(sents, [m.head - p.first for m in here])
        at, vector = net.triggers(state_rows[row][:n], passage_rows[row], geo.head, geo.own)
        types = torch.tensor([m.type for m in here])
        given = F.one_hot(types.clamp(min=0), 16).float() * (types >= 0).unsqueeze(1)
        if net.training:  # now and then the model's own reading, as at run time
            own = kind_rows[row][geo.head].softmax(-1).detach()
            given = torch.where(torch.rand(len(here), 1) < 0.3, own, given)
        scores = net.mention_heads(vector, given)
        core = torch.tensor([1.0 if m.core else 0.5 for m in here])
        for name, key in (("type", "type"), ("mode", "mode"), ("status", "status"), ("aggregate", "aggregate"),
                          ("truce", "truce"), ("dated", "dated"), ("placed", "placed")):
            goal = torch.tensor([getattr(m, key) for m in here])
            value = scores[name]
            if name == "mode":
                value = value.masked_fill(~mode_mask[types.clamp(min=0)], -1e4)
            w = core * (torch.where(goal > 0, 3.0, 1.0) if name == "truce" else 1.0)
            ce = F.cross_entropy(value, goal, reduction="none", ignore_index=-100)
            out.setdefault(name, []).append((ce * w).sum())
        role = net.role_scores(state_rows[row][:n], at, geo.head, geo.sent_apart, geo.words_apart)
        tags = torch.zeros(len(here), n, len(ROLES), dtype=torch.long)
        if doc.partial:
            tags[:, :, 2:] = -100
        for i, m in enumerate(here):
            for r, name in enumerate(ROLES):
                for a, b in m.ignored.get(name, ()):
                    tags[i, max(a - p.first, 0) : max(b - p.first, 0), r] = -100
                for a, b in m.roles.get(name, ()):
                    a, b = a - p.first, b - p.first
                    if a >= 0 and b <= n:
                        tags[i, a, r] = 1
                        tags[i, a + 1 : b, r] = 2
        ce = F.cross_entropy(role.reshape(-1, 3), tags.reshape(-1), ignore_index=-100, reduction="none")
        out.setdefault("role", []).append((ce.view(len(here), -1).sum(1) * core).sum())
        if len(here) > 1:
            i, j = torch.triu_indices(len(here), len(here), 1)
            event = torch.tensor([m.event for m in here])
            same = (event[i] == event[j]).float()
            spelled = [doc.words[m.head].lower() for m in here]
            w = torch.tensor([spelled.index(x) for x in spelled])
            facts = pair_facts(given[i], given[j], (torch.from_numpy(sents)[geo.head[i]] - torch.from_numpy(sents)[geo.head[j]]).abs(),
                               (w[i] == w[j]).float())
            odds = net.same_scores(vector[i], vector[j], facts)
            hard = torch.where((types[i] == types[j]) | (same > 0), 1.0, 0.2)
            out.setdefault("same", []).append(
                (F.binary_cross_entropy_with_logits(odds, same, reduction="none") * hard).sum() / hard.sum() * len(here)
            )
    share = {"detect": 1.0, "word_type": 0.5, "type": 1.0, "mode": 0.4, "status": 0.4, "aggregate": 0.3, "truce": 0.4,
             "dated": 0.4, "placed": 0.4, "role": 0.3, "same": 1.0}
    return {k: torch.stack(v).sum() / max(n_mentions, 4) * share[k] for k, v in out.items()}


def mode_masks() -> Tensor:
    """Which modes each type allows (16, modes); the empty one always."""
    from training.examples import MODE_NAMES, TYPES
    from truceline.domain.codes import MODES

    return torch.tensor([[m == "" or m in MODES[t] for m in MODE_NAMES] for t in TYPES])


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
    optimiser = torch.optim.AdamW([{"params": body, "lr": plan.rate}, {"params": rest, "lr": plan.head_rate}], weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda s: min(1.0, (s + 1) / (0.1 * total)) * max(0.02, 1 - max(s - 0.1 * total, 0) / (0.9 * total))
    )
    masks = mode_masks()
    for epoch in range(plan.epochs):
        net.train()
        started, sums, steps = time.time(), dict[str, float](), 0
        items = []
        for d in [*docs, *rng.sample(extra, int(len(extra) * plan.auxiliary))]:
            words, title = cut[d.id]
            use = title if rng.random() < 0.85 else []
            items += [make_input(d, words, use, p) for p in random_passages(d, words, rng)]
        for group in batches(items, plan.batch, plan.batch * 4, rng):
            with torch.autocast("cpu", dtype=torch.bfloat16):
                found = losses(net, group, plan, masks)
            torch.stack(list(found.values())).sum().backward()
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            optimiser.zero_grad(set_to_none=True)
            steps += 1
            for k, v in found.items():
                sums[k] = sums.get(k, 0.0) + v.item()
        line = f"epoch {epoch} {steps} steps {time.time() - started:.0f} s " + " ".join(f"{k} {v / steps:.3f}" for k, v in sums.items())
        print(line, flush=True)
        if log:
            with open(log, "a") as out:
                out.write(line + "\n")
    return net.eval()


N_FOLDS = 3


def folds(docs: list[DocExample], k: int = N_FOLDS, seed: int = 7) -> list[list[int]]:
    """Reports in k random parts."""
    order = list(range(len(docs)))
    random.Random(seed).shuffle(order)
    return [sorted(order[i::k]) for i in range(k)]


def train_fold(docs: list[DocExample], fold: int | None, plan: Plan, shape: Shape, out: Path) -> EventNet:
    """Train without one third of the reports (or on all, None), save the network and return it."""
    if fold is not None:
        held = set(folds(docs)[fold])
        docs = [d for i, d in enumerate(docs) if i not in held]
    docs = docs[: int(len(docs) * plan.part)]
    out.mkdir(parents=True, exist_ok=True)
    (out / "log.txt").unlink(missing_ok=True)
    net = fit(docs, plan, shape, out / "log.txt", load_auxiliary() if plan.auxiliary else None)
    torch.save({"net": net.state_dict(), "shape": asdict(shape), "plan": asdict(plan)}, out / "net.pt")
    return net


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    plan, shape = Plan(), Shape()
    parser.add_argument("--fold", default=None, help="0, 1 or 2: train without that third; all: train on everything")
    parser.add_argument("--epochs", type=int, default=plan.epochs)
    parser.add_argument("--rate", type=float, default=plan.rate)
    parser.add_argument("--part", type=float, default=plan.part, help="share of the training reports")
    parser.add_argument("--auxiliary", type=float, default=plan.auxiliary, help="share of auxiliary sentences an epoch")
    parser.add_argument("--role-layers", type=int, default=shape.role_layers)
    parser.add_argument("--seed", type=int, default=plan.seed)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--out", type=Path, default=Path(".cache/training"))
    parser.add_argument("--model", type=Path, default=Path("src/truceline/models/events"))
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    plan = Plan(args.epochs, args.rate, seed=args.seed, auxiliary=args.auxiliary, part=args.part)
    shape = Shape(role_layers=args.role_layers)
    docs = load_examples("train")
    if args.fold is not None:
        train_fold(docs, None if args.fold == "all" else int(args.fold), plan, shape, args.out)
        return
    from training.finish import finish

    for fold in range(N_FOLDS):
        if not (args.out / f"fold{fold}" / "net.pt").exists():
            train_fold(docs, fold, plan, shape, args.out / f"fold{fold}")
    if not (args.out / "all" / "net.pt").exists():
        train_fold(docs, None, plan, shape, args.out / "all")
    finish(args.out, args.model)


if __name__ == "__main__":
    main()
