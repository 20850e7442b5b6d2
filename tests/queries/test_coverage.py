"""Where a workforce stands: the head line in one statement, parts with their offices, papers side by side (R24)."""

from datetime import date

import pytest

from lindung.actions.coverage import WrittenFigure, add_figure, use_figure
from lindung.domain.coverage import FigureKind
from lindung.domain.errors import NotThere
from lindung.domain.months import Month
from lindung.domain.trajectories import Need, Standing
from lindung.queries.commitments import (
    CommitmentFilter,
    commitment_counts,
    commitment_row,
    commitment_slice,
    due_commitments,
)
from lindung.queries.coverage import (
    View,
    contradictions,
    coverage_circulars,
    figure_row,
    headline,
    month_lines,
    part_rows,
    segment_rows,
    way_of,
    whole_rows,
)
from lindung.queries.coverage_sources import FigureFilter, figure_slice
from tests.support import people
from tests.support.clock import TODAY
from tests.support.workforce import (
    PERPRES,
    a_target,
    a_year_before,
    count,
    manager,
    ngawi,
    promised,
    segments,
)

pytestmark = pytest.mark.usefixtures("app")
NOW = Month(2026_11)


def test_the_head_line_of_ngawi_comes_out_in_one_statement(queries):
    circular_id = ngawi()
    a_year_before(circular_id)
    viewer = people.viewer("dewi")

    with queries() as seen:
        found = headline(viewer, circular_id, TODAY)

    assert len(seen) == 1
    assert (found.covered.people, found.workforce) == (120_000, 500_000)
    assert (found.target.hundredths, found.target.month.year, found.target.source) == (4500, 2029, PERPRES)
    assert found.needed == Need(more=105_000, months=48, per_year=26_250, per_month=2_188)
    assert found.expected == 155_000


def test_without_a_figure_there_is_no_head_line(a_circular):
    assert headline(people.viewer("dewi"), a_circular(duty_kind="target").id, TODAY) is None


def test_registered_alone_is_measured_as_registered():
    circular_id = ngawi()
    count(circular_id, "2024-12", registered=90_000)

    way = way_of(whole_rows(manager(), circular_id), NOW)

    assert way.measure is FigureKind.REGISTERED
    assert [one.people for one in way.line.readings] == [90_000]
    assert way.active.people == 120_000


def test_only_the_figure_in_use_is_reckoned_with():
    circular_id = ngawi()
    second = a_target(circular_id, "RPJMD 2025", 4392)

    assert headline(manager(), circular_id, TODAY).target.reckoned == 225_000
    use_figure(manager(), second, seen_version=1, today=TODAY)
    assert headline(manager(), circular_id, TODAY).target.reckoned == 219_600


def test_papers_that_contradict_each_other_stand_side_by_side_the_used_one_first():
    circular_id = ngawi()
    a_target(circular_id, "RPJMD 2025", 4392)
    a_target(circular_id, "Rencana aksi", 4500)
    a_target(circular_id, "Paparan 2025", 3568, year=2025, sure=True)
    a_target(circular_id, "Laporan 2025", 5215, year=2025, sure=True)

    groups = contradictions(manager(), circular_id)

    assert [[(row.source, row.is_used) for row in group] for group in groups] == [
        [(PERPRES, True), ("RPJMD 2025", False), ("Rencana aksi", False)],
        [("Paparan 2025", True), ("Laporan 2025", False)],
    ]


def test_what_papers_say_alike_contradicts_nothing():
    circular_id = ngawi()
    a_target(circular_id, "Rencana aksi", 4500)

    assert contradictions(manager(), circular_id) == []


def test_months_show_what_moved_net_and_what_came_and_went():
    circular_id = ngawi()
    count(circular_id, "2026-10", active=127_292, registered=131_500, gained=9_000, lapsed=1_708)
    count(circular_id, "2026-11", registered=131_900)

    lines = month_lines(whole_rows(manager(), circular_id), NOW)

    assert [(one.month.number, one.covered, one.net, one.gained, one.lapsed) for one in lines] == [
        (2026_11, None, None, None, None),
        (2026_10, 127_292, 7_292, 9_000, 1_708),
        (2025_12, 120_000, None, None, None),
    ]
    assert lines[1].planned == 120_000 + 105_000 * 10 // 48


def test_what_was_counted_later_is_not_known_yet():
    circular_id = ngawi()
    count(circular_id, "2026-10", active=127_292)

    way = way_of(whole_rows(manager(), circular_id), Month(2026_09))

    assert way.line.latest.people == 120_000


def test_segments_stand_with_their_offices_and_what_each_needs():
    circular_id = ngawi()
    segments(circular_id)

    parts = part_rows(manager(), circular_id, View.SEGMENT, NOW)

    assert [(one.name, one.owner, one.way.base, one.way.line.needed.per_month) for one in parts] == [
        ("Kader posyandu", "Dinas Kesehatan", 6_000, 48),
        ("Konstruksi", "Dinas Pendidikan", 40_000, 237),
    ]
    assert parts[0].way.line.standing is Standing.UNKNOWN_PACE


