"""What ties a place mention to an event: signs with values, weighed in data/placing_weights.tsv."""

from __future__ import annotations

from collections.abc import Sequence

from truceline.domain.codes import QUAD_CLASS, EventType, PlaceKind, QuadClass, Role, Status
from truceline.domain.mentions import EventMention, PlaceMention
from truceline.domain.text import Document, Token
from truceline.extract.events_followed import is_apart
from truceline.extract.events_judged import is_of_judging, judged_deed
from truceline.extract.placing_ground import ground_of, is_not_ground
from truceline.extract.placing_origins import is_origin
from truceline.extract.placing_scene import ANAPHORS, Scene
from truceline.extract.placing_spoken import (
    SPOKEN,
    is_aside,
    is_of_deed_answered,
    is_of_deed_condemned,
    is_of_meeting_spoken_of,
    met,
    who_speaks,
)

__all__ = ["HERE_IS_DATELINE", "Scene", "Stage", "kind_of_event", "null_signs", "signs"]

_SPEECH = frozenset(
    (EventType.REQUEST, EventType.REJECT, EventType.ACCUSE, EventType.THREATEN, EventType.SUPPORT, EventType.CONCEDE)
)
_TALK = frozenset((EventType.CONSULT, EventType.AGREE, EventType.COOPERATE))
_VERBAL = frozenset((QuadClass.VERBAL_CONFLICT, QuadClass.VERBAL_COOPERATION))

_VENUE_NOUNS = frozenset(
    "summit conference talk talks accord agreement declaration round court meeting process treaty session".split()
)


def kind_of_event(mention: EventMention) -> str:
    """``S`` a speech act, ``T`` talks and agreements, ``M`` deeds."""
    if mention.type in _SPEECH:
        return "S"
    return "T" if mention.type in _TALK else "M"


def _path(doc: Document, a: Token, b: Token) -> tuple[int, int]:
    """Steps up from a and from b to their lowest common governor."""
    chain = [a.i, *(t.i for t in doc.ancestors(a))]
    at = {i: n for n, i in enumerate(chain)}
    if b.i in at:
        return at[b.i], 0
    for n, t in enumerate(doc.ancestors(b), start=1):
        if t.i in at:
            return at[t.i], n
    return 9, 9


