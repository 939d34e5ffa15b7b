"""Engines on disk: charts/<engine>/engine.yml, whole or broken."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

PLAN = {"quota": {"pods": "10"}, "values": {"web": {"resources": {"limits": {"memory": "1Gi"}}}}}
ENGINE: dict[str, Any] = {
    "name": "medusa",
    "title": "Medusa",
    "version": "2.21.2",
    "adapter": "medusa",
    "admin_path": "/app",
    "images": ["medusa", "postgresql"],
    "secret_keys": {
        "admin-email": {"from": "admin_email"},
        "db-password": {"length": 32},
        "publishable-key": {"prefix": "pk_", "hex": 64},
    },
    "plans": {"small": PLAN, "large": PLAN},
    "timeouts": {"helm": 300},
}


def write_engine(charts: Path, name: str = "medusa", **changes: Any) -> Path:
    """Write an engine's file, with fields changed, or left out where they are None."""
    content = {key: value for key, value in {**ENGINE, "name": name, **changes}.items() if value is not None}
    file = charts / name / "engine.yml"
    file.parent.mkdir(exist_ok=True)
    file.write_text(yaml.safe_dump(content), encoding="utf-8")
    (file.parent / "Chart.yaml").write_text("version: 1.0.0")
    return file
