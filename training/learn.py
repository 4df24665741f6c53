"""Train the networks: a large teacher of each kind from the annotation, then the small ones that ship from both.

    python -m training.pack                                     reports to .cache/training/examples.pkl
    python -m training.learn all half0 half1 --device cuda      .cache/training/all/net.pt, arguments.pt ...
    python -m training.learn all --teacher none                 without teachers, where there is no GPU

Needs torch, transformers and tokenizers alone, so that it runs on a machine that has a GPU and nothing else.
"""

from __future__ import annotations

import argparse
import multiprocessing
import pickle
import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import torch
from torch import Tensor

from training import arguments
from training.arguments import ArgumentNet, FoundMention
from training.encoders import Pieces
from training.fit import Plan, fit
from training.gauge import gauge_arguments, gauge_events, passages
from training.inputs import Batch, Input, batches, collate, make_input, random_passages
from training.labels import DocExample, half_of
from training.losses import encode, following, lesson, losses
from training.network import EventNet, Shape

PLANS = {
    "events-teacher": Plan(9, 6e-5, 5e-4, 16),
    "arguments-teacher": Plan(4, 5e-5, 5e-4, 32),
    "events": Plan(7, 2e-4, 1e-3, 16),
    "arguments": Plan(5, 2e-4, 1e-3, 48),
    "events-alone": Plan(7, 1.5e-4, 1e-3, 8),
    "arguments-alone": Plan(4, 1e-4, 1e-3, 16),
}
"""Teachers, pupils, and the same networks without a teacher."""
SHARES = {"events-teacher": 0.26, "events": 0.72, "arguments-teacher": 0.2, "arguments": 0.5}
"""Of the minutes given, where minutes are given."""
PLAIN_EPOCHS = 3
"""Last epochs of a teacher without auxiliary sentences."""
AUXILIARY = 0.5
"""Share of the auxiliary sentences that each other epoch draws."""
FLOOR = 0.25
"""Chance from which a teacher's trigger in an unread report is asked for its arguments."""


class Examples:
    """What ``training.pack`` wrote, for one network: without one half of our reports, or with all of them."""

    def __init__(self, path: Path, name: str, part: float = 1.0) -> None:
        packed: dict[str, list[DocExample]] = pickle.loads(path.read_bytes())
        without = int(name.removeprefix("half")) if name.startswith("half") else None
        self.read = packed["others"] + [d for d in packed["ours"] if half_of(d.id) != without]
        self.read = self.read[: max(int(len(self.read) * part), 1)]
        self.held = [d for d in packed["ours"] if half_of(d.id) == without]
        held = {d.id for d in self.held}
        self.quiet, self.auxiliary = packed["quiet"], packed["auxiliary"]
        self.unread = [d for d in packed["unread"] if d.id not in held]
        self.unread = self.unread[: max(int(len(self.unread) * part), 1)]
        if part < 1:
            self.quiet, self.auxiliary, self.held = self.quiet[:3], self.auxiliary[:20], self.held[:5]


def event_batches(
    docs_of: Callable[[int], Sequence[DocExample]], size: int, seed: int
) -> Callable[[int], tuple[int, Iterator[Batch]]]:
    """Batches of an epoch's reports, cut anew into passages each time; their number is a close guess."""
    pieces, cut, rng = Pieces(), dict[int, tuple](), random.Random(seed)

    def pieces_of(doc: DocExample) -> tuple[list[list[int]], list[list[int]]]:
        if id(doc) not in cut:
            cut[id(doc)] = (pieces.of(doc.words), pieces.of(doc.title) if doc.title else [])
        return cut[id(doc)]

    def epoch(number: int) -> tuple[int, Iterator[Batch]]:
        items: list[Input] = []
        for doc in docs_of(number):
            words, title = pieces_of(doc)
            use = title if rng.random() < 0.85 else []
            items += [make_input(doc, words, use, p) for p in random_passages(doc, words, rng)]
        groups = list(batches(items, size, rng))
        return len(groups), map(collate, groups)

    return epoch


def train_events(
    data: Examples, plan: Plan, teacher: EventNet | None, device: torch.device, log: Path, *, large: bool, seed: int
) -> EventNet:
    """An event network from the annotated reports, and, with a teacher, from what it says of unread ones too."""
    torch.manual_seed(seed)
    net = EventNet(Shape(encoder="mpnet" if large else "minilm"), exact_attention=False).to(device)
    rng = random.Random(seed)

    def docs(epoch: int) -> list[DocExample]:
        found = [*data.read, *data.quiet]
        if teacher is not None:
            return [*found, *data.unread]
        if epoch < plan.epochs - PLAIN_EPOCHS:
            found += rng.sample(data.auxiliary, int(len(data.auxiliary) * AUXILIARY))
        return found

    def loss_of(batch: Batch) -> dict[str, torch.Tensor]:
        batch = batch.to(device)
        read = encode(net, batch)
        found = losses(net, batch, read)
        if teacher is not None:
            follow = following(net, batch, read, lesson(teacher, batch))
            found = found | {f"{k}~": v for k, v in follow.items()}
        return found

    fit(net, plan, event_batches(docs, plan.batch, seed), loss_of, log)
    return net


@torch.no_grad()
def find_mentions(net: EventNet, docs: Sequence[DocExample], device: torch.device) -> list[FoundMention]:
    """What a network takes for triggers in reports that nobody annotated."""
    items, out = passages(docs, Pieces()), list[FoundMention]()
    for start in range(0, len(items), 32):
        group = items[start : start + 32]
        with torch.autocast(device.type, dtype=torch.bfloat16):
            said = lesson(net, collate(group).to(device))
        keep = said.sure > FLOOR
        rows = (said.row[keep], said.head[keep], said.given[keep].argmax(-1), said.sure[keep])
        for row, head, kind, sure in zip(*(r.tolist() for r in rows), strict=True):
            item, word = group[row], group[row].passage.first + head
            inside = any(a <= word < b for a, b in item.doc.sentences)
            if inside and item.passage.own <= word < item.passage.last:
                out.append(FoundMention(item.doc.id, word, kind, sure))
    return out


