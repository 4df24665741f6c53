"""Words that claim or deny an act: "took responsibility", "said its men had planted it", "denied any part in it"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from truceline.domain.text import Document, Span, Token
from truceline.resources.lexicon import word_classes

DEED = re.compile(
    r"^(?:attack|bomb|strike|raid|assault|ambush|kill|kidnap|abduct|assassinat|shoot|shot|explosion|blast|murder|"
    r"shell|rocket|launch|hit|massacre|operation|incident|fir|hijack|slay|detonat|death|down|execution|mine|capture|"
    r"destr|sabotage|burn|beheading|act$|seiz|tak|blow|plant)"
)
_TAKES = {"claim", "take", "accept", "assume", "admit", "acknowledge", "own", "avow", "boast"}
_FREELY = {"claim", "boast", "avow", "own"}
"""What a group claims in these words needs no article; who "admitted a loss" claims nothing."""
_CREDIT = {"responsibility", "credit"}
_DENIES = {"deny", "reject", "disclaim", "dismiss", "refute", "disown"}
STORIES = {"charge", "claim", "report", "allegation", "accusation", "story", "suggestion", "account"}
"""What is told by others, and may be denied."""
_DENIED = {"responsibility", "involvement", "role", "link", "part", "complicity", "hand", "connection"} | STORIES
_UNTRUE = {"false", "untrue", "baseless", "unfounded", "groundless", "lie", "fabrication", "nonsense", "invention"}
_SAYS = {
    "say", "claim", "announce", "tell", "declare", "boast", "state", "add", "admit", "acknowledge", "report",
    "confirm", "reveal", "insist",
}  # fmt: skip
_ANAPHORS = {"it", "this", "that", "so", "both", "them", "these", "those", "one"}
_ITSELF = {"it", "they", "we"}
_NOBODY = {"no", "nobody", "none", "neither", "nothing"}
_CARRIES_OUT = {"carry", "stage", "mount", "conduct", "perpetrate", "plant", "undertake", "execute"}
_CARRIED = {"attack", "operation", "strike", "raid", "bombing", "killing", "action", "ambush", "shooting", "abduction"}
_NOT = {"not", "n't", "never", "nor", "neither"}
_DEEDS = {"overrun", "enter", "storm", "open", "bring", "hold", "drive", "liberate", "punish", "stop", "sink", "set"}
_MAYBE = {"will", "would", "could", "may", "might", "can", "should", "if", "whether"}
_GROUP_NOUNS = {"movement", "group", "organization", "organisation", "rebel", "guerrilla", "front", "faction"}
_MANY = {"number", "series", "string", "spate", "dozen"}


class About(Enum):
    """What words of responsibility say of the act."""

    NAMED = "named"
    """A noun of it ("the bombing of the mill", "the bridge") or a clause ("had blown up the bridge")."""
    ANAPHOR = "anaphor"
    """"It", "both", "the first"."""
    UNSAID = "unsaid"
    """Nothing ("claimed responsibility")."""
    BESIDE = "beside"
    """The act that the same noun phrase tells ("an attack claimed by X")."""
    OWN = "own"
    """A deed of its own that the speaker tells ("said its men had killed ten soldiers")."""


@dataclass(frozen=True, slots=True)
class Responsibility:
    """Somebody's words that an act was, or was not, theirs."""

    head: Token
    """Head of the phrase that names who claims or denies."""
    about: Span
    """The words that say what for; those of the claim where none are given."""
    kind: About
    denied: bool
    verb: Span
    """The verb of claiming or denying: an event that is the claim itself is not what it is about."""
    noun: Token | None = None
    """Head of the noun phrase that names the act or stands for it."""


def find_words(doc: Document) -> Iterator[Responsibility]:
    """All claims and denials that a report's words make, in text order."""
    for token in doc.tokens:
        lemma = token.lemma.lower()
        if token.pos in {"VERB", "AUX"}:
            if lemma in _TAKES or lemma in _DENIES:
                yield from _of_verb(doc, token, lemma)
            if lemma in _SAYS:
                yield from _says_did(doc, token)
        elif lemma == "responsibility" and token.pos == "NOUN":
            yield from _nominal(doc, token)


def is_nobody(doc: Document, head: Token) -> bool:
    """True for "nobody", "no group", "neither side"."""
    return head.lower in _NOBODY or any(c.lower in _NOBODY for c in doc.children(head) if c.i <= head.i)


