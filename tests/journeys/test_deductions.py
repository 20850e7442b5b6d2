"""The treasurer's month: Kd2 his list on paper in two clicks, Kd3 what is not deposited in one."""

from datetime import date

import pytest
from sqlalchemy import select

from lindung.actions.mandates import MandateFacts, record_mandates
from lindung.domain.deductions import DeductionSource
from lindung.domain.months import Month
from lindung.models.base import db
from lindung.models.deductions import Deduction
from lindung.queries.deductions import DeductionFilter, all_deduction_rows, deduction_totals
from lindung.queries.undeposited import held_total
from tests.support import people
from tests.support.clock import THIS_MONTH, TODAY
from tests.support.desk import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.state("regency")]
SCRIPTS = pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
WANTED = DeductionFilter(THIS_MONTH, (THIS_MONTH,))


@pytest.fixture
def mandates(house):
    """Every ASN of OPD 7 who owes has signed, but for one."""
    yuni = people.viewer("bendahara")
    unsigned = DeductionFilter(THIS_MONTH, (THIS_MONTH,), mandated=False)
    ids = [row.sponsor_id for row in all_deduction_rows(yuni, unsigned, TODAY)][1:]
    record_mandates(
        yuni, ids, MandateFacts(DeductionSource.SALARY, "SK/7", date(2026, 3, 1)), len(ids), today=TODAY
    )
    return ids


@SCRIPTS
def test_kd2_the_list_of_the_month_is_on_paper_in_two_clicks(desk_of, mandates, scripts):
    totals = deduction_totals(people.viewer("bendahara"), WANTED, TODAY)
    desk = desk_of("bendahara", scripts=scripts)
    page = desk.open("/beranda")

    desk.click(page.get_by_role("link", name="Daftar potongan November 2026"))
    assert page.get_by_text(f"{totals.workers} pekerja × Rp8.400").is_visible()
    assert page.get_by_role("link", name="Belum ada surat kuasa: 1").is_visible()
    assert desk.clicks == 1
    page.emulate_media(media="print")

    assert page.locator(".signature").is_visible()
    assert "Yuni Lestari" in page.locator(".signature").inner_text()
    assert page.locator(".kop").is_visible()
    assert not page.locator(".filter-bar").is_visible()
    assert page.locator("main tbody tr").count() == len(mandates)


@SCRIPTS
def test_kd3_what_is_deducted_and_not_deposited_is_one_click_from_home(desk_of, mandates, scripts):
    desk = desk_of("bendahara", scripts=scripts)
    page = desk.open("/iuran/potongan?bulan=2026-11")
    desk.click(page.get_by_role("link", name=f"Tandai semua {len(mandates)} yang belum dipotong"))
    page.get_by_label("Tanggal potong").fill("2026-11-02")
    desk.click(page.get_by_role("button", name=f"Ya, tandai {len(mandates)} ASN"))
    assert f"dari {len(mandates)} ASN ditandai dipotong" in desk.text("#status")
    assert db.session.scalars(select(Deduction.month).distinct()).all() == [Month(202611)]

    held = held_total(people.viewer("kadis"), TODAY)
    head = desk_of("kadis", scripts=scripts, size=PHONE)
    phone = head.open("/beranda")
    head.click(phone.get_by_role("link", name="Dipotong, belum disetor"))

    assert head.clicks == 1
    assert 0 < held.rows < len(mandates)  # BPJS has received the others
    assert head.text("h1").startswith(f"{held.rows} potongan belum disetor")
    assert head.text("h1").endswith("yang tertua 18 hari")
    assert head.overflow() <= 0
    if scripts:
        assert head.barriers() == []
        assert desk.barriers() == []


@SCRIPTS
def test_three_truths_narrow_to_one_kind_by_its_number(desk_of, mandates, scripts):
    desk = desk_of("inspektur", scripts=scripts)
    page = desk.open("/iuran/tiga-sumber?bulan=2026-10&unit=07")

    desk.click(page.locator("main .next a").first)

    assert "keadaan=" in desk.path
    shown = page.locator("main tbody tr").count()
    assert shown > 0
    assert page.locator("main tbody td[data-label=Pemilik]").all_inner_texts() == ["bendahara"] * shown
    assert desk.overflow() <= 0
    if scripts:
        assert desk.barriers() == []


BROKEN_WORDS = """cells => cells.flatMap(cell => [...cell.childNodes])
    .filter(one => one.nodeType === 3 && one.data.trim())
    .flatMap(text => [...text.data.matchAll(/\\p{L}{4,}/gu)].filter(word => {
        const range = document.createRange();
        range.setStart(text, word.index);
        range.setEnd(text, word.index + word[0].length);
        return new Set([...range.getClientRects()].map(box => box.top)).size > 1;
    }).map(word => word[0]))"""


@pytest.mark.parametrize("path", ["/iuran/tiga-sumber?bulan=2026-10&unit=07", "/laporan?bulan=2026-10"])
def test_a_phone_breaks_no_word_of_a_card(desk_of, mandates, path):
    desk = desk_of("koordinator", size=PHONE)
    page = desk.open(path)

    cells = page.locator("main tbody td")
    assert cells.count() > 3
    assert cells.evaluate_all(BROKEN_WORDS) == []
    assert desk.overflow() <= 0


def test_a_phone_puts_nothing_under_the_box_to_tick(desk_of, mandates):
    desk = desk_of("bendahara", size=PHONE)
    page = desk.open("/iuran/potongan")

    card = page.locator("main tbody tr:has(td.check > *)").first
    box = card.locator("td.check").bounding_box()
    others = [one.bounding_box() for one in card.locator("> :not(td.check)").all() if one.is_visible()]
    assert len(others) > 4
    assert all(one["x"] >= box["x"] + box["width"] for one in others)
