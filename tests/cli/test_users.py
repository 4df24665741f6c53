from __future__ import annotations

import io

import pytest

from tests.cli.conftest import Run
from truceline.store import Store
from truceline.store.accounts import Accounts, Role

pytest.importorskip("argon2")
from truceline.web.accounts_passwords import check_password


def say(monkeypatch: pytest.MonkeyPatch, line: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(line + "\n"))


def test_users_are_added_listed_changed_and_shut(truceline: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    assert truceline("db", "upgrade", "--db", "t.db").code == 0
    say(monkeypatch, "seven stars and one stone")
    added = truceline("users", "add", "Faramir", "--role", "lead", "--db", "t.db")
    assert (added.code, added.out) == (0, "")
    say(monkeypatch, "the white tree blooms")
    assert truceline("users", "add", "Éowyn", "--db", "t.db").code == 0
    say(monkeypatch, "shieldmaiden of rohan")
    assert truceline("users", "passwd", "éowyn", "--db", "t.db").code == 0
    assert truceline("users", "role", "Éowyn", "--role", "reader", "--db", "t.db").code == 0
    assert truceline("users", "disable", "Éowyn", "--db", "t.db").code == 0
    lines = [line.split("\t") for line in truceline("users", "list", "--db", "t.db").out.splitlines()]
    assert [(name, role, state) for name, role, _, state in lines] == [
        ("Faramir", "lead", "open"), ("Éowyn", "reader", "shut"),
    ]  # fmt: skip
    assert truceline("users", "enable", "Éowyn", "--db", "t.db").code == 0
    with Store.open("t.db") as store:
        accounts = Accounts(store)
        assert check_password(accounts.get("Éowyn").password_hash, "shieldmaiden of rohan")
        assert [line.deed for line in accounts.audit()] == ["enable", "disable", "role", "password", "add", "add"]


def test_users_mistakes_end_in_one_line(truceline: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    truceline("db", "upgrade", "--db", "t.db")
    with Store.open("t.db") as store:
        Accounts(store).add("Faramir", Role.LEAD, "hash")
    say(monkeypatch, "short")
    for arguments, words in (
        (("add", "Gimli", "--role", "dwarf"), "reader, coder, lead"),
        (("add", "faramir"), "already"),
        (("add", "Gimli"), "at least 10"),
        (("disable", "Faramir"), "only lead"),
        (("passwd", "Sauron"), "no account"),
    ):
        result = truceline("users", *arguments, "--db", "t.db")
        assert result.code in (1, 2)
        assert words in result.err
        assert len(result.err.splitlines()) == 1
    assert truceline("users", "list", "--db", "none.db").code == 2
