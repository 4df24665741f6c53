"""What the words around a truce do to it, whichever of them is the trigger: "froze its ceasefire", "the truce was
revived", "the suspension of the truce"; and where a truce is only named ("close to a truce").

The parse ties a word to the truce as its object, its subject or by a preposition; data/truce_deeds.tsv says what it
does there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from truceline.domain.codes import EventType, TruceAction
from truceline.domain.mentions import EventMention
from truceline.domain.text import Document, Token
from truceline.extract import events_parse as parse
from truceline.extract.truce_ties import MADE, is_asked_for, is_inverted_if, is_unsure, pact_of
from truceline.extract.truce_words import word_set
from truceline.resources.lexicon import word_classes
from truceline.resources.truce_deeds import TruceDeeds

_A = TruceAction


@dataclass(frozen=True, slots=True)
class Deed:
    """What a word does to a truce."""

    action: TruceAction
    word: Token
    done: bool
    """False where it is denied, doubted, asked for or only threatened."""


def find_deed(doc: Document, mention: EventMention, truce: Token) -> Deed | None:
    """What the word that governs the truce does to it; None where it does nothing that the table knows, or where the
    mention tells by a clause of the truce's own ("broke the truce signed in May")."""
    anchor = doc.syntactic_head(mention.trigger)
    by_noun = anchor is not None and anchor.i in (truce.i, pact_of(doc, truce).i)
    refusal = mention.type is EventType.REJECT and by_noun  # "resumed its truce, suspended in May" does not end it
    if not refusal and _tells_of_its_own(doc, mention, pact_of(doc, truce)):
        return None
    for word, slot in _governors(doc, pact_of(doc, truce)):
        for action, following in TruceDeeds.load().find(slot, parse.lemma_of(doc, word)):
            if following and not _is_followed_by(doc, word, following):
                continue
            if action is _A.VIOLATED and any(c.lower == "off" for c in doc.children(word)):
                continue  # "broke off its ceasefire" ends it
            if action is None:
                return _not_kept(doc, word)
            if action is _A.ENDED and following == ("up",) and _by_fighting(doc, word):
                action = _A.VIOLATED  # "the fighting rips up a ceasefire"
            own = refusal and action is not _A.RESTORED
            if own and _tells_of_its_own(doc, mention, pact_of(doc, truce)):
                return None
            if action is _A.EXTENDED and _had_ended(doc, pact_of(doc, truce)):
                action = _A.RESTORED
            return Deed(action, word, _is_done(doc, word))
    return None


def _tells_of_its_own(doc: Document, mention: EventMention, noun: Token) -> bool:
    """True for a trigger in what says of a truce which one it is: "signed in May", "that has held", "October 17"."""
    anchor = doc.syntactic_head(mention.trigger)
    told = {t.i for t in doc.tokens_in(mention.trigger)} | ({anchor.i} if anchor else set())
    for child in doc.children(noun):
        if child.dep in ("relcl", "acl") and told & {t.i for t in doc.subtree(child)}:
            return True
    verbs = (t for t in doc.subtree(noun) if t.i in told and t.i != noun.i and parse.is_verb(t) and t.dep != "amod")
    if any(verbs) or any(doc.tokens[i].lemma in MADE and i > noun.i for i in told):
        return True
    dated = [t for t in doc.subtree(noun) if t.i in told and t.ent == "DATE"]
    return any(t.pos == "PROPN" or (len(t.text) == 4 and t.text.isdigit()) for t in dated)


def _governors(doc: Document, noun: Token) -> Iterator[tuple[Token, str]]:
    """(word, slot) of what governs a noun; for "the offer of a truce" also of what governs the offer."""
    for _ in range(2):
        head = doc.head(noun)
        if head.i == noun.i:
            return
        if noun.dep in ("dobj", "nsubjpass") or (noun.dep == "nsubj" and parse.is_passive(doc, head)):
            yield head, "object"
            return
        if noun.dep == "nsubj":
            yield head, "subject"
            return
        if noun.dep in ("compound", "poss", "nmod") and head.pos in ("NOUN", "PROPN"):
            over = head
            yield head, "of"
        elif noun.dep == "pobj" and doc.head(head).i != head.i:
            over = doc.head(head)
            if over.pos == "ADV" and parse.is_verb(doc.head(over)):  # "walked away from the truce"
                over = doc.head(over)
            yield over, head.lower
        else:
            return
        if over.pos != "NOUN" or parse.lemma_of(doc, over) not in OFFERS:
            return
        noun = over


OFFERS: Final = word_set(
    "offer call appeal proposal plan demand request idea suggestion draft deal agreement pact accord"
)
"""Nouns of which a truce is the content: what is done to them is done to it."""


def _by_fighting(doc: Document, verb: Token) -> bool:
    """True for a verb that fighting itself does: no side says that it ends anything."""
    force = word_classes()["hostilities"]
    return any({parse.lemma_of(doc, a), a.lower} & force for a in parse.agents(doc, verb))


def _is_followed_by(doc: Document, word: Token, following: tuple[str, ...]) -> bool:
    """True where the words stand one after another behind the word, in its own clause."""
    behind = [t.lower for t in doc.sentence_tokens(word.sent) if t.i > word.i][:_REACH]
    return any(tuple(behind[n : n + len(following)]) == following for n in range(len(behind)))


_REACH: Final = 14


def _is_done(doc: Document, word: Token) -> bool:
    over = doc.head(word) if word.dep in ("acomp", "xcomp") else word  # "is not ready for", "refused to lift"
    refused = parse.lemma_of(doc, over) in ("refuse", "decline", "fail")
    return not refused and not (
        parse.is_negated(doc, word)
        or parse.is_negated(doc, over)
        or is_unsure(doc, word)
        or is_asked_for(doc, word)
        or is_inverted_if(doc, word)
    )


