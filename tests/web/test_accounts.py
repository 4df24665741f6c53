from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

pytest.importorskip("fastapi")
from fastapi import FastAPI, Request
from fastapi.testclient import TestClient

from tests.web.conftest import BASE
from tests.web.team import PASSWORD, PEOPLE, add_people, hashed, log_in, token
from truceline.errors import NotFound, UsageError
from truceline.store import Store
from truceline.store.accounts import IDLE, LONGEST, Accounts, Role
from truceline.web.accounts import local_path
from truceline.web.accounts_gate import token_hash
from truceline.web.accounts_limits import LoginLimits, network_of
from truceline.web.accounts_passwords import check_password, hash_password
from truceline.web.app import create_app


@pytest.fixture
def app(db: str) -> FastAPI:
    add_people(db)
    made = create_app(db, team=True)

    @made.post("/api/test-write")
    def write(request: Request) -> dict[str, str]:
        return {"by": request.state.user.name}

    @made.post("/test-form")
    def form(request: Request) -> dict[str, str]:
        return {"by": request.state.user.name, "words": request.state.form["words"][0]}

    return made


@pytest.fixture
def shared(app: FastAPI) -> Iterator[TestClient]:
    with TestClient(app, base_url=BASE) as client:
        yield client


@pytest.fixture
def accounts(tmp_path: Path) -> Iterator[Accounts]:
    with Store.open(str(tmp_path / "people.db")) as store:
        yield Accounts(store)


def audit(app: FastAPI) -> list[tuple[str, str, str]]:
    return [(line.who, line.deed, line.about) for line in Accounts(app.state.store).audit()]


# -- log-in ----------------------------------------------------------------------------------------------------


def test_login_nobody_sees_anything_before_it(shared: TestClient) -> None:
    for path in ("/", "/incidents", "/account", "/users", "/audit", "/nowhere"):
        answer = shared.get(path, follow_redirects=False)
        assert answer.status_code == 303
        assert answer.headers["location"].startswith("/login")
    answer = shared.get("/api/openapi.json")
    assert answer.status_code == 401
    assert answer.json()["error"]["code"] == "forbidden"
    assert shared.get("/static/base.js").status_code == 200


@pytest.mark.parametrize("name", PEOPLE)
def test_login_of_each_role_shows_the_role(shared: TestClient, name: str) -> None:
    answer = log_in(shared, name)
    assert (answer.status_code, answer.headers["location"]) == (303, "/account")
    text = shared.get("/account").text
    assert name in text
    assert f"<b>{PEOPLE[name]}</b>" in text


def test_login_minds_neither_case_nor_form_of_letters_in_a_name(shared: TestClient) -> None:
    assert log_in(shared, "éowyn").status_code == 303
    assert "Éowyn" in shared.get("/account").text


def test_login_cookie_is_hidden_from_scripts_and_other_sites(shared: TestClient) -> None:
    cookie = log_in(shared, "Faramir").headers["set-cookie"]
    assert cookie.startswith("truceline_session=")
    assert "HttpOnly" in cookie
    assert "samesite=lax" in cookie.lower()
    assert "Secure" not in cookie


def test_login_cookie_is_secure_over_tls(app: FastAPI) -> None:
    with TestClient(app, base_url="https://127.0.0.1:8000") as client:
        cookie = log_in(client, "Faramir").headers["set-cookie"]
        assert cookie.startswith("__Host-truceline_session=")
        assert "Secure" in cookie
        assert client.get("/account").status_code == 200


def test_login_token_is_kept_as_a_hash_alone(shared: TestClient, app: FastAPI, db: str) -> None:
    log_in(shared, "Faramir")
    secret = shared.cookies["truceline_session"]
    files = [path.read_bytes() for path in Path(db).parent.iterdir()]
    assert not any(secret.encode() in content for content in files)
    assert not any(PASSWORD.encode() in content for content in files)
    assert Accounts(app.state.store).account_of(token_hash(secret)) is not None


def test_login_failure_says_the_same_of_a_wrong_name_and_a_wrong_password(shared: TestClient, app: FastAPI) -> None:
    wrong = [log_in(shared, "Faramir", "not the password"), log_in(shared, "Sauron", "not the password")]
    assert [a.status_code for a in wrong] == [403, 403]
    for answer in wrong:
        assert "do not go together" in answer.text
    assert audit(app)[:2] == [("Sauron", "log-in failed", ""), ("Faramir", "log-in failed", "")]


