"""Who acts in a report: mentions grouped into actors, and phrases of a role read as entities."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from truceline.domain.codes import ORGAN_KINDS, ActorKind, RelationKind
from truceline.domain.mentions import Actor, ActorMention, PlaceMention
from truceline.domain.text import Document
from truceline.extract.actors_clusters import Cluster
from truceline.extract.actors_coref import Grouper, link_pronoun_owners
from truceline.extract.actors_drafts import MEMBER_CLASSES, Draft, named_of, tidy
from truceline.extract.actors_entities import entities_for, join_entities
from truceline.extract.actors_names import registry_drafts
from truceline.extract.actors_nominals import nominal_drafts, pronoun_drafts
from truceline.extract.actors_orgs import bracketed_drafts, introduced_drafts, org_drafts
from truceline.extract.actors_persons import echoed_drafts, give_offices, person_drafts, serve_strangers
from truceline.resources.actor_words import load_actor_nouns
from truceline.resources.actors import ActorRegistry
from truceline.resources.names import fold_words

__all__ = ["entities_for", "find_actors", "join_entities"]

_FORMS = {"person": "name", "org": "name"}


def find_actors(
    doc: Document, registry: ActorRegistry, places: Sequence[PlaceMention], *, on: date
) -> tuple[Actor, ...]:
    """Group every mention of a party into one actor a party, in order of first mention.

    doc: one analysed report. places: its toponyms; those that act (capitals for governments) become mentions of
    the state. on: the day on which dated ties must hold, normally the report's.
    Names that the registry does not know become guessed actors: kind from the words of the name, country from its
    demonym. Pure: the registry is only read.
    """
    named = give_offices(doc, registry, registry_drafts(doc, registry, places, on))
    persons = person_drafts(doc, registry, named)
    persons.extend(echoed_drafts(doc, named, persons))
    orgs = org_drafts(doc, registry, [*named, *persons])
    orgs.extend(bracketed_drafts(doc, [*named, *persons, *orgs]))
    orgs.extend(introduced_drafts(doc, [*named, *persons, *orgs]))
    persons = serve_strangers(doc, registry, persons, orgs)
    toponyms = [p.span for p in places if not p.acts]
    persons = [d for d in persons if not any(t.contains(d.span) for t in toponyms) and not _dates(doc, d)]
    orgs = [d for d in orgs if not any(t.contains(d.span) for t in toponyms) and not _dates(doc, d)]
    covered = {o.span for o in orgs}
    named = [d for d in named if not any(o.contains(d.span) and o != d.span for o in covered) or d.group == "state"]
    proper = [*named, *persons, *orgs]
    nominal = (d for d in nominal_drafts(doc, registry, proper) if not _dates(doc, d))
    others = [*nominal, *pronoun_drafts(doc)]
    clusters = Grouper(doc, registry).group(proper, others, places)
    link_pronoun_owners(clusters)
    clusters.sort(key=lambda c: min((d.span for d in c.drafts), default=doc.sentences[0] if doc.sentences else None))  # type: ignore[arg-type,return-value]
    keys = {id(c): f"a{i}" for i, c in enumerate(clusters)}
    names = {c.id: _name(doc, registry, c) for c in clusters if c.id}
    return tuple(_actor(doc, registry, c, keys[id(c)], on, names) for c in clusters if c.drafts and _is_party(c))


def _dates(doc: Document, draft: Draft) -> bool:
    """True for a name in the dateline, which is a place's ("NABLUS, Occupied West Bank"), but for the outlet's."""
    return doc.dateline is not None and doc.dateline.contains(draft.span) and draft.kind is not ActorKind.MEDIA


_FOR_STATE = frozenset({"organ", "person", "force", "police", "government", "official", "org", "post"})


def _is_party(cluster: Cluster) -> bool:
    """False for things that belong to nobody in the report ("two drones", "a base"): they are no actors."""
    return cluster.group != "post" or cluster.state is not None or cluster.owner is not None


def _whole_people(cluster: Cluster) -> bool:
    """True for "the Ethiopians", "Ethiopians": the people for its state; not for "two Ethiopians"."""
    return cluster.group == "people" and not cluster.drafts[0].new and cluster.state != "palestinian-authority"


def _text(doc: Document, draft: Draft) -> str:
    return tidy(" ".join(draft.span.of(doc.text).split()))


def _state_name(registry: ActorRegistry, cluster: Cluster) -> str:
    """The registry's name of a state, or the longest full name that the report uses for it ("Zaire", "Britain")."""
    known = registry.get(cluster.id or "")
    written = {fold_words(n) for n in cluster.names}
    if fold_words(known.name) in written:
        return known.name
    forms = (f.removeprefix("the ").removeprefix("The ") for f in known.forms if fold_words(f) in written)
    full = [f for f in forms if not f.isupper() and "." not in f and f != "America"]
    return max(full, key=len) if full else known.name


def _name(doc: Document, registry: ActorRegistry, cluster: Cluster) -> str:
    """The fullest name that the report gives; a country for its demonym or capital."""
    if cluster.several:
        return " and ".join(_name(doc, registry, c) for c in cluster.several)
    if cluster.group == "state" and cluster.id:
        return _state_name(registry, cluster)
    if cluster.names:
        return tidy(_fullest(cluster.names))
    nominal = [d for d in cluster.drafts if d.form == "nominal"]
    whole = [d for d in nominal if not _is_of_pronoun(doc, d)]
    if nominal and not whole and (named := _by_state(doc, registry, cluster, nominal)):
        return named
    whole = whole or nominal
    phrases = [named_of(doc, d) or _text(doc, d) for d in whole]
    fitting = [p for p in phrases if len(p.split()) <= 9] or phrases or [_text(doc, cluster.drafts[0])]
    return max(fitting, key=len)


