"""What an operation that gives a store another revision is to install: what is on offer, or what a backup was made at."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from pydantic import ValidationError

from functions.application.backups_named import backups_of
from functions.application.domain_rights import not_held
from functions.application.installed import as_target, deployed_of, new_target, taken_along, target_of
from functions.application.ports.catalogue import Catalogue
from functions.application.ports.repository import Repository
from functions.application.variables import known_fields
from functions.domain.backup import Backup
from functions.domain.engine import Engine
from functions.domain.errors import InvalidRequest, NoBackupOfRevision, NothingToUpgrade, OperationNotAllowed
from functions.domain.fields import note_of
from functions.domain.image import check_allowed
from functions.domain.kinds.base import Kind
from functions.domain.placement import check_choice, choose_engine
from functions.domain.store import Store, StoreSpec, StoreStatus
from functions.domain.version import Deployed, Target, is_newer

# What a store is, whatever revision it is at.
IDENTITY: Final = ("id", "cluster", "is_copy")
# What a chart may not have known yet: a spec that does not say it is of a shop that had the default.
LATER: Final = frozenset(name for name, field in StoreSpec.model_fields.items() if note_of(field).without or name == "locale")


Resolved = tuple[dict[str, Any], Target | None, StoreSpec]


def resolved(repository: Repository, catalogue: Catalogue, kind: Kind, store: Store, parameters: dict[str, Any]) -> Resolved:
    """Return the parameters, the target and the spec that an operation is recorded with.

    Raises InvalidRequest, OperationNotAllowed (NothingToUpgrade), NoBackupOfRevision.
    """
    if kind.goes_back:
        return _back(repository, catalogue, store, parameters)
    if kind.knows_revision:
        parameters = {**parameters, "revision": deployed_of(store).revision}
    spec = kind.spec_asked(store.spec, parameters)
    if spec.plan != store.spec.plan:
        engine = choose_engine(spec.engine, catalogue.engines(), catalogue.problems())
        check_choice(engine, plan=spec.plan, currency=spec.currency, country=spec.country)
    if spec.image != store.spec.image:
        check_allowed(spec.image, catalogue.own_images())
    if kind.newer:
        return parameters, newest(catalogue, store, spec), spec
    target = target_of(repository, catalogue, kind, store)
    if kind.moves and target is not None:
        target = taken_along(catalogue, store, target, parameters["cluster"])
    return parameters, target, spec


def newest(catalogue: Catalogue, store: Store, spec: StoreSpec) -> Target:
    """Return what an upgrade of the store to this spec installs: an image that its owner named is what that says.

    Raises NothingToUpgrade or OperationNotAllowed, InvalidRequest.
    """
    engine = choose_engine(store.spec.engine, catalogue.engines(), catalogue.problems())
    deployed, target = deployed_of(store), new_target(catalogue, engine, spec, store.spec.cluster)
    if is_newer(deployed.engine_version, target.engine_version) or is_newer(deployed.chart_version, target.chart_version):
        raise NothingToUpgrade(
            f"{store.id} is on {_versions(engine, deployed)}, which is later than what this platform has: "
            f"{_versions(engine, target)}"
        )
    if is_same(deployed, target) and store.status is not StoreStatus.FAILED:  # what failed goes on, and is opened
        raise NothingToUpgrade(f"{store.id} is on the newest: {_versions(engine, target)}")
    return target


def is_same(deployed: Deployed, target: Target) -> bool:
    """True where the target is what is installed. A row without a digest of its chart says only the version."""
    chart = deployed.chart_digest in {"", target.chart_digest} and deployed.chart_version == target.chart_version
    return chart and deployed.images == target.images


def _versions(engine: Engine, what: Deployed | Target) -> str:
    return f"{engine.title} {what.engine_version}, chart {what.chart_version}"


def _back(repository: Repository, catalogue: Catalogue, store: Store, parameters: dict[str, Any]) -> Resolved:
    """The backup of a revision says what was installed, and what the store was.

    Its chart is not needed to go back, which Helm's own record does: it is wanted for what comes after.
    """
    deployed_of(store)
    revision = parameters["revision"]
    fitting = (each for each in backups_of(repository, store) if each.manifest.revision == revision)
    backup = next((each for each in fitting if parameters["backup"] in {None, each.id}), None)
    if backup is None:
        which = f"the backup {parameters['backup']}" if parameters["backup"] else "no backup"
        there = f"`storeyard backup list {store.id}` has those that are there"
        raise NoBackupOfRevision(f"{which} of {store.id} was made at revision {revision}: {there}")
    was = backup.deployed
    held = was is not None and catalogue.holds(store.spec.engine, was.chart_digest)
    target = as_target(was, was.chart_digest) if was is not None and held else None
    spec = _spec_of(store, backup)
    if lost := not_held(repository, store, spec.domains):
        raise OperationNotAllowed(
            f"{store.id} answered at {lost[0]} at revision {revision}, which it does not hold any more: claim it anew, choose "
            "another revision, or restore a backup, which leaves the domains as they are"
        )
    return {**parameters, "backup": backup.id}, target, spec


def _spec_of(store: Store, backup: Backup) -> StoreSpec:
    """The spec of then, for the store of now. Raises InvalidRequest."""
    kept = {name: getattr(store.spec, name) for name in IDENTITY}
    then: Mapping[str, Any] = known_fields(backup.manifest.spec)
    now = {name: value for name, value in store.spec.model_dump().items() if name not in LATER}
    try:
        return StoreSpec.model_validate({**now, **then, **kept})
    except ValidationError as error:
        names = ", ".join(sorted({str(each["loc"][0]) for each in error.errors(include_url=False)}))
        raise InvalidRequest(
            f"has a backup that says of its store what this version refuses: {names}", field="revision"
        ) from error
