"""Fetching: one address at a time, checked, bounded in size, time and redirects, and polite."""

from __future__ import annotations

import time
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import Message
from email.utils import parsedate_to_datetime
from typing import Any

from truceline import __version__
from truceline.errors import NotFetched
from truceline.ingest.deadline import Deadline
from truceline.ingest.extras import need
from truceline.ingest.reading import FetchLimits

NAME = "Truceline"
"""The name that a robots.txt calls us by."""
_MAX_ROBOTS_BYTES = 512_000
"""As much of a robots.txt is read (RFC 9309 asks for at least 500 KiB)."""
_ROBOTS_KEPT_S = 24 * 3600.0
_DOWN_S = 60.0
"""How long a host that did not answer is let alone."""
_MAX_CRAWL_DELAY_S = 60.0
_STEP_TIMEOUT_S = 10.0
"""Longest silence of a server."""
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_LATER = frozenset({408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524})
"""Answers that may be better another time."""
_ACCEPT = "text/html, application/xhtml+xml, application/atom+xml, application/rss+xml, */*;q=0.5"


@dataclass(frozen=True, slots=True)
class Page:
    """What an address gave."""

    url: str
    """Where it came from in the end, after redirects."""
    status: int
    """200, or 304 where it has not changed since."""
    headers: Mapping[str, str]
    """By name in small letters."""
    body: bytes
    fetched_utc: datetime
    moved_to: str | None = None
    """The address that the server says is the right one from now on."""

    @property
    def media_type(self) -> str:
        """``text/html`` and the like, in small letters; empty where none is given."""
        return _content_type(self.headers.get("content-type", ""))[0]

    @property
    def charset(self) -> str | None:
        """The encoding that the server declares."""
        return _content_type(self.headers.get("content-type", ""))[1]


@dataclass(slots=True)
class _Robots:
    rules: Any
    """Protego, or None where everything is allowed."""
    read_at: float
    refused: str = ""
    """Why nothing may be fetched from the host."""


