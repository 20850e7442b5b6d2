"""Who stands in for a head (R22), reminders that were handed out, and the regency's own name."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from lindung.actions.proxies import Proxy, end_proxy, name_proxy
from lindung.actions.reminders import record_reminder
from lindung.actions.settings import change_regency
from lindung.actions.undo import undo_act
from lindung.domain.accounts import ProxyCapacity
from lindung.domain.duties import Answer, DutyState
from lindung.domain.errors import NotThere, RuleBroken
from lindung.domain.permissions import Role
from lindung.models.accounts import Grant
from lindung.models.base import db
from lindung.models.letters import Reminder
from lindung.models.rates import Setting
from lindung.queries.proxies import may_name_for, proxy_choices, proxy_rows
from lindung.queries.reminders import open_people, reminded, reminder_rows
from lindung.queries.sessions import capacities_of
from tests.support import cast
from tests.support.clock import TODAY

pytestmark = [pytest.mark.usefixtures("nothing_drifts"), pytest.mark.one_engine_in_the_gate]

UNTIL = date(2026, 12, 31)
PLT = ProxyCapacity.PLT


def refused(deed):
    with pytest.raises(RuleBroken) as broken:
        deed()
    return broken.value.code, broken.value.field


def name(who, username="ratna", unit="07", capacity=PLT, number="800/12", since=TODAY, until=UNTIL):
    return name_proxy(who, Proxy(username, capacity, unit, number, since, until), today=TODAY)


def heads_of(username):
    """(unit, from, until) of every head's grant that counts today."""
    account_id = cast.account(username).id
    return [one.unit_code for one in capacities_of(account_id, TODAY) if one.role is Role.HEAD]


# Proxies


def test_a_head_names_a_plt_who_may_act_from_his_next_click(viewer):
    done = name(viewer("kadis"), "ratna")

    assert heads_of("ratna") == ["07"]
    row = proxy_rows(viewer("kadis"), TODAY)[0]
    assert (row.name, row.capacity, row.order_number, row.has_ended) == (
        "Ratna Wulandari",
        PLT,
        "800/12",
        False,
    )
    assert db.session.get(Grant, done.record_id).valid_until == UNTIL


def test_a_secretary_of_the_office_acts_a_n_without_an_order(viewer):
    name(viewer("kadis"), "ratna", capacity=ProxyCapacity.AN, number=None)

    assert heads_of("ratna") == ["07"]


@pytest.mark.parametrize(
    ("values", "code", "field"),
    [
        ({"username": "siapa"}, "proxy_unknown", "username"),
        (
            {"username": "bayu"},
            "proxy_unknown",
            "username",
        ),  # of another office: as if there were no such name
        ({"username": "kadis"}, "proxy_is_oneself", "username"),
        ({"unit": "08"}, "unit_unknown", "unit_code"),
        ({"unit": "07.01"}, "unit_unknown", "unit_code"),
        ({"number": " "}, "order_number_missing", "order_number"),
        ({"number": "x" * 101}, "order_number_long", "order_number"),
        ({"until": None}, "proxy_end_missing", "valid_until"),
        ({"until": TODAY - timedelta(days=1), "since": date(2026, 11, 1)}, "proxy_over", "valid_until"),
        ({"until": date(2026, 11, 1)}, "grant_ends_before_it_begins", "valid_until"),
        ({"until": date(2028, 1, 1)}, "proxy_too_long", "valid_until"),
    ],
)
def test_what_a_proxy_cannot_be_is_refused_at_its_field(viewer, values, code, field):
    assert refused(lambda: name(viewer("kadis"), **values)) == (code, field)


def test_the_same_person_is_named_once_for_the_same_days(viewer):
    name(viewer("kadis"))

    assert refused(lambda: name(viewer("kadis"), until=date(2027, 1, 31))) == (
        "grant_already_there",
        "username",
    )


def test_whoever_may_name_for_which_unit(viewer):
    codes = {
        who: [code for code, _ in may_name_for(viewer(who))] for who in ("kadis", "dewi", "admin", "ratna")
    }

    assert codes == {"kadis": ["07"], "dewi": ["01"], "admin": ["01", "07", "08"], "ratna": []}
    with pytest.raises(NotThere):
        name(viewer("ratna"), "bayu")
    name(viewer("dewi"), "kadis", unit="01")
    name(viewer("admin"), "bayu", unit="07")
    assert heads_of("kadis") == ["07", "01"]


def test_a_proxy_ends_at_once_and_by_nobody_elses_hand(viewer):
    grant_id = name(viewer("kadis"), "ratna").record_id

    with pytest.raises(NotThere):
        end_proxy(viewer("dewi"), grant_id, today=TODAY)
    end_proxy(viewer("kadis"), grant_id, today=TODAY)

    assert heads_of("ratna") == []
    assert refused(lambda: end_proxy(viewer("kadis"), grant_id, today=TODAY))[0] == "grant_already_ended"
    with pytest.raises(NotThere):
        end_proxy(viewer("admin"), cast.grant("kadis").id, today=TODAY)


def test_a_proxy_taken_back_leaves_no_grant(viewer):
    done = name(viewer("kadis"), "ratna")

    undo_act(viewer("kadis"), done.act_id, today=TODAY)

    assert heads_of("ratna") == []
    assert db.session.get(Grant, done.record_id) is None


