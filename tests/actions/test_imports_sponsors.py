"""Files of units, accounts, sponsors, circulars and declarations against what is stored."""

from datetime import date

import pytest
from sqlalchemy import select

from lindung.actions import imports, summaries
from lindung.actions.units import close_unit
from lindung.domain.duties import Answer
from lindung.domain.errors import NotThere, RuleBroken
from lindung.domain.months import BEGINNING, OPEN_END, Month
from lindung.models.base import db
from lindung.models.circulars import Circular, Declaration
from lindung.models.keys import Keys
from lindung.models.sponsors import Posting, Sponsor
from lindung.models.units import Unit
from lindung.queries.viewer import CONSOLE
from tests.support import cast
from tests.support.clock import today
from tests.support.importing import bring, changes, counts, problems, stage

pytestmark = pytest.mark.one_engine_in_the_gate

HEADER = ("nip", "nama", "kode_unit", "jenis_asn", "telepon")
NIP = "198001012005011777"


def sponsor(nip=NIP):
    return db.session.scalars(select(Sponsor).where(Sponsor.nip == nip)).one()


def postings(nip=NIP):
    statement = select(Posting).where(Posting.sponsor_id == sponsor(nip).id).order_by(Posting.first_month)
    codes = {unit.id: unit.code for unit in db.session.scalars(select(Unit))}
    return [(codes[one.unit_id], one.first_month, one.last_month) for one in db.session.scalars(statement)]


def people(*rows, **options):
    return bring("sponsors", [HEADER, *rows], **options)


@pytest.fixture
def hadi(app):
    people((NIP, "Hadi", "07", "PNS", "081200000000"))
    return sponsor()


def test_a_new_sponsor_is_posted_from_the_beginning(app):
    assert people((NIP, "Hadi", "07", "PNS", None)) == {"new": 1}

    assert (sponsor().employment, postings()) == ("pns", [("07", BEGINNING, OPEN_END)])


def test_the_same_file_again_is_no_change(hadi):
    assert people((NIP, "Hadi", "07", "PNS", "081200000000")) == {"same": 1}


def test_only_given_cells_change_and_empty_ones_leave_what_is_stored(hadi):
    assert people((NIP, "Hadi Suprapto", "07", None, None)) == {"changed": 1}

    assert (sponsor().name, sponsor().name_key, sponsor().phone) == (
        "Hadi Suprapto",
        "hadi suprapto",
        "081200000000",
    )


def test_a_preview_shows_old_and_new_and_saves_nothing(hadi):
    batch = stage("sponsors", [HEADER, (NIP, "Hadi", "07", "PPPK", None)])

    assert changes(batch) == {"Hadi": [("jenis_asn", "pns", "pppk")]}
    assert sponsor().employment == "pns"


def test_a_move_counts_from_the_month_given_and_past_months_stay(hadi, an_enrolment, make):
    enrolment = an_enrolment(sponsor())

    assert people((NIP, "Hadi", "08.01", None, None), month="2026-09") == {"moved": 1}

    assert postings() == [("07", BEGINNING, Month(202608)), ("08.01", Month(202609), OPEN_END)]
    db.session.refresh(enrolment)
    units = {unit.id: unit.code for unit in db.session.scalars(select(Unit))}
    assert (units[enrolment.unit_id], units[enrolment.opd_id]) == ("08.01", "08")
    assert summaries.mismatches() == []


def test_a_second_move_in_the_same_month_replaces_the_first(hadi):
    people((NIP, "Hadi", "08", None, None), month="2026-09")

    assert people((NIP, "Hadi", "08.01", None, None), month="2026-09") == {"moved": 1}
    assert postings() == [("07", BEGINNING, Month(202608)), ("08.01", Month(202609), OPEN_END)]


def test_a_move_cannot_lie_ahead(hadi):
    with pytest.raises(RuleBroken, match="import_month_ahead"):
        stage("sponsors", [HEADER, (NIP, "Hadi", "08", None, None)], month="2026-12")


