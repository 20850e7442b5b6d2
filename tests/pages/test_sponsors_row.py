"""One answer in its row: one request, one sentence, nothing typed is lost."""

from datetime import date

import pytest

from lindung.actions.declarations import declare
from lindung.domain.duties import Answer
from lindung.models.acts import ActRow
from lindung.models.base import db
from lindung.models.circulars import Circular, Declaration
from tests.support import cast
from tests.support.clock import today

LIST = {"bulan": "2026-11", "keadaan": "belum"}
QUERY = "?bulan=2026-11&keadaan=belum"


@pytest.fixture
def lilik(a_circular, a_sponsor):
    """Lilik and Hadi of OPD 7 have not answered; Wayan belongs to OPD 8."""
    a_circular()
    a_sponsor("Hadi Suprapto")
    a_sponsor("Wayan Orang Lain", unit=cast.OPD_8)
    return a_sponsor("Lilik Rahmawati")


def answers_of(sponsor) -> list[str]:
    return [row.answer for row in db.session.query(Declaration).filter_by(sponsor_id=sponsor.id)]


def test_ubah_turns_the_row_into_a_form_that_saves_in_one_request(browser, lilik):
    ratna = browser.as_("ratna").htmx()

    form = ratna.get(f"/asn/{lilik.id}/ubah{QUERY}")
    reply = ratna.submit("tr.editing form", answer="employs", made_on="2026-11-19")

    assert form.one("tr.editing")["id"] == f"asn-{lilik.id}"
    assert form.has("select[data-focus]")
    assert reply.status == 200
    assert reply.text(f"#asn-{lilik.id} .tag") == "Belum mendaftarkan"
    assert reply.has(f"#ubah-{lilik.id}[data-focus]")
    assert {"jawaban", "hitungan", "status"} <= reply.out_of_band
    assert reply.heading == "1 ASN belum mengisi pernyataan"
    assert reply.text("#hitungan") == "1–1 dari 1"
    assert "Lilik Rahmawati: Mempekerjakan ART, 19 Nov 2026." in reply.said
    assert "Batalkan" in reply.said
    assert answers_of(lilik) == ["employs"]


def test_nihil_is_one_click_in_the_row(browser, lilik):
    ratna = browser.as_("ratna")

    ratna.get("/asn", **LIST)
    reply = ratna.htmx().submit(f"#asn-{lilik.id} form")

    assert reply.status == 200
    assert reply.text(f"#asn-{lilik.id} .tag") == "Nihil"
    assert answers_of(lilik) == ["none"]


def test_without_scripts_the_same_addresses_are_pages(browser, lilik):
    ratna = browser.as_("ratna")

    ratna.get("/asn", **LIST)
    page = ratna.get(f"/asn/{lilik.id}/ubah{QUERY}")
    sent = ratna.submit("#jawaban-asn", answer="none", made_on="2026-11-20")
    after = ratna.follow()

    assert page.heading == "Jawaban Lilik Rahmawati"
    assert sent.status == 303
    assert sent.location == f"/asn{QUERY}#asn-{lilik.id}"
    assert after.heading == "1 ASN belum mengisi pernyataan"
    assert "Batalkan" in after.said


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"answer": "employs", "made_on": "2026-12-01"}, "Tanggal itu belum tiba; hari ini 20 Nov 2026."),
        ({"answer": "", "made_on": "2026-11-20"}, "Wajib diisi."),
        ({"answer": "employs", "made_on": ""}, "Wajib diisi."),
        ({"answer": "employs", "made_on": "2019-01-01"}, "Surat Edaran ini baru ada sejak"),
    ],
)
def test_what_is_refused_stays_typed_in_the_row_with_a_sentence(browser, lilik, typed, sentence):
    ratna = browser.as_("ratna").htmx()

    ratna.get(f"/asn/{lilik.id}/ubah{QUERY}")
    reply = ratna.submit("tr.editing form", **typed)

    assert reply.status == 422
    assert reply.has(f"tr#asn-{lilik.id}.editing")
    assert sentence in reply.problems
    assert reply.one("[name=made_on]").get("value", "") == typed["made_on"]
    assert reply.has("[aria-invalid][aria-describedby]")
    assert reply.out_of_band == set()
    assert answers_of(lilik) == []


def test_h6_the_second_of_two_clerks_sees_both_answers_and_loses_nothing(browser, lilik, viewer):
    ratna = browser.as_("ratna").htmx()
    ratna.get(f"/asn/{lilik.id}/ubah{QUERY}")
    declare(viewer("koordinator"), lilik.id, _circular_id(), Answer.NONE, date(2026, 11, 18), today=today())

    clash = ratna.submit("tr.editing form", answer="employs", made_on="2026-11-20")
    mine = ratna.submit("tr.conflict form")

    assert clash.status == 409
    words = clash.text("tr.conflict")
    assert "Joko Prasetyo mengubah baris ini pukul" in words
    assert "Tidak mempekerjakan ART (nihil)" in words and "18 Nov 2026" in words
    assert "Mempekerjakan ART" in words and "20 Nov 2026" in words
    assert clash.texts("tr.conflict button, tr.conflict a") == [
        "Gunakan isian saya",
        "Gunakan isian Joko Prasetyo",
    ]
    assert mine.status == 200
    assert mine.text(f"#asn-{lilik.id} .tag") == "Belum mendaftarkan"


