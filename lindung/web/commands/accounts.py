"""`accounts add`: an account made at the console, for the first one and for emergencies."""

import sys

import click
from flask.cli import AppGroup

from lindung.actions.accounts import WantedGrant
from lindung.actions.activation import add_account
from lindung.domain.accounts import checked_role
from lindung.web.clock import office_today
from lindung.web.navigation import role_label

accounts = AppGroup("accounts", help="Akun dan peran.")
OUTCOMES = {
    "new": "Akun %s dibuat sebagai %s dan dapat langsung dipakai.",
    "changed": "Akun %s diperbarui: sekarang juga %s.",
    "same": "Akun %s sudah memiliki peran %s; kata sandinya sekarang yang baru saja dimasukkan.",
}


@accounts.command("add")
@click.option("--username", required=True, help="Nama pengguna.")
@click.option(
    "--role", required=True, help="admin, coordinator, secretary, head, clerk, treasurer, atau inspector."
)
@click.option("--unit", help="Kode unit kerja; untuk head, clerk, dan treasurer.")
@click.option("--name", help="Nama lengkap.")
@click.option("--password-stdin", is_flag=True, required=True, help="Baca kata sandi dari masukan standar.")
def add(username: str, role: str, unit: str | None, name: str | None, password_stdin: bool) -> None:
    """Membuat akun yang langsung dapat dipakai, atau menambah peran pada akun yang sudah ada."""
    password = sys.stdin.readline().rstrip("\r\n")
    wanted = WantedGrant(checked_role(role), unit_code=unit)
    granted = add_account(username, name, wanted, password, today=office_today())
    click.echo(OUTCOMES[granted.outcome] % (username.strip().lower(), role_label(wanted.role)))


COMMANDS = (accounts,)