def test_nobody_leaves_because_a_file_does_not_name_him(hadi):
    assert people(("198001012005011778", "Tini", "07", "PNS", None)) == {"new": 1}
    assert sponsor().left_on is None


def test_a_complete_file_lets_the_absent_leave_and_counts_them_no_more(hadi, a_circular):
    circular = a_circular()
    people(("198001012005011778", "Tini", "07", "PNS", None))

    result = people(("198001012005011778", "Tini", "07", "PNS", None), is_complete=True, month="2026-11")

    assert result == {"same": 1, "left": 1}
    assert (sponsor().left_on, postings()) == (date(2026, 11, 1), [("07", BEGINNING, Month(202610))])
    assert summaries.mismatches() == []
    assert circular.number


def test_a_bad_row_of_a_complete_file_still_names_somebody(hadi):
    batch = stage(
        "sponsors",
        [HEADER, (1.98e17, "HADI", "07", None, None), ("198001012005011778", "Tini", "07", None, None)],
        is_complete=True,
    )

    assert counts(batch) == {"wrong": 1, "new": 1}


def test_who_left_and_comes_back_is_posted_anew(hadi):
    people(("198001012005011778", "Tini", "07", "PNS", None), is_complete=True, month="2026-10")

    assert people((NIP, "Hadi", "08", None, None), month="2026-11") == {"moved": 1}
    assert (sponsor().left_on, postings()[-1]) == (None, ("08", Month(202611), OPEN_END))


def test_the_first_of_two_rows_counts_unless_it_is_itself_wrong(app):
    batch = stage(
        "sponsors",
        [
            HEADER,
            (NIP, "Salah", "99", None, None),
            (NIP, "Hadi", "07", None, None),
            (NIP, "Lagi", "07", None, None),
        ],
    )

    assert problems(batch) == [(2, "unknown_unit", "kode_unit"), (4, "duplicate_row", "nip")]


@pytest.mark.parametrize("closing", [Month(2026_11), Month(2026_12)])
def test_nobody_is_brought_into_a_unit_that_closes_even_from_a_month_before(app, viewer, closing):
    """R10: whoever is posted there stays there, and the unit will not."""
    seen = cast.unit("08.01").version
    close_unit(viewer("koordinator"), "08.01", closing, seen_version=seen, today=today())

    batch = stage("sponsors", [HEADER, (NIP, "Hadi", "08.01", None, None)], month="2026-10")

    assert problems(batch) == [(2, "unit_closed", "kode_unit")]


def test_parts_of_a_file_know_what_earlier_parts_said(app):
    rows = [(f"1980010120050117{number:02d}", f"Orang {number}", "07", None, None) for number in range(7)]
    batch = stage("sponsors", [HEADER, *rows, rows[0]], judge_up_to=0)

    steps = 0
    while not imports.judge_next(CONSOLE, batch, today=today(), limit=3):
        steps += 1

    assert steps == 2
    assert counts(batch) == {"new": 7, "wrong": 1}
    assert imports.apply(CONSOLE, batch, today=today()).act_id


def test_the_last_part_of_a_file_opens_hardly_more_than_the_first(app, monkeypatch):
    """One line a part, and not every line before it: a file of 50,000 rows is checked in 25 steps."""
    opened = []
    keep = Keys.open
    monkeypatch.setattr(Keys, "open", lambda self, *value: opened.append(1) or keep(self, *value))
    rows = [(f"1980010120050117{number:02d}", f"Orang {number}", "07", None, None) for number in range(40)]
    batch = stage("sponsors", [HEADER, *rows], judge_up_to=0)

    costs = []
    for _part in range(4):
        opened.clear()
        imports.judge_next(CONSOLE, batch, today=today(), limit=10)
        costs.append(len(opened))

    assert costs == [10, 11, 12, 13]


