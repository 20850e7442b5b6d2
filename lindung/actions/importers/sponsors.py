"""A file of civil servants: new ones, changed ones, those who moved, and those who left a complete file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from sqlalchemy import select

from lindung.actions import handover_queue, tree
from lindung.actions.acts import Deed
from lindung.actions.copies import refresh_homes
from lindung.actions.importers.protocol import Change, Importer, Line, Verdict, difference_of
from lindung.actions.payers import lock_sponsors
from lindung.actions.sponsor_writing import NewSponsor, insert_sponsors, post, unpost
from lindung.domain.errors import RuleBroken
from lindung.domain.handovers import HandoverCause
from lindung.domain.identifiers import checked_nip
from lindung.domain.import_cells import Cell, identifier_of, text_of
from lindung.domain.import_columns import ImportKind
from lindung.domain.import_rows import GivenSponsor, Outcome, Reading, employment_by_number, read_sponsor
from lindung.domain.months import Month
from lindung.domain.names import name_key
from lindung.models.base import db
from lindung.models.sponsors import Posting, Sponsor
from lindung.queries.staging import (
    PEOPLE,
    KnownSponsor,
    KnownUnit,
    chunks,
    known_sponsors,
    known_units,
    posted_nips,
    sees,
    sponsor_ids,
)

ABSENT = "not_in_file"  # why somebody left: the file was declared complete and did not name him


@dataclass(frozen=True, slots=True)
class SponsorPlan:
    known: KnownSponsor | None
    given: GivenSponsor | None  # None: has left
    unit_id: int | None = None  # where he moves, or begins


class SponsorImporter(Importer[GivenSponsor]):
    kind: ClassVar[ImportKind] = ImportKind.SPONSORS
    recounts: ClassVar[bool] = False

    def read(self, cells: Mapping[str, Cell]) -> Reading[GivenSponsor]:
        return read_sponsor(cells, self.scope.today)

    def hold(self, rows: Sequence[GivenSponsor]) -> None:
        absent = posted_nips(self.scope.viewer, self.scope.month, PEOPLE) if self.scope.is_complete else {}
        lock_sponsors(sponsor_ids({*absent, *(row.nip for row in rows)}))

    def load(self, rows: Sequence[GivenSponsor]) -> None:
        self.units: dict[str, KnownUnit] = known_units(self.scope.viewer)
        self.known = known_sponsors({row.nip for row in rows})

    def decide(self, row: int, given: GivenSponsor) -> Verdict:
        self.claim_once(f"nip:{given.nip}", "nip")
        unit = self.units.get(given.unit_code)
        if unit is None:
            raise RuleBroken("unknown_unit", field="kode_unit", given=given.unit_code)
        known = self.known.get(given.nip)
        if known is not None and not sees(self.scope.viewer, known):
            raise RuleBroken("sponsor_unknown", field="nip")
        posting = known.posting_at(self.scope.month) if known else None
        stays = posting is not None and posting.unit_id == unit.id
        if not stays and unit.closed_from is not None:  # a posting has no end
            raise RuleBroken("unit_closed", field="kode_unit", unit=unit.name, month=unit.closed_from)
        claims = {f"nip:{given.nip}": given.nip}
        plan = SponsorPlan(known, given, None if stays else unit.id)
        if known is None:
            return Verdict(Outcome.NEW, given.name, claims=claims, plan=plan)
        changes = _changes(known, given)
        if not stays:
            changes.append(Change("kode_unit", posting.unit_code if posting else None, unit.code))
        outcome = Outcome.MOVED if not stays else Outcome.CHANGED if changes else Outcome.SAME
        return Verdict(outcome, given.name, changes=changes, claims=claims, plan=plan)

    def absent(self, lines: Sequence[Line]) -> list[Verdict]:
        """Whom a complete file does not name; a bad row still names somebody, by number or by name."""
        named = {nip for line in lines if (nip := _nip_in(line))}
        unclear = {name_key(_text_in(line, "nama")) for line in lines if not _nip_in(line)}
        here = posted_nips(self.scope.viewer, self.scope.month, PEOPLE)
        gone = {nip for nip, name in here.items() if nip not in named and name_key(name) not in unclear}
        self.known |= known_sponsors(gone)
        return [_left(self.known[nip], self.scope.month) for nip in sorted(gone)]

    def people(self, verdicts: Sequence[Verdict]) -> list[int]:
        return [verdict.plan.known.id for verdict in verdicts if verdict.acts and verdict.plan.known]

    def apply(self, deed: Deed, verdicts: Sequence[Verdict], people: list[int]) -> None:
        plans: list[SponsorPlan] = [verdict.plan for verdict in verdicts if verdict.acts]
        people += _insert(deed, [plan for plan in plans if plan.known is None])
        stored = {plan.known.id: plan for plan in plans if plan.known}
        for ids in chunks(sorted(stored)):
            sponsors = db.session.scalars(
                select(Sponsor).where(Sponsor.id.in_(ids)).order_by(Sponsor.id)
            ).all()
            postings: dict[int, list[Posting]] = {}
            statement = select(Posting).where(Posting.sponsor_id.in_(ids)).order_by(Posting.first_month)
            for posting in db.session.scalars(statement):
                postings.setdefault(posting.sponsor_id, []).append(posting)
            for sponsor in sponsors:
                self._change(sponsor, stored[sponsor.id], postings.get(sponsor.id, []))
            db.session.flush()
        moved = [id_ for id_, plan in stored.items() if plan.unit_id is not None]
        refresh_homes(moved, Month.of(self.scope.today))
        self._hand_over(deed, stored)

    def _hand_over(self, deed: Deed, stored: Mapping[int, SponsorPlan]) -> None:
        """Who left or came to another office leaves workers to be taken over or confirmed; who is back does not."""
        nearest, month = tree.reporting_above(), self.scope.month
        causes: dict[int, HandoverCause] = {}
        for id_, plan in stored.items():
            posting = plan.known.posting_at(month) if plan.known else None
            if plan.given is None:
                causes[id_] = HandoverCause.NOT_IN_FILE
            elif plan.unit_id is not None and posting and nearest[posting.unit_id] != nearest[plan.unit_id]:
                causes[id_] = HandoverCause.MOVED
        back = [
            id_
            for id_, plan in stored.items()
            if plan.unit_id is not None and plan.known and plan.known.left_on is not None
        ]
        handover_queue.close_of(deed, back)
        handover_queue.enqueue(deed, causes, month)

    def _change(self, sponsor: Sponsor, plan: SponsorPlan, postings: list[Posting]) -> None:
        month = self.scope.month
        if plan.given is None:
            unpost(sponsor, postings, month.first_day(), ABSENT)
            return
        for name, value in _values(plan.given).items():
            if value is not None:
                setattr(sponsor, name, value)
        if plan.unit_id is not None:
            post(sponsor, postings, plan.unit_id, month)


def _insert(deed: Deed, plans: list[SponsorPlan]) -> list[int]:
    rows = []
    for plan in plans:
        if plan.given and plan.unit_id is not None:
            employment = plan.given.employment or employment_by_number(plan.given.nip)
            columns = {"nip": plan.given.nip, **_values(plan.given)}
            columns |= {"employment": employment.value, "kind": employment.kind.value}
            rows.append(NewSponsor(columns, plan.unit_id))
    return insert_sponsors(deed, rows)


def _values(given: GivenSponsor) -> dict[str, Any]:
    """The columns a row gives; None leaves what is stored."""
    values: dict[str, Any] = {
        "name": given.name,
        "name_key": name_key(given.name),
        "grade": given.grade,
        "position": given.position,
        "phone": given.phone,
        "email": given.email,
        "employment": given.employment.value if given.employment else None,
    }
    return values | ({"kind": given.employment.kind.value} if given.employment else {})


def _changes(known: KnownSponsor, given: GivenSponsor) -> list[Change]:
    return difference_of(
        [
            ("nama", known.name, given.name),
            ("jenis_asn", known.employment, given.employment.value if given.employment else None),
            ("golongan", known.grade, given.grade),
            ("jabatan", known.position, given.position),
            ("telepon", known.phone, given.phone),
            ("email", known.email, given.email),
        ]
    )


def _left(known: KnownSponsor, month: Month) -> Verdict:
    posting = known.posting_at(month)
    left_on: date = month.first_day()
    changes = [Change("kode_unit", posting.unit_code if posting else None, None)]
    changes.append(Change("left_on", None, left_on.isoformat()))
    return Verdict(Outcome.LEFT, known.name, changes=changes, plan=SponsorPlan(known, None))


def _nip_in(line: Line) -> str | None:
    try:
        return checked_nip(identifier_of(line.cells.get("nip"), "nip"))
    except RuleBroken:
        return None


def _text_in(line: Line, column: str) -> str:
    try:
        return text_of(line.cells.get(column))
    except RuleBroken:
        return ""
