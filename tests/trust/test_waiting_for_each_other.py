"""Two people at once: who comes second waits, looks again, and loses nobody's work."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from time import sleep
from typing import Any

import pytest
from sqlalchemy import select

from lindung.actions import imports, payers, sponsors, summaries, tree
from lindung.actions.acts import act
from lindung.actions.declarations import declare
from lindung.actions.enrolments import StateChange, change_state, change_state_in_bulk
from lindung.actions.payments import pay_month
from lindung.actions.sponsors import SponsorFacts, edit_sponsor, move_sponsor
from lindung.actions.units import close_unit
from lindung.actions.workers import Terms, WorkerFacts, add_worker, edit_worker
from lindung.domain.duties import Answer, Employment
from lindung.domain.errors import NotThere, RuleBroken
from lindung.domain.months import BEGINNING, OPEN_END, Month
from lindung.domain.registration import EnrolmentState, Relation
from lindung.models.base import db
from lindung.models.circulars import Declaration
from lindung.models.sponsors import Posting, Sponsor
from lindung.queries.viewer import CONSOLE
from tests.support import cast
from tests.support.clock import THIS_MONTH, TODAY
from tests.support.importing import bring, stage
from tests.support.makers import FOR_EVER

HEADER = ("nip", "nama", "kode_unit")
NIP = "198001012005011777"
NIK = "3518005704869907"
LONG_ENOUGH = 0.4  # for the other to reach what it waits for


@pytest.fixture
def somebody_else(app) -> Iterator[Callable[[Callable[[], Any]], Future[Any]]]:
    """Begins another person's act beside the one under way, and lets it come to where it must wait."""

    def run(deed: Callable[[], Any]) -> Any:
        with app.app_context():
            try:
                return deed()
            finally:
                db.session.remove()

    def begin(deed: Callable[[], Any]) -> Future[Any]:
        future = pool.submit(run, deed)
        sleep(LONG_ENOUGH)
        return future

    with ThreadPoolExecutor(1) as pool:
        yield begin


def hadi_of_the_books() -> Sponsor:
    return db.session.scalars(select(Sponsor).where(Sponsor.nip == NIP)).one()


def test_a_file_waits_for_whoever_is_changing_its_people_and_is_then_judged_anew(somebody_else, app):
    bring("sponsors", [HEADER, (NIP, "Hadi", "07")])
    batch = stage("sponsors", [HEADER, (NIP, "Hadi Suprapto", "07")])

    with act(CONSOLE, "sponsor.edit", today=TODAY):
        hadi = hadi_of_the_books()
        payers.lock_sponsors([hadi.id])
        hadi.name = "Hadi Santoso"
        db.session.flush()
        other = somebody_else(lambda: imports.apply(CONSOLE, batch, today=TODAY))

    with pytest.raises(RuleBroken, match="preview_changed"):
        other.result()
    db.session.rollback()
    assert hadi_of_the_books().name == "Hadi Santoso"


def test_a_recount_waits_for_answers_that_are_not_saved_yet(somebody_else, make):
    circular, hadi = make.a_circular(), make.a_sponsor()
    facts = {"sponsor_id": hadi.id, "circular_id": circular.id, "answer": "none", "made_on": TODAY}

    def count_anew() -> None:
        with act(CONSOLE, "recount", today=TODAY) as deed:
            summaries.recount(deed.today)

    with act(CONSOLE, "declaration.declare", today=TODAY) as deed:
        with summaries.difference(deed, [hadi.id], since=BEGINNING):
            db.session.add(Declaration(**facts, ends_on=FOR_EVER))
        other = somebody_else(count_anew)

    other.result()
    db.session.rollback()
    assert summaries.mismatches() == []


@pytest.mark.parametrize(
    ("deed", "refusal"),
    [
        *((deed, NotThere) for deed in ("answer", "state", "facts", "worker", "new worker")),
        *((deed, RuleBroken) for deed in ("states", "payment")),  # of those confirmed one less is there
    ],
)
def test_who_was_moved_away_while_one_waited_is_not_there(somebody_else, make, viewer, deed, refusal):
    ratna, hadi = viewer("ratna"), make.a_sponsor()
    row = make.an_enrolment(hadi)
    hadi_id, row_id, worker_id, circular_id = hadi.id, row.id, row.worker_id, row.circular_id
    ended = StateChange(EnrolmentState.ENDED, TODAY, reason="pindah")
    facts = SponsorFacts("Hadi", NIP, Employment.PNS)
    terms = Terms(Relation.ART)
    deeds: dict[str, Callable[[], object]] = {
        "answer": lambda: declare(ratna, hadi_id, circular_id, Answer.NONE, TODAY, today=TODAY),
        "state": lambda: change_state(ratna, row_id, ended, seen_version=1, today=TODAY),
        "states": lambda: change_state_in_bulk(ratna, [row_id], ended, 1, today=TODAY),
        "facts": lambda: edit_sponsor(ratna, hadi_id, facts, seen_version=1, today=TODAY),
        "worker": lambda: edit_worker(
            ratna, worker_id, WorkerFacts(village="X"), seen_version=1, today=TODAY
        ),
        "new worker": lambda: add_worker(
            ratna, hadi_id, circular_id, WorkerFacts(nik=NIK, name="Ani"), terms, today=TODAY
        ),
        "payment": lambda: pay_month(ratna, [row_id], Month.of(TODAY), TODAY, expected_count=1, today=TODAY),
    }

    with act(CONSOLE, "sponsor.move", today=TODAY) as moving:
        with summaries.difference(moving, [hadi_id], since=BEGINNING):
            posting = db.session.scalars(select(Posting).where(Posting.sponsor_id == hadi_id)).one()
            posting.unit_id = cast.unit(cast.OPD_8).id
            db.session.flush()
        other = somebody_else(deeds[deed])

    with pytest.raises(refusal) as refused:
        other.result()
    assert getattr(refused.value, "code", "count_changed") == "count_changed"


def test_who_moves_into_a_unit_waits_for_its_closing_and_learns_it(somebody_else, make, viewer):
    """R10: a posting has no end, so it would have stood in a unit that is no more."""
    hadi, coordinator = make.a_sponsor(), viewer("koordinator")

    with act(coordinator, "unit.close", today=TODAY):
        tree.lock_tree()
        other = somebody_else(
            lambda: move_sponsor(coordinator, hadi.id, "08.01", THIS_MONTH, seen_version=1, today=TODAY)
        )
        cast.unit("08.01").closed_from = THIS_MONTH

    with pytest.raises(RuleBroken, match="unit_closed"):
        other.result()


def test_a_closing_waits_for_who_is_moving_in_and_is_refused(somebody_else, make, viewer):
    hadi, coordinator = make.a_sponsor(), viewer("koordinator")
    seen = cast.unit("08.01").version

    with act(coordinator, "sponsor.move", today=TODAY):
        sponsors._open_unit("08.01", THIS_MONTH, TODAY)
        db.session.add(
            Posting(
                sponsor_id=hadi.id,
                unit_id=cast.unit("08.01").id,
                first_month=THIS_MONTH,
                last_month=OPEN_END,
            )
        )
        db.session.flush()
        other = somebody_else(
            lambda: close_unit(coordinator, "08.01", THIS_MONTH, seen_version=seen, today=TODAY)
        )

    with pytest.raises(RuleBroken, match="unit_has_people"):
        other.result()
