"""What goes back to the BPJS branch of a month, as a letter: a sentence per group and the rows it is about."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from flask import Response, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.payments.asked import Asked, asked_rows, month_choices
from blueprints.payments.files import LETTER, letter_cells
from blueprints.payments.forms import LetterForm
from blueprints.payments.routes import blueprint
from lindung.actions.exports import noted
from lindung.domain.permissions import Act
from lindung.domain.settlements import Resolution, Settlement
from lindung.queries.reconciliation import Reconciled, RowFilter, RowState, all_reconciled, file_names
from lindung.web import settlement_words
from lindung.web.clock import office_today
from lindung.web.downloads import LACKING, Cell, table_download, wanted_format, xlsx_response
from lindung.web.policy import allowed_to
from lindung.web.settlement_words import ASKS, GROUPS
from lindung.web.viewer import current_viewer


class Asking(NamedTuple):
    """The rows of one group, and what the branch is asked about them."""

    word: str
    sentence: str
    rows: list[Reconciled]

    @property
    def rupiah(self) -> int:
        return sum(one.row.amount for one in self.rows)


@blueprint.get("/rekonsiliasi/surat")
@allowed_to(Act.READ)
def branch_letter() -> ResponseReturnValue:
    viewer, today = current_viewer(), office_today()
    asked, form = asked_rows(viewer), LetterForm.asked(today)
    wanted = RowFilter(month=asked.filter.month, state=RowState(Resolution.ASKED_BACK.value))
    rows = sorted(all_reconciled(viewer, wanted, today), key=_place)
    names = file_names({one.row.batch_id for one in rows})
    if kind := wanted_format():
        return _file(kind, form, asked, letter_cells(rows, names))
    page = render_template(
        "payments/letter.html",
        asked=asked,
        form=form,
        askings=_askings(rows),
        total=len(rows),
        rupiah=sum(one.row.amount for one in rows),
        names=names,
        months=month_choices(asked),
        words=settlement_words,
        filter_words=_("iuran %(months)s", months=asked.month_words),
    )
    return make_response(page, 422 if form.errors else 200)


def _file(kind: str, form: LetterForm, asked: Asked, cells: Iterable[list[Cell]]) -> Response:
    name, title = f"surat-cabang-{asked.month_code}", _("Surat untuk cabang")
    if kind == "csv":
        return table_download(kind, name, title, LETTER, cells)
    rows = noted(current_viewer(), name, request.args, cells)
    return xlsx_response(f"{name}.xlsx", title, LETTER, rows, above=_above(form, asked.month_words))


def _place(one: Reconciled) -> tuple[int, int, int]:
    return list(Settlement).index(one.row.settlement), one.row.batch_id, one.row.row


def _askings(rows: Sequence[Reconciled]) -> list[Asking]:
    found = []
    for group, sentence in ASKS.items():
        mine = [one for one in rows if one.row.settlement is group]
        if mine:
            found.append(Asking(str(GROUPS[group].word), str(sentence), mine))
    return found


def _above(form: LetterForm, months: str) -> list[list[Cell]]:
    """The lines over the header; what is not filled in yet is marked."""
    return [
        [_("Iuran yang perlu dijelaskan cabang BPJS Ketenagakerjaan")],
        [_("Nomor"), form.nomor.data or LACKING],
        [_("Tanggal"), form.tanggal.data or LACKING],
        [_("Kepada"), form.kepada.data or LACKING],
        [_("Iuran bulan"), months],
    ]