def _is_of_pronoun(doc: Document, draft: Draft) -> bool:
    """True for "its members", which tell who they are by another word."""
    first = doc.tokens_in(draft.span)[0]
    return first.dep == "poss" and first.pos == "PRON"


def _by_state(doc: Document, registry: ActorRegistry, cluster: Cluster, drafts: Sequence[Draft]) -> str | None:
    """"Syrian troops" for "its troops" and "our troops", where they are a state's; None for whom no state owns."""
    state = registry.state(cluster.state) if cluster.state and cluster.group in _FOR_STATE else None
    adjectives = state.adjectives if state is not None else ()
    words = min((_text(doc, d).split()[1:] for d in drafts), key=len)
    return " ".join((adjectives[0], *words)) if adjectives and words and len(words) <= 4 else None


def _fullest(names: Sequence[str]) -> str:
    """The longest name; one that only adds a noun for members ("X fighters") gives way to the name without it."""
    written = {fold_words(n) for n in names}
    nouns = load_actor_nouns()

    def adds_members(name: str) -> bool:
        words = fold_words(name)
        noun = nouns.get(words[-1]) if len(words) > 1 else None
        return noun is not None and noun.group in MEMBER_CLASSES and words[:-1] in written

    return max([n for n in names if not adds_members(n)] or names, key=len)


def _affiliation(
    doc: Document, registry: ActorRegistry, cluster: Cluster, on: date, names: Mapping[str, str]
) -> tuple[str | None, str | None]:
    """(name, registry id) of what it acts for: the state of an organ or official, the group of a person.

    names: registry id to the name that the report gives it, which is preferred.
    """
    if cluster.group == "state" or cluster.several:
        return None, None
    if cluster.state and (cluster.group in _FOR_STATE or _whole_people(cluster)):
        return names.get(cluster.state, registry.get(cluster.state).name), cluster.state
    if cluster.id and cluster.group in ("named", "person"):
        wanted = registry.get(cluster.id).kind
        for parent in registry.parents(cluster.id, on=on):
            spoken = any(
                t.object == parent and t.kind == RelationKind.SPEAKS_FOR for t in registry.ties(cluster.id, on=on)
            )
            if wanted in ORGAN_KINDS or wanted == ActorKind.PERSON or spoken:
                parent = parent.split(".")[0] if registry.state(parent.split(".")[0]) else parent
                return names.get(parent, registry.get(parent).name), parent
    owner = cluster.owner
    if _is_other(doc, cluster):
        return None, None
    if owner is not None and owner.id and registry.get(owner.id).kind in ORGAN_KINDS:
        above = _affiliation(doc, registry, owner, on, names)
        if above[1] is not None:
            return above
    if owner is not None and cluster.group not in ("civil", "protest", "riot", "source", "people"):
        if owner.group in ("organ", "state") and cluster.group not in _FOR_STATE:
            return None, None
        if owner.state and owner.group in ("organ", "state"):
            return names.get(owner.state, registry.get(owner.state).name), owner.state
        return _name(doc, registry, owner), owner.id
    return None, None


_BESIDE = frozenset({"ally", "partner", "backer", "neighbour", "neighbor"})
_AGAINST = frozenset({"opponent", "rival", "foe", "adversary", "critic", "enemy", "detractor"})


def _is_other(doc: Document, cluster: Cluster) -> bool:
    """True for "its allies", "opponents of X", which are parties of their own; "NATO allies" are of NATO."""
    told = next((d for d in cluster.drafts if d.form == "nominal"), None)
    if told is None or cluster.id is not None:
        return False
    lemma = doc.tokens[told.head].lemma.lower()
    before = told.owner is not None and doc.tokens[told.owner].dep in ("compound", "amod", "nmod")
    return lemma in _AGAINST or (lemma in _BESIDE and not before)


def _reason(cluster: Cluster) -> str:
    if cluster.id:
        return "name stands in the registry"
    state = ", state guessed from the report" if cluster.guessed else ""
    return f"kind from the words ({cluster.group}){state}"


def _actor(
    doc: Document, registry: ActorRegistry, cluster: Cluster, key: str, on: date, names: Mapping[str, str]
) -> Actor:
    affiliation, affiliation_id = _affiliation(doc, registry, cluster, on, names)
    mentions = []
    for d in sorted(cluster.drafts, key=lambda d: d.span):
        form = _FORMS.get(d.form, d.form)
        if form == "name" and len(_text(doc, d)) < max(map(len, cluster.names)) and cluster.group in ("person", "org"):
            form = "short"
        mentions.append(ActorMention(d.span, d.span.of(doc.text), form))
    return Actor(
        key=key,
        name=_name(doc, registry, cluster),
        kind=cluster.kind,
        mentions=tuple(mentions),
        registry_id=cluster.id,
        country=cluster.country,
        affiliation=affiliation,
        affiliation_id=affiliation_id,
        office=cluster.office,
        guessed=cluster.id is None,
        score=0.5 if cluster.guessed else 1.0,
        reason=_reason(cluster),
    )
