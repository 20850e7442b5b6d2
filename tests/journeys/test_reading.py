"""What the Sekda and a head come for: S1, S2, K1, K5, S6 with their budgets of clicks, and the same without scripts."""

import re

import pytest

from tests.support.desk import PHONE, Desk
from tests.support.regency import OFFICES, totals

pytestmark = [pytest.mark.browser, pytest.mark.state("regency")]

ALL = totals()
TARGET = ALL.unregistered + ALL.unpaid + ALL.settled
COLUMNS = {"unit": 0, "answered": 2, "reached": 4}


def percent(part: int, whole: int) -> str:
    return f"{part * 100 / whole:.1f}%".replace(".", ",")


def number(text: str) -> int:
    found = re.match(r"[\d.]+", text)
    return int(found[0].replace(".", "")) if found else 0


def column(desk: Desk, head: str) -> list[int]:
    """One column of the main table, read by its head."""
    heads = [" ".join(text.split()) for text in desk.page.locator("main table thead th").all_inner_texts()]
    place = next(place for place, text in enumerate(heads) if text.startswith(head))
    return [number(row[place]) for row in desk.rows()]


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_s1_the_sekda_sees_the_line_the_calls_and_the_movers_at_once(desk_of, scripts):
    desk = desk_of("dewi", scripts=scripts)
    desk.open("/")

    sentence = desk.text("h1")
    assert f"{ALL.settled} dari {TARGET}" in sentence
    assert percent(ALL.settled, TARGET) in sentence
    assert f"{ALL.silent} ASN belum mengisi pernyataan" in sentence
    calls, movers = desk.page.locator(".calls").all()
    assert 1 <= calls.locator("li").count() <= 5
    assert "Dinas Pertanian" in calls.inner_text()
    assert 1 <= movers.locator("li").count() <= 5
    assert movers.locator("li").first.inner_text().startswith("Dinas Sosial")
    assert "75%" in desk.text("main")
    assert desk.clicks == 0


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_s2_the_sekda_sorts_the_offices_by_what_they_lack_and_shares_the_address(desk_of, scripts):
    desk = desk_of("dewi", scripts=scripts)
    desk.open("/beranda")

    gaps = column(desk, "Belum tuntas")
    assert gaps == sorted(gaps, reverse=True)  # what the home shows already stands in that order
    desk.click(desk.page.get_by_role("link", name="Kepatuhan", exact=True))
    desk.click(desk.page.locator("main table thead a", has_text="Belum tuntas"))
    assert desk.clicks <= 2
    shared, gaps = desk.path, column(desk, "Belum tuntas")
    assert gaps == sorted(gaps, reverse=True)
    assert len(gaps) == len([office for office in OFFICES if "." not in office.code])

    assistant = desk_of("koordinator", scripts=scripts)
    assistant.open(shared)

    assert assistant.rows() == desk.rows()


def test_k1_a_head_reads_one_sentence_about_his_office(desk_of):
    desk = desk_of("kadis")
    desk.open("/")

    own = [office for office in OFFICES if office.code.startswith("07")]
    asn, silent = sum(one.asn for one in own), sum(one.silent for one in own)
    target = sum(one.unregistered + one.unpaid + one.settled for one in own)
    settled = sum(one.settled for one in own)
    sentence = desk.text("h1")
    assert f"{asn - silent} dari {asn} ASN telah mengisi pernyataan" in sentence
    assert (
        f"Dari {target} yang mempekerjakan ART, {settled} telah tuntas ({percent(settled, target)})"
        in sentence
    )
    assert desk.clicks == 0


def test_k1_and_k2_hold_on_a_phone(desk_of):
    desk = desk_of("kadis", size=PHONE)
    desk.open("/")

    assert "telah mengisi pernyataan" in desk.text("h1")
    assert desk.overflow() <= 0
    assert desk.page.locator("table.people tbody tr").count() > 0


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_k5_every_number_of_the_sentence_opens_a_list_exactly_as_long(desk_of, scripts):
    desk = desk_of("kadis", scripts=scripts)
    page = desk.open("/beranda")
    numbers = [
        (number(link.inner_text()), link.get_attribute("href")) for link in page.locator("h1 a.figure").all()
    ]
    assert len(numbers) >= 4

    desk.click("h1 a.figure >> nth=0")
    assert desk.path == numbers[0][1]

    for count, address in numbers:
        desk.open(address)

        assert len(desk.rows()) == count, address


def test_every_number_of_the_month_table_opens_a_list_exactly_as_long(desk_of):
    desk = desk_of("dewi")
    page = desk.open("/kepatuhan")
    links = page.locator("main table tbody a.figure, main table tbody a.lacking").all()
    numbers = {str(link.get_attribute("href")): number(link.inner_text()) for link in links}
    assert len(numbers) > 60

    for address, count in list(numbers.items())[::7]:
        desk.open(address)

        assert len(desk.rows()) == count, address


def test_s6_from_an_office_to_a_name_in_two_clicks_without_a_full_nik(desk_of):
    desk = desk_of("dewi")
    page = desk.open("/beranda")

    desk.click(page.locator("main table tbody a.lacking").first)
    desk.click(desk.page.locator("main table tbody a.name").first)

    assert desk.clicks <= 2
    assert desk.path.startswith("/asn/")
    assert desk.text("h1").startswith("ASN ")
    assert not re.search(r"(?<!\d)\d{16}(?!\d)", desk.page.content())


def test_the_main_table_is_reached_and_used_by_keyboard(desk_of):
    desk = desk_of("dewi")
    page = desk.open("/kepatuhan")

    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#utama"
    page.keyboard.press("Enter")
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("!!document.activeElement.closest('main table tbody')"):
            break
    first = page.evaluate("document.activeElement.textContent.trim()")
    address = page.evaluate("document.activeElement.getAttribute('href')")
    assert first
    page.keyboard.press("Enter")
    desk.settle()

    assert desk.path == address


@pytest.mark.parametrize(
    ("username", "path"),
    [
        *((username, "/beranda") for username in ("dewi", "kadis", "ratna", "koordinator")),
        *(("dewi", path) for path in ("/kepatuhan", "/asn", "/pekerja", "/edaran", "/iuran/tarif")),
        *(("dewi", path) for path in ("/kepatuhan?tampilan=tangga", "/pekerja/kisi", "/kalender")),
        *(("koordinator", path) for path in ("/admin/unit", "/admin/akun", "/edaran/baru", "/impor")),
        ("ratna", "/akun"),
    ],
)
def test_a_screen_has_no_barrier_and_fits_a_phone(desk_of, username, path):
    desk = desk_of(username)
    page = desk.open(path)
    assert desk.barriers() == []

    page.set_viewport_size(PHONE)

    assert desk.overflow() <= 0


def test_signed_out_the_sign_in_page_has_no_barrier(desk_of):
    desk = desk_of()
    desk.open("/masuk")

    assert desk.barriers() == []
