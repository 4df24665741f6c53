"""Errors in one shape: JSON under ``/api``, a page elsewhere.

    {"error": {"code": "not_found", "message": "no report 'x' among 18 reports", "details": []}}

Codes: bad_request (400), forbidden (401, 403), not_found (404), method_not_allowed (405), conflict (409: somebody else
decided meanwhile), too_large (413), invalid (422: ``details`` names each parameter), too_many (429), unavailable (503:
the database), internal (500).
"""

from __future__ import annotations

import logging
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from truceline.errors import Conflict, NotAllowed, NotFound, StoreError, TrucelineError
from truceline.web.security import security_headers
from truceline.web.templating import page

_CODES = {
    400: "bad_request", 401: "forbidden", 403: "forbidden", 404: "not_found", 405: "method_not_allowed",
    409: "conflict", 413: "too_large", 422: "invalid", 429: "too_many", 503: "unavailable",
}  # fmt: skip
_TITLES = {
    400: "That cannot be asked", 401: "Please log in", 403: "Not allowed", 404: "Not here",
    405: "That cannot be done here", 409: "Somebody else decided meanwhile", 413: "Too much at once",
    429: "Please wait", 422: "That cannot be asked", 503: "The database does not answer",
}  # fmt: skip
_STATUS = {NotFound: 404, NotAllowed: 403, Conflict: 409, StoreError: 503}
_log = logging.getLogger("truceline.web")


class ErrorDetail(BaseModel):
    """What is wrong with one parameter."""

    where: str
    message: str


class ErrorBody(BaseModel):
    """One error."""

    code: str
    message: str
    details: list[ErrorDetail] = []


class ErrorAnswer(BaseModel):
    """The shape of every error of the API."""

    error: ErrorBody


def install(app: FastAPI) -> None:
    """Set the handlers."""
    app.add_exception_handler(HTTPException, _on_http)
    app.add_exception_handler(RequestValidationError, _on_invalid)
    app.add_exception_handler(TrucelineError, _on_ours)
    app.add_exception_handler(Exception, _on_bug)


def answer(request: Request, status: int, message: str, details: list[ErrorDetail] | None = None) -> Response:
    """An error for a person or for a program, by what was asked."""
    code = _CODES.get(status, "internal")
    if request.url.path.startswith("/api/"):
        body = ErrorAnswer(error=ErrorBody(code=code, message=message, details=details or []))
        return JSONResponse(body.model_dump(), status_code=status)
    lines = [f"{d.where}: {d.message}" for d in details or []]
    title = _TITLES.get(status, "Something broke here")
    return page(request, "error.html", status_code=status, heading=title, message=message, lines=lines)


async def _on_http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    message = "There is no such page." if error.status_code == 404 and error.detail == "Not Found" else error.detail
    found = answer(request, error.status_code, str(message))
    for name, value in (error.headers or {}).items():
        found.headers[name] = value
    return found


async def _on_invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    details = [ErrorDetail(where=_place(e), message=str(e.get("msg", ""))) for e in error.errors()]
    return answer(request, 422, "A parameter could not be read.", details)


def _place(error: dict[str, Any]) -> str:
    return ".".join(str(part) for part in error.get("loc", ()))


async def _on_ours(request: Request, error: Exception) -> Response:
    status = next((code for kind, code in _STATUS.items() if isinstance(error, kind)), 400)
    return answer(request, status, str(error))


async def _on_bug(request: Request, error: Exception) -> Response:
    _log.error("%s %s broke", request.method, request.url.path, exc_info=error)
    found = answer(request, 500, "A fault of ours; the server's log has it. Nothing was changed.")
    found.headers.update(security_headers())  # this answer is made outside of the guard
    return found
