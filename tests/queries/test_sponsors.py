"""Lists of sponsors are as long as the numbers that open them, and page without skipping anybody."""

from datetime import date

import pytest
from sqlalchemy import select

from lindung.actions.acts import act
from lindung.domain.duties import Answer, Employment
from lindung.domain.months import BEGINNING, OPEN_END, Month
from lindung.models.base import db
from lindung.models.circulars import Circular
from lindung.models.sponsors import Posting, Sponsor
from lindung.models.units import Unit, ids_on
from lindung.queries.counting import Counts, counted
from lindung.queries.paging import PAGE
from lindung.queries.places import Extent, Place
from lindung.queries.sponsors import (
    SponsorFilter,
    SponsorOrder,
    StandingFilter,
    all_sponsor_rows,
    sponsor_rows,
    sponsor_total,
)
from lindung.queries.units import unit_by_code
from lindung.queries.viewer import CONSOLE
from tests.support import cast
from tests.support.clock import TODAY

NOVEMBER, OCTOBER = Month(2026_11), Month(2026_10)
MEASURES = {
    None: lambda counts: counts.asn,
    StandingFilter.UNANSWERED: lambda counts: counts.unanswered,
    StandingFilter.ANSWERED: lambda counts: counts.answered,
    StandingFilter.NONE: lambda counts: counts.none,
    StandingFilter.TARGET: lambda counts: counts.target,
    StandingFilter.UNREGISTERED: lambda counts: counts.unregistered,
    StandingFilter.REGISTERED: lambda counts: counts.registered,
    StandingFilter.UNPAID: lambda counts: counts.unpaid,
    StandingFilter.UNSETTLED: lambda counts: counts.target - counts.settled,
    StandingFilter.SETTLED: lambda counts: counts.settled,
}


@pytest.fixture
def a_mixed_office(a_sponsor, a_declaration, an_enrolment, paid_month):
    """Somebody in every state of R7, in three units; returns the circular."""
    for unit in (cast.OPD_7, cast.SCHOOL, cast.OPD_8):
        a_sponsor("Belum", unit=unit)
        a_sponsor("Honorer", unit=unit, employment=Employment.NON_ASN)
        a_declaration(a_sponsor("Nihil", unit=unit), Answer.NONE)
        a_declaration(a_sponsor("Pihak Lain", unit=unit), Answer.COVERED_ELSEWHERE)
        a_declaration(a_sponsor("Belum Daftar", unit=unit), Answer.EMPLOYS)
        partial = a_sponsor("Sebagian", unit=unit)
        a_declaration(partial, Answer.EMPLOYS)
        an_enrolment(partial)
        an_enrolment(partial, state="candidate")
        unpaid = a_sponsor("Belum Lunas", unit=unit)
        a_declaration(unpaid, Answer.OTHER_WORKER)
        an_enrolment(unpaid)
        settled = a_sponsor("Tuntas", unit=unit)
        a_declaration(settled, Answer.EMPLOYS)
        paid_month(an_enrolment(settled), "2026-10", "2026-11")
    return db.session.scalars(select(Circular)).one()


def total_below(circular: Circular, month: Month, path: str) -> Counts:
    """What the read model's own statement counts for a subtree."""
    paths = dict(db.session.execute(select(Unit.id, Unit.path)).all())
    wanted = int(path[-6:], 16)
    total = Counts()
    for (_month, unit_id), counts in counted(circular, [month], TODAY).items():
        if wanted in ids_on(paths[unit_id]):
            total = total.plus(counts)
    return total


def test_every_list_is_as_long_as_the_number_that_opens_it(app, a_mixed_office):
    office = unit_by_code(CONSOLE, "07")
    for month in (OCTOBER, NOVEMBER):
        counts = total_below(a_mixed_office, month, office.path)
        for standing, measure in MEASURES.items():
            wanted = SponsorFilter(place=Place(office, Extent.SUBTREE), standing=standing)

            found = sponsor_rows(CONSOLE, a_mixed_office.id, month, TODAY, wanted)

            assert found.total == len(found.rows) == measure(counts) > 0, (month, standing)
            assert sponsor_total(CONSOLE, a_mixed_office.id, month, TODAY, wanted) == found.total
            assert len(all_sponsor_rows(CONSOLE, a_mixed_office.id, month, TODAY, wanted)) == found.total


def test_people_directly_in_a_unit_are_told_from_those_below_it(app, a_mixed_office):
    office = unit_by_code(CONSOLE, "07")

    direct = sponsor_total(
        CONSOLE, a_mixed_office.id, NOVEMBER, TODAY, SponsorFilter(place=Place(office, Extent.DIRECT))
    )
    below = sponsor_total(
        CONSOLE, a_mixed_office.id, NOVEMBER, TODAY, SponsorFilter(place=Place(office, Extent.SUBTREE))
    )

    assert (direct, below) == (7, 14)


