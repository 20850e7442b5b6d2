"""Answers to a circular in the order of their days: each counts until it expires or a newer one is given (R7)."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import zip_longest
from typing import Any, NamedTuple

from sqlalchemy import Date, func, literal, select, update

from lindung.actions import own, summaries
from lindung.actions.acts import Deed, act, insert_rows
from lindung.actions.circulars import NewDocument, keep_document
from lindung.actions.done import Done, Remark
from lindung.domain.duties import Answer, valid_until
from lindung.domain.errors import ChangedMeanwhile, NotThere, RuleBroken
from lindung.domain.months import Month
from lindung.domain.names import clean
from lindung.domain.permissions import Act
from lindung.models.base import db
from lindung.models.circulars import Circular, Declaration
from lindung.models.units import Unit
from lindung.models.workers import Enrolment
from lindung.queries.counting import standing_rows
from lindung.queries.covers import is_live
from lindung.queries.editing import stamp_of
from lindung.queries.staging import chunks
from lindung.queries.viewer import Viewer, within

FOREVER = date(9999, 12, 31)
WITH_WORKERS = Remark("none_with_workers", "answer")


@dataclass(frozen=True, slots=True)
class Basis:
    """What a nihil in bulk rests on: the signed recap's number and date, its scan where the regency wants it."""

    number: str
    on: date
    document: NewDocument | None = None


def declare(
    viewer: Viewer,
    sponsor_id: int,
    circular_id: int,
    answer: Answer,
    made_on: date,
    *,
    basis: Basis | None = None,
    seen_stamp: str | None = None,
    today: date,
    key: str | None = None,
) -> Done:
    """One person's answer; another one given for the same day is corrected, earlier ones end where it begins.

    `seen_stamp` is `SponsorForm.answer_stamp` of the row it was typed into: an answer given meanwhile by somebody
    else is ChangedMeanwhile. Fields: answer (circular_does_not_ask, answer_already_given), made_on. Remark:
    none_with_workers.
    """
    with act(viewer, "declaration.declare", today=today, key=key) as deed:
        own.own_sponsor(viewer, sponsor_id, Act.EDIT_REGISTRATIONS, today)
        circular = own.binding_circular(circular_id)
        _check_day(circular, made_on, today)
        with summaries.difference(deed, [sponsor_id], since=Month.of(made_on), circular_id=circular_id):
            own.check_present(viewer, [sponsor_id], today)
            if not _bound(viewer, circular, [sponsor_id], today):
                raise RuleBroken("circular_does_not_ask", field="answer", number=circular.number)
            given = _given([sponsor_id], circular_id)
            _refuse_overtaken(given, seen_stamp)
            same = [one for one in given if one.made_on == made_on]
            if same and same[-1].answer == answer.value and basis is None:
                raise RuleBroken("answer_already_given", field="answer", made_on=made_on)
            _write(deed, circular_id, [sponsor_id], answer, made_on, basis)
        remarks = [] if answer.makes_target or not _live(sponsor_id, circular_id, today) else [WITH_WORKERS]
        done = Done(deed.id, record_id=sponsor_id, remarks=remarks)
        deed.result = done.result
    return done


def declare_none_in_bulk(
    viewer: Viewer,
    sponsor_ids: Collection[int],
    circular_id: int,
    made_on: date,
    basis: Basis,
    expected_count: int,
    *,
    today: date,
    key: str | None = None,
) -> Done:
    """Nihil for the selected or for everything a filter found (`queries.sponsors.sponsor_ids`), all or nobody.

    RuleBroken count_changed (expected, found) when the number differs from what the person confirmed,
    bulk_has_answers (answered) when some of them employ somebody. Fields: basis_number, basis_on, made_on.
    """
    wanted = sorted(set(sponsor_ids))
    with act(viewer, "declaration.none_in_bulk", today=today, key=key) as deed:
        own.check_may(viewer, Act.EDIT_REGISTRATIONS)
        circular = own.binding_circular(circular_id)
        _check_day(circular, made_on, today)
        _check_basis(basis, today)
        with summaries.difference(deed, wanted, since=Month.of(made_on), circular_id=circular_id):
            own.check_count(expected_count, len(wanted), _bound(viewer, circular, wanted, today))
            employing = _employing(wanted, circular_id, today)
            if employing:
                raise RuleBroken("bulk_has_answers", answered=employing)
            _write(deed, circular_id, wanted, Answer.NONE, made_on, basis)
        done = Done(deed.id, count=len(wanted))
        deed.result = done.result
    return done


