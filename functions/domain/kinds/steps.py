"""Steps that several kinds share. A test holds roles and tasks to the playbooks."""

from __future__ import annotations

from functions.domain.kinds.base import Step

NAMESPACE = Step("store_namespace", "namespace", "Fencing the store in", "The store is fenced in")
SECRET = Step("store_secret", "secret", "Making passwords and keys", "Passwords and keys are made")
RELEASE = Step("store_release", "release", "Installing {software}", "{software} is installed", pods=True)
LOAD = Step("store_load", "load", "Loading the backup", "The backup is loaded")
WAKE = Step("store_wake", "wake", "Starting {software} on the data", "{software} runs on the data", pods=True)
VERIFY = Step(
    "store_verify", "verify", "Placing a test order", "Test order went through and was removed", reason="VerifyFailed"
)
