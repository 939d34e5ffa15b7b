"""Steps that several kinds share. A test holds roles and tasks to the playbooks."""

from __future__ import annotations

from functions.domain.kinds.base import Step

NAMESPACE = Step("store_namespace", "namespace", "Fencing the store in", "The store is fenced in")
CLOSE = Step("store_gate", "close", "Closing the shop", "The shop is closed: buyers see a page", task="Close the gate")
DRAIN = Step("store_drain", "drain", "Letting what is under way end", "Nothing is under way", task="Let what is under way end")
SAFETY = Step("store_backup", "safety", "Backing up the shop as it is", "The shop as it is is backed up")
ORDERS = Step("store_orders", "orders", "Carrying newer orders", "Newer orders are carried")
AWAKE = Step("store_drain", "wake", "Starting the shop", "The shop has started", task="Wake the shop", pods=True)
OPEN = Step("store_gate", "open", "Opening the shop", "The shop is open", task="Open the gate")
SECRET = Step("store_secret", "secret", "Making passwords and keys", "Passwords and keys are made")
RELEASE = Step("store_release", "release", "Installing {software}", "{software} is installed", pods=True)
EXTENSIONS = Step(
    "store_extensions", "extensions", "Installing extensions", "The extensions are installed", task="Install the extensions"
)
LOAD = Step("store_load", "load", "Loading the backup", "The backup is loaded")
WAKE = Step("store_wake", "wake", "Starting {software} on the data", "{software} runs on the data", pods=True)
VERIFY = Step(
    "store_verify", "verify", "Placing a test order", "Test order went through and was removed", reason="VerifyFailed"
)
