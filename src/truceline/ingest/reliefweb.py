"""Answers of ReliefWeb's API, and of those built like it: ``{"data": [{"id", "fields": {"body", "title", ...}}]}``."""

from __future__ import annotations

from typing import Any


def reliefweb_rows(document: object) -> list[object] | None:
    """The items of an answer as rows with our names, the API's fields beside them; None for any other JSON.

    The publication day is ``date.original``, the day on which the source published, else ``date.created``, the day on
    which ReliefWeb posted it; ``date.changed`` is never taken. The outlet is the sources' names. A report that is an
    attachment alone comes out with an empty text.
    """
    if _is_item(document) and isinstance(document, dict) and not document.keys() & {"text", "body"}:
        return [_row(document)]  # an item by itself, as in a file with one a line
    items = document.get("data") if isinstance(document, dict) else None
    if not isinstance(items, list) or not any(_is_item(item) for item in items):
        return None
    return [_row(item) if _is_item(item) else item for item in items]


def _is_item(item: object) -> bool:
    return isinstance(item, dict) and isinstance(item.get("fields"), dict)


def _row(item: dict[str, Any]) -> dict[str, Any]:
    fields: dict[str, Any] = item["fields"]
    date = fields.get("date")
    if isinstance(date, dict):
        date = date.get("original") or date.get("created")
    body = fields.get("body")
    if body is None and isinstance(fields.get("body-html"), str):
        from truceline.ingest.pages import html_text

        body = html_text(fields["body-html"])
    return fields | {
        "text": "" if body is None else body,
        "date": date,
        "title": fields.get("title"),
        "outlet": _names(fields.get("source")),
        "url": fields.get("url_alias") or fields.get("url"),
        "id": item.get("id") or fields.get("id"),
    }


def _names(sources: object) -> str | None:
    """``OCHA; UNHCR`` for a list of sources, one source, or a name."""
    if isinstance(sources, str):
        return sources
    listed = sources if isinstance(sources, list) else [sources]
    names = [source.get("name") or source.get("shortname") for source in listed if isinstance(source, dict)]
    return "; ".join(str(name) for name in names if name) or None
