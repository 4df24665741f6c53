"""Is it worth coding? What speaks for a mention, and for a group of mentions, being an event of the codebook.

A mention's signs: how sure model and rules are, the model's second thoughts, its clause, its place in the report. A
group's signs: those of its best mention, how often the report comes back to it, and how near it is to a surer group,
of which it may be only a further mention. Weights: data/worth_weights.json (training/worth.py).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from truceline.domain.codes import EventType, Role, TruceAction
from truceline.domain.mentions import EventMention
from truceline.domain.text import Document
from truceline.extract.combine import Pair, log_odds, mention_features
from truceline.extract.events_topic import political_score
from truceline.inference.reading import TriggerReading

_TYPES = tuple(EventType)
_NO_SECOND = -3.0
"""Log odds that stand for the second mention of a group that has one alone."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A mention that model or rules found, with what speaks for it."""

    mention: EventMention
    """Its score: probability that it speaks of a codable event of its type."""
    signs: Mapping[str, float]


def mention_signs(
    doc: Document, pairs: Sequence[Pair], kinds: Sequence[EventType], readings: Sequence[TriggerReading]
) -> tuple[dict[str, float], ...]:
    """Signs of each pair of the report; kinds: its type; readings: what the model reads at its trigger."""
    leads = [
        replace(lead, type=kind) for pair, kind in zip(pairs, kinds, strict=True) if (lead := pair[1] or pair[0])
    ]
    political = political_score(doc)
    shared = {"political": political, "length": math.log(len(doc.tokens) / 300 + 0.1)}
    found = []
    for pair, lead, reading in zip(pairs, leads, readings, strict=True):
        others = [o for o in leads if o is not lead]
        found.append(
            shared | mention_features(pair) | _read(lead, reading) | _clause(doc, lead) | _company(doc, lead, others)
        )
    return tuple(found)


def _read(lead: EventMention, reading: TriggerReading) -> dict[str, float]:
    """What the model reads at the trigger."""
    status = reading.fields["status"]
    return {
        "type_log": math.log(max(float(reading.type[_TYPES.index(lead.type)]), 1e-3)),
        "best_type_log": math.log(max(float(reading.type.max()), 1e-3)),
        "trigger_odds": log_odds(float(reading.score)),
        "dated": float(reading.fields["dated"][1]),
        "placed": float(reading.fields["placed"][1]),
        "not_actual": 1 - float(status[0]),
        "historical": float(status[4]),
        f"type={lead.type.value}": 1.0,
        **{act_sign(act): float(p) for act, p in zip(TruceAction, reading.fields["truce"][1:], strict=True)},
    }


def act_sign(act: TruceAction) -> str:
    """Name of the sign that holds the model's probability of an act upon a truce."""
    return f"says {act.value}"


def _clause(doc: Document, lead: EventMention) -> dict[str, float]:
    anchor = doc.syntactic_head(lead.trigger)
    signs = {"quoted": float(doc.in_quotation(lead.trigger.start) is not None)}
    if anchor is not None:
        signs |= {"noun": float(anchor.pos in ("NOUN", "PROPN")), f"dep={anchor.dep}": 1.0}
    for role in (Role.ACTOR, Role.TIME, Role.PLACE):
        signs[f"has {role.value}"] = float(any(f.role is role for f in lead.roles))
    return signs


def _company(doc: Document, lead: EventMention, others: Sequence[EventMention]) -> dict[str, float]:
    """Where it stands in the report, and beside which other mentions."""
    at = lead.sentence
    beside = [o for o in others if o.sentence == at]
    alike = [o for o in beside if o.type is lead.type]
    return {
        "first sentence": float(at == 0),
        "second sentence": float(at == 1),
        "depth": math.log1p(at) / 3,
        "relative": at / max(len(doc.sentences), 1),
        "type beside": float(bool(alike)),
        "surer beside": float(any(o.score > lead.score for o in alike)),
        "beside": min(len(beside), 4) / 4,
        "same type": math.log1p(sum(o.type is lead.type for o in others)) / 3,
    }


def group_signs(
    groups: Sequence[Sequence[Proposal]], links: Mapping[tuple[int, int], tuple[float, float]]
) -> tuple[dict[str, float], ...]:
    """Signs of each group of a report, its best mention first.

    links: (i, j), i < j, to the mean and the highest same-event score between the mentions of groups i and j.
    """
    surest = [max(p.mention.score for p in g) for g in groups]
    found = []
    for n, group in enumerate(groups):
        scores = sorted((p.mention.score for p in group), reverse=True)
        sentences = {p.mention.sentence for p in group}
        surer = [k for k in range(len(groups)) if k != n and surest[k] > surest[n]]
        alike = [k for k in surer if groups[k][0].mention.type is group[0].mention.type]
        acts = {a for p in group if (a := p.mention.truce_action) is not None}
        mean, most = zip(*(links[min(n, k), max(n, k)] for k in surer), strict=True) if surer else ((0.0,), (0.0,))
        found.append(
            {
                **group[0].signs,
                "top": log_odds(scores[0]),
                "second": log_odds(scores[1]) if len(scores) > 1 else _NO_SECOND,
                "mentions": math.log(len(group)),
                "sum": math.log(sum(scores) + 0.01),
                "sentences": math.log(len(sentences)),
                "first told": math.log1p(min(sentences)) / 3,
                "told once": float(len(group) == 1),
                "link": max(mean),
                "closest": max(most),
                "link alike": max((links[min(n, k), max(n, k)][0] for k in alike), default=0.0),
                "covered": _covered(sentences, [groups[k] for k in surer]),
                "covered alike": _covered(sentences, [groups[k] for k in alike]),
                "rank": math.log1p(len(surer)),
                "rank alike": math.log1p(len(alike)),
                "groups": math.log1p(len(groups)),
                "share": (len(surer) + 1) / len(groups),
                **{f"truce={act.value}": 1.0 for act in acts},
            }
        )
    return tuple(found)


def _covered(sentences: set[int], groups: Sequence[Sequence[Proposal]]) -> float:
    """Share of the sentences that others of the groups speak in as well."""
    taken = {p.mention.sentence for g in groups for p in g}
    return len(sentences & taken) / len(sentences)
