"""A shop is run from Slack and from Mattermost on the real cluster: linked, made, followed, sold from, removed by a button.

Both are stand-ins on loopback, which the platform is started with; afterwards it is started as it was. What was said goes to
out/chat, as a text and as a picture.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import pytest

from functions.adapters.system import SystemClock
from tests.cluster.browser import page as opened
from tests.cluster.installation import API, OUT, make, until
from tests.cluster.next_images import next_images, on_offer
from tests.cluster.platform import Platform, Shop, unique
from tests.cluster.trade import ENGINES, sell_one
from tests.cluster.transcript import Transcript
from tests.e2e import ENGINE
from tests.fakes import mattermost as team
from tests.fakes.mattermost_server import mattermost_serving
from tests.fakes.slack import BOT_TOKEN, OLGA, SIGNING_SECRET, Posted, SlackWorkspace, form_of, signed
from tests.fakes.slack_server import slack_serving
from tests.functional.chatops.chats import code_in

pytestmark = pytest.mark.timeout(1800)
SECONDS = 600.0


class Chat:
    """Olga in Slack, who types and presses."""

    def __init__(self, workspace: SlackWorkspace) -> None:
        self.workspace = workspace
        self.transcript = Transcript()

    def says(self, text: str) -> dict[str, Any]:
        """Type a command; return what she alone is shown at once. Slack waits for three seconds, so this does."""
        self.transcript.typed(f"/store {text}")
        shown = self._sent("/chatops/slack", form_of(self.workspace.slash(text)))
        self.transcript.told(shown)
        return shown

    def presses(self, shown: dict[str, Any], button: str, *, ephemeral: bool = True) -> str:
        """Press a button; return what she is shown of it."""
        before = len(self.workspace.shown)
        self.transcript.typed(f"[{button}]")
        payload = self.workspace.pressed(shown, button, ephemeral=ephemeral)
        self._sent("/chatops/slack/interactions", form_of({"payload": json.dumps(payload)}))
        return self.told(before)

    def told(self, before: int) -> str:
        """Return what she is shown next, after so many answers."""
        until(lambda: len(self.workspace.shown) > before, "an answer is shown", seconds=30)
        who, shown = self.workspace.shown[before]
        assert who == OLGA
        self.transcript.told(shown)
        return str(shown["text"])

    def follows(self, words: str, *, seconds: float = SECONDS) -> Posted:
        """Wait until the message of what was asked for says these words."""

        def found() -> Posted | None:
            return next((one for one in self.workspace.messages if words in one.now["text"]), None)

        message: Posted = until(found, words, seconds=seconds)
        self.transcript.posted(message.now, len(message.editions))
        return message

    def _sent(self, path: str, body: str) -> dict[str, Any]:
        headers = signed(body, SystemClock().now())
        reply = httpx.post(f"{API}{path}", content=body, headers=headers, timeout=3.0, trust_env=False)
        assert reply.status_code == httpx.codes.OK, reply.text
        shown: dict[str, Any] = reply.json() if reply.text else {}
        return shown


class Team:
    """Olga in Mattermost."""

    def __init__(self, server: team.MattermostServer) -> None:
        self.server = server
        self.transcript = Transcript()

    def says(self, text: str) -> dict[str, Any]:
        """Type a command; return what she alone is shown at once."""
        self.transcript.typed(f"/store {text}")
        fields = self.server.slash(text)
        return self._sent("mattermost", data=fields, headers={"authorization": f"Token {fields['token']}"})

    def presses(self, shown: dict[str, Any], button: str) -> str:
        """Press a button; return what stands in its place."""
        self.transcript.typed(f"[{button}]")
        told = self._sent("mattermost/actions", json=self.server.pressed(shown, button))
        return str(told["update"]["message"])

    def follows(self, words: str) -> team.Post:
        """Wait until the post of what was asked for says these words."""
        posts = self.server.posts
        post: team.Post = until(
            lambda: next((one for one in posts if words in one.now["message"]), None), words, seconds=SECONDS
        )
        self.transcript.posted(post.now, len(post.editions))
        return post

    def _sent(self, path: str, **request: Any) -> dict[str, Any]:
        reply = httpx.post(f"{API}/chatops/{path}", timeout=3.0, trust_env=False, **request)
        assert reply.status_code == httpx.codes.OK, reply.text
        shown: dict[str, Any] = reply.json() if reply.text else {}
        self.transcript.told(shown.get("update", shown))
        return shown


@contextmanager
def started(**settings: str) -> Iterator[None]:
    """Run the platform with these chat programs, and afterwards as it was."""
    make("up", timeout=600, check=True, **settings)
    try:
        yield
    finally:
        make("up")


@pytest.fixture(scope="module")
def chats() -> Iterator[tuple[Chat, Team]]:
    """Olga in both programs, whom the platform's first owner lets act as them; what was said is kept."""
    workspace, server = SlackWorkspace(SystemClock()), team.MattermostServer(SystemClock())
    with slack_serving(workspace) as slack, mattermost_serving(server) as mattermost:
        settings = {"SLACK_API": f"{slack.url}/api", "SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_SIGNING_SECRET": SIGNING_SECRET}
        settings |= {"MATTERMOST_URL": mattermost, "MATTERMOST_TOKEN": team.COMMAND_TOKEN}
        with started(**settings, MATTERMOST_BOT_TOKEN=team.BOT_TOKEN):
            made, platform = (Chat(workspace), Team(server)), Platform()
            for says in (made[0].says, made[1].says):
                platform.client.post("/api/chat/links", {"code": code_in(says("link"))})
            yield made
            for says in (made[0].says, made[1].says):
                says("unlink")
            platform.http.close()
    with opened() as page:
        for name, transcript in (("slack", made[0].transcript), ("mattermost", made[1].transcript)):
            transcript.keep(OUT / "chat", name, page)


