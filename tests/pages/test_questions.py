"""The desk of questions: both sides, the answers that fit, who may give them, what an office may say (R6)."""

import pytest
from sqlalchemy import select

from lindung.actions.finding_questions import check_workers
from lindung.models.base import db
from lindung.models.workers import Enrolment, Question
from lindung.queries.viewer import CONSOLE
from tests.support import cast
from tests.support.clock import TODAY
from tests.support.importing import bring

NIK = "3518005704860777"
HEADER = ("nip_penanggung", "nik", "nama")


@pytest.fixture
def hadi(a_sponsor, a_circular):
    a_circular()
    return a_sponsor()


@pytest.fixture
def tini(a_sponsor, hadi):
    return a_sponsor("Tini Kartikasari", unit=cast.OPD_8)


@pytest.fixture
def question(hadi, tini):
    """Siti, Pak Hadi's of OPD 7, whom a file names for Tini of OPD 8."""
    bring("workers", [HEADER, (hadi.nip, NIK, "Siti"), (tini.nip, NIK, "Siti")])
    return db.session.scalars(select(Question)).one()


def of_one_office(a_sponsor, hadi):
    rini = a_sponsor("Rini Astuti")
    bring("workers", [HEADER, (hadi.nip, NIK, "Siti"), (rini.nip, NIK, "Siti")])
    return db.session.scalars(select(Question)).one()


def form(question):
    return f"#putuskan-{question.id}"


def test_both_sides_stand_beside_each_other_with_the_nik_masked(browser, question):
    page = browser.as_("koordinator").get("/pertanyaan")

    assert page.heading == "1 pertanyaan menunggu keputusan"
    assert page.texts("section tbody th") == ["Sudah tercatat", "Meminta"]
    assert page.says("Hadi Suprapto") and page.says("Tini Kartikasari")
    assert NIK not in page.html and page.says("0777")
    assert page.texts("section form button") == [
        "Dua pekerjaan sah", "Pindahkan", "Gabungkan", "Salah ketik",
    ]  # fmt: skip


def test_each_office_is_told_only_its_own_side_and_that_the_coordinator_decides(browser, question):
    own, theirs = browser.as_("ratna").get("/pertanyaan"), browser.as_("bayu").get("/pertanyaan")

    assert own.says("Hadi Suprapto") and not own.says("Tini Kartikasari")
    assert theirs.says("Tini Kartikasari") and not theirs.says("Hadi Suprapto")
    assert own.says("Menunggu koordinator kabupaten")
    assert not own.has(form(question))
    (line,) = browser.as_("ratna").get("/pertanyaan?format=csv").csv()
    assert (line["pekerja"], line["nik"], line["tercatat_pada"], line["peminta"]) == (
        "Siti", "••••••••••••0777", "Hadi Suprapto", "",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("decision", "said", "live"),
    [
        ("two_jobs", "dua pekerjaan sah", 2),
        ("move", "dipindahkan", 1),
        ("merge", "digabungkan", 1),
        ("typo", "salah ketik", 1),
    ],
)
def test_a_decision_is_made_on_the_list_told_and_can_be_taken_back(browser, question, decision, said, live):
    joko = browser.as_("koordinator")
    joko.get("/pertanyaan")

    assert joko.submit(form(question), reason="sudah ditanyakan", decision=decision).status == 303

    page = joko.follow()
    assert said in page.said
    assert page.heading == "Tidak ada pertanyaan yang menunggu keputusan"
    statement = select(Enrolment).where(Enrolment.ended_on.is_(None))
    assert len(db.session.scalars(statement).all()) == live
    joko.submit("[role=status] form")
    assert joko.get("/pertanyaan").heading == "1 pertanyaan menunggu keputusan"


def test_what_was_decided_is_told_with_who_when_and_why(browser, question):
    joko = browser.as_("koordinator")
    joko.get(f"/pertanyaan/{question.id}")
    joko.submit(form(question), reason="pemangku dan UMKM", decision="two_jobs")

    page = joko.get("/pertanyaan", keadaan="diputuskan")

    assert page.heading == "1 pertanyaan sudah diputuskan"
    name = cast.account("koordinator").name
    assert f"oleh {name}, 20 Nov 2026: pemangku dan UMKM" in page.text("section")
    (line,) = joko.get("/pertanyaan?keadaan=diputuskan&format=csv").csv()
    assert (line["keputusan"], line["diputuskan_oleh"], line["alasan"]) == (
        "Dua pekerjaan sah", name, "pemangku dan UMKM",
    )  # fmt: skip
    story = joko.get(f"/pertanyaan/{question.id}").text(".history")
    assert "keputusan diisi Dua pekerjaan sah; alasan diisi pemangku dan UMKM" in story


