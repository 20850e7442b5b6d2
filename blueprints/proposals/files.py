"""The list as a file: its number, date and kode wadah on top, one row a worker, every identifier as text."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from flask_babel import gettext as _

from lindung.queries.proposals import Asked, ProposalLine, ProposalRow
from lindung.web.downloads import LACKING, Cell
from lindung.web.filters import number
from lindung.web.worker_labels import ASKED

COLUMNS = (
    "nik",
    "nama",
    "tempat_lahir",
    "tanggal_lahir",
    "jenis_kelamin",
    "nama_ibu",
    "alamat",
    "desa",
    "telepon",
    "pekerjaan",
    "tempat_kerja",
    "jam_kerja",
    "golongan_upah",
    "program",
    "ahli_waris",
    "tanggal_persetujuan",
    "nama_penanggung",
    "nip_penanggung",
    "unit",
    "belum_lengkap",
)


class ListFacts(NamedTuple):
    """What the list says of itself, as far as it is known yet."""

    number: str | None = None
    on: date | None = None
    donor_code: str | None = None


def header() -> list[str]:
    return list(COLUMNS)


def above(facts: ListFacts) -> list[list[Cell]]:
    """The lines over the header: what BPJS files the list under; what is not filled in yet is marked."""
    return [
        [_("Daftar usulan peserta BPJS Ketenagakerjaan (BPU)")],
        [_("Nomor daftar"), facts.number or LACKING],
        [_("Tanggal"), facts.on or LACKING],
        [_("Kode wadah atau donatur"), facts.donor_code or LACKING],
    ]


def lines(found: list[ProposalLine]) -> Iterator[list[Cell]]:
    for line in found:
        yield [
            line.nik,
            line.name,
            *_asked(line, "birth_place", "born_on"),
            line.sex,
            *_asked(line, "mother_name", "address"),
            line.village,
            *_asked(line, "phone", "occupation", "workplace", "work_hours"),
            line.band,
            line.programmes,
            *_asked(line, "heir", "consent_on"),
            line.sponsor_name,
            line.sponsor_nip,
            line.unit_name,
            missing_words(line.missing),
        ]


def _asked(line: ProposalLine, *names: str) -> list[Cell]:
    """What BPJS asks for; an empty one is marked."""
    return [LACKING if Asked(name) in line.missing else getattr(line, name) for name in names]


def missing_words(missing: tuple[Asked, ...]) -> str:
    return ", ".join(str(ASKED[one]) for one in missing)


def lacking_words(rows: Iterable[ProposalRow]) -> str:
    """What they lack and how often, the commonest first."""
    counts = Counter(one for row in rows for one in row.missing)
    return ", ".join(f"{ASKED[one]} {number(count)}" for one, count in counts.most_common())