class Stage:
    """What an event's mentions share when places are weighed for it."""

    def __init__(self, scene: Scene, group: Sequence[EventMention]) -> None:
        self.scene, self.group = scene, group
        self.kind = kind_of_event(group[0])
        self.sentences = {m.sentence for m in group}
        self.here = [i for i, s in enumerate(scene.sentence) if s in self.sentences]
        self.least: dict[str | None, int] = {}
        self.covered: dict[object, set[int]] = {}
        for i in self.here:
            place = scene.places[i]
            self.covered.setdefault(scene.identity(place), set()).add(scene.sentence[i])
            if scene.locative[i] and not place.acts:
                self.least[place.country] = min(place.precision, self.least.get(place.country, 9))
        self.triggers = [scene.doc.syntactic_head(m.trigger) for m in group]
        self.voices = [self._voices(m, t) for m, t in zip(group, self.triggers, strict=True)]
        self.met = self._countries_met()
        force = group[0].type is EventType.ASSAULT
        self.judged = [judged_deed(scene.doc, t) if force else None for t in self.triggers]
        self.anaphors = [_anaphor(scene, m) for m in group]
        self.grounds = [ground_of(scene, m, t) for m, t in zip(group, self.triggers, strict=True)]
        body = min(self.sentences) - scene.body
        self.depth = "lead" if body <= 0 else "second" if body <= 2 else "later"
        """How far down the report the event is first told."""
        self.says_here = [
            any(t.lower == "here" and t.pos == "ADV" for t in scene.doc.sentence_tokens(m.sentence)) for m in group
        ]

    def _voices(self, mention: EventMention, trigger: Token | None) -> frozenset[str]:
        """Words for who says what a mention tells, where it happens by being said."""
        if trigger is None or mention.type not in SPOKEN:
            return frozenset()
        return frozenset(who_speaks(self.scene.doc, trigger, self.scene.speakers))

    def _countries_met(self) -> frozenset[str | None]:
        """Countries that those act for whom talks are held with."""
        if self.group[0].type is not EventType.CONSULT:
            return frozenset()
        with_whom = {i for t in self.triggers if t is not None for i in met(self.scene.doc, t)}
        heads, places = self.scene.heads, self.scene.places
        return frozenset(
            p.country for h, p in zip(heads, places, strict=True) if p.acts and h is not None and h.i in with_whom
        )

    def is_of_deed_condemned(self, i: int) -> bool:
        """Whether place i is only that of a deed that the event condemns, at one of its mentions."""
        doc, head = self.scene.doc, self.scene.heads[i]
        return any(is_of_deed_condemned(doc, m, t, head) for m, t in zip(self.group, self.triggers, strict=True))

    def is_aside(self, i: int) -> bool:
        """Whether place i is only in an aside of the words spoken, in each sentence of theirs that names it."""
        main = self.group[0]
        if self.kind != "S" or self.scene.places[i].acts or main.truce_action or main.mode == "investigate":
            return False  # a truce covers ground, a trial is held
        doc, sentence, head = self.scene.doc, self.scene.sentence[i], self.scene.heads[i]
        own = [t for m, t in zip(self.group, self.triggers, strict=True) if m.sentence == sentence]
        return bool(own) and all(is_aside(doc, t, head) for t in own)

    def is_elsewhere(self, i: int) -> bool:
        """Whether the sentence says something else of place i than that the event is there."""
        if self.is_of_deed_condemned(i) or self.is_aside(i) or self.is_of_judging(i) or self.is_party(i):
            return True
        if self.is_not_ground(i):
            return True
        doc, sentence, head = self.scene.doc, self.scene.sentence[i], self.scene.heads[i]
        own = [(m, t) for m, t in zip(self.group, self.triggers, strict=True) if m.sentence == sentence]
        return bool(own) and all(
            is_of_deed_answered(doc, m, t, head)
            or is_origin(doc, m.type, t, head)
            or is_of_meeting_spoken_of(doc, m, t, head)
            or (t is not None and head is not None and is_apart(doc, t, head))
            for m, t in own
        )

    def is_not_ground(self, i: int) -> bool:
        """Whether place i only acts in a sentence of the deed that names other ground by a noun ("the province")."""
        if self.kind != "M":
            return False
        doc, place, head = self.scene.doc, self.scene.places[i], self.scene.heads[i]
        return any(g is not None and is_not_ground(doc, g, place, head) for g in self.grounds)

    def is_party(self, i: int) -> bool:
        """Whether place i is only named as a state that talks or agrees, and not as the host: of 5 such that we gave
        talks in annotated reports none was theirs."""
        place, head = self.scene.places[i], self.scene.heads[i]
        if self.kind != "T" or not place.acts or place.country in self.met or head is None:
            return False
        if any(r.role == Role.PLACE and r.span.overlaps(place.span) for m in self.group for r in m.roles):
            return False
        verb = self.scene.doc.head(head)
        return not (head.dep in ("nsubj", "nsubjpass") and verb.lemma.lower() in _HOSTING)

    def is_of_judging(self, i: int) -> bool:
        """Whether place i is where justice deals with the event's deed, in each of its sentences that names the place:
        "was convicted in New York of the bombing"."""
        doc, sentence, head = self.scene.doc, self.scene.sentence[i], self.scene.heads[i]
        own = [j for t, j in zip(self.triggers, self.judged, strict=True) if t is not None and t.sent == sentence]
        if head is None or not own:
            return False
        return all(j is not None and is_of_judging(doc, *j, head) for j in own)

    def names_country(self, place: PlaceMention) -> bool:
        """Whether the event has not happened yet, or its own sentences name that country as a place."""
        if self.group[0].status is not Status.ACTUAL:
            return True
        here = (self.scene.places[i] for i in self.here)
        return any(p.kind is PlaceKind.COUNTRY and p.country == place.country and not p.acts for p in here)

    def is_written_at(self, place: PlaceMention) -> bool:
        """Whether a place is where the report was written: its dateline, or "here" read as it."""
        dateline = self.scene.doc.dateline
        if dateline is None:
            return False
        return dateline.contains(place.span) or place.reason == HERE_IS_DATELINE


