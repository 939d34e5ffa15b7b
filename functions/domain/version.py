"""Which version a store is on: what an operation shall install, and what is installed."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from pydantic import Field

from functions.domain.record import Record


class Target(Record):
    """What an operation installs, resolved when it was accepted: an update of the platform meanwhile does not change it."""

    engine_version: str
    chart_version: str
    chart_digest: str = Field(description="SHA-256 over the chart's files, which names the kept copy of it")
    images: dict[str, str] = Field(description="the image of each part of the engine, by name, with tag or digest")


class Deployed(Record):
    """What is installed: the target that was, and Helm's word on it."""

    engine_version: str
    chart_version: str
    chart_digest: str = Field(default="", description="SHA-256 over the chart's files; empty: a version that did not record it")
    images: dict[str, str]
    values_hash: str = Field(description="SHA-256 of the release's values")
    revision: int = Field(description="Helm's revision of the release")
    at: datetime


def hash_of(values: Mapping[str, Any]) -> str:
    """Return the SHA-256 of values, in whatever order they are."""
    return hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()


def is_newer(version: str, than: str) -> bool:
    """True for a version whose numbers are higher; what stands behind the numbers says nothing."""
    return _numbers(version) > _numbers(than)


def _numbers(version: str) -> list[int]:
    found = re.match(r"\d+(\.\d+)*", version)
    return [int(part) for part in found[0].split(".")] if found else []
