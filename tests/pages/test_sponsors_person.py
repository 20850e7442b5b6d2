"""One ASN's page changed in place: facts, unit, leaving, coming back, an answer withdrawn; and somebody new."""

import pytest

from lindung.actions.units import close_unit
from lindung.domain.months import Month
from lindung.models.base import db
from lindung.models.circulars import Declaration
from lindung.models.sponsors import Posting, Sponsor
from tests.support import cast
from tests.support.clock import TODAY

NIP = "198001012005011777"


@pytest.fixture
def hadi(a_circular, a_sponsor):
    a_circular()
    return a_sponsor("Hadi Suprapto", nip=NIP, phone="081234567899")


def stored(sponsor) -> Sponsor:
    db.session.expire_all()
    return db.session.get_one(Sponsor, sponsor.id)


def postings(sponsor) -> list[tuple[str, str, str]]:
    rows = db.session.query(Posting).filter_by(sponsor_id=sponsor.id).order_by(Posting.first_month)
    codes = {unit.id: unit.code for unit in map(cast.unit, ("07", "07.01", "08", "08.01", "01"))}
    return [(codes[row.unit_id], str(row.first_month), str(row.last_month)) for row in rows]


def test_facts_become_a_form_in_their_place_and_the_page_follows(browser, hadi):
    ratna = browser.as_("ratna").htmx()

    form = ratna.get(f"/asn/{hadi.id}/data")
    reply = ratna.submit("#data form", name="Hadi Suprapto, S.Pd.", position="Guru")

    assert form.has("#data form[data-edit] [data-focus]")
    assert reply.status == 200
    assert reply.heading.startswith("Hadi Suprapto, S.Pd.")
    assert "Guru" in reply.text("#data")
    assert "Data Hadi Suprapto, S.Pd. disimpan." in reply.said and "Batalkan" in reply.said
    assert "nama Hadi Suprapto menjadi Hadi Suprapto, S.Pd." in reply.text(".history")
    assert stored(hadi).phone == "081234567899"


def test_the_phone_is_never_drawn_in_full_stays_when_empty_and_goes_with_a_hyphen(browser, hadi):
    ratna = browser.as_("ratna").htmx()

    form = ratna.get(f"/asn/{hadi.id}/data")
    ratna.submit("#data form", phone="-")

    assert "081234567899" not in form.html and "0812••••99" in form.html
    assert stored(hadi).phone is None


def test_without_scripts_a_section_is_a_page(browser, hadi):
    ratna = browser.as_("ratna")

    page = ratna.get(f"/asn/{hadi.id}/data")
    sent = ratna.submit("#data form", grade="IV/a")

    assert page.heading == "Ubah data Hadi Suprapto"
    assert not page.has("form[hx-post]")  # sent plainly, so that heading, crumb and address follow
    assert sent.location == f"/asn/{hadi.id}"
    assert stored(hadi).grade == "IV/a"


def test_what_is_refused_stays_typed_at_its_field(browser, hadi, a_sponsor):
    lilik = a_sponsor("Lilik Rahmawati")
    ratna = browser.as_("ratna").htmx()

    ratna.get(f"/asn/{hadi.id}/data")
    reply = ratna.submit("#data form", nip=lilik.nip, name="Hadi S.")

    assert reply.status == 422
    assert reply.headers["HX-Retarget"] == "#data"
    assert "Lilik Rahmawati" in reply.text(".field[data-wrong]")
    assert reply.one("[name=name]")["value"] == "Hadi S."
    assert stored(hadi).nip == NIP


@pytest.mark.parametrize(
    ("path", "heading"),
    [
        ("data", "Ubah data Hadi Suprapto"),
        ("pindah", "Pindahkan Hadi Suprapto"),
        ("berhenti", "Catat Hadi Suprapto berhenti"),
    ],
)
def test_a_form_opened_by_its_address_says_what_it_does_and_what_is_wrong(browser, hadi, path, heading):
    ratna = browser.as_("ratna")
    page = ratna.get(f"/asn/{hadi.id}/{path}")
    assert page.heading == heading

    reply = ratna.post(f"/asn/{hadi.id}/{path}", version=stored(hadi).version, name="", on="2027-01-01")

    assert (reply.status, reply.heading) == (422, heading)
    assert reply.text("title").startswith("Galat:")
    assert reply.one(".errors")["role"] == "alert"
    assert reply.page.select("[data-focus]")[0] is reply.one(".errors")


