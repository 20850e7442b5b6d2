"""Files of workers and of what BPJS answers, against what is stored."""

from datetime import date

import pytest
from sqlalchemy import func, select, text

from lindung.actions import imports, summaries
from lindung.domain.months import Month
from lindung.models.base import db
from lindung.models.imports import ImportLine
from lindung.models.workers import Enrolment, Question, Worker
from lindung.queries.home import waiting
from lindung.queries.questions import question_slice
from lindung.queries.viewer import CONSOLE
from tests.support.clock import today
from tests.support.importing import bring, changes, counts, problems, stage

pytestmark = pytest.mark.one_engine_in_the_gate

HEADER = ("nip_penanggung", "nik", "nama", "status", "tanggal_daftar", "kpj", "alasan", "telepon")
NIK = "3518005704860777"


@pytest.fixture
def hadi(a_sponsor, a_circular, app):
    a_circular()
    return a_sponsor()


def workers(*rows, **options):
    return bring("workers", [HEADER, *(row + (None,) * (len(HEADER) - len(row)) for row in rows)], **options)


def preview(*rows, **options):
    return stage("workers", [HEADER, *(row + (None,) * (len(HEADER) - len(row)) for row in rows)], **options)


def enrolment(nik=NIK):
    found = db.session.scalars(
        select(Enrolment).join(Worker, Worker.id == Enrolment.worker_id).where(Worker.nik_last4 == nik[-4:])
    ).one()
    db.session.refresh(found)
    return found


def test_a_new_worker_is_a_candidate_with_birth_date_and_sex_from_the_nik(hadi):
    assert workers((hadi.nip, NIK, "Siti")) == {"new": 1}

    siti = db.session.scalars(select(Worker)).one()
    assert (siti.nik, siti.nik_last4, siti.born_on, siti.sex) == (NIK, "0777", date(1986, 4, 17), "P")
    assert (enrolment().state, enrolment().tariff, enrolment().relation) == (
        "candidate",
        "bpu:other:1:private:JKK+JKM",
        "art",
    )
    assert enrolment().noted_on == date(2026, 1, 1)
    assert summaries.mismatches() == []


def test_a_fund_of_public_money_pays_without_the_discount(a_sponsor, a_circular, app):
    a_circular()
    fund = a_sponsor(is_public=True)

    workers((fund.nip, NIK, "Siti"))

    assert enrolment().tariff == "bpu:other:1:public:JKK+JKM"


def test_the_nik_stands_nowhere_in_the_clear(hadi):
    batch = preview((hadi.nip, NIK, "Siti"))
    imports.apply(CONSOLE, batch, today=today())

    for table in ("worker", "import_line", "audit_entry", "question", "act", "import_batch"):
        for row in db.session.execute(text(f"SELECT * FROM {table}")):  # noqa: S608  # our own table names
            assert not any(
                NIK in value
                if isinstance(value, str)
                else NIK.encode() in bytes(value)
                if isinstance(value, bytes | memoryview)
                else False
                for value in row
            ), table
    assert db.session.scalars(select(ImportLine.label)).one() == "Siti ··0777"


def test_the_same_file_again_is_no_change_and_a_later_one_moves_the_state_on(hadi):
    row = (hadi.nip, NIK, "Siti", "diajukan", "05/03/2026")
    workers(row)

    assert workers(row) == {"same": 1}
    assert workers((hadi.nip, NIK, "Siti", "terdaftar", "12/04/2026", "26000000777")) == {"changed": 1}

    now = enrolment()
    assert (now.state, now.submitted_on, now.registered_on, now.first_month) == (
        "registered",
        date(2026, 3, 5),
        date(2026, 4, 12),
        Month(202604),
    )
    assert summaries.mismatches() == []


def test_empty_cells_leave_what_is_stored(hadi):
    workers((hadi.nip, NIK, "Siti", "terdaftar", "12/04/2026", "26000000777", None, "081234567890"))

    assert workers((hadi.nip, NIK, "Siti")) == {"same": 1}


def test_a_name_that_changes_changes_the_lists_too(hadi):
    workers((hadi.nip, NIK, "Siti"))

    batch = preview((hadi.nip, NIK, "Siti Rahayu"))
    assert changes(batch) == {"Siti Rahayu ··0777": [("nama", "Siti", "Siti Rahayu")]}
    imports.apply(CONSOLE, batch, today=today())

    assert enrolment().name_key == "siti rahayu"


