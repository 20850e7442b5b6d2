"""On paper: letterhead, date, the filter in words, every row the filter finds, and nothing to press."""

import pytest

from tests.support.desk import Desk

pytestmark = [pytest.mark.browser, pytest.mark.state("regency")]

TO_PRESS = (
    "main :is(button, input[type=checkbox], select, .button, .tools, .selection, .filter-bar, .row-actions)"
)


def on_paper(desk: Desk) -> None:
    desk.page.emulate_media(media="print")


def pressable(desk: Desk) -> list[str]:
    return desk.page.locator(TO_PRESS).evaluate_all(
        "all => all.filter(one => one.checkVisibility()).map(one => one.outerHTML.slice(0, 80))"
    )


@pytest.mark.parametrize(
    ("username", "path", "words"),
    [
        ("ratna", "/asn?keadaan=belum", "Belum mengisi pernyataan"),
        ("ratna", "/pekerja?status=terdaftar", "Terdaftar"),
        ("ratna", "/daftar-usulan", ""),
        ("kadis", "/pengingat/nama?keadaan=belum", "Belum mengisi pernyataan"),
        ("kadis", "/pengingat?keadaan=belum", "Belum mengisi pernyataan"),
        ("ratna", "/cari?q=dinas", "dinas"),
        ("ratna", "/beranda/belum-mengirim", ""),
        ("koordinator", "/pengingat/tercatat", ""),
        ("ratna", "/riwayat", ""),
        ("ratna", "/iuran/tarif", ""),
    ],
)
def test_a_list_on_paper_is_a_document(desk_of, username, path, words):
    desk = desk_of(username)
    desk.open(path)
    on_paper(desk)

    letterhead = desk.page.locator(".kop")
    assert letterhead.is_visible()
    assert "Dicetak 20 Nov 2026 pukul" in letterhead.inner_text()
    assert words in letterhead.inner_text()
    assert pressable(desk) == []


@pytest.mark.parametrize(
    ("path", "words"),
    [("/asn?keadaan=menyatakan", "Telah mengisi pernyataan"), ("/pekerja?status=hidup", "Belum berhenti")],
)
@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_long_list_is_printed_whole_not_its_first_page(desk_of, path, words, scripts):
    desk = desk_of("koordinator", scripts=scripts)
    page = desk.open(path)
    assert len(desk.rows()) == 50
    heading = desk.text("h1")
    count = int(heading.split()[0])
    assert count > 50

    desk.click(page.get_by_role("link", name="Cetak", exact=True))

    assert len(desk.rows()) == count
    assert desk.text("h1") == heading
    assert f"1–{count} dari {count}" in desk.text(".paging")
    on_paper(desk)
    assert words in page.locator(".kop").inner_text()
    assert pressable(desk) == []
    page.emulate_media(media="screen")
    desk.click(page.get_by_role("link", name="Kembali ke daftar"))
    assert desk.path == path
