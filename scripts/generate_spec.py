"""Writes what is generated from StoreSpec: `python -m scripts.generate_spec`. A test fails while the files differ from it.

They are the role's argument specification, and the object `store` in the schema and the values of every chart. Requests and
answers of the API are derived in the code.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import yaml
from pydantic.fields import FieldInfo

from functions.actions.spec import LEFT_OUT
from functions.domain.fields import chart_names, note_of
from functions.domain.mail import NO_RELAY
from functions.domain.payments import NO_PAYMENTS
from functions.domain.store import StoreFields, StoreSpec

PROJECT = Path(__file__).resolve().parents[1]
ROLE = PROJECT / "roles/store_spec/meta/argument_specs.yml"
CHARTS = sorted(path.parent for place in ("", "scripts/engine/") for path in PROJECT.glob(f"{place}charts/*/engine.yml"))
ROLE_TYPES = {"string": "str", "boolean": "bool", "integer": "int", "number": "float", "array": "list", "object": "dict"}
# What the platform works out for a chart, beside what was asked for, and what there is of it in a chart by itself.
PLACED = {
    "host": "host name of the shop",
    "url": "public origin of the shop: scheme, host, and port if it is not the scheme's own",
    "taxRate": "standard rate of the country's value added tax in per cent, which prices have in them; 0: none is set up",
    "mail": "relay that the shop's mail goes out through, the store's own or its cluster's; no host: it sends none",
    "payments": "account at a payment provider that buyers pay into by card; no provider: they pay on delivery alone",
}
EMPTY = {"mail": NO_RELAY, "payments": NO_PAYMENTS, "taxRate": 0}
# What a schema says of a field for the API alone.
HIDDEN = {"title", "examples", "default"}
STORE_VALUES = re.compile(r"^store:\n(?:  .*\n)+", re.MULTILINE)


class Indented(yaml.SafeDumper):
    """Writes lists below a key further in, as yamllint wants them."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002 - as PyYAML calls it
        """Never without an indent."""
        super().increase_indent(flow, indentless=False)


def role_options(spec: type[StoreFields]) -> dict[str, Any]:
    """Return the options of the role's argument specification that are fields of the spec."""
    schema = spec.model_json_schema()["properties"]
    options: dict[str, Any] = {}
    for name, field in spec.model_fields.items():
        left_out = LEFT_OUT.get(name, note_of(field).filled_in)
        text = f"{field.description}; {left_out} if left out" if left_out else str(field.description)
        kinds = [each["type"] for each in (schema[name], *schema[name].get("anyOf", ())) if "type" in each]
        kind = next((each for each in kinds if each != "null"), "object")  # one that is declared elsewhere is an object
        option: dict[str, Any] = {"description": sentence(text), "type": ROLE_TYPES[kind]}
        if kind == "array":
            option["elements"] = ROLE_TYPES[schema[name]["items"].get("type", "object")]
        if "enum" in schema[name]:
            option["choices"] = schema[name]["enum"]
        if field.is_required() and not left_out:
            option["required"] = True
        elif not left_out and schema[name]["default"] is not None:
            option["default"] = schema[name]["default"]
        options[f"store_{name}"] = option
    return options


def chart_properties(spec: type[StoreFields]) -> dict[str, Any]:
    """Return the properties of a chart's `store` that are fields of the spec."""
    schema = spec.model_json_schema()["properties"]
    return {
        chart_name: {
            **or_empty({key: value for key, value in schema[name].items() if key not in HIDDEN}, spec.model_fields[name]),
            "description": sentence(schema[name]["description"]),
        }
        for name, chart_name in chart_names(spec).items()
    }


def or_empty(rule: dict[str, Any], field: FieldInfo) -> dict[str, Any]:
    """A field's rule, as a chart has it: a text that a request has to say may be empty where a person installs the chart."""
    if not field.is_required():
        return rule
    pattern = {"pattern": f"^$|{rule['pattern']}"} if "pattern" in rule else {}
    return {**{key: value for key, value in rule.items() if key != "minLength"}, **pattern}


def chart_values(spec: type[StoreFields]) -> str:
    """Return the block `store` of a chart's values: the defaults, and nothing where there is none."""
    lines = ["store:"]
    for name, chart_name in chart_names(spec).items():
        field = spec.model_fields[name]
        default = "" if field.is_required() else field.default
        lines += [f"  # -- {sentence(str(field.description))}", f"  {chart_name}: {json.dumps(default)}"]
    for name, text in PLACED.items():
        lines += [f"  # -- {sentence(text)}", f"  {name}: {json.dumps(EMPTY.get(name, ''))}"]
    return "\n".join(lines) + "\n"


def generated(spec: type[StoreFields] = StoreSpec) -> dict[Path, str]:
    """Return every file with the content that it shall have."""
    files = {ROLE: role_file(ROLE.read_text(encoding="utf-8"), spec)}
    for chart in CHARTS:
        schema, values = chart / "values.schema.json", chart / "values.yaml"
        files[schema] = schema_file(schema.read_text(encoding="utf-8"), spec)
        files[values] = STORE_VALUES.sub(lambda _: chart_values(spec), values.read_text(encoding="utf-8"), count=1)
    return files


def role_file(text: str, spec: type[StoreFields]) -> str:
    """Return an argument specification with the spec's fields, and what it says of the role's own variables."""
    content = yaml.safe_load(text)
    main = content["argument_specs"]["main"]
    own = {name: option for name, option in main["options"].items() if name.startswith("store_spec_")}
    main["options"] = {**role_options(spec), **own}
    return "---\n" + yaml.dump(content, Dumper=Indented, sort_keys=False, width=124, allow_unicode=True)


def schema_file(text: str, spec: type[StoreFields]) -> str:
    """Return a chart's schema with the spec's fields in its `store`."""
    content = json.loads(text)
    store = content["properties"]["store"]
    placed = {name: {**store["properties"][name], "description": sentence(text)} for name, text in PLACED.items()}
    store["properties"] = {**chart_properties(spec), **placed}
    store["required"] = sorted(store["properties"])
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"


def sentence(text: str) -> str:
    """Return a description as a sentence."""
    return f"{text[:1].upper()}{text[1:]}."


def main() -> None:
    """Write the files that are not as they shall be."""
    for path, text in generated().items():
        if path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
            print(path.relative_to(PROJECT))


if __name__ == "__main__":
    main()
