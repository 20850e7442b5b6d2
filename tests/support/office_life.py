"""Clerks at work in any order: random acts through the real actions, refusals and undoing included."""

import random
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta

from sqlalchemy import select

from lindung.actions import imports, summaries
from lindung.actions.acts import act
from lindung.actions.declarations import Basis, declare, declare_none_in_bulk, withdraw_declaration
from lindung.actions.done import Done
from lindung.actions.enrolments import (
    StateChange,
    change_state,
    change_state_in_bulk,
    edit_enrolment,
    submit_batch,
)
from lindung.actions.handovers import accept_handover, end_handover, keep_handover, offer_handover
from lindung.actions.households import link, unlink
from lindung.actions.imports import Upload
from lindung.actions.payments import pay_month
from lindung.actions.questions import Answer as DecidedAs
from lindung.actions.questions import decide
from lindung.actions.reminders import record_reminder
from lindung.actions.settlements import resolve
from lindung.actions.sponsors import (
    LeaveReason,
    SponsorFacts,
    add_sponsor,
    edit_sponsor,
    leave_sponsor,
    move_sponsor,
    return_sponsor,
)
from lindung.actions.undo import undo_act
from lindung.actions.workers import Terms, WorkerFacts, add_worker, edit_worker, replace_worker
from lindung.domain.duties import Answer, Employment
from lindung.domain.errors import ChangedMeanwhile, NotThere, RuleBroken
from lindung.domain.import_columns import ImportKind
from lindung.domain.months import Month
from lindung.domain.questions import ANSWERS, Decision, QuestionKind
from lindung.domain.rates import Payer
from lindung.domain.registration import EnrolmentState, Programme, Relation, Sector
from lindung.domain.settlements import Resolution
from lindung.models.base import db
from lindung.models.circulars import Declaration
from lindung.models.handovers import Handover
from lindung.models.imports import BpjsRow
from lindung.models.sponsors import Sponsor
from lindung.models.workers import Enrolment, Question, Worker
from lindung.queries.viewer import CONSOLE, Viewer
from tests.support.clock import TODAY
from tests.support.files import csv
from tests.support.makers import Makers
from tests.support.people import viewer
from tests.support.villages import a_fund

UNITS = ("01", "07", "07.01", "08", "08.01")
REFUSALS = (RuleBroken, NotThere, ChangedMeanwhile)