def _of_verb(doc: Document, verb: Token, lemma: str) -> Iterator[Responsibility]:
    if _negated(doc, verb) or (lemma == "own" and not _owns_act(doc, verb)):
        return
    denied = lemma in _DENIES
    passive = any(c.dep in {"auxpass", "agent"} or (c.lower == "by" and c.i > verb.i) for c in doc.children(verb))
    passive = passive or (verb.tag == "VBN" and verb.dep == "acl")
    noun = _object(doc, verb)
    kind = _denied(doc, verb, noun) if denied else _taken(doc, verb, lemma, noun)
    if kind is None:
        return
    if not denied and noun is not None and noun.lemma.lower() in _CREDIT:
        noun = next((t for t in doc.subtree(noun) if t.dep == "pobj" and doc.head(t).lower == "for"), None)
    head = _by(doc, verb) if passive else subject_of(doc, verb)
    if head is None or is_nobody(doc, head):
        return
    if denied and kind is About.OWN:
        noun = _object_of_clause(doc, verb)
    about = _words_about(doc, verb, head, noun, whole=denied and kind is About.NAMED)
    if verb.dep == "acl" or (noun is not None and verb.head == noun.i):
        parent = doc.subtree(doc.head(verb))
        about, kind = Span(parent[0].start, parent[-1].end), kind if denied else About.BESIDE
    yield Responsibility(head, about, kind, denied, verb.span, noun)


def _words_about(doc: Document, verb: Token, head: Token, noun: Token | None, *, whole: bool) -> Span:
    """The noun phrase of the act, with the verb of a denied clause; all but the speaker where ``whole`` or no noun."""
    if noun is not None and not whole:
        clause = _denied_clause(doc, verb)
        words = [*doc.subtree(noun), *([clause] if clause is not None and noun.head == clause.i else [])]
    else:
        clause = None if whole else _denied_clause(doc, verb)
        spoken = {t.i for t in doc.subtree(head)} if head.head == verb.i else set()
        words = [t for t in doc.subtree(verb) if t.i not in spoken] if clause is None else [clause]
    return Span(min(t.start for t in words), max(t.end for t in words))


def _object_of_clause(doc: Document, verb: Token) -> Token | None:
    clause = _denied_clause(doc, verb)
    found = () if clause is None else doc.children(clause)
    return next((c for c in found if c.dep in {"dobj", "nsubjpass"}), None)


def _object(doc: Document, verb: Token) -> Token | None:
    """What is claimed: the object, the passive subject, what "own up to" and "boast of" have behind them."""
    if verb.tag == "VBN" and verb.dep == "acl":
        return doc.head(verb)
    for child in doc.children(verb):
        if child.dep in {"dobj", "nsubjpass"}:
            return doc.head(verb) if child.tag == "WDT" and verb.dep == "relcl" else child
    for child in doc.subtree(verb):
        if child.dep == "pobj" and child.i - verb.i <= 6 and doc.head(child).lower in {"to", "of"}:
            over = doc.head(doc.head(child))
            if over.i == verb.i or (over.lower == "up" and over.head == verb.i):
                return child
    return None


def _taken(doc: Document, verb: Token, lemma: str, noun: Token | None) -> About | None:
    """What sort of claim a verb makes with its object; None where it makes none."""
    if noun is not None and noun.lemma.lower() in _CREDIT:
        if verb.tag in {"VBP", "VBZ", "VB"} and lemma not in _FREELY:  # "takes responsibility for protecting"
            return None
        what = next((t for t in doc.subtree(noun) if t.dep in {"pobj", "pcomp"} and doc.head(t).lower == "for"), None)
        return About.UNSAID if what is None else _anaphor_or_named(what)
    if noun is None or lemma in {"take", "accept", "assume"}:
        return None
    if lemma in {"admit", "acknowledge"} and not DEED.match(noun.lemma.lower()) and _says_clause(doc, verb):
        return None
    kind = _claimed_object(doc, noun, freely=lemma in _FREELY)
    always = verb.tag in {"VBP", "VBZ"} and kind is About.NAMED and not _has_article(doc, noun)
    return None if always or (verb.tag in {"VBP", "VBZ"} and not DEED.match(noun.lemma.lower())) else kind


def _owns_act(doc: Document, verb: Token) -> bool:
    """As in "owned up to it", "owned the attack", "to own responsibility"; not "a station owned by X"."""
    objects = (c.lemma.lower() for c in doc.children(verb) if c.dep == "dobj")
    return any(c.lower == "up" for c in doc.children(verb)) or any(o in _CREDIT or DEED.match(o) for o in objects)


def _says_clause(doc: Document, verb: Token) -> bool:
    """As in "the invasion, which he admitted had been based on wrong word", "acknowledging the wounds, he told"."""
    if verb.dep == "advcl" or any(c.dep in {"ccomp", "xcomp"} and c.i > verb.i for c in doc.children(verb)):
        return True
    after = doc.subtree(verb)[-1].i + 1
    return verb.dep == "relcl" and after < len(doc.tokens) and doc.tokens[after].pos == "AUX"


