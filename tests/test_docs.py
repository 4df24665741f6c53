"""Docs and house rules that a change can break without noticing."""

import re
from pathlib import Path

import pytest

import truceline
from truceline import errors, settings

ROOT = Path(__file__).parent.parent
DATA = ROOT / "src/truceline/data"


def test_docs_list_every_setting_with_its_default() -> None:
    text = (ROOT / "docs/settings.md").read_text()
    for setting in settings.TABLE:
        assert f"`{setting.name}`" in text
        row = next(line for line in text.splitlines() if f"`{setting.name}`" in line)
        assert str(setting.default) in row, f"{setting.name}: the docs give another default"


def test_docs_every_data_file_has_a_card() -> None:
    files = [p for p in DATA.iterdir() if p.suffix in (".tsv", ".yaml", ".json", ".txt", ".sqlite")]
    assert files
    for path in files:
        card = DATA / "cards" / f"{path.stem}.md"
        assert card.exists(), f"{path.name} has no card: what it is, where from, licence, how to rebuild"
        assert re.search(r"licen[cs]e", card.read_text(), re.IGNORECASE), f"{card.name} names no licence"


def test_docs_error_tree_prints_every_error() -> None:
    assert errors.__doc__
    for name, value in vars(errors).items():
        if isinstance(value, type) and issubclass(value, Exception):
            assert name in errors.__doc__


def test_docs_house_names_every_room() -> None:
    rows = [line for line in (ROOT / "docs/house.md").read_text().splitlines() if line.startswith("| `")]
    named = {name for row in rows for name in re.findall(r"`([^`]+)`", row.split("|")[1])}
    rooms = {f"{p.name}/" for p in (ROOT / "src/truceline").iterdir() if p.is_dir() and p.name[0] != "_"}
    assert rooms
    assert rooms - named == set(), "docs/house.md has no row for these"
    assert [n for n in named if not (ROOT / "src/truceline" / n).exists()] == []


def test_docs_house_names_functions_that_are_there() -> None:
    named = set(re.findall(r"`([a-z]\w*_\w+)`", (ROOT / "docs/house.md").read_text()))
    code = "\n".join(p.read_text() for p in (ROOT / "src/truceline").rglob("*.py"))
    assert len(named) > 10
    assert [name for name in sorted(named) if not re.search(rf"^def {name}\(", code, re.MULTILINE)] == []


def test_docs_house_names_files_that_are_there() -> None:
    named = set(re.findall(r"`(\w+\.py)`", (ROOT / "docs/house.md").read_text()))
    files = {p.name for p in (ROOT / "src/truceline").rglob("*.py")}
    assert named
    assert named - files == set()


def test_docs_readme_opens_with_the_two_commands() -> None:
    first = (ROOT / "README.md").read_text().splitlines()[2:4]
    assert first[0].strip().startswith("make demo")
    assert first[1].strip().startswith("make test")


def test_docs_links_lead_somewhere() -> None:
    for page in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text()):
            if "://" not in target:
                assert (page.parent / target).exists(), f"{page.relative_to(ROOT)} links to {target}, not there"


def test_docs_changelog_opens_with_what_is_to_come_or_with_this_version() -> None:
    headings = re.findall(r"^## (.+)$", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)
    released = [h.split(" ")[0] for h in headings if h != "Unreleased"]
    assert all(re.fullmatch(r"\d+\.\d+\.\d+ \(\d{4}-\d\d-\d\d\)", h) for h in headings if h != "Unreleased")
    assert headings[0] == "Unreleased" or released[0] == truceline.__version__
    assert not released or truceline.__version__ in released


@pytest.mark.parametrize("name", ["LICENSE", "CONTRIBUTING.md", "CHANGELOG.md", "requirements.lock", ".ci/run"])
def test_docs_what_a_project_must_have_is_there(name: str) -> None:
    assert (ROOT / name).exists()