def test_a_clerk_sees_other_offices_rows_as_unknown(hadi, viewer):
    batch = stage(
        "sponsors",
        [
            HEADER,
            (NIP, "Hadi", "08", None, None),
            ("198001012005011779", "Baru", "07", None, None),
            ("198001012005011780", "Baru", "99", None, None),
        ],
        by=viewer("bayu"),
    )

    assert problems(batch) == [
        (2, "sponsor_unknown", "nip"),
        (3, "unknown_unit", "kode_unit"),
        (4, "unknown_unit", "kode_unit"),
    ]


def test_a_clerk_may_not_bring_units_accounts_or_circulars(viewer):
    for kind in ("units", "accounts", "circulars"):
        with pytest.raises(NotThere):
            stage(kind, [("kode", "nama"), ("99", "x")], by=viewer("ratna"))


def test_somebody_elses_batch_is_not_there(viewer):
    batch = stage("sponsors", [HEADER, (NIP, "Hadi", "07", None, None)], by=viewer("ratna"))

    for attempt in (imports.apply, imports.judge_next, imports.discard):
        with pytest.raises(NotThere):
            attempt(viewer("bayu"), batch, today=today())
    assert imports.apply(viewer("koordinator"), batch, today=today()).act_id


def test_what_would_now_be_different_is_shown_again_before_it_is_done(hadi):
    batch = stage("sponsors", [HEADER, (NIP, "Hadi Baru", "07", None, None)])
    people((NIP, "Hadi Lain", "07", None, None))

    with pytest.raises(RuleBroken, match="preview_changed"):
        imports.apply(CONSOLE, batch, today=today())

    assert changes(batch) == {"Hadi Baru": [("nama", "Hadi Lain", "Hadi Baru")]}
    assert sponsor().name == "Hadi Lain"
    assert imports.apply(CONSOLE, batch, today=today()).act_id


def test_a_batch_is_applied_once(hadi):
    batch = stage("sponsors", [HEADER, (NIP, "Hadi Baru", "07", None, None)])
    imports.apply(CONSOLE, batch, today=today())

    with pytest.raises(RuleBroken, match="batch_not_open"):
        imports.apply(CONSOLE, batch, today=today())
    with pytest.raises(RuleBroken, match="batch_not_open"):
        imports.discard(CONSOLE, batch, today=today())


def test_children_may_stand_before_their_parents_and_cycles_are_refused(app):
    batch = stage(
        "units",
        [
            ("kode", "nama", "jenis", "induk"),
            ("09.1.1", "Ruang", "ruang", "09.1"),
            ("09.1", "Bidang", "bidang", "09"),
            ("09", "Dinas Baru", "dinas", None),
            ("a", "A", None, "b"),
            ("b", "B", None, "a"),
            ("c", "C", None, "tidak-ada"),
            ("d", "D", None, "c"),
        ],
    )

    assert problems(batch) == [
        (5, "unit_cycle", "induk"),
        (6, "unit_cycle", "induk"),
        (7, "parent_not_found", "induk"),
        (8, "parent_not_found", "induk"),
    ]
    imports.apply(CONSOLE, batch, today=today())
    units = {unit.code: unit for unit in db.session.scalars(select(Unit))}
    assert units["09.1.1"].path == units["09"].path + units["09.1"].path[6:] + units["09.1.1"].path[12:]
    assert (units["09"].reports, units["09.1"].reports) == (True, False)


def test_a_unit_file_moves_a_subtree_with_everything_counted_along(an_enrolment, a_sponsor, app):
    enrolment = an_enrolment(a_sponsor(unit="07.01"))

    assert bring("units", [("kode", "nama", "induk"), ("07.01", "SD Negeri Tunas Harapan", "08")]) == {
        "moved": 1
    }

    db.session.refresh(enrolment)
    units = {unit.code: unit for unit in db.session.scalars(select(Unit))}
    assert units["07.01"].path.startswith(units["08"].path)
    assert enrolment.opd_id == units["08"].id
    assert summaries.mismatches() == []


