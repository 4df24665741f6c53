"""The gate before every handler: who asks, may they, and does the change come from our own page.

For each request, in this order:

1. On a shared server the session's cookie leads to an account, or the request goes to the log-in (pages) or gets 401
   (API). Static files and the log-in itself are open.
2. A method that changes something needs a coder or a lead; readers may log out and change their own password.
3. A form that changes something carries the token of its page. What a form cannot send (JSON, PUT, PATCH, DELETE) no
   other site can send either without asking this server first, and it is never allowed to; ``web/security.py`` looks at
   Origin besides.

Handlers find ``request.state.user``, ``request.state.csrf_token`` and ``request.state.form``.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from typing import Any, Final
from urllib.parse import parse_qsl, quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from truceline.store import Store
from truceline.store.accounts import Accounts
from truceline.web.errors import answer
from truceline.web.security import Asgi, Message, Receive, Scope, Send
from truceline.web.users import NOBODY, User

SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})
MAX_BYTES: Final = 512 * 1024
"""The longest body of a request that changes something."""
_OWN: Final = ("/login", "/logout", "/account")
"""Paths where every person may change something: the own session and password."""
_FORM: Final = "application/x-www-form-urlencoded"
CSRF_COOKIE: Final = "truceline_form"
SESSION_COOKIE: Final = "truceline_session"


def token_hash(token: str) -> str:
    """What the store keeps of a session's token. The token has 256 random bits, so a plain hash cannot be turned."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def form_token(secret: str) -> str:
    """The token that pages carry, made from a secret that only the person's cookie holds."""
    return hmac.new(secret.encode("utf-8", "replace"), b"truceline form", hashlib.sha256).hexdigest()[:40]


def is_secure(scope: Scope) -> bool:
    """True when the request came over TLS, or through a proxy that says so."""
    return bool(scope.get("scheme") == "https")


def cookie_name(base: str, secure: bool) -> str:
    """The cookie's name; over TLS one that browsers let no other host or plain page set."""
    return f"__Host-{base}" if secure else base


def set_cookie(response: Response, base: str, value: str, secure: bool, *, strict: bool = False) -> None:
    """Set a cookie that scripts cannot read and other sites cannot send with a change; it ends with the browser."""
    response.set_cookie(
        cookie_name(base, secure), value, httponly=True, samesite="strict" if strict else "lax", secure=secure, path="/"
    )


class Gate:
    """ASGI middleware; see the module's head."""

    def __init__(self, app: Asgi, *, store: Store, team: bool, local: User) -> None:
        self._app = app
        self._accounts = Accounts(store)
        self._team = team
        self._local = local

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        secure = is_secure(scope)
        cookies = Request(scope).cookies
        session = cookies.get(cookie_name(SESSION_COOKIE, secure), "")
        form_secret = cookies.get(cookie_name(CSRF_COOKIE, secure), "")
        fresh = not form_secret
        form_secret = form_secret or secrets.token_urlsafe(32)
        state = scope.setdefault("state", {})
        user = await self._user(session, scope["path"])
        logged_in = self._team and user is not NOBODY
        state["user"] = user
        state["session_token"] = session if logged_in else ""
        state["csrf_token"] = form_token(session if logged_in else form_secret)
        state["form"] = {}

        async def send_with_cookie(message: Message) -> None:
            if message["type"] == "http.response.start" and fresh and not logged_in:
                carrier = Response()
                set_cookie(carrier, CSRF_COOKIE, form_secret, secure, strict=True)
                cookie = [pair for pair in carrier.raw_headers if pair[0] == b"set-cookie"]
                message["headers"] = [*message.get("headers", []), *cookie]
            await send(message)

        static = scope["path"].startswith("/static/")
        refusal, receive = await self._refusal(scope, receive, user)
        outgoing = send if static else send_with_cookie
        await (refusal or self._app)(scope, receive, outgoing)

    async def _user(self, session: str, path: str) -> User:
        if not self._team:
            return self._local
        if not session or path.startswith("/static/"):
            return NOBODY
        account = await run_in_threadpool(self._accounts.account_of, token_hash(session))
        return NOBODY if account is None else User(account.name, account.role)

    async def _refusal(self, scope: Scope, receive: Receive, user: User) -> tuple[Response | None, Receive]:
        """An answer that ends the request here, or None; and the way to read the body from here on."""
        path, method = scope["path"], scope["method"]
        request = Request(scope, receive)
        is_open = path == "/login" or path.startswith("/static/")  # what needs no log-in
        if user is NOBODY and not is_open:
            return _to_login(request), receive
        if method in SAFE:
            return None, receive
        if not user.may_decide and path not in _OWN:
            said = f"{user.name} is a {user.role}, who looks and changes nothing. A lead can give another role."
            return answer(request, 403, said), receive
        body = await _read(receive)
        if body is None:
            return answer(request, 413, f"A request holds at most {MAX_BYTES // 1024} KiB."), receive
        kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind == "application/json" or method in ("PUT", "PATCH", "DELETE"):
            return None, _replay(body, receive)
        if kind == _FORM:
            scope["state"]["form"] = _parse(body)
        given = request.headers.get("x-csrf-token") or next(iter(scope["state"]["form"].get("csrf_token", [])), "")
        if not hmac.compare_digest(given.encode(), scope["state"]["csrf_token"].encode()):
            said = "The page that sent this is too old, or not ours. Go back, load it again, and send it once more."
            return answer(request, 403, said), receive
        return None, _replay(body, receive)


def _to_login(request: Request) -> Response:
    if request.url.path.startswith("/api"):
        return answer(request, 401, "This server asks for a log-in; send the cookie of a session.")
    here = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    target = "/login" if request.method not in SAFE or here == "/" else f"/login?next={quote(here, safe='/')}"
    if request.headers.get("hx-request"):
        return Response(status_code=401, headers={"HX-Redirect": target})
    return RedirectResponse(target, status_code=303)


def _parse(body: bytes) -> dict[str, list[str]]:
    form: dict[str, list[str]] = {}
    for name, value in parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=2000):
        form.setdefault(name, []).append(value)
    return form


async def _read(receive: Receive) -> bytes | None:
    """The body; None where it is longer than it may be."""
    parts: list[bytes] = []
    size = 0
    while True:
        message: Any = await receive()
        if message["type"] != "http.request":
            return b"".join(parts)
        parts.append(message.get("body", b""))
        size += len(parts[-1])
        if size > MAX_BYTES:
            return None
        if not message.get("more_body"):
            return b"".join(parts)


def _replay(body: bytes, receive: Receive) -> Receive:
    given = False

    async def again() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return again
