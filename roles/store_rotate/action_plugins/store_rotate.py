"""Puts the repository on Python's path and hands over to functions/actions/rotate.py."""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = str(Path(__file__).resolve().parents[3])
if ROOT not in sys.path:
    sys.path.insert(0, ROOT)

from functions.actions.rotate import RotateAction as ActionModule  # noqa: E402 - after the path is set

__all__ = ["ActionModule"]
