"""Whose truce an act is about: the one that the doer declared, or the only one that was open there on its day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from truceline.domain.codes import ActorKind, TruceAction
from truceline.domain.events import Entity
from truceline.ledger.sides import Bonds
from truceline.ledger.terms import Act
from truceline.ledger.thread import Thread
from truceline.resources.likeness import class_of, telling_words

_A = TruceAction
SURE: Final = 0.6
"""Score from which somebody is taken for a party (``Bonds.belongs``)."""
OWN: Final = 0.5
"""What speaks for a truce that the doer of an act declared itself."""
OTHERS: Final = -2.5
"""What speaks against a truce that the other side declared: more than sides and ground together can outweigh."""
_NO_SIDE: Final = frozenset(
    {ActorKind.CIVILIANS, ActorKind.PROTESTERS, ActorKind.RIOTERS, ActorKind.MEDIA, ActorKind.BUSINESS}
)
_OWNERS_ACTS: Final = frozenset({_A.DECLARED, _A.ENDED, _A.SUSPENDED, _A.EXTENDED, _A.RESTORED})
"""Acts that only the side whose truce it is can do."""


def owner_fit(act: Act, thread: Thread, bonds: Bonds) -> float:
    """What it says for or against a unilateral truce that it is the doer's own, or the other side's; else 0."""
    if not act.real or not act.by or act.action not in (*_OWNERS_ACTS, _A.IN_EFFECT):
        return 0.0
    owners, spared = declarers(thread)
    on, country = act.last_day, act.country
    if _reaches(act.by, owners, on, country, bonds):
        return OWN
    if not owners or act.action is _A.IN_EFFECT:
        return 0.0
    return OTHERS if _reaches(act.by, spared, on, country, bonds) else 0.0


def declarers(thread: Thread) -> tuple[tuple[Entity, ...], tuple[Entity, ...]]:
    """(who declared a unilateral truce, whom it spares); both empty where the sides agreed on it."""
    if any(a.real and (a.action is _A.AGREED or a.truce_class == "bilateral") for a in thread.acts):
        return (), ()
    own = [a for a in thread.acts if a.real and a.action is _A.DECLARED]
    return tuple(e for a in own for e in a.by), tuple(e for a in own for e in a.event.recipients)


def only_open(act: Act, threads: Sequence[Thread], bonds: Bonds) -> int | None:
    """Number of the one truce that was open on the act's day where it was done and whose sides it does not contradict;
    None where there are more, or none, or the act is of no day of its own."""
    if not act.real or not act.dated or act.of_several or act.of_former:
        return None
    if act.action not in (_A.VIOLATED, _A.SUSPENDED, _A.ENDED):
        return None
    found = [i for i, thread in enumerate(threads) if _is_open(act, thread) and _is_here(act, thread, bonds)]
    return found[0] if len(found) == 1 else None


def is_organised(entity: Entity, bonds: Bonds) -> bool:
    """True for an actor that can be party to a truce: a named or armed group, a state; not "two people"."""
    words, kind = class_of(entity.name), bonds.kind_of(entity)
    if words == "civilians" or kind in _NO_SIDE:
        return False
    if entity.id or words is not None or kind not in (None, ActorKind.UNNAMED, ActorKind.UNKNOWN):
        return True
    return bool(telling_words(entity.name)) and any(w[:1].isupper() for w in entity.name.split())


def _is_open(act: Act, thread: Thread) -> bool:
    started, over = thread.started, thread.over
    return started is not None and started < act.first_day and (over is None or act.first_day <= over)


def _is_here(act: Act, thread: Thread, bonds: Bonds) -> bool:
    """True where ground and sides of the act are those of the truce, as far as they are told."""
    countries = thread.countries | {e.country for e in thread.sides if e.country}
    words = {w for e in thread.sides for w in telling_words(e.name)}
    sides = [e for e in act.sides if is_organised(e, bonds) and not bonds.is_mediator(e)]
    if act.country and act.country_stated and act.country not in countries:
        return False
    if not (act.country and act.country_stated) and not words & act.context:
        return False
    if owner_fit(act, thread, bonds) < 0:
        return False
    on, country = act.last_day, act.country
    known = [_reaches((e,), thread.sides, on, country, bonds) for e in sides]
    if act.action is _A.VIOLATED:  # a group that is no party may break it
        return all(k or e.country is None or e.country in countries for k, e in zip(known, sides, strict=True))
    return all(known)


def _reaches(some: Iterable[Entity], others: Sequence[Entity], on: date, country: str | None, bonds: Bonds) -> bool:
    """True where one of the first is one of the others, or belongs to it, or takes it in."""
    return any(
        max(bonds.belongs(a, b, on, country)[0], bonds.belongs(b, a, on, country)[0]) >= SURE
        for a in some
        for b in others
    )
