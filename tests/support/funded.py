"""Programmes that pay for named people: a circular of that kind, its funds, and as many workers as a test wants."""

from datetime import date
from typing import Any

from sqlalchemy import select

from lindung.actions import summaries
from lindung.actions.acts import act, insert_rows
from lindung.actions.circulars import NewDocument
from lindung.actions.funds import PaperFacts, add_paper, create_fund
from lindung.domain.duties import DutyKind
from lindung.domain.funds import FundFacts, FundSource, PaperKind
from lindung.domain.months import Month
from lindung.domain.names import name_key
from lindung.domain.protection import EMPTY_COVER
from lindung.models.base import db
from lindung.models.circulars import Circular
from lindung.models.funds import Fund
from lindung.models.keys import current_keys
from lindung.models.sponsors import Sponsor
from lindung.models.units import Unit, ids_on
from lindung.models.workers import Enrolment, Worker
from lindung.queries.fund_months import usual_tariff
from lindung.queries.viewer import CONSOLE
from tests.support import cast
from tests.support.clock import today
from tests.support.makers import Makers

NUMBER = "SK 400/7/2026"


def a_programme(number: str = NUMBER, **values: Any) -> Circular:
    """In force since January 2026: a fund pays for the people on its list."""
    chosen = {
        "title": "Perlindungan petani dan buruh tani",
        "duty_kind": DutyKind.FUNDED_LIST.value,
        "declare_by": None,
        "register_by": None,
    }
    return Makers().a_circular(number, **(chosen | values))


def facts(**values: Any) -> FundFacts:
    """DBHCHT of the second half of 2026, proposed by OPD 7, Rp1 million."""
    chosen = {
        "name": "DBHCHT 2026",
        "source": FundSource.DBHCHT,
        "is_public": True,
        "unit_code": "07",
        "amount": 1_000_000,
        "first_month": Month(202607),
        "last_month": Month(202612),
    }
    return FundFacts(**(chosen | values))


def a_fund(circular: Circular | None = None, **values: Any) -> Fund:
    circular = circular or a_programme()
    done = create_fund(CONSOLE, circular.id, facts(**values), sure=True, today=today())
    return db.session.get_one(Fund, done.record_id)


def funded(fund: Fund, count: int, *, unit: cast.Place = "07", since: str | None = None) -> list[int]:
    """So many workers of a unit, registered from the fund's first month on; written at once, counted anew."""
    circular, sponsor = (
        db.session.get_one(Circular, fund.circular_id),
        db.session.get_one(Sponsor, fund.sponsor_id),
    )
    place = cast.unit(unit) if isinstance(unit, str) else unit
    first = Month.parse(since) if since else fund.first_month
    taken = db.session.query(Worker).count()
    people = [_worker(taken + number) for number in range(count)]
    with act(CONSOLE, "enrolment.add", today=today()) as deed:
        worker_ids = insert_rows(deed, Worker, people)
        shared = _shared(circular, sponsor, place, first)
        rows = [
            {"worker_id": id_, "name_key": person["name_key"], **shared}
            for id_, person in zip(worker_ids, people, strict=True)
        ]
        ids = insert_rows(deed, Enrolment, rows)
        summaries.recount(deed.today)
    return ids


def _worker(number: int) -> dict[str, Any]:
    nik, name = f"351800{number:010d}", f"Petani {number}"
    blank = dict.fromkeys(
        (
            *("birth_place", "born_on", "sex", "mother_name", "address", "village", "phone", "occupation"),
            *("workplace", "work_hours", "heir", "consent_on", "kpj", "died_on"),
        )
    )
    return blank | {
        "nik": nik, "nik_index": current_keys().blind(nik), "nik_last4": nik[-4:], "name": name,
        "name_key": name_key(name), "version": 1,
    }  # fmt: skip


def _shared(circular: Circular, sponsor: Sponsor, unit: Unit, first: Month) -> dict[str, Any]:
    day: date = first.first_day()
    reporting = next(id_ for id_ in reversed(ids_on(unit.path)) if db.session.get_one(Unit, id_).reports)
    return {
        "sponsor_id": sponsor.id, "circular_id": circular.id, "relation": "other",
        "tariff": usual_tariff(circular.programmes, sponsor.is_public).code, "state": "registered",
        "noted_on": day, "submitted_on": day, "registered_on": day, "refused_on": None, "ended_on": None,
        "reason": None, "first_month": first, "job": 1, "protected_until": None, "cover": EMPTY_COVER,
        "unit_id": unit.id, "opd_id": reporting, "version": 1,
    }  # fmt: skip


def fund_of(name: str) -> Fund:
    statement = select(Fund).join(Sponsor, Sponsor.id == Fund.sponsor_id).where(Sponsor.name == name)
    return db.session.scalars(statement).one()


# For the matrix


def an_old_programme() -> int:
    """Older than every other circular, so that no page speaks of it by itself."""
    return a_programme(in_force_from=date(2025, 2, 1)).id


def things(programme_id: int, code: str, village: str) -> dict[str, Any]:
    """A fund of this office for two people of a unit, with a decree and its scan."""
    fund = a_fund(db.session.get_one(Circular, programme_id), name=f"Dana {code}", unit_code=code)
    funded(fund, 2, unit=village)
    scan = NewDocument("keputusan.pdf", b"%PDF-1.7\n%%EOF\n")
    decree = PaperFacts(PaperKind.DECREE, "188/45", date(2026, 6, 30), document=scan)
    return {"fund_id": fund.id, "paper_id": add_paper(CONSOLE, fund.id, decree, today=today()).record_id}
