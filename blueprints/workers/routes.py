"""Workers: the list by state and ladder step, and everything about one of them."""

from flask import Blueprint, Response, render_template

from blueprints.workers.listing import file_rows, header
from lindung.domain.months import Month
from lindung.domain.permissions import Act
from lindung.queries.history import history
from lindung.queries.owed import next_owed
from lindung.queries.worker_page import worker_page
from lindung.queries.workers import all_worker_rows, worker_rows
from lindung.web import labels
from lindung.web.clock import office_today
from lindung.web.downloads import table_download, wanted_format
from lindung.web.fragments import page_or_fragment
from lindung.web.history import told
from lindung.web.lists import (
    asked_anchor,
    circular_choices,
    extent_choices,
    extent_code,
    month_choices,
    paging_of,
    unit_choices,
)
from lindung.web.period import selected_period
from lindung.web.policy import allowed_to
from lindung.web.viewer import current_viewer
from lindung.web.worker_lists import asked_list, chips, filter_words, list_facts

blueprint = Blueprint("workers", __name__)


@blueprint.get("/pekerja")
@allowed_to(Act.READ)
def index() -> Response:
    viewer, period = current_viewer(), selected_period()
    asked = asked_list(viewer, period)
    place = (viewer, asked.circular_id, period.month, period.today)
    if kind := wanted_format():
        rows = all_worker_rows(*place, asked.filter)
        return table_download(kind, f"pekerja-{period.month}", "Pekerja", header(), file_rows(rows))
    found = worker_rows(*place, asked.filter, asked_anchor())
    return page_or_fragment(
        "workers/index.html",
        "workers/list_changed.html",
        found=found,
        paging=paging_of(found),
        chips=chips(asked),
        filter_words=filter_words(asked, period),
        units=unit_choices(viewer, asked.filter.place),
        extents=extent_choices(),
        extent=extent_code(asked.filter.place),
        months=month_choices(period),
        circulars=circular_choices(period),
        **list_facts(viewer, period, asked),
    )


@blueprint.get("/pekerja/<int:worker_id>")
@allowed_to(Act.READ)
def show(worker_id: int) -> str:
    viewer, today = current_viewer(), office_today()
    worker = worker_page(viewer, worker_id, today)
    enrolments = [enrolment.id for enrolment in worker.enrolments]
    subjects = {"worker": [worker.id], "enrolment": enrolments, "reveal": [worker.id]}
    return render_template(
        "workers/show.html",
        worker=worker,
        today=today,
        story=told(history(viewer, subjects, receipts_of=enrolments), viewer),
        owed=next_owed(viewer, enrolments, today),
        running=Month.of(today),
        labels=labels,
    )
