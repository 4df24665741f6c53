"""What the grammar around an event's trigger says of single phrases: who is coordinated with whom, who stands in whose
phrase, on whom the deed is laid, whose deed a thing is that was told of before."""

from __future__ import annotations

from typing import Final

from truceline.domain.text import Document, Span, Token
from truceline.extract import events_parse as parse
from truceline.extract.events_ruled import is_hostile
from truceline.extract.events_undergone import is_undergone, undergone_by
from truceline.resources.actor_words import load_actor_nouns
from truceline.resources.harm import load_person_nouns
from truceline.resources.lexicon import harming_verbs, word_classes


def coordination(doc: Document, head: Token) -> int | None:
    """The first of the phrases that a phrase is coordinated with, by its head; None where it stands alone, or where
    the last has an "of" that may be the whole list's ("members and supporters of the party")."""
    first = head
    while first.dep == "conj" and first.head != first.i:
        first = doc.head(first)
    linked = parse.conjuncts(doc, first)
    if len(linked) < 2 or any(c.dep == "prep" and c.lower == "of" for c in doc.children(linked[-1])):
        return None
    return first.i


def phrases_around(doc: Document, head: Token, anchor: Token) -> frozenset[int]:
    """Heads of the phrases that a phrase stands in as owner, modifier or part: "the Council of Churches" in "its member
    of the Council of Churches"."""
    found: set[int] = set()
    token = head
    for _ in range(_DEEPEST):
        above = doc.head(token)
        if token.dep == "pobj" and above.lower in ("of", "from", "at") and above.dep == "prep":
            above = doc.head(above)
        elif token.dep not in ("poss", "compound", "nmod", "amod", "appos") or token.pos == "PRON":
            break
        if above.i in (token.i, anchor.i) or above.lemma in _NOT_AROUND or "-" in doc.text[token.end : above.start][:2]:
            break
        found.add(above.i)
        token = above
    return frozenset(found)


def in_condemned(doc: Document, anchor: Token) -> frozenset[int]:
    """Tokens of the deed that is condemned, beside whoever did it: its victims and where it was are not accused. What
    somebody launches himself is his own words: "launched an attack against Rohan" accuses Rohan."""
    if parse.lemma_of(doc, anchor) in word_classes()["verbs_light"] | _OWN:
        return frozenset()
    deeds = [c for c in doc.children(anchor) if c.dep in ("dobj", "nsubjpass") and is_hostile(doc, c)]
    laying = _LAYING.get(anchor.lemma.lower())  # "blamed the raid on the rebels"
    inside: set[int] = set()
    for deed in deeds:
        for child in doc.children(deed):
            told = child.dep in ("prep", "acl", "relcl") and child.lower not in ("by", laying)
            if told or (child.dep == "poss" and _is_victims_own(doc, deed, child)):
                inside |= {t.i for t in doc.subtree(child)}
    return frozenset(inside)


def _is_victims_own(doc: Document, deed: Token, owner: Token) -> bool:
    """True for "the hostages' killing", which is done to them; not for "the rebels' killing of hostages"."""
    if parse.lemma_of(doc, deed) not in _SUFFERED or parse.prep_objects(doc, deed, "of"):
        return False
    lemma = parse.lemma_of(doc, owner)
    acts = word_classes()["force"] | word_classes()["hostile men"] | _BODIES_OF_MEN
    return owner.ent == "PERSON" or (lemma in load_person_nouns() and (lemma not in acts or lemma in _OFFICERS))


_BODIES_OF_MEN: Final = frozenset("group government state country regime junta side party authority army".split())
_OFFICERS: Final = frozenset({"officer", "policeman", "soldier", "peacekeeper", "guard", "constable"})
"""Men of a force who by this noun are victims."""
_SUFFERED: Final = frozenset(
    "killing murder assassination kidnapping abduction slaying beheading death execution shooting stabbing poisoning "
    "beating torture rape disappearance lynching arrest detention imprisonment".split()
)
"""Nouns of deeds whose owner, where nobody else is told as their victim, suffered them."""


def wronged_in(doc: Document, anchor: Token) -> frozenset[int]:
    """Tokens of the phrases of those who suffered what an accuser tells: "complained that its members had been killed"
    accuses no member."""
    told = [c for c in doc.children(anchor) if c.dep == "ccomp" and parse.is_passive(doc, c)]
    clauses = [k for c in told for k in parse.all_joined(doc, [c])]
    harm = harming_verbs() | word_classes()["person_taking"]
    heads = [t for c in clauses if c.lemma in harm for t in parse.patients(doc, c)]
    return frozenset(t.i for h in parse.all_joined(doc, heads) for t in doc.subtree(h) if t.i <= h.i)


