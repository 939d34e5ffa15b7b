"""`kill -9` of the platform, and of pods at work for it, while something goes on in a store; and how the shop shall be then."""

from __future__ import annotations

from tests.cluster.installation import has_gate, kill_platform, kubectl, make, until
from tests.cluster.platform import JSON
from tests.cluster.trade import Trading


def killed(shop: Trading, kind: str, step: str, **parameters: object) -> JSON:
    """Ask for an operation, kill the platform at one of its steps, and wait until it has gone on to a good end."""
    operation = shop.ask(kind, **parameters)
    shop.platform.reach(operation, step, seconds=240)
    kill_platform()
    make("up")
    return shop.platform.finish(operation, seconds=600)


def kill_pod(shop: Trading, component: str) -> None:
    """Wait until a component of a store runs, and end its pods as a lost node would."""
    chosen = ("pods", "--namespace", f"store-{shop.id}", f"--selector=app.kubernetes.io/component={component}")
    running = ("get", *chosen, "--field-selector=status.phase=Running", "--output=name")
    until(lambda: kubectl(*running), f"the pod {component} runs", pause=0.05)
    kubectl("delete", *chosen, "--force")


def sells_all_the_same(shop: Trading, sold: set[str]) -> None:
    """Make sure that every order is there once, that the shop is open, and that it sells."""
    assert shop.store()["status"] == "ready"
    assert shop.sold() == sold
    assert not has_gate(shop.id)
    assert f"store-{shop.id}--" not in kubectl("get", "namespaces", "--output=name")
    assert shop.sold() | {shop.sell()} == shop.sold()
