"""Parties and weapons of a deed by hand-written rules over the parse: subject and object, owner, "by", "against"."""

from __future__ import annotations

from collections.abc import Iterable

from truceline.domain.codes import EventType, Role
from truceline.domain.text import Document, Token
from truceline.extract import events_parse as parse
from truceline.extract.events_able import can_act, can_suffer, is_weapon
from truceline.extract.events_blame import held_for
from truceline.extract.events_doers import is_against, joined_names
from truceline.extract.events_role_features import is_obliged
from truceline.extract.events_role_requests import MADE_BY, asked, leavers, spoken_of
from truceline.extract.events_undergone import imposing_clauses, undergoers, undergone_by
from truceline.resources.actor_words import load_actor_nouns
from truceline.resources.lexicon import harming_verbs, word_classes

_T = EventType
_AGAINST = frozenset({_T.ACCUSE, _T.COERCE, _T.SANCTION, _T.ASSAULT, _T.THREATEN, _T.REQUEST})
_MUTUAL = frozenset({_T.CONSULT, _T.AGREE, _T.COOPERATE})
_CLASH = frozenset(
    "clash skirmish fight fighting battle war conflict exchange confrontation hostility combat "
    "gunbattle firefight gunfight shootout violence".split()
)
_RECIPIENT_PREPS: dict[EventType, tuple[str, ...]] = {
    _T.ASSAULT: ("on", "against", "at", "upon"),
    _T.ACCUSE: ("of", "against", "with", "into", "on"),
    _T.REQUEST: ("on", "upon", "to", "from", "of"),
    _T.REJECT: ("to", "with", "from", "by"),
    _T.THREATEN: ("against", "to", "at"),
    _T.SUPPORT: ("for", "with", "to", "behind", "by"),
    _T.AID: ("to", "for"),
    _T.COERCE: ("on", "against", "of"),
    _T.SANCTION: ("on", "against", "of", "to"),
    _T.PROTEST: ("against", "at"),
    _T.CONCEDE: ("to", "with"),
    _T.RETREAT: (),
    _T.MOBILIZE: ("against",),
    _T.COOPERATE: ("with",),
    _T.CONSULT: (),
    _T.AGREE: ("to",),
}
_LIGHT = frozenset(
    "carry launch mount stage conduct wage lead begin start make commit hold take impose give issue "
    "express voice launch "
    "claim sign reach announce declare offer resume continue perpetrate face suffer come order plan "
    "attend join host stage "
    "call organise organize open do have provide send deliver inflict prepare direct trigger unleash wreak".split()
)
_DEEDS = frozenset({_T.ASSAULT, _T.COERCE})
_HITTING = frozenset(
    "killing murder assassination kidnapping abduction arrest capture destruction bombing shelling torture "
    "execution bombardment invasion massacre shooting siege release detention occupation slaying rape beating death "
    "seizure expulsion deportation".split()
)
"""Deeds whose "of" names the victim."""
_SUFFERED = frozenset("killing murder assassination arrest detention abduction kidnapping execution slaying".split())
"""Deeds whose owner, where nobody else is named, is the victim: "the mayor's murder"..."""
_TRIED = frozenset("trial arraignment indictment prosecution impeachment".split())
"""... and steps of a court: "the mayor's trial"."""
_EXPELLING = frozenset("expel suspend sack oust dismiss remove".split())

Found = list[tuple[Token, float, str]]
"""Heads of phrases with score and reason."""


def ruled_parties(doc: Document, trigger: Token, event_type: EventType) -> dict[int, list[tuple[str, float]]]:
    """Token number of a phrase's head to the roles (and scores) that the hand-written rules give it."""
    actors, recipients, weapons = read_by_rule(doc, trigger, event_type)
    ruled: dict[int, list[tuple[str, float]]] = {}
    for role, found in ((Role.ACTOR, actors), (Role.RECIPIENT, recipients), (Role.WEAPON, weapons)):
        for head, score, _ in found:
            ruled.setdefault(head.i, []).append((role.value, score))
    return ruled


