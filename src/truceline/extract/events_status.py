"""Whether a mention tells of something that happened: status and aggregate, from tense, modals, negation and years."""

from __future__ import annotations

import re
from collections.abc import Iterator

from truceline.domain.codes import EventType, Status
from truceline.domain.text import Document, Token
from truceline.extract import events_parse as parse
from truceline.extract.events_deals import TRIED_IN_VAIN, is_failed, still_to_make
from truceline.extract.events_feared import made_ready_for
from truceline.extract.events_judged import judged_by
from truceline.extract.events_undone import AHEAD, COMING, came_to_nothing, is_put_off
from truceline.resources.lexicon import word_classes

SPEECH = frozenset(
    {
        EventType.AGREE,
        EventType.REQUEST,
        EventType.ACCUSE,
        EventType.REJECT,
        EventType.THREATEN,
        EventType.SUPPORT,
        EventType.CONCEDE,
    }
)
"""Types that are mostly done in words: a threat is an actual THREATEN, a promise an actual AGREE."""
ALWAYS_SAID = frozenset({EventType.REQUEST, EventType.ACCUSE, EventType.REJECT, EventType.THREATEN})
_REFUSING = frozenset(
    "reject refuse deny decline veto boycott dismiss withdraw quit leave break end suspend abandon spurn rebuff oppose "
    "renounce cancel".split()
)
"""Verbs that refuse by themselves: "neither side has withdrawn" refuses nothing, "no one wants to stay" does."""
_MAY_LIE_AHEAD = frozenset({EventType.REQUEST, EventType.ACCUSE})
"""Words that one may announce to say later: "will file a protest". Who will refuse or strike says so now."""
_FORMAL = frozenset(
    "sign ratify recognize recognise reach conclude vote pardon declare announce elect inaugurate swear".split()
)
"""Verbs of words that can themselves lie ahead ("will sign the accord on Friday")."""
_FUTURE_GOVERNORS = frozenset(
    "plan intend prepare expect schedule aim agree promise pledge vow decide order announce set due "
    "propose want seek "
    "offer hope threaten ready about poise arrange commit plot conspire".split()
)
_MEANT = frozenset("plan prepare schedule intend".split())
_PLOTTING = frozenset("plan plot prepare".split())
"""Who "planned the attack" is behind one that took place."""
_PLANNING = _PLOTTING | frozenset("schedule expect intend".split())
"""Verbs whose object lies ahead: "were plotting attacks"."""
_PLOTS = frozenset("plot plan conspiracy scheme".split())
"""Nouns under which a deed is not done yet, foiled or not: "a plot to blow up the bridge"."""
_MAYBE_ADJECTIVES = frozenset("possible potential likely hypothetical any would-be feared".split())
_PREVENTED = frozenset("prevent avoid avert stop deter foil thwart".split())
_YEAR = re.compile(r"\b(1[5-9]\d\d|20\d\d)\b")
_COUNTED = frozenset(
    "several numerous many series spate wave string repeated hundreds dozens scores thousands number "
    "frequent almost "
    "daily near-daily continued sporadic recent various multiple some more".split()
)


