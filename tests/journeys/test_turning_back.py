"""Back and reload lead to what one saw: page two, then the sorting, each an address of its own."""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.state("regency")]


def test_back_after_sorting_leads_to_page_two_and_reload_stays_there(desk_of):
    desk = desk_of("dewi")
    page = desk.open("/asn")
    page.select_option("[name=keadaan]", "menyatakan")
    desk.settle()
    desk.click("#halaman-sesudah")
    second = desk.rows()
    assert desk.text(".paging").startswith("51–100")

    desk.click("#urut-unit")
    assert desk.text(".paging").startswith("1–50")
    page.go_back()
    desk.settle()

    assert desk.text(".paging").startswith("51–100")
    assert desk.rows() == second
    page.reload()
    assert desk.rows() == second


@pytest.mark.parametrize(
    ("path", "name", "choice"), [("/asn", "keadaan", "nihil"), ("/pekerja", "status", "terdaftar")]
)
def test_the_tab_is_called_like_the_sentence_on_top(desk_of, path, name, choice):
    desk = desk_of("dewi")
    page = desk.open(path)

    page.select_option(f"[name={name}]", choice)
    desk.settle()

    assert page.title() == f"{desk.text('h1')} · Lindung"


def test_what_is_typed_leaves_one_step_back_only(desk_of):
    desk = desk_of("dewi")
    page = desk.open("/beranda")
    page = desk.open("/asn")
    page.locator("#saring-q").press_sequentially("pel", delay=350)
    page.wait_for_url("**q=pel*")
    desk.settle()

    page.go_back()

    assert desk.path == "/beranda"


def test_without_scripts_the_button_stands_by_the_choices(desk_of):
    desk = desk_of("dewi", scripts=False)
    page = desk.open("/kepatuhan")

    choice = page.locator("#saring select").last.bounding_box()
    button = page.get_by_role("button", name="Saring").bounding_box()
    download = page.locator(".downloads").bounding_box()
    assert 0 < button["x"] - choice["x"] - choice["width"] < 20
    assert abs(button["y"] - choice["y"]) < 5
    assert (button["y"], button["x"]) < (download["y"] + 5, download["x"])
