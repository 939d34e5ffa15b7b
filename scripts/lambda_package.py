#!/usr/bin/env python3
"""Make out/lambda.zip: the code of the Lambda functions, what they read, and their dependencies.

Run it in the development environment: `scripts/bootstrap dev -- python scripts/lambda_package.py`. The inventory goes in as
clusters.json, its templates evaluated, because there is no Ansible on Lambda; it holds what the API must know of a cluster, and
no credentials. The dependencies are the wheels that serverless/requirements.txt pins by hash, for the Python and processor that
serverless.yml names, kept in STOREYARD_CACHE.
Equal inputs give an equal file, byte by byte.

Lambda cannot write bytecode beside the code, so each cold start of a package without it compiles all that is imported, which
takes as long again as the rest (docs/aws.md). It is made by the Python of serverless.yml, which has to be on this machine as
python3.13, or be the one that runs this; else the package has none, and says so.

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
CODE = ("functions/**/*", "docs/runbooks/*.md")  # the API serves the runbooks
# What the worker's image leaves out (Containerfile.dockerignore). An operation's target names the chart by its content: with
# one file more or less than the image has, the worker would find no chart that was promised.
LEFT_OUT = {"tests", "__pycache__"}
UNZIPPED_LIMIT = 250 * 1024 * 1024  # AWS's, for a function with its layers
HANDLERS = (
    *("functions.api.handler", "functions.chatops.handler", "functions.reaper.handler", "functions.dispatcher.handler"),
    *("functions.courier.handler", "functions.courier.chat_handler"),
)


def cache() -> Path:
    """Return the folder for what can be made again."""
    home = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(os.environ.get("STOREYARD_CACHE") or f"{home}/storeyard")


def dependencies(python: str, requirements: Path = REQUIREMENTS) -> Path:
    """Return a folder with the pinned wheels for that Python, installing them if it is not there yet."""
    key = hashlib.sha256(requirements.read_bytes()).hexdigest()[:12]
    folder = cache() / "lambda" / f"{python}-{key}"
    if folder.exists():
        return folder
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as made:
        uv = [str(cache() / "environments/installer/bin/python"), str(PROJECT / "scripts/uv.py")]
        command = [*uv, "pip", "install", "--quiet", f"--python={sys.executable}", f"--target={made}/python"]
        command += ["--no-deps", "--no-build", "--require-hashes", "-r", str(requirements)]
        if python != HERE:
            command += [f"--python-version={python}", "--python-platform=x86_64-manylinux_2_28"]
        subprocess.run(command, check=True)
        Path(f"{made}/python").rename(folder)
    return folder


COMPILE = """
import json, py_compile, sys
mode = py_compile.PycInvalidationMode.UNCHECKED_HASH
for source, name, target in json.load(sys.stdin):
    py_compile.compile(source, target, f"/var/task/{name}", doraise=True, invalidation_mode=mode)
"""


def interpreter(python: str) -> str | None:
    """Return the program of that Python, or None where it is not on this machine."""
    program = sys.executable if python == HERE else shutil.which(f"python{python}")
    asked = "import sys; print(sys.executable, '%d.%d' % sys.version_info[:2])"
    done = subprocess.run([program, "-c", asked], capture_output=True, text=True, check=False) if program else None
    found, _, version = done.stdout.strip().rpartition(" ") if done and done.returncode == 0 else ("", "", "")
    return found if version == python else None


def bytecode(python: str, sources: list[tuple[str, Path]], folder: Path) -> list[tuple[str, Path]]:
    """Compile sources into a folder; return the names in the package and where they are. They do not name this machine."""
    program = interpreter(python)
    if program is None:
        return []
    tag = f"cpython-{python.replace('.', '')}"
    names = {name: f"{Path(name).parent}/__pycache__/{Path(name).stem}.{tag}.pyc".removeprefix("./") for name, _ in sources}
    missing = [(str(path), name, str(folder / names[name])) for name, path in sources if not (folder / names[name]).exists()]
    if missing:
        environment = {**os.environ, "PYTHONHASHSEED": "0"}
        subprocess.run([program, "-I", "-c", COMPILE], input=json.dumps(missing), text=True, check=True, env=environment)
    return [(compiled, folder / compiled) for compiled in names.values()]


def clusters(inventory: Path) -> bytes:
    """Return the inventory's clusters as JSON, in the form functions/adapters/ansible/inventory.py reads."""
    sys.path.insert(0, str(PROJECT))
    from functions.adapters.ansible.inventory import PREFIX, InventoryClusters  # noqa: PLC0415 - found only now

    found = InventoryClusters(inventory.resolve()).all()
    values = {name: {PREFIX + key: value for key, value in found[name].model_dump().items() if key != "name"} for name in found}
    return json.dumps(values, indent=1).encode()


def code() -> list[Path]:
    """Return the project's files that go in; of the charts also those behind links, which are part of a chart's content."""
    found = {path for pattern in CODE for path in PROJECT.glob(pattern) if path.is_file()}
    charts = os.walk(PROJECT / "charts", followlinks=True)
    found |= {Path(place) / name for place, _, names in charts for name in names}
    return sorted(path for path in found if not LEFT_OUT & set(path.relative_to(PROJECT).parts))


def entries(python: str) -> Iterator[tuple[str, Path]]:
    """Yield the files of the package for that Python: name in the package, and where it is."""
    for path in code():
        yield str(path.relative_to(PROJECT)), path
    needed = dependencies(python)
    for path in sorted(needed.rglob("*")):
        name = path.relative_to(needed)
        if path.is_file() and name.parts[0] != "bin" and "__pycache__" not in name.parts:
            yield str(name), path


def compiled(python: str, found: list[tuple[str, Path]], scratch: Path) -> Iterator[tuple[str, Path]]:
    """Yield the bytecode of what goes in: the dependencies' is kept beside them, the project's is made each time."""
    needed = dependencies(python)
    sources = [(name, path) for name, path in found if path.suffix == ".py"]
    theirs, ours = ([one for one in sources if one[1].is_relative_to(needed) is which] for which in (True, False))
    yield from bytecode(python, theirs, needed.with_name(f"{needed.name}-bytecode"))
    yield from bytecode(python, ours, scratch)


def write(target: Path, found: bytes, python: str = RUNTIME) -> int:
    """Write the package with the clusters that were found; return how large it is unpacked. Another Python is for tests."""
    files = list(entries(python))
    with tempfile.TemporaryDirectory() as scratch:
        made = [*files, *compiled(python, files, Path(scratch))]
        contents = {"clusters.json": found} | {name: path.read_bytes() for name, path in made}
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
    if interpreter(RUNTIME) is None:
        print(f"Without bytecode, for lack of python{RUNTIME} on this machine: each cold start takes about twice as long.")
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
