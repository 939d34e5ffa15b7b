"""Playbooks of operations, run as a person without the platform would."""

from __future__ import annotations

import re
import subprocess

from tests.cluster.installation import PROJECT, run


def play(playbook: str, store_id: str, engine: str, *more: str) -> dict[str, int]:
    """Run a playbook for a store; return the numbers of its recap."""
    printed = played(playbook, store_id, engine, *more).stdout
    return {name: int(number) for name, number in re.findall(r"(\w+)=(\d+)", printed.split("PLAY RECAP")[-1])}


def played(playbook: str, store_id: str, engine: str, *more: str, check: bool = True) -> subprocess.CompletedProcess[str]:
    """Run a playbook for a store, to its good end unless told otherwise; return what it printed."""
    return run(*command(playbook, store_id, engine, *more), timeout=400, check=check)


def command(playbook: str, store_id: str, engine: str, *more: str) -> list[str]:
    """What a person types to run a playbook for a store."""
    assert (PROJECT / "playbooks" / playbook).exists()
    # English, as these tests read it, unless another language is said.
    extra = ["-e", f"store_id={store_id}", "-e", f"store_engine={engine}", "-e", "store_locale=en", *more]
    return ["ansible-playbook", "-i", "inventories/local", f"playbooks/{playbook}", *extra]
