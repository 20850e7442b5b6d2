"""Names of those who are not done, and a reminder for them: never for somebody who is, and remembered."""

import pytest
from sqlalchemy import func, select

from lindung.domain.duties import Answer
from lindung.domain.registration import EnrolmentState
from lindung.models.base import db
from lindung.models.letters import Reminder, ReminderLine
from tests.support import cast


@pytest.fixture
def people(make):
    """OPD 7: Slamet silent, Tuti not registered, Umar (school) unpaid, Hadi settled, Nina nihil. OPD 8: Wiwik."""
    hadi, umar, tuti = (
        make.a_sponsor("Hadi"),
        make.a_sponsor("Umar", unit=cast.SCHOOL),
        make.a_sponsor("Tuti"),
    )
    slamet, nina = make.a_sponsor("Slamet"), make.a_sponsor("Nina")
    for one in (hadi, umar, tuti):
        make.a_declaration(one)
    make.a_declaration(nina, Answer.NONE)
    make.paid_month(make.an_enrolment(hadi), "2026-10", "2026-11")
    make.an_enrolment(umar, make.a_worker("Wati"), since="2026-10")
    make.an_enrolment(tuti, make.a_worker("Yati"), state=EnrolmentState.SUBMITTED)
    make.a_sponsor("Wiwik", unit=cast.CLINIC)
    return {"hadi": hadi.id, "umar": umar.id, "tuti": tuti.id, "slamet": slamet.id}


def reminded() -> tuple[int, int]:
    db.session.rollback()
    return tuple(db.session.scalar(select(func.count()).select_from(one)) for one in (Reminder, ReminderLine))


def test_k2_a_head_reads_the_names_by_sub_unit(browser, people):
    page = browser.as_("kadis").get("/pengingat/nama")

    assert (
        page.heading == "3 ASN belum tuntas: 1 belum mengisi pernyataan, 1 belum mendaftarkan, 1 belum lunas"
    )
    assert page.texts("main h2") == ["Dinas Pendidikan 2", "SD Negeri Tunas Harapan 1"]
    assert page.texts("main .name") == ["Slamet", "Tuti", "Umar"]
    assert "/pengingat/nama" in " ".join(browser.as_("kadis").get("/beranda").links)


@pytest.mark.parametrize(
    ("keadaan", "names"),
    [("belum", ["Slamet"]), ("belum_mendaftarkan", ["Tuti"]), ("belum_lunas", ["Umar"])],
)
def test_one_state_is_chosen_and_the_chip_leads_back(browser, people, keadaan, names):
    page = browser.as_("kadis").get("/pengingat/nama", keadaan=keadaan)

    assert page.texts("main .name") == names
    assert str(page.one(".chip")["href"]) == "/pengingat/nama"
    assert [
        row["nama"]
        for row in browser.as_("kadis").get("/pengingat/nama", keadaan=keadaan, format="csv").csv()
    ] == names


def test_one_unit_is_chosen(browser, people):
    page = browser.as_("kadis").get("/pengingat/nama", unit="07.01")

    assert page.texts("main .name") == ["Umar"]
    assert browser.as_("kadis").get("/pengingat/nama", unit="08").status == 404


def test_k3_a_reminder_is_prepared_copied_and_recorded(browser, people):
    kadis = browser.as_("kadis")
    page = kadis.get("/pengingat")
    assert page.heading == "Pengingat untuk 3 ASN"
    text = page.one("#text").get_text()
    assert "Yth. Bapak/Ibu ASN Dinas Pendidikan" in text
    assert "Surat Edaran Nomor SE 1/2026" in text
    assert "1. mengisi pernyataan paling lambat 30 Nov 2026" in text
    assert "3. membayar iuran BPJS Ketenagakerjaan November 2026" in text
    assert text.rstrip().endswith("Kepala Dinas Pendidikan")
    assert page.one("[data-copy='#text']").get_text().strip() == "Salin teks"

    assert kadis.submit("#pengingat").status == 303
    page = kadis.follow()

    assert page.heading == "1 pengingat tercatat"
    assert page.said.startswith("Pengingat kepada 3 ASN dicatat.")
    assert reminded() == (1, 3)


def test_the_words_ask_only_for_what_is_left_to_do(browser, people):
    text = browser.as_("kadis").get("/pengingat", keadaan="belum_lunas").one("#text").get_text()

    assert "membayar iuran" in text
    assert "pernyataan" not in text
    assert "mendaftarkan" not in text


