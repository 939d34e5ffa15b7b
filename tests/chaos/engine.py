"""A small engine for chaos: the one that `make engine` makes, with data that can be backed up. It is no part of the product.

It is made in a copy of the project, so that the platform under test finds it as it finds any other.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.cluster.installation import PROJECT

NAME = "pocket"
IMAGES = (NAME, "postgresql", "gate")
COPIED = ("charts", "functions", "images", "inventories", "playbooks", "plugins", "roles", "scripts", "ansible.cfg")
LEFT_OUT = ("__pycache__", "node_modules", ".*_cache")
DATA = """
settings: [name]
data:
  user: shop
  database: shop
  port: 5432
  claim: uploads
  file: database.dump
  counts: >-
    SELECT 'orders', count(*)::text FROM orders WHERE content->>'email' <> 'storeyard-check@example.com'
    UNION ALL SELECT 'products', count(*)::text FROM products
    UNION ALL SELECT 'highest_order', coalesce(max(number)::text, '') FROM orders
"""
CLAIM = '{{ include "store-common.uploadsClaim" . }}\n'
MOUNT = """            - name: uploads
              mountPath: /data/uploads
"""
VOLUME = """        - name: uploads
          persistentVolumeClaim:
            claimName: uploads
"""
# Where the two go in the Deployment: before what the template ends each list with.
TEMPORARY = ("            - name: tmp\n              mountPath: /tmp\n", "        - name: tmp\n          emptyDir:\n")


def copy_project(folder: Path) -> None:
    """Copy what a platform runs from, and make the engine there."""
    for name in COPIED:
        source, target = PROJECT / name, folder / name
        if source.is_dir():
            shutil.copytree(source, target, symlinks=True, ignore=shutil.ignore_patterns(*LEFT_OUT))
        else:
            shutil.copy2(source, target)
    script = [sys.executable, str(folder / "scripts" / "new_engine.py")]
    subprocess.run(script, env={**os.environ, "NAME": NAME}, stdout=subprocess.DEVNULL, check=True)
    _add_data(folder / "charts" / NAME)


def _add_data(chart: Path) -> None:
    """Give the engine uploads, and say where its data is: the template leaves both to who makes an engine of it."""
    with (chart / "engine.yml").open("a", encoding="utf-8") as file:
        file.write(DATA)
    (chart / "templates" / "persistentvolumeclaim.yaml").write_text(CLAIM, encoding="utf-8")
    deployment = chart / "templates" / "deployment.yaml"
    text = deployment.read_text(encoding="utf-8")
    for before, added in zip(TEMPORARY, (MOUNT, VOLUME), strict=True):
        assert text.count(before) == 1, f"the template's Deployment has no {before.split()[2]} to put uploads before"
        text = text.replace(before, added + before)
    deployment.write_text(text, encoding="utf-8")
