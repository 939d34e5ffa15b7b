"""store_secret: make a store's Secret in the cluster, or bring it to its rules. No secret goes in, and no value comes out."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar

from functions.actions.base import CLUSTER_OPTIONS, Options, Result, StoreAction, connect
from functions.adapters.kube.secret import ensure_secret
from functions.domain import payments
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
        "payments_ca_file": {"type": "path"},
    }

    def act(self, arguments: dict[str, Any]) -> Result:
        """Ensure the Secret, and what the cluster has for relay and payment provider where the store uses them."""
        rules = {key: SecretKey.model_validate(dict(rule)) for key, rule in arguments["key_rules"].items()}
        ca = {payments.CA_KEY: ("cluster_payments_ca_file", arguments["payments_ca_file"])}
        beside = {
            MAIL_SECRET: mail_values(arguments["mail_password_file"], arguments["mail_ca_file"]),
            payments.PAYMENTS_SECRET: contents(ca),
        }
        same = {"namespace": arguments["namespace"], "labels": arguments["labels"], "dry_run": self.dry_run}
        with connect(arguments) as kube:
            added = ensure_secret(kube, name=arguments["name"], rules=rules, sources=arguments["sources"], **same)
            for name, values in beside.items():
                copied = {key: SecretKey.model_validate({"from": key}) for key in values}
                added += ensure_secret(kube, name=name, rules=copied, sources=values, **same) if values else []
        return {"changed": bool(added), "added": added}


def mail_values(password_file: str | None, ca_file: str | None) -> dict[str, str]:
    """What is in the files of the platform's relay, by key of the Secret. Raises InvalidRequest for one that cannot be read."""
    return contents({PLATFORM_KEY: ("cluster_mail_password_file", password_file), CA_KEY: ("cluster_mail_ca_file", ca_file)})


def contents(files: Mapping[str, tuple[str, str | None]]) -> dict[str, str]:
    """What is in files, by key of a Secret; each with the variable that names it. Raises InvalidRequest."""
    return {key: _content(variable, Path(file).expanduser()) for key, (variable, file) in files.items() if file}


def _content(variable: str, file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is not text"
        raise InvalidRequest(f"the file that {variable} names cannot be read: {why}") from None
