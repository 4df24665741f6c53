"""Event mentions by lexicon and parse, and the fields of mentions that a model found.

Room of files: events_match (patterns), events_parse (questions to the parse), events_roles (who, whom, with what, by
scores that weigh the rules of events_ruled), events_status (did it happen), events_score (would a coder code it).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from truceline.domain.codes import EventType, Role, Status
from truceline.domain.mentions import EventMention
from truceline.domain.text import Document, Token
from truceline.extract import events_parse as parse
from truceline.extract.events_match import Candidate, find_candidates, match_at
from truceline.extract.events_roles import read_roles
from truceline.extract.events_score import mention_features, report_features
from truceline.extract.events_status import read_aggregate, read_status
from truceline.extract.events_topic import screen_mentions
from truceline.extract.truce_acts import read_truce_action, read_truce_parties
from truceline.resources.lexicon import Lexicon
from truceline.resources.logistic import chance_of

STAGE = "events.rules"

TRUCE_ALLOWANCE = 0.08
"""A mention that does something to a truce is kept this far below the threshold: truces are what Truceline is for."""


def find_event_mentions(doc: Document, lexicon: Lexicon, *, min_score: float | None = None) -> tuple[EventMention, ...]:
    """Find event mentions by lexicon and parse, in text order.

    min_score: least probability of a mention (None: the tuned one). One mention per trigger word, of its likeliest
    type.
    """
    threshold = lexicon.weights["threshold"] if min_score is None else min_score
    candidates = find_candidates(doc, lexicon)
    shared = report_features(doc, candidates, lexicon.weights)
    best: dict[int, EventMention] = {}
    for n, candidate in enumerate(candidates):
        status, why = read_status(doc, candidate.anchor, candidate.pattern.type)
        features = mention_features(doc, candidate, status, shared, lexicon.weights, candidates[:n])
        score = chance_of(features, lexicon.weights)
        known = best.get(candidate.anchor.i)
        if score < threshold - TRUCE_ALLOWANCE or (known is not None and known.score >= score):
            continue
        best[candidate.anchor.i] = EventMention(
            trigger=candidate.trigger,
            sentence=candidate.anchor.sent,
            type=candidate.pattern.type,
            mode=None,
            status=status,
            score=round(score, 4),
            stage=STAGE,
            reason=f"“{candidate.trigger.of(doc.text)}” names {candidate.pattern.type}; {why}",
        )
    found = (read_fields(doc, m, lexicon) for m in screen_mentions(doc, tuple(best.values())))
    kept = (m for m in found if m.score >= threshold or m.truce_action is not None)
    return tuple(sorted(kept, key=lambda m: m.trigger))


def read_fields(doc: Document, mention: EventMention, lexicon: Lexicon) -> EventMention:
    """Fill by rule what a mention leaves open: mode, aggregate, roles, truce act; and status, where it is "actual".

    Roles that the mention brings are kept; a role is added only where the mention has no fill of that kind.
    """
    anchor = doc.syntactic_head(mention.trigger)
    if anchor is None:
        return mention
    status = mention.status
    if status is Status.ACTUAL and mention.stage != STAGE:
        status, _ = read_status(doc, anchor, mention.type)
    present = {fill.role for fill in mention.roles}
    added = tuple(f for f in read_roles(doc, anchor, mention.type) if f.role not in present)
    filled = replace(
        mention,
        status=status,
        aggregate=mention.aggregate or read_aggregate(doc, anchor, mention.type),
        roles=mention.roles + added,
    )
    if filled.truce_action is None:
        read = read_truce_action(doc, filled)
        filled = replace(filled, no_truce_act=read.ruled_out)
        if read.action is not None:
            filled = replace(filled, truce_action=read.action, reason=f"{filled.reason}; {read.reason}")
    if filled.truce_action is not None and Role.TRUCE_PARTY not in present:
        filled = replace(filled, roles=filled.roles + read_truce_parties(doc, filled))
    if filled.mode is None:
        filled = replace(filled, mode=_mode(doc, anchor, filled, lexicon))
    return filled


def _mode(doc: Document, anchor: Token, mention: EventMention, lexicon: Lexicon) -> str | None:
    """Mode by weapon (ASSAULT), by what is asked or refused (REQUEST, REJECT), else by the lexicon's pattern."""
    if mention.type is EventType.ASSAULT:
        home = doc.sentences[mention.sentence]
        named = [f for f in mention.roles if f.role is Role.WEAPON]
        best = max(named, key=lambda f: (home.contains(f.span), f.score), default=None)
        weapon = best.span.of(doc.text).lower() if best else ""
        for words, mode in _WEAPON_MODES:
            if any(w in weapon for w in words):
                return mode
    if mention.type in (EventType.REQUEST, EventType.REJECT) and mention.truce_action is None:
        aside = {t.i for c in doc.subtree(anchor) if c.dep == "relcl" for t in doc.subtree(c)} - {anchor.i}
        below = {parse.lemma_of(doc, t) for t in doc.subtree(anchor) if t.i not in aside or anchor.dep == "relcl"}
        for lemmas, mode in _ASKED_MODES:
            if below & lemmas:
                return mode
    if mention.type is EventType.RETREAT and mention.truce_action is not None:
        return "ceasefire"
    for candidate in match_at(doc, anchor, lexicon):
        if candidate.pattern.type is mention.type and candidate.pattern.mode:
            return candidate.pattern.mode
    return _USUAL_MODES.get(mention.type)


