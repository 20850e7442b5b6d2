"""The stage of the role x route x object matrix: two offices with the same things in each, everybody signed in."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from flask import Flask
from sqlalchemy import Table, inspect, select
from werkzeug.routing import Rule

from lindung.actions.declarations import declare
from lindung.actions.enrolments import submit_batch
from lindung.actions.sessions import open_session
from lindung.domain.duties import Answer
from lindung.domain.permissions import Reach
from lindung.models.base import Base, db
from lindung.queries.viewer import Viewer
from lindung.web.policy import PUBLIC, policy_of
from tests.support import cast, funded, people
from tests.support.browser import Person
from tests.support.clock import today
from tests.support.makers import Makers
from tests.support.preparing import peopled
from tests.support.signing_in import OFFICE_PC, adopt

Things = dict[str, Any]
# What seeing, asking and signing in leave behind is no office data: it is written beside the request (TRUST).
TRACES = {"account_session", "sign_in_attempt", "act", "audit_entry", "alembic_version"}
SCOPED = {
    "code",
    "sponsor_id",
    "worker_id",
    "enrolment_id",
    "batch_id",
    "question_id",
    "declaration_id",
    "document_id",
    "act_id",
    "submission_id",
    "mandate_id",
    "deduction_id",
    "payment_id",
    "office",
    "report_id",
    "report_code",
    "commitment_id",
    "claim_id",
    "handover_id",
    "fund_id",
    "paper_id",
    "nomination_id",
    "verification_id",
}
FRAGMENTS = {"accounts.unit_options"}  # parts that have no page of their own
# Not there is their answer to a form that names nothing of one's own, to codes of a file that made no accounts,
# and to a role that is no proxy's.
NAMED_IN_THE_FORM = {"accounts.switch_capacity", "accounts.end_session", "imports.codes", "proxies.end"}
OPEN_TO_READ = {200, 204, 301, 302, 303}
OPEN_TO_WRITE = {200, 204, 303, 409, 413, 415, 422}


class Office(NamedTuple):
    """One office's people by whom leaks are noticed, and the values its addresses are made of."""

    names: tuple[str, ...]
    things: Things


class World:
    """Filled once per engine and put back after every write."""

    def __init__(self) -> None:
        self.tokens: dict[str, str] = {}
        self.own = self.foreign = Office((), {})

    def fill(self) -> None:
        peopled()
        make = Makers()
        circular = make.a_circular(document_id=_a_document().id)
        shared = {"circular_id": circular.id, "map_id": _a_map()}
        shared |= _a_workforce(make) | {"programme_id": funded.an_old_programme()}
        self.own = self._office(make, "07", "07.01", "ratna", "Hadi Suprapto", "Siti Rahayu", shared)
        self.foreign = self._office(
            make, "08", "08.01", "bayu", "Tini Kartikasari", "Wagiyem Lestari", shared
        )
        for username in cast.USERNAMES:
            self.tokens[username] = open_session(cast.account(username).id, OFFICE_PC, today=today())

    def _office(
        self, make: Makers, code: str, below: str, clerk: str, sponsor: str, worker: str, shared: Things
    ) -> Office:
        hadi = make.a_sponsor(sponsor, unit=code)
        answer = make.a_declaration(hadi, scan=_a_document())
        siti = make.a_worker(worker)
        enrolment = make.an_enrolment(hadi, siti)
        make.paid_month(enrolment, "2026-10")
        account, grant = cast.account(clerk), cast.grant(clerk)
        things = {
            "code": below,
            "sponsor_id": hadi.id,
            "worker_id": siti.id,
            "enrolment_id": enrolment.id,
            "declaration_id": answer.id,
            "document_id": answer.document_id,
            "act_id": _an_act(clerk, hadi.id, shared["circular_id"]),
            "submission_id": _a_list(
                clerk, make.an_enrolment(hadi, make.a_worker(worker), state="candidate").id
            ),
            **_a_deduction(make.a_sponsor(f"{sponsor} Dua", unit=code), make, worker),
            "payment_id": _a_payment(make, enrolment),
            "handover_id": _a_handover(make, clerk, sponsor, worker, code),
            "question_id": _a_question(make, make.a_sponsor(f"{sponsor} Empat", unit=code), worker),
            **_a_claim(clerk, make.an_enrolment(hadi, make.a_worker(worker)), make),
            "commitment_id": _a_promise(code),
            **funded.things(shared["programme_id"], code, below),
            **_a_nomination(shared["programme_id"], code, below, worker),
            "account_id": account.id,
            "grant_id": grant.id,
            "reference": "0" * 16,
            "kind": "tarif",  # of the dated rows, one of which is row 1
            "row_id": 1,
            "batch_id": _a_batch(clerk, hadi.nip or "", sponsor, below),
            **_a_report(code, clerk),  # last: it closes a month in which the others have just been paid
        }
        return Office((sponsor, worker), shared | things)

    def person(self, app: Flask, username: str) -> Person:
        person = Person(app, None)
        adopt(person.client, self.tokens[username])
        return person


