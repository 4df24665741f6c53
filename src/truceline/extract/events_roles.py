"""Who did what to whom with what, where and when: role phrases of an event mention, from the parse."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from truceline.domain.codes import EventType, Role
from truceline.domain.mentions import RoleFill
from truceline.domain.text import Document, Token
from truceline.extract import events_parse as parse
from truceline.extract.events_blame import held_for
from truceline.extract.events_doers import is_against, joined_names
from truceline.extract.events_role_features import View, candidates, is_obliged, role_features
from truceline.extract.events_role_paths import signatures
from truceline.extract.events_role_requests import MADE_BY, asked, leavers, spoken_of
from truceline.resources.lexicon import load_weights, word_classes
from truceline.resources.logistic import chance_of

_T = EventType
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
_NOT_PARTIES = frozenset(
    "it this that there which what all some one none both each year month week day time report "
    "statement war attack violence "
    "clash explosion fighting death way case move part decision result plan talk agreement deal "
    "truce ceasefire cease-fire".split()
)
_LIGHT = frozenset(
    "carry launch mount stage conduct wage lead begin start make commit hold take impose give issue "
    "express voice launch "
    "claim sign reach announce declare offer resume continue perpetrate face suffer come order plan "
    "attend join host stage "
    "call organise organize open do have provide send deliver inflict prepare direct trigger unleash wreak".split()
)
_PLACE_PREPS = ("in", "at", "near", "outside", "around", "inside", "across", "on", "along", "from", "to", "into")
_PLACE_LABELS = frozenset({"GPE", "LOC", "FAC"})


def read_roles(doc: Document, trigger: Token, event_type: EventType) -> tuple[RoleFill, ...]:
    """Phrases that fill the roles of an event named by a token. Best first within a role.

    Actors and recipients by the learned score of the sentence's phrases (data/role_weights.json), which weighs what the
    hand-written rules say.
    """
    actors, recipients, weapons = _parties(doc, trigger, event_type)
    weights = load_weights("role_weights.json")
    actors, recipients = _weigh(doc, trigger, event_type, (actors, recipients, weapons), weights)
    fills: list[RoleFill] = []
    for role, heads in ((Role.ACTOR, actors), (Role.RECIPIENT, recipients), (Role.WEAPON, weapons)):
        for head, score, reason in heads:
            span = parse.phrase(doc, head)
            if not any(f.span.overlaps(span) for f in fills):
                fills.append(RoleFill(role, span, round(score, 3), reason))
    fills.extend(_places(doc, trigger))
    fills.extend(_times(doc, trigger))
    return tuple(fills)


Scored = tuple[Token, dict[Role, float], str, str]
"""Head of a phrase, its probability on either side, its relation to the trigger (or empty), and the reason."""


_Known = dict[tuple[int, EventType], list[Scored]]
_LAST: list[tuple[Document, Mapping[str, float], _Known]] = []
"""Scores of the last report's phrases: rules, model and sides ask for the same trigger two or three times."""


def _known(doc: Document, weights: Mapping[str, float]) -> _Known:
    """What has been scored in a report by these weights."""
    for last, by, known in _LAST:
        if last is doc and by is weights:
            return known
    found: _Known = {}
    _LAST[:] = [(doc, weights, found)]
    return found


def score_phrases(
    doc: Document,
    trigger: Token,
    event_type: EventType,
    weights: Mapping[str, float],
    ruled: tuple[Found, Found, Found] | None = None,
) -> list[Scored]:
    """Every phrase of the trigger's sentence that may be a party, as (head, probabilities, relation, reason).

    ruled: what the rules say, where they were asked already.
    """
    known, key = _known(doc, weights), (trigger.i, event_type)
    if key not in known:
        known[key] = _score(doc, trigger, event_type, ruled or _parties(doc, trigger, event_type), weights)
    return known[key]


def _score(
    doc: Document,
    trigger: Token,
    event_type: EventType,
    ruled: tuple[Found, Found, Found],
    weights: Mapping[str, float],
) -> list[Scored]:
    by_rule: dict[int, list[tuple[str, float]]] = {}
    reasons: dict[int, str] = {}
    for role, found in zip(_ROLES, ruled, strict=True):
        for head, score, reason in found:
            by_rule.setdefault(head.i, []).append((role.value, score))
            reasons.setdefault(head.i, reason)
    related = signatures(doc, trigger)
    view, tables = View(doc, trigger, event_type, related, by_rule), _tables(weights)
    out = []
    for head in candidates(doc, trigger, related):
        features = role_features(view, head)
        chances = {r: chance_of(features, table) for r, table in tables.items()}
        relation = next((a.signature for a in related.get(head.i, ())), "")
        out.append((head, chances, relation, reasons.get(head.i, "where it stands in the sentence")))
    if event_type is _T.PROTEST and parse.lemma_of(doc, trigger) in _WHO_PROTEST:
        out.append((trigger, {Role.ACTOR: 0.9, Role.RECIPIENT: 0.02}, "", "named by what they do"))
    return out


