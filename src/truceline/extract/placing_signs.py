"""What ties a place mention to an event: signs with values, weighed in data/placing_weights.tsv."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cached_property

from truceline.domain.codes import QUAD_CLASS, EventType, PlaceKind, QuadClass, Role, Status
from truceline.domain.mentions import EventMention, PlaceMention
from truceline.domain.text import Document, Token
from truceline.resources.folding import fold

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


def kind_of_event(mention: EventMention) -> str:
    """``S`` a speech act, ``T`` talks and agreements, ``M`` deeds."""
    if mention.type in _SPEECH:
        return "S"
    return "T" if mention.type in _TALK else "M"


class Scene:
    """A report's places with what is asked of them again and again. Used for one event of the report."""

    def __init__(self, doc: Document, places: Sequence[PlaceMention]) -> None:
        self.doc, self.places = doc, places
        self.sentence = [doc.sentence_at(p.span.start) for p in places]
        self.heads = [doc.syntactic_head(p.span) for p in places]

    def identity(self, place: PlaceMention) -> object:
        """What two mentions of one place share."""
        return (place.source_id or fold(place.text), place.precision)

    @cached_property
    def share(self) -> Counter[object]:
        """How often each place is named."""
        return Counter(self.identity(p) for p in self.places)

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


def signs(scene: Scene, group: Sequence[EventMention], i: int) -> dict[str, float]:
    """What speaks for and against place i as the event's: the strongest sign over the event's mentions."""
    best: dict[str, float] = {}
    doc, place = scene.doc, scene.places[i]
    kind = kind_of_event(group[0])
    f: dict[str, float] = {}
    for mention in group:
        for key, value in _tie(scene, mention, i).items():
            if f.get(key, 0.0) < value:
                f[key] = value
    f[f"kind {place.kind.value}"] = 1.0
    f[f"precision {place.precision}"] = 1.0
    f["acts"] = float(place.acts)
    f["demonym"] = float(place.acts and place.reason.startswith("people of"))
    f["unresolved"] = float(place.lat is None)
    f["score"] = place.score
    f["often"] = scene.share[scene.identity(place)] / max(len(scene.places), 1)
    f["most often"] = float(scene.share[scene.identity(place)] == max(scene.share.values()))
    f["smaller beside"] = float(scene.smaller_beside[i])
    sentences = {m.sentence for m in group}
    here = scene.sentence[i] in sentences
    rivals = [
        p for j, p in enumerate(scene.places)
        if scene.sentence[j] in sentences and not p.acts and p.country == place.country and scene.locative[j]
    ]  # fmt: skip
    if here and rivals:
        least = min(p.precision for p in rivals)
        f["smallest of its country here"] = float(place.precision <= least)
        f["larger than another here"] = float(place.precision > least)
        if len(sentences) > 1:
            f["larger than another here, several"] = float(place.precision > least)
    if len(sentences) > 1:
        same = {scene.sentence[j] for j, p in enumerate(scene.places) if scene.identity(p) == scene.identity(place)}
        f["share of the event's sentences"] = len(same & sentences) / len(sentences)
    if group[0].truce_action is not None:
        f["truce"] = 1.0
        f["truce, acts"] = float(place.acts)
        f["truce, acts here"] = float(place.acts and here)
        f[f"truce, kind {place.kind.value}"] = 1.0
        f["truce, here"] = float(here)
    if doc.dateline is not None and doc.dateline.contains(place.span):
        f["dateline"] = 1.0
    first = min(scene.sentence, default=0)
    f["first place"] = float(scene.sentence[i] == first)
    for key, value in f.items():
        if value:
            best[key] = value
            best[f"{kind} {key}"] = value
    return best


def _tie(scene: Scene, mention: EventMention, i: int) -> dict[str, float]:
    """Signs of one mention of the event."""
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
        f.update(_syntax(scene, mention, i))
    else:
        gap = here - there
        step = "before" if gap > 0 else "after"
        f[f"{step} {min(abs(gap), 4)}"] = 1.0
        if locative:
            f[f"{step} {min(abs(gap), 4)} locative"] = 1.0
        if not any(scene.sentence[j] == here and not scene.places[j].acts for j in range(len(scene.places))):
            f[f"{step} {min(abs(gap), 4)} and none in sentence"] = 1.0
            if locative:
                f[f"{step} {min(abs(gap), 4)} locative and none in sentence"] = 1.0
        if doc.paragraph_at(mention.trigger.start) == doc.paragraph_at(place.span.start):
            f["same paragraph"] = 1.0
        if gap > 0 and locative:
            later = [j for j in range(i + 1, len(scene.places)) if scene.locative[j] and scene.sentence[j] < here]
            f["last locative before"] = float(not later)
        if there == 0:
            f["lead sentence"] = 1.0
    wanted = _anaphor(scene, mention)
    if wanted is not None:
        f["anaphor of its kind" if _fits(wanted, place) else "anaphor of another kind"] = 1.0
        nearer = [
            j for j in range(i + 1, len(scene.places))
            if scene.places[j].span.start < mention.trigger.start and _fits(wanted, scene.places[j])
        ]  # fmt: skip
        if _fits(wanted, place) and not nearer and place.span.start < mention.trigger.start:
            f["last of the anaphor's kind"] = 1.0
    return f


def _syntax(scene: Scene, mention: EventMention, i: int) -> dict[str, float]:
    """Signs from the parse, for a place in the trigger's sentence."""
    doc, place, head = scene.doc, scene.places[i], scene.heads[i]
    f: dict[str, float] = {}
    trigger = doc.syntactic_head(mention.trigger)
    if head is None or trigger is None:
        return f
    up_place, up_trigger = _path(doc, head, trigger)
    inside = mention.trigger.overlaps(place.span)
    f["inside trigger"] = float(inside)
    f[f"path up {min(up_place, 5)} down {min(up_trigger, 3)}"] = 1.0
    f["path length"] = min(up_place + up_trigger, 10) / 10
    locative = scene.locative[i]
    if up_trigger == 0:
        f["under trigger"] = 1.0
        f["under trigger, locative"] = float(locative)
        if up_place <= 2:
            f[f"on trigger, {scene.prepositions[i] or head.dep}"] = 1.0
    elif up_trigger == 1 and locative:
        f["beside trigger, locative"] = 1.0
    if up_place == 0:
        f["over trigger"] = 1.0
    same = _clause(doc, head).i == _clause(doc, trigger).i
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


def null_signs(scene: Scene, group: Sequence[EventMention]) -> dict[str, float]:
    """What speaks for the codebook's null."""
    kind = kind_of_event(group[0])
    main = group[0]
    f: dict[str, float] = {"null": 1.0, f"null {main.type.value}": 1.0, f"null {main.status.value}": 1.0}
    sentences = {m.sentence for m in group}
    here = [i for i, s in enumerate(scene.sentence) if s in sentences]
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
