"""Count how many reports in a thousand tell a word: data/stem_shares.tsv, of the open newswire.

    python -m training.stem_shares
"""

from __future__ import annotations

from collections import Counter

from bench.docs import ROOT, load_reports
from truceline.fuse.features import stems_of

OUT = ROOT / "src" / "truceline" / "data" / "stem_shares.tsv"
LEAST = 4
"""Reports that must tell a word: rarer ones are as rare as words that the table does not have."""


def main() -> None:
    """Count and write."""
    reports = load_reports("corpus")
    told = Counter(stem for r in reports for stem in stems_of(r.text))
    rows = sorted((s, n) for s, n in told.items() if n >= LEAST and s and not s[0].isdigit())
    OUT.write_text(
        "stem\tper_thousand\n" + "".join(f"{s}\t{1000 * n / len(reports):.1f}\n" for s, n in rows), encoding="utf-8"
    )
    print(f"{len(rows)} stems of {len(reports)} reports")


if __name__ == "__main__":
    main()
