"""The workers whom sponsors name, and how each enrolment went: noted, submitted, registered or refused, ended."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any, NamedTuple

from lindung.actions.demo.answers import GivenAnswer
from lindung.actions.demo.names import Numbers, given_name, phone, random_day
from lindung.actions.demo.people import Servant
from lindung.actions.demo.places import Village
from lindung.domain.duties import Answer
from lindung.domain.identifiers import Sex
from lindung.domain.months import Month
from lindung.domain.names import name_key
from lindung.domain.protection import EMPTY_COVER
from lindung.domain.rates import Payer, Tariff
from lindung.domain.registration import EnrolmentState, Programme, Relation, Sector, Segment
from lindung.models.keys import current_keys

BOTH = frozenset({Programme.JKK, Programme.JKM})
WITH_SAVINGS_PERCENT = 6
OCCUPATIONS = (
    ("Asisten Rumah Tangga", 55, Sex.FEMALE),
    ("Pengasuh Anak", 14, Sex.FEMALE),
    ("Juru Masak", 7, Sex.FEMALE),
    ("Perawat Lansia", 5, Sex.FEMALE),
    ("Tukang Kebun", 8, Sex.MALE),
    ("Sopir Pribadi", 6, Sex.MALE),
    ("Penjaga Rumah", 5, Sex.MALE),
)
VULNERABLE = ("Buruh Tani", "Pedagang Keliling", "Tukang Becak", "Tukang Pijat", "Pemulung")
HOURS = ("07.00-12.00", "07.00-15.00", "08.00-16.00", "06.00-17.00", "tinggal di rumah penanggung")
REFUSED = ("NIK tidak padan", "sudah terdaftar sebagai PU", "NIK tidak padan dengan nama")
ENDED = (
    "berhenti bekerja",
    "pulang kampung",
    "pindah ke luar daerah",
    "menikah dan berhenti",
    "meninggal dunia",
)
DIED = "meninggal dunia"


class Fate(NamedTuple):
    """How far an enrolment comes if there is time; what the calendar has not reached yet has not happened."""

    registered: bool
    submitted: bool = True
    ends: bool = False


# Dealt like cards, so that even a handful of enrolments holds every kind.
FATES = (
    [Fate(registered=True)] * 25
    + [Fate(registered=True, ends=True)] * 2
    + [Fate(registered=False)]  # refused by BPJS
    + [Fate(registered=False, submitted=False)] * 2  # the form lies in a drawer
)
NAMED_NOBODY, NAMED_TWO = 14, 7  # of a hundred who must


@dataclass(slots=True)
class PlannedWorker:
    nik: str
    name: str
    sex: Sex
    born_on: date
    occupation: str
    village: Village
    address: str
    phone: str | None
    details: dict[str, Any]
    kpj: str | None = None
    died_on: date | None = None
    worker_id: int = 0

    def row(self) -> dict[str, Any]:
        return {
            "nik": self.nik,
            "nik_index": current_keys().blind(self.nik),
            "nik_last4": self.nik[-4:],
            "name": self.name,
            "name_key": name_key(self.name),
            "born_on": self.born_on,
            "sex": self.sex.value,
            "address": self.address,
            "village": self.village.name,
            "phone": self.phone,
            "occupation": self.occupation,
            "kpj": self.kpj,
            "died_on": self.died_on,
            "version": 1,
        } | self.details


@dataclass(slots=True)
class PlannedEnrolment:
    servant: Servant
    worker: PlannedWorker
    relation: Relation
    tariff: str
    state: EnrolmentState
    noted_on: date
    submitted_on: date | None = None
    registered_on: date | None = None
    refused_on: date | None = None
    ended_on: date | None = None
    reason: str | None = None
    enrolment_id: int = 0

    @property
    def first_month(self) -> Month | None:
        return Month.of(self.registered_on) if self.registered_on else None

    def row(self, circular_id: int, unit_ids: dict[str, int], opd_ids: dict[int, int]) -> dict[str, Any]:
        unit_id = unit_ids[self.servant.unit.code]
        return {
            "worker_id": self.worker.worker_id,
            "sponsor_id": self.servant.sponsor_id,
            "circular_id": circular_id,
            "relation": self.relation.value,
            "tariff": self.tariff,
            "state": self.state.value,
            "noted_on": self.noted_on,
            "submitted_on": self.submitted_on,
            "registered_on": self.registered_on,
            "refused_on": self.refused_on,
            "ended_on": self.ended_on,
            "reason": self.reason,
            "first_month": self.first_month,
            "job": 1,
            "cover": EMPTY_COVER,
            "unit_id": unit_id,
            "opd_id": opd_ids[unit_id],
            "name_key": name_key(self.worker.name),
            "version": 1,
        }


class Registry:
    """Invents workers and their enrolments, one after the other."""

    def __init__(self, random: Random, villages: list[Village], today: date) -> None:
        self._random = random
        self._villages = villages
        self._today = today
        self._numbers = Numbers(random)
        self._fates = _dealt(random, FATES)

    def enrolments(self, answers: list[GivenAnswer]) -> list[PlannedEnrolment]:
        """What follows from every answer that obliges: nobody named yet, one worker, or two."""
        planned = []
        for given in answers:
            if given.answer.makes_target:
                chance = self._random.randrange(100)
                count = 0 if chance < NAMED_NOBODY else 2 if chance >= 100 - NAMED_TWO else 1
                for _ in range(count):
                    planned += self._with_successor(given)
        return planned

    def worker(self, is_household: bool) -> PlannedWorker:
        random = self._random
        if is_household:
            occupation, _, sex = random.choices(OCCUPATIONS, [weight for _, weight, _ in OCCUPATIONS])[0]
        else:
            occupation, sex = random.choice(VULNERABLE), random.choice((Sex.FEMALE, Sex.MALE))
        born_on = random_day(random, date(self._today.year - 60, 1, 1), date(self._today.year - 20, 12, 31))
        village = random.choice(self._villages)
        address = f"{village.address} RT {random.randint(1, 9):02} RW {random.randint(1, 6):02}"
        number = phone(random) if random.randrange(10) < 8 else None
        nik = self._numbers.nik(born_on, sex)
        name = given_name(random, sex)
        return PlannedWorker(
            nik, name, sex, born_on, occupation, village, address, number, self._details(name)
        )

    def _details(self, name: str) -> dict[str, Any]:
        """What BPJS asks besides (R20a); with some people part of it is still missing."""
        random = self._random
        known = random.randrange(10) < 8
        return {
            "birth_place": random.choice(("Nganjuk", "Nganjuk", "Nganjuk", "Kediri", "Jombang", "Madiun")),
            "mother_name": given_name(random, Sex.FEMALE) if known else None,
            "workplace": "rumah penanggung",
            "work_hours": random.choice(HOURS) if known else None,
            "heir": given_name(random, random.choice((Sex.FEMALE, Sex.MALE))) if known else None,
        }

    def _with_successor(self, given: GivenAnswer) -> list[PlannedEnrolment]:
        first = self._enrolment(given, next(self._fates), given.made_on)
        if first.ended_on is None or self._random.randrange(2) or given.servant.left_on:
            return [first]
        return [first, self._enrolment(given, Fate(registered=True), first.ended_on)]

    def _enrolment(self, given: GivenAnswer, fate: Fate, since: date) -> PlannedEnrolment:
        is_household = given.answer is Answer.EMPLOYS
        worker = self.worker(is_household)
        noted_on = min(since + timedelta(days=self._random.randint(0, 20)), self._today)
        worker.details["consent_on"] = noted_on
        others = (Relation.RELATIVE, Relation.NEIGHBOUR, Relation.OTHER)
        relation = Relation.ART if is_household else self._random.choice(others)
        planned = PlannedEnrolment(
            given.servant, worker, relation, self._tariff(), EnrolmentState.CANDIDATE, noted_on
        )
        if fate.submitted:
            self._submit(planned, fate)
        return planned

    def _tariff(self) -> str:
        savings = {Programme.JHT} if self._random.randrange(100) < WITH_SAVINGS_PERCENT else set()
        return Tariff(Segment.BPU, Sector.OTHER, 1, Payer.PRIVATE, BOTH | savings).code

    def _submit(self, planned: PlannedEnrolment, fate: Fate) -> None:
        submitted_on = planned.noted_on + timedelta(days=self._random.randint(1, 18))
        decided_on = submitted_on + timedelta(days=self._random.randint(3, 24))
        if submitted_on > self._today:
            return
        planned.submitted_on, planned.state = submitted_on, EnrolmentState.SUBMITTED
        if decided_on > self._today:
            return
        if not fate.registered:
            planned.refused_on, planned.state = decided_on, EnrolmentState.REFUSED
            planned.reason = self._random.choice(REFUSED)
            return
        planned.registered_on, planned.state = decided_on, EnrolmentState.REGISTERED
        planned.worker.kpj = self._numbers.kpj()
        if fate.ends:
            self._end(planned, decided_on)

    def _end(self, planned: PlannedEnrolment, registered_on: date) -> None:
        ended_on = registered_on + timedelta(days=self._random.randint(40, 150))
        if ended_on > self._today:
            return
        planned.ended_on, planned.state = ended_on, EnrolmentState.ENDED
        planned.reason = self._random.choice(ENDED)
        if planned.reason == DIED:
            planned.worker.died_on = ended_on


def _dealt(random: Random, cards: list[Fate]) -> Iterator[Fate]:
    while True:
        yield from random.sample(cards, len(cards))
