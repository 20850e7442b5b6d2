"""Nihil for many: the ticked or everything filtered, with its basis, all or nobody, and back again."""

import io
from datetime import date

import pytest

from lindung.domain.duties import Answer
from lindung.models.acts import ActRow
from lindung.models.base import db
from lindung.models.circulars import Declaration
from tests.support import cast

QUERY = "?bulan=2026-11&keadaan=belum"
BASIS = {"basis_number": "12/XI/2026", "basis_on": "2026-11-19"}


@pytest.fixture
def office(a_circular, people_of_the_office):
    a_circular()
    people_of_the_office(57)


def nihil() -> int:
    return db.session.query(Declaration).filter_by(answer="none").count()


def test_h3_the_ticked_are_named_counted_marked_and_taken_back(browser, office):
    ratna = browser.as_("ratna")
    page = ratna.get(f"/asn{QUERY}")
    ids = [str(box["value"]) for box in page.page.select("[data-select]")][:25]

    confirm = ratna.get(f"/asn/nihil{QUERY}&" + "&".join(f"id={one}" for one in ids))
    ratna.submit("#nihil", **BASIS)
    after = ratna.follow()

    assert confirm.heading == "Tandai 25 ASN tidak mempekerjakan ART (nihil)"
    assert confirm.text("#nihil .primary") == "Ya, tandai 25 orang"
    assert after.heading == "32 ASN belum mengisi pernyataan"
    assert "25 ASN ditandai tidak mempekerjakan ART (nihil), dasar rekap 12/XI/2026." in after.said
    assert nihil() == 25
    assert db.session.query(ActRow).filter_by(kind="declaration.none_in_bulk").count() == 1

    back = ratna.submit("#status form")
    ratna.follow()

    assert back.status == 303
    assert nihil() == 0


def test_everything_filtered_is_an_explicit_second_step_over_all_pages(browser, office):
    ratna = browser.as_("ratna")
    page = ratna.get(f"/asn{QUERY}")
    link = page.one("[data-selection-bar] a")

    every = ratna.get(str(link["href"]))
    confirm = ratna.submit("#pilihan")
    sent = ratna.submit("#nihil", **BASIS)

    assert link.get_text(strip=True) == "Pilih semua 57 hasil saringan"
    assert every.text("[data-selection-bar] b") == "Semua 57 hasil saringan dipilih"
    assert confirm.heading.startswith("Tandai 57 ASN")
    assert "Belum mengisi pernyataan" in confirm.text(".next")
    assert sent.location == f"/asn{QUERY}"
    assert nihil() == 57


def test_a_number_that_has_changed_is_refused_with_both_numbers(browser, office, people_of_the_office):
    ratna = browser.as_("ratna")
    ratna.get(f"/asn/nihil{QUERY}&pilih=semua")
    people_of_the_office(1, start=900)

    reply = ratna.submit("#nihil", **BASIS)
    again = ratna.submit("#nihil", **BASIS)

    assert reply.status == 422
    assert "57" in reply.problems and "58" in reply.problems
    assert reply.heading.startswith("Tandai 58 ASN")
    assert reply.one("[name=basis_number]")["value"] == "12/XI/2026"
    assert again.status == 303
    assert nihil() == 58


def test_who_employs_somebody_is_not_overwritten_by_the_many(browser, a_sponsor, a_declaration):
    hadi, lilik = a_sponsor("Hadi"), a_sponsor("Lilik")
    a_declaration(hadi)
    ratna = browser.as_("ratna")

    ratna.get(f"/asn/nihil?bulan=2026-11&id={hadi.id}&id={lilik.id}")
    reply = ratna.submit("#nihil", **BASIS)

    assert reply.status == 422
    assert reply.problems
    assert nihil() == 0


@pytest.mark.parametrize(
    "basis",
    [
        {"basis_number": "", "basis_on": "2026-11-19"},
        {"basis_number": "12/XI/2026", "basis_on": ""},
        {"basis_number": "12/XI/2026", "basis_on": "2026-12-01"},
    ],
)
def test_nihil_for_many_names_its_basis(browser, office, basis):
    ratna = browser.as_("ratna")
    ratna.get(f"/asn/nihil{QUERY}&pilih=semua")

    reply = ratna.submit("#nihil", **basis)

    assert reply.status == 422
    assert reply.has(".field[data-wrong]")
    assert nihil() == 0


def test_the_scan_is_kept_and_anything_else_is_refused(browser, office):
    ratna = browser.as_("ratna")
    ratna.get(f"/asn/nihil{QUERY}&pilih=semua")

    wrong = ratna.submit("#nihil", scan=(io.BytesIO(b"MZ"), "rekap.exe"), **BASIS)
    right = ratna.submit("#nihil", scan=(io.BytesIO(b"%PDF-1.7\n%%EOF\n"), "rekap.pdf"), **BASIS)

    assert wrong.status in (415, 422) and wrong.problems
    assert right.status == 303
    assert db.session.query(Declaration.document_id).filter_by(answer="none").first()[0]


def test_people_of_another_office_cannot_be_ticked_into_it(browser, a_circular, a_sponsor):
    a_circular()
    mine, wayan = a_sponsor("Hadi"), a_sponsor("Wayan", unit=cast.OPD_8)

    confirm = browser.as_("ratna").get(f"/asn/nihil?bulan=2026-11&id={mine.id}&id={wayan.id}")

    assert confirm.heading.startswith("Tandai 1 ASN")
    assert "Wayan" not in confirm.text("body")


def test_nothing_ticked_leads_back_with_a_sentence(browser, office):
    ratna = browser.as_("ratna")

    reply = ratna.get(f"/asn/nihil{QUERY}")
    after = ratna.follow()

    assert reply.location == f"/asn{QUERY}"
    assert "Belum ada ASN yang dipilih" in after.said


def test_only_who_may_edit_marks_many(browser, office):
    assert browser.as_("kadis").get(f"/asn/nihil{QUERY}&pilih=semua").status == 403
    assert browser.as_("dewi").post(f"/asn/nihil{QUERY}", pilih="semua", expected=57, **BASIS).status == 403


def test_six_hundred_are_one_act(browser, a_circular, people_of_the_office, queries):
    a_circular()
    people_of_the_office(598)
    ratna = browser.as_("ratna")
    ratna.get(f"/asn/nihil{QUERY}&pilih=semua")

    with queries() as seen:
        reply = ratna.submit("#nihil", **BASIS)

    assert reply.status == 303
    assert nihil() == 598
    assert len(seen) < 60


def test_an_expired_nihil_is_asked_again_and_may_be_marked_again(browser, a_sponsor, a_declaration):
    hadi = a_sponsor()
    a_declaration(hadi, Answer.NONE, on=date(2025, 11, 1))
    ratna = browser.as_("ratna")
    ratna.get(f"/asn/nihil?bulan=2026-11&id={hadi.id}")

    assert ratna.submit("#nihil", **BASIS).status == 303
    assert nihil() == 2
