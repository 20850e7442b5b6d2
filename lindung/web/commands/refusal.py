"""How a command says no: one Indonesian sentence on the error stream, exit 1, never a traceback."""

from collections.abc import Callable
from functools import wraps
from typing import IO, Any

import click
from sqlalchemy.exc import InterfaceError, OperationalError, ProgrammingError

from lindung.domain.errors import RuleBroken
from lindung.web.messages import sentence_for

NOT_READY = (
    "Basis data belum siap atau tidak dapat dihubungi, dan tidak ada yang disimpan. "
    "Jalankan dulu: flask --app app init. Apabila sudah, periksa DATABASE_URL dan DATA_DIR."
)


class Refused(click.ClickException):
    """Raised by a command; click prints it and leaves with 1."""

    def show(self, file: IO[Any] | None = None) -> None:
        click.echo(f"Galat: {self.format_message()}", file=file, err=file is None)


def speak_plainly(command: click.Command) -> click.Command:
    """Makes a command, or every command of a group, answer refusals and a missing database with a sentence."""
    if isinstance(command, click.Group):
        for below in command.commands.values():
            speak_plainly(below)
    elif command.callback is not None and not hasattr(command.callback, "speaks_plainly"):
        command.callback = _guarded(command.callback)
    return command


def _guarded(callback: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(callback)
    def guarded(*arguments: Any, **options: Any) -> Any:
        try:
            return callback(*arguments, **options)
        except RuleBroken as broken:
            raise Refused(sentence_for(broken)) from broken
        except (InterfaceError, OperationalError, ProgrammingError) as trouble:
            raise Refused(NOT_READY) from trouble

    guarded.speaks_plainly = True  # type: ignore[attr-defined]  # the same command serves every app of a process
    return guarded
