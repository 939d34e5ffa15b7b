"""How long a cold start of the API's function takes: `python -m tests.aws.cold [--starts 12]` prints a table for docs/aws.md.

From the first event to its answer, GET /health/ready, which has the whole API built and the table looked at. The time of the
emulator itself is in it. Twice: with a core of its own, as AWS is measured to give while a function starts (that is not in its
documents), and with the share of a core that is documented for the function's memory. The processor's own seconds hardly depend
on what else a machine does.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from tests.aws import runtime, yard
from tests.aws.emulator import WHOLE_CORE, Deployed, Instance
from tests.aws.gateway import event_of
from tests.aws.yard import Yard

CLUSTER = {"cluster_provider": "existing", "cluster_kubeconfig": "", "cluster_domain": "shops.example"}


@dataclass(frozen=True)
class Start:
    """One cold start: seconds by the clock and of the processor, and bytes of memory at the most."""

    seconds: float
    processor: float
    memory: int


def start(up: Yard, share: float | None = None) -> Start:
    """Start a new instance of the API's function, and ask it once. Raises KeyError where cgroups do not measure it."""
    deployed: Deployed = up.functions["api"]
    instance = Instance(*deployed.parts, log=up.folder / "cold.log", share=share)
    instance.start()
    try:
        before, began = instance.limits.processor, time.monotonic()
        answer = instance.invoke(event_of("GET", "/health/ready", [("Accept", "application/json")], b"", found={}))
        seconds = time.monotonic() - began
        assert answer["statusCode"] == 200, answer
        return Start(seconds, instance.limits.processor - before, instance.limits.peak)
    finally:
        instance.stop()


def say(line: str) -> None:
    """Print a line."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> int:
    """Measure, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--starts", type=int, default=12)
    starts = parser.parse_args().starts
    with tempfile.TemporaryDirectory() as folder:
        made = runtime.made(Path(folder), json.dumps({"main": CLUSTER}).encode())
        with yard.up(Path(folder), made, {}, "a kubeconfig") as up:
            share = up.functions["api"].function.memory / WHOLE_CORE
            say("| processor | starts | seconds: median | fastest | slowest | processor seconds: median | memory |")
            say("|---|---|---|---|---|---|---|")
            for words, given in (("one core", 1.0), (f"{share:.2f} of a core", share)):
                found = [start(up, given) for _ in range(starts)]
                clock, processor = sorted(each.seconds for each in found), [each.processor for each in found]
                say(
                    f"| {words} | {starts} | {statistics.median(clock):.2f} | {clock[0]:.2f} | {clock[-1]:.2f} "
                    f"| {statistics.median(processor):.2f} | {max(each.memory for each in found) / 2**20:.0f} MB |"
                )
    return 0


if __name__ == "__main__":
    sys.exit(main())
