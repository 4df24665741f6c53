"""Libraries that come as extras: asked for when a reader needs them, and named in one line where they are missing."""

from __future__ import annotations

import importlib
import logging
from functools import cache
from typing import Any

from truceline.errors import NotInstalled

EXTRAS: dict[str, str] = {
    "trafilatura": "ingest",
    "lxml": "ingest",
    "feedparser": "ingest",
    "httpx": "ingest",
    "httpcore": "ingest",
    "protego": "ingest",
    "warcio": "ingest",
    "defusedxml": "ingest",
    "pyarrow": "parquet",
}
"""Library to the extra of ours that brings it."""

_CHATTY = ("trafilatura", "htmldate", "courlan", "justext", "httpx", "httpcore", "charset_normalizer")


@cache
def need(module: str) -> Any:
    """Import a library of an extra. Raises NotInstalled, naming the extra, where it is not there."""
    library = module.split(".")[0]
    try:
        found = importlib.import_module(module)
    except ImportError as error:
        extra = EXTRAS[library]
        reason = f"{library} is not installed" if getattr(error, "name", None) == library else str(error).split("\n")[0]
        raise NotInstalled(f"needs the extra “{extra}” ({reason}); pip install 'truceline[{extra}]'") from error
    for name in _CHATTY:  # what they have to say, we say in one line of our own
        logging.getLogger(name).setLevel(logging.CRITICAL)
    return found
