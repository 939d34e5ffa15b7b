"""YAML as plain data, read in C where PyYAML has that: a run reads files that take Python a tenth of a second."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_yaml(file: Path) -> Any:
    """Return a file's content. Raises OSError, UnicodeDecodeError or yaml.YAMLError."""
    return yaml.load(file.read_text(encoding="utf-8"), Loader=LOADER)  # noqa: S506 - both are safe loaders
