"""Which speeches vouch for an event (codebook section 8, ``reported_by``).

Every speech whose words hold a trigger of the event is a candidate. Whether it gives a record depends on what sort
of event it is, how the words are tied to the speaker, and whether the speaker is himself the one who acts: a speech
act that the report narrates in its own voice has no record. The weights of these signs are in
data/attribution_weights.tsv, fitted on the gold training set by training/fit_attribution.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from truceline.domain.codes import EventType, Role
from truceline.domain.events import Attribution
from truceline.domain.mentions import EventMention, Speech
from truceline.domain.text import Document, Span, Token
from truceline.resources.logistic import chance_of
from truceline.resources.speech import load_attribution_weights, load_speech_verbs

_VERBAL = {
    EventType.ACCUSE, EventType.REQUEST, EventType.REJECT, EventType.THREATEN, EventType.SUPPORT, EventType.AGREE,
    EventType.CONCEDE,
}  # fmt: skip
_INFORMANT = re.compile(
    r"\b(?:source|witness|eyewitness|resident|police|medic|hospital|doctor|villager|local|military|army|ministry|monitor|"
    r"observatory|official|officer|report|survivor|rescuer|security|journalist|radio|statement|activist)(?:s|es)?\b",
    re.I,
)
_SELF = {"i", "we", "he", "she", "it", "they"}
_MODALS = {"will", "would", "should", "must", "can", "could", "may", "might", "shall"}
_STOP = {"the", "of", "and", "a", "an", "in", "for", "'s", "’s", "spokesman", "spokeswoman", "official", "officials"}

Candidate = tuple[Speech, tuple[EventMention, ...]]


def candidates(group: tuple[EventMention, ...], speeches: tuple[Speech, ...]) -> list[Candidate]:
    """The speeches that hold a trigger of the group, one for each voice, with the mentions that the voice covers.

    Of one voice's speeches the one that covers a mention most closely stands for it.
    """
    found: dict[str, tuple[Speech, list[EventMention]]] = {}
    for mention in group:
        for speech in speeches:
            if not speech.content.contains(mention.trigger) or speech.cue.overlaps(mention.trigger):
                continue
            key = speech.speaker.lower()
            if key not in found:
                found[key] = (speech, [mention])
                continue
            best, held = found[key]
            if _closeness(speech) > _closeness(best):
                best = speech
            outlet = best.outlet or speech.outlet
            found[key] = (replace(best, outlet=outlet), held if mention in held else [*held, mention])
    return [(speech, tuple(held)) for speech, held in found.values()]


def _closeness(speech: Speech) -> tuple[int, int]:
    return (
        ("statement", "continued", "object", "passive", "quote", "according", "clause").index(speech.manner),
        -len(speech.content),
    )


def choose_attributions(
    doc: Document, group: tuple[EventMention, ...], speeches: tuple[Speech, ...]
) -> tuple[Attribution, ...]:
    """Attributions in text order."""
    if not group:
        return ()
    weights = load_attribution_weights()
    out = []
    rivals = candidates(group, speeches)
    for speech, held in rivals:
        signs = features(doc, group, speech, held, speeches, len(rivals))
        if chance_of(signs, weights) >= weights["threshold"]:
            out.append(Attribution(speech.speaker, speech.affiliation, speech.outlet, speech.stance, speech.cue))
    return tuple(sorted(out, key=lambda a: a.span.start if a.span else 0))


def features(
    doc: Document,
    group: tuple[EventMention, ...],
    speech: Speech,
    held: tuple[EventMention, ...],
    speeches: tuple[Speech, ...],
    n_rivals: int,
) -> dict[str, float]:
    """The signs for and against a record, each 0 to 1, by the names that data/attribution_weights.tsv has."""
    return dict(_signs(doc, group, speech, held, speeches, n_rivals))


def _signs(
    doc: Document,
    group: tuple[EventMention, ...],
    speech: Speech,
    held: tuple[EventMention, ...],
    speeches: tuple[Speech, ...],
    n_rivals: int,
) -> Iterator[tuple[str, float]]:
    first = min(held, key=lambda m: _depth(doc, m, speech))
    kind = group[0].type
    verbal = kind in _VERBAL
    sort = "verbal" if verbal else "consult" if kind is EventType.CONSULT else "material"
    verb = load_speech_verbs().get(speech.reason)
    yield "bias", 1.0
    yield f"type={kind}", 1.0
    yield f"sort={sort}", 1.0
    yield f"status={group[0].status}", 1.0
    yield f"status={group[0].status}&{sort}", 1.0
    yield f"manner={speech.manner}", 1.0
    yield f"manner={speech.manner}&{sort}", 1.0
    yield f"kind={verb.kind if verb else speech.reason}&{sort}", 1.0
    yield f"stance={speech.stance}", 1.0
    yield f"unnamed&{sort}", float(speech.speaker == "unnamed")
    yield f"outlet speaks&{sort}", float(speech.outlet is not None and speech.outlet == speech.speaker)
    carried = float(speech.outlet is not None and speech.outlet != speech.speaker)
    yield "outlet carries", carried
    yield f"outlet carries&{sort}", carried
    yield f"outlet carries&{sort}&{speech.manner}", carried
    yield f"cue={speech.reason}", 1.0
    yield f"cue={speech.reason}&{sort}", 1.0
    yield f"informant&{sort}", float(bool(_INFORMANT.search(speech.speaker)))
    trigger = doc.syntactic_head(first.trigger)
    cue = doc.syntactic_head(speech.cue)
    own = _acts_itself(doc, speech, held)
    yield f"speaker acts&{sort}", own
    yield f"other acts&{sort}", _another_acts(doc, held) * (1 - own)
    yield f"other acts&{sort}&{speech.manner}", _another_acts(doc, held) * (1 - own)
    yield f"speaker acts&{sort}&{speech.manner}", own
    yield f"first person&{sort}", _first_person(doc, held)
    yield (
        f"cue is trigger&{sort}",
        float(any(m.trigger.overlaps(s.cue) for m in group for s in speeches if s.speaker == speech.speaker)),
    )
    said = sum(s.speaker == speech.speaker for s in speeches)
    yield f"speaks often&{sort}", float(said >= 4)
    yield f"speaks once&{sort}", float(said <= 1)
    yield f"main voice&{sort}", said / max(len(speeches), 1)
    yield f"voices few&{sort}", float(len({s.speaker for s in speeches}) <= 2)
    yield f"named person&{sort}", float(_is_named(doc, speech))
    yield "aggregate", float(group[0].aggregate)
    yield f"truce act&{sort}", float(group[0].truce_action is not None)
    if cue is not None:
        yield f"cue tag={cue.tag}&{sort}", 1.0
    before = (
        doc.text[max(speech.speaker_span.start - 4, 0) : speech.speaker_span.end].lower() if speech.speaker_span else ""
    )
    yield (
        f"speaker indefinite&{sort}",
        float(bool(re.match(r"\W*an? ", before) or speech.speaker.lower().startswith(("a ", "an ")))),
    )
    yield f"speaker many&{sort}", float(bool(re.search(r"s$|people$|police$", speech.speaker.lower().split(" of ")[0])))
    yield f"mode={group[0].mode}", float(group[0].mode is not None)
    bare = [m for m in group if not any(s.content.contains(m.trigger) for s in speeches)]
    yield f"told bare too&{sort}", float(bool(bare))
    yield f"told bare first&{sort}", float(bool(bare) and min(m.trigger.start for m in bare) < first.trigger.start)
    yield "main trigger", float(group[0] in held)
    yield f"main trigger&{sort}", float(group[0] in held)
    yield f"share&{sort}", len(held) / len(group)
    yield "single mention", float(len(group) == 1)
    yield f"rivals&{sort}", float(n_rivals > 1)
    yield "rivals3", float(n_rivals > 2)
    yield f"lead&{sort}", float(first.sentence <= 2)
    if trigger is not None:
        yield f"trigger {_shape(doc, trigger)}", 1.0
        yield f"trigger {_shape(doc, trigger)}&{sort}", 1.0
        yield f"modal&{sort}", float(any(c.lower in _MODALS for c in doc.children(trigger)))
        path = _path_labels(doc, trigger, speech.content)
        yield f"depth={min(len(path), 5)}", 1.0
        yield f"depth={min(len(path), 5)}&{sort}", 1.0
        for label in ("relcl", "advcl", "acl", "pobj", "conj", "dobj", "nsubj", "ccomp", "xcomp", "compound", "appos"):
            yield f"path {label}", float(label in path)
            yield f"path {label}&{sort}", float(label in path)
        if cue is not None and cue.sent == trigger.sent:
            steps = _steps_to(doc, trigger, cue)
            yield f"steps={min(steps, 5) if steps else 'none'}", 1.0
            yield f"steps={min(steps, 5) if steps else 'none'}&{sort}", 1.0
        else:
            yield "other sentence", 1.0
            yield f"other sentence&{sort}", 1.0


def _shape(doc: Document, token: Token) -> str:
    """Verb in the past, other verb, definite noun, other noun."""
    if token.pos in {"VERB", "AUX"}:
        if token.tag in {"VBD", "VBN"}:
            return "past"
        return "to" if token.tag == "VB" else "verb"
    definite = any(c.lower in {"the", "this", "that", "these", "those"} or c.dep == "poss" for c in doc.children(token))
    return "definite noun" if definite else "noun"


def _path_labels(doc: Document, token: Token, content: Span) -> list[str]:
    """Dependency labels from the trigger up to the root of the spoken words: how deep it stands in them."""
    labels: list[str] = []
    while token.dep != "ROOT" and len(labels) < 8:
        parent = doc.head(token)
        if not content.contains(parent.span):
            break
        labels.append(token.dep)
        token = parent
    return labels


def _is_named(doc: Document, speech: Speech) -> bool:
    """True for a speaker with a person's name."""
    return speech.speaker_span is not None and any(t.ent == "PERSON" for t in doc.tokens_in(speech.speaker_span))