def _has_article(doc: Document, noun: Token) -> bool:
    return any(c.dep in {"det", "poss"} for c in doc.children(noun))


def _claimed_object(doc: Document, noun: Token, *, freely: bool) -> About | None:
    """An object that can be an act: "the first bombing", "it", "both", "the bridge"; not "25 lives", "victory"."""
    words = {c.lower for c in doc.children(noun)}
    if noun.lower in _ANAPHORS:
        return About.ANAPHOR
    if noun.lemma.lower() in {"first", "second", "latter", "former", "three", "two"} and words & {"the", "all", "of"}:
        return About.ANAPHOR
    if noun.lemma.lower() in _MANY:
        noun = next((t for t in doc.subtree(noun) if t.dep == "pobj"), noun)
    definite = bool(words & {"the", "this", "that", "both", "these", "those"}) or any(
        c.dep == "poss" for c in doc.children(noun)
    )
    if noun.pos != "NOUN":
        return None
    if words & {"both", "all"}:
        return About.ANAPHOR
    if DEED.match(noun.lemma.lower()):
        return About.NAMED if freely or definite else None
    return About.NAMED if definite and not _is_no_act(noun) and not _whole_clause(doc, noun) else None


def _is_no_act(noun: Token) -> bool:
    return noun.lemma.lower() in word_classes()["claimed_things"]


def _whole_clause(doc: Document, noun: Token) -> bool:
    """As in "claimed the army had fled": the noun is the subject of what is claimed."""
    return noun.dep in {"nsubj", "nsubjpass"} and doc.head(noun).i > noun.i and doc.head(noun).dep in {"ccomp", "xcomp"}


def _denied(doc: Document, verb: Token, noun: Token | None) -> About | None:
    """What sort of denial: "denied any part in it", "denied shelling the town", "denied it", "rejected the charge"."""
    lemma = verb.lemma.lower()
    if noun is not None and noun.lower in _ANAPHORS and lemma in {"deny", "disclaim", "refute", "disown"}:
        return About.ANAPHOR
    if noun is not None and noun.lemma.lower() in _DENIED:
        if any(c.lower == "between" for c in doc.children(noun)):  # "a link between the aid and the talks"
            return None
        inside = [t for t in doc.subtree(noun) if t.i > noun.i and t.pos in {"NOUN", "PROPN", "VERB"}]
        return About.NAMED if inside else About.ANAPHOR
    clause = _denied_clause(doc, verb)
    if lemma == "deny" and clause is not None:
        told = DEED.match(clause.lemma.lower()) or clause.lemma.lower() in word_classes()["verbs_harm"]
        return About.NAMED if told and clause.lemma.lower() != "take" else About.OWN
    if lemma in {"deny", "disclaim", "disown"} and noun is not None and DEED.match(noun.lemma.lower()):
        return About.NAMED
    return None


def _denied_clause(doc: Document, verb: Token) -> Token | None:
    return next((c for c in doc.children(verb) if c.dep in {"xcomp", "ccomp"} and c.i > verb.i), None)


def _says_did(doc: Document, verb: Token) -> Iterator[Responsibility]:
    """As in "The group said it had carried out the attack", "was behind it", "claimed to have shot it down"."""
    if _negated(doc, verb):
        return
    speaker = subject_of(doc, verb)
    if speaker is None or speaker.lower in {"i", "we", "he", "she"} or is_nobody(doc, speaker):
        return
    for child in doc.children(verb):
        if child.dep not in {"ccomp", "xcomp"} or child.pos not in {"VERB", "AUX"} or child.i < verb.i:
            continue
        words = {c.lower for c in doc.children(child)}
        if words & _MAYBE or any(c.dep == "auxpass" for c in doc.children(child)):
            continue
        doer = next((c for c in doc.children(child) if c.dep == "nsubj"), None)
        if doer is not None and doer.lemma.lower() in STORIES:
            if any(c.lemma.lower() in _UNTRUE for c in doc.children(child)) and not _negated(doc, child):
                yield Responsibility(speaker, doer.span, About.ANAPHOR, True, verb.span, doer)
            continue
        if doer is None and not (child.dep == "xcomp" and verb.lemma.lower() in {"claim", "boast", "admit"}):
            continue
        named = doer is not None and _is_named_doer(speaker, doer)
        if doer is not None and not named and not (doer.lower in _ITSELF or _own_man(doc, doer, speaker)):
            continue
        head = doer if named and doer is not None else speaker
        yield from _of_complement(doc, verb, child, head)