def test_a_registered_one_does_not_go_back(hadi):
    workers((hadi.nip, NIK, "Siti", "terdaftar", "12/04/2026"))

    assert problems(preview((hadi.nip, NIK, "Siti", "calon"))) == [(2, "state_regression", "status")]


def test_ended_is_over_and_registered_anew_is_another_enrolment(hadi):
    workers((hadi.nip, NIK, "Siti", "terdaftar", "12/04/2026"))
    workers((hadi.nip, NIK, "Siti", "berhenti", "30/06/2026", None, "pulang kampung"))

    assert (enrolment().state, enrolment().ended_on, enrolment().reason) == (
        "ended",
        date(2026, 6, 30),
        "pulang kampung",
    )
    assert problems(preview((hadi.nip, NIK, "Siti", "terdaftar", "12/04/2026"))) == [
        (2, "already_ended", "status")
    ]
    assert workers((hadi.nip, NIK, "Siti", "terdaftar", "01/09/2026")) == {"new": 1}
    assert db.session.scalar(select(func.count()).select_from(Enrolment)) == 2
    assert summaries.mismatches() == []


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ((NIK, "Siti", "terdaftar", "21/11/2026"), ("future_date", "tanggal_daftar")),
        (("3518005704500777", "Siti", "terdaftar", "01/11/2026"), ("too_old", "tanggal_lahir")),
        (("3518005704090777", "Siti", "terdaftar", "01/11/2026"), ("too_young", "tanggal_lahir")),
        ((3518005704860777.0, "Siti"), ("nik_is_number", "nik")),
        (("3,51800E+15", "Siti"), ("nik_is_number", "nik")),
        ((NIK[:-1], "Siti"), ("nik_length", "nik")),
        ((NIK, "Siti", "pensiun"), ("unknown_state", "status")),
        ((NIK, "Siti", "terdaftar", "01/11/2026", "123"), ("kpj_length", "kpj")),
    ],
)
def test_what_a_row_may_not_say(hadi, row, problem):
    assert problems(preview((hadi.nip, *row))) == [(2, *problem)]


def test_an_unknown_sponsor_and_one_of_another_office_are_the_same_to_a_clerk(hadi, viewer):
    batch = preview((hadi.nip, NIK, "Siti"), ("198001012005011999", NIK, "Siti"), by=viewer("bayu"))

    assert problems(batch) == [
        (2, "sponsor_unknown", "nip_penanggung"),
        (3, "sponsor_unknown", "nip_penanggung"),
    ]


def test_a_kpj_of_somebody_else_is_refused_stored_or_in_the_file(hadi):
    workers((hadi.nip, NIK, "Siti", "terdaftar", "01/11/2026", "26000000777"))

    batch = preview(
        (hadi.nip, "3518005704860778", "Wati", "terdaftar", "01/11/2026", "26000000777"),
        (hadi.nip, "3518005704860779", "Rini", "terdaftar", "01/11/2026", 26000000778.0),
        (hadi.nip, "3518005704860780", "Yuli", "terdaftar", "01/11/2026", "26000000778"),
    )

    assert problems(batch) == [(2, "kpj_taken", "kpj"), (4, "kpj_twice", "kpj")]


def test_a_nik_under_two_sponsors_of_one_file_becomes_a_question_asked_once(hadi, a_sponsor):
    tini = a_sponsor("Tini", unit="08")
    rows = ((hadi.nip, NIK, "Siti"), (tini.nip, NIK, "Siti"))

    assert workers(*rows) == {"new": 1, "ask": 1}
    assert workers(*rows) == {"same": 1, "ask": 1}

    question = db.session.scalars(select(Question)).one()
    assert question.row["nip_penanggung"] == tini.nip
    assert db.session.scalar(select(func.count()).select_from(Enrolment)) == 1


def test_a_question_shows_each_office_only_its_own_side(hadi, a_sponsor, viewer):
    tini = a_sponsor("Tini", unit="08")
    workers((hadi.nip, NIK, "Siti"), (tini.nip, NIK, "Siti"))

    (seen,) = question_slice(viewer("ratna")).rows
    (other,) = question_slice(viewer("bayu")).rows
    (whole,) = question_slice(viewer("koordinator")).rows

    assert (seen.asking.sponsor, seen.holding[0].sponsor) == (None, hadi.name)
    assert (other.asking.sponsor, other.holding[0].sponsor) == ("Tini", None)
    assert (whole.asking.unit, whole.holding[0].unit) == ("Dinas Kesehatan", "Dinas Pendidikan")


