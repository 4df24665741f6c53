"""Who is subject, object or complement of a word: small questions to the parse, for the events room."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from truceline.domain.text import Document, Span, Token
from truceline.extract.events_doers import doers_by_noun, is_joined_name
from truceline.resources.lexicon import word_classes

SUBJECTS = frozenset({"nsubj", "csubj"})
PASSIVE_SUBJECTS = frozenset({"nsubjpass", "csubjpass"})

_JOINED = {
    "cease-fire": "ceasefire",
    "air-strike": "airstrike",
    "air-raid": "airraid",
    "counter-offensive": "counteroffensive",
    "counter-attack": "counterattack",
    "pull-out": "pullout",
    "pull-back": "pullback",
    "build-up": "buildup",
    "shoot-out": "shootout",
    "fire-fight": "firefight",
    "gun-battle": "gunbattle",
    "gun-fight": "gunfight",
    "co-operation": "cooperation",
    "co-operate": "cooperate",
    "de-escalation": "deescalation",
    "sit-in": "sit-in",
    "cyber-attack": "cyberattack",
    "stand-still": "standstill",
    "take-over": "takeover",
    "crack-down": "crackdown",
    "hand-over": "handover",
    "test-fire": "test-fire",
    "carpet-bomb": "carpet-bomb",
    "re-arrest": "rearrest",
    "tear-gas": "teargas",
    "war-game": "exercise",
    "round-table": "roundtable",
    "passers-by": "passer-by",
    "passer-by": "passer-by",
    "land-mine": "landmine",
}


def _hyphened(doc: Document, token: Token) -> str:
    """The token with the one before it, when a hyphen (or, for "cease fire", a blank) joins them; else empty."""
    if token.i < 1 or token.lower not in _LAST_PARTS:
        return ""
    before = doc.tokens[token.i - 1]
    if before.lower == "cease" and token.pos != "VERB":
        return "cease-" + _lemma(token)
    if before.text not in ("-", "–") or before.end != token.start or token.i < 2:
        return ""
    first = doc.tokens[token.i - 2]
    return f"{first.lower}-{_lemma(token)}" if first.end == before.start else ""


_LAST_PARTS = frozenset(k.split("-")[1] + s for k in _JOINED for s in ("", "s"))


def lemma_of(doc: Document, token: Token) -> str:
    """Lower-case lemma; words written with a hyphen that the parser takes apart ("cease-fire") are one."""
    joined = _hyphened(doc, token)
    return _JOINED.get(joined) or _lemma(token)


def word_span(doc: Document, token: Token) -> Span:
    """The token's span, with the first half of a word written with a hyphen."""
    joined = _hyphened(doc, token)
    if joined not in _JOINED:
        return token.span
    first = doc.tokens[token.i - 1] if doc.tokens[token.i - 1].lower == "cease" else doc.tokens[token.i - 2]
    return Span(first.start, token.end)


def _lemma(token: Token) -> str:
    """Lower-case lemma; a proper noun or a word in capitals loses a plural ending by rule."""
    if token.pos != "PROPN":
        lemma = token.lemma.lower()
        return _MISREAD.get(lemma, lemma) if token.pos == "VERB" and token.lower.startswith(_MISREAD_FORMS) else lemma
    word = token.text.lower()
    if len(word) > 4 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


_MISREAD = {"stag": "stage", "wag": "wage", "rap": "rape", "rearreste": "rearrest", "relaunche": "relaunch"}
"""Lemmas that spaCy gives verbs wrongly, and the right ones. "hop" of "hoped" stays: a hope is hardly an event."""
_MISREAD_FORMS = ("staged", "staging", "waged", "waging", "raped", "raping", "rearrest", "relaunch")


def is_verb(token: Token) -> bool:
    """True for full verbs (a participle used as an adjective counts as well)."""
    return token.pos == "VERB" or (token.pos == "ADJ" and token.tag in ("VBN", "VBG"))


def conjuncts(doc: Document, token: Token) -> tuple[Token, ...]:
    """The token and everything coordinated with it, to the right."""
    found = [token]
    for item in found:
        found.extend(c for c in doc.children(item) if c.dep == "conj" and c not in found)
    return tuple(found)


def all_joined(doc: Document, heads: Iterable[Token]) -> list[Token]:
    """The heads with everything that is coordinated with them."""
    return [c for h in heads for c in conjuncts(doc, h)]


def is_passive(doc: Document, token: Token) -> bool:
    """True for a passive verb, or a bare past participle behind its noun ("a base hit by rockets") or beside a clause
    ("was jailed, accused of treason"); not for what somebody feels ("was outraged by the raid")."""
    if _is_opposed_to(doc, token) or _is_felt(token):
        return False
    deps = {c.dep for c in doc.children(token)}
    if deps & {"auxpass", "nsubjpass", "agent"}:
        return True
    if deps & {"dobj", "nsubj"}:
        return False
    if token.tag == "VBN" and (token.dep in ("acl", "amod") or (token.dep == "advcl" and "aux" not in deps)):
        return True
    if token.tag == "VBN" and token.dep == "conj":
        head = doc.head(token)
        return is_verb(head) and is_passive(doc, head)
    return False


