"""`flask --app app import`: what it prints and how it ends is a contract (DESIGN section 4)."""

import pytest
from sqlalchemy import func, select

from lindung.models.base import db
from lindung.models.imports import ImportBatch, ImportLine
from lindung.models.ledger import Payment
from lindung.models.sponsors import Sponsor
from tests.support.files import csv, xlsx

pytestmark = pytest.mark.one_engine_in_the_gate

HEADER = ("NIP", "Nama", "Kode Unit")
GOOD = ("198001012005011777", "Hadi", "07")
BAD = ("19800101200501", "Tini", "07")


@pytest.fixture
def run(app, tmp_path):
    """Runs the command on a file with this content; (exit code, lines of stdout, stderr)."""

    def run(kind, content, *options, name="berkas.xlsx"):
        path = tmp_path / name
        path.write_bytes(content)
        result = app.test_cli_runner().invoke(args=["import", kind, str(path), *options])
        db.session.rollback()
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result.exit_code, result.stdout.splitlines(), result.stderr

    return run


def people():
    return db.session.scalar(select(func.count()).select_from(Sponsor))


def test_everything_in_ends_with_zero(run):
    code, lines, _ = run("sponsors", xlsx(HEADER, GOOD), "--apply")

    assert (code, lines) == (0, ["baru 1 berubah 0 pindah 0 keluar 0 sama 0 salah 0 tanya 0"])
    assert people() == 1


def test_without_apply_nothing_is_saved_nor_kept(run):
    code, lines, _ = run("sponsors", xlsx(HEADER, GOOD))

    assert (code, lines[0]) == (0, "baru 1 berubah 0 pindah 0 keluar 0 sama 0 salah 0 tanya 0")
    assert people() == 0
    assert db.session.scalar(select(func.count()).select_from(ImportLine)) == 0
    assert db.session.scalars(select(ImportBatch.state)).all() == ["discarded"]


def test_rows_left_out_are_printed_one_a_line_and_end_with_three(run):
    code, lines, _ = run("sponsors", csv(HEADER, GOOD, BAD), "--apply", name="x.csv")

    assert code == 3
    assert lines == [
        "baru 1 berubah 0 pindah 0 keluar 0 sama 0 salah 1 tanya 0",
        "3;nip;NIP berisi 14 angka, seharusnya 18.;Periksa nomornya pada dokumen asli, lalu perbaiki.",
    ]
    assert people() == 1


def test_a_preview_with_rows_left_out_ends_with_three_too(run):
    assert run("sponsors", xlsx(HEADER, GOOD, BAD))[0] == 3


def test_nothing_but_bad_rows_is_refused(run):
    code, lines, _ = run("sponsors", xlsx(HEADER, BAD), "--apply")

    assert (code, len(lines)) == (1, 2)
    assert people() == 0


def test_only_a_header_is_nothing_to_do(run):
    code, lines, _ = run("sponsors", xlsx(HEADER), "--apply")

    assert (code, lines) == (
        0,
        ["baru 0 berubah 0 pindah 0 keluar 0 sama 0 salah 0 tanya 0", "tidak ada perubahan"],
    )


def test_the_same_file_again_says_so(run):
    run("sponsors", xlsx(HEADER, GOOD), "--apply")

    code, lines, _ = run("sponsors", xlsx(HEADER, GOOD), "--apply")

    assert (code, lines) == (
        0,
        ["baru 0 berubah 0 pindah 0 keluar 0 sama 1 salah 0 tanya 0", "tidak ada perubahan"],
    )


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"%PDF-1.7", "PDF"), (b"", "kosong"), (xlsx(("Nama", "Kode Unit")), "Kolom nip tidak ada")],
)
def test_a_file_that_cannot_be_read_is_refused_with_a_sentence(run, content, words):
    code, lines, stderr = run("sponsors", content, "--apply")

    assert (code, lines) == (1, [])
    assert words in stderr


def test_a_file_that_is_not_there_is_refused(app):
    result = app.test_cli_runner().invoke(args=["import", "units", "tidak-ada.xlsx"])

    assert result.exit_code == 1
    assert "tidak-ada.xlsx" in result.stderr


def test_a_move_counts_from_the_month_given(run):
    run("sponsors", xlsx(HEADER, GOOD), "--apply")

    code, lines, _ = run("sponsors", xlsx(HEADER, (*GOOD[:2], "08")), "--month", "2026-09", "--apply")
    assert (code, lines[0]) == (0, "baru 0 berubah 0 pindah 1 keluar 0 sama 0 salah 0 tanya 0")
    assert run("sponsors", xlsx(HEADER, GOOD), "--month", "besok")[0] == 1


def test_a_complete_file_lets_the_absent_leave(run):
    run("sponsors", xlsx(HEADER, GOOD), "--apply")
    other = ("198001012005011778", "Tini", "07")

    code, lines, _ = run("sponsors", xlsx(HEADER, other), "--complete", "--apply")

    assert (code, lines[0]) == (0, "baru 1 berubah 0 pindah 0 keluar 1 sama 0 salah 0 tanya 0")


