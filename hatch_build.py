"""Build hook: make the gazetteer at install time where it is not there yet.

The builder is loaded by its path: the package itself, with spaCy and the rest, is not installed when this runs.
"""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class GazetteerHook(BuildHookInterface):  # type: ignore[type-arg]
    """Builds src/truceline/data/gazetteer.sqlite for wheels, editable ones included; an existing file is kept."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build the table if it is missing, and have it packed although git ignores it."""
        if self.target_name != "wheel":
            return
        source = Path(self.root) / "src" / "truceline"
        out = source / "data" / "gazetteer.sqlite"
        if not out.exists():
            path = source / "resources" / "gazetteer_build.py"
            spec = importlib.util.spec_from_file_location("truceline_gazetteer_build", path)
            assert spec and spec.loader
            builder = importlib.util.module_from_spec(spec)
            sys.modules[spec.name] = builder
            spec.loader.exec_module(builder)
            self.app.display_info("Building the gazetteer (under a minute) ...")
            builder.build(out)
        build_data["artifacts"].append("src/truceline/data/gazetteer.sqlite")
