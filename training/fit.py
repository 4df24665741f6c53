"""The training loop of both networks: steps until the epochs or the minutes are over."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import torch
from torch import Tensor, nn


@dataclass(frozen=True)
class Plan:
    """How long and how fast a network learns."""

    epochs: int
    rate: float
    """Of the encoder, at its highest."""
    head_rate: float
    batch: int
    minutes: float = 1e9
    """The rate falls to nothing by the end of the epochs or of the minutes, whichever is first."""
    average: float = 0.99
    """Each step moves the kept weights by 1 - average towards the trained ones; the kept ones are handed back."""
    warm: float = 0.1
    """Share of the way on which the rate rises."""


class Average:
    """Running mean of a network's weights; steadier than the last step's."""

    def __init__(self, net: nn.Module, keep: float) -> None:
        self.keep, self.steps = keep, 0
        self.live = [p for p in net.parameters() if p.requires_grad]
        self.mean = [p.detach().clone() for p in self.live]

    @torch.no_grad()
    def update(self) -> None:
        """Move towards the network's weights, faster at the start."""
        self.steps += 1
        share = 1 - min(self.keep, self.steps / (self.steps + 9))
        torch._foreach_lerp_(self.mean, self.live, share)

    @torch.no_grad()
    def put(self) -> None:
        """Give the network the mean weights."""
        for mean, live in zip(self.mean, self.live, strict=True):
            live.copy_(mean)


T = TypeVar("T")


def fit(
    net: nn.Module, plan: Plan, epoch_batches: Callable[[int], tuple[int, Iterable[T]]],
    loss_of: Callable[[T], dict[str, Tensor]], log: Path | None = None,
) -> None:
    """Train a network in place.

    epoch_batches: epoch number to (number of batches, batches); loss_of: the losses of a batch, to be summed.
    """
    device = next(net.parameters()).device
    body = [p for n, p in net.named_parameters() if n.startswith("encoder.") and p.requires_grad]
    rest = [p for n, p in net.named_parameters() if not n.startswith("encoder.")]
    groups = [{"params": body, "lr": plan.rate}, {"params": rest, "lr": plan.head_rate}]
    optimiser = torch.optim.AdamW(groups, weight_decay=0.01, fused=device.type == "cuda")
    highest = [g["lr"] for g in groups]
    average = Average(net, plan.average)
    started, done = time.time(), 0.0
    for epoch in range(plan.epochs):
        net.train()
        begun, sums, steps = time.time(), dict[str, Tensor](), 0
        total, batches = epoch_batches(epoch)
        for batch in batches:
            done = max((epoch + steps / total) / plan.epochs, (time.time() - started) / 60 / plan.minutes)
            if done >= 1:
                break
            speed = min(1.0, (done + 1e-3) / plan.warm) * max(0.02, 1 - max(done - plan.warm, 0) / (1 - plan.warm))
            for group, top in zip(optimiser.param_groups, highest, strict=True):
                group["lr"] = top * speed
            with torch.autocast(device.type, dtype=torch.bfloat16):
                found = loss_of(batch)
            torch.stack(list(found.values())).sum().backward()
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimiser.step()
            average.update()
            optimiser.zero_grad(set_to_none=True)
            steps += 1
            for k, v in found.items():
                sums[k] = sums.get(k, 0.0) + v.detach()
        shown = " ".join(f"{k} {v.item() / max(steps, 1):.3f}" for k, v in sums.items())
        line = f"epoch {epoch} {steps} steps {time.time() - begun:.0f} s {shown}"
        print(line, flush=True)
        if log:
            with open(log, "a") as out:
                out.write(line + "\n")
        if done >= 1:
            break
    average.put()
    net.eval()
