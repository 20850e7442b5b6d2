"""A programme's lists on the screen: filters, rows, bulk, the village's page, the months, the funnel (UX P6, G1-G3)."""

import io

import pytest
from sqlalchemy import select

from lindung.actions.verifying import Minutes, verify
from lindung.models.acts import AuditEntry
from lindung.models.base import db
from lindung.models.nominations import Nomination, Verification
from lindung.models.workers import Enrolment
from lindung.queries.viewer import CONSOLE
from tests.support.clock import today
from tests.support.villages import (
    a_fund,
    admitted,
    findings,
    four_people,
    ids,
    listed,
    nik,
    of_name,
    picked,
    two_villages,
    url,
)


@pytest.fixture
def programme(make, app):
    return two_villages(make)


@pytest.fixture
def people(programme):
    four_people()
    return programme


def test_the_list_says_how_many_and_masks_what_is_private(browser, people):
    page = browser.as_("koordinator").get(url(people))

    assert page.heading == "0 dari 4 usulan terverifikasi; 0 terdaftar"
    assert page.texts("#daftar tbody th") == ["Jro Wayan ··0001", "Luh –", "Made ··0002", "Wayan ··0001"]
    wayan = page.records("#daftar table")[3]
    assert (wayan["Usia"], wayan["Kelompok"], wayan["Keadaan"]) == ("46", "petani", "Diusulkan")
    assert nik(1) not in page.text("main")


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({"temuan": "nik_salah"}, ["Luh"]),
        ({"temuan": "ada"}, ["Jro Wayan", "Luh"]),
        ({"temuan": "tanpa"}, ["Made", "Wayan"]),
        ({"unit": "33.02"}, ["Jro Wayan"]),
        ({"kelompok": "UMKM"}, ["Made"]),
        ({"q": "wayan"}, ["Jro Wayan", "Wayan"]),
        ({"q": "0002"}, ["Made"]),
        ({"tahap": "terverifikasi"}, []),
        ({"urut": "-nama"}, ["Wayan", "Made", "Luh", "Jro Wayan"]),
        ({"bulan": "2026-10"}, []),
    ],
)
def test_filters_stand_in_the_address_and_the_file_holds_the_same(browser, people, query, names):
    koordinator = browser.as_("koordinator")
    page = koordinator.get(url(people), **query)

    assert page.texts("#daftar tbody th a") == names
    lines = koordinator.get(url(people), format="csv", **query).csv()
    assert [line["nama"] for line in lines] == names


def test_a_nik_typed_into_the_filter_leaves_the_address(browser, people):
    reply = browser.as_("koordinator").get(url(people), q=nik(1))
    assert reply.status == 303
    assert nik(1) not in reply.location


def test_a_village_sees_its_own_list_only(browser, people):
    page = browser.as_("nyoman").get(url(people))
    assert page.heading == "0 dari 3 usulan terverifikasi; 0 terdaftar"
    assert "Jro Wayan" not in page.text("main")
    assert browser.as_("bayu").get(f"/program/usulan/{ids('Wayan')[0]}").status == 404
    assert browser.as_("nyoman").get(f"/program/{people.id}/desa/33.02").status == 404


def test_a_programme_of_another_duty_is_not_there(browser, make, programme):
    assert browser.as_("koordinator").get(f"/program/{make.a_circular().id}/usulan").status == 404


def test_a_row_is_corrected_in_place_and_judged_anew(browser, people):
    nyoman = browser.as_("nyoman")
    row = of_name("Luh")
    form = nyoman.htmx().get(f"/program/usulan/{row.id}/ubah")
    assert form.has(f"tr#usulan-{row.id}.editing input[name=nik]")

    reply = nyoman.htmx().submit(f"form#u{row.id}", nik=nik(9))

    assert reply.status == 200
    assert "Luh, tanpa temuan" in reply.said
    assert findings()["Luh"] is None
    assert reply.has("#atas")


def test_a_telephone_number_is_never_shown_in_full_and_stays_when_nothing_is_typed(browser, programme):
    listed(("33.01", nik(1), "Wayan", None, None, None, "081234567890"))
    nyoman, row = browser.as_("nyoman"), of_name("Wayan")
    page = nyoman.get(f"/program/usulan/{row.id}/ubah")
    assert "081234567890" not in page.body.decode()
    nyoman.submit(f"form#u{row.id}", name="Wayan Sudarma")
    assert of_name("Wayan Sudarma").phone == "081234567890"  # R25
    assert "0812••••90" in nyoman.get(f"/program/usulan/{row.id}").text("main")