def test_a_question_is_counted_for_those_who_see_it(hadi, a_sponsor, viewer):
    tini = a_sponsor("Tini", unit="07.01")
    workers((hadi.nip, NIK, "Siti"), (tini.nip, NIK, "Siti"))

    assert waiting(viewer("ratna")).questions == waiting(viewer("koordinator")).questions == 1
    assert (question_slice(viewer("bayu")).rows, waiting(viewer("bayu")).questions) == ([], 0)


def test_who_ended_elsewhere_may_start_here_without_a_question(hadi, a_sponsor):
    tini = a_sponsor("Tini")
    workers((hadi.nip, NIK, "Siti", "terdaftar", "12/04/2026"))
    workers((hadi.nip, NIK, "Siti", "berhenti", "30/06/2026"))

    assert workers((tini.nip, NIK, "Siti", "terdaftar", "01/07/2026")) == {"new": 1}


def test_a_few_rows_and_many_rows_leave_the_same_counts(hadi):
    rows = [
        (hadi.nip, f"35180057048{number:05d}", f"Orang {number}", "calon") for number in range(60_000, 60_230)
    ]

    assert workers(*rows) == {"new": 230}
    assert summaries.mismatches() == []
    assert workers((hadi.nip, NIK, "Siti")) == {"new": 1}
    assert summaries.mismatches() == []


def registrations(*rows, **options):
    return stage("registrations", [("nik", "kpj", "status", "alasan", "tanggal"), *rows], **options)


def test_what_bpjs_answers_reaches_the_live_enrolment(hadi):
    workers((hadi.nip, NIK, "Siti", "diajukan", "05/03/2026"))

    batch = registrations((NIK, 26000000777.0, "terdaftar", None, "12/04/2026"))
    assert changes(batch)["Siti ··0777"] == [
        ("kpj", None, "26000000777"),
        ("status", "submitted", "registered"),
        ("tanggal", None, "2026-04-12"),
        ("bulan_mulai", None, "2026-04"),
    ]
    imports.apply(CONSOLE, batch, today=today())

    assert (enrolment().state, enrolment().first_month) == ("registered", Month(202604))
    assert counts(registrations((NIK, "26000000777", "terdaftar", None, "12/04/2026"))) == {"same": 1}
    assert summaries.mismatches() == []


def test_a_refusal_keeps_its_reason(hadi):
    workers((hadi.nip, NIK, "Siti", "diajukan", "05/03/2026"))

    imports.apply(
        CONSOLE,
        registrations((NIK, None, "ditolak", "sudah terdaftar sebagai PU", "12/04/2026")),
        today=today(),
    )

    assert (enrolment().state, enrolment().reason, enrolment().refused_on) == (
        "refused",
        "sudah terdaftar sebagai PU",
        date(2026, 4, 12),
    )


def test_a_nik_nobody_has_here_is_refused(hadi, viewer):
    workers((hadi.nip, NIK, "Siti", "diajukan", "05/03/2026"))
    rows = ((NIK, None, "terdaftar", None, None), ("3518005704860999", None, "terdaftar", None, None))

    assert problems(registrations(*rows)) == [(3, "worker_unknown", "nik")]
    assert "··0999" in [one.label for one in db.session.scalars(select(ImportLine))]
    assert problems(registrations(*rows, by=viewer("bayu"))) == [
        (2, "worker_unknown", "nik"),
        (3, "worker_unknown", "nik"),
    ]


def test_what_months_cost_does_not_change_once_some_are_paid(hadi, paid_month):
    """R12: as on the screen; the months paid would owe something else without anybody having said so."""
    header = (*HEADER, "program")
    row = (hadi.nip, NIK, "Siti", "terdaftar", "2026-09-01", "18000000017", None, None)
    bring("workers", [header, (*row, "JKK+JKM")])
    paid_month(enrolment(), "2026-10")

    batch = stage("workers", [header, (*row, "JKK+JKM+JHT")])

    assert problems(batch) == [(2, "terms_with_payments", "program")]
    assert bring("workers", [header, (*row, "JKK+JKM")]) == {"same": 1}