def _is_opposed_to(doc: Document, verb: Token) -> bool:
    """True for "opposed to", which is what its noun does: "raiders opposed to the truce"."""
    return verb.lower == "opposed" and any(c.dep == "prep" and c.lower == "to" for c in doc.children(verb))


def _is_felt(token: Token) -> bool:
    """True for the participle of a feeling, which is its subject's own: "was disappointed with the aid"."""
    return token.tag == "VBN" and token.lemma.lower() in word_classes()["feelings"]


def _pobj(doc: Document, prep: Token) -> Iterator[Token]:
    for child in doc.children(prep):
        if child.dep in ("pobj", "pcomp"):
            yield child
        elif child.dep == "prep":
            yield from _pobj(doc, child)


def prep_objects(doc: Document, token: Token, *preps: str) -> tuple[Token, ...]:
    """Heads of the phrases that the token governs by one of the prepositions (by any, without names)."""
    found: list[Token] = []
    for child in doc.children(token):
        if (
            child.dep in ("prep", "agent", "dative")
            and child.pos in ("ADP", "SCONJ", "VERB", "PART")
            and (not preps or child.lower in preps)
        ):
            found.extend(_pobj(doc, child))
    return tuple(found)


def antecedent(doc: Document, pronoun: Token) -> Token:
    """The noun that a relative pronoun stands for; the pronoun itself when there is none."""
    if pronoun.lower not in ("who", "which", "that", "whom", "whose"):
        return pronoun
    for verb in doc.ancestors(pronoun):
        if verb.dep == "relcl":
            noun = doc.head(verb)
            return doc.head(noun) if noun.dep == "conj" and tells_of_several(doc, pronoun, verb) else noun
    return pronoun


def tells_of_several(doc: Document, pronoun: Token, verb: Token) -> bool:
    """True for a relative clause of a singular noun whose verb is plural: "X and Y, who were both indicted"."""
    noun = doc.head(verb)
    if noun.tag not in ("NN", "NNP") or pronoun.dep not in (*SUBJECTS, *PASSIVE_SUBJECTS) or pronoun.head != verb.i:
        return False
    finite = [c for c in doc.children(verb) if c.dep in ("aux", "auxpass")] or [verb]
    return finite[0].lower in _PLURAL or finite[0].tag == "VBP"


_PLURAL = frozenset({"were", "are", "have", "do"})


def subjects(doc: Document, verb: Token, depth: int = 0) -> tuple[Token, ...]:
    """Heads of the grammatical subjects: own, of the verb it is coordinated with, or by control."""
    own = [c for c in doc.children(verb) if c.dep in SUBJECTS or c.dep in PASSIVE_SUBJECTS]
    if own:
        return tuple(antecedent(doc, c) for c in own)
    if depth > 5 or verb.head == verb.i:
        return ()
    head = doc.head(verb)
    if verb.dep == "ccomp" and head.dep == "relcl":
        return (doc.head(head),)  # "men they said were planning attacks"
    if verb.dep == "conj" and is_clause_head(head):
        return subjects(doc, head, depth + 1)
    if verb.dep in ("xcomp", "advcl", "pcomp") and verb.tag in ("VB", "VBG", "VBN"):
        governor = head
        if governor.pos == "ADP":
            governor = doc.head(governor)
        objects = [c for c in doc.children(governor) if c.dep in ("dobj", "dative")]
        if verb.dep == "xcomp" and objects and governor.lemma not in _SUBJECT_CONTROL:
            return tuple(objects)
        controls = governor.lemma in _OBJECT_CONTROL and head.lower in _CONTROL_PREPS
        if verb.dep == "pcomp" and controls and objects:
            return tuple(objects)  # "accused them of firing", "stop militants from firing"
        return subjects(doc, governor, depth + 1) if is_clause_head(governor) else ()
    if verb.dep == "ccomp" and verb.tag in ("VB", "VBG"):
        return ()
    if verb.dep == "acl" and (stray := _stray_subject(doc, verb)) is not None:
        return (stray,)
    if verb.dep == "acl" and not is_passive(doc, verb):
        # "troops guarding the base": the noun acts; "a plan to attack": whoever has the plan.
        if verb.tag in ("VBG", "VBN"):
            return (head,)
        return owners(doc, head, depth + 1)
    if verb.dep == "acl" or (verb.dep == "amod" and verb.tag == "VBG"):  # "rallying scientists"
        return (head,)
    if verb.dep == "relcl":
        return ()
    return ()


