"""What `make up` and `make down` show: one line per thing that takes time, and one sentence if something fails."""

from __future__ import annotations

import json
import os
import re
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from ansible.plugins.callback import CallbackBase

if TYPE_CHECKING:
    from ansible.executor.stats import AggregateStats
    from ansible.executor.task_result import CallbackTaskResult
    from ansible.playbook.task import Task

DOCUMENTATION = """
    name: storeyard_progress
    type: stdout
    short_description: Lines with elapsed time for a person who waits
    description:
        - A task is shown once it takes longer than a moment, under its variable C(progress) or else its name.
        - What a script appends to the file named by C(STOREYARD_PROGRESS) is shown at once, instead of its task.
        - A line that stays the last one for long is repeated with the time it has taken so far.
        - A failure is shown as the sentence that the script gave (standard error, C(storeyard:)), or the module's message.
    requirements:
        - set as stdout callback
"""

SENTENCE = re.compile(r"^storeyard: (.+)$", re.MULTILINE)
AGAIN = re.compile(r"\b(again|make (up|down|status)|sudo )")


class Progress:
    """Lines with the time elapsed. Nothing is shown of what is over in a moment."""

    moment = 2.0
    patience = 60.0

    def __init__(self, write: Callable[[str], None], clock: Callable[[], float], earlier: float = 0.0) -> None:
        """Start the clock. What the time is said of began `earlier` by this many seconds."""
        self._write = write
        self._clock = clock
        self._since = self._repeated = clock()
        self._began = self._since - earlier
        self._pending: str | None = None
        self._shown: str | None = None

    def task(self, text: str) -> None:
        """Begin something that is shown if it takes longer than a moment."""
        self._pending, self._shown, self._since = text, None, self._clock()

    def say(self, text: str) -> None:
        """Show what is being done now."""
        self._pending, self._since = None, self._clock()
        self._show(text)

    def tick(self) -> None:
        """Show what has become due."""
        now = self._clock()
        if self._pending is not None and now - self._since >= self.moment:
            self._show(self._pending)
            self._pending = None
        elif self._shown is not None and now - self._repeated >= self.patience:
            self._repeated = now
            self.line(f"  … {self._shown.split(' (')[0]}: {duration(now - self._since)} so far")

    def line(self, text: str) -> None:
        """Write one line with the time since the start."""
        self._write(f"[{duration(self._clock() - self._began):>10}] {text}\n")

    def _show(self, text: str) -> None:
        self._shown, self._repeated = text, self._clock()
        self.line(f"{text} …")


def duration(seconds: float) -> str:
    """Return seconds as a person says them."""
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes} min {rest:02} s" if minutes else f"{rest} s"


def sentence(result: dict[str, Any]) -> str:
    """Return the one sentence that says why a task failed, and how to go on."""
    texts = [str(result.get(key) or "") for key in ("stderr", "msg", "stdout")]
    for text in texts:
        if found := SENTENCE.findall(text):
            return str(found[-1])
    lines = [line.strip() for text in texts for line in text.splitlines() if line.strip()]
    why = (lines or ["It ended without a message."])[0]
    return why if why.endswith((".", "!", "?")) else f"{why}."


class CallbackModule(CallbackBase):  # type: ignore[misc]  # Ansible has no types
    """Ansible's door to `Progress`."""

    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = "stdout"
    CALLBACK_NAME = "storeyard_progress"

    def __init__(self) -> None:
        """Start the clock."""
        super().__init__()
        # `make up` notes when it began: it has installed Ansible since.
        began = float(os.environ.get("STOREYARD_BEGAN") or time.time())
        self._progress = Progress(write_out, time.monotonic, earlier=time.time() - began)
        self._failed = False
        self._said: Path | None = None
        self._over = threading.Event()
        self._listener: threading.Thread | None = None

    def v2_playbook_on_start(self, playbook: object) -> None:  # noqa: ARG002  # Ansible's signature
        """Make the file that scripts speak through and show what they say; once for each playbook of the command line."""
        handle, name = tempfile.mkstemp(prefix="storeyard-progress-")
        os.close(handle)
        self._said = Path(name)
        os.environ["STOREYARD_PROGRESS"] = name  # inherited by the tasks' processes
        self._over = threading.Event()
        self._listener = threading.Thread(target=self._listen, args=[self._said], daemon=True)
        self._listener.start()

    def v2_playbook_on_task_start(self, task: Task, is_conditional: bool) -> None:  # noqa: ARG002  # Ansible's signature
        """Note what has begun."""
        words = task.vars.get("progress") or task.get_name(include_role_fqcn=False).split(" : ")[-1]
        self._progress.task(words.split(" | ")[-1])

    def v2_runner_on_failed(self, result: CallbackTaskResult, ignore_errors: bool = False) -> None:
        """Say why it failed."""
        if not ignore_errors:
            self._fail(result)

    def v2_runner_on_unreachable(self, result: CallbackTaskResult) -> None:
        """Say why the machine cannot be reached."""
        self._fail(result)

    def v2_playbook_on_stats(self, stats: AggregateStats) -> None:  # noqa: ARG002  # Ansible's signature
        """Stop listening."""
        self._over.set()
        if self._listener is not None:
            self._listener.join(2)
        if self._said is not None:
            self._said.unlink(missing_ok=True)

    def _fail(self, result: CallbackTaskResult) -> None:
        if self._failed:
            return
        self._failed = True
        found = dict(result.result)
        why = sentence(found)
        kept = self._keep(found)
        self._progress.line(why)
        if not AGAIN.search(why):
            self._progress.line("What is done so far is kept: run the same command again to go on from there.")
        if kept:
            self._progress.line(f"The details are in {kept}")

    def _keep(self, found: dict[str, Any]) -> Path | None:
        home = os.environ.get("STOREYARD_HOME")
        if not home:
            return None
        log = Path(home, "log", "last-failure.json")
        try:
            log.parent.mkdir(parents=True, exist_ok=True)
            log.write_text(json.dumps(found, indent=2, default=str) + "\n")
        except OSError:
            return None
        return log

    def _listen(self, file: Path) -> None:
        with file.open() as said:
            while not self._over.wait(0.2):
                self._hear(said)
                self._progress.tick()
            self._hear(said)

    def _hear(self, said: TextIO) -> None:
        for line in said:
            self._progress.say(line.strip())


def write_out(text: str) -> None:
    """Write to standard output in one piece, taking no lock that a fork could inherit."""
    os.write(1, text.encode())
