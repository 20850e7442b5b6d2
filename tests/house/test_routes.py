"""Every endpoint says who may use it and where in the menu it stands; nothing else is reachable."""

import re
from urllib.parse import quote

import pytest

from lindung.domain.permissions import Act
from lindung.web.navigation import MENU, SECTION_OF
from lindung.web.policy import PUBLIC, policy_of, undeclared

MOST_PUBLIC = 6


def endpoints(app):
    return sorted({rule.endpoint for rule in app.url_map.iter_rules()})


def test_every_endpoint_declares_who_may_use_it(app_without_database):
    assert undeclared(app_without_database) == []


def test_the_public_list_is_short_and_literal(app_without_database):
    assert len(PUBLIC) <= MOST_PUBLIC
    assert set(endpoints(app_without_database)) >= PUBLIC


def test_an_endpoint_that_declares_nothing_is_refused(app_without_database):
    assert "static" not in endpoints(
        app_without_database
    )  # files are WhiteNoise's; Flask's own route would need a policy


def test_writing_needs_more_than_reading(app_without_database):
    """A POST that every reader may send must be one of the few that concern only oneself, or a search."""
    app = app_without_database
    with app.app_context():
        open_to_readers = {
            rule.endpoint
            for rule in app.url_map.iter_rules()
            if "POST" in (rule.methods or ()) and rule.endpoint not in PUBLIC
            for policy in [policy_of(rule.endpoint)]
            if policy is not None and (not policy.acts or Act.READ in policy.acts)
        }

    assert open_to_readers <= OF_ONESELF, "a write that whoever reads may send"


# Signing out, one's own password, sessions and capacity; and searching people, which TRUST wants as a POST.
OF_ONESELF = {
    "accounts.sign_out",
    "accounts.change_password",
    "accounts.end_session",
    "accounts.end_other_sessions",
    "accounts.switch_capacity",
    "search.find",
}


def test_every_endpoint_has_a_place_in_the_menu(app_without_database):
    blueprints = {endpoint.partition(".")[0] for endpoint in endpoints(app_without_database)}

    assert sorted(blueprints - set(SECTION_OF)) == []
    assert {section for section in SECTION_OF.values() if section} <= _sections()


def _sections() -> set[str]:
    return {one.section for entry in MENU for one in (entry, *entry.children)}


def test_every_menu_entry_leads_somewhere(app_without_database):
    wanted = {one.endpoint for entry in MENU for one in (entry, *entry.children)}

    assert sorted(wanted - set(endpoints(app_without_database))) == []


def test_paths_are_indonesian_and_code_is_english(app_without_database):
    paths = {rule.rule for rule in app_without_database.url_map.iter_rules()}
    allowed = r"/(?:healthz|[a-z][a-z-]*(?:/(?:[a-z][a-z-]*|<[^>]+>))*/?)?"

    assert [path for path in sorted(paths) if not re.fullmatch(allowed, path)] == []


@pytest.mark.parametrize("verb", ["PUT", "PATCH", "DELETE"])
def test_forms_are_posts(app_without_database, verb):
    assert [
        rule.rule for rule in app_without_database.url_map.iter_rules() if verb in (rule.methods or ())
    ] == []


def test_a_number_no_database_can_keep_is_not_there(browser):
    person = browser.as_("koordinator")

    nouns = ("asn", "pekerja", "edaran", "impor", "admin/akun")
    assert {person.get(f"/{noun}/{number}").status for noun in nouns for number in (0, 2**63, "9" * 400)} == {
        404
    }


def test_only_plain_digits_are_a_number(browser, a_sponsor):
    fullwidth = "".join(chr(ord(digit) + 0xFEE0) for digit in str(a_sponsor().id))

    assert browser.as_("koordinator").get(f"/asn/{quote(fullwidth)}").status == 404


@pytest.mark.parametrize("month", ["9999-12", "1000-01"])
@pytest.mark.parametrize("path", ["/iuran/tarif", "/kepatuhan", "/asn"])
def test_a_month_at_the_end_of_the_calendar_is_answered_with_a_sentence(browser, path, month):
    assert browser.as_("koordinator").get(path, bulan=month).status == 422
