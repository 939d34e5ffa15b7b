"""The engines on offer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from functions.domain.engine import Engine
from functions.domain.version import Target


class Catalogue(Protocol):
    """The engines that charts/ offers."""

    def engines(self) -> Mapping[str, Engine]:
        """Return engines by name."""

    def missing_images(self, engine: Engine) -> tuple[str, ...]:
        """Return the engine's images that were not built here; none where it is not known what was built."""

    def target(self, engine: Engine) -> Target:
        """Return what an installation of the engine would install now: versions, chart and images."""