_WHO_PROTEST = frozenset("protester protestor demonstrator rioter marcher striker picketer".split())


def _weigh(
    doc: Document,
    trigger: Token,
    event_type: EventType,
    ruled: tuple[Found, Found, Found],
    weights: Mapping[str, float],
) -> tuple[Found, Found]:
    """Actors and recipients among the sentence's phrases, each phrase in its likelier role, the surest first."""
    chosen: dict[Role, Found] = {Role.ACTOR: [], Role.RECIPIENT: []}
    for head, chances, _, reason in score_phrases(doc, trigger, event_type, weights, ruled):
        role = max(chances, key=lambda r: chances[r])
        if chances[role] >= weights[f"{role.value}|threshold"]:
            chosen[role].append((head, chances[role], reason))
    for role in chosen:
        chosen[role].sort(key=lambda item: -item[1])
    return chosen[Role.ACTOR], chosen[Role.RECIPIENT]


_DEEDS = frozenset({_T.ASSAULT, _T.COERCE})
_ROLES = (Role.ACTOR, Role.RECIPIENT, Role.WEAPON)


_Tables = dict[Role, dict[str, float]]
_TABLES: list[tuple[Mapping[str, float], _Tables]] = []


def _tables(weights: Mapping[str, float]) -> _Tables:
    """The weights of each side without its prefix; those last asked for are kept."""
    for known, tables in _TABLES:
        if known is weights:
            return tables
    sides = {r: f"{r.value}|" for r in (Role.ACTOR, Role.RECIPIENT)}
    made = {r: {k.removeprefix(p): v for k, v in weights.items() if k.startswith(p)} for r, p in sides.items()}
    _TABLES[:] = [(weights, made)]
    return made


Found = list[tuple[Token, float, str]]


def ruled_parties(doc: Document, trigger: Token, event_type: EventType) -> dict[int, list[tuple[str, float]]]:
    """Token number of a phrase's head to the roles (and scores) that the hand-written rules give it."""
    actors, recipients, weapons = _parties(doc, trigger, event_type)
    ruled: dict[int, list[tuple[str, float]]] = {}
    for role, found in ((Role.ACTOR, actors), (Role.RECIPIENT, recipients), (Role.WEAPON, weapons)):
        for head, score, _ in found:
            ruled.setdefault(head.i, []).append((role.value, score))
    return ruled


def _parties(doc: Document, trigger: Token, event_type: EventType) -> tuple[Found, Found, Found]:
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
        if _is_weapon(doc, head):
            weapons.append((head, score, "instrument in the place of the actor"))
            kept_actors += [(o, 0.6, "whose weapon it is") for o in parse.owners(doc, head)]
        elif _can_act(doc, head):
            kept_actors.append((head, score, reason))
    weapons += _instruments(doc, trigger)
    kept_recipients = [(h, s, r) for h, s, r in recipients if _can_suffer(doc, h, event_type)]
    return _unique(kept_actors), _unique(kept_recipients), _unique(weapons)


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
    light_object = next((p for p in parse.patients(doc, verb) if not _can_suffer(doc, p, event_type)), None)
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
    actors = _spread(doc, parse.owners(doc, noun), 0.75, f"whose {noun.lemma.lower()} it is")
    head = doc.head(noun)
    preps = _RECIPIENT_PREPS[event_type]
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
    if event_type is _T.AID and (getter := _receives(doc, noun)):
        given = [*parse.prep_objects(doc, noun, "of", "from"), *parse.prep_objects(doc, doc.head(noun), "from")]
        return _spread(doc, given, 0.75, f"whose {noun.lemma.lower()} it is"), _spread(doc, getter, 0.8, "who gets it")
    if event_type is _T.ASSAULT:
        actors += _spread(doc, joined_names(doc, noun), 0.75, "a side of it")
    if event_type in _DEEDS and noun.lemma.lower() in _SUFFERED and not parse.prep_objects(doc, noun, "of"):
        suffered = [c for c in doc.children(noun) if c.dep == "poss" and c.ent not in ("GPE", "NORP")]
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
    if event_type in _AGAINST and (under := _undergoes(doc, noun)):
        recipients += _spread(doc, under, 0.85, f"who undergoes the {noun.lemma.lower()}")
        actors = [a for a in actors if all(a[0].i != r[0].i for r in recipients)]
        actors += _spread(doc, parse.prep_objects(doc, noun, "from"), 0.7, f"from whom the {noun.lemma.lower()} comes")
    elif event_type in _AGAINST and (done := _imposed(doc, noun)):
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