def read_status(doc: Document, trigger: Token, event_type: EventType) -> tuple[Status, str]:
    """Status of an event named by a token, with the reason.

    A speech act that a modal only softens ("would like to ask") stays actual: codebook section 8.
    """
    reason = _historical(doc, trigger)
    if reason:
        return Status.HISTORICAL, reason
    if event_type in _DENIABLE and _is_denied(doc, trigger):
        return Status.NEGATED, "denied"
    if event_type in ALWAYS_SAID:
        nobody = parse.is_verb(trigger) and parse.by_nobody(doc, trigger)
        if nobody and (event_type is not EventType.REJECT or trigger.lemma in _REFUSING):
            return Status.NEGATED, "nobody does it"
        ahead = _will_say(doc, trigger) if event_type in _MAY_LIE_AHEAD else ""
        return (Status.FUTURE, ahead) if ahead else (Status.ACTUAL, "said")
    if trigger.pos in ("NOUN", "PROPN") and (undone := came_to_nothing(doc, trigger, event_type)):
        return Status.NEGATED, undone
    if is_put_off(doc, trigger):
        return Status.FUTURE, "postponed"
    if _to_be_announced(doc, trigger):
        return Status.FUTURE, "expected to be announced"
    if event_type not in SPEECH and (ahead := _awaited(doc, trigger)):
        return Status.FUTURE, ahead
    for token, clause in _governing(doc, trigger):
        if event_type in _BLOWS and _does_something(doc, token, trigger):
            break
        there_before = clause and trigger.pos == "NOUN" and trigger.dep in ("dobj", "nsubjpass")
        if there_before and token.lemma in word_classes()["presupposing"]:
            break  # "will not lift the sanctions": they are there
        status, reason = _of_clause(doc, token, trigger, event_type, nested=clause)
        if status in (Status.FUTURE, Status.HYPOTHETICAL) and event_type in SPEECH and token.lemma not in _FORMAL:
            continue
        if status is not Status.ACTUAL:
            return status, reason
    if event_type is EventType.AGREE and (ahead := still_to_make(doc, trigger)):
        return Status.FUTURE, ahead
    return Status.ACTUAL, "told as a fact"


_DENIABLE = frozenset({EventType.AGREE, EventType.CONCEDE, EventType.RETREAT, EventType.REJECT, EventType.COOPERATE})
"""What is not done where it is denied. An act of force stays told as done, with who denies it."""
_STORIES = frozenset("report claim suggestion allegation rumour rumor speculation story assertion".split())
_MADE = frozenset("agree sign reach conclude accept make declare announce strike call seal abandon suspend end".split())
_CALLED_UNTRUE = frozenset("deny dismiss reject refute rebut".split())


def _is_denied(doc: Document, trigger: Token) -> bool:
    """True inside "denied that ...", "dismissed reports that ...": what the words say is said not to be so."""
    if any(c.dep == "nsubjpass" and c.lower == "nothing" for c in doc.children(trigger)):
        return True
    token = trigger
    while token.head != token.i and token.dep != "advcl":
        head = doc.head(token)
        if token.dep in ("ccomp", "xcomp", "acl", "relcl"):
            if token.i != trigger.i and token.lemma not in _MADE:
                return False  # "denied that the truce had been broken" denies no truce
            if head.lemma == "deny":
                return not parse.is_negated(doc, head)
            told = head.lemma in _STORIES and head.dep == "dobj"
            return told and doc.head(head).lemma in _CALLED_UNTRUE
        if token.dep == "conj" and parse.is_verb(token) and parse.is_verb(head) and head.lemma in _CALLED_UNTRUE:
            return False
        token = head
    return False


def _to_be_announced(doc: Document, trigger: Token) -> bool:
    """True for "agreed" in "expected to announce that they agreed to a ceasefire"."""
    head = doc.head(trigger)
    telling = trigger.dep == "ccomp" and head.tag == "VB" and head.dep == "xcomp" and head.lemma in _FORMAL
    return telling and doc.head(head).lower in AHEAD


def _will_say(doc: Document, trigger: Token) -> str:
    """The words that put a demand or a charge ahead: "will file a protest", "is planning to sue"; else empty.

    What somebody will say of himself ("I will ask them") is said with it.
    """
    for token, nested in _governing(doc, trigger):
        if nested and trigger.pos in ("NOUN", "PROPN") and parse.is_verb(token) and token.lemma not in _UTTERING:
            return ""  # "will study a complaint"
        words = {h.lower for h in parse.helpers(doc, token)}
        own = any(c.dep == "nsubj" and c.lower in ("i", "we") for c in doc.children(token))
        if words & {"will", "'ll", "’ll", "shall"} and "have" not in words and not own:
            return "future tense"
        if token.tag != "VB" or token.dep != "xcomp" or token.lemma == "blame":
            continue
        governor = doc.head(token)
        if any(c.dep in ("acomp", "advmod") and c.i < token.i for c in doc.children(governor)):
            continue  # "it is vital to ask them"
        if governor.lemma == "be" or governor.lower in AHEAD or governor.lemma in _MEANT:
            return f"{governor.lower} to"
    return ""


