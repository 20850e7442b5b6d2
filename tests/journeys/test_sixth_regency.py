"""A sixth, invented regency without a line of code: a quota by golongan, a fund for the rest that ends in June (R8)."""

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from lindung.models.base import db
from lindung.models.circulars import Circular
from lindung.models.workers import Enrolment
from tests.support.funded import fund_of, funded

pytestmark = pytest.mark.browser
QUOTA, FUNDED = "SE 6/2026", "KEP 60/2026"


@pytest.fixture
def staff(make):
    """Three of golongan IV, III and II in OPD 7; one of golongan III in OPD 8."""
    return {
        name: make.a_sponsor(name, grade=grade, unit=unit)
        for name, grade, unit in (
            ("Ratmi", "IV/a", "07"), ("Sugeng", "III/b", "07"), ("Tarno", "II/c", "07"), ("Wahyu", "III/d", "08"),
        )
    }  # fmt: skip


def write(desk, page: Page, kind: str, **fields: str) -> None:
    """A circular written, saved and put in force, all by its form."""
    desk.open("/edaran/baru")
    page.get_by_label(kind).check()
    for name, value in fields.items():
        page.fill(f"[name={name}]", value)
    desk.click(page.get_by_role("button", name="Simpan"))
    desk.click(page.get_by_role("link", name="Berlakukan mulai"))
    desk.click(page.get_by_role("button", name="Berlakukan"))


def test_a_sixth_regency_is_set_up_on_its_own_screens(desk_of, make, staff):
    desk = desk_of("koordinator")
    page = desk.page

    write(
        desk, page, "Kuota:", number=QUOTA, title="Satu ASN menanggung pekerja rentan", in_force_from="2026-09-01",
        quota_by_grade="IV = 2, III = 1", target_percent="50",
    )  # fmt: skip
    assert "Setiap ASN wajib menanggung pekerja rentan menurut golongannya" in desk.text()
    assert "Golongan III: 1; Golongan IV: 2" in desk.text(".facts")
    assert "3 ASN" not in desk.text() and not page.locator("text=Mengisi pernyataan").count()
    write(
        desk, page, "Daftar dana:", number=FUNDED, title="Dana bagi yang belum tertanggung",
        in_force_from="2026-10-01", in_force_until="2027-06-30",
    )  # fmt: skip
    assert "sampai Rabu, 30 Juni 2027" in desk.text("h1")

    desk.click(page.get_by_role("link", name="Tambah dana"))
    page.get_by_label("Nama dana").fill("APBD 2026–2027")
    page.get_by_label("Sumber").select_option("apbd")
    page.get_by_label("Perangkat daerah pengusul").select_option("08")
    page.get_by_label("Anggaran", exact=True).fill("10.000.000")
    page.get_by_label("Iuran bulan pertama").select_option("2026-10")
    page.get_by_label("Iuran bulan terakhir").select_option("2027-06")
    desk.click(page.get_by_role("button", name="Simpan"))
    assert "APBD 2026–2027" in desk.text()

    with_people(make, staff)
    speaks_of_each(desk_of("dewi"))


def with_people(make, staff) -> None:
    """Sugeng covers his one, Ratmi one of her two; the fund takes two people nobody covers."""
    db.session.rollback()
    quota = db.session.scalars(select(Circular).where(Circular.number == QUOTA)).one()
    make.an_enrolment(
        staff["Sugeng"], make.a_worker("Jumi"), circular=quota, relation="neighbour", since="2026-10"
    )
    make.an_enrolment(staff["Ratmi"], make.a_worker("Karsi"), circular=quota, relation="art", since="2026-10")
    assert len(funded(fund_of("APBD 2026–2027"), 2, unit="08")) == 2
    db.session.rollback()


def speaks_of_each(desk) -> None:
    """Who is asked nothing (golongan II) is nobody's gap; one of two is not enough; the fund's people are its own."""
    page = desk.open("/beranda")
    assert desk.text("h1") == (
        "1 dari 2 ASN telah menanggung pekerja rentan (50,0%); 2 pekerja untuk 3 ASN (66,7%). Target 50%."
    )
    others = page.locator("p.next", has_text="Surat Edaran lain yang berlaku")
    expect(others).to_contain_text("2 pekerja terdaftar atas dana, 0 aktif penuh")
    desk.click(others.get_by_role("link", name=FUNDED))
    assert desk.text("h1") == (
        "2 pekerja terdaftar: 0 aktif penuh, 0 dalam masa tunggu. Iuran didanai sampai Juni 2027."
    )
    assert "Program berakhir 30 Jun 2027." in desk.text()

    desk.open("/kepatuhan")  # what asks something of ASN comes first; the fund is one click away, and back
    assert QUOTA in desk.text(".where")
    switch = page.get_by_role("navigation", name="Surat Edaran yang berlaku")
    desk.click(switch.get_by_role("link", name=FUNDED))
    assert FUNDED in desk.text(".where")
    desk.click(switch.get_by_role("link", name=QUOTA))
    assert desk.rows("table.units")[1][0] == "Dinas Pendidikan"
    desk.click(page.get_by_role("navigation", name="Dasar persentase").get_by_role("link", name="semua ASN"))
    assert desk.text("h1").startswith("1 dari 3 ASN telah menanggung pekerja rentan (33,3%);")
    assert db.session.query(Enrolment).count() == 4


def test_the_form_asks_only_what_each_kind_needs_and_all_of_it_without_a_modern_browser(desk_of):
    desk = desk_of("koordinator")
    page = desk.open("/edaran/baru")

    def seen() -> set[str]:
        names = ("quota", "quota_by_grade", "declare_by", "register_by", "target_percent", "in_force_until")
        return {name for name in names if page.locator(f"[name={name}]").is_visible()}

    assert seen() == {"declare_by", "register_by", "target_percent", "in_force_until"}
    page.get_by_label("Kuota:").check()
    assert seen() == {"quota", "quota_by_grade", "register_by", "target_percent", "in_force_until"}
    page.get_by_label("Daftar dana:").check()
    assert seen() == {"in_force_until"}
    page.get_by_label("Target:").check()
    assert seen() == {"in_force_until"}
    assert page.get_by_text("Hanya untuk kuota.").count()
    assert desk.barriers() == []


def test_kd1_a_neighbour_is_registered_from_the_list_in_three_clicks(desk_of, make):
    make.a_circular(duty_kind="quota", quota=1)
    make.a_sponsor("Hadi Suprapto")
    desk = desk_of("ratna")
    page = desk.open("/asn")

    desk.click(page.get_by_role("link", name="Hadi Suprapto", exact=True))
    desk.click(page.get_by_role("link", name="Tambah pekerja").first)
    page.get_by_label("NIK", exact=True).fill("3518005704869999")
    page.get_by_label("Nama lengkap").fill("Mbok Jum")
    page.get_by_label("Hubungan dengan ASN").select_option("neighbour")
    desk.click(page.get_by_role("button", name="Simpan"))

    assert desk.clicks == 3
    assert desk.page.locator("table.people tbody tr", has_text="Mbok Jum").inner_text().count("Tetangga") == 1
