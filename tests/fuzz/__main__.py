"""`python -m tests.fuzz`: schemathesis over the whole API, as a store's owner, who is an admin, and as a stranger.

The API is the real one, behind the server of `make up`, on a state of its own in a temporary folder. No cluster is touched:
an attendant ends each operation as a worker would. No answer may be a server's error or one that the description does not
list, and a stranger must not get to see a word of what belongs to the owner.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import tempfile
from http import HTTPStatus
from pathlib import Path

from tests.fuzz.served import OWNER, SECRET_WORD, STRANGER, Served, served

REQUESTS = 10_000
HOOKS = "tests.fuzz.hooks"
CONFIG = Path(__file__).with_name("schemathesis.toml")


def main() -> None:
    """Fuzz as each of the two; exit code 1 if anything was found, or too little was tried."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("-n", type=int, default=REQUESTS, help=f"requests at least, as each of the two (default {REQUESTS})")
    parser.add_argument("--examples", type=int, default=200, help="examples for each operation of the API (default 200)")
    parser.add_argument("--seed", type=int, default=None, help="as schemathesis prints it, to see a finding again")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, served(Path(folder)) as here:
        lines = [fuzz(name, token, here, options) for name, token in (("the owner", OWNER), ("a stranger", STRANGER))]
    for line, _ in lines:
        print(line)  # noqa: T201
    raise SystemExit(0 if all(good for _, good in lines) else 1)


def fuzz(name: str, token: str, here: Served, options: argparse.Namespace) -> tuple[str, bool]:
    """Run schemathesis with one token; return what came of it in a line, and whether all was well."""
    here.answered.clear()
    command = [
        *("schemathesis", "--config-file", str(CONFIG), "run", f"{here.address}/openapi.json"),
        *(
            "--checks",
            "all",
            "--mode",
            "all",
            "--max-examples",
            str(options.examples),
            "--workers",
            "2",
            "--continue-on-failure",
        ),
        *("--generation-database", "none", "--no-color", "--suppress-health-check", "all"),
        *(["--seed", str(options.seed)] if options.seed is not None else []),
    ]
    given = {"SCHEMATHESIS_HOOKS": HOOKS, "STOREYARD_FUZZ_TOKEN": token, "PYTHONPATH": str(Path.cwd())}
    secret = {"STOREYARD_FUZZ_SECRET": SECRET_WORD} if token == STRANGER else {}
    environment = {**os.environ, **given, **secret}
    found = subprocess.run(command, env=environment, check=False).returncode != 0
    asked = here.answered.total()
    broken = sum(times for status, times in here.answered.items() if status >= HTTPStatus.INTERNAL_SERVER_ERROR)
    by_status = ", ".join(f"{status}: {times}" for status, times in sorted(here.answered.items()))
    said = f"{asked} requests, {broken} answers of 500 and above, {'something' if found else 'nothing'} found"
    line = f"As {name}: {said} ({by_status})"
    return line, not found and not broken and asked >= options.n


if __name__ == "__main__":
    main()
