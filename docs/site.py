"""MkDocs hook: pages that are made of files which stand elsewhere in the repository, so that nothing is told twice.

``data-cards.md`` gets every card of ``src/truceline/data/cards``, ``model-card.md`` the card of the shipped model,
``changelog.md`` the changelog, ``decisions/index.md`` the list of decisions. Pages that ``nav`` does not name and that
others have added under ``docs/`` are shown all the same.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
CARDS = ROOT / "src/truceline/data/cards"


def on_config(config: Any) -> Any:
    """Add pages that ``nav`` does not name under "More", and drop entries whose page is not written yet."""
    docs = Path(config.docs_dir)
    there = {p.relative_to(docs).as_posix() for p in docs.rglob("*.md")} | {"changelog.md", "decisions/index.md"}
    named = set(_pages(config.nav))
    config.nav = _without(config.nav, named - there)
    more = sorted(p for p in there - named if not p.startswith("decisions/"))
    if more:
        config.nav.append({"More": more})
    config.nav[-2 if more else -1]["House"] += sorted(p for p in there - named if p.startswith("decisions/"))
    return config


def on_files(files: Any, config: Any) -> Any:
    """Add the pages that have no file of their own under ``docs/``."""
    from mkdocs.structure.files import File

    decisions = sorted((ROOT / "docs/decisions").glob("[0-9]*.md"))
    listed = "\n".join(f"- [{_title(p)}]({p.name})" for p in decisions)
    pages = {
        "changelog.md": (ROOT / "CHANGELOG.md").read_text("utf8"),
        "decisions/index.md": f"# Decisions\n\nChoices that took an argument, with their drawbacks.\n\n{listed}\n",
    }
    for name, text in pages.items():
        files.append(File.generated(config, name, content=text))
    return files


def on_page_markdown(markdown: str, *, page: Any, **_: Any) -> str:
    """Put the cards where the page asks for them."""
    if page.file.src_uri == "data-cards.md":
        return markdown + "\n\n" + "\n\n".join(_card(p) for p in sorted(CARDS.glob("*.md")))
    if page.file.src_uri == "model-card.md":
        return markdown + "\n\n" + _card(ROOT / "src/truceline/models/events/card.md")
    return markdown


def _card(path: Path) -> str:
    """A card, one heading deeper; its links to other cards become plain words."""
    text = re.sub(r"^(#+) ", r"#\1 ", path.read_text("utf8").strip(), flags=re.MULTILINE)
    return re.sub(r"\[([^\]]+)\]\([^)]*\.md\)", r"\1", text)


def _title(path: Path) -> str:
    return path.read_text("utf8").splitlines()[0].lstrip("# ").strip()


def _pages(nav: Any) -> list[str]:
    if isinstance(nav, str):
        return [nav]
    parts = nav.values() if isinstance(nav, dict) else nav
    return [page for part in parts for page in _pages(part)]


def _without(nav: list[Any], missing: set[str]) -> list[Any]:
    out: list[Any] = []
    for item in nav:
        if isinstance(item, dict):
            ((name, value),) = item.items()
            if isinstance(value, list):
                out.append({name: _without(value, missing)})
            elif value not in missing:
                out.append(item)
        elif item not in missing:
            out.append(item)
    return out
