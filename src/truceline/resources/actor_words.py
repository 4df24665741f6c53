"""Head nouns and titles by which reports speak of actors. From data/actor_nouns.tsv and data/actor_titles.tsv."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from truceline.domain.codes import ActorKind
from truceline.errors import BadData
from truceline.resources.tables import rows

_TITLE_COLUMNS = ("title", "class", "state")
_GENDER_COLUMNS = ("word", "kind", "gender")


@dataclass(frozen=True, slots=True)
class ActorNoun:
    """A head noun: its class decides what it can refer back to, its kind what an unnamed party is."""

    word: str
    group: str
    """force, police, government, official, armed, group, civil, protest, riot, source, media, business."""
    kind: ActorKind


@cache
def load_actor_nouns() -> dict[str, ActorNoun]:
    """Lower-cased head noun to its class. Raises BadData naming the line of a broken row."""
    nouns = {}
    for line, row in rows("actor_nouns.tsv", ("word", "class", "kind")):
        try:
            nouns[row["word"]] = ActorNoun(row["word"], row["class"], ActorKind(row["kind"]))
        except ValueError as error:
            raise BadData(f"data/actor_nouns.tsv:{line}: {error}") from None
    return nouns


@cache
def load_titles() -> dict[str, str]:
    """Lower-cased title, without dots, to its class: office, rank or honorific."""
    titles = {}
    for line, row in rows("actor_titles.tsv", _TITLE_COLUMNS):
        if row["class"] not in ("office", "rank", "honorific"):
            raise BadData(f"data/actor_titles.tsv:{line}: no class {row['class']!r}; use office, rank or honorific")
        titles[row["title"].replace(".", "")] = row["class"]
    return titles


@cache
def load_office_states() -> dict[str, str]:
    """Lower-cased office that only one state has, to that state's registry id ("defense secretary": US)."""
    return {row["title"]: row["state"] for _, row in rows("actor_titles.tsv", _TITLE_COLUMNS) if row["state"]}


@cache
def load_name_words() -> dict[str, ActorKind]:
    """Lower-cased word of a name to the kind of actor that such names have ("front": rebel group)."""
    words = {}
    for line, row in rows("actor_name_words.tsv", ("word", "kind")):
        try:
            words[row["word"]] = ActorKind(row["kind"])
        except ValueError as error:
            raise BadData(f"data/actor_name_words.tsv:{line}: {error}") from None
    return words


@cache
def load_genders() -> dict[tuple[str, str], str]:
    """(kind, lower-cased word) to ``f`` or ``m``, for titles, nouns and first names (data/person_genders.tsv)."""
    return {(row["kind"], row["word"]): row["gender"] for _, row in rows("person_genders.tsv", _GENDER_COLUMNS)}