def read_by_rule(doc: Document, trigger: Token, event_type: EventType) -> tuple[Found, Found, Found]:
    """Actors, recipients and weapons of an event named by a token, as the hand-written rules see them."""
    if event_type in _DEEDS and _is_target(doc, trigger):
        return [], [(trigger, 0.8, f"what the deed hit ({doc.head(trigger).lemma})")], []
    noun = undergone_by(doc, trigger) if event_type in _AGAINST else None
    if noun is not None or trigger.pos in ("NOUN", "PROPN"):
        actors, recipients = _of_noun(doc, noun or trigger, event_type)
    else:
        actors, recipients = _of_verb(doc, trigger, event_type)
    if event_type in _DEEDS and (not actors or trigger.pos == "VERB"):
        held = _spread(doc, held_for(doc, trigger), 0.7, "whom the report ties to it")
        actors = held or actors
    weapons: Found = []
    kept_actors: Found = []
    for head, score, reason in actors:
        if is_weapon(doc, head):
            weapons.append((head, score, "instrument in the place of the actor"))
            kept_actors += [(o, 0.6, "whose weapon it is") for o in parse.owners(doc, head)]
        elif can_act(doc, head):
            kept_actors.append((head, score, reason))
    weapons += _instruments(doc, trigger)
    kept_recipients = [(h, s, r) for h, s, r in recipients if can_suffer(doc, h, event_type)]
    return _unique(kept_actors), _unique(kept_recipients), _unique(weapons)


def _is_target(doc: Document, word: Token) -> bool:
    """True for a noun of people that a deed of force hits ("struck a Mordor cell"): whose it is does not strike."""
    head = doc.head(word)
    return (
        word.pos == "NOUN"
        and word.dep in ("dobj", "nsubjpass")
        and word.lemma.lower() in load_actor_nouns()
        and parse.is_verb(head)
        and head.lemma in harming_verbs()
    )


def _unique(found: Found) -> Found:
    out: Found = []
    for item in found:
        if all(item[0].i != o[0].i for o in out):
            out.append(item)
    return out


def _spread(doc: Document, heads: Iterable[Token], score: float, reason: str) -> Found:
    return [(c, score, reason) for head in heads for c in parse.conjuncts(doc, head)]


def _of_verb(doc: Document, verb: Token, event_type: EventType) -> tuple[Found, Found]:
    actors = _spread(doc, parse.agents(doc, verb), 0.9, f"who does it ({verb.lemma})")
    if event_type is _T.SANCTION and verb.lemma in _EXPELLING and not actors and parse.is_passive(doc, verb):
        bodies = [t for t in parse.prep_objects(doc, verb, "from") if t.ent == "ORG" or t.lemma in ("party", "union")]
        actors = _spread(doc, bodies, 0.8, "the body that expelled")
    if event_type is _T.REQUEST and is_obliged(doc, verb):
        return [], _spread(doc, parse.agents(doc, verb), 0.85, f"who must do it ({verb.lemma})")
    recipients = _spread(doc, parse.patients(doc, verb), 0.85, f"to whom it is done ({verb.lemma})")
    light_object = next((p for p in parse.patients(doc, verb) if not can_suffer(doc, p, event_type)), None)
    if event_type in _MUTUAL or verb.lemma in _CLASH:
        others = _spread(doc, parse.prep_objects(doc, verb, "with", "between", "among"), 0.8, "the other side")
        if event_type is EventType.CONSULT or event_type is EventType.COOPERATE or verb.lemma in _CLASH:
            return actors + recipients + others, []
        if event_type is EventType.AGREE:
            return actors + others, recipients if light_object is None else []
    preps = _RECIPIENT_PREPS[event_type]
    if event_type is _T.PROTEST:
        recipients += _spread(doc, _protested(doc, verb), 0.7, "whose act is protested against")
    if preps:
        recipients += _spread(doc, parse.prep_objects(doc, verb, *preps), 0.6, "named as the target")
        if light_object is not None and event_type is _T.ACCUSE and is_hostile(doc, light_object):
            # "condemned Rohan's raid on the village": the raider is accused, not the village
            accusers = parse.agents(doc, verb)
            doers = [o for o in parse.owners(doc, light_object) if o not in accusers]
            recipients = _spread(doc, doers, 0.7, "whose deed is condemned")
        elif light_object is not None:
            recipients += _spread(doc, parse.prep_objects(doc, light_object, *preps), 0.7, "named as the target")
    if event_type in (EventType.REQUEST, EventType.AID, EventType.AGREE):
        recipients += _spread(
            doc, [c for c in doc.children(verb) if c.dep == "dative" and c.pos != "ADP"], 0.7, "to whom"
        )
    return actors, recipients if event_type is not _T.REQUEST else _asked_of(doc, verb, recipients)


