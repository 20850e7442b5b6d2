"""Plt., Plh. and a.n.: named with number and dates, at work from the first to the last of them, and seen as such."""

import pytest

from tests.support import cast

ORDER = {
    "username": "ratna",
    "capacity": "plt",
    "order_number": "800/12/2026",
    "valid_from": "2026-11-20",
    "valid_until": "2026-12-31",
}


def name_ratna(person, unit="07", **more):
    page = person.get("/pelaksana/baru", unit=unit)
    assert page.heading == "Tunjuk pelaksana Kepala Dinas Pendidikan"
    return person.submit("#pelaksana", **(ORDER | more))


def act_as_proxy(browser, username="ratna"):
    """Changes to the capacity given last."""
    grant = max(grant.id for grant in grants_of(username))
    browser.as_(username).post("/akun/peran", grant_id=grant)


def grants_of(username):
    from sqlalchemy import select

    from lindung.models.accounts import Grant
    from lindung.models.base import db

    return db.session.scalars(select(Grant).where(Grant.account_id == cast.account(username).id)).all()


@pytest.mark.parametrize("username", ["kadis", "koordinator", "admin"])
def test_a_proxy_is_named_and_listed_with_number_and_dates(browser, username):
    person = browser.as_(username)

    assert name_ratna(person).status == 303
    page = person.follow()

    assert "Penunjukan dicatat" in page.said
    row = page.rows()[0]
    assert row[0] == "Ratna Wulandari ratna"
    assert row[1:5] == [
        "Plt. Kepala Dinas Pendidikan",
        "800/12/2026",
        "20 Nov 2026 sampai 31 Des 2026",
        "berlaku",
    ]


def test_the_proxy_acts_as_head_and_his_menu_says_so(browser):
    name_ratna(browser.as_("kadis"))
    act_as_proxy(browser)

    page = browser.as_("ratna").get("/beranda")

    assert "Plt. Kepala Dinas Pendidikan" in page.text("details.who")
    assert "Plt. Kepala Dinas Pendidikan" in browser.as_("ratna").get("/akun").text("#peran")


def test_after_the_last_day_nothing_is_left_of_it(browser, clock):
    name_ratna(browser.as_("kadis"))
    clock.move_to("2027-01-01 08:00")

    page = browser.as_("kadis").get("/pelaksana")
    if page.location:  # the night has ended the session
        page = browser.new().get("/pelaksana")
        return

    assert page.rows()[0][4] == "berakhir"


def test_it_is_ended_at_once(browser):
    kadis = browser.as_("kadis")
    name_ratna(kadis)
    kadis.follow()

    assert kadis.submit("td form").status == 303
    page = kadis.follow()

    assert page.rows()[0][4] == "berakhir"
    assert not page.has("td form")
    assert "Plt." not in browser.as_("ratna").get("/akun").text("#peran")


def test_a_head_names_only_for_his_own_office(browser):
    kadis = browser.as_("kadis")

    assert kadis.get("/pelaksana/baru", unit="08").status == 404
    assert kadis.post("/pelaksana/baru", unit_code="08", **ORDER).status == 422
    assert len(grants_of("ratna")) == 1


@pytest.mark.parametrize("username", ["ratna", "bendahara", "inspektur"])
def test_others_name_nobody(browser, username):
    assert browser.as_(username).get("/pelaksana").status == 403
    assert browser.as_(username).post("/pelaksana/baru", unit_code="07", **ORDER).status == 403


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"order_number": ""}, "order_number"),
        ({"valid_until": "2026-11-01"}, "valid_until"),
        ({"valid_until": ""}, "valid_until"),
        ({"username": "tidak-ada"}, "username"),
        ({"username": "kadis"}, "username"),
    ],
)
def test_an_order_that_cannot_be_is_told_at_its_field_and_keeps_what_was_typed(browser, changed, field):
    page = name_ratna(browser.as_("kadis"), **changed)

    assert page.status == 422
    assert page.one(f"#{field}")["aria-invalid"] == "true"
    assert page.one("#username")["value"] == changed.get("username", "ratna")
    assert page.heading == "Tunjuk pelaksana Kepala Dinas Pendidikan"


def test_a_secretary_acts_in_the_name_of_the_head_without_an_order(browser):
    assert name_ratna(browser.as_("kadis"), capacity="an", order_number="").status == 303


def test_a_role_that_is_no_proxys_is_not_ended_here(browser):
    own = grants_of("ratna")[0].id

    assert browser.as_("kadis").post(f"/pelaksana/{own}/akhiri").status == 404


def test_the_signed_out_are_sent_to_sign_in(browser):
    assert browser.stranger.get("/pelaksana").location.startswith("/masuk")


def test_a_head_does_not_learn_which_names_other_offices_have(browser):
    kadis = browser.as_("kadis")

    unknown = name_ratna(kadis, username="siapa").problems
    anothers = name_ratna(kadis, username="bayu").problems

    assert anothers == unknown.replace("siapa", "bayu")
