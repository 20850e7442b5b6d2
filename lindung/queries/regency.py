"""The regency this installation is for, as it calls itself."""

from typing import NamedTuple

from sqlalchemy import select

from lindung.models.base import db
from lindung.models.rates import Setting
from lindung.queries.sessions import REGENCY


class Regency(NamedTuple):
    name: str  # empty before it is set
    code: str


def regency() -> Regency:
    value = db.session.scalar(select(Setting.value).where(Setting.key == REGENCY)) or {}
    return Regency(value.get("name", ""), value.get("code", ""))
