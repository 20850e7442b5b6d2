"""The same under a programme beside the circular: funds, payers who change, households; held against plain Python."""

import os
from datetime import date

import pytest

from lindung.actions import drift, ledger, summaries
from lindung.actions.acts import act
from lindung.actions.households import link, unlink
from lindung.domain.duties import DutyKind
from lindung.domain.errors import RuleBroken
from lindung.domain.months import OPEN_END, Month
from lindung.domain.protection import EMPTY_COVER
from lindung.models.base import db
from lindung.models.sponsors import Household, Sponsor
from lindung.models.workers import Enrolment
from lindung.queries.counting import counted
from lindung.queries.viewer import CONSOLE
from tests.actions.test_summaries import BEGIN, ROUNDS, TARIFF, World, _without_zeros
from tests.support.makers import Makers
from tests.support.model import Home, Job, Servant, reckoned_villages
from tests.support.villages import a_fund


class WorldOfFunds(World):
    """Beside the ASN a fund pays for people in villages; workers pass from one payer to the next."""

    def __init__(self, make: Makers, seed: int) -> None:
        super().__init__(make, seed)
        self.programme = make.a_circular(
            "SK 9/2025", duty_kind=DutyKind.FUNDED_LIST.value, in_force_from=BEGIN
        )
        self.fund = a_fund(self.programme, is_public=False).sponsor_id
        self.of_fund: dict[int, Job] = {}

    def step(self) -> None:
        if self.chance.random() < 0.35:
            self.chance.choice([self.propose, self.hand_over, self.hand_over, self.share, self.part])()
        else:
            super().step()

    def propose(self) -> None:
        """A village puts somebody on its list; the fund pays from a month on."""
        worker = self.make.a_worker(f"Petani {len(self.jobs)}")
        on, unit = self._day(), self.chance.choice(self.units)
        self._begin(worker.id, self.fund, self.programme.id, on, unit, [])

    def hand_over(self) -> None:
        """From an ASN to the fund, from the fund to an ASN: one worker, one job, the next payer."""
        running = [(id_, job) for id_, (job, _) in self.jobs.items() if job.first_month and not job.ended_on]
        if not running:
            return
        id_, old = self.chance.choice(running)
        on = max(Month.of(self._day()).first_day(), old.noted_on)
        self.end_on(id_, on)
        row = db.session.get_one(Enrolment, id_)
        to_fund = id_ not in self.of_fund and self.chance.random() < 0.7
        payer = self.fund if to_fund else self._sponsor()
        circular = self.programme.id if to_fund else self.circular.id
        unit = self.chance.choice(self.units)
        self._begin(row.worker_id, payer, circular, on, unit, [old, *old.others])

    def end_on(self, id_: int, on: date) -> None:
        with self._saving([], on, [id_]):
            row = db.session.get_one(Enrolment, id_)
            row.state, row.ended_on = "ended", on
        self.jobs[id_][0].ended_on = on

    def _begin(
        self, worker_id: int, payer: int, circular_id: int, on: date, unit: int, same: list[Job]
    ) -> None:
        new: list[int] = []
        people = [] if payer == self.fund else [payer]
        with self._saving(people, on, new):
            row = Enrolment(
                worker_id=worker_id, sponsor_id=payer, circular_id=circular_id, relation="other", tariff=TARIFF,
                state="registered", noted_on=on, registered_on=on, first_month=Month.of(on), cover=EMPTY_COVER,
                unit_id=unit, opd_id=unit, name_key="x",
            )  # fmt: skip
            db.session.add(row)
            db.session.flush()
            ledger.rebuild_cover([row.id])
            new.append(row.id)
        job = Job(noted_on=on, registered_on=on, first_month=Month.of(on), others=same)
        for other in same:
            other.others.append(job)
        self.jobs[row.id] = job, payer
        if payer == self.fund:
            job.unit = unit
            self.of_fund[row.id] = job
        else:
            self.people[payer].jobs.append(job)

    def _save_payment(self, id_: int, month: Month, amount: int) -> None:
        """R17: a month that another payer holds is not his."""
        if not any(other.paid[month] for other in self.jobs[id_][0].others):
            super()._save_payment(id_, month, amount)

    def share(self) -> None:
        one, other = self.chance.sample(list(self.people), 2)
        try:
            link(CONSOLE, one, other, today=self.today)
        except RuleBroken:
            return
        running = Month.of(self.today)
        self._live_together([self.people[one], self.people[other]], running)

    def part(self) -> None:
        linked = [id_ for id_, one in self.people.items() if one.household and one.household.last == OPEN_END]
        if not linked:
            return
        id_ = self.chance.choice(linked)
        unlink(CONSOLE, id_, today=self.today)
        self.people[id_].household.last = Month.of(self.today).previous()

    def long_linked(self) -> None:
        """Somebody was linked long ago: late corrections then touch both."""
        ids = [id_ for id_, one in self.people.items() if one.is_asn][:2]
        with act(CONSOLE, "random", today=self.today):
            home = Household(first_month=Month.of(BEGIN), last_month=OPEN_END)
            db.session.add(home)
            db.session.flush()
            for id_ in ids:
                db.session.get_one(Sponsor, id_).household_id = home.id
            summaries.recount(self.today)
        self._live_together([self.people[id_] for id_ in ids], Month.of(BEGIN))

    @staticmethod
    def _live_together(pair: list[Servant], first: Month) -> None:
        home = Home(pair, first, OPEN_END)
        for each in pair:
            if each.household:
                each.household.members.remove(each)
            each.household = home

    def check(self) -> None:
        super().check()
        for month in summaries.open_span(self.programme, self.today):
            found = counted(self.programme, [month], self.today)
            fresh = {unit: counts for (_, unit), counts in found.items()}
            model = reckoned_villages(self.of_fund.values(), month, self.today, self.due)
            assert _without_zeros(fresh) == _without_zeros(model), f"{month}, seen on {self.today}"
        assert [one for one in drift.drifted(Month.of(self.today)) if one.column == "cover"] == []


@pytest.mark.parametrize("seed", range(3 if os.environ.get("LINDUNG_FULL") == "1" else 1))
def test_funds_hand_overs_and_households_keep_every_count_true(make, seed):
    world = WorldOfFunds(make, seed)
    world.long_linked()

    for turn in range(ROUNDS):
        world.step()
        if turn % 8 == 7:
            world.check()

    world.check()
    assert world.of_fund
