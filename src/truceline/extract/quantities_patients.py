"""Whom a verb of harm harmed: its object, the subject of its passive, or people that the parse puts elsewhere."""

from __future__ import annotations

from truceline.domain.text import Document, Token
from truceline.extract.quantities_figures import Count
from truceline.extract.quantities_lists import SUBJECT, is_person, of_whom, past_hyphen
from truceline.extract.quantities_numbers import is_number
from truceline.extract.quantities_people import Victims, count_victims
from truceline.extract.quantities_subjects import is_one_beside, lost_subject, subject_of, those_who
from truceline.resources.harm import HarmWord, Numbers, harm_class

STATE_VERBS = {
    "leave", "shoot", "find", "confirm", "report", "pronounce", "presume", "gun", "declare", "be", "fear",
    "strike", "see",
    "believe", "remain", "list", "lie", "have", "make", "render",
}  # fmt: skip
"""Verbs that may say in what state people were left: "left four dead", "was found dead"."""
_OF_PEOPLE = {"people", "counted"}
_BOUNDERS = {"over", "about", "around", "some", "nearly", "almost"}
_SELVES = {"himself", "herself", "itself"}
_GROUND = {"capture", "seize", "hold"}
"""What is done to towns as it is to people."""
_NO_CLAUSE = {"kill", "murder", "assassinate", "wound", "injure", "arrest", "abduct", "kidnap", "behead"}
"""Verbs that no clause follows: what the parse takes for one is "murdered the barman found in a lane"."""
_A_FEW = 2
"""A number without a noun counts the dead of "lost eleven" from more than so many on."""
_CLOSE = 6
_PLACED = {"in", "at", "near", "outside", "around", "inside"}
_QUOTES = {'"', "“", "”", "''", "``"}
_TIMES = {"DATE", "TIME"}
_NO_PEOPLE = {*_TIMES, "MONEY", "PERCENT", "QUANTITY", "ORDINAL"}


def find_patients(doc: Document, token: Token, word: HarmWord, numbers: Numbers) -> Victims | None:
    """The people that a verb of harm was done to, counted; None where it names nobody.

    token: the verb. word: its row of data/harm.tsv, whose frame says where they stand.
    """
    if word.frame == "subject":
        subject = _made_to(doc, token) or subject_of(doc, token)
        found = count_victims(doc, subject, numbers, verb=token) if subject is not None else None
        # Whoever flees is displaced when counted; an attacker or witness who flees is not.
        return found if found is None or found.count.stated or word.kind not in {"displaced", "missing"} else None
    found = _patients(doc, token, word, numbers)
    if found is not None and token.lemma in _GROUND and not found.count.stated and _is_place(doc, found.heads[0]):
        return None
    if found is not None and token.lemma == "lose" and not are_troops(doc, found.heads[0]):
        head = found.heads[0]
        bare = head.ent == "CARDINAL" and head.pos == "NUM" and head.i > token.i and of_whom(doc, head).i == head.i
        bare = bare and past_hyphen(doc, head) is head  # "lost 4-2"
        return found if bare and (found.count.minimum or 0) > _A_FEW else None
    many = _in_their(doc, token, numbers)
    if found is not None and many is not None and not found.count.stated:
        return Victims(found.heads, Count(many, None), found.words, found.span)
    return found


def _made_to(doc: Document, verb: Token) -> Token | None:
    """The people of "forced 2,000 people to flee", "sent thousands fleeing"."""
    above = doc.head(verb)
    sent = verb.dep == "advcl" and verb.tag == "VBG" and above.lemma == "send"
    return next((c for c in doc.children(above) if c.dep == "dobj"), None) if verb.dep == "xcomp" or sent else None


def are_troops(doc: Document, head: Token) -> bool:
    """True for "nine men", "17 of its fighters", "four of its own"."""
    noun = of_whom(doc, head) if head.pos == "NUM" else head
    return noun.lemma.lower() in harm_class("troops") or noun.lower == "them"


