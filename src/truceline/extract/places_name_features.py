"""What speaks for and against a name being a place: how the report uses it, what stands around it."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from truceline.domain.text import Document
from truceline.extract.places_led import lead_to
from truceline.extract.places_names import Name
from truceline.extract.places_runs import LABELS, PLACE_LABELS, words
from truceline.resources.folding import fold
from truceline.resources.gazetteer import CLOSE, OWN
from truceline.resources.lexicon import word_classes
from truceline.resources.place_words import COMPASS, FACILITY_ENDS, PERSON_TITLES, STREET_ENDS

_NONE: frozenset[str] = frozenset()
_WAR_WORDS = 0.04
"""Share of words about arms and those who bear them in a report of a war: two thirds of ours have more."""
_LOCATIVE = frozenset(
    "in at near from to into outside inside around across throughout toward towards of through".split()
)


@dataclass(frozen=True, slots=True)
class Usage:
    """How a report uses words: labels by folded phrase, words of persons' names, words in lower case."""

    labels: dict[str, Counter[str]]
    persons: dict[str, set[str]]
    """Words of persons' names of several words, with the folded names that hold them."""
    lower: frozenset[str]
    war: float
    """How much of a report tells of arms: 0 none, 1 as much as reports of a war do."""

    @classmethod
    def of(cls, doc: Document) -> Usage:
        """Read off one report."""
        labels: dict[str, Counter[str]] = {}
        persons: dict[str, set[str]] = {}
        for entity in doc.entities:
            if entity.label in LABELS:
                tokens = doc.tokens_in(entity.span)
                while tokens and tokens[-1].text in ("'s", "’s"):
                    tokens = tokens[:-1]
                if not tokens:
                    continue
                key = fold(words(doc, tokens[0].i, tokens[-1].i + 1))
                labels.setdefault(key, Counter())[entity.label] += 1
                if entity.label == "PERSON" and len(tokens) > 1:
                    for token in tokens:
                        persons.setdefault(token.lower, set()).add(key)
        lower = frozenset(t.text for t in doc.tokens if t.text.islower())
        return cls(labels, persons, lower, _telling_of_war(doc))


def _telling_of_war(doc: Document) -> float:
    about = word_classes()["force"] | word_classes()["hostilities"] | word_classes()["truce_strict"]
    n = sum(t.lemma in about and t.pos in ("NOUN", "VERB") for t in doc.tokens)
    return min(1.0, n / (_WAR_WORDS * max(1, len(doc.tokens))))


