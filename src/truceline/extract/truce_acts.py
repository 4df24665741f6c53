"""What an event does to a truce, and whom the truce binds (codebook sections 4, 5 and 8).

The act follows from the event's type and from the words that tie its trigger to a truce. Precision comes first: a truce
read as ended that was not is the worst error of the whole product, so no act is read where the tie is loose.
"""

from __future__ import annotations

from collections.abc import Iterator

from truceline.domain.codes import EventType, Role, Status, TruceAction
from truceline.domain.mentions import EventMention, RoleFill
from truceline.domain.text import Document, Token
from truceline.extract import events_parse as parse
from truceline.resources.lexicon import word_classes

_T = EventType
_A = TruceAction

STRICT = frozenset({"ceasefire", "truce", "armistice"})
"""Words that mean a truce wherever they stand."""
_LOOSE = frozenset(
    {"cessation", "pause", "lull", "moratorium", "calm", "halt", "suspension", "end", "stop", "deescalation", "freeze"}
)
"""Words that mean a truce with what is to stop: "cessation of hostilities", "pause in fighting"."""
_FIGHTING = frozenset(
    "hostility fighting attack operation violence offensive bombardment war combat bloodshed strike "
    "bombing shelling fire "
    "airstrike raid clash killing killing violence activity campaign sabotage".split()
)
_STOPPING = frozenset({"stop", "halt", "cease", "suspend", "end", "pause", "freeze"})
_PACT = frozenset({"deal", "agreement", "accord", "pact", "understanding"})

_ENDING = frozenset(
    "end terminate cancel abandon scrap renounce annul revoke rescind denounce expire collapse lapse "
    "crumble unravel void "
    "withdraw break fail ruin nullify repudiate quit dissolve finish abrogate".split()
)
_ENDING_NOUNS = frozenset(
    "end collapse breakdown disintegration dissolution expiry termination failure unraveling unravelling".split()
)
_OVER_WORDS = frozenset("over dead defunct void broken off null finished".split())
_OFFERING = frozenset(
    "offer propose suggest ready willing prepared proposal willingness readiness seek hope initiative".split()
)
_EXTENDING = frozenset({"extend", "renew", "prolong", "extension", "renewal"})
_RESTORING = frozenset({"restore", "reinstate", "revive", "resume", "reaffirm"})
_KEEPING = frozenset(
    "respect observe keep honor honour maintain uphold adhere stick abide preserve hold comply "
    "consolidate strengthen implement "
    "extend renew continue support monitor verify sign accept return".split()
)
_BREAKING = frozenset({"violate", "breach", "break", "violation", "infringement", "breaking", "infringe", "flout"})
_DESPITE = (
    "despite",
    "notwithstanding",
    "violation",
    "breach",
    "defiance",
    "violate",
    "violating",
    "breaking",
    "broke",
    "shattered",
)


def read_truce_action(doc: Document, mention: EventMention) -> tuple[TruceAction | None, float, str]:
    """The truce act of a mention, its score (0 to 1) and the reason; None where it does nothing to a truce.

    Settled cases of codebook section 8: a threat to end a truce, talks about one and urging parties to keep one do
    nothing; an alleged breach is ``violated`` on the accusation, and on the act of force only where the report ties it
    to the truce.
    """
    if mention.type in (_T.THREATEN, _T.CONSULT, _T.SUPPORT, _T.AID, _T.COOPERATE, _T.MOBILIZE, _T.PROTEST):
        return None, 1.0, f"{mention.type} does nothing to a truce"
    anchor = doc.syntactic_head(mention.trigger)
    if anchor is None:
        return None, 1.0, "no words"
    truce = truce_word(doc, mention, anchor)
    if mention.type is _T.ASSAULT:
        return _violating(doc, anchor)
    if truce is None:
        return None, 0.9, "no truce named with it"
    reader = _READERS.get(mention.type)
    if reader is None:
        return None, 0.9, f"{mention.type} does nothing to a truce"
    action, why = reader(doc, mention, anchor, truce)
    return action, 0.8 if action else 0.7, why


def truce_word(doc: Document, mention: EventMention, anchor: Token) -> Token | None:
    """The word for the truce that the trigger is tied to: in it, governed by it, or governing it; else None."""
    for token in doc.tokens_in(mention.trigger):
        if _is_truce(doc, token):
            return token
    for token in _near(doc, anchor):
        if _is_truce(doc, token):
            return token
    return None