def test_no_open_unit_is_moved_below_one_that_closes(app, viewer):
    seen = cast.unit("08.01").version
    close_unit(viewer("koordinator"), "08.01", Month(2026_12), seen_version=seen, today=today())

    batch = stage("units", [("kode", "nama", "induk"), ("07.01", "SD Negeri Tunas Harapan", "08.01")])

    assert problems(batch) == [(2, "parent_closed", "induk")]
    assert bring("units", [("kode", "nama", "induk"), ("08.01", "Puskesmas Baru", "08")]) == {"changed": 1}


def test_accounts_get_a_code_to_print_and_a_coordinator_gives_no_administrators(viewer):
    rows = [
        ("nama_pengguna", "nama", "peran", "kode_unit"),
        ("tuti", "Tuti", "clerk", "07"),
        ("raja", "Raja", "admin", None),
    ]
    batch = stage("accounts", rows, by=viewer("koordinator"))

    assert problems(batch) == [(3, "role_not_grantable", "peran")]
    applied = imports.apply(viewer("koordinator"), batch, today=today())
    assert list(applied.codes) == ["tuti"]
    codes = imports.activation_codes(viewer("koordinator"), batch, today=today())
    assert len(codes) == 1
    assert bring("accounts", rows[:2]) == {"same": 1}


def test_the_console_gives_every_role(app):
    assert bring(
        "accounts", [("nama_pengguna", "nama", "peran", "kode_unit"), ("raja", "Raja", "admin", None)]
    ) == {"new": 1}


def test_a_circular_is_in_force_when_its_day_has_come(app):
    header = ("nomor", "judul", "kewajiban", "berlaku_mulai", "program")

    result = bring(
        "circulars",
        [
            header,
            ("SE 7", "Lama", "bersyarat", "01/10/2026", None),
            ("SE 8", "Baru", "target", "01/12/2026", "JKK"),
        ],
    )

    assert result == {"new": 2}
    states = {one.number: (one.state, one.programmes) for one in db.session.scalars(select(Circular))}
    assert states == {"SE 7": ("in_force", ["JKK", "JKM"]), "SE 8": ("draft", ["JKK"])}
    assert summaries.mismatches() == []


def test_a_newer_answer_ends_the_older_one(hadi, a_circular):
    a_circular()
    header = ("nip", "jawaban", "tanggal")

    assert bring("declarations", [header, (NIP, "Nihil", "01/02/2026")]) == {"new": 1}
    assert bring("declarations", [header, (NIP, "Punya ART", "01/09/2026")]) == {"changed": 1}
    assert bring("declarations", [header, (NIP, "Nihil", "01/02/2026")]) == {"same": 1}
    assert bring("declarations", [header, (NIP, "Sudah ditanggung pihak lain", "01/05/2026")]) == {
        "changed": 1
    }

    answers = db.session.scalars(select(Declaration).order_by(Declaration.made_on)).all()
    assert [(one.answer, one.made_on, one.ends_on) for one in answers] == [
        (Answer.NONE.value, date(2026, 2, 1), date(2026, 5, 1)),
        (Answer.COVERED_ELSEWHERE.value, date(2026, 5, 1), date(2026, 9, 1)),
        (Answer.EMPLOYS.value, date(2026, 9, 1), date(9999, 12, 31)),
    ]
    assert summaries.mismatches() == []


def test_another_answer_for_the_same_day_corrects_it(hadi, a_circular):
    a_circular()
    header = ("nip", "jawaban", "tanggal")
    bring("declarations", [header, (NIP, "Nihil", "01/02/2026")])

    assert bring("declarations", [header, (NIP, "Punya ART", "01/02/2026")]) == {"changed": 1}

    answer = db.session.scalars(select(Declaration)).one()
    assert (answer.answer, answer.ends_on) == (Answer.EMPLOYS.value, date(9999, 12, 31))


def test_an_answer_to_no_circular_is_refused(hadi):
    batch = stage("declarations", [("nip", "jawaban", "nomor_edaran"), (NIP, "Nihil", None)])

    assert problems(batch) == [(2, "circular_none_in_force", "nomor_edaran")]
