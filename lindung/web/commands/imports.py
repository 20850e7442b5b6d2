"""`import KIND FILE`: the screens' staging mechanism at the console, with the contract's output and exit codes."""

import sys
from datetime import date
from pathlib import Path

import click
from flask.cli import with_appcontext

from lindung.actions import imports
from lindung.actions.imports import Upload
from lindung.actions.sheets import LARGEST_FILE
from lindung.domain.errors import RuleBroken
from lindung.domain.import_columns import ImportKind
from lindung.domain.import_rows import Outcome
from lindung.domain.months import Month
from lindung.queries.imports import counts, left_out
from lindung.queries.imports import refusal as refusal_of
from lindung.queries.viewer import CONSOLE
from lindung.web.clock import office_today
from lindung.web.commands.refusal import Refused
from lindung.web.import_words import WORD_OF_OUTCOME
from lindung.web.messages import sentence_for
from lindung.web.sentences.imports import Fault, faults

DONE, LEFT_OUT, REFUSED = 0, 3, 1


@click.command("import")
@click.argument("kind", type=click.Choice([kind.value for kind in ImportKind]))
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--month", help="Sejak bulan apa perpindahan berlaku, atau bulan iuran berkas payments (yyyy-mm)."
)
@click.option(
    "--complete", is_flag=True, help="Berkas ASN ini lengkap: siapa yang tidak ada di dalamnya sudah keluar."
)
@click.option(
    "--leaving", type=int, help="Berapa orang yang memang keluar, apabila berkas lengkap itu menanyakannya."
)
@click.option("--apply", "wants_apply", is_flag=True, help="Simpan; tanpa ini hanya pratinjau.")
@with_appcontext
def import_file(
    kind: str, file: Path, month: str | None, complete: bool, leaving: int | None, wants_apply: bool
) -> None:
    """Memasukkan berkas Excel, ODS, atau CSV."""
    today = office_today()
    try:
        _note("Membaca dan memeriksa %s ...", file.name)
        upload = Upload(ImportKind(kind), _content(file), file.name, _month(month), complete)
        batch_id = imports.stage(CONSOLE, upload, today=today, judge_up_to=None)
        found, rows = counts(batch_id), list(left_out(batch_id))
        refusal = refusal_of(CONSOLE, batch_id)
        click.echo(" ".join(f"{word} {found[outcome]}" for outcome, word in WORD_OF_OUTCOME.items()))
        if wants_apply and not _is_all_wrong(found) and refusal is None:
            _note("Menerapkan ...")
            is_nothing = _applied(batch_id, leaving, today)
        else:
            imports.discard(CONSOLE, batch_id, today=today)
            is_nothing = not any(found[outcome] for outcome in Outcome if outcome is not Outcome.SAME)
    except RuleBroken as broken:
        raise Refused(sentence_for(broken)) from broken
    for row in rows:
        for fault in faults(row.problems):
            click.echo(_line(row.row, fault))
    if refusal is not None:
        raise Refused(sentence_for(refusal)) from refusal
    if is_nothing:
        click.echo("tidak ada perubahan")
    sys.exit(_exit_code(found))


COMMANDS = (import_file,)


def _content(file: Path) -> bytes:
    """No more of the file than is needed to see that it is too large."""
    try:
        with file.open("rb") as stream:
            return stream.read(LARGEST_FILE + 1)
    except OSError:
        raise RuleBroken("file_not_found", name=file.name) from None


def _month(text: str | None) -> Month | None:
    if text is None:
        return None
    try:
        return Month.parse(text)
    except ValueError:
        raise RuleBroken("month_unreadable", text=text) from None


def _applied(batch_id: int, leaving: int | None, today: date) -> bool:
    """Applies the batch; True when there was nothing to do. What is refused does not stay behind as a preview."""
    try:
        applied = imports.apply(CONSOLE, batch_id, today=today, leaving=leaving)
    except RuleBroken:
        imports.discard(CONSOLE, batch_id, today=today)
        raise
    if (
        applied.codes
    ):  # beside the contract's lines: shown once, and never where a script collects them unasked
        _say("Kode aktivasi (berlaku 7 hari, tidak disimpan):")
        for username, code in applied.codes.items():
            _say(f"  {username}  {code}")
    return applied.act_id is None


def _is_all_wrong(found: dict[Outcome, int]) -> bool:
    return found[Outcome.WRONG] > 0 and found[Outcome.WRONG] == sum(found.values())


def _exit_code(found: dict[Outcome, int]) -> int:
    """0: everything in, or would be; 3: rows left out; 1: nothing good in the file."""
    if _is_all_wrong(found):
        return REFUSED
    return LEFT_OUT if found[Outcome.WRONG] or found[Outcome.ASK] else DONE


def _line(row: int, fault: Fault) -> str:
    parts = [str(row), *fault]
    return ";".join(part.replace(";", ",").replace("\n", " ") for part in parts)


def _note(text: str, *values: object) -> None:
    if sys.stderr.isatty():
        _say(text % values)


def _say(text: str) -> None:
    click.echo(text, file=sys.stderr)