def test_a_complete_file_lets_many_leave_only_by_their_number(run):
    crowd = [(f"19800101200501{number:04d}", f"Orang {number}", "07") for number in range(1, 13)]
    run("sponsors", xlsx(HEADER, *crowd), "--apply")

    code, _, stderr = run("sponsors", xlsx(HEADER, GOOD), "--complete", "--apply")
    assert (code, people()) == (1, 12)
    assert "12 dari 12 orang" in stderr
    assert db.session.scalars(select(ImportBatch.state)).all()[-1] == "discarded"

    assert run("sponsors", xlsx(HEADER, GOOD), "--complete", "--leaving", "12", "--apply")[0] == 0
    assert people() == 13


def test_each_fault_of_a_row_is_a_line_with_its_own_remedy(run):
    _, lines, _ = run("sponsors", xlsx(HEADER, ("123", None, "07")))

    assert lines[1:] == [
        "2;nip;NIP berisi 3 angka, seharusnya 18.;Periksa nomornya pada dokumen asli, lalu perbaiki.",
        "2;nama;Kolom wajib ini kosong.;Isi kolom ini, lalu unggah lagi barisnya.",
    ]


def test_activation_codes_are_shown_beside_the_contract(run):
    rows = [("nama_pengguna", "nama", "peran", "kode_unit"), ("tuti", "Tuti", "clerk", "07")]

    code, lines, stderr = run("accounts", xlsx(*rows), "--apply")

    assert (code, len(lines)) == (0, 1)
    assert "tuti" in stderr


# A payment file: the whole of it, or nothing

PAYMENTS = ("NIK", "KPJ", "Bulan", "Jumlah", "Tanggal bayar", "Referensi")
SITI, NOBODY = "3518005704860001", "3518005704860099"


def a_payment(nik=SITI, amount="8400", month="2026-10", reference="BPU1"):
    return nik, "", month, amount, "12/10/2026", reference


@pytest.fixture
def siti(an_enrolment, a_worker):
    return an_enrolment(None, a_worker(nik=SITI))


def payments():
    return db.session.scalar(select(func.count()).select_from(Payment))


def test_a_payment_file_is_booked_and_a_second_run_changes_nothing(run, siti):
    content = csv(PAYMENTS, a_payment())

    assert run("payments", content, "--month", "2026-10") == (0, [_counted(baru=1)], "")
    assert payments() == 0
    assert run("payments", content, "--month", "2026-10", "--apply")[:2] == (0, [_counted(baru=1)])
    again = run("payments", content, "--apply")
    assert again[:2] == (0, [_counted(sama=1), "tidak ada perubahan"])
    assert payments() == 1


def test_rows_that_wait_are_asked_and_end_with_three(run, siti):
    rows = a_payment(), a_payment(reference="BPU2"), a_payment(NOBODY)

    code, lines, _ = run("payments", csv(PAYMENTS, *rows), "--month", "2026-10", "--apply")

    assert (code, lines[0]) == (3, _counted(baru=1, tanya=2))
    assert [line.split(";")[:2] for line in lines[1:]] == [["3", "bulan"], ["4", "nik"]]
    assert all(len(line.split(";")) == 4 and line.count(".") >= 2 for line in lines[1:])
    assert payments() == 1


@pytest.mark.parametrize(
    ("row", "column", "words"),
    [
        (a_payment(month="2026-09"), "bulan", "September 2026"),
        (a_payment(amount="-8400"), "jumlah", "negatif"),
        (("TOTAL", "", "", "8400", "", ""), "nik", "jumlah"),
        (a_payment("3518005704"), "nik", "16"),
    ],
)
def test_one_bad_row_refuses_a_payment_file_with_row_and_remedy(run, siti, row, column, words):
    code, lines, stderr = run("payments", csv(PAYMENTS, a_payment(), row), "--month", "2026-10", "--apply")

    assert (code, lines[0]) == (1, _counted(baru=1, salah=1))
    (number, where, reason, remedy) = lines[1].split(";")
    assert (number, where) == ("3", column)
    assert words in reason and remedy
    assert "Tidak ada yang disimpan" in stderr
    assert (payments(), db.session.scalars(select(ImportBatch.state)).all()) == (0, ["discarded"])


def test_a_file_of_another_branch_is_refused(run, siti):
    rows = a_payment(NOBODY), a_payment(NOBODY[:-1] + "8")

    code, lines, stderr = run("payments", csv(PAYMENTS, *rows), "--month", "2026-10", "--apply")

    assert (code, lines[0], payments()) == (1, _counted(tanya=2), 0)
    assert "cabang" in stderr


def _counted(**given):
    words = ("baru", "berubah", "pindah", "keluar", "sama", "salah", "tanya")
    return " ".join(f"{word} {given.get(word, 0)}" for word in words)
