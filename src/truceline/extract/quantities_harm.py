"""Where the people harmed stand in the sentence: one frame of a harm word after another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from truceline.domain.codes import HarmKind
from truceline.domain.mentions import HarmMention
from truceline.domain.text import Document, Span, Token
from truceline.extract.quantities_numbers import Count, is_number, read_count
from truceline.resources.harm import HarmWord, Numbers, load_person_nouns

_SUBJECT = {"nsubj", "nsubjpass"}
_PEOPLE_PRONOUNS = {"he", "she", "him", "her", "another", "one", "someone", "others", "other"}
_HURTING = {"kill", "wound", "injure", "hurt", "maim"}
_STATES = {
    "dead": HarmKind.KILLED, "killed": HarmKind.KILLED, "wounded": HarmKind.INJURED, "injured": HarmKind.INJURED,
    "hurt": HarmKind.INJURED, "missing": HarmKind.MISSING, "displaced": HarmKind.DISPLACED,
    "homeless": HarmKind.DISPLACED,
}  # fmt: skip
_STATE_VERBS = {
    "leave", "shoot", "find", "confirm", "report", "pronounce", "presume", "gun", "declare", "be", "fear", "strike", "see",
    "believe", "remain", "list", "have", "make", "render",
}  # fmt: skip
_LOSSES = {"lose", "claim", "take", "cost"}
_SUFFERS = {"sustain", "suffer", "receive", "incur"}
_NOBODY = {"nobody", "none", "no-one"}
_UNHURT = {"unhurt", "unharmed", "uninjured", "unscathed"}
_NOT_PEOPLE = {
    "fire", "lamp", "time", "hope", "chance", "talk", "process", "deal", "interest", "effort", "economy", "animal", "cattle",
    "bill", "plan", "peace", "relation", "image", "tie", "pride", "reputation", "hostage-taking", "attack", "threat", "war",
    "truck", "weapon", "car", "vehicle", "drone", "tank", "helicopter", "convoy", "bomb", "city", "town", "village", "base",
    "market", "business", "territory", "area", "ship", "boat", "vessel", "post", "building", "house", "home", "oil", "system",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Victims:
    """The noun phrases that were harmed by one word, with what they count."""

    heads: tuple[Token, ...]
    count: Count
    words: str
    span: Span | None


def read_harms(
    doc: Document, words: Mapping[tuple[str, str], tuple[HarmWord, ...]], numbers: Numbers
) -> tuple[HarmMention, ...]:
    """All harms of a document in text order."""
    found: list[HarmMention] = []
    for token in doc.tokens:
        found.extend(_of_token(doc, token, words, numbers))
    return tuple(_without_doubles(found))


def _of_token(
    doc: Document, token: Token, words: Mapping[tuple[str, str], tuple[HarmWord, ...]], numbers: Numbers
) -> Iterator[HarmMention]:
    if token.lower in _UNHURT:
        subject = _subject(doc, token)
        if subject is not None:
            yield _mention(HarmKind.INJURED, Count(0, 0), subject.text, subject.span, token.span, "unhurt")
        return
    if token.pos not in {"VERB", "NOUN", "ADJ", "ADV", "PROPN"}:
        return
    lemma = token.lemma.lower()
    made: list[HarmMention] = []
    if token.pos == "VERB":
        for word in words.get((lemma, "verb"), ()):
            made = made or list(_verb(doc, token, word, numbers))
    else:
        for word in words.get((lemma, "noun"), ()):
            made = made or list(_READERS[word.frame](doc, token, word, numbers))
    if not made and token.lower in _STATES:
        made = list(_state(doc, token, _STATES[token.lower], numbers))
    yield from made


# --- verbs


def _verb(doc: Document, token: Token, word: HarmWord, numbers: Numbers) -> Iterator[HarmMention]:
    kind = HarmKind(word.kind)
    _, _, particle = word.frame.partition(":")
    if particle:
        if not any(c.dep == "prt" and c.lower == particle for c in doc.children(token)):
            return
        word = HarmWord(word.kind, "patient")
    if token.dep == "amod" and token.tag in {"VBN", "JJ"}:
        return
    victims = _patients(doc, token, word, numbers)
    if victims is None:
        return
    negated = any(c.dep == "neg" for c in doc.children(token))
    count = victims.count
    if negated:
        count = Count(0, 0) if not any(is_number(h, numbers) for h in victims.heads) else count
        if count.minimum != 0:
            return
    if _joint_partner(doc, token):
        if not count.stated and token.tag == "VB":
            return
        figure = f"{victims.words} (killed or injured together)"
        if doc.tokens[token.i + 2].dep == "amod":
            second = HarmKind.INJURED if kind is HarmKind.KILLED else HarmKind.KILLED
            span = doc.tokens[token.i + 2].span
            yield _mention(second, Count(1, None), figure, victims.span, span, "joint count")
        yield _mention(kind, Count(1, None) if count.minimum != 0 else Count(0, 0), figure, victims.span, token.span, "joint count")
        return
    yield _mention(kind, count, victims.words, victims.span, token.span, f"{token.lemma}: {victims.words}")


def _joint_partner(doc: Document, token: Token) -> bool:
    """True for "killed or wounded" with one set of victims between them."""
    if token.lemma not in _HURTING:
        return False
    if token.i + 2 < len(doc.tokens) and doc.tokens[token.i + 1].lower in {"and", "or"}:
        other = doc.tokens[token.i + 2]
        if other.lemma in _HURTING and other.dep == "amod" and other.lemma != token.lemma:
            return True
    pair = [c for c in doc.children(token) if c.dep == "conj" and c.lemma in _HURTING and c.i - token.i <= 3]
    if not pair and token.dep == "conj" and doc.head(token).lemma in _HURTING and token.i - doc.head(token).i <= 3:
        pair = [token]
        token = doc.head(token)
    if not pair or pair[0].lemma == token.lemma:
        return False
    between = [t for t in doc.tokens[token.i + 1 : pair[0].i]]
    if any(t.pos in {"NOUN", "NUM", "PRON", "PROPN"} or t.text == "," for t in between):
        return False
    own = any(c.dep in {"nsubjpass", "nsubj"} and c.i > token.i for c in doc.children(pair[0]))
    return not own


def _patients(doc: Document, token: Token, word: HarmWord, numbers: Numbers) -> Victims | None:
    children = doc.children(token)
    passive = (
        any(c.dep in {"auxpass", "nsubjpass"} for c in children)
        or (token.tag == "VBN" and not any(c.dep == "dobj" for c in children))
    )
    has_have = any(c.dep == "aux" and c.lemma == "have" for c in children) and not any(c.dep == "auxpass" for c in children)
    if word.frame == "subject":
        subject = _subject(doc, token)
        found = _victims(doc, subject, numbers) if subject is not None else None
        # Whoever flees is displaced when counted; an attacker or witness who flees is not.
        return found if found is None or found.count.stated or word.kind != HarmKind.DISPLACED else None
    obj = next((c for c in children if c.dep in {"dobj", "dative"} and c.i > token.i and c.lower != "themselves"), None)
    if obj is None:
        obj = next((c for c in children if c.lower == "more" and c.i > token.i and any(is_number(g, numbers) for g in doc.children(c))), None)
    if obj is not None and obj.lower not in {"himself", "herself", "itself", "themselves"}:
        return _victims(doc, obj, numbers)
    if not passive and obj is None and word.frame == "patient":
        obj = _next_people(doc, token, numbers)
        if obj is not None:
            return _victims(doc, obj, numbers)
    if not passive or has_have:
        # "killed or wounded 12": the object hangs on the second verb.
        partner = next((c for c in children if c.dep == "conj" and c.pos == "VERB"), None)
        if partner is not None and word.frame == "patient":
            shared = next((c for c in doc.children(partner) if c.dep == "dobj"), None)
            if shared is not None and partner.i - token.i <= 3:
                return _victims(doc, shared, numbers)
        return None
    if token.dep == "acl" and not any(c.dep in _SUBJECT for c in children):
        return _victims(doc, doc.head(token), numbers)
    if token.dep in {"oprd", "xcomp"} and doc.head(token).lemma in _STATE_VERBS:
        left = next((c for c in doc.children(doc.head(token)) if c.dep == "dobj"), None)
        if left is not None:
            return _victims(doc, left, numbers)
    subject = _subject(doc, token) or _before(doc, token)
    return _victims(doc, subject, numbers, verb=token) if subject is not None else None


def _next_people(doc: Document, verb: Token, numbers: Numbers) -> Token | None:
    """The counted people right after an active verb whose object the parse has given to another verb."""
    numbered = False
    for i in range(verb.i + 1, min(verb.i + 8, len(doc.tokens))):
        token = doc.tokens[i]
        numbered = numbered or (token.pos == "NUM" and is_number(token, numbers))
        if token.pos == "NOUN":
            return token if numbered and _is_person(token) else None
        if token.pos not in {"DET", "NUM", "ADJ", "ADV", "PROPN"} and token.lower not in {"up", "to", "than", "as"}:
            return None
    return None


def _subject(doc: Document, token: Token) -> Token | None:
    """Subject of a verb or predicate, shared over coordination, relative clauses read through."""
    for _ in range(5):
        subject = next((c for c in doc.children(token) if c.dep in _SUBJECT), None)
        if subject is not None:
            if subject.tag in {"WP", "WDT"}:
                verb = token
                while verb.dep == "conj":
                    verb = doc.head(verb)
                return doc.head(verb) if verb.dep in {"relcl", "acl"} else None
            return subject
        if token.dep in {"conj", "xcomp", "oprd", "acomp", "advcl", "ccomp"} and doc.head(token).pos in {"VERB", "AUX"}:
            if token.dep in {"advcl", "ccomp"}:
                return None
            token = doc.head(token)
            continue
        if token.dep == "acl":
            return doc.head(token)
        return None
    return None


def _before(doc: Document, verb: Token) -> Token | None:
    """The first noun for people before a verb whose subject the parse has lost in an apposition."""
    inside = [t for t in doc.subtree(verb) if t.i < verb.i and t.pos == "NOUN" and t.dep in {"appos", "nsubj", "conj"}]
    return next((t for t in inside if _is_person(t)), None)


# --- states: "left 20 dead", "305 dead and 373 wounded", "79 missing"


def _state(doc: Document, token: Token, kind: HarmKind, numbers: Numbers) -> Iterator[HarmMention]:
    """People left in a state: the count stands before the word, or is the object of "leave", "find", "shoot"."""
    if token.dep == "amod" and doc.head(token).i > token.i:
        return
    victim: Token | None = None
    numbered = [c for c in doc.children(token) if c.i < token.i and is_number(c, numbers)]
    head = doc.head(token)
    subject = next((c for c in doc.children(token) if c.dep in _SUBJECT and c.tag not in {"WP", "WDT"}), None)
    if subject is not None:
        victim = subject
    elif numbered:
        victim = token
    elif token.dep == "acl":
        victim = head
    elif head.lemma in _STATE_VERBS:
        passive = head.lemma in {"be", "remain"} or any(c.dep in {"auxpass", "nsubjpass"} for c in doc.children(head))
        if passive or head.dep == "acl":
            victim = _subject(doc, head) or _before(doc, head)
        else:
            victim = next((c for c in doc.children(head) if c.dep in {"dobj", "nsubj"} and c.i > head.i), None)
            if victim is None and head.tag == "VBN":
                victim = _subject(doc, head)
    if victim is None and token.lower == "dead" and token.i > 0:
        before = doc.tokens[token.i - 1]
        victim = before if before.pos in {"NOUN", "NUM"} and before.sent == token.sent else None
    if victim is None:
        return
    found = _victims(doc, victim, numbers)
    if found is not None and (found.count.stated or token.lower == "dead"):
        words = found.words if victim.i != token.i else token.text
        yield _mention(kind, found.count, words, found.span, token.span, f"{token.lower}: {found.words}")


# --- nouns


def _noun_of(doc: Document, token: Token, word: HarmWord, numbers: Numbers) -> Iterator[HarmMention]:
    """"the killing of two officers", "Hariri's murder"."""
    if token.lemma == "death" and any(is_number(c, numbers) and c.i < token.i for c in doc.children(token)):
        return
    victim: Token | None = None
    for child in doc.children(token):
        if child.lower == "of":
            victim = next((c for c in doc.children(child) if c.dep == "pobj"), None)
        elif child.dep == "poss" and victim is None and child.pos in {"PROPN", "NOUN", "PRON"} and child.i < token.i:
            victim = child
    if victim is None:
        victim = _after_time(doc, token)
    if victim is None or victim.ent in {"DATE", "TIME", "GPE"}:
        return
    found = _victims(doc, victim, numbers)
    if found is not None:
        yield _mention(HarmKind(word.kind), found.count, found.words, found.span, token.span, f"{token.lemma} of {found.words}")


def _after_time(doc: Document, token: Token) -> Token | None:
    """The "of" phrase of a noun across words of time ("the murder earlier this month of a leader")."""
    i = token.i + 1
    while i < len(doc.tokens) and i < token.i + 6 and (doc.tokens[i].ent in {"DATE", "TIME"} or doc.tokens[i].pos == "ADV"):
        i += 1
    if i == token.i + 1 or i >= len(doc.tokens) or doc.tokens[i].lower != "of":
        return None
    return next((c for c in doc.children(doc.tokens[i]) if c.dep == "pobj"), None)


def _noun_count(doc: Document, token: Token, word: HarmWord, numbers: Numbers) -> Iterator[HarmMention]:
    """"13 deaths", "no casualties", "44 wounded", "two bodies"."""
    run = [c for c in doc.children(token) if is_number(c, numbers) and c.i < token.i]
    if not run and doc.head(token).lower == "of" and is_number(doc.head(doc.head(token)), numbers):
        run = [doc.head(doc.head(token))]
        token = run[0] if word.kind != "casualty" else token
    if not run and word.kind == "casualty" and _no_report(doc, token):
        run = [token]
        for kind in (HarmKind.KILLED, HarmKind.INJURED):
            yield _mention(kind, Count(0, 0), "casualties", token.span, token.span, "no report of casualties")
        return
    without = token.i > 0 and doc.head(token).lower == "without" or any(c.lower == "without" for c in doc.children(token))
    if not run and not without:
        if token.lemma in {"body", "corpse"} and token.tag in {"NNS", "NN"} and _found(doc, token):
            count = read_count(doc, token, numbers)
            if count is not None:
                yield _mention(HarmKind.KILLED, count, token.text, token.span, token.span, "bodies found")
        return
    count = Count(0, 0) if without else read_count(doc, run[0] if run and run[0].i < token.i and doc.head(token).lower == "of" else token, numbers)
    if count is None:
        return
    if token.lemma in {"body", "corpse"} and not _found(doc, token):
        return
    if token.lemma in {"injure", "wound", "injured", "wounded"} and count.minimum == 0 and not run:
        return
    if word.kind == "casualty":
        if count.maximum == 0:
            for kind in (HarmKind.KILLED, HarmKind.INJURED):
                yield _mention(kind, count, "casualties", token.span, token.span, "no casualties")
        elif count.stated:
            words = " ".join(t.text for t in (*run, token))
            for kind in (HarmKind.KILLED, HarmKind.INJURED):
                yield _mention(kind, Count(1, None), words, token.span, token.span, "joint count")
        return
    yield _mention(HarmKind(word.kind), count, token.text, token.span, token.span, f"{token.text} counted")


def _no_report(doc: Document, token: Token) -> bool:
    """"There are no reports of casualties", "no immediate report on any casualties"."""
    for parent, _ in zip(doc.ancestors(token), range(3), strict=False):
        if parent.lemma == "report" and parent.pos == "NOUN":
            return any(c.lower == "no" for c in doc.children(parent))
    return False


def _found(doc: Document, token: Token) -> bool:
    head = doc.head(token)
    return head.lemma in {"find", "recover", "discover", "retrieve", "pull", "unearth", "exhume"} or any(
        c.lemma in {"find", "recover", "discover", "dump", "retrieve"} for c in doc.children(token)
    )


def _toll(doc: Document, token: Token, word: HarmWord, numbers: Numbers) -> Iterator[HarmMention]:
    """"the death toll rose to 13", "a toll of 40"."""
    verb = doc.head(token)
    near = [*doc.subtree(token), *(doc.subtree(verb) if verb.pos in {"VERB", "AUX"} else ())]
    for number in near:
        if number.i > token.i and number.pos == "NUM" and is_number(number, numbers) and doc.head(number).lower not in {"from"}:
            counted = number if number.dep in {"pobj", "attr", "dobj"} else doc.head(number)
            count = read_count(doc, counted, numbers)
            if count is not None and count.stated:
                yield _mention(HarmKind.KILLED, count, "people", None, token.span, "toll")
                return


def _lives(doc: Document, token: Token, word: HarmWord, numbers: Numbers) -> Iterator[HarmMention]:
    """"claimed the lives of five officers", "cost thousands of lives", "17 people lost their lives"."""
    loss = doc.head(token)
    while loss.lower == "of" or is_number(loss, numbers):
        token, loss = loss, doc.head(loss)
        if loss.i == token.i:
            return
    if loss.lemma not in _LOSSES:
        return
    of = next((c for c in doc.children(token) if c.lower == "of"), None)
    owner = next((c for c in doc.children(token) if c.dep == "poss"), None)
    victim: Token | None = token
    if of is not None and not is_number(token, numbers):
        victim = next((c for c in doc.children(of) if c.dep == "pobj"), None)
    elif owner is not None:
        victim = _subject(doc, loss) if loss.lemma == "lose" and owner.pos == "PRON" else owner
    found = _victims(doc, victim, numbers) if victim is not None else None
    if found is not None:
        yield _mention(HarmKind.KILLED, found.count, found.words, found.span, token.span, f"lives of {found.words}")


def _suffered(doc: Document, token: Token, word: HarmWord, numbers: Numbers) -> Iterator[HarmMention]:
    """"a constable suffered minor injuries"; counted injuries are read as such."""
    verb = doc.head(token)
    if verb.lemma in _SUFFERS and token.dep in {"dobj", "conj"}:
        subject = _subject(doc, verb)
        found = _victims(doc, subject, numbers) if subject is not None else None
        if found is not None:
            yield _mention(HarmKind.INJURED, found.count, found.words, found.span, token.span, f"{verb.text} {token.text}")
        return
    yield from _noun_count(doc, token, word, numbers)


_READERS = {"of": _noun_of, "count": _noun_count, "toll": _toll, "lives": _lives, "suffered": _suffered}


# --- victims


def _victims(doc: Document, head: Token, numbers: Numbers, *, verb: Token | None = None) -> Victims | None:
    """The count over a noun phrase and its coordinates; None where the phrase names no people.

    verb: where given, people beside the subject count too ("... was killed along with 26 others").
    """
    if head.ent in {"DATE", "TIME"} and head.pos in {"NUM", "NOUN"}:
        return None
    if head.lower == "by":  # "two passers-by", which the tokeniser splits
        head = next((c for c in doc.children(head) if c.dep == "compound"), head)
    if doc.head(head).lower == "including" or _partitive(doc, head):
        return None  # some of those already counted
    if head.lower in _NOBODY or (head.lower == "one" and any(c.lower == "no" for c in doc.children(head))):
        return Victims((head,), Count(0, 0), head.text, head.span)
    if head.pos == "PRON" and head.lower not in _PEOPLE_PRONOUNS:
        return None
    heads = [head]
    todo = [head]
    while todo:
        token = todo.pop()
        for child in doc.children(token):
            if child.dep == "conj" and child.pos in {"NOUN", "PROPN", "NUM", "PRON"}:
                heads.append(child)
                todo.append(child)
    if head.lemma.lower() in _NOT_PEOPLE and head.pos == "NOUN":
        return None
    heads = [h for n, h in enumerate(heads) if n == 0 or not _same_people(doc, heads[0], h, numbers)]
    if verb is not None:
        heads.extend(_beside(doc, verb, numbers))
    low: int | None = 0
    high: int | None = 0
    stated = False
    for each in heads:
        if each.lemma.lower() in _NOT_PEOPLE:
            continue
        count = read_count(doc, each, numbers)
        if count is None:
            if each.pos == "PRON":
                count = Count(1, 1, stated=False)
            else:
                continue
        if not count.stated and not _is_person(_counted(doc, each, numbers)):
            continue
        stated = stated or count.stated
        low = None if low is None or count.minimum is None else low + count.minimum
        high = None if high is None or count.maximum is None else high + count.maximum
    if low == 0 and high == 0 and not stated:
        return None
    span = _words_span(doc, head, heads)
    return Victims(tuple(heads), Count(low, high, stated), " ".join(doc.text[span.start : span.end].split()), span)


def _partitive(doc: Document, head: Token) -> bool:
    """True for "three of them", "one of whom"."""
    return any(c.lower == "of" and any(g.lower in {"them", "whom", "those", "which"} for g in doc.children(c)) for c in doc.children(head))


def _counted(doc: Document, head: Token, numbers: Numbers) -> Token:
    """The people behind a word of number ("a number of officers"), else the head itself."""
    if is_number(head, numbers):
        of = next((c for c in doc.children(head) if c.lower == "of"), None)
        return next((c for c in doc.children(of) if c.dep == "pobj"), head) if of is not None else head
    return head


def _is_person(head: Token) -> bool:
    """True for a noun that names people: by its entity label, the table of person nouns, or a person's name."""
    if head.ent in {"PERSON", "NORP"} or head.pos == "PRON":
        return True
    if head.ent in {"GPE", "LOC", "FAC", "PRODUCT"}:
        return False
    lemma = head.lemma.lower()
    nouns = load_person_nouns()
    return head.pos == "PROPN" or lemma in nouns or lemma.endswith(("man", "men", "woman", "women")) or lemma.rstrip("s") in nouns


