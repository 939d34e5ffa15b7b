"""Backups over the API: lists and their pages, pins, deletions, downloads, schedules, and what the activity log says."""

from __future__ import annotations

import base64
import hashlib
import json
from datetime import timedelta
from typing import Any

import pytest

from functions.api.asgi import App
from functions.application.paging import write_cursor
from functions.application.ports.repository import Insert, Replace
from functions.domain.backup import BackupCause, folder_of
from functions.domain.entities import ALL_LEFTOVERS, BACKUPS, SCHEDULES, STORES
from functions.domain.operation import OperationStatus
from functions.domain.schedule import Due, Schedule
from tests.fakes.backups import DUMP, FILES, backup
from tests.fakes.platform import START
from tests.fakes.samples import operation, store
from tests.functional.api.client import ADA, OLGA, OTTO, STREAMS, Api, Reply, over_http
from tests.functional.api.wire import chunk, messages, run, scope

DAY = timedelta(days=1)


def keep(api: Api, backup_id: str, **fields: Any) -> None:
    """Put a backup there, with its files."""
    kept = backup(backup_id, **fields)
    api.platform.repository.commit(Insert(kept))
    api.platform.target.keep(kept)


def ids(reply: Reply) -> list[str]:
    assert reply.status == 200, reply.text
    return [item["id"] for item in reply.json["items"]]


@pytest.fixture
def yard(api: Api) -> Api:
    """Olga's store `demo` with three backups, one of a store of hers that is gone, and one of Otto's."""
    api.platform.repository.commit(Insert(store()), Insert(store("ottos", owner="otto")))
    for number in (1, 2, 4):
        keep(api, f"OP00000{number}", made_at=START + number * DAY)
    keep(api, "OP000003", store_id="gone", made_at=START + 3 * DAY, gone_at=START + 4 * DAY)
    keep(api, "OP000005", store_id="ottos", owner="otto")
    return api


def test_a_stores_backups_come_newest_first_in_pages(yard: Api) -> None:
    first = yard.get("/api/stores/demo/backups?limit=2")
    second = yard.get(f"/api/stores/demo/backups?limit=2&cursor={first.json['next_cursor']}")

    assert (ids(first), ids(second)) == (["OP000004", "OP000002"], ["OP000001"])
    assert second.json["next_cursor"] is None
    assert ids(yard.get("/api/stores/demo/backups", token=ADA)) == ["OP000004", "OP000002", "OP000001"]


def test_a_backup_says_what_is_in_it_and_how_long_it_is_kept(yard: Api) -> None:
    keep(yard, "OP000009", cause=BackupCause.ASKED, proven_at=START + DAY, restore_seconds=41.5, pinned=False)

    found = yard.get("/api/backups/OP000009").json

    assert found == {
        "id": "OP000009",
        "store": "demo",
        "owner": "olga",
        "created_at": "2026-01-01T12:00:00Z",
        "made_at": "2026-01-01T12:00:00Z",
        "size": len(DUMP) + len(FILES),
        "status": "proven",
        "proven_at": "2026-01-02T12:00:00Z",
        "restore_seconds": 41.5,
        "pinned": False,
        "cause": "asked",
        "engine": "medusa",
        "engine_version": "1.0",
        "revision": 1,
        "counts": {"orders": 3, "products": 2, "customers": 1},
        "highest_order": "1003",
        "kept_until": "2026-01-08T12:00:00Z",
        "parts": {
            "database": {"file": "database.dump", "size": len(DUMP), "sha256": hashlib.sha256(DUMP).hexdigest()},
            "files": {"file": "files.tar.zst", "size": len(FILES), "sha256": hashlib.sha256(FILES).hexdigest()},
        },
        "links": {
            "self": "/api/backups/OP000009",
            "store": "/api/stores/demo",
            "downloads": {part: f"/api/backups/OP000009/download/{part}" for part in ("database", "files", "manifest")},
        },
    }
    assert yard.get("/api/backups/OP000001").json["status"] == "good"
    assert yard.get("/api/backups/OP000001").json["kept_until"] is None
    assert yard.get("/api/backups/OP000003").json["kept_until"] == "2026-02-04T12:00:00Z"