def test_a_proxy_who_has_acted_is_ended_and_not_taken_back(viewer, a_circular, a_sponsor):
    circular, hadi = a_circular(), a_sponsor()
    done = name(viewer("kadis"), "ratna")
    acting = viewer("kadis")._replace(account_id=cast.account("ratna").id, grant_id=done.record_id)
    record_reminder(acting, circular.id, [hadi.id], "Mohon diisi.", 1, today=TODAY)

    assert refused(lambda: undo_act(viewer("kadis"), done.act_id, today=TODAY))[0] == "undo_in_use"


def test_choices_are_the_accounts_of_the_office(viewer):
    choices = [(one.username, one.position) for one in proxy_choices(viewer("kadis"), "07", TODAY)]

    assert choices == [("ratna", "clerk"), ("bendahara", "treasurer")]
    assert proxy_choices(viewer("kadis"), "08", TODAY) == []


# Reminders


def test_who_has_something_left_to_do_is_listed_with_what(viewer, a_sponsor, a_declaration, an_enrolment):
    silent, none, waiting, late = (a_sponsor(f"ASN {n}") for n in "abcd")
    a_declaration(none, Answer.NONE)
    a_declaration(waiting)
    a_declaration(late)
    circular = an_enrolment(late).circular_id
    a_sponsor("Tono", unit="08")

    people = open_people(viewer("kadis"), circular, TODAY)

    assert [(one.sponsor_id, one.state) for one in people] == [
        (silent.id, DutyState.UNANSWERED),
        (waiting.id, DutyState.UNREGISTERED),
        (late.id, DutyState.UNPAID),
    ]


def test_a_reminder_is_remembered_per_person_with_how_often_and_when(viewer, a_sponsor, a_circular):
    circular, hadi, rini = a_circular(), a_sponsor(), a_sponsor("Rini")
    record_reminder(viewer("ratna"), circular.id, [hadi.id], "Mohon diisi.", 1, today=date(2026, 11, 12))
    done = record_reminder(viewer("kadis"), circular.id, [hadi.id, rini.id], "Mohon segera.", 2, today=TODAY)

    found = reminded(viewer("kadis"), circular.id, [hadi.id, rini.id])
    assert found[hadi.id] == (2, TODAY, "Suharto Wibowo")
    assert found[rini.id] == (1, TODAY, "Suharto Wibowo")
    rows = reminder_rows(viewer("kadis"), circular.id)
    assert [(row.people, row.text, row.by) for row in rows] == [
        (2, "Mohon segera.", "Suharto Wibowo"),
        (1, "Mohon diisi.", "Ratna Wulandari"),
    ]
    assert reminder_rows(viewer("bayu"), circular.id) == []

    undo_act(viewer("kadis"), done.act_id, today=TODAY)
    assert reminded(viewer("kadis"), circular.id, [rini.id]) == {}


def test_nobody_who_is_done_or_anothers_is_reminded(viewer, a_sponsor, a_declaration, a_circular):
    circular, hadi, done, tono = a_circular(), a_sponsor(), a_sponsor("Rini"), a_sponsor("Tono", unit="08")
    a_declaration(done, Answer.NONE)

    def remind(who, people, expected, text="Mohon diisi."):
        ids = [one.id for one in people]
        return refused(lambda: record_reminder(viewer(who), circular.id, ids, text, expected, today=TODAY))

    assert remind("kadis", [hadi, done], 2)[0] == "count_changed"
    assert remind("kadis", [hadi, tono], 2)[0] == "count_changed"
    assert remind("kadis", [hadi], 1, " ") == ("reminder_text_missing", "text")
    with pytest.raises(NotThere):
        record_reminder(viewer("bendahara"), circular.id, [hadi.id], "Mohon", 1, today=TODAY)
    assert db.session.scalar(select(func.count()).select_from(Reminder)) == 0


# The regency


def test_the_regencys_name_and_code_are_changed_and_taken_back(viewer):
    first = change_regency(viewer("admin"), " Kabupaten  Nganjuk ", "35.18", today=TODAY)
    second = change_regency(viewer("koordinator"), "Kab. Nganjuk", "35.18", today=TODAY)

    assert _regency() == {"name": "Kab. Nganjuk", "code": "35.18"}
    assert refused(lambda: undo_act(viewer("admin"), first.act_id, today=TODAY))[0] == "undo_touched_later"
    undo_act(viewer("koordinator"), second.act_id, today=TODAY)
    assert _regency() == {"name": "Kabupaten Nganjuk", "code": "35.18"}
    undo_act(viewer("admin"), first.act_id, today=TODAY)
    assert _regency() is None


def test_a_name_is_needed_and_a_code_has_its_form(viewer):
    assert refused(lambda: change_regency(viewer("admin"), " ", "35.18", today=TODAY)) == (
        "regency_name_missing", "name",
    )  # fmt: skip
    assert refused(lambda: change_regency(viewer("admin"), "Nganjuk", "3518", today=TODAY)) == (
        "regency_code_wrong", "code",
    )  # fmt: skip
    for who in ("ratna", "dewi", "inspektur"):
        with pytest.raises(NotThere):
            change_regency(viewer(who), "Nganjuk", "35.18", today=TODAY)


def _regency():
    db.session.rollback()
    return db.session.scalar(select(Setting.value).where(Setting.key == "regency"))
