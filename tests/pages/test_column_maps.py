"""Files of a branch's own layout: its headings told apart once, saved, and read by later files."""

import io

import pytest
from sqlalchemy import select

from lindung.models.base import db
from lindung.models.imports import ColumnMap
from tests.support.bpjs_files import a_branch, branch_file, row
from tests.support.files import xlsx
from tests.support.importing import hand_in
from tests.support.makers import Makers

HEADINGS = ("No KTP", "Nomor Peserta", "Periode", "Nominal", "Tgl", "Kode Bayar")
CHOICES = {
    "nik": "No KTP",
    "kpj": "Nomor Peserta",
    "bulan": "Periode",
    "jumlah": "Nominal",
    "referensi": "Kode Bayar",
}


@pytest.fixture
def branch(app):
    return a_branch(Makers())


def theirs(branch, header=HEADINGS):
    return branch_file(*(row(branch.nik(name)) for name in branch.enrolments), header=header)


def map_it(person, branch, **fields):
    refused = hand_in(person, theirs(branch), name="cabang.csv", kind="payments")
    return refused, person.submit("#peta", **{"name": "Cabang Kediri", **CHOICES, **fields})


@pytest.mark.both_engines
def test_unknown_headings_are_told_apart_saved_and_the_file_read_at_once(browser, branch):
    koordinator = browser.as_("koordinator")
    again = (io.BytesIO(theirs(branch)), "cabang.csv")

    refused, reply = map_it(koordinator, branch, file=again)

    assert refused.status == 422
    assert "Tidak ada baris judul kolom yang dikenal" in refused.problems
    page = koordinator.follow()
    assert page.says("Dibaca dengan peta kolom “Cabang Kediri”.")
    assert "4 cocok" in page.text(".tallies")
    assert "Peta kolom “Cabang Kediri” disimpan" in page.said
    assert reply.status == 303


def test_a_clerks_later_file_is_read_by_it_too(browser, branch):
    map_it(browser.as_("koordinator"), branch)
    ratna = browser.as_("ratna")

    hand_in(ratna, theirs(branch).replace(b";", b","), name="lagi.csv", kind="payments")

    page = ratna.follow()
    assert page.says("Dibaca dengan peta kolom “Cabang Kediri”.")
    assert "4 cocok" in page.text(".tallies")
    assert browser.as_("ratna").get("/impor/peta").says("No KTP")


def test_a_clerk_is_only_told_that_the_headings_are_unknown(browser, branch):
    reply = hand_in(browser.as_("ratna"), theirs(branch), name="cabang.csv", kind="payments")

    assert reply.status == 422
    assert not reply.has("#peta")
    assert "Tidak ada baris judul kolom yang dikenal" in reply.problems
    assert browser.as_("ratna").post("/impor/peta", kind="payments", name="x").status == 403


@pytest.mark.parametrize(
    ("fields", "field", "sentence"),
    [
        ({"name": ""}, "name", "Wajib diisi"),
        ({"jumlah": ""}, "jumlah", "Wajib diisi"),
        ({"kpj": "", "nik": ""}, "nik", "Kolom nik wajib ada"),
        ({"kpj": "No KTP"}, "kpj", "dipilih untuk dua kolom"),
    ],
)
def test_a_map_that_would_not_do_is_refused_at_its_field(browser, branch, fields, field, sentence):
    _refused, reply = map_it(browser.as_("koordinator"), branch, **fields)

    assert reply.status == 422
    assert reply.one(f"[name={field}]")["aria-invalid"] == "true"
    assert sentence in reply.problems
    assert db.session.scalars(select(ColumnMap)).all() == []
    assert reply.one("[name=bulan] option[selected]")["value"] == "Periode"


def test_two_maps_of_one_name_cannot_be(browser, branch):
    koordinator = browser.as_("koordinator")
    map_it(koordinator, branch)
    hand_in(koordinator, theirs(branch, header=("A1", "B1", "C1", "D1", "E1", "F1")), kind="payments")

    reply = koordinator.submit("#peta", name="Cabang Kediri", nik="A1", bulan="C1", jumlah="D1")

    assert reply.status == 422
    assert "sudah ada" in reply.problems


def test_a_registrations_file_is_mapped_as_well(browser, branch):
    rows = [("Nomor Induk", "Hasil"), (branch.nik("Ani"), "terdaftar")]
    koordinator = browser.as_("koordinator")
    hand_in(koordinator, xlsx(*rows), name="jawaban.xlsx", kind="registrations")

    again = (io.BytesIO(xlsx(*rows)), "jawaban.xlsx")
    koordinator.submit("#peta", name="Jawaban", nik="Nomor Induk", status="Hasil", file=again)

    assert koordinator.follow().says("Dibaca dengan peta kolom “Jawaban”.")


@pytest.mark.both_engines
def test_the_list_names_each_map_and_removing_one_is_undone(browser, branch):
    koordinator = browser.as_("koordinator")
    map_it(koordinator, branch)
    page = koordinator.get("/impor/peta")
    assert page.heading == "1 peta kolom tersimpan"
    assert "nik No KTP" in page.text("main table")
    assert koordinator.get("/impor/peta", format="csv").csv()[0]["judul"] == "No KTP"
    koordinator.get("/impor/peta")

    koordinator.submit("form[id^=hapus]")

    assert "dihapus" in koordinator.follow().said
    assert db.session.scalars(select(ColumnMap)).all() == []
    koordinator.submit("#status form")
    db.session.expire_all()
    assert [one.name for one in db.session.scalars(select(ColumnMap))] == ["Cabang Kediri"]


def test_a_file_without_a_header_shows_no_numbers_as_headings(browser, branch):
    content = "\r\n".join(";".join(row(branch.nik(name))) for name in branch.enrolments).encode()

    reply = hand_in(browser.as_("koordinator"), content, name="tanpa-judul.csv", kind="payments")

    assert reply.status == 422
    assert branch.nik("Ani") not in reply.body.decode()
