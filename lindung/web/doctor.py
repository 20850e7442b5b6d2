"""What `doctor` looks at before an app may serve: schema, triggers, database settings, keys, transport."""

import stat
from collections.abc import Callable, Iterator
from typing import NamedTuple

from alembic.script import ScriptDirectory
from flask import current_app
from sqlalchemy.exc import SQLAlchemyError

from lindung.actions import derived
from lindung.queries import health
from lindung.web.settings import Settings

LOOPBACK = ("127.0.0.1", "::1", "localhost")
GOOD, CARE, BAD = "baik ", "awas ", "SALAH"
# SQLite's WAL-reset fault could damage a database with several writers; mended here and in two older lines.
WAL_MENDED = (3, 51, 3)
WAL_MENDED_LINES = {(3, 44): 6, (3, 50): 7}


class Finding(NamedTuple):
    mark: str
    words: str

    @property
    def is_bad(self) -> bool:
        return self.mark == BAD


def examine() -> list[Finding]:
    """Every finding; the database's are left out when it does not answer."""
    settings: Settings = current_app.config["SETTINGS"]
    findings = [*_secrets(settings), *_transport(settings)]
    try:
        health.database_answers()
        return [*findings, Finding(GOOD, "Basis data menjawab."), *_database()]
    except SQLAlchemyError as trouble:
        words = f"Basis data tidak dapat dipakai ({type(trouble).__name__}). Periksa DATABASE_URL."
        return [*findings, Finding(BAD, words)]


def _secrets(settings: Settings) -> Iterator[Finding]:
    mode = stat.S_IMODE(settings.secret_file.stat().st_mode)
    if mode & 0o077:
        yield Finding(
            BAD,
            f"Berkas kunci terbaca akun lain (izin {mode:04o}). Perbaiki: chmod 600 {settings.secret_file}",
        )
    else:
        yield Finding(GOOD, "Berkas kunci hanya terbaca aplikasi ini.")
    mode = stat.S_IMODE(settings.data_dir.stat().st_mode)
    if mode & 0o007:
        mend = f"chmod o-rwx {settings.data_dir}"
        yield Finding(
            CARE, f"Folder data terbuka bagi semua akun di server (izin {mode:04o}). Sebaiknya: {mend}"
        )


def _transport(settings: Settings) -> Iterator[Finding]:
    if current_app.debug:
        yield Finding(BAD, "Mode debug menyala. Jalankan tanpa --debug dan tanpa FLASK_DEBUG.")
    if settings.host in LOOPBACK:
        yield Finding(GOOD, "Hanya melayani komputer ini; pasang proksi TLS di depannya untuk komputer lain.")
    elif settings.plain_http:
        yield Finding(CARE, f"Melayani {settings.host} tanpa TLS, sebagaimana dinyatakan dengan PLAIN_HTTP.")
    else:
        yield Finding(
            BAD,
            f"Melayani {settings.host} tanpa TLS: kata sandi dapat dibaca di jaringan. Pasang proksi TLS dengan "
            "HOST=127.0.0.1, atau nyatakan sengaja dengan PLAIN_HTTP=ya.",
        )
    if settings.is_demo and settings.host not in LOOPBACK:
        yield Finding(BAD, "Akun contoh dapat dicapai dari komputer lain. Pakai LINDUNG_ENV=production.")


def _database() -> Iterator[Finding]:
    stands_at, newest = health.schema_revision(), _newest_revision()
    if stands_at != newest:
        found = stands_at or "belum ada"
        yield Finding(BAD, f"Skema basis data {found}, seharusnya {newest}. Jalankan: flask --app app init")
        return
    yield Finding(GOOD, f"Skema basis data terbaru ({newest}).")
    for check in (_triggers, _durability, _derived, _version):
        yield from check()


def _triggers() -> Iterator[Finding]:
    unguarded = health.unguarded_tables()
    if unguarded:
        yield Finding(
            BAD, f"Tanpa pengaman hapus dan ubah: {', '.join(unguarded)}. Pulihkan dari cadangan terakhir."
        )
    else:
        yield Finding(GOOD, "Buku besar dan jejak audit hanya dapat ditambah.")


def _durability() -> Iterator[Finding]:
    unsafe = health.unsafe_pragmas()
    if unsafe:
        settings = ", ".join(f"{name}={value}" for name, value in unsafe.items())
        yield Finding(BAD, f"Setelan SQLite tidak aman: {settings}.")
    elif health.durability_is_off():
        yield Finding(
            BAD, "PostgreSQL dapat kehilangan data: nyalakan fsync, full_page_writes, synchronous_commit."
        )
    else:
        yield Finding(GOOD, "Yang sudah disimpan tahan mati listrik.")
    trouble = health.integrity_trouble()
    if trouble:
        yield Finding(BAD, f"Berkas basis data rusak: {trouble}. Pulihkan dari cadangan terakhir.")


def _derived() -> Iterator[Finding]:
    if derived.is_missing():
        yield Finding(BAD, "Tabel turunan kosong. Jalankan: flask --app app init")


def _version() -> Iterator[Finding]:
    version = health.database_version()
    if health.dialect() == "sqlite" and has_wal_fault(version):
        yield Finding(
            CARE, f"SQLite {version} mengandung cacat WAL yang langka; sebaiknya 3.51.3 atau lebih baru."
        )
    else:
        yield Finding(GOOD, f"{'SQLite' if health.dialect() == 'sqlite' else 'PostgreSQL'} {version}.")


def has_wal_fault(version: str) -> bool:
    numbers = tuple(int(part) for part in version.split(".")[:3])
    mended_patch = WAL_MENDED_LINES.get((numbers[0], numbers[1]))
    return numbers < WAL_MENDED and (mended_patch is None or numbers[2] < mended_patch)


def _newest_revision() -> str | None:
    extension = current_app.extensions["migrate"]
    newest: Callable[[], str | None] = ScriptDirectory(extension.directory).get_current_head
    return newest()
