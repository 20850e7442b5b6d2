"""The HR officer's daily work on ASN: H1, H3, H6 and N2 within their clicks, by keyboard, and without scripts."""

import re
from datetime import date

import pytest

from lindung.actions.declarations import declare
from lindung.domain.duties import Answer
from lindung.models.base import db
from lindung.models.circulars import Circular, Declaration
from tests.support import cast
from tests.support.clock import today
from tests.support.desk import PHONE, Desk
from tests.support.people import viewer
from tests.support.regency import OFFICES

pytestmark = [pytest.mark.browser, pytest.mark.state("regency")]

OWN = [office for office in OFFICES if office.code.startswith("07")]
SILENT = sum(office.silent for office in OWN)
BOTH = pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])


def nihil() -> int:
    db.session.rollback()
    return db.session.query(Declaration).filter_by(answer="none").count()


def focused(desk: Desk, what: str = "id") -> str:
    return str(desk.page.evaluate(f"document.activeElement.getAttribute('{what}') ?? ''"))


def row_of_the_first(desk: Desk) -> str:
    return str(desk.page.locator("tbody tr[id^=asn-]").first.get_attribute("id"))


@BOTH
def test_h1_the_home_says_what_needs_doing_and_one_click_opens_the_list(desk_of, scripts):
    desk = desk_of("ratna", scripts=scripts)
    desk.open("/")
    tally = desk.page.locator(".tallies a").first
    assert desk.text(".tallies a") == f"{SILENT} ASN belum mengisi pernyataan"

    desk.click(tally)

    assert desk.clicks == 1
    assert len(desk.rows()) == SILENT


def test_h3_the_ticked_are_marked_nihil_in_four_clicks_and_taken_back(desk_of):
    desk = desk_of("ratna")
    desk.open("/asn?keadaan=belum")
    before = nihil()

    desk.click("[data-select-all]")
    assert desk.text("[data-selection-bar] b") == f"{SILENT} dipilih"
    desk.click("[data-selection-bar] button:not([formaction])")
    assert f"Tandai {SILENT} ASN" in desk.text("h1")
    desk.page.keyboard.type("12/XI/2026")
    desk.click("#nihil .primary")

    assert desk.clicks == 3
    assert nihil() == before + SILENT
    assert f"{SILENT} ASN ditandai tidak mempekerjakan ART (nihil)" in desk.text("#status")
    desk.page.wait_for_timeout(1000)
    desk.click("#status button")
    assert desk.clicks == 4
    assert nihil() == before
    assert len(desk.rows()) == SILENT


def test_h3_by_keyboard_alone(desk_of):
    desk = desk_of("ratna")
    desk.open("/asn?keadaan=belum")
    keyboard, before = desk.page.keyboard, nihil()

    desk.page.locator("[data-select-all]").focus()
    keyboard.press("Space")
    for _ in range(200):
        keyboard.press("Tab")
        if desk.page.evaluate("document.activeElement.matches('[data-selection-bar] button')"):
            break
    keyboard.press("Enter")
    desk.settle()
    assert focused(desk, "name") == "basis_number"
    keyboard.type("12/XI/2026")
    keyboard.press("Enter")
    desk.settle()

    assert nihil() == before + SILENT
    assert desk.clicks == 0


@BOTH
def test_n2_nihil_is_one_click_and_the_person_leaves_what_is_asked(desk_of, scripts):
    desk = desk_of("ratna", scripts=scripts)
    desk.open("/asn?keadaan=belum")
    row = row_of_the_first(desk)

    desk.click(f"#{row} form button")

    assert desk.clicks == 1
    assert desk.text("h1").startswith(f"{SILENT - 1} ASN belum")
    assert "tidak mempekerjakan ART (nihil)".lower() in desk.text("#status").lower()
    if scripts:
        assert desk.text(f"#{row} .tag") == "Nihil"
        assert focused(desk) == row.replace("asn-", "ubah-")
        assert desk.text("#hitungan") == f"1–{SILENT - 1} dari {SILENT - 1}"
        assert f"dari {SILENT - 1}" in desk.text(".paging")


