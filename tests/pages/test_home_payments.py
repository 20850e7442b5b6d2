"""By whose word a home counts (R14), whose membership ends (R18), and January paid ahead in December (R16)."""

import pytest

from lindung.actions.acts import act
from lindung.domain.registration import EnrolmentState
from lindung.models.base import db
from lindung.models.rates import Holiday
from lindung.queries.viewer import CONSOLE
from tests.support import cast
from tests.support.clock import TODAY

NOV = "2026-11"


@pytest.fixture
def payers(make):
    """`payers("bpjs", "opd", None)`: so many ASN with an ART, November paid by whom, or by nobody."""

    def pay(*sources: str | None) -> None:
        for number, source in enumerate(sources):
            payer = make.a_sponsor(f"Pembayar {number}")
            make.a_declaration(payer)
            enrolment = make.an_enrolment(payer, make.a_worker(f"ART {number}"), since="2026-10")
            if source:
                make.paid_month(enrolment, NOV, source=source)

    return pay


def test_head_lines_count_what_bpjs_confirmed_and_say_menurut_opd_beside_it(browser, payers):
    payers("bpjs", "opd", "opd", None)

    dewi, kadis = browser.as_("dewi").get("/beranda"), browser.as_("kadis").get("/beranda")

    assert dewi.heading == (
        "1 dari 4 ASN yang mempekerjakan ART telah mendaftarkan dan membayar iuran November 2026 (25,0%). "
        "Menurut OPD sudah 3 ASN."
    )
    assert kadis.heading == (
        "4 dari 4 ASN telah mengisi pernyataan. Dari 4 yang mempekerjakan ART, 1 telah tuntas (25,0%). "
        "Menurut OPD sudah 3 ASN."
    )
    assert browser.as_("dewi").get("/kepatuhan").heading == dewi.heading
    assert "2 tuntas menurut OPD, belum dikonfirmasi BPJS" in kadis.text(".legend")


def test_an_office_without_any_bpjs_file_reads_that_all_of_it_is_its_own_word(browser, payers):
    payers("opd", "opd", None)

    page = browser.as_("kadis").get("/beranda")

    assert page.heading.endswith("2 telah tuntas (66,7%). Semuanya menurut OPD, belum dikonfirmasi BPJS.")
    assert (
        browser.as_("dewi")
        .get("/kepatuhan")
        .heading.endswith("(66,7%). Semuanya menurut OPD, belum dikonfirmasi BPJS.")
    )


def test_where_everything_is_confirmed_nothing_is_added(browser, payers):
    payers("bpjs", None)

    page = browser.as_("dewi").get("/beranda")

    assert page.heading.endswith("(50,0%).")
    assert "menurut OPD" not in page.text("main").replace("Iuran dibayar menurut OPD", "")


@pytest.mark.both_engines
def test_the_clerk_is_shown_what_waits_for_bpjs_and_each_number_opens_its_list(browser, payers):
    payers("bpjs", "opd", "opd", None)
    ratna = browser.as_("ratna")
    page = ratna.get("/beranda")

    assert page.texts(".tallies a")[-2:] == [
        "1 ASN terdaftar, belum lunas",
        "2 ASN tuntas menurut OPD, belum dikonfirmasi BPJS",
    ]
    assert len(ratna.get(str(page.page.select(".tallies a")[-1]["href"])).rows()) == 2
    links = {
        str(one["href"]): int(one.get_text())
        for one in browser.as_("dewi").get("/beranda").page.select("h1 a")
    }
    assert len(links) == 3
    for address, count in links.items():
        assert len(ratna.get(f"{address}&format=csv").csv()) == count, address


def test_the_month_table_keeps_its_contract_and_says_beside_it_what_bpjs_confirmed(browser, payers):
    payers("bpjs", "opd", "opd", None)
    dewi = browser.as_("dewi")

    row = next(one for one in dewi.get("/kepatuhan?format=csv").csv() if one["kode"] == "07")
    table = dewi.get("/kepatuhan").records("table.units")
    disdik = next(one for one in table if "Dinas Pendidikan" in next(iter(one.values())))

    assert (row["tuntas"], row["iuran_dibayar"], row["persen_tuntas"]) == ("3", "25200", "75.0")
    assert list(row)[-4:] == ["tuntas_bpjs", "iuran_bpjs", "asn_opd_ikut", "persen_pekerja_per_asn"]
    assert (row["tuntas_bpjs"], row["iuran_bpjs"]) == ("1", "8400")
    assert next(cell for head, cell in disdik.items() if head.startswith("Menurut OPD")) == "3"


