"""The built wheel, installed bare: into a fresh environment that holds the base dependencies and no extra, no tool of
ours and no source tree. Nothing is downloaded: the dependencies are links into the environment of the tests."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parent.parent

pytestmark = pytest.mark.slow


def needed(of: Distribution, extras: frozenset[str], seen: dict[str, Distribution]) -> dict[str, Distribution]:
    """All distributions that one needs, by name; those that are not installed here are left to the test to miss."""
    for line in of.requires or ():
        requirement = Requirement(line)
        wanted = [{"extra": e} for e in extras] or [{"extra": ""}]
        if requirement.marker and not any(requirement.marker.evaluate(w) for w in wanted):
            continue
        key = requirement.name.lower().replace("_", "-") + "".join(sorted(requirement.extras))
        if key in seen:
            continue
        try:
            found = distribution(requirement.name)
        except PackageNotFoundError:
            continue
        seen[key] = found
        needed(found, frozenset(requirement.extras), seen)
    return seen


def link(found: Distribution, site: Path) -> None:
    for file in found.files or ():
        top = file.parts[0]
        source = Path(str(found.locate_file(top))).resolve()
        if top not in ("..", "__pycache__") and source.exists() and not (site / top).exists():
            (site / top).symlink_to(source)


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The ``bin`` of the fresh environment."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder / "dist")]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True, timeout=300)
    (wheel,) = (folder / "dist").glob("truceline-*.whl")
    venv.create(folder / "env", with_pip=False)
    (site,) = (folder / "env").glob("lib/python*/site-packages")
    python = folder / "env" / "bin" / "python"
    install = [sys.executable, "-m", "pip", "--python", str(python), "install", "-q", "--no-deps", "--no-index"]
    subprocess.run([*install, str(wheel)], check=True, capture_output=True, timeout=300)
    (info,) = site.glob("truceline-*.dist-info")
    for found in needed(Distribution.at(info), frozenset(), {}).values():
        link(found, site)
    assert not (site / "torch").exists()
    assert not (site / "pytest").exists()
    return python.parent


def run(bare: Path, *arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "TRUCELINE", "VIRTUAL_ENV"))}
    return subprocess.run(
        [str(bare / arguments[0]), *arguments[1:]], cwd=cwd, env=clean, capture_output=True, text=True, timeout=300,
        check=False,
    )  # fmt: skip


def test_wheel_answers_help_and_names_itself(bare: Path, tmp_path: Path) -> None:
    shown = run(bare, "truceline", "--help", cwd=tmp_path)
    assert shown.returncode == 0, shown.stderr
    assert "truceline code" in shown.stdout
    where = run(bare, "python", "-c", "import truceline; print(truceline.__file__)", cwd=tmp_path)
    assert str(bare.parent) in where.stdout


def test_wheel_codes_stores_and_exports_with_the_base_install_alone(bare: Path, tmp_path: Path) -> None:
    (tmp_path / "report.txt").write_text(
        "date 2024-08-06\n\nRockets hit the Ain al-Asad air base in Iraq on Monday, wounding at least five soldiers."
    )
    coded = run(bare, "truceline", "code", "report.txt", "--db", "truce.db", "--format", "jsonl", cwd=tmp_path)
    assert coded.returncode == 0, coded.stderr
    assert '"type": "ASSAULT"' in coded.stdout
    exported = run(bare, "truceline", "export", "acled", "--db", "truce.db", cwd=tmp_path)
    assert exported.returncode == 0, exported.stderr
    assert "Explosions/Remote violence" in exported.stdout


def test_wheel_says_in_one_line_which_extra_is_missing(bare: Path, tmp_path: Path) -> None:
    for arguments, extra in (
        (("export", "parquet", "--db", "truce.db"), "parquet"),
        (("db", "upgrade", "--db", "postgresql://localhost/none"), "postgres"),
        (("serve", "--db", "truce.db"), "web"),
    ):
        if extra != "postgres":
            run(bare, "truceline", "db", "upgrade", "--db", "truce.db", cwd=tmp_path)
        said = run(bare, "truceline", *arguments, cwd=tmp_path)
        assert said.returncode == 2, said
        assert len(said.stderr.strip().splitlines()) == 1
        assert f"truceline[{extra}]" in said.stderr
