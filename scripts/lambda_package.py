#!/usr/bin/env python3
"""Make out/lambda.zip: the code of the Lambda functions, what they read, and their dependencies.

Run it in the development environment: `scripts/bootstrap dev -- python scripts/lambda_package.py`. The inventory goes in as
clusters.json, its templates evaluated, because there is no Ansible on Lambda; it holds what the API must know of a cluster, and
no credentials. The dependencies are the wheels that serverless/requirements.txt pins by hash, for the Python and processor that
serverless.yml names, kept in STOREYARD_CACHE.
Equal inputs give an equal file, byte by byte.

`--check` proves besides that what is packed is enough: it imports both handlers from it, with this Python, and nothing else.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
REQUIREMENTS = PROJECT / "serverless/requirements.txt"
RUNTIME = "3.13"  # as `runtime` in serverless.yml
HERE = f"{sys.version_info.major}.{sys.version_info.minor}"
# An operation's target names the chart by its content; the API serves the runbooks.
CODE = ("functions/**/*", "charts/**/*", "docs/runbooks/*.md")
UNZIPPED_LIMIT = 250 * 1024 * 1024  # AWS's, for a function with its layers
HANDLERS = (
    *("functions.api.handler", "functions.chatops.handler", "functions.reaper.handler", "functions.dispatcher.handler"),
    *("functions.courier.handler", "functions.courier.chat_handler"),
)


def cache() -> Path:
    """Return the folder for what can be made again."""
    home = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(os.environ.get("STOREYARD_CACHE") or f"{home}/storeyard")


def dependencies(python: str) -> Path:
    """Return a folder with the pinned wheels for that Python, installing them if it is not there yet."""
    key = hashlib.sha256(REQUIREMENTS.read_bytes()).hexdigest()[:12]
    folder = cache() / "lambda" / f"{python}-{key}"
    if folder.exists():
        return folder
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as made:
        uv = [str(cache() / "environments/installer/bin/python"), str(PROJECT / "scripts/uv.py")]
        command = [*uv, "pip", "install", "--quiet", f"--python={sys.executable}", f"--target={made}/python"]
        command += ["--no-deps", "--no-build", "--require-hashes", "-r", str(REQUIREMENTS)]
        if python != HERE:
            command += [f"--python-version={python}", "--python-platform=x86_64-manylinux_2_28"]
        subprocess.run(command, check=True)
        Path(f"{made}/python").rename(folder)
    return folder


def clusters(inventory: Path) -> bytes:
    """Return the inventory's clusters as JSON, in the form functions/adapters/ansible/inventory.py reads."""
    sys.path.insert(0, str(PROJECT))
    from functions.adapters.ansible.inventory import PREFIX, InventoryClusters  # noqa: PLC0415 - found only now

    found = InventoryClusters(inventory.resolve()).all()
    values = {name: {PREFIX + key: value for key, value in found[name].model_dump().items() if key != "name"} for name in found}
    return json.dumps(values, indent=1).encode()


def code() -> list[Path]:
    """Return the project's files that go in."""
    found = {path for pattern in CODE for path in PROJECT.glob(pattern) if path.is_file()}
    return sorted(path for path in found if "__pycache__" not in path.parts)


def entries(python: str) -> Iterator[tuple[str, Path]]:
    """Yield the files of the package for that Python: name in the package, and where it is."""
    for path in code():
        yield str(path.relative_to(PROJECT)), path
    needed = dependencies(python)
    for path in sorted(needed.rglob("*")):
        name = path.relative_to(needed)
        if path.is_file() and name.parts[0] != "bin" and "__pycache__" not in name.parts:
            yield str(name), path


def write(target: Path, found: bytes) -> int:
    """Write the package with the clusters that were found, and return how large it is unpacked."""
    contents = {"clusters.json": found} | {name: path.read_bytes() for name, path in entries(RUNTIME)}
    target.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in contents.items():
            info = zipfile.ZipInfo(name)  # without a time of its own it says 1980, always
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            archive.writestr(info, content)
    return sum(map(len, contents.values()))


def imports(found: bytes) -> bool:
    """Import the handlers from a package made for this Python, with nothing else on the path; say whether that works."""
    with tempfile.TemporaryDirectory() as folder:
        task = Path(folder) / "task"
        for name, path in entries(HERE):
            (task / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, task / name)
        (task / "clusters.json").write_bytes(found)
        script = f"import sys; sys.path.insert(0, {str(task)!r})\n"
        script += "".join(f"import {name}; assert callable({name}.handler)\n" for name in HANDLERS)
        environment = {"AWS_DEFAULT_REGION": "eu-central-1", "STATE_BACKEND": "dynamodb", "STOREYARD_HOME": f"{folder}/home"}
        command = [sys.executable, "-I", "-S", "-B", "-W", "error", "-c", script]
        return subprocess.run(command, check=False, env=environment, cwd=task).returncode == 0


def main() -> int:
    """Make the package; say how large it is."""
    parser = argparse.ArgumentParser(description="Make out/lambda.zip.")
    parser.add_argument("--check", action="store_true", help="also import both handlers from what is packed")
    parser.add_argument("--inventory", type=Path, default=PROJECT / "inventories/production", help="(inventories/production)")
    parser.add_argument("--to", type=Path, default=PROJECT / "out/lambda.zip", help="where (out/lambda.zip)")
    given = parser.parse_args()
    found = clusters(given.inventory)
    size = write(given.to, found)
    print(f"{given.to.name}: {given.to.stat().st_size / 1e6:.1f} MB, {size / 1e6:.1f} MB unpacked")
    if size > UNZIPPED_LIMIT:
        print(f"AWS takes at most {UNZIPPED_LIMIT / 1e6:.0f} MB unpacked.", file=sys.stderr)
        return 1
    if given.check:
        if not imports(found):
            print("A handler does not import from what is packed: is serverless/requirements.in complete?", file=sys.stderr)
            return 1
        print("both handlers import from it")
    return 0


if __name__ == "__main__":
    sys.exit(main())
