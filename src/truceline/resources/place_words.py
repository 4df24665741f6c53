"""Small word lists of the places room, from data/place_words.tsv (class, word)."""

from __future__ import annotations

from collections import defaultdict

from truceline.domain.codes import PlaceKind
from truceline.resources.tables import rows


def _load() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for _, row in rows("place_words.tsv", ("class", "word")):
        found[row["class"]].add(row["word"])
    return {k: frozenset(v) for k, v in found.items()}


_CLASSES = _load()
COMES_FROM = _CLASSES["comes from"]
"""Lemmas of people who are ``from`` a place."""
COMPASS = _CLASSES["compass"]
"""``north``, ``southern``, ``central`` ...: parts of a territory and directions."""
CONNECTORS = _CLASSES["connector"]
"""Small words and marks inside names: ``al``, ``de``, ``of``, a hyphen."""
OPENERS = _CLASSES["opener"]
"""Small words that may open a name although in lower case: ``al``, ``la``, ``el``."""
STREET_ENDS = _CLASSES["street end"]
"""Last words of street names, without a point."""
FACILITY_ENDS = _CLASSES["facility end"]
"""Last words of names of buildings and sites."""
PERSON_TITLES = _CLASSES["person title"]
"""Words before a person's name, without a point."""
NOT_PLACES = _CLASSES["not a place"]
"""Folded words that the gazetteer knows but that news does not use for a place (``hamas``, ``congress``)."""
GOVERNMENT_VERBS = _CLASSES["government verb"]
"""Lemmas of what governments do or have done to them in words (``Washington said``)."""
DONE_TO_TOWNS = _CLASSES["done to towns"]
"""Lemmas of verbs of motion, seizure and damage: their object is the town itself, not its government."""
LEADS_TO_A_TOWN = _CLASSES["leads to a town"]
"""Lemmas of verbs whose object is hardly anything but a place where nothing else knows it."""
MOVES = _CLASSES["moves"]
"""Lemmas of going and of what goes: ``to`` and ``from`` after them lead to a place."""
WORKS_AT = _CLASSES["works at"]
"""Lemmas of persons who are ``at`` a body, not at a place (``an analyst at Nomura``)."""
AIMS = _CLASSES["aims"]
"""Lemmas of throwing, firing and shouting: ``at`` after them leads to whom, be it a person or a town."""
OF_A_TOWN = _CLASSES["of a town"]
"""Lemmas of what befalls a town, or of what it has: ``of`` after them leads to one (``the shelling of X``)."""
SPOTTERS = frozenset((PlaceKind.SETTLEMENT, PlaceKind.FACILITY, PlaceKind.WATER, PlaceKind.REGION))
"""Kinds whose type word may stand right before the name: ``the town of X``, ``Camp X``, ``Lake X``."""