def _a_document() -> Any:
    from datetime import UTC, datetime
    from hashlib import sha256

    from lindung.actions.acts import act
    from lindung.models.circulars import Document
    from lindung.queries.viewer import CONSOLE

    content = b"%PDF-1.7\n%%EOF\n"
    with act(CONSOLE, "document.add", today=today()):
        row = Document(
            name="edaran.pdf", media_type="application/pdf", sha256=sha256(content).digest(), content=content,
            added_at=datetime.now(UTC),
        )  # fmt: skip
        db.session.add(row)
    return row


def _a_map() -> int | None:
    """What a branch calls our columns; they are the regency's."""
    from lindung.actions.column_maps import save_map
    from lindung.domain.import_columns import ImportKind

    headings = {"nik": "KTP", "bulan": "Periode", "jumlah": "Nominal"}
    by = people.viewer("koordinator")
    return save_map(by, ImportKind.PAYMENTS, "Cabang", headings, today=today()).record_id


def _a_workforce(make: Makers) -> Things:
    """A target older than every other circular, a segment of the first office, and a figure with its paper."""
    from lindung.actions.circulars import NewDocument
    from lindung.actions.coverage_setup import NewSegment
    from tests.support import workforce

    target = make.a_circular("SE target", duty_kind="target", in_force_from=date(2025, 1, 1))
    paper = NewDocument("sumber.pdf", b"%PDF-1.7\n%%EOF\n")
    figure_id = workforce.a_target(target.id, "Perpres", 4500, document=paper)
    segment_id = workforce.segments(target.id, NewSegment(1, "Konstruksi", "07"))[0]
    return {"figure_id": figure_id, "segment_id": segment_id}


def _a_nomination(programme_id: int, code: str, village: str, worker: str) -> Things:
    """Somebody on this village's list, and the berita acara of the list, with its scan."""
    from lindung.actions.circulars import NewDocument
    from lindung.actions.verifying import Minutes, confirm_month
    from lindung.domain.months import Month
    from lindung.models.circulars import Circular
    from lindung.models.nominations import Nomination
    from lindung.models.units import Unit
    from lindung.queries.viewer import CONSOLE
    from tests.support.importing import bring

    number = db.session.get(Circular, programme_id).number
    rows = [("kode_unit", "nik", "nama", "nomor_edaran"), (village, f"35180057048670{code}", worker, number)]
    bring("nominations", rows)
    nomination_id = db.session.scalar(select(Nomination.id).order_by(Nomination.id.desc()).limit(1))
    unit_id = db.session.scalar(select(Unit.id).where(Unit.code == village))
    minutes = Minutes(today(), "BA/1", NewDocument("ba.pdf", b"%PDF-1.7\n%%EOF\n"))
    said = confirm_month(CONSOLE, programme_id, unit_id, Month.of(today()), minutes, today=today())
    return {"nomination_id": nomination_id, "verification_id": said.record_id}


def _a_promise(code: str) -> int:
    from tests.support.workforce import promised

    return promised(code)


