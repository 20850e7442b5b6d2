"""Which acts can still be taken back: one's own, while nothing later touched what they touched."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import aliased

from lindung.domain.permissions import Act, Role, may_grant
from lindung.models.acts import ActRow, AuditEntry
from lindung.models.base import db
from lindung.models.ledger import Allocation, Payment
from lindung.queries.imports import ACT_OF_KIND
from lindung.queries.viewer import Viewer

# No button: what was seen stays seen, and a file of thousands is taken back on its own page, which asks first.
NEVER = (
    *("worker.reveal", "proposal.reveal", "table.export", "act.undo", "import.apply", "report.approve"),
    *("payment.reverse", "claim.reveal", "nomination.reveal"),
)
# What one must be allowed to do oneself before taking back somebody else's; acts of no such kind are their owner's.
ACT_BEHIND = {
    **dict.fromkeys(("sponsor", "declaration", "worker", "enrolment", "question"), Act.EDIT_REGISTRATIONS),
    "household": Act.EDIT_REGISTRATIONS,
    **dict.fromkeys(("unit", "circular", "fund", "setting", "column_map"), Act.MANAGE_SETTINGS),
    **dict.fromkeys(("rate", "discount", "benefit", "threshold", "holiday"), Act.MANAGE_SETTINGS),
    **dict.fromkeys(("claim", "handover"), Act.DECIDE_QUESTIONS),
    **dict.fromkeys(("nomination", "verification"), Act.EDIT_REGISTRATIONS),
    "payment": Act.RECORD_PAYMENTS,
    "settlement": Act.LOAD_BPJS_FILES,
    **dict.fromkeys(("mandate", "deduction"), Act.RECORD_DEDUCTIONS),
    **dict.fromkeys(("reminder", "commitment"), Act.WRITE_LETTERS),
    **dict.fromkeys(("segment", "figure"), Act.MANAGE_SETTINGS),
    "proxy": Act.NAME_PROXY,
    **{kind.value: act for kind, act in ACT_OF_KIND.items()},  # of a file that was applied
}


def may_undo(viewer: Viewer, act: ActRow) -> bool:
    """One's own act in the same capacity; anybody's of that kind for who may do it in the whole regency."""
    if act.account_id == viewer.account_id and act.grant_id == viewer.grant_id:
        return True
    return viewer.units is None and viewer.may(Act.MANAGE_SETTINGS) and _may_do(viewer, act)


def _may_do(viewer: Viewer, act: ActRow) -> bool:
    subject = act.result["kind"] if act.kind == "import.apply" else act.kind.partition(".")[0]
    if subject in ("account", "accounts"):  # a coordinator would give back roles that are not his to give
        return may_grant(viewer.role, Role.ADMIN)
    return subject in ACT_BEHIND and viewer.may(ACT_BEHIND[subject])


def stands_after(act_id: int) -> ColumnElement[bool]:
    """A later act that still stands; one that was itself undone, or undid one still later, has left nothing behind."""
    return and_(ActRow.undone_by_id.is_(None), or_(ActRow.undoes_id.is_(None), ActRow.undoes_id < act_id))


def undoable(viewer: Viewer, act_ids: Collection[int]) -> set[int]:
    """Of these acts, those for which *Batalkan* is worth a button. Undoing itself looks closer, and may refuse."""
    statement = select(ActRow).where(
        ActRow.id.in_(act_ids),
        ActRow.undone_by_id.is_(None),
        ActRow.undoes_id.is_(None),
        ActRow.kind.not_in(NEVER),
    )
    own = {row.id for row in db.session.scalars(statement) if may_undo(viewer, row)}
    return own - _touched_later(own) - _paid_later(own)


def _touched_later(act_ids: Collection[int]) -> set[int]:
    mine, later, by = aliased(AuditEntry), aliased(AuditEntry), aliased(ActRow)
    same = and_(
        later.record == mine.record,
        later.record_id == mine.record_id,
        later.id > mine.id,
        later.act_id != mine.act_id,
    )
    statement = (
        select(mine.act_id)
        .join(later, same)
        .join(by, by.id == later.act_id)
        .where(mine.act_id.in_(act_ids), by.undone_by_id.is_(None))
        .where(or_(by.undoes_id.is_(None), by.undoes_id < mine.act_id))
        .distinct()
    )
    return set(db.session.scalars(statement))


def _paid_later(act_ids: Collection[int]) -> set[int]:
    """Acts on an enrolment for which money came later, and payments of a month that was paid again."""
    later, paid, by = aliased(Allocation), aliased(Payment), aliased(ActRow)
    stands = and_(by.undone_by_id.is_(None), or_(by.undoes_id.is_(None), by.undoes_id < AuditEntry.act_id))
    enrolments = (
        select(AuditEntry.act_id)
        .join(later, and_(AuditEntry.record == "enrolment", later.enrolment_id == AuditEntry.record_id))
        .join(paid, and_(paid.id == later.payment_id, paid.act_id > AuditEntry.act_id))
        .join(by, by.id == paid.act_id)
        .where(AuditEntry.act_id.in_(act_ids), stands)
        .distinct()
    )
    mine, first = aliased(Allocation), aliased(Payment)
    again = and_(later.enrolment_id == mine.enrolment_id, later.month == mine.month)
    payments = (
        select(first.act_id)
        .join(mine, mine.payment_id == first.id)
        .join(later, again)
        .join(paid, and_(paid.id == later.payment_id, paid.act_id > first.act_id))
        .join(by, by.id == paid.act_id)
        .where(first.act_id.in_(act_ids), by.undone_by_id.is_(None))
        .where(or_(by.undoes_id.is_(None), by.undoes_id < first.act_id))
        .distinct()
    )
    return {*db.session.scalars(enrolments), *db.session.scalars(payments)}