_HOSTING = frozenset("host hold receive welcome convene organise organize invite see".split())
HERE_IS_DATELINE = "here: the dateline"


def signs(stage: Stage, i: int) -> dict[str, float]:
    """What speaks for and against place i as the event's: the strongest sign over the event's mentions."""
    scene, group, kind = stage.scene, stage.group, stage.kind
    place = scene.places[i]
    f: dict[str, float] = {}
    for at in range(len(group)):
        for key, value in _tie(stage, at, i).items():
            if f.get(key, 0.0) < value:
                f[key] = value
    here = scene.sentence[i] in stage.sentences
    identity = scene.identity(place)
    f["future, in none of its sentences"] = float(group[0].status is Status.FUTURE and not here)
    f["in the country met"] = float(place.country is not None and place.country in stage.met)
    f["is the country met"] = f["in the country met"] * float(place.acts)
    f[f"kind {place.kind.value}"] = 1.0
    f[f"precision {place.precision}"] = 1.0
    f["acts"] = float(place.acts)
    f["demonym"] = float(place.acts and place.reason.startswith("people of"))
    f["unresolved"] = float(place.lat is None)
    f["score"] = place.score
    f["often"] = scene.share[identity] / len(scene.places)
    f["most often"] = float(scene.share[identity] == scene.most)
    f["elaborates another"] = float(scene.elaborates[i])
    f["smaller beside"] = float(scene.smaller_beside[i])
    if here and place.country in stage.least:
        larger = float(place.precision > stage.least[place.country])
        f["smallest of its country here"] = 1.0 - larger
        f["larger than another here"] = larger
        if len(stage.sentences) > 1:
            f["larger than another here, several"] = larger
    if len(stage.sentences) > 1:
        f["share of the event's sentences"] = len(stage.covered.get(identity, ())) / len(stage.sentences)
    if group[0].truce_action is not None:
        f["truce"] = 1.0
        f["truce, acts"] = float(place.acts)
        f["truce, acts here"] = float(place.acts and here)
        f[f"truce, kind {place.kind.value}"] = 1.0
        f["truce, here"] = float(here)
    dateline = scene.doc.dateline
    if dateline is not None and dateline.contains(place.span):
        f["dateline"] = 1.0
        f["dateline, says here"] = float(any(stage.says_here))
    if stage.is_written_at(place):
        f[f"written at, {stage.depth}"] = 1.0
        acting = [scene.places[j].country for j in stage.here if scene.places[j].acts]
        f["written at, only acts in sentence"] = float(bool(acting) and len(acting) == len(stage.here))
        f["written at, none in sentence"] = float(not stage.here)
        f["written at, of the acting country"] = float(place.country in acting)
    f["first place"] = float(scene.sentence[i] == scene.first)
    out: dict[str, float] = {}
    for key, value in f.items():
        if value:
            out[key] = value
            out[f"{kind} {key}"] = value
    if here and not place.acts:
        word = scene.prepositions[i] or "no preposition"
        out[f"{group[0].type.value} {word}"] = 1.0
        if group[0].mode:
            out[f"{group[0].type.value} {group[0].mode} {word}"] = 1.0
    return out