def _a_payment(make: Makers, enrolment: Any) -> int | None:
    """November as the office says it."""
    from lindung.models.ledger import Payment

    make.paid_month(enrolment, "2026-11", source="opd")
    return db.session.scalar(select(Payment.id).order_by(Payment.id.desc()).limit(1))


def _a_handover(make: Makers, clerk: str, sponsor: str, worker: str, code: str) -> int:
    """Somebody of the office who retired, and whose worker is offered to a colleague."""
    from lindung.actions.handovers import offer_handover
    from lindung.actions.sponsors import LeaveReason, leave_sponsor
    from lindung.models.handovers import Handover

    by, retired = people.viewer(clerk), make.a_sponsor(f"{sponsor} Tiga", unit=code)
    make.an_enrolment(retired, make.a_worker(worker, born_on=date(1971, 5, 6)))
    day, reason = date(2026, 11, 2), LeaveReason.RETIRED
    leave_sponsor(by, retired.id, day, reason, seen_version=retired.version, today=today())
    row = db.session.scalars(select(Handover).order_by(Handover.id.desc())).first()
    to = make.a_sponsor(f"{sponsor} Lima", unit=code)
    offer_handover(by, row.id, to.id, seen_version=row.version, today=today())
    return row.id


def _a_question(make: Makers, sponsor: Any, worker: str) -> int:
    """A worker of the office who is over age."""
    from lindung.actions.acts import act
    from lindung.actions.finding_questions import find_questions
    from lindung.models.workers import Question
    from lindung.queries.viewer import CONSOLE

    old = make.an_enrolment(sponsor, make.a_worker(worker, born_on=date(1950, 5, 6)))
    with act(CONSOLE, "question.check", today=today()) as deed:
        find_questions(deed, [old.worker_id])
    return db.session.scalars(select(Question.id).order_by(Question.id.desc())).first()


def _a_claim(clerk: str, enrolment: Any, make: Makers) -> Things:
    """A death this clerk was told of."""
    from lindung.actions.claims import ClaimReport, report_claim
    from lindung.domain.claims import ClaimKind

    make.paid_month(enrolment, "2026-10")
    told = ClaimReport(ClaimKind.DEATH, date(2026, 11, 3), "Budi Santoso", "081234567890")
    done = report_claim(people.viewer(clerk), enrolment.worker_id, told, sure=True, today=today())
    return {"claim_id": done.record_id, "paper_code": "form", "way_code": "serahkan"}


def _an_act(clerk: str, sponsor_id: int, circular_id: int) -> int:
    """Something this clerk has done and may take back."""
    by = people.viewer(clerk)
    return declare(by, sponsor_id, circular_id, Answer.EMPLOYS, date(2026, 11, 2), today=today()).act_id


def _a_deduction(sponsor: Any, make: Makers, worker: str) -> Things:
    """Somebody's surat kuasa, and what was deducted under it."""
    from lindung.actions.deductions import Marked, mark_deducted
    from lindung.actions.mandates import MandateFacts, record_mandates
    from lindung.domain.deductions import DeductionSource
    from lindung.domain.months import Month
    from lindung.models.deductions import Deduction
    from lindung.queries.viewer import CONSOLE

    make.an_enrolment(sponsor, make.a_worker(worker))
    facts = MandateFacts(DeductionSource.SALARY, "SK/1", date(2026, 3, 1))
    mandate_id = record_mandates(CONSOLE, [sponsor.id], facts, 1, today=today()).record_id
    marked = Marked(Month(202611), (Month(202611),), date(2026, 11, 2))
    mark_deducted(CONSOLE, [sponsor.id], marked, 1, today=today())
    deduction_id = db.session.scalar(select(Deduction.id).where(Deduction.sponsor_id == sponsor.id))
    return {"mandate_id": mandate_id, "deduction_id": deduction_id}


def _a_list(clerk: str, enrolment_id: int) -> int | None:
    """Candidates this clerk has sent to BPJS."""
    by = people.viewer(clerk)
    return submit_batch(
        by, [enrolment_id], "1/XI/2026", today(), "W-0417", 1, sure=True, today=today()
    ).record_id


