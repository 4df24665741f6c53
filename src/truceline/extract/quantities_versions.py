"""The tolls of one event: which is told first, which count other people besides, and which are another version."""

from __future__ import annotations

import re
from dataclasses import replace

from truceline.domain.codes import HarmKind
from truceline.domain.mentions import HarmMention
from truceline.domain.text import Document, Token
from truceline.extract.quantities_context import runs_on
from truceline.extract.quantities_echoes import AMONG
from truceline.extract.quantities_nouns import ACTS_COUNTED
from truceline.resources.harm import harm_class

_SUBSET = re.compile(r"(?:\w+ )?(?:of (?:them|whom|those)|including)")
_OWN = re.compile(r"\bof (?:its|their|his|our)\b|\b(?:its|their) (?:own|dead)\b|\blosses\b")
_ARTICLES = {"a", "an", "the"}
_THEM = {"him", "her", "them"}
_BESIDES = re.compile(r"(?:another|a further|other|a (?:second|third|fourth|fifth|sixth|seventh))\b")
_ELSEWHERE = 7.0
"""Cost from which a toll stands in a sentence that does not name the event (quantities_assign)."""
_NUMBERLIKE = {
    "more", "than", "at", "least", "some", "about", "over", "nearly", "almost", "as", "many", "up", "to", "hundred",
    "hundreds", "thousand", "thousands", "dozen", "dozens", "scores", "million", "around",
}  # fmt: skip
_BOMBER = re.compile(r"\b(?:bomber|attacker|assailant)$")
_HE = re.compile(r"the (?:driver|man|rider|bomber|attacker|assailant)\b")
_SIDES = ("force_side", "fighter_side", "civilian_side")


def own_first(
    doc: Document, share: list[tuple[float, HarmMention]], *, aggregate: bool = False
) -> list[tuple[float, HarmMention]]:
    """The first toll of each kind, with those told beside it of other people; the rest as alternatives.

    share: (cost, toll) of each toll of one event. A number outranks a bare "people were killed" told before it; within
    a sentence the nearer toll comes first, and a running total ("in recent months") last, but for a count over many
    occurrences (aggregate) that its own word tells of.
    """
    told = sorted(
        share,
        key=lambda pair: (
            pair[1].reason.startswith(AMONG),
            _is_bare(pair[1]),
            runs_on(doc, pair[1]) and not (aggregate and pair[0] == 0.0),
            doc.sentence_at(pair[1].trigger.start),
            pair[0],
            pair[1].trigger.start,
        ),
    )
    for kind in HarmKind:
        first = next((pair for pair in told if pair[1].kind is kind), None)
        fuller = next((pair for pair in told if pair[1].kind is kind and _is_counted(doc, *pair)), None)
        if first is not None and fuller is not None and first[1].score < 1.0 and not _is_bare(first[1]):
            told.remove(fuller)
            told.insert(0, fuller)
    for kind in HarmKind:
        _put_whole_first(told, kind)
    own: list[tuple[float, HarmMention]] = []
    rest: list[tuple[float, HarmMention]] = []
    dead = {word for _, h in share if h.kind is HarmKind.KILLED for word in h.whom.split() if word[0].isupper()}
    for cost, harm in told:
        if harm.reason == "unhurt" and any(h.kind is not harm.kind and h.maximum != 0 for _, h in share):
            continue  # who came away from a deed that harmed others
        same = [o for _, o in own if o.kind is harm.kind]
        if harm.kind is HarmKind.INJURED and harm.score < 1.0 and (harm.whom in dead or _died_of_it(doc, harm, share)):
            rest.append((cost, replace(harm, alternative=True)))  # the wounds that he died of
        elif not same or all(_adds(doc, o, harm) or (_near(doc, cost, o, harm) and _other_side(o, harm)) for o in same):
            own.append((cost, harm))
        else:
            rest.append((cost, replace(harm, alternative=True)))
    return own + rest