def _tie(stage: Stage, at: int, i: int) -> dict[str, float]:
    """Signs of one mention of the event."""
    scene, mention = stage.scene, stage.group[at]
    doc, place = scene.doc, scene.places[i]
    f: dict[str, float] = {}
    if any(r.role == Role.PLACE and r.span.overlaps(place.span) for r in mention.roles):
        f["role"] = 1.0
    elif any(r.role == Role.PLACE for r in mention.roles):
        f["other has role"] = 1.0
    here, there = mention.sentence, scene.sentence[i]
    word = scene.prepositions[i]
    locative = scene.locative[i]
    f["locative anywhere"] = float(locative)
    if scene.spoken_at[i] is not None and scene.spoken_at[i] in stage.voices[at]:
        f["spoken at"] = 1.0
        f["spoken at, same sentence"] = float(here == there)
    if here == there:
        f["same sentence"] = 1.0
        f[f"same sentence, {'locative' if locative else 'not locative'}{' acts' if place.acts else ''}"] = 1.0
        if word:
            f[f"same sentence, {word}"] = 1.0
        f.update(_syntax(scene, mention, stage.triggers[at], i))
    else:
        gap = here - there
        step = "before" if gap > 0 else "after"
        f[f"{step} {min(abs(gap), 4)}"] = 1.0
        if locative:
            f[f"{step} {min(abs(gap), 4)} locative"] = 1.0
        if here not in scene.sentences_with_places:
            f[f"{step} {min(abs(gap), 4)} and none in sentence"] = 1.0
            if locative:
                f[f"{step} {min(abs(gap), 4)} locative and none in sentence"] = 1.0
        if doc.paragraph_at(mention.trigger.start) == doc.paragraph_at(place.span.start):
            f["same paragraph"] = 1.0
        if gap > 0 and locative:
            f["last locative before"] = float(
                not any(scene.locative[j] and scene.sentence[j] < here for j in range(i + 1, len(scene.places)))
            )
        if there == 0:
            f["lead sentence"] = 1.0
    wanted = stage.anaphors[at]
    if wanted is not None:
        f["anaphor of its kind" if _fits(wanted, place) else "anaphor of another kind"] = 1.0
        before = mention.trigger.start
        nearer = (p for p in scene.places[i + 1 :] if p.span.start < before and _fits(wanted, p))
        if _fits(wanted, place) and place.span.start < before and next(nearer, None) is None:
            f["last of the anaphor's kind"] = 1.0
    return f


def _syntax(scene: Scene, mention: EventMention, trigger: Token | None, i: int) -> dict[str, float]:
    """Signs from the parse, for a place in the trigger's sentence."""
    doc, place, head = scene.doc, scene.places[i], scene.heads[i]
    f: dict[str, float] = {}
    if head is None or trigger is None:
        return f
    up_place, up_trigger = _path(doc, head, trigger)
    inside = mention.trigger.overlaps(place.span)
    f["inside trigger"] = float(inside)
    f[f"path up {min(up_place, 5)} down {min(up_trigger, 3)}"] = 1.0
    f["path length"] = min(up_place + up_trigger, 10) / 10
    locative = scene.locative[i]
    if inside and head.dep in ("compound", "nmod", "poss") and doc.head(head).lemma in _VENUE_NOUNS:
        f["venue of the trigger's noun"] = 1.0
    if up_trigger == 0 and trigger.pos == "VERB" and up_place > 1:
        between_nouns = [t for t in doc.ancestors(head) if t.pos == "NOUN"][: up_place - 1]
        if any(trigger.i in (a.i for a in doc.ancestors(t)) for t in between_nouns):
            f["under a noun of the trigger"] = 1.0
            f[f"under a noun of the trigger, {mention.type.value}"] = 1.0
    if up_trigger == 0:
        f["under trigger"] = 1.0
        f["under trigger, locative"] = float(locative)
        if up_place <= 2:
            f[f"on trigger, {scene.prepositions[i] or head.dep}"] = 1.0
    elif up_trigger == 1 and locative:
        f["beside trigger, locative"] = 1.0
    if up_place == 0:
        f["over trigger"] = 1.0
    same = scene.clause(head) == scene.clause(trigger)
    f["same clause"] = float(same)
    f["same clause, locative"] = float(same and locative)
    f[f"dep {head.dep}"] = 1.0
    if head.dep in ("nsubj", "nsubjpass"):
        f["subject of trigger" if doc.head(head).i == trigger.i else "subject elsewhere"] = 1.0
    if head.dep in ("dobj", "nsubjpass") and doc.head(head).i == trigger.i:
        f["object of trigger"] = 1.0
    before = place.span.start < mention.trigger.start
    f["before trigger" if before else "after trigger"] = 1.0
    low, high = sorted((place.span.start, mention.trigger.start))
    between = [j for j, p in enumerate(scene.places) if j != i and low < p.span.start < high]
    f["places between"] = min(len(between), 4) / 4
    f["locative between"] = float(any(scene.locative[j] for j in between))
    f["distance"] = min(high - low, 300) / 300
    if head.i == doc.sentence_tokens(mention.sentence)[0].i or (
        locative and doc.tokens[max(head.i - 2, 0)].i <= doc.sentence_tokens(mention.sentence)[0].i
    ):
        f["opens the sentence"] = 1.0
    quoted, trigger_quoted = doc.in_quotation(place.span.start), doc.in_quotation(mention.trigger.start)
    if (quoted is None) != (trigger_quoted is None):
        f["quoted apart"] = 1.0
    return f


