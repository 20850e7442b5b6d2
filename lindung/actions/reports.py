"""The monthly closing (R22): prepared, approved, accepted or returned; corrected, reopened; what was approved stays."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy import func, select

from lindung.actions import own, summaries
from lindung.actions.acts import Deed, act
from lindung.actions.circulars import NewDocument, keep_document
from lindung.actions.done import Done
from lindung.actions.password_again import confirm_password
from lindung.actions.sessions import Place
from lindung.domain.closing import (
    LATER_KINDS,
    PREPARABLE,
    Approver,
    ReportKind,
    ReportState,
    Signature,
    check_approver,
    check_move,
    is_locked,
    next_kind,
    report_code,
)
from lindung.domain.errors import ChangedMeanwhile, NotThere, RuleBroken
from lindung.domain.months import Month
from lindung.domain.permissions import Act
from lindung.models.accounts import Account, Grant
from lindung.models.base import db
from lindung.models.reports import MonthReport, ReportSnapshot
from lindung.models.units import Unit
from lindung.queries.closed import report_rules
from lindung.queries.regency import regency
from lindung.queries.reporting import Content, digest_of, draft_content, figures_of
from lindung.queries.signing import has_edited, is_secretary_of_own_office
from lindung.queries.units import UnitRow, unit_by_code, unit_by_id
from lindung.queries.viewer import Viewer

REASON_LENGTH = 300
LONGEST_OPENING = 62  # days a month may be reopened for
CODE_ATTEMPTS = 20
_S = ReportState


def prepare_report(
    viewer: Viewer, unit_code: str, month: Month, *, today: date, key: str | None = None
) -> Done:
    """HR hands the month to the head: the regular report, or the one that follows a return, a filing, a reopening."""
    with act(viewer, "report.prepare", today=today, key=key) as deed:
        unit = _own_unit(viewer, Act.PREPARE_MONTH, unit_code)
        _check_ended(month, today)
        summaries.open_months(today)
        last = _newest(unit, month)
        state = ReportState(last.state) if last else None
        if state not in PREPARABLE or (last and state is _S.REOPENED and _has_expired(last, today)):
            raise RuleBroken("report_already_there", unit=unit.name, month=month)
        if figures_of(draft_content(viewer, unit, month, today)).is_empty:
            raise RuleBroken("nothing_to_report", unit=unit.name, month=month)
        row = last if last and state is _S.DRAFT else _successor(unit, month, last)
        row.state = _S.PREPARED.value
        row.prepared_by, row.prepared_at = viewer.account_id, datetime.now(UTC)
        return _done(deed, row)


@dataclass(frozen=True, slots=True)
class Signing:
    """What an approval brings along: the password once more, and the digest of the figures that were shown."""

    password: str
    seen_figures: str
    place: Place


def approve_report(
    viewer: Viewer, report_id: int, signing: Signing, *, today: date, key: str | None = None
) -> Done:
    """The head's signature in the app: freezes what he has seen.

    RuleBroken("figures_changed") when somebody changed it since.
    """
    own.check_may(viewer, Act.APPROVE_MONTH)
    confirm_password(viewer, signing.password, signing.place)
    with act(viewer, "report.approve", today=today, key=key) as deed:
        summaries.open_months(today)  # before the unit: who adds counts holds the months first
        row, unit = _held(viewer, Act.APPROVE_MONTH, report_id)
        check_move(ReportState(row.state), _S.APPROVED)
        approver = Approver(
            is_preparer=row.prepared_by == viewer.account_id,
            has_edited=has_edited(viewer.account_id, unit, row.month),
            is_secretary_of_own_office=is_secretary_of_own_office(viewer.account_id, unit, today),
        )
        check_approver(approver)
        content = draft_content(viewer, unit, row.month, today)
        if digest_of(content).hex() != signing.seen_figures:
            raise RuleBroken("figures_changed", unit=unit.name, month=row.month)
        row.state = _S.APPROVED.value
        row.approved_by, row.approved_at = viewer.account_id, datetime.now(UTC)
        row.capacity = signature_of(viewer).code
        _freeze(viewer, row, content)
        return _done(deed, row)


def return_report(
    viewer: Viewer,
    report_id: int,
    reason: str,
    *,
    seen_version: int,
    today: date,
    key: str | None = None,
) -> Done:
    """Back to HR with a reason: an approved one by the coordinator, a prepared one by the head himself."""
    with act(viewer, "report.return", today=today, key=key) as deed:
        state = _state_of(report_id)
        doing = Act.APPROVE_MONTH if state is _S.PREPARED else Act.ACCEPT_MONTH
        row, _unit = _held(viewer, doing, report_id, seen_version)
        check_move(ReportState(row.state), _S.RETURNED)
        _decide(viewer, row, _S.RETURNED, _reason(reason))
        return _done(deed, row)


def accept_report(
    viewer: Viewer, report_id: int, *, seen_version: int, today: date, key: str | None = None
) -> Done:
    with act(viewer, "report.accept", today=today, key=key) as deed:
        row, _unit = _held(viewer, Act.ACCEPT_MONTH, report_id, seen_version)
        check_move(ReportState(row.state), _S.ACCEPTED)
        if row.approved_by == viewer.account_id:
            raise RuleBroken("acceptor_approved")  # under two grants: four eyes all the same
        _decide(viewer, row, _S.ACCEPTED, None)
        return _done(deed, row)


def file_report(
    viewer: Viewer,
    unit_code: str,
    months: tuple[Month, Month],
    kind: ReportKind,
    reason: str,
    *,
    today: date,
    key: str | None = None,
) -> Done:
    """Susulan or pembetulan, with its reason: opens the closed months from the first to the last to be changed."""
    with act(viewer, "report.correct", today=today, key=key) as deed:
        unit = _own_unit(viewer, Act.PREPARE_MONTH, unit_code)
        if kind not in LATER_KINDS:
            raise RuleBroken("report_kind_not_later", field="kind")
        words, opened = _reason(reason), []
        for month in _report_months(*months, today):
            last = _newest(unit, month)
            if last is None or not _is_closed(last, today):
                continue
            row = _successor(unit, month, last, kind)
            row.reason = words
            row.decided_by, row.decided_at = viewer.account_id, datetime.now(UTC)  # who filed it, and when
            opened.append(row)
        if not opened:
            raise RuleBroken("report_not_closed", unit=unit.name, month=months[0])
        return _done(deed, opened[-1], len(opened))


def reopen_report(
    viewer: Viewer,
    report_id: int,
    until: date,
    reason: str,
    *,
    seen_version: int,
    today: date,
    key: str | None = None,
) -> Done:
    """For one unit until a day: its closed month may be changed meanwhile, and is then corrected."""
    with act(viewer, "report.reopen", today=today, key=key) as deed:
        row, _unit = _held(viewer, Act.REOPEN_MONTH, report_id, seen_version)
        check_move(ReportState(row.state), _S.REOPENED)
        if until < today:
            raise RuleBroken("reopened_until_past", field="until", today=today)
        if (until - today).days > LONGEST_OPENING:
            raise RuleBroken("reopened_too_long", field="until", most=LONGEST_OPENING)
        _decide(viewer, row, _S.REOPENED, _reason(reason))
        row.open_until = until
        return _done(deed, row)


@dataclass(frozen=True, slots=True)
class SignedLetter:
    number: str
    signed_on: date | None
    scan: NewDocument | None  # None: what is attached stays


def attach_signed(
    viewer: Viewer,
    report_id: int,
    letter: SignedLetter,
    *,
    seen_version: int,
    today: date,
    key: str | None = None,
) -> Done:
    """What the office signed in its own way (TTE, Srikandi, ink): the letter's number, its day, its scan."""
    with act(viewer, "report.attach", today=today, key=key) as deed:
        doing = Act.APPROVE_MONTH if viewer.may(Act.APPROVE_MONTH) else Act.PREPARE_MONTH
        row, _unit = _held(viewer, doing, report_id, seen_version, newest=False)
        if row.code is None:
            raise RuleBroken("report_not_approved")
        words = own.short_text(letter.number, "number")
        if words is None:
            raise RuleBroken("letter_number_missing", field="number")
        if letter.signed_on is not None and letter.signed_on > today:
            raise RuleBroken("day_ahead", field="signed_on", today=today)
        row.signed_number, row.signed_on = words, letter.signed_on
        if letter.scan is not None:
            row.document_id = keep_document(letter.scan, "laporan.pdf")
        return _done(deed, row)


