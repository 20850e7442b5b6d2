"""What is written about a worker: the columns of given facts, checked, and what about them is odd. Never commits."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import or_, select

from lindung.actions import own
from lindung.actions.done import Remark
from lindung.domain.accounts import checked_name
from lindung.domain.duties import SponsorKind
from lindung.domain.errors import RuleBroken
from lindung.domain.identifiers import Sex, agrees_with_nik, birth_date_from_nik, checked_kpj, checked_nik
from lindung.domain.names import name_key
from lindung.models.base import db
from lindung.models.keys import current_keys
from lindung.models.sponsors import Sponsor
from lindung.models.workers import Worker
from lindung.queries.staging import kpj_owners

TEXTS = (
    "birth_place", "mother_name", "address", "village", "phone", "occupation", "workplace", "work_hours", "heir",
)  # fmt: skip
SHOWN = ("name", "kpj", "birth_place", "born_on", "sex", "village", "occupation", "workplace", "work_hours")
OLDEST_BIRTH = date(1900, 1, 1)


@dataclass(frozen=True, slots=True)
class WorkerFacts:
    """What BPJS asks of a worker (R20a); a new one needs NIK and name. None leaves what is stored, "" empties it."""

    nik: str | None = None
    name: str | None = None
    birth_place: str | None = None
    born_on: date | None = None  # None of a new worker: as the NIK says
    sex: Sex | None = None
    mother_name: str | None = None
    address: str | None = None
    village: str | None = None
    phone: str | None = None
    occupation: str | None = None
    workplace: str | None = None
    work_hours: str | None = None
    heir: str | None = None
    consent_on: date | None = None
    kpj: str | None = None


def given_nik(facts: WorkerFacts) -> str:
    """The NIK of somebody new."""
    return checked_nik(facts.nik or "")


def columns_of(facts: WorkerFacts, nik: str | None, today: date) -> dict[str, Any]:
    """What the facts set; `nik` is whose they are, for the KPJ must not be somebody else's."""
    given = {name: getattr(facts, name) for name in TEXTS if getattr(facts, name) is not None}
    columns: dict[str, Any] = {name: own.short_text(text, name) for name, text in given.items()}
    columns |= _days(facts, today)
    if facts.name is not None:
        columns["name"] = checked_name(facts.name)
    if facts.sex is not None:
        columns["sex"] = facts.sex.value
    if facts.kpj is not None:
        columns["kpj"] = free_kpj(facts.kpj, nik) if facts.kpj.strip() else None
    return columns


def _days(facts: WorkerFacts, today: date) -> dict[str, date]:
    given = {"born_on": facts.born_on, "consent_on": facts.consent_on}
    days = {name: day for name, day in given.items() if day is not None}
    for name, day in days.items():
        own.check_day(day, today, name)
        if day < OLDEST_BIRTH:
            raise RuleBroken("day_too_early", field=name)
    return days


def free_kpj(text: str, nik: str | None) -> str:
    """Eleven digits (R4) that belong to nobody else."""
    kpj = checked_kpj(text)
    owner = kpj_owners([kpj]).get(kpj)
    if owner is not None and (nik is None or owner != current_keys().blind(nik)):
        raise RuleBroken("kpj_taken", field="kpj")
    return kpj


def remarks_on(nik: str, born_on: date | None, sex: str | None, today: date) -> list[Remark]:
    """A NIK that cannot be, or says something else than the row (R1): odd and no more."""
    if birth_date_from_nik(nik, today) is None:
        return [Remark("nik_date_impossible", "nik")]
    if born_on and not agrees_with_nik(nik, born_on, None):
        return [Remark("nik_disagrees", "born_on")]
    if born_on and sex and not agrees_with_nik(nik, born_on, Sex(sex)):
        return [Remark("nik_disagrees", "sex")]
    return []


def refuse_servant(name: str, born_on: date | None) -> None:
    """A worker must not be an ASN (R20). No ASN's NIK is known, but a NIP begins with the day of birth."""
    if born_on is None:
        return
    day, key = born_on.strftime("%Y%m%d"), name_key(name)
    statement = select(Sponsor.name).where(
        Sponsor.kind == SponsorKind.ASN.value,
        Sponsor.left_on.is_(None),
        Sponsor.nip >= day,
        Sponsor.nip < f"{day}~",
        or_(Sponsor.name_key == key, Sponsor.name_key.startswith(f"{key} ", autoescape=True)),
    )
    namesake = db.session.scalars(statement.limit(1)).first()
    if namesake is not None:
        raise RuleBroken("worker_may_be_asn", field="name", name=namesake)


def change_nik(worker: Worker, nik: str) -> None:
    """A typing error mended. Somebody else's number is a question of two people, not of typing."""
    index = current_keys().blind(nik)
    if worker.nik_index == index:
        return
    if db.session.scalar(select(Worker.id).where(Worker.nik_index == index)) is not None:
        raise RuleBroken("nik_taken", field="nik")
    worker.nik, worker.nik_index, worker.nik_last4 = nik, index, nik[-4:]
