"""The actor registry: tables, look-up by form, dated ties, and wider sources."""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from truceline.domain.codes import ActorKind, RelationKind
from truceline.errors import BadData
from truceline.resources import actor_recipe, actors, tables
from truceline.resources.actor_sources import load_ftm, load_wikidata
from truceline.resources.actors import ActorRegistry, RegistryActor, Tie, load_kind_codes, read_states

REGISTRY = ActorRegistry.load()


def test_registry_holds_the_organised_actors_of_the_issue() -> None:
    kinds = Counter(a.kind for a in REGISTRY.actors.values())
    assert sum(n for k, n in kinds.items() if k != ActorKind.PERSON) >= 1500
    written = [a for a in REGISTRY.actors.values() if a.origin == "written" and a.kind != ActorKind.PERSON]
    assert len(written) >= 1000
    assert kinds[ActorKind.STATE] >= 193


def test_registry_rows_all_have_an_origin() -> None:
    assert all(a.origin for a in REGISTRY.actors.values())
    assert all(t.origin for t in REGISTRY.all_ties)


@pytest.mark.parametrize(
    ("form", "actor_id"),
    [
        ("Hizbullah", "hezbollah"),
        ("HAMAS", "hamas"),
        ("al-Nusra Front", "jabhat-al-nusra"),
        ("the Kremlin", "RU.gov"),
        ("Sendero Luminoso", "shining-path"),
        ("Tamil Tigers", "liberation-tigers-of-tamil-eelam"),
        ("Islamic Resistance in Iraq", "islamic-resistance-in-iraq"),
        ("Côte d’Ivoire", "CI"),
    ],
)
def test_registry_lookup_folds_spelling(form: str, actor_id: str) -> None:
    assert actor_id in [a.id for a in REGISTRY.lookup(form)]


def test_registry_lookup_of_nobody_is_empty() -> None:
    assert REGISTRY.lookup("Riders of Rohan") == ()


def test_registry_ties_hold_only_on_their_days() -> None:
    def alliances(day: date) -> set[str]:
        return {t.object for t in REGISTRY.ties("kataib-hezbollah", on=day, kind=RelationKind.PART_OF)}

    assert "islamic-resistance-in-iraq" not in alliances(date(2023, 7, 1))
    assert "islamic-resistance-in-iraq" in alliances(date(2024, 7, 30))


def test_registry_states_by_adjective_people_and_capital() -> None:
    for word, found in (
        ("Turkish", REGISTRY.state_of_adjective),
        ("Turks", REGISTRY.state_of_people),
        ("Ankara", REGISTRY.state_of_capital),
    ):
        state = found(word)
        assert state is not None
        assert state.id == "TR"


def test_registry_recipe_rows_are_what_the_recipe_makes() -> None:
    made = {row[0]: row for row in actor_recipe.state_rows(read_states())}
    shipped = {a.id: a for a in REGISTRY.actors.values() if a.origin == "recipe"}
    assert set(made) == set(shipped)
    assert all("|".join(shipped[i].forms) == row[4] for i, row in made.items())


def test_registry_kind_codes_cover_every_kind() -> None:
    codes = load_kind_codes()
    assert set(codes) == set(ActorKind)
    assert codes[ActorKind.REBEL_GROUP].acled_inter == 2


def test_registry_refuses_a_tie_to_nobody() -> None:
    orc = RegistryActor("orcs", "Orcs of Mordor", ActorKind.REBEL_GROUP, None)
    with pytest.raises(BadData, match="no actor 'mordor'"):
        ActorRegistry.build([orc], [Tie("orcs", RelationKind.PART_OF, "mordor")])


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        (["id\tname"], "broken.tsv:1"),
        (["\t".join(actors.ACTOR_COLUMNS), "orcs\tOrcs\thorde\t\t\twritten"], "broken.tsv:2: no actor kind 'horde'"),
        (["\t".join(actors.ACTOR_COLUMNS), "orcs\tOrcs\tstate\tMordor\t\twritten"], "broken.tsv:2: country 'Mordor'"),
        (["\t".join(actors.ACTOR_COLUMNS), "orcs\tOrcs"], "broken.tsv:2: 2 cells"),
    ],
)
def test_registry_names_file_and_line_of_a_broken_row(
    rows: list[str], message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "broken.tsv").write_text("\n".join(rows), encoding="utf-8")
    monkeypatch.setattr(tables, "files", lambda _: tmp_path)
    with pytest.raises(BadData, match=re.escape(message)):
        actors.read_actors("broken.tsv")


def test_registry_refuses_a_tie_that_ends_before_it_starts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    row = "orcs\tpart_of\tmordor\t2001-01-02\t2001-01-01\twritten"
    (tmp_path / "ties.tsv").write_text("\n".join(["\t".join(actors.TIE_COLUMNS), row]), encoding="utf-8")
    monkeypatch.setattr(tables, "files", lambda _: tmp_path)
    with pytest.raises(BadData, match=r"ties.tsv:2: tie ends 2001-01-01 before it starts"):
        actors.read_ties("ties.tsv")


