"""The pipe, which starts one task for each message of the queue, and what ECS does to start it."""

from __future__ import annotations

import json
import os
import subprocess
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from tests.aws.cloud import Cloud
from tests.aws.policies import Asked
from tests.aws.template import Stack

Start = Callable[[Mapping[str, str]], object]


class Pipe:
    """Reads the queue as the pipe's role. `start` starts a task with the variables of its override."""

    def __init__(self, cloud: Cloud, stack: Stack, start: Start) -> None:
        self._cloud, self._stack, self._start = cloud, stack, start
        self._queue = cloud.client("sqs", "PipeRole")
        self._url = stack.filled({"Ref": "WakeUps"})
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self.next_comes_twice = False  # as SQS may hand out a message
        self.doubled = 0

    def __enter__(self) -> Pipe:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join(30)

    def once(self) -> int:
        """Hand on a message that waits; return how many that were."""
        self._queue.get_queue_attributes(QueueUrl=self._url, AttributeNames=["All"])  # how much waits is how pipes scale
        found = self._queue.receive_message(QueueUrl=self._url, MaxNumberOfMessages=1, WaitTimeSeconds=0).get("Messages", [])
        for message in found:
            self._hand_on(json.loads(message["Body"]))
            if self.next_comes_twice:
                self.next_comes_twice = False
                self.doubled += 1
                self._hand_on(json.loads(message["Body"]))
            self._queue.delete_message(QueueUrl=self._url, ReceiptHandle=message["ReceiptHandle"])
        return len(found)

    def all(self) -> None:
        """Hand on all that waits."""
        while self._tried():
            pass

    def _tried(self) -> int:
        """Hand on a message; a call that a test's fault refuses is made again, as pipes do."""
        while True:
            try:
                return self.once()
            except (BotoCoreError, ClientError):
                continue

    def _run(self) -> None:
        while not self._over.is_set():
            if not self._tried():
                self._over.wait(0.3)

    def _hand_on(self, body: Mapping[str, Any]) -> None:
        pipe = self._stack.properties("WorkerPipe")
        task = pipe["TargetParameters"]["EcsTaskParameters"]
        cluster = {"ecs:cluster": (str(pipe["Target"]),)}
        self._cloud.require("PipeRole", Asked("ecs:RunTask", task["TaskDefinitionArn"], cluster))
        for role in ("TaskRoleArn", "ExecutionRoleArn"):
            passed = Asked(
                "iam:PassRole",
                self._stack.properties("WorkerTask")[role],
                {"iam:PassedToService": ("ecs-tasks.amazonaws.com",)},
            )
            self._cloud.require("PipeRole", passed)
        (override,) = task["Overrides"]["ContainerOverrides"]
        given = {one["Name"]: str(body[one["Value"].removeprefix("$.body.")]) for one in override["Environment"]}
        self._start(given)


@dataclass
class Tasks:
    """Worker tasks as containers on this machine's engine, as the task's definition says.

    `image` stands for the one of the repository. What ECS would give otherwise, and what is on this machine only, is `given`
    and `mounts`: keys in a file for those of the task's role, the address of this AWS, the inventory that one's own image has.
    """

    cloud: Cloud
    stack: Stack
    image: str
    docker: Mapping[str, str]  # the environment in which docker finds its engine
    folder: Path
    given: Mapping[str, str] = field(default_factory=dict)
    mounts: tuple[str, ...] = ()
    started: list[tuple[str, subprocess.Popen[bytes]]] = field(default_factory=list)

    def start(self, override: Mapping[str, str]) -> None:
        """Start one task: read its secrets as the role that starts it, and run the container."""
        container = self.stack.container
        reader = self.cloud.client("secretsmanager", "WorkerStartRole")
        secrets = {
            one["Name"]: reader.get_secret_value(SecretId=one["ValueFrom"])["SecretString"] for one in container["Secrets"]
        }
        plain = {one["Name"]: str(one["Value"]) for one in container["Environment"]}
        environment = {**plain, **self.given, **override, **secrets}
        task = self.stack.properties("WorkerTask")
        name = f"storeyard-aws-{os.getpid()}-{len(self.started) + 1}"
        command = [
            *("docker", "run", "--rm", f"--name={name}", "--network=host", f"--user={container['User']}", "--read-only"),
            *(f"--cap-drop={each}" for each in container["LinuxParameters"]["Capabilities"]["Drop"]),
            *(
                f"--memory={task['Memory']}m",
                f"--cpus={int(task['Cpu']) / 1024:g}",
                f"--stop-timeout={container['StopTimeout']}",
            ),
            *(f"--volume={mount['ContainerPath']}" for mount in container["MountPoints"]),
            *(f"--volume={mount}" for mount in self.mounts),
            *(f"--env={each}" for each in environment),  # by name: no value is on a command line
            *(self.image, *container["Command"]),
        ]
        with (self.folder / f"task-{len(self.started) + 1}.log").open("wb") as log:
            process = subprocess.Popen(
                command, env={**os.environ, **self.docker, **environment}, stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )
        self.started.append((name, process))

    def codes(self, seconds: float = 60) -> list[int]:
        """How all tasks ended, once they have."""
        return [process.wait(seconds) for _, process in self.started]

    def stop(self) -> None:
        """End what still runs."""
        for name, process in self.started:
            if process.poll() is None:
                subprocess.run(["docker", "kill", name], env={**os.environ, **self.docker}, capture_output=True, check=False)
                process.wait(30)