def test_what_is_refused_in_its_place_is_summed_up_and_takes_the_focus(browser, hadi):
    ratna = browser.as_("ratna").htmx()
    ratna.get(f"/asn/{hadi.id}/berhenti")

    reply = ratna.submit("#penempatan form", on="2027-01-01")

    assert (reply.status, reply.headers["HX-Retarget"]) == (422, "#penempatan")
    assert reply.one(".errors")["role"] == "alert"
    assert reply.page.select("[data-focus]")[0] is reply.one(".errors")
    assert reply.text("title").startswith("Galat:")


def test_of_two_the_slower_sees_no_full_phone_and_an_empty_field_is_no_difference(browser, hadi):
    """R25: a phone is never shown in full."""
    ratna, joko = browser.as_("ratna").htmx(), browser.as_("koordinator").htmx()
    ratna.get(f"/asn/{hadi.id}/data")
    joko.get(f"/asn/{hadi.id}/data")
    joko.submit("#data form", phone="084070811399", position="Kepala Sekolah")

    clash = ratna.submit("#data form", position="Guru")
    typed = ratna.post(
        f"/asn/{hadi.id}/data", name="Hadi", employment="pns", nip=NIP, phone="0812000111222", version=1
    )

    assert clash.status == typed.status == 409
    assert "Telepon" not in clash.text(".clash")
    assert "Telepon" in typed.text(".clash")
    assert "084070811399" not in clash.html + typed.html
    assert "0812000111222" not in typed.text(".clash")


def test_h6_two_who_change_the_same_facts_see_each_other(browser, hadi):
    ratna, joko = browser.as_("ratna").htmx(), browser.as_("koordinator").htmx()
    ratna.get(f"/asn/{hadi.id}/data")
    joko.get(f"/asn/{hadi.id}/data")
    joko.submit("#data form", position="Kepala Sekolah")

    clash = ratna.submit("#data form", position="Guru")
    mine = ratna.submit("#data form")

    assert clash.status == 409
    assert "Joko Prasetyo" in clash.text(".clash")
    assert "isian Joko Prasetyo “Kepala Sekolah”, isian Anda “Guru”" in clash.text(".clash")
    assert clash.one("[name=position]")["value"] == "Guru"
    assert mine.status == 200
    assert stored(hadi).position == "Guru"


def test_a_move_counts_from_its_month_and_past_months_stay(browser, hadi):
    ratna = browser.as_("ratna").htmx()

    found = ratna.get(f"/asn/{hadi.id}/pindah", cari="tunas")
    reply = ratna.submit("#penempatan form[method=post]", unit_code="07.01", from_month="2026-10")

    assert found.texts("#unit-tujuan label") == ["SD Negeri Tunas Harapan (07.01, Dinas Pendidikan)"]
    assert reply.status == 200
    assert postings(hadi) == [
        ("07", *_span(hadi)[0]),
        ("07.01", "2026-10", _span(hadi)[1][1]),
    ]
    assert "Batalkan" in reply.said


def _span(sponsor):
    rows = db.session.query(Posting).filter_by(sponsor_id=sponsor.id).order_by(Posting.first_month).all()
    return [(str(row.first_month), str(row.last_month)) for row in rows]


def test_a_move_may_lead_to_any_office_and_out_of_ones_own_units(browser, hadi):
    ratna = browser.as_("ratna")

    found = ratna.get(f"/asn/{hadi.id}/pindah", cari="08")
    sent = ratna.submit("#penempatan form[method=post]", unit_code="08", from_month="2026-11")
    after = ratna.follow()

    assert "Dinas Kesehatan (08)" in found.texts("#unit-tujuan label")
    assert sent.location == "/asn"
    assert "penempatan baru mulai November 2026" in after.said
    assert ratna.get(f"/asn/{hadi.id}").status == 404
    assert browser.as_("bayu").get(f"/asn/{hadi.id}").status == 200


def test_a_unit_whose_closing_is_set_is_not_offered(browser, hadi, viewer):
    """R10: whoever comes to a unit stays there."""
    seen = cast.unit("08.01").version
    close_unit(viewer("koordinator"), "08.01", Month(2026_12), seen_version=seen, today=TODAY)

    found = browser.as_("ratna").get(f"/asn/{hadi.id}/pindah", cari="08")

    assert "Dinas Kesehatan (08)" in found.texts("#unit-tujuan label")
    assert not any("08.01" in one for one in found.texts("#unit-tujuan label"))


def test_a_move_without_a_unit_is_asked_for_one(browser, hadi):
    ratna = browser.as_("ratna").htmx()
    ratna.get(f"/asn/{hadi.id}/pindah")

    reply = ratna.post(f"/asn/{hadi.id}/pindah", from_month="2026-11", version=stored(hadi).version)

    assert reply.status == 422
    assert reply.problems


