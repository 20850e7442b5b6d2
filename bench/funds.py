"""One month paid for a whole list in one go, against paying the same people as a selection; and taken back (R14)."""

from datetime import date

from sqlalchemy import select

from bench.measures import Case, Figures
from lindung.actions import payments
from lindung.actions.acts import act, insert_rows
from lindung.actions.funds import create_fund, pay_month
from lindung.actions.undo import undo_act
from lindung.domain.duties import CircularState, DutyKind, Employment, Force
from lindung.domain.funds import FundFacts, FundSource
from lindung.domain.months import Month
from lindung.domain.names import name_key
from lindung.domain.protection import EMPTY_COVER
from lindung.models.acts import ActRow
from lindung.models.base import db
from lindung.models.circulars import Circular
from lindung.models.funds import Fund
from lindung.models.keys import current_keys
from lindung.models.units import Unit
from lindung.models.workers import Enrolment, Worker
from lindung.queries.fund_months import usual_tariff
from lindung.queries.fund_outlooks import fund_outlooks
from lindung.queries.programmes import programme_row
from lindung.queries.viewer import CONSOLE

LIST = 28_448  # Pasuruan
SOME = 500
PROGRAMMES = ["JKK", "JKM"]


def a_month_of_a_fund_against_a_selection(case: Case) -> Figures:
    """Per worker: the set-based way of a fund, and the way of a list's selection, which looks at each row."""
    fund_id, ids = _made(case)
    running = Month.of(case.today)

    def pay() -> None:
        day = case.today
        pay_month(CONSOLE, fund_id, running, paid_on=day, reference="SP2D 1", expected_count=LIST, today=day)

    whole = case.milliseconds_once(pay)
    some = case.milliseconds_once(
        lambda: payments.pay_month(CONSOLE, ids[:SOME], running.next(), case.today, today=case.today)
    )
    circular_id = db.session.get_one(Fund, fund_id).circular_id

    def read() -> object:
        row = programme_row(CONSOLE, circular_id, case.today)
        return fund_outlooks(row.circular, row.funds, case.today)

    read_ms = case.milliseconds(read, runs=3)
    act_id = _newest_act("payment.fund")
    undone = case.milliseconds_once(lambda: undo_act(CONSOLE, act_id, today=case.today))
    return {
        f"a month of {LIST} workers of a fund paid, s": f"{whole / 1000:.1f}",
        f"  {SOME} of them paid as a selection, per worker times that": f"{some / SOME / (whole / LIST):.1f}",
        "  taken back, times that": f"{undone / whole:.1f}",
        "  what its page asks for, ms": f"{read_ms:.0f}",
    }


def _made(case: Case) -> tuple[int, list[int]]:
    """A programme with everybody registered in the running month."""
    unit = db.session.scalars(select(Unit).where(Unit.reports).order_by(Unit.id).limit(1)).one()
    with act(CONSOLE, "bench", today=case.today):
        circular = _circular(case.today)
        db.session.add(circular)
        db.session.flush()
        circular_id, code, place = circular.id, unit.code, unit.id
    first = Month.of(case.today)
    amount, name = 10**10, "DBHCHT"
    facts = FundFacts(name, FundSource.DBHCHT, True, code, amount, first, first.plus(11), LIST)
    fund_id = create_fund(CONSOLE, circular_id, facts, today=case.today).record_id or 0
    with act(CONSOLE, "bench", today=case.today) as deed:
        people = [_person(number) for number in range(LIST)]
        worker_ids = insert_rows(deed, Worker, people)
        shared = _shared(db.session.get_one(Fund, fund_id), first, place)
        rows = [
            {"worker_id": id_, "name_key": person["name_key"], **shared}
            for id_, person in zip(worker_ids, people, strict=True)
        ]
        ids = insert_rows(deed, Enrolment, rows)
    case.settle()
    return fund_id, ids


def _circular(today: date) -> Circular:
    return Circular(
        number="SK bench", title="Daftar dana", force=Force.APPEAL.value, state=CircularState.IN_FORCE.value,
        in_force_from=Month.of(today).first_day(), duty_kind=DutyKind.FUNDED_LIST.value, quota_by_grade={},
        audience=[Employment.PNS.value], relations=["other"], programmes=PROGRAMMES,
    )  # fmt: skip


def _person(number: int) -> dict[str, object]:
    nik, name = f"351700{number:010d}", f"Petani {number}"
    given = {
        "nik": nik, "nik_index": current_keys().blind(nik), "nik_last4": nik[-4:], "name": name,
        "name_key": name_key(name), "version": 1,
    }  # fmt: skip
    blank = (column.name for column in Worker.__table__.columns if column.nullable)
    return dict.fromkeys(blank) | given


def _shared(fund: Fund, first: Month, unit_id: int) -> dict[str, object]:
    day = first.first_day()
    given = {
        "sponsor_id": fund.sponsor_id, "circular_id": fund.circular_id, "relation": "other",
        "tariff": usual_tariff(PROGRAMMES, True).code, "state": "registered", "noted_on": day,
        "registered_on": day, "first_month": first, "job": 1, "cover": EMPTY_COVER, "unit_id": unit_id,
        "opd_id": unit_id, "version": 1,
    }  # fmt: skip
    blank = (column.name for column in Enrolment.__table__.columns if column.nullable)
    return dict.fromkeys(blank) | given


def _newest_act(kind: str) -> int:
    statement = select(ActRow.id).where(ActRow.kind == kind).order_by(ActRow.id.desc()).limit(1)
    return db.session.scalars(statement).one()
