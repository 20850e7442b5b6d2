"""The first screens: one sentence for each role, and nothing of another office."""

from datetime import date

import pytest

from lindung.domain.duties import Answer
from lindung.domain.registration import EnrolmentState
from tests.support import cast


@pytest.fixture
def people(make):
    """OPD 7: Hadi settled, Umar (school) registered, Tuti not, Slamet silent. OPD 8: Wiwik not registered."""
    hadi, umar = make.a_sponsor("Hadi"), make.a_sponsor("Umar", unit=cast.SCHOOL)
    tuti, wiwik = make.a_sponsor("Tuti"), make.a_sponsor("Wiwik", unit=cast.CLINIC)
    make.a_sponsor("Slamet")
    for one in (hadi, umar, tuti, wiwik):
        make.a_declaration(one)
    make.paid_month(make.an_enrolment(hadi), "2026-09", "2026-10", "2026-11")
    make.an_enrolment(umar, make.a_worker("Wati"), since="2026-11")
    make.an_enrolment(tuti, make.a_worker("Yati"), state=EnrolmentState.SUBMITTED)


def test_the_root_leads_to_the_home_and_a_stranger_to_sign_in(browser):
    assert browser.as_("dewi").get("/").location == "/beranda"
    assert browser.stranger.get("/beranda").location.startswith("/masuk")
    assert browser.as_("dewi").post("/beranda").status == 405


def test_s1_the_secretary_reads_one_sentence_whom_to_call_and_who_moved(browser, people):
    page = browser.as_("dewi").get("/beranda", bulan="2026-11")

    assert page.heading.startswith(
        "1 dari 4 ASN yang mempekerjakan ART telah mendaftarkan dan membayar iuran November 2026 (25,0%)."
    )
    assert page.texts(".aside h2") == ["Perlu dihubungi"]
    assert page.texts(".calls .name") == ["Dinas Pendidikan", "Dinas Kesehatan"]
    assert [row[0] for row in page.rows("table.units")] == [
        "Dinas Pendidikan",
        "Dinas Kesehatan",
        "Sekretariat Daerah",
    ]


def test_what_moved_is_told_in_people_first(browser, make):
    hadi, tuti = make.a_sponsor("Hadi"), make.a_sponsor("Tuti")
    make.a_declaration(hadi)
    make.an_enrolment(hadi)
    make.a_declaration(tuti)
    make.an_enrolment(tuti, make.a_worker("Wati"), since="2026-11")

    page = browser.as_("dewi").get("/beranda")

    assert page.text(".next").startswith("+1 pekerja terdaftar sejak Oktober 2026: kini 2")
    assert page.says("Bertambah 1 ASN (+50,0 poin) sejak Oktober 2026.")
    assert "Paling banyak bergerak" in page.texts(".aside h2")


def test_an_honest_new_answer_does_not_look_like_a_fall(browser, make):
    hadi = make.a_sponsor("Hadi")
    make.a_declaration(hadi)
    make.an_enrolment(hadi)
    make.a_declaration(make.a_sponsor("Tuti"), on=make.the_circular().in_force_from.replace(month=11, day=5))

    page = browser.as_("dewi").get("/beranda")

    assert page.says("Jumlah ASN yang telah mendaftarkan tidak bertambah. Sasaran bertambah 1 ASN.")
    assert not page.has(".down")


def test_counts_of_what_is_missing_open_their_lists(browser, people):
    page = browser.as_("koordinator").get("/beranda")

    assert page.texts(".tallies a") == [
        "1 ASN belum mengisi pernyataan",
        "2 ASN belum mendaftarkan",
        "1 ASN terdaftar, belum lunas",
        "2 tarif atau keringanan iuran segera berakhir",
    ]
    assert "keadaan=belum_mendaftarkan" in str(page.page.select(".tallies a")[1]["href"])


def test_the_treasurer_sees_whose_contributions_are_open(browser, people):
    assert "1 ASN terdaftar, belum lunas" in browser.as_("bendahara").get("/beranda").texts(".tallies a")


def test_k1_the_head_reads_his_own_unit_in_one_sentence(browser, people):
    page = browser.as_("kadis").get("/beranda")

    assert (
        page.heading
        == "3 dari 4 ASN telah mengisi pernyataan. Dari 3 yang mempekerjakan ART, 1 telah tuntas (33,3%)."
    )
    assert page.texts("table.people .name") == ["Tuti", "Umar"]
    assert page.texts("table.people .tag") == ["Belum mendaftarkan", "Terdaftar, belum lunas"]
    assert "Wiwik" not in page.text("body")


def test_k5_the_head_opens_numerator_and_denominator(browser, people):
    kadis = browser.as_("kadis")
    links = [str(link["href"]) for link in kadis.get("/beranda").page.select("h1 a")]

    answered, everybody, target, settled = (len(kadis.get(f"{link}&format=csv").csv()) for link in links)

    assert (answered, everybody, target, settled) == (3, 4, 3, 1)


def test_a_head_whose_unit_has_not_answered_is_told_so(browser, make):
    make.a_sponsor()
    make.the_circular()

    assert (
        browser.as_("kadis").get("/beranda").heading == "Belum ada ASN yang mengisi pernyataan, dari 1 ASN."
    )