def _patients(doc: Document, token: Token, word: HarmWord, numbers: Numbers) -> Victims | None:
    children = doc.children(token)
    people = word.frame in _OF_PEOPLE
    passive = _is_passive(doc, token)
    has_have = any(c.dep == "aux" and c.lemma == "have" for c in children) and not any(
        c.dep == "auxpass" for c in children
    )
    obj = _object(doc, token, numbers)
    if obj is not None and obj.lower == "them":
        obj = _taken_up(doc, token) or obj
    if obj is not None and obj.lower not in _SELVES:
        return count_victims(doc, obj, numbers, verb=token, people=people)
    if obj is not None:  # "killed himself and five others": the others
        others = next((c for c in doc.children(obj) if c.dep == "conj"), None)
        return count_victims(doc, others, numbers) if others is not None else None
    obj = _bounded_object(doc, token, numbers)
    if obj is None and (not passive or has_have) and word.frame in {"patient", *_OF_PEOPLE}:
        obj = _next_people(doc, token, numbers)
    obj = obj or _shared_object(doc, token) or relative_object(doc, token)
    if obj is not None:
        return count_victims(doc, obj, numbers, people=people)
    if not passive or has_have:
        return None
    own = own_number(doc, token)
    if own is not None:
        return count_victims(doc, own, numbers, people=people)
    beside = _before(doc, token) if token.dep == "acl" and token.head < token.i - 1 else None
    if beside is not None:
        return count_victims(doc, beside, numbers, people=people)
    if token.dep == "acl" and not any(c.dep in SUBJECT for c in children):
        return count_victims(doc, those_who(doc, doc.head(token)), numbers, people=people)
    if token.dep in {"oprd", "xcomp"} and doc.head(token).lemma in STATE_VERBS:
        left = next((c for c in doc.children(doc.head(token)) if c.dep == "dobj"), None)
        if left is not None:
            return count_victims(doc, left, numbers, people=people)
    subject = _of_unit(doc, subject_of(doc, token)) or lost_subject(doc, token) or _before(doc, token)
    subject = subject or _bounded_subject(doc, token, numbers)
    return count_victims(doc, subject, numbers, verb=token, people=people) if subject is not None else None


def _taken_up(doc: Document, verb: Token) -> Token | None:
    """Those whom "them" means in "took four men from their cells and beat them to death"."""
    first = verb
    while first.dep == "conj" and doc.head(first).i < first.i:
        first = doc.head(first)
        people = next((c for c in doc.children(first) if c.dep == "dobj" and c.i > first.i), None)
        if people is not None:
            return people if is_person(people) or people.pos == "NUM" else None
    return None


def _is_place(doc: Document, noun: Token) -> bool:
    """True for a name that is not known for a person's, and for an object of one word ("seized Bree")."""
    if noun.tag != "NNP":
        return False
    if any(c.lower in {"a", "an"} for c in doc.children(noun)):
        return False
    bare = noun.dep == "dobj" and not any(c.dep in {"compound", "appos"} for c in doc.children(noun))
    if noun.ent == "PERSON" and (_is_ground(doc, noun) or _is_elsewhere(doc, noun)):
        return True
    return bare or (noun.ent != "PERSON" and (noun.ent != "" or noun.dep == "dobj"))


def _is_ground(doc: Document, name: Token) -> bool:
    """True for the Bree of "captured Bree, a port": it is said what it is, and that is nobody."""
    told = [c for c in doc.children(name) if c.dep == "appos" and c.pos == "NOUN"]
    return bool(told) and not any(is_person(c) for c in told)


def _is_elsewhere(doc: Document, name: Token) -> bool:
    """True for a name in which things are elsewhere in the report ("in Tol Brandir")."""
    again = (t for t in doc.tokens if t.text == name.text and t.i != name.i and t.dep == "pobj")
    return any(doc.head(t).lower in _PLACED for t in again)


