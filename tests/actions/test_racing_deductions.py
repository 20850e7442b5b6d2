"""Two treasurers at once (R16): an ASN and contribution month is deducted once, a surat kuasa stands once."""

from datetime import date

from sqlalchemy import func, select

from lindung.actions.deductions import Marked, mark_deducted
from lindung.actions.mandates import MandateFacts, record_mandates
from lindung.domain.deductions import DeductionSource
from lindung.domain.errors import RuleBroken
from lindung.domain.months import Month
from lindung.models.base import db
from lindung.models.deductions import Deduction, Mandate
from tests.actions.test_racing_clerks import PAIRS, race
from tests.support.clock import TODAY

NOVEMBER = Month(202611)
SALARY = MandateFacts(DeductionSource.SALARY, "SK/7/2026", date(2026, 3, 1))


def test_of_two_surat_kuasa_and_two_marks_at_once_one_stands(app, viewer, a_sponsor, a_worker, an_enrolment):
    yuni, joko = viewer("bendahara"), viewer("koordinator")
    people = []
    for number in range(PAIRS):
        sponsor = a_sponsor(f"ASN {number}")
        an_enrolment(sponsor, a_worker(f"Pekerja {number}"))
        people.append(sponsor.id)
    marked = Marked(NOVEMBER, (NOVEMBER,), date(2026, 11, 2))

    for sponsor_id in people:
        given = race(
            app,
            lambda sponsor_id=sponsor_id: record_mandates(yuni, [sponsor_id], SALARY, 1, today=TODAY),
            lambda sponsor_id=sponsor_id: record_mandates(joko, [sponsor_id], SALARY, 1, today=TODAY),
        )
        assert [one.code for one in given if isinstance(one, RuleBroken)] == ["mandate_stands"]
        done = race(
            app,
            lambda sponsor_id=sponsor_id: mark_deducted(yuni, [sponsor_id], marked, 1, today=TODAY),
            lambda sponsor_id=sponsor_id: mark_deducted(joko, [sponsor_id], marked, 1, today=TODAY),
        )
        assert [one.code for one in done if isinstance(one, RuleBroken)] == ["already_deducted"]
    assert db.session.scalar(select(func.count(Mandate.id))) == PAIRS
    assert db.session.scalar(select(func.count(Deduction.id))) == PAIRS
