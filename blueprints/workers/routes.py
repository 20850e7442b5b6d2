"""Workers: the list by state and ladder step, and everything about one of them."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from blueprints.workers.listing import file_rows, header
from lindung.domain.months import Month
from lindung.domain.permissions import Act
from lindung.domain.rates import Part
from lindung.queries.benefits import shelters
from lindung.queries.claim_lists import claims_of_worker
from lindung.queries.history import history
from lindung.queries.owed import Owed, next_owed
from lindung.queries.rates import rate_tables
from lindung.queries.receipts import credits, receipts
from lindung.queries.truths import last_year, of_enrolments
from lindung.queries.worker_page import WorkerPage, worker_page
from lindung.queries.workers import all_worker_rows, worker_rows
from lindung.web import claim_words, deduction_words, labels
from lindung.web.benefit_words import told_shelter
from lindung.web.clock import office_today
from lindung.web.closing import lock_note
from lindung.web.downloads import table_download, wanted_format
from lindung.web.fragments import page_or_fragment
from lindung.web.history import told
from lindung.web.lists import asked_anchor, filter_choices, is_for_paper, on_paper, paging_of, without_nik
from lindung.web.period import selected_period
from lindung.web.policy import allowed_to
from lindung.web.viewer import current_viewer
from lindung.web.worker_lists import asked_list, chips, filter_words, list_facts

blueprint = Blueprint("workers", __name__)


@blueprint.get("/pekerja")
@allowed_to(Act.READ)
def index() -> ResponseReturnValue:
    if elsewhere := without_nik():
        return elsewhere
    viewer, period = current_viewer(), selected_period()
    asked = asked_list(viewer, period)
    wanted = (viewer, asked.circular_id, period.month, period.today, asked.filter)
    if kind := wanted_format():
        rows = all_worker_rows(*wanted)
        return table_download(kind, f"pekerja-{period.month}", "Pekerja", header(), file_rows(rows))
    found = on_paper(all_worker_rows(*wanted)) if is_for_paper() else worker_rows(*wanted, asked_anchor())
    return page_or_fragment(
        "workers/index.html",
        "workers/list_changed.html",
        found=found,
        paging=paging_of(found),
        for_paper=is_for_paper(),
        chips=chips(asked),
        filter_words=filter_words(asked, period),
        **filter_choices(viewer, period, asked.filter.place),
        **list_facts(viewer, period, asked),
    )


@blueprint.get("/pekerja/<int:worker_id>")
@allowed_to(Act.READ)
def show(worker_id: int) -> str:
    viewer, today = current_viewer(), office_today()
    worker = worker_page(viewer, worker_id, today)
    enrolments = [enrolment.id for enrolment in worker.enrolments]
    subjects = {"worker": [worker.id], "enrolment": enrolments, "reveal": [worker.id]}
    owed = next_owed(viewer, enrolments, today)
    ledger = receipts(enrolments)
    return render_template(
        "workers/show.html",
        worker=worker,
        lock=lock_note(viewer, worker.current.unit_code, None, today),
        today=today,
        story=told(history(viewer, subjects, receipts_of=enrolments), viewer),
        shelters={id_: told_shelter(one) for id_, one in shelters(viewer, enrolments, today).items()},
        owed=owed,
        bills=_bills(worker, owed, Month.of(today)),
        running=Month.of(today),
        truths=of_enrolments(viewer, enrolments, last_year(Month.of(today)), today),
        truth_words=deduction_words,
        receipts=ledger,
        credits=credits(ledger, enrolments),
        claims=claims_of_worker(viewer, worker_id),
        claim_words=claim_words,
        labels=labels,
    )


def _bills(worker: WorkerPage, owed: dict[int, Owed], running: Month) -> dict[int, tuple[Month, list[Part]]]:
    """What the next month of each membership costs and why: the one to be paid, or the running one (R12)."""
    tables = rate_tables()
    months = {one.id: owed[one.id].month if one.id in owed else running for one in worker.enrolments}
    found = {
        one.id: tables.parts(one.tariff, months[one.id]) for one in worker.enrolments if not one.ended_on
    }
    return {id_: (months[id_], parts) for id_, parts in found.items() if parts}
