"""Coming in and going out: /masuk, /keluar, /aktivasi."""

import pytest

from lindung.actions import accounts
from lindung.actions.accounts import WantedGrant
from lindung.domain.permissions import Role
from tests.support.cast import PASSWORD
from tests.support.clock import TODAY

REFUSED = "Nama pengguna atau kata sandi tidak cocok. Periksa keduanya, lalu coba lagi."


def sign_in(person, username="ratna", password=PASSWORD, onward=None):
    person.get(f"/masuk?lanjut={onward}" if onward else "/masuk")
    return person.submit("#masuk", username=username, password=password)


@pytest.fixture
def code(viewer):
    """Wati's activation code; she is a clerk of the school below Ratna's department."""
    made = accounts.create_account(
        viewer("admin"), "wati", "Wati Lestari", WantedGrant(Role.CLERK, "07.01"), today=TODAY
    )
    return made.code


def test_the_right_password_leads_home(browser):
    ratna = browser.new()

    reply = sign_in(ratna)

    assert (reply.status, reply.location) == (303, "/")
    assert ratna.get("/akun").says("Ratna Wulandari, nama pengguna ratna")


@pytest.mark.parametrize(
    ("username", "password"), [("ratna", "salah"), ("nobody", PASSWORD), ("RATNA ", "x" * 300)]
)
def test_whatever_was_wrong_the_sentence_is_the_same_and_the_name_stays(browser, username, password):
    reply = sign_in(browser.new(), username, password)

    assert reply.status == 422
    assert REFUSED in reply.problems
    assert reply.one("#username")["value"] == username.strip()
    assert not reply.one("#password").get("value")


def test_an_empty_form_says_what_is_missing(browser):
    reply = sign_in(browser.new(), "", "")
    assert reply.status == 422
    assert "Nama pengguna: Wajib diisi." in reply.problems


def test_one_lands_on_the_page_that_asked_for_signing_in(browser):
    ratna = browser.new()
    sent = ratna.get("/akun?x=1")
    assert (sent.status, sent.location) == (303, "/masuk?lanjut=%2Fakun%3Fx%3D1")

    ratna.follow()

    assert ratna.submit("#masuk", username="ratna", password=PASSWORD).location == "/akun?x=1"


@pytest.mark.parametrize(
    "elsewhere", ["https://example.org/", "//example.org", "/\\example.org", "javascript:alert(1)"]
)
def test_nobody_is_led_out_of_the_house(browser, elsewhere):
    assert sign_in(browser.new(), onward=elsewhere).location == "/"


def test_htmx_is_sent_to_sign_in_and_back_to_the_page_it_came_from(browser):
    reply = (
        browser.new()
        .htmx()
        .ask("GET", "/admin/akun", headers={"HX-Current-URL": "http://localhost/admin/akun?q=a"})
    )
    assert reply.headers["HX-Redirect"] == "/masuk?lanjut=%2Fadmin%2Fakun%3Fq%3Da"


def test_a_signed_out_write_is_sent_to_sign_in_whatever_it_carries(browser):
    stranger = browser.new()
    assert stranger.ask("POST", "/akun/sandi").location == "/masuk"
    assert stranger.ask("POST", "/admin/akun/1/nonaktif", data={"csrf_token": "x"}).status == 303


def test_somebody_signed_in_is_not_asked_again(browser):
    assert browser.as_("ratna").get("/masuk").location == "/"


def test_signing_in_changes_the_token_and_drops_what_the_browser_held_before(browser):
    ratna = browser.new()
    ratna.get("/masuk")
    planted = dict(ratna.cookies)

    sign_in(ratna)

    assert ratna.cookies["lindung"] != planted["lindung"]


def test_after_five_wrong_guesses_one_must_wait_and_is_told_how_long(browser):
    guesser = browser.new()
    for _ in range(5):
        assert sign_in(guesser, password="salah").status == 422

    reply = sign_in(guesser)

    assert reply.status == 429
    assert reply.headers["Retry-After"] == "15"
    assert "Coba lagi dalam 15 detik." in reply.problems