def test_whoever_was_reminded_this_week_rests_unless_it_is_meant(browser, people, clock):
    kadis = browser.as_("kadis")
    kadis.get("/pengingat", keadaan="belum")
    kadis.submit("#pengingat")

    page = kadis.get("/pengingat")
    assert page.heading == "Pengingat untuk 2 ASN"
    assert page.says("1 ASN sudah diingatkan dalam 7 hari terakhir dan tidak disertakan.")
    again = kadis.get("/pengingat", jeda="termasuk")
    assert again.heading == "Pengingat untuk 3 ASN"
    assert again.says("diingatkan 1 kali, terakhir 20 Nov 2026")
    assert kadis.get("/pengingat/nama").says("diingatkan 1 kali, terakhir 20 Nov 2026")


def test_reminders_recorded_come_in_pages_sorted_and_as_a_file(browser, people, monkeypatch):
    monkeypatch.setattr("lindung.web.lists.PAGE", 2)
    kadis = browser.as_("kadis")
    for _number in range(3):
        kadis.get("/pengingat", jeda="termasuk")
        kadis.submit("#pengingat")

    first = kadis.get("/pengingat/tercatat?urut=tanggal")
    second = kadis.get(first.one(".paging a[rel=next]")["href"])

    assert first.heading == "3 pengingat tercatat"
    assert (len(first.rows()), len(second.rows())) == (2, 1)
    assert first.one("th[aria-sort]")["aria-sort"] == "ascending"
    assert len(kadis.get("/pengingat/tercatat?format=xlsx").xlsx()) == 4
    assert len(kadis.get(first.one(".downloads a:last-of-type")["href"]).rows()) == 3


def test_only_the_people_ticked_are_recorded(browser, people):
    kadis = browser.as_("kadis")
    kadis.get("/pengingat")

    kadis.submit("#pengingat", id=[people["tuti"], people["umar"]])

    assert reminded() == (1, 2)


def test_somebody_who_has_done_it_meanwhile_is_never_reminded(browser, people, make):
    kadis = browser.as_("kadis")
    kadis.get("/pengingat")
    from lindung.models.sponsors import Sponsor

    make.a_declaration(db.session.get_one(Sponsor, people["slamet"]), Answer.NONE)

    page = kadis.submit("#pengingat", text="Mohon segera, Bapak/Ibu.")

    assert page.status == 422
    assert page.problems
    assert page.one("#text").get_text().strip() == "Mohon segera, Bapak/Ibu."
    assert page.heading == "Pengingat untuk 2 ASN"
    assert reminded() == (0, 0)


@pytest.mark.parametrize("sent", ["hadi", "stranger"])
def test_neither_the_settled_nor_a_strangers_people_are_recorded(browser, people, sent):
    from lindung.models.sponsors import Sponsor

    wiwik = db.session.scalars(select(Sponsor.id).where(Sponsor.name == "Wiwik")).one()
    wanted = {"hadi": people["hadi"], "stranger": wiwik}[sent]

    assert browser.as_("kadis").post("/pengingat", id=wanted, text="Mohon segera").status == 422
    assert reminded() == (0, 0)


def test_before_the_due_date_nobody_is_late(browser, people, clock):
    clock.move_to("2026-12-05 09:00")

    page = browser.as_("kadis").get("/pengingat/nama")

    # Hadi has paid November, and December is not due yet.
    assert page.texts("main .name") == ["Slamet", "Tuti", "Umar"]


def test_an_empty_text_is_told_at_the_field(browser, people):
    kadis = browser.as_("kadis")
    kadis.get("/pengingat")

    page = kadis.submit("#pengingat", text="")

    assert page.status == 422
    assert page.one("#text")["aria-invalid"] == "true"


def test_the_clerk_and_the_coordinator_remind_within_their_reach(browser, people):
    assert browser.as_("ratna").get("/pengingat").heading == "Pengingat untuk 3 ASN"
    assert browser.as_("koordinator").get("/pengingat").heading == "Pengingat untuk 4 ASN"
    assert browser.as_("bayu").get("/pengingat").texts("main .name") == ["Wiwik"]


