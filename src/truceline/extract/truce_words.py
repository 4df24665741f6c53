"""What counts as a word for a truce: by itself, with what is to stop, or by taking up a truce named before."""

from __future__ import annotations

from typing import Final

from truceline.domain.text import Document, Token
from truceline.extract import events_parse as parse
from truceline.extract.truce_quarrels import is_civil_truce
from truceline.resources.lexicon import word_classes


def word_set(text: str) -> frozenset[str]:
    """The words of a line, as a set."""
    return frozenset(text.split())


STRICT: Final = word_set("ceasefire truce armistice")
"""Words that mean a truce wherever they stand."""
_LOOSE: Final = word_set(
    "cessation pause lull moratorium calm halt suspension end stop deescalation freeze ending halting ceasing"
)
"""Words that mean a truce with what is to stop: "cessation of hostilities", "pause in fighting"."""
_LULLS: Final = word_set("pause lull")
_HUMANE: Final = word_set("humanitarian tactical temporary")
"""What a pause is called that armies keep."""
_FIGHTING: Final = word_set(
    "hostility fighting attack offensive bombardment combat bloodshed bombing shelling airstrike airraid raid clash "
    "killing violence sabotage rocket shooting gunfire"
)
_ONLY_IF_ARMED: Final = word_set("operation activity campaign strike fire action")
"""Words for fighting that an aid agency, a union or a bank uses too: they need a word beside them that says so."""
_ARMED: Final = word_set(
    "military combat offensive armed guerrilla rebel resistance ground air aerial drone missile rocket suicide bombing "
    "terrorist insurgent naval hostile jihadist militant"
)
_ATTACKING: Final = word_set(
    "attack fight shell bomb fire strike target raid bombard ambush shoot burn kidnap abduct kill loot"
)
STOPPING: Final = word_set("stop halt cease suspend end pause freeze")
ABSTAINING: Final = word_set("refrain abstain desist")
"""Verbs that stop fighting with "from": "refrain from attacking"."""
_GUNS: Final = word_set("gun weapon artillery rifle cannon")
_AHEAD: Final = word_set("will would shall to")


def is_truce(doc: Document, token: Token) -> bool:
    """True for a word for a truce, and for a verb or noun that says that fighting stops."""
    lemma = parse.lemma_of(doc, token)
    if lemma in STRICT:
        return not is_civil_truce(doc, token)
    if lemma in _LOOSE and token.pos == "NOUN":
        if lemma in _LULLS and (is_humane(doc, token) or _is_agreed_lull(doc, token)):
            return True
        heads = parse.prep_objects(doc, token, "of", "in", "to", "on") or _next_object(doc, token)
        named = (t for head in heads for t in _with_parts(doc, head))
        return any(_is_fighting(doc, t) for t in named) or stands_for_truce(doc, token)
    if parse.is_verb(token) and _guns_fall_silent(doc, token):
        return True
    if lemma in STOPPING and parse.is_verb(token) and not parse.is_negated(doc, token):
        named = (
            t
            for patient in parse.patients(doc, token)
            for head in parse.conjuncts(doc, patient)
            for t in _with_parts(doc, head)
        )
        gerunds = (c for c in doc.children(token) if c.dep in ("xcomp", "dobj", "ccomp") and c.tag == "VBG")
        if any(parse.lemma_of(doc, t) in STRICT and is_civil_truce(doc, t) for t in doc.sentence_tokens(token.sent)):
            return False  # "a media truce to stop attacking each other"
        if _is_to_stop(doc, token):
            return True
        return any(_is_fighting(doc, t, by=token) for t in named) or any(g.lemma in _ATTACKING for g in gerunds)
    if lemma in ABSTAINING and parse.is_verb(token) and not parse.is_negated(doc, token):
        named = (t for head in parse.prep_objects(doc, token, "from") for t in parse.conjuncts(doc, head))
        return any(t.lemma in _ATTACKING or _is_fighting(doc, t, by=token) for t in named)
    if lemma == "end" and token.tag == "VBG" and not parse.patients(doc, token):  # "the ending of hostilities"
        return any(_is_fighting(doc, t) for t in parse.prep_objects(doc, token, "of"))
    if lemma == "hold" and parse.is_verb(token):
        return any(parse.lemma_of(doc, o) == "fire" for o in parse.patients(doc, token))
    return stands_for_truce(doc, token)


def is_humane(doc: Document, noun: Token) -> bool:
    """True for a "humanitarian pause": one that armies keep."""
    return any(parse.lemma_of(doc, t) in _HUMANE for t in parse.modifiers(doc, noun))


