"""Ngawi: 24 % of 500,000 workers covered, 45 % wanted in 2029, by four groups each with its office (R8d, R24).

The press reports the baseline, the target and the groups; their sizes, the months since and the clauses are invented.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from lindung.actions import summaries
from lindung.actions.acts import insert_rows
from lindung.actions.demo.founding import Progress, Work, add_people, add_units, founding, quiet
from lindung.actions.demo.people import servants
from lindung.actions.demo.places import PlannedUnit, names_of
from lindung.domain.coverage import CommitmentState, FigureKind, december
from lindung.domain.duties import ASN_EMPLOYMENTS, CircularState, DutyKind, Force
from lindung.domain.months import Month
from lindung.domain.names import name_key
from lindung.domain.registration import Programme, Relation
from lindung.models.base import db
from lindung.models.circulars import Circular
from lindung.models.coverage import Commitment, Figure, Segment

NGAWI = "ngawi"
CODE, TITLE = "35.21", "Kabupaten Ngawi"
NUMBER = "560/MoU/BPJSTK/2025"
WORKFORCE, BASELINE = 500_000, 120_000
BASE_MONTH, GOAL_YEAR = Month(2025_12), 2029
GAIN_IN_48_MONTHS = 35_000  # at this pace 31 % in December 2029
AGREED_ON = date(2025, 12, 18)
MOU, BRANCH = (
    "Nota kesepahaman Pemkab dengan BPJS Ketenagakerjaan",
    "Laporan bulanan BPJS Ketenagakerjaan cabang",
)
PAPER = "Paparan target nasional UCJ"
STAFF = 14  # of each office: nobody is asked for anything here
REGISTERED_PER_100_ACTIVE = 108

OFFICES = (
    ("Sekretariat", "Sekretariat Daerah"),
    ("Inspektorat", "Inspektorat Daerah"),
    ("Badan", "Badan Perencanaan Pembangunan Daerah"),
    ("Badan", "Badan Kepegawaian dan Pengembangan Sumber Daya Manusia"),
    ("Dinas", "Dinas Perindustrian dan Tenaga Kerja"),
    ("Dinas", "Dinas Pekerjaan Umum dan Penataan Ruang"),
    ("Dinas", "Dinas Kesehatan"),
    ("Dinas", "Dinas Ketahanan Pangan dan Pertanian"),
    ("Dinas", "Dinas Pemberdayaan Masyarakat dan Desa"),
    ("Dinas", "Dinas Sosial"),
)


class Group(NamedTuple):
    name: str
    owner: str  # the code of the office that answers for it
    workforce: int
    covered: int  # at the baseline
    goal: int


GROUPS = (
    Group("Pekerja konstruksi", "06", 38_000, 21_000, 34_000),
    Group("Kader posyandu", "07", 6_000, 2_400, 6_000),
    Group("Petani", "08", 210_000, 9_600, 60_000),
    Group("Buruh tani", "08", 96_000, 4_000, 25_000),
)
PAYERS = (("Mandiri", 12), ("APBD", 17), ("APBDes", 6), ("Pemberi kerja", 65))  # in a hundred
C = CommitmentState
CLAUSES = (
    ("Pasal 3", "Mendaftarkan seluruh kader posyandu dari APBD", "07", date(2026, 6, 30), C.KEPT),
    ("Pasal 4", "Mensyaratkan kepesertaan pada setiap kontrak konstruksi", "06", date(2026, 3, 31), C.KEPT),
    ("Pasal 5", "Menganggarkan iuran buruh tani dalam APBDes setiap desa", "09", date(2026, 9, 30), C.OPEN),
    ("Pasal 6", "Menyampaikan data kelompok tani dengan NIK", "08", date(2027, 1, 31), C.OPEN),
    ("Pasal 8", "Melaporkan cakupan setiap bulan paling lambat tanggal 10", "05", date(2029, 12, 31), C.OPEN),
)  # fmt: skip


def build_ngawi(today: date, scale: float = 1, progress: Progress = quiet) -> dict[str, int]:
    with founding(NGAWI, CODE, TITLE, f"{NGAWI} {scale}", today, progress) as work:
        circular_id = _circular()
        units = planned_units()
        add_units(work, NGAWI, units)
        add_people(work, servants(work.random, units, scale, today, TITLE, moving=False))
        segments = _segments(work, circular_id)
        rows = [
            row | {"circular_id": circular_id, "version": 1}
            for part in (
                _whole(work.today),
                _groups(work.today, segments),
                _places(work),
                _payers(work.today),
            )
            for row in part
        ]
        insert_rows(work.deed, Figure, rows)
        work.note("figures", len(rows))
        _commitments(work, circular_id)
        work.note("counting", 0)
        summaries.recount(today)
    return work.made


def planned_units() -> list[PlannedUnit]:
    districts = [("Kecamatan", f"Kecamatan {name}") for name in names_of(NGAWI).values()]
    return [
        PlannedUnit(f"{number:02}", name, kind, None, STAFF, 0)
        for number, (kind, name) in enumerate([*OFFICES, *districts], start=1)
    ]


def _circular() -> int:
    circular = Circular(
        number=NUMBER,
        issued_on=AGREED_ON,
        title="Cakupan semesta jaminan sosial ketenagakerjaan",
        force=Force.APPEAL.value,
        state=CircularState.IN_FORCE.value,
        in_force_from=date(2026, 1, 1),
        in_force_until=december(GOAL_YEAR).last_day(),
        duty_kind=DutyKind.TARGET.value,
        quota_by_grade={},
        audience=sorted(one.value for one in ASN_EMPLOYMENTS),
        relations=[one.value for one in Relation],
        programmes=[Programme.JKK.value, Programme.JKM.value],
        legal_basis="Inpres 2/2021; nota kesepahaman 2025",
    )
    db.session.add(circular)
    db.session.flush()
    return circular.id


def _segments(work: Work, circular_id: int) -> dict[str, int]:
    rows = [
        {
            "circular_id": circular_id,
            "name": one.name,
            "name_key": name_key(one.name),
            "owner_id": work.unit_ids[one.owner],
            "note": None,
            "version": 1,
        }
        for one in GROUPS
    ]
    return {one.name: id_ for one, id_ in zip(GROUPS, insert_rows(work.deed, Segment, rows), strict=True)}


def readings(today: date) -> Iterator[tuple[Month, int]]:
    """People covered at the end of each month since the baseline, up to the last one that has ended."""
    for nth, month in enumerate(BASE_MONTH.through(max(BASE_MONTH, Month.of(today).previous()))):
        yield month, BASELINE + GAIN_IN_48_MONTHS * nth // 48


def _whole(today: date) -> Iterator[dict[str, Any]]:
    yield _figure(FigureKind.WORKFORCE, BASE_MONTH, WORKFORCE, MOU)
    for month, people in readings(today):
        source = MOU if month == BASE_MONTH else BRANCH
        yield _figure(FigureKind.ACTIVE, month, people, source, base=WORKFORCE)
        yield _figure(
            FigureKind.REGISTERED, month, people * REGISTERED_PER_100_ACTIVE // 100, source, base=WORKFORCE
        )
    for year, hundredths, source, is_used in (
        (GOAL_YEAR, 4500, MOU, True),
        (GOAL_YEAR, 4392, PAPER, False),
        (2025, 3568, PAPER, True),
        (2025, 5215, "Laporan kinerja BPJS Ketenagakerjaan wilayah", False),
    ):
        share = _figure(FigureKind.TARGET, december(year), None, source, base=WORKFORCE, is_used=is_used)
        yield share | {"hundredths": hundredths}


def _groups(today: date, segments: dict[str, int]) -> Iterator[dict[str, Any]]:
    """Each group grows as the whole does."""
    for one in GROUPS:
        segment = {"segment_id": segments[one.name]}
        yield _figure(FigureKind.WORKFORCE, BASE_MONTH, one.workforce, MOU) | segment
        yield _figure(FigureKind.TARGET, december(GOAL_YEAR), one.goal, MOU) | segment
        for month, people in readings(today):
            covered = one.covered + (people - BASELINE) * one.goal // 225_000
            yield _figure(FigureKind.ACTIVE, month, covered, BRANCH) | segment


def _places(work: Work) -> Iterator[dict[str, Any]]:
    """The last month by district: larger and smaller ones, adding up to the whole."""
    *_, (month, people) = readings(work.today)
    districts = [unit for unit in planned_units() if unit.kind == "Kecamatan"]
    weights = [60 + 37 * nth % 71 for nth in range(len(districts))]
    for unit, covered, workforce in zip(
        districts, _shared(people, weights), _shared(WORKFORCE, weights), strict=True
    ):
        place = {"unit_id": work.unit_ids[unit.code]}
        yield _figure(FigureKind.WORKFORCE, month, workforce, BRANCH) | place
        yield _figure(FigureKind.ACTIVE, month, covered, BRANCH) | place


def _payers(today: date) -> Iterator[dict[str, Any]]:
    *_, (month, people) = readings(today)
    for (payer, _), covered in zip(PAYERS, _shared(people, [share for _, share in PAYERS]), strict=True):
        yield _figure(FigureKind.ACTIVE, month, covered, BRANCH) | {"payer": payer}


def _shared(total: int, weights: list[int]) -> list[int]:
    """The parts of a total by weight; what rounding leaves goes to the last."""
    parts = [total * weight // sum(weights) for weight in weights]
    parts[-1] += total - sum(parts)
    return parts


def _figure(
    kind: FigureKind,
    month: Month,
    people: int | None,
    source: str,
    *,
    base: int | None = None,
    is_used: bool = True,
) -> dict[str, Any]:
    return {
        "kind": kind.value,
        "segment_id": None,
        "unit_id": None,
        "payer": None,
        "month": month,
        "people": people,
        "hundredths": None,
        "base": base,
        "source": source,
        "source_on": AGREED_ON
        if source == MOU
        else month.next().first_day()
        if kind is not FigureKind.TARGET
        else None,
        "document_id": None,
        "is_used": is_used,
        "note": None,
    }


def _commitments(work: Work, circular_id: int) -> None:
    rows = [
        {
            "circular_id": circular_id,
            "source": MOU,
            "clause": clause,
            "words": words,
            "owner_id": work.unit_ids[owner],
            "made_on": AGREED_ON,
            "due_on": due_on,
            "state": state.value,
            "closed_on": due_on if state is CommitmentState.KEPT else None,
            "note": None,
            "version": 1,
        }
        for clause, words, owner, due_on, state in CLAUSES
    ]
    insert_rows(work.deed, Commitment, rows)
    work.note("commitments", len(rows))