def test_every_number_of_the_month_table_opens_its_list_with_two_words_for_a_month(browser, payers):
    payers("bpjs", "opd", "opd", None)
    dewi = browser.as_("dewi")

    opened = {
        str(link["href"]): int(link.get_text())
        for link in dewi.get("/kepatuhan").page.select("table.units a[href^='/asn?']")
        if link.get_text().strip().isdigit()
    }

    assert len(opened) >= 6
    for address, count in opened.items():
        assert len(dewi.get(f"{address}&format=csv").csv()) == count, address


@pytest.fixture
def behind(make):
    """Siti is two months behind; Wati is two behind and November is paid; of another office, Komang."""
    for name, unit, months in (
        ("Siti", cast.OPD_7, ["2026-03", "2026-08"]),
        ("Wati", cast.SCHOOL, ["2026-08", "2026-11"]),
        ("Komang", cast.CLINIC, ["2026-08"]),
    ):
        payer = make.a_sponsor(f"Pembayar {name}", unit=unit)
        make.a_declaration(payer)
        make.paid_month(make.an_enrolment(payer, make.a_worker(name)), *months)


ENDING = "Kepesertaan 1 pekerja akan berakhir apabila iuran November 2026 tidak dibayar."


@pytest.mark.parametrize("username", ["ratna", "bendahara", "kadis"])
@pytest.mark.parametrize(
    "moment", ["2026-11-01 00:10", "2026-11-14 12:00", "2026-11-16 23:50", "2026-11-30 23:50"]
)
def test_r18_clerk_and_head_are_told_whose_membership_the_running_month_decides(
    browser, behind, clock, username, moment
):
    """Whatever month the page shows: on the 1st it is October's, and who has paid November is not counted."""
    clock.move_to(moment)
    person = browser.as_(username)
    page = person.get("/beranda")

    listed = person.get(str(page.one("a[href*='tangga=akan_berakhir']")["href"]))

    assert page.says(ENDING)
    assert listed.texts("tbody .name")[0] == "Siti" and len(listed.rows()) == 1
    assert listed.heading == ENDING.rstrip(".")
    assert listed.text(".chips").startswith("Akan berakhir")


def test_r18_once_the_month_has_ended_it_is_no_warning_but_a_fact(browser, behind, clock):
    clock.move_to("2026-12-01 00:10")

    page = browser.as_("ratna").get("/beranda")

    assert "akan berakhir apabila" not in page.text("h1")
    assert browser.as_("ratna").get("/pekerja?bulan=2026-12&tangga=lapsed").texts("tbody .name") == ["Siti"]


@pytest.mark.parametrize(
    ("moment", "step"),
    [
        ("2026-11-14 09:00", "Bulan ke-1 dari 3"),
        ("2026-11-15 09:00", "Bulan ke-1 dari 3"),  # a Sunday
        ("2026-11-16 23:59", "Bulan ke-1 dari 3"),  # the due date
        ("2026-11-17 00:00", "Bulan ke-1 dari 3"),
        ("2026-11-30 23:59", "Bulan ke-1 dari 3"),
        ("2026-12-01 00:01", "Menunggak 1 bulan"),
    ],
)
def test_r15_nobody_is_called_late_before_the_month_has_ended(browser, make, clock, moment, step):
    make.paid_month(make.an_enrolment(make.a_sponsor(), make.a_worker("Siti"), since="2026-10"), "2026-10")
    clock.move_to(moment)
    ratna = browser.as_("ratna")

    listed = ratna.get(f"/pekerja?bulan={moment[:7]}")
    words = [
        ratna.get(path).text().lower() for path in ("/pekerja/kisi", "/beranda", "/kepatuhan?tampilan=tangga")
    ]

    assert listed.texts("tbody .tag")[-1] == step
    assert any("1 menunggak" in one for one in words) is step.startswith("Menunggak")
    assert not any("terlambat" in one.replace("tpp januari sering terlambat", "") for one in words)


