"""The events room on one report: mentions of model and rules weighed, merged, and the groups worth coding chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from truceline.domain.codes import EventType, TruceAction
from truceline.domain.mentions import Actor, EventMention, HarmMention, PlaceMention, TimeMention
from truceline.domain.text import Document, Token
from truceline.extract import events_parse as parse
from truceline.extract.combine import Pair, choose_type, join, pair_mentions
from truceline.extract.events import STAGE as RULES
from truceline.extract.events import TRUCE_ALLOWANCE, find_event_mentions, read_fields
from truceline.extract.events_choice import Group, choose_groups, score_groups
from truceline.extract.events_convoys import retype_convoy
from truceline.extract.events_feared import is_no_deed, is_threatened_deed
from truceline.extract.events_strikes import retype_strike
from truceline.extract.events_verbal import retype_verbal
from truceline.extract.events_warnings import warns_of_others
from truceline.extract.events_worth import Proposal, act_sign, mention_signs
from truceline.extract.merge import group_mentions, merge_mentions, score_pairs
from truceline.extract.model_events import read_event_mentions
from truceline.extract.quantities_context import is_accident
from truceline.extract.truce_acts import (
    may_do_to_a_truce,
    names_a_truce,
    rescue_truce_acts,
    settle_truce_mentions,
)
from truceline.extract.truce_ties import is_no_act
from truceline.extract.truce_types import retype_truce_mention
from truceline.inference.model import EventModel
from truceline.inference.reading import Floats, TriggerReading
from truceline.resources.combine import Logistic, load_worth_weights
from truceline.resources.lexicon import Lexicon

MODEL_FLOOR: Final = 0.03
RULE_FLOOR: Final = 0.1
"""Scores from which mentions of model and rules are looked at together; below them almost none is gold."""
_A = TruceAction
SURE_ACT: Final = {
    _A.VIOLATED: 0.8, _A.DECLARED: 0.7, _A.IN_EFFECT: 0.7, _A.REJECTED: 0.75, _A.AGREED: 0.9,
}
"""The model's probability from which its act upon a truce is taken where the rules see none: of 60 such on reports that
it had not seen 40 were right. What would end a truce is the rules' alone to say, and a call to end one reads to the
model like a call for one."""


@dataclass(frozen=True, slots=True)
class Around:
    """What the report names, for telling one event from another."""

    actors: Sequence[Actor]
    times: Sequence[TimeMention]
    places: Sequence[PlaceMention]
    harms: Sequence[HarmMention] = ()

    def named(self) -> dict[str, Any]:
        """As keywords of merge_mentions."""
        return {"actors": self.actors, "times": self.times, "places": self.places, "harms": self.harms}


def find_events(
    doc: Document, lexicon: Lexicon, model: EventModel | None, around: Around, *, floor: float
) -> tuple[Group, ...]:
    """Groups of mentions, each one event of the report, the best mention first and scored as the event is.

    model: None reads by lexicon and parse alone. floor: least score of an event.
    """
    if model is None:
        return merge_mentions(doc, find_event_mentions(doc, lexicon), **around.named())
    proposals = keep_proposals(doc, propose(doc, lexicon, model), lexicon)
    said = model.same_event_scores(doc, [p.mention for p in proposals])
    groups, signs = merge_proposals(doc, proposals, around, said)
    chosen = choose_groups(groups, signs, load_worth_weights()["event"], floor=floor)
    return rescue_truce_acts(doc, chosen, find_event_mentions(doc, lexicon)) if names_a_truce(doc) else chosen


@dataclass(frozen=True, slots=True)
class Found:
    """A word that model, rules or both take for a trigger, and what the model reads there."""

    pair: Pair
    chances: tuple[float, ...]
    """The model's probability of each type, in the order of EventType."""


def look(doc: Document, lexicon: Lexicon, model: EventModel) -> tuple[list[Found], list[TriggerReading]]:
    """Every word that model or rules take for a trigger, even on a faint sign, with the model's reading of it."""
    ruled = find_event_mentions(doc, lexicon, min_score=RULE_FLOOR)
    by_rule = [m for m in ruled if not _is_other(doc, doc.syntactic_head(m.trigger))]
    by_model = [m for m in read_event_mentions(doc, model, floor=MODEL_FLOOR) if not _tells_nothing(doc, m)]
    pairs = pair_mentions(by_model, by_rule)
    heads = [model.head_of(doc, mention) for m, r in pairs if (mention := m or r) is not None]
    readings = model.read_at(doc, heads)
    found = [Found(p, tuple(float(c) for c in r.type)) for p, r in zip(pairs, readings, strict=True)]
    return found, readings


