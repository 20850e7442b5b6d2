"""That people were reminded: whom, of which circular, with which words; sending is done by hand."""

from collections.abc import Collection
from datetime import date

from lindung.actions import own
from lindung.actions.acts import act, insert_rows
from lindung.actions.done import Done
from lindung.domain.errors import RuleBroken
from lindung.domain.permissions import Act
from lindung.models.letters import Reminder, ReminderLine
from lindung.queries.reminders import open_people
from lindung.queries.viewer import Viewer

LONGEST = 4000


def record_reminder(
    viewer: Viewer,
    circular_id: int,
    sponsor_ids: Collection[int],
    text: str,
    expected_count: int,
    *,
    today: date,
    key: str | None = None,
) -> Done:
    """Never for somebody who has nothing left to do: then the number differs (count_changed). Field: text."""
    wanted = sorted(set(sponsor_ids))
    with act(viewer, "reminder.record", today=today, key=key) as deed:
        own.check_may(viewer, Act.WRITE_LETTERS)
        own.binding_circular(circular_id)
        open_ones = open_people(viewer, circular_id, today, wanted)
        own.check_count(expected_count, len(wanted), len(open_ones))
        words = text.strip()
        if not words:
            raise RuleBroken("reminder_text_missing", field="text")
        if len(words) > LONGEST:
            raise RuleBroken("text_long", field="text", most=LONGEST)
        row = {"act_id": deed.id, "circular_id": circular_id, "reminded_on": today, "text": words}
        reminder_id = insert_rows(deed, Reminder, [row])[0]
        insert_rows(deed, ReminderLine, [{"reminder_id": reminder_id, "sponsor_id": one} for one in wanted])
        done = Done(deed.id, count=len(wanted), record_id=reminder_id)
        deed.result = done.result
    return done
