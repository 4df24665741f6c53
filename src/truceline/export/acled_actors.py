"""What ACLED would call a side: the code of its first actor, and whether it is an unidentified armed group."""

from __future__ import annotations

from functools import cache

from truceline.domain.codes import ActorKind
from truceline.domain.events import Entity
from truceline.resources.actor_words import load_actor_nouns
from truceline.resources.actors import ActorRegistry, load_kind_codes
from truceline.resources.countries import Country
from truceline.resources.names import fold_words

EXTERNAL = 8
CIVILIANS = 7
_POLITICAL_MILITIA = 3
"""Where ACLED counts unidentified armed groups."""
_NOT_STATE = frozenset({ActorKind.REBEL_GROUP, ActorKind.POLITICAL_MILITIA, ActorKind.IDENTITY_MILITIA})
_MAY_BE_OF_A_GROUP = frozenset(
    {"state force", "police", "rebel group", "political militia", "unnamed", "unknown", None}
)
"""Kinds that a noun alone gives ("patrol", "positions", "fighters"), and that the group it is of knows better."""
_OF_A_STATE = frozenset({"state", "government", "state force", "police", "unknown", None})
_SUSPECTS = frozenset({"suspect", "suspects"})


def inter_code(side: tuple[Entity, ...], country: Country | None, *, attacks: bool = True) -> int:
    """ACLED's code of the side's first actor, 0 where its kind is not known. State forces abroad are external ones.

    attacks: the side does violence; suspects who do none are not known to be an armed group.
    """
    if not side:
        return 0
    first = side[0]
    if is_unidentified_group(first):
        return 0 if not attacks and _SUSPECTS & set(fold_words(first.name)) else _POLITICAL_MILITIA
    kind = kind_of(first)
    if kind not in set(ActorKind):
        return 0
    code = load_kind_codes()[ActorKind(kind)].acled_inter
    home = first.country
    abroad = code == 1 and home is not None and country is not None and home != country.iso2
    return EXTERNAL if abroad else code


def kind_of(party: Entity) -> str | None:
    """The party's kind; of a part of a registered armed group ("an RSF patrol", "fighters of the JEM", "a commander of
    Kataib Hezbollah") the group's."""
    if party.id is not None:
        registry = ActorRegistry.load()
        known = registry.get(party.id).kind if party.id in registry else None
        return known.value if known in _NOT_STATE and party.kind in _OF_A_STATE else party.kind
    of_a_group = party.kind in _MAY_BE_OF_A_GROUP or (party.kind == "civilians" and _is_armed(_head(party.name)))
    return (_group_kind(party.name, party.affiliation) if of_a_group else None) or party.kind


def is_unidentified_group(party: Entity) -> bool:
    """True for armed people whom no name, state or people tells apart: "gunmen", "two suspects"."""
    if party.id is not None or party.affiliation or kind_of(party) not in (ActorKind.REBEL_GROUP, "unnamed"):
        return False
    words = party.name.replace("-", " ").split()
    return all(w.islower() or not w.isalpha() or (i == 0 and _is_plain(w.lower())) for i, w in enumerate(words))


def _is_plain(word: str) -> bool:
    """True for a first word whose capital is the sentence's."""
    return word in _BEFORE_A_NOUN or word in load_actor_nouns()


_BEFORE_A_NOUN = frozenset(
    "a an the some several many two three four five six seven eight nine ten armed unknown unidentified masked "
    "suspected heavily dozens hundreds".split()
)


def _head(name: str) -> str:
    """"Fighters" of "Fighters of the Justice and Equality Movement"; the last word where nothing follows."""
    before = name.split(" of ", 1)[0].split()
    return before[-1].lower() if before else ""


def _is_armed(word: str) -> bool:
    noun = load_actor_nouns().get(word)
    return noun is not None and noun.kind in (ActorKind.REBEL_GROUP, ActorKind.STATE_FORCE, *_NOT_STATE)


@cache
def _group_kind(name: str, affiliation: str | None) -> str | None:
    """The kind of the registered armed group, no state's, that the name or affiliation says; None for none."""
    registry = ActorRegistry.load()
    found = {a.kind for a in registry.lookup(affiliation)} if affiliation else set()
    if not found:
        words = fold_words(name)
        longest = [next(registry.match_at(words, i), None) for i in range(len(words))]
        best = max((m.n_words for m in longest if m), default=0)
        found = {registry.get(m.id).kind for m in longest if m and m.n_words == best}
    return next(iter(found)).value if len(found) == 1 and found <= _NOT_STATE else None
