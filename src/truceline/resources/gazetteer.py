"""Gazetteer: place names to candidates, from the file that ``gazetteer_build`` makes. Read-only, with a cache."""

from __future__ import annotations

import math
import sqlite3
import threading
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from truceline.domain.codes import PlaceKind
from truceline.errors import BadData, LookupNotBuilt
from truceline.resources.countries import COUNTRY_COLUMNS
from truceline.resources.folding import bare, fold, has_article, loose
from truceline.resources.tables import rows

DATA = Path(__file__).parent.parent / "data"
DEFAULT = DATA / "gazetteer.sqlite"
FORMAT = "1"
_KINDS = tuple(PlaceKind(k) for k in ("country", "admin1", "admin2", "settlement", "facility", "region", "water"))
_COLUMNS = (
    "p.id, p.source, p.name, p.kind, p.country, p.admin1, p.admin2, p.lat, p.lon, p.population, p.precision, p.radius, "
    "p.countries"
)
_MAX_CANDIDATES = 150
_CACHE_NAMES = 50_000

OWN, PRIMARY, CLOSE, OTHER, LOOSE = 4, 3, 2, 1, 0
"""How sure a name is a place's: from our tables, its first name, a form of that, another name, a transliteration."""


@dataclass(frozen=True, slots=True)
class Place:
    """One place of the gazetteer. ``admin1`` and ``admin2`` are ids of the areas that hold it."""

    id: int
    source_id: str
    name: str
    kind: PlaceKind
    country: str
    """ISO 3166-1 alpha-2; empty for waters and for regions of several countries, then ``countries`` has them."""
    admin1: int | None
    admin2: int | None
    lat: float
    lon: float
    population: int
    precision: int
    radius_km: int = 0
    countries: tuple[str, ...] = ()

    def km_to(self, other: Place) -> float:
        """Great-circle distance in kilometres."""
        return distance_km(self.lat, self.lon, other.lat, other.lon)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that a name may mean, and how sure the name is one of its names (OWN .. LOOSE)."""

    place: Place
    sure: int


@dataclass(frozen=True, slots=True)
class Country:
    """One row of data/countries.tsv."""

    iso2: str
    iso3: str
    numeric: str
    name: str
    capital: str
    continent: str
    neighbours: frozenset[str]


def distance_km(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Great-circle distance in kilometres between two points in degrees."""
    a, c = math.radians(lat1), math.radians(lat2)
    half = math.sin((c - a) / 2) ** 2
    half += math.cos(a) * math.cos(c) * math.sin(math.radians(lon2 - lon1) / 2) ** 2
    return 12742.0 * math.asin(math.sqrt(min(half, 1.0)))


@dataclass(frozen=True, slots=True)
class CountryTable:
    """Countries, demonyms and the capitals and seats that stand for governments."""

    countries: dict[str, Country]
    demonyms: dict[str, str]
    """Demonym as written (``Syrians``) to ISO2; a demonym of two countries is left out, but for ``Congolese`` (CD)."""
    peoples: dict[str, tuple[str, str]]
    """Word for the people of a region or area (``Chechens``) to its name and ISO2, from data/place_peoples.tsv."""
    abbreviations: dict[str, tuple[str, str]]
    """Abbreviated area (``Ky.``, ``Ont``) to its name and ISO2, from data/place_abbreviations.tsv."""
    seats: dict[str, tuple[str, ...]]
    """Folded capital or seat to the countries whose government it can stand for."""


@lru_cache(maxsize=1)
def country_table() -> CountryTable:
    """data/countries.tsv as a frozen look-up."""
    countries: dict[str, Country] = {}
    demonyms: dict[str, str] = {}
    seats: dict[str, list[str]] = defaultdict(list)
    for _, r in rows("countries.tsv", COUNTRY_COLUMNS):
        iso2 = r["iso2"]
        countries[iso2] = Country(
            iso2, r["iso3"], r["numeric"], r["name"], r["capital"], r["continent"],
            frozenset(r["neighbours"].split(",")) - {""},
        )  # fmt: skip
        for word in r["demonyms"].split("|"):
            if word:
                demonyms.setdefault(word, iso2)
        for seat in r["seats_of_government"].split("|"):
            if seat:
                seats[fold(seat)].append(iso2)
    peoples = {r["word"]: (r["name"], r["country"]) for _, r in rows("place_peoples.tsv", ("word", "name", "country"))}
    short = {}
    for _, r in rows("place_abbreviations.tsv", ("abbreviation", "name", "country")):
        short[r["abbreviation"]] = short[r["abbreviation"].removesuffix(".")] = (r["name"], r["country"])
    return CountryTable(countries, demonyms, peoples, short, {k: tuple(v) for k, v in seats.items()})


@lru_cache(maxsize=1)
def type_words() -> dict[str, PlaceKind]:
    """data/place_types.tsv: folded type word (``refugee camp``) to the kind it names."""
    return {fold(r["word"]): PlaceKind(r["kind"]) for _, r in rows("place_types.tsv", ("word", "kind"))}


