"""store_configure_settings: say which settings a shop has, so that what became of a run that broke off can be told."""

from __future__ import annotations

from typing import Any, ClassVar

from functions.actions.base import Options, Result, StoreAction
from functions.domain.kinds.configure import RESULT, SETTINGS, InForce


class SettingsAction(StoreAction):
    """Never changed: it only says what the tasks around it did. `settings` has what is in force, and what was to change."""

    options: ClassVar[Options] = {
        "in_force": {"type": "str", "required": True, "choices": [each.value for each in InForce]},
        "changes": {"type": "dict", "required": True},
    }

    def act(self, arguments: dict[str, Any]) -> Result:
        """Return what is to be kept of the run."""
        wanted = [name for name in SETTINGS if arguments["changes"].get(name)]
        return {RESULT: {"in_force": arguments["in_force"], "changed": wanted}}
