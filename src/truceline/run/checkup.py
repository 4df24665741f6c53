"""Is everything there that Truceline needs, and does it work: one finding a check, each with what to do."""

from __future__ import annotations

import importlib.util
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from urllib.parse import urlsplit

from truceline import settings
from truceline.domain.text import Report
from truceline.errors import TrucelineError

EXTRAS: dict[str, tuple[str, str]] = {
    "ingest": ("trafilatura", "web pages, feeds, e-mail and archives cannot be read"),
    "parquet": ("pyarrow", "Parquet is neither read nor written"),
    "web": ("fastapi", "no pages: truceline serve"),
    "postgres": ("psycopg", "no team store on PostgreSQL"),
    "ray": ("ray", "no runs over many machines"),
}
"""Extra: (a library that it brings, what does not work without it)."""
_ENOUGH_MB, _LITTLE_MB = 2_000, 200
"""Room on disk below which a run is likely to stop, and below which a store may not be written at all."""
_WORKER_MB = 900
"""Memory of one process that codes (bench.speed prints it)."""
_SENTENCE = "Rockets hit the base at Ain al-Asad on Monday, wounding two soldiers, Iraqi officials said."


class State(StrEnum):
    """What a check comes to."""

    OK = "ok"
    NOTE = "note"
    """Works, with something missing that one may or may not want."""
    FAULT = "fault"


@dataclass(frozen=True, slots=True)
class Finding:
    """One check: what was looked at, what was found, and what to do."""

    name: str
    state: State
    found: str
    to_do: str = ""


def check_all(db: str, *, db_given: bool) -> Iterator[Finding]:
    """Every check, one after another. db: path or URL; db_given: a person named it, so it must be there."""
    yield _python()
    yield from _settings()
    yield _guarded("language model", _language)
    yield _guarded("event model", _event_model)
    yield _guarded("gazetteer", _gazetteer)
    yield _guarded("tables", _tables)
    yield _guarded("coding", _coding)
    yield _database(db, given=db_given)
    yield from _extras()
    yield _disk("disk of the database", _folder_of(db))
    yield _disk("disk for temporary files", Path(tempfile.gettempdir()))
    yield _memory()


def _guarded(name: str, check: Callable[[], str]) -> Finding:
    """A check whose error is the finding. The error says what to do after its first sentence."""
    try:
        return Finding(name, State.OK, check())
    except TrucelineError as error:
        return Finding(name, State.FAULT, str(error))
    except Exception as error:
        said = f"{type(error).__name__}: {' '.join(str(error).split())[:200]}"
        return Finding(name, State.FAULT, said, "Install Truceline anew: pip install --force-reinstall truceline")


def _python() -> Finding:
    found = sys.version.split()[0]
    if sys.version_info < (3, 11):  # noqa: UP036 (a copied tree may be run by another Python)
        return Finding("Python", State.FAULT, found, "Use Python 3.11 or later")
    return Finding("Python", State.OK, found)


def _settings() -> Iterator[Finding]:
    known = {f"TRUCELINE_{s.name.upper()}" for s in settings.TABLE}
    given = sorted(k for k in os.environ if k.startswith("TRUCELINE_"))
    unknown = [k for k in given if k not in known]
    wrong = False
    for setting in settings.TABLE:
        try:
            settings.get(setting.name)
        except TrucelineError as error:
            wrong = True
            yield Finding("settings", State.FAULT, str(error))
    if unknown:
        to_do = "Correct the names, or unset them (docs/settings.md lists those that are read)"
        yield Finding("settings", State.NOTE, f"not read: {', '.join(unknown)}", to_do)
    if not unknown and not wrong:
        yield Finding("settings", State.OK, f"set by the environment: {', '.join(given) or 'none'}")


def _language() -> str:
    from truceline.language import Language

    language = Language.load(settings.get_str("language_model"))
    return f"{language.name} {language.version}"


def _event_model() -> str:
    from truceline.inference.model import EventModel

    return f"version {EventModel.load().version}, every file as it was shipped"