def train_arguments(
    data: Examples, plan: Plan, teacher: ArgumentNet | None, found: Sequence[FoundMention],
    start: dict[str, Tensor] | None, device: torch.device, log: Path, *, large: bool, seed: int,
) -> ArgumentNet:
    """An argument network that starts from an event network's encoder, or from the published one.

    found: mentions of unread reports.
    """
    torch.manual_seed(seed)
    net = ArgumentNet(encoder="mpnet" if large else "minilm", exact_attention=False).to(device)
    if start is not None:
        net.encoder.load_state_dict(start)
    pieces, rng = Pieces(), random.Random(seed)
    items = arguments.items_of([*data.read, *(data.unread if teacher else [])], pieces, found if teacher else ())

    def epoch(_: int) -> tuple[int, Iterator[arguments.MarkedBatch]]:
        return -(-len(items) // plan.batch), arguments.marked_batches(items, pieces, plan.batch, rng)

    fit(net, plan, epoch, lambda b: arguments.losses(net, b.to(device), teacher), log)
    return net


def save_events(net: EventNet, plan: Plan, path: Path) -> None:
    """Keep an event network as evaluate.load_net reads it."""
    weights = {k: v.detach().float().cpu() for k, v in net.state_dict().items()}
    torch.save({"net": weights, "shape": asdict(net.shape), "plan": asdict(plan)}, path)


@dataclass(frozen=True)
class Run:
    """One network to train, and where. Whole, so that it can be handed to another process."""

    name: str
    examples: Path
    part: float
    out: Path
    device: str
    teach: bool
    minutes: float
    seed: int

    def plan(self, stage: str) -> Plan:
        """The plan of a stage, with its share of the minutes."""
        return replace(PLANS[stage], minutes=SHARES.get(stage, 1.0) * self.minutes)

    def note(self, text: str) -> None:
        """A line for the screen and the log."""
        line = f"{self.name} at {time.strftime('%H:%M:%S')}: {text}"
        print(line, flush=True)
        with open(self.out / "log.txt", "a") as lines:
            lines.write(line + "\n")


def learn(run: Run) -> None:
    """Both networks, and before them their teachers; with teachers the argument networks learn in a process beside."""
    run.out.mkdir(parents=True, exist_ok=True)
    log, device = run.out / "log.txt", torch.device(run.device)
    log.unlink(missing_ok=True)
    data = Examples(run.examples, run.name, run.part)
    teacher = beside = None
    if run.teach:
        teacher = train_events(data, run.plan("events-teacher"), None, device, log, large=True, seed=run.seed)
        run.note(gauge_events(teacher, data.held, device) if data.held else "nothing held out")
        found = find_mentions(teacher, data.unread, device)
        run.note(f"{len(found)} mentions found in {len(data.unread)} unread reports")
        torch.save({"encoder": teacher.encoder.state_dict(), "found": found}, run.out / "teacher.pt")
        beside = multiprocessing.get_context("spawn").Process(target=learn_arguments, args=(run,))
        beside.start()
    plan = run.plan("events" if teacher else "events-alone")
    net = train_events(data, plan, teacher, device, log, large=False, seed=run.seed + 1)
    save_events(net, plan, run.out / "net.pt")
    run.note(gauge_events(net, data.held, device) if data.held else "nothing held out")
    if beside is None:
        torch.save({"encoder": net.encoder.state_dict(), "found": []}, run.out / "teacher.pt")
        learn_arguments(run)
    else:
        beside.join()
        if beside.exitcode:
            raise SystemExit(f"The argument network of {run.name} failed; its lines above say why.")


def learn_arguments(run: Run) -> None:
    """The argument network and its teacher, after ``teacher.pt`` is there: where to start, what was found."""
    torch.set_float32_matmul_precision("high")
    log, device = run.out / "log.txt", torch.device(run.device)
    data = Examples(run.examples, run.name, run.part)
    given = torch.load(run.out / "teacher.pt", weights_only=False, map_location=device)
    tutor, start, found = None, given["encoder"], given["found"]
    if run.teach:
        plan = run.plan("arguments-teacher")
        tutor = train_arguments(data, plan, None, (), start, device, log, large=True, seed=run.seed)
        run.note(gauge_arguments(tutor, data.held, device) if data.held else "nothing held out")
        start = None
    plan = run.plan("arguments" if tutor else "arguments-alone")
    net = train_arguments(data, plan, tutor, found, start, device, log, large=False, seed=run.seed + 1)
    torch.save({k: v.detach().float().cpu() for k, v in net.state_dict().items()}, run.out / "arguments.pt")
    run.note(gauge_arguments(net, data.held, device) if data.held else "nothing held out")


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="+", help="all, half0 or half1")
    parser.add_argument("--examples", type=Path, default=Path(".cache/training/examples.pkl"))
    parser.add_argument("--out", type=Path, default=Path(".cache/training"))
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--teacher", choices=("mpnet", "none"), default="mpnet")
    parser.add_argument("--minutes", type=float, default=1e9, help="at most, for each name")
    parser.add_argument("--part", type=float, default=1.0, help="share of the reports, to try something")
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    torch.set_float32_matmul_precision("high")
    for name in args.names:
        learn(Run(
            name, args.examples, args.part, args.out / name, args.device, args.teacher == "mpnet", args.minutes,
            args.seed,
        ))


if __name__ == "__main__":
    main()
