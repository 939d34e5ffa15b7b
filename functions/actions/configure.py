"""store_configure_settings: say which settings a shop has, so that what became of a run that broke off can be told."""

from __future__ import annotations

from typing import Any, ClassVar

from functions.actions.base import Options, Result, StoreAction, plain
from functions.domain.kinds import all_kinds, configure
from functions.domain.kinds.settings import RESULT, InForce


class SettingsAction(StoreAction):
    """Never changed: it only says what the tasks around it did. `settings` has what is in force, and what was to change."""

    options: ClassVar[Options] = {
        "in_force": {"type": "str", "required": True, "choices": [each.value for each in InForce]},
        "kind": {"type": "str", "default": configure.KIND.name, "choices": [*all_kinds()]},
        "changes": {"type": "dict", "required": True},
    }

    def act(self, arguments: dict[str, Any]) -> Result:
        """Return what is to be kept of the run."""
        changed = all_kinds()[arguments["kind"]].settings(plain(arguments["changes"]))
        return {RESULT: {"in_force": arguments["in_force"], "changed": [*changed]}}
