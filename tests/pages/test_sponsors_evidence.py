"""The scan of the recap a nihil rests on: taken from his page and his history, by whoever may open that page."""

import io

import pytest
from sqlalchemy import select

from lindung.actions.circulars import NewDocument
from lindung.actions.declarations import Basis, declare_none_in_bulk, withdraw_declaration
from lindung.models.acts import ActRow
from lindung.models.base import db
from lindung.models.circulars import Declaration
from tests.support.clock import TODAY

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


@pytest.fixture
def hadi(make, viewer):
    """Hadi of OPD 7 is nihil by a recap whose scan was sent along."""
    circular, hadi = make.a_circular(), make.a_sponsor()
    basis = Basis("12/XI/2026", TODAY, NewDocument("Rekap November.pdf", PDF))
    declare_none_in_bulk(viewer("ratna"), [hadi.id], circular.id, TODAY, basis, 1, today=TODAY)
    return hadi


def answer_of(hadi):
    return db.session.scalars(select(Declaration).where(Declaration.sponsor_id == hadi.id)).one()


@pytest.mark.parametrize("username", ["ratna", "kadis", "inspektur", "dewi", "koordinator"])
def test_whoever_may_open_his_page_takes_the_scan_from_it(browser, hadi, username):
    person = browser.as_(username)
    link = str(person.get(f"/asn/{hadi.id}").one("td a[download]")["href"])

    file = person.get(link)

    assert (file.status, file.kind, file.body) == (200, "application/pdf", PDF)
    assert file.headers["Content-Disposition"].startswith('attachment; filename="Rekap-November.pdf"')
    assert file.headers["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in file.headers["Cache-Control"]


def test_the_history_leads_to_the_scan_even_after_the_answer_was_withdrawn(browser, viewer, hadi):
    answer = answer_of(hadi)
    ratna = browser.as_("ratna")
    before = ratna.get(f"/asn/{hadi.id}").texts(".history a[download]")
    withdraw_declaration(viewer("ratna"), answer.id, seen_version=answer.version, today=TODAY)

    page = ratna.get(f"/asn/{hadi.id}")

    assert before == ["pindaian rekap"]
    assert not page.has("td a[download]")
    assert ratna.get(str(page.one(".history a[download]")["href"])).body == PDF


def test_that_it_was_taken_is_noted(browser, hadi):
    inspector = browser.as_("inspektur")
    inspector.get(str(inspector.get(f"/asn/{hadi.id}").one("td a[download]")["href"]))

    noted = db.session.scalars(select(ActRow).where(ActRow.kind == "table.export")).one()

    assert noted.result == {
        "table": f"rekap-{answer_of(hadi).document_id}",
        "filter": {"asn": str(hadi.id)},
        "count": 1,
    }


def test_neither_a_stranger_nor_another_persons_page_opens_it(browser, make, hadi):
    tuti, document = make.a_sponsor("Tuti"), answer_of(hadi).document_id

    assert browser.as_("bayu").get(f"/asn/{hadi.id}/dokumen/{document}").status == 404
    assert browser.as_("ratna").get(f"/asn/{tuti.id}/dokumen/{document}").status == 404
    assert browser.as_("ratna").get(f"/asn/{hadi.id}/dokumen/{document + 1}").status == 404


def test_the_scan_of_a_circular_is_not_opened_through_a_person(browser, make, hadi):
    circular = make.the_circular()

    assert browser.as_("ratna").get(f"/asn/{hadi.id}/dokumen/{circular.document_id or 0}").status == 404


def test_a_nihil_with_its_scan_is_sent_and_found_again(browser, make):
    make.a_circular()
    tuti = make.a_sponsor("Tuti")
    ratna = browser.as_("ratna")
    ratna.get("/asn/nihil", id=tuti.id)

    ratna.submit("form#nihil", basis_number="1/X", basis_on="2026-11-19", scan=(io.BytesIO(PDF), "rekap.pdf"))

    link = str(ratna.get(f"/asn/{tuti.id}").one("td a[download]")["href"])
    assert ratna.get(link).body == PDF
