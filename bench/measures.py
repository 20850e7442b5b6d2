"""What is measured: each function answers with named figures, times as ratios of two ways in the same run."""

import re
import time
from collections.abc import Callable
from contextvars import Context
from datetime import date
from statistics import median

from flask import Flask
from sqlalchemy import Engine, event, func, select, tuple_

from lindung.actions import imports, summaries
from lindung.actions.acts import act
from lindung.actions.imports import Upload
from lindung.domain.import_columns import ImportKind
from lindung.domain.months import Month
from lindung.models.base import db
from lindung.models.circulars import Circular
from lindung.models.sponsors import Posting, Sponsor
from lindung.models.units import Unit
from lindung.models.workers import Enrolment, Worker
from lindung.queries.circulars import newest_in_force
from lindung.queries.compliance import month_table
from lindung.queries.counting import Counting, counted, with_ancestors
from lindung.queries.demo import PASSWORD
from lindung.queries.viewer import CONSOLE

RUNS = 9
PAGE = 50
BRANCH_ROWS = 500
Figures = dict[str, str]


class Case:
    """One engine and size, with its stop-watch."""

    def __init__(self, app: Flask, today: date) -> None:
        self.app = app
        self.today = today

    def seconds(self, work: Callable[[], object]) -> str:
        return f"{self._once(work):.1f}"

    def milliseconds(self, work: Callable[[], object], runs: int = RUNS) -> float:
        work()
        return median(self._once(work) for _ in range(runs)) * 1000

    def milliseconds_once(self, work: Callable[[], object]) -> float:
        return self._once(work) * 1000

    def settle(self) -> None:
        """Lets PostgreSQL know what its tables hold now, as it would within a minute by itself."""
        if db.engine.dialect.name == "postgresql":
            with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.exec_driver_sql("ANALYZE")

    def _once(self, work: Callable[[], object]) -> float:
        began = time.perf_counter()
        work()
        elapsed = time.perf_counter() - began
        db.session.rollback()
        return elapsed


def one_change_against_a_recount(case: Case) -> Figures:
    """A late correction of one ASN, in every month so far."""
    largest = select(Posting.unit_id).group_by(Posting.unit_id).order_by(func.count().desc()).limit(1)
    unit_id = db.session.scalars(largest).one()
    paying = select(Posting.sponsor_id).join(Enrolment, Enrolment.sponsor_id == Posting.sponsor_id)
    sponsor_id = db.session.scalars(
        paying.where(Posting.unit_id == unit_id).order_by(Posting.sponsor_id).limit(1)
    ).one()
    circular = db.session.scalars(select(Circular)).one()
    months = summaries.open_span(circular, case.today)

    def correct() -> None:
        with (
            act(CONSOLE, "bench", today=case.today) as deed,
            summaries.difference(deed, [sponsor_id], since=months[0]),
        ):
            pass

    def recount_months() -> None:
        with act(CONSOLE, "bench", today=case.today):
            summaries.recount(case.today)

    def recount_one_unit() -> object:
        here = select(Posting.sponsor_id).where(Posting.unit_id == unit_id)
        return Counting(circular, months, case.today).counted(db.session.scalars(here).all())

    one, unit = case.milliseconds(correct), case.milliseconds(recount_one_unit)
    whole = case.milliseconds(recount_months, runs=3)
    return {
        "one ASN corrected in all months by difference, ms": f"{one:.1f}",
        "  the same by counting his unit anew, times that": f"{unit / one:.1f}",
        "  the same by recounting all months, times that": f"{whole / one:.1f}",
    }


def month_table_against_counting(case: Case) -> Figures:
    circular_id = db.session.scalars(select(Circular.id)).one()
    month = Month.of(case.today)

    def read() -> object:
        circular = newest_in_force(case.today)
        return month_table(CONSOLE, circular, month, case.today) if circular else None

    def count() -> object:
        paths = {row.id: row.path for row in db.session.execute(select(Unit.id, Unit.path))}
        return with_ancestors(counted(db.session.get_one(Circular, circular_id), [month], case.today), paths)

    stored, fresh = case.milliseconds(read), case.milliseconds(count)
    return {
        "month table with its year's trend from the read model, ms": f"{stored:.1f}",
        "  one month counted from the raw rows, times that": f"{fresh / stored:.1f}",
    }


