"""The office's calendar: due dates, reports, deadlines, what ends, holidays, on the regency's clock (R15, R22, R23)."""

from datetime import date

import pytest

from lindung.actions.acts import act
from lindung.models.base import db
from lindung.models.rates import Holiday
from lindung.queries.viewer import CONSOLE
from tests.support.clock import TODAY


@pytest.fixture
def days(make):
    make.a_circular(in_force_until=date(2027, 1, 31))
    with act(CONSOLE, "holiday.add", today=TODAY):
        for day, name in ((date(2026, 12, 15), "Cuti bersama"), (date(2026, 12, 25), "Hari Raya Natal")):
            found = db.session.query(Holiday).filter_by(day=day).one_or_none()
            if found is None:
                db.session.add(Holiday(day=day, name=name, legal_basis="SKB tiga menteri"))
            else:
                found.name = name


def test_the_coming_days_stand_in_their_order_with_why_they_moved(browser, days):
    page = browser.as_("ratna").get("/kalender")
    lines = [(row[0], row[1]) for row in page.rows()]

    assert page.heading == "Iuran Desember 2026 jatuh tempo Rabu, 16 Desember 2026"
    assert (
        "Rabu, 16 Desember 2026",
        "Iuran Desember 2026 jatuh tempo, digeser dari Selasa, 15 Desember 2026: Cuti bersama",
    ) in lines
    assert ("Senin, 30 November 2026", "Batas mengisi pernyataan menurut SE 1/2026") in lines
    assert ("Kamis, 31 Desember 2026", "Batas mendaftarkan menurut SE 1/2026") in lines
    assert ("Minggu, 31 Januari 2027", "Surat Edaran SE 1/2026 berakhir") in lines
    assert ("Jumat, 25 Desember 2026", "Hari Raya Natal") in lines
    assert any("Laporan November 2026" in words for _day, words in lines)
    assert any(words.endswith("baris keringanan iuran berakhir") for _day, words in lines)
    assert page.texts("tbody td:last-child")[0] == "10"


@pytest.mark.parametrize(
    ("moment", "first"), [("2026-11-16 23:59", "November"), ("2026-11-17 00:00", "Desember")]
)
def test_a_due_date_stands_there_up_to_its_own_last_minute(browser, days, clock, moment, first):
    clock.move_to(moment)

    assert browser.as_("ratna").get("/kalender").heading.startswith(f"Iuran {first} 2026 jatuh tempo")


def test_one_kind_alone_with_its_chip_and_its_way_out(browser, days):
    ratna = browser.as_("ratna")

    page = ratna.get("/kalender", jenis="libur")

    assert {row[2] for row in page.rows()} == {"Hari libur"}
    assert page.text(".chips").startswith("Hari libur")
    assert page.heading.startswith("Iuran Desember 2026")
    assert len(ratna.get(str(page.one(".chips a")["href"])).rows()) > len(page.rows())
    assert ratna.get("/kalender", urut="-tanggal").rows()[0][0].endswith("2027")


def test_it_leaves_the_screen_as_a_table_and_as_a_calendar(browser, days):
    ratna = browser.as_("ratna")

    table = ratna.get("/kalender?format=csv").csv()
    calendar = ratna.get("/kalender?format=ics&jenis=iuran")

    assert {"tanggal": "2026-12-16", "jenis": "Jatuh tempo iuran"}.items() <= next(
        row for row in table if row["jenis"] == "Jatuh tempo iuran"
    ).items()
    lines = calendar.body.decode().split("\r\n")
    assert (lines[0], lines[-2]) == ("BEGIN:VCALENDAR", "END:VCALENDAR")
    assert "DTSTART;VALUE=DATE:20261216" in lines
    assert all(len(line.encode()) <= 75 for line in lines)
    assert lines[8] + lines[9][1:] == (
        "SUMMARY:Iuran Desember 2026 jatuh tempo\\, digeser dari Selasa\\, 15 Desember 2026: Cuti bersama"
    )
    assert ratna.get("/kalender?format=xlsx").xlsx()[0] == ["tanggal", "jenis", "keterangan"]


@pytest.mark.parametrize("username", ["dewi", "kadis", "bendahara", "inspektur", "admin"])
def test_every_home_leads_to_it(browser, days, username):
    person = browser.as_(username)

    link = person.get("/beranda").one(".where a[href='/kalender']")

    assert person.get(str(link["href"])).status == 200
    assert browser.stranger.get("/kalender").location.startswith("/masuk")
    assert person.post("/kalender").status == 405


def test_a_fragment_is_the_list_with_its_sentence(browser, days):
    reply = browser.as_("ratna").htmx().get("/kalender", jenis="iuran")

    assert reply.has("#kalender") and not reply.has("main")
    assert reply.text("title").startswith("Iuran Desember 2026 jatuh tempo")


def test_an_empty_calendar_of_a_kind_teaches(browser):
    assert browser.as_("ratna").get("/kalender", jenis="edaran").says("Tidak ada hari seperti itu")
