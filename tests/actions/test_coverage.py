"""Figures of a workforce: kept with their papers, one of each kind reckoned with, everything undone (R24, Ng1-Ng3)."""

from datetime import date

import pytest
from sqlalchemy import select

from lindung.actions import summaries
from lindung.actions.acts import AlreadyDone
from lindung.actions.coverage import WrittenFigure, add_figure, edit_figure, remove_figure, use_figure
from lindung.actions.coverage_setup import NewSegment, edit_segment, remove_segment, set_up
from lindung.actions.undo import undo_act
from lindung.domain.coverage import FigureKind, december
from lindung.domain.duties import CircularState, DutyKind
from lindung.domain.errors import ChangedMeanwhile, NotThere, RuleBroken
from lindung.domain.months import Month
from lindung.models.acts import ActRow
from lindung.models.base import db
from lindung.models.circulars import Circular
from lindung.models.coverage import Figure, Segment
from tests.support import cast, people
from tests.support.clock import TODAY
from tests.support.workforce import (
    BRANCH,
    PERPRES,
    a_beginning,
    a_target,
    count,
    manager,
    ngawi,
    segments,
)

pytestmark = [pytest.mark.usefixtures("app"), pytest.mark.one_engine_in_the_gate]


def figures(kind: str | None = None) -> list[tuple[str, int, int | None, str, bool]]:
    db.session.expire_all()
    statement = select(Figure).order_by(Figure.id)
    found = db.session.scalars(statement.where(Figure.kind == kind) if kind else statement)
    return [(one.kind, one.month.number, one.people, one.source, one.is_used) for one in found]


def refused(act, *args, **more) -> tuple[str, str | None]:
    with pytest.raises(RuleBroken) as broken:
        act(*args, **more)
    return broken.value.code, broken.value.field


def use(figure_id: int):
    return use_figure(manager(), figure_id, seen_version=_version(figure_id), today=TODAY)


def remove(figure_id: int):
    return remove_figure(manager(), figure_id, seen_version=_version(figure_id), today=TODAY)


def _version(figure_id: int) -> int:
    db.session.expire_all()
    return db.session.get_one(Figure, figure_id).version


def written(**more) -> WrittenFigure:
    chosen = {
        "kind": FigureKind.ACTIVE,
        "month": Month(2026_10),
        "people": 127_292,
        "hundredths": None,
        "base": None,
        "source": BRANCH,
        "source_on": None,
    }
    return WrittenFigure(**(chosen | more))


def last_act() -> int:
    return db.session.scalars(select(ActRow.id).order_by(ActRow.id.desc())).first() or 0


def test_baseline_target_and_papers_are_one_act_and_one_circular():
    circular_id = ngawi()

    circular = db.session.get_one(Circular, circular_id)
    assert (circular.number, circular.duty_kind, circular.state) == (
        PERPRES,
        DutyKind.TARGET.value,
        CircularState.IN_FORCE.value,
    )
    assert figures() == [
        ("workforce", 2025_12, 500_000, BRANCH, True),
        ("active", 2025_12, 120_000, BRANCH, True),
        ("target", 2029_12, None, PERPRES, True),
    ]
    assert summaries.mismatches() == []


def test_the_whole_beginning_is_undone_as_one_act():
    ngawi()

    undo_act(manager(), last_act(), today=TODAY)

    assert figures() == []
    assert db.session.scalars(select(Circular)).all() == []


def test_the_same_form_sent_twice_is_written_once():
    circular_id = ngawi()
    add_figure(manager(), circular_id, written(), use=False, today=TODAY, key="k")

    with pytest.raises(AlreadyDone):
        add_figure(manager(), circular_id, written(), use=False, today=TODAY, key="k")
    assert len(figures("active")) == 2


@pytest.mark.parametrize("username", ["ratna", "kadis", "dewi", "inspektur", "bendahara"])
def test_only_who_manages_settings_writes_figures(username):
    circular_id = ngawi()
    by = people.viewer(username)

    with pytest.raises(NotThere):
        add_figure(by, circular_id, written(), use=False, today=TODAY)
    with pytest.raises(NotThere):
        set_up(by, None, a_beginning(number="x"), today=TODAY)
    assert len(figures()) == 3


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"source": " "}, ("source_missing", "source")),
        ({"workforce": 0}, ("base_zero", "workforce")),
        ({"covered": 500_001}, ("covered_over_workforce", "covered")),
        ({"month": Month(2026_12)}, ("figure_ahead", "month")),
        ({"target_hundredths": 10_001}, ("share_over_all", "target_share")),
        ({"target_hundredths": None}, ("number_missing", "target_people")),
        ({"target_source": ""}, ("source_missing", "target_source")),
        ({"target_hundredths": 2000}, ("target_below_baseline", "target_people")),
        ({"target_hundredths": None, "target_people": 600_000}, ("target_over_workforce", "target_people")),
        ({"number": ""}, ("number_of_paper_missing", "number")),
    ],
)
def test_a_beginning_that_cannot_be_is_refused_at_its_field_and_leaves_nothing(more, expected):
    assert refused(set_up, manager(), None, a_beginning(**more), today=TODAY) == expected
    assert figures() == []
    assert db.session.scalars(select(Circular)).all() == []


