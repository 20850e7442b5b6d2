"""What fits on a phone of 360 pixels."""

from datetime import date

import pytest

from lindung.actions.declarations import declare
from lindung.domain.duties import Answer
from tests.support.clock import today
from tests.support.desk import PHONE, Desk
from tests.support.people import viewer

pytestmark = [pytest.mark.browser, pytest.mark.state("regency")]

NIP = "198001012005011777"
BEYOND_ITS_CARD = """all => all.filter(cell => {
    const card = cell.closest('tr'), padding = parseFloat(getComputedStyle(card).paddingRight);
    const edge = card.getBoundingClientRect().right - padding, range = document.createRange();
    range.selectNodeContents(cell);
    return [...range.getClientRects()].some(box => box.right > edge + 1);
}).map(cell => cell.innerText)"""


def heights(desk: Desk, selector: str) -> set[int]:
    return {round(box.bounding_box()["y"]) for box in desk.page.locator(selector).all()}


def test_the_menu_opens_under_its_button_and_closes_with_it(desk_of):
    desk = desk_of("dewi", size=PHONE)
    desk.open("/beranda")

    desk.click(".menu-button")
    assert desk.page.locator("#menu").is_visible()
    desk.click(".menu-button")

    assert not desk.page.locator("#menu").is_visible()


@pytest.mark.parametrize("path", ["/kepatuhan", "/asn", "/pekerja", "/beranda"])
def test_months_are_read_in_full_and_downloads_stand_in_one_row(desk_of, make, path):
    make.a_circular("500.15.12.3/2672/411.000/2026", state="superseded", in_force_until=date(2026, 10, 31))
    desk = desk_of("koordinator", size=PHONE)
    desk.open(path)

    assert desk.page.locator("select[name=bulan]").bounding_box()["width"] > 300
    assert len(heights(desk, ".downloads > *")) == 1
    assert desk.overflow() == 0


@pytest.mark.parametrize("path", ["/iuran/tarif", "/edaran"])
def test_cards_hold_their_amounts_and_dates_in_one_line(desk_of, path):
    desk = desk_of("dewi", size=PHONE)
    desk.open(path)

    assert desk.page.locator("main tbody td").evaluate_all(BEYOND_ITS_CARD) == []
    in_more_than_one_line = "all => all.filter(one => one.clientHeight > 34).length"
    assert desk.page.locator("main tbody td:is(.n, .nb)").evaluate_all(in_more_than_one_line) == 0


def test_a_long_name_in_the_tree_goes_on_under_itself(desk_of):
    desk = desk_of("koordinator", size=PHONE)
    desk.open("/admin/unit")

    name, rest = (
        desk.page.locator(".node > span:not(.twist)").first.bounding_box(),
        desk.page.locator(".twist").first,
    )
    assert name["x"] >= rest.bounding_box()["x"] + rest.bounding_box()["width"] - 1


def test_a_long_reason_in_the_history_folds(desk_of, make):
    circular, hadi = make.the_circular(), make.a_sponsor("Hadi Suprapto, S.Pd., M.M., Ph.D.", nip=NIP)
    for username, answer in (("ratna", Answer.EMPLOYS), ("koordinator", Answer.NONE)):
        declare(viewer(username), hadi.id, circular.id, answer, date(2026, 11, 18), today=today())
    desk = desk_of("ratna", size=PHONE)

    desk.open("/riwayat")

    assert "sudah diubah lagi oleh" in desk.text("main")
    assert desk.overflow() == 0


def test_the_payment_of_a_long_month_fits_a_phone(desk_of, make):
    siti = make.an_enrolment(make.a_sponsor(nip=NIP), since="2026-09")
    desk = desk_of("ratna", size=PHONE)

    desk.open(f"/pekerja/{siti.worker_id}")

    assert "Catat iuran September 2026" in desk.text("main")
    assert desk.overflow() == 0
