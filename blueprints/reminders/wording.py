"""The words of a reminder: formal, to Bapak/Ibu, naming the circular and what is left to do, nobody's name."""

from datetime import date

from flask_babel import force_locale
from flask_babel import gettext as _

from blueprints.reminders.asked import Asked
from lindung.domain.duties import DutyState
from lindung.domain.permissions import Role
from lindung.queries.circulars import CircularRow
from lindung.queries.sessions import Visit
from lindung.web.filters import day, day_long, month
from lindung.web.language import DEFAULT
from lindung.web.period import Period
from lindung.web.titles import capacity_title, head_title


@force_locale(DEFAULT)  # whoever writes it, its readers are the office's ASN
def message(wanted: Asked, period: Period, visit: Visit) -> str:
    """For WhatsApp: the same for everybody who gets it."""
    assert wanted.circular is not None, "nobody is asked for anything"
    return "\n\n".join(
        [
            _greeting(visit),
            _request(wanted.circular, period.today),
            _left_to_do(wanted, period),
            _("Mohon perhatian dan kerja sama Bapak/Ibu. Terima kasih."),
            signature(visit),
        ]
    )


@force_locale(DEFAULT)
def letter(wanted: Asked, period: Period, visit: Visit) -> str:
    """The body of a letter; number, date and signature are added the way the office writes letters."""
    assert wanted.circular is not None, "nobody is asked for anything"
    return "\n\n".join(
        [
            _("Perihal: Pengingat pelaksanaan Surat Edaran Nomor %(number)s", number=wanted.circular.number),
            _("Yth. Bapak/Ibu yang namanya tercantum dalam lampiran\ndi tempat"),
            _request(wanted.circular, period.today),
            _left_to_do(wanted, period),
            _(
                "Apabila Bapak/Ibu telah melaksanakannya setelah tanggal surat ini, mohon surat ini diabaikan. "
                "Keterangan lebih lanjut dapat diperoleh dari petugas kepegawaian unit kerja masing-masing."
            ),
            _("Demikian disampaikan, atas perhatian dan kerja sama Bapak/Ibu diucapkan terima kasih."),
            signature(visit),
        ]
    )


def signature(visit: Visit) -> str:
    """As what the viewer writes: his title, a proxy's title, or the office he works for."""
    viewer, capacity = visit.viewer, visit.capacity
    stands_in = capacity_title(capacity)
    if stands_in:
        return stands_in
    if viewer.role is Role.HEAD and viewer.unit_name:
        return head_title(viewer.unit_name)
    if viewer.unit_name:
        return _("Petugas kepegawaian %(unit)s", unit=viewer.unit_name)
    if viewer.role is Role.SECRETARY:
        return _("Sekretaris Daerah %(regency)s", regency=visit.regency_name).strip()
    return _("Koordinator %(regency)s", regency=visit.regency_name).strip()


def _greeting(visit: Visit) -> str:
    place = visit.viewer.unit_name or visit.regency_name
    return _("Yth. Bapak/Ibu ASN %(place)s", place=place) if place else _("Yth. Bapak/Ibu ASN")


def _request(circular: CircularRow, today: date) -> str:
    facts = {"number": circular.number, "title": circular.title, "today": day_long(today)}
    if circular.is_binding:
        return _(
            "Surat Edaran Nomor %(number)s tentang %(title)s wajib dilaksanakan setiap ASN. "
            "Menurut data %(today)s, Bapak/Ibu masih perlu:",
            **facts,
        )
    return _(
        "Surat Edaran Nomor %(number)s tentang %(title)s mengimbau setiap ASN untuk ikut serta. "
        "Menurut data %(today)s, Bapak/Ibu masih perlu:",
        **facts,
    )


def _left_to_do(wanted: Asked, period: Period) -> str:
    """Only what somebody among the recipients still has to do."""
    circular, states = wanted.circular, {one.state for one in wanted.recipients}
    assert circular is not None
    parts = []
    if DutyState.UNANSWERED in states:
        parts.append(_answer(circular.declare_by, period.today))
    if DutyState.UNREGISTERED in states:
        parts.append(_register(circular, period.today))
    if DutyState.UNPAID in states:
        parts.append(_("membayar iuran BPJS Ketenagakerjaan %(month)s", month=month(period.month)))
    if len(parts) == 1:
        return f"{parts[0]}."
    return "\n".join(f"{number}. {part}" for number, part in enumerate(parts, start=1))


def _answer(deadline: date | None, today: date) -> str:
    if deadline is None:
        return _("mengisi pernyataan, termasuk apabila tidak mempekerjakan ART (nihil)")
    if deadline < today:
        return _(
            "mengisi pernyataan, termasuk apabila tidak mempekerjakan ART (nihil); tenggatnya %(deadline)s",
            deadline=day(deadline),
        )
    return _(
        "mengisi pernyataan paling lambat %(deadline)s, termasuk apabila tidak mempekerjakan ART (nihil)",
        deadline=day(deadline),
    )


def _register(circular: CircularRow, today: date) -> str:
    programmes = ", ".join(one.value for one in circular.programmes)
    if circular.register_by is None:
        return _("mendaftarkan ART ke BPJS Ketenagakerjaan (%(programmes)s)", programmes=programmes)
    facts = {"programmes": programmes, "deadline": day(circular.register_by)}
    if circular.register_by < today:
        return _(
            "mendaftarkan ART ke BPJS Ketenagakerjaan (%(programmes)s); tenggatnya %(deadline)s", **facts
        )
    return _("mendaftarkan ART ke BPJS Ketenagakerjaan (%(programmes)s) paling lambat %(deadline)s", **facts)
