"""Answers to a circular in the order of their days: each counts until it expires or a newer one is given (R7)."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy import select

from lindung.actions.acts import Deed, insert_rows
from lindung.actions.circulars import NewDocument
from lindung.actions.done import Done
from lindung.domain.duties import Answer, valid_until
from lindung.models.base import db
from lindung.models.circulars import Declaration
from lindung.queries.staging import chunks
from lindung.queries.viewer import Viewer

FOREVER = date(9999, 12, 31)


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
    else is ChangedMeanwhile. Fields: answer, made_on. Remark: none_with_workers.
    """
    raise NotImplementedError


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
    raise NotImplementedError


def withdraw_declaration(
    viewer: Viewer, declaration_id: int, *, seen_version: int, today: date, key: str | None = None
) -> Done:
    """Takes one answer away as if it had not been given; the one before it counts again until it expires."""
    raise NotImplementedError


class NewDeclaration(NamedTuple):
    sponsor_id: int
    circular_id: int
    answer: Answer
    made_on: date


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
            "basis": None,
            "document_id": None,
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
        statement = (
            select(Declaration)
            .where(Declaration.sponsor_id.in_(ids))
            .order_by(Declaration.sponsor_id, Declaration.circular_id, Declaration.made_on, Declaration.id)
            .execution_options(populate_existing=True)
        )
        answers = db.session.scalars(statement).all()
        for one, following in zip(answers, [*answers[1:], None], strict=True):
            same = following is not None and (following.sponsor_id, following.circular_id) == (
                one.sponsor_id,
                one.circular_id,
            )
            wanted = ends_on(
                Answer(one.answer), one.made_on, following.made_on if same and following else None
            )
            if one.ends_on != wanted:
                one.ends_on = wanted
        db.session.flush()


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
