"""How likely a coder codes a mention: features of trigger, clause, sentence and report, weighed by a logistic model."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence

from truceline.domain.codes import Status
from truceline.domain.text import Document, Token
from truceline.extract import events_parse as parse
from truceline.extract.events_match import Candidate
from truceline.extract.events_topic import topic_features
from truceline.resources.lexicon import word_classes

_SAYING = frozenset("say tell add report state announce note claim believe think according".split())
_PRONOUNS = frozenset("he she they we i it you who".split())


def report_features(doc: Document, candidates: Sequence[Candidate], weights: Mapping[str, float]) -> dict[str, float]:
    """Features that all mentions of a report share: how much of a conflict report it is."""
    n_words = max(len(doc.tokens), 1)
    priors = [weights.get(f"prior={c.pattern.key}", -1.0) for c in candidates]
    counts = Counter(parse.lemma_of(doc, t) for t in doc.tokens)
    harmless = sum(counts[w] for w in word_classes()["harmless"])
    force = sum(counts[w] for w in word_classes()["force"])
    return {
        "report:prior": sum(priors) / len(priors) if priors else -2.0,
        "report:density": min(len(candidates) / n_words * 10, 2.0),
        "report:harmless": min(harmless / n_words * 30, 2.0),
        "report:force": min(force / n_words * 30, 2.0),
        "report:short": 1.0 if n_words < 150 else 0.0,
        "report:length": math.log(n_words / 300 + 0.1),
        **topic_features(doc),
    }


def party_class(doc: Document, token: Token | None) -> str:
    """What sort of party a phrase's head is."""
    if token is None:
        return "none"
    if token.ent in ("GPE", "NORP"):
        return "state"
    if token.ent == "ORG":
        return "org"
    if token.ent == "PERSON":
        return "person"
    if token.lower in _PRONOUNS:
        return "pronoun"
    lemma = parse.lemma_of(doc, token)
    classes = word_classes()
    for name in ("force", "weapon", "party", "person", "truce", "ground"):
        if lemma in classes[name]:
            return name
    return "thing"


def mention_features(
    doc: Document,
    candidate: Candidate,
    status: Status,
    shared: Mapping[str, float],
    weights: Mapping[str, float],
    earlier: Sequence[Candidate],
) -> dict[str, float]:
    """Features of one candidate. ``earlier``: the candidates before it in the report."""
    token, pattern = candidate.anchor, candidate.pattern
    noun = token.pos in ("NOUN", "PROPN")
    features = dict(shared)
    kind = str(pattern.type)
    features[f"{kind}:topic"] = shared["topic=most"]
    features[f"{kind}:political"] = shared["topic=political"]
    prior = weights.get(f"prior={pattern.key}", weights.get(f"prior={kind}", -1.0))
    features["prior"] = prior
    features[f"type={kind}"] = 1.0
    pos = "N" if noun else "V" if parse.is_verb(token) else "A"
    features[f"{pos}:dep={token.dep}"] = 1.0
    features[f"tag={token.tag}"] = 1.0
    features[f"status={status}"] = 1.0
    if noun:
        determiner = next((c.lower for c in doc.children(token) if c.dep == "det"), "none")
        features[f"det={determiner if determiner in ('the', 'a', 'an', 'none', 'no', 'any') else 'other'}"] = 1.0
        subject = parse.owners(doc, token)
        head = doc.head(token)
        if parse.is_verb(head):
            features["gov=say" if head.lemma in _SAYING else "gov=verb"] = 1.0
    else:
        subject, obj = parse.agents(doc, token), parse.patients(doc, token)
        features[f"{kind}:obj={party_class(doc, obj[0] if obj else None)}"] = 1.0
        head = doc.head(token)
        if token.dep == "ccomp" and head.lemma in _SAYING:
            features["under=say"] = 1.0
        for helper in parse.helpers(doc, token):
            if helper.tag == "MD":
                features[f"modal={helper.lower}"] = 1.0
        if parse.is_negated(doc, token):
            features["neg"] = 1.0
    features[f"subj={party_class(doc, subject[0] if subject else None)}"] = 1.0
    features[f"{kind}:subj={party_class(doc, subject[0] if subject else None)}"] = 1.0
    features |= _sentence_features(doc, token)
    lemma = parse.lemma_of(doc, token)
    same_lemma = sum(parse.lemma_of(doc, c.anchor) == lemma for c in earlier)
    same_type = sum(c.pattern.type is pattern.type for c in earlier)
    in_sentence = [c for c in earlier if c.anchor.sent == token.sent]
    features["repeat=lemma"] = min(same_lemma, 3) / 3
    features["repeat=type"] = min(same_type, 6) / 6
    features["sentence=same type before"] = 1.0 if any(c.pattern.type is pattern.type for c in in_sentence) else 0.0
    features["sentence=before"] = min(len(in_sentence), 4) / 4
    features["bias"] = 1.0
    return features


def _sentence_features(doc: Document, token: Token) -> dict[str, float]:
    features: dict[str, float] = {}
    index = token.sent
    features[f"at={min(index, 4)}"] = 1.0
    features["depth"] = math.log1p(index) / 3
    features["relative"] = index / max(len(doc.sentences), 1)
    if doc.in_quotation(token.start):
        features["quoted"] = 1.0
    labels = {t.ent for t in doc.sentence_tokens(index) if t.ent}
    for label in ("DATE", "TIME", "GPE", "PERSON", "ORG", "CARDINAL", "NORP"):
        if label in labels:
            features[f"has={label}"] = 1.0
    n_tokens = len(doc.sentence_tokens(index))
    features["sentence=short"] = 1.0 if n_tokens < 8 else 0.0
    features["sentence=long"] = 1.0 if n_tokens > 40 else 0.0
    return features