def test_places_and_payers_are_views_of_their_own():
    circular_id = ngawi()
    count(circular_id, "2026-10", active=300, workforce=1_000, unit_code="08")
    count(circular_id, "2026-10", active=200, payer="DBHCHT")

    assert [
        (one.name, one.way.line.latest.people)
        for one in part_rows(manager(), circular_id, View.DISTRICT, NOW)
    ] == [("Dinas Kesehatan", 300)]
    assert [
        (one.name, one.way.active.people) for one in part_rows(manager(), circular_id, View.PAYER, NOW)
    ] == [("DBHCHT", 200)]
    assert headline(manager(), circular_id, TODAY).covered.people == 120_000


@pytest.mark.parametrize(
    ("username", "names"),
    [
        ("ratna", ["Konstruksi"]),
        ("bayu", ["Kader posyandu"]),
        ("dewi", ["Kader posyandu", "Konstruksi"]),
    ],
)
def test_an_office_sees_its_own_segments_and_everybody_the_whole(username, names):
    circular_id = ngawi()
    segments(circular_id)
    viewer = people.viewer(username)

    assert [one.name for one in segment_rows(viewer, circular_id)] == names
    assert [one.name for one in part_rows(viewer, circular_id, View.SEGMENT, NOW)] == names
    assert headline(viewer, circular_id, TODAY).covered.people == 120_000
    seen = {row.segment for row in figure_slice(viewer, circular_id, FigureFilter()).rows}
    assert seen == {None, *names}


def test_another_offices_figure_is_not_there():
    circular_id = ngawi()
    kader, _konstruksi = segments(circular_id)
    hidden = figure_slice(manager(), circular_id, FigureFilter(segment_id=kader)).rows[0]

    with pytest.raises(NotThere):
        figure_row(people.viewer("ratna"), hidden.id)
    assert figure_row(people.viewer("bayu"), hidden.id)[1].id == hidden.id
    with pytest.raises(NotThere):
        figure_row(manager(), 987_654)


def test_figures_are_found_by_kind_words_and_contradiction_and_in_pages():
    circular_id = ngawi()
    a_target(circular_id, "RPJMD 100% Ngawi", 4392)
    for number in range(60):
        month = str(Month(2020_01).plus(number))
        written = WrittenFigure(FigureKind.ACTIVE, Month.parse(month), number, None, None, "BPS", None)
        add_figure(manager(), circular_id, written, use=False, today=TODAY)

    def found(**more):
        return figure_slice(manager(), circular_id, FigureFilter(**more))

    assert found().total == 64
    assert [
        len(figure_slice(manager(), circular_id, FigureFilter(), page=page).rows) for page in (1, 2, 99)
    ] == [50, 14, 14]
    assert [row.source for row in found(q="100%").rows] == ["RPJMD 100% Ngawi"]
    assert found(kind=FigureKind.TARGET).total == found(twice=True).total == 2
    assert found(kind=FigureKind.TARGET, used=True).total == 1
    rising = figure_slice(manager(), circular_id, FigureFilter(), order="bulan").rows
    assert rising[0].month == Month(2020_01)


def test_the_newest_target_in_force_stands_first_and_drafts_nowhere(a_circular):
    a_circular("SE target lama", duty_kind="target", in_force_from=date(2024, 1, 1))
    a_circular("SE target baru", duty_kind="target")
    a_circular("SE target dicabut", duty_kind="target", state="revoked", in_force_from=date(2026, 6, 1))
    a_circular("SE rancangan", duty_kind="target", state="draft")
    a_circular("SE ART")

    assert [one.number for one in coverage_circulars()] == [
        "SE target baru",
        "SE target lama",
        "SE target dicabut",
    ]


def test_promises_are_counted_late_from_the_day_after(clock):
    promised("07")
    promised("08", "Mendata kader", due_on=date(2026, 11, 20))
    promised("08", "Mendata petani", due_on=date(2026, 11, 19))
    dewi = people.viewer("dewi")

    assert commitment_counts(dewi, TODAY)._asdict() == {
        "total": 3,
        "kept": 0,
        "late": 1,
        "open": 3,
        "dropped": 0,
    }
    late = commitment_slice(dewi, CommitmentFilter(late=True), TODAY)
    assert [row.words for row in late.rows] == ["Mendata petani"]
    assert commitment_counts(people.viewer("ratna"), TODAY).total == 1


def test_an_offices_home_names_what_it_promised_and_nobody_elses(queries):
    for day in (25, 26, 27, 28):
        promised("08", f"Sampai {day}", due_on=date(2026, 11, day))
    promised("08", "Terlambat", due_on=date(2026, 10, 1))
    promised("08", "Jauh", due_on=date(2027, 10, 1))

    bayu = people.viewer("bayu")

    with queries() as seen:
        due = due_commitments(bayu, TODAY)

    assert len(seen) == 1
    assert (due.late, due.soon, [row.words for row in due.rows]) == (
        1,
        4,
        ["Terlambat", "Sampai 25", "Sampai 26"],
    )
    assert due_commitments(people.viewer("ratna"), TODAY) is None


def test_another_offices_promise_is_not_there():
    one = promised("08")

    assert commitment_row(people.viewer("dewi"), one).owner == "Dinas Kesehatan"
    with pytest.raises(NotThere):
        commitment_row(people.viewer("kadis"), one)
