"""What Lambda brings, made on this machine: awslambdaric below the cache, the emulator, a Python, and the package unpacked.

The package is the one that a deploy uploads where the Python of serverless.yml is on this machine; else one for this Python.
"""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from functools import cache
from pathlib import Path
from types import ModuleType

from tests.aws.emulator import Runtime, unpack
from tests.s3_server import BUILD_SECONDS, CACHE

PROJECT = Path(__file__).resolve().parents[2]
REQUIREMENTS = Path(__file__).with_name("requirements.txt")


@cache
def emulator() -> Path | str:
    """The emulator, or why there is none. It is built when a test first wants it."""
    command = [str(PROJECT / "scripts/lambda-rie-build")]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=BUILD_SECONDS, check=False)
    except subprocess.TimeoutExpired:
        return f"it was not built within {BUILD_SECONDS} s"
    return CACHE / "bin/aws-lambda-rie" if done.returncode == 0 else done.stderr.strip()


@cache
def packager() -> ModuleType:
    """scripts/lambda_package.py."""
    spec = importlib.util.spec_from_file_location("lambda_package", PROJECT / "scripts/lambda_package.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@cache
def python() -> tuple[Path, str]:
    """The Python that runs the functions, and its version: the one of serverless.yml if it is here, else the tests' own."""
    found = packager().interpreter(packager().RUNTIME)
    return (Path(found), packager().RUNTIME) if found else (Path(sys.executable), packager().HERE)


def made(folder: Path, clusters: bytes) -> Runtime:
    """The runtime with these clusters' package, below a folder. Raises AssertionError where the emulator cannot be had."""
    program = emulator()
    assert isinstance(program, Path), program
    executable, version = python()
    package = folder / "lambda.zip"
    packager().write(package, clusters, version)
    library = packager().dependencies(version, REQUIREMENTS)
    return Runtime(python=executable, library=library, emulator=program, task=unpack(package, folder / "task"))
