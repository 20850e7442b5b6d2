"""Kendal: one ASN, one vulnerable worker, by deduction from pay; three years on (SE 440/4450/2022, R8b).

The press counted 10,345 ASN in 38 offices, 22 of which take part; of their 1,834 ASN 573 pay for 974 workers. The
offices' shares of these, the people and the months are invented.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

from lindung.actions import ledger, summaries
from lindung.actions.acts import insert_rows
from lindung.actions.demo.enrolments import BOTH, VULNERABLE, PlannedEnrolment, PlannedWorker
from lindung.actions.demo.founding import (
    Progress,
    Work,
    add_enrolments,
    add_people,
    add_units,
    founding,
    quiet,
)
from lindung.actions.demo.moments import YEAR
from lindung.actions.demo.names import Numbers, given_name, phone, random_day
from lindung.actions.demo.people import Servant, servants
from lindung.actions.demo.places import PlannedUnit, Village, names_of
from lindung.actions.ledger import Part, Receipt, Source
from lindung.domain.claims import ClaimKind, ClaimState
from lindung.domain.deductions import DeductionSource
from lindung.domain.duties import ASN_EMPLOYMENTS, CircularState, DutyKind, Force
from lindung.domain.identifiers import Sex
from lindung.domain.months import Month, default_month
from lindung.domain.rates import Payer, Tariff
from lindung.domain.registration import EnrolmentState, Programme, Relation, Sector, Segment
from lindung.models.base import db
from lindung.models.circulars import Circular
from lindung.models.claims import Claim
from lindung.models.deductions import Deduction, Mandate
from lindung.queries.rates import holidays, rate_tables

KENDAL = "kendal"
CODE, TITLE = "33.24", "Kabupaten Kendal"
CIRCULAR_NUMBER = "440/4450/2022"


class Office(NamedTuple):
    kind: str
    name: str
    people: int
    paying: int = 0  # of its people
    workers: int = 0  # whom these pay for


# The last three joined after the last meeting, where the figures lay on the table.
TAKING_PART = (
    Office("Sekretariat", "Sekretariat Daerah", 142, 46, 80),
    Office("Sekretariat", "Sekretariat DPRD", 44, 15, 24),
    Office("Inspektorat", "Inspektorat Daerah", 51, 24, 41),
    Office("Badan", "Badan Perencanaan Pembangunan Daerah", 58, 25, 41),
    Office("Badan", "Badan Kepegawaian, Pendidikan dan Pelatihan", 62, 28, 47),
    Office("Badan", "Badan Pengelolaan Keuangan dan Aset Daerah", 118, 41, 66),
    Office("Badan", "Badan Pendapatan Daerah", 104, 31, 49),
    Office("Dinas", "Dinas Perindustrian dan Tenaga Kerja", 79, 42, 79),
    Office("Dinas", "Dinas Perdagangan, Koperasi dan UKM", 162, 39, 58),
    Office("Dinas", "Dinas Sosial", 48, 21, 36),
    Office("Dinas", "Dinas Komunikasi dan Informatika", 55, 19, 30),
    Office("Dinas", "Dinas Penanaman Modal dan Pelayanan Terpadu Satu Pintu", 49, 18, 29),
    Office("Dinas", "Dinas Lingkungan Hidup", 121, 27, 42),
    Office("Dinas", "Dinas Perhubungan", 108, 24, 36),
    Office("Dinas", "Dinas Kearsipan dan Perpustakaan", 37, 14, 22),
    Office("Dinas", "Dinas Kepemudaan, Olahraga dan Pariwisata", 64, 20, 31),
    Office("Dinas", "Dinas Pekerjaan Umum dan Penataan Ruang", 167, 32, 48),
    Office("Satuan", "Satuan Polisi Pamong Praja dan Pemadam Kebakaran", 96, 25, 38),
    Office("Badan", "Badan Penanggulangan Bencana Daerah", 39, 13, 20),
    Office("Dinas", "Dinas Pertanian dan Pangan", 131, 38, 88),
    Office("Dinas", "Dinas Kelautan dan Perikanan", 47, 16, 37),
    Office("Dinas", "Dinas Pemberdayaan Masyarakat dan Desa", 52, 15, 32),
)
NOT_YET = (
    Office("Dinas", "Dinas Pendidikan dan Kebudayaan", 5644),
    Office("Dinas", "Dinas Kesehatan", 1512),
    Office("RSUD", "RSUD Kabupaten", 618),
    Office("Dinas", "Dinas Perumahan Rakyat dan Kawasan Permukiman", 71),
    Office("Dinas", "Dinas Kependudukan dan Pencatatan Sipil", 66),
    Office("Badan", "Badan Kesatuan Bangsa dan Politik", 30),
)
DISTRICTS = ("33.24.01", "33.24.05", "33.24.08", "33.24.10", "33.24.12", "33.24.14", "33.24.16", "33.24.18", "33.24.19",
             "33.24.20")  # fmt: skip
DISTRICT_PEOPLE = 57
GAINED = 250  # workers since the last meeting: 7.0 % of the ASN then, 9.4 % now
JOINED = 3  # offices since then
DEATHS = 5
DEATH_BENEFIT = 42_000_000  # after three paid months (R19)
MANDATE_NUMBER = "{:03}/SK/{}"
UNDEPOSITED = 3  # deducted last month, and not yet with BPJS
RELATIONS = Relation.NEIGHBOUR, Relation.RELATIVE, Relation.ART, Relation.OTHER
RELATION_WEIGHTS = (38, 31, 22, 9)


@dataclass(slots=True)
class Cover:
    """One worker of the circular from a month on; `died_in`: until that month."""

    planned: PlannedEnrolment
    first: Month
    died_in: Month | None = None

    def months(self, last: Month) -> list[Month]:
        return list(self.first.through(self.died_in.previous() if self.died_in else last))


def build_kendal(today: date, scale: float = 1, progress: Progress = quiet) -> dict[str, int]:
    """`scale` below 1 is for tests of the steps: only at 1 do the figures of the press come out."""
    with founding(KENDAL, CODE, TITLE, f"{KENDAL} {scale}", today, progress) as work:
        circular_id = _circular()
        units = planned_units()
        add_units(work, KENDAL, units)
        people = servants(work.random, units, scale, today, TITLE, moving=False)
        add_people(work, people)
        covers = _covers(work, people, scale)
        add_enrolments(work, [one.planned for one in covers], circular_id)
        held = _mandates_and_deductions(work, covers)
        _payments(work, covers, held)
        _claims(work, [one for one in covers if one.died_in])
        work.note("counting", 0)
        summaries.recount(today)
    return work.made


def planned_units() -> list[PlannedUnit]:
    offices = [*TAKING_PART, *NOT_YET]
    names = names_of(KENDAL)
    offices += [Office("Kecamatan", f"Kecamatan {names[code]}", DISTRICT_PEOPLE) for code in DISTRICTS]
    return [
        PlannedUnit(f"{number:02}", one.name, one.kind, None, one.people, 0)
        for number, one in enumerate(offices, start=1)
    ]


def _circular() -> int:
    circular = Circular(
        number=CIRCULAR_NUMBER,
        issued_on=date(2022, 11, 1),
        title="Satu ASN Satu Pekerja Rentan",
        force=Force.APPEAL.value,
        state=CircularState.IN_FORCE.value,
        in_force_from=date(2022, 11, 1),
        duty_kind=DutyKind.QUOTA.value,
        quota=1,
        quota_by_grade={},
        audience=sorted(one.value for one in ASN_EMPLOYMENTS),
        relations=[one.value for one in Relation],
        programmes=[Programme.JKK.value, Programme.JKM.value],
        target_percent=20,
        legal_basis="Inpres 2/2021; PP 44/2015",
    )
    db.session.add(circular)
    db.session.flush()
    return circular.id


def last_month(today: date) -> Month:
    """The month the pages speak of: the last one whose due date has passed (R9a)."""
    return default_month(today, holidays(Month.of(today)))


def _covers(work: Work, people: Sequence[Servant], scale: float) -> list[Cover]:
    """Who pays for how many since when; and five more whose worker died."""
    by_office: dict[str, list[Servant]] = {}
    for one in people:
        by_office.setdefault(one.unit.code, []).append(one)
    last, numbers = last_month(work.today), Numbers(work.random, CODE.replace(".", "") + "00")
    # A first worker for each who pays comes before anybody's second one: the newest are the last of the list.
    older: list[tuple[Servant, bool]] = []
    newer: list[tuple[Servant, bool]] = []
    for number, office in enumerate(TAKING_PART):
        staff = by_office[f"{number + 1:02}"]
        paying = staff[: max(1, round(office.paying * scale))]
        extra = max(0, round(office.workers * scale) - len(paying))
        found = [(one, True) for one in paying] + [(paying[nth % len(paying)], False) for nth in range(extra)]
        (newer if number >= len(TAKING_PART) - JOINED else older).extend(found)
    gained = max(round(GAINED * scale) - len(newer), 0)
    seconds = [one for one in older if not one[1]]
    moved = seconds[len(seconds) - gained :] if gained else []
    before = [*(one for one in older if one[1]), *seconds[: len(seconds) - len(moved)]]
    covers = [_cover(work, numbers, servant, _begun(work, last)) for servant, _ in before]
    covers += [_cover(work, numbers, servant, last) for servant, _ in [*newer, *moved]]
    payers = [servant for servant, is_first in older if is_first]
    for nth in range(DEATHS):
        died_in = last.plus(-1 - nth)
        covers.append(
            _dead(_cover(work, numbers, payers[nth * 7 % len(payers)], died_in.plus(-4 - nth)), died_in)
        )
    return covers


def _begun(work: Work, last: Month) -> Month:
    return last.plus(-work.random.randint(1, YEAR - 1))


def _cover(work: Work, numbers: Numbers, servant: Servant, first: Month) -> Cover:
    random = work.random
    sex = random.choice((Sex.FEMALE, Sex.MALE))
    born_on = random_day(random, date(work.today.year - 60, 1, 1), date(work.today.year - 22, 12, 31))
    name, relation = given_name(random, sex), random.choices(RELATIONS, RELATION_WEIGHTS)[0]
    occupation = "Asisten Rumah Tangga" if relation is Relation.ART else random.choice(VULNERABLE)
    district = random.choice(list(names_of(KENDAL).values()))
    village = Village("", district, district, is_kelurahan=False)
    worker = PlannedWorker(
        numbers.nik(born_on, sex), name, sex, born_on, occupation, village, f"Kecamatan {district}", phone(random),
        {"birth_place": "Kendal", "heir": given_name(random, sex)}, numbers.kpj(),
    )  # fmt: skip
    day = min(first.first_day() + timedelta(days=random.randint(0, 11)), work.today)
    tariff = Tariff(Segment.BPU, Sector.OTHER, 1, Payer.PRIVATE, BOTH).code
    planned = PlannedEnrolment(
        servant, worker, relation, tariff, EnrolmentState.REGISTERED, day, submitted_on=day, registered_on=day
    )
    return Cover(planned, first)


def _dead(cover: Cover, died_in: Month) -> Cover:
    day = died_in.first_day() + timedelta(days=9)
    cover.planned.worker.died_on = cover.planned.ended_on = day
    cover.planned.state, cover.planned.reason = EnrolmentState.ENDED, "meninggal dunia"
    cover.died_in = died_in
    return cover


def _mandates_and_deductions(work: Work, covers: Sequence[Cover]) -> set[int]:
    """Every payer's surat kuasa and what last month's pay gave; returns whose money is still with the treasurer."""
    last = last_month(work.today).previous()
    due = cache(rate_tables().due)
    amounts: dict[int, tuple[Cover, int, int]] = {}
    for one in covers:
        if one.first <= last and not (one.died_in and one.died_in <= last):
            _, amount, count = amounts.get(one.planned.servant.sponsor_id, (one, 0, 0))
            owed = due(Tariff.of_code(one.planned.tariff), last)
            amounts[one.planned.servant.sponsor_id] = one, amount + owed, count + 1
    payers = sorted(amounts.items())
    mandates = [
        {
            "sponsor_id": sponsor_id,
            "source": DeductionSource.SALARY.value,
            "number": MANDATE_NUMBER.format(nth, cover.planned.noted_on.year),
            "signed_on": min(cover.planned.noted_on, last.first_day()),
            "withdrawn_on": None,
            "version": 1,
        }
        for nth, (sponsor_id, (cover, _, _)) in enumerate(payers, start=1)
    ]
    ids = insert_rows(work.deed, Mandate, mandates)
    deductions = [
        {
            "sponsor_id": sponsor_id,
            "mandate_id": id_,
            "unit_id": work.unit_ids[cover.planned.servant.unit.code],
            "source": DeductionSource.SALARY.value,
            "deducted_month": last,
            "month": last,
            "amount": amount,
            "workers": count,
            "deducted_on": last.first_day() + timedelta(days=1),
            "cancelled_on": None,
            "reason": None,
            "version": 1,
        }
        for id_, (sponsor_id, (cover, amount, count)) in zip(ids, payers, strict=True)
    ]
    insert_rows(work.deed, Deduction, deductions)
    work.note("deductions", len(deductions))
    return {sponsor_id for sponsor_id, _ in payers[:UNDEPOSITED]}


def _payments(work: Work, covers: Sequence[Cover], held: set[int]) -> None:
    """BPJS has every month of everybody, but for the few whose last deduction was not handed over."""
    last = last_month(work.today)
    due = cache(rate_tables().due)
    receipts = []
    for one in covers:
        tariff, enrolment_id = Tariff.of_code(one.planned.tariff), one.planned.enrolment_id
        for month in one.months(last):
            if month == last.previous() and one.planned.servant.sponsor_id in held:
                continue
            amount, day = due(tariff, month), min(month.first_day() + timedelta(days=13), work.today)
            receipts.append(Receipt(Source.BPJS, day, amount, (Part(enrolment_id, month, amount),)))
    work.note("payments", len(receipts))
    ledger.receive(work.deed, receipts)


def _claims(work: Work, dead: Sequence[Cover]) -> None:
    """Five families were paid: 210,000,000 rupiah."""
    rows = []
    for nth, one in enumerate(dead):
        died_on = one.planned.ended_on
        if died_on is None:
            raise ValueError("of those who died")
        rows.append(
            {
                "worker_id": one.planned.worker.worker_id,
                "enrolment_id": one.planned.enrolment_id,
                "kind": ClaimKind.DEATH.value,
                "happened_on": died_on,
                "reported_on": died_on + timedelta(days=2),
                "heir": one.planned.worker.details["heir"],
                "phone": phone(work.random),
                "helper": one.planned.servant.unit.name,
                "state": ClaimState.PAID.value,
                "expected": DEATH_BENEFIT,
                "submitted_on": died_on + timedelta(days=6),
                "decided_on": died_on + timedelta(days=12),
                "paid_on": min(died_on + timedelta(days=14), work.today),
                "paid": DEATH_BENEFIT,
                "reference": f"JKM-{died_on.year}-{nth + 1:05}",
                "reason": None,
                "note": None,
                "version": 1,
            }
        )
    insert_rows(work.deed, Claim, rows)
    work.note("claims", len(rows))
