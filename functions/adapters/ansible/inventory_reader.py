"""Prints the clusters of an Ansible inventory as JSON: `python -m functions.adapters.ansible.inventory_reader <inventory>`.

A process of its own, because Ansible is slow to import, keeps global state, and alone may evaluate an inventory's templates.
"""

from __future__ import annotations

import json
import sys

from ansible.errors import AnsibleError
from ansible.inventory.manager import InventoryManager
from ansible.parsing.dataloader import DataLoader
from ansible.plugins.loader import init_plugin_loader
from ansible.template import Templar
from ansible.vars.manager import VariableManager

GROUP = "clusters"
PREFIX = "cluster_"


def read_inventory(source: str) -> dict[str, dict[str, object]]:
    """Return the `cluster_*` variables of each host of the group `clusters`, templates evaluated, in the inventory's order."""
    init_plugin_loader([])
    loader = DataLoader()
    inventory = InventoryManager(loader=loader, sources=[source])
    manager = VariableManager(loader=loader, inventory=inventory)
    clusters: dict[str, dict[str, object]] = {}
    for host in inventory.get_hosts(GROUP) if GROUP in inventory.groups else ():
        variables = manager.get_vars(host=host)
        templar = Templar(loader=loader, variables=variables)
        clusters[host.name] = {
            name: templar.template(value) for name, value in variables.items() if str(name).startswith(PREFIX)
        }
    return clusters


def main() -> int:
    """Print the clusters; on a broken inventory one sentence on standard error and 1."""
    try:
        clusters = read_inventory(sys.argv[1])
    except AnsibleError as error:
        sys.stderr.write(f"{' '.join(str(error).split())}\n")
        return 1
    sys.stdout.write(json.dumps(clusters, default=str) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