def test_a_store_that_is_gone_has_its_backups_and_one_that_never_was_has_none(yard: Api) -> None:
    assert ids(yard.get("/api/stores/gone/backups")) == ["OP000003"]
    assert yard.get("/api/stores/gone/backups", token=OTTO).status == 404
    assert yard.get("/api/stores/never/backups").status == 404
    yard.platform.repository.commit(Insert(store("fresh")))
    assert ids(yard.get("/api/stores/fresh/backups")) == []


def test_an_owner_lists_their_own_and_an_admin_all(yard: Api) -> None:
    assert ids(yard.get("/api/backups")) == ["OP000004", "OP000003", "OP000002", "OP000001"]
    assert ids(yard.get("/api/backups", token=OTTO)) == ["OP000005"]
    assert ids(yard.get("/api/backups", token=ADA)) == ["OP000005", "OP000004", "OP000003", "OP000002", "OP000001"]
    assert ids(yard.get("/api/backups?store=gone")) == ["OP000003"]
    assert ids(yard.get("/api/backups?store=demo", token=OTTO)) == []


@pytest.mark.parametrize("token", [OLGA, ADA])
@pytest.mark.parametrize("path", ["/api/backups", "/api/backups?store=demo", "/api/stores/demo/backups"])
def test_pages_go_on_where_they_ended_and_a_cursor_is_of_its_own_list(yard: Api, path: str, token: str) -> None:
    whole, found, cursor = ids(yard.get(path, token=token)), list[str](), ""
    mark = "&" if "?" in path else "?"
    while cursor is not None:
        page = yard.get(f"{path}{mark}limit=1{f'&cursor={cursor}' if cursor else ''}", token=token)
        found += ids(page)
        cursor = page.json["next_cursor"]

    assert found == whole
    for strange in ("junk", write_cursor("backups/gone", "OP000003"), write_cursor("stores", "demo")):
        assert yard.get(f"{path}{mark}cursor={strange}", token=token).status == 422


def test_another_owners_cursor_leads_to_ones_own_backups_only(yard: Api) -> None:
    keep(yard, "OP000007", store_id="ottos", owner="otto")
    cursor = yard.get("/api/backups?limit=1", token=OTTO).json["next_cursor"]

    assert set(ids(yard.get(f"/api/backups?cursor={cursor}"))) <= {"OP000001", "OP000002", "OP000003", "OP000004"}


def test_what_an_earlier_owner_of_an_id_left_is_theirs(yard: Api) -> None:
    keep(yard, "OP000008", store_id="ottos", owner="olga")

    assert ids(yard.get("/api/stores/ottos/backups", token=OTTO)) == ["OP000005"]
    assert ids(yard.get("/api/stores/ottos/backups")) == ["OP000008"]


def test_a_pin_keeps_a_backup_from_being_deleted_until_it_is_taken_off(yard: Api) -> None:
    body = json.dumps({"pinned": True})
    assert yard.call("PATCH", "/api/backups/OP000001", body=body).json["pinned"] is True

    refused = yard.call("DELETE", "/api/backups/OP000001")

    assert (refused.status, refused.json["reason"]) == (409, "BackupPinned")
    assert "unpin it" in refused.json["detail"]
    yard.call("PATCH", "/api/backups/OP000001", body=json.dumps({"pinned": False}))
    assert yard.call("DELETE", "/api/backups/OP000001").status == 204


@pytest.mark.parametrize("body", [{}, {"pinned": "yes"}, {"pinned": None}, {"pinned": True, "cause": "asked"}])
def test_a_change_that_is_none_is_refused_and_changes_nothing(yard: Api, body: dict[str, object]) -> None:
    assert yard.call("PATCH", "/api/backups/OP000001", body=json.dumps(body)).status == 422
    assert yard.get("/api/backups/OP000001").json["pinned"] is False


def test_a_deleted_backup_is_nowhere_at_once_and_its_files_are_noted(yard: Api) -> None:
    assert yard.call("DELETE", "/api/backups/OP000002").status == 204

    assert ids(yard.get("/api/stores/demo/backups")) == ["OP000004", "OP000001"]
    assert "OP000002" not in ids(yard.get("/api/backups"))
    for method, path in (("GET", ""), ("DELETE", ""), ("GET", "/download/database")):
        assert yard.call(method, f"/api/backups/OP000002{path}", context=STREAMS).status == 404
    assert [(left.id, left.store_id) for left in yard.platform.repository.find(ALL_LEFTOVERS)] == [("OP000002", "demo")]


