"""The search: words stand in the address, a NIK never does."""

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lindung.domain.errors import RuleBroken
from lindung.domain.names import clean
from lindung.domain.permissions import Act
from lindung.queries.search import found, found_by_nik
from lindung.web.clock import office_today
from lindung.web.fragments import page_or_fragment, redirect_after
from lindung.web.lists import asked_text, bare_number, is_secret
from lindung.web.messages import sentence_for
from lindung.web.policy import allowed_to
from lindung.web.viewer import current_viewer

blueprint = Blueprint("search", __name__, url_prefix="/cari")

LEAST, MOST = 2, 100
NIK_LENGTH = 16


@blueprint.get("")
@allowed_to(Act.READ)
def index() -> ResponseReturnValue:
    q = asked_text()
    facts = {
        "q": q,
        "too_short": len(q) < LEAST,
        "found": None,
        "is_secret": is_secret(q),
        "filter_words": f"“{q}”" if q else "",
    }
    if not facts["too_short"] and not facts["is_secret"]:
        facts["found"] = found(current_viewer(), q, office_today())
    return page_or_fragment("search/index.html", "search/found_changed.html", **facts)


@blueprint.post("/nik")
@allowed_to(Act.READ)
def find() -> ResponseReturnValue:
    """What the box sends: words go on into an address, a NIK is looked up without ever standing in one."""
    q = clean(request.form.get("q", "").replace("\x00", ""))[:MOST]
    if not is_secret(q):
        return redirect_after(url_for("search.index", q=q or None))
    try:
        return _by_nik(found_by_nik(current_viewer(), bare_number(q), office_today()))
    except RuleBroken as broken:
        return _by_nik(None, _problem(q, broken), q), 422


def _by_nik(rows: object, problem: str | None = None, typed: str = "") -> str:
    return render_template("search/by_nik.html", rows=rows, problem=problem, typed=typed)


def _problem(q: str, broken: RuleBroken) -> str:
    count = len(bare_number(q))
    if count == NIK_LENGTH:
        return sentence_for(broken)
    return _("NIK terdiri dari 16 angka, NIP dari 18 angka; yang diketik %(count)s angka.", count=count)
