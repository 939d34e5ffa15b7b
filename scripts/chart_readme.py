"""Writes the README of every chart that a person may install: `python -m scripts.chart_readme`. A test fails while they differ.

What there is to set is read from values.yaml, its comments and its schema; the rest from Chart.yaml and engine.yml.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

PROJECT = Path(__file__).resolve().parents[1]
CHARTS = sorted(path.parent for path in PROJECT.glob("charts/*/values-local.yaml"))
LINE = re.compile(r"^(?P<indent> *)(?:# -- (?P<comment>.+)|# (?P<more>.+)|(?P<name>[A-Za-z]+):(?P<value>.*))$")
TEXT = """# {title}

{description}: the chart `{name}` {version}, for {title} {app}. Written by `python -m scripts.chart_readme`.

Storeyard deploys it for each store. [Without the platform](../../docs/helm.md) Helm alone makes a shop that sells:

```sh
helm install my-store charts/{name} -n my-store --create-namespace -f charts/{name}/values-local.yaml
helm test my-store -n my-store --logs
```

| file | is for |
|---|---|
| `values-local.yaml` | the cluster of `make up`: http at `<release>.localhost`, the plan `small`; uninstalling takes all data |
| `values-prod.yaml` | a server: https with a given certificate, the plan `medium`; uninstalling keeps volumes and Secret |

## Images and Secret

Images: {images}.

`secret.create` makes the Secret with these keys and keeps what is there; one that `secret.existing` names has to have them all:
{keys}.

## Values

What is not of these rules is refused, with the value's name and its rule (`values.schema.json`).

| value | default | is |
|---|---|---|
{rows}
"""


@dataclass(frozen=True)
class Value:
    """One thing that can be set; `comment` is what values.yaml says of it."""

    path: tuple[str, ...]
    comment: str


def leaves(text: str) -> Iterator[Value]:
    """Every value of a values.yaml that a comment describes, or that has no values below it."""
    path: list[str] = []
    comment = ""
    described: int | None = None  # how deep the last described object is: what is below it is part of it
    for match in filter(None, map(LINE.match, text.splitlines())):
        if match["comment"] or match["more"]:
            comment = match["comment"] or (comment and f"{comment} {match['more']}")
            continue
        depth = len(match["indent"]) // 2
        path = [*path[:depth], match["name"]]
        inside = described is not None and depth > described
        if not inside:
            described = None
        if not inside and (comment or match["value"].strip()):
            yield Value(tuple(path), comment)
            described = depth if not match["value"].strip() else None
        comment = ""


def at(content: Any, path: tuple[str, ...]) -> Any:
    """What is at a path of the values."""
    for name in path:
        content = content[name]
    return content


def rule_at(schema: dict[str, Any], path: tuple[str, ...]) -> dict[str, Any]:
    """What the schema says of a value."""
    for name in path:
        schema = schema["properties"][name]
    return schema


def row(value: Value, defaults: Any, schema: dict[str, Any]) -> str:
    """A value's line of the table."""
    rule = rule_at(schema, value.path)
    said = (value.comment or str(rule.get("description", "")) or words(value.path)).rstrip(".")
    if any(each not in said for each in rule.get("enum", ())):
        said += f" ({', '.join(f'`{each}`' for each in rule['enum'] if each)})"
    default = json.dumps(at(defaults, value.path), ensure_ascii=False)
    return f"| `{'.'.join(value.path)}` | `{default}` | {said.replace('|', chr(92) + '|')} |"


def words(path: tuple[str, ...]) -> str:
    """What a value is called where nothing is said of it: its resources are named alike in every component."""
    return {"requests": "What a pod of it is promised", "limits": "What a pod of it may take at most"}[path[-1]]


def readme(chart: Path) -> str:
    """Return the README of a chart."""
    text = (chart / "values.yaml").read_text(encoding="utf-8")
    about, engine = (yaml.safe_load((chart / file).read_text(encoding="utf-8")) for file in ("Chart.yaml", "engine.yml"))
    schema = json.loads((chart / "values.schema.json").read_text(encoding="utf-8"))
    defaults = yaml.safe_load(text)
    return TEXT.format(
        name=about["name"],
        title=engine["title"],
        description=about["description"],
        version=about["version"],
        app=about["appVersion"],
        images=", ".join(f"`{name}`" for name in engine["images"]),
        keys=", ".join(f"`{key}`" for key in engine["secret_keys"]),
        rows="\n".join(row(value, defaults, schema) for value in leaves(text)),
    )


def generated() -> dict[Path, str]:
    """Return every file with the content that it shall have."""
    return {chart / "README.md": readme(chart) for chart in CHARTS}


def main() -> None:
    """Write the files that are not as they shall be."""
    for path, text in generated().items():
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
            print(path.relative_to(PROJECT))


if __name__ == "__main__":
    main()