def test_without_scripts_the_same_address_is_a_page(browser, people):
    nyoman = browser.as_("nyoman")
    row = of_name("Luh")
    page = nyoman.get(f"/program/usulan/{row.id}/ubah")
    assert page.heading == "Ubah usulan Luh"
    refused = nyoman.submit(f"form#u{row.id}", name="")
    assert refused.status == 422
    assert nyoman.submit(f"form#u{row.id}", name="Luh Sari").status == 303
    assert of_name("Luh Sari").finding == "nik_invalid"


def test_two_people_on_one_row_the_second_is_told_and_loses_nothing(browser, people):
    nyoman, row = browser.as_("nyoman"), of_name("Luh")
    nyoman.get(f"/program/usulan/{row.id}/ubah")
    other = browser.as_("koordinator")
    other.get(f"/program/usulan/{row.id}/ubah")
    other.submit(f"form#u{row.id}", name="Luh Ayu")

    reply = nyoman.submit(f"form#u{row.id}", name="Luh Sari")

    assert reply.status == 409
    assert reply.one("input[name=name]")["value"] == "Luh Sari"


def test_the_ticked_are_verified_and_the_rest_dropped_with_their_findings(browser, people):
    nyoman = browser.as_("nyoman")
    page = nyoman.get(url(people, "usulan/verifikasi"), semua="1", tahap="belum", unit="33.01")
    assert page.heading == "Verifikasi 2 usulan; 1 dengan temuan"

    nyoman.submit("#verifikasi", number="BA/7", drops="y")

    after = nyoman.follow()
    assert "2 usulan terverifikasi. 1 dicoret menurut temuannya." in after.said
    assert (of_name("Luh").state, of_name("Luh").drop_reason) == ("dropped", "nik_invalid")
    assert db.session.scalars(select(Verification)).one().number == "BA/7"

    nyoman.submit("#status form")
    db.session.expire_all()
    assert {one.state for one in db.session.scalars(select(Nomination))} == {"proposed"}


def test_a_count_that_changed_meanwhile_verifies_nobody(browser, people):
    nyoman = browser.as_("nyoman")
    nyoman.get(url(people, "usulan/verifikasi"), semua="1", tahap="belum")
    listed(("33.01", nik(5), "Ketut"))

    reply = nyoman.submit("#verifikasi")

    assert reply.status == 422
    assert of_name("Wayan").state == "proposed"


def test_a_scan_that_is_no_pdf_is_refused(browser, people):
    nyoman = browser.as_("nyoman")
    nyoman.get(picked(people, "usulan/verifikasi", "Wayan"))
    assert nyoman.submit("#verifikasi", document=(io.BytesIO(b"x"), "ba.pdf")).status == 415
    assert nyoman.submit("#verifikasi", document=(io.BytesIO(b"%PDF-1.7\n%%EOF\n"), "ba.pdf")).status == 303
    paper = db.session.scalars(select(Verification)).one()
    assert nyoman.get(f"/program/berita-acara/{paper.id}").status == 200
    assert browser.as_("bayu").get(f"/program/berita-acara/{paper.id}").status == 404


def test_dropping_asks_for_a_reason_where_nothing_was_found(browser, people):
    koordinator = browser.as_("koordinator")
    page = koordinator.get(picked(people, "usulan/coret", "Wayan", "Luh"))
    assert "Menurut temuan" not in page.text("#reason")
    koordinator.submit("#coret", reason="refused", note="tidak bersedia")
    assert "2 usulan dicoret" in koordinator.follow().said
    assert of_name("Wayan").drop_reason == "refused"

    page = koordinator.get(url(people, "usulan/coret"), semua="1", temuan="ada", tahap="belum")
    assert page.heading == "Coret 0 usulan"  # Jro Wayan is second to nobody any more
    assert findings()["Jro Wayan"] is None


def test_somebody_dropped_comes_back(browser, people):
    koordinator = browser.as_("koordinator")
    koordinator.get(picked(people, "usulan/coret", "Luh"))
    koordinator.submit("#coret")
    assert of_name("Luh").drop_reason == "nik_invalid"
    koordinator.get(f"/program/usulan/{ids('Luh')[0]}/kembalikan")
    koordinator.submit("#kembalikan")
    assert "Luh kembali ke daftar usulan" in koordinator.follow().said