@pytest.fixture
def chat(chats: tuple[Chat, Team]) -> Chat:
    """Olga in Slack."""
    return chats[0]


def test_a_shop_lives_its_life_in_a_chat(chat: Chat, platform: Platform) -> None:
    store = unique("chat")
    assert chat.says(f"create “Tea & Cake” engine={ENGINE} id={store}")["text"].startswith("Accepted: ")
    made = chat.follows(f"({store}) is done")
    assert len(made.editions) > 3
    assert min(after - before for before, after in zip(made.at, made.at[1:], strict=False)).total_seconds() > 1.5
    plan = next(block for block in made.now["blocks"] if block["type"] == "plan")
    assert {task["status"] for task in plan["tasks"]} == {"complete"}
    assert [one for one in chat.workspace.messages if store in one.now["text"]] == [made]

    url = platform.store(store)["url"]
    assert Shop(url).send("GET", "/").is_success
    assert chat.says(f"show {url}")["text"].startswith(f"Tea &amp; Cake ({store}) is ready")
    before = len(chat.workspace.shown)
    assert chat.says(f"orders {store}") == {}
    assert chat.told(before) == f"{store} has no orders."
    number = sell_one(platform, store)["number"]
    chat.says(f"orders {store}")
    assert chat.told(before + 1) == f"The newest 1 orders of {store}."
    assert number in json.dumps(chat.workspace.shown[-1][1])

    assert chat.says(f"upgrade {store}")["text"]  # there is nothing newer
    with next_images(ENGINES[ENGINE]) as images, on_offer(images):
        assert chat.says(f"upgrade {store}")["text"].startswith("Accepted: upgrade")
        chat.follows(f"Upgrade of Tea &amp; Cake ({store}) is done")

        shown = chat.says(f"delete {store}")
        assert "This goes: the shop with all its data." in json.dumps(shown)
        assert chat.presses(shown, f"Delete {store}").startswith("Accepted: delete")
        chat.follows(f"Delete of Tea &amp; Cake ({store}) is done")

    assert platform.gone(store)
    assert chat.presses(shown, f"Delete {store}").startswith("This button is good no more")


def test_mattermost_runs_a_shop_as_slack_does(chats: tuple[Chat, Team], platform: Platform) -> None:
    olga, store = chats[1], unique("team")
    assert olga.says(f"create “Tea & Cake” engine={ENGINE} id={store}")["text"].startswith("Accepted: ")
    made = olga.follows(f"\\({store}\\) is done")
    assert len(made.editions) > 3
    assert "✓" in made.now["message"]
    assert "▸" not in made.now["message"]
    assert [one for one in olga.server.posts if store in one.now["message"]] == [made]

    shown = olga.says(f"delete {store}")
    assert "This goes: the shop with all its data." in shown["text"]
    assert olga.presses(shown, f"Delete {store}").startswith("Accepted: delete")
    olga.follows(f"Delete of Tea & Cake \\({store}\\) is done")
    assert platform.gone(store)
    assert olga.presses(shown, f"Delete {store}").startswith("This button is good no more")
