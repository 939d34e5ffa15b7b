"""What a line of words is taken for: whatever keyboards and chat programs make of it, and never for something else."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from functions.application.chat.commands import COMMANDS
from functions.application.chat.parsing import Misunderstood, parse
from functions.application.chat.text import words
from functions.domain.kinds import all_kinds

BLANK = "\u00a0"
CHANGES = {name for name, command in COMMANDS.items() if command.kind or name == "create"}


def read(line: str) -> tuple[str, str, str, dict[str, str]]:
    """The parts of what is asked for."""
    asked = parse(line)
    return asked.command.name, asked.store, asked.rest, dict(asked.named)


@pytest.mark.parametrize(
    ("line", "asked"),
    [
        ("", ("help", "", "", {})),
        ("  help   create ", ("help", "", "create", {})),
        ("LIST status=failed", ("list", "", "", {"status": "failed"})),
        ("/show demo", ("show", "demo", "", {})),
        (f"show{BLANK}demo", ("show", "demo", "", {})),
        ("show \u200bdemo\u200d", ("show", "demo", "", {})),
        ("show `demo`", ("show", "demo", "", {})),
        ("show Demo", ("show", "demo", "", {})),
        ("show <http://demo.localhost|demo.localhost>", ("show", "demo", "", {})),
        ("show https://demo.shops.example:8443/cart?x=1#y", ("show", "demo", "", {})),
        ("create \u201cTea & Cake\u201d engine=an-engine", ("create", "", "Tea & Cake", {"engine": "an-engine"})),
        ("create \u00abTea\u00bb \u2014engine an-engine", ("create", "", "Tea", {"engine": "an-engine"})),
        ("create \u201eTee & mehr\u201c --plan=small", ("create", "", "Tee & mehr", {"plan": "small"})),
        ("create Bob\u2019s Tea", ("create", "", "Bob's Tea", {})),
        ("create it's \"x", ("create", "", "it's \"x", {})),
        ("list q='a b'", ("list", "", "", {"q": "a b"})),
        ("rollback demo revision=3", ("rollback", "demo", "", {"revision": "3"})),
        ("restore demo \u2013backup 01ABC", ("restore", "demo", "", {"backup": "01ABC"})),
        ("ｓｈｏｗ demo", ("show", "demo", "", {})),  # noqa: RUF001 - as some keyboards write it
    ],
)
def test_a_line_is_what_its_writer_meant(line: str, asked: tuple[str, str, str, dict[str, str]]) -> None:
    assert read(line) == asked


@pytest.mark.parametrize(
    ("line", "said", "instead"),
    [
        ("delte demo", "There is no command `delte`.", "delete demo"),
        ('shwo "a b"', "There is no command `shwo`.", 'show "a b"'),
        ("hum", "There is no command `hum`.", "help"),
        ("show", "`show` needs a store: `show <store>`.", ""),
        ("show ../etc", "`../etc` is no store's id, and no address of a shop: `show <store>`.", ""),
        ("delete demo now", "`delete` does not know what to do with `now`: `delete <store>`.", ""),
        ("rollback demo", "`rollback` needs revision=…: `rollback <store> revision=…`.", ""),
        ("rollback demo revison=3", "`rollback` knows no revison=…. Did you mean revision=…?", ""),
        ("rollback demo revision=", "revision needs a value of 1 to 200 characters.", ""),
        ("rollback demo --revision", "revision needs a value of 1 to 200 characters.", ""),
        ("rollback demo revision=3 revision=4", "`rollback` was told revision twice.", ""),
        ("verify demo plan=large", "`verify` knows no plan=…. It is written `verify <store>`.", ""),
    ],
)
def test_what_is_no_command_is_answered_with_what_helps(line: str, said: str, instead: str) -> None:
    with pytest.raises(Misunderstood) as error:
        parse(line)

    assert (error.value.message, error.value.instead) == (said, instead)


def test_every_operation_that_is_asked_for_in_words_is_one() -> None:
    assert {command.kind for command in COMMANDS.values() if command.kind} <= set(all_kinds())
    assert all(name == command.name for name, command in COMMANDS.items())
    assert {name for name, command in COMMANDS.items() if command.destroys} == {"rollback", "restore", "delete"}


LETTERS = st.text(alphabet=st.characters(codec="utf-8"), max_size=60)
NEARLY = st.lists(
    st.one_of(
        st.sampled_from(
            [
                *COMMANDS,
                "demo",
                "revision=3",
                "backup=b1",
                "--engine",
                "an-engine",
                '"',
                "\u201c",
                "\u2019",
                "\u2014",
                BLANK,
                "=",
            ]
        ),
        LETTERS,
    ),
    max_size=6,
).map(" ".join)


LINES = st.one_of(LETTERS, NEARLY)


@settings(max_examples=2000, deadline=None)
@example("\u201c" * 3)
@example("delete = demo")
@given(LINES)
def test_no_line_is_an_error_and_none_asks_for_what_it_does_not_say(line: str) -> None:
    asks_for_what_it_says(line)


def asks_for_what_it_says(line: str) -> None:
    """Make sure that a line is understood as it reads, or refused in words."""
    try:
        asked = parse(line)
    except Misunderstood:
        return
    if asked.command.name in CHANGES:
        assert words(line)[0].lower().removeprefix("/").removeprefix("--") == asked.command.name
    assert asked.store in " ".join(words(line)).lower()
