"""Weights of a choice among candidates: the softmax likelihood of the right ones, by Adam on the whole batch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np


def matrix_of(rows: Sequence[Mapping[str, float]], keys: Sequence[str], dtype: type = np.float64) -> np.ndarray:
    """(rows, keys): the values of named features; a name that is no key is left out."""
    at = {k: i for i, k in enumerate(keys)}
    x = np.zeros((len(rows), len(keys)), dtype=dtype)
    for n, row in enumerate(rows):
        for k, v in row.items():
            if k in at:
                x[n, at[k]] = v
    return x


def fit_softmax(
    x: np.ndarray, good: np.ndarray, sizes: Sequence[int], weight: Sequence[float], *,
    l2: float, steps: int, rate: float, late_rate: float | None = None, prior: np.ndarray | None = None,
) -> np.ndarray:  # fmt: skip
    """Weights (features,) that give the right candidates of each choice the most of the softmax.

    x: float (candidates, features), the candidates of one choice side by side; good: bool (candidates,); sizes and
    weight: of each choice, in order. Every choice needs a right candidate. late_rate: the rate of the last three tenths
    of the steps, where it differs. prior: where the weights start and what the penalty draws them to; zero by default.
    """
    starts = np.cumsum([0, *sizes])[:-1]
    size = np.array(sizes)
    share = np.repeat(weight, size)
    drawn_to = np.zeros(x.shape[1]) if prior is None else prior
    drawn_to = drawn_to.astype(x.dtype)
    w, m, v = drawn_to.copy(), np.zeros_like(drawn_to), np.zeros_like(drawn_to)
    for t in range(1, steps + 1):
        s = x @ w
        s -= np.repeat(np.maximum.reduceat(s, starts), size)
        e = np.exp(s)
        p = e / np.repeat(np.add.reduceat(e, starts), size)
        right = np.where(good, e, 0.0)
        q = right / np.repeat(np.maximum(np.add.reduceat(right, starts), 1e-12), size)
        grad = x.T @ ((p - q) * share).astype(x.dtype) + l2 * (w - drawn_to)
        m, v = 0.9 * m + 0.1 * grad, 0.999 * v + 0.001 * grad**2
        now = rate if late_rate is None or t < steps * 0.7 else late_rate
        w -= now * (m / (1 - 0.9**t)) / (np.sqrt(v / (1 - 0.999**t)) + 1e-9)
    return w