def test_a_backup_that_an_operation_works_with_is_not_deleted(yard: Api) -> None:
    live = operation("OP000090", store_id="other", kind="restore", parameters={"backup": "OP000001"})
    yard.platform.repository.commit(Insert(live))

    refused = yard.call("DELETE", "/api/backups/OP000001")
    assert (refused.status, refused.json["reason"]) == (409, "BackupInUse")

    yard.platform.repository.commit(Replace(live.model_copy(update={"status": OperationStatus.FAILED})))
    assert yard.call("DELETE", "/api/backups/OP000001").status == 204


def test_a_file_is_downloaded_as_it_lies_there(yard: Api) -> None:
    got = yard.get("/api/backups/OP000001/download/database", context=STREAMS)

    assert (got.status, got.text.encode()) == (200, DUMP)
    assert got.headers["content-length"] == str(len(DUMP))
    assert got.headers["content-disposition"] == 'attachment; filename="demo-OP000001-database.dump"'
    digest = base64.b64encode(hashlib.sha256(DUMP).digest()).decode()
    assert got.headers["repr-digest"] == f"sha-256=:{digest}:"
    said = yard.get("/api/backups/OP000001/download/manifest", context=STREAMS)
    assert said.json["id"] == "OP000001"
    assert said.headers["content-type"] == "application/json"
    assert yard.platform.target.open == 0


def test_what_lies_elsewhere_is_fetched_there_also_where_nothing_can_be_streamed(yard: Api) -> None:
    yard.platform.target.addresses = "https://bucket.example"

    for context in (None, STREAMS):
        reply = yard.get("/api/backups/OP000001/download/files", context=context)
        assert reply.status == 303
        assert reply.headers["location"].startswith("https://bucket.example/demo/OP000001/files.tar.zst?seconds=900")
    assert yard.platform.target.read_chunks == 0


def test_a_page_that_may_follow_no_redirect_is_told_where_a_file_is(yard: Api) -> None:
    here = yard.get("/api/backups/OP000001/download/files?redirect=false", context=STREAMS)
    assert (here.status, here.text) == (204, "")  # the platform hands it over itself
    assert (yard.platform.target.open, yard.platform.target.read_chunks) == (0, 0)
    yard.platform.target.addresses = "https://bucket.example"

    reply = yard.get("/api/backups/OP000001/download/files?redirect=false")

    assert reply.status == 200
    assert reply.json["address"].startswith("https://bucket.example/demo/OP000001/files.tar.zst?seconds=900")
    lines = yard.get("/api/activity?store=demo&action=backup.download").json["items"]
    assert len(lines) == 1, "a question is no download; an address is as good as the file"


def test_a_door_that_cannot_stream_says_so(yard: Api) -> None:
    reply = yard.get("/api/backups/OP000001/download/database")

    assert (reply.status, reply.json["reason"]) == (503, "Unavailable")
    assert yard.platform.target.open == 0


@pytest.mark.parametrize("part", ["spec", "tools", "Database", "..", "x" * 30])
def test_there_is_no_other_part(yard: Api, part: str) -> None:
    assert yard.get(f"/api/backups/OP000001/download/{part}", context=STREAMS).status == 404


def test_a_target_that_is_away_is_an_error_that_names_no_path(yard: Api) -> None:
    yard.platform.target.down = "the folder /secret/place cannot be read"

    reply = yard.get("/api/backups/OP000001/download/database", context=STREAMS)

    assert (reply.status, reply.headers["retry-after"]) == (503, "5")
    assert "secret" not in reply.text


def test_a_file_that_is_not_there_is_known_before_anything_is_answered(yard: Api) -> None:
    del yard.platform.target.kept[f"{folder_of('demo', 'OP000001')}/database.dump"]

    assert yard.get("/api/backups/OP000001/download/database", context=STREAMS).status == 503


def test_head_reads_no_more_than_the_beginning(yard: Api) -> None:
    reply = yard.call("HEAD", "/api/backups/OP000001/download/files", context=STREAMS)

    assert (reply.status, reply.text, reply.headers["content-length"]) == (200, "", str(len(FILES)))
    assert (yard.platform.target.open, yard.platform.target.read_chunks) == (0, 1)