def test_leaving_with_its_reason_and_coming_back(browser, hadi):
    ratna = browser.as_("ratna").htmx()

    ratna.get(f"/asn/{hadi.id}/berhenti")
    left = ratna.submit("#penempatan form", reason="retired", on="2026-10-31")
    ratna.get(f"/asn/{hadi.id}/pindah", cari="07.01")
    back = ratna.submit("#penempatan form[method=post]", unit_code="07.01", from_month="2026-11")

    assert left.heading == "Hadi Suprapto: berhenti 31 Okt 2026"
    assert "Pensiun." in left.text("#orang")
    assert back.status == 200
    assert stored(hadi).left_on is None


def test_leaving_ahead_of_time_is_refused_at_the_date(browser, hadi):
    ratna = browser.as_("ratna").htmx()
    ratna.get(f"/asn/{hadi.id}/berhenti")

    reply = ratna.submit("#penempatan form", reason="died", on="2026-12-24")

    assert reply.status == 422
    assert reply.has(".field[data-wrong] [name=on]")
    assert reply.one("[name=on]")["value"] == "2026-12-24"


def test_an_answer_is_withdrawn_and_the_withdrawal_taken_back(browser, hadi, a_declaration):
    a_declaration(hadi)
    ratna = browser.as_("ratna")

    ratna.get(f"/asn/{hadi.id}")
    reply = ratna.htmx().submit("td.row-actions form")

    assert reply.heading == "Hadi Suprapto: belum mengisi pernyataan"
    assert db.session.query(Declaration).count() == 0

    ratna.get(f"/asn/{hadi.id}")
    ratna.submit(".history form")

    assert ratna.get(f"/asn/{hadi.id}").heading == "Hadi Suprapto: belum mendaftarkan"


def test_somebody_new_is_added_with_only_what_is_needed(browser, a_circular):
    a_circular()
    ratna = browser.as_("ratna")

    page = ratna.get("/asn/baru", unit="07.01")
    sent = ratna.submit("#tambah-asn", name="Wahyu Utomo", employment="non_asn")
    after = ratna.follow()

    assert page.has("#unit-kerja [checked][value='07.01']")
    assert sent.status == 303
    assert after.heading.startswith("Wahyu Utomo")
    assert "Non-ASN" in after.text("#data")
    assert postings(db.session.query(Sponsor).one())[0][0] == "07.01"


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"name": "", "employment": "pns", "nip": NIP}, "name"),
        ({"name": "Wahyu", "employment": "pns", "nip": "123"}, "nip"),
        ({"name": "Wahyu", "employment": "pns", "nip": ""}, "nip"),
        ({"name": "Wahyu", "employment": "non_asn", "phone": "halo"}, "phone"),
        ({"name": "Wahyu", "employment": "non_asn", "email": "wahyu"}, "email"),
    ],
)
def test_somebody_new_with_something_wrong_is_refused_at_the_field(browser, a_circular, typed, field):
    a_circular()
    ratna = browser.as_("ratna")
    ratna.get("/asn/baru", unit="07")

    reply = ratna.submit("#tambah-asn", **typed)

    assert reply.status == 422
    assert reply.has(f".field[data-wrong] [name={field}]")
    assert db.session.query(Sponsor).count() == 0


def test_nobody_is_added_to_another_office(browser, a_circular):
    a_circular()

    assert browser.as_("ratna").get("/asn/baru", unit="08").status == 404
    reply = browser.as_("ratna").post("/asn/baru", unit_code="08", name="Wahyu", employment="non_asn")

    assert reply.status == 422
    assert db.session.query(Sponsor).count() == 0


@pytest.mark.parametrize("path", ["data", "pindah", "berhenti"])
def test_only_who_may_edit_and_only_ones_own(browser, hadi, path):
    assert browser.as_("bayu").get(f"/asn/{hadi.id}/{path}").status == 404
    assert browser.as_("bayu").post(f"/asn/{hadi.id}/{path}", version=1).status == 404
    assert browser.as_("kadis").get(f"/asn/{hadi.id}/{path}").status == 403
    assert browser.as_("bendahara").post(f"/asn/{hadi.id}/{path}", version=1).status == 403
    assert not browser.as_("kadis").get(f"/asn/{hadi.id}").has("[hx-get*='/data']")
    assert browser.stranger.get(f"/asn/{hadi.id}/{path}").location.startswith("/masuk")


def test_month_of_the_suite_is_what_moves_offer_first(browser, hadi):
    page = browser.as_("ratna").get(f"/asn/{hadi.id}/pindah")

    assert page.one("[name=from_month] option[selected]")["value"] == str(Month.parse("2026-11"))