def is_agentless(doc: Document, trigger: Span) -> bool:
    """True for a deed that names nobody who did it: a passive ("was charged"), what somebody undergoes ("faced
    charges", "came under criticism", "target of threats"), what nobody named imposed ("sanctions imposed on")."""
    anchor = doc.syntactic_head(trigger)
    if anchor is None:
        return False
    noun = undergone_by(doc, anchor) or anchor
    if noun.pos == "NOUN" and not _has_owner(doc, noun) and not parse.prep_objects(doc, noun, "from"):
        over = doc.head(noun)
        if is_undergone(doc, noun) and not (parse.is_verb(over) and parse.prep_objects(doc, over, "from", "by")):
            return True
        parts = [c for c in doc.children(noun) if c.dep == "acl" and c.tag == "VBN"]
        if parts and not any(parse.agents(doc, c) for c in parts):
            return True
    verb = doc.head(anchor) if anchor.dep == "nsubjpass" else anchor
    return parse.is_clause_head(verb) and parse.is_passive(doc, verb) and not parse.agents(doc, verb)


def is_site(doc: Document, span: Span) -> bool:
    """True for a building, post or vehicle that is nobody's ("his house" is)."""
    head = doc.syntactic_head(span)
    if head is None or head.pos not in ("NOUN", "PROPN"):
        return False
    owned = any(c.dep == "poss" and c.pos == "PRON" for c in doc.children(head))
    return not owned and parse.lemma_of(doc, head) in word_classes()["site"]


def addressed(doc: Document, anchor: Token) -> frozenset[int]:
    """Tokens of the phrase of whoever gets a message in which somebody else is accused: "wrote to the queen, condemning
    the raid"; not "condemning her raid"."""
    over = doc.head(anchor)
    deeds = [c for c in doc.children(anchor) if c.dep == "dobj"]
    theirs = any(c.dep == "poss" and c.pos == "PRON" for d in deeds for c in doc.children(d))
    bodies = [t for t in _complained_to(doc, anchor) if t.lower in _BODIES]
    if bodies:
        return frozenset(t.i for h in bodies for t in doc.subtree(h))
    if anchor.dep not in ("advcl", "acl") or theirs:
        return frozenset()
    if over.pos == "NOUN" and over.dep == "dobj":
        over = doc.head(over)
    if over.lemma not in _SENDING or anchor.i < over.i:
        return frozenset()
    words = [over, *(c for c in doc.children(over) if c.dep == "dobj")]
    words += [t for w in words[1:] for t in parse.prep_objects(doc, w, "of")]
    heads = [t for w in words for t in parse.prep_objects(doc, w, "to")]
    heads += [c for c in doc.children(over) if c.dep == "dative" and c.pos != "ADP"]
    own = {t.i for t in doc.subtree(anchor)}
    return frozenset(t.i for h in heads for t in doc.subtree(h) if t.i not in own)


def _complained_to(doc: Document, anchor: Token) -> tuple[Token, ...]:
    """To whom the trigger complains, or to whom a complaint, the trigger or its object, goes."""
    over = doc.head(anchor)
    words = [anchor, *(c for c in doc.children(anchor) if c.dep == "dobj"), *((over,) if anchor.dep == "dobj" else ())]
    words = [w for w in words if parse.is_verb(w) or w.lemma in _COMPLAINT]
    if not any(w.lemma in _COMPLAINT for w in words):
        return ()
    return tuple(t for w in words for t in parse.prep_objects(doc, w, "to", "with", "before", "at"))


_COMPLAINT: Final = frozenset({"complain", "complaint"})
_BODIES: Final = frozenset(
    "nations un u.n. council court tribunal commission league union assembly police ombudsman committee icc".split()
)
"""Last words of whom a complaint is brought before, which is not who is complained of."""
_OWN: Final = frozenset("renew repeat step unleash escalate".split())
_SENDING: Final = frozenset("send express write convey cable address deliver extend offer".split())


def is_under_fire(doc: Document, anchor: Token) -> bool:
    """True for "came under fire (from ...)"."""
    return any(
        child.lower == "under" and {t.lemma for t in doc.children(child)} & _FIRE for child in doc.children(anchor)
    )