def _put_whole_first(told: list[tuple[float, HarmMention]], kind: HarmKind) -> None:
    """Moves "all 14 rebels, two soldiers and a hostage" before "all 14 rebels", which is a part of it."""
    first = next((pair for pair in told if pair[1].kind is kind), None)
    if first is None or first[1].score < 1.0 or not first[1].minimum:
        return
    words = first[1].whom.lower().split()
    for pair in told:
        whom = pair[1].whom.lower().replace(",", " ").split()
        more = pair[1].kind is kind and (pair[1].minimum or 0) > first[1].minimum
        if more and " and " in pair[1].whom and len(words) > 1 and all(w in whom for w in words):
            told.remove(pair)
            told.insert(0, pair)
            return


def _died_of_it(doc: Document, harm: HarmMention, share: list[tuple[float, HarmMention]]) -> bool:
    """True for the wounds of "wounded a colonel. He died later", "a boy was killed ... the boy was hit by a bullet"."""
    token = doc.token_at(harm.trigger.start)
    if token is not None and any(c.dep == "conj" and c.lemma == "die" for c in doc.children(token)):
        return True
    nouns = {w for w in re.findall(r"[a-z-]+", harm.whom.lower()) if w not in _ARTICLES}
    for _, other in share:
        gap = doc.sentence_at(other.trigger.start) - doc.sentence_at(harm.trigger.start)
        if other.kind is not HarmKind.KILLED or other.maximum != 1 or other.score == 1.0 or abs(gap) > 1:
            continue
        words = set(re.findall(r"[a-z-]+", other.whom.lower()))
        again = nouns & words and harm.whom.lower().startswith("the ")
        if (gap == 1 and words & {"he", "she"}) or (gap == -1 and again):
            return True
    return False


def _near(doc: Document, cost: float, first: HarmMention, harm: HarmMention) -> bool:
    """True for a toll in a sentence that names the event, or in one next to the toll of the other side.

    After "another 16 rebels" the next sentence may count the dead of either deed.
    """
    gap = abs(doc.sentence_at(first.trigger.start) - doc.sentence_at(harm.trigger.start))
    if harm.reason.startswith("dead") and re.search(r" own$|^[\w,-]+ of the \w+$", harm.whom):
        return True  # "it reported one dead of its own", "the rebels left 12 dead behind", wherever it is said
    return cost < _ELSEWHERE or (gap <= 1 and not _BESIDES.match(first.whom.lower()))


def _is_counted(doc: Document, cost: float, harm: HarmMention) -> bool:
    """True for a number of people in a sentence that names the event, which outranks a single one who is only named.

    Not for one of others ("X's murder and the ten other deaths") or of acts ("the two killings").
    """
    trigger = doc.token_at(harm.trigger.start)
    others = trigger is not None and any(c.lower == "other" for c in doc.children(trigger))
    others = others or _OTHERS.match(harm.whom.lower()) is not None
    apart = others or cost >= _ELSEWHERE or harm.reason == ACTS_COUNTED or runs_on(doc, harm)
    return harm.score == 1.0 and harm.maximum != 0 and not apart


def _is_bare(harm: HarmMention) -> bool:
    """True for a plural without a number, or with a vague one ("an unknown number of rebels")."""
    return harm.minimum == 1 and harm.maximum is None and harm.score < 1.0 and "joint" not in harm.reason


def _adds(doc: Document, first: HarmMention, harm: HarmMention) -> bool:
    """True when the second count is of other people than the first."""
    if first.maximum == 0 or harm.maximum == 0 or _is_bare(harm) or _is_bare(first):
        return False
    if _are_others(first, harm):
        return True
    if harm.reason.startswith(AMONG) or first.reason.startswith(AMONG):
        return False
    if first.maximum == 1 and _is_companion(harm):
        return True
    gap = abs(doc.sentence_at(first.trigger.start) - doc.sentence_at(harm.trigger.start))
    if gap > 1 or not harm.whom.strip() or harm.whom.split()[-1].lower() == first.whom.split()[-1].lower():
        return False
    trigger = doc.token_at(harm.trigger.start)
    said = () if trigger is None else (*doc.children(trigger), *doc.children(doc.head(trigger)))
    company = [g for c in said if c.lower in {"with", "alongside", "beside"} for g in doc.children(c)]
    if any(g.lower in _THEM for g in company) and harm.trigger.start > first.trigger.start:
        return True
    also = any((c.lower == "also" and c.start < harm.trigger.end) or c.lower == "too" for c in said)
    if _BESIDES.match(harm.whom.lower()):
        return not (gap and first.trigger.start < harm.trigger.start and _beside_others(doc, harm))
    if also:
        return True
    if gap or _no_noun(first) or _no_noun(harm) or harm.whom_span is None or first.whom_span is None:
        return False
    left, right = doc.token_at(first.trigger.start), trigger
    if left is not None and right is not None and _other_time(doc, left, right):
        return False
    joined = (
        left is not None
        and right is not None
        and (right.head == left.i or left.head == right.i)
        and "conj" in {left.dep, right.dep}
    )
    return joined and not _SUBSET.match(harm.whom.lower())


