"""What ties a place mention to an event: signs with values, weighed in data/placing_weights.tsv."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cached_property

from truceline.domain.codes import QUAD_CLASS, EventType, PlaceKind, QuadClass, Role, Status
from truceline.domain.mentions import EventMention, PlaceMention
from truceline.domain.text import Document, Token
from truceline.resources.folding import fold
from truceline.resources.gazetteer import distance_km, type_words

LOCATIVE = frozenset(
    "in at near on inside outside around across throughout within over along off above under beneath".split()
)
_SPEECH = frozenset(
    (EventType.REQUEST, EventType.REJECT, EventType.ACCUSE, EventType.THREATEN, EventType.SUPPORT, EventType.CONCEDE)
)
_TALK = frozenset((EventType.CONSULT, EventType.AGREE, EventType.COOPERATE))
_VERBAL = frozenset((QuadClass.VERBAL_CONFLICT, QuadClass.VERBAL_COOPERATION))
_ANAPHORS = {
    "town": PlaceKind.SETTLEMENT, "city": PlaceKind.SETTLEMENT, "village": PlaceKind.SETTLEMENT,
    "capital": PlaceKind.SETTLEMENT,
    "camp": PlaceKind.SETTLEMENT, "base": PlaceKind.FACILITY, "airport": PlaceKind.FACILITY,
    "country": PlaceKind.COUNTRY,
    "nation": PlaceKind.COUNTRY, "province": PlaceKind.ADMIN1, "region": PlaceKind.REGION, "state": PlaceKind.ADMIN1,
    "territory": PlaceKind.REGION, "island": PlaceKind.REGION, "enclave": PlaceKind.REGION,
    "district": PlaceKind.ADMIN2,
    "area": PlaceKind.REGION, "strip": PlaceKind.REGION, "kingdom": PlaceKind.COUNTRY,
}  # fmt: skip

_VENUE_NOUNS = frozenset(
    "summit conference talk talks accord agreement declaration round court meeting process treaty session".split()
)
_PLACE_NOUNS = frozenset(type_words())
_ELABORATION = re.compile(r"\b(?:of|from|near|outside|between|border(?:ing)?)\b", re.IGNORECASE)


def kind_of_event(mention: EventMention) -> str:
    """``S`` a speech act, ``T`` talks and agreements, ``M`` deeds."""
    if mention.type in _SPEECH:
        return "S"
    return "T" if mention.type in _TALK else "M"


class Scene:
    """A report's places with what is asked of them again and again. Used for all events of the report."""

    def __init__(self, doc: Document, places: Sequence[PlaceMention]) -> None:
        self.doc, self.places = doc, places
        self.sentence = [doc.sentence_at(p.span.start) for p in places]
        self.heads = [self._head(p) for p in places]
        self._clauses: dict[int, int] = {}

    def _head(self, place: PlaceMention) -> Token | None:
        """The token that stands for the place in the parse: its type word where one follows (``Hit district``)."""
        head = self.doc.syntactic_head(place.span)
        for _ in range(2):
            if head is None or head.dep not in ("compound", "nmod", "amod", "nummod"):
                break
            noun = self.doc.head(head)
            if noun.i - head.i > 2 or not (noun.lower in _ANAPHORS or fold(noun.text) in _PLACE_NOUNS):
                break
            head = noun
        return head

    def identity(self, place: PlaceMention) -> object:
        """What two mentions of one place share."""
        return (place.source_id or fold(place.text), place.precision)

    @cached_property
    def share(self) -> Counter[object]:
        """How often each place is named."""
        return Counter(self.identity(p) for p in self.places)

    @cached_property
    def most(self) -> int:
        """How often the place named most is named."""
        return max(self.share.values(), default=0)

    @cached_property
    def first(self) -> int:
        """The first sentence that names a place."""
        return min(self.sentence, default=0)

    @cached_property
    def body(self) -> int:
        """The first sentence after the dateline, which is a sentence of its own."""
        line = self.doc.dateline
        return 0 if line is None else sum(s.start < line.end for s in self.doc.sentences)

    @cached_property
    def sentences_with_places(self) -> frozenset[int]:
        """Sentences that name a place other than one that acts."""
        return frozenset(s for s, p in zip(self.sentence, self.places, strict=True) if not p.acts)

    def clause(self, token: Token) -> int:
        """The verb (or root) that heads the clause a token is in, by index."""
        if token.i not in self._clauses:
            self._clauses[token.i] = _clause(self.doc, token).i
        return self._clauses[token.i]

    @cached_property
    def prepositions(self) -> list[str]:
        """The preposition that governs each place, or empty."""
        out = []
        for head in self.heads:
            found = ""
            token: Token | None = head
            for _ in range(4):
                if token is None or token.head == token.i:
                    break
                governor = self.doc.head(token)
                if governor.pos == "ADP" and token.dep in ("pobj", "pcomp"):
                    found = governor.lower
                    break
                if token.dep not in ("conj", "appos", "compound", "nmod", "poss", "npadvmod", "amod"):
                    break
                token = governor
            out.append(found)
        return out

    @cached_property
    def locative(self) -> list[bool]:
        """Whether a place stands where places of events stand: after in, at, near, or as a dateline."""
        dateline = self.doc.dateline
        return [
            (p in LOCATIVE and not place.acts) or (dateline is not None and dateline.contains(place.span))
            for p, place in zip(self.prepositions, self.places, strict=True)
        ]

    @cached_property
    def smaller_beside(self) -> list[bool]:
        """Whether a smaller place of the same country stands within a few words (``Manbij, Syria``)."""
        out = []
        for i, place in enumerate(self.places):
            out.append(
                any(
                    j != i and other.country is not None and other.country == place.country
                    and other.precision < place.precision
                    and abs(other.span.start - place.span.start) < 60 and self.sentence[i] == self.sentence[j]
                    and self.locative[j]
                    for j, other in enumerate(self.places)
                )
            )  # fmt: skip
        return out

    def within(self, i: int, j: int) -> bool:
        """Whether place i may lie in the larger place j: smaller, of its country, near a province's point."""
        small, large = self.places[i], self.places[j]
        if small.precision >= large.precision:
            return False
        if small.country is None:  # a village that no gazetteer knows, named where the event is told
            return (
                small.kind is PlaceKind.SETTLEMENT and small.lat is None and self.locative[i] and large.precision >= 4
            )
        if small.country != large.country:
            return False
        if large.precision >= 5 or small.lat is None or small.lon is None or large.lat is None or large.lon is None:
            return large.precision >= 4
        return distance_km(small.lat, small.lon, large.lat, large.lon) < 200

    def agrees(self, told: int, i: int) -> bool:
        """Whether an event told to be at the one place may be said to be at place i: it is the same, lies a few
        kilometres off, or in the country that is told."""
        return told == i or _agrees(self.places[told], self.places[i])

    def agreed(self, i: int, shares: Mapping[int, float]) -> float:
        """Sum of the chances of the places that place i agrees with: itself, what lies near, the country that holds it.

        shares: place number to chance, one number for each place.
        """
        return sum(share for j, share in shares.items() if self.agrees(j, i))

    @cached_property
    def elaborates(self) -> list[bool]:
        """Whether a place only says where the one before it lies (``Babil province, south of Baghdad``)."""
        out = [False] * len(self.places)
        for i in range(1, len(self.places)):
            before, place = self.places[i - 1], self.places[i]
            between = self.doc.text[before.span.end : place.span.start]
            out[i] = (
                len(between) < 45
                and self.sentence[i - 1] == self.sentence[i]
                and "," in between[:14]
                and bool(_ELABORATION.search(between))
            )
        return out

    def reason(self, group: Sequence[EventMention], i: int) -> str:
        """A short reason that a reviewer can read."""
        place = self.places[i]
        if any(f.role == Role.PLACE and f.span.overlaps(place.span) for m in group for f in m.roles):
            return "place role of the event"
        here = self.sentence[i]
        word = self.prepositions[i]
        given = f"«{word} {place.name}» " if word else f"«{place.name}» "
        if any(m.sentence == here for m in group):
            return given + "in the event's sentence"
        if self.doc.dateline is not None and self.doc.dateline.contains(place.span):
            return "dateline"
        nearest = min((m.sentence - here for m in group), key=abs)
        return given + (f"{nearest} sentences before" if nearest > 0 else f"{-nearest} sentences after")


