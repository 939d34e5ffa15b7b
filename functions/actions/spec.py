"""store_spec: check what is asked for by the platform's own rules, and work out what it means on this cluster."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any, ClassVar

from ansible.module_utils.parsing.convert_bool import BOOLEANS, boolean
from pydantic import ValidationError

from functions.actions.base import INSTALLATION_OPTIONS, Options, Result, StoreAction, plain
from functions.adapters.catalogue import read_engine, read_images
from functions.adapters.charts import chart_digest, chart_version
from functions.domain.cluster import Cluster
from functions.domain.engine import Engine
from functions.domain.errors import InvalidRequest
from functions.domain.fields import chart_names
from functions.domain.kinds import all_kinds, configure
from functions.domain.kinds.base import Kind
from functions.domain.locales import locale_of
from functions.domain.placement import (
    EXTENSIONS,
    IMAGE_PARTS,
    SECRET_NAME,
    chart_values,
    check_choice,
    check_known,
    labels_of,
    namespace_of,
    payments_of,
    relay_of,
    with_own,
)
from functions.domain.shipped import as_data, ships_with
from functions.domain.store import StoreSpec, default_email
from functions.domain.version import hash_of

PREFIX = "store_"
# Variables of a store that are not fields of its spec: whose it is, whether a namespace that is there may be taken over, the
# request that asked for this, and whether that was nobody but the schedule.
OTHERS = frozenset({"owner", "adopt", "request_id", "scheduled"})
# Where a plain run differs from a request: what stands for a field that is left out, empty if it has to be given.
LEFT_OUT = {"id": "", "name": "the id"}
CHART_NAMES = chart_names(StoreSpec)


class SpecAction(StoreAction):
    """Reads the fields of the spec from the variables `store_<field>`. Needs no cluster and changes nothing there."""

    options: ClassVar[Options] = {
        **INSTALLATION_OPTIONS,
        "owner": {"type": "str", "required": True},
        "cluster": {"type": "dict", "required": True},
        "charts": {"type": "path", "required": True},
        "images": {"type": "path", "required": True},
        "changes": {"type": "dict", "default": {}},
        "changes_kind": {"type": "str", "default": configure.KIND.name, "choices": [*all_kinds()]},
    }

    def run(self, tmp: str | None = None, task_vars: dict[str, Any] | None = None) -> Result:
        """Run with the variables at hand."""
        self._variables = task_vars or {}
        return super().run(tmp, task_vars)

    def act(self, arguments: dict[str, Any]) -> Result:
        """Return `placed`: everything the other roles need to know of the store."""
        fields = self._templar.template(spec_fields(self._variables))
        kind = all_kinds()[arguments["changes_kind"]]
        changes = wanted_changes(kind, arguments["changes"])
        values = filled_in(with_switches(plain(fields)), cluster=arguments["cluster"]["name"])
        spec = StoreSpec.model_validate(values)
        cluster = Cluster.model_validate(plain(arguments["cluster"]))
        engine = find_engine(Path(arguments["charts"]), spec.engine)
        chart = Path(arguments["charts"]) / spec.engine
        check_known(engine, spec, but=came_later(chart))
        if arguments["changes"]:  # of some kinds, what says nothing takes something back
            check_settings(engine, chart, kind, changes)
            spec = kind.spec_after(spec, changes)
        check_choice(engine, plan=spec.plan, currency=spec.currency, country=spec.country)
        images = with_own(read_images(Path(arguments["images"]).expanduser()), engine, spec)
        placed = place(spec, cluster, engine, images, arguments["charts"])
        labels = labels_of(spec.id, installation=self.installation(arguments), owner=str(arguments["owner"]))
        return {"placed": {**placed, "labels": labels}}


def place(spec: StoreSpec, cluster: Cluster, engine: Engine, images: dict[str, str], charts: str) -> Result:
    """What the other roles need, as plain data: nothing in it is ever a template."""
    plan, chart = engine.plans[spec.plan], Path(charts) / spec.engine
    values = known_values(chart, chart_values(spec, cluster, engine, images))
    return {
        "id": spec.id,
        "namespace": namespace_of(spec.id),
        "engine": spec.engine,
        "plan": spec.plan,
        "country": spec.country,
        "currency": spec.currency,
        "url": cluster.url(spec.id, spec.domains),
        "quota": plan.quota,
        "account": cluster.bound,
        "installs": EXTENSIONS in engine.settings,
        "extensions": as_data(ships_with(plan.extensions, spec.extensions)),
        "adapter": engine.adapter,
        "secret_name": SECRET_NAME,
        "secret_keys": {key: rule.model_dump(by_alias=True) for key, rule in engine.secret_keys.items()},
        "secret_sources": {"admin_email": spec.admin_email},
        "platform_mail": relay_of(spec, cluster) is not None and spec.mail is None,
        "takes_payments": payments_of(spec) is not None,
        "chart": str(chart),
        "values": values,
        "deployed": deployed(engine, chart, values, images),
        "timeout": engine.timeouts.get("helm", 300),
        "spec": spec.model_dump(mode="json"),
        "data": engine.data.model_dump() if engine.data else {},
        "database": engine.images[IMAGE_PARTS.index("db")],
    }


def known_values(chart: Path, values: dict[str, Any]) -> dict[str, Any]:
    """The values without fields of a store that came after this chart: its schema refuses them."""
    later = came_later(chart, values["store"])
    return {**values, "store": {name: value for name, value in values["store"].items() if name not in later}}


def came_later(chart: Path, names: Iterable[str] = CHART_NAMES.values()) -> frozenset[str]:
    """Those of the values of a chart's `store` that it does not have yet, as it may be a kept copy."""
    schema = chart / "values.schema.json"
    if not schema.is_file():
        return frozenset()
    known = json.loads(schema.read_text(encoding="utf-8"))["properties"]["store"]["properties"]
    return frozenset(names).difference(known)


