"""Every table of learned weights, loaded at once: a run and ``truceline doctor`` stop here where one is broken."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType

from truceline.resources.combine import (
    load_field_weights,
    load_second_weights,
    load_side_weights,
    load_worth_weights,
)
from truceline.resources.dating import load_dating_weights
from truceline.resources.incident_weights import IncidentWeights
from truceline.resources.lexicon import load_weights
from truceline.resources.party_weights import dyad_weights
from truceline.resources.place_weights import name_weights, placing_weights, rank_weights
from truceline.resources.speech import load_attribution_weights
from truceline.resources.word_weights import load_word_weights

LOADERS: Mapping[str, Callable[[], object]] = MappingProxyType({
    "attribution_weights.tsv": load_attribution_weights,
    "dating_weights.tsv": load_dating_weights,
    "dyad_weights.tsv": dyad_weights,
    "field_weights.json": load_field_weights,
    "incident_weights.tsv": IncidentWeights.load,
    "merge_weights.json": partial(load_weights, "merge_weights.json"),
    "place_name_weights.tsv": name_weights,
    "place_rank_weights.tsv": partial(rank_weights, ()),
    "placing_weights.tsv": placing_weights,
    "role_weights.json": partial(load_weights, "role_weights.json"),
    "second_look_weights.json": load_second_weights,
    "side_weights.json": load_side_weights,
    "trigger_weights.json": partial(load_weights, "trigger_weights.json"),
    "word_weights.json": partial(load_word_weights, "dating"),
    "worth_weights.json": load_worth_weights,
})
"""File of data/ to what reads it."""


def load_all_weights() -> int:
    """Read every table of learned weights once; how many they are. Raises BadData for the first that is broken."""
    for load in LOADERS.values():
        load()
    return len(LOADERS)
