"""What a person decides about rows of BPJS's files that wait or are odd, several at once (R16)."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from sqlalchemy import and_, func, select

from lindung.actions import ledger, own, summaries
from lindung.actions.acts import Deed, act
from lindung.actions.done import Done
from lindung.actions.import_lines import restored_cells
from lindung.actions.ledger import Part, Receipt, Source
from lindung.actions.matching import Matching
from lindung.domain.errors import ChangedMeanwhile, NotThere, RuleBroken
from lindung.domain.import_payments import GivenPayment, read_payment
from lindung.domain.months import BEGINNING, Month
from lindung.domain.permissions import Act
from lindung.domain.settlements import ODD, WAITING, WITHOUT_MONEY, Resolution, Settlement
from lindung.models.base import db
from lindung.models.imports import BpjsRow, ImportLine
from lindung.models.ledger import MonthCover
from lindung.models.rates import MonthDue
from lindung.models.workers import Enrolment
from lindung.queries.payees import enrolments_of
from lindung.queries.settlements import rows_in_reach
from lindung.queries.staging import chunks
from lindung.queries.viewer import Viewer

R = Resolution


def resolve(
    viewer: Viewer,
    row_ids: Collection[int],
    how: Resolution,
    *,
    expected_count: int,
    reason: str | None = None,
    versions: Mapping[int, int] | None = None,
    today: date,
    key: str | None = None,
) -> Done:
    """Decides rows together, all or none. Accepting and crediting book the money of those that wait.

    RuleBroken: count_changed, reason_of_row_missing (reason), row_settled, row_resolved, row_booked, row_still_unknown,
    row_second_payer (each with count and row). `undo_act` takes it back.
    """
    with act(viewer, "settlement.resolve", today=today, key=key) as deed:
        own.check_may(viewer, Act.LOAD_BPJS_FILES)
        if how is R.SUPERSEDED:
            raise NotThere
        words = own.short_text(reason, "reason")
        if how is R.IGNORED and not words:
            raise RuleBroken("reason_of_row_missing", field="reason")
        rows = _rows(viewer, row_ids)
        own.check_count(expected_count, len(set(row_ids)), len(rows))
        strangers = _given(rows) if how in (R.ACCEPTED, R.CREDITED) else {}
        paid = _enrolments(rows, strangers)
        with summaries.difference(deed, (), since=BEGINNING, enrolment_ids=paid, over_locks=True):
            rows = _locked(rows, versions)
            _refuse_undecidable(rows, how)
            if how in (R.ACCEPTED, R.CREDITED):
                _book(deed, [one for one in rows if one.settlement in WAITING], strangers, how)
            for row in rows:
                row.resolution, row.reason = how.value, words
        done = Done(deed.id, count=len(rows), record_id=rows[0].id if len(rows) == 1 else None)
        deed.result = done.result
    return done


def _rows(viewer: Viewer, row_ids: Collection[int]) -> list[BpjsRow]:
    found: list[BpjsRow] = []
    for ids in chunks(sorted(set(row_ids))):
        statement = rows_in_reach(viewer, select(BpjsRow)).where(BpjsRow.id.in_(ids)).order_by(BpjsRow.id)
        found += db.session.scalars(statement)
    return found


def _locked(rows: Sequence[BpjsRow], versions: Mapping[int, int] | None) -> list[BpjsRow]:
    """The rows in id order, read anew under lock, as they were seen."""
    found: list[BpjsRow] = []
    for ids in chunks(sorted(row.id for row in rows)):
        statement = select(BpjsRow).where(BpjsRow.id.in_(ids)).order_by(BpjsRow.id).with_for_update()
        found += db.session.scalars(statement.execution_options(populate_existing=True))
    own.check_count(len(rows), len(found))
    for row in found:
        if versions is not None and versions.get(row.id, row.version) != row.version:
            raise ChangedMeanwhile(
                {"version": row.version, "resolution": row.resolution, "reason": row.reason}
            )
    return found


def _refuse_undecidable(rows: Sequence[BpjsRow], how: Resolution) -> None:
    """Rows that are right, or were decided with money; what is booked can be noted, and not be credited again."""
    again = [row for row in rows if row.resolution is not None and row.resolution not in WITHOUT_MONEY]
    right = [row for row in rows if row.settlement == Settlement.MATCHED.value]
    booked = [row for row in rows if how is R.CREDITED and row.settlement in ODD]
    for code, found in (("row_settled", right), ("row_resolved", again), ("row_booked", booked)):
        if found:
            raise RuleBroken(code, count=len(found), row=found[0].row)


def _given(rows: Sequence[BpjsRow]) -> dict[int, GivenPayment]:
    """What the file said of rows about nobody: their numbers stand only in its encrypted lines."""
    found: dict[int, GivenPayment] = {}
    line = and_(ImportLine.batch_id == BpjsRow.batch_id, ImportLine.row == BpjsRow.row)
    statement = select(BpjsRow.id, ImportLine.cells).join(ImportLine, line)
    for ids in chunks(row.id for row in rows if row.settlement == Settlement.UNKNOWN.value):
        for row_id, cells in db.session.execute(statement.where(BpjsRow.id.in_(ids))):
            reading = read_payment(restored_cells(cells), date.max, None)
            if reading.given is not None:
                found[row_id] = reading.given
    return found


def _enrolments(rows: Sequence[BpjsRow], strangers: Mapping[int, GivenPayment]) -> set[int]:
    found = {row.enrolment_id for row in rows if row.enrolment_id is not None}
    niks = {one.nik for one in strangers.values() if one.nik}
    kpjs = {one.kpj for one in strangers.values() if one.kpj}
    return found | enrolments_of(niks, kpjs)


def _book(
    deed: Deed, rows: Sequence[BpjsRow], strangers: Mapping[int, GivenPayment], how: Resolution
) -> None:
    _recognise(deed.viewer, rows, strangers)
    lacks = _lacks(rows) if how is R.ACCEPTED else {}
    receipts = [_receipt(deed, row, lacks) for row in rows]
    by_receipt = {id(receipt): row for receipt, row in zip(receipts, rows, strict=True)}
    for refused in ledger.receive(deed, receipts):
        row = by_receipt[id(refused.receipt)]
        raise RuleBroken("row_second_payer", count=1, row=row.row)


def _recognise(viewer: Viewer, rows: Sequence[BpjsRow], strangers: Mapping[int, GivenPayment]) -> None:
    """Looks again for those about nobody: the worker may have come into the books since."""
    matching = Matching(viewer, list(strangers.values()))
    unknown = []
    for row in rows:
        if row.enrolment_id is None:
            payee = matching.find(strangers[row.id]).payee if row.id in strangers else None
            if payee is None:
                unknown.append(row)
            else:
                row.enrolment_id, row.unit_id = payee.id, payee.unit_id
    if unknown:
        raise RuleBroken("row_still_unknown", count=len(unknown), row=unknown[0].row)


def _receipt(deed: Deed, row: BpjsRow, lacks: dict[tuple[int, Month], int]) -> Receipt:
    """Accepted, the month takes what it lacks; credited, it takes nothing, and later months follow."""
    enrolment_id = row.enrolment_id or 0
    key = enrolment_id, row.month
    takes = min(row.amount, lacks.get(key, 0))
    lacks[key] = lacks.get(key, 0) - takes  # another row of the same month may be decided with this one
    paid_on = row.paid_on or min(row.month.last_day(), deed.today)
    part = Part(enrolment_id, row.month, takes)
    return Receipt(Source.BPJS, paid_on, row.amount, (part,), row.reference, enrolment_id=enrolment_id)


def _lacks(rows: Sequence[BpjsRow]) -> dict[tuple[int, Month], int]:
    """What BPJS has not received yet of these rows' months."""
    found: dict[tuple[int, Month], int] = {}
    months = {row.month for row in rows}
    for ids in chunks(sorted({row.enrolment_id or 0 for row in rows})):
        due = (
            select(Enrolment.id, MonthDue.month, MonthDue.amount, func.coalesce(MonthCover.confirmed, 0))
            .join(MonthDue, MonthDue.tariff == Enrolment.tariff)
            .outerjoin(
                MonthCover,
                and_(MonthCover.enrolment_id == Enrolment.id, MonthCover.month == MonthDue.month),
            )
            .where(Enrolment.id.in_(ids), MonthDue.month.in_(months))
        )
        for enrolment_id, month, amount, confirmed in db.session.execute(due):
            found[enrolment_id, month] = max(amount - confirmed, 0)
    return found