def _is_truce(doc: Document, token: Token) -> bool:
    lemma = parse.lemma_of(doc, token)
    if lemma in STRICT:
        return True
    if lemma in _LOOSE and token.pos == "NOUN":
        stopped = {parse.lemma_of(doc, t) for t in parse.prep_objects(doc, token, "of", "in", "to")}
        modified = {parse.lemma_of(doc, t) for t in parse.modifiers(doc, token)}
        if lemma in ("end", "stop", "halt", "suspension"):
            return bool(stopped & (_FIGHTING - {"war"}))
        return bool(stopped & _FIGHTING) or bool(
            modified & {"humanitarian", "tactical", "temporary"} and lemma in ("pause", "lull")
        )
    if lemma in _STOPPING and parse.is_verb(token):
        objects = {parse.lemma_of(doc, o) for p in parse.patients(doc, token) for o in parse.conjuncts(doc, p)}
        return bool(objects & (_FIGHTING - {"war"})) or (lemma == "cease" and "fire" in objects)
    return False


def _near(doc: Document, anchor: Token, depth: int = 4) -> Iterator[Token]:
    """Words tied to the trigger: its arguments and complements downwards, then light verbs and nouns upwards."""
    yield from _down(doc, anchor, depth)
    token = anchor
    for _ in range(3):
        head = doc.head(token)
        if head.i == token.i:
            return
        if token.dep in (
            "dobj",
            "nsubjpass",
            "nsubj",
            "pobj",
            "compound",
            "prep",
            "agent",
            "acl",
            "relcl",
            "attr",
            "poss",
            "nmod",
        ):
            if token.dep == "nsubj" and not (
                head.lemma in _ENDING or head.lemma in ("be", "hold", "take", "come", "last")
            ):
                return
            yield head
            if token.dep in ("dobj", "nsubjpass", "compound", "pobj", "agent"):
                for child in doc.children(head):
                    if child.dep in ("prep", "dobj", "nsubjpass", "agent") and child.i != token.i:
                        yield from _down(doc, child, 1)
            token = head
        else:
            return


_TIES = frozenset(
    "dobj nsubjpass pobj prep agent xcomp ccomp acl compound nmod attr pcomp oprd conj amod dative "
    "poss relcl prt advcl".split()
)


def _down(doc: Document, token: Token, depth: int) -> Iterator[Token]:
    if depth == 0:
        return
    for child in doc.children(token):
        if child.dep not in _TIES and not (
            child.dep == "nsubj"
            and (
                token.lemma in _ENDING | {"be", "hold", "last", "take", "come", "remain", "go"} or token.dep == "ccomp"
            )
        ):
            continue
        if child.dep in ("conj", "relcl", "advcl") and parse.is_verb(child):
            continue
        if child.dep == "prep" and child.lower in (
            "during",
            "since",
            "despite",
            "after",
            "before",
            "until",
            "amid",
            "under",
        ):
            continue
        yield child
        yield from _down(doc, child, depth - 1)


def _words(doc: Document, mention: EventMention, anchor: Token, truce: Token) -> frozenset[str]:
    """Lemmas of the trigger, of what lies between it and the truce in the parse, and of its helpers."""
    found = {parse.lemma_of(doc, t) for t in doc.tokens_in(mention.trigger)}
    for start, stop in ((truce, anchor), (anchor, truce)):
        path = []
        for token in doc.ancestors(start):
            path.append(parse.lemma_of(doc, token))
            if token.i == stop.i:
                found.update(path)
                break
            if len(path) > 4:
                break
    if anchor.pos in ("NOUN", "PROPN"):
        head = doc.head(anchor)
        if head.pos == "ADP":
            head = doc.head(head)
        found.add(parse.lemma_of(doc, head))
    found.update(c.lower for c in doc.children(anchor) if c.dep in ("prt", "acomp", "advmod", "xcomp", "neg"))
    return frozenset(found)