def _next_object(doc: Document, noun: Token) -> tuple[Token, ...]:
    """The object of a preposition right behind a noun that the parser ties to the verb: "got a halt to the war"."""
    after = doc.tokens[noun.i + 1] if noun.i + 1 < len(doc.tokens) else noun
    tied = after.lower in ("of", "in", "to") and after.dep == "prep" and after.head == noun.head
    return tuple(c for c in doc.children(after) if c.dep == "pobj") if tied else ()


def _is_agreed_lull(doc: Document, noun: Token) -> bool:
    """True for "a lull agreed for December 9", "violated the lull", "extended its pause", with nothing else that
    pauses."""
    after = doc.tokens[noun.i + 1].lower if noun.i + 1 < len(doc.tokens) else ""
    if after in ("of", "in"):
        return False
    verb = doc.head(noun)
    kept = noun.dep in ("dobj", "nsubjpass") and parse.lemma_of(doc, verb) in _OF_TRUCES - {"tie", "suspend"}
    return kept or any(c.dep == "acl" and c.lemma in _MADE_AGAIN for c in doc.children(noun))


def _is_to_stop(doc: Document, verb: Token) -> bool:
    """True for "all firing shall cease", "shooting would stop"; not for fighting that stopped, of itself."""
    planned = verb.dep == "xcomp" and doc.head(verb).lemma == "be"  # "is to stop"
    ahead = {h.lower for h in parse.helpers(doc, verb)} & (_AHEAD if planned else _AHEAD - {"to"})
    whole = not any(c.dep in ("dobj", "xcomp", "ccomp") for c in doc.children(verb)) and not parse.is_passive(doc, verb)
    subjects = [c for c in doc.children(verb) if c.dep in ("nsubj", "csubj")]
    return bool(ahead) and whole and any(_is_fighting(doc, s) or s.lower in _SHOOTING for s in subjects)


def _guns_fall_silent(doc: Document, verb: Token) -> bool:
    """True for "to silence their guns" and "the guns will fall silent"."""
    if parse.is_negated(doc, verb) or not {h.lower for h in parse.helpers(doc, verb)} & _AHEAD:
        return False
    if verb.lemma == "silence":
        return any(parse.lemma_of(doc, t) in _GUNS for t in parse.patients(doc, verb))
    silent = verb.lemma == "fall" and any(c.lower == "silent" for c in doc.children(verb))
    return silent and any(parse.lemma_of(doc, t) in _GUNS for t in parse.subjects(doc, verb))


_SHOOTING: Final = word_set("firing shooting shelling")


def names_truce(doc: Document, token: Token) -> bool:
    """True for a word that means a truce wherever it stands, and for one that takes such a word up."""
    return parse.lemma_of(doc, token) in STRICT or stands_for_truce(doc, token)


def stands_for_truce(doc: Document, token: Token) -> bool:
    """True for "the deal", "it", "the offer" or "an earlier one" that takes up a truce named shortly before: "The truce
    lowered the toll. Since it broke down ...".

    A noun takes up the nearest pact or truce of its own or the two sentences before; "it" the subject of the clause
    over its own, or else of the sentence before; "one" a truce of its own or the last sentence.
    """
    if token.lower == "it":
        return _is_it_a_truce(doc, token) if token.dep in ("nsubj", "nsubjpass") else _is_done_to(doc, token)
    if token.lower in _ONE_OF_THEM:
        return _is_one_of_them(doc, token)
    if token.lower in ("that", "this") or parse.lemma_of(doc, token) in _OFFERED:
        return _is_turned_down(doc, token)
    if parse.lemma_of(doc, token) not in _TAKING_UP:
        return False
    taken_up = _is_like_another(doc, token) or _is_taken_up(doc, token)
    return taken_up and _named_before(doc, token, _BACK)


def is_signing_of_truce(doc: Document, verb: Token) -> bool:
    """True for "sign" and "join" that say not what, shortly behind a truce."""
    bare = not any(c.dep in ("dobj", "prep", "ccomp", "xcomp") for c in doc.children(verb))
    return verb.lemma in ("sign", "join") and bare and _named_before(doc, verb, _BACK, rivals=_RIVALS)


def _is_done_to(doc: Document, token: Token) -> bool:
    """True for "it" in "violated it", "asked both sides to prolong it", "not bound by it" behind a truce."""
    verb = doc.head(token)
    if token.dep == "pobj" and verb.lower == "of":
        return parse.lemma_of(doc, doc.head(verb)) in _BREACHES | {"mockery"} and _named_before(doc, token, 1)
    if token.dep == "pobj" and verb.lower in ("by", "to", "with", "for"):
        verb = doc.head(verb)
    elif token.dep != "dobj":
        return False
    if parse.lemma_of(doc, verb) in _OF_TRUCES:
        return _named_before(doc, token, 1)
    return parse.lemma_of(doc, verb) in _OF_OFFERS and _named_before(doc, token, 1, rivals=_RIVALS)


