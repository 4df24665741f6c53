"""Inputs too large or too odd to write down in tests/cases/bad_inputs.jsonl, by the name that the table gives them."""

from __future__ import annotations

import gzip
import json
import random
from typing import Any


def bytes_of(case: dict[str, Any]) -> bytes:
    if "text" in case:
        return str(case["text"]).encode()
    match case.get("text_of") or case["bytes_of"]:
        case "random":
            return random.Random(7).randbytes(5000)
        case "20 MB":
            start = b'{"date": "2024-08-21", "text": "' if case["file"].endswith("jsonl") else b"date 2024-08-21\n"
            return start + b"The riders of Gondor. " * 1_000_000
        case "20 MB csv":
            return b'date,text\n2024-08-21,"' + b"The riders of Gondor. " * 1_000_000 + b'"\n'
        case "cut gzip":
            return gzip.compress(b'{"date": "2024-08-21", "text": "The truce."}\n' * 100)[:60]
        case "deep":
            return b"[" * 100_000
        case "long title":
            return json.dumps({"date": "2024-08-21", "text": "The truce.", "title": "T" * 10_000}).encode()
        case other:
            raise ValueError(other)