def test_a_token_that_is_good_for_reading_lists_and_downloads_nothing(yard: Api) -> None:
    made = yard.post("/api/tokens", {"name": "report", "scope": "read"}).json["token"]

    assert yard.get("/api/backups", token=made).status == 200
    assert yard.get("/api/backups/OP000001/download/database", token=made, context=STREAMS).status == 403
    assert yard.call("DELETE", "/api/backups/OP000001", token=made).status == 403


def download(yard: Api, *, part: str = "files", client: Any = None) -> list[dict[str, Any]]:
    """Download over the ASGI door, message by message."""
    request = scope(
        "GET", f"/api/backups/OP000001/download/{part}", [("host", "localhost"), ("authorization", f"Bearer {OLGA}")]
    )
    return run(App(yard.handler), request, client or messages(chunk(b"")))


def test_chunks_go_out_one_by_one(yard: Api) -> None:
    start, *bodies = download(yard)

    assert (start["status"], dict(start["headers"])[b"content-length"]) == (200, str(len(FILES)).encode())
    assert b"".join(each["body"] for each in bodies) == FILES
    assert max(len(each["body"]) for each in bodies) == yard.platform.target.chunk
    assert [each["more_body"] for each in bodies] == [True] * (len(bodies) - 1) + [False]
    assert yard.platform.target.open == 0


def test_a_download_that_breaks_off_is_not_ended(yard: Api) -> None:
    yard.platform.target.breaks.add(f"{folder_of('demo', 'OP000001')}/files.tar.zst")

    _, *bodies = download(yard)

    assert [each["more_body"] for each in bodies] == [True]
    assert yard.platform.target.open == 0


def test_a_client_that_goes_away_ends_the_reading(yard: Api) -> None:
    yard.platform.target.chunk = 1
    sent = download(yard, client=messages(chunk(b""), {"type": "http.disconnect"}))

    assert all(each.get("more_body", True) for each in sent)
    assert yard.platform.target.open == 0
    assert yard.platform.target.read_chunks < len(FILES)


def test_a_client_over_http_gets_the_file(yard: Api) -> None:
    headers = {"authorization": f"Bearer {OLGA}"}

    reply = over_http(App(yard.handler), "GET", "/api/backups/OP000001/download/database", headers=headers)

    assert (reply.status, reply.text.encode()) == (200, DUMP)


def test_pins_deletions_and_downloads_are_in_the_activity_log(yard: Api) -> None:
    yard.call("PATCH", "/api/backups/OP000003", body='{"pinned": true}', token=ADA)
    yard.call("DELETE", "/api/backups/OP000003")
    yard.get("/api/backups/OP000003/download/files", context=STREAMS)
    yard.get("/api/backups/OP000003/download/files", token=OTTO, context=STREAMS)

    lines = yard.get("/api/activity?store=gone").json["items"]

    told = sorted((line["actor"], line["action"], line["outcome"], line["reason"]) for line in lines)
    assert told == [
        ("ada", "backup.change", "done", ""),
        ("olga", "backup.delete", "refused", "BackupPinned"),
        ("olga", "backup.download", "done", ""),
    ]
    (pinned,) = [line for line in lines if line["action"] == "backup.change"]
    assert pinned["detail"] == {"backup": "OP000003", "pinned": True}


def test_a_store_is_backed_up_as_the_setting_says_until_its_owner_says_otherwise(yard: Api) -> None:
    before = yard.get("/api/stores/demo/schedule").json

    changed = yard.call("PUT", "/api/stores/demo/schedule", body='{"hours": 6}').json

    assert (before["hours"], before["every_hours"]) == (None, 24)
    assert (changed["hours"], changed["every_hours"]) == (6, 6)
    assert "2026-01-01T12:00:00Z" < changed["next_at"] <= "2026-01-01T18:00:00Z"
    assert yard.get("/api/stores/demo/schedule").json == changed
    row = yard.platform.repository.get(SCHEDULES, store_id="demo")
    assert row is not None
    assert row.due_at == START
    never = yard.call("PUT", "/api/stores/demo/schedule", body='{"hours": 0}').json
    assert (never["hours"], never["every_hours"], never["next_at"]) == (0, 0, None)
    assert yard.call("PUT", "/api/stores/demo/schedule", body='{"hours": null}').json == before