def _depth(doc: Document, mention: EventMention, speech: Speech) -> int:
    """How deep a mention stands in the spoken words; outside of them it counts as deepest."""
    token = doc.syntactic_head(mention.trigger)
    if token is None or not speech.content.contains(mention.trigger):
        return 9
    return len(_path_labels(doc, token, speech.content))


def _steps_to(doc: Document, token: Token, goal: Token) -> int | None:
    for n, parent in enumerate(doc.ancestors(token), start=1):
        if parent.i == goal.i:
            return n
    return None


def _first_person(doc: Document, held: tuple[EventMention, ...]) -> float:
    for mention in held:
        subject = _subject(doc, mention)
        if subject is not None and subject.lower in {"i", "we"}:
            return 1.0
    return 0.0


def _another_acts(doc: Document, held: tuple[EventMention, ...]) -> float:
    """1 when a mention has a subject that is a noun."""
    for mention in held:
        subject = _subject(doc, mention)
        if subject is not None and subject.pos in {"NOUN", "PROPN"}:
            return 1.0
    return 0.0


def _acts_itself(doc: Document, speech: Speech, held: tuple[EventMention, ...]) -> float:
    """1 when the speaker is the one who does what the words tell, by a pronoun or by name."""
    names = {w for text in (speech.speaker, speech.affiliation or "") for w in re.findall(r"\w+", text.lower())} - _STOP
    for mention in held:
        for span in (f.span for f in mention.roles if f.role is Role.ACTOR):
            if names & (set(re.findall(r"\w+", span.of(doc.text).lower())) - _STOP):
                return 1.0
        subject = _subject(doc, mention)
        if subject is None:
            continue
        if subject.lower in _SELF:
            return 1.0
        words = {
            t.lower for t in doc.subtree(subject) if t.dep in {"compound", "amod", "nmod", "poss"} or t.i == subject.i
        }
        if names & (words - _STOP) or names & {w[:-1] for w in words if w.endswith("s")}:
            return 1.0
    return 0.0


def _subject(doc: Document, mention: EventMention) -> Token | None:
    token = doc.syntactic_head(mention.trigger)
    for _ in range(4):
        if token is None:
            return None
        subject = next((c for c in doc.children(token) if c.dep in {"nsubj", "nsubjpass"}), None)
        if subject is not None:
            return subject
        if token.dep in {"xcomp", "conj", "aux", "advcl", "acomp", "attr", "dobj", "pcomp"} and doc.head(token).pos in {
            "VERB",
            "AUX",
            "ADJ",
        }:
            token = doc.head(token)
            continue
        return None
    return None
