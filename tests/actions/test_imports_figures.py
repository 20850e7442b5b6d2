"""A branch's list of months and segments: previewed, corrected, set beside other papers, undone (UX Ng3, R24)."""

import pytest
from sqlalchemy import select

from lindung.actions import imports
from lindung.domain.errors import NotThere
from lindung.domain.import_columns import COLUMNS, ImportKind
from lindung.domain.months import Month
from lindung.models.base import db
from lindung.models.coverage import Figure
from lindung.queries.imports import batch, lines
from lindung.queries.viewer import CONSOLE
from tests.support import cast, people
from tests.support.clock import TODAY
from tests.support.importing import bring, changes, counts, problems, stage
from tests.support.workforce import BRANCH, count, ngawi, segments

pytestmark = [pytest.mark.usefixtures("app"), pytest.mark.one_engine_in_the_gate]
HEADER = (
    "Bulan",
    "Segmen",
    "Kode Unit",
    "Pembayar",
    "Terdaftar",
    "Aktif",
    "Angkatan Kerja",
    "Masuk",
    "Berhenti",
    "Sumber",
    "Tanggal Sumber",
)


def row(
    month="2026-10",
    *,
    segment=None,
    unit=None,
    payer=None,
    registered=None,
    active=None,
    workforce=None,
    gained=None,
    lapsed=None,
    source=BRANCH,
    on="05/11/2026",
):
    return (month, segment, unit, payer, registered, active, workforce, gained, lapsed, source, on)


def stated() -> list[tuple[str, int, int | None, bool]]:
    db.session.expire_all()
    found = db.session.scalars(select(Figure).where(Figure.month > Month(2025_12), Figure.kind != "target"))
    return sorted((one.kind, one.month.number, one.people, one.is_used) for one in found)


def test_a_list_is_previewed_applied_and_the_same_file_changes_nothing():
    ngawi()
    rows = [
        HEADER,
        row(registered="131.500", active=127_292, gained="3100", lapsed=900),
        row("2026-09", active="~126.500"),
    ]

    assert counts(stage("figures", rows)) == {"new": 2}
    assert stated() == []
    assert bring("figures", rows) == {"new": 2}
    assert stated() == [
        ("active", 2026_09, 126_500, True),
        ("active", 2026_10, 127_292, True),
        ("gained", 2026_10, 3_100, True),
        ("lapsed", 2026_10, 900, True),
        ("registered", 2026_10, 131_500, True),
    ]
    assert bring("figures", rows) == {"same": 2}


def test_the_same_papers_number_is_corrected_in_place():
    ngawi()
    bring("figures", [HEADER, row(active=127_292)])

    rows = [HEADER, row(active=127_300)]
    assert changes(stage("figures", rows)) == {"2026-10": [("aktif", "127292", "127300")]}
    assert bring("figures", rows) == {"changed": 1}
    assert stated() == [("active", 2026_10, 127_300, True)]


def test_another_papers_number_stands_beside_the_one_in_use_with_a_remark():
    circular_id = ngawi()
    count(circular_id, "2026-10", active=127_292)

    batch_id = stage("figures", [HEADER, row(active=120_001, source="BPS")])
    found = lines(CONSOLE, batch(CONSOLE, batch_id), warned=True).rows
    assert [(one.code, one.column, one.facts["source"]) for one in found[0].warnings] == [
        ("figure_contradicts", "aktif", BRANCH)
    ]
    imports.apply(CONSOLE, batch_id, today=TODAY)
    assert stated() == [("active", 2026_10, 120_001, False), ("active", 2026_10, 127_292, True)]


def test_two_papers_in_one_file_leave_one_in_use():
    ngawi()

    bring("figures", [HEADER, row(active=10), row(active=11, source="BPS")])

    assert [one[3] for one in stated()] == [True, False]


def test_rows_name_their_segment_place_and_payer():
    circular_id = ngawi()
    kader, _konstruksi = segments(circular_id)

    bring(
        "figures",
        [
            HEADER,
            row("2026-09", segment="KADER posyandu", active=1_100),
            row(unit="08", active=9, workforce=90),
            row(payer="DBHCHT", active=5),
        ],
    )

    found = db.session.execute(
        select(Figure.segment_id, Figure.unit_id, Figure.payer)
        .where(Figure.people.in_([1_100, 9, 5]))
        .order_by(Figure.people)
    )
    assert [tuple(one) for one in found] == [
        (None, None, "DBHCHT"),
        (None, cast.unit("08").id, None),
        (kader, None, None),
    ]


@pytest.mark.parametrize(
    ("bad", "expected"),
    [
        (row("2026-12", active=1), ("figure_ahead", "bulan")),
        (row("1999-12", active=1), ("year_outside", "bulan")),
        (row("Oktober", active=1), ("impossible_month", "bulan")),
        (row(), ("number_missing", "aktif")),
        (row(active=1, source=None), ("source_missing", "sumber")),
        (row(active=500_001), ("covered_over_workforce", "aktif")),
        (row(active=11, workforce=10), ("covered_over_workforce", "aktif")),
        (row(workforce=0), ("base_zero", "angkatan_kerja")),
        (row(active=2, registered=1), ("active_over_registered", "aktif")),
        (row(active="12,5"), ("unknown_people", "aktif")),
        (row(active=12.5), ("unknown_people", "aktif")),
        (row(active=-1), ("unknown_people", "aktif")),
        (row(active=1, segment="Nelayan"), ("segment_not_found", "segmen")),
        (row(active=1, unit="99"), ("unknown_unit", "kode_unit")),
        (row(active=1, on="01/12/2026"), ("future_date", "tanggal_sumber")),
    ],
)
def test_a_row_that_cannot_be_is_left_out_with_its_reason(bad, expected):
    ngawi()

    assert problems(stage("figures", [HEADER, bad])) == [(2, *expected)]


def test_the_second_of_two_like_rows_is_refused():
    ngawi()

    assert problems(stage("figures", [HEADER, row(active=1), row(active=2)])) == [
        (3, "duplicate_row", "bulan")
    ]


def test_without_a_target_there_is_nothing_to_count_towards():
    assert problems(stage("figures", [HEADER, row(active=1)])) == [
        (2, "target_circular_none", "nomor_edaran")
    ]


def test_an_applied_list_is_taken_back_as_one_act():
    ngawi()
    batch_id = stage("figures", [HEADER, row(active=127_292, registered=131_500)])
    imports.apply(CONSOLE, batch_id, today=TODAY)

    imports.undo_import(CONSOLE, batch_id, today=TODAY)

    assert stated() == []


def test_only_who_manages_settings_brings_figures_in():
    ngawi()

    with pytest.raises(NotThere):
        stage("figures", [HEADER, row(active=1)], by=people.viewer("ratna"))


def test_the_template_holds_the_columns_of_the_contract():
    names = [column.name for column in COLUMNS[ImportKind.FIGURES]]

    assert [*names[:5], names[5], names[6], names[9], names[10]] == [
        "bulan",
        "segmen",
        "kode_unit",
        "pembayar",
        "terdaftar",
        "aktif",
        "angkatan_kerja",
        "sumber",
        "tanggal_sumber",
    ]