def _a_batch(clerk: str, nip: str, name: str, unit_code: str) -> int:
    """A file of sponsors that this clerk has handed in and not yet applied."""
    from tests.support.importing import stage

    rows = [("nip", "nama", "kode_unit"), (nip, name, unit_code)]
    return stage("sponsors", rows, by=people.viewer(clerk))


def _a_report(code: str, clerk: str) -> Things:
    """October of the office, approved, its letter attached."""
    from lindung.actions.circulars import NewDocument
    from lindung.actions.reports import SignedLetter, attach_signed
    from tests.support.closing import approved, head_of

    report = approved(code, by=head_of(code))
    letter = SignedLetter("400/1/2026", None, NewDocument("laporan.pdf", b"%PDF-1.7\n%%EOF\n"))
    attach_signed(people.viewer(clerk), report.id, letter, seen_version=report.version, today=today())
    return {"office": code, "report_id": report.id, "report_code": report.code}


def unknown(things: Things) -> Things:
    """Values of the same shape that nothing has."""
    return {
        name: 987_654_321 if isinstance(value, int) else "f" * len(value) for name, value in things.items()
    }


def address(app: Flask, rule: Rule, things: Things) -> str:
    missing = rule.arguments - things.keys()
    assert not missing, f"{rule.rule}: tell tests/support/matrix.py what {sorted(missing)} names"
    # Under /program the circular is one about a funded list.
    named = things | (
        {"circular_id": things.get("programme_id")} if rule.rule.startswith("/program/") else {}
    )
    with app.test_request_context():
        return app.url_for(rule.endpoint, **{name: named[name] for name in rule.arguments})


def rules(app: Flask, verb: str) -> list[Rule]:
    """Every rule of a verb but the public ones, in a fixed order."""
    found = [
        rule
        for rule in app.url_map.iter_rules()
        if verb in (rule.methods or ()) and rule.endpoint not in PUBLIC
    ]
    return sorted(found, key=lambda rule: (rule.rule, rule.endpoint))


def is_allowed(app: Flask, rule: Rule, viewer: Viewer) -> bool:
    """What lindung.domain.permissions says of this role and the acts the endpoint declares."""
    with app.app_context():
        policy = policy_of(rule.endpoint)
    return policy is not None and (not policy.acts or any(viewer.may(act) for act in policy.acts))


def is_foreign(username: str, rule: Rule) -> bool:
    """Bayu's are other things; and to an administrator a file of people, which he may not bring in, is not there.

    An act is its doer's: to others it is not there, but for who reaches every unit and may do that act himself.
    """
    if "act_id" in rule.arguments:
        return username not in ("ratna", "koordinator")
    if username == "admin":
        return "batch_id" in rule.arguments
    return username == "bayu" and bool(rule.arguments & SCOPED)


def reaches_all(app: Flask, rule: Rule, viewer: Viewer) -> bool:
    with app.app_context():
        policy = policy_of(rule.endpoint)
    return viewer.units is None or any(
        viewer.reach(act) is Reach.ALL for act in (policy.acts if policy else ())
    )


def without_chance(body: bytes) -> str:
    """A page without what differs from one answer to the next: tokens, keys, the minute."""
    text = re.sub(r'(name="(?:csrf_token|idempotency_key)" value=")[^"]*', r"\1", body.decode())
    return re.sub(r"pukul \d\d\.\d\d", "", text)


def office_data() -> dict[str, list[Any]]:
    """Every row of every table that GET must leave alone."""
    return {table.name: _rows(table) for table in _tables()}


def _tables() -> Iterator[Table]:
    there = set(inspect(db.engine).get_table_names())
    return (
        table for table in Base.metadata.sorted_tables if table.name not in TRACES and table.name in there
    )


def _rows(table: Table) -> list[Any]:
    return db.session.execute(select(table).order_by(*table.primary_key.columns)).all()


def viewers() -> dict[str, Viewer]:
    return {username: people.viewer(username) for username in cast.USERNAMES}