def test_two_lawful_jobs_are_marked_in_two_clicks_and_stay_out_of_the_findings(browser, people):
    koordinator = browser.as_("koordinator")
    koordinator.get(f"/program/usulan/{ids('Jro Wayan')[0]}/dua-pekerjaan")
    koordinator.submit("#dua-pekerjaan", reason="pemangku dan UMKM")

    page = koordinator.get(url(people), temuan="ada")
    assert page.texts("#daftar tbody th a") == ["Luh"]
    assert "Dua pekerjaan sah" in koordinator.get(url(people), temuan="dua_pekerjaan").text("#daftar table")


def test_admission_offers_what_the_money_allows_and_goes_in_order(browser, people):
    a_fund(people, amount=16_800 * 2, first="2026-11", last="2026-12")
    verify(CONSOLE, people.id, ids("Made"), Minutes(today()), 1, today=today())
    verify(CONSOLE, people.id, ids("Wayan"), Minutes(today()), 1, today=today())
    koordinator = browser.as_("koordinator")

    page = koordinator.get(url(people, "usulan/terima"), semua="1", tahap="menunggu")

    assert page.heading == "Terima ke program dari 2 yang menunggu"
    assert "masih cukup untuk 1 orang lagi selama 2 bulan sampai Desember 2026 (perkiraan)" in page.text(
        "main"
    )
    assert page.one("#number")["value"] == "1"
    koordinator.submit("#terima")
    assert "1 orang diterima ke program." in koordinator.follow().said
    assert (of_name("Made").state, of_name("Wayan").state) == ("admitted", "verified")


def test_admission_without_a_fund_says_what_to_do(browser, people):
    verify(CONSOLE, people.id, ids("Made"), Minutes(today()), 1, today=today())
    page = browser.as_("koordinator").get(url(people, "usulan/terima"), semua="1")
    assert "Belum ada dana yang berjalan" in page.text("main")
    assert browser.as_("nyoman").get(url(people, "usulan/terima")).status == 403


def test_who_is_admitted_goes_to_bpjs_as_one_list_and_is_marked_registered(browser, people):
    admitted(people, "Wayan", "Made")
    koordinator = browser.as_("koordinator")
    page = koordinator.get(url(people, "usulan/ajukan"), semua="1")
    assert page.heading == "Ajukan 2 orang ke BPJS"
    assert koordinator.submit("#ajukan", number="1/2026", donor_code="W-1").status == 422
    koordinator.submit("#ajukan", number="1/2026", donor_code="W-1", sure="y")
    assert "2 orang diajukan ke BPJS dengan daftar 1/2026" in koordinator.follow().said

    koordinator.get(url(people, "usulan/terdaftar"), semua="1")
    koordinator.submit("#terdaftar")
    assert "2 orang ditandai terdaftar" in koordinator.follow().said
    assert {one.state for one in db.session.scalars(select(Enrolment))} == {"registered"}

    koordinator.get(url(people, "usulan/kartu"), semua="1", tahap="terdaftar")
    koordinator.submit("#kartu", by="Kelian Banjar")
    assert "Kartu 2 orang tercatat diserahkan" in koordinator.follow().said
    assert of_name("Wayan").card_by == "Kelian Banjar"


def test_the_next_in_line_takes_the_place_of_who_died(browser, people):
    admitted(people, "Wayan")
    verify(CONSOLE, people.id, ids("Made"), Minutes(today()), 1, today=today())
    nyoman = browser.as_("nyoman")

    page = nyoman.get(f"/program/usulan/{ids('Wayan')[0]}/ganti")
    assert "Made, Desa Sari" in page.text("main")
    nyoman.submit("#ganti")

    assert "Wayan berhenti (Meninggal) dan digantikan Made" in nyoman.follow().said
    assert of_name("Made").state == "admitted"
    nyoman.submit("#status form")
    db.session.expire_all()
    assert (of_name("Wayan").state, of_name("Made").state) == ("admitted", "verified")


def test_a_nik_is_shown_once_with_its_purpose(browser, people):
    nyoman = browser.as_("nyoman")
    nyoman.get(f"/program/usulan/{ids('Wayan')[0]}/nik")
    shown = nyoman.submit("#lihat-nik", usual="match")
    assert nik(1) in shown.text("main")
    assert db.session.scalars(select(AuditEntry).where(AuditEntry.record == "nomination_reveal")).one()
    assert "melihat NIK lengkap" in nyoman.get(f"/program/usulan/{ids('Wayan')[0]}").text("main")
    assert browser.as_("dewi").get(f"/program/usulan/{ids('Wayan')[0]}/nik").status == 403
