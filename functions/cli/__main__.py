"""`python -m functions.cli`: as `storeyard`."""

from __future__ import annotations

from functions.cli.main import main

if __name__ == "__main__":
    main()
