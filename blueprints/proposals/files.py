"""The list as a file: one row a worker, every identifier as text."""

from collections.abc import Iterator

from lindung.queries.proposals import Asked, ProposalLine
from lindung.web.downloads import Cell
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


def header() -> list[str]:
    return list(COLUMNS)


def lines(found: list[ProposalLine]) -> Iterator[list[Cell]]:
    for line in found:
        yield [
            line.nik,
            line.name,
            line.birth_place,
            line.born_on,
            line.sex,
            line.mother_name,
            line.address,
            line.village,
            line.phone,
            line.occupation,
            line.workplace,
            line.work_hours,
            line.band,
            line.programmes,
            line.heir,
            line.consent_on,
            line.sponsor_name,
            line.sponsor_nip,
            line.unit_name,
            missing_words(line.missing),
        ]


def missing_words(missing: tuple[Asked, ...]) -> str:
    return ", ".join(str(ASKED[one]) for one in missing)
