"""The clerk's first screen: what needs doing, each count one click from a list exactly as long."""

import pytest

from lindung.actions.acts import act
from lindung.domain.duties import Answer
from lindung.domain.permissions import Role
from lindung.domain.registration import EnrolmentState
from lindung.models.accounts import Account, Grant
from lindung.models.base import db
from lindung.queries.viewer import CONSOLE
from tests.support import cast
from tests.support.clock import TODAY


@pytest.fixture
def work(make):
    """Of each kind of work a different number, in the office and in its school; and some of another office."""
    make.the_circular()
    for number in range(3):
        make.a_sponsor(f"Diam {number}", unit=cast.SCHOOL)
    make.a_sponsor("Diam di dinas")
    make.a_declaration(make.a_sponsor("Nihil"), Answer.NONE)
    for number in range(2):
        make.a_declaration(make.a_sponsor(f"Belum mencatat {number}"))
    for state, count in ((EnrolmentState.CANDIDATE, 3), (EnrolmentState.REFUSED, 2)):
        for number in range(count):
            payer = make.a_sponsor(f"Pembayar {state.value} {number}")
            make.a_declaration(payer)
            make.an_enrolment(payer, make.a_worker(f"Pekerja {state.value} {number}"), state=state)
    for name, month in (("Lunas", "2026-11"), ("Belum lunas", "2026-10")):
        payer = make.a_sponsor(name)
        make.a_declaration(payer)
        make.paid_month(make.an_enrolment(payer, make.a_worker(f"ART {name}")), month)
    other = make.a_sponsor("Wayan", unit=cast.OPD_8)
    make.a_declaration(other)
    make.an_enrolment(other, make.a_worker("ART Wayan"), state=EnrolmentState.CANDIDATE)


def test_h1_what_needs_doing_stands_there_in_numbers(browser, work):
    page = browser.as_("ratna").get("/beranda")

    assert page.texts(".tallies a") == [
        "4 ASN belum mengisi pernyataan",
        "1 unit belum mengirim satu pun pernyataan",
        "2 ASN mempekerjakan ART, pekerjanya belum dicatat",
        "3 calon belum diajukan ke BPJS",
        "2 pekerja ditolak BPJS",
        "1 ASN terdaftar, belum lunas",
    ]


def test_h1_every_count_is_one_click_from_a_list_exactly_as_long(browser, work):
    ratna = browser.as_("ratna")
    links = [
        (int(link.b.get_text()), str(link["href"]))
        for link in ratna.get("/beranda").page.select(".tallies a")
    ]

    for count, address in links:
        assert len(ratna.get(address).rows()) == count, address


def test_an_operator_of_one_school_sees_the_same_for_his_school(browser, work):
    with act(CONSOLE, "grant", today=TODAY):
        operator = Account(
            username="tini", name="Tini Kartikasari", password_hash=cast.account("ratna").password_hash
        )
        db.session.add(operator)
        db.session.flush()
        db.session.add(
            Grant(
                account_id=operator.id,
                role=Role.CLERK.value,
                unit_id=cast.unit("07.01").id,
                valid_from=cast.LONG_AGO,
            )
        )
    tini = browser.as_("tini")

    page = tini.get("/beranda")
    listed = tini.get(str(page.one(".tallies a")["href"]))
    tini.htmx().submit("tbody tr form")

    assert page.texts(".tallies a") == ["3 ASN belum mengisi pernyataan"]
    assert len(listed.rows()) == 3
    assert tini.get("/beranda").texts(".tallies a") == ["2 ASN belum mengisi pernyataan"]
    assert "Diam di dinas" not in tini.get("/asn").text("body")


def test_a_day_without_work_says_so_by_saying_nothing(browser, make):
    make.a_declaration(answer=Answer.NONE)

    assert not browser.as_("ratna").get("/beranda").has(".tallies")


def test_silent_units_lead_to_their_people(browser, work):
    ratna = browser.as_("ratna")

    page = ratna.get("/beranda/belum-mengirim")
    people = ratna.get(str(page.one("tbody a")["href"]))

    assert page.heading == "1 unit belum mengirim satu pun pernyataan"
    assert page.rows() == [["SD Negeri Tunas Harapan", "07.01", "3"]]
    assert len(people.rows()) == 3
    assert browser.as_("bayu").get("/beranda/belum-mengirim").heading.startswith("0 unit")


def test_silent_units_are_sorted_and_leave_the_screen_as_a_file(browser, make):
    make.a_circular()
    for code, people in (("07", 1), ("07.01", 2)):
        for number in range(people):
            make.a_sponsor(f"Diam {code} {number}", unit=code)
    ratna = browser.as_("ratna")

    assert ratna.get("/beranda/belum-mengirim").texts("tbody .n") == ["2", "1"]
    assert ratna.get("/beranda/belum-mengirim?urut=asn").texts("tbody .n") == ["1", "2"]
    assert ratna.get("/beranda/belum-mengirim?urut=-unit").texts("tbody .name") == [
        "SD Negeri Tunas Harapan",
        "Dinas Pendidikan",
    ]
    assert ratna.get("/beranda/belum-mengirim?urut=unit&format=csv").csv_lines()[1:] == [
        ["07", "Dinas Pendidikan", "1"],
        ["07.01", "SD Negeri Tunas Harapan", "2"],
    ]


@pytest.mark.parametrize("username", ["koordinator", "dewi"])
def test_the_regencys_silent_offices_are_a_list_as_long_as_their_count(browser, make, username):
    make.a_declaration(make.a_sponsor("Hadi", unit="07"), answer=Answer.NONE)
    make.a_sponsor("Diam di sekolah", unit="07.01")
    make.a_sponsor("Diam di klinik", unit="08.01")
    make.a_sponsor("Diam di dinas", unit="08")
    person = browser.as_(username)

    tally = next(one for one in person.get("/beranda").page.select(".tallies a") if "satu pun" in one.text)
    page = person.get(str(tally["href"]))
    people = person.get(str(page.one("tbody a")["href"]))

    assert tally.text.split()[0] == "1"
    assert page.rows() == [["Dinas Kesehatan", "08", "2"]]
    assert len(people.rows()) == 2
    assert page.text(".chips").startswith("Unit yang melapor sendiri")
    assert len(person.get(str(page.one(".chips a")["href"])).rows()) == 3


def test_the_clerks_home_costs_the_same_for_more_people(browser, work, make, queries):
    ratna = browser.as_("ratna")
    ratna.get("/beranda")
    with queries() as few:
        ratna.get("/beranda")
    for number in range(5):
        make.a_declaration(make.a_sponsor(f"Lagi {number}", unit=cast.SCHOOL))

    with queries() as many:
        ratna.get("/beranda")

    assert len(many) == len(few) <= 16
