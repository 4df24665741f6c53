"""The docs as a site: built strictly, with nothing fetched from anywhere."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("material")
ROOT = Path(__file__).parents[2]
_OUTSIDE = re.compile(r"""<(?:script|link|img|iframe|source)\b[^>]*?(?:src|href)=["'](?:https?:)?//[^"']+["'][^>]*>""")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "-q", "-f", str(ROOT / "mkdocs.yml")]
    quiet = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run([*command, "-d", str(folder)], capture_output=True, text=True, timeout=300, env=quiet)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


@pytest.mark.slow
def test_site_fetches_nothing_from_elsewhere(site: Path) -> None:
    pages = list(site.rglob("*.html"))
    assert len(pages) > 20
    for page in pages:
        found = [m.group() for m in _OUTSIDE.finditer(page.read_text("utf8")) if 'rel="canonical"' not in m.group()]
        assert not found, f"{page.name} fetches {found}"


@pytest.mark.slow
def test_site_shows_every_page_and_every_data_card(site: Path) -> None:
    for page in (ROOT / "docs").rglob("*.md"):
        assert (site / page.relative_to(ROOT / "docs").with_suffix(".html")).exists(), f"{page.name} is not in the site"
    cards = (site / "data-cards.html").read_text("utf8")
    for card in (ROOT / "src/truceline/data/cards").glob("*.md"):
        title = card.read_text("utf8").splitlines()[0].lstrip("# ").split(",")[0].strip()
        assert title.replace("`", "") in re.sub(r"</?code>", "", cards), f"{card.name} is not in the site"
    assert "Unreleased" in (site / "changelog.html").read_text("utf8")
