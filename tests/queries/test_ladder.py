"""The ladder that SQL reckons is the domain's, whatever the history, the month and the thresholds (R18, R15)."""

from datetime import date
from itertools import product
from random import Random

import pytest

from lindung.actions import derived, summaries
from lindung.actions.acts import act
from lindung.domain.grid import step_at
from lindung.domain.months import BEGINNING, OPEN_END, Month
from lindung.domain.protection import COVER_BEGINS, COVER_LENGTH, LEADING, Ladder, Step, cover_position
from lindung.domain.thresholds import ThresholdKey
from lindung.models.base import db
from lindung.models.rates import ThresholdRow
from lindung.models.workers import Enrolment
from lindung.queries.benefits import benefit_rows
from lindung.queries.counting import counted
from lindung.queries.ladder import worths
from lindung.queries.thresholds import thresholds
from lindung.queries.viewer import CONSOLE
from lindung.queries.workers import StepGroup, WorkerFilter, all_worker_rows, worker_tallies
from tests.support.clock import TODAY

HISTORIES = 60
MONTHS = [
    "2024-02",
    "2026-03",
    "2026-10",
    "2026-11",
]  # a leap February, the past, the month before, the running one
DAYS = [date(2026, 11, 1), date(2026, 11, 30), date(2026, 12, 1)]
COPIED = (
    "sponsor_id", "circular_id", "relation", "tariff", "state", "noted_on", "submitted_on", "registered_on",
    "first_month", "unit_id", "opd_id", "name_key",
)  # fmt: skip
RULES = [Ladder(3, 3), Ladder(3, 4), Ladder(2, 3)]


@pytest.fixture
def histories(make, request):
    """Some sixty members with histories by chance, some regular, some with gaps; the ladder is the parameter's."""
    _choose(request.param)
    chance = Random(f"ladder {request.param.code}")  # noqa: S311  # dice, not secrets
    circular = make.a_circular(in_force_from=date(2023, 1, 1))
    one = make.an_enrolment(make.a_sponsor(), since="2023-01")
    columns = {name: getattr(one, name) for name in COPIED}
    covers = {}
    with act(CONSOLE, "enrolment.add", today=TODAY):
        for number in range(HISTORIES):
            row = Enrolment(
                **columns, worker_id=make.new_worker(f"Pekerja {number}").id, cover=_cover(chance)
            )
            db.session.add(row)
            db.session.flush()
            covers[row.id] = row.cover
    return circular, covers | {one.id: one.cover}


def _choose(ladder: Ladder) -> None:
    with act(CONSOLE, "threshold.add", today=TODAY) as deed:
        for key, value in (
            (ThresholdKey.FULL_AFTER, ladder.full_after),
            (ThresholdKey.LAPSED_AFTER, ladder.lapsed_after),
        ):
            row = db.session.query(ThresholdRow).filter_by(key=key.value).one()
            row.value, row.first_month, row.last_month = value, BEGINNING, OPEN_END
        db.session.flush()
        derived.rebuild()
        summaries.recount(deed.today)


def _cover(chance: Random) -> str:
    likely = chance.choice([0.05, 0.3, 0.6, 0.9])
    begins = COVER_BEGINS.plus(chance.randrange(12, 60)).index - COVER_BEGINS.index
    paid = "".join(
        "1" if place >= begins and chance.random() < likely else "0" for place in range(COVER_LENGTH)
    )
    return "0" * LEADING + paid


@pytest.mark.parametrize("histories", RULES, ids=lambda one: one.code, indirect=True)
def test_r18_sql_and_domain_agree_on_every_history(histories):
    circular, covers = histories
    limits = thresholds()

    for today, month in product(DAYS, [Month.parse(one) for one in MONTHS]):
        running = Month.of(today)
        rows = all_worker_rows(CONSOLE, circular.id, month, today, WorkerFilter())
        mine = {row.enrolment_id: step_at(covers[row.enrolment_id], month, running, limits) for row in rows}
        counts = next(iter(counted(circular, [month], today).values()))

        assert {row.enrolment_id: row.step for row in rows} == mine
        assert [getattr(counts, step) for step in Step] == [list(mine.values()).count(step) for step in Step]


@pytest.mark.parametrize("histories", RULES, ids=lambda one: one.code, indirect=True)
def test_r18_who_is_about_to_lapse_lapses_when_one_more_month_is_not_paid(histories):
    circular, covers = histories
    month, ladder = Month.parse("2026-11"), thresholds().ladder(Month.parse("2026-11"))
    ending = WorkerFilter(group=StepGroup.ENDING)

    found = all_worker_rows(CONSOLE, circular.id, month, TODAY, ending)

    assert found
    for row in found:
        cover = covers[row.enrolment_id]
        assert cover[cover_position(month)] == "0"
        assert step_at(cover, month, Month.parse("2026-12"), thresholds()) is Step.LAPSED
    tallies = worker_tallies(CONSOLE, circular.id, month, TODAY, WorkerFilter())
    assert tallies.steps[ladder.last_step] == len(found)


@pytest.mark.parametrize("histories", RULES[:1], ids=lambda one: one.code, indirect=True)
def test_r19_the_cover_that_stands_is_the_sum_over_its_own_list(histories):
    circular, _covers = histories
    month = Month.parse("2026-10")
    sheltered = WorkerFilter(group=StepGroup.SHELTERED)
    rows = all_worker_rows(CONSOLE, circular.id, month, TODAY, sheltered)
    counts = next(iter(counted(circular, [month], TODAY).values()))

    full = sum(row.step is Step.FULL for row in rows)

    assert worths(month).sheltered(counts) == len(rows)
    assert worths(month).of(counts) == full * 42_000_000 + (len(rows) - full) * 10_000_000
    assert benefit_rows() and worths(month).laws