def test_without_a_reason_nothing_is_saved_and_what_was_chosen_stays(browser, question):
    joko = browser.as_("koordinator")
    joko.get(f"/pertanyaan/{question.id}")

    reply = joko.submit(form(question), reason="", first_month="2026-12", decision="move")

    assert reply.status == 422
    assert "Alasan keputusan: Wajib diisi" in reply.text("[role=alert]")
    assert reply.one("[name=first_month] option[selected]")["value"] == "2026-12"
    db.session.expire_all()
    assert question.decision is None


def test_a_month_paid_by_the_one_is_refused_at_its_field_with_one_that_can_be_r17(
    browser, hadi, tini, an_enrolment, paid_month, a_worker
):
    siti = a_worker("Siti", nik=NIK)
    paid_month(an_enrolment(hadi, siti), "2026-11")
    bring("workers", [HEADER, (tini.nip, NIK, "Siti")])
    question = db.session.scalars(select(Question)).one()
    joko = browser.as_("koordinator")
    joko.get(f"/pertanyaan/{question.id}")

    reply = joko.submit(form(question), reason="pindah", first_month="2026-11", decision="move")

    assert reply.status == 422
    assert "Pilih bulan mulai Desember 2026" in reply.text("#first_month-galat")


def test_an_old_form_is_told_who_was_faster(browser, question):
    joko, second = browser.as_("koordinator"), browser.as_("admin")
    assert second.get("/pertanyaan").status == 200
    joko.get(f"/pertanyaan/{question.id}")
    reply = joko.post(
        f"/pertanyaan/{question.id}/putuskan", reason="x", decision="merge", version=question.version + 1
    )

    assert reply.status == 409
    assert reply.says("belum disimpan")


def test_decided_in_another_tab_the_answer_is_shown_and_the_typed_words_are_kept(browser, question):
    joko, seen = browser.as_("koordinator"), question.version
    joko.get(f"/pertanyaan/{question.id}")
    joko.submit(form(question), reason="tetangga", decision="typo")

    reply = joko.post(
        f"/pertanyaan/{question.id}/putuskan",
        reason="sudah ditanyakan ke rumah",
        decision="merge",
        version=seen,
    )

    assert reply.status == 409
    alert = reply.text("[role=alert]")
    assert "Salah ketik" in alert and "tetangga" in alert and "oleh" in alert
    assert not reply.says("Simpan lagi")
    assert reply.text("#isian-tadi") == "sudah ditanyakan ke rumah"
    assert not reply.has(form(question)) and "/pertanyaan" in reply.links


def test_an_office_decides_between_its_own_two(browser, a_sponsor, hadi):
    question = of_one_office(a_sponsor, hadi)
    ratna = browser.as_("ratna")
    ratna.get("/pertanyaan")

    assert ratna.submit(form(question), reason="tetangga", decision="merge").status == 303
    assert "digabungkan" in ratna.follow().said


def test_an_office_that_may_not_decide_alone_says_what_it_knows(browser, question):
    bayu = browser.as_("bayu")
    page = bayu.get(f"/pertanyaan/{question.id}")
    assert not page.has(form(question))

    assert bayu.submit("#keterangan", words="pindah sejak Oktober").status == 303

    assert bayu.follow().says("Keterangan Dinas Kesehatan: “pindah sejak Oktober”")
    joko = browser.as_("koordinator").get("/pertanyaan")
    assert joko.says("Keterangan Dinas Kesehatan: “pindah sejak Oktober”")
    assert not browser.as_("ratna").get(f"/pertanyaan/{question.id}").says("pindah sejak Oktober")
    db.session.refresh(question)
    refused = bayu.post(
        f"/pertanyaan/{question.id}/putuskan", reason="x", decision="merge", version=question.version
    )
    assert refused.status == 422
    assert refused.says("Pihak yang lain berada di unit kerja lain")


@pytest.mark.parametrize("username", ["dewi", "inspektur", "bendahara"])
def test_readers_read_and_decide_nothing(browser, question, username):
    person = browser.as_(username)

    assert not person.get("/pertanyaan").has(form(question))
    reply = person.post(f"/pertanyaan/{question.id}/putuskan", reason="x", decision="merge", version=1)
    assert reply.status == 403