def withdraw_declaration(
    viewer: Viewer, declaration_id: int, *, seen_version: int, today: date, key: str | None = None
) -> Done:
    """Takes one answer away as if it had not been given; the one before it counts again until it expires."""
    with act(viewer, "declaration.withdraw", today=today, key=key) as deed:
        given = db.session.get(Declaration, declaration_id)
        if given is None:
            raise NotThere
        sponsor_id = given.sponsor_id
        own.own_sponsor(viewer, sponsor_id, Act.EDIT_REGISTRATIONS, today)
        with summaries.difference(
            deed, [sponsor_id], since=Month.of(given.made_on), circular_id=given.circular_id
        ):
            own.as_seen(viewer, given, seen_version, ("answer", "made_on", "ends_on"), today)
            db.session.delete(given)
            db.session.flush()
            mend_ends([sponsor_id])
        done = Done(deed.id, record_id=sponsor_id)
        deed.result = done.result
    return done


def answer_now(sponsor_id: int, circular_id: int, today: date) -> Answer | None:
    """What counts of him today."""
    counting = [one for one in _given([sponsor_id], circular_id) if one.made_on <= today < one.ends_on]
    return Answer(counting[-1].answer) if counting else None


def add_answer(deed: Deed, sponsor_id: int, circular_id: int, answer: Answer) -> None:
    """Inner step of an act that says so by itself, inside his difference: the answer counts from today on."""
    _write(deed, circular_id, [sponsor_id], answer, deed.today, None)


class NewDeclaration(NamedTuple):
    sponsor_id: int
    circular_id: int
    answer: Answer
    made_on: date
    basis: dict[str, Any] | None = None
    document_id: int | None = None


def ends_on(answer: Answer, made_on: date, newer: date | None) -> date:
    """The first day an answer no longer counts."""
    last = valid_until(answer, made_on)
    expires = last + timedelta(days=1) if last else FOREVER
    return min(expires, newer or FOREVER)


def add_declarations(deed: Deed, given: Iterable[NewDeclaration]) -> None:
    """Inner step: adds answers and brings the ends of the same people's other answers up to date."""
    new = list(given)
    rows = [
        {
            **one._asdict(),
            "answer": one.answer.value,
            "ends_on": ends_on(one.answer, one.made_on, None),
            "version": 1,
        }
        for one in new
    ]
    single = _without_others(new)
    insert_rows(deed, Declaration, rows)
    mend_ends({one.sponsor_id for one in new} - single)


def mend_ends(sponsor_ids: Collection[int]) -> None:
    """Inner step: each answer of these people ends where it expires or the next one begins."""
    for ids in chunks(sorted(sponsor_ids)):
        for one, wanted in _wrong_ends(ids):
            one.ends_on = wanted
        db.session.flush()


def refresh_ends(sponsor_ids: Collection[int]) -> None:
    """Inner step of an undo: the same. It follows from the days of the answers, so nothing of it is audited."""
    for ids in chunks(sorted(sponsor_ids)):
        for one, wanted in _wrong_ends(ids):
            statement = update(Declaration).where(Declaration.id == one.id).values(ends_on=wanted)
            db.session.execute(statement.execution_options(synchronize_session=False))
    db.session.expire_all()


def _wrong_ends(sponsor_ids: Sequence[int]) -> list[tuple[Declaration, date]]:
    """Answers of these people that end on another day than they should, with that day."""
    statement = (
        select(Declaration)
        .where(Declaration.sponsor_id.in_(sponsor_ids))
        .order_by(Declaration.sponsor_id, Declaration.circular_id, Declaration.made_on, Declaration.id)
        .execution_options(populate_existing=True)
    )
    answers = db.session.scalars(statement).all()
    wrong = []
    for one, following in zip_longest(answers, answers[1:]):
        newer = following.made_on if following is not None and _are_of_one(one, following) else None
        wanted = ends_on(Answer(one.answer), one.made_on, newer)
        if one.ends_on != wanted:
            wrong.append((one, wanted))
    return wrong


def _are_of_one(one: Declaration, other: Declaration) -> bool:
    """Of the same person to the same circular."""
    return (one.sponsor_id, one.circular_id) == (other.sponsor_id, other.circular_id)