def _of_complement(doc: Document, verb: Token, child: Token, head: Token) -> Iterator[Responsibility]:
    """The claim or denial that a clause behind a verb of saying makes."""
    negated = _negated(doc, child)
    noun = next((c for c in doc.children(child) if c.dep in {"dobj", "attr"}), None)
    if noun is not None and is_nobody(doc, noun):
        negated = True
    below = doc.subtree(child)
    about = Span(child.start, max(t.end for t in below))
    lemma = child.lemma.lower()
    blame = next((t for t in below if t.lower in {"behind", "responsible"} and doc.head(t).i == child.i), None)
    if lemma == "be" and blame is not None:
        rest = [t for t in doc.subtree(blame) if t.i > blame.i and t.dep in {"pobj", "conj"}]
        kind = _anaphor_or_named(rest[0]) if rest else About.UNSAID
        about = Span(child.start, rest[0].end if rest else blame.end)
        yield Responsibility(head, about, kind, negated, verb.span, rest[0] if rest else None)
    elif lemma == "have" and noun is not None and noun.lower in {"nothing", "part", "hand", "role"}:
        rest = [t for t in below if t.dep == "pobj" and t.i > noun.i]
        if negated and rest:
            yield Responsibility(head, about, _anaphor_or_named(rest[0]), True, verb.span, rest[0])
    elif lemma == "do" and not negated:
        if noun is None or noun.lower in _ANAPHORS or noun.lemma in _CARRIED:
            about = Span(child.start, (noun or child).end)
            yield Responsibility(head, about, About.ANAPHOR, False, verb.span, noun)
    elif lemma in _CARRIES_OUT and noun is not None and not negated:
        about = Span(child.start, max(t.end for t in doc.subtree(noun)))
        yield Responsibility(head, about, _anaphor_or_named(noun), False, verb.span, noun)
    elif not negated and _is_deed(lemma):
        last = noun or child
        yield Responsibility(head, Span(child.start, max(last.end, child.end)), About.OWN, False, verb.span, noun)


def _is_deed(verb: str) -> bool:
    return verb in _DEEDS or verb in word_classes()["verbs_harm"] or (verb != "act" and bool(DEED.match(verb)))


def _anaphor_or_named(noun: Token) -> About:
    low = noun.lower in _ANAPHORS or (noun.lemma.lower() in {"three", "two"} and noun.pos == "NUM")
    return About.ANAPHOR if low else About.NAMED


PAPERS = {"caller", "statement", "leaflet", "message", "website", "video", "note", "recording", "tape", "communique"}
"""What speaks for somebody else."""


def _is_named_doer(speaker: Token, doer: Token) -> bool:
    """As in "a caller said the Dale Guard had carried out the killings": the claim is the Guard's."""
    return speaker.lemma.lower() in PAPERS and doer.pos == "PROPN"


def _own_man(doc: Document, actor: Token, speaker: Token) -> bool:
    """As in "one of its fighters", "the movement's fighters", "a Taliban fighter" beside a Taliban commander."""
    words = doc.subtree(actor)
    if any(t.dep == "poss" and (t.lower in {"its", "their", "his"} or t.lemma in _GROUP_NOUNS) for t in words):
        return True
    names = {t.text for t in doc.subtree(speaker) if t.pos == "PROPN"}
    return actor.pos == "NOUN" and any(t.pos == "PROPN" and t.text in names for t in words)


def _nominal(doc: Document, token: Token) -> Iterator[Responsibility]:
    """As in "a claim of responsibility by X"; the verb forms are read elsewhere."""
    verb = doc.head(token)
    if verb.lower == "of" and doc.head(verb).lemma in {"claim", "admission"}:
        head = _by(doc, doc.head(verb))
        if head is not None and not is_nobody(doc, head):
            yield Responsibility(head, doc.sentences[token.sent], About.NAMED, False, token.span)


def subject_of(doc: Document, verb: Token) -> Token | None:
    """Who does what a verb says, also behind "and", "to" and "who"."""
    token = verb
    for _ in range(4):
        subject = next((c for c in doc.children(token) if c.dep in {"nsubj", "nsubjpass"}), None)
        if subject is not None:
            return doc.head(token) if subject.tag in {"WP", "WDT"} and token.dep == "relcl" else subject
        if token.dep in {"acl", "relcl"}:
            return doc.head(token)
        if token.dep not in {"conj", "xcomp", "advcl", "pcomp"}:
            return None
        token = doc.head(token)
    return None


def _negated(doc: Document, verb: Token) -> bool:
    if any(c.dep == "neg" for c in doc.children(verb)):
        return True
    before = (t for t in doc.tokens[max(0, verb.i - 4) : verb.i] if t.sent == verb.sent)
    return any(t.lower in _NOT for t in before)


def _by(doc: Document, verb: Token) -> Token | None:
    for child in doc.subtree(verb):
        if child.lower == "by" and child.dep in {"agent", "prep"}:
            return next((c for c in doc.children(child) if c.dep == "pobj"), None)
    return None
