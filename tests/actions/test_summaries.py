"""Stored counts equal fresh counts, and both equal an independent reckoning, whatever people do in whatever order."""

import os
import random
from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from lindung.actions import ledger, summaries
from lindung.actions.acts import act
from lindung.domain.duties import Answer, DutyKind, valid_until
from lindung.domain.months import OPEN_END, Month
from lindung.domain.names import name_key
from lindung.domain.protection import EMPTY_COVER
from lindung.domain.rates import Tariff
from lindung.models.base import db
from lindung.models.circulars import Declaration
from lindung.models.sponsors import Posting
from lindung.models.units import Unit
from lindung.models.workers import Enrolment
from lindung.queries.counting import Counts, counted
from lindung.queries.rates import rate_tables
from lindung.queries.viewer import CONSOLE
from tests.support.clock import TODAY
from tests.support.makers import FOR_EVER, Makers
from tests.support.model import Job, Servant, reckoned

TARIFF = "bpu:other:1:private:JKK+JKM"
BEGIN = date(2025, 11, 1)
ROUNDS = 45


class World:
    """A small regency on which random acts are done, in the database and in the model alike."""

    def __init__(self, make: Makers, seed: int, **circular: object) -> None:
        self.chance = random.Random(seed)  # noqa: S311  # dice, not secrets
        self.make = make
        self.today = TODAY
        self.circular = make.a_circular(in_force_from=BEGIN, **circular)
        self.quota = self.circular.quota or 0
        self.units = [
            make.a_unit("07.02", parent="07").id,
            *(_unit_id(code) for code in ("01", "07", "07.01", "08", "08.01")),
        ]
        self.people: dict[int, Servant] = {}
        self.jobs: dict[int, tuple[Job, int]] = {}
        for number in range(6):
            self._a_sponsor(number)

    def _a_sponsor(self, number: int) -> None:
        unit = self.chance.choice(self.units)
        kind = "non_asn" if number == 5 else "pns"
        kinds = {"employment": kind, "grade": self.chance.choice(["II/a", "III/b", "IV/a"])}
        code = db.session.get_one(Unit, unit).code
        row = self.make.a_sponsor(f"ASN {number}", unit=code, **kinds)
        self.people[row.id] = Servant(is_asn=number != 5, units=[(Month(100001), OPEN_END, unit)])

    # What people do

    def step(self) -> None:
        acts = [
            self.declare,
            self.declare,
            self.enrol,
            self.enrol,
            self.register,
            self.register,
            self.end,
            self.pay,
        ]
        acts += [self.pay, self.pay, self.take_back, self.move, self.leave, self.next_day]
        self.chance.choice(acts)()

    def declare(self) -> None:
        sponsor, on, answer = self._sponsor(), self._day(), self.chance.choice(list(Answer))
        servant = self.people[sponsor]
        if any(made_on == on for made_on, _ in servant.answers):
            return
        with self._saving([sponsor], on):
            db.session.add(
                Declaration(
                    sponsor_id=sponsor,
                    circular_id=self.circular.id,
                    answer=answer.value,
                    made_on=on,
                    ends_on=FOR_EVER,
                )
            )
            servant.answers.append((on, answer))
            db.session.flush()
            self._settle_ends(sponsor)

    def _settle_ends(self, sponsor: int) -> None:
        rows = db.session.scalars(
            select(Declaration).filter_by(sponsor_id=sponsor).order_by(Declaration.made_on)
        ).all()
        for row, newer in zip(rows, [*rows[1:], None], strict=True):
            last = valid_until(Answer(row.answer), row.made_on)
            ends = [last + timedelta(days=1)] if last else [FOR_EVER]
            row.ends_on = min([*ends, *([newer.made_on] if newer else [])])

    def enrol(self) -> None:
        sponsor, on = self._sponsor(), self._day()
        worker = self.make.a_worker(f"Pekerja {len(self.jobs)}")
        with self._saving([sponsor], on):
            row = Enrolment(
                worker_id=worker.id, sponsor_id=sponsor, circular_id=self.circular.id, relation="art", tariff=TARIFF,
                state="candidate", noted_on=on, cover=EMPTY_COVER, unit_id=self.units[0], opd_id=self.units[0],
                name_key=name_key(worker.name),
            )  # fmt: skip
            db.session.add(row)
        job = Job(noted_on=on)
        self.jobs[row.id] = job, sponsor
        self.people[sponsor].jobs.append(job)

    def register(self) -> None:
        waiting = [
            id_ for id_, (job, _) in self.jobs.items() if job.registered_on is None and job.ended_on is None
        ]
        if not waiting:
            return
        id_ = self.chance.choice(waiting)
        job, sponsor = self.jobs[id_]
        on = max(self._day(), job.noted_on)
        first = Month.of(on).plus(self.chance.choice([-1, 0, 0, 1]))
        with self._saving([sponsor], min(on, first.first_day())):
            row = db.session.get_one(Enrolment, id_)
            row.state, row.registered_on, row.first_month = "registered", on, first
        job.registered_on, job.first_month = on, first

    def end(self) -> None:
        running = [id_ for id_, (job, _) in self.jobs.items() if job.ended_on is None]
        if not running or self.chance.random() < 0.5:
            return
        id_ = self.chance.choice(running)
        job, sponsor = self.jobs[id_]
        on = max(self._day(), job.noted_on)
        with self._saving([sponsor], on):
            row = db.session.get_one(Enrolment, id_)
            row.state, row.ended_on = "ended", on
        job.ended_on = on

    def pay(self) -> None:
        self._receive(self.chance.choice([1, 1, 1, 0.5, 2]))

    def take_back(self) -> None:
        paid = [
            (id_, month)
            for id_, (job, _) in self.jobs.items()
            for month, sum_ in job.paid.items()
            if sum_ > 0
        ]
        if paid:
            id_, month = self.chance.choice(paid)
            self._save_payment(id_, month, -self.jobs[id_][0].paid[month])

    def _receive(self, share: float) -> None:
        started = [id_ for id_, (job, _) in self.jobs.items() if job.first_month is not None]
        if not started:
            return
        id_ = self.chance.choice(started)
        first = self.jobs[id_][0].first_month
        month = self.chance.choice(list(first.through(Month.of(self.today).plus(2))) or [first])
        self._save_payment(id_, month, int(self.due(month) * share))

    def _save_payment(self, id_: int, month: Month, amount: int) -> None:
        job, _ = self.jobs[id_]
        with self._saving([], month.first_day(), [id_]) as deed:
            part = ledger.Part(id_, month, amount)
            assert not ledger.receive(deed, [ledger.Receipt(ledger.Source.BPJS, self.today, amount, (part,))])
        job.paid[month] += amount
        job.confirmed[month] += amount

    def move(self) -> None:
        self._leave_for(self.chance.choice(self.units))

    def leave(self) -> None:
        if self.chance.random() < 0.3:
            self._leave_for(None)

    def _leave_for(self, unit: int | None) -> None:
        sponsor, month = self._sponsor(), Month.of(self._day())
        servant = self.people[sponsor]
        first, last, old = servant.units[-1]
        if last != OPEN_END or month <= first:
            return
        with self._saving([sponsor], month.first_day()):
            posting = db.session.scalars(
                select(Posting).filter_by(sponsor_id=sponsor, last_month=OPEN_END)
            ).one()
            posting.last_month = month.previous()
            db.session.flush()
            if unit:
                db.session.add(
                    Posting(sponsor_id=sponsor, unit_id=unit, first_month=month, last_month=OPEN_END)
                )
        servant.units[-1] = first, month.previous(), old
        if unit:
            servant.units.append((month, OPEN_END, unit))

    def next_day(self) -> None:
        """Time passes: a day, or on to the last day of the month and over it."""
        end = Month.of(self.today).last_day()
        self.today = self.chance.choice([self.today + timedelta(days=1), end, end + timedelta(days=1)])
        with act(CONSOLE, "day", today=self.today):
            summaries.open_months(self.today)

    # What must hold

    def check(self) -> None:
        assert summaries.mismatches() == []
        for month in summaries.open_span(self.circular, self.today):
            fresh = {
                unit: counts for (_, unit), counts in counted(self.circular, [month], self.today).items()
            }
            model = reckoned(self.people.values(), month, self.today, self.due, self.quota)
            assert _without_zeros(fresh) == _without_zeros(model), f"{month}, seen on {self.today}"

    def due(self, month: Month) -> int:
        return rate_tables().due(Tariff.of_code(TARIFF), month)

    def _sponsor(self) -> int:
        return self.chance.choice(list(self.people))

    def _day(self) -> date:
        """Mostly of late, sometimes a late correction far back, never in the future."""
        back = self.chance.choice([0, 0, 1, 5, 20, 60, 200, 300])
        return max(BEGIN, self.today - timedelta(days=back))

    @contextmanager
    def _saving(self, sponsors: list[int], since: date, enrolments: list[int] | None = None):
        with (
            act(CONSOLE, "random", today=self.today) as deed,
            summaries.difference(deed, sponsors, Month.of(since), enrolment_ids=enrolments),
        ):
            yield deed


def _unit_id(code: str) -> int:
    return db.session.scalar(select(Unit.id).where(Unit.code == code))


def _without_zeros(counts: dict[int, Counts]) -> dict[int, Counts]:
    return {unit: one for unit, one in counts.items() if any(one)}


@pytest.mark.parametrize("seed", range(4 if os.environ.get("LINDUNG_FULL") == "1" else 1))
def test_random_acts_late_corrections_included_keep_every_count_true(make, seed):
    world = World(make, seed)

    for turn in range(ROUNDS):
        world.step()
        if turn % 5 == 4:
            world.check()

    world.check()


def test_the_same_under_a_quota_by_golongan(make):
    world = World(make, 99, duty_kind=DutyKind.QUOTA.value, quota=1)

    for _ in range(ROUNDS):
        world.step()

    world.check()