def signature_of(viewer: Viewer) -> Signature:
    """In which capacity the viewer signs: his grant's."""
    grant = db.session.get(Grant, viewer.grant_id) if viewer.grant_id else None
    if grant is None or grant.capacity is None:
        return Signature()
    return Signature.of_code(f"{grant.capacity}:{grant.order_number or ''}")


def _own_unit(viewer: Viewer, doing: Act, code: str) -> UnitRow:
    """A reporting unit within reach, held until the commit: acts on its reports come one after the other."""
    own.check_may(viewer, doing)
    unit = unit_by_code(viewer, code)
    if not unit.reports:
        raise NotThere
    _hold(unit.id)
    return unit


def _held(
    viewer: Viewer, doing: Act, report_id: int, seen_version: int | None = None, *, newest: bool = True
) -> tuple[MonthReport, UnitRow]:
    """The report under its unit's lock, as it stands then; only the newest of a month moves on."""
    own.check_may(viewer, doing)
    unit_id = db.session.scalar(select(MonthReport.unit_id).where(MonthReport.id == report_id))
    if unit_id is None:
        raise NotThere
    unit = unit_by_id(viewer, unit_id)
    _hold(unit.id)
    statement = select(MonthReport).where(MonthReport.id == report_id).with_for_update()
    row = db.session.scalars(statement.execution_options(populate_existing=True)).one()
    if seen_version is not None and row.version != seen_version:
        raise ChangedMeanwhile({"state": row.state})
    if newest:
        last = _newest(unit, row.month)
        if last is not None and last.id != row.id:
            raise RuleBroken("report_superseded", unit=unit.name, month=row.month)
    return row, unit