def test_login_is_held_back_after_failures_on_one_account(shared: TestClient, app: FastAPI) -> None:
    for _ in range(8):
        app.state.login_limits.failed("Faramir", "203.0.113.5")
    answer = log_in(shared, "Faramir")
    assert answer.status_code == 429
    assert 0 < int(answer.headers["retry-after"]) <= 900
    assert log_in(shared, "Éowyn").status_code == 303


def test_login_is_held_back_after_failures_from_one_address(shared: TestClient, app: FastAPI) -> None:
    for n in range(30):
        app.state.login_limits.failed(f"guess {n}", "testclient")
    assert log_in(shared, "Faramir").status_code == 429
    assert audit(app)[0][:2] == ("Faramir", "log-in held back")


def test_login_tries_at_once_are_counted_one_by_one(app: FastAPI) -> None:
    statuses: list[int] = []

    def attempt() -> None:
        client = TestClient(app, base_url=BASE)  # without its start and end, which close the store
        statuses.append(log_in(client, "Faramir", "not the password").status_code)

    threads = [threading.Thread(target=attempt) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [403] * 8 + [429] * 4
    assert [deed for _, deed, _ in audit(app)].count("log-in held back") == 1


def test_login_success_forgets_the_failures_on_the_account() -> None:
    limits = LoginLimits()
    for _ in range(7):
        limits.failed("Faramir", "a")
    limits.succeeded("FARAMIR")
    for _ in range(7):
        limits.failed("faramir", "b")
    assert limits.wait_s("Faramir", "c") == 0


def test_login_limit_counts_an_ipv6_network_as_one() -> None:
    assert network_of("2001:db8::1") == network_of("2001:db8::ffff") == "2001:db8::/64"
    assert network_of("203.0.113.5") == "203.0.113.5"
    assert network_of("testclient") == "testclient"


def test_login_without_the_token_of_our_form_is_refused(shared: TestClient) -> None:
    shared.get("/login")
    answer = shared.post("/login", data={"name": "Faramir", "password": PASSWORD})
    assert answer.status_code == 403
    assert "truceline_session" not in shared.cookies


def test_login_leads_back_to_a_path_of_ours_alone() -> None:
    assert local_path("/incidents?type=AID") == "/incidents?type=AID"
    for path in ("//evil.example", "https://evil.example", "/\\evil.example", "javascript:x", "", "/a\nb"):
        assert local_path(path) == "/"


def test_login_gives_a_new_token_and_ends_the_old_session(shared: TestClient, app: FastAPI) -> None:
    log_in(shared, "Faramir")
    first = shared.cookies["truceline_session"]
    data = {"csrf_token": token(shared), "name": "Éowyn", "password": PASSWORD, "next": "/account"}
    shared.post("/login", data=data)
    second = shared.cookies["truceline_session"]
    assert second != first
    assert Accounts(app.state.store).account_of(token_hash(first)) is None


def test_logout_ends_the_session(shared: TestClient, app: FastAPI) -> None:
    log_in(shared, "Faramir")
    secret = shared.cookies["truceline_session"]
    shared.post("/logout", data={"csrf_token": token(shared)})
    assert Accounts(app.state.store).account_of(token_hash(secret)) is None
    assert shared.get("/account", follow_redirects=False).status_code == 303


# -- who may do what -------------------------------------------------------------------------------------------


def test_gate_reader_writes_nothing(shared: TestClient) -> None:
    log_in(shared, "Pippin")
    for answer in (
        shared.post("/api/test-write", json={}),
        shared.post("/test-form", data={"csrf_token": token(shared), "words": "x"}),
        shared.put("/api/test-write", json={}),
        shared.delete("/api/test-write"),
        shared.post("/users", data={"csrf_token": token(shared), "deed": "add"}),
    ):
        assert answer.status_code == 403
        assert "changes nothing" in answer.text


def test_gate_coder_writes_and_manages_no_accounts(shared: TestClient, app: FastAPI) -> None:
    log_in(shared, "Faramir")
    assert shared.post("/api/test-write", json={}).json() == {"by": "Faramir"}
    csrf = token(shared)
    assert shared.post("/test-form", data={"csrf_token": csrf, "words": "süß"}).json()["words"] == "süß"
    for path in ("/users", "/audit"):
        assert shared.get(path).status_code == 403
    data = {"csrf_token": csrf, "deed": "role", "name": "Faramir", "role": "lead"}
    assert shared.post("/users", data=data).status_code == 403
    assert Accounts(app.state.store).get("Faramir").role is Role.CODER


def test_gate_form_without_its_token_or_with_anothers_is_refused(shared: TestClient, app: FastAPI) -> None:
    log_in(shared, "Faramir")
    with TestClient(app, base_url=BASE) as other:
        log_in(other, "Éowyn")
        foreign = token(other)
    for csrf in ("", "0" * 40, foreign):
        assert shared.post("/test-form", data={"csrf_token": csrf, "words": "x"}).status_code == 403
    plain = shared.post("/test-form", content="words=x", headers={"content-type": "text/plain"})
    assert plain.status_code == 403
    header = {"x-csrf-token": token(shared)}
    assert shared.post("/test-form", data={"words": "x"}, headers=header).status_code == 200


def test_gate_change_from_another_site_is_refused_even_with_a_token(shared: TestClient) -> None:
    log_in(shared, "Faramir")
    data = {"csrf_token": token(shared), "words": "x"}
    for headers in ({"origin": "https://evil.example"}, {"sec-fetch-site": "cross-site"}):
        assert shared.post("/test-form", data=data, headers=headers).status_code == 403
        assert shared.post("/api/test-write", json={}, headers=headers).status_code == 403


def test_gate_form_that_is_too_long_is_refused(shared: TestClient) -> None:
    log_in(shared, "Faramir")
    answer = shared.post("/test-form", data={"csrf_token": token(shared), "words": "x" * 600_000})
    assert answer.status_code == 413


def test_gate_session_that_is_over_or_made_up_is_no_session(app: FastAPI, shared: TestClient) -> None:
    accounts = Accounts(app.state.store)
    accounts.open_session("Faramir", token_hash("secret"), "here")
    now = datetime.now(UTC)
    assert accounts.account_of(token_hash("secret")) is not None
    assert accounts.account_of(token_hash("secret"), now + IDLE + timedelta(minutes=1)) is None
    assert accounts.account_of(token_hash("secret"), now + LONGEST) is None
    shared.cookies["truceline_session"] = "made-up"
    assert shared.get("/account", follow_redirects=False).status_code == 303


def test_gate_shut_account_and_new_role_end_sessions_at_once(app: FastAPI, shared: TestClient) -> None:
    accounts = Accounts(app.state.store)
    log_in(shared, "Faramir")
    accounts.set_disabled("Faramir", True)
    assert shared.get("/account", follow_redirects=False).status_code == 303
    assert log_in(shared, "Faramir").status_code == 403
    accounts.set_disabled("Faramir", False)
    assert log_in(shared, "Faramir").status_code == 303
    accounts.set_role("Faramir", Role.READER)
    assert shared.get("/account", follow_redirects=False).status_code == 303


def test_gate_local_server_has_one_user_and_still_wants_its_forms_token(db: str) -> None:
    app = create_app(db, local_name="Tom Bombadil")

    @app.post("/test-form")
    def form(request: Request) -> dict[str, str]:
        return {"by": request.state.user.name}

    with TestClient(app, base_url=BASE) as client:
        assert "Tom Bombadil" in client.get("/account").text
        assert client.get("/login").status_code == client.get("/users").status_code == 404
        assert client.post("/test-form", data={"words": "x"}).status_code == 403
        secret = client.cookies["truceline_form"]
        from truceline.web.accounts_gate import form_token

        answer = client.post("/test-form", data={"csrf_token": form_token(secret)})
        assert answer.json() == {"by": "Tom Bombadil"}


def test_gate_shared_server_without_a_lead_does_not_start(db: str) -> None:
    with pytest.raises(UsageError, match="users add NAME --role lead"):
        create_app(db, team=True)


# -- managing --------------------------------------------------------------------------------------------------


def test_users_lead_adds_changes_and_shuts_accounts(shared: TestClient, app: FastAPI) -> None:
    log_in(shared, "Aragorn")
    csrf = token(shared)

    def do(**data: str) -> int:
        return shared.post("/users", data={"csrf_token": csrf, **data}).status_code

    accounts = Accounts(app.state.store)
    assert do(deed="add", name="Merry", role="reader", password="second breakfast") == 200
    assert do(deed="role", name="Merry", role="coder") == 200
    assert accounts.get("Merry").role is Role.CODER
    assert do(deed="password", name="Merry", password="elevenses and tea") == 200
    assert check_password(accounts.get("Merry").password_hash, "elevenses and tea")
    assert do(deed="disable", name="Merry") == 200
    assert accounts.get("Merry").disabled
    assert do(deed="enable", name="Merry") == 200
    for bad in (
        {"deed": "add", "name": "merry", "role": "reader", "password": "second breakfast"},
        {"deed": "add", "name": "Gimli", "role": "dwarf", "password": "second breakfast"},
        {"deed": "add", "name": "Gimli", "role": "coder", "password": "axe"},
        {"deed": "role", "name": "Sauron", "role": "lead"},
        {"deed": "explode", "name": "Merry"},
        {"deed": "disable", "name": "Aragorn"},
    ):
        assert do(**bad) == 400
    assert not accounts.get("Aragorn").disabled
    assert audit(app)[:2] == [("Aragorn", "enable", "Merry"), ("Aragorn", "disable", "Merry")]
    assert "enable" in shared.get("/audit").text
    assert "second breakfast" not in str(audit(app))


def test_users_own_password_changes_and_ends_other_sessions(app: FastAPI, shared: TestClient) -> None:
    with TestClient(app, base_url=BASE) as elsewhere:
        log_in(elsewhere, "Faramir")
        log_in(shared, "Faramir")
        csrf = token(shared)
        data = {"csrf_token": csrf, "old": PASSWORD, "new": "the white tree blooms", "again": "the white tree blooms"}
        assert shared.post("/account", data=data | {"old": "wrong"}).status_code == 400
        assert shared.post("/account", data=data | {"again": "other words here"}).status_code == 400
        assert "changed" in shared.post("/account", data=data).text
        assert shared.get("/account").status_code == 200
        assert elsewhere.get("/account", follow_redirects=False).status_code == 303
        assert log_in(elsewhere, "Faramir").status_code == 403
        assert log_in(elsewhere, "Faramir", "the white tree blooms").status_code == 303


def test_users_reader_may_change_the_own_password(shared: TestClient) -> None:
    log_in(shared, "Pippin")
    words = "fool of a took indeed"
    data = {"csrf_token": token(shared), "old": PASSWORD, "new": words, "again": words}
    assert "changed" in shared.post("/account", data=data).text


def test_accounts_last_lead_stays(accounts: Accounts) -> None:
    accounts.add("Aragorn", Role.LEAD, hashed())
    for change in (lambda: accounts.set_role("Aragorn", Role.CODER), lambda: accounts.set_disabled("aragorn", True)):
        with pytest.raises(UsageError, match="only lead"):
            change()
    accounts.add("Arwen", Role.LEAD, hashed())
    accounts.set_role("Aragorn", Role.CODER)


@pytest.mark.parametrize("name", ["", " ", "-x", "a" * 65, "a\x00b", "<script>", "x;y", "a/b"])
def test_accounts_name_that_cannot_be_is_refused(accounts: Accounts, name: str) -> None:
    with pytest.raises(UsageError, match="cannot name an account"):
        accounts.add(name, Role.READER, hashed())


def test_accounts_names_that_look_alike_are_one(accounts: Accounts) -> None:
    accounts.add("Éowyn  of Rohan", Role.CODER, hashed())
    assert accounts.get("E\u0301OWYN of rohan").name == "Éowyn of Rohan"
    with pytest.raises(UsageError, match="already"):
        accounts.add("éowyn of Rohan", Role.READER, hashed())
    with pytest.raises(NotFound):
        accounts.get("Sauron")


def test_passwords_short_long_or_easy_ones_are_refused() -> None:
    bad = (("short", ""), ("x" * 1001, ""), ("aaaaaaaaaaaa", ""), ("faramir of gondor", "Faramir of Gondor"))
    for password, name in bad:
        with pytest.raises(UsageError):
            hash_password(password, name)


def test_passwords_are_argon2id_and_checked() -> None:
    assert hashed().startswith("$argon2id$")
    assert check_password(hashed(), PASSWORD)
    assert not check_password(hashed(), PASSWORD + " ")
    assert not check_password(None, PASSWORD)
    assert not check_password("no hash", PASSWORD)