def test_the_stranger_is_sent_to_sign_in_and_another_office_finds_nothing(browser, a_sponsor, hadi):
    question = of_one_office(a_sponsor, hadi)

    assert browser.stranger.get("/pertanyaan").status == 303
    assert browser.as_("bayu").get(f"/pertanyaan/{question.id}").status == 404
    assert browser.as_("bayu").get("/pertanyaan").heading == "Tidak ada pertanyaan yang menunggu keputusan"


def test_questions_come_in_pages_the_oldest_first_and_one_decided_meanwhile_loses_nobody(browser, hadi, tini):
    niks = [f"351800570486{number:04d}" for number in range(51)]
    rows = [(payer.nip, nik, f"Siti {nik[-4:]}") for nik in niks for payer in (hadi, tini)]
    bring("workers", [HEADER, *rows])
    joko = browser.as_("koordinator")

    first = joko.get("/pertanyaan")
    second = joko.get(first.one(".paging a[rel=next]")["href"])

    assert first.heading == "51 pertanyaan menunggu keputusan"
    assert (len(first.texts("h2")), len(second.texts("h2"))) == (50, 1)
    assert second.text(".paging span") == "51–51 dari 51"
    assert joko.get(second.one(".paging a[rel=prev]")["href"]).texts("h2") == first.texts("h2")
    assert len(joko.get("/pertanyaan?sesudah=999999.50").texts("h2")) == 50
    paper = joko.get(first.one(".downloads a:last-of-type")["href"])
    assert (len(paper.texts("h2")), paper.has("[data-print-now]")) == (51, True)
    assert len(joko.get("/pertanyaan?format=xlsx").xlsx()) == 52


def test_filters_live_in_the_address_and_leave_by_their_chips(
    browser, question, an_enrolment, a_worker, hadi
):
    from datetime import date

    an_enrolment(hadi, a_worker("Mbah Karto", born_on=date(1950, 1, 1)))
    check_workers(CONSOLE, today=TODAY)
    joko = browser.as_("koordinator")

    def names(**query):
        return [one.split(" ··")[0] for one in joko.get("/pertanyaan", **query).texts("h2")]

    assert names() == ["Siti", "Mbah Karto"]
    assert names(jenis="usia") == ["Mbah Karto"]
    assert names(q="siti") == ["Siti"]
    assert names(q="0777") == ["Siti"]
    assert names(unit="08") == ["Siti"]
    assert names(urut="nama") == ["Mbah Karto", "Siti"]
    page = joko.get("/pertanyaan", jenis="usia", q="tidak ada")
    assert page.says("Tidak ada pertanyaan yang sesuai")
    assert [chip.split(" ×")[0] for chip in page.texts(".chip")] == ["Melewati batas usia", "“tidak ada”"]
    assert joko.get("/pertanyaan", q=NIK).status == 303


def test_the_button_looks_for_what_nobody_typed(browser, hadi, an_enrolment, a_worker):
    from datetime import date

    an_enrolment(hadi, a_worker("Mbah Karto", born_on=date(1950, 1, 1)))
    ratna = browser.as_("ratna")
    ratna.get("/pertanyaan")

    ratna.submit("#periksa")

    page = ratna.follow()
    assert "1 pertanyaan baru ditemukan" in page.said
    assert page.texts("section form button") == ["Tetap sah", "Akhiri kepesertaan"]
    ratna.submit("#periksa")
    assert "Tidak ada pertanyaan baru" in ratna.follow().said


def test_a_typing_error_is_on_the_first_screen_of_its_office_alone(browser, question):
    joko = browser.as_("koordinator")
    joko.get("/pertanyaan")
    joko.submit(form(question), reason="NIK orang lain", decision="typo")

    home = browser.as_("bayu").get("/beranda")

    assert home.says("1 baris salah ketik menunggu perbaikan kantor ini")
    assert browser.as_("bayu").get("/pertanyaan", keadaan="perbaiki").has("section")
    assert not browser.as_("ratna").get("/beranda").says("salah ketik")


def test_the_menu_counts_what_waits(browser, question):
    page = browser.as_("koordinator").get("/pertanyaan")

    assert "Pertanyaan (1)" in page.texts("nav.tabs a")
    assert page.text("nav [aria-current]") == "Pekerja"


def test_an_empty_desk_teaches_what_comes_here(browser):
    page = browser.as_("ratna").get("/pertanyaan")

    assert page.text(".empty h2") == "Tidak ada pertanyaan"
    assert not page.has(".downloads")
