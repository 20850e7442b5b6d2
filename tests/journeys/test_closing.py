"""The monthly closing in a browser, within its clicks: K4, H8, S2, S5, and the report's paper."""

import pytest

from lindung.models.base import db
from lindung.models.sponsors import Sponsor
from tests.support import cast
from tests.support.closing import approved, head_of, prepared
from tests.support.desk import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.state("regency")]
SCRIPTS = pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])


@SCRIPTS
def test_k4_a_head_approves_the_month_in_two_clicks_on_a_phone(house, desk_of, scripts):
    prepared("07")
    desk = desk_of("kadis", scripts=scripts, size=PHONE)
    page = desk.open("/beranda")

    desk.click(page.get_by_role("link", name="Setujui laporan Oktober 2026"))
    assert "Perubahan sejak laporan sebelumnya" in desk.text()
    assert desk.overflow() <= 0
    page.get_by_label("Kata sandi Anda").fill(cast.PASSWORD)
    desk.click(page.get_by_role("button", name="Setujui laporan Oktober 2026"))

    assert desk.clicks == 2
    assert desk.path.startswith("/laporan/kode/LB-")
    assert "tepat seperti disetujui" in desk.text()
    if scripts:
        assert desk.barriers() == []


@SCRIPTS
def test_h8_a_refused_edit_leads_to_the_correction_in_three_clicks(house, desk_of, scripts):
    approved("07")
    person = db.session.query(Sponsor).filter(Sponsor.name.startswith("ASN Dinas Pendidikan")).first()
    desk = desk_of("ratna", scripts=scripts)
    page = desk.open(f"/asn/{person.id}/pindah?cari=tunas")
    assert page.locator("#penempatan select[name=from_month]").count()

    page.get_by_label("SD Negeri Tunas Harapan").check()
    page.locator("#penempatan select[name=from_month]").select_option("2026-10")
    desk.click(page.locator("#penempatan form[method=post] button").first)
    assert (
        "Oktober 2026 ditutup Dinas Pendidikan pada 20 Nov 2026 pukul 10.42 WIB oleh Suharto Wibowo"
        in desk.text("[role=alert]")
    )
    desk.click(page.locator("[role=alert]").get_by_role("link", name="Ajukan pembetulan"))
    page.get_by_label("Alasan").fill("SK pindah terlambat")
    desk.click(page.get_by_role("button", name="Ajukan dan buka bulannya"))

    assert desk.clicks == 3
    assert desk.path.startswith(f"/asn/{person.id}/pindah")  # back where the change was refused, now accepted
    assert "Bulan itu dibuka untuk pembetulan" in desk.text("#status")


def test_s2_the_secretary_shares_the_address_of_who_has_not_closed(house, desk_of):
    approved("07")
    desk = desk_of("dewi")
    page = desk.open("/beranda")

    desk.click(page.get_by_role("link", name="Lihat siapa saja"))

    assert desk.clicks == 1
    assert "keadaan=belum_tutup" in page.url
    assert "Dinas Pendidikan" not in [row[0] for row in desk.rows()]
    assert len(desk.rows()) == 8
    assert desk.barriers() == []


@SCRIPTS
def test_s5_the_secretary_opens_one_office_until_friday_in_three_clicks(house, desk_of, scripts):
    approved("08", by=head_of("08"))
    desk = desk_of("dewi", scripts=scripts)
    page = desk.open("/beranda")

    desk.click(page.get_by_role("link", name="Laporan", exact=True))
    desk.click(page.get_by_role("link", name="Buka kembali bulan Dinas Kesehatan"))
    page.get_by_label("Alasan").fill("SK terlambat")
    desk.click(page.get_by_role("button", name="Buka kembali"))

    assert desk.clicks == 3
    assert "sampai Jumat, 27 November 2026: SK terlambat" in desk.text()
