"""Two clerks press *Simpan* at the same moment: one is done, the other learns it, and the figures stay right."""

import os
from threading import Barrier, Thread

import pytest

from lindung.actions.declarations import declare
from lindung.actions.enrolments import StateChange, change_state
from lindung.actions.payments import pay_month
from lindung.domain.duties import Answer
from lindung.domain.errors import ChangedMeanwhile, RuleBroken
from lindung.domain.months import Month
from lindung.domain.registration import EnrolmentState
from lindung.models.base import db
from lindung.models.workers import Enrolment
from tests.support.clock import THIS_MONTH, TODAY
from tests.support.counts import stored

pytestmark = pytest.mark.usefixtures("nothing_drifts")

PAIRS = 500 if os.environ.get("LINDUNG_FULL") == "1" else 8
S = EnrolmentState


def race(app, *deeds):
    """Runs each deed in a thread of its own, begun together; what came of each, in order."""
    start, results = Barrier(len(deeds)), [None] * len(deeds)

    def run(number, deed):
        with app.app_context():
            start.wait()
            try:
                results[number] = deed()
            except (ChangedMeanwhile, RuleBroken) as refused:
                results[number] = refused
            finally:
                db.session.remove()

    threads = [Thread(target=run, args=(number, deed)) for number, deed in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    db.session.rollback()
    return results


def test_of_two_saves_of_one_row_exactly_one_is_done(app, viewer, an_enrolment, a_sponsor, a_worker):
    ratna, joko = viewer("ratna"), viewer("koordinator")
    row = an_enrolment(state="submitted")
    row_id, circular = row.id, row.circular_id

    for turn in range(PAIRS):
        version = db.session.get(Enrolment, row_id).version
        wanted = S.REFUSED if turn % 2 == 0 else S.SUBMITTED
        change = StateChange(wanted, TODAY, reason="NIK tidak padan")

        results = race(
            app,
            *(
                lambda who=who, change=change, version=version: change_state(
                    who, row_id, change, seen_version=version, today=TODAY
                )
                for who in (ratna, joko)
            ),
        )

        assert sorted(type(one).__name__ for one in results) == ["ChangedMeanwhile", "Done"]
    assert stored(circular, "07", THIS_MONTH).workers == 1


def test_two_clerks_on_two_rows_of_one_office_both_count(app, viewer, a_sponsor, a_circular):
    ratna, joko, circular = viewer("ratna"), viewer("koordinator"), a_circular().id
    people = [a_sponsor(f"ASN {number}").id for number in range(2 * PAIRS)]

    for one, other in zip(people[::2], people[1::2], strict=True):
        results = race(
            app,
            lambda one=one: declare(ratna, one, circular, Answer.NONE, TODAY, today=TODAY),
            lambda other=other: declare(joko, other, circular, Answer.NONE, TODAY, today=TODAY),
        )
        assert not [result for result in results if isinstance(result, Exception)]

    assert stored(circular, "07", THIS_MONTH).none == 2 * PAIRS


@pytest.mark.parametrize("turn", range(3))
def test_r17_of_two_payers_of_one_month_exactly_one_pays(
    app, viewer, an_enrolment, a_sponsor, a_worker, turn
):
    ratna, joko, siti, october = viewer("ratna"), viewer("koordinator"), a_worker(), Month(202610)
    rows = [an_enrolment(a_sponsor(name), siti).id for name in ("Hadi", "Rini")]

    results = race(
        app,
        lambda: pay_month(ratna, [rows[0]], october, TODAY, today=TODAY),
        lambda: pay_month(joko, [rows[1]], october, TODAY, today=TODAY),
    )

    assert sorted(getattr(one, "code", type(one).__name__) for one in results) == ["Done", "second_payer"]