def wanted_changes(kind: Kind, given: Mapping[str, Any]) -> dict[str, Any]:
    """What a kind that changes settings is asked for, by its own rules; nothing given: nothing. Raises InvalidRequest."""
    if not given:
        return {}
    try:
        return kind.parameters.model_validate(plain(given)).model_dump(exclude_none=True)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = "_".join([kind.name, *(str(part) for part in first["loc"])])
        rule = first["msg"].removeprefix("Value error, ")
        said = rule if not first["loc"] else f"cannot be {first['input']!r}: {rule[:1].lower()}{rule[1:]}"
        raise InvalidRequest(said, field=where) from error


def check_settings(engine: Engine, chart: Path, kind: Kind, changes: Mapping[str, Any]) -> None:
    """Raise InvalidRequest for a setting that the engine's image would not take over: it would be changed in name only.

    A chart that has the field already and an engine that does not know it: no later version does.
    """
    for name in kind.settings(changes):
        if name in engine.settings:
            continue
        why = f"the image of this version of {engine.title} does not take it over. Upgrade the store first"
        chart_name = CHART_NAMES.get(name, name)  # what is no field there has the same name in a chart's `store`
        if engine.lacks(name) and chart_name not in came_later(chart, [chart_name]):
            why = f"{engine.lacks(name)}. Leave it out"
        raise InvalidRequest(f"cannot be changed: {why}", field=f"{kind.name}_{name}" if name in changes else kind.name)


def deployed(engine: Engine, chart: Path, values: dict[str, Any], images: dict[str, str]) -> Result:
    """What will be installed, as it is recorded of the store afterwards."""
    return {
        "engine_version": engine.version,
        "chart_version": chart_version(chart),
        "chart_digest": chart_digest(chart),
        "images": {name: images[name] for name in engine.images},
        "values_hash": hash_of(values),
    }


def find_engine(charts: Path, name: str) -> Engine:
    """Read charts/<name>/engine.yml. Raises InvalidRequest for an engine that is not there."""
    file = charts / name / "engine.yml"
    if not file.is_file():
        known = ", ".join(sorted(path.parent.name for path in charts.glob("*/engine.yml")))
        raise InvalidRequest(f"must be one of: {known}", field="engine")
    return read_engine(file)


def spec_fields(variables: Mapping[str, Any]) -> dict[str, Any]:
    """Return the variables that are fields of the spec, by field.

    Raises InvalidRequest for a `store_…` variable that is none, unless it begins with the name of a role or of a kind.
    """
    roles = (path.name for path in Path(variables["role_path"]).parent.glob(f"{PREFIX}*"))
    prefixes = tuple(f"{name}_" for name in (*roles, *(f"{PREFIX}{kind}" for kind in all_kinds())))
    own = [name for name in variables if name.startswith(PREFIX) and not name.startswith(prefixes)]
    given = {name.removeprefix(PREFIX): variables[name] for name in own}
    known = [*StoreSpec.model_fields, *sorted(OTHERS)]
    for name in given:
        if name not in known:
            near = get_close_matches(name, known, n=1, cutoff=0)
            raise InvalidRequest(f"is not a variable of a store: did you mean {PREFIX}{near[0]}?", field=name)
    return {name: value for name, value in given.items() if name not in OTHERS}


def filled_in(values: dict[str, Any], *, cluster: str) -> dict[str, Any]:
    """Return the values with those that a plain run may leave out."""
    store_id = values.get("id")
    made = {"name": store_id, "admin_email": default_email(store_id)} if store_id else {}
    country = values.get("country", StoreSpec.model_fields["country"].default)
    return {"cluster": cluster, "locale": locale_of(str(country)), **made, **values}


def with_switches(values: dict[str, Any]) -> dict[str, Any]:
    """The values with yes and no as Ansible knows them, since `-e` makes text of all; any other word stays and is refused."""
    switches = {name for name, field in StoreSpec.model_fields.items() if field.annotation is bool and name in values}
    return {**values, **{name: boolean(values[name]) for name in switches if str(values[name]).lower() in BOOLEANS}}
