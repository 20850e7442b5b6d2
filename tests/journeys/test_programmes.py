"""A programme from its budget to a month paid, and the cliff behind it (UX P1, P4, P5)."""

import pytest
from sqlalchemy import func, select

from lindung.models.base import db
from lindung.models.funds import Fund
from lindung.models.ledger import Payment
from tests.support.funded import a_fund, a_programme, fund_of, funded

pytestmark = pytest.mark.browser

PERIOD = {"first_month": "2025-07", "last_month": "2025-12"}


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_p1_a_budget_is_typed_in_and_the_app_answers_five_months(house, desk_of, scripts):
    circular = a_programme()
    desk = desk_of("koordinator", scripts=scripts)
    desk.open(f"/program/{circular.id}")

    desk.click("main a[href$='/dana/baru']")
    desk.page.fill("#name", "DBHCHT 2025")
    for name, month in PERIOD.items():
        desk.page.select_option(f"#{name}", month)
    desk.page.fill("#amount", "2.800.000.000")
    desk.page.fill("#planned", "28448")
    if scripts:  # worked out while one types
        desk.page.wait_for_selector("#jawaban >> text=kurang Rp67.558.400 untuk bulan ke-6")
    desk.click("form#dana .primary")

    assert desk.clicks == 2
    assert desk.text("h1").startswith(
        "28.448 pekerja direncanakan didanai DBHCHT sampai Desember 2025; dana cukup untuk 5 bulan "
        "dengan sisa Rp410.368.000, kurang Rp67.558.400 untuk bulan ke-6"
    )
    db.session.rollback()
    assert db.session.scalar(select(Fund.planned)) == 28_448
    if scripts:
        assert desk.barriers() == []


def test_p4_the_cliff_and_what_bridging_it_costs_stand_on_the_programmes_page(house, desk_of):
    fund = a_fund(amount=2_867_558_400, planned=28_448)
    desk = desk_of("dewi")
    desk.open("/program")

    desk.click("main tbody a")

    assert desk.clicks == 1
    assert "Mulai 1 Jan 2027 tidak ada dana." in desk.text()
    bridges = [row[2] for row in desk.rows("main table:last-of-type")]
    assert bridges == ["Rp477.926.400", "Rp955.852.800", "Rp1.433.779.200"]
    assert str(fund.circular_id) in desk.path


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_p5_a_month_is_paid_for_all_and_its_realisation_names_the_sp2d(house, desk_of, scripts):
    fund = a_fund()
    funded(fund, 12)
    desk = desk_of("koordinator", scripts=scripts)
    desk.open(f"/program/{fund.circular_id}")

    desk.click("main .tools .primary")
    desk.page.fill("#reference", "00123/SP2D/2026")
    desk.click("form#bayar .primary")

    assert desk.clicks == 2
    assert "dicatat untuk 12 pekerja dengan bukti 00123/SP2D/2026" in desk.text("#status")
    assert desk.text("h1").startswith("Rp201.600 dari Rp1.000.000 sudah dibayar (20,2%), sisa Rp798.400")
    july = desk.rows()[0]
    assert (july[3], july[6]) == ("Rp201.600", "SP2D 00123/SP2D/2026")
    desk.click("#status form button")
    db.session.rollback()
    assert db.session.scalar(select(func.sum(Payment.amount))) == 0


def test_a_narrow_screen_holds_a_programme_its_months_and_the_simulator(house, desk_of):
    fund = a_fund()
    funded(fund, 3)
    desk = desk_of("koordinator", size={"width": 360, "height": 740})
    pages = ("", "/pembayaran", "/dana/baru")

    for path in ("/program", *(f"/program/{fund.circular_id}{rest}" for rest in pages)):
        desk.open(path)
        assert desk.overflow() == 0, path
    desk.open("/program/simulasi?uang=2800000000&pekerja=28448&mulai=2025-07")
    assert desk.overflow() == 0
    desk.open(f"/program/dana/{fund_of('DBHCHT 2026').id}/bayar")
    assert desk.overflow() == 0
