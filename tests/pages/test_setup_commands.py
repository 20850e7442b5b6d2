"""`init`, `accounts add`, `recount`, `doctor`: what the console does and how it says no."""

import dataclasses
import re

import pytest
from sqlalchemy import select, text, update

from lindung.actions.acts import act
from lindung.models.accounts import Account
from lindung.models.base import db
from lindung.models.workers import Enrolment
from lindung.queries.viewer import CONSOLE
from lindung.web.doctor import has_wal_fault
from tests.support.browser import Browser
from tests.support.clock import TODAY

LINK = re.compile(r"http://127\.0\.0\.1:8000(/aktivasi\?kode=\S+)")


@pytest.fixture
def run():
    """Runs one command against an app; answers its exit code and everything it said."""

    def run(app, *words, stdin=""):
        db.session.rollback()
        result = app.test_cli_runner().invoke(args=words, input=stdin)
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
        db.session.rollback()
        return result.exit_code, result.output

    return run


@pytest.fixture
def settings_of(app, monkeypatch):
    """Lets the app believe other settings for one test."""

    def change(**changes):
        monkeypatch.setitem(app.config, "SETTINGS", dataclasses.replace(app.config["SETTINGS"], **changes))

    return change


def test_init_on_nothing_makes_a_database_and_one_way_in(bare_app, run):
    code, said = run(bare_app, "init")

    assert code == 0
    person = Browser(bare_app).new()
    person.get(LINK.search(said)[1])
    assert person.submit("#aktivasi", password="hujan lebat malam", again="hujan lebat malam").status == 303
    assert person.get("/admin/akun").status == 200


def test_init_repeated_keeps_the_link_that_still_opens(empty_app, run):
    first = LINK.search(run(empty_app, "init")[1])[1]

    code, said = run(empty_app, "init")

    assert code == 0 and LINK.search(said) is None
    assert "masih berlaku 15 menit" in said and "init --new-link" in said
    assert Browser(empty_app).new().get(first).status == 200


def test_a_link_that_has_run_out_is_replaced(empty_app, run, clock):
    run(empty_app, "init")
    clock.move_to("2026-11-20 10:58")

    assert LINK.search(run(empty_app, "init")[1])


def test_a_new_link_may_be_asked_for_and_only_the_newest_opens(empty_app, run):
    first, second = (LINK.search(run(empty_app, "init", "--new-link")[1])[1] for _ in range(2))

    assert Browser(empty_app).new().get(first).status == 422
    assert Browser(empty_app).new().get(second).status == 200
    assert len(db.session.scalars(select(Account)).all()) == 1


def test_init_offers_no_way_in_once_somebody_can_sign_in(app, run):
    code, said = run(app, "init")
    assert code == 0
    assert "aktivasi" not in said


def test_a_quiet_init_says_and_makes_nothing(empty_app, run):
    assert run(empty_app, "init", "--quiet") == (0, "")
    assert db.session.scalars(select(Account)).all() == []


def test_an_account_added_at_the_console_works_at_once(app, run):
    added = run(
        app, "accounts", "add", "--username", "wati", "--role", "clerk", "--unit", "07", "--password-stdin",
        stdin="hujan lebat malam\n",
    )  # fmt: skip
    assert added == (0, "Akun wati dibuat sebagai Petugas kepegawaian dan dapat langsung dipakai.\n")

    wati = Browser(app).new()
    wati.get("/masuk")
    assert wati.submit("#masuk", username="wati", password="hujan lebat malam").status == 303
    more = run(
        app,
        "accounts",
        "add",
        "--username",
        "wati",
        "--role",
        "secretary",
        "--password-stdin",
        stdin="hujan lebat malam",
    )
    assert more == (0, "Akun wati diperbarui: sekarang juga Sekretaris Daerah.\n")
    assert len(wati.get("/akun").rows("#peran")) == 2


