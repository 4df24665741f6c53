"""A PostgreSQL server of our own for the tests: a private cluster in a temporary folder, on a unix socket alone.

``TRUCELINE_TEST_POSTGRES=postgresql://…`` names a server that runs already instead; its role must be allowed to make
databases. In CI (``CI=true``) Debian's package is installed where it is missing, and a server that cannot be had is a
failure; elsewhere the tests that need one are skipped with the reason.
"""

from __future__ import annotations

import ctypes
import fcntl
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

from sqlalchemy import create_engine, make_url, text

from truceline.store import Store
from truceline.store.tables import metadata

_SERVICE_USERS = ("postgres", "nobody")


class NoServer(Exception):
    """There is no PostgreSQL here, and why."""


def _programs() -> Path | None:
    """The folder of ``initdb`` and ``postgres``, the newest where there are several."""
    homes = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: -int(p.parent.name.split(".")[0]))
    for folder in homes:
        if (folder / "initdb").exists():
            return folder
    found = shutil.which("initdb")
    return Path(found).resolve().parent if found else None


def _install() -> None:
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "check": True}
    env = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    try:
        subprocess.run(["apt-get", "update", "-qq"], env=env, **quiet)  # type: ignore[call-overload]
        subprocess.run(["apt-get", "install", "-y", "-qq", "postgresql"], env=env, **quiet)  # type: ignore[call-overload]
    except (OSError, subprocess.CalledProcessError) as error:
        raise NoServer(f"postgresql could not be installed ({error})") from error


def _end_with_parent() -> None:
    ctypes.CDLL(None).prctl(1, signal.SIGINT)  # a test run that is killed takes its server along


class Server:
    """A running server that makes databases."""

    def __init__(self, url: str, process: subprocess.Popen[bytes] | None = None, folder: Path | None = None) -> None:
        self.url = url
        self._process = process
        self._folder = folder
        self._engine = create_engine(
            make_url(url).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT"
        )
        self._made: list[str] = []
        self._free: list[str] = []
        self._ready: str | None = None

    def new_database(self) -> str:
        """The URL of an empty database: a new one, or one that no test uses any more."""
        if self._free:
            name = self._free.pop()
            self._empty(name)
        else:
            name = f"truceline_test_{os.getpid()}_{len(self._made)}"
            with self._engine.connect() as connection:
                connection.execute(text(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'"))
            self._made.append(name)
        return make_url(self.url).set(database=name).render_as_string(hide_password=False)

    def give_back(self, url: str) -> None:
        """Say that nobody uses the database any more."""
        self._free.append(str(make_url(url).database))

    def _empty(self, name: str) -> None:
        with self._engine.connect() as connection:
            who = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name"
            connection.execute(text(who), {"name": name})
        engine = create_engine(make_url(self.url).set(drivername="postgresql+psycopg", database=name))
        with engine.begin() as connection:
            connection.execute(text("DROP SCHEMA public CASCADE"))
            connection.execute(text("CREATE SCHEMA public"))
        engine.dispose()

    def ready_database(self) -> str:
        """The URL of a database with the schema and no rows: one for all tests that ask, emptied each time."""
        if self._ready is None:
            self._ready = self.new_database()
            Store.open(self._ready).close()
        engine = create_engine(make_url(self._ready).set(drivername="postgresql+psycopg"))
        with engine.begin() as connection:
            names = ", ".join(f'"{table}"' for table in metadata.tables)
            connection.execute(text(f"TRUNCATE {names} RESTART IDENTITY CASCADE"))
        engine.dispose()
        return self._ready

    def stop(self) -> None:
        """Drop what was made, and end the server where it is ours."""
        if self._process is None:
            with self._engine.connect() as connection:
                for name in self._made:
                    connection.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
        self._engine.dispose()
        if self._process is not None:
            self._process.send_signal(signal.SIGQUIT)  # at once: nothing in it is wanted any more
            self._process.wait(30)
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)


def start() -> Server:
    """A server, ours or the one that TRUCELINE_TEST_POSTGRES names. Raises NoServer with the reason."""
    if importlib.util.find_spec("psycopg") is None:
        raise NoServer("psycopg is not installed: pip install 'truceline[postgres]'")
    if given := os.environ.get("TRUCELINE_TEST_POSTGRES"):
        return Server(given)
    programs = _programs()
    if programs is None and os.environ.get("CI") == "true" and os.geteuid() == 0:
        with (Path(tempfile.gettempdir()) / "truceline-tests-install.lock").open("w") as turn:
            fcntl.flock(turn, fcntl.LOCK_EX)  # test processes side by side: one installs, the others wait for it
            if _programs() is None:
                _install()
        programs = _programs()
    if programs is None:
        raise NoServer("no PostgreSQL here; install Debian's postgresql, or set TRUCELINE_TEST_POSTGRES=postgresql://…")
    return _start_own(programs)


def _start_own(programs: Path) -> Server:
    folder = Path(tempfile.mkdtemp(prefix="truceline-pg-"))
    as_user: dict[str, object] = {"cwd": folder}
    if os.geteuid() == 0:  # the server refuses to run as root
        names = {u.pw_name for u in pwd.getpwall()}
        user = pwd.getpwnam(next(name for name in _SERVICE_USERS if name in names))
        os.chown(folder, user.pw_uid, user.pw_gid)
        as_user |= {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    log = folder / "log"
    make = [programs / "initdb", "-D", folder / "data", "-U", "truceline", "-A", "trust", "-E", "UTF8", "--no-sync"]
    made = subprocess.run(make, capture_output=True, text=True, **as_user)  # type: ignore[call-overload]
    if made.returncode != 0:
        shutil.rmtree(folder, ignore_errors=True)
        raise NoServer(f"initdb failed: {made.stderr.strip()[-300:]}")
    options = {
        "listen_addresses": "", "unix_socket_directories": str(folder), "max_connections": "60", "fsync": "off",
        "full_page_writes": "off", "synchronous_commit": "off", "wal_level": "minimal", "max_wal_senders": "0",
        "autovacuum": "off",
    }  # fmt: skip
    arguments = [x for name, value in options.items() for x in ("-c", f"{name}={value}")]
    with log.open("wb") as out:
        process = subprocess.Popen(
            [programs / "postgres", "-D", folder / "data", *arguments],
            stdout=out, stderr=subprocess.STDOUT, preexec_fn=_end_with_parent, **as_user,  # type: ignore[call-overload]
        )  # fmt: skip
    server = Server(f"postgresql://truceline@/postgres?host={folder}", process, folder)
    try:
        _wait_until_it_answers(server, process, log)
    except NoServer:
        server.stop()
        raise
    return server


def _wait_until_it_answers(server: Server, process: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(300):
        try:
            with server._engine.connect():
                return
        except Exception:
            if process.poll() is not None:
                raise NoServer(f"postgres ended: {log.read_text()[-300:]}") from None
            time.sleep(0.1)
    raise NoServer(f"postgres did not answer in 30 seconds: {log.read_text()[-300:]}")
