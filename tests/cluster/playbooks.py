"""Playbooks of operations, run as a person without the platform would."""

from __future__ import annotations

import re

from tests.cluster.installation import PROJECT, run


def play(playbook: str, store_id: str, engine: str, *more: str) -> dict[str, int]:
    """Run a playbook for a store; return the numbers of its recap."""
    assert (PROJECT / "playbooks" / playbook).exists()
    extra = ["-e", f"store_id={store_id}", "-e", f"store_engine={engine}", *more]
    printed = run("ansible-playbook", "-i", "inventories/local", f"playbooks/{playbook}", *extra, timeout=400).stdout
    return {name: int(number) for name, number in re.findall(r"(\w+)=(\d+)", printed.split("PLAY RECAP")[-1])}
