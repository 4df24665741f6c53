"""Log-in, the own account, and for leads the accounts of all and the audit log. On a local server there is one user."""

from __future__ import annotations

import secrets
from typing import Annotated, Any

from fastapi import APIRouter, FastAPI, Query, Request
from starlette.responses import RedirectResponse, Response

from truceline.errors import NotFound, UsageError
from truceline.store import Store
from truceline.store.accounts import Account, Accounts, Role
from truceline.web.accounts_gate import SESSION_COOKIE, Gate, cookie_name, is_secure, set_cookie, token_hash
from truceline.web.accounts_limits import LoginLimits
from truceline.web.accounts_passwords import check_password, hash_password, needs_renewal
from truceline.web.deps import StoreDep
from truceline.web.templating import page
from truceline.web.users import LeadDep, UserDep, local_user

router = APIRouter(include_in_schema=False)
AUDIT_PAGE = 100


def install(app: FastAPI) -> None:
    """Put the gate in front of every handler. A shared server needs somebody who can log in and manage accounts.

    Raises UsageError where a shared server has no account yet.
    """
    store: Store = app.state.store
    if app.state.team and not any(a.role is Role.LEAD and not a.disabled for a in Accounts(store).all()):
        raise UsageError(f"nobody can log in yet; make a lead: truceline users add NAME --role lead --db {store.name}")
    app.state.login_limits = LoginLimits()
    app.add_middleware(Gate, store=store, team=app.state.team, local=local_user(app.state.local_name))


def address_of(request: Request) -> str:
    """The address that a request comes from."""
    return request.client.host if request.client else "unknown"


def field(request: Request, name: str) -> str:
    """One field of the form that was sent, empty where it is missing."""
    values: list[str] = request.state.form.get(name, [])
    return values[0] if values else ""


def local_path(path: str) -> str:
    """The path to go to after the log-in: one of ours, or the first page."""
    inside = path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable()
    return path if inside else "/"


# -- log-in ----------------------------------------------------------------------------------------------------


@router.get("/login")
def show_login(request: Request, user: UserDep, next: Annotated[str, Query(max_length=2000)] = "/") -> Response:
    """The form to log in."""
    _only_shared(request)
    if user.name:
        return RedirectResponse(local_path(next), status_code=303)
    return _login_page(request, next=local_path(next))


@router.post("/login")
def log_in(request: Request, store: StoreDep) -> Response:
    """Check name and password and open a session. Failures are counted per account and per address."""
    _only_shared(request)
    accounts, limits, address = Accounts(store), request.app.state.login_limits, address_of(request)
    name, password, next_path = field(request, "name"), field(request, "password"), local_path(field(request, "next"))
    with limits.one_at_a_time:
        wait = limits.wait_s(name, address)
        account = None if wait else accounts.find(name)
        open_hash = account.password_hash if account and not account.disabled else None
        right = not wait and check_password(open_hash, password)
        if not wait and not right:
            limits.failed(name, address)
    if wait:
        if limits.is_news(address):
            accounts.note(name, "log-in held back", f"{wait} s", address)
        minutes = max(1, round(wait / 60))
        said = f"Too many log-ins failed. Try again in {minutes} minute{'s' if minutes > 1 else ''}."
        held = _login_page(request, name=name, next=next_path, message=said, status_code=429)
        held.headers["Retry-After"] = str(wait)
        return held
    if account is None or not right:
        accounts.note(name, "log-in failed", "", address)
        said = "Name and password do not go together, or the account is shut."
        return _login_page(request, name=name, next=next_path, message=said, status_code=403)
    limits.succeeded(name)
    if needs_renewal(account.password_hash):
        accounts.renew_hash(account.name, hash_password(password))
    if request.state.session_token:
        accounts.close_session(token_hash(request.state.session_token))
    token = secrets.token_urlsafe(32)
    accounts.open_session(account.name, token_hash(token), address)
    accounts.note(account.name, "logged in", "", address)
    response = RedirectResponse(next_path, status_code=303)
    set_cookie(response, SESSION_COOKIE, token, is_secure(request.scope))
    return response


@router.post("/logout")
def log_out(request: Request, store: StoreDep, user: UserDep) -> Response:
    """End the session."""
    if request.state.session_token:
        accounts = Accounts(store)
        accounts.close_session(token_hash(request.state.session_token))
        accounts.note(user.name, "logged out", "", address_of(request))
    response = RedirectResponse("/login" if request.app.state.team else "/", status_code=303)
    secure = is_secure(request.scope)
    response.delete_cookie(
        cookie_name(SESSION_COOKIE, secure), path="/", secure=secure, httponly=True, samesite="lax"
    )
    return response