def test_a_unit_of_nihil_only_is_no_failure(browser, make):
    make.a_declaration(answer=Answer.NONE)

    page = browser.as_("kadis").get("/beranda")

    assert page.heading == "1 dari 1 ASN telah mengisi pernyataan; tidak ada yang mempekerjakan ART."
    assert not page.has("table.people")


def test_the_clerk_reads_what_needs_doing_and_sees_the_sub_units(browser, people):
    page = browser.as_("ratna").get("/beranda")

    assert page.heading == "1 ASN belum mendaftarkan ART."
    assert [row[0] for row in page.rows("table.units")] == [
        "Dinas Pendidikan langsung",
        "SD Negeri Tunas Harapan",
    ]
    assert "Wiwik" not in page.text("body") and "Dinas Kesehatan" not in page.text("body")


@pytest.mark.parametrize("username", ["dewi", "kadis", "ratna"])
def test_a_second_circular_does_not_hide_what_people_have_answered(browser, make, people, username):
    make.a_circular("SE 9/2026", in_force_from=date(2026, 11, 1))
    person = browser.as_(username)

    page = person.get("/beranda")

    assert "SE 9/2026" in page.text(".where")
    assert page.texts("select[name=edaran] option") == ["SE 9/2026", "SE 1/2026"]
    assert page.text(".lead, #beranda").count("Surat Edaran lain yang berlaku: SE 1/2026 (") == 1
    person.get(str(page.one("#beranda a.in-text")["href"]))
    assert "SE 1/2026" in person.last.text(".where")
    assert "Surat Edaran lain yang berlaku: SE 9/2026 (0 dari" in person.last.text()


def test_once_somebody_has_answered_the_newest_the_other_is_still_one_click_away(browser, make, people):
    newest = make.a_circular("SE 9/2026", in_force_from=date(2026, 11, 1))
    make.a_declaration(make.a_sponsor("Wati"), circular=newest, on=date(2026, 11, 2))

    page = browser.as_("dewi").get("/beranda")

    assert "Surat Edaran lain yang berlaku: SE 1/2026 (4 dari 6 ASN telah mengisi pernyataan)" in page.text()
    assert page.has("select[name=edaran]")


def test_a_month_before_the_circular_still_offers_the_other_one(browser, make, people):
    make.a_circular("SE 9/2026", in_force_from=date(2026, 11, 1))

    page = browser.as_("dewi").get("/beranda", bulan="2026-10")

    assert page.heading == "Belum ada angka untuk Oktober 2026."
    assert page.has("select[name=edaran]")


def test_the_clerk_is_warned_before_a_membership_ends(browser, make):
    hadi = make.a_sponsor()
    make.a_declaration(hadi)
    make.paid_month(make.an_enrolment(hadi), "2026-03", "2026-08")

    page = browser.as_("ratna").get("/beranda")

    assert page.heading == (
        "Semua 1 ASN yang mempekerjakan ART telah mendaftarkan. "
        "Kepesertaan 1 pekerja akan berakhir apabila iuran November 2026 tidak dibayar."
    )


@pytest.mark.parametrize("who", ["bendahara", "inspektur", "koordinator", "admin"])
def test_every_role_has_a_home(browser, people, who):
    assert browser.as_(who).get("/beranda").status == 200


def test_a_first_installation_is_led_step_by_step(browser):
    page = browser.as_("koordinator").get("/beranda")

    assert page.heading == "2 dari 6 langkah persiapan telah selesai."
    assert page.has(".setup a[href='/edaran']")
    assert browser.as_("dewi").get("/beranda").heading == "Belum ada Surat Edaran yang berlaku."


def test_what_a_running_installation_still_lacks_is_one_line(browser, make):
    make.a_declaration()

    page = browser.as_("koordinator").get("/beranda")

    assert page.says("Persiapan yang belum selesai: Impor atau isi pekerja yang didaftarkan")
    assert not page.has(".setup")


def test_a_month_without_figures_says_why(browser, people):
    page = browser.as_("dewi").get("/beranda?bulan=2025-12")

    assert page.heading == "Belum ada angka untuk Desember 2025."
    assert page.says("Mulai berlaku 1 Jan 2026.")
    assert browser.as_("dewi").get("/beranda?bulan=2027-01").status == 422


def test_another_month_redraws_the_whole_screen(browser, people):
    fragment = browser.as_("dewi").htmx().get("/beranda", bulan="2026-10")

    assert "iuran Oktober 2026" in fragment.text("h1")
    assert fragment.has("#beranda") and not fragment.has("main")


@pytest.mark.both_engines
@pytest.mark.parametrize("who", ["dewi", "koordinator"])
@pytest.mark.parametrize(
    "day", ["2026-11-20", "2026-11-21"]
)  # the second: November was not judged by that day yet
def test_the_regency_costs_at_most_twelve_statements_whatever_its_size_and_sixteen_for_who_manages(
    browser, people, make, clock, queries, who, day
):
    clock.move_to(f"{day} 12:00")
    reader = browser.as_(who)
    reader.get("/edaran")

    with queries() as seen:
        page = reader.get("/beranda")

    assert page.status == 200
    assert len(seen) <= (16 if who == "koordinator" else 12), seen