def _agree(doc: Document, mention: EventMention, anchor: Token, truce: Token) -> tuple[TruceAction | None, str]:
    words = _words(doc, mention, anchor, truce)
    if words & _EXTENDING:
        return _A.EXTENDED, "a truce is prolonged"
    if words & {"restore", "reinstate", "revive", "back"} and words & (STRICT | _PACT):
        return _A.RESTORED, "a truce is put back in force"
    if words & _OFFERING:
        return _A.PROPOSED, "a side offers a truce"
    if words & {
        "talk",
        "negotiate",
        "discuss",
        "consider",
        "monitor",
        "observe",
        "respect",
        "honor",
        "honour",
        "maintain",
        "keep",
    }:
        return None, "the truce itself is not made here"
    return _A.AGREED, "the sides agree on a truce"


def _concede(doc: Document, mention: EventMention, anchor: Token, truce: Token) -> tuple[TruceAction | None, str]:
    words = _words(doc, mention, anchor, truce)
    if words & {"call", "end", "terminate"} and words & {"off"}:
        return None, "a truce called off is not declared here"
    if words & _EXTENDING:
        return _A.EXTENDED, "a side prolongs its truce"
    if words & {"lift", "ease", "pardon", "release"}:
        return None, "lifts something, declares no truce"
    if parse.lemma_of(doc, anchor) == "announce" and parse.is_passive(doc, anchor) and not parse.agents(doc, anchor):
        return _A.AGREED, "a truce is announced, by whom is not said"
    return _A.DECLARED, "one side declares a truce or that it stops fighting"


def _retreat(doc: Document, mention: EventMention, anchor: Token, truce: Token) -> tuple[TruceAction | None, str]:
    if mention.mode not in (None, "ceasefire"):
        return None, "a withdrawal or release, not a truce"
    if parse.lemma_of(doc, anchor) in (
        "withdraw",
        "withdrawal",
        "release",
        "free",
        "leave",
        "flee",
        "evacuate",
        "evacuation",
        "pull",
        "resign",
    ):
        return None, "a withdrawal or release, not a truce"
    words = _words(doc, mention, anchor, truce)
    if words & _EXTENDING:
        return _A.EXTENDED, "a truce is prolonged"
    return _A.IN_EFFECT, "a truce starts or holds"


def _request(doc: Document, mention: EventMention, anchor: Token, truce: Token) -> tuple[TruceAction | None, str]:
    words = _words(doc, mention, anchor, truce)
    if words & _KEEPING or (words & {"end", "ending"} and parse.lemma_of(doc, truce) in STRICT):
        return None, "asks to keep (or to end) a truce, proposes none"
    if words & {"violation", "investigate", "condition", "talk", "negotiation", "monitor", "observer"}:
        return None, "asks for something about a truce"
    return _A.PROPOSED, "a truce is asked for"


def _reject(doc: Document, mention: EventMention, anchor: Token, truce: Token) -> tuple[TruceAction | None, str]:
    words = _words(doc, mention, anchor, truce)
    lemma = parse.lemma_of(doc, anchor)
    negated = parse.is_negated(doc, anchor)
    if words & _TALKS or mention.mode == "meet":
        return None, "breaks off talks, not a truce"
    unsure = _unsure(doc, anchor)
    if words & {"suspend", "suspension"} and not unsure and parse.lemma_of(doc, truce) in STRICT | {"cessation"}:
        return (None, "said not to be") if negated else (_A.SUSPENDED, "a truce is suspended")
    ending = (
        lemma in _ENDING
        or lemma in _ENDING_NOUNS
        or bool(words & (_ENDING | _ENDING_NOUNS) - {"withdraw", "break", "fail"})
    )
    ending = (
        ending
        or (lemma in ("call", "break") and "off" in words)
        or bool(words & _OVER_WORDS and lemma in ("be", "declare"))
    )
    refusing = words & {
        "reject",
        "refuse",
        "rule",
        "oppose",
        "veto",
        "block",
        "rejection",
        "refusal",
        "dismiss",
        "accept",
        "rebuff",
        "cannot",
        "renew",
        "possible",
        "consider",
        "decline",
        "spurn",
        "unacceptable",
    }
    if refusing:
        return _A.REJECTED, "a truce is refused"
    if ending and parse.lemma_of(doc, truce) in STRICT | {"cessation", "armistice"}:
        if negated or unsure or mention.status in (Status.HYPOTHETICAL, Status.FUTURE, Status.NEGATED):
            return None, "ending it is not told as done"
        return _A.ENDED, "a truce is ended"
    if parse.lemma_of(doc, anchor) in _STOPPING:
        return None, "something else is stopped"
    return (
        (_A.REJECTED, "a truce is refused")
        if negated or lemma == "no"
        else (None, "what happens to the truce is not clear")
    )