def test_a_schedule_that_was_looked_at_says_when_the_next_backup_is_due(yard: Api) -> None:
    yard.platform.repository.commit(Insert(Schedule(store_id="demo", due_at=START, due={"backup": Due(at=START + 5 * DAY)})))

    assert yard.get("/api/stores/demo/schedule").json["next_at"] == "2026-01-06T12:00:00Z"


@pytest.mark.parametrize("field", ["hours", "drill_hours"])
@pytest.mark.parametrize("hours", [-1, 745, 1.5, "6", True, []])
def test_hours_that_are_none_are_refused_with_their_field(yard: Api, field: str, hours: object) -> None:
    refused = yard.call("PUT", "/api/stores/demo/schedule", body=json.dumps({field: hours}))

    assert refused.status == 422
    assert [error["field"] for error in refused.json["errors"]] == [field]
    kept = yard.platform.repository.get(STORES, id="demo")
    assert kept is not None
    assert (kept.backup_hours, kept.drill_hours) == (None, None)


def test_a_schedule_that_says_nothing_is_refused(yard: Api) -> None:
    refused = yard.call("PUT", "/api/stores/demo/schedule", body="{}")

    assert refused.status == 422
    assert refused.json["errors"] == [{"field": "body", "rule": "must have at least one of: hours, drill_hours"}]


def test_drills_have_times_of_their_own_and_what_is_left_out_stays(yard: Api) -> None:
    before = yard.get("/api/stores/demo/schedule").json
    yard.call("PUT", "/api/stores/demo/schedule", body='{"hours": 6}')

    changed = yard.call("PUT", "/api/stores/demo/schedule", body='{"drill_hours": 24}').json

    assert (before["drill_hours"], before["drill_every_hours"]) == (None, 168)
    assert "2026-01-01T12:00:00Z" < before["drill_next_at"] <= "2026-01-08T12:00:00Z"
    assert (changed["hours"], changed["drill_hours"], changed["drill_every_hours"]) == (6, 24, 24)
    assert "2026-01-01T12:00:00Z" < changed["drill_next_at"] <= "2026-01-02T12:00:00Z"
    assert yard.get("/api/stores/demo/schedule").json == changed
    both = yard.call("PUT", "/api/stores/demo/schedule", body='{"hours": null, "drill_hours": 0}').json
    assert (both["every_hours"], both["drill_every_hours"], both["drill_next_at"]) == (24, 0, None)
    assert yard.call("PUT", "/api/stores/demo/schedule", body='{"drill_hours": null}').json == before


def test_the_activity_log_says_what_was_said_of_a_schedule(yard: Api) -> None:
    yard.call("PUT", "/api/stores/demo/schedule", body='{"drill_hours": 0}')
    yard.platform.dispatcher.dispatch()

    (line,) = [one for one in yard.get("/api/activity").json["items"] if one["action"] == "schedule.change"]
    assert line["detail"] == {"drill_hours": 0}


def test_what_was_due_of_a_kind_that_stays_as_it_is_stays_due(yard: Api) -> None:
    due = {"backup": Due(at=START + DAY, tries=1), "drill": Due(at=START + 2 * DAY, tries=1)}
    yard.platform.repository.commit(Insert(Schedule(store_id="demo", due_at=START, due=due)))

    yard.call("PUT", "/api/stores/demo/schedule", body='{"hours": 6}')

    row = yard.platform.repository.get(SCHEDULES, store_id="demo")
    assert row is not None
    assert row.due == {"drill": due["drill"]}


def test_a_schedule_changes_under_a_live_operation_which_ends_all_the_same(yard: Api) -> None:
    yard.post("/api/stores/demo/operations", {"kind": "verify"})

    assert yard.call("PUT", "/api/stores/demo/schedule", body='{"hours": 6}').status == 200
    yard.finish("demo")

    kept = yard.platform.repository.get(STORES, id="demo")
    assert kept is not None
    assert (kept.backup_hours, kept.active_operation_id) == (6, None)
    assert yard.platform.repository.get(BACKUPS, id="OP000001") is not None
