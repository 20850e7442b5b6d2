"""`flask demo nganjuk` (or another regency) fills an empty database; `flask demo clear` empties it again."""

import sys
import time
from collections.abc import Callable
from datetime import date
from typing import NamedTuple

import click
import flask_migrate
from flask import current_app
from flask.cli import AppGroup

from lindung.actions.demo.build import FULL, build_nganjuk, let_go
from lindung.actions.demo.founding import Progress
from lindung.actions.demo.gianyar import build_gianyar
from lindung.actions.demo.kendal import build_kendal
from lindung.actions.demo.ngawi import build_ngawi
from lindung.actions.demo.pasuruan import build_pasuruan
from lindung.domain.errors import RuleBroken
from lindung.queries.demo import NGANJUK, demo_accounts, demo_regency, holds_own_data
from lindung.web.clock import office_today
from lindung.web.messages import sentence_for
from lindung.web.navigation import role_label
from lindung.web.sentences.demo import LOOK_AT, STEPS
from lindung.web.settings import Settings
from lindung.web.setup import set_up_database


class Regency(NamedTuple):
    name: str
    is_said: str  # of its command, what it shows
    build: Callable[[date, int, Progress], object]


REGENCIES = {
    NGANJUK: Regency(
        "Nganjuk",
        "Kabupaten Nganjuk dengan ukuran sebenarnya dan riwayat setahun sampai hari ini.",
        lambda today, scale, note: build_nganjuk(today, FULL._replace(scale=scale), note),
    ),
    "kendal": Regency(
        "Kendal", "Satu ASN satu pekerja rentan: 974 pekerja, 22 dari 38 perangkat daerah ikut.", build_kendal
    ),
    "pasuruan": Regency(
        "Pasuruan", "DBHCHT Rp2,8 miliar untuk 28.448 pekerja di 365 desa: cukup lima bulan.", build_pasuruan
    ),
    "gianyar": Regency(
        "Gianyar",
        "Usulan desa dan lembaga adat: 13.200 diusulkan, 8.733 terverifikasi, 1.136 terdaftar.",
        build_gianyar,
    ),
    "ngawi": Regency(
        "Ngawi", "Cakupan 24 persen menuju 45 persen dari 500.000 pekerja pada 2029.", build_ngawi
    ),
}

demo = AppGroup("demo", help="Kabupaten karangan untuk mencoba semuanya.")


def _built(regency: Regency) -> Callable[..., None]:
    def build(scale: int, if_empty: bool) -> None:
        _refuse_outside_demo()
        set_up_database()
        if if_empty and (demo_regency() or holds_own_data()):
            _print_accounts()
            return
        began = time.monotonic()
        _say(f"Menyusun demo Kabupaten {regency.name}: orang karangan, tempat sungguhan.")
        try:
            regency.build(office_today(), scale, _note)
        except RuleBroken as broken:
            _give_up(broken)
        _say(f"Selesai dalam {time.monotonic() - began:.0f} detik.")
        _print_accounts()

    return build


for code, regency in REGENCIES.items():
    command = demo.command(code, help=regency.is_said)(_built(regency))
    click.option(
        "--scale", type=click.IntRange(1, 100), default=1, help="Berapa kali lipat jumlah orangnya."
    )(command)
    click.option("--if-empty", is_flag=True, help="Hanya bila basis data masih kosong.")(command)


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
    look_at = LOOK_AT[demo_regency() or NGANJUK]
    rows = [
        (
            one.username,
            str(role_label(one.role)),
            one.unit_name or "seluruh kabupaten",
            str(look_at[one.username]),
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
