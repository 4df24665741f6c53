"""Who claims a deed did it, by whatever words the report first told of the doers: the gunmen of a lead are the men of
the group that claims the attack, or on which it is blamed, sentences later.

Of 77 annotated attacks that somebody claims all have the claimant as an actor, and none has unnamed gunmen or bombers
beside him.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from truceline.domain.codes import ARMED_KINDS, STATE_KINDS
from truceline.domain.events import Entity
from truceline.extract.roles_apart import party_key
from truceline.extract.roles_candidate import Candidate
from truceline.resources.lexicon import word_classes

_ARMED: Final = frozenset(k.value for k in ARMED_KINDS)
_FULLER: Final = 0.6
_TOLD: Final = 0.7
"""Least chance of being the actor, by what a further sentence says, for a group to be whose men the lead tells of."""


def note_claimants(
    candidates: Sequence[Candidate], claimed_by: Sequence[Entity], sort: str, key: Callable[[Entity], str]
) -> None:
    """Give who claims a deed the name of the group he claims it for, and mark as ``own men`` the unnamed doers of an
    attack that a group claims, that is blamed on one or that a further sentence lays to one.

    sort: as Scene.sort has it; in a battle those unnamed may be the other side. key: of an entity among the candidates.
    """
    groups = {key(e): e for e in claimed_by}
    for each in candidates:
        group = groups.get(each.key)
        if group is not None and each.entity.kind == "person" and group.name != each.entity.name:
            each.entity, each.span = group, group.mention or each.span
    if sort not in _ATTACKS:
        return
    named = [c for c in candidates if _is_told_as_doer(c)]
    _note_fuller(candidates)
    for each in candidates:
        told = named if is_unnamed_doer(each.entity, sides=False) else [n for n in named if n.get("claims")]
        if is_unnamed_doer(each.entity) and any(_is_told_apart(n, each) for n in told):
            each.note("own men", 1.0)


_ATTACKS: Final = frozenset({"ASSAULT", "HARM", "BLAST"})


def _is_told_as_doer(each: Candidate) -> bool:
    """True for a named group or man who claims the deed, on whom it is blamed, or whom a further sentence has do it."""
    if is_unnamed_doer(each.entity):
        return False
    if each.get("claims") or each.get("laid"):
        return True
    named = each.entity.id is not None or each.entity.name[:1].isupper()
    elsewhere = not each.get("in_lead") and each.get("actor elsewhere") >= _TOLD
    return elsewhere and named and each.entity.kind in _ARMED


def _note_fuller(candidates: Sequence[Candidate]) -> None:
    """Mark the doer whom a mere word before the deed tells ("a militant attack") as ``own men`` of who does it by a
    further sentence, and him as ``fuller doer``."""
    words = [c for c in candidates if _is_mere_word(c.entity) and c.get("in_lead")]
    told = [c for c in candidates if c.get("actor elsewhere") >= _FULLER and c.entity.kind in _ARMED and c not in words]
    if words and told:
        max(told, key=lambda c: c.get("actor elsewhere")).note("fuller doer", 1.0)
        for word in words:
            word.note("own men", 1.0)


def _is_mere_word(entity: Entity) -> bool:
    """True for "militant" of "a militant attack"."""
    return entity.id is None and entity.name.islower() and entity.name in word_classes()["hostile men"]


def _is_told_apart(named: Candidate, men: Candidate) -> bool:
    """False for two who are coordinated ("the Front and other gunmen"), and for a party and itself."""
    return named.key != men.key and not named.groups & men.groups


def without_struck(denied_by: Sequence[Entity], struck: Sequence[Entity]) -> tuple[Entity, ...]:
    """Who denies an attack without those on whom it was, who deny what is told of it ("the army denied that and said
    its soldiers had repulsed it"). Of 135 annotated attacks that somebody denies none has them."""
    return tuple(e for e in denied_by if not any(_is_one_side(e, s) for s in struck))


def _is_one_side(one: Entity, other: Entity) -> bool:
    if party_key(one) == party_key(other):
        return True
    return bool(one.country) and one.country == other.country and {one.kind, other.kind} <= _OF_STATE


_OF_STATE: Final = frozenset(k.value for k in STATE_KINDS)


def is_unnamed_doer(entity: Entity, *, sides: bool = True) -> bool:
    """True for "gunmen", "a suicide bomber", "masked men", "its fighters"; not for "Kurdish militants".

    sides: whether also for "rebels", "militants", who may be a known side of a war.
    """
    words = entity.name.split(" of ")[0].split(" in ")[0].split()
    if entity.id is not None or not words or any(w[:1].isupper() for w in words[1:]):
        return False
    if words[0][:1].isupper() and words[0].lower() not in _OPENING and len(words) > 1:
        return False
    last = words[-1].lower()
    stems = {last, last.removesuffix("s"), last.replace("men", "man")}
    return bool(stems & (_MEN | (word_classes()["hostile men"] if sides else _NOBODYS)))


_MEN: Final = frozenset("man assailant fighter raider sniper hijacker captor mujahideen combatant killer".split())
_NOBODYS: Final = frozenset("gunman bomber attacker gang kidnapper".split())
"""Words for hostile men that name no side."""
_OPENING: Final = frozenset(
    "a an the two three four five six seven eight nine ten several some many dozens hundreds unknown unidentified "
    "masked armed suspected heavily at about more another one its their his".split()
)
"""Words before such a noun that name nobody, where a sentence begins with them."""