def test_registry_widens_from_followthemoney_and_skips_persons(tmp_path: Path) -> None:
    rows = [
        {
            "id": "f-1",
            "schema": "Organization",
            "properties": {"name": ["Army of Rohan"], "alias": ["Rohirrim"], "topics": ["mil"], "country": ["nz"]},
        },
        {"id": "f-2", "schema": "Organization", "properties": {"name": ["League of the West"], "topics": ["gov.igo"]}},
        {"id": "f-3", "schema": "Person", "properties": {"name": ["Grima"]}},
        {
            "id": "f-4",
            "schema": "Membership",
            "properties": {"member": ["f-1"], "organization": ["f-2"], "startDate": ["2019-03"]},
        },
    ]
    path = tmp_path / "entities.ftm.json"
    path.write_text("\n".join(json.dumps(r) for r in rows), encoding="utf-8")
    found = load_ftm(path)
    assert [(a.name, a.kind, a.country) for a in found.actors] == [
        ("Army of Rohan", ActorKind.STATE_FORCE, "NZ"),
        ("League of the West", ActorKind.IGO, None),
    ]
    assert [(t.subject, t.object, t.first_day) for t in found.ties] == [("f-1", "f-2", date(2019, 3, 1))]
    wider = REGISTRY.extend(found.actors, found.ties)
    assert [a.id for a in wider.lookup("Rohirrim")] == ["f-1"]
    assert len(REGISTRY.lookup("Rohirrim")) == 0


def test_registry_widens_from_wikidata_and_skips_humans(tmp_path: Path) -> None:
    def item(code: str) -> dict[str, object]:
        return {"rank": "normal", "mainsnak": {"datavalue": {"value": {"id": code}}}}

    begun = {"P580": [{"datavalue": {"value": {"time": "+2015-10-00T00:00:00Z"}}}]}
    rows = [
        {
            "id": "Q900001",
            "labels": {"en": {"value": "Gondor"}},
            "claims": {"P31": [item("Q3624078")], "P297": [{"mainsnak": {"datavalue": {"value": "GO"}}}]},
        },
        {
            "id": "Q900002",
            "labels": {"en": {"value": "Rangers of Ithilien"}},
            "aliases": {"en": [{"value": "Ithilien Rangers"}]},
            "claims": {
                "P31": [item("Q17149090")],
                "P17": [item("Q900001")],
                "P361": [item("Q900001") | {"qualifiers": begun}],
            },
        },
        {"id": "Q900003", "labels": {"en": {"value": "Boromir"}}, "claims": {"P31": [item("Q5")]}},
    ]
    path = tmp_path / "slice.json"
    path.write_text("[\n" + ",\n".join(json.dumps(r) for r in rows) + "\n]\n", encoding="utf-8")
    found = load_wikidata(path)
    assert [(a.id, a.kind, a.country) for a in found.actors] == [
        ("Q900001", ActorKind.STATE, "GO"),
        ("Q900002", ActorKind.REBEL_GROUP, "GO"),
    ]
    assert found.ties[0].first_day == date(2015, 10, 1)


def test_registry_named_in_the_settings_widens_every_load(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [
        {"id": "f-1", "schema": "Organization", "properties": {"name": ["Army of Rohan"], "topics": ["mil"]}},
        {"id": "f-2", "schema": "Organization", "properties": {"name": ["Hezbollah"], "country": ["lb"]}},
        {"id": "f-3", "schema": "Membership", "properties": {"member": ["f-1"], "organization": ["f-2"]}},
    ]
    path = tmp_path / "further.json"
    path.write_text("\n".join(json.dumps(r) for r in rows), encoding="utf-8")
    monkeypatch.setenv("TRUCELINE_ACTORS", str(path))
    wider = ActorRegistry.load()
    known = REGISTRY.lookup("Hezbollah")
    assert len(known) == 1
    assert wider.lookup("Hezbollah") == known  # the registry's own row stands for it
    assert [t.object for t in wider.ties("f-1", on=date(2024, 1, 1))] == [known[0].id]
    assert len(wider) == len(REGISTRY) + 1
    monkeypatch.setenv("TRUCELINE_ACTORS", str(tmp_path / "lost.json"))
    with pytest.raises(BadData, match=r"lost.json: No such file .* TRUCELINE_ACTORS"):
        ActorRegistry.load()
    monkeypatch.delenv("TRUCELINE_ACTORS")
    assert len(ActorRegistry.load()) == len(REGISTRY)


def test_registry_source_that_is_no_entity_names_its_line(tmp_path: Path) -> None:
    path = tmp_path / "bad.json"
    path.write_text('{"id": "x"}\n', encoding="utf-8")
    with pytest.raises(BadData, match=r"bad.json:1: no FollowTheMoney entity"):
        load_ftm(path)
    path.write_text("not json\n", encoding="utf-8")
    with pytest.raises(BadData, match=r"bad.json:1: not JSON"):
        load_wikidata(path)