class OfficeLife:
    """A few offices, two circulars, and people who do one thing after another."""

    def __init__(self, make: Makers, seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311  # dice, not secrets
        self.make = make
        self.today = TODAY
        self.circulars = [
            make.a_circular(in_force_from=date(2026, 1, 1)).id,
            make.a_circular("SE 2/2026", in_force_from=date(2026, 6, 1), duty_kind="quota", quota=1).id,
        ]
        self._a_programme()
        self.viewers = [viewer(name) for name in ("ratna", "ratna", "bayu", "koordinator")]
        self.sponsors = [make.a_sponsor(f"ASN {n}", unit=UNITS[n % len(UNITS)]).id for n in range(8)]
        self.done: list[tuple[Viewer, int]] = []
        self.counts: Counter[str] = Counter()
        self.kinds: list[Callable[[Viewer], Done | None]] = [
            *[self.declare] * 3, self.none_in_bulk, self.withdraw,
            self.edit, self.move, self.leave, self.come_back, self.add_person,
            *[self.add_worker] * 3, self.edit_worker, self.replace, *[self.change_state] * 5, self.states_in_bulk,
            self.edit_terms, self.submit, *[self.pay] * 4, self.pay_many, *[self.from_bpjs] * 3,
            *[self.answer_question] * 3, *[self.offer_worker] * 2, *[self.take_over] * 3, self.keep_worker,
            self.settle, self.remind, self.share_household, self.part_household, *[self.undo] * 4, self.next_day,
        ]  # fmt: skip

    def _a_programme(self) -> None:
        """A fund posted to one office pays for a few people in others: everything done to enrolments meets them too."""
        programme = self.make.a_circular(
            "SK 3/2026", in_force_from=date(2026, 3, 1), duty_kind="funded_list", audience=[]
        )
        fund = db.session.get_one(Sponsor, a_fund(programme, unit="07").sponsor_id)
        for number, unit in enumerate(("07.01", "08", "08.01", "08.01")):
            worker = self.make.a_worker(f"Petani {number}")
            self.make.an_enrolment(
                fund, worker, circular=programme, unit=unit, payer=Payer.PUBLIC, relation="other"
            )

    def live(self, acts: int) -> None:
        """So many things that were done; refusals come on top."""
        while self.counts["done"] < acts:
            self.step()

    def step(self) -> None:
        kind = self.chance.choice(self.kinds)
        who = self.chance.choice(self.viewers)
        try:
            done = kind(who)
        except REFUSALS as refused:
            self.counts[f"refused {kind.__name__} {getattr(refused, 'code', type(refused).__name__)}"] += 1
            return
        self.counts["done"] += 1
        self.counts[kind.__name__] += 1
        if done is not None:
            self.done.append((who, done.act_id))

    # Sponsors and their answers

    def declare(self, who: Viewer) -> Done:
        answer = self.chance.choice(list(Answer))
        return declare(who, self._sponsor(), self._circular(), answer, self._day(), today=self.today)

    def none_in_bulk(self, who: Viewer) -> Done:
        ids = self.chance.sample(self.sponsors, 2)
        basis = Basis("R/1", self.today)
        return declare_none_in_bulk(who, ids, self._circular(), self._day(), basis, 2, today=self.today)

    def withdraw(self, who: Viewer) -> Done:
        row = self._any(Declaration)
        return withdraw_declaration(who, row.id, seen_version=row.version, today=self.today)

    def edit(self, who: Viewer) -> Done:
        row = self._any(Sponsor, Sponsor.id == self._sponsor())
        employment = self.chance.choice([Employment.PNS, Employment.PPPK, Employment.NON_ASN])
        facts = SponsorFacts(row.name, row.nip, employment, grade=self.chance.choice(["II/a", "III/b"]))
        return edit_sponsor(who, row.id, facts, seen_version=row.version, today=self.today)

    def move(self, who: Viewer) -> Done:
        row = self._any(Sponsor, Sponsor.id == self._sponsor())
        unit, month = self.chance.choice(UNITS), Month.of(self._day())
        return move_sponsor(who, row.id, unit, month, seen_version=row.version, today=self.today)

    def leave(self, who: Viewer) -> Done:
        row = self._any(Sponsor, Sponsor.id == self._sponsor())
        reason = self.chance.choice(list(LeaveReason))
        return leave_sponsor(who, row.id, self._day(), reason, seen_version=row.version, today=self.today)

    def come_back(self, who: Viewer) -> Done:
        row = self._any(Sponsor, Sponsor.id == self._sponsor())
        unit, month = self.chance.choice(UNITS), Month.of(self._day())
        return return_sponsor(who, row.id, unit, month, seen_version=row.version, today=self.today)

    def add_person(self, who: Viewer) -> Done:
        facts = SponsorFacts(f"ASN {len(self.sponsors)}", self.make.a_nip(), Employment.PNS)
        first = self.chance.choice([None, Month.of(self._day())])
        unit = self.chance.choice(UNITS)
        done = add_sponsor(who, unit, facts, from_month=first, today=self.today)
        self.sponsors.append(done.record_id or 0)
        return done

    def share_household(self, who: Viewer) -> Done:
        one, other = self._sponsor(), self._sponsor()
        return link(who, one, other, nip=db.session.get_one(Sponsor, other).nip, today=self.today)

    def part_household(self, who: Viewer) -> Done:
        return unlink(who, self._sponsor(), today=self.today)

    # Workers and their registrations

    def add_worker(self, who: Viewer) -> Done:
        return add_worker(
            who, self._sponsor(), self._circular(), self._facts(), self._terms(), noted_on=self._day(), employs=True,
            today=self.today,
        )  # fmt: skip

    def edit_worker(self, who: Viewer) -> Done:
        row = self._any(Worker)
        facts = WorkerFacts(name=self.chance.choice(["Tini", "Siti Aminah", "Rini"]), heir="Anaknya")
        return edit_worker(who, row.id, facts, seen_version=row.version, today=self.today)

    def replace(self, who: Viewer) -> Done:
        row = self._any(Enrolment)
        return replace_worker(
            who, row.id, self._day(), "pulang kampung", self._facts(), self._terms(), seen_version=row.version,
            today=self.today,
        )  # fmt: skip

    def change_state(self, who: Viewer) -> Done:
        row = self._any(Enrolment)
        kpj = self.make.a_kpj() if self.chance.random() < 0.9 else None
        change = self._change(kpj)
        return change_state(who, row.id, change, seen_version=row.version, today=self.today)

    def states_in_bulk(self, who: Viewer) -> Done:
        ids = [self._any(Enrolment).id, self._any(Enrolment).id]
        return change_state_in_bulk(who, ids, self._change(None), len(set(ids)), today=self.today)

    def edit_terms(self, who: Viewer) -> Done:
        row = self._any(Enrolment)
        programmes = self.chance.choice([None, frozenset({Programme.JKK})])
        terms = Terms(Relation.RELATIVE, programmes, self.chance.choice(list(Sector)))
        return edit_enrolment(who, row.id, terms, seen_version=row.version, today=self.today)

    def submit(self, who: Viewer) -> Done:
        rows = (
            select(Enrolment.id).where(Enrolment.state.in_(["candidate", "refused"])).order_by(Enrolment.id)
        )
        ids = db.session.scalars(rows).all()
        some = self.chance.sample(ids, min(len(ids), self.chance.choice([1, 1, 2])))
        number = f"U/{self.chance.randrange(10**6)}"
        return submit_batch(who, some, number, self._day(), "W-07", len(some), sure=True, today=self.today)

    def answer_question(self, who: Viewer) -> Done:
        row = self._any(Question, Question.decision.is_(None))
        decision = self.chance.choice(ANSWERS[QuestionKind(row.kind)])
        first = self.chance.choice([None, None, self._month()]) if decision is Decision.MOVE else None
        keep = self.chance.choice([row.worker_id, row.other_worker_id])
        answer = DecidedAs(decision, "sudah ditanyakan", first_month=first, keep_id=keep)
        return decide(who, row.id, answer, seen_version=row.version, today=self.today)

    def offer_worker(self, who: Viewer) -> Done:
        row = self._any(Handover, Handover.state.in_(["waiting", "refused"]))
        to = self._any(Sponsor, Sponsor.id == self._sponsor())
        return offer_handover(who, row.id, to.id, nip=to.nip, seen_version=row.version, today=self.today)

    def take_over(self, who: Viewer) -> Done:
        row = self._any(Handover, Handover.state == "offered")
        first = self.chance.choice([None, None, self._month()])
        return accept_handover(who, row.id, first_month=first, seen_version=row.version, today=self.today)

    def keep_worker(self, who: Viewer) -> Done:
        row = self._any(Handover)
        if self.chance.random() < 0.5:
            return keep_handover(who, row.id, seen_version=row.version, today=self.today)
        return end_handover(who, row.id, self._day(), "berhenti", seen_version=row.version, today=self.today)

    # Money, words, and second thoughts

    def pay(self, who: Viewer) -> Done:
        ids = [self._any(Enrolment, Enrolment.state == EnrolmentState.REGISTERED.value).id]
        months, amount = self.chance.choice([1, 1, 1, 3]), self._amount()
        return pay_month(who, ids, self._month(), self._day(), months=months, amount=amount, today=self.today)

    def pay_many(self, who: Viewer) -> Done:
        registered = Enrolment.state == EnrolmentState.REGISTERED.value
        ids = {self._any(Enrolment, registered).id, self._any(Enrolment, registered).id}
        return pay_month(who, ids, self._month(), self.today, expected_count=len(ids), today=self.today)

    def from_bpjs(self, who: Viewer) -> Done:
        """Two rows of the branch: right, short, over, twice, unknown to this office, or long after a lapse."""
        rows = [
            (self._any(Worker).nik, str(self._month()), str(self._amount() or 8_400), f"BPU{self.chance.randrange(50)}")
            for _ in range(2)
        ]  # fmt: skip
        content = csv(("NIK", "Bulan", "Jumlah", "Referensi"), *rows)
        batch_id = imports.stage(who, Upload(ImportKind.PAYMENTS, content, "bpjs.csv"), today=self.today)
        applied = imports.apply(who, batch_id, today=self.today)
        if applied.act_id is None:
            raise NotThere
        return Done(applied.act_id)

    def settle(self, who: Viewer) -> Done:
        row = self._any(BpjsRow)
        how = self.chance.choice([Resolution.ACCEPTED, Resolution.CREDITED, Resolution.ASKED_BACK])
        return resolve(who, [row.id], how, expected_count=1, today=self.today)

    def remind(self, who: Viewer) -> Done:
        return record_reminder(who, self._circular(), [self._sponsor()], "Mohon diisi.", 1, today=self.today)

    def undo(self, _: Viewer) -> None:
        """Mostly what was done last, as people do."""
        if not self.done:
            raise NotThere
        number = len(self.done) - 1 - min(int(self.chance.expovariate(0.7)), len(self.done) - 1)
        who, act_id = self.done[number]
        undo_act(who, act_id, today=self.today)
        del self.done[number]

    def next_day(self, _: Viewer) -> None:
        """A day passes, seldom a month's end; the clock follows the caller."""
        if self.chance.random() < 0.7:
            raise NotThere
        end = Month.of(self.today).last_day()
        over = end - self.today + timedelta(days=1)
        step = self.chance.choice([timedelta(days=1), timedelta(days=1), end - self.today, over])
        if self.today + step > date(2027, 6, 30):
            raise NotThere
        self.today += step
        with act(CONSOLE, "day", today=self.today):
            summaries.open_months(self.today)

    # Dice

    def _sponsor(self) -> int:
        return self.chance.choice(self.sponsors)

    def _circular(self) -> int:
        return self.chance.choice([self.circulars[0], *self.circulars])

    def _day(self) -> date:
        """Mostly of late, sometimes a late correction, at times wrongly ahead."""
        back = self.chance.choice([0, 0, 0, 1, 5, 20, 60, 200, -1])
        return max(date(2026, 1, 1), self.today - timedelta(days=back))

    def _month(self) -> Month:
        return Month.of(self.today).plus(self.chance.choice([-4, -2, -1, -1, 0, 0, 1]))

    def _amount(self) -> int | None:
        """Mostly just what is due."""
        return self.chance.choice([None, None, None, 3_000, 8_400, 10_000, 16_800, 60_000])

    def _change(self, kpj: str | None) -> StateChange:
        state = self.chance.choice([*EnrolmentState, EnrolmentState.REGISTERED, EnrolmentState.REGISTERED])
        first = (
            Month.of(self.today).plus(self.chance.choice([-6, -1, 0, 1]))
            if self.chance.random() < 0.3
            else None
        )
        return StateChange(state, self._day(), kpj, "NIK tidak padan", first)

    def _facts(self) -> WorkerFacts:
        known = self._known_nik() if self.chance.random() < 0.3 else None
        return WorkerFacts(
            nik=known or self.make.a_nik(), name="Siti", born_on=date(1986, 4, 17), phone="0812 0000"
        )

    def _known_nik(self) -> str | None:
        row = db.session.scalars(select(Worker).order_by(Worker.id)).all()
        return self.chance.choice(row).nik if row else None

    def _terms(self) -> Terms:
        return Terms(self.chance.choice(list(Relation)))

    def _any(self, model: type, *conditions: object):
        rows = db.session.scalars(select(model.id).where(*conditions).order_by(model.id)).all()
        if not rows:
            raise NotThere
        return db.session.get_one(model, self.chance.choice(rows))
