"""The tutorial is true: its commands run, in order, and show what it says."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TUTORIAL = ROOT / "docs/tutorial.md"


def blocks(kind: str) -> list[str]:
    return re.findall(rf"^```{kind}\n(.*?)^```", TUTORIAL.read_text("utf8"), re.MULTILINE | re.DOTALL)


def test_tutorial_leaves_only_installing_and_serving_unrun() -> None:
    assert len(blocks("bash")) >= 6
    unrun = "".join(blocks("text"))
    verbs = set(re.findall(r"^truceline (\w+)", unrun, re.MULTILINE))
    assert verbs == {"serve"}


@pytest.mark.slow
def test_tutorial_commands_run_and_show_what_it_tells(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    commands = tmp_path / "bin"
    commands.mkdir()
    launcher = commands / "truceline"
    launcher.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m truceline "$@"\n')
    launcher.chmod(0o755)
    env = {k: v for k, v in os.environ.items() if not k.startswith("TRUCELINE_")}
    env |= {"PATH": f"{commands}:{env['PATH']}", "PYTHONPATH": str(ROOT / "src")}
    said = []
    for script in blocks("bash"):
        done = subprocess.run(
            ["bash", "-euc", script], cwd=tmp_path, env=env, capture_output=True, text=True, timeout=240
        )
        assert done.returncode == 0, f"{script}\n{done.stdout[-2000:]}{done.stderr[-2000:]}"
        said.append(done.stdout + done.stderr)
    text = "\n".join(said)
    assert "18 read: 18 coded" in text
    assert "Iranian-backed armed groups" in text
    assert "3 read: 3 coded" in text
    own = said[-1]
    assert "Mordor" in own
    assert "ended" in own, "the truce of the reader's own reports has no end"