def _login_page(
    request: Request, *, name: str = "", next: str = "/", message: str = "", status_code: int = 200
) -> Response:
    return page(request, "accounts_login.html", name=name, next=next, message=message, status_code=status_code)


def _only_shared(request: Request) -> None:
    if not request.app.state.team:
        raise NotFound("This server has one local user and no accounts; accounts come with: truceline serve --team")


# -- the own account -------------------------------------------------------------------------------------------


@router.get("/account")
def show_account(request: Request, user: UserDep, done: str = "") -> Response:
    """Name, role and the form to change the password."""
    return page(request, "accounts_own.html", message="", done=done == "1")


@router.post("/account")
def change_own_password(request: Request, store: StoreDep, user: UserDep) -> Response:
    """Set another password for the person who asks; other sessions of that person end."""
    _only_shared(request)
    accounts, limits, address = Accounts(store), request.app.state.login_limits, address_of(request)
    account = accounts.get(user.name)
    try:
        with limits.one_at_a_time:
            if limits.wait_s(user.name, address):
                raise UsageError("too many wrong passwords; try again in a quarter of an hour")
            if not check_password(account.password_hash, field(request, "old")):
                limits.failed(user.name, address)
                raise UsageError("the present password is another one")
        if field(request, "new") != field(request, "again"):
            raise UsageError("the new password and its repetition differ")
        hashed = hash_password(field(request, "new"), user.name)
    except UsageError as error:
        said = _sentence(error)
        return page(request, "accounts_own.html", message=said, done=False, status_code=400)
    accounts.set_password(user.name, hashed, keep=token_hash(request.state.session_token))
    accounts.note(user.name, "password changed", user.name, address)
    return RedirectResponse("/account?done=1", status_code=303)


# -- for leads -------------------------------------------------------------------------------------------------


@router.get("/users")
def show_users(request: Request, store: StoreDep, user: LeadDep) -> Response:
    """All accounts."""
    _only_shared(request)
    return _users_page(request, store)


@router.post("/users")
def change_users(request: Request, store: StoreDep, user: LeadDep) -> Response:
    """Add an account, give a role, set a password, shut or open an account: ``deed`` of the form says which."""
    _only_shared(request)
    accounts = Accounts(store)
    deed, name = field(request, "deed"), field(request, "name")
    try:
        about = _do(accounts, deed, name, field(request, "role"), field(request, "password"))
    except (UsageError, NotFound) as error:
        return _users_page(request, store, message=_sentence(error), status_code=400)
    accounts.note(user.name, deed, about, address_of(request))
    return RedirectResponse("/users", status_code=303)


def _do(accounts: Accounts, deed: str, name: str, role: str, password: str) -> str:
    """Do it, and return what the audit log says it was about."""
    if deed in ("add", "role") and role not in list(Role):
        raise UsageError(f"no role {role!r}; there are {', '.join(Role)}")
    match deed:
        case "add":
            account = accounts.add(name, Role(role), hash_password(password, name))
            return f"{account.name} as {role}"
        case "role":
            accounts.set_role(name, Role(role))
            return f"{name} to {role}"
        case "password":
            accounts.set_password(name, hash_password(password, name))
        case "disable":
            accounts.set_disabled(name, True)
        case "enable":
            accounts.set_disabled(name, False)
        case _:
            raise UsageError(f"nothing can be done under the name {deed!r}")
    return name


def _users_page(request: Request, store: Store, *, message: str = "", status_code: int = 200) -> Response:
    accounts: list[Account] = Accounts(store).all()
    given: dict[str, Any] = {"accounts": accounts, "roles": list(Role), "message": message}
    return page(request, "accounts_users.html", status_code=status_code, **given)


@router.get("/audit")
def show_audit(
    request: Request, store: StoreDep, user: LeadDep, offset: Annotated[int, Query(ge=0, le=10**7)] = 0
) -> Response:
    """The audit log, the newest first."""
    lines = Accounts(store).audit(limit=AUDIT_PAGE + 1, offset=offset)
    older = offset + AUDIT_PAGE if len(lines) > AUDIT_PAGE else None
    return page(request, "accounts_audit.html", lines=lines[:AUDIT_PAGE], older=older)


def _sentence(error: Exception) -> str:
    words = str(error)
    return words[:1].upper() + words[1:] + ("" if words.endswith(".") else ".")