def _are_others(first: HarmMention, harm: HarmMention) -> bool:
    """True for "two other officers were killed" behind the one who is named, and for more of the dead behind any."""
    told = _OTHERS.match(harm.whom.lower()) is not None and _OTHERS.match(first.whom.lower()) is None
    behind = harm.trigger.start > first.trigger.start
    return told and behind and (harm.kind is HarmKind.KILLED or first.maximum == 1)


_OTHERS = re.compile(r"(?:(?:at least|about|some|up to|more than|as many as) )?[\w,-]+ others?\b")


def _is_companion(harm: HarmMention) -> bool:
    """True for "his driver", "her two guards": people told by the one who was harmed before."""
    words = harm.whom.lower().split()
    near = {form for w in words for form in (w, w.rstrip("s"))} & harm_class("companion")
    return words[0] in {"his", "her"} and bool(near) and words[-1].rstrip("s") in near


def _other_time(doc: Document, left: Token, right: Token) -> bool:
    """True for "was killed a month ago" and "was killed yesterday", which are two events."""
    times = [[c.lower for c in doc.children(verb) if c.ent == "DATE"] for verb in (left, right)]
    return all(times) and times[0] != times[1]


def _beside_others(doc: Document, harm: HarmMention) -> bool:
    """True for "one man died and another was hurt": another than the one of its own sentence."""
    trigger = doc.token_at(harm.trigger.start)
    return trigger is not None and trigger.dep == "conj" and doc.head(trigger).pos == "VERB"


def _no_noun(harm: HarmMention) -> bool:
    """True for a bare number, which may count the same people as any other ("700 died, but 250 were killed")."""
    return not any(re.search(r"[a-z]", w) and w not in _NUMBERLIKE for w in harm.whom.lower().split())


def _other_side(first: HarmMention, harm: HarmMention) -> bool:
    """True where one count is of soldiers, say, and the other of rebels: neither is a version of the other."""
    if harm.reason.startswith(AMONG) or first.maximum == 0 or harm.maximum == 0:
        return False
    if first.maximum == harm.maximum == 1 and _BOMBER.search(first.whom.lower()) and _HE.match(harm.whom.lower()):
        return False  # "a suicide attacker" and "the driver" of a later sentence are one man
    if _is_bare(harm) and "number" not in harm.whom.lower():
        return False
    left, right = _sides(first.whom), _sides(harm.whom)
    if harm.reason.startswith(("losses", "loss")) and " and " in first.whom:
        return False
    if _is_loss(harm) != _is_loss(first) and not (left and right):
        return len(left | right) == 1 and harm.minimum != first.minimum  # "killed 20 rebels and lost two men"
    return bool(left) and bool(right) and not left & right


def _is_loss(harm: HarmMention) -> bool:
    """True for "it lost two men", told of the side that has just been said to have killed others."""
    return harm.reason.startswith("lose:") or bool(_OWN.search(harm.whom.lower()))


def _sides(whom: str) -> set[int]:
    """Numbers of the sides that the words name: two for "two soldiers and a hostage"."""
    words = re.findall(r"[\w-]+", whom.lower())
    known = {form for word in words for form in (word, word.rstrip("s"), re.sub("ies$", "y", word))}
    return {n for n, side in enumerate(_SIDES) if known & harm_class(side)}
