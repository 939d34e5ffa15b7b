"""store_spec: check what is asked for by the platform's own rules, and work out what it means on this cluster."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any, ClassVar

from ansible.module_utils.parsing.convert_bool import BOOLEANS, boolean

from functions.actions.base import INSTALLATION_OPTIONS, Options, Result, StoreAction
from functions.adapters.catalogue import read_engine, read_images
from functions.adapters.charts import chart_version
from functions.domain.cluster import Cluster
from functions.domain.engine import Engine
from functions.domain.errors import InvalidRequest
from functions.domain.placement import SECRET_NAME, chart_values, check_choice, labels_of, namespace_of
from functions.domain.store import StoreSpec


class SpecAction(StoreAction):
    """Needs no cluster and changes nothing there."""

    options: ClassVar[Options] = {
        **INSTALLATION_OPTIONS,
        "owner": {"type": "str", "required": True},
        "spec": {"type": "dict", "required": True},
        "cluster": {"type": "dict", "required": True},
        "charts": {"type": "path", "required": True},
        "images": {"type": "path", "required": True},
    }

    def act(self, arguments: dict[str, Any]) -> Result:
        """Return `placed`: everything the other roles need to know of the store."""
        spec = StoreSpec.model_validate(with_switches(plain(arguments["spec"])))
        cluster = Cluster.model_validate(plain(arguments["cluster"]))
        engine = find_engine(Path(arguments["charts"]), spec.engine)
        check_choice(engine, plan=spec.plan, currency=spec.currency, country=spec.country)
        placed = place(spec, cluster, engine, read_images(Path(arguments["images"]).expanduser()), arguments["charts"])
        labels = labels_of(spec.id, installation=self.installation(arguments), owner=str(arguments["owner"]))
        return {"placed": {**placed, "labels": labels}}


def place(spec: StoreSpec, cluster: Cluster, engine: Engine, images: dict[str, str], charts: str) -> Result:
    """What the other roles need, as plain data: nothing in it is ever a template."""
    plan, values = engine.plans[spec.plan], chart_values(spec, cluster, engine, images)
    return {
        "id": spec.id,
        "namespace": namespace_of(spec.id),
        "engine": spec.engine,
        "plan": spec.plan,
        "country": spec.country,
        "currency": spec.currency,
        "url": cluster.url(spec.id),
        "quota": plan.quota,
        "adapter": engine.adapter,
        "secret_name": SECRET_NAME,
        "secret_keys": {key: rule.model_dump(by_alias=True) for key, rule in engine.secret_keys.items()},
        "secret_sources": {"admin_email": spec.admin_email},
        "chart": f"{charts}/{spec.engine}",
        "values": values,
        "deployed": deployed(engine, Path(charts) / spec.engine, values, images),
        "timeout": engine.timeouts.get("helm", 300),
    }


def deployed(engine: Engine, chart: Path, values: dict[str, Any], images: dict[str, str]) -> Result:
    """What will be installed, as it is recorded of the store afterwards."""
    return {
        "engine_version": engine.version,
        "chart_version": chart_version(chart),
        "images": {name: images[name] for name in engine.images},
        "values_hash": hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest(),
    }


def find_engine(charts: Path, name: str) -> Engine:
    """Read charts/<name>/engine.yml. Raises InvalidRequest for an engine that is not there."""
    file = charts / name / "engine.yml"
    if not file.is_file():
        known = ", ".join(sorted(path.parent.name for path in charts.glob("*/engine.yml")))
        raise InvalidRequest(f"must be one of: {known}", field="engine")
    return read_engine(file)


def plain(values: dict[str, Any]) -> dict[str, Any]:
    """The values that were given, as Python's own types: a variable that is not set counts as not given."""
    return json.loads(json.dumps({key: value for key, value in values.items() if value not in (None, "")}))  # type: ignore[no-any-return]


def with_switches(values: dict[str, Any]) -> dict[str, Any]:
    """The values with yes and no as Ansible knows them, since `-e` makes text of all; any other word stays and is refused."""
    switches = {name for name, field in StoreSpec.model_fields.items() if field.annotation is bool and name in values}
    return {**values, **{name: boolean(values[name]) for name in switches if str(values[name]).lower() in BOOLEANS}}
