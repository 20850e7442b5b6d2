"""Funds of a programme and their papers as screens: created with their answer, changed, ended (P1, G4)."""

import io

import pytest
from sqlalchemy import select

from lindung.models.base import db
from lindung.models.funds import Fund
from tests.support.funded import a_fund, a_programme, funded
from tests.support.programme_pages import address, followed, pay, plain, records, told


@pytest.fixture
def fund(app):
    """Two farmers of OPD 7 and three of the clinic of OPD 8, on Rp1 million until December."""
    found = a_fund()
    funded(found, 2)
    funded(found, 3, unit="08.01")
    return found


# Funds


def filled(**values):
    chosen = {
        "name": "DBHCHT 2025", "source": "dbhcht", "is_public": "publik", "unit_code": "07",
        "amount": "2.800.000.000", "planned": "28448", "first_month": "2025-07", "last_month": "2025-12",
    }  # fmt: skip
    return chosen | values


def test_a_fund_is_created_with_its_answer_beside_the_form(browser):
    koordinator, circular = browser.as_("koordinator"), a_programme()
    koordinator.get(f"/program/{circular.id}/dana/baru")

    counted = koordinator.submit("form#dana", **filled(), hitung="1")
    assert told(counted, "Cukup untuk 5 bulan, sisa Rp410.368.000, kurang Rp67.558.400 untuk bulan ke-6.")
    assert db.session.scalar(select(Fund.id)) is None

    page = followed(koordinator, koordinator.submit("form#dana", **filled()))
    assert plain(page.heading).startswith(
        "28.448 pekerja direncanakan didanai DBHCHT sampai Desember 2025; dana cukup untuk 5 bulan "
        "dengan sisa Rp410.368.000, kurang Rp67.558.400 untuk bulan ke-6."
    )
    assert page.has(".message form, .status form, #status form")


def test_the_answer_is_worked_out_while_the_form_is_filled_in(browser):
    koordinator, circular = browser.as_("koordinator"), a_programme()
    fields = {name: value for name, value in filled(planned="1136").items() if name not in ("name", "source")}

    page = koordinator.htmx().get(
        f"/program/{circular.id}/dana/jawaban", **fields | {"first_month": "2025-11", "amount": "1000000000"}
    )
    assert told(page, "Rp19.084.800 sebulan untuk 1.136 pekerja.")
    assert told(page, "kecuali Januari 2026 didanai")


def test_a_budget_that_pays_nobody_is_kept_as_typed_and_saved_by_who_is_sure(browser):
    koordinator, circular = browser.as_("koordinator"), a_programme()
    koordinator.get(f"/program/{circular.id}/dana/baru")

    page = koordinator.submit("form#dana", **filled(amount="16.799"))
    assert page.status == 422
    assert "tidak membayar siapa pun" in page.problems
    assert page.one("#amount")["value"] == "16.799"

    assert koordinator.submit("form#dana", **filled(amount="16.799", sure="y")).status == 303


def test_a_fund_is_changed_and_the_slower_of_two_is_told(browser, fund):
    koordinator, admin = browser.as_("koordinator"), browser.as_("admin")
    koordinator.get(f"/program/dana/{fund.id}/ubah")
    admin.get(f"/program/dana/{fund.id}/ubah")

    assert koordinator.submit("form#dana", amount="2.000.000").status == 303
    slow = admin.submit("form#dana", amount="3.000.000")

    assert slow.status == 409
    assert told(slow, "anggaran Rp1.000.000 menjadi Rp2.000.000")
    assert slow.one("#amount")["value"] == "3.000.000"


def test_a_fund_is_ended_early(browser, fund):
    koordinator = browser.as_("koordinator")
    page = koordinator.get(f"/program/dana/{fund.id}/akhiri")
    assert told(page, "5 pekerja sesudah itu memerlukan pembayar lain")

    assert koordinator.submit("form#akhiri", last_month="2026-10", reason="").status == 422
    page = followed(
        koordinator, koordinator.submit("form#akhiri", last_month="2026-10", reason="Perubahan APBD")
    )
    assert told(page, "sampai Oktober 2026")


@pytest.mark.parametrize("username", ["ratna", "kadis", "dewi", "inspektur", "bendahara"])
def test_only_who_manages_settings_writes_funds(browser, fund, username):
    person = browser.as_(username)

    assert person.get(address(fund, "/dana/baru")).status == 403
    assert not person.get(address(fund)).has("a[href$='/dana/baru']")


# Papers


def test_a_paper_is_noted_with_its_scan_and_opened(browser, fund):
    koordinator = browser.as_("koordinator")
    koordinator.get(f"/program/dana/{fund.id}/dokumen")
    scan = (io.BytesIO(b"%PDF-1.7\n%%EOF\n"), "keputusan.pdf")

    page = koordinator.submit(
        "form#dokumen", kind="decree", number="188/45", dated_on="2026-06-30", document=scan
    )
    page = followed(koordinator, page)
    (row,) = records(page, "table.lines")
    assert (row["Nomor"], row["Jenis"], row["Pindaian"]) == ("188/45", "Keputusan", "keputusan.pdf")
    assert koordinator.get(page.one("table.lines a")["href"]).status == 200


def test_a_scan_follows_later_and_a_paper_is_removed(browser, fund):
    koordinator = browser.as_("koordinator")
    pay(koordinator, fund, "2026-10")
    page = koordinator.get(address(fund, "/pembayaran"))
    koordinator.get(page.one("table.lines a[href$='/pindaian']")["href"])
    assert koordinator.submit("form#pindaian").status == 422

    scan = (io.BytesIO(b"%PDF-1.7\n%%EOF\n"), "sp2d.pdf")
    page = followed(koordinator, koordinator.submit("form#pindaian", document=scan))
    assert records(page, "table.lines")[0]["Pindaian"] == "sp2d.pdf"

    page = followed(koordinator, koordinator.submit("table.lines form"))
    assert told(page, "Belum ada dokumen.")