def with_mode_of_means(doc: Document, group: Sequence[EventMention], weapon: str | None) -> tuple[EventMention, ...]:
    """The mentions of an event, the mode of the first settled by its weapon and by a suicide attacker in its sentences,
    where model and lexicon leave it open or read something near ("rockets" from the air, "explosives")."""
    lead, *rest = group
    if lead.type is not EventType.ASSAULT:
        return tuple(group)
    means = next((m for words, m in _WEAPON_MODES if any(w in (weapon or "").lower() for w in words)), None)
    if lead.mode in (None, "explosives") and any(_by_suicide(doc, m) for m in group):
        lead = replace(lead, mode="suicide-attack", ruled_mode=None)
    elif means is not None and (lead.mode is None or (lead.mode == "aerial" and means in ("drone", "heavy-weapons"))):
        lead = replace(lead, mode=means, ruled_mode=None)
    return (lead, *rest)


def with_ruled_mode(group: Sequence[EventMention]) -> tuple[EventMention, ...]:
    """The mentions of an event, the first with the mode of the rules where theirs is the one to be told."""
    lead, *rest = group
    return (replace(lead, mode=lead.ruled_mode or lead.mode, ruled_mode=None), *rest)


def _by_suicide(doc: Document, mention: EventMention) -> bool:
    """True for "a suicide bomber", "blew himself up" in the mention's sentence."""
    words = [t.lower for t in doc.sentence_tokens(mention.sentence)]
    return "suicide" in words or any(
        a == "blew" and b in ("himself", "herself", "themselves", "itself") for a, b in pairwise(words)
    )


_ASKED_MODES: tuple[tuple[frozenset[str], str], ...] = (
    (frozenset("talk negotiation meeting summit dialogue conference meet negotiate session invite".split()), "meet"),
    (
        frozenset(
            "ceasefire truce withdrawal withdraw release free halt stop end resign resignation cease disarm surrender "
            "leave quit lift pull restraint extradite extradition hand".split()
        ),
        "yield",
    ),
    (frozenset("aid help assistance support money fund troop food donate intervene intervention".split()), "assist"),
)
_USUAL_MODES: dict[EventType, str] = {
    EventType.REQUEST: "change", EventType.REJECT: "yield", EventType.THREATEN: "violence",
    EventType.ACCUSE: "disapprove", EventType.PROTEST: "demo", EventType.MOBILIZE: "troops",
    EventType.RETREAT: "withdraw",
}  # fmt: skip
_WEAPON_MODES: tuple[tuple[tuple[str, ...], str], ...] = (
    (("drone", "uav"), "drone"),
    (("jet", "warplane", "plane", "helicopter", "gunship", "aircraft", "barrel bomb"), "aerial"),
    (("suicide", "vest", "belt"), "suicide-attack"),
    (("rocket", "missile", "mortar", "shell", "artillery", "howitzer", "tank", "katyusha"), "heavy-weapons"),
    (("bomb", "explosive", "ied", "mine", "grenade", "dynamite", "device"), "explosives"),
    (("gun", "rifle", "pistol", "bullet", "kalashnikov"), "firearms"),
    (("tear", "baton", "water cannon", "rubber"), "crowd-control"),
    (("stone", "rock", "knife", "machete", "axe", "bottle"), "primitive"),
)


__all__ = ["Candidate", "find_event_mentions", "read_fields", "with_mode_of_means", "with_ruled_mode"]
