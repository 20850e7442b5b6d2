"""Somebody comes in the morning, signs in, and leaves in the evening."""

import pytest

from tests.support.cast import PASSWORD

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_ratna_signs_in_and_out_and_back_shows_nothing(desk_of, scripts):
    desk = desk_of(scripts=scripts)
    page = desk.open("/asn")
    assert desk.path.startswith("/masuk")

    page.fill("[name=username]", "ratna")
    page.fill("[name=password]", PASSWORD)
    desk.click("#masuk .primary")
    assert desk.path == "/asn"
    page.click("details.who summary")
    desk.click("form[action='/keluar'] button")
    page.go_back()
    desk.settle()

    assert desk.path.startswith("/masuk")
    assert "Ratna Wulandari" not in page.content()


def test_a_wrong_password_says_so_and_keeps_the_name(desk_of):
    desk = desk_of()
    page = desk.open("/masuk")

    page.fill("[name=username]", "ratna")
    page.fill("[name=password]", "bukan ini sandinya")
    desk.click("#masuk .primary")

    assert page.locator("[role=alert]").inner_text()
    assert page.input_value("[name=username]") == "ratna"
    assert page.input_value("[name=password]") == ""
