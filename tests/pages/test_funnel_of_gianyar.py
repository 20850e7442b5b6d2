"""Gianyar: 13,200 proposed, 8,733 verified, 1,136 registered (DOMAIN section 4); as quick as with a few."""

from datetime import date

import pytest

from lindung.actions import nomination_writing
from lindung.actions.acts import act
from lindung.actions.admitting import admit_in_order
from lindung.actions.registering_lists import register_list
from lindung.actions.verifying import Minutes, verify
from lindung.domain.months import Month
from lindung.queries.nominations import NominationFilter, nomination_ids
from lindung.queries.viewer import CONSOLE
from tests.support.clock import today
from tests.support.villages import a_fund, a_programme, a_village

PROPOSED, VERIFIED, REGISTERED = 13_200, 8_733, 1_136
VILLAGES = 8
RUNNING = Month(202611)


def number(place):
    """An invented NIK: digits 5 and 6 are 00."""
    region, serial = ("510400", place) if place < 10_000 else ("510500", place - 10_000)
    return f"{region}{place % 28 + 1:02d}0175{serial:04d}"


@pytest.fixture
def gianyar(make, app):
    villages = [
        a_village(make, f"51.{place:02d}", f"Desa {place}", above="51") for place in range(1, VILLAGES + 1)
    ]
    programme = a_programme(make)
    fund = a_fund(programme, amount=2 * REGISTERED * 16_800)
    with act(CONSOLE, "nomination.add", today=today()) as deed:
        rows = [
            nomination_writing.new_columns(
                programme.id, villages[place % VILLAGES].id, today(), name=f"Orang {place}", nik=number(place)
            )
            for place in range(PROPOSED)
        ]
        nomination_writing.insert_new(deed, rows)
    ids = nomination_ids(CONSOLE, programme.id, today(), NominationFilter(RUNNING))
    verify(CONSOLE, programme.id, ids[:VERIFIED], Minutes(date(2026, 11, 3)), VERIFIED, today=today())
    first = ids[:REGISTERED]
    admit_in_order(CONSOLE, programme.id, fund.id, first, REGISTERED, REGISTERED, today=today())
    register_list(CONSOLE, programme.id, first, today(), RUNNING, REGISTERED, today=today())
    return programme


def test_the_funnel_of_gianyar_reads_as_the_press_printed_it(browser, queries, gianyar):
    koordinator = browser.as_("koordinator")
    page = koordinator.get(f"/program/{gianyar.id}/corong")

    assert page.heading == "8.733 dari 13.200 usulan terverifikasi; 1.136 terdaftar"
    total = koordinator.get(f"/program/{gianyar.id}/corong", format="csv").csv()[-1]
    assert [total[name] for name in ("diusulkan", "terverifikasi", "menunggu", "diterima", "terdaftar")] == [
        "13200", "8733", "7597", "1136", "1136",
    ]  # fmt: skip
    assert int(total["belum"]) + VERIFIED + int(total["dicoret"]) == PROPOSED
    listed = koordinator.get(f"/program/{gianyar.id}/usulan", tahap="terdaftar")
    assert listed.heading == "1.136 orang: terdaftar"
    room = koordinator.get(f"/program/{gianyar.id}/usulan/terima", semua="1", tahap="menunggu")
    assert "masih cukup untuk 0 orang lagi" in room.text("main")

    koordinator.get("/akun")
    for path in ("corong", "usulan", "bulan"):
        with queries() as seen:
            koordinator.get(f"/program/{gianyar.id}/{path}")
        assert len(seen) <= 16