def _is_one_of_them(doc: Document, token: Token) -> bool:
    """True for "one", "another", "the second" of truces named before: what lasts or fails, is offered or made."""
    among = parse.prep_objects(doc, token, "of")
    if among and not all(t.ent in ("DATE", "TIME") or t.lemma in _LENGTHS for t in among):
        them = all(t.lower in ("them", "these", "those") for t in among)
        return (them and _named_before(doc, token, 1)) or any(parse.lemma_of(doc, t) in STRICT for t in among)
    if token.pos == "PROPN":
        return False
    if token.dep not in ("nsubj", "nsubjpass"):
        verb = doc.head(token)
        verb = doc.head(verb) if token.dep == "pobj" and verb.lower in ("to", "on") else verb
        if token.dep not in ("dobj", "pobj") or parse.lemma_of(doc, verb) not in _MADE_AGAIN:
            return False
    return _named_before(doc, token, 1)


def _is_turned_down(doc: Document, token: Token) -> bool:
    """True for "that" of "dismissed that as a tactic", "the idea" of "rejected the idea", right behind a truce."""
    verb = doc.head(token)
    if token.dep not in ("dobj", "nsubjpass") or parse.lemma_of(doc, verb) not in _TURNING_DOWN:
        return False
    pronoun = token.lower in ("that", "this")
    back = 1 if pronoun else _BACK
    return (pronoun or _is_taken_up(doc, token)) and _named_before(doc, token, back, rivals=_RIVALS - _OFFERED)


def _is_like_another(doc: Document, pact: Token) -> bool:
    """True for "a first arrangement", "an earlier pause", "a similar deal": one more like what was told before."""
    below = doc.children(pact)
    plain = not any(c.dep in ("compound", "poss") for c in below)
    return plain and pact.tag == "NN" and any(c.lower in _LIKE for c in below if c.i < pact.i)


def is_breach(doc: Document, token: Token) -> bool:
    """True for "two violations" that say not of what, shortly behind a truce."""
    plain = parse.lemma_of(doc, token) in _BREACHES | {"infraction"} and token.pos == "NOUN"
    named = (*parse.prep_objects(doc, token, "of"), *(t for t in parse.modifiers(doc, token) if t.dep == "compound"))
    return plain and not named and _named_before(doc, token, _BACK)


def _named_before(doc: Document, token: Token, back: int, rivals: frozenset[str] = frozenset()) -> bool:
    """True where the nearest pact or truce of so many sentences before is a truce. rivals: words for what the token
    may stand for as well."""
    pacts = PACT | rivals | ({parse.lemma_of(doc, token)} & _TAKING_UP)
    for before in reversed(doc.tokens[: token.i]):
        if token.sent - before.sent > back:
            return False
        lemma = parse.lemma_of(doc, before)
        if lemma in STRICT:
            return not is_civil_truce(doc, before)
        if lemma in STOPPING | ABSTAINING and parse.is_verb(before) and is_truce(doc, before):
            return True
        if lemma in _LULLS and before.pos == "NOUN" and not _is_taken_up(doc, before):
            if is_truce(doc, before):
                return True
            continue
        if before.lower == "it" and before.sent < token.sent and before.dep in ("nsubj", "nsubjpass"):
            if _is_it_a_truce(doc, before):
                return True
            continue
        if lemma in pacts and not (_is_taken_up(doc, before) or _is_like_another(doc, before)):
            named = (*parse.modifiers(doc, before), *parse.prep_objects(doc, before, "on", "for", "of"))
            return any(parse.lemma_of(doc, t) in STRICT for t in named) or (lemma in _LOOSE and is_truce(doc, before))
    return False