_SUBJECT_CONTROL = frozenset({"promise", "vow", "threaten", "use", "carry"})
_OBJECT_CONTROL = frozenset(
    "accuse stop prevent keep bar deter blame criticise criticize assail condemn charge suspect forgive fault denounce "
    "praise thank punish talk force dissuade".split()
)
_CONTROL_PREPS = frozenset({"of", "from", "for", "with", "into"})


def is_clause_head(token: Token) -> bool:
    """True for words that can have a subject."""
    return token.pos in ("VERB", "AUX", "ADJ") or token.tag.startswith("VB")


def owners(doc: Document, noun: Token, depth: int = 0) -> tuple[Token, ...]:
    """Whose deed a noun is: possessive, adjective of nation, by-phrase, or the subject of its light verb."""
    owned = (c for c in doc.children(noun) if c.dep == "poss" and c.lower not in ("its", "their", "his", "her"))
    found = [antecedent(doc, c) for c in owned]
    found += [*prep_objects(doc, noun, "by"), *at_hands_of(doc, noun)]
    for child in doc.children(noun):
        if child.dep in ("amod", "compound", "nmod") and child.ent in ("GPE", "NORP", "ORG"):
            found.append(child)
    found += doers_before(doc, noun)
    found += doers_by_noun(doc, noun)
    if found:
        return tuple(found)
    head = doc.head(noun)
    if depth < 5 and noun.dep == "dobj" and is_clause_head(head) and not is_passive(doc, head):
        return subjects(doc, head, depth + 1)
    return ()


def doers_before(doc: Document, noun: Token) -> tuple[Token, ...]:
    """Whose deed a noun is by a joined participle before it: "the US-led raid", "Taliban-blamed attacks"."""
    joined = (c for c in doc.children(noun) if c.dep in ("amod", "compound") and c.lower in _DONE_BY)
    return tuple(k for c in joined for k in doc.children(c) if k.dep == "npadvmod" and k.i < c.i)[-1:]


_DONE_BY = frozenset("led linked blamed run inspired orchestrated staged perpetrated planned".split())
"""Not "backed": who backs a raid does not make it."""


def _stray_subject(doc: Document, verb: Token) -> Token | None:
    """The noun that a sentence without a verb of its own hangs on, where the parser ties a verb that has no passive to
    that noun or a later one: "a truce for those left in the last districts unraveled"."""
    if verb.lemma not in _NO_PASSIVE or verb.tag not in ("VBD", "VBN"):
        return None
    root = next((t for t in doc.ancestors(verb) if t.head == t.i), None)
    return root if root is not None and root.pos in ("NOUN", "PROPN") else None


_NO_PASSIVE = frozenset("unravel collapse crumble lapse expire founder die survive".split())
"""Verbs that say of a noun what it did, never what was done to it."""


def agents(doc: Document, verb: Token) -> tuple[Token, ...]:
    """Heads of those who do it: subject of an active verb, by-phrase of a passive one, "at the hands of" them."""
    if by := at_hands_of(doc, verb):
        return by
    if is_passive(doc, verb):
        found = [
            p
            for c in doc.children(verb)
            if c.dep == "agent" or (c.dep == "prep" and c.lower == "by")
            for p in _pobj(doc, c)
        ]
        if not found and verb.dep == "conj":
            return ()
        return tuple(found)
    return subjects(doc, verb)


def at_hands_of(doc: Document, deed: Token) -> tuple[Token, ...]:
    """Whose deed it is by "at the hands of"."""
    at = (c for c in doc.children(deed) if c.dep == "prep" and c.lower == "at")
    hands = (h for p in at for h in _pobj(doc, p) if h.lower in ("hand", "hands"))
    return tuple(t for h in hands for t in prep_objects(doc, h, "of"))


def patients(doc: Document, verb: Token) -> tuple[Token, ...]:
    """Heads of those it is done to: direct object, passive subject, noun that a participle modifies."""
    if is_passive(doc, verb):
        found = subjects(doc, verb)
        if verb.dep == "amod":
            found = (doc.head(verb),)
        return found
    found = tuple(c for c in doc.children(verb) if c.dep in ("dobj", "obj"))
    if found:
        return tuple(antecedent(doc, c) for c in found)
    if verb.dep == "relcl":
        own = [c for c in doc.children(verb) if c.dep in SUBJECTS]
        if own and own[0].lower not in ("who", "which", "that"):
            return (doc.head(verb),)
    if verb.dep == "conj" and is_verb(doc.head(verb)):
        # "attacked and burned the village" hangs the object on the last verb.
        return ()
    later = [c for c in doc.children(verb) if c.dep == "conj" and is_verb(c)]
    if later and not any(c.dep in ("prep", "ccomp", "xcomp", "dobj") for c in doc.children(verb)):
        return patients(doc, later[0])
    return ()


