"""Head nouns and titles by which reports speak of actors. From data/actor_nouns.tsv and data/actor_titles.tsv."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from truceline.domain.codes import ActorKind
from truceline.errors import BadData


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
    lines = files("truceline.data").joinpath("actor_nouns.tsv").read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines[1:], start=2):
        cells = line.split("\t")
        if len(cells) != 3:
            raise BadData(f"actor_nouns.tsv:{number}: {len(cells)} cells where 3 are expected")
        try:
            nouns[cells[0]] = ActorNoun(cells[0], cells[1], ActorKind(cells[2]))
        except ValueError as error:
            raise BadData(f"actor_nouns.tsv:{number}: {error}") from None
    return nouns


@cache
def load_titles() -> dict[str, str]:
    """Lower-cased title, without dots, to its class: office, rank or honorific."""
    titles = {}
    lines = files("truceline.data").joinpath("actor_titles.tsv").read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines[1:], start=2):
        cells = line.split("\t")
        if len(cells) != 3 or cells[1] not in ("office", "rank", "honorific"):
            raise BadData(
                f"actor_titles.tsv:{number}: expected a title, then office, rank or honorific, then a state or nothing"
            )
        titles[cells[0].replace(".", "")] = cells[1]
    return titles


@cache
def load_office_states() -> dict[str, str]:
    """Lower-cased office that only one state has, to that state's registry id ("defense secretary": US)."""
    lines = files("truceline.data").joinpath("actor_titles.tsv").read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines[1:])
    return {cells[0]: cells[2] for cells in rows if len(cells) == 3 and cells[2]}


@cache
def load_name_words() -> dict[str, ActorKind]:
    """Lower-cased word of a name to the kind of actor that such names have ("front": rebel group)."""
    words = {}
    lines = files("truceline.data").joinpath("actor_name_words.tsv").read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines[1:], start=2):
        word, _, kind = line.partition("\t")
        try:
            words[word] = ActorKind(kind)
        except ValueError as error:
            raise BadData(f"actor_name_words.tsv:{number}: {error}") from None
    return words