PACT: Final = word_set("deal agreement accord pact understanding")
_TAKING_UP: Final = PACT | word_set("arrangement offer step pause halt moratorium suspension")
_ONE_OF_THEM: Final = word_set("one another first second third last latest")
_LIKE: Final = word_set("first second third earlier previous similar like another last latest new such")
_OF_TRUCES: Final = word_set(
    "break violate breach infringe flout prolong extend renew honour honor respect observe obey bind bound abide tie "
    "tied suspend"
)
"""Verbs of which a truce is likelier the object than what else a sentence names."""
_BREACHES: Final = word_set("breach violation infringement")
_OF_OFFERS: Final = word_set("accept reject refuse decline spurn rebuff turn ask propose join sign denounce welcome")
"""Verbs of which it is the object where nothing else stands nearer that is offered."""
_RIVALS: Final = word_set(
    "proposal plan offer resolution demand call request idea report statement claim accusation allegation charge draft "
    "constitution law bill election vote result invitation summit meeting talk aid help visa budget"
)
_OFFERED: Final = word_set("idea proposal plan call appeal demand request initiative move")
_TURNING_DOWN: Final = word_set("reject dismiss refuse rebuff spurn decline turn accept")
_MADE_AGAIN: Final = word_set(
    "offer propose agree declare announce sign broker reach negotiate mediate accept reject refuse conclude arrange"
)
_LENGTHS: Final = word_set("hour day week month minute")
_BACK: Final = 2
"""Sentences back to which a truce is looked for."""


def _is_taken_up(doc: Document, pact: Token) -> bool:
    """True for "the deal", "that agreement", "such a step", with nothing that says which."""
    below = doc.children(pact)
    such = any(c.lower == "such" for c in below)
    definite = such or any(c.dep == "det" and c.lower in ("the", "this", "that") for c in below)
    which = (c for c in below if c.dep in ("amod", "compound", "nmod", "poss", "relcl", "nummod"))
    said_which = pact.tag != "NN" or any(c.lower != "such" for c in which)
    return definite and not said_which and not parse.prep_objects(doc, pact, "on", "for", "of", "over", "about", "to")


def _is_it_a_truce(doc: Document, token: Token) -> bool:
    clause = doc.head(token)
    above = [t for t in doc.ancestors(clause) if parse.is_verb(t)]
    if parse.lemma_of(doc, clause) in _OF_TRUCES and parse.is_passive(doc, clause) and _named_before(doc, token, 1):
        return True  # "It was prolonged in May"
    earlier = [s for v in above for s in parse.subjects(doc, v) if s.i < token.i]
    if not earlier and token.sent:
        roots = [t for t in doc.sentence_tokens(token.sent - 1) if t.head == t.i]
        earlier = [s for r in roots for s in parse.subjects(doc, r)]
        undone = any(c.lower in ("undone", "apart") for c in doc.children(clause))
        if undone or clause.lemma in _LIKE_A_TRUCE:  # "Oman brokered a truce. It lapsed"
            earlier = [o for r in roots for o in parse.patients(doc, r)] + earlier
            return any(_names_one(doc, t) for t in earlier)
    return bool(earlier) and _names_one(doc, earlier[0])


def _names_one(doc: Document, noun: Token) -> bool:
    """True for a word that means a truce wherever it stands, and for a lull or pause that the words make one."""
    lemma = parse.lemma_of(doc, noun)
    return lemma in STRICT or (lemma in _LULLS and noun.pos == "NOUN" and is_truce(doc, noun))


_LIKE_A_TRUCE: Final = word_set("lapse expire collapse crumble unravel founder last hold")
"""Verbs of which a truce is likelier the subject than what else a sentence names."""


def _with_parts(doc: Document, head: Token) -> tuple[Token, ...]:
    """A noun with what it is made of: "months of violence", "a hostilities agreement"."""
    compounds = (t for t in parse.modifiers(doc, head) if t.dep == "compound")
    return (head, *parse.prep_objects(doc, head, "of"), *compounds)


def _is_fighting(doc: Document, token: Token, by: Token | None = None) -> bool:
    """True for a word for fighting. by: the verb that stops it."""
    lemma = parse.lemma_of(doc, token)
    if lemma in _FIGHTING:
        return True
    if lemma not in _ONLY_IF_ARMED:
        return False
    if lemma == "fire" and by is not None and by.lemma == "cease":
        return True
    beside = {parse.lemma_of(doc, t) for t in parse.modifiers(doc, token)}
    if beside & (_ARMED | _FIGHTING) or parse.prep_objects(doc, token, "against", "on"):
        return True
    by_whom = _doers(doc, by) if by is not None else ()
    doers = {parse.lemma_of(doc, t) for a in by_whom for t in (a, *parse.modifiers(doc, a))}
    return bool(doers & word_classes()["force"])


def _doers(doc: Document, verb: Token) -> tuple[Token, ...]:
    """Who does what a verb says; for "offered to cease" who offered."""
    found = tuple(parse.agents(doc, verb))
    over = doc.head(verb)
    if found or verb.tag != "VB" or verb.dep not in ("xcomp", "advcl"):
        return found
    return (doc.head(over),) if over.dep == "acl" and over.tag == "VBN" else tuple(parse.agents(doc, over))
