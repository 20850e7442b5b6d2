"""The regency's choice how often offices report and by which day, changed by who manages its settings."""

from datetime import date
from zlib import crc32

from sqlalchemy import select

from lindung.actions import own
from lindung.actions.acts import act
from lindung.actions.done import Done
from lindung.actions.settings import SETTING, put_setting
from lindung.domain.closing import ReportRules
from lindung.domain.errors import ChangedMeanwhile, RuleBroken
from lindung.domain.permissions import Act
from lindung.models.base import db
from lindung.models.rates import Setting
from lindung.queries.closed import REPORTS, report_rules
from lindung.queries.history import last_change
from lindung.queries.viewer import Viewer

LAST_DAY = 28  # every month has it


def change_rules(
    viewer: Viewer,
    wanted: ReportRules,
    *,
    seen: ReportRules | None = None,
    today: date,
    key: str | None = None,
) -> Done:
    """Fields: period, day. What differs from `seen` was changed meanwhile by somebody else."""
    with act(viewer, "setting.reports", today=today, key=key) as deed:
        own.check_may(viewer, Act.MANAGE_SETTINGS)
        db.session.execute(select(Setting.key).where(Setting.key == REPORTS).with_for_update()).all()
        now = report_rules()
        if seen is not None and now != seen:
            who, when = last_change(SETTING, crc32(REPORTS.encode())) or (None, None)
            raise ChangedMeanwhile({"period": now.period.value, "day": now.day}, who, when)
        if not 1 <= wanted.day <= LAST_DAY:
            raise RuleBroken("report_day_wrong", field="day")
        put_setting(deed, REPORTS, {"period": wanted.period.value, "day": wanted.day})
        done = Done(deed.id)
        deed.result = done.result
    return done