_UTTERING = frozenset("file lodge make issue present deliver raise launch open submit send face bring".split())
"""Verbs that a demand or a charge is the object of when it is made: "will lodge a complaint"."""


def _awaited(doc: Document, trigger: Token) -> str:
    """The words that put a deed ahead: "scheduled to meet" as one trigger, "talks to be held", "talks set for Friday",
    "ahead of the talks"; else empty."""
    meant = trigger.lemma in _MEANT and not (trigger.lemma == "prepare" and trigger.tag != "VBG")
    own = any(c.dep in ("xcomp", "acl") and c.tag == "VB" for c in doc.children(trigger))
    if meant and own and not parse.is_negated(doc, trigger):
        return f"something one means to do ({trigger.lemma})"
    if trigger.pos not in ("NOUN", "PROPN"):
        return ""
    for child in doc.children(trigger):
        below = {t.lower for t in doc.children(child)}
        if child.dep in ("acl", "relcl") and child.lower in ("held", "signed", "staged") and {"to", "be"} <= below:
            return "to be held"
        awaited = child.dep == "acl" and child.tag == "VBN" and child.lower in AHEAD | {"expected"}
        if awaited and (child.lower != "set" or "for" in below):
            return f"{child.lower} for later"
    if ready := made_ready_for(doc, trigger):
        return ready
    over = doc.head(trigger)
    return "ahead of it" if over.lower == "of" and doc.head(over).lower == "ahead" else ""


def _governing(doc: Document, trigger: Token) -> Iterator[tuple[Token, bool]]:
    """The trigger, then the verbs whose reality it shares: light verbs, control verbs, coordinated verbs."""
    yield trigger, False
    token, steps = trigger, 0
    while token.head != token.i and steps < 4:
        head = doc.head(token)
        steps += 1
        if token.dep in ("dobj", "nsubjpass", "nsubj", "attr", "compound", "conj") and trigger.pos in ("NOUN", "PROPN"):
            if token.dep == "conj" and parse.is_verb(token):
                return
            yield head, True
            if parse.is_clause_head(head) and head.dep != "xcomp":
                return
        elif (
            token.dep == "pobj"
            and head.lower in ("for", "to", "in")
            and parse.is_verb(doc.head(head))
            and trigger.tag == "NNS"
            and judged_by(doc, trigger) is None
        ):
            yield doc.head(head), True
            return
        elif token.dep == "xcomp" or (token.dep == "acl" and token.tag == "VB"):
            yield head, True
        else:
            return
        token = head


_HAPPENING = frozenset("take begin start involve target last continue follow aim enter include".split())
"""Verbs with an object that say of their subject whether it is done, lies ahead or is not: "will take place"."""


_BLOWS = frozenset({EventType.ASSAULT, EventType.COERCE})


def _does_something(doc: Document, verb: Token, trigger: Token) -> bool:
    """True for a verb that says what a deed does, not whether it takes place: "the bombings will not deter us"."""
    acts = any(c.i == trigger.i and c.dep == "nsubj" for c in doc.children(verb))
    return acts and verb.lemma not in _HAPPENING and any(c.dep == "dobj" for c in doc.children(verb))