def _is_passive(doc: Document, token: Token) -> bool:
    children = doc.children(token)
    if any(c.dep in {"auxpass", "nsubjpass"} for c in children):
        return True
    if any(c.dep == "dobj" and c.ent not in _TIMES for c in children):
        return False
    if token.dep == "advcl" and token.tag != "VBG" and not any(c.dep in {*SUBJECT, "aux", "mark"} for c in children):
        return True  # "the reporter, killed in a blast"
    first = doc.head(token)
    shared = token.dep == "conj" and any(c.dep == "auxpass" for c in doc.children(first))
    if shared and token.tag == "VBD":
        return True  # "was shot dead and his guard wounded"
    return token.tag == "VBN" or token.dep == "acl" or (shared and not any(c.dep in SUBJECT for c in children))


def _object(doc: Document, token: Token, numbers: Numbers) -> Token | None:
    children = [c for c in doc.children(token) if c.i > token.i]
    passive = any(c.dep == "auxpass" for c in doc.children(token))
    for child in children:
        if child.lower == "by":  # "wounded four passers-by", which the tokeniser splits
            split = next((c for c in doc.children(child) if c.lower.startswith("passer")), None)
            if split is not None:
                return split
        if child.lower == "between":  # "between 30 and 40 men"
            people = next((c for c in doc.children(child) if c.dep == "pobj" and c.ent not in _TIMES), None)
            if people is not None and is_person(people):
                return people
        if child.dep == "ccomp" and token.lemma in _NO_CLAUSE and child.i - token.i < _CLOSE:
            return next((c for c in doc.children(child) if c.dep == "nsubj" and c.i > token.i), None)
        if passive and any(t.lower in {"among", "including"} for t in doc.subtree(child) if t.i < child.i):
            continue  # "18 people were hurt, among them a workman"
        if child.dep in {"dobj", "dative"} and child.ent not in _TIMES and child.lower != "themselves":
            return child
    counted = (c for c in children if c.lower == "more" and any(is_number(g, numbers) for g in doc.children(c)))
    return next(counted, None)


def _shared_object(doc: Document, token: Token) -> Token | None:
    """The object of "killed or wounded 12", which hangs on the second verb; None after a passive."""
    if any(c.dep in {"auxpass", "nsubjpass"} for c in doc.children(token)):
        return None
    partner = next((c for c in doc.children(token) if c.dep == "conj" and c.pos == "VERB"), None)
    if partner is None or partner.i - token.i > 3:
        return None
    return next((c for c in doc.children(partner) if c.dep == "dobj" and c.ent not in _TIMES), None)


def own_preps(doc: Document, verb: Token) -> list[Token]:
    """The "from" of "drove 600 people from the town", which the parse gives to the people."""
    people = next((c for c in doc.children(verb) if c.dep == "dobj" and c.i > verb.i), None)
    return [c for c in doc.children(people) if c.dep == "prep" and c.lower != "of"] if people is not None else []


def relative_object(doc: Document, verb: Token) -> Token | None:
    """The people of "workers whom rebels had held", "villagers they abducted": what the verb of a relative clause with
    a subject of its own was done to."""
    clause = verb
    while clause.dep == "conj":
        clause = doc.head(clause)
    children = doc.children(verb)
    if clause.dep != "relcl" or any(c.dep in {"auxpass", "nsubjpass"} for c in children):
        return None
    relative = [c for c in children if c.tag in {"WP", "WDT"}]
    if any(c.dep in SUBJECT for c in relative) or any(c.dep == "dobj" and c not in relative for c in children):
        return None
    whom = [*relative, *(c for c in doc.children(clause) if c.dep == "dobj" and c.tag in {"WP", "WDT"})]
    own = any(c.dep in SUBJECT for c in children)
    people = doc.head(clause)
    return people if (own or whom) and is_person(people) else None


def own_number(doc: Document, token: Token) -> Token | None:
    """The second number of "12 dead, 30 injured", right before its state."""
    before = doc.tokens[token.i - 1] if token.i > 0 else token
    if before.ent != "CARDINAL":
        return None
    return before if (before.pos == "NUM" and before.dep in {"conj", "dobj"}) or before.dep == "npadvmod" else None