def _tells_nothing(doc: Document, mention: EventMention) -> bool:
    """True for the name of a place or person, which names no event: "Ain" of "the attack on Ain al-Asad"; and for men
    who are "holed up" somewhere, to whom nothing is done by that."""
    head = doc.syntactic_head(mention.trigger)
    if head is not None and parse.lemma_of(doc, head) == "hole" and any(c.lower == "up" for c in doc.children(head)):
        return True
    name = head is not None and head.pos == "PROPN" and head.ent in ("GPE", "LOC", "FAC", "PERSON")
    return name or _is_other(doc, head)


def _is_other(doc: Document, head: Token | None) -> bool:
    """True for an accident, for "blamed" of "Taliban-blamed attacks", which accuses nobody beside them, for a warning
    of what others may do, and for force that is only feared or threatened."""
    if head is None:
        return False
    if warns_of_others(doc, head) or is_no_deed(doc, head):
        return True
    return any(d.head == head.i for d in parse.doers_before(doc, doc.head(head))) or is_accident(doc, head)


def propose(doc: Document, lexicon: Lexicon, model: EventModel) -> tuple[Proposal, ...]:
    """Every word of the report that may tell of an event, with its score, in text order."""
    weights = load_worth_weights()
    found, readings = look(doc, lexicon, model)
    kinds = [choose_type(f.pair, f.chances, weights["type"]) for f in found]
    signs = mention_signs(doc, [f.pair for f in found], kinds, readings)
    return weigh(found, kinds, signs, weights["mention"])


def weigh(
    found: Sequence[Found], kinds: Sequence[EventType], signs: Sequence[dict[str, float]], weights: Logistic
) -> tuple[Proposal, ...]:
    """Proposals with their scores, in the order of the text."""
    made = [
        Proposal(join(f.pair, kind, weights.score(own)), own) for f, kind, own in zip(found, kinds, signs, strict=True)
    ]
    return tuple(sorted(made, key=lambda p: (p.mention.trigger.start, p.mention.trigger.end)))


def keep_proposals(
    doc: Document, proposals: Sequence[Proposal], lexicon: Lexicon, *, least: float | None = None
) -> list[Proposal]:
    """Proposals that may found or join an event, with every field read. least: None for the tuned one.

    Truce acts are the rules' to read (extract/truce_acts.py), the model's only where they see none and it is sure.
    """
    bar = load_worth_weights()["mention"].threshold if least is None else least
    read: dict[EventMention, Proposal] = {}
    for proposal in proposals:
        mention = proposal.mention
        if mention.score < bar - TRUCE_ALLOWANCE:
            continue
        mention = retype_strike(doc, mention)
        if mention.stage != RULES:
            mention = read_fields(doc, replace(mention, truce_action=None), lexicon)
        mention = retype_verbal(doc, retype_convoy(doc, retype_truce_mention(doc, mention)))
        if is_threatened_deed(doc, mention):
            continue
        read[mention] = Proposal(mention, proposal.signs)
    kept = [read[m] for m in settle_truce_mentions(doc, tuple(read), least=bar)]
    return [_with_truce_act(doc, p) for p in kept] if names_a_truce(doc) else kept


def _with_truce_act(doc: Document, proposal: Proposal) -> Proposal:
    """The proposal with the act upon a truce that the model is sure of, where the rules see none and rule none out."""
    if proposal.mention.truce_action is not None:
        return proposal
    act = max(SURE_ACT, key=lambda a: proposal.signs.get(act_sign(a), 0.0) / SURE_ACT[a])
    if proposal.signs.get(act_sign(act), 0.0) < SURE_ACT[act] or is_no_act(doc, proposal.mention):
        return proposal
    if not may_do_to_a_truce(doc, proposal.mention, act):
        return proposal
    return Proposal(replace(proposal.mention, truce_action=act), proposal.signs)


def merge_proposals(
    doc: Document, proposals: Sequence[Proposal], around: Around, said: Floats | None = None, *,
    threshold: float | None = None,
) -> tuple[list[Group], tuple[dict[str, float], ...]]:
    """Groups of proposals that tell of one event, and the signs of each. said: the model's word on each pair."""
    mentions = [p.mention for p in proposals]
    scores = score_pairs(doc, mentions, **around.named(), said=said)
    grouped = group_mentions(doc, mentions, scores, around.times, threshold=threshold)
    signs = score_groups([numbers for numbers, _ in grouped], proposals, scores)
    return [group for _, group in grouped], signs