def _gazetteer() -> str:
    from truceline.errors import LookupNotBuilt
    from truceline.resources.gazetteer import Gazetteer

    found = Gazetteer.open()
    if not found.lookup("Baghdad"):
        raise LookupNotBuilt("The gazetteer does not know Baghdad. Build it anew with: truceline gazetteer build")
    return ", ".join(f"{k} {v}" for k, v in sorted(found.meta().items()) if len(v) < 30)


def _tables() -> str:
    from truceline.resources.actors import ActorRegistry
    from truceline.resources.lexicon import Lexicon
    from truceline.resources.weights import load_all_weights

    ActorRegistry.load()
    Lexicon.load()
    return f"actor registry, lexicon and {load_all_weights()} tables of weights can be read"


def _coding() -> str:
    from truceline.run.desk import load_shipped_coder

    coder = load_shipped_coder()
    began = time.perf_counter()
    coded = coder(Report(date(2024, 8, 6), _SENTENCE))
    took = time.perf_counter() - began
    if not any(e.type == "ASSAULT" for e in coded.events):
        raise RuntimeError("no attack is read in a sentence that tells of one")
    return f"a sentence is coded in {took:.2f} s, coder {coded.version}"


def _database(db: str, *, given: bool) -> Finding:
    from truceline.store import Store

    if "://" not in db and not Path(db).exists() and not given:
        to_do = f"Make it with: truceline code INPUT --db {db}; or name another with --db"
        return Finding("database", State.NOTE, f"none at {db} yet", to_do)
    try:
        with Store.open(db, create=False) as store:
            info = store.info()
            store.end_run(-1)  # writes to no row; fails where nothing may be written
    except TrucelineError as error:
        return Finding("database", State.FAULT, str(error))
    counts = f"{info['reports']} reports, {info['events']} events, schema {info['schema']}"
    return Finding("database", State.OK, f"{info['database']}: {counts}, can be written")


def _extras() -> Iterator[Finding]:
    for extra, (library, without) in EXTRAS.items():
        if importlib.util.find_spec(library) is None:
            to_do = f"Where you want it: pip install 'truceline[{extra}]'"
            yield Finding(f"extra {extra}", State.NOTE, f"not installed; {without}", to_do)
            continue
        try:
            number = version(library)
        except PackageNotFoundError:
            number = "of unknown version"
        yield Finding(f"extra {extra}", State.OK, f"{library} {number}")


def _folder_of(db: str) -> Path:
    """The folder whose disk the database grows on; the working folder where it is on a server."""
    path = Path.cwd()
    if "://" not in db:
        path = Path(db).absolute().parent
    elif urlsplit(db).scheme.startswith("sqlite"):
        path = Path(urlsplit(db).path).absolute().parent
    while not path.exists() and path != path.parent:
        path = path.parent
    return path


def _disk(name: str, folder: Path) -> Finding:
    free_mb = shutil.disk_usage(folder).free // 1_000_000
    found = f"{free_mb / 1000:.1f} GB free at {folder}"
    if free_mb < _LITTLE_MB:
        return Finding(name, State.FAULT, found, "Free some room, or name a database elsewhere")
    if free_mb < _ENOUGH_MB:
        return Finding(name, State.NOTE, found, "Free some room before a long run: 1,000 reports take about 40 MB")
    return Finding(name, State.OK, found)


def _memory() -> Finding:
    try:
        lines = Path("/proc/meminfo").read_text().splitlines()
        free_mb = next(int(line.split()[1]) for line in lines if line.startswith("MemAvailable:")) // 1000
    except (OSError, StopIteration, ValueError):
        return Finding("memory", State.NOTE, f"cannot be told here; a process that codes takes {_WORKER_MB} MB")
    n = free_mb // _WORKER_MB
    if n < 1:
        to_do = f"Close other programs: one process that codes takes about {_WORKER_MB} MB"
        return Finding("memory", State.FAULT, f"{free_mb} MB free", to_do)
    return Finding("memory", State.OK, f"{free_mb} MB free, enough for --workers {min(n, os.cpu_count() or 1)}")
