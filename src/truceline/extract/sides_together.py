"""Both sides of an event chosen together: of all ways to put its likeliest parties on a side, or on none, the best.

One score per party and side (roles_choice) does not know that talks have two sides, that an accusation seldom has two
accusers, or that "Israel and Syria" go to a side as one. Each way to place the parties is scored by what each party's
own odds say and by what the set as a whole looks like; training/sides.py fits the weights, so that the softmax over all
ways is the chance that a set is exactly right.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from itertools import combinations, product
from typing import Any, Final

import numpy as np

from truceline.domain.codes import Role
from truceline.domain.events import Entity
from truceline.extract.arguments import log_odds
from truceline.extract.roles_candidate import Candidate

Floats = np.ndarray[Any, np.dtype[np.float64]]
Labels = np.ndarray[Any, np.dtype[np.int8]]

MOST: Final = 5
"""So many parties at most are placed; the others stand on no side. 3**5 ways take half a millisecond."""
_NOBODY, _ACTOR, _RECIPIENT = 0, 1, 2
LABELS: Final = {_ACTOR: Role.ACTOR, _RECIPIENT: Role.RECIPIENT}


@cache
def all_ways(n: int) -> Labels:
    """Every way to place n parties: int8 (3**n, n), 0 for no side, 1 for actor, 2 for recipient."""
    return np.array(list(product((_NOBODY, _ACTOR, _RECIPIENT), repeat=n)), dtype=np.int8).reshape(3**n, n)


def likeliest(odds: Mapping[Role, Sequence[float]]) -> list[int]:
    """Numbers of the at most MOST parties with the highest chance of either side, the likeliest first."""
    best = [max(pair) for pair in zip(*(odds[r] for r in LABELS.values()), strict=True)]
    return sorted(range(len(best)), key=lambda i: -best[i])[:MOST]


def set_features(
    parties: Sequence[Candidate], odds: Mapping[Role, Sequence[float]], sort: str
) -> dict[str, Floats]:  # fmt: skip
    """What speaks for each way of ``all_ways(len(parties))``: name to float (ways,).

    parties: the likeliest ones; odds: of the same ones, their own chances by side; sort: as Scene.sort has it.
    """
    ways = all_ways(len(parties))
    on = {"A": ways == _ACTOR, "R": ways == _RECIPIENT}
    f: dict[str, Floats] = {}
    for side, role in (("A", Role.ACTOR), ("R", Role.RECIPIENT)):
        chance = np.array([log_odds(p) for p in odds[role]], dtype=float)
        here, count = on[side], on[side].sum(1)
        f[f"odds {side}"] = f[f"{sort}: odds {side}"] = here @ chance
        f[f"best {side}"] = np.where(count, np.where(here, chance, -np.inf).max(1, initial=-20.0), 0.0)
        for n in (0, 1, 2):
            f[f"{n} {side}"] = f[f"{sort}: {n} {side}"] = (count == n).astype(float)
        f[f"more {side}"] = f[f"{sort}: more {side}"] = np.maximum(count - 2, 0).astype(float)
        f[f"unnamed {side}"] = here @ np.array([not c.entity.name[:1].isupper() for c in parties], dtype=float)
        f[f"outside {side}"] = here @ np.array([not (c.get("in_lead") or c.get("in_other")) for c in parties], float)
        f[f"alike {side}"] = _alike(parties, here)
    actors, recipients = on["A"].sum(1), on["R"].sum(1)
    f["none"] = ((actors == 0) & (recipients == 0)).astype(float)
    f["one each"] = ((actors == 1) & (recipients == 1)).astype(float)
    f["actors alone"] = f[f"{sort}: actors alone"] = ((actors >= 2) & (recipients == 0)).astype(float)
    speaks = np.array([c.get("speaker") for c in parties], dtype=float)
    f["speaker A"] = f[f"{sort}: speaker A"] = on["A"] @ speaks
    f["speaker R"] = on["R"] @ speaks
    f["speaker left"] = f[f"{sort}: speaker left"] = (ways == _NOBODY) @ speaks
    if any(c.get("agentless") for c in parties):
        for n in (0, 1):
            f[f"agentless: {n} A"] = f[f"{sort}: agentless: {n} A"] = (actors == n).astype(float)
        f["agentless: speaker A"] = on["A"] @ speaks
    if any(c.get("meets alone") for c in parties):
        alone = on["A"] @ np.array([c.get("meets alone") for c in parties], dtype=float) > 0
        for n in (1, 2):
            f[f"alone: {n} A"] = f[f"{sort}: alone: {n} A"] = (alone & (actors == n)).astype(float)
    for told in ("reports inside", "reports outside"):
        f[f"{told} A"] = on["A"] @ np.array([c.get(told) for c in parties], dtype=float)
    partner = np.array([any(r.endswith("|prep_with") for r in c.relations) for c in parties], dtype=bool)
    f["partner alone"] = f[f"{sort}: partner alone"] = (
        (actors >= 1) & (recipients == 0) & (on["A"].sum(1) == on["A"] @ partner.astype(int))
    ).astype(float)
    sites = np.array([bool(c.get("site")) for c in parties])
    hurt = np.array([c.get("harmed") > 0 and not c.get("site") for c in parties])
    if sites.any() and hurt.any():
        both = on["R"][:, sites].any(1) & on["R"][:, hurt].any(1)
        f["site and victims"] = f[f"{sort}: site and victims"] = both.astype(float)
    return f | _pairs(parties, ways, sort)


def _alike(parties: Sequence[Candidate], here: Any) -> Floats:
    """How many parties of a side share their kind with another of it."""
    kinds = [c.entity.kind or "thing" for c in parties]
    out: Floats = np.zeros(len(here))
    for kind in set(kinds):
        out += np.maximum(here[:, [k == kind for k in kinds]].sum(1) - 1, 0)
    return out


def _pairs(parties: Sequence[Candidate], ways: Labels, sort: str) -> dict[str, Floats]:
    """Parties of one grammatical place, one coordination, one country, or one within the other's phrase: kept together
    or parted; and a state set against its own people."""
    names = (
        "together", "half taken", "against", "one country", "country against", "own people against",
        "coordinated", "coordinated, half taken", "nested", "inner taken, outer left",
    )  # fmt: skip
    f: dict[str, Floats] = {name: np.zeros(len(ways)) for name in names}
    for i, j in combinations(range(len(parties)), 2):
        both = (ways[:, i] > 0) & (ways[:, j] > 0)
        same = ways[:, i] == ways[:, j]
        if parties[i].relations & parties[j].relations:
            f["together"] += both & same
            f["half taken"] += (ways[:, i] > 0) != (ways[:, j] > 0)
            f["against"] += both & ~same
        if parties[i].groups & parties[j].groups:
            f["coordinated"] += both & same
            f["coordinated, half taken"] += (ways[:, i] > 0) != (ways[:, j] > 0)
        within = parties[i].heads & parties[j].above or parties[j].heads & parties[i].above
        if within and not parties[i].heads & parties[j].heads:  # "US and British forces" is one phrase of two
            f["nested"] += both & same
        for x, y in ((i, j), (j, i)):
            if parties[x].get("inner") and parties[y].get("outer") and parties[x].above & parties[y].heads:
                f["inner taken, outer left"] += (ways[:, x] > 0) & (ways[:, y] == _NOBODY)
        country = parties[i].entity.country
        if country and country == parties[j].entity.country:
            f["one country"] += both & same
            f["country against"] += both & ~same
            for x, y in ((i, j), (j, i)):
                if _speaks_for_state(parties[x].entity) and _is_unnamed_people(parties[y].entity):
                    f["own people against"] += (ways[:, x] == _ACTOR) & (ways[:, y] == _RECIPIENT)
    own = ("together", "against", "own people against", "coordinated", "nested", "inner taken, outer left")
    return f | {f"{sort}: {name}": f[name] for name in own}


def _speaks_for_state(entity: Entity) -> bool:
    """A state, or an official who stands for it."""
    return entity.kind == "state" or (entity.kind in ("government", "official", "person") and bool(entity.affiliation))


def _is_unnamed_people(entity: Entity) -> bool:
    """A state's own forces, authorities, media or people: those whom it seldom accuses or refuses."""
    return entity.kind in ("state", "state force", "civilians", "government", "media")


def chance_of_each(features: Mapping[str, Floats], weights: Mapping[str, float], may: Any) -> Floats:
    """Chance of each way, float (ways,). may: bool (ways,), False for ways that are ruled out."""
    score = np.zeros(len(may))
    for name, values in features.items():
        weight = weights.get(name)
        if weight:
            score += weight * values
    score[~may] = -np.inf
    chance: Floats = np.exp(score - score.max())
    chance /= chance.sum()
    return chance
