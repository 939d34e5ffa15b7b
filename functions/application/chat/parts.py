"""What chat programs consist of, over one store of record: built only where one is configured, but for the links."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from functions.application.activity import ActivityLog
from functions.application.chat.accounts import ChatAccounts
from functions.application.chat.buttons import ChatButtons
from functions.application.chat.conversation import Conversation
from functions.application.chat.courier import ChatCourier, Senders
from functions.application.chat.follower import ChatFollower
from functions.application.chat.mattermost import MattermostForm
from functions.application.chat.replay import Replays
from functions.application.chat.said import Form
from functions.application.chat.service import ChatService
from functions.application.chat.slack import SlackForm
from functions.application.ports.repository import Repository
from functions.application.ports.system import Clock
from functions.application.rates import Rates
from functions.domain.chat import Provider


@dataclass(frozen=True)
class ChatSecrets:
    """What proves that a request is a chat program's; none: it is not configured.

    `slack` are signing secrets, `mattermost` tokens, each the current one and perhaps the one before.
    """

    slack: tuple[str, ...] = field(default=(), repr=False)
    mattermost: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True)
class Chat:
    """What lines do, whose accounts people act as, what they say, the subscriber that follows operations, and who sends."""

    commands: ChatService
    accounts: ChatAccounts
    conversation: Conversation
    follower: ChatFollower
    courier: ChatCourier
    replays: Replays
    forms: Mapping[Provider, Form]
    mattermost: MattermostForm
    secrets: ChatSecrets

    @classmethod
    def over(  # noqa: PLR0913 - the ports they need, by name
        cls,
        repository: Repository,
        *,
        clock: Clock,
        service: ChatService,
        rates: Rates,
        activity: ActivityLog,
        senders: Senders,
        secrets: ChatSecrets,
        page_url: str,
        changed: Callable[[], object] = lambda: None,
    ) -> Chat:
        """Return all of them over one store of record."""
        accounts = ChatAccounts(repository=repository, clock=clock, activity=activity, page_url=page_url)
        buttons, mattermost = ChatButtons(repository=repository, clock=clock), MattermostForm(page_url)
        forms: Mapping[Provider, Form] = {Provider.SLACK: SlackForm(), Provider.MATTERMOST: mattermost}
        conversation = Conversation(
            chat=service,
            accounts=accounts,
            buttons=buttons,
            repository=repository,
            clock=clock,
            rates=rates,
            changed=changed,
        )
        courier = ChatCourier(
            repository=repository,
            clock=clock,
            senders=senders,
            forms=forms,
            conversation=conversation,
            buttons=buttons,
            page_url=page_url,
        )
        follower = ChatFollower(repository=repository, clock=clock, changed=changed)
        replays = Replays(repository=repository, clock=clock)
        return cls(service, accounts, conversation, follower, courier, replays, forms, mattermost, secrets)
