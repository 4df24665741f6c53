"""Code lists of the codebook as enums, and the small tables that hang on them."""

from enum import StrEnum
from typing import Final


class EventType(StrEnum):
    """The sixteen PLOVER event types (codebook section 4)."""

    AGREE = "AGREE"
    CONSULT = "CONSULT"
    SUPPORT = "SUPPORT"
    CONCEDE = "CONCEDE"
    COOPERATE = "COOPERATE"
    AID = "AID"
    RETREAT = "RETREAT"
    REQUEST = "REQUEST"
    ACCUSE = "ACCUSE"
    REJECT = "REJECT"
    THREATEN = "THREATEN"
    PROTEST = "PROTEST"
    SANCTION = "SANCTION"
    MOBILIZE = "MOBILIZE"
    COERCE = "COERCE"
    ASSAULT = "ASSAULT"


class QuadClass(StrEnum):
    """PLOVER's four classes of conflict and cooperation."""

    VERBAL_COOPERATION = "verbal cooperation"
    MATERIAL_COOPERATION = "material cooperation"
    VERBAL_CONFLICT = "verbal conflict"
    MATERIAL_CONFLICT = "material conflict"


_T = EventType
QUAD_CLASS: Final[dict[EventType, QuadClass]] = {
    **dict.fromkeys((_T.AGREE, _T.CONSULT, _T.SUPPORT, _T.CONCEDE), QuadClass.VERBAL_COOPERATION),
    **dict.fromkeys((_T.COOPERATE, _T.AID, _T.RETREAT), QuadClass.MATERIAL_COOPERATION),
    **dict.fromkeys((_T.REQUEST, _T.ACCUSE, _T.REJECT, _T.THREATEN), QuadClass.VERBAL_CONFLICT),
    **dict.fromkeys(
        (_T.PROTEST, _T.SANCTION, _T.MOBILIZE, _T.COERCE, _T.ASSAULT), QuadClass.MATERIAL_CONFLICT
    ),
}
WITH_MEANS: Final = frozenset({_T.ASSAULT, _T.COERCE, _T.MOBILIZE, _T.PROTEST, _T.AID})
"""Types of deeds that have a weapon: of some 10,700 annotated events of other types three name one."""

MODES: Final[dict[EventType, tuple[str, ...]]] = {
    _T.AGREE: (),
    _T.CONSULT: ("visit", "third-party", "multilateral", "phone"),
    _T.SUPPORT: (),
    _T.CONCEDE: (),
    _T.COOPERATE: (),
    _T.AID: (),
    _T.RETREAT: ("withdraw", "release", "disarm", "ceasefire", "access", "resign"),
    _T.REQUEST: ("assist", "change", "yield", "meet"),
    _T.ACCUSE: ("disapprove", "investigate", "allege"),
    _T.REJECT: ("assist", "change", "yield", "meet"),
    _T.THREATEN: ("restrict", "arrest", "relations", "expel", "territory", "violence"),
    _T.PROTEST: ("demo", "riot", "strike", "hunger", "boycott", "obstruct", "vandalize"),
    _T.SANCTION: ("convict", "expel", "withdraw", "discontinue"),
    _T.MOBILIZE: ("troops", "weapons", "police", "militia"),
    _T.COERCE: (
        "seize", "restrict", "censor", "curfew", "martial-law", "arrest", "deport", "withhold",
        "misinformation", "cyber",
    ),
    _T.ASSAULT: (
        "abduct", "beat", "torture", "sexual", "targeted", "destroy", "primitive", "firearms",
        "explosives", "suicide-attack", "aerial", "drone", "heavy-weapons", "crowd-control",
    ),
}
"""The PLOVER modes that each type allows (codebook section 4)."""


class Status(StrEnum):
    """Whether the event happened (codebook section 3)."""

    ACTUAL = "actual"
    FUTURE = "future"
    HYPOTHETICAL = "hypothetical"
    NEGATED = "negated"
    HISTORICAL = "historical"


class HarmKind(StrEnum):
    """Kinds of harm to people."""

    KILLED = "killed"
    INJURED = "injured"
    CAPTURED = "captured"
    DISPLACED = "displaced"
    MISSING = "missing"


