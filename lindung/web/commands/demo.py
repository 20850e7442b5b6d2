"""`flask demo nganjuk` fills an empty database with an invented regency; `flask demo clear` empties it again."""

import sys
import time

import click
import flask_migrate
from flask import current_app
from flask.cli import AppGroup

from lindung.actions.demo.build import FULL, build_nganjuk, let_go
from lindung.domain.errors import RuleBroken
from lindung.queries.demo import demo_accounts, demo_regency, holds_own_data
from lindung.web.clock import office_today
from lindung.web.messages import sentence_for
from lindung.web.navigation import role_label
from lindung.web.sentences.demo import LOOK_AT, STEPS
from lindung.web.settings import Settings
from lindung.web.setup import set_up_database

LATER = ("kendal", "pasuruan", "gianyar", "ngawi")

demo = AppGroup("demo", help="Kabupaten karangan untuk mencoba semuanya.")


@demo.command("nganjuk")
@click.option("--scale", type=click.IntRange(1, 100), default=1, help="Berapa kali lipat jumlah orangnya.")
@click.option("--if-empty", is_flag=True, help="Hanya bila basis data masih kosong.")
def nganjuk(scale: int, if_empty: bool) -> None:
    """Kabupaten Nganjuk dengan ukuran sebenarnya dan riwayat setahun sampai hari ini."""
    _refuse_outside_demo()
    set_up_database()
    if if_empty and (demo_regency() or holds_own_data()):
        _print_accounts()
        return
    began = time.monotonic()
    _say("Menyusun demo Kabupaten Nganjuk: orang karangan, tempat sungguhan.")
    try:
        build_nganjuk(office_today(), FULL._replace(scale=scale), _note)
    except RuleBroken as broken:
        _give_up(broken)
    _say(f"Selesai dalam {time.monotonic() - began:.0f} detik.")
    _print_accounts()


@demo.command("clear")
def clear() -> None:
    """Menghapus demo dengan seluruh isinya; ditolak bila basis data ini bukan demo."""
    _refuse_outside_demo()
    set_up_database()
    if demo_regency() is None:
        _give_up(RuleBroken("demo_not_there"))
    let_go()
    flask_migrate.downgrade(revision="base")
    set_up_database()
    _say("Demo sudah dihapus; basis data kosong.")


def _later(regency: str) -> click.Command:
    @click.command(regency, help=f"Kabupaten {regency.title()}: menyusul.")
    def later() -> None:
        _give_up(RuleBroken("demo_later", regency=regency.title()))

    return later


for name in LATER:
    demo.add_command(_later(name))


def _refuse_outside_demo() -> None:
    settings: Settings = current_app.config["SETTINGS"]
    if not settings.is_demo:
        _give_up(RuleBroken("demo_elsewhere", environment=settings.environment))


def _note(step: str, count: int) -> None:
    _say("  " + STEPS[step] % {"count": f"{count:,}".replace(",", ".")})


def _print_accounts() -> None:
    accounts = demo_accounts()
    if not accounts:
        return
    rows = [
        (
            one.username,
            str(role_label(one.role)),
            one.unit_name or "seluruh kabupaten",
            str(LOOK_AT[one.username]),
        )
        for one in accounts
    ]
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    click.echo(f"\nAkun demo, kata sandi semuanya {accounts[0].password}\n")
    for row in rows:
        click.echo(
            "  " + "  ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)).rstrip()
        )


def _say(text: str) -> None:
    click.echo(text, file=sys.stderr)


def _give_up(broken: RuleBroken) -> None:
    _say(sentence_for(broken))
    raise SystemExit(1)


COMMANDS = (demo,)
