"""The entities of chat programs (functions/domain/entities.py: what a declaration says).

entity             pk                                     sk            related                 listed
chat_link          CHAT_LINK#<provider>#<team>#<person>   CHAT_LINK     CHAT_LINKS#<user>: <id>
chat_code          CHAT_CODE#<id>                         CHAT_CODE
chat_button        CHAT_BUTTON#<nonce_hash>               CHAT_BUTTON
chat_nonce         CHAT_NONCE#<nonce_hash>                CHAT_NONCE
chat_message       CHAT_MESSAGE#<operation_id>            CHAT_MESSAGE                          CHAT_MESSAGES_DUE: <due_at>#…
chat_answer        CHAT_ANSWER#<id>                       CHAT_ANSWER                           CHAT_ANSWERS_DUE: <due_at>#<id>

A message is listed while something is to be sent of it, an answer until it is sent.
"""

from __future__ import annotations

from typing import Final

from functions.domain.chat import ChatAnswer, ChatButton, ChatCode, ChatLink, ChatMessage, ChatNonce
from functions.domain.entities import EntityType, Place

CHAT_LINKS = EntityType(
    "chat_link",
    ChatLink,
    key=Place("CHAT_LINK#{provider}#{team}#{chat_user}", "CHAT_LINK"),
    by={"related": Place("CHAT_LINKS#{user}", "{id}")},
    expires="expires_at",
)
CHAT_CODES = EntityType("chat_code", ChatCode, key=Place("CHAT_CODE#{id}", "CHAT_CODE"), expires="expires_at")
CHAT_BUTTONS = EntityType("chat_button", ChatButton, key=Place("CHAT_BUTTON#{nonce_hash}", "CHAT_BUTTON"), expires="expires_at")
CHAT_NONCES = EntityType("chat_nonce", ChatNonce, key=Place("CHAT_NONCE#{nonce_hash}", "CHAT_NONCE"), expires="expires_at")
CHAT_MESSAGES = EntityType(
    "chat_message",
    ChatMessage,
    key=Place("CHAT_MESSAGE#{operation_id}", "CHAT_MESSAGE"),
    by={
        "listed": Place(
            "CHAT_MESSAGES_DUE",
            "{due_at:%Y-%m-%dT%H:%M:%S.%f}#{operation_id}",
            when=lambda message: message.waiting,
        )
    },
    expires="expires_at",
)
CHAT_ANSWERS = EntityType(
    "chat_answer",
    ChatAnswer,
    key=Place("CHAT_ANSWER#{id}", "CHAT_ANSWER"),
    by={"listed": Place("CHAT_ANSWERS_DUE", "{due_at:%Y-%m-%dT%H:%M:%S.%f}#{id}")},
    expires="expires_at",
)

USERS_CHAT_LINKS: Final = CHAT_LINKS.related
DUE_CHAT_MESSAGES: Final = CHAT_MESSAGES.listed
DUE_CHAT_ANSWERS: Final = CHAT_ANSWERS.listed