def _receives(doc: Document, noun: Token) -> tuple[Token, ...]:
    """Who gets what a noun of help names: "benefitted from the support of the Lions", "will receive aid from"."""
    head = doc.head(noun)
    verb = doc.head(head) if noun.dep == "pobj" and head.lower == "from" else head
    plain = noun.dep == "dobj" and verb.lemma in ("receive", "obtain", "get", "win", "accept")
    if plain or (noun.dep == "pobj" and verb.lemma in ("benefit", "profit")):
        return parse.subjects(doc, verb)
    return ()


def _protested(doc: Document, word: Token) -> tuple[Token, ...]:
    """Whose act a protest is against: "rallied against the parades by the Orange Order", "protest American laws"."""
    objects = [*parse.prep_objects(doc, word, "against", "at"), *(c for c in doc.children(word) if c.dep == "dobj")]
    things = (o for o in objects if not o.ent and not _can_suffer(doc, o, _T.PROTEST))
    return tuple(owner for o in things for owner in parse.owners(doc, o))


def _against_before(doc: Document, noun: Token) -> tuple[Token, ...]:
    """The name that "anti-" joins to a noun of protest or force: "anti-US demonstrations"."""
    return tuple(c for c in doc.children(noun) if c.i < noun.i and is_against(doc, c))


_HITTING = frozenset(
    "killing murder assassination kidnapping abduction arrest capture destruction bombing shelling torture "
    "execution bombardment invasion massacre shooting siege release detention occupation slaying rape beating death "
    "seizure expulsion deportation".split()
)
"""Deeds whose "of" names the victim."""
_SUFFERED = frozenset("killing murder assassination arrest detention abduction kidnapping execution slaying".split())
"""Deeds whose owner, where nobody else is named, is the victim: "the mayor's murder"."""
_EXPELLING = frozenset("expel suspend sack oust dismiss remove".split())
_AGAINST = frozenset({_T.ACCUSE, _T.COERCE, _T.SANCTION, _T.ASSAULT, _T.THREATEN, _T.REQUEST})
_IMPOSING = frozenset("impose level bring file issue aim direct launch stage carry inflict lodge mount slap".split())
_UNDERGOING = frozenset("face suffer stand undergo await endure survive escape sustain earn draw dodge".split())


def _imposed(doc: Document, noun: Token) -> list[Token]:
    """Participles behind a noun that tell by whom and on whom it is: "sanctions imposed on Mordor by Rohan"."""
    return [c for c in doc.children(noun) if c.dep == "acl" and c.tag == "VBN" and c.lemma in _IMPOSING]


def _undergoes(doc: Document, noun: Token) -> tuple[Token, ...]:
    """Who undergoes what a noun names: "faces charges", "went on trial", "is under investigation", "the target of
    threats"."""
    head = doc.head(noun)
    if is_target_of(doc, noun):
        target = doc.head(head)
        over = doc.head(target)
        told = target.dep == "attr" or (target.dep == "pobj" and over.lower == "as")
        of_verb = over if over.pos != "ADP" else doc.head(over)
        return (over,) if target.dep == "appos" else parse.subjects(doc, of_verb) if told else ()
    if noun.dep == "dobj" and parse.is_verb(head) and head.lemma in _UNDERGOING:
        return parse.subjects(doc, head)
    if noun.dep == "pobj" and head.lower in ("on", "under") and noun.lemma in ("trial", "investigation", "inquiry"):
        verb = doc.head(head)
        if verb.lemma in ("go", "be", "come", "put", "stand", "remain"):
            return parse.patients(doc, verb) if verb.lemma == "put" else parse.subjects(doc, verb)
    return ()


def is_target_of(doc: Document, noun: Token) -> bool:
    """True for a noun under a word for whoever it hits: "the target of death threats"."""
    head = doc.head(noun)
    under = noun.dep == "pobj" and head.lower == "of" and doc.head(head).pos == "NOUN"
    return under and doc.head(head).lemma in ("target", "subject", "object", "victim")


