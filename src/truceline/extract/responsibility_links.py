"""Which of a report's acts words of responsibility are about: "the bridge", "it", "both", "the Kabul attack"."""

from __future__ import annotations

from collections.abc import Sequence

from truceline.domain.codes import EventType, Status
from truceline.domain.mentions import EventMention
from truceline.domain.text import Document, Token
from truceline.extract.responsibility_acts import DEED, STORIES, About, Responsibility
from truceline.resources.lexicon import clashes, word_classes

Group = tuple[EventMention, ...]

_CLAIMED = {EventType.ASSAULT, EventType.COERCE, EventType.PROTEST}
_DENIED = _CLAIMED | {EventType.MOBILIZE, EventType.SANCTION}
_PLURAL = {"both", "them", "these", "those", "two", "three"}
_FAR = 15
"""Sentences from the head of a report within which "the attack" that somebody claims is that of the first sentence."""
_NEAR = 2
"""Sentences back that "it" reaches; those of a paragraph are short in newswire."""
_ORDINALS = {"first", "second", "former", "latter"}
_SEVERAL = {"three": 3}


def acts_of(doc: Document, said: Responsibility, groups: Sequence[Group]) -> list[int]:
    """Numbers of the groups that the words claim or deny; empty where they say of none.

    groups: the mentions of each event of the report. Only acts of force, coercion and protest that are told as done can
    be claimed; a denied act may also be a deployment or a sanction.
    """
    open_to = [n for n, group in enumerate(groups) if _can_be_meant(said, group)]
    touched = [n for n in open_to if _touches(said, groups[n])]
    if said.kind is About.OWN:
        if said.denied:
            return touched or _by_noun(doc, said, doc.sentence_at(said.verb.start), groups, open_to)
        return [n for n in touched if _is_own(doc, groups[n])]
    if touched:
        return touched
    sentence = doc.sentence_at(said.verb.start)
    forceful = [n for n in open_to if groups[n][0].type is EventType.ASSAULT]
    if said.kind is About.BESIDE:
        return [n for n in forceful if any(m.sentence == sentence for m in groups[n])]
    if said.denied and said.kind is About.NAMED and not _tells_deed(doc, said):
        return []
    if said.kind is About.ANAPHOR or _ordinal(doc, said.noun) is not None:
        return _by_pronoun(doc, said, sentence, groups, forceful)
    if said.kind is About.UNSAID:
        speaker = {t.start for t in doc.subtree(said.head) if t.start < said.verb.start}
        beside = [
            n
            for n in forceful
            if any(m.sentence == sentence and m.trigger.start not in speaker for m in groups[n])
        ]
        return beside or _nearest(said, sentence, groups, forceful, reach=_NEAR)
    return _by_noun(doc, said, sentence, groups, forceful)


def _can_be_meant(said: Responsibility, group: Group) -> bool:
    head = group[0]
    if said.denied:
        return head.type in _DENIED
    return head.type in _CLAIMED and head.status not in {Status.FUTURE, Status.NEGATED, Status.HYPOTHETICAL}


def _is_own(doc: Document, group: Group) -> bool:
    """True for an act of one side. In a battle both sides act, and each tells how many it killed."""
    if group[0].type is not EventType.ASSAULT:
        return False
    return not clashes() & {t.lemma.lower() for m in group for t in doc.tokens_in(m.trigger)}


def _touches(said: Responsibility, group: Group) -> bool:
    return any(said.about.overlaps(m.trigger) and not said.verb.overlaps(m.trigger) for m in group)


def _nearest(
    said: Responsibility, sentence: int, groups: Sequence[Group], among: Sequence[int], *, reach: int, several: int = 1
) -> list[int]:
    """The groups mentioned last before the words, at most ``reach`` sentences back."""
    last = {
        n: max((m.trigger.start for m in groups[n] if _before(m, said, sentence, reach)), default=-1) for n in among
    }
    found = sorted((n for n in among if last[n] >= 0), key=lambda n: -last[n])
    return found[:several]


def _before(mention: EventMention, said: Responsibility, sentence: int, reach: int) -> bool:
    return mention.trigger.start < said.verb.start and sentence - reach <= mention.sentence <= sentence


