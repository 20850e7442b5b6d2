"""A small regency in November 2026: nine offices that differ, 190 ASN, what each of them did and when."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from lindung.actions import ledger, summaries
from lindung.actions.acts import Deed, act
from lindung.domain.duties import Answer, valid_until
from lindung.domain.months import BEGINNING, OPEN_END, Month
from lindung.domain.names import name_key
from lindung.domain.protection import EMPTY_COVER
from lindung.models.base import db
from lindung.models.circulars import Circular, Declaration
from lindung.models.sponsors import Posting, Sponsor
from lindung.models.workers import Enrolment
from lindung.queries.viewer import CONSOLE
from tests.support import cast
from tests.support.clock import today
from tests.support.makers import FOR_EVER, Makers
from tests.support.preparing import peopled

TARIFF = "bpu:other:1:private:JKK+JKM"
EARLY, OCTOBER, NOVEMBER = date(2026, 7, 3), date(2026, 10, 5), date(2026, 11, 4)


class Office(NamedTuple):
    """How many of its ASN stand where in November; `late` of the settled ones began only then."""

    code: str
    name: str
    silent: int
    none: int
    unregistered: int
    unpaid: int
    settled: int
    late: int = 0

    @property
    def asn(self) -> int:
        return self.silent + self.none + self.unregistered + self.unpaid + self.settled


OFFICES = (
    Office("01", "Sekretariat Daerah", 2, 6, 1, 0, 6, late=2),
    Office("02", "Dinas Perhubungan", 6, 5, 6, 2, 2),
    Office("03", "Dinas Sosial", 1, 7, 0, 1, 7, late=5),
    Office("04", "Dinas Pertanian", 9, 4, 9, 1, 1),
    Office("05", "Kecamatan Bagor", 12, 0, 0, 0, 0),
    Office("06", "Badan Kepegawaian", 0, 8, 2, 2, 8, late=3),
    Office("07", "Dinas Pendidikan", 5, 8, 4, 2, 6, late=1),
    Office("07.01", "SD Negeri Tunas Harapan", 2, 2, 2, 0, 1),
    Office("08", "Dinas Kesehatan", 7, 10, 3, 2, 5),
    Office("09", "Dinas Perdagangan", 4, 3, 3, 1, 2),
)


def totals() -> Office:
    numbers = [sum(values) for values in zip(*(office[2:] for office in OFFICES), strict=True)]
    return Office("", "", *numbers)


def fill_regency() -> None:
    """The cast, its units and the circular first; then everybody in one act."""
    peopled()
    make = Makers()
    there = {place.code for place in cast.PLACES}
    for office in OFFICES:
        if office.code not in there:
            make.a_unit(office.code, name=office.name)
    circular = make.a_circular(in_force_from=date(2026, 6, 1), target_percent=75)
    with act(CONSOLE, "regency", today=today()) as deed:
        builder = _Builder(make, circular, deed)
        for office in OFFICES:
            builder.people_of(office)
        summaries.recount(deed.today)


@dataclass
class _Builder:
    make: Makers
    circular: Circular
    deed: Deed
    born: int = 0

    def people_of(self, office: Office) -> None:
        for _ in range(office.silent):
            self._sponsor(office)
        for _ in range(office.none):
            self._declares(self._sponsor(office), Answer.NONE)
        for number in range(office.unregistered):
            state = ("candidate", "submitted", "refused", None)[number % 4]
            self._employs(office, state, OCTOBER)
        for _ in range(office.unpaid):
            self._employs(office, "registered", EARLY, upto="2026-10")
        for number in range(office.settled):
            self._employs(office, "registered", NOVEMBER if number < office.late else EARLY, upto="2026-11")

    def _sponsor(self, office: Office) -> Sponsor:
        self.born += 1
        name = f"ASN {office.name} {self.born:03d}"
        row = Sponsor(
            kind="asn", nip=self.make.a_nip(), name=name, name_key=name_key(name), employment="pns", grade="III/a",
            position="Analis",
        )  # fmt: skip
        db.session.add(row)
        db.session.flush()
        unit_id = cast.unit(office.code).id
        db.session.add(
            Posting(sponsor_id=row.id, unit_id=unit_id, first_month=BEGINNING, last_month=OPEN_END)
        )
        return row

    def _declares(self, sponsor: Sponsor, answer: Answer, on: date = EARLY) -> None:
        last = valid_until(answer, on)
        ends = date.fromordinal(last.toordinal() + 1) if last else FOR_EVER
        row = Declaration(
            sponsor_id=sponsor.id, circular_id=self.circular.id, answer=answer.value, made_on=on, ends_on=ends
        )
        db.session.add(row)

    def _employs(self, office: Office, state: str | None, on: date, upto: str | None = None) -> None:
        sponsor = self._sponsor(office)
        self._declares(sponsor, Answer.EMPLOYS, on)
        if state is None:
            return
        enrolment = self._enrolment(office, sponsor, state, on)
        if upto:
            months = list(Month.of(on).through(Month.parse(upto)))
            parts = tuple(ledger.Part(enrolment.id, month, 8_400) for month in months)
            ledger.receive(self.deed, [ledger.Receipt(ledger.Source.BPJS, on, 8_400 * len(parts), parts)])

    def _enrolment(self, office: Office, sponsor: Sponsor, state: str, on: date) -> Enrolment:
        worker = self.make.new_worker(f"Pekerja {self.born:03d}")
        posted = cast.unit(office.code)
        is_registered = state == "registered"
        row = Enrolment(
            worker_id=worker.id, sponsor_id=sponsor.id, circular_id=self.circular.id, relation="art", tariff=TARIFF,
            state=state, noted_on=on, submitted_on=None if state == "candidate" else on,
            registered_on=on if is_registered else None, refused_on=on if state == "refused" else None,
            first_month=Month.of(on) if is_registered else None, cover=EMPTY_COVER, unit_id=posted.id,
            opd_id=self.make.reporting_above(posted).id, name_key=worker.name_key,
        )  # fmt: skip
        db.session.add(row)
        db.session.flush()
        return row