def test_who_may_not_write_letters_reads_names_only(browser, people):
    assert browser.as_("bendahara").get("/pengingat").status == 403
    page = browser.as_("bendahara").get("/pengingat/nama")
    assert page.status == 200
    assert not page.says("Siapkan pengingat")
    assert browser.stranger.get("/pengingat").location.startswith("/masuk")


def test_when_everybody_is_done_the_page_says_so(browser, make):
    make.a_declaration(make.a_sponsor("Nina"), Answer.NONE)

    assert browser.as_("kadis").get("/pengingat/nama").heading == "Semua ASN telah tuntas"
    assert browser.as_("kadis").get("/pengingat").heading == "Tidak ada yang perlu diingatkan"


def test_without_a_circular_nothing_is_asked_of_anybody(browser):
    page = browser.as_("kadis").get("/pengingat/nama")

    assert page.status == 200
    assert page.heading.startswith("Belum ada Surat Edaran")
    assert browser.as_("kadis").post("/pengingat", text="x").status in (404, 422)


def ticked(people, *names):
    return "&".join(f"id={people[name]}" for name in names)


def test_those_ticked_in_the_list_of_asn_are_reminded_and_nobody_else(browser, people):
    ratna = browser.as_("ratna")

    page = ratna.get(f"/pengingat?keadaan=belum&bulan=2026-11&{ticked(people, 'slamet', 'tuti', 'hadi')}")

    assert page.heading == "Pengingat untuk 2 ASN"  # Hadi is done
    assert page.texts("tbody .name") == ["Slamet", "Tuti"]
    assert [text.split(" ×")[0] for text in page.texts(".chip")] == ["3 yang dipilih"]
    assert ratna.get(str(page.one(".chip")["href"])).texts("tbody .name") == [
        "Slamet"
    ]  # the list's own filter


@pytest.mark.parametrize(
    ("filters", "names"),
    [
        ({"q": "sla"}, ["Slamet"]),
        ({"jenis": "pns"}, ["Slamet", "Tuti", "Umar"]),
        ({"jenis": "pppk"}, []),
        ({"keadaan": "belum_tuntas"}, ["Tuti", "Umar"]),
        ({"keadaan": "belum_tuntas", "unit": "07.01"}, ["Umar"]),
        ({"keadaan": "tuntas"}, []),
        ({"keadaan": "nihil"}, []),
    ],
)
def test_whatever_the_list_of_asn_is_narrowed_to_the_reminder_is_too(browser, people, filters, names):
    page = browser.as_("ratna").get("/pengingat", **filters)

    assert page.texts("tbody .name") == names
    assert len(page.texts(".chip")) == len(filters)


def test_the_list_of_an_earlier_month_is_reminded_of_what_is_open_today(browser, people):
    page = browser.as_("ratna").get("/pengingat", bulan="2026-08", q="umar")

    assert page.texts("tbody .name") == ["Umar"]
    assert "iuran BPJS Ketenagakerjaan November 2026" in page.one("#text").get_text()


def test_a_reminder_refused_keeps_whom_it_was_for(browser, people):
    ratna = browser.as_("ratna")
    ratna.get(f"/pengingat?{ticked(people, 'slamet', 'tuti')}")

    page = ratna.submit("#pengingat", text="")

    assert page.status == 422
    assert page.texts("tbody .name") == ["Slamet", "Tuti"]


def test_ticked_people_of_another_office_are_not_there(browser, people):
    page = browser.as_("bayu").get("/pengingat", id=people["slamet"])

    assert page.heading == "Tidak ada yang perlu diingatkan"
    assert "Slamet" not in page.html


@pytest.mark.parametrize("username", ["ratna", "kadis"])
def test_the_selection_of_the_list_of_asn_offers_a_reminder(browser, people, username):
    page = browser.as_(username).get("/asn?keadaan=belum_tuntas&bulan=2026-11")

    button = page.one(".selection button[formaction='/pengingat']")
    assert button.get_text().strip() == "Siapkan pengingat"
    assert len(page.page.select("tbody [data-select]")) == 2
    assert page.has(".selection button:not([formaction])") is (username == "ratna")


def test_a_circular_that_binds_nobody_offers_no_reminder(browser, make):
    make.a_circular(duty_kind="target")
    make.a_sponsor()

    assert not browser.as_("ratna").get("/asn").has(".selection [formaction='/pengingat']")
