"""What every long list keeps: columns while a row is edited, filters through pages and Back, boxes on a phone."""

import pytest

from tests.support.desk import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.state("regency")]

WIDTHS = "heads => heads.map(head => Math.round(head.getBoundingClientRect().width))"
FOLDS = "rows => rows.filter(row => !row.matches('.editing')).map(row => Math.round(row.offsetHeight))"


@pytest.mark.parametrize("path", ["/asn", "/asn?keadaan=belum", "/pekerja"])
@pytest.mark.parametrize("width", [1366, 900])
def test_columns_keep_their_widths_while_a_row_is_edited(desk_of, path, width):
    desk = desk_of("ratna", size={"width": width, "height": 768})
    page = desk.open(path)
    before = page.locator("main thead th").evaluate_all(WIDTHS)
    folds = page.locator("main tbody tr:not(:nth-child(2))").evaluate_all(FOLDS)

    desk.click(page.locator("main tbody tr:nth-child(2) a[id^=ubah]"))
    assert page.locator("tr.editing").count() == 1

    assert page.locator("main thead th").evaluate_all(WIDTHS) == before
    assert page.locator("main tbody tr:not(:nth-child(2))").evaluate_all(FOLDS) == folds
    assert desk.overflow() == 0


@pytest.mark.parametrize("path", ["/asn?keadaan=belum", "/pekerja?status=terdaftar"])
def test_a_row_is_edited_in_one_line_at_an_office_pc(desk_of, path):
    desk = desk_of("ratna")
    page = desk.open(path)

    desk.click(page.locator("main tbody tr:nth-child(2) a[id^=ubah]"))

    strip = page.locator("tr.editing .strip")
    bottoms = strip.evaluate(
        "strip => [...strip.children].filter(one => one.offsetHeight).map(one => one.getBoundingClientRect().bottom)"
    )
    assert max(bottoms) - min(bottoms) < 8


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
@pytest.mark.parametrize(
    ("path", "filter_", "sort"),
    [
        ("/asn?keadaan=menyatakan", ("keadaan", "menyatakan"), "nama"),
        ("/asn?jenis=pns&urut=unit", ("jenis", "pns"), "unit"),
        ("/pekerja?status=hidup", ("status", "hidup"), "nama"),
        ("/pekerja?status=hidup", ("status", "hidup"), "pembayar"),
    ],
)
def test_page_two_sort_back_and_reload_keep_the_filter(desk_of, scripts, path, filter_, sort):
    desk = desk_of("koordinator", scripts=scripts)
    page = desk.open(path)
    name, value = filter_
    total, unsorted = desk.text("h1"), desk.rows()

    desk.click(f"#urut-{sort}")
    first = desk.rows()
    assert first != unsorted
    desk.click("#halaman-sesudah")
    second = desk.rows()
    on_page_two = desk.path

    assert f"{name}={value}" in on_page_two
    assert "urut=" in on_page_two
    assert not {tuple(row) for row in first} & {tuple(row) for row in second}
    assert desk.text(".paging").startswith("51–")
    page.reload()
    assert desk.rows() == second
    page.go_back()
    desk.settle()
    assert desk.rows() == first
    page.reload()
    assert desk.rows() == first
    assert desk.text("h1") == total
    assert page.locator(f"#saring-{name}").input_value() == value
    assert page.locator(".chips a").count() == 1
    page.go_back()
    desk.settle()
    assert desk.rows() == unsorted


@pytest.mark.parametrize("path", ["/asn?keadaan=belum", "/pekerja"])
def test_rows_are_ticked_on_a_phone_and_the_bar_stays_within_reach(desk_of, path):
    desk = desk_of("ratna", size=PHONE)
    page = desk.open(path)
    boxes = page.locator("main tbody [data-select]")
    assert boxes.first.is_visible()

    reach = boxes.first.locator("xpath=..").bounding_box()
    assert min(reach["width"], reach["height"]) >= 36
    for number in range(2):
        boxes.nth(number).check()

    bar = page.locator(".selection")
    assert "2 dipilih" in bar.inner_text()
    box = bar.bounding_box()
    assert box["y"] + box["height"] <= PHONE["height"]
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= PHONE["width"]
    assert box["height"] < PHONE["height"] / 3
    assert all(one.bounding_box()["height"] >= 40 for one in bar.locator("button").all())
    assert desk.overflow() == 0
    assert desk.barriers() == []


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
@pytest.mark.parametrize("path", ["/asn", "/pekerja"])
def test_a_nik_typed_into_the_filter_stays_in_no_address(desk_of, path, scripts):
    desk = desk_of("ratna", scripts=scripts)
    page = desk.open(path)

    page.locator("#saring-q").fill("3518004101900077")
    if not scripts:  # with them the list follows what is typed
        page.locator("#saring-q").press("Enter")
    page.get_by_text("NIK tidak dicari pada daftar ini").wait_for()
    desk.settle()

    assert "3518004101900077" not in page.url
    page.locator("#cari-nik").fill("3518004101900077")
    page.locator("#cari-nik").press("Enter")
    page.get_by_role("heading", name="NIK tidak ditemukan").wait_for()
    assert "3518004101900077" not in page.url


@pytest.mark.parametrize("path", ["/asn", "/pekerja"])
def test_what_can_be_done_with_a_ticked_row_is_in_view_at_once(desk_of, path):
    desk = desk_of("ratna")
    page = desk.open(path)

    page.locator("main tbody [data-select]").first.check()

    box = page.locator(".selection").bounding_box()
    assert "1 dipilih" in page.locator(".selection").inner_text()
    assert 0 <= box["y"] <= page.viewport_size["height"] - box["height"]