def test_a_row_is_changed_by_keyboard_alone_and_the_focus_stays_on_it(desk_of):
    desk = desk_of("ratna")
    desk.open("/asn?keadaan=belum")
    row = row_of_the_first(desk)
    number = row.removeprefix("asn-")
    keyboard = desk.page.keyboard
    requests: list[str] = []

    desk.page.locator(f"#ubah-{number}").focus()
    keyboard.press("Enter")
    desk.settle()
    assert focused(desk) == f"answer-{number}"
    keyboard.press("Escape")
    desk.settle()
    assert focused(desk) == f"ubah-{number}"
    assert desk.page.locator("tr.editing").count() == 0
    keyboard.press("Enter")
    desk.settle()
    desk.page.on("request", lambda request: requests.append(request.method))
    keyboard.press("ArrowDown")
    keyboard.press("Tab")
    keyboard.press("Enter")
    desk.settle()

    assert requests == ["POST"]
    assert focused(desk) == f"ubah-{number}"
    assert desk.text(f"#{row} .tag") == "Belum mendaftarkan"
    assert desk.text("h1").startswith(f"{SILENT - 1} ASN belum")
    assert "Batalkan" in desk.text("#status")
    assert desk.clicks == 0
    assert desk.path == "/asn?keadaan=belum"


def test_what_is_refused_keeps_the_row_open_with_a_sentence_at_the_field(desk_of):
    desk = desk_of("ratna")
    desk.open("/asn?keadaan=belum")
    row = row_of_the_first(desk)

    desk.click(f"#{row.replace('asn-', 'ubah-')}")
    desk.page.locator(f"#{row} select").select_option("employs")
    desk.page.locator(f"#{row} input[type=date]").fill("2026-12-24")
    desk.click(f"#{row} .primary")

    assert "Tanggal itu belum tiba" in desk.text(f"#{row}")
    assert desk.page.locator(f"#{row} input[type=date]").input_value() == "2026-12-24"
    assert desk.page.locator(f"#{row} select").input_value() == "employs"
    assert desk.barriers() == []


def test_two_rows_may_stand_open_and_each_saves_itself(desk_of):
    desk = desk_of("ratna")
    desk.open("/asn?keadaan=belum")
    first, second = (
        str(one.get_attribute("id")) for one in desk.page.locator("tbody tr[id^=asn-]").all()[:2]
    )

    for row in (first, second):
        desk.click(f"#{row.replace('asn-', 'ubah-')}")
    desk.page.locator(f"#{second} select").select_option("employs")
    desk.click(f"#{second} .primary")

    assert desk.page.locator(f"#{first}.editing").count() == 1
    assert desk.text(f"#{second} .tag") == "Belum mendaftarkan"
    assert desk.barriers() == []


@BOTH
def test_h6_the_second_of_two_sees_both_values_and_needs_one_click_more(desk_of, house, scripts):
    desk = desk_of("ratna", scripts=scripts)
    desk.open("/asn?keadaan=belum")
    row = row_of_the_first(desk)
    number = int(row.removeprefix("asn-"))
    desk.click(f"#ubah-{number}")
    desk.page.locator("main form select[name=answer]").select_option("employs")
    circular = db.session.query(Circular.id).scalar()
    declare(viewer("koordinator"), number, circular, Answer.NONE, date(2026, 11, 18), today=today())
    db.session.rollback()
    desk.click("main form .primary:has-text('Simpan')")
    before = desk.clicks

    words = desk.text(f"#{row}" if scripts else "#jawaban-asn")
    assert "Joko Prasetyo mengubah baris ini" in words
    assert "18 Nov 2026" in words and "Mempekerjakan ART" in words
    desk.click(desk.page.get_by_role("button", name="Gunakan isian saya"))

    assert desk.clicks == before + 1
    db.session.rollback()
    given = [one.answer for one in db.session.query(Declaration).filter_by(sponsor_id=number)]
    assert sorted(given) == ["employs", "none"]