def _asked_of(doc: Document, word: Token, recipients: Found) -> Found:
    """Of whom something is requested: recipients by rule, less those with whom it shall be done."""
    spoken = spoken_of(doc, word)
    told = _spread(doc, asked(doc, word), 0.85, "who shall do it")
    told += _spread(doc, leavers(doc, word), 0.85, "whose it is")
    return told + [r for r in recipients if r[0].i not in spoken]


def _of_noun(doc: Document, noun: Token, event_type: EventType) -> tuple[Found, Found]:
    head = doc.head(noun)
    tellers = {t.i for t in parse.subjects(doc, head)} if event_type in _DEEDS and _only_tells(noun, head) else set()
    owners = [t for t in parse.owners(doc, noun) if t.i not in tellers]
    actors = _spread(doc, owners, 0.75, f"whose {noun.lemma.lower()} it is")
    preps = _RECIPIENT_PREPS[event_type]
    if event_type is _T.REJECT and (refuses := _refuser(doc, noun)) is not None:
        whose = [a for a in actors if a[0].i not in {t.i for t in parse.agents(doc, refuses)}]
        return _spread(doc, parse.agents(doc, refuses), 0.85, f"who does it ({refuses.lemma})"), whose
    if event_type is _T.REQUEST and noun.lemma.lower() in MADE_BY:
        actors += _spread(doc, parse.prep_objects(doc, noun, "of"), 0.85, f"whose {noun.lemma.lower()} it is")
        preps = tuple(p for p in preps if p != "of")
    recipients = (
        _spread(doc, parse.prep_objects(doc, noun, *preps), 0.75, f"target of the {noun.lemma.lower()}")
        if preps
        else []
    )
    if event_type in (_T.ASSAULT, _T.COERCE, _T.RETREAT, _T.SANCTION) and noun.lemma in _HITTING:
        recipients += _spread(doc, parse.prep_objects(doc, noun, "of"), 0.8, f"whom the {noun.lemma.lower()} hit")
    if event_type in (_T.AID, _T.SUPPORT) and (getter := _receives(doc, noun)):
        given = [*parse.prep_objects(doc, noun, "of", "from"), *parse.prep_objects(doc, doc.head(noun), "from")]
        return _spread(doc, given, 0.75, f"whose {noun.lemma.lower()} it is"), _spread(doc, getter, 0.8, "who gets it")
    if event_type is _T.ASSAULT:
        actors += _spread(doc, joined_names(doc, noun), 0.75, "a side of it")
    suffers = _SUFFERED if event_type in _DEEDS else _TRIED if event_type is _T.ACCUSE else frozenset()
    if noun.lemma.lower() in suffers and not parse.prep_objects(doc, noun, "of"):
        suffered = [c for c in doc.children(noun) if c.dep == "poss" and c.ent not in ("GPE", "NORP", "ORG")]
        suffered = [parse.antecedent(doc, c) for c in suffered]
        actors = [a for a in actors if all(a[0].i != s.i for s in suffered)]
        recipients += _spread(doc, suffered, 0.85, f"whose {noun.lemma.lower()} it is")
    if event_type in (_T.PROTEST, _T.ASSAULT):
        against = _against_before(doc, noun)
        recipients += _spread(doc, against, 0.9, f"whom the {noun.lemma.lower()} is against")
        inside = {i for t in against for i in range(t.i - 2, t.i + 1)}  # "anti", "-" and the name
        actors = [a for a in actors if a[0].i not in inside]
    if event_type is _T.PROTEST:
        recipients += _spread(doc, _protested(doc, noun), 0.7, "whose act is protested against")
    mutual = event_type in _MUTUAL or noun.lemma.lower() in _CLASH
    if mutual:
        both = _spread(doc, parse.prep_objects(doc, noun, "between", "among", "with"), 0.85, "a side of it")
        actors += both
    if event_type in _AGAINST and (under := undergoers(doc, noun)):
        recipients += _spread(doc, under, 0.85, f"who undergoes the {noun.lemma.lower()}")
        actors = [a for a in actors if all(a[0].i != r[0].i for r in recipients)]
        actors += _spread(doc, parse.prep_objects(doc, noun, "from"), 0.7, f"from whom the {noun.lemma.lower()} comes")
    elif event_type in _AGAINST and (done := imposing_clauses(doc, noun)):
        # "lifted the sanctions imposed on Mordor": not by whoever lifted them
        by_verb = parse.subjects(doc, head) if noun.dep == "dobj" and parse.is_clause_head(head) else ()
        actors = [a for a in actors if all(a[0].i != t.i for s in by_verb for t in parse.conjuncts(doc, s))]
        actors += [a for c in done for a in _spread(doc, parse.agents(doc, c), 0.85, f"who does it ({c.lemma})")]
        hit = [t for c in done for t in parse.prep_objects(doc, c, *preps)]
        recipients += _spread(doc, hit, 0.75, f"target of the {noun.lemma.lower()}")
    elif noun.dep == "dobj" and parse.is_verb(head) and head.lemma in _LIGHT:
        actors += _spread(doc, parse.agents(doc, head), 0.85, f"who does it ({head.lemma} {noun.lemma.lower()})")
        if mutual:
            actors += _spread(doc, parse.prep_objects(doc, head, "with", "between"), 0.7, "the other side")
        elif preps:
            recipients += _spread(doc, parse.prep_objects(doc, head, *preps), 0.6, "named as the target")
    elif noun.dep == "nsubjpass" and parse.is_verb(head):
        actors += _spread(doc, parse.agents(doc, head), 0.7, f"who does it ({head.lemma})")
    elif noun.dep == "nsubj" and parse.is_verb(head) and event_type is EventType.ASSAULT:
        recipients += _spread(doc, parse.patients(doc, head), 0.7, f"whom it {head.lemma}")
    elif noun.dep == "pobj" and head.lower == "under" and parse.is_clause_head(doc.head(head)):
        verb = doc.head(head)  # "they came under fire from armed groups"
        recipients += _spread(doc, parse.subjects(doc, verb), 0.85, f"who is under {noun.lemma.lower()}")
        actors += _spread(doc, parse.prep_objects(doc, noun, "from"), 0.85, f"from whom the {noun.lemma.lower()} comes")
        actors += _spread(doc, parse.prep_objects(doc, verb, "from", "by"), 0.85, "from whom it comes")
    elif noun.dep == "pobj" and head.dep in ("agent", "prep") and event_type is EventType.ASSAULT:
        verb = doc.head(head)
        if (
            parse.is_verb(verb)
            and head.lower in ("in", "by", "during")
            and verb.lemma in ("kill", "wound", "injure", "hit", "destroy", "die", "hurt", "damage")
        ):
            victims = parse.subjects(doc, verb) if verb.lemma == "die" else parse.patients(doc, verb)
            recipients += _spread(doc, victims, 0.75, f"who was {verb.lemma} in it")
            if head.lower == "in":
                actors += _spread(doc, parse.agents(doc, verb) if verb.lemma != "die" else (), 0.6, "who did it")
    return actors, recipients if event_type is not _T.REQUEST else _asked_of(doc, noun, recipients)


