"""The settings of chat programs: a part of functions/settings.py, which reads them."""

from __future__ import annotations

from typing import Annotated, Final
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, BeforeValidator, Field, SecretStr

CHAT_SECRETS: Final = frozenset(
    {
        "SLACK_SIGNING_SECRET",
        "SLACK_SIGNING_SECRET_PREVIOUS",
        "SLACK_BOT_TOKEN",
        "SLACK_APP_TOKEN",
        "MATTERMOST_TOKEN",
        "MATTERMOST_TOKEN_PREVIOUS",
        "MATTERMOST_BOT_TOKEN",
    }
)
SECRET_MIN: Final = 16
# Where Slack takes answers, by where its Web API is; any other address (a stand-in) takes both.
HOOKS: Final = {"slack.com": "hooks.slack.com", "slack-gov.com": "hooks.slack-gov.com"}


def _address(value: str) -> str:
    return value.rstrip("/")


def _hidden(value: SecretStr | None) -> SecretStr | None:
    if value is None:
        return None
    text = value.get_secret_value()
    if len(text) < SECRET_MIN:
        raise ValueError(f"it must have at least {SECRET_MIN} characters")
    if not text.isascii() or not text.isprintable() or " " in text:
        raise ValueError("it must be letters, digits and signs of ASCII, without spaces")
    return value


Secret = Annotated[SecretStr | None, AfterValidator(_hidden)]
Address = Annotated[str, BeforeValidator(_address), Field(pattern=r"^https?://[^\s/?#@]+(/[^\s?#]*)?$")]


class ChatSettings(BaseModel):
    """Where people talk, and what proves that a request comes from there."""

    page_url: Address | None = Field(
        None,
        alias="PAGE_URL",
        description="address at which people open the page, for links in messages; none: that of loopback",
    )
    slack_signing_secret: Secret = Field(
        None, alias="SLACK_SIGNING_SECRET", description="what Slack signs its requests with; none: none are taken over HTTP"
    )
    slack_signing_secret_previous: Secret = Field(
        None, alias="SLACK_SIGNING_SECRET_PREVIOUS", description="the one before, while it is being changed"
    )
    slack_bot_token: Secret = Field(
        None, alias="SLACK_BOT_TOKEN", description="token of the app's bot (xoxb-), which posts messages and edits them"
    )
    slack_app_token: Secret = Field(
        None,
        alias="SLACK_APP_TOKEN",
        description="token of the app (xapp-) for Socket Mode, on one machine: Slack needs no way to it then",
    )
    slack_api: Address = Field("https://slack.com/api", alias="SLACK_API", description="address of Slack's Web API")
    mattermost_url: Address | None = Field(
        None, alias="MATTERMOST_URL", description="address of the Mattermost server; none: no commands from Mattermost"
    )
    mattermost_token: Secret = Field(
        None, alias="MATTERMOST_TOKEN", description="token of the slash command in Mattermost, which each request shows"
    )
    mattermost_token_previous: Secret = Field(
        None, alias="MATTERMOST_TOKEN_PREVIOUS", description="the one before, while it is being changed"
    )
    mattermost_bot_token: Secret = Field(
        None, alias="MATTERMOST_BOT_TOKEN", description="access token of the bot account that posts messages and edits them"
    )

    @property
    def slack_wanted(self) -> bool:
        """True if Slack is configured, over HTTP or by Socket Mode."""
        return self.slack_bot_token is not None

    @property
    def mattermost_wanted(self) -> bool:
        """True if Mattermost is configured."""
        return self.mattermost_url is not None

    @property
    def chat_wanted(self) -> bool:
        """True if any chat program is configured."""
        return self.slack_wanted or self.mattermost_wanted

    @property
    def slack_answers_at(self) -> str:
        """What the addresses begin with that Slack gives for answers."""
        parts = urlsplit(self.slack_api)
        hooks = HOOKS.get(parts.netloc, parts.netloc)
        return f"{parts.scheme}://{hooks}/"

    @property
    def chat_lacks(self) -> tuple[str, str] | None:
        """The setting that a chat program still needs, and the rule; None: it has all, or none of them.

        Asked where one process does everything: on AWS each function has only the secrets that it needs.
        """
        slack = (self.slack_signing_secret, self.slack_app_token)
        if any(slack) and self.slack_bot_token is None:
            return "SLACK_BOT_TOKEN", "must be given with SLACK_SIGNING_SECRET or SLACK_APP_TOKEN"
        if self.slack_bot_token is not None and not any(slack):
            return "SLACK_SIGNING_SECRET", "must be given with SLACK_BOT_TOKEN, or SLACK_APP_TOKEN for Socket Mode"
        mattermost = {
            "MATTERMOST_URL": self.mattermost_url,
            "MATTERMOST_TOKEN": self.mattermost_token,
            "MATTERMOST_BOT_TOKEN": self.mattermost_bot_token,
        }
        missing = [name for name, value in mattermost.items() if value is None]
        if not missing or len(missing) == len(mattermost):
            return None
        return missing[0], f"must be given with {' and '.join(name for name in mattermost if name not in missing)}"


def known(*secrets: SecretStr | None) -> tuple[str, ...]:
    """Return the secrets that there are, as they are sent."""
    return tuple(secret.get_secret_value() for secret in secrets if secret is not None)
