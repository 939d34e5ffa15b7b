"""store_secret: make a store's Secret in the cluster, or bring it to its rules. No secret goes in, and no value comes out."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

from functions.actions.base import CLUSTER_OPTIONS, Options, Result, StoreAction, connect
from functions.adapters.kube.secret import ensure_secret
from functions.domain.engine import SecretKey
from functions.domain.errors import InvalidRequest
from functions.domain.mail import CA_KEY, MAIL_SECRET, PLATFORM_KEY


class SecretAction(StoreAction):
    """Changed means that keys were added or copied anew; `added` names them."""

    options: ClassVar[Options] = {
        **CLUSTER_OPTIONS,
        "namespace": {"type": "str", "required": True},
        "name": {"type": "str", "required": True},
        "labels": {"type": "dict", "required": True},
        "key_rules": {"type": "dict", "required": True, "no_log": False},
        "sources": {"type": "dict", "required": True},
        "mail_password_file": {"type": "path", "no_log": False},
        "mail_ca_file": {"type": "path"},
    }

    def act(self, arguments: dict[str, Any]) -> Result:
        """Ensure the Secret, and that the platform's relay has its own where the store uses it."""
        rules = {key: SecretKey.model_validate(dict(rule)) for key, rule in arguments["key_rules"].items()}
        mail = mail_values(arguments["mail_password_file"], arguments["mail_ca_file"])
        same = {"namespace": arguments["namespace"], "labels": arguments["labels"], "dry_run": self.dry_run}
        with connect(arguments) as kube:
            added = ensure_secret(kube, name=arguments["name"], rules=rules, sources=arguments["sources"], **same)
            if mail:
                copied = {key: SecretKey.model_validate({"from": key}) for key in mail}
                added += ensure_secret(kube, name=MAIL_SECRET, rules=copied, sources=mail, **same)
        return {"changed": bool(added), "added": added}


def mail_values(password_file: str | None, ca_file: str | None) -> dict[str, str]:
    """What is in the files of the platform's relay, by key of the Secret. Raises InvalidRequest for one that cannot be read."""
    files = {PLATFORM_KEY: ("cluster_mail_password_file", password_file), CA_KEY: ("cluster_mail_ca_file", ca_file)}
    return {key: _content(variable, Path(file).expanduser()) for key, (variable, file) in files.items() if file}


def _content(variable: str, file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is not text"
        raise InvalidRequest(f"the file that {variable} names cannot be read: {why}") from None