def _without_others(new: list[NewDeclaration]) -> set[int]:
    """People whose one new answer is their first: nothing of theirs has to be mended."""
    counts: dict[int, int] = {}
    for one in new:
        counts[one.sponsor_id] = counts.get(one.sponsor_id, 0) + 1
    answered: set[int] = set()
    for ids in chunks(sorted(counts)):
        answered.update(
            db.session.scalars(select(Declaration.sponsor_id).where(Declaration.sponsor_id.in_(ids)))
        )
    return {sponsor_id for sponsor_id, count in counts.items() if count == 1 and sponsor_id not in answered}


def _write(
    deed: Deed,
    circular_id: int,
    sponsor_ids: Collection[int],
    answer: Answer,
    made_on: date,
    basis: Basis | None,
) -> None:
    """One answer for everybody: corrected where one of that day stands, added elsewhere."""
    words = {"number": clean(basis.number), "on": basis.on.isoformat()} if basis else None
    document_id = keep_document(basis.document, "rekap.pdf") if basis and basis.document else None
    corrected: set[int] = set()
    for row in _given(sponsor_ids, circular_id):
        if row.made_on == made_on:
            row.answer, row.basis, row.document_id = answer.value, words, document_id
            corrected.add(row.sponsor_id)
    db.session.flush()
    mend_ends(corrected)
    new = [one for one in sponsor_ids if one not in corrected]
    add_declarations(
        deed, [NewDeclaration(one, circular_id, answer, made_on, words, document_id) for one in new]
    )


def _given(sponsor_ids: Collection[int], circular_id: int) -> list[Declaration]:
    """Answers of these people to a circular, each person's oldest first, read under the lock."""
    found: list[Declaration] = []
    for ids in chunks(sorted(sponsor_ids)):
        statement = (
            select(Declaration)
            .where(Declaration.sponsor_id.in_(ids), Declaration.circular_id == circular_id)
            .order_by(Declaration.sponsor_id, Declaration.made_on, Declaration.id)
            .execution_options(populate_existing=True)
        )
        found += db.session.scalars(statement)
    return found


def _refuse_overtaken(given: list[Declaration], seen_stamp: str | None) -> None:
    newest = given[-1] if given else None
    stored = stamp_of(newest.id, newest.version) if newest else stamp_of(None, None)
    if seen_stamp is None or seen_stamp == stored:
        return
    if newest is None:  # it was withdrawn
        raise ChangedMeanwhile({"answer": None, "made_on": None})
    raise own.overtaken(newest, ("answer", "made_on", "ends_on"))


def _check_day(circular: Circular, made_on: date, today: date) -> None:
    own.check_day(made_on, today, "made_on")
    start = min(circular.in_force_from, circular.issued_on or circular.in_force_from)
    if made_on < start:
        raise RuleBroken("answer_before_circular", field="made_on", start=start)


def _check_basis(basis: Basis, today: date) -> None:
    if own.short_text(basis.number, "basis_number") is None:
        raise RuleBroken("basis_missing", field="basis_number")
    own.check_day(basis.on, today, "basis_on")


def _bound(viewer: Viewer, circular: Circular, sponsor_ids: Collection[int], today: date) -> int:
    """How many of them the circular asks today, in the viewer's units."""
    count = 0
    for ids in chunks(sorted(sponsor_ids)):
        flags = standing_rows(circular, [Month.of(today)], today, ids).c
        statement = (
            select(func.count())
            .join_from(flags.sponsor_id.table, Unit, Unit.id == flags.unit_id)
            .where(flags.is_asn == 1)
        )
        count += db.session.scalar(within(viewer, statement, Unit.path)) or 0
    return count


def _employing(sponsor_ids: Collection[int], circular_id: int, today: date) -> int:
    """How many of them have said, and still say, that they employ or cover somebody."""
    return sum(
        Answer(row.answer).makes_target
        for row in _given(sponsor_ids, circular_id)
        if row.made_on <= today < row.ends_on
    )


def _live(sponsor_id: int, circular_id: int, today: date) -> bool:
    statement = select(Enrolment.id).where(
        Enrolment.sponsor_id == sponsor_id,
        Enrolment.circular_id == circular_id,
        is_live(literal(today, Date)),
    )
    return db.session.scalar(statement.limit(1)) is not None
