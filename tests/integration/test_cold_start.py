"""What a fresh process of the API does not pay for before it is needed."""

from __future__ import annotations

import subprocess
import sys


def test_a_cold_start_imports_no_library_of_logins() -> None:
    code = "import sys, functions.api.handler, functions.bootstrap; print([n for n in ('argon2', 'jwt') if n in sys.modules])"

    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert found.stdout.strip() == "[]"