def _of_clause(
    doc: Document, token: Token, trigger: Token, event_type: EventType, *, nested: bool
) -> tuple[Status, str]:
    helpers = parse.helpers(doc, token)
    words = {h.lower for h in helpers}
    perfect = "have" in words
    if token.pos in ("NOUN", "PROPN"):
        if nested and trigger.tag == "VB" and event_type not in SPEECH and parse.lemma_of(doc, token) in _PLOTS:
            return Status.FUTURE, f"something one means to do ({token.lower})"
        adjectives = {m.lower for m in parse.modifiers(doc, token)}
        if adjectives & COMING and token is trigger:
            return Status.FUTURE, "called planned or coming"
        if adjectives & _MAYBE_ADJECTIVES and token is trigger and event_type is EventType.ASSAULT:
            return Status.HYPOTHETICAL, "called possible"
        if any(c.dep == "det" and c.lower == "no" for c in doc.children(token)):
            return Status.NEGATED, "said not to have been"
        if any(c.dep == "relcl" and {h.lower for h in parse.helpers(doc, c)} & {"will"} for c in doc.children(token)):
            return Status.FUTURE, "to be held"
        if doc.head(token).lower == "of" and doc.head(doc.head(token)).lower in (
            "eve",
            "possibility",
            "chances",
            "prospect",
        ):
            ahead = doc.head(doc.head(token)).lower == "eve"
            return (Status.FUTURE, "on its eve") if ahead else (Status.HYPOTHETICAL, "spoken of as possible")
        return Status.ACTUAL, ""
    if words & {"will", "'ll", "’ll", "shall"} and not perfect:
        return Status.FUTURE, "future tense"
    if "would" in words and not perfect and _reported(doc, token):
        return Status.FUTURE, "future in reported speech"
    if token.tag == "VB" and token.dep in ("xcomp", "ROOT", "ccomp", "conj"):
        governor = doc.head(token) if token.dep == "xcomp" else token
        if governor.lemma == "be" and any(c.lower == "to" for c in doc.children(token)):
            return Status.FUTURE, "is to be"
        if token.dep == "xcomp" and governor.lower in AHEAD:
            return Status.FUTURE, f"{governor.lower} to be"
    if words & {"could", "may", "might"} or ("would" in words and _has_if(doc, token)):
        return Status.HYPOTHETICAL, "could, may or would"
    if _in_if(doc, token):
        return Status.HYPOTHETICAL, "in an if-clause"
    if parse.is_negated(doc, token) and event_type is not EventType.REJECT and not nested:
        return Status.NEGATED, "negated"
    if nested and event_type in TRIED_IN_VAIN and is_failed(doc, token, trigger):
        return Status.NEGATED, f"did not come about ({token.lemma})"
    if nested and token.lemma in _PREVENTED:
        return Status.NEGATED, f"kept from happening ({token.lemma})"
    given = trigger.dep == "dobj" and token.lemma in _PLOTTING
    given = given and any(c.dep == "det" and c.lower in ("the", "this", "that") for c in doc.children(trigger))
    meant = trigger.tag == "VB" or (trigger.tag in ("NN", "NNS") and token.lemma in _PLANNING and not given)
    if nested and meant and token.lemma in _FUTURE_GOVERNORS and event_type not in SPEECH:
        return Status.FUTURE, f"something one means to do ({token.lemma})"
    return Status.ACTUAL, ""


def _reported(doc: Document, verb: Token) -> bool:
    """True under a verb of saying or deciding: "said it would withdraw"."""
    if verb.dep in ("ccomp", "conj", "relcl", "advcl"):
        return True
    return any(t.dep == "ccomp" for t in doc.ancestors(verb)) or verb.dep == "ROOT"


def _has_if(doc: Document, verb: Token) -> bool:
    return any(
        c.dep == "advcl" and any(g.lower in ("if", "unless") for g in doc.children(c)) for c in doc.children(verb)
    )


def _in_if(doc: Document, verb: Token) -> bool:
    return verb.dep in ("advcl", "conj") and any(
        g.lower in ("if", "unless", "should") and g.dep in ("mark", "advmod") for g in doc.children(verb)
    )