def test_h6_taking_theirs_shows_the_row_as_it_stands(browser, lilik, viewer):
    ratna = browser.as_("ratna").htmx()
    ratna.get(f"/asn/{lilik.id}/ubah{QUERY}")
    declare(viewer("koordinator"), lilik.id, _circular_id(), Answer.NONE, date(2026, 11, 18), today=today())
    clash = ratna.submit("tr.editing form", answer="employs", made_on="2026-11-20")

    theirs = ratna.get(str(clash.one("tr.conflict a")["hx-get"]))

    assert theirs.text(f"#asn-{lilik.id} .tag") == "Nihil"
    assert answers_of(lilik) == ["none"]


def test_h6_without_scripts_the_clash_is_a_page_with_the_same_choice(browser, lilik, viewer):
    ratna = browser.as_("ratna")
    ratna.get(f"/asn/{lilik.id}/ubah{QUERY}")
    declare(viewer("koordinator"), lilik.id, _circular_id(), Answer.NONE, date(2026, 11, 18), today=today())

    clash = ratna.submit("#jawaban-asn", answer="employs", made_on="2026-11-20")
    ratna.submit("#jawaban-asn")

    assert clash.status == 409
    assert "Isian Anda tidak hilang." in clash.text("#jawaban-asn")
    assert sorted(answers_of(lilik)) == ["employs", "none"]


def test_nihil_with_one_click_does_not_cover_an_answer_given_meanwhile(browser, lilik, viewer):
    ratna = browser.as_("ratna")
    ratna.get("/asn", **LIST)
    declare(
        viewer("koordinator"), lilik.id, _circular_id(), Answer.EMPLOYS, date(2026, 11, 18), today=today()
    )

    reply = ratna.htmx().submit(f"#asn-{lilik.id} form")

    assert reply.status == 409
    assert answers_of(lilik) == ["employs"]


def test_the_same_form_sent_twice_is_done_once(browser, lilik):
    ratna = browser.as_("ratna").htmx()
    form = ratna.get(f"/asn/{lilik.id}/ubah{QUERY}")
    key = str(form.one("[name=idempotency_key]")["value"])
    stamp = str(form.one("[name=stamp]")["value"])
    sent = {"answer": "employs", "made_on": "2026-11-20", "stamp": stamp, "idempotency_key": key}

    first, again = (ratna.post(f"/asn/{lilik.id}/jawaban{QUERY}", **sent) for _ in range(2))

    assert (first.status, again.status) == (200, 200)
    assert db.session.query(ActRow).filter_by(kind="declaration.declare").count() == 1


def test_only_who_may_edit_sees_ubah_and_another_office_is_not_there(browser, lilik):
    wayan_seen = browser.as_("bayu").get(f"/asn/{lilik.id}/ubah{QUERY}")

    assert wayan_seen.status == 404
    assert browser.as_("bayu").post(f"/asn/{lilik.id}/jawaban{QUERY}", answer="none").status == 404
    assert browser.as_("kadis").get(f"/asn/{lilik.id}/ubah{QUERY}").status == 403
    assert browser.as_("kadis").post(f"/asn/{lilik.id}/jawaban{QUERY}", answer="none").status == 403
    for reader in ("kadis", "dewi", "bendahara"):
        page = browser.as_(reader).get("/asn", **LIST)
        assert not page.has(".row-actions, [action='/asn/nihil']")
        assert page.has("[data-select]") is (reader != "bendahara")  # who may remind may tick
    assert browser.stranger.get(f"/asn/{lilik.id}/ubah").location.startswith("/masuk")
    assert browser.as_("ratna").get(f"/asn/{lilik.id}/jawaban").status == 405


def test_without_a_circular_nothing_can_be_answered(browser, a_sponsor):
    hadi = a_sponsor()

    page = browser.as_("ratna").get("/asn")

    assert not page.has(f"#ubah-{hadi.id}, [data-select]")
    assert browser.as_("ratna").get(f"/asn/{hadi.id}/ubah").status == 404


def test_saving_a_row_costs_the_same_in_a_long_list(browser, a_circular, people_of_the_office, queries):
    a_circular()
    ratna, costs = browser.as_("ratna"), []

    for start, count in ((0, 3), (100, 57)):
        people_of_the_office(count, start=start)
        row = ratna.get("/asn", **LIST).page.select("tr[id^=asn-]")[0]
        with queries() as seen:
            assert ratna.htmx().submit(f"#{row['id']} form").status == 200
        costs.append(len(seen))

    assert costs[0] == costs[1] < 45


def _circular_id() -> int:
    return db.session.query(Circular.id).scalar()