def name_features(doc: Document, name: Name, usage: Usage, others: Sequence[Name], at: int) -> dict[str, float]:
    """What speaks for and against a name being a place: numbers by name, weighed in data/place_name_weights.tsv."""
    tokens = doc.tokens
    f: dict[str, float] = {"bias": 1.0}
    label = name.label or "none"
    f[f"label={label}{'' if name.exact or not name.label else ' part'}"] = 1.0
    if name.people is not None:
        f["demonym"] = 1.0
        f[f"demonym {label}"] = 1.0
    elif name.adjective:
        f["adjective"] = 1.0
    elif name.candidates:
        best = max(name.candidates, key=lambda c: (c.sure, c.place.population))
        f[f"sure={max(c.sure for c in name.candidates)}"] = 1.0
        f["size"] = math.log10(best.place.population + 1) / 8
        f[f"kind={best.place.kind.value}"] = 1.0
        f["many"] = math.log2(len(name.candidates)) / 7
        if label in ("ORG", "PERSON", "none", "NORP") and best.sure >= CLOSE:
            f[f"size {label}"] = math.log10(best.place.population + 1) / 8
        if best.sure == OWN and best.place.kind.value not in ("country", "admin1"):
            f["own"] = 1.0
            f[f"own {label}{'' if name.exact else ' part'}"] = 1.0
            if name.last - name.first > 1:
                f["own, several words"] = 1.0
        if best.sure == OWN or best.place.kind.value in ("country", "admin1"):
            f[f"well known {label}{'' if name.exact else ' part'}"] = 1.0
    else:
        f["unknown"] = 1.0
    if name.last - name.first > 1:
        f["several words"] = 1.0
    elif name.text.lower() in usage.lower and name.people is None:
        f["also lower case"] = 1.0
    if len(name.text) <= 3:
        f["short"] = 1.0
    elif name.text.isupper():
        f["capitals"] = 1.0
    key = fold(name.text)
    seen = usage.labels.get(key)
    total = sum(seen.values()) - name.exact if seen else 0
    if seen and total > 0:
        places = sum(seen[x] for x in PLACE_LABELS) - (name.exact and label in PLACE_LABELS)
        f["labelled place elsewhere"] = places / total
        f["labelled person elsewhere"] = (seen["PERSON"] - (name.exact and label == "PERSON")) / total
    if name.exact and label == "PERSON" and name.last - name.first > 1 and f.get("own") is None:
        f["a person's whole name"] = 1.0
    elif name.people is None and any(
        usage.persons.get(t.lower, _NONE) - {key} for t in tokens[name.first : name.last] if len(t.text) > 2
    ):
        f["in a person's name"] = 1.0
    before = tokens[name.first - 1] if name.first and tokens[name.first - 1].sent == tokens[name.first].sent else None
    after = tokens[name.last] if name.last < len(tokens) and tokens[name.last].sent == tokens[name.first].sent else None
    if before is not None and before.lower == "the" and name.first > 1:
        f["after the"] = 1.0
        before = tokens[name.first - 2]
    if before is None:
        f["first word"] = 1.0
    elif before.lower in _LOCATIVE:
        f[f"after {before.lower}"] = 1.0
        f["after a preposition"] = 1.0
    elif before.lower.rstrip(".") in PERSON_TITLES:
        f["after a title"] = 1.0
    elif before.text == "," and at and others[at - 1].last == name.first - 1:
        f["after a place and comma"] = 1.0
    elif before.text[0].isupper() and not name.exact:
        f["capital before"] = 1.0
    elif before.lower in COMPASS:
        f["after compass"] = 1.0
    if after is not None:
        if after.text in ("'s", "’s"):
            f["possessive"] = 1.0
        elif after.text == "," and at + 1 < len(others) and others[at + 1].first == name.last + 1:
            f["before comma and place"] = 1.0
        elif after.text[0].isupper() and after.text[0].isalpha():
            f["capital after"] = 1.0
            f[f"capital after {label}"] = 1.0
        elif after.text == "-":
            f["hyphen after"] = 1.0
        elif after.pos == "NOUN":
            f["noun after"] = 1.0
        elif after.pos in ("VERB", "AUX"):
            f["verb after"] = 1.0
    lead = lead_to(doc, name.first, name.last)
    if lead.by and not (lead.after == "aims" and label == "PERSON"):
        known = "known" if name.candidates else "unknown"
        f[f"led by {lead.by}"] = 1.0
        f[f"led by {lead.by} {known}"] = 1.0
        if lead.after:
            f[f"led by {lead.by} after {lead.after}"] = 1.0
        if lead.is_to_place:
            f[f"led to {label}"] = 1.0
            f[f"led to {known}"] = 1.0
    if name.led:
        f["led alone"] = 1.0
    if usage.war > 0:
        f["war"] = usage.war
        f[f"war {label}"] = usage.war
        if not name.candidates:
            f["war unknown"] = usage.war
        if lead.is_to_place:
            f["war led"] = usage.war
            f[f"war led to {label}"] = usage.war
            f[f"war led by {lead.by}"] = usage.war
    if name.type_kind is not None:
        f["type word"] = 1.0
    if tokens[name.last - 1].lower.rstrip(".") in STREET_ENDS:
        f["street"] = 1.0
    elif tokens[name.last - 1].lower in FACILITY_ENDS:
        f["facility word"] = 1.0
    return f