def test_a_target_below_the_baseline_is_taken_from_who_is_sure():
    set_up(manager(), None, a_beginning(target_hundredths=2000), sure=True, today=TODAY)

    assert figures("target") == [("target", 2029_12, None, PERPRES, True)]


def test_papers_that_contradict_each_other_all_stay_and_one_is_reckoned_with():
    circular_id = ngawi()

    second = a_target(circular_id, "RPJMD 2025", 4392)

    assert [(one[3], one[4]) for one in figures("target")] == [(PERPRES, True), ("RPJMD 2025", False)]
    use(second)
    assert [(one[3], one[4]) for one in figures("target")] == [(PERPRES, False), ("RPJMD 2025", True)]
    undo_act(manager(), last_act(), today=TODAY)
    assert [(one[3], one[4]) for one in figures("target")] == [(PERPRES, True), ("RPJMD 2025", False)]


def test_a_further_paper_replaces_the_one_in_use_when_that_is_said():
    circular_id = ngawi()

    done = add_figure(
        manager(),
        circular_id,
        written(
            kind=FigureKind.TARGET,
            month=december(2029),
            people=None,
            hundredths=4392,
            base=500_000,
            source="RPJMD",
        ),
        use=True,
        today=TODAY,
    )

    assert [one[4] for one in figures("target")] == [False, True]
    assert [remark.code for remark in done.remarks] == ["figure_replaces"]


def test_one_paper_says_a_thing_once():
    circular_id = ngawi()

    assert refused(
        add_figure,
        manager(),
        circular_id,
        written(month=Month(2025_12), source=BRANCH.upper()),
        use=False,
        today=TODAY,
    ) == (
        "figure_repeated",
        "source",
    )


def test_a_share_without_a_base_takes_the_workforce_that_is_written_down():
    circular_id = ngawi()

    share = written(kind=FigureKind.TARGET, month=december(2027), people=None, hundredths=3000, source="RKPD")
    add_figure(manager(), circular_id, share, use=False, today=TODAY)

    assert db.session.scalars(select(Figure.base).where(Figure.source == "RKPD")).one() == 500_000


def test_the_number_in_use_does_not_go_while_others_stand_beside_it():
    circular_id = ngawi()
    first = db.session.scalars(select(Figure.id).where(Figure.kind == "target")).one()
    second = a_target(circular_id, "RPJMD", 4392)

    assert refused(remove, first) == ("figure_is_used", None)
    remove(second)
    remove(first)
    assert figures("target") == []
    undo_act(manager(), last_act(), today=TODAY)
    assert [(one[3], one[4]) for one in figures("target")] == [(PERPRES, True)]


def test_an_undo_never_leaves_two_numbers_in_use_nor_none():
    circular_id = ngawi()
    target = db.session.scalars(select(Figure.id).where(Figure.kind == "target")).one()
    remove(target)
    removal = last_act()
    a_target(circular_id, "RPJMD", 4392)
    addition = last_act()
    a_target(circular_id, "RKPD", 4000)

    assert refused(undo_act, manager(), removal, today=TODAY)[0] == "figure_unsettled"
    assert refused(undo_act, manager(), addition, today=TODAY)[0] == "figure_unsettled"
    assert [(one[3], one[4]) for one in figures("target")] == [("RPJMD", True), ("RKPD", False)]


def test_a_figure_is_corrected_where_it_stands_by_who_saw_it_last():
    circular_id = ngawi()
    figure_id = count(circular_id, "2026-10", active=127_292)

    edit_figure(manager(), figure_id, written(people=127_300), seen_version=1, today=TODAY)

    assert figures("active")[-1][2] == 127_300
    with pytest.raises(ChangedMeanwhile) as changed:
        edit_figure(manager(), figure_id, written(people=1), seen_version=1, today=TODAY)
    assert changed.value.theirs["people"] == 127_300
    assert changed.value.who == "Joko Prasetyo"


def test_a_number_somebody_has_corrected_is_neither_chosen_nor_removed_by_an_old_button():
    circular_id = ngawi()
    second = a_target(circular_id, "RPJMD 2025", 4392)
    use(second)

    for deed in (use_figure, remove_figure):
        with pytest.raises(ChangedMeanwhile):
            deed(manager(), second, seen_version=1, today=TODAY)
    assert [one[3] for one in figures("target")] == [PERPRES, "RPJMD 2025"]


def test_a_figure_moved_to_another_month_leaves_no_gap_behind():
    circular_id = ngawi()
    figure_id = count(circular_id, "2026-10", active=127_292)
    add_figure(manager(), circular_id, written(source="BPS", people=127_000), use=False, today=TODAY)

    moved = written(month=Month(2026_09))
    assert (
        refused(edit_figure, manager(), figure_id, moved, seen_version=1, today=TODAY)[0] == "figure_is_used"
    )