def _anaphor(scene: Scene, mention: EventMention) -> PlaceKind | None:
    """What ``the town``, ``the country`` ... near the trigger stands for, or None."""
    doc = scene.doc
    trigger = doc.syntactic_head(mention.trigger)
    if trigger is None:
        return None
    for token in doc.sentence_tokens(mention.sentence):
        if token.lower in ANAPHORS and token.dep in ("pobj", "dobj", "nsubjpass") and abs(token.i - trigger.i) < 14:
            determined = any(c.lower in ("the", "this", "that") for c in doc.children(token))
            named = any(p.span.start - token.end in range(5) or p.span.contains(token.span) for p in scene.places)
            if determined and not named:
                return ANAPHORS[token.lower]
    return None


def _fits(wanted: PlaceKind, place: PlaceMention) -> bool:
    areas = (PlaceKind.ADMIN1, PlaceKind.ADMIN2, PlaceKind.REGION)
    return wanted == place.kind or (wanted in areas and place.kind in areas)


def null_signs(stage: Stage) -> dict[str, float]:
    """What speaks for the codebook's null."""
    scene, group, kind, sentences, here = stage.scene, stage.group, stage.kind, stage.sentences, stage.here
    main = group[0]
    f: dict[str, float] = {"null": 1.0, f"null {main.type.value}": 1.0, f"null {main.status.value}": 1.0}
    f["null, place in sentence"] = float(any(not scene.places[i].acts for i in here))
    f["null, locative in sentence"] = float(any(scene.locative[i] for i in here))
    f["null, no place in sentence"] = float(not here)
    f["null, role"] = float(any(r.role == Role.PLACE for m in group for r in m.roles))
    f["null, several mentions"] = float(len(group) > 1)
    f["null, lead"] = float(0 in sentences)
    f["null, truce"] = float(main.truce_action is not None)
    f["null, aggregate"] = float(main.aggregate)
    f["null, quoted"] = float(scene.doc.in_quotation(main.trigger.start) is not None)
    f["null, dateline"] = float(scene.doc.dateline is not None)
    f["null, historical"] = float(main.status == Status.HISTORICAL)
    if main.mode:
        f[f"null {main.type.value} {main.mode}"] = 1.0
    f["null, one country"] = float(len({p.country for p in scene.places}) <= 1)
    f["null, verbal"] = float(QUAD_CLASS[main.type] in _VERBAL)
    out = {}
    for key, value in f.items():
        if value:
            out[key] = value
            out[f"{kind} {key}"] = value
    return out
