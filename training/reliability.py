"""How far scores keep their word: expected calibration error, and a plot of it as SVG."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

BINS = 10
_SIDE, _EDGE = 320, 40


def bins(scores: Sequence[float], right: Sequence[bool]) -> list[tuple[int, float, float]]:
    """(how many, mean score, share right) of the scores in each tenth that has any."""
    score, truth = np.array(scores), np.array(right)
    tenth = np.minimum((score * BINS).astype(int), BINS - 1)
    return [
        (int((tenth == k).sum()), float(score[tenth == k].mean()), float(truth[tenth == k].mean()))
        for k in range(BINS)
        if (tenth == k).any()
    ]


def expected_error(scores: Sequence[float], right: Sequence[bool]) -> float:
    """Expected calibration error over tenths of the score."""
    return sum(n * abs(mean - share) for n, mean, share in bins(scores, right)) / max(len(scores), 1)


def plot(path: Path, scores: Sequence[float], right: Sequence[bool], title: str) -> None:
    """Write the reliability plot: the closer the dots to the diagonal the better; larger dots hold more events."""

    def x(value: float) -> float:
        return round(_EDGE + value * _SIDE, 1)

    def y(value: float) -> float:
        return round(_EDGE + (1 - value) * _SIDE, 1)

    most = max(n for n, _, _ in bins(scores, right))
    dots = "".join(
        f'<circle cx="{x(mean)}" cy="{y(share)}" r="{round(3 + 9 * (n / most) ** 0.5, 1)}" fill="#1f5f8b" '
        f'fill-opacity="0.75"><title>{n} events, mean score {mean:.2f}, right {share:.2f}</title></circle>'
        for n, mean, share in bins(scores, right)
    )
    ticks = "".join(
        f'<text x="{x(v)}" y="{y(0) + 18}" text-anchor="middle">{v}</text>'
        f'<text x="{x(0) - 8}" y="{y(v) + 4}" text-anchor="end">{v}</text>'
        for v in (0, 0.5, 1)
    )
    size = _SIDE + 2 * _EDGE
    path.write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" width="{size}" role="img" '
        f'font-family="sans-serif" font-size="12" fill="#333"><title>{title}</title>'
        f'<rect width="{size}" height="{size}" fill="#fff"/>'
        f'<rect x="{x(0)}" y="{y(1)}" width="{_SIDE}" height="{_SIDE}" fill="none" stroke="#999"/>'
        f'<line x1="{x(0)}" y1="{y(0)}" x2="{x(1)}" y2="{y(1)}" stroke="#bbb" stroke-dasharray="4 4"/>{ticks}{dots}'
        f'<text x="{size / 2}" y="{size - 6}" text-anchor="middle">score of the event</text>'
        f'<text x="{size / 2}" y="24" text-anchor="middle">share right, {len(scores)} events</text></svg>\n'
    )


_COLOURS = ("#1f5f8b", "#b3541e", "#3d7a3a", "#7a3d77", "#8a7a1f", "#4a4a4a")


def plot_many(path: Path, curves: Mapping[str, tuple[Sequence[float], Sequence[bool]]]) -> None:
    """Write one small reliability plot a field, side by side: dots near the diagonal keep their word."""
    width, gap, size = 150, 46, 150
    parts = []
    for n, (name, (scores, right)) in enumerate(curves.items()):
        left, top = gap + (n % 3) * (width + gap), 34 + (n // 3) * (size + 56)
        most = max(k for k, _, _ in bins(scores, right))
        dots = "".join(
            f'<circle cx="{left + mean * width:.1f}" cy="{top + (1 - share) * size:.1f}" '
            f'r="{2 + 6 * (k / most) ** 0.5:.1f}" fill="{_COLOURS[n]}" fill-opacity="0.75">'
            f"<title>{k} events, mean {mean:.2f}, right {share:.2f}</title></circle>"
            for k, mean, share in bins(scores, right)
        )
        parts.append(
            f'<rect x="{left}" y="{top}" width="{width}" height="{size}" fill="none" stroke="#999"/>'
            f'<line x1="{left}" y1="{top + size}" x2="{left + width}" y2="{top}" stroke="#bbb" stroke-dasharray="4 4"/>'
            f'{dots}<text x="{left + width / 2}" y="{top - 8}" text-anchor="middle">{name}, {len(scores)} events</text>'
            f'<text x="{left}" y="{top + size + 16}" text-anchor="middle">0</text>'
            f'<text x="{left + width}" y="{top + size + 16}" text-anchor="middle">1</text>'
        )
    across, down = gap + 3 * (width + gap), 34 + 2 * (size + 56)
    path.write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {across} {down}" width="{across}" role="img" '
        f'font-family="sans-serif" font-size="12" fill="#333"><title>Share right by confidence, field by field</title>'
        f'<rect width="{across}" height="{down}" fill="#fff"/>{"".join(parts)}</svg>\n'
    )
