"""What Lambda brings, made on this machine: awslambdaric below the cache, the emulator, a Python, and the package unpacked.

The package is the one that a deploy uploads where the Python of serverless.yml is on this machine; else one for this Python.
"""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path

from scripts import lambda_package
from tests.aws.emulator import Runtime, unpack
from tests.built import built

REQUIREMENTS = Path(__file__).with_name("requirements.txt")


def emulator() -> Path | str:
    """The emulator, or why there is none."""
    return built("lambda-rie-build", "aws-lambda-rie")


@cache
def python() -> tuple[Path, str]:
    """The Python that runs the functions, and its version: the one of serverless.yml if it is here, else the tests' own."""
    found = lambda_package.interpreter(lambda_package.RUNTIME)
    return (Path(found), lambda_package.RUNTIME) if found else (Path(sys.executable), lambda_package.HERE)


def made(folder: Path, clusters: bytes) -> Runtime:
    """The runtime with these clusters' package, below a folder. Raises AssertionError where the emulator cannot be had."""
    program = emulator()
    assert isinstance(program, Path), program
    executable, version = python()
    package = folder / "lambda.zip"
    lambda_package.write(package, clusters, version)
    library = lambda_package.dependencies(version, REQUIREMENTS)
    return Runtime(python=executable, library=library, emulator=program, task=unpack(package, folder / "task"))
