"""What becomes of a claim: handed in, paid, refused, given up, taken up again; a small form for each."""

from typing import Any, NamedTuple

from flask import make_response, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from blueprints.claims.base import blueprint
from blueprints.claims.forms import StepForm
from lindung.actions.claim_steps import move_claim
from lindung.actions.done import Done
from lindung.domain.claims import MOVES, ClaimState
from lindung.domain.errors import NotThere
from lindung.domain.permissions import Act
from lindung.queries.claim_lists import ClaimPage, claim_page
from lindung.web import claim_words, labels
from lindung.web.clock import office_today
from lindung.web.filters import rupiah
from lindung.web.forms import sent_version
from lindung.web.fragments import redirect_after
from lindung.web.policy import allowed_to
from lindung.web.saving import Saved, overtaken, saved
from lindung.web.undoing import done_of, say_done
from lindung.web.viewer import current_viewer


class Way(NamedTuple):
    state: ClaimState
    title: LazyString
    hint: LazyString
    fields: tuple[str, ...]
    button: LazyString
    said: LazyString


WAYS = {
    "serahkan": Way(
        ClaimState.SUBMITTED,
        _l("Berkas diserahkan ke BPJS"),
        _l("Catat hari berkas diterima kantor cabang, beserta nomor tanda terimanya bila ada."),
        ("on", "reference"),
        _l("Catat penyerahan"),
        _l("Tercatat: berkas %(name)s diserahkan ke BPJS."),
    ),
    "bayar": Way(
        ClaimState.PAID,
        _l("Keluarga telah menerima"),
        _l("Tulis jumlah yang masuk ke rekening ahli waris, seperti yang tertulis di buku tabungan."),
        ("on", "amount", "reference"),
        _l("Catat yang diterima"),
        _l("Tercatat: keluarga %(name)s menerima %(amount)s."),
    ),
    "tolak": Way(
        ClaimState.REFUSED,
        _l("BPJS menolak klaim"),
        _l(
            "Tulis alasan BPJS dengan kata-katanya sendiri, agar keluarga tahu apa yang masih dapat dilengkapi."
        ),
        ("on", "reason", "reference"),
        _l("Catat penolakan"),
        _l("Tercatat: BPJS menolak klaim %(name)s."),
    ),
    "tarik": Way(
        ClaimState.WITHDRAWN,
        _l("Klaim tidak dilanjutkan"),
        _l("Klaimnya tetap tersimpan. Bila laporannya yang keliru, batalkan laporannya melalui Riwayat."),
        ("on", "reason"),
        _l("Tarik klaim"),
        _l("Tercatat: klaim %(name)s ditarik."),
    ),
    "buka": Way(
        ClaimState.OPEN,
        _l("Kumpulkan berkas lagi"),
        _l("Untuk klaim yang berkasnya dikembalikan BPJS, atau yang dilanjutkan lagi."),
        ("on",),
        _l("Buka kembali"),
        _l("Tercatat: berkas %(name)s dikumpulkan lagi."),
    ),
}


@blueprint.get("/<int:claim_id>/langkah/<way_code>")
@allowed_to(Act.DECIDE_QUESTIONS)
def choose(claim_id: int, way_code: str) -> ResponseReturnValue:
    page, way, form = claim_page(current_viewer(), claim_id), _way(way_code), StepForm()
    form.on.data = office_today()
    if way.state not in MOVES[page.row.state]:
        return redirect_after(url_for("claims.show", claim_id=claim_id))
    return _page(page, way_code, form, None)


@blueprint.post("/<int:claim_id>/langkah/<way_code>")
@allowed_to(Act.DECIDE_QUESTIONS)
def move(claim_id: int, way_code: str) -> ResponseReturnValue:
    viewer, today, form = current_viewer(), office_today(), StepForm()
    page, way, seen = claim_page(viewer, claim_id), _way(way_code), sent_version()
    more: dict[str, Any] = {"sure": form.sure.data, "today": today, "key": form.key}
    outcome = saved(
        form, lambda: move_claim(viewer, claim_id, form.step(way.state), seen_version=seen, **more)
    )
    if not outcome.done:
        return _page(claim_page(viewer, claim_id), way_code, form, outcome)
    facts = {"name": page.row.worker_name, "amount": rupiah(form.rupiah())}
    say_done(done_of(outcome), str(way.said) % facts)
    return redirect_after(url_for("claims.show", claim_id=claim_id))


def _way(code: str) -> Way:
    if code not in WAYS:
        raise NotThere
    return WAYS[code]


def ways_from(state: ClaimState) -> list[tuple[str, LazyString]]:
    return [(code, way.title) for code, way in WAYS.items() if way.state in MOVES[state]]


def _page(page: ClaimPage, way_code: str, form: StepForm, outcome: Saved[Done] | None) -> ResponseReturnValue:
    problem = outcome.problem if outcome else None
    if outcome and outcome.status == 409:
        problem = overtaken(current_viewer(), "claim", page.row.id)
    body = render_template(
        "claims/move.html",
        page=page,
        row=page.row,
        way=WAYS[way_code],
        way_code=way_code,
        form=form,
        problem=problem,
        person=claim_words.who(page.row.kind, page.sex, page.row.worker_name),
        words=claim_words,
        labels=labels,
    )
    return make_response(body, outcome.status if outcome else 200)
