"""Deeds of force that break a truce, where the report ties the two (codebook section 8, "Truces")."""

from __future__ import annotations

from typing import Final

from truceline.domain.codes import TruceAction
from truceline.domain.text import Document, Token
from truceline.extract import events_parse as parse
from truceline.extract.truce_ending import BREAKING, ends_itself, is_nearly
from truceline.extract.truce_near import subjects_of
from truceline.extract.truce_ties import is_unsure
from truceline.extract.truce_words import STRICT, is_truce, word_set
from truceline.resources.lexicon import word_classes

_A = TruceAction


def read_violating(doc: Document, anchor: Token) -> tuple[TruceAction | None, float, str]:
    """A deed of force breaks a truce only where its own sentence ties the two, and no party to the war says so."""
    sentence = doc.sentence_tokens(anchor.sent)
    for token in sentence:
        if parse.lemma_of(doc, token) not in STRICT:
            continue
        for above in (token, *doc.ancestors(token)):
            if above.lower in ("despite", "notwithstanding") or parse.lemma_of(doc, above) in _DEFYING:
                if _is_alleged(doc, anchor) and not _is_remark(doc, above):
                    return None, 0.8, "a side alleges it, the report does not vouch for it"
                return _A.VIOLATED, 0.75, f"told as done {above.lower} a truce"
            if parse.is_verb(above) and _breaks(doc, above):
                if token.dep in ("dobj", "nsubjpass") and abs(above.i - anchor.i) < 14:
                    if _is_alleged(doc, anchor) or _is_alleged(doc, above):
                        return None, 0.8, "a side alleges it, the report does not vouch for it"
                    return _A.VIOLATED, 0.7, "told as breaking the truce"
                break
            if parse.is_clause_head(above):
                break
    over = _breaks_up_over(doc, anchor)
    if over is None:
        return None, 0.9, "not tied to a truce"
    if _is_alleged(doc, over):
        return None, 0.8, "a side alleges it, the report does not vouch for it"
    return _A.VIOLATED, 0.7, f"a truce {over.lower} over it"


_DEFYING: Final = word_set("violation breach defiance")


def _is_remark(doc: Document, breach: Token) -> bool:
    """True for the report's own remark on what is told: "rebels attacked, the army said, in the worst breach yet"."""
    return _is_in_breach(doc, breach) and parse.lemma_of(doc, doc.head(doc.head(breach))) in _SAYING


def is_breach_of_deed(doc: Document, word: Token) -> bool:
    """True for "violation" of "shelled a village in violation of the truce", "violating" of "..., violating it"."""
    return _is_in_breach(doc, word) or (word.lemma in BREAKING and word.tag == "VBG" and word.dep == "advcl")


def _is_in_breach(doc: Document, word: Token) -> bool:
    """True for the noun of "in violation of", "in the worst breach of"."""
    return parse.lemma_of(doc, word) in _DEFYING and word.dep == "pobj" and doc.head(word).lower == "in"


def _breaks(doc: Document, verb: Token) -> bool:
    """True for "violated", "shattered", "tore up"; not where it is negated."""
    breaking = verb.lemma in _SHATTERING
    torn = verb.lemma in ("rip", "tear") and any(c.dep == "prt" and c.lower == "up" for c in doc.children(verb))
    return (breaking or torn) and not parse.is_negated(doc, verb)


def _breaks_up_over(doc: Document, deed: Token) -> Token | None:
    """The verb by which a truce falls apart over a deed of force: "collapsed when gunmen killed", "ended with a raid",
    "was last broken in January, when"; not one that only runs out, nor what follows upon its end."""
    for low in (deed, *doc.ancestors(deed)):
        verb = doc.head(low)
        if verb.i == low.i or verb.sent != deed.sent:
            return None
        clause = low.dep == "advcl" and _opens(doc, low)
        behind = low.dep == "prep" and low.lower in ("with", "after", "amid", "over")
        if low.dep == "prep" and low.lower == "by" and _undoes(doc, verb):
            return verb  # "ended the truce by sinking a gunboat"
        if low.dep == "relcl" and any(c.lower == "when" for c in doc.children(low)):
            clause, verb = True, next((v for v in doc.ancestors(verb) if parse.is_verb(v)), verb)
        if (clause or behind) and parse.is_verb(verb) and _is_undone(doc, verb):
            return verb
    return None


def _opens(doc: Document, clause: Token) -> bool:
    """True for a clause with "when", "after" or "as" before its verb."""
    return any(c.lower in ("when", "after", "as") and c.i < clause.i for c in doc.subtree(clause))


def _undoes(doc: Document, verb: Token) -> bool:
    """True for a verb by which somebody breaks or ends a truce."""
    undoing = verb.lemma in _SHATTERING | {"end"} and not parse.is_negated(doc, verb) and not is_unsure(doc, verb)
    return undoing and any(is_truce(doc, t) for t in parse.patients(doc, verb))


def _is_undone(doc: Document, verb: Token) -> bool:
    """True for a verb that says of a truce that it fell apart or was broken; not that its term ended."""
    if not any(is_truce(doc, t) for t in subjects_of(doc, verb)) or parse.is_negated(doc, verb) or is_nearly(doc, verb):
        return False
    if parse.is_passive(doc, verb):
        return verb.lemma in _SHATTERING
    return verb.lemma not in ("expire", "lapse", "last", "run", "be") and verb.tag == "VBD" and ends_itself(doc, verb)


_SHATTERING: Final = word_set("violate breach break shatter wreck puncture flout infringe")
_ALLEGING: Final = word_set("accuse blame charge claim allege")
_SAYING: Final = word_set("say tell state announce add report call")
_VOUCHING: Final = word_set("monitor observer mission witness resident doctor medic police hospital un osce agency")
_WARRING: Final = word_set(
    "ministry army military minister government commander spokesman spokeswoman officer general colonel captain rebel "
    "guerrilla militia movement front militant"
)


def _is_alleged(doc: Document, word: Token) -> bool:
    """True for what a party to the war says: "the ministry said the rebels shelled", "accused of shelling"."""
    for above in doc.ancestors(word):
        lemma = parse.lemma_of(doc, above)
        if lemma in _ALLEGING and parse.is_verb(above):
            return True
        if lemma in _SAYING and parse.is_verb(above):
            return any(_is_warring(doc, s) for s in parse.agents(doc, above))
    return False


def _is_warring(doc: Document, speaker: Token) -> bool:
    """True for a ministry, an army, a state; not for monitors, the United Nations, residents."""
    own = {parse.lemma_of(doc, t) for t in (speaker, *parse.modifiers(doc, speaker))}
    about = {parse.lemma_of(doc, t) for t in parse.prep_objects(doc, speaker, "of", "for", "with", "in")}
    if (own | about) & _VOUCHING or speaker.lower in ("un", "u.n."):
        return False
    sides = _WARRING | word_classes()["force"]
    return bool(own & sides) or speaker.ent in ("GPE", "NORP") or (speaker.pos == "PRON" and speaker.lower != "who")
