"""Is the report about politics and conflict at all? Sport, markets, weather, accidents and the like give no events."""

from __future__ import annotations

from collections.abc import Sequence

from truceline.domain.mentions import EventMention
from truceline.domain.text import Document
from truceline.extract import events_parse as parse
from truceline.resources.lexicon import load_weights, word_classes
from truceline.resources.logistic import chance_of

TOPICS = ("sport", "market", "weather", "accident", "health", "culture")


def topic_features(doc: Document) -> dict[str, float]:
    """Share of each topic's words among the report's content words, scaled so that 1 is much."""
    words = [parse.lemma_of(doc, t) for t in doc.tokens if t.pos in ("NOUN", "PROPN", "VERB", "ADJ")]
    total = max(len(words), 20)
    classes = word_classes()
    features = {
        f"topic={name}": min(1.0, 8 * sum(w in classes[f"topic_{name}"] for w in words) / total) for name in TOPICS
    }
    features["topic=political"] = min(1.0, 4 * sum(w in classes["political"] for w in words) / total)
    features["topic=most"] = max(features[f"topic={name}"] for name in TOPICS)
    features["topic=balance"] = features["topic=political"] - features["topic=most"]
    features["topic=bias"] = 1.0
    return features


def political_score(doc: Document) -> float:
    """Probability that the report is about politics or conflict (weights ``report|…`` of training/triggers.py)."""
    weights = load_weights("trigger_weights.json")
    return chance_of({f"report|{k}": v for k, v in topic_features(doc).items()}, weights)


def screen_mentions(doc: Document, mentions: Sequence[EventMention], *, least: float = 0.5) -> tuple[EventMention, ...]:
    """Mentions of a report that is not political must be surer to be kept: their score falls with the report's.

    For the mentions that the rules find: their scorer has the topics as one sign among many, which does not keep a sure
    word ("attacked") out of a report of a match. least: score of a report from which all its mentions stay.
    """
    score = political_score(doc)
    if score >= least:
        return tuple(mentions)
    return tuple(m for m in mentions if m.score * (0.25 + 1.5 * score) >= 0.5)
