"""The engines on offer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from functions.domain.engine import Engine
from functions.domain.version import Target


class Catalogue(Protocol):
    """The engines that charts/ offers."""

    def engines(self) -> Mapping[str, Engine]:
        """Return the engines that can be used, by name. Never raises: one that cannot be read is among the `problems`."""

    def problems(self) -> Mapping[str, str]:
        """Return why the other engines cannot be used, by name: a sentence for people, without a path of this machine."""

    def missing_images(self, engine: Engine, cluster: str | None = None) -> tuple[str, ...]:
        """Return the engine's images that this cluster, or without a name the one with the most, was not given.

        None where it is not known what was built.
        """

    def own_images(self) -> Sequence[str]:
        """Return what the repositories begin with of images that owners of stores may name; none: they may name none."""

    def holds(self, engine: str, chart_digest: str) -> bool:
        """Return whether the engine's chart with this digest is here: today's, or a copy that was kept."""

    def engine_of(self, name: str, chart_digest: str) -> Engine | None:
        """Return the engine as the chart with this digest says it, if that is here and can be read."""

    def target(self, engine: Engine, cluster: str | None = None) -> Target:
        """Return what an installation of the engine would install now: versions, chart and the images of the cluster.

        Without a cluster, of those that have no images of their own.
        """
