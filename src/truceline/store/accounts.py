"""Accounts of a shared server: people, their sessions, and the audit log.

Nothing here knows a password or a session's token: both come as hashes. An account is disabled, never deleted, since
decisions carry its name.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import Connection, delete, insert, select, update

from truceline.errors import NotFound, UsageError
from truceline.store import people_tables as p
from truceline.store.store import Store

IDLE: Final = timedelta(hours=12)
"""A session that nobody uses for so long ends."""
LONGEST: Final = timedelta(days=7)
"""A session ends after so long, used or not."""
_TOUCH: Final = timedelta(minutes=5)
"""How often at most the last use of a session is written down."""
_NAME: Final = re.compile(r"[^\W_][\w .@'-]{0,62}[\w.]|[^\W_]")


class Role(StrEnum):
    """What a person may do: a reader looks, a coder decides, a lead manages accounts and may take back what others
    decided."""

    READER = "reader"
    CODER = "coder"
    LEAD = "lead"


@dataclass(frozen=True, slots=True)
class Account:
    """One person who may log in."""

    name: str
    role: Role
    password_hash: str
    disabled: bool
    made_utc: datetime
    password_utc: datetime


@dataclass(frozen=True, slots=True)
class AuditLine:
    """Who did what from where."""

    at_utc: datetime
    who: str
    deed: str
    about: str
    address: str


class Accounts:
    """The accounts of a store. Safe to share between threads, as the store is."""

    def __init__(self, store: Store) -> None:
        self._store = store

    # -- people ------------------------------------------------------------------------------------------------

    def add(self, name: str, role: Role, password_hash: str) -> Account:
        """Make an account. Raises UsageError for a name that cannot be, or that differs from another by case alone."""
        name = clean_name(name)
        now = datetime.now(UTC)
        row = {
            "name": name,
            "role": role.value,
            "password_hash": password_hash,
            "disabled": False,
            "made_utc": now,
            "password_utc": now,
        }
        with self._store.writing() as connection:
            if (known := _find(connection, name)) is not None:
                raise UsageError(f"there is an account {known.name!r} already; choose another name")
            connection.execute(insert(p.users).values(**row))
        return Account(name, role, password_hash, False, now, now)

    def all(self) -> list[Account]:
        """All accounts by name, disabled ones too."""
        with self._store.reading() as connection:
            return sorted(map(_account, connection.execute(select(p.users))), key=lambda a: a.name.casefold())

    def find(self, name: str) -> Account | None:
        """The account of that name, whatever the case of its letters."""
        with self._store.reading() as connection:
            row = _find(connection, name)
        return None if row is None else _account(row)

    def get(self, name: str) -> Account:
        """The account of that name. Raises NotFound."""
        found = self.find(name)
        if found is None:
            raise NotFound(f"no account {name!r}; accounts are listed by: truceline users list")
        return found

    def set_role(self, name: str, role: Role) -> None:
        """Give another role; sessions end. Raises NotFound, UsageError where no lead would be left."""
        self._change(name, {"role": role.value}, leaves_lead=role is not Role.LEAD)

    def set_disabled(self, name: str, disabled: bool) -> None:
        """Shut an account or open it again; sessions end. Raises NotFound, UsageError where no lead would be left."""
        self._change(name, {"disabled": disabled}, leaves_lead=disabled)

    def set_password(self, name: str, password_hash: str, *, keep: str | None = None) -> None:
        """Set another password; sessions end, save the one with the token hash keep. Raises NotFound."""
        self._change(name, {"password_hash": password_hash, "password_utc": datetime.now(UTC)}, keep=keep)

    def renew_hash(self, name: str, password_hash: str) -> None:
        """Keep the same password under a stronger hash; sessions go on."""
        with self._store.writing() as connection:
            connection.execute(update(p.users).where(p.users.c.name == name).values(password_hash=password_hash))

    def _change(
        self, name: str, values: dict[str, Any], *, leaves_lead: bool = False, keep: str | None = None
    ) -> None:
        u, s = p.users, p.sessions
        with self._store.writing() as connection:
            row = _find(connection, name)
            if row is None:
                raise NotFound(f"no account {name!r}; accounts are listed by: truceline users list")
            if leaves_lead and row.role == Role.LEAD and not row.disabled:
                leads = select(u.c.id).where(u.c.role == Role.LEAD.value, ~u.c.disabled).order_by(u.c.id)
                # Held until the end, so that of two leads who shut each other one stays.
                if len(connection.execute(leads.with_for_update()).all()) < 2:
                    raise UsageError(f"{row.name} is the only lead; make another account lead first")
            connection.execute(update(u).where(u.c.id == row.id).values(**values))
            gone = delete(s).where(s.c.user_id == row.id)
            connection.execute(gone if keep is None else gone.where(s.c.token_hash != keep))

    # -- sessions ----------------------------------------------------------------------------------------------

    def open_session(self, name: str, token_hash: str, address: str) -> None:
        """Begin a session. Those that are over are swept out. Raises NotFound."""
        now = datetime.now(UTC)
        with self._store.writing() as connection:
            row = _find(connection, name)
            if row is None or row.disabled:
                raise NotFound(f"no account {name!r} that may log in")
            s = p.sessions
            over = (s.c.seen_utc < now - IDLE) | (s.c.made_utc < now - LONGEST)
            connection.execute(delete(s).where(over))
            values = {"token_hash": token_hash, "user_id": row.id, "made_utc": now, "seen_utc": now, "address": address}
            connection.execute(insert(s).values(**values))

    def account_of(self, token_hash: str, now: datetime | None = None) -> Account | None:
        """The account whose session has that token; None when it is over, or the account is disabled."""
        now = now or datetime.now(UTC)
        u, s = p.users, p.sessions
        query = select(u, s.c.made_utc.label("begun_utc"), s.c.seen_utc).join(s, s.c.user_id == u.c.id)
        with self._store.reading() as connection:
            row = connection.execute(query.where(s.c.token_hash == token_hash)).one_or_none()
        if row is None or row.disabled or now - row.seen_utc > IDLE or now - row.begun_utc > LONGEST:
            return None
        if now - row.seen_utc > _TOUCH:
            with self._store.writing() as connection:
                connection.execute(update(s).where(s.c.token_hash == token_hash).values(seen_utc=now))
        return _account(row)

    def close_session(self, token_hash: str) -> None:
        """End a session."""
        with self._store.writing() as connection:
            connection.execute(delete(p.sessions).where(p.sessions.c.token_hash == token_hash))

    # -- audit -------------------------------------------------------------------------------------------------

    def note(self, who: str, deed: str, about: str = "", address: str = "") -> None:
        """Add a line to the audit log."""
        row = {"at_utc": datetime.now(UTC), "who": who[:200], "deed": deed[:32], "about": about[:500],
               "address": address[:64]}  # fmt: skip
        with self._store.writing() as connection:
            connection.execute(insert(p.audit).values(**row))

    def audit(self, *, limit: int = 100, offset: int = 0) -> list[AuditLine]:
        """The audit log, the newest first."""
        a = p.audit
        with self._store.reading() as connection:
            rows = connection.execute(select(a).order_by(a.c.id.desc()).limit(limit).offset(offset)).all()
        return [AuditLine(r.at_utc, r.who, r.deed, r.about, r.address) for r in rows]


def clean_name(name: str) -> str:
    """A name as accounts keep it: one form of each letter, single spaces. Raises UsageError."""
    name = " ".join(unicodedata.normalize("NFC", name).split())
    if not _NAME.fullmatch(name):
        raise UsageError(
            f"{name!r} cannot name an account; use 1 to 64 letters, digits, spaces and any of . @ ' - _, "
            "beginning with a letter or digit"
        )
    return name


def _find(connection: Connection, name: str) -> Any | None:
    wanted = " ".join(unicodedata.normalize("NFC", name).split()).casefold()
    return next((row for row in connection.execute(select(p.users)) if row.name.casefold() == wanted), None)


def _account(row: Any) -> Account:
    return Account(row.name, Role(row.role), row.password_hash, row.disabled, row.made_utc, row.password_utc)
