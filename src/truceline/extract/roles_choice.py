"""Who did it, and to whom: the parties of one event, weighed over all sentences that speak of it.

Every candidate (roles_gather) is a party of the report with what speaks for it on either side: where it stands to the
event's triggers, what the trained model says of its words, how near and how prominent it is, and whether it speaks the
words. A logistic score per side (training/sides.py fits it on gold/train) decides; a party goes to the side that
wants it more.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from truceline.domain.codes import Role
from truceline.domain.events import Entity
from truceline.domain.text import Span
from truceline.extract.events_elliptic import WHOEVER
from truceline.extract.roles_candidate import SIDES, Candidate
from truceline.extract.roles_features import model_features, side_features, strength
from truceline.extract.roles_force import SURE, is_armed_of, is_asked, is_out
from truceline.extract.roles_owned import is_foes_target, is_owner_only
from truceline.extract.sides_together import LABELS, all_ways, chance_of_each, likeliest, set_features
from truceline.resources.combine import SideWeights
from truceline.resources.lexicon import word_classes

_VIOLENCE: Final = frozenset({"ASSAULT", "HARM", "BLAST", "CLASH"})
_WORDS: Final = frozenset({"ACCUSE", "ALLEGED", "CHARGE", "REJECT", "THREATEN", "REQUEST", "SUPPORT"})
_SPEAKS: Final = re.compile(r"(?:\^dobj\(light\))?\|(?:x?subj|agent)")
"""Relations of whoever says it: the trigger's subject, or that of its light verb ("issued a rebuke")."""
_SURE_FORCE: Final = 0.5
"""Least chance, in some sentence of the event, of a party that is told as the actor of force and does not claim it: a
killing laid to the wrong side is the worst error."""
_SURE_READ: Final = 0.6
"""... or the model reads the party's own words as the actor at least so surely. On newswire and gold/train as the half
models read them: actors of violence P 0.84 R 0.61 with these bars, 0.85 and 0.56 with 0.5, 0.7 and 0.2, 0.80 and 0.68
without."""
_UNREAD: Final = 0.3
"""Chance by the network's reading of the words below which a party that no sentence makes the actor is none: on
annotated newswire 16 of 55 such are right."""
_NOT_AGAINST: Final = 0.1
"""... where the rules give it some chance at least."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """An entity that fills a side of the event."""

    role: Role
    entity: Entity
    span: Span
    score: float
    reason: str


@dataclass(frozen=True, slots=True)
class Sides:
    """The entities of both sides, the surest first, and how likely each side has exactly these."""

    chosen: tuple[Chosen, ...]
    chance: Mapping[Role, float]


_ACCUSING: Final = frozenset({"ACCUSE", "INQUIRY", "CHARGE", "ALLEGED"})
_STRUCK_NOT: Final = _ACCUSING | {"COERCE", "SANCTION"}
"""Sorts of event of which the victim of another deed is no party, unless another sentence tells him as one."""
_MUST: Final = 0.8
"""Least chance of being the actor for who says what others must do: of 45 told so in our reports 38 are."""
_FORCEFUL: Final = frozenset({"ASSAULT", "HARM", "BLAST", "CLASH", "COERCE"})
_LAID: Final = 0.9
"""Least chance of being its actor for a party that is charged with the deed, blamed for it, or claims it."""


def _may_stand(each: Candidate, sort: str, side: Role, odds: float = 0.0) -> bool:
    """False for an actor of force whom no sentence of the event makes one, for a victim who claims the deed or on whom
    it is blamed, for a site as an actor and a town as a victim.

    odds: its chance of that side by all that is known.
    """
    if each.get("aloof"):
        return False  # a truce that expired, another's that he welcomes
    if is_asked(each.entity):
        return False  # "it is unclear what motive is behind it"
    if side is Role.ACTOR and each.entity.id is None and each.entity.name.split(" ")[0].lower() in WHOEVER:
        return False  # "those responsible for the bombing" are nobody who is named
    if each.get("claims") or each.get("laid"):
        return side is Role.ACTOR and not is_out(each, sort, side)
    if each.get("own men") and side is Role.ACTOR:
        return False  # the gunmen of a lead are those of the group that claims it
    condemned = each.get("condemned") and each.get("lead_recipient") < _SURE_FORCE  # no other phrase accuses it
    if side is Role.RECIPIENT and (condemned or any(map(each.get, ("shielded", "spared", "crowd")))):
        return False
    if each.get("struck") and sort in _STRUCK_NOT and each.get(f"other_{side.value}") < _SURE_FORCE:
        return False
    if is_owner_only(each) or (side is Role.ACTOR and is_foes_target(each)):
        return False
    if side is Role.ACTOR and each.get("only tells") and each.get("actor elsewhere") < _SURE_FORCE:
        return False
    if each.get("obliged") and side is Role.ACTOR and not each.get("speaker"):
        return False
    if each.entity.kind == "media" and side is Role.ACTOR and sort in _WORDS:
        return any(_SPEAKS.fullmatch(r) for r in each.relations)  # an outlet that only reports it accuses nobody
    if is_out(each, sort, side):
        return False
    words = each.entity.name.split(" of ")[0].split() if each.entity.id is None else []
    noun = words[-1].lower().rstrip("s") if words else ""
    if side is Role.ACTOR and _does_nothing(noun, sort):
        return False
    if side is Role.ACTOR and noun in word_classes()["ground"] and not each.entity.affiliation:
        return False  # "every American base": a site does nothing
    if side is Role.RECIPIENT or sort not in _VIOLENCE:
        return True
    if noun in word_classes()["weapon"] and not is_armed_of(words):
        return False  # "a drone killed three soldiers": an instrument; "coalition aircraft" are the coalition
    read = each.get(f"token_{side.value}") * each.get(f"cover_{side.value}")
    chance = strength(each, side.value)
    return odds >= SURE or chance >= _SURE_FORCE or (read >= _SURE_READ and chance >= _NOT_AGAINST)


def _does_nothing(noun: str, sort: str) -> bool:
    """True for who only tells what others do ("informed sources") and for a gathering, which takes no part in itself.

    noun: last word of the name of a party that is not registered.
    """
    told = noun in ("source", "witnesse", "eyewitnesse", "witness", "eyewitness") and sort not in _WORDS | {"RELEASE"}
    return told or (sort == "CONSULT" and noun in word_classes()["talks"])


def _is_unsure(each: Candidate, odds: float) -> bool:
    """True for an actor for whom neither grammar nor the network speaks."""
    known = each.get("claims") or each.get("laid") or each.get("by a pronoun")
    unread = each.get("token_actor") < _UNREAD
    return not known and unread and strength(each, Role.ACTOR.value) < _SURE_FORCE and odds < SURE


def choose_sides(candidates: Sequence[Candidate], sort: str, weights: SideWeights, *, model: bool = False) -> Sides:
    """Who stands on which side. A party stands on one side only.

    sort: as Scene.sort has it. Without a model each party is placed by itself where its odds reach the bar; with one
    both sides are chosen together (sides_together), and a party's score is its chance of standing where it does.
    """
    alone = weights.alone
    base = {s: [alone[s.value].score(side_features(c, candidates, sort, s)) for c in candidates] for s in SIDES}
    if model:
        return _choose_together(candidates, sort, weights, base)
    chosen: list[Chosen] = []
    chance = dict.fromkeys(SIDES, 1.0)
    for i, each in enumerate(candidates):
        side = max(SIDES, key=lambda s: base[s][i] - alone[s.value].threshold)
        stands = base[side][i] >= alone[side.value].threshold and _may_stand(each, sort, side)
        if stands:
            chosen.append(_chosen(each, side, base[side][i]))
        for s in SIDES:
            chance[s] *= base[s][i] if stands and s is side else 1 - base[s][i]
    return Sides(tuple(sorted(chosen, key=lambda c: -c.score)), chance)


def _choose_together(
    candidates: Sequence[Candidate], sort: str, weights: SideWeights, base: Mapping[Role, Sequence[float]]
) -> Sides:
    odds = {
        s: [
            weights.alone[f"{s.value}_model"].score(model_features(i, candidates, base, sort, s))
            for i in range(len(candidates))
        ]
        for s in SIDES
    }
    obliges = any(c.get("obliged") for c in candidates)
    for i, each in enumerate(candidates):
        if obliges and each.get("speaker") >= 1:
            odds[Role.ACTOR][i] = max(odds[Role.ACTOR][i], _MUST)
        if each.get("himself") and sort in _VIOLENCE:
            odds[Role.ACTOR][i] = max(odds[Role.ACTOR][i], _MUST)
        if each.get("laid") or (each.get("claims") and each.entity.kind is not None and sort in _FORCEFUL):
            odds[Role.ACTOR][i] = max(odds[Role.ACTOR][i], _LAID)
            odds[Role.RECIPIENT][i] = min(odds[Role.RECIPIENT][i], 1 - _LAID)
        if each.get("fuller doer"):
            odds[Role.ACTOR][i] = max(odds[Role.ACTOR][i], _MUST)
        if each.get("blamed"):
            odds[Role.RECIPIENT][i] = max(odds[Role.RECIPIENT][i], _LAID)
    taken = likeliest(odds)
    parties = [candidates[i] for i in taken]
    ways = all_ways(len(parties))
    may = np.ones(len(ways), dtype=bool)
    for n, (i, each) in enumerate(zip(taken, parties, strict=True)):
        for label, side in LABELS.items():
            if not _may_stand(each, sort, side, odds[side][i]):
                may &= ways[:, n] != label
    features = set_features(parties, {s: [odds[s][i] for i in taken] for s in SIDES}, sort)
    chance = chance_of_each(features, weights.together, may)
    best = ways[chance.argmax()]
    unsure = {i for i in taken if _is_unsure(candidates[i], odds[Role.ACTOR][i])}
    chosen = [
        _chosen(each, LABELS[int(label)], float(chance[ways[:, n] == label].sum()))
        for n, (i, each, label) in enumerate(zip(taken, parties, best, strict=True))
        if int(label) in LABELS and not (LABELS[int(label)] is Role.ACTOR and i in unsure)
    ]
    exact = {side: float(chance[((ways == label) == (best == label)).all(1)].sum()) for label, side in LABELS.items()}
    placed = {i: LABELS.get(int(label)) for i, label in zip(taken, best, strict=True)}
    for i, side in _rest_of_lists(candidates, placed, odds, sort):
        chosen.append(_chosen(candidates[i], side, odds[side][i]))
        exact[side] *= odds[side][i]
    further = hurt_at_target(candidates, placed, odds[Role.RECIPIENT], sort)
    if not any(c.role is Role.RECIPIENT for c in chosen):
        likely = likely_alone(candidates, placed, odds, sort)
        further += [likely] if likely is not None else []
    chosen += [_chosen(candidates[i], Role.RECIPIENT, odds[Role.RECIPIENT][i]) for i in further]
    return Sides(tuple(sorted(chosen, key=lambda c: -c.score)), exact)


_HURT: Final = 0.4
"""Least chance of being a recipient for who was harmed in an attack on something else."""


def hurt_at_target(
    candidates: Sequence[Candidate], placed: Mapping[int, Role | None], odds: Sequence[float], sort: str
) -> list[int]:
    """Candidates whom the lead sentence tells as harmed, where the recipients chosen are only what the attack was on:
    the guests of "bombed three inns, killing 50 guests"; targets and victims are recipients alike. Not the soldiers of
    "ambushed a brigade, killing 30 soldiers", who are one party with it."""
    struck = [candidates[i] for i, side in placed.items() if side is Role.RECIPIENT]
    if sort not in _VIOLENCE - {"CLASH"} or not struck or any(c.get("harmed") or _is_side(c.entity) for c in struck):
        return []
    free = (i for i in range(len(candidates)) if placed.get(i) is None)
    hurt = [i for i in free if candidates[i].get("harmed") >= 1 and odds[i] >= _HURT]
    return [
        i
        for i in hurt
        if candidates[i].entity.kind not in _FIGHTING and _may_stand(candidates[i], sort, Role.RECIPIENT, odds[i])
    ]


def _is_side(entity: Entity) -> bool:
    """True for a party that takes part, as a state or its forces do; not for a house, a crowd or civilians."""
    return entity.id is not None or entity.kind not in (None, "civilians", "protesters", "rioters")


_FIGHTING: Final = frozenset({"state force", "rebel group"})


_ON_A_LIST: Final = 0.2
"""Least chance of the side of its list for a party that there was no room to place."""
_BESIDE_ONE: Final = 0.3
"""Least chance of the side of the party that somebody is coordinated with: of 36 so told in 901 annotated reports who
were left out 26 are on that side, of less likely ones 16 of 58."""
_PAIRED: Final = 0.15
"""... for one of two who are told with "either" or "both"."""
_ALONE: Final = 0.4
"""Least chance of being the recipient for the likeliest where none was chosen: 19 of 24 are."""
_DONE_TO_SOMEBODY: Final = _WORDS - {"CHARGE"} | {"INQUIRY", "ASSAULT", "PROTEST"}


def likely_alone(
    candidates: Sequence[Candidate], placed: Mapping[int, Role | None], odds: Mapping[Role, Sequence[float]], sort: str
) -> int | None:
    """The likeliest recipient of an event of which none was chosen, where it is likely enough by itself."""
    if sort not in _DONE_TO_SOMEBODY:
        return None
    chance = odds[Role.RECIPIENT]
    free = [i for i, c in enumerate(candidates) if placed.get(i) is None and chance[i] >= _ALONE and c.heads]
    free = [i for i in free if _may_stand(candidates[i], sort, Role.RECIPIENT, chance[i])]
    return max(free, key=lambda i: chance[i], default=None)


def _rest_of_lists(
    candidates: Sequence[Candidate], placed: Mapping[int, Role | None], odds: Mapping[Role, Sequence[float]], sort: str
) -> list[tuple[int, Role]]:
    """(candidate, side) of those left out who are coordinated with several of the placed ones, all on one side (the
    sixth to the last of nine states that sign a pact), or likely enough with one."""
    found = []
    for i, each in enumerate(candidates):
        if placed.get(i) is not None:
            continue
        own = {r for r in each.relations if not r.endswith("/from")}
        beside = [n for n in placed if each.groups & candidates[n].groups]
        if sort in _VIOLENCE:
            doers = (n for n, side in placed.items() if side is Role.ACTOR)
            beside += [n for n in doers if _told_elsewhere_with(each, candidates[n])]
        listed = [n for n in beside if own & candidates[n].relations]
        if len(listed) > 1 and i not in placed and all(placed[n] is not None for n in listed):
            least = _ON_A_LIST
        else:
            listed = [n for n in beside if placed[n] is not None and _stands_alike(each, candidates[n])]
            listed += [n for n in placed if placed[n] is not None and _in_one_breath(each, candidates[n])]
            paired = each.get("paired") and any(candidates[n].get("paired") for n in listed)
            least = _PAIRED if paired else _BESIDE_ONE
        sides = {placed[n] for n in listed}
        side = sides.pop() if len(sides) == 1 else None
        if side is not None and odds[side][i] >= least and _may_stand(each, sort, side, odds[side][i]):
            found.append((i, side))
    return found


def _stands_alike(each: Candidate, other: Candidate) -> bool:
    """True for two whose own phrases stand in one relation to the deed, not for what only modifies such a phrase."""
    own, others = ({r for r in c.relations if "/" not in r} for c in (each, other))
    return bool(own & others) or not (each.relations or other.relations)


def _told_elsewhere_with(each: Candidate, other: Candidate) -> bool:
    """True for two whom only a further sentence tells, in one list: "the army or the Front carried out the attack"."""
    return not (each.get("in_lead") or other.get("in_lead")) and bool(each.told_with & other.told_with)


def _in_one_breath(each: Candidate, other: Candidate) -> bool:
    return each.get("together") > 0 and other.get("together") > 0


def _chosen(each: Candidate, side: Role, chance: float) -> Chosen:
    reason = each.reasons.get(side.value, "named elsewhere in the report")
    entity, span = each.name_on(side)
    return Chosen(side, entity, span, round(chance, 3), reason)
