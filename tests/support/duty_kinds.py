"""A quota, and a programme of funds, of a few people each, for tests about circulars of several kinds (R8)."""

from datetime import date

from lindung.domain.duties import DutyKind
from lindung.domain.months import Month
from lindung.models.base import db
from lindung.models.circulars import Circular
from lindung.models.workers import Enrolment
from tests.support import cast
from tests.support.funded import a_fund, a_programme
from tests.support.funded import funded as pay_for
from tests.support.makers import Makers

QUOTA = "SE 440/4450/2022"
FUNDED = "KEP 7/2026"


def a_quota(make: Makers) -> Circular:
    """Two of three offices take part: Hadi of OPD 7 covers two workers, Wiwik of OPD 8 one; four others nobody."""
    circular = make.a_circular(QUOTA, duty_kind=DutyKind.QUOTA.value, quota=1, target_percent=20)
    hadi, wiwik = make.a_sponsor("Hadi"), make.a_sponsor("Wiwik", unit=cast.CLINIC)
    make.a_sponsor("Umar", unit=cast.SCHOOL)
    make.a_sponsor("Slamet", unit="08")
    make.a_sponsor("Tuti")
    for name in ("Agung", "Bambang"):
        make.a_sponsor(name, unit="01")
    make.an_enrolment(hadi, make.a_worker("Siti"), relation="neighbour")
    make.an_enrolment(hadi, make.a_worker("Wati"), relation="relative")
    make.an_enrolment(wiwik, make.a_worker("Yati"), relation="art")
    return circular


def a_funded_list(make: Makers) -> Circular:
    """A fund pays for three people of OPD 7 until December: one in full, one in waiting months, one never paid."""
    circular = a_programme(FUNDED, in_force_from=date(2026, 5, 1), in_force_until=date(2027, 6, 30))
    fund = a_fund(circular, first_month=Month(2026_06), last_month=Month(2026_12))
    first, second, third = pay_for(fund, 3, since="2026-06")
    assert third
    make.paid_month(db.session.get_one(Enrolment, first), *(f"2026-{number:02d}" for number in range(6, 12)))
    make.paid_month(db.session.get_one(Enrolment, second), "2026-11")
    return circular
