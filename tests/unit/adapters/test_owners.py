"""The administrator's account of a shop: what its engine's program is told, and what of its words is believed."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Sequence

import pytest

from functions.adapters.owners import OwnerAccount, open_account, starts_for
from functions.application.rotating import RotateFailed
from functions.domain.rotation import Which

ENGINES = pytest.mark.parametrize("engine", ["medusa", "woocommerce"])


class Shop:
    """A shop's pod, which answers what it is told to."""

    def __init__(self, says: object = None, *, text: str = "") -> None:
        self.text = text or json.dumps(says)
        self.commands: list[Sequence[str]] = []
        self.programs: list[str] = []

    def __call__(self, command: Sequence[str], stdin: str) -> str:
        self.commands.append(command)
        self.programs.append(stdin)
        return self.text


def account(engine: str, shop: Shop) -> OwnerAccount:
    """The account of its owner."""
    return open_account(engine, shop, email="olga@demo.example", passwords=lambda: ["db-new", "db-old"])


def asked(program: str) -> dict[str, object]:
    """What a program was told."""
    found = re.search(r"['\"]([A-Za-z0-9+/=]{40,})['\"]", program)
    assert found
    said: dict[str, object] = json.loads(base64.b64decode(found[1]))
    return said


@ENGINES
def test_passwords_come_in_the_program_and_never_in_a_command(engine: str) -> None:
    shop = Shop({"found": True, "takes": [True, False]})
    who = account(engine, shop)

    assert who.takes("correct-horse", 'it\'s "quoted"\n?>') == [True, False]
    who.set("correct-horse")

    assert not any("horse" in word for command in shop.commands for word in command)
    assert not any("horse" in program for program in shop.programs)  # it is encoded: no sign of it can end a string
    assert [asked(program) for program in shop.programs] == [
        {"try": ["correct-horse", 'it\'s "quoted"\n?>'], "email": "olga@demo.example", "database": ["db-new", "db-old"]},
        {"set": "correct-horse", "try": [], "email": "olga@demo.example", "database": ["db-new", "db-old"]},
    ]


@ENGINES
def test_a_shop_without_the_account_is_told(engine: str) -> None:
    with pytest.raises(RotateFailed, match="no account any more of the administrator"):
        account(engine, Shop({"found": False, "takes": []})).takes()


@pytest.mark.parametrize("text", ["", "a warning\n{}", "[]", '{"found": 1}'])
def test_words_that_make_no_sense_are_no_answer(text: str) -> None:
    with pytest.raises(RotateFailed, match=r"the shop (does not say which|has no account)"):
        account("medusa", Shop(text=text or " ")).takes("x")


def test_an_answer_for_other_passwords_than_were_asked_about_is_none() -> None:
    with pytest.raises(RotateFailed, match="does not say which password"):
        account("medusa", Shop({"found": True, "takes": [True]})).takes("x", "y")


def test_an_engine_says_after_which_change_its_pods_start_anew() -> None:
    assert set(starts_for("woocommerce")) == set(Which)
    assert set(starts_for("medusa")) == {Which.DATABASE}
