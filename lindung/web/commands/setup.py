"""`init`, `recount`, `doctor`: bringing the app up, proving its counts, and asking whether it is fit to serve."""

import sys
from datetime import UTC, datetime
from math import ceil

import click
from flask import current_app
from flask.cli import with_appcontext

from lindung.actions import derived, drift, summaries
from lindung.actions.activation import (
    FIRST_ADMINISTRATOR,
    first_link_until,
    invite_first_administrator,
)
from lindung.actions.acts import act
from lindung.domain.accounts import LINK_LIFETIME
from lindung.queries.accounts import somebody_can_sign_in
from lindung.queries.viewer import CONSOLE
from lindung.web.clock import office_today, running_month
from lindung.web.doctor import examine
from lindung.web.filters import number
from lindung.web.settings import Settings
from lindung.web.setup import set_up_database

EVERYWHERE = ("0.0.0.0", "::", "")  # noqa: S104  # compared with, not listened on


@click.command("init")
@click.option("--quiet", is_flag=True, help="Tanpa keterangan dan tanpa tautan administrator.")
@click.option(
    "--new-link", is_flag=True, help="Tautan baru, juga selama yang lama masih berlaku; yang lama mati."
)
@with_appcontext
def init(quiet: bool, new_link: bool) -> None:
    """Menyiapkan basis data dan kunci; mencetak tautan administrator selama belum ada yang dapat masuk."""
    set_up_database()
    if quiet:
        return
    settings: Settings = current_app.config["SETTINGS"]
    click.echo(f"Basis data siap. Kunci tersimpan di {settings.secret_file}.")
    if somebody_can_sign_in():
        return
    until = first_link_until()
    if until is None or new_link:
        _print_invitation(settings)
    else:
        minutes = ceil((until - datetime.now(UTC)).total_seconds() / 60)
        click.echo(f"Tautan administrator yang sudah dicetak masih berlaku {minutes} menit.")
        click.echo("Tautannya hilang? Buat yang baru: flask --app app init --new-link")


def _print_invitation(settings: Settings) -> None:
    code = invite_first_administrator("Administrator", today=office_today())
    host = "127.0.0.1" if settings.host in EVERYWHERE else settings.host
    minutes = int(LINK_LIFETIME.total_seconds() // 60)
    click.echo("")
    click.echo(f"Tautan administrator pertama (sekali pakai, berlaku {minutes} menit):")
    click.echo(f"  http://{f'[{host}]' if ':' in host else host}:{settings.port}/aktivasi?kode={code}")
    click.echo(f"Nama penggunanya {FIRST_ADMINISTRATOR}. Lewat waktu? Jalankan init sekali lagi.")


@click.command("recount")
@click.option("--check", is_flag=True, help="Hanya bandingkan, tanpa mengubah apa pun.")
@with_appcontext
def recount(check: bool) -> None:
    """Menghitung ulang semua angka dari data asal, atau memeriksanya."""
    if not check:
        with act(CONSOLE, "recount", today=office_today()):
            derived.rebuild()
            drift.mend(running_month())
            summaries.recount(office_today())
        click.echo("Semua angka dihitung ulang.")
        return
    stale, found = drift.drifted(running_month()), summaries.mismatches()
    for copy in stale:
        click.echo(f"enrolment {copy.enrolment_id};{copy.column}")
    for wrong in found:
        where = f"{wrong.circular};{wrong.month};unit {wrong.unit_id}"
        click.echo(f"{where};tersimpan {wrong.stored};dihitung {wrong.counted}")
    wrongs = len(stale) + len(found)
    click.echo(
        f"{number(wrongs)} nilai tidak cocok. Perbaiki dengan: recount" if wrongs else "Semua angka cocok."
    )
    sys.exit(1 if wrongs else 0)


@click.command("doctor")
@with_appcontext
def doctor() -> None:
    """Memeriksa apakah aplikasi layak melayani; keluar 1 apabila ada yang harus diperbaiki."""
    findings = examine()
    for finding in findings:
        click.echo(f"{finding.mark} {finding.words}")
    bad = sum(finding.is_bad for finding in findings)
    click.echo(f"{bad} hal harus diperbaiki." if bad else "Layak melayani.")
    sys.exit(1 if bad else 0)


COMMANDS = (init, recount, doctor)
