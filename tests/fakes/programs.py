"""Programs that stand in for those of a machine."""

from __future__ import annotations

from pathlib import Path


def stand_in(file: Path, script: str) -> None:
    """Write a shell script that can be called."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"#!/bin/sh\n{script}\n")
    file.chmod(0o755)