def _hold(unit_id: int) -> None:
    """Against whoever changes something within its closed months (actions.locks); nobody else waits for it."""
    db.session.execute(select(Unit.id).where(Unit.id == unit_id).with_for_update(key_share=True)).all()


def _newest(unit: UnitRow, month: Month) -> MonthReport | None:
    statement = select(MonthReport).where(MonthReport.unit_id == unit.id, MonthReport.month == month)
    statement = statement.order_by(MonthReport.sequence.desc()).limit(1)
    return db.session.scalars(statement.execution_options(populate_existing=True)).first()


def _successor(
    unit: UnitRow, month: Month, last: MonthReport | None, kind: ReportKind | None = None
) -> MonthReport:
    before = (ReportKind(last.kind), ReportState(last.state)) if last else (None, None)
    row = MonthReport(
        unit_id=unit.id,
        month=month,
        sequence=last.sequence + 1 if last else 1,
        kind=(kind or next_kind(*before)).value,
        state=_S.DRAFT.value,
    )
    if last is not None and kind is None:
        row.reason = last.decision_reason if last.state == _S.REOPENED.value else last.reason
    db.session.add(row)
    db.session.flush()
    return row


def _state_of(report_id: int) -> ReportState:
    state = db.session.scalar(select(MonthReport.state).where(MonthReport.id == report_id))
    if state is None:
        raise NotThere
    return ReportState(state)


def _decide(viewer: Viewer, row: MonthReport, state: ReportState, reason: str | None) -> None:
    row.state = state.value
    row.decided_by, row.decided_at, row.decision_reason = viewer.account_id, datetime.now(UTC), reason


def _reason(text: str) -> str:
    words = " ".join(text.split())
    if not words:
        raise RuleBroken("report_reason_missing", field="reason")
    if len(words) > REASON_LENGTH:
        raise RuleBroken("text_long", field="reason", most=REASON_LENGTH)
    return words


def _check_ended(month: Month, today: date) -> None:
    rules = report_rules()
    if rules.month_of(month) != month:
        raise RuleBroken("report_month_not_last", month=month, last=rules.month_of(month))
    if month >= Month.of(today):
        raise RuleBroken("report_month_runs", month=month)


def _report_months(first: Month, last: Month, today: date) -> list[Month]:
    """The months of reports that hold these; both a month's own and its quarter's."""
    rules = report_rules()
    span = list(first.through(min(last, Month.of(today))))[:60]
    return sorted({*span, *(rules.month_of(month) for month in span)})


def _is_closed(row: MonthReport, today: date) -> bool:
    return is_locked(ReportState(row.state), row.open_until, today)


def _has_expired(row: MonthReport, today: date) -> bool:
    return row.open_until is not None and today > row.open_until


def _freeze(viewer: Viewer, row: MonthReport, content: Content) -> None:
    """The snapshot with who prepared and approved it in which capacity, and the code that opens it."""
    signature = Signature.of_code(row.capacity)
    frozen = content | {
        "regency": regency().name,
        "report": {"id": row.id, "kind": row.kind, "sequence": row.sequence, "reason": row.reason},
        "prepared": {"by": _name_of(row.prepared_by), "at": _written(row.prepared_at)},
        "approved": {
            "by": viewer.name,
            "at": _written(row.approved_at),
            "proxy": signature.proxy.value if signature.proxy else None,
            "order_number": signature.order_number,
        },
    }
    digest = digest_of(frozen)
    row.code = _free_code(digest)
    db.session.add(ReportSnapshot(report_id=row.id, content=frozen, digest=digest))


def _free_code(digest: bytes) -> str:
    for attempt in range(CODE_ATTEMPTS):
        code = report_code(digest, attempt)
        taken = db.session.scalar(select(func.count(MonthReport.id)).where(MonthReport.code == code))
        if not taken:
            return code
    raise RuntimeError("no code is left for this report")


def _name_of(account_id: int | None) -> str | None:
    return db.session.scalar(select(Account.name).where(Account.id == account_id))


def _written(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


def _done(deed: Deed, row: MonthReport, count: int = 1) -> Done:
    db.session.flush()
    done = Done(deed.id, count, row.id)
    deed.result = done.result
    return done