class Stance(StrEnum):
    """How a speaker stands to what is said."""

    STATES = "states"
    CONFIRMS = "confirms"
    ALLEGES = "alleges"
    DENIES = "denies"


class TruceAction(StrEnum):
    """What an event does to a truce (codebook section 5)."""

    PROPOSED = "proposed"
    REJECTED = "rejected"
    AGREED = "agreed"
    DECLARED = "declared"
    IN_EFFECT = "in_effect"
    EXTENDED = "extended"
    VIOLATED = "violated"
    SUSPENDED = "suspended"
    ENDED = "ended"
    RESTORED = "restored"


class TruceState(StrEnum):
    """The state of a truce on a day."""

    PROPOSED = "proposed"
    IN_FORCE = "in force"
    VIOLATIONS_REPORTED = "in force, violations reported"
    SUSPENDED = "suspended"
    ENDED = "ended"
    UNKNOWN = "unknown"


class DatePrecision(StrEnum):
    """How exact an event's date is."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"
    INTERVAL = "interval"


class PlaceKind(StrEnum):
    """What sort of place a toponym names."""

    COUNTRY = "country"
    ADMIN1 = "admin1"
    ADMIN2 = "admin2"
    SETTLEMENT = "settlement"
    FACILITY = "facility"
    REGION = "region"
    WATER = "water"


class ActorKind(StrEnum):
    """What sort of actor; the tables that map to ACLED's inter codes and PLOVER's sectors stand in data/actor_kinds.tsv."""

    STATE = "state"
    GOVERNMENT = "government"
    STATE_FORCE = "state force"
    POLICE = "police"
    REBEL_GROUP = "rebel group"
    POLITICAL_MILITIA = "political militia"
    IDENTITY_MILITIA = "identity militia"
    ALLIANCE = "alliance"
    IGO = "igo"
    MISSION = "mission"
    NGO = "ngo"
    PARTY = "party"
    JUDICIARY = "judiciary"
    LEGISLATURE = "legislature"
    MEDIA = "media"
    BUSINESS = "business"
    CIVILIANS = "civilians"
    PROTESTERS = "protesters"
    RIOTERS = "rioters"
    PERSON = "person"
    UNNAMED = "unnamed"
    UNKNOWN = "unknown"


ARMED_KINDS: Final = frozenset(
    {ActorKind.REBEL_GROUP, ActorKind.POLITICAL_MILITIA, ActorKind.IDENTITY_MILITIA, ActorKind.ALLIANCE}
)
"""Organised armed groups that are no state's, and alliances of them."""
STATE_KINDS: Final = frozenset({ActorKind.STATE, ActorKind.GOVERNMENT, ActorKind.STATE_FORCE, ActorKind.POLICE})
"""A state, and those who act for it."""
ORGAN_KINDS: Final = frozenset(
    {ActorKind.GOVERNMENT, ActorKind.STATE_FORCE, ActorKind.POLICE, ActorKind.LEGISLATURE, ActorKind.JUDICIARY}
)
"""Organs of a state."""


class RelationKind(StrEnum):
    """Ties between actors (codebook section 9)."""

    PART_OF = "part_of"
    ALLIED_WITH = "allied_with"
    BACKED_BY = "backed_by"
    LEADS = "leads"
    SPEAKS_FOR = "speaks_for"
    SPLIT_FROM = "split_from"
    ALSO_KNOWN_AS = "also_known_as"


class Role(StrEnum):
    """What a phrase is to an event."""

    ACTOR = "actor"
    RECIPIENT = "recipient"
    PLACE = "place"
    TIME = "time"
    WEAPON = "weapon"
    SPEAKER = "speaker"
    CLAIMANT = "claimant"
    DENIER = "denier"
    HARM = "harm"
    TRUCE_PARTY = "truce_party"


class Reading(StrEnum):
    """Whether a value is there. "Not stated", "could not be read" and "zero" are three different things:
    zero is STATED with the value 0."""

    STATED = "stated"
    NOT_STATED = "not stated"
    UNREADABLE = "unreadable"


class Verdict(StrEnum):
    """A judgement on two events or two actors."""

    SAME = "same"
    DIFFERENT = "different"
    UNSURE = "unsure"
