"""Gazetteer: folding, look-up, and building from a slice in GeoNames' form."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truceline.domain.codes import PlaceKind
from truceline.errors import BadData, LookupNotBuilt
from truceline.resources import gazetteer_build
from truceline.resources.folding import bare, fold, loose
from truceline.resources.gazetteer import DEFAULT, OWN, Gazetteer, country_table

built = pytest.mark.skipif(not DEFAULT.exists(), reason="the gazetteer is not built: truceline gazetteer build")

SLICE = """\
9000001\tMinas Tirith\tMinas Tirith\tMundburg,Мина́с\t45.5\t12.5\tP\tPPLC\tXA\t\t01\t0101\t\t\t250000\t\t\tE/X\t2024
9000002\tAnórien Province\tAnorien Province\tAnorien\t45.0\t12.0\tA\tADM1\tXA\t\t01\t\t\t\t900000\t\t\tE/X\t2024
9000003\tAnduin River\tAnduin River\tAnduin\t44.0\t13.0\tH\tSTM\tXA\t\t\t\t\t\t0\t\t\tE/X\t2024
9000004\tOsgiliath\tOsgiliath\t\t45.4\t12.7\tP\tPPLQ\tXA\t\t01\t\t\t\t0\t\t\tE/X\t2024
9000005\tQal'at al-Rih\tQalat al Rih\tKalat er-Rih\t33.0\t44.0\tP\tPPL\tIQ\t\t01\t\t\t\t400\t\t\tA/X\t2024
broken line
"""


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Gazetteer:
    folder = tmp_path_factory.mktemp("geonames")
    (folder / "slice.txt").write_text(SLICE, encoding="utf8")
    (folder / "alternate.txt").write_text("1\t9000001\ten\tTower of Guard\t1\t\t\t\n2\t9000001\tfr\tTour\t\t\t\t\n")
    gazetteer_build.build_from_geonames(folder / "slice.txt", folder / "alternate.txt", folder / "out.sqlite")
    return Gazetteer.open(folder / "out.sqlite")


@pytest.mark.parametrize(
    "names",
    [
        ("Deir ez-Zor", "Deir al-Zour", "Dayr az-Zawr"), ("Idlib", "Idleb"),
        ("Ain al-Asad", "Ayn al-Assad", "Ain Assad"),
        ("Qamishli", "Al-Qāmishlī", "Kamishli"), ("Hodeidah", "Al Ḩudaydah", "Hodeida"),
        ("Khan Sheikhoun", "Khān Shaykhūn"), ("Ras al-Ayn", "Ra’s al ‘Ayn", "Ras al-Ain"), ("Tall Abyaḑ", "Tel Abyad"),
    ],
)  # fmt: skip
def test_gazetteer_transliterations_share_a_loose_key(names: tuple[str, ...]) -> None:
    keys = {loose(fold(n)) for n in names}
    assert len(keys) == 1, keys
    assert keys != {""}


@pytest.mark.parametrize("name", ["Raqqa", "Ar Raqqah", "Hama", "Hamah"])
def test_gazetteer_a_short_name_has_no_loose_key(name: str) -> None:
    assert loose(fold(name)) == ""


def test_gazetteer_hama_and_hamas_stay_apart() -> None:
    assert fold("Hama") != fold("Hamas")
    assert loose(fold("Hamas")) == "hamas"


def test_gazetteer_folding_drops_marks_and_keeps_words() -> None:
    assert fold("Ma’rib") == "marib"
    assert fold("U.S.") == "us"
    assert fold("St. Louis") == "saint louis"
    assert fold("Москва") == ""
    assert bare("al hudaydah") == "hudaydah"


@given(st.text(max_size=40))
def test_gazetteer_folding_is_plain_and_settled(name: str) -> None:
    key = fold(name)
    assert key.isascii()
    assert key == key.strip()
    assert loose(key).isascii()


def test_gazetteer_build_reads_a_geonames_slice(small: Gazetteer) -> None:
    city = small.lookup("Minas Tirith")[0].place
    assert (city.source_id, city.country, city.kind) == ("geonames:9000001", "XA", PlaceKind.SETTLEMENT)
    area = small.place(city.admin1)
    assert area is not None
    assert area.name == "Anórien Province"
    assert small.lookup("Anorien")[0].place.kind == PlaceKind.ADMIN1
    assert small.lookup("Anduin River")[0].place.kind == PlaceKind.WATER


def test_gazetteer_build_takes_english_alternate_names_only(small: Gazetteer) -> None:
    assert small.lookup("Tower of Guard")[0].place.name == "Minas Tirith"
    assert not [c for c in small.lookup("Tour") if c.place.country == "XA"]


def test_gazetteer_build_leaves_out_what_is_no_more(small: Gazetteer) -> None:
    assert not small.lookup("Osgiliath")


def test_gazetteer_build_keeps_our_tables(small: Gazetteer) -> None:
    assert small.lookup("Donbas")[0].sure == OWN
    assert small.lookup("Hmeimim")[0].place.country == "SY"
    assert "slice.txt" in small.meta()["origin"]


def test_gazetteer_transliteration_is_a_last_resort(small: Gazetteer) -> None:
    assert small.lookup("Kalaat al-Rih")[0].place.name == "Qal'at al-Rih"


def test_gazetteer_same_input_same_bytes(tmp_path: Path) -> None:
    (tmp_path / "slice.txt").write_text(SLICE, encoding="utf8")
    for name in ("a", "b"):
        gazetteer_build.build_from_geonames(tmp_path / "slice.txt", None, tmp_path / f"{name}.sqlite")
    assert (tmp_path / "a.sqlite").read_bytes() == (tmp_path / "b.sqlite").read_bytes()


def test_gazetteer_missing_names_the_command(tmp_path: Path) -> None:
    with pytest.raises(LookupNotBuilt, match="truceline gazetteer build"):
        Gazetteer.open(tmp_path / "none.sqlite")


def test_gazetteer_refuses_another_file(tmp_path: Path) -> None:
    (tmp_path / "x.sqlite").write_text("not a table")
    with pytest.raises(BadData, match="Build it again"):
        Gazetteer.open(tmp_path / "x.sqlite")


def test_gazetteer_can_be_sent_to_another_process(small: Gazetteer) -> None:
    assert pickle.loads(pickle.dumps(small)).lookup("Donbas") == small.lookup("Donbas")


def test_gazetteer_country_table_is_whole() -> None:
    table = country_table()
    assert len(table.countries) >= 248
    assert table.demonyms["Syrians"] == "SY"
    assert "US" in table.seats["washington"]


@built
def test_gazetteer_shipped_is_small_and_holds_every_country() -> None:
    assert DEFAULT.stat().st_size < 40_000_000
    gazetteer = Gazetteer.open()
    for country in country_table().countries.values():
        assert any(c.place.country == country.iso2 for c in gazetteer.lookup(country.name)), country.name