_BESIDE_KM = 50.0


def _agrees(told: PlaceMention, place: PlaceMention) -> bool:
    """Whether an event told to be at the one place may be said to be at the other."""
    if told.kind is PlaceKind.COUNTRY:
        return told.country is not None and told.country == place.country
    if told.precision > 4 or told.lat is None or told.lon is None or place.lat is None or place.lon is None:
        return False
    return distance_km(told.lat, told.lon, place.lat, place.lon) <= _BESIDE_KM


def _clause(doc: Document, token: Token) -> Token:
    """The verb (or root) that heads the clause a token is in."""
    if token.pos in ("VERB", "AUX"):
        return token
    for up in doc.ancestors(token):
        if up.pos in ("VERB", "AUX") or up.head == up.i:
            return up
    return token


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
        self.anaphors = [_anaphor(scene, m) for m in group]
        body = min(self.sentences) - scene.body
        self.depth = "lead" if body <= 0 else "second" if body <= 2 else "later"
        """How far down the report the event is first told."""
        self.says_here = [
            any(t.lower == "here" and t.pos == "ADV" for t in scene.doc.sentence_tokens(m.sentence)) for m in group
        ]

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
        if token.lower in _ANAPHORS and token.dep in ("pobj", "dobj", "nsubjpass") and abs(token.i - trigger.i) < 14:
            determined = any(c.lower in ("the", "this", "that") for c in doc.children(token))
            named = any(p.span.start - token.end in range(5) or p.span.contains(token.span) for p in scene.places)
            if determined and not named:
                return _ANAPHORS[token.lower]
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
