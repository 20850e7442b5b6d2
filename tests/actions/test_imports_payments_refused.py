"""A BPJS branch's file that cannot be trusted is refused whole: each a sentence with row and remedy, nothing saved."""

import pytest
from openpyxl import Workbook
from sqlalchemy import func, select

from lindung.actions import imports
from lindung.actions.imports import judge_next
from lindung.domain.errors import RuleBroken
from lindung.models.base import db
from lindung.models.imports import BpjsRow
from lindung.models.ledger import Payment
from lindung.queries import imports as queries
from lindung.queries.settlements import preview_groups
from lindung.queries.viewer import CONSOLE
from tests.support.branch import HEADER, NOBODY, SITI, TINI, a_row, bring_rows, previewed
from tests.support.clock import TODAY
from tests.support.files import csv, saved, xlsx
from tests.support.importing import counts, problems, stage

pytestmark = pytest.mark.usefixtures("nothing_drifts")


@pytest.fixture
def siti(an_enrolment, a_worker):
    return an_enrolment(None, a_worker(nik=SITI, kpj="26000000001"))


@pytest.fixture
def tini(an_enrolment, a_sponsor, a_worker):
    return an_enrolment(a_sponsor("Rini Astuti", unit="08"), a_worker("Tini", nik=TINI, kpj="26000000002"))


def refusal(batch_id):
    broken = queries.refusal(CONSOLE, batch_id)
    assert broken is not None
    with pytest.raises(RuleBroken, match=broken.code):
        imports.apply(CONSOLE, batch_id, today=TODAY)
    assert db.session.scalar(select(func.count()).select_from(Payment)) == 0
    assert db.session.scalar(select(func.count()).select_from(BpjsRow)) == 0
    return broken.code


@pytest.mark.parametrize(
    ("row", "code", "column"),
    [
        (a_row(month="2026-09"), "other_month", "bulan"),
        (a_row(month="2026-13"), "impossible_month", "bulan"),
        (a_row(month="1999-10"), "month_outside", "bulan"),
        (a_row(amount="-8400"), "unknown_amount", "jumlah"),
        (a_row(amount="0"), "unknown_amount", "jumlah"),
        (a_row(amount="delapan ribu"), "unknown_amount", "jumlah"),
        (a_row(amount=""), "cell_missing", "jumlah"),
        (a_row(3518005704860001.0), "nik_is_number", "nik"),
        (a_row("351800570486"), "nik_length", "nik"),
        (a_row(kpj="123"), "kpj_length", "kpj"),
        (a_row(""), "nik_and_kpj_missing", "nik"),
        (a_row(on="31/12/2026"), "future_date", "tanggal_bayar"),
        (("TOTAL", "", "", "16800", "", ""), "total_line", "nik"),
        (("", "", "Jumlah:", "16800", "", ""), "total_line", "bulan"),
        (("", "", "", "16800", "", ""), "total_line", "jumlah"),
    ],
)
def test_one_row_that_cannot_be_read_refuses_the_file(app, siti, row, code, column):
    batch_id = previewed(a_row(), row)

    assert problems(batch_id) == [(3, code, column)]
    assert counts(batch_id) == {"new": 1, "wrong": 1}
    assert refusal(batch_id) == "payment_file_unreadable"


def test_judged_in_parts_one_bad_row_refuses_the_file_too(app, siti):
    rows = [a_row(), a_row(amount="0"), a_row(ref="BPU2")]
    batch_id = stage("payments", [HEADER, *rows], month="2026-10", judge_up_to=0)
    while not judge_next(CONSOLE, batch_id, today=TODAY, limit=1):
        pass

    assert queries.batch(CONSOLE, batch_id).state == "refused"
    assert refusal(batch_id) == "payment_file_unreadable"
    imports.discard(CONSOLE, batch_id, today=TODAY)


def test_a_file_in_which_nobody_is_known_is_another_branchs(app, siti):
    batch_id = previewed(a_row(NOBODY), a_row(NOBODY[:-2] + "98"))

    assert refusal(batch_id) == "payment_file_of_another_branch"
    assert bring_rows(a_row(NOBODY)) == {"ask": 1}  # a single row may be a worker whom we lack


def test_merged_cells_refuse_the_file_with_their_row(app, siti):
    book = Workbook()
    page = book.active
    for row in (("Daftar iuran",), HEADER, a_row(), a_row(TINI)):
        page.append(list(row))
    page.merge_cells("A1:F1")
    assert previewed_book(book)
    page.merge_cells("C3:C4")

    with pytest.raises(RuleBroken, match="file_merged_cells") as broken:
        previewed_book(book)
    assert broken.value.facts == {"row": 3}


def previewed_book(book):
    return stage("payments", saved(book), month="2026-10")


def test_a_month_without_a_rate_refuses_the_file(app, siti, an_enrolment, a_sponsor, a_worker):
    nik = NOBODY
    an_enrolment(a_sponsor("Rini"), a_worker("Sri", nik=nik), tariff="bpu:other:9:private:JKK+JKM")

    batch_id = previewed(a_row(), a_row(nik, ref="BPU2"))

    assert problems(batch_id) == [(3, "no_rate_for_month", "bulan")]
    assert refusal(batch_id) == "payment_file_unreadable"


def test_a_file_needs_one_of_the_two_numbers(app, siti):
    with pytest.raises(RuleBroken, match="column_missing") as broken:
        stage("payments", xlsx(HEADER[2:], a_row()[2:]), month="2026-10")
    assert broken.value.facts["column"] == "nik"
    assert stage("payments", csv(HEADER[:1] + HEADER[2:4], (SITI, "2026-10", "8400")), month="2026-10")


def test_every_group_of_the_preview_adds_up_to_the_file(app, siti, tini):
    rows = [a_row(amount="10000"), a_row(ref="BPU2"), a_row(TINI, "5000"), a_row(NOBODY, "123")]

    found = preview_groups(CONSOLE, previewed(*rows))

    assert sum(one.rows for one in found) == 4
    assert sum(one.rupiah for one in found) == 10_000 + 8_400 + 5_000 + 123
    assert sum(one.waiting_rupiah for one in found) == 8_400 + 123