def is_no_longer(doc: Document, verb: Token) -> bool:
    """True for "no longer respect", "no longer consider themselves bound"."""
    return any(c.lower == "longer" for v in (verb, doc.head(verb)) for c in doc.children(v))


def is_kept(doc: Document, truce: Token) -> bool:
    """True for a truce that somebody sticks to: "stuck to their unilateral truce"."""
    for word, slot in _governors(doc, pact_of(doc, truce)):
        ahead = {h.lower for h in parse.helpers(doc, word)} & _AHEAD
        if any(a is None for a, _ in TruceDeeds.load().find(slot, parse.lemma_of(doc, word))):
            return word.tag in ("VBD", "VBN", "VBZ", "VBP") and not ahead and _is_done(doc, word)
    return False


def _not_kept(doc: Document, verb: Token) -> Deed | None:
    """The end for "no longer bound by", a breach for "did not respect", "failed to observe"; "will not observe" refuses
    it. None for a truce kept."""
    over = doc.head(verb)
    if is_no_longer(doc, verb):
        top = verb if any(c.lower == "longer" for c in doc.children(verb)) else over
        return Deed(_A.ENDED, verb, not (is_unsure(doc, top) or is_asked_for(doc, top) or is_inverted_if(doc, top)))
    to_be = {h.lower for h in parse.helpers(doc, verb)} & _AHEAD
    if verb.lemma in ("bind", "bound", "tie", "tied") and not to_be:
        return None  # "not bound by the truce" says that one never was
    failed = verb.dep == "xcomp" and over.lemma == "fail" and not parse.is_negated(doc, over)
    if not failed and not parse.is_negated(doc, verb):
        return None
    ahead = {h.lower for h in parse.helpers(doc, over if failed else verb)} & _AHEAD
    action = _A.REJECTED if ahead else _A.VIOLATED
    return Deed(action, verb, not (is_unsure(doc, over if failed else verb) and not ahead))


_AHEAD: Final = word_set("will would shall wo 'll")


def _had_ended(doc: Document, noun: Token) -> bool:
    """True for "its ceasefire of 1994, which had ended", "a truce that lapsed", "its suspended ceasefire"."""
    told = (c for c in doc.subtree(noun) if c.dep in ("relcl", "acl", "amod") and c.i != noun.i)
    return any(parse.lemma_of(doc, c) in _LAPSED and not parse.is_negated(doc, c) for c in told)


_LAPSED: Final = word_set("end lapse expire collapse break suspend lapsed expired broken suspended fail")


_NAMED_AFTER: Final = word_set("line zone monitor observer commission committee mission")


def is_only_named(doc: Document, truce: Token) -> str | None:
    """Why a truce is neither made nor kept where its words only name it; None where they may say more."""
    noun = pact_of(doc, truce)
    head = doc.head(noun)
    if noun.dep == "compound" and parse.lemma_of(doc, head) in _NAMED_AFTER:
        return f"a {head.lower} named after a truce"
    denied = parse.lemma_of(doc, head) == "deny" and noun.dep == "dobj"
    if noun.dep == "attr" and any(c.dep == "expl" for c in doc.children(head)):
        denied = _is_no(doc, noun) or parse.lemma_of(doc, doc.head(head)) == "deny" or parse.is_negated(doc, head)
    if denied:
        return "said to be none"
    definite = any(c.dep == "poss" or c.lower in ("the", "this", "that") for c in doc.children(noun) if c.i < noun.i)
    if noun.dep == "pobj" and not definite and head.lower in _ABOUT:
        over = parse.lemma_of(doc, doc.head(head))
        if over in NEAR or over in _SPOKEN_OF:
            return f"{over} {head.lower} a truce is none"
    subject = noun.dep in ("nsubj", "nsubjpass") and parse.is_clause_head(head)
    if subject and parse.is_negated(doc, head) and parse.lemma_of(doc, head) in _IS_THERE:
        return "said not to be so"
    helpers = {h.lower for h in parse.helpers(doc, head)}
    merely = helpers & _MERELY or ("would" in helpers and parse.lemma_of(doc, head) not in _STARTS)
    if subject and merely and not parse.is_negated(doc, head):
        return "only possible"
    return None


def is_only_described(doc: Document, truce: Token) -> str | None:
    """Why a pact is not made where its words only describe it: its age, its text, who belongs to it."""
    noun = pact_of(doc, truce)
    head = doc.head(noun)
    if any(c.dep == "amod" and c.lower == "old" and c.i < noun.i for c in doc.children(noun)):
        return "told by its age, not made here"
    if noun.dep != "pobj":
        return None
    over = doc.head(head)
    if head.lower == "from" and any(c.dep == "dobj" for c in doc.children(over)):
        return "something is taken from its words"
    if parse.lemma_of(doc, over) in _PARTS:
        return f"{over.lower} {head.lower} it, not its making"
    return None


def _is_no(doc: Document, noun: Token) -> bool:
    return any(c.dep == "det" and c.lower in ("no", "any", "neither") for c in doc.children(noun))


NEAR: Final = word_set("close near short brink verge step inch distance")
_SPOKEN_OF: Final = word_set(
    "talk negotiation discussion possibility prospect chance hope idea question effort bid push draft proposal"
)
_IS_THERE: Final = word_set("hold feel begin start take come go materialise materialize exist happen work stick reach")
_ABOUT: Final = word_set("to of on about over for towards toward")
_PARTS: Final = word_set("text wording word copy draft party signatory clause article paragraph")
_MERELY: Final = word_set("could might may")
_STARTS: Final = word_set("begin start take come go enter run last hold be remain stay continue expire end apply")
"""Verbs of which "would" tells what is to come, not what might be."""
