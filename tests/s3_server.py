"""A real S3 server on loopback: versitygw, which keeps objects as files of a folder. It ends with the test that started it."""

from __future__ import annotations

import os
import socket
import subprocess
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.config import Config

from tests.built import built

KEY, SECRET = "storeyard-tests", "a-secret-of-the-tests"
SECONDS = 20.0


def program() -> Path | str:
    """The program, or why there is none."""
    return built("versitygw-build", "versitygw")


@dataclass
class S3Server:
    """The server over a folder, at a port that it keeps when it is started again."""

    folder: Path
    port: int = 0
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start it and wait until it answers."""
        found = program()
        assert isinstance(found, Path)
        self.port = self.port or free_port()
        objects, about = self.folder / "objects", self.folder / "about"  # what is known of objects needs no extended attributes
        for folder in (objects, about):
            folder.mkdir(parents=True, exist_ok=True)
        command = [str(found), "--quiet", "--port", f"127.0.0.1:{self.port}", "posix", "--sidecar", str(about), str(objects)]
        keys = {"ROOT_ACCESS_KEY": KEY, "ROOT_SECRET_KEY": SECRET}
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                command, env={**os.environ, **keys}, stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )
        end = time.monotonic() + SECONDS
        while not self._answers():
            assert self.process.poll() is None, (self.folder / "log").read_text()
            assert time.monotonic() < end, "the S3 server does not answer"
            time.sleep(0.02)

    def kill(self) -> None:
        """End it as a power cut would."""
        if self.process is not None:
            self.process.kill()
            self.process.wait(SECONDS)
            self.process = None

    @cached_property
    def client(self) -> Any:
        """A client that asks once, with the right keys, for what a test does besides the platform."""
        session = boto3.session.Session(aws_access_key_id=KEY, aws_secret_access_key=SECRET, region_name="us-east-1")
        return session.client("s3", endpoint_url=self.url, config=Config(retries={"total_max_attempts": 1}))

    def bucket(self) -> str:
        """Make a bucket and return its name."""
        name = f"backups-{uuid.uuid4()}"
        self.client.create_bucket(Bucket=name)
        return name

    def _answers(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0


@contextmanager
def serving(folder: Path) -> Iterator[S3Server]:
    """Run the server until this is over; skip the test, and say so, where the program cannot be had."""
    found = program()
    if not isinstance(found, Path):
        pytest.skip(f"NOT TESTED: backups on a real S3 server: {found}")
    server = S3Server(folder)
    server.start()
    try:
        yield server
    finally:
        server.kill()


def keys_in(folder: Path, *, key: str = KEY, secret: str = SECRET) -> Path:
    """Write keys as AWS's programs keep them, and return the file."""
    file = folder / "credentials"
    file.write_text(f"[default]\naws_access_key_id = {key}\naws_secret_access_key = {secret}\n")
    file.chmod(0o600)
    return file


@contextmanager
def keys(file: Path) -> Iterator[None]:
    """Have boto3 find the keys of a file, and no others, while this lasts."""
    with pytest.MonkeyPatch.context() as environment:
        for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_PROFILE", "AWS_DEFAULT_REGION"):
            environment.delenv(name, raising=False)
        environment.setenv("AWS_SHARED_CREDENTIALS_FILE", str(file))
        yield


def free_port() -> int:
    """A port of this machine that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
