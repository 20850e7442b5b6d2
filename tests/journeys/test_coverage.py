"""A workforce's target from nothing to the line that says where it leads (UX Ng1-Ng5)."""

import pytest

from lindung.models.base import db
from lindung.models.coverage import Commitment, Figure, Segment
from tests.support.workforce import BRANCH, PERPRES, a_year_before, count, ngawi, promised, segments

pytestmark = pytest.mark.browser
SEGMENTS = (
    ("Konstruksi", "07", "40.000"),
    ("Kader posyandu", "08", "~6.000"),
    ("Petani", "08", ""),
    ("Buruh tani", "08", ""),
)
PHONE = {"width": 360, "height": 740}
HEAD = "perlu 2.188 pekerja bersih per bulan"


def tab_to(desk, wanted: str) -> None:
    for _ in range(40):
        if desk.page.evaluate("document.activeElement.id") == wanted:
            return
        desk.page.keyboard.press("Tab")
    raise AssertionError(f"the keyboard never reaches {wanted}")


def test_ng1_baseline_target_and_papers_by_keyboard_alone(desk_of):
    desk = desk_of("koordinator")
    desk.open("/cakupan")
    desk.page.locator(".empty a.button").focus()
    desk.page.keyboard.press("Enter")
    desk.page.wait_for_url("**/cakupan/mulai")
    keyboard = desk.page.keyboard

    assert desk.page.evaluate("document.activeElement.id") == "workforce"
    for field, text in (
        ("workforce", "500.000"),
        ("covered", "120.000"),
        ("source", BRANCH),
        ("target_share", "45"),
        ("target_year", "2029"),
        ("target_source", PERPRES),
    ):
        tab_to(desk, field)
        keyboard.type(text)
    keyboard.press("Enter")
    desk.page.wait_for_url("**/cakupan")

    assert HEAD in desk.text("h1")
    assert desk.page.locator("figure polyline").count() == 4
    assert desk.barriers() == []


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_ng2_segments_with_their_offices_on_one_page(desk_of, scripts):
    ngawi()
    desk = desk_of("koordinator", scripts=scripts)
    desk.open("/cakupan")

    desk.click(".empty a.button")
    for line, (name, owner, people) in enumerate(
        SEGMENTS,
        start=1,
    ):
        desk.page.fill(f"#name_{line}", name)
        desk.page.select_option(f"#owner_{line}", owner)
        desk.page.fill(f"#workforce_{line}", people)
    desk.page.fill("#segmen #source", BRANCH)
    desk.click("#segmen button.primary")

    assert desk.clicks == 2
    assert desk.text("h1").startswith("4 segmen")
    db.session.rollback()
    assert db.session.query(Segment).count() == 4
    if scripts:
        assert desk.barriers() == []


def test_ng3_a_month_is_typed_in_two_clicks_without_scripts(desk_of):
    ngawi()
    desk = desk_of("koordinator", scripts=False)
    desk.open("/cakupan")

    desk.click("main a[href='/cakupan/bulan']")
    desk.page.fill("#active", "121.000")
    desk.click("#catat button.primary")

    assert desk.clicks == 2
    assert "121.000 pekerja terlindungi pada akhir Januari 2026, +1.000 bersih" in desk.text("h1")


def test_ng4_a_promise_is_kept_with_one_click_and_the_list_fits_a_phone(desk_of):
    one = promised("07")
    desk = desk_of("kadis", size=PHONE)
    desk.open("/cakupan/komitmen")
    assert desk.overflow() == 0

    desk.click(f"form[action='/cakupan/komitmen/{one}/keadaan'] button")

    assert desk.clicks == 1
    assert desk.text("h1") == "1 dari 1 komitmen dipenuhi, 0 terlambat"
    assert desk.barriers() == []
    db.session.rollback()
    assert db.session.get_one(Commitment, one).state == "kept"


@pytest.mark.parametrize("size", [PHONE, {"width": 1366, "height": 768}], ids=["phone", "office"])
def test_ng5_where_the_pace_leads_stands_on_top_with_its_line(desk_of, size):
    circular_id = ngawi()
    a_year_before(circular_id)
    segments(circular_id)
    desk = desk_of("dewi", size=size)

    for path in ("/cakupan", "/cakupan?tampilan=pembayar", "/cakupan/bulan", "/cakupan/sumber"):
        desk.open(path)
        assert desk.overflow() == 0, path
        assert desk.barriers() == [], path
    desk.open("/cakupan")
    assert HEAD in desk.text("h1")
    assert "Bila laju tetap: 31,0% pada 2029 (perkiraan)." in desk.text("main .next")
    line = desk.page.locator("figure > div > svg").bounding_box()
    assert line is not None
    assert line["height"] > 100


def test_another_view_is_chosen_and_back_leads_back(desk_of):
    circular_id = ngawi()
    segments(circular_id)
    count(circular_id, "2026-10", active=200, payer="DBHCHT")
    desk = desk_of("dewi")
    desk.open("/cakupan")

    desk.page.select_option("[name=tampilan]", "pembayar")
    desk.page.wait_for_selector("text=DBHCHT")
    assert "tampilan=pembayar" in desk.path
    desk.page.go_back()
    desk.page.wait_for_selector("text=Kader posyandu")

    assert "tampilan" not in desk.path
    assert db.session.query(Figure).count() > 3


@pytest.mark.parametrize("size", [{"width": 1366, "height": 768}, PHONE], ids=["desk", "phone"])
def test_a_long_number_for_a_name_does_not_widen_any_page(desk_of, size):
    circular_id, name = ngawi(), "1234567890" * 3
    count(circular_id, "2026-10", active=122_000, source=name)
    count(circular_id, "2026-10", active=200, payer=name, source=name)
    desk = desk_of("koordinator", size=size)

    for path in ("/cakupan/sumber", "/cakupan/bulan", "/cakupan?tampilan=pembayar"):
        desk.open(path)
        assert name in desk.text("main"), path
        assert desk.overflow() == 0, path