@BOTH
def test_page_two_sort_and_back_keep_the_filters(desk_of, house, make, scripts):
    fill(60)
    desk = desk_of("ratna", scripts=scripts)
    desk.open("/asn?jenis=pppk&unit=07")

    desk.click("#halaman-sesudah")
    assert len(desk.rows()) == 10
    second = [row[1] for row in desk.rows()]
    desk.click("#urut-unit")
    assert "jenis=pppk" in desk.path and "unit=07" in desk.path and "urut=unit" in desk.path
    assert len(desk.rows()) == 50
    desk.click("#halaman-sesudah")
    assert len(desk.rows()) == 10
    desk.page.reload()
    desk.settle()
    assert len(desk.rows()) == 10 and "jenis=pppk" in desk.path
    desk.click("tbody a.name >> nth=0")
    desk.page.go_back()
    desk.settle()

    assert [row[1] for row in desk.rows()] == second
    assert "jenis=pppk" in desk.path and "urut=unit" in desk.path


def test_a_row_changed_on_page_two_stays_on_page_two(desk_of, house, make):
    fill(60)
    desk = desk_of("ratna")
    desk.open("/asn?jenis=pppk")
    desk.click("#halaman-sesudah")
    path, row = desk.path, row_of_the_first(desk)

    desk.click(f"#{row} form button")

    assert desk.path == path
    assert desk.text("#hitungan") == "51–60 dari 60"
    assert desk.text(f"#{row} .tag") == "Nihil"


@BOTH
def test_a_person_is_moved_in_place_from_a_month_on(desk_of, scripts):
    desk = desk_of("ratna", scripts=scripts)
    desk.open("/asn?keadaan=belum&unit=07&cakupan=langsung")
    desk.click("tbody a.name >> nth=0")
    desk.click(desk.page.get_by_role("link", name="Pindahkan ke unit lain"))

    desk.page.locator("#cari-unit-q").fill("tunas")
    if not scripts:
        desk.click("#cari-unit button")
    desk.page.wait_for_selector("#unit-tujuan label")
    desk.page.get_by_label(re.compile("Tunas Harapan")).check()
    desk.page.locator("[name=from_month]").select_option("2026-10")
    desk.click("#penempatan form[method=post] .primary")

    assert "SD Negeri Tunas Harapan" in desk.text("#penempatan")
    assert "sejak Okt 2026" in desk.text("#penempatan")
    assert "penempatan baru mulai Oktober 2026" in desk.text("#status")
    if scripts:
        assert desk.page.evaluate("document.activeElement.closest('#penempatan') !== null")
        desk.click("#status button")
        assert "Tunas Harapan" not in desk.text("#penempatan")


@pytest.mark.parametrize(
    "path", ["/asn?keadaan=belum", "/asn/nihil?keadaan=belum&pilih=semua", "/riwayat", "/asn/baru"]
)
def test_the_screens_of_the_daily_work_have_no_barrier_and_fit_a_phone(desk_of, path):
    desk = desk_of("ratna")
    page = desk.open(path)
    assert desk.barriers() == []

    page.set_viewport_size(PHONE)

    assert desk.overflow() <= 0


def fill(count: int) -> None:
    """As many PPPK in OPD 7 as fill two pages, saved in one act."""
    from lindung.actions.acts import act
    from lindung.domain.months import BEGINNING, OPEN_END
    from lindung.models.sponsors import Posting, Sponsor
    from lindung.queries.viewer import CONSOLE

    unit_id = cast.unit("07").id
    with act(CONSOLE, "people", today=today()):
        for number in range(count):
            name = f"pppk {number:03d}"
            row = Sponsor(
                kind="asn", nip=f"1990010120210{number:05d}", name=name, name_key=name, employment="pppk"
            )
            db.session.add(row)
            db.session.flush()
            db.session.add(
                Posting(sponsor_id=row.id, unit_id=unit_id, first_month=BEGINNING, last_month=OPEN_END)
            )
