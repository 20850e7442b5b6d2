"""What pages with long lists need."""

from collections.abc import Callable

import pytest
from flask import Flask

from lindung.actions.acts import act
from lindung.domain.months import BEGINNING, OPEN_END
from lindung.models.base import db
from lindung.models.sponsors import Posting, Sponsor
from lindung.models.workers import Enrolment
from lindung.queries.viewer import CONSOLE
from tests.support import cast
from tests.support.clock import TODAY
from tests.support.makers import Makers


@pytest.fixture
def people_of_the_office(app: Flask) -> Callable[..., None]:
    """Many ASN of OPD 7 in one act, for lists of more than one page."""

    def fill(count: int, start: int = 0) -> None:
        with act(CONSOLE, "people", today=TODAY):
            unit_id = cast.unit(cast.OPD_7).id
            for number in range(start, start + count):
                name = f"orang {number:03d}"
                row = Sponsor(
                    kind="asn", nip=f"1980010120050{number:05d}", name=name, name_key=name, employment="pns"
                )
                db.session.add(row)
                db.session.flush()
                db.session.add(
                    Posting(sponsor_id=row.id, unit_id=unit_id, first_month=BEGINNING, last_month=OPEN_END)
                )

    return fill


@pytest.fixture
def many_candidates(app: Flask, make: Makers) -> Callable[[int], None]:
    """Many candidates of one sponsor of OPD 7 in one act, for acts on everything a filter finds."""

    def fill(count: int) -> None:
        first = make.an_enrolment(
            make.a_sponsor(), make.a_worker("Calon 000"), state="candidate", since="2026-11"
        )
        columns = {column.name for column in Enrolment.__table__.columns} - {"id", "worker_id", "name_key"}
        shared = {name: getattr(first, name) for name in columns}
        with act(CONSOLE, "people", today=TODAY):
            for number in range(1, count):
                worker = make.new_worker(f"Calon {number:03d}")
                db.session.add(Enrolment(**shared, worker_id=worker.id, name_key=worker.name_key))

    return fill
