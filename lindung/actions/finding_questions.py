"""Questions that nobody typed: workers who look like an ASN, who are over age, who are in the list twice (R6, R20)."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import func, or_, select
from sqlalchemy.orm import aliased

from lindung.actions import own
from lindung.actions.acts import Deed, act, insert_rows
from lindung.actions.done import Done
from lindung.domain.duties import SponsorKind
from lindung.domain.months import Month
from lindung.domain.permissions import Act
from lindung.domain.questions import NIP_BIRTH_DATE, Decision, QuestionKind, born_too_early, is_namesake
from lindung.models.base import db
from lindung.models.sponsors import Sponsor
from lindung.models.units import Unit
from lindung.models.workers import Enrolment, Question, Worker
from lindung.queries.staging import chunks
from lindung.queries.thresholds import thresholds
from lindung.queries.viewer import Viewer, in_reach

ASKED_ONCE = (QuestionKind.SERVANT, QuestionKind.OVER_AGE)


class _Covered(NamedTuple):
    """Somebody who is covered now, with the oldest of his enrolments."""

    worker_id: int
    name_key: str
    born_on: date
    sponsor_id: int
    circular_id: int


class _Found(NamedTuple):
    kind: QuestionKind
    covered: _Covered
    other_worker_id: int | None = None


def check_workers(viewer: Viewer, *, today: date, key: str | None = None) -> Done:
    """Looks at everybody covered within reach; `count` is how many questions are new."""
    with act(viewer, "question.check", today=today, key=key) as deed:
        own.check_may(viewer, Act.DECIDE_QUESTIONS)
        live = (
            select(Enrolment.worker_id)
            .join(Unit, Unit.id == Enrolment.unit_id)
            .where(_is_live(today), in_reach(viewer, Unit.path))
        )
        done = Done(deed.id, count=find_questions(deed, db.session.scalars(live.distinct()).all()))
        deed.result = done.result
    return done


def find_questions(deed: Deed, worker_ids: Collection[int], *, sure: bool = False) -> int:
    """Inner step, after these people were written; asks what is not asked yet, and never what was decided.

    `sure`: whoever added the worker has said that he is not the ASN of that name; that is remembered as decided.
    """
    db.session.flush()
    new: list[_Found] = []
    for ids in chunks(sorted(set(worker_ids))):
        covered = _covered(ids, deed.today)
        found = [*_servants(covered), *_over_age(covered, deed.today), *_namesakes(covered)]
        new += _unasked(found)
    insert_rows(deed, Question, [_row(one, deed.today, sure=sure) for one in new])
    return len(new)


def _row(found: _Found, today: date, *, sure: bool) -> dict[str, Any]:
    is_said = sure and found.kind is QuestionKind.SERVANT
    return {
        "kind": found.kind.value,
        "worker_id": found.covered.worker_id,
        "sponsor_id": found.covered.sponsor_id,
        "circular_id": found.covered.circular_id,
        "asked_on": today,
        "row": {},
        "other_worker_id": found.other_worker_id,
        "decision": Decision.DIFFERENT.value if is_said else None,
        "decided_on": today if is_said else None,
        "reason": None,
        "version": 1,
    }


def _is_live(today: date) -> Any:
    return or_(Enrolment.ended_on.is_(None), Enrolment.ended_on > today)


def _covered(worker_ids: Sequence[int], today: date) -> list[_Covered]:
    first = (
        select(func.min(Enrolment.id))
        .where(Enrolment.worker_id.in_(worker_ids), _is_live(today))
        .group_by(Enrolment.worker_id)
    )
    statement = (
        select(Worker.id, Worker.name_key, Worker.born_on, Enrolment.sponsor_id, Enrolment.circular_id)
        .join(Enrolment, Enrolment.worker_id == Worker.id)
        .where(Enrolment.id.in_(first), Worker.born_on.is_not(None))
        .order_by(Worker.id)
    )
    return [
        _Covered(id_, name, born_on, sponsor_id, circular_id)
        for id_, name, born_on, sponsor_id, circular_id in db.session.execute(statement)
        if born_on is not None
    ]


def _servants(covered: Sequence[_Covered]) -> Iterator[_Found]:
    """No ASN's NIK is known, but a NIP begins with the day of birth."""
    days = {one.born_on.strftime(NIP_BIRTH_DATE) for one in covered}
    born = func.substr(Sponsor.nip, 1, 8)
    statement = select(born, Sponsor.name_key).where(
        born.in_(sorted(days)), Sponsor.kind == SponsorKind.ASN.value, Sponsor.left_on.is_(None)
    )
    names: dict[str, list[str]] = {}
    for day, name in db.session.execute(statement) if days else ():
        names.setdefault(day, []).append(name)
    for one in covered:
        if any(
            is_namesake(one.name_key, name) for name in names.get(one.born_on.strftime(NIP_BIRTH_DATE), ())
        ):
            yield _Found(QuestionKind.SERVANT, one)


def _over_age(covered: Sequence[_Covered], today: date) -> Iterator[_Found]:
    latest = born_too_early(thresholds().ages(Month.of(today)), today)
    return (_Found(QuestionKind.OVER_AGE, one) for one in covered if one.born_on <= latest)


def _namesakes(covered: Sequence[_Covered]) -> Iterator[_Found]:
    """The oldest row of that name and birth date with another NIK; each of the younger ones asks for itself."""
    if not covered:
        return
    older, mine = aliased(Worker), {one.worker_id: one for one in covered}
    statement = (
        select(Worker.id, func.min(older.id))
        .join(older, (older.name_key == Worker.name_key) & (older.born_on == Worker.born_on))
        .where(Worker.id.in_(list(mine)), older.id < Worker.id)
        .group_by(Worker.id)
        .order_by(Worker.id)
    )
    for id_, other_id in db.session.execute(statement):
        yield _Found(QuestionKind.SAME_PERSON, mine[id_], other_id)


def _unasked(found: Sequence[_Found]) -> list[_Found]:
    """Without what was asked before of the same person, or of the same two."""
    asked: set[tuple[str, int, int | None]] = set()
    for ids in chunks(sorted({one.covered.worker_id for one in found})):
        statement = select(Question.kind, Question.worker_id, Question.other_worker_id)
        for kind, worker_id, other_id in db.session.execute(statement.where(Question.worker_id.in_(ids))):
            asked.add((kind, worker_id, None if kind in ASKED_ONCE else other_id))
    return [one for one in found if (one.kind.value, one.covered.worker_id, one.other_worker_id) not in asked]