def test_r15_a_holiday_moves_the_due_date_and_the_words_of_the_home_with_it(browser, payers, clock):
    payers("bpjs", None)
    with act(CONSOLE, "holiday.add", today=TODAY):
        for day in ("2026-11-16", "2026-11-17"):
            db.session.add(Holiday(day=TODAY.fromisoformat(day), name="Cuti bersama", legal_basis="SKB"))

    clock.move_to("2026-11-18 23:50")
    before = browser.as_("dewi").get("/beranda?bulan=2026-11")
    clock.move_to("2026-11-19 00:10")
    after = browser.as_("dewi").get("/beranda")

    assert before.says("Iuran November 2026 jatuh tempo Rabu, 18 November 2026.")
    assert "belum lunas" not in before.text("main")
    assert after.says("1 ASN terdaftar, belum lunas")


@pytest.mark.parametrize(
    ("zone", "moment", "running"),
    [
        ("Asia/Jakarta", "2026-11-30T16:59+00:00", True),
        ("Asia/Jakarta", "2026-11-30T17:00+00:00", False),
        ("Asia/Makassar", "2026-11-30T15:59+00:00", True),
        ("Asia/Makassar", "2026-11-30T16:00+00:00", False),
        ("Asia/Jayapura", "2026-11-30T14:59+00:00", True),
        ("Asia/Jayapura", "2026-11-30T15:00+00:00", False),
    ],
)
def test_r23_the_month_ends_on_the_regencys_clock_whatever_the_servers(
    app, browser, make, clock, monkeypatch, zone, moment, running
):
    from datetime import datetime
    from zoneinfo import ZoneInfo

    make.paid_month(make.an_enrolment(make.a_sponsor(), make.a_worker("Siti"), since="2026-10"), "2026-10")
    monkeypatch.setitem(app.config, "ZONE", ZoneInfo(zone))
    clock.move_to(datetime.fromisoformat(moment))

    page = browser.as_("ratna").get("/pekerja/kisi")

    assert "".join(page.texts("td.mark")) == ("–––––––––B··" if running else "–––––––––BT·")


AHEAD = "Iuran Januari–Maret 2027 dapat dibayar di muka: TPP Januari sering terlambat."


@pytest.mark.parametrize("username", ["ratna", "bendahara", "koordinator"])
@pytest.mark.parametrize(
    ("moment", "warns"),
    [
        ("2026-11-30 23:59", False),
        ("2026-12-01 00:00", True),
        ("2026-12-31 23:59", True),
        ("2027-01-01 00:00", False),
    ],
)
def test_r16_in_december_january_to_march_may_be_paid_ahead(browser, payers, clock, username, moment, warns):
    payers("bpjs", None)
    clock.move_to(moment)

    assert browser.as_(username).get("/beranda").says(AHEAD) is warns


@pytest.mark.parametrize("username", ["dewi", "kadis", "inspektur"])
def test_who_neither_pays_nor_deducts_is_not_warned(browser, payers, clock, username):
    payers("bpjs")
    clock.move_to("2026-12-05 09:00")

    assert not browser.as_(username).get("/beranda").says(AHEAD)


def test_the_warning_leads_to_those_whose_january_is_not_paid_and_on_to_three_months(
    browser, make, payers, clock
):
    payers("bpjs", "bpjs")
    paid = make.an_enrolment(make.a_sponsor("Rajin"), make.a_worker("Yati"), since="2026-10")
    make.paid_month(paid, NOV, "2027-01")
    make.an_enrolment(make.a_sponsor("Calon"), make.a_worker("Tini"), state=EnrolmentState.CANDIDATE)
    clock.move_to("2026-12-05 09:00")
    ratna = browser.as_("ratna")

    listed = ratna.get(str(ratna.get("/beranda").one(".caution a")["href"]))
    assert listed.heading == "2 pekerja terdaftar yang iuran Januari 2027 belum dibayar"
    assert listed.text(".chips").count("iuran Januari 2027 belum dibayar") == 1
    page = ratna.get(listed.url.replace("/pekerja?", "/iuran/bayar?semua=1&"))
    assert page.heading.startswith("Catat iuran Januari 2027 untuk 2 pekerja")
    assert page.one("select[name=months] option[selected]")["value"] == "3"


def test_the_treasurer_is_led_to_the_three_months_of_tpp(browser, payers, clock):
    payers("bpjs")
    clock.move_to("2026-12-05 09:00")
    bendahara = browser.as_("bendahara")

    link = str(bendahara.get("/beranda").one(".caution a")["href"])

    assert bendahara.get(link).says("Januari 2027 – Maret 2027")
    assert "sumber=tpp" in link
