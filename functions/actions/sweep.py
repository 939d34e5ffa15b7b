"""sweep_orphans: what this installation made and no record names any more, looked for as the platform does."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, ClassVar

from functions.actions.base import Options, Result, StoreAction, plain
from functions.bootstrap import platform
from functions.domain.orphan import Orphan


class SweepAction(StoreAction):
    """Without a digest it only looks; with one it removes what was shown under it. Changed means that something goes.

    The records say what is no orphan, so they are read as the settings of the environment say, as the platform reads them.
    """

    options: ClassVar[Options] = {"digest": {"type": "str", "default": ""}}

    def act(self, arguments: dict[str, Any]) -> Result:
        """Look, and remove what is asked for. Raises OrphansChanged, or Unavailable."""
        orphans, digest = platform().orphans, str(arguments["digest"])
        if not digest or self.dry_run:
            swept = orphans.look()
            items = [plain(asdict(each)) for each in swept.items]
            away = [f"Not looked at: {message}" for _, message in swept.unreachable]
            return {
                "orphans": items,
                "digest": swept.digest,
                "lines": [*map(_line, swept.items), *away] or ["There are no orphans."],
            }
        gone, left = orphans.remove(digest)
        return {"changed": bool(gone), "removed": [_line(each) for each in gone], "left": [_line(each) for each in left]}


def _line(orphan: Orphan) -> str:
    place = f" of the cluster {orphan.cluster}" if orphan.cluster else ""
    would = "would be removed" if orphan.removable else "stays"
    return f"{orphan.kind.value}/{orphan.name}{place} {would}: {orphan.why}"
