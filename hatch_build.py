"""Build hook: makes the generated code before a wheel or an editable installation is put together."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class GenerateCode(BuildHookInterface):  # type: ignore[type-arg]
    """Runs tools/codegen, which needs nothing but the standard library.

    An editable installation is the work tree itself: there `make` generates the code whenever the schema changes.
    """

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if self.target_name == "wheel" and version != "editable":
            subprocess.run([sys.executable, "-m", "tools.codegen"], cwd=Path(self.root), check=True)