@dataclass(slots=True)
class Gazetteer:
    """Look-up of places by name. One per process; safe to use from several threads."""

    path: Path
    _local: threading.local = field(default_factory=threading.local, repr=False)
    _names: dict[str, tuple[Candidate, ...]] = field(default_factory=dict, repr=False)
    _known: dict[str, bool] = field(default_factory=dict, repr=False)
    _places: dict[int, Place | None] = field(default_factory=dict, repr=False)

    @classmethod
    def open(cls, path: Path | str | None = None) -> Gazetteer:
        """The gazetteer at a path, or the one that ships.

        Raises LookupNotBuilt when the file is not there, BadData when it is of another format.
        """
        found = Path(path) if path else DEFAULT
        if not found.exists():
            raise LookupNotBuilt(f"No gazetteer at {found}. Build it once with: truceline gazetteer build")
        gazetteer = cls(found)
        try:
            row = gazetteer._db().execute("select value from meta where key = 'format'").fetchone()
        except sqlite3.DatabaseError as error:
            raise BadData(
                f"{found} is not a gazetteer ({error}). Build it again with: truceline gazetteer build"
            ) from error
        if row is None or row[0] != FORMAT:
            raise BadData(
                f"{found} has gazetteer format {row and row[0]}, this version reads {FORMAT}. "
                "Build it again with: truceline gazetteer build"
            )
        return gazetteer

    def __reduce__(self) -> tuple[object, ...]:
        return type(self).open, (str(self.path),)

    def _db(self) -> sqlite3.Connection:
        db: sqlite3.Connection | None = getattr(self._local, "db", None)
        if db is None:
            db = sqlite3.connect(f"file:{self.path}?mode=ro&immutable=1", uri=True)
            self._local.db = db
        return db

    def meta(self) -> dict[str, str]:
        """What the file says of itself: format, origin, numbers of places and names."""
        return dict(self._db().execute("select key, value from meta"))

    def place(self, ident: int | None) -> Place | None:
        """The place with that id, or None."""
        if ident is None:
            return None
        if ident not in self._places:
            if len(self._places) > _CACHE_NAMES:
                self._places.clear()
            row = self._db().execute(f"select {_COLUMNS} from places p where p.id = ?", (ident,)).fetchone()
            self._places[ident] = _place(row) if row else None
        return self._places[ident]

    def by_source(self, source_ids: Iterable[str]) -> Iterator[Place]:
        """The places with those source ids, in no particular order. Reads the whole table once: ask for all at once."""
        wanted = {int(i[9:]) if i.startswith("geonames:") and i[9:].isdigit() else i for i in source_ids}
        if not wanted:
            return
        for row in self._db().execute(f"select {_COLUMNS} from places p"):
            if row[1] in wanted:
                yield _place(row)

    def lookup(self, name: str) -> tuple[Candidate, ...]:
        """Candidates for a name as written, most populous first; () when nothing answers to it.

        The name is folded; a leading Arabic article may be there or not; transliterations of it (LOOSE) are
        tried only where no first name or form of one answers.
        """
        key = fold(name)
        if not key:
            return ()
        known = self._names.get(key)
        if known is None:
            if len(self._names) > _CACHE_NAMES:
                self._names.clear()
            known = self._names[key] = self._find(key)
        return known

    def knows(self, name: str, *, articles: bool = False) -> bool:
        """True when some place has that name as its first name, a form of it or one of ours.

        articles: look for the name with its leading ``the`` only where it is part of the name (``The Hague``).
        Cheaper than lookup: nothing but the key is read.
        """
        key = fold(name)
        if articles:
            return key in ("hague", "gambia", "valley", "bronx", "dalles")
        known = self._known.get(key)
        if known is None:
            if len(self._known) > _CACHE_NAMES:
                self._known.clear()
            known = bool(key) and bool(
                self._db().execute("select 1 from names where key = ? and sure > 1 limit 1", (key,)).fetchone()
            )
            if not known and has_article(key) and len(bare(key)) > 3:
                known = bool(self._db().execute("select 1 from loose where key = ? limit 1", (loose(key),)).fetchone())
            self._known[key] = known
        return known

    def _find(self, key: str) -> tuple[Candidate, ...]:
        db, best = self._db(), dict[int, Candidate]()
        keys = {key, bare(key)} if len(bare(key)) > 3 else {key}
        for one in sorted(keys):
            for row in db.execute(
                f"select {_COLUMNS}, n.sure from names n join places p on p.id = n.place where n.key = ? limit ?",
                (one, _MAX_CANDIDATES),
            ):
                sure = row[-1] if one == key else min(row[-1], CLOSE)
                if row[0] not in best or best[row[0]].sure < sure:
                    best[row[0]] = Candidate(_place(row[:-1]), sure)
        if all(c.sure <= OTHER for c in best.values()) and (soft := loose(key)):
            for row in db.execute(
                f"select {_COLUMNS} from loose l join places p on p.id = l.place where l.key = ? limit ?",
                (soft, _MAX_CANDIDATES),
            ):
                best.setdefault(row[0], Candidate(_place(row), LOOSE))
        return tuple(best[i] for i in sorted(best))


def _place(row: tuple[object, ...]) -> Place:
    ident, source, name, kind, country, admin1, admin2, lat, lon, population, precision, radius, countries = row
    assert isinstance(lat, int) and isinstance(lon, int) and isinstance(kind, int)
    source_id = f"geonames:{source}" if isinstance(source, int) else str(source)
    return Place(
        ident, source_id, str(name), _KINDS[kind], str(country), admin1, admin2, lat / 1e4, lon / 1e4,  # type: ignore[arg-type]
        population, precision, radius or 0, tuple(str(countries).split()) if countries else (),  # type: ignore[arg-type]
    )  # fmt: skip
