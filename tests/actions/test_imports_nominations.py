"""A village's list: everybody is kept with what speaks against him (R5, R6, R20)."""

from datetime import date

import pytest
from sqlalchemy import func, select

from lindung.actions.imports import undo_import
from lindung.models.base import db
from lindung.models.imports import ImportBatch
from lindung.models.nominations import Nomination
from lindung.models.workers import Worker
from lindung.queries.viewer import CONSOLE
from tests.support.clock import today
from tests.support.importing import bring, changes, counts, problems, stage
from tests.support.villages import HEADER, a_fund, a_programme, a_village, findings, listed, nik, of_name

pytestmark = pytest.mark.one_engine_in_the_gate


@pytest.fixture
def programme(make, app):
    a_village(make)
    a_village(make, "33.02", "Desa Adat Taman", "lembaga adat")
    return a_programme(make)


def test_a_clean_row_is_proposed_with_birth_date_out_of_the_nik(programme):
    assert listed(("33.01", nik(1), "Wayan", None, "P", None, None, "Petani", "petani")) == {"new": 1}

    wayan = of_name("Wayan")
    assert (wayan.state, wayan.finding, wayan.circular_id) == ("proposed", None, programme.id)
    assert (wayan.nik, wayan.nik_last4, wayan.born_on) == (nik(1), "0001", date(1986, 4, 17))
    assert wayan.proposed_on == today()


@pytest.mark.parametrize(
    ("given", "born_on", "finding"),
    [
        (None, None, "nik_missing"),
        ("35180057048601", None, "nik_invalid"),
        ("35180057048A0001", None, "nik_invalid"),
        (nik(2), date(2012, 1, 1), "too_young"),
        (nik(3), date(1940, 1, 1), "too_old"),
        ("3518009999860001", None, None),  # R1: a date that cannot be is no objection
    ],
)
def test_what_is_wrong_with_a_person_is_found_and_nobody_is_lost(programme, given, born_on, finding):
    assert listed(("33.01", given, "Made", born_on)) == {"new": 1}

    assert findings() == {"Made": finding}


def test_only_rows_without_a_name_or_with_an_unknown_unit_are_bad(programme):
    batch = stage(
        "nominations",
        [
            HEADER[:3],
            ("33.01", nik(1), None),
            ("99.99", nik(2), "Made"),
            ("33.01", 3518005704860003, "Nyoman"),
            ("33.01", nik(4), "Ketut"),
        ],
    )

    assert counts(batch) == {"new": 1, "wrong": 3}
    assert problems(batch) == [
        (2, "cell_missing", "nama"),
        (3, "unknown_unit", "kode_unit"),
        (4, "nik_is_number", "nik"),  # R5
    ]


def test_the_same_nik_twice_is_found_in_one_file_and_over_villages(programme):
    listed(("33.01", nik(1), "Wayan"), ("33.01", nik(1), "Wayan lagi"), ("33.02", nik(1), "Jro Wayan"))

    assert findings() == {"Wayan": None, "Wayan lagi": "twice_in_list", "Jro Wayan": "twice_in_list"}
    listed(("33.02", nik(2), "Made"), ("33.01", nik(2), "Made"))
    assert [
        one.finding for one in db.session.scalars(select(Nomination).where(Nomination.name == "Made"))
    ] == [
        None,
        "twice_in_list",
    ]


def test_who_is_an_asn_or_covered_already_is_found(programme, make):
    hadi = make.a_sponsor("Hadi Suprapto", nip="198604172010011001")
    covered = make.a_worker("Siti", nik=nik(11))
    circular = make.a_circular()
    make.an_enrolment(hadi, covered, circular=circular)
    fund = a_fund(programme)
    payer = db.session.get_one(type(hadi), fund.sponsor_id)
    make.an_enrolment(payer, make.a_worker("Ketut", nik=nik(12)), circular=programme)
    make.an_enrolment(
        hadi,
        make.a_worker("Gede", nik=nik(13)),
        circular=circular,
        state="refused",
        reason="Sudah peserta penerima upah (PU)",
    )
    make.a_worker("Luh", nik=nik(14), died_on=date(2026, 5, 1))

    listed(
        ("33.01", nik(10), "Hadi Suprapto"),
        ("33.01", nik(11), "Siti"),
        ("33.01", nik(12), "Ketut"),
        ("33.01", nik(13), "Gede"),
        ("33.01", nik(14), "Luh"),
    )

    assert findings() == {
        "Hadi Suprapto": "is_servant",
        "Siti": "covered_by_servant",
        "Ketut": "covered_by_programme",
        "Gede": "employed_elsewhere",
        "Luh": "died",
    }


def test_the_same_file_again_changes_nothing_whatever_is_wrong_in_it(programme):
    rows = [
        ("33.01", nik(1), "Wayan"),
        ("33.01", nik(1), "Wayan lagi"),
        ("33.01", None, "Made"),
        ("33.01", "123", "Nyoman"),
        ("33.02", nik(1), "Jro Wayan"),
    ]
    listed(*rows)

    assert listed(*rows) == {"same": 5}
    assert db.session.scalar(select(func.count(Nomination.id))) == 5


def test_a_row_again_with_more_in_it_changes_what_is_stored(programme):
    listed(("33.01", nik(1), "Wayan"))

    batch = stage("nominations", [HEADER, ("33.01", nik(1), "Wayan", date(2012, 4, 1), *[None] * 5)])
    assert changes(batch)["Wayan ··0001"] == [
        ("tanggal_lahir", "1986-04-17", "2012-04-01"),
        ("temuan", None, "too_young"),
    ]
    assert listed(("33.01", nik(1), "Wayan", date(2012, 4, 1))) == {"changed": 1}
    assert findings() == {"Wayan": "too_young"}


def test_a_list_is_taken_back(programme):
    bring("nominations", [HEADER[:3], ("33.01", nik(1), "Wayan"), ("33.01", nik(2), "Made")])
    batch = db.session.scalars(select(ImportBatch)).one()

    undo_import(CONSOLE, batch.id, today=today())

    assert db.session.scalar(select(func.count(Nomination.id))) == 0


def test_a_file_names_its_programme_or_means_the_newest(programme, make):
    other = a_programme(make, "PROG 2/2026", in_force_from=date(2026, 1, 1))
    make.a_circular("SE 9/2026", in_force_from=date(2026, 10, 1))  # newer, and no programme

    bring(
        "nominations",
        [
            (*HEADER[:3], "nomor_edaran"),
            ("33.01", nik(1), "Wayan", "PROG 2/2026"),
            ("33.01", nik(2), "Made", None),
        ],
    )

    assert (of_name("Wayan").circular_id, of_name("Made").circular_id) == (other.id, programme.id)
    batch = stage("nominations", [(*HEADER[:3], "nomor_edaran"), ("33.01", nik(3), "Luh", "SE 9/2026")])
    assert problems(batch) == [(2, "programme_unknown", "nomor_edaran")]


def test_rows_that_only_hold_what_our_sheet_filled_in_are_none(programme):
    batch = stage("nominations", [HEADER[:3], ("33.01", nik(1), "Wayan"), ("33.01", None, None)])

    assert counts(batch) == {"new": 1}


def test_a_village_brings_in_its_own_people_only(programme, viewer, make):
    batch = stage(
        "nominations", [HEADER[:3], ("33.01", nik(1), "Wayan"), ("07", nik(2), "Made")], by=viewer("ratna")
    )

    assert problems(batch) == [(2, "unknown_unit", "kode_unit")]
    assert db.session.scalar(select(func.count(Worker.id))) == 0
