"""The sizes of stores, as the command line lists them."""

from __future__ import annotations

from pathlib import Path

from tests.functional.cli.shell import Shell, answers


def test_plans_say_in_how_many_pods_a_shop_runs_and_how_far_it_grows(tmp_path: Path) -> None:
    def plan(name: str, **more: object) -> dict[str, object]:
        return {"name": name, "quotas": {"medusa": {"pods": "8"}}, **more}

    plans = [
        plan("small", replicas={"medusa": 1}, grows_to={}),
        plan("large", replicas={"medusa": 2}, grows_to={"medusa": 6}),
        plan("early"),  # of a platform that says nothing of pods
    ]
    shell = Shell(tmp_path, answers((200, {"items": plans})))

    shown = shell.type("plan", "list")

    assert shown.code == 0
    rows = {words[0]: words[1:] for words in (line.split() for line in shown.out.splitlines()) if words}
    assert (rows["small"][:2], rows["large"][:2]) == (["medusa", "1"], ["medusa", "2-6"])
    assert rows["early"][0] == "medusa"