@pytest.mark.parametrize(
    ("words", "password", "sentence"),
    [
        (("--role", "clerk", "--unit", "99"), "hujan lebat malam", "Tidak ada unit kerja dengan kode 99."),
        (("--role", "clerk"), "hujan lebat malam", "isi kode unitnya"),
        (("--role", "admin", "--unit", "07"), "hujan lebat malam", "kosongkan unit kerjanya"),
        (("--role", "raja"), "hujan lebat malam", "Peran raja tidak dikenal."),
        (("--role", "admin"), "pendek", "paling sedikit 12"),
        (("--role", "admin"), "", "paling sedikit 12"),
    ],
)
def test_the_console_says_what_is_wrong_and_adds_nothing(app, run, words, password, sentence):
    code, said = run(app, "accounts", "add", "--username", "wati", *words, "--password-stdin", stdin=password)

    assert code == 1
    assert said.startswith("Galat: ")
    assert sentence in said
    assert db.session.scalar(select(Account.id).where(Account.username == "wati")) is None


def test_the_console_says_when_there_is_no_database_yet(bare_app, run):
    words = ("accounts", "add", "--username", "wati", "--role", "admin", "--password-stdin")
    code, said = run(bare_app, *words, stdin="hujan lebat malam")
    assert code == 1
    assert "Jalankan dulu: flask --app app init" in said
    assert run(bare_app, "recount", "--check")[0] == 1


def test_recount_finds_a_changed_copy_and_mends_it(app, run, an_enrolment):
    enrolment = an_enrolment()
    assert run(app, "recount", "--check") == (0, "Semua angka cocok.\n")
    with act(CONSOLE, "tampering", today=TODAY):
        cover = "1" + enrolment.cover[1:]
        db.session.execute(update(Enrolment).values(cover=cover, name_key="orang lain"))

    code, said = run(app, "recount", "--check")
    assert code == 1
    assert {f"enrolment {enrolment.id};cover", f"enrolment {enrolment.id};name_key"} <= set(said.splitlines())

    assert run(app, "recount")[0] == 0
    assert run(app, "recount", "--check")[0] == 0


def test_recount_finds_a_changed_count(app, run, an_enrolment):
    an_enrolment()
    with act(CONSOLE, "tampering", today=TODAY):
        db.session.execute(text("UPDATE unit_month SET workers = workers + 1"))

    assert run(app, "recount", "--check")[0] == 1
    run(app, "recount")
    assert run(app, "recount", "--check")[0] == 0


def test_the_doctor_finds_nothing_wrong_with_what_init_made(app, run):
    code, said = run(app, "doctor")
    assert code == 0, said
    assert "Layak melayani." in said


def test_the_doctor_wants_a_schema_first(bare_app, run):
    code, said = run(bare_app, "doctor")
    assert code == 1
    assert "Jalankan: flask --app app init" in said


def test_the_doctor_misses_a_trigger(app, run):
    with act(CONSOLE, "tampering", today=TODAY):
        db.session.execute(text("DROP TRIGGER payment_no_delete"))

    code, said = run(app, "doctor")
    assert code == 1
    assert "Tanpa pengaman hapus dan ubah: payment" in said


def test_the_doctor_sees_a_key_that_others_can_read(app, run):
    secret = app.config["SETTINGS"].secret_file
    secret.chmod(0o644)
    try:
        code, said = run(app, "doctor")
    finally:
        secret.chmod(0o600)
    assert code == 1
    assert "Berkas kunci terbaca akun lain (izin 0644)" in said


def test_plain_http_for_other_machines_must_be_said(app, run, settings_of):
    settings_of(host="10.0.0.5")
    assert "tanpa TLS" in run(app, "doctor")[1]
    assert run(app, "doctor")[0] == 1

    settings_of(plain_http=True)
    assert run(app, "doctor")[0] == 0

    settings_of(environment="demo")
    assert run(app, "doctor")[0] == 1


@pytest.mark.parametrize(
    ("version", "faulty"),
    [
        ("3.40.1", True),
        ("3.44.5", True),
        ("3.44.6", False),
        ("3.50.7", False),
        ("3.51.2", True),
        ("3.51.3", False),
        ("3.53.0", False),
    ],
)
def test_sqlite_versions_with_the_wal_fault_are_known(version, faulty):
    assert has_wal_fault(version) is faulty
