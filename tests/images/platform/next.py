"""Makes the code of /srv/storeyard that of a next version: another number, and one more field in two kinds of rows."""

from __future__ import annotations

from pathlib import Path

CODE = Path("/srv/storeyard/functions")
FIELD = '    next_note: str = "of the next version"\n'
CHANGES = {
    "api/health.py": ('VERSION = "0.1.0"\n', 'VERSION = "0.1.1"\n'),
    "domain/store.py": ("    spec: StoreSpec\n    owner: str\n", f"    spec: StoreSpec\n    owner: str\n{FIELD}"),
    "domain/operation.py": (
        "    id: str\n    store_id: str\n    kind: str",
        f"    id: str\n    store_id: str\n{FIELD}    kind: str",
    ),
}

for name, (old, new) in CHANGES.items():
    file = CODE / name
    text = file.read_text(encoding="utf-8")
    if text.count(old) != 1:
        raise SystemExit(f"{name} says it in another way now")
    file.write_text(text.replace(old, new), encoding="utf-8")