def _same_people(doc: Document, first: Token, second: Token, numbers: Numbers) -> bool:
    """True where a coordinate adds nobody: "eight women and young girls", "strongman and president"."""
    own = any(is_number(c, numbers) or c.dep in {"det", "poss"} for c in doc.children(second))
    if own or second.pos in {"PROPN", "PRON", "NUM"} or is_number(second, numbers):
        return False
    numbered = any(is_number(c, numbers) for c in doc.children(first))
    return numbered or (first.tag == "NN" and second.tag == "NN")


def _beside(doc: Document, verb: Token, numbers: Numbers) -> Iterator[Token]:
    """Counted people after "along with", "alongside", "together with" and "as well as"."""
    for child in doc.children(verb):
        last = next((c for c in doc.children(child) if c.lower == "with"), child)
        if {child.lower, last.lower} & {"alongside", "along", "together"} or (
            child.lower == "with" and any(c.lower in {"along", "together"} for c in doc.children(child))
        ):
            people = next((c for c in doc.children(last) if c.dep == "pobj"), None)
            if people is not None and _is_person(people):
                yield people


def _words_span(doc: Document, head: Token, heads: list[Token]) -> Span:
    inside = [
        t for h in heads for c in (h, *(c for c in doc.children(h) if c.i < h.i and c.dep in {"amod", "compound", "nummod", "poss", "nmod", "det"}))
        for t in ((c,) if c.i == h.i else doc.subtree(c))
    ]
    of = [t for c in doc.children(head) if c.lower == "of" for t in doc.subtree(c)]
    every = sorted({t.i for t in (*inside, *of)})
    return Span(doc.tokens[every[0]].start, doc.tokens[every[-1]].end)


def _mention(kind: HarmKind, count: Count, whom: str, whom_span: Span | None, trigger: Span, reason: str) -> HarmMention:
    start = min(trigger.start, whom_span.start) if whom_span is not None else trigger.start
    end = max(trigger.end, whom_span.end) if whom_span is not None else trigger.end
    return HarmMention(
        span=Span(start, end), kind=kind, minimum=count.minimum, maximum=count.maximum, whom=whom, whom_span=whom_span,
        trigger=trigger, negated=count.maximum == 0, score=1.0 if count.stated else 0.7, reason=reason,
    )


def _without_doubles(found: list[HarmMention]) -> Iterator[HarmMention]:
    """One mention where two words of harm read the same people ("shot dead", "killing" and its noun)."""
    kept: list[HarmMention] = []
    for harm in found:
        if harm.minimum is None and harm.maximum is None:
            continue
        if any(
            k.kind is harm.kind and k.whom_span is not None and harm.whom_span is not None and k.whom_span.overlaps(harm.whom_span)
            for k in kept
        ):
            continue
        kept.append(harm)
    yield from kept
