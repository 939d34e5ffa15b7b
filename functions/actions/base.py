"""What all tasks of the roles share: arguments that are checked, errors that are one sentence and a reason."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar

from ansible.plugins.action import ActionBase
from pydantic import ValidationError

from functions.adapters.installation import installation_id
from functions.adapters.kube.client import Kube
from functions.domain.errors import StoreyardError

Result = dict[str, Any]
Options = dict[str, dict[str, Any]]

CLUSTER_OPTIONS: Options = {"kubeconfig": {"type": "path", "required": True}, "context": {"type": "str"}}
# The installation's id, or the folder that keeps it.
INSTALLATION_OPTIONS: Options = {"installation": {"type": "str"}, "home": {"type": "path", "required": True}}


class StoreAction(ActionBase):  # type: ignore[misc]
    """One task: `options` are its arguments as Ansible's argument_spec, `act` does it."""

    TRANSFERS_FILES = False
    _supports_check_mode = True
    options: ClassVar[Options] = {}

    def run(self, tmp: str | None = None, task_vars: dict[str, Any] | None = None) -> Result:
        """Check the arguments, act, and turn an expected error into a failed result."""
        result: Result = {**super().run(tmp, task_vars), "changed": False}
        _, arguments = self.validate_argument_spec(argument_spec=self.options)
        try:
            result.update(self.act(arguments))
        except ValidationError as error:
            result.update(failed=True, reason="InvalidRequest", msg=explain(error))
        except StoreyardError as error:
            result.update(failed=True, reason=error.reason, msg=sentence(error), **self.evidence(error))
        return result

    def act(self, arguments: dict[str, Any]) -> Result:
        """Do it and return the task's result. Raises StoreyardError."""
        raise NotImplementedError

    def evidence(self, error: StoreyardError) -> Result:  # noqa: ARG002 - for those that have more to say
        """What a failed result says besides the sentence and the reason."""
        return {}

    def installation(self, arguments: dict[str, Any]) -> str:
        """The installation's id, made and kept if there is none yet. Raises InvalidRequest."""
        return installation_id(Path(arguments["home"]), str(arguments["installation"] or ""), keep=not self.dry_run)

    @property
    def dry_run(self) -> bool:
        """True in check mode: look, but change nothing."""
        return bool(self._task.check_mode)


def plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values that were given, as Python's own types: a variable that is not set counts as not given."""
    return own_types({key: value for key, value in values.items() if value not in (None, "")})


def own_types(values: Mapping[str, Any]) -> dict[str, Any]:
    """The same values, all of them, as Python's own types and not Ansible's."""
    return json.loads(json.dumps(values))  # type: ignore[no-any-return]


def connect(arguments: dict[str, Any]) -> Kube:
    """The cluster that the task's arguments name."""
    return Kube.connect(arguments["kubeconfig"], arguments["context"])


def sentence(error: StoreyardError) -> str:
    """The error as one sentence that names the variable, if it is about one."""
    text = f"store_{error.field} {error.message}" if error.field else error.message[:1].upper() + error.message[1:]
    return text if text.endswith((".", "!", "?")) else f"{text}."


def explain(error: ValidationError) -> str:
    """Say which variable breaks which rule."""
    first = error.errors(include_url=False)[0]
    name = "_".join(["store", *(str(part) for part in first["loc"])])
    if first["type"] == "missing":
        return f"{name} is required."
    rule = first["msg"].removeprefix("Value error, ")
    return f"{name} cannot be {first['input']!r}: {rule[:1].lower()}{rule[1:]}."
