"""/healthz: what a proxy or a watchman asks to know whether this machine can serve."""

from flask import Blueprint
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError

from lindung.queries.health import database_answers
from lindung.web.errors import RETRY_SECONDS

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
def show() -> ResponseReturnValue:
    plain = {"Content-Type": "text/plain; charset=utf-8"}
    try:
        database_answers()
    except SQLAlchemyError:
        return "database away", 503, plain | {"Retry-After": RETRY_SECONDS}
    return "ok", 200, plain