def test_one_month_writes_all_its_numbers_at_once_and_is_undone_at_once():
    circular_id = ngawi()

    count(
        circular_id,
        "2026-10",
        active=127_292,
        registered=131_500,
        workforce=505_000,
        gained=3_100,
        lapsed=900,
    )

    assert sorted((one[0], one[2]) for one in figures() if one[1] == 2026_10) == [
        ("active", 127_292),
        ("gained", 3_100),
        ("lapsed", 900),
        ("registered", 131_500),
        ("workforce", 505_000),
    ]
    undo_act(manager(), last_act(), today=TODAY)
    assert len(figures()) == 3


@pytest.mark.parametrize(
    ("month", "more", "expected"),
    [
        ("2026-12", {"active": 1}, ("figure_ahead", "month")),
        ("2026-10", {}, ("number_missing", "active")),
        ("2026-10", {"active": 2, "registered": 1}, ("active_over_registered", "active")),
        ("2026-10", {"active": 500_001}, ("covered_over_workforce", "active")),
        ("2026-10", {"active": 11, "workforce": 10}, ("covered_over_workforce", "active")),
        ("2026-10", {"active": 1, "source": None}, ("source_missing", "source")),
        ("2026-10", {"active": 1, "source_on": date(2026, 12, 1)}, ("day_ahead", "source_on")),
        ("2026-10", {"active": 1, "unit_code": "99"}, ("unit_unknown", None)),
        ("2025-12", {"workforce": 100_000, "source": "BPS"}, ("covered_over_workforce", "workforce")),
    ],
)
def test_a_month_that_cannot_be_is_refused_at_its_field(month, more, expected):
    circular_id = ngawi()
    before = figures()

    code, field = refused(count, circular_id, month, **more)

    assert (code, field if expected[1] else None) == expected
    assert figures() == before


def test_a_workforce_said_with_the_month_is_what_its_numbers_are_measured_by():
    circular_id = ngawi()

    count(circular_id, "2026-10", active=510_000, workforce=520_000)

    assert figures("active")[-1][2] == 510_000


def test_segments_come_with_their_offices_and_numbers_in_one_act():
    circular_id = ngawi()

    segments(circular_id)

    found = db.session.scalars(select(Segment).order_by(Segment.name_key)).all()
    assert [(one.name, one.owner_id) for one in found] == [
        ("Kader posyandu", cast.unit("08").id),
        ("Konstruksi", cast.unit("07").id),
    ]
    stated = db.session.scalars(select(Figure).where(Figure.segment_id == found[0].id).order_by(Figure.id))
    assert [(one.kind, one.people, one.hundredths, one.base) for one in stated] == [
        ("workforce", 6_000, None, None),
        ("active", 1_200, None, None),
        ("target", None, 5000, 6_000),
    ]
    undo_act(manager(), last_act(), today=TODAY)
    assert db.session.scalars(select(Segment)).all() == []


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (NewSegment(2, "", "07", 10), ("segment_name_missing", "name_2")),
        (NewSegment(2, "KADER  POSYANDU", "07"), ("segment_twice", "name_2")),
        (NewSegment(2, "Petani", "99"), ("unit_unknown", "owner_2")),
        (NewSegment(2, "Petani", "07", 10, 11), ("covered_over_workforce", "covered_2")),
        (NewSegment(2, "Petani", "07", None, None, 5000), ("share_base_missing", "workforce_2")),
        (NewSegment(2, "Petani", "07", 10, None, 10_001), ("share_over_all", "target_2")),
    ],
)
def test_a_line_that_cannot_be_is_named_and_none_is_kept(line, expected):
    circular_id = ngawi()

    assert refused(segments, circular_id, NewSegment(1, "Kader posyandu", "08"), line) == expected
    assert db.session.scalars(select(Segment)).all() == []


def test_a_segment_changes_hands_and_goes_only_without_figures():
    circular_id = ngawi()
    kader, konstruksi = segments(circular_id)

    edit_segment(manager(), kader, "Kader Posyandu", "07", None, seen_version=1, today=TODAY)
    segment = db.session.get_one(Segment, kader)
    assert (segment.owner_id, segment.version) == (cast.unit("07").id, 2)
    with pytest.raises(ChangedMeanwhile):
        edit_segment(manager(), kader, "Kader", "07", None, seen_version=1, today=TODAY)

    assert refused(remove_segment, manager(), konstruksi, seen_version=1, today=TODAY) == (
        "segment_in_use",
        None,
    )
    for figure_id in db.session.scalars(select(Figure.id).where(Figure.segment_id == konstruksi)).all():
        remove(figure_id)
    remove_segment(manager(), konstruksi, seen_version=1, today=TODAY)
    assert db.session.scalars(select(Segment.id)).all() == [kader]


def test_an_ended_target_is_read_and_written_no_more():
    circular_id = ngawi()
    from lindung.actions.circulars import revoke_circular

    version = db.session.get_one(Circular, circular_id).version
    revoke_circular(manager(), circular_id, date(2026, 11, 1), "dicabut", seen_version=version, today=TODAY)

    assert refused(count, circular_id, "2026-10", active=1)[0] == "circular_ended"
