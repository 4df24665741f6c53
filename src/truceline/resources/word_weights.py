"""How much the trained model's word on a time or a place counts beside the rules' score: data/word_weights.json."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from truceline.errors import BadData
from truceline.resources.tables import read_json


@cache
def load_word_weights(stage: str) -> Mapping[str, float]:
    """Sign to weight for ``dating`` or ``placing``, as training/words.py fitted them. Raises BadData."""
    stages = read_json("word_weights.json")
    if not isinstance(stages.get(stage), dict):
        raise BadData(f"data/word_weights.json: no weights for {stage!r}, only for {', '.join(stages)}")
    return MappingProxyType(stages[stage])