def laid_to(doc: Document, anchor: Token) -> set[int]:
    """Heads of those on whom the deed is blamed or to whom it is attributed: "blamed the bombing on the rebels", where
    the parse often hangs them on the deed itself, and "a bombing blamed on the rebels"."""
    verbs = [doc.head(anchor)] if anchor.dep in ("dobj", "nsubjpass") else []
    verbs += [c for c in doc.children(anchor) if c.dep == "acl" and c.tag == "VBN"]
    return {i for v in verbs for i in _blamed(doc, v, anchor)}


def blamed_on(doc: Document, verb: Token) -> frozenset[int]:
    """Heads of those on whom a verb of blame, the trigger of an accusation, lays its object; not "the army's ways"."""
    deeds = [c for c in doc.children(verb) if c.dep in ("dobj", "nsubjpass")]
    return frozenset(i for d in deeds for i in _blamed(doc, verb, d) if _is_party(doc, doc.tokens[i]))


def _blamed(doc: Document, verb: Token, deed: Token) -> set[int]:
    prep = _LAYING.get(verb.lemma.lower())
    preps = [c for over in (verb, deed) for c in doc.children(over) if c.lower == prep]
    preps = [p for p in preps if not any(t.ent in ("DATE", "TIME") for t in doc.children(p))]
    preps = sorted(preps, key=lambda p: p.i)[-1:]  # "blamed a raid on a village on the rebels"
    no_party = word_classes()["settlement"] | word_classes()["site"]
    to = [c for p in preps for c in doc.children(p) if c.dep == "pobj" and parse.lemma_of(doc, c) not in no_party]
    if to and deed.pos == "NOUN":  # the parse coordinates the second of those blamed with the deed
        to += [c for c in parse.conjuncts(doc, deed) if c.i > to[0].i and not is_hostile(doc, c) and _is_party(doc, c)]
    return {t.i for t in parse.all_joined(doc, to)}


def _is_party(doc: Document, noun: Token) -> bool:
    known = noun.lower in load_actor_nouns() or parse.lemma_of(doc, noun) in word_classes()["force"]
    return known or noun.ent in ("ORG", "NORP", "GPE", "PERSON")


_DEEPEST: Final = 5
_NOT_AROUND: Final = frozenset("counterpart ally partner rival neighbour neighbor visit talk talks enemy foe".split())
_LAYING: Final = {"blame": "on", "pin": "on", "attribute": "to", "ascribe": "to"}
_FIRE: Final = frozenset({"fire", "attack", "bombardment", "shelling", "assault", "gunfire"})


def doers_of_object(doc: Document, anchor: Token) -> tuple[Token, ...]:
    """Whose deed a trigger welcomes or rejects, where an earlier sentence says so: "hailed the ruling", after
    "the court ruled". Empty where the deed has an owner beside it or is not a definite one."""
    objects = [c for c in doc.children(anchor) if c.dep in ("dobj", "nsubjpass")]
    objects += parse.prep_objects(doc, anchor, "for", "of", "with", "to")
    for noun in objects:
        lemma = parse.lemma_of(doc, noun)
        definite = any(c.lower in ("the", "this", "that") and c.dep == "det" for c in doc.children(noun))
        if lemma not in _DEEDS_TOLD or not definite or _has_owner(doc, noun):
            continue
        verb = _DEEDS_TOLD[lemma]
        for sentence in range(anchor.sent, max(anchor.sent - _TOLD_BACK, -1), -1):
            for token in doc.sentence_tokens(sentence):
                if token.i in (noun.i, anchor.i) or token.i > anchor.i:
                    continue
                same = token.pos == "NOUN" and parse.lemma_of(doc, token) == lemma
                found = parse.owners(doc, token) if same else ()
                if not found and token.lemma == verb and parse.is_verb(token):
                    found = parse.agents(doc, token)
                if found:
                    return tuple(found)
    return ()


_TOLD_BACK: Final = 15
_DEEDS_TOLD: Final = {
    "decision": "decide", "ruling": "rule", "offer": "offer", "speech": "speak", "proposal": "propose",
    "plan": "plan", "call": "call", "demand": "demand", "vote": "vote", "announcement": "announce",
    "request": "request", "appeal": "appeal", "statement": "state", "verdict": "rule", "pledge": "pledge",
}  # fmt: skip
"""Nouns of deeds to the verb that tells of the same."""


def _has_owner(doc: Document, noun: Token) -> bool:
    """True where the noun's own phrase says whose deed it is."""
    owned = any(c.dep == "poss" or (c.dep in ("prep", "agent") and c.lower == "by") for c in doc.children(noun))
    names = (c for c in doc.children(noun) if c.dep in ("amod", "compound", "nmod"))
    return owned or any(c.ent in ("GPE", "NORP", "ORG", "PERSON") for c in names)