def _by_pronoun(
    doc: Document, said: Responsibility, sentence: int, groups: Sequence[Group], among: Sequence[int]
) -> list[int]:
    """ "It", "both", "all three", "the first", "the latter"."""
    word = said.noun.lower if said.noun is not None else "it"
    if said.noun is not None and any(c.lower in {"both", "all"} for c in doc.children(said.noun)):
        word = "both"
    word = _ordinal(doc, said.noun) or word
    if word in _PLURAL:
        return _nearest(said, sentence, groups, among, reach=_NEAR + 2, several=_SEVERAL.get(word, 2))
    if word in _ORDINALS:
        near = _nearest(said, sentence, groups, among, reach=_NEAR, several=4)
        told = sorted(near, key=lambda n: min(m.trigger.start for m in groups[n] if m.sentence >= sentence - _NEAR))
        place = 0 if word in {"first", "former"} else 1 if word == "second" else -1
        return told[place:][:1] if len(told) > 1 else told
    return _nearest(said, sentence, groups, among, reach=_NEAR)


def _ordinal(doc: Document, noun: Token | None) -> str | None:
    """ "first" of "the first attack"."""
    words = () if noun is None else doc.children(noun)
    return next((c.lower for c in words if c.dep == "amod" and c.lower in _ORDINALS), None)


def _by_noun(
    doc: Document, said: Responsibility, sentence: int, groups: Sequence[Group], among: Sequence[int]
) -> list[int]:
    """By words that the noun phrase shares with what is told of the act; a bare "the attack" goes to the nearest."""
    words = _own_words(doc, said)
    if words:
        shared = {n: len(words & _told_words(doc, groups[n])) for n in among}
        most = max(shared.values(), default=0)
        if most:
            best = [n for n in among if shared[n] == most]
            return [min(best, key=lambda n: _apart(groups[n], sentence))]
    if not _is_generic(doc, said):
        return []
    nearest = _nearest(said, sentence, groups, among, reach=1)
    if nearest or said.denied or not _is_definite(doc, said.noun):
        return nearest
    lead = [n for n in among if len(groups[n]) > 1 and min(m.sentence for m in groups[n]) == 0]
    return lead[:1] if sentence <= _FAR else []


def _tells_deed(doc: Document, said: Responsibility) -> bool:
    """False for "suggestions that Australia is a racist society", which deny no act that is told elsewhere."""
    if said.noun is None or said.noun.lemma.lower() not in STORIES:
        return True
    harm = word_classes()["verbs_harm"]
    denying = next((t for t in doc.tokens_in(said.verb)), said.noun)
    who = {t.i for t in (denying, *doc.subtree(denying))} if denying.i > said.noun.i else set()
    below = (t for t in doc.subtree(said.noun) if t.i > said.noun.i and t.i not in who)
    inside = [t.lemma.lower() for t in below if t.pos in {"NOUN", "VERB"}]
    return not inside or any(DEED.match(lemma) or lemma in harm or lemma in _PLAIN for lemma in inside)


def _apart(group: Group, sentence: int) -> tuple[int, int]:
    """How far the nearest mention stands, what is told later behind what is told before."""
    near = min((abs(m.sentence - sentence) for m in group), default=99)
    return near, int(all(m.sentence > sentence for m in group))


def _own_words(doc: Document, said: Responsibility) -> frozenset[str]:
    """What the noun phrase says of the act besides that it is one: "pipeline", "Kabul", "market"."""
    noun = said.noun
    if noun is None:
        return frozenset()
    return frozenset(
        t.lemma.lower()
        for t in doc.subtree(noun)
        if t.pos in {"NOUN", "PROPN", "ADJ"} and t.lemma.lower() not in _PLAIN and not DEED.match(t.lemma.lower())
        and t.ent not in {"DATE", "TIME", "ORDINAL"}
    )  # fmt: skip


_PLAIN = {"responsibility", "involvement", "role", "link", "part", "hand", "charge", "connection", "behind", "other"}


def _told_words(doc: Document, group: Group) -> frozenset[str]:
    return frozenset(
        t.lemma.lower()
        for m in group
        for t in doc.tokens_in(doc.sentences[m.sentence])
        if t.pos in {"NOUN", "PROPN", "ADJ"}
    )


def _is_generic(doc: Document, said: Responsibility) -> bool:
    """True where the words name an act by its kind alone: "the attack", "responsibility for the bombing"."""
    if said.noun is None:
        return said.kind is not About.OWN
    named = [t for t in doc.subtree(said.noun) if t.pos in {"NOUN", "VERB"} and DEED.match(t.lemma.lower())]
    return bool(named) or said.noun.lemma.lower() in _PLAIN


def _is_definite(doc: Document, noun: Token | None) -> bool:
    """As in "the attack", "Friday's bombing", "both blasts"."""
    if noun is None:
        return False
    deeds = [t for t in (noun, *doc.subtree(noun)) if t.pos == "NOUN" and DEED.match(t.lemma.lower())]
    return any(
        c.lower in {"the", "this", "that", "both"} or (c.dep == "poss" and c.ent == "DATE")
        for d in deeds
        for c in doc.children(d)
    )
