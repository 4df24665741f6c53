"""A shared server with a person in each role, for tests; one password hash for all, since hashing is slow by design."""

from __future__ import annotations

import functools
import re
from typing import Any

from fastapi.testclient import TestClient

from truceline.store import Store
from truceline.store.accounts import Accounts, Role
from truceline.web.accounts_passwords import hash_password

PASSWORD = "seven stars and one stone"
PEOPLE = {"Pippin": Role.READER, "Faramir": Role.CODER, "Éowyn": Role.CODER, "Aragorn": Role.LEAD}
_TOKEN = re.compile(r'name="csrf_token" value="([0-9a-f]+)"')


@functools.cache
def hashed() -> str:
    return hash_password(PASSWORD)


def add_people(db: str) -> None:
    with Store.open(db) as store:
        accounts = Accounts(store)
        for name, role in PEOPLE.items():
            accounts.add(name, role, hashed())


def token(client: TestClient, path: str = "/account") -> str:
    found = _TOKEN.search(client.get(path).text)
    assert found, f"{path} has no form"
    return found.group(1)


def log_in(client: TestClient, name: str, password: str = PASSWORD, next: str = "/account") -> Any:
    data = {"csrf_token": token(client, "/login"), "name": name, "password": password, "next": next}
    return client.post("/login", data=data, follow_redirects=False)