_TALKS = frozenset("talk negotiation dialogue meeting round consultation negotiate discuss discussion".split())
_WISHES = frozenset(
    "threaten threat want may might consider plan call urge demand ready prepare warn vote seek wish "
    "possible possibility "
    "risk fear danger if could would should can".split()
)


def _unsure(doc: Document, anchor: Token) -> bool:
    """True when an end is only spoken of: may, if, threatens to, wants to. "Announced it would" is said and done."""
    token, steps = anchor, 0
    while steps < 5:
        helpers = {h.lower for h in parse.helpers(doc, token)}
        marks = {c.lower for c in doc.children(token) if c.dep in ("mark", "advmod")}
        if helpers & {"may", "might", "could", "should", "can"} or marks & {"if", "unless"}:
            return True
        head = doc.head(token)
        announced = parse.lemma_of(doc, head) in ("announce", "declare", "decide", "proclaim")
        if helpers & {"will", "would", "'ll"}:
            return not announced
        if head.i != token.i and parse.lemma_of(doc, head) in _WISHES:
            return True
        if head.i == token.i or token.dep not in (
            "xcomp",
            "ccomp",
            "acl",
            "dobj",
            "pobj",
            "prep",
            "conj",
            "pcomp",
            "advcl",
        ):
            return False
        token, steps = head, steps + 1
    return False


def _accuse(doc: Document, mention: EventMention, anchor: Token, truce: Token) -> tuple[TruceAction | None, str]:
    nearby = {parse.lemma_of(doc, t) for t in doc.subtree(anchor)} | {
        parse.lemma_of(doc, t) for t in doc.tokens_in(mention.trigger)
    }
    if parse.lemma_of(doc, truce) not in STRICT | {"cessation", "lull"}:
        return None, "no truce named"
    if nearby & {"defunct", "void", "dead", "finished"}:
        return _A.ENDED, "a side is said to have made the truce void"
    if nearby & (_BREAKING | {"respect", "infraction"}):
        return _A.VIOLATED, "a side is said to have broken the truce"
    return None, "no breach named"


def _violating(doc: Document, anchor: Token) -> tuple[TruceAction | None, float, str]:
    """A deed of force breaks a truce only where its own sentence ties the two."""
    sentence = doc.sentence_tokens(anchor.sent)
    for token in sentence:
        if parse.lemma_of(doc, token) not in STRICT:
            continue
        for above in (token, *doc.ancestors(token)):
            if above.lower in ("despite", "notwithstanding") or parse.lemma_of(doc, above) in (
                "violation",
                "breach",
                "defiance",
            ):
                return _A.VIOLATED, 0.75, f"told as done {above.lower} a truce"
            if (
                parse.is_verb(above)
                and above.lemma in ("violate", "breach", "break", "shatter")
                and not parse.is_negated(doc, above)
            ):
                if token.dep in ("dobj", "nsubjpass") and abs(above.i - anchor.i) < 14:
                    return _A.VIOLATED, 0.7, "told as breaking the truce"
                break
            if parse.is_clause_head(above):
                break
    return None, 0.9, "not tied to a truce"


_READERS = {
    _T.AGREE: _agree,
    _T.CONCEDE: _concede,
    _T.RETREAT: _retreat,
    _T.REQUEST: _request,
    _T.REJECT: _reject,
    _T.ACCUSE: _accuse,
}


def read_truce_parties(doc: Document, mention: EventMention) -> tuple[RoleFill, ...]:
    """The sides that a truce binds, where the words name them: "a truce between A and B", "its truce with B"."""
    anchor = doc.syntactic_head(mention.trigger)
    truce = truce_word(doc, mention, anchor) if anchor else None
    if truce is None:
        return ()
    fills = []
    for head in parse.prep_objects(doc, truce, "between", "with", "among", "by"):
        for side in parse.conjuncts(doc, head):
            if (
                side.ent in ("GPE", "NORP", "ORG", "PERSON")
                or parse.lemma_of(doc, side) in word_classes()["force"] | word_classes()["party"]
            ):
                fills.append(RoleFill(Role.TRUCE_PARTY, parse.phrase(doc, side), 0.75, "a side of the truce"))
    return tuple(fills)