_DROP = frozenset({"relcl", "appos", "conj", "cc", "punct", "preconj", "advcl", "ccomp", "parataxis", "case"})
_KEEP_PREPS = frozenset({"of"})


def phrase(doc: Document, head: Token, *, keep: Iterable[str] = _KEEP_PREPS) -> Span:
    """The noun phrase of a head: modifiers and of-phrases, without clauses, appositions and coordinated nouns."""
    kept = frozenset(keep)
    inside = {head.i}
    todo = [head]
    while todo:
        token = todo.pop()
        for child in doc.children(token):
            hyphen = child.dep == "punct" and child.text in ("-", "'", "’")
            inner = token is not head and child.dep in ("conj", "cc") and token.dep in ("amod", "compound")
            if child.dep in _DROP and not hyphen and not inner:
                continue
            if is_joined_name(doc, child):
                continue  # "the Arnor-Mordor war"
            if child.dep == "acl" or (child.dep == "prep" and child.lower not in kept):
                continue
            if child.dep in ("amod", "advmod") and child.i > token.i:
                continue
            inside.add(child.i)
            todo.append(child)
    first = last = head.i
    while first - 1 in inside or (
        first - 2 in inside and doc.tokens[first - 1].text in ("-", "'", "’", ".", '"', "“", "”")
    ):
        first -= 1
    while last + 1 in inside or (
        last + 2 in inside and doc.tokens[last + 1].text in ("-", "'", "’", "(", '"', "“", "”")
    ):
        last += 1
    while first < head.i and (doc.tokens[first].pos in ("PUNCT", "CCONJ") or doc.tokens[first].dep == "punct"):
        first += 1
    while last > head.i and doc.tokens[last].lower in ("'s", "’s", "'", "’"):
        last -= 1
    return Span(doc.tokens[first].start, doc.tokens[last].end)


def has_to(doc: Document, clause: Token) -> bool:
    """True for an infinitive with its "to"."""
    return any(c.dep == "aux" and c.lower == "to" for c in doc.children(clause))


def modifiers(doc: Document, noun: Token) -> tuple[Token, ...]:
    """Adjectives, compounds and other words before a noun that say which."""
    return tuple(c for c in doc.children(noun) if c.dep in ("amod", "compound", "nmod", "nummod", "poss"))


def is_negated(doc: Document, token: Token) -> bool:
    """True when the verb itself (or its helper) is negated, or a noun has "no"."""
    for child in doc.children(token):
        if (child.dep == "neg" or child.lower in ("not", "n't", "never")) and not _is_not_only(doc, child):
            return True
        if child.dep == "det" and child.lower in ("no", "neither"):
            return True
    head = doc.head(token)
    if token.dep == "conj" and is_verb(token) and is_verb(head) and not _told_anew(doc, token, head):
        return is_negated(doc, head)
    return by_nobody(doc, token, SUBJECTS | PASSIVE_SUBJECTS)


def _is_not_only(doc: Document, negation: Token) -> bool:
    """True for the "not" of "not only": what it stands before did happen."""
    after = doc.tokens[negation.i + 1 : negation.i + 2]
    return bool(after) and after[0].lower in ("only", "just", "merely", "simply")


def _told_anew(doc: Document, verb: Token, before: Token) -> bool:
    """True for a verb that a "not" on the verb before it does not reach: it has a subject or helper of its own, stands
    behind "but", or in a past tense that "did not" cannot govern ("did not sign and fled")."""
    own = SUBJECTS | PASSIVE_SUBJECTS | {"aux", "auxpass"}
    if any(c.dep in own for c in doc.children(verb)) or (before.tag == "VB" and verb.tag == "VBD"):
        return True
    return any(c.dep == "cc" and c.lower in ("but", "yet") and before.i < c.i < verb.i for c in doc.children(before))


def by_nobody(doc: Document, verb: Token, subjects: frozenset[str] = SUBJECTS) -> bool:
    """True for a verb whose subject says that nobody does it ("neither side has withdrawn"); with passive subjects also
    that it is done to nothing ("no truce was reached")."""
    return any(
        c.dep in subjects and any(d.lower in ("no", "none", "nobody", "neither") for d in (c, *doc.children(c)))
        for c in doc.children(verb)
    )


def helpers(doc: Document, verb: Token) -> tuple[Token, ...]:
    """Auxiliaries and modals of a verb, inherited through coordination."""
    own = tuple(c for c in doc.children(verb) if c.dep in ("aux", "auxpass"))
    head = doc.head(verb)
    if not own and verb.dep == "conj" and is_verb(head) and verb.tag in ("VB", "VBG", "VBN"):
        return helpers(doc, head)
    return own
