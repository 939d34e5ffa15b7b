"""Prints the clusters of an Ansible inventory as JSON: `python -m functions.adapters.ansible.inventory_reader <file> <names>`.

A process of its own, because Ansible is slow to import, keeps global state, and alone may evaluate an inventory's templates and
open what Ansible Vault has encrypted in it. Only the variables that are named are evaluated, so nothing else is opened.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Collection

from ansible import constants
from ansible.cli import CLI
from ansible.errors import AnsibleError
from ansible.inventory.manager import InventoryManager
from ansible.parsing.dataloader import DataLoader
from ansible.plugins.loader import init_plugin_loader
from ansible.template import Templar
from ansible.vars.manager import VariableManager

GROUP = "clusters"
VAULT = "vault"  # in all that Ansible says of a value that it cannot open
NEEDED = "ANSIBLE_VAULT_PASSWORD_FILE has to name the file with the password that it was encrypted with"


def read_inventory(source: str, names: Collection[str]) -> dict[str, dict[str, object]]:
    """Return these variables of each host of the group `clusters`, templates evaluated, in the inventory's order."""
    init_plugin_loader([])
    loader = DataLoader()
    # As a playbook does, and without asking anybody: there is nobody at a platform.
    CLI.setup_vault_secrets(loader, vault_ids=list(constants.DEFAULT_VAULT_IDENTITY_LIST), auto_prompt=False)
    inventory = InventoryManager(loader=loader, sources=[source])
    manager = VariableManager(loader=loader, inventory=inventory)
    clusters: dict[str, dict[str, object]] = {}
    for host in inventory.get_hosts(GROUP) if GROUP in inventory.groups else ():
        variables = manager.get_vars(host=host)
        templar = Templar(loader=loader, variables=variables)
        wanted = [name for name in variables if name in names]
        clusters[host.name] = {name: evaluated(templar, name, variables[name]) for name in wanted}
    return clusters


def evaluated(templar: Templar, name: str, value: object) -> object:
    """Return what a variable is. Raises AnsibleError, which names it."""
    try:
        return templar.template(value)
    except AnsibleError as error:
        raise AnsibleError(f"{name}: {error}") from error


def main() -> int:
    """Print the clusters; on a broken inventory one sentence on standard error and 1."""
    try:
        clusters = read_inventory(sys.argv[1], frozenset(sys.argv[2:]))
    except AnsibleError as error:
        said = " ".join(str(error).split())
        hint = f" {NEEDED}" if VAULT in said.lower() else ""
        sys.stderr.write(f"{said.rstrip('.')}.{hint}\n")
        return 1
    sys.stdout.write(json.dumps(clusters, default=str) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