def _bounded_object(doc: Document, verb: Token, numbers: Numbers) -> Token | None:
    """The people of "wounded over 110 others", which the parse reads as a place or a time; None after a passive."""
    after = doc.tokens[verb.i + 1] if verb.i + 1 < len(doc.tokens) else verb
    if after.lower not in _BOUNDERS or any(c.dep in {"auxpass", "nsubjpass"} for c in doc.children(verb)):
        return None
    return _next_people(doc, verb, numbers) or _bare_number(doc, after, numbers)


def _bounded_subject(doc: Document, verb: Token, numbers: Numbers) -> Token | None:
    """The number of "around 500 have been arrested", which the parse gives to the word that bounds it."""
    bounders = [c for c in doc.children(verb) if c.lower in _BOUNDERS and c.i < verb.i]
    inside = (g for c in bounders for g in doc.children(c) if g.ent == "CARDINAL" and is_number(g, numbers))
    return next(inside, None)


def _bare_number(doc: Document, bounder: Token, numbers: Numbers) -> Token | None:
    """The number of "injured over 5,000, most of them women", where no noun follows."""
    if bounder.i + 2 >= len(doc.tokens):
        return None
    number, following = doc.tokens[bounder.i + 1], doc.tokens[bounder.i + 2]
    if following.pos not in {"PUNCT", "ADP", "CCONJ", "SCONJ", "VERB"} or following.lower == "of":
        return None
    return number if number.pos == "NUM" and number.ent not in _NO_PEOPLE and is_number(number, numbers) else None


def _next_people(doc: Document, verb: Token, numbers: Numbers) -> Token | None:
    """The counted people right after an active verb whose object the parse has given to another verb."""
    numbered = False
    for i in range(verb.i + 1, min(verb.i + 8, len(doc.tokens))):
        token = doc.tokens[i]
        if token.text in _QUOTES:
            continue  # had "neutralised" five rebels
        numbered = numbered or (token.pos == "NUM" and is_number(token, numbers))
        if token.pos == "NOUN":
            return token if numbered and is_person(token) else None
        between = token.lower in {"up", "to", "than", "as"} or token.lower in _BOUNDERS
        if token.pos not in {"DET", "NUM", "ADJ", "ADV", "PROPN"} and not between:
            return None
    return None


def _before(doc: Document, token: Token) -> Token | None:
    """The people right before a participle that the parse has hung elsewhere: "left four people killed and six hurt",
    "resulted in 8 killed", "the reporter Anna Brandt, killed in a blast"."""
    if token.i < 2 or any(c.dep in {"aux", "auxpass"} for c in doc.children(token)):
        return None
    before = doc.tokens[token.i - 1]
    if before.pos == "NUM" and before.ent == "CARDINAL":
        return before
    if before.dep == "dobj" and doc.head(before).lemma in STATE_VERBS and doc.head(before).i < before.i:
        return before
    if token.dep == "advcl" and is_person(before) and is_one_beside(doc, before):
        return before
    named = doc.tokens[token.i - 2]
    if before.text == "," and token.dep == "advcl" and named.ent == "PERSON" and named.pos == "PROPN":
        return named
    return None


def _of_unit(doc: Document, subject: Token | None) -> Token | None:
    """The soldier of "one soldier assigned to 1st Brigade, 1st Division was killed", where the parse has the unit."""
    if subject is None or subject.ent != "ORG" or is_person(subject):
        return subject
    before = [t for t in doc.sentence_tokens(subject.sent) if t.i < subject.i and t.dep in SUBJECT and is_person(t)]
    belongs = [t for t in before if doc.head(t).i == t.i + 1 and doc.head(t).tag == "VBN"]
    return belongs[-1] if belongs else subject


def _in_their(doc: Document, token: Token, numbers: Numbers) -> int | None:
    """The number of "were killed in their hundreds"."""
    for prep in doc.children(token):
        if prep.lower != "in":
            continue
        for noun in doc.children(prep):
            entry = numbers.words.get(noun.lower)
            if entry is not None and entry.kind == "plural" and any(c.dep == "poss" for c in doc.children(noun)):
                return entry.value
    return None
