"""The regency's own name and code, changed by who manages its settings."""

import re
from datetime import date
from typing import Any
from zlib import crc32

from sqlalchemy import insert, select

from lindung.actions import own
from lindung.actions.acts import Deed, act
from lindung.actions.done import Done
from lindung.domain.errors import ChangedMeanwhile, RuleBroken
from lindung.domain.permissions import Act
from lindung.models.acts import AuditEntry
from lindung.models.base import db
from lindung.models.rates import Setting
from lindung.queries.history import last_change
from lindung.queries.regency import Regency, regency
from lindung.queries.sessions import REGENCY
from lindung.queries.viewer import Viewer

SETTING = "setting"  # audit entries about a setting: it has no id, so its key stands among the values
CODE = re.compile(r"\d{2}\.\d{2}", re.ASCII)


def change_regency(
    viewer: Viewer,
    name: str,
    code: str,
    *,
    seen: Regency | None = None,
    today: date,
    key: str | None = None,
) -> Done:
    """Fields: name, code (as 35.18). What differs from `seen` was changed meanwhile by somebody else."""
    with act(viewer, "setting.regency", today=today, key=key) as deed:
        own.check_may(viewer, Act.MANAGE_SETTINGS)
        _refuse_overtaken(seen)
        words = own.short_text(name, "name")
        if words is None:
            raise RuleBroken("regency_name_missing", field="name")
        if not CODE.fullmatch(code.strip()):
            raise RuleBroken("regency_code_wrong", field="code")
        put_setting(deed, REGENCY, {"name": words, "code": code.strip()})
        done = Done(deed.id)
        deed.result = done.result
    return done


def _refuse_overtaken(seen: Regency | None) -> None:
    """Under the row's lock; a setting has no version, so its values are compared."""
    db.session.execute(select(Setting.key).where(Setting.key == REGENCY).with_for_update()).all()
    now = regency()
    if seen is None or now == seen:
        return
    who, when = last_change(SETTING, _id_of(REGENCY)) or (None, None)
    raise ChangedMeanwhile({"name": now.name, "code": now.code}, who, when)


def _id_of(key: str) -> int:
    """Under which a setting stands in the trail."""
    return crc32(key.encode())


def put_setting(deed: Deed, key: str, value: Any) -> None:
    """Inner step: stores a choice of the regency, and in the trail what it was before (None: nothing)."""
    statement = select(Setting).where(Setting.key == key).with_for_update()
    row = db.session.scalars(statement).first()
    before = row.value if row else None
    if value is None and row is not None:
        db.session.delete(row)
    elif row is not None:
        row.value = value
    elif value is not None:
        db.session.add(Setting(key=key, value=value))
    db.session.flush()
    entry: dict[str, Any] = {"act_id": deed.id, "record": SETTING, "record_id": _id_of(key)}
    entry |= {"before": {"key": key, "value": before}, "after": {"key": key, "value": value}}
    db.session.execute(insert(AuditEntry), [entry])
