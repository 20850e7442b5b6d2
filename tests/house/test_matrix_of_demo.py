"""The matrix on a fresh demo: every page of every role opens, and what is another office's is not there."""

import os

import pytest
from sqlalchemy import func, select

from lindung.actions.demo.build import SMALL, build_nganjuk
from lindung.models.base import db
from lindung.models.circulars import Circular, Declaration
from lindung.models.deductions import Deduction, Mandate
from lindung.models.handovers import Handover
from lindung.models.imports import BpjsRow, ImportBatch
from lindung.models.ledger import Payment
from lindung.models.reports import MonthReport
from lindung.models.units import Unit
from lindung.models.workers import Enrolment, Question
from lindung.queries.demo import CAST
from lindung.web.setup import set_up_database
from tests.support import cast, matrix
from tests.support.browser import Person
from tests.support.clock import TODAY
from tests.support.matrix import OPEN_TO_READ, SCOPED

IN_THE_GATE = ("sekda", "koordinator", "ratna", "kadis")  # everybody in `make trust`
LOOKERS = [one for one in CAST if os.environ.get("LINDUNG_FULL") == "1" or one.username in IN_THE_GATE]

OWN = {"ratna": "04", "bendahara": "04", "bayu": "05", "kadis": "21"}
REGENCY_WIDE = "04"
# Made by work that the demo has not done: lists sent to BPJS, a scan, a branch's column map, an act of one's own; and
# what other regencies have: claims, funds with their lists, a workforce with its targets.
NOT_IN_THE_DEMO = {
    *("submission_id", "document_id", "map_id", "act_id", "reference", "grant_id", "account_id"),
    *(
        "claim_id",
        "paper_code",
        "way_code",
        "programme_id",
        "fund_id",
        "paper_id",
        "nomination_id",
        "verification_id",
    ),
    *("figure_id", "segment_id", "commitment_id"),
}
SCANS = {"circulars.document", "reports.letter"}
OF_A_TARGET = {"coverage.new_figure"}


@pytest.fixture
def demo(stage, clock):
    stage.restore("demo", fill)
    with stage.app.app_context():
        yield stage.app
        db.session.remove()


def fill():
    set_up_database()
    build_nganjuk(TODAY, SMALL)


def things_of(office):
    """One of everything that stands in an office's books."""
    unit = db.session.scalars(select(Unit).where(Unit.code == office)).one()
    inside = select(Unit.id).where(Unit.path.startswith(unit.path))
    here = Enrolment.opd_id == unit.id

    def first(column, *conditions):
        return db.session.scalar(select(func.min(column)).where(*conditions))

    enrolment = db.session.get_one(Enrolment, first(Enrolment.id, here, Enrolment.first_month.is_not(None)))
    report = first(MonthReport.id, MonthReport.unit_id == unit.id, MonthReport.code.is_not(None))
    reversed_ones = select(Payment.reverses_id).where(Payment.reverses_id.is_not(None))
    said = Payment.enrolment_id.in_(select(Enrolment.id).where(here)), Payment.source == "opd"
    return {
        "code": unit.code,
        "office": unit.code,
        "circular_id": first(Circular.id),
        "sponsor_id": enrolment.sponsor_id,
        "worker_id": enrolment.worker_id,
        "enrolment_id": enrolment.id,
        "declaration_id": first(Declaration.id, Declaration.sponsor_id == enrolment.sponsor_id),
        "payment_id": first(Payment.id, *said, Payment.amount > 0, Payment.id.not_in(reversed_ones)),
        "mandate_id": first(Mandate.id, Mandate.sponsor_id.in_(select(Enrolment.sponsor_id).where(here))),
        "deduction_id": first(Deduction.id, Deduction.unit_id.in_(inside)),
        "report_id": report,
        "report_code": db.session.get_one(MonthReport, report).code,
        "batch_id": first(ImportBatch.id),
        "question_id": first(Question.id, Question.sponsor_id.in_(select(Enrolment.sponsor_id).where(here))),
        "handover_id": first(Handover.id, Handover.enrolment_id.in_(select(Enrolment.id).where(here))),
        "kind": "tarif",
        "row_id": 1,
    }


def readable(app, things):
    """Every page whose thing there is one of."""
    absent = NOT_IN_THE_DEMO | {name for name, value in things.items() if value is None}
    rules = (rule for rule in matrix.rules(app, "GET") if rule.endpoint not in SCANS | OF_A_TARGET)
    return [
        rule
        for rule in rules
        if not rule.arguments & absent
        and not (rule.rule.startswith("/program/") and "circular_id" in rule.arguments)  # it has no programme
    ]


def viewer_of(part):
    return matrix.people.viewer("koordinator")._replace(username=part.username, role=part.role)


@pytest.mark.parametrize("part", LOOKERS, ids=[part.username for part in LOOKERS])
def test_every_page_of_every_role_opens_on_a_fresh_demo(demo, part):
    things = things_of(OWN.get(part.username, REGENCY_WIDE))
    before, wrong = matrix.office_data(), []
    person = Person(demo, part.username)

    for rule in readable(demo, things):
        asks = person.htmx() if rule.endpoint in matrix.FRAGMENTS else person
        reply = asks.get(matrix.address(demo, rule, things))
        allowed = matrix.is_allowed(demo, rule, viewer_of(part))
        # The demo's files are the coordinator's: to a clerk they are not there.
        expected = OPEN_TO_READ | ({404} if "batch_id" in rule.arguments else set()) if allowed else {403}
        if reply.status not in expected:
            wrong.append((rule.endpoint, reply.status))

    assert wrong == []
    db.session.rollback()
    assert matrix.office_data() == before


@pytest.mark.parametrize("username", sorted(OWN))
def test_what_is_another_offices_is_not_there(demo, username):
    part = next(one for one in CAST if one.username == username)
    things = things_of("30") | {"question_id": None}  # of two offices: the other matrix has one of each
    person, wrong = Person(demo, username), []

    for rule in readable(demo, things):
        if not rule.arguments & SCOPED or not matrix.is_allowed(demo, rule, viewer_of(part)):
            continue
        reply = person.get(matrix.address(demo, rule, things))
        if reply.status != 404:
            wrong.append((rule.endpoint, reply.status))

    assert wrong == []


def test_the_cast_of_the_demo_is_signed_in_by_name(demo):
    assert {cast.account(part.username).username for part in CAST} == {part.username for part in CAST}
    assert db.session.scalar(select(func.count(BpjsRow.id))) > 0
