"""How much the trained model's word on a time or a place counts beside the rules' score: data/word_weights.json."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType


@cache
def load_word_weights(stage: str) -> Mapping[str, float]:
    """Sign to weight for ``dating`` or ``placing``, as training/words.py fitted them."""
    raw = json.loads(files("truceline.data").joinpath("word_weights.json").read_text(encoding="utf-8"))
    return MappingProxyType(raw[stage])
