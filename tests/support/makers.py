"""Makers take only what matters for a test and choose the rest; each saves through an act, summaries included."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from itertools import count
from typing import Any

from sqlalchemy import select, update

from lindung.actions import ledger, summaries
from lindung.actions.acts import Deed, act
from lindung.domain.duties import Answer, CircularState, DutyKind, Employment, Force, valid_until
from lindung.domain.identifiers import Sex
from lindung.domain.months import BEGINNING, OPEN_END, Month
from lindung.domain.names import name_key
from lindung.domain.protection import EMPTY_COVER
from lindung.domain.rates import Payer, Tariff
from lindung.domain.registration import EnrolmentState, Programme, Relation, Sector, Segment
from lindung.models.base import db
from lindung.models.circulars import Circular, Declaration, Document
from lindung.models.keys import current_keys
from lindung.models.sponsors import Posting, Sponsor
from lindung.models.units import Unit, ids_on, path_below
from lindung.models.workers import Enrolment, Worker
from lindung.queries.viewer import CONSOLE
from tests.support import cast
from tests.support.clock import today

BOTH = frozenset({Programme.JKK, Programme.JKM})
FOR_EVER = date(9999, 12, 31)
S = EnrolmentState
Place = str | cast.Place


class Makers:
    """`make.a_sponsor()` is Pak Hadi of OPD 7 and `make.an_enrolment()` his ART Siti, unless told otherwise."""

    def __init__(self) -> None:
        self._numbers = count(1)

    def a_unit(
        self, code: str, *, name: str | None = None, parent: Place | None = None, reports: bool | None = None
    ) -> Unit:
        with self._whole_months("unit.add"):
            above = cast.unit(parent) if parent else None
            name = name or f"Unit {code}"
            row = Unit(code=code, name=name, name_key=name_key(name), kind="unit", path="")
            row.parent_id = above.id if above else None
            row.reports = above is None if reports is None else reports
            db.session.add(row)
            db.session.flush()
            row.path = path_below(above.path if above else "", row.id)
        return row

    def a_circular(self, number: str = "SE 1/2026", **values: Any) -> Circular:
        """In force since January 2026, binding who employs an ART; any column may be given."""
        chosen = {
            "title": "Perlindungan asisten rumah tangga",
            "issued_on": date(2025, 12, 15),
            "force": Force.BINDING.value,
            "state": CircularState.IN_FORCE.value,
            "in_force_from": date(2026, 1, 1),
            "duty_kind": DutyKind.CONDITIONAL.value,
            "quota_by_grade": {},
            "audience": [one.value for one in Employment if one is not Employment.NON_ASN],
            "relations": [relation.value for relation in Relation],
            "programmes": ["JKK", "JKM"],
            "declare_by": date(2026, 11, 30),
            "register_by": date(2026, 12, 31),
        }
        with self._whole_months("circular.add"):
            row = Circular(number=number, **(chosen | values))
            db.session.add(row)
        return row

    def a_sponsor(
        self,
        name: str = "Hadi Suprapto",
        *,
        unit: Place = cast.OPD_7,
        since: str | None = None,
        **values: Any,
    ) -> Sponsor:
        """An ASN, posted from the beginning of the books unless `since` names a month."""
        employment = Employment(values.pop("employment", Employment.PNS))
        chosen = {
            "kind": employment.kind.value,
            "nip": self.a_nip(),
            "grade": "III/b",
            "position": "Analis",
        } | values
        with self._act("sponsor.add") as deed:
            row = Sponsor(name=name, name_key=name_key(name), employment=employment.value, **chosen)
            db.session.add(row)
            db.session.flush()
            with summaries.difference(deed, [row.id], since=BEGINNING):
                first = Month.parse(since) if since else BEGINNING
                unit_id = cast.unit(unit).id
                db.session.add(
                    Posting(sponsor_id=row.id, unit_id=unit_id, first_month=first, last_month=OPEN_END)
                )
        return row

    def a_declaration(
        self,
        sponsor: Sponsor | None = None,
        answer: Answer | str = Answer.EMPLOYS,
        *,
        on: date = date(2026, 2, 1),
        circular: Circular | None = None,
        scan: Document | None = None,
    ) -> Declaration:
        """An answer; an earlier one of the same sponsor ends where it begins."""
        sponsor, circular, answer = (
            sponsor or self.a_sponsor(),
            circular or self.the_circular(),
            Answer(answer),
        )
        last = valid_until(answer, on)
        ends = date.fromordinal(last.toordinal() + 1) if last else FOR_EVER
        with (
            self._act("declaration.make") as deed,
            summaries.difference(deed, [sponsor.id], since=Month.of(on)),
        ):
            db.session.execute(
                update(Declaration)
                .where(Declaration.sponsor_id == sponsor.id, Declaration.circular_id == circular.id)
                .where(Declaration.made_on < on, Declaration.ends_on > on)
                .values(ends_on=on)
            )
            row = Declaration(
                sponsor_id=sponsor.id, circular_id=circular.id, answer=answer.value, made_on=on, ends_on=ends
            )
            row.document_id = scan.id if scan else None
            db.session.add(row)
        return row

    def a_worker(self, name: str = "Siti Rahayu", *, nik: str | None = None, **values: Any) -> Worker:
        """A person alone, without anybody who pays; see `an_enrolment`."""
        with self._act("worker.add"):
            row = self.new_worker(name, nik, **values)
        return row

    def new_worker(self, name: str, nik: str | None = None, **values: Any) -> Worker:
        """The same inside an act that is already open."""
        nik = nik or self.a_nik()
        chosen = {
            "born_on": date(1986, 4, 17),
            "sex": Sex.FEMALE.value,
            "address": "Dusun Krajan RT 02 RW 01",
        } | values
        row = Worker(nik=nik, nik_index=current_keys().blind(nik), nik_last4=nik[-4:], name=name, **chosen)
        row.name_key = name_key(name)
        db.session.add(row)
        db.session.flush()
        return row

    def an_enrolment(
        self,
        sponsor: Sponsor | None = None,
        worker: Worker | None = None,
        *,
        circular: Circular | None = None,
        state: EnrolmentState | str = S.REGISTERED,
        since: str = "2026-03",
        programmes: frozenset[Programme] = BOTH,
        payer: Payer = Payer.PRIVATE,
        unit: Place | None = None,
        **values: Any,
    ) -> Enrolment:
        """Siti by Pak Hadi, registered since March 2026; `since` is the month it was noted, registered, first due.

        `unit`: of a fund's worker the village; everybody else's stands where the sponsor is posted.
        """
        sponsor, worker = sponsor or self.a_sponsor(), worker or self.a_worker()
        circular, state, first = circular or self.the_circular(), EnrolmentState(state), Month.parse(since)
        posted = cast.unit(unit) if unit else self.unit_of(sponsor)
        chosen = dates_of(state, first) | {
            "relation": Relation.ART.value,
            "tariff": Tariff(Segment.BPU, Sector.OTHER, 1, payer, programmes).code,
            "cover": EMPTY_COVER,
            "unit_id": posted.id,
            "opd_id": self.reporting_above(posted).id,
            "name_key": worker.name_key,
        }
        with self._act("enrolment.add") as deed, summaries.difference(deed, [sponsor.id], since=first):
            row = Enrolment(
                worker_id=worker.id,
                sponsor_id=sponsor.id,
                circular_id=circular.id,
                state=state.value,
                **(chosen | values),
            )
            db.session.add(row)
            db.session.flush()
            ledger.rebuild_cover([row.id])
        return row

    def paid_month(
        self,
        enrolment: Enrolment,
        *months: str,
        amount: int | None = None,
        source: str = "bpjs",
        paid_on: date | None = None,
    ) -> None:
        """Pays these months of an enrolment on their first day, each in full unless an amount is given."""
        wanted = [Month.parse(month) for month in months]
        with (
            self._act("payment.receive") as deed,
            summaries.difference(deed, (), since=min(wanted), enrolment_ids=[enrolment.id]),
        ):
            receipts = []
            for month in wanted:
                paid = amount or due_of(enrolment, month)
                part = ledger.Part(enrolment.id, month, paid)
                receipts.append(
                    ledger.Receipt(ledger.Source(source), paid_on or month.first_day(), paid, (part,))
                )
            refused = ledger.receive(deed, receipts)
        assert not refused, f"another enrolment paid already: {refused}"

    # Who and what stands there without being named

    def the_circular(self) -> Circular:
        """The newest circular in force, made when there is none."""
        in_force = select(Circular).where(Circular.state == CircularState.IN_FORCE.value)
        found = db.session.scalars(
            in_force.order_by(Circular.in_force_from.desc(), Circular.id.desc())
        ).first()
        return found or self.a_circular()

    def a_nik(self) -> str:
        """An invented NIK: digits 5 and 6 are 00, which no citizen has."""
        return f"351800570486{next(self._numbers):04d}"

    def a_nip(self) -> str:
        return f"198001012005011{next(self._numbers):03d}"

    def a_kpj(self) -> str:
        return f"260{next(self._numbers):08d}"

    @staticmethod
    def unit_of(sponsor: Sponsor) -> Unit:
        newest = select(Posting).where(Posting.sponsor_id == sponsor.id).order_by(Posting.first_month.desc())
        return db.session.get_one(Unit, db.session.scalars(newest).first().unit_id)

    @staticmethod
    def reporting_above(unit: Unit) -> Unit:
        above = [db.session.get_one(Unit, id_) for id_ in reversed(ids_on(unit.path))]
        return next(one for one in above if one.reports)

    @contextmanager
    def _act(self, kind: str) -> Iterator[Deed]:
        with act(CONSOLE, kind, today=today()) as deed:
            yield deed

    @contextmanager
    def _whole_months(self, kind: str) -> Iterator[None]:
        with self._act(kind) as deed:
            yield
            summaries.recount(deed.today)


def dates_of(state: EnrolmentState, first: Month) -> dict[str, Any]:
    """The dates an enrolment in this state would carry, each on the first day of its month."""
    day = first.first_day()
    dates: dict[str, Any] = {"noted_on": day}
    if state is not S.CANDIDATE:
        dates["submitted_on"] = day
    if state in (S.REGISTERED, S.ENDED):
        dates |= {"registered_on": day, "first_month": first}
    if state is S.REFUSED:
        dates |= {"refused_on": day, "reason": "NIK tidak ditemukan"}
    if state is S.ENDED:
        dates |= {"ended_on": first.plus(3).first_day(), "reason": "Berhenti bekerja"}
    return dates


def due_of(enrolment: Enrolment, month: Month) -> int:
    from lindung.queries.rates import rate_tables

    return rate_tables().due(Tariff.of_code(enrolment.tariff), month)