def _refuser(doc: Document, noun: Token) -> Token | None:
    """The verb whose subject refuses what a noun names, be it another's: "extremists opposed to the raiders' truce"."""
    head = doc.head(noun)
    verb = doc.head(head) if noun.dep == "pobj" and head.lower == "to" else head
    refuses = noun.dep in ("pobj", "dobj", "nsubjpass") and parse.is_verb(verb)
    return verb if refuses and verb.lemma in _TURNED_DOWN else None


_TURNED_DOWN = frozenset("oppose reject refuse spurn repudiate rebuff".split())


def _only_tells(noun: Token, verb: Token) -> bool:
    """True for a verb whose subject tells of a deed, saw it or suffered it: "reported the bombing"."""
    return noun.dep == "dobj" and parse.is_verb(verb) and verb.lemma in word_classes()["tells of a deed"]


def _receives(doc: Document, noun: Token) -> tuple[Token, ...]:
    """Who gets what a noun of help names: "benefitted from the support of the Lions", "will receive aid from"."""
    head = doc.head(noun)
    verb = doc.head(head) if noun.dep == "pobj" and head.lower == "from" else head
    plain = noun.dep == "dobj" and verb.lemma in ("receive", "obtain", "get", "win", "accept")
    if plain or (noun.dep == "pobj" and verb.lemma in ("benefit", "profit")):
        got = parse.subjects(doc, verb)  # of "Rohan's motion" Rohan
        return tuple(o for t in got for o in ([c for c in doc.children(t) if c.dep == "poss"] or [t]))
    return ()


