"""What a command has at hand, and how one is declared: options that all share, errors that become exit codes, an example."""

from __future__ import annotations

import functools
import inspect
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Any, Concatenate, ParamSpec

import typer

from functions.cli.advice import next_command
from functions.cli.errors import CliError, Declined, Usage
from functions.cli.output import Format, Output
from functions.cli.session import Place, connect, place
from functions.cli.world import World

if TYPE_CHECKING:
    from functions.cli.client import Client

P = ParamSpec("P")
_DURATION = re.compile(r"(\d+(?:\.\d+)?)(s|m|h)?")
_SECONDS = {None: 1.0, "s": 1.0, "m": 60.0, "h": 3600.0}

FormatOption = Annotated[Format, typer.Option("--output", "-o", help="how the answer is printed")]
JsonOption = Annotated[bool, typer.Option("--json", help="short for -o json")]
ContextOption = Annotated[str | None, typer.Option("--context", help="the platform to ask; `storeyard context list` has them")]
WaitOption = Annotated[
    bool | None, typer.Option("--wait/--no-wait", help="wait until it has ended; by default on a terminal", show_default=False)
]
TimeoutOption = Annotated[str | None, typer.Option("--timeout", metavar="TIME", help="wait so long at most: 90, 90s, 15m, 1h")]


@dataclass
class Here:
    """One command's surroundings: what it prints with, which platform it asks, whether it waits."""

    world: World
    output: Output
    context: str | None = None
    wait: bool | None = None
    timeout: float | None = None

    @cached_property
    def place(self) -> Place:
        """The platform that is meant."""
        return place(self.world, self.context)

    @cached_property
    def client(self) -> Client:
        """A client of it."""
        return connect(self.world, self.place)

    @property
    def waits(self) -> bool:
        """True if the command waits for what it asked for."""
        return self.world.is_tty("stdout") if self.wait is None else self.wait

    def confirm(self, question: str, *, yes: bool) -> None:
        """Ask a person. Raises Usage where there is none to ask, Declined if they say no."""
        if yes:
            return
        if not self.world.interactive:
            raise Usage("There is nobody to ask here: say --yes to go on.")
        if not typer.confirm(question, err=True):
            raise Declined("Nothing was changed.")

    def ask(self, question: str, *, hidden: bool = False, twice: bool = False, instead: str = "") -> str:
        """Ask a person for a text. Raises Usage where there is none to ask."""
        if not self.world.interactive:
            raise Usage(f"There is nobody to ask here{f': {instead}' if instead else ''}.")
        found: str = typer.prompt(question, hide_input=hidden, confirmation_prompt=twice, err=True)
        return found

    def close(self) -> None:
        """Close what was opened."""
        if "client" in vars(self):
            self.client.http.close()


def seconds_of(text: str, *, option: str = "--timeout") -> float:
    """Return the seconds of a time like 90, 90s, 15m or 1h. Raises Usage."""
    found = _DURATION.fullmatch(text.strip())
    if not found:
        raise Usage(f"{option}: {text!r} is no time, like 90, 90s, 15m or 1h.")
    return float(found[1]) * _SECONDS[found[2]]


def command(
    app: typer.Typer, name: str, *, example: str, waits: bool = False
) -> Callable[[Callable[Concatenate[Here, P], None]], Callable[Concatenate[Here, P], None]]:
    """Declare a command. Its function takes Here and its own options; those that all have are added."""

    def declare(function: Callable[Concatenate[Here, P], None]) -> Callable[Concatenate[Here, P], None]:
        shared = _WAITING if waits else _SHARED
        own = list(inspect.signature(function, eval_str=True).parameters.values())[1:]

        @functools.wraps(function)
        def run(_context: typer.Context, **given: Any) -> None:
            _run(_context, function, {name: given.pop(name) for name in shared}, given)

        parameters = [inspect.Parameter("_context", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=typer.Context)]
        parameters += [parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY) for parameter in own]
        parameters += [
            inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, annotation=annotation, default=default)
            for name, (annotation, default) in shared.items()
        ]
        run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
        run.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
        app.command(name, epilog=f"Example:  {example}", help=inspect.getdoc(function))(run)
        return function

    return declare


_SHARED: dict[str, tuple[Any, Any]] = {
    "form": (FormatOption, Format.TABLE),
    "as_json": (JsonOption, False),
    "context_name": (ContextOption, None),
}
_WAITING = {"wait": (WaitOption, None), "timeout": (TimeoutOption, None), **_SHARED}


def _run(context: typer.Context, function: Callable[..., None], shared: dict[str, Any], given: dict[str, Any]) -> None:
    world = context.obj if isinstance(context.obj, World) else World()
    output = Output(world, Format.JSON if shared["as_json"] else shared["form"])
    here = Here(world, output, context=shared["context_name"], wait=shared.get("wait"))
    try:
        if shared.get("timeout"):
            here.timeout = seconds_of(shared["timeout"])
        function(here, **given)
    except CliError as error:
        local = "place" in vars(here) and here.place.local_token is not None
        error.next_command = next_command(error, typed=context.command_path, given=given, local=local)
        output.failure(error)
        raise typer.Exit(int(error.code)) from error
    finally:
        here.close()