def undergone_by(doc: Document, verb: Token) -> Token | None:
    """The noun that names the deed where its verb only says that somebody undergoes it: "came under criticism", "faces
    charges"; else None."""
    if not parse.is_verb(verb):
        return None
    nouns: tuple[Token, ...] = ()
    if verb.lemma in _UNDERGOING:
        nouns = tuple(c for c in doc.children(verb) if c.dep == "dobj")
    elif verb.lemma in ("come", "fall", "remain"):
        nouns = parse.prep_objects(doc, verb, "under")
    return next((n for n in nouns if n.pos == "NOUN" and not n.ent and not _can_act(doc, n)), None)


def is_undergone(doc: Document, noun: Token) -> bool:
    """True for the object of a verb of undergoing and for what somebody comes or is under."""
    head = doc.head(noun)
    suffered = noun.dep == "dobj" and parse.is_verb(head) and head.lemma in _UNDERGOING
    return suffered or (noun.dep == "pobj" and head.lower == "under") or is_target_of(doc, noun)


def is_hostile(doc: Document, noun: Token) -> bool:
    """True for a noun that names force: "attack", "killing"."""
    return parse.lemma_of(doc, noun) in word_classes()["hostilities"] | _MORE_HOSTILE


_MORE_HOSTILE = frozenset(
    "murder massacre assassination blast explosion assault ambush abduction kidnapping invasion crackdown slaying "
    "atrocity shooting execution airstrike".split()
)


def _is_weapon(doc: Document, head: Token) -> bool:
    return parse.lemma_of(doc, head) in word_classes()["weapon"] and head.ent not in ("PERSON", "ORG", "GPE")


_OWNERS_ACT = frozenset({"GPE", "NORP", "ORG", "PERSON"})


def _can_act(doc: Document, head: Token) -> bool:
    """True for people, groups and states; False for pronouns without a name, things and events."""
    lemma = parse.lemma_of(doc, head)
    if head.pos == "PRON":
        return head.lower in ("he", "she", "they", "we", "i", "who", "him", "her", "them", "us", "me", "whom")
    if head.ent in _OWNERS_ACT:
        return True
    classes = word_classes()
    if lemma in _NOT_PARTIES:
        return False
    return lemma in classes["party"] or lemma in classes["force"] or lemma in classes["person"] or head.pos == "PROPN"


def _can_suffer(doc: Document, head: Token, event_type: EventType) -> bool:
    if _can_act(doc, head):
        return not (event_type is EventType.ASSAULT and head.ent == "GPE" and head.dep == "pobj")
    if event_type in (EventType.ASSAULT, EventType.COERCE, EventType.PROTEST):
        lemma = parse.lemma_of(doc, head)
        classes = word_classes()
        hit = lemma in classes["site"] or lemma in _CRAFT
        return hit or (lemma in classes["weapon"] and head.dep in ("dobj", "nsubjpass"))
    return False


_CRAFT = frozenset("car vehicle tank helicopter plane aircraft warplane jet drone".split())


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


def _clause_tokens(doc: Document, trigger: Token) -> Iterator[Token]:
    """The trigger and the verb it hangs on, whose adverbials speak of it too."""
    yield trigger
    if trigger.pos in ("NOUN", "PROPN"):
        head = doc.head(trigger)
        if head.pos == "ADP":
            head = doc.head(head)
        if parse.is_clause_head(head):
            yield head


def _places(doc: Document, trigger: Token) -> list[RoleFill]:
    found: list[RoleFill] = []
    for score, token in zip((0.8, 0.6), _clause_tokens(doc, trigger), strict=False):
        for head in parse.prep_objects(doc, token, *_PLACE_PREPS):
            if head.ent in _PLACE_LABELS or parse.lemma_of(doc, head) in word_classes()["ground"]:
                span = parse.phrase(doc, head, keep=("of", "in", "near", "at", "on", "south", "north", "east", "west"))
                if not any(f.span.overlaps(span) for f in found):
                    found.append(RoleFill(Role.PLACE, span, score, "place of the clause"))
    return found


def _times(doc: Document, trigger: Token) -> list[RoleFill]:
    found: list[RoleFill] = []
    for score, token in zip((0.8, 0.65), _clause_tokens(doc, trigger), strict=False):
        heads = list(
            parse.prep_objects(
                doc, token, "on", "in", "at", "during", "since", "by", "late", "early", "from", "until", "after"
            )
        )
        heads += [c for c in doc.children(token) if c.dep in ("npadvmod", "advmod", "nmod")]
        for head in heads:
            if head.ent in ("DATE", "TIME"):
                span = parse.phrase(doc, head, keep=("of", "in"))
                if not any(f.span.overlaps(span) for f in found):
                    found.append(RoleFill(Role.TIME, span, score, "time of the clause"))
    return found
