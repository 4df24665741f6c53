"""The list of feeds to watch: a TOML file.

    every = "15m"                              # how often each feed is asked, unless it says otherwise

    [[feed]]
    url = "https://example.org/rss.xml"
    outlet = "The Plain Post"                  # for pages that do not name theirs
    every = "1h"
    read = "page"                              # the page behind each link; or "feed": the feed's own text
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from truceline.errors import UsageError
from truceline.ingest.fetch import shown

MIN_EVERY_S = 60.0
"""A feed is asked at most once a minute."""
MAX_EVERY_S = 24 * 3600.0
_SPAN = re.compile(r"(\d+(?:\.\d+)?)\s*(s|m|h|d)")
_UNIT_S = {"s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0}
_EXAMPLE = '[[feed]] with url = "https://…"'


def _seconds(value: object) -> float:
    """``90s``, ``15m``, ``1h``, ``1d``, or a number of seconds."""
    if isinstance(value, str) and (match := _SPAN.fullmatch(value.strip().lower())):
        value = float(match[1]) * _UNIT_S[match[2]]
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError("write it as 90s, 15m, 1h or 1d")
    if not MIN_EVERY_S <= value <= MAX_EVERY_S:
        raise ValueError("must lie between 1m and 1d")
    return float(value)


Every = Annotated[float, BeforeValidator(_seconds)]


class FeedEntry(BaseModel):
    """One feed of the list."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    url: str = Field(pattern=r"^https?://\S+$", max_length=2000)
    outlet: str | None = Field(default=None, max_length=200)
    every: Every | None = None
    """Seconds between two requests."""
    read: Literal["page", "feed"] = "page"

    @property
    def name(self) -> str:
        """The address for messages, without a password."""
        return shown(self.url)


class FeedList(BaseModel):
    """The whole file."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    every: Every = 900.0
    feed: list[FeedEntry] = Field(min_length=1, max_length=10_000)

    def every_s(self, feed: FeedEntry) -> float:
        """Seconds between two requests to a feed."""
        return feed.every or self.every


def read_feed_list(path: Path) -> FeedList:
    """Read a list of feeds. Raises UsageError, in one line, for a file that is none."""
    try:
        found = FeedList.model_validate(tomllib.loads(path.read_text(encoding="utf-8-sig")))
    except OSError as error:
        raise UsageError(f"{path}: cannot be read ({error.strerror}); write a list of feeds: {_EXAMPLE}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: is not TOML ({' '.join(str(error).split())})") from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "the file"
        hint = f"; a feed is {_EXAMPLE}" if where == "feed" else ""
        raise UsageError(f"{path}: {where}: {first['msg'].removeprefix('Value error, ')}{hint}") from error
    urls = [feed.url for feed in found.feed]
    if twice := next((url for n, url in enumerate(urls) if url in urls[:n]), None):
        raise UsageError(f"{path}: {shown(twice)} is listed twice")
    return found
