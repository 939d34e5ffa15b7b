"""Signatures of what is released, by cosign with a key of one's own: COSIGN_KEY names it, as `cosign sign --key` takes it.

Nothing is said to a public log, which would show everybody what is released where: who checks says `--private-infrastructure`.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

LOOPBACK = re.compile(r"(localhost|127\.[0-9.]+)(:|/)")
# The services of a signature: none.
ALONE = {"mediaType": "application/vnd.dev.sigstore.signingconfig.v0.2+json"}


class Signer:
    """Signs references with their digests; does nothing where no key is named."""

    def __init__(self, run: Callable[..., str]) -> None:
        self._run = run
        self.key = os.environ.get("COSIGN_KEY", "")

    def missing(self) -> str:
        """What keeps it from signing, as a sentence; nothing where it can, or shall not."""
        if not self.key or shutil.which("cosign"):
            return ""
        return "COSIGN_KEY is set, and cosign is not installed: install it (version 3 or newer), or unset COSIGN_KEY."

    def sign(self, reference: str, bill: Path | None = None) -> None:
        """Sign what a reference names, and its bill of materials as being of it."""
        if not self.key:
            return
        with tempfile.TemporaryDirectory() as folder:
            services = Path(folder, "services.json")
            services.write_text(json.dumps(ALONE))
            plain = ["--allow-http-registry"] if LOOPBACK.match(reference) else []
            shared = ("--yes", "--key", self.key, "--signing-config", str(services), *plain)
            self._run("cosign", "sign", *shared, reference)
            if bill is not None:
                self._run("cosign", "attest", *shared, "--type", "cyclonedx", "--predicate", str(bill), reference)
