"""Reasons of a shop that runs and does not do what it shall."""

from __future__ import annotations

from functions.domain.reasons.base import Reason

REASONS = (
    Reason(
        "VerifyFailed",
        title="The test order did not go through",
        meaning="The shop is up, and ordering something there as a buyer would did not work; the message names the step.",
        next_step="Open the shop's address and try the step by hand, then ask for `storeyard store verify {store}`.",
    ),
    Reason(
        "IngressUnreachable",
        title="The ingress does not answer",
        meaning="Nothing takes connections at the address of the cluster's ingress, so no shop there is reachable.",
        next_step="See that the ingress controller runs, and that `cluster_ingress_address` and its port are the right ones.",
    ),
    Reason(
        "PodUnreachable",
        title="There is no way to the shop's pod",
        meaning="The shop was to be tried behind its gate, and no ready pod of it could be reached through the cluster's API.",
        next_step="Ask again; if it comes back, see the pods with `storeyard store health {store}`.",
    ),
    Reason(
        "CarryFailed",
        title="Newer orders could not be carried over",
        meaning="Orders that are newer than the backup could not be read out of the shop or put into the restored one.",
        next_step="Read the message; nothing is lost: the safety backup that the result names has all orders.",
    ),
    Reason(
        "InstallFailed",
        title="An extension could not be installed",
        meaning="The shop could not install what was asked for; it goes on without it, as it was before.",
        next_step="Read the shop's words in the message; choose a version of the extension that suits the shop.",
    ),
    Reason(
        "UpdateFailed",
        title="An extension could not be updated",
        meaning="The shop could not update an extension; it goes on with the versions that it had before.",
        next_step="Read the shop's words in the message; update one extension at a time to find the one that fails.",
    ),
    Reason(
        "RotateFailed",
        title="A password could not be changed",
        meaning="A new password was not taken, or an old one is not refused; the store's Secret says how far the change came.",
        next_step="Read the message, then ask for `storeyard store rotate {store}` again: it goes on from there.",
    ),
    Reason(
        "KeptOutside",
        title="The password is kept by something else",
        meaning="Something outside the platform writes that key of the store's Secret, and would put the old value back.",
        next_step="Have what the message names let go of the key, or ask for the other password with `--which`.",
        retryable=False,
    ),
)
