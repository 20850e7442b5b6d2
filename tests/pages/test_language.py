"""Reading in English: /bahasa, and what changes with it."""

from datetime import UTC, date, datetime

import pytest
from flask_babel import force_locale

from lindung.web import filters
from tests.support.cast import PASSWORD


def choose(person, language, page="/masuk"):
    person.get(page)
    return person.submit("#bahasa", bahasa=language)


def test_screens_speak_indonesian_until_told_otherwise(browser):
    page = browser.new().get("/masuk")

    assert page.one("html")["lang"] == "id"
    assert page.heading == "Masuk"
    assert page.texts("#bahasa [lang]") == ["Bahasa Indonesia", "English"]


def test_whoever_has_not_signed_in_may_read_english_and_go_back(browser):
    visitor = browser.new()

    assert choose(visitor, "en").location == "/masuk"
    page = visitor.follow()
    assert (page.one("html")["lang"], page.heading) == ("en", "Sign in")

    choose(visitor, "id")
    assert visitor.follow().heading == "Masuk"


def test_the_choice_stays_after_signing_in_and_out(browser):
    ratna = browser.new()
    choose(ratna, "en")
    ratna.get("/masuk")
    ratna.submit("#masuk", username="ratna", password=PASSWORD)

    assert ratna.get("/akun").heading == "My account"

    ratna.post("/keluar", key=False)
    assert ratna.get("/masuk").heading == "Sign in"


def test_one_returns_to_the_page_one_chose_on(browser):
    assert choose(browser.as_("ratna"), "en", "/akun").location == "/akun"
    assert choose(browser.new(), "en", "/masuk?lanjut=/asn").location == "/masuk?lanjut=/asn"


@pytest.mark.parametrize("elsewhere", ["https://example.org/", "//example.org", "/\\example.org"])
def test_nobody_is_led_out_of_the_house(browser, elsewhere):
    visitor = browser.new()
    visitor.get("/masuk")

    assert visitor.post("/bahasa", bahasa="en", lanjut=elsewhere, key=False).location == "/masuk"


def test_a_language_that_is_not_spoken_here_is_refused(browser):
    visitor = browser.new()
    visitor.get("/masuk")

    assert visitor.post("/bahasa", bahasa="fr", key=False).status == 400
    assert "bahasa" not in visitor.cookies


def test_a_cookie_that_says_nonsense_is_overlooked(browser):
    reply = browser.new().ask("GET", "/masuk", headers={"Cookie": "bahasa=../../x"})

    assert reply.heading == "Masuk"


def test_without_the_form_token_nothing_is_chosen(browser):
    visitor = browser.new()

    assert visitor.post("/bahasa", bahasa="en", token=False, key=False).status == 400


def test_choosing_is_a_form(browser):
    assert browser.new().ask("GET", "/bahasa").status == 405


def test_a_refusal_speaks_the_readers_language(browser):
    visitor = browser.new()
    choose(visitor, "en")
    visitor.get("/masuk")

    reply = visitor.submit("#masuk", username="", password="")

    assert reply.status == 422
    assert "User name: Please fill this in." in reply.problems


def test_numbers_months_and_hours_follow_while_money_is_written_as_the_office_writes_it(bare_app):
    at = datetime(2026, 11, 20, 3, 42, tzinfo=UTC)

    with bare_app.test_request_context(), force_locale("en"):
        assert filters.number(4070) == "4,070"
        assert filters.percent(551, 915) == "60.2%"
        assert filters.month(202605) == "May 2026"
        assert filters.day_long(date(2026, 11, 16)) == "Monday, 16 November 2026"
        assert filters.moment(at) == "20 Nov 2026, 10:42 WIB"
        assert filters.clock(at) == "10:42"
        assert filters.rupiah(16800) == "Rp16.800"


def test_downloads_keep_the_columns_a_file_has_in_the_contract(browser, a_sponsor):
    a_sponsor()
    ratna = browser.as_("ratna")
    before = ratna.get("/asn", format="csv").csv_lines()[0]

    choose(ratna, "en", "/akun")

    assert ratna.get("/asn", format="csv").csv_lines()[0] == before


def test_what_leaves_for_indonesian_readers_stays_indonesian(browser, a_circular, a_sponsor):
    a_circular()
    a_sponsor()
    ratna = browser.as_("ratna")
    choose(ratna, "en", "/akun")

    page = ratna.get("/pengingat")

    assert page.one("html")["lang"] == "en"
    assert "Terima kasih." in page.text("textarea[name=text]")