def _protested(doc: Document, word: Token) -> tuple[Token, ...]:
    """Whose act a protest is against: "rallied against the parades by the Orange Order", "protest American laws"."""
    objects = [*parse.prep_objects(doc, word, "against", "at"), *(c for c in doc.children(word) if c.dep == "dobj")]
    things = (o for o in objects if not o.ent and not can_suffer(doc, o, _T.PROTEST))
    return tuple(owner for o in things for owner in parse.owners(doc, o))


def _against_before(doc: Document, noun: Token) -> tuple[Token, ...]:
    """The name that "anti-" joins to a noun of protest or force: "anti-US demonstrations"."""
    return tuple(c for c in doc.children(noun) if c.i < noun.i and is_against(doc, c))


_FIRING = frozenset("fire launch throw hurl lob drop detonate explode plant use set".split())


def _instruments(doc: Document, trigger: Token) -> Found:
    """Weapons named with the deed: with-phrases, objects of firing, words before the noun ("rocket attack")."""
    found: Found = []
    weapons = word_classes()["weapon"]
    for head in parse.prep_objects(doc, trigger, "with", "by", "using", "of", "in"):
        for item in parse.conjuncts(doc, head):
            if parse.lemma_of(doc, item) in weapons:
                found.append((item, 0.75, "means of the deed"))
    if trigger.lemma in _FIRING:
        for head in parse.patients(doc, trigger):
            found += [
                (i, 0.85, "what was fired") for i in parse.conjuncts(doc, head) if parse.lemma_of(doc, i) in weapons
            ]
    if trigger.pos in ("NOUN", "PROPN"):
        for item in parse.modifiers(doc, trigger):
            if parse.lemma_of(doc, item) in weapons:
                found.append((item, 0.8, "kind of attack"))
    for child in doc.children(trigger):
        if child.lemma == "use" and child.dep in ("advcl", "acl"):
            found += [(o, 0.7, "used in it") for o in parse.patients(doc, child) if parse.lemma_of(doc, o) in weapons]
    return found


def is_hostile(doc: Document, noun: Token) -> bool:
    """True for a noun that names force: "attack", "killing"."""
    return parse.lemma_of(doc, noun) in word_classes()["hostilities"] | _MORE_HOSTILE


_MORE_HOSTILE = frozenset(
    "murder massacre assassination blast explosion assault ambush abduction kidnapping invasion crackdown slaying "
    "atrocity shooting execution airstrike".split()
)