def _historical(doc: Document, trigger: Token) -> str:
    """The words that put the trigger more than a year before the report, or an empty string."""
    last_year = doc.report.date.year - 1
    clause = {t.i for t, _ in _governing(doc, trigger)}
    head = doc.head(trigger)
    if trigger.pos in ("NOUN", "PROPN") and head.pos == "ADP":
        clause.add(head.head)
    for token in doc.sentence_tokens(trigger.sent):
        old = bool(_YEAR.fullmatch(token.text)) and int(token.text) < last_year
        if old and trigger.dep == "relcl" and doc.head(trigger).i in (token.i, token.head):
            return f"more than a year before the report ({token.text})"
        if not old and not (token.lower == "ago" and _long_ago(doc, token)):
            continue
        for above in doc.ancestors(token):
            if above.lower in ("since", "resolution") or (
                above.pos == "NOUN" and above.lower in ("law", "treaty", "convention")
            ):
                break
            if above.i in clause:
                return f"more than a year before the report ({token.text})"
            if above.pos == "VERB" or (above.pos in ("NOUN", "PROPN") and above.ent not in ("DATE", "TIME")):
                break
    return ""


def _long_ago(doc: Document, ago: Token) -> bool:
    for child in doc.subtree(ago):
        if child.lower in ("decades", "centuries"):
            return True
        if child.lower == "years":
            return not any(c.lower in ("one", "1") for c in doc.children(child))
    return False


_REPEATABLE = frozenset(
    {EventType.ASSAULT, EventType.COERCE, EventType.PROTEST, EventType.AID, EventType.MOBILIZE, EventType.THREATEN}
)
_SERIES = frozenset("series spate wave string number round flurry surge campaign".split())
_ONE_OCCASION = frozenset("clash fight talk hostility battle exchange riot gunfight".split())
"""Plurals that name one occasion."""
_OVER_TIME = re.compile(
    r"\b(?:since|times|over the (?:past|last)|(?:in|during|for) (?:the )?(?:past|last|recent|several|many) "
    r"(?:\w+ )?(?:weeks|months|years|decades)|in (?:\w+ )?(?:months|years|decades)|so far|repeatedly|regularly|often|"
    r"routinely|frequently|daily|continued to|continues to|almost every|every (?:day|night|week))\b",
    re.I,
)
_MANY_DEAD = re.compile(
    r"\b(?:hundreds|thousands|tens of thousands|\d{1,3},\d{3}|[1-9]\d{2,})\b[^.]{0,60}\b(?:kill|die|dead|lives)", re.I
)


def read_aggregate(doc: Document, trigger: Token, event_type: EventType = EventType.ASSAULT) -> bool:
    """True for a count over many occurrences: "a number of attacks", "near-daily shelling", hundreds dead in years."""
    if event_type not in _REPEATABLE:
        return False
    sentence = doc.sentences[trigger.sent].of(doc.text)
    over_time = _OVER_TIME.search(sentence) is not None
    if trigger.pos in ("NOUN", "PROPN"):
        modifiers = parse.modifiers(doc, trigger)
        words = {m.lower for m in modifiers} | {m.lemma.lower() for m in modifiers}
        head = doc.head(trigger)
        if head.lower == "of":
            words.add(parse.lemma_of(doc, doc.head(head)))
        plural = trigger.tag in ("NNS", "NNPS")
        if words & _SERIES or (words & _COUNTED and plural):
            return True
        if parse.lemma_of(doc, trigger) in _ONE_OCCASION:
            return False
        if plural and any(m.dep == "nummod" for m in modifiers):
            return not words & {"two", "three", "2", "3", "twin"}
        given = any(c.dep == "det" and c.lower in ("the", "these", "those") for c in doc.children(trigger))
        return plural and (over_time or not given)
    if _MANY_DEAD.search(sentence) and trigger.lemma in ("kill", "die", "murder", "claim", "lose", "execute"):
        return True
    return over_time and "have" in {h.lemma for h in parse.helpers(doc, trigger)}
