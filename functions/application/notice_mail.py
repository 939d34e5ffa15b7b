"""A message as a mail: a subject, a text, and the same as a page. Pure."""

from __future__ import annotations

from html import escape

from functions.application.notice_formats import ABOUT, OPEN
from functions.application.notice_words import Message, one_line
from functions.application.ports.notices import Mail

SUBJECT_MAX = 150


def mail_of(message: Message, *, to: str, name: str) -> Mail:
    """Return a mail. `name` is the same each time that the same message is sent, so that a mailbox may keep one of them."""
    return Mail(to=to, subject=one_line(message.title, SUBJECT_MAX), text=_text(message), html=_page(message), name=name)


def code_mail(code: str, *, to: str, name: str, minutes: int) -> Mail:
    """Return the mail that asks whether an address may be sent notices. It has nothing in it that somebody typed."""
    message = Message(
        "Confirm this address for notices of Storeyard",
        reason=f"Somebody asked that notices of online shops go to this address. The code is {code}, for {minutes} minutes.",
        advice="Give them the code if you want the notices. If you do not know what this is, do nothing: no notice is sent.",
    )
    return mail_of(message, to=to, name=name)


def _text(message: Message) -> str:
    parts = [message.title, message.reason, *(f"- {line}" for line in message.lines), message.advice]
    links = [f"Shop: {message.shop}"] if message.shop else []
    links += [f"{OPEN}: {message.link}"] if message.link else []
    links += [f"{ABOUT}: {message.runbook}"] if message.runbook else []
    return "\n\n".join(part for part in [*parts, *links] if part) + "\n"


def _page(message: Message) -> str:
    parts = [f"<p><strong>{escape(message.title)}</strong></p>"]
    parts += [f"<p>{escape(text)}</p>" for text in (message.reason,) if text]
    if message.lines:
        parts.append(f"<ul>{''.join(f'<li>{escape(line)}</li>' for line in message.lines)}</ul>")
    parts += [f"<p>{escape(text)}</p>" for text in (message.advice,) if text]
    if message.shop:
        parts.append(f'<p><a href="{escape(message.shop)}">{escape(message.shop)}</a></p>')
    if message.link:
        parts.append(f'<p><a href="{escape(message.link)}">{OPEN}</a></p>')
    if message.runbook:
        parts.append(f'<p><a href="{escape(message.runbook)}">{ABOUT}</a></p>')
    return f'<!doctype html><html lang="en"><meta charset="utf-8"><body>{"".join(parts)}</body></html>'