def test_a_clerk_lists_and_counts_only_his_own_office(app, a_mixed_office, viewer):
    found = sponsor_rows(viewer("ratna"), a_mixed_office.id, NOVEMBER, TODAY, SponsorFilter())

    assert found.total == 14
    assert {row.unit_code for row in found.rows} == {"07", "07.01"}


def test_some_but_not_all_registered_is_partial(app, a_mixed_office):
    wanted = SponsorFilter(standing=StandingFilter.UNREGISTERED, q="sebagian")

    rows = sponsor_rows(CONSOLE, a_mixed_office.id, NOVEMBER, TODAY, wanted).rows

    assert [(row.is_partial, row.registered, row.workers) for row in rows] == [(True, 1, 2)] * 3


def test_a_person_is_found_by_name_by_nip_and_by_its_last_four_digits(app, a_circular, a_sponsor):
    circular, hadi = a_circular(), a_sponsor("Hadi Suprapto, S.Pd.", nip="198001012005011234")
    a_sponsor("Lilik Rahmawati")

    for q in ("suprapto", "hadi s.pd", "198001012005011234", "1234"):
        rows = sponsor_rows(CONSOLE, circular.id, NOVEMBER, TODAY, SponsorFilter(q=q)).rows
        assert [row.id for row in rows] == [hadi.id], q
    assert not sponsor_rows(CONSOLE, circular.id, NOVEMBER, TODAY, SponsorFilter(q="%")).rows


@pytest.mark.parametrize("order", SponsorOrder)
@pytest.mark.parametrize("falling", [False, True])
def test_paging_forth_and_back_shows_everybody_once(app, a_circular, order, falling):
    circular = a_circular()
    many_sponsors(2 * PAGE + 7)
    wanted = SponsorFilter(order=order, falling=falling)

    first = sponsor_rows(CONSOLE, circular.id, NOVEMBER, TODAY, wanted)
    second = sponsor_rows(CONSOLE, circular.id, NOVEMBER, TODAY, wanted, first.next)
    third = sponsor_rows(CONSOLE, circular.id, NOVEMBER, TODAY, wanted, second.next)
    back = sponsor_rows(CONSOLE, circular.id, NOVEMBER, TODAY, wanted, third.previous)

    assert [(page.first, page.last) for page in (first, second, third, back)] == [
        (1, 50),
        (51, 100),
        (101, 107),
        (51, 100),
    ]
    assert len({row.id for page in (first, second, third) for row in page.rows}) == 107
    assert back.rows == second.rows
    assert (first.previous, third.next) == (None, None)


def test_a_page_costs_the_same_for_many_as_for_few(app, a_circular, queries, viewer):
    circular, ratna = a_circular(), viewer("ratna")
    many_sponsors(3)
    with queries() as few:
        sponsor_rows(ratna, circular.id, NOVEMBER, TODAY, SponsorFilter())
    many_sponsors(60, start=10)

    with queries() as many:
        sponsor_rows(ratna, circular.id, NOVEMBER, TODAY, SponsorFilter())

    assert len(many) == len(few) <= 6


def test_in_a_past_month_somebody_who_moved_stands_in_his_old_unit(app, a_circular, a_sponsor, viewer):
    circular, hadi = a_circular(), a_sponsor()
    move(hadi, cast.OPD_8, Month(2026_11))

    october = sponsor_rows(viewer("ratna"), circular.id, OCTOBER, TODAY, SponsorFilter())
    november = sponsor_rows(viewer("ratna"), circular.id, NOVEMBER, TODAY, SponsorFilter())

    assert [(row.id, row.is_present) for row in october.rows] == [(hadi.id, False)]
    assert not november.rows


def test_without_a_circular_everybody_posted_is_listed_without_a_state(app, a_sponsor):
    a_sponsor()

    rows = sponsor_rows(CONSOLE, None, NOVEMBER, TODAY, SponsorFilter()).rows

    assert [(row.state, row.workers) for row in rows] == [(None, 0)]


def many_sponsors(count: int, start: int = 0) -> None:
    """People who differ in name, saved quickly."""
    with act(CONSOLE, "people", today=TODAY):
        units = [cast.unit(cast.OPD_7).id, cast.unit(cast.SCHOOL).id]
        for number in range(start, start + count):
            name = f"orang {number % 20:03d}"
            row = Sponsor(
                kind="asn", nip=f"1980010120050{number:05d}", name=name, name_key=name, employment="pns"
            )
            db.session.add(row)
            db.session.flush()
            db.session.add(
                Posting(
                    sponsor_id=row.id, unit_id=units[number % 2], first_month=BEGINNING, last_month=OPEN_END
                )
            )


def move(sponsor: Sponsor, place: cast.Place, since: Month) -> None:
    with act(CONSOLE, "move", today=date(2026, 11, 1)):
        old = db.session.scalars(select(Posting).where(Posting.sponsor_id == sponsor.id)).one()
        old.last_month = since.previous()
        db.session.add(
            Posting(
                sponsor_id=sponsor.id, unit_id=cast.unit(place).id, first_month=since, last_month=OPEN_END
            )
        )