@dataclass(slots=True)
class Fetcher:
    """Fetches pages. Keeps what it knows of hosts: their robots.txt, when they were asked last."""

    limits: FetchLimits
    sleep: Callable[[float], None] = time.sleep
    """For tests."""
    _client: Any = None
    _deadline: Deadline = field(default_factory=Deadline)
    _asked_at: dict[str, float] = field(default_factory=dict)
    _robots: dict[str, _Robots] = field(default_factory=dict)
    _down_until: dict[str, float] = field(default_factory=dict)

    @property
    def user_agent(self) -> str:
        """Who we are, honestly, and whom to write to where the user has said so."""
        contact = f"; {self.limits.contact}" if self.limits.contact else ""
        return f"{NAME}/{__version__} (reads news reports into a record of conflict events{contact})"

    def __enter__(self) -> Fetcher:
        return self

    def __exit__(self, *ignored: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        if self._client is not None:
            self._client.close()
            self._client = None

    def fetch(self, url: str, *, etag: str | None = None, modified: str | None = None) -> Page:
        """Fetch an address.

        etag, modified: what the server said last time; where nothing has changed the page comes with status 304.
        Raises NotFetched with the reason (``later`` where another try may do better), NotInstalled.
        """
        self._deadline.start(self.limits.max_seconds)
        headers = {"If-None-Match": etag, "If-Modified-Since": modified}
        asked = {name: value for name, value in headers.items() if value}
        moved_to, permanent, at = None, True, self._checked(url)
        for _ in range(self.limits.max_redirects + 1):
            self._ask_robots(at)
            page, target = self._get(at, asked, self.limits.max_bytes)
            if target is None:
                return Page(page.url, page.status, page.headers, page.body, page.fetched_utc, moved_to)
            permanent = permanent and page.status in (301, 308)
            at = self._checked(target)
            moved_to = str(at) if permanent else moved_to
        raise NotFetched(f"leads on more than {self.limits.max_redirects} times")

    # -- one request -------------------------------------------------------------------------------------------

    def _checked(self, url: str) -> Any:
        httpx = need("httpx")
        try:
            at = httpx.URL(url)
        except (httpx.InvalidURL, ValueError, TypeError) as error:
            raise NotFetched(f"is no web address ({error})") from error
        if at.scheme not in ("http", "https") or not at.host:
            raise NotFetched(f"leads to {str(at)[:80]}, which is no http or https address")
        return at

    def _get(self, at: Any, headers: Mapping[str, str], max_bytes: int) -> tuple[Page, str | None]:
        """(page, where it leads on to). Raises NotFetched."""
        httpx, httpcore = need("httpx"), need("httpcore")
        if time.monotonic() < self._down_until.get(_origin(at), 0.0):
            raise NotFetched(f"is not asked for: {at.host} could not be reached a moment ago", silent=True)
        self._wait_for_turn(at)
        if self._client is None:
            from truceline.ingest.transport import GuardedTransport

            transport = GuardedTransport(self._deadline, allow_private=self.limits.allow_private)
            self._client = httpx.Client(transport=transport, follow_redirects=False, trust_env=False)
        sent = {"User-Agent": self.user_agent, "Accept": _ACCEPT, "Accept-Encoding": "gzip", **headers}
        try:
            with self._client.stream("GET", at, headers=sent, timeout=_STEP_TIMEOUT_S) as answer:
                self._client.cookies.clear()
                return self._read(at, answer, max_bytes)
        except NotFetched as error:
            if error.silent:  # a name without an address
                self._down_until[_origin(at)] = time.monotonic() + _DOWN_S
            raise
        except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
            self._down_until[_origin(at)] = time.monotonic() + _DOWN_S
            raise NotFetched(f"cannot be reached ({_words(error)})", silent=True) from error
        except (httpx.TimeoutException, httpcore.TimeoutException) as error:
            raise NotFetched("does not answer in time", later=True) from error
        except (httpx.HTTPError, httpcore.NetworkError, httpcore.ProtocolError, OSError) as error:
            raise NotFetched(f"cannot be read ({_words(error)})", later=True) from error
        except (ValueError, UnicodeError, httpx.InvalidURL, httpx.StreamError) as error:
            raise NotFetched(f"gives an answer that cannot be read ({type(error).__name__})", later=True) from error
        finally:
            self._asked_at[_host_key(at)] = time.monotonic()

    def _read(self, at: Any, answer: Any, max_bytes: int) -> tuple[Page, str | None]:
        headers = {name.lower(): value for name, value in answer.headers.items()}
        status = int(answer.status_code)
        now = datetime.now(UTC)
        if status in _REDIRECTS:
            if not (target := headers.get("location")):
                raise NotFetched(f"leads on (status {status}) to nowhere")
            return Page(str(at), status, headers, b"", now), str(at.join(target))
        if status == 304:
            return Page(str(at), status, headers, b"", now), None
        if status != 200:
            words = f"gives status {status}" + (f" ({answer.reason_phrase})" if answer.reason_phrase else "")
            retry = _retry_after(headers.get("retry-after"), now)
            raise NotFetched(words, later=status in _LATER, status=status, retry_after_s=retry)
        declared = headers.get("content-length", "")
        if declared.isdigit() and int(declared) > max_bytes:
            raise _too_large(max_bytes)
        body = bytearray()
        unpack = _Unpacker(headers.get("content-encoding", ""), max_bytes)
        for chunk in answer.iter_raw(1 << 16):
            self._deadline.left(None)
            body += unpack(chunk)
            if len(body) > max_bytes:
                raise _too_large(max_bytes)
        unpack.finish()
        return Page(str(at), status, headers, bytes(body), now), None

    # -- politeness --------------------------------------------------------------------------------------------

    def _wait_for_turn(self, at: Any) -> None:
        """Sleep until the host may be asked again. The wait does not count against the time for the request."""
        host = _host_key(at)
        if host not in self._asked_at:
            return
        delay = self.limits.delay_s
        robots = self._robots.get(_origin(at))
        if robots is not None and robots.rules is not None:
            asked = robots.rules.crawl_delay(NAME)
            delay = max(delay, min(float(asked or 0.0), _MAX_CRAWL_DELAY_S))
        wait = self._asked_at[host] + delay - time.monotonic()
        if wait > 0:
            self.sleep(wait)
            self._deadline.start(self.limits.max_seconds)

    def _ask_robots(self, at: Any) -> None:
        """Raise NotFetched when the host's robots.txt does not want the address to be fetched."""
        origin = _origin(at)
        known = self._robots.get(origin)
        kept_s = _DOWN_S if known is not None and known.refused else _ROBOTS_KEPT_S
        if known is None or time.monotonic() - known.read_at > kept_s:
            known = self._robots[origin] = self._read_robots(at)
        if known.refused:
            raise NotFetched(f"{origin}/robots.txt {known.refused}, so nothing is fetched from there", silent=True)
        if known.rules is not None and not known.rules.can_fetch(str(at), NAME):
            raise NotFetched(f"{origin}/robots.txt does not let it be fetched; save the page and name the file")

    def _read_robots(self, at: Any) -> _Robots:
        """The rules of a host, as RFC 9309 has it: none where there is no file, all refused where it cannot be had."""
        now = time.monotonic()
        where = at.copy_with(raw_path=b"/robots.txt", fragment=None)
        try:
            for _ in range(self.limits.max_redirects + 1):
                page, target = self._get(where, {}, _MAX_ROBOTS_BYTES)
                if target is None:
                    rules = need("protego").Protego.parse(page.body.decode("utf-8", "replace"))
                    return _Robots(rules, now)
                where = self._checked(target)
            return _Robots(None, now)
        except NotFetched as error:
            if error.silent:
                raise
            if error.later:
                return _Robots(None, now, str(error))
            if error.status is not None:
                return _Robots(None, now)
            raise


class _Unpacker:
    """Undoes gzip, never more than a little over max_bytes at a time."""

    def __init__(self, encoding: str, max_bytes: int) -> None:
        self._max_bytes = max_bytes
        self._unpacker: Any = None
        match encoding.strip().lower():
            case "" | "identity":
                pass
            case "gzip" | "x-gzip":
                self._unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
            case other:
                raise NotFetched(f"comes packed as {other[:40]}, which was not asked for")

    def __call__(self, chunk: bytes) -> bytes:
        if self._unpacker is None:
            return chunk
        try:
            return bytes(self._unpacker.decompress(chunk, self._max_bytes + 1))
        except zlib.error as error:
            raise NotFetched(f"is damaged ({error})", later=True) from error

    def finish(self) -> None:
        """Raise NotFetched when the packed answer is cut short."""
        if self._unpacker is not None and not self._unpacker.eof:
            raise NotFetched("is cut short", later=True)


def shown(url: str) -> str:
    """An address for messages, without a password."""
    before, at, after = url.partition("@")
    if at and "//" in before and "/" not in before.split("//", 1)[1]:
        return f"{before.split('//', 1)[0]}//…@{after}"
    return url


def _too_large(max_bytes: int) -> NotFetched:
    return NotFetched(f"is larger than {max_bytes:,} bytes; TRUCELINE_MAX_PAGE_BYTES sets the limit")


def _content_type(value: str) -> tuple[str, str | None]:
    message = Message()
    message["content-type"] = value.encode("ascii", "ignore").decode().replace("\n", " ").replace("\r", " ")[:500]
    media = message.get_content_type() if value else ""
    return media, message.get_content_charset()


def _retry_after(value: str | None, now: datetime) -> float | None:
    """Seconds until the server wants to be asked again."""
    if not value:
        return None
    if value.strip().isdigit():
        return float(value.strip()[:8])
    try:
        at = parsedate_to_datetime(value)
    except (TypeError, ValueError):
        return None
    return max((at.replace(tzinfo=at.tzinfo or UTC) - now).total_seconds(), 0.0)


def _words(error: Exception) -> str:
    return " ".join(str(error).split())[:200] or type(error).__name__


def _host_key(at: Any) -> str:
    return str(at.host).lower()


def _origin(at: Any) -> str:
    port = f":{at.port}" if at.port else ""
    host = f"[{at.host}]" if ":" in at.host else at.host
    return f"{at.scheme}://{host}{port}"
