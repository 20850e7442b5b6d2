"""An independent reckoning of R7 and R18 in plain Python, to hold against what SQL counts and the read model stores."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date

from lindung.domain.duties import Answer, DutyState, Standing, duty_state, valid_until
from lindung.domain.months import Month, judged_on
from lindung.domain.protection import COVER_BEGINS, step_after
from lindung.queries.counting import Counts

Due = Callable[[Month], int]


@dataclass
class Job:
    """One enrolment as the model knows it."""

    noted_on: date
    registered_on: date | None = None
    ended_on: date | None = None
    first_month: Month | None = None
    paid: dict[Month, int] = field(default_factory=lambda: defaultdict(int))
    confirmed: dict[Month, int] = field(default_factory=lambda: defaultdict(int))  # of it, what BPJS received
    others: list["Job"] = field(default_factory=list)  # the same worker's, by earlier or later payers (R18)
    unit: int | None = None  # of a fund's worker: the village

    def is_paid(self, month: Month, due: int) -> bool:
        """By whomever."""
        return any(job.paid[month] >= due for job in (self, *self.others))

    def is_live(self, day: date) -> bool:
        return self.noted_on <= day and (self.ended_on is None or day < self.ended_on)

    def is_registered(self, day: date) -> bool:
        return self.is_live(day) and self.registered_on is not None and self.registered_on <= day


@dataclass
class Servant:
    """One sponsor: where he stood when, what he answered, whom he covers."""

    is_asn: bool = True
    units: list[tuple[Month, Month, int]] = field(default_factory=list)
    answers: list[tuple[date, Answer]] = field(default_factory=list)
    jobs: list[Job] = field(default_factory=list)
    household: "Home | None" = None

    def jobs_of_duty(self, month: Month) -> list[Job]:
        """By which his duty is judged: those of his household while it is linked, his own otherwise (R11)."""
        home = self.household
        if home is None or not home.first <= month <= home.last:
            return self.jobs
        return [job for member in home.members for job in member.jobs]

    def unit_in(self, month: Month) -> int | None:
        return next((unit for first, last, unit in self.units if first <= month <= last), None)

    def answer_on(self, day: date) -> Answer | None:
        """The newest answer given by that day, unless it has expired."""
        given = [(made_on, answer) for made_on, answer in self.answers if made_on <= day]
        if not given:
            return None
        made_on, answer = max(given, key=lambda one: one[0])
        last = valid_until(answer, made_on)
        return answer if last is None or day <= last else None


@dataclass
class Home:
    """Two servants under one roof, and the months in which they are linked (R11)."""

    members: list[Servant]
    first: Month
    last: Month


def reckoned(
    servants: Iterable[Servant], month: Month, today: date, due: Due, quota: int = 0, *, shares: bool = True
) -> dict[int, Counts]:
    """What each unit counts of the people directly in it; `due` says what every enrolment owes in a month."""
    sums: dict[int, Counts] = {}
    for servant in servants:
        unit = servant.unit_in(month)
        if unit is not None:
            counts = _counts_of(servant, month, today, due, quota, shares=shares and not quota)
            sums[unit] = sums.get(unit, Counts()).plus(counts)
    return sums


def reckoned_villages(jobs: Iterable[Job], month: Month, today: date, due: Due) -> dict[int, Counts]:
    """What each unit counts of the workers proposed in it, whom funds pay for (R8): nobody has a duty."""
    sums: dict[int, Counts] = {}
    for job in jobs:
        if job.unit is not None:
            sums[job.unit] = sums.get(job.unit, Counts()).plus(_work([job], month, today, due))
    return sums


def _owing(jobs: Iterable[Job], month: Month, day: date) -> list[Job]:
    return [
        job
        for job in jobs
        if job.is_registered(day) and job.first_month is not None and job.first_month <= month
    ]


def _work(jobs: list[Job], month: Month, today: date, due: Due) -> Counts:
    day = judged_on(month, today)
    owing = _owing(jobs, month, day)
    ladder: dict[str, int] = defaultdict(int)
    for job in owing:
        ladder[_step(job, month, today, due)] += 1
    return Counts(
        workers=sum(job.is_live(day) for job in jobs),
        workers_registered=sum(job.is_registered(day) for job in jobs),
        due=due(month) * len(owing),
        paid=sum(job.paid[month] for job in jobs),
        paid_confirmed=sum(job.confirmed[month] for job in jobs),
        **ladder,
    )


def _counts_of(servant: Servant, month: Month, today: date, due: Due, quota: int, *, shares: bool) -> Counts:
    day = judged_on(month, today)
    counts = _work(servant.jobs, month, today, due)
    if not servant.is_asn:
        return counts
    jobs = servant.jobs_of_duty(month) if shares else servant.jobs
    live = [job for job in jobs if job.is_live(day)]
    registered = [job for job in live if job.is_registered(day)]
    owing = _owing(jobs, month, day)
    paid = [job for job in owing if job.paid[month] >= due(month)]
    confirmed = [job for job in owing if job.confirmed[month] >= due(month)]
    state = duty_state(
        Standing(servant.answer_on(day), quota, len(live), len(registered), len(owing), len(paid))
    )
    is_target = state not in (DutyState.UNANSWERED, DutyState.NONE)
    return counts._replace(
        asn=1,
        answered=int(state is not DutyState.UNANSWERED),
        none=int(state is DutyState.NONE),
        target=int(is_target),
        registered=int(state in (DutyState.UNPAID, DutyState.SETTLED)),
        settled=int(state is DutyState.SETTLED),
        settled_confirmed=int(state is DutyState.SETTLED and len(confirmed) == len(owing)),
    )


def _step(job: Job, month: Month, today: date, due: Due) -> str:
    history = ["1" if job.is_paid(past, due(past)) else "0" for past in COVER_BEGINS.through(month)]
    is_running = month == Month.of(today)
    if is_running and history[-1] == "0":
        history.pop()  # R15: an unpaid running month lowers nobody's step until it has ended
    return step_after("".join(history)).value