def test_a_browser_that_has_signed_in_is_known_again(browser, monkeypatch):
    monkeypatch.setattr("lindung.actions.throttle.FREE_PER_ADDRESS", 3)
    ratna, guesser = browser.new(), browser.new()
    given = sign_in(ratna).headers.getlist("Set-Cookie")
    ratna.post("/keluar", key=False)
    for name in ("satu", "dua", "tiga"):
        guesser.get("/masuk")
        guesser.submit("#masuk", username=name, password="salah sekali")

    assert sign_in(guesser).status == 429
    assert sign_in(ratna).status == 303
    [cookie] = [one for one in given if one.startswith("lindung-perangkat=")]
    assert "HttpOnly" in cookie and "SameSite=Lax" in cookie and f"Max-Age={180 * 86400}" in cookie
    assert "ratna" not in cookie


def test_a_device_cookie_that_is_not_ours_counts_for_nothing(browser, monkeypatch):
    monkeypatch.setattr("lindung.actions.throttle.FREE_PER_ADDRESS", 1)
    guesser = browser.new()
    sign_in(guesser, password="salah sekali")
    guesser.client.set_cookie("lindung-perangkat", "WyJhMSJd.made.up")

    assert sign_in(guesser).status == 429


def test_signing_out_ends_the_session_even_for_a_kept_cookie(browser):
    ratna = browser.as_("ratna")
    kept = ratna.cookies["lindung"]

    reply = ratna.post("/keluar", key=False)

    assert (reply.status, reply.location) == (303, "/masuk")
    assert ratna.get("/akun").status == 303
    replayed = browser.new().ask("GET", "/akun", headers={"Cookie": f"lindung={kept}"})
    assert replayed.status == 303


def test_signing_out_needs_a_token_and_our_own_page(browser):
    ratna = browser.as_("ratna")
    assert ratna.post("/keluar", token=False).status == 400
    assert ratna.ask("POST", "/keluar", headers={"Sec-Fetch-Site": "cross-site"}).status == 403
    assert (
        ratna.ask("POST", "/keluar", headers={"Sec-Fetch-Site": None, "Origin": "http://example.org"}).status
        == 403
    )
    assert ratna.get("/keluar").status == 405
    assert ratna.get("/akun").status == 200


def test_the_cookie_is_bound_to_the_host_on_tls(browser):
    reply = browser.new().ask("GET", "/masuk", base_url="https://lindung.example.org")
    cookie = reply.headers["Set-Cookie"]
    assert cookie.startswith("__Host-lindung=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(cookie.split("; "))


def test_a_printed_code_is_typed_a_password_chosen_and_one_is_in(browser, code):
    wati = browser.new()
    wati.get("/aktivasi")

    page = wati.submit("#kode-aktivasi", kode=code.lower().replace("-", " "))
    assert page.says("Untuk Wati Lestari. Nama pengguna: wati")
    reply = wati.submit("#aktivasi", password="hujan lebat malam", again="hujan lebat malam")

    assert (reply.status, reply.location) == (303, "/")
    assert wati.get("/akun").says("SD Negeri Tunas Harapan")
    assert sign_in(browser.new(), "wati", "hujan lebat malam").status == 303


def test_a_code_works_once(browser, code):
    wati = browser.new()
    wati.get("/aktivasi", kode=code)
    wati.submit("#aktivasi", password="hujan lebat malam", again="hujan lebat malam")

    again = browser.new().get("/aktivasi", kode=code)

    assert again.status == 422
    assert "sudah dipakai" in again.problems


@pytest.mark.parametrize(
    ("password", "again", "sentence"),
    [
        ("pendek", "pendek", "Kata sandi paling sedikit 12 huruf atau angka."),
        ("password1234", "password1234", "mudah ditebak"),
        ("hujan lebat malam", "hujan lebat siang", "Kedua kata sandi tidak sama."),
    ],
)
def test_a_password_that_will_not_do_is_refused_and_the_code_stays_good(
    browser, code, password, again, sentence
):
    wati = browser.new()
    wati.get("/aktivasi", kode=code)

    reply = wati.submit("#aktivasi", password=password, again=again)

    assert reply.status == 422
    assert sentence in reply.problems
    assert wati.submit("#aktivasi", password="hujan lebat malam", again="hujan lebat malam").status == 303


def test_an_unknown_address_is_a_page_of_ours_for_everybody(browser):
    assert browser.stranger.get("/tidak-ada").status == 404
    assert browser.as_("ratna").get("/tidak-ada").status == 404
    assert browser.as_("ratna").get("/akun?x=%00").status == 400


def test_healthz_answers_without_signing_in(browser):
    reply = browser.stranger.get("/healthz")
    assert (reply.status, reply.body) == (200, b"ok")
