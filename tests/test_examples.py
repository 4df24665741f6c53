"""The code in the docs runs: Python as it stands, ``truceline`` lines through the command line."""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest

from truceline.cli import main

ROOT = Path(__file__).parent.parent
_BLOCK = re.compile(r"^```(python|bash)\n(.*?)^```", re.MULTILINE | re.DOTALL)

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder with the example reports, coded into truce.db."""
    folder = tmp_path_factory.mktemp("examples")
    (folder / "examples").symlink_to(ROOT / "examples")
    before = Path.cwd()
    os.chdir(folder)
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            assert main.run(["code", "examples/iraq-truce-2024", "--db", "truce.db"]) == 0
        yield folder
    finally:
        os.chdir(before)


@pytest.mark.parametrize("page", ["exports.md", "python.md"])
def test_examples_of_the_page_run(page: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = (ROOT / "docs" / page).read_text()
    names: dict[str, object] = {}
    blocks = list(_BLOCK.finditer(text))
    assert blocks
    for block in blocks:
        language, code = block.groups()
        if language == "bash":
            for line in code.splitlines():
                assert line.startswith("truceline ")
                assert main.run(shlex.split(line)[1:]) == 0, f"{line}: {capsys.readouterr().err}"
            continue
        first_line = text[: block.start(2)].count("\n")
        with warnings.catch_warnings():
            warnings.simplefilter("error", UserWarning)
            exec(compile("\n" * first_line + code, str(ROOT / "docs" / page), "exec"), names)
    assert capsys.readouterr().out.strip()


def test_examples_of_code_gives_the_events_with_their_words(folder: Path) -> None:
    import truceline

    text = "Rockets hit the Ain al-Asad air base in western Iraq on Monday, wounding at least five American soldiers."
    (event,) = truceline.code(text, date="2024-08-06")
    assert event.type == "ASSAULT"
    assert [(h.kind, h.minimum) for h in event.harm] == [("injured", 5)]
    assert all(c.span is None or c.span.of(text) == c.words for c in event.claims)
    assert truceline.code(truceline.make_report(text, date="2024-08-06"))[0] == event