def page_by_key_against_sorting(case: Case) -> Figures:
    """The middle of the largest office's list of workers."""
    opd_id, size = db.session.execute(
        select(Enrolment.opd_id, func.count()).group_by(Enrolment.opd_id).order_by(func.count().desc())
    ).first() or (0, 0)
    key = (Enrolment.name_key, Enrolment.id)
    office = select(Enrolment.id, Worker.name, Sponsor.name).join(Worker).join(Sponsor)
    office = office.where(Enrolment.opd_id == opd_id).limit(PAGE)
    middle = select(*key).where(Enrolment.opd_id == opd_id).order_by(*key).offset(size // 2)
    seen = db.session.execute(middle.limit(1)).one()

    def by_key() -> object:
        return db.session.execute(office.where(tuple_(*key) > tuple_(*seen)).order_by(*key)).all()

    def by_sorting() -> object:
        return db.session.execute(office.order_by(Worker.name, Enrolment.id).offset(size // 2)).all()

    keyset, sorting = case.milliseconds(by_key), case.milliseconds(by_sorting)
    return {
        f"page of {PAGE} workers by key, ms": f"{keyset:.1f}",
        "  the same sorted through a join, times that": f"{sorting / keyset:.1f}",
    }


def branch_file_previewed_against_booked(case: Case) -> Figures:
    """A file of 500 rows of the branch for a month nobody has paid yet: judged, booked, taken back."""
    month = Month.of(case.today).plus(1)
    wanted = select(Worker.nik).join(Enrolment).where(Enrolment.registered_on.is_not(None))
    niks = db.session.scalars(wanted.where(Enrolment.ended_on.is_(None)).limit(BRANCH_ROWS)).all()
    rows = "".join(f"{nik};{month};8400\r\n" for nik in niks)
    upload = Upload(ImportKind.PAYMENTS, f"NIK;BULAN;JUMLAH\r\n{rows}".encode(), "bpjs.csv")
    staged: list[int] = []

    def preview() -> None:
        staged.append(imports.stage(CONSOLE, upload, today=case.today))

    judged = case.milliseconds(preview, runs=3)
    booked = case.milliseconds_once(lambda: imports.apply(CONSOLE, staged[-1], today=case.today))
    undone = case.milliseconds_once(lambda: imports.undo_import(CONSOLE, staged[-1], today=case.today))
    return {
        f"BPJS file of {len(niks)} rows previewed, ms": f"{judged:.0f}",
        "  booked, times that": f"{booked / judged:.1f}",
        "  taken back, times that": f"{undone / judged:.1f}",
    }


def statements_of_pages(case: Case) -> Figures:
    """What the Sekda's and a clerk's pages ask of the database: must not grow with the regency."""
    figures = {}
    for username, url in (
        ("sekda", "/beranda"),
        ("sekda", "/kepatuhan"),
        ("ratna", "/pekerja"),
        ("ratna", "/asn"),
    ):
        # In a context of its own: the open app context would lend its `g` to every request.
        figures[f"statements of {url} for {username}"] = Context().run(_statements, case.app, username, url)
    return figures


def _statements(app: Flask, username: str, url: str) -> str:
    client = app.test_client()
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get("/masuk").text)
    if token is None:
        return "no form"
    same_origin = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}
    form = {"username": username, "password": PASSWORD, "csrf_token": token[1]}
    client.post("/masuk", data=form, headers=same_origin)
    client.get(url)
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        answer = client.get(url)
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    return str(len(seen)) if answer.status_code == 200 else f"({answer.status_code})"


MEASURES = (
    one_change_against_a_recount,
    month_table_against_counting,
    page_by_key_against_sorting,
    branch_file_previewed_against_booked,
    statements_of_pages,
)
