"""One's own acts as sentences: what was done, with whom, and why it can no longer be taken back."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from lindung.queries.own_acts import OwnAct
from lindung.queries.undoing import NEVER
from lindung.web import coverage_words, fund_words
from lindung.web.clock import office_time
from lindung.web.filters import moment, number
from lindung.web.ways_back import undo_url

KINDS: dict[str, LazyString] = {
    "sponsor.edit": _l("Data ASN diubah"),
    "sponsor.move": _l("ASN dipindahkan"),
    "sponsor.leave": _l("ASN dicatat berhenti"),
    "sponsor.return": _l("ASN ditempatkan kembali"),
    "sponsor.add": _l("ASN atau pegawai ditambahkan"),
    "household.link": _l("Dua ASN dicatat serumah"),
    "household.unlink": _l("Catatan serumah diakhiri"),
    "declaration.declare": _l("Pernyataan diisi"),
    "declaration.none_in_bulk": _l("Nihil ditandai bersama"),
    "declaration.withdraw": _l("Pernyataan ditarik"),
    "worker.add": _l("Pekerja ditambahkan"),
    "worker.edit": _l("Data pekerja diubah"),
    "worker.replace": _l("ART diganti"),
    "worker.reveal": _l("NIK dibuka"),
    "enrolment.edit": _l("Kepesertaan diubah"),
    "enrolment.state": _l("Status pendaftaran diubah"),
    "enrolment.state_in_bulk": _l("Status pendaftaran diubah bersama"),
    "enrolment.submit": _l("Daftar usulan peserta dikirim"),
    "proposal.reveal": _l("Daftar usulan peserta diunduh"),
    "payment.opd": _l("Iuran dicatat dibayar"),
    "payment.reverse": _l("Pembayaran iuran dibatalkan"),
    "settlement.resolve": _l("Baris BPJS diputuskan"),
    "mandate.record": _l("Surat kuasa dicatat"),
    "mandate.withdraw": _l("Surat kuasa dicabut"),
    "deduction.mark": _l("Iuran ditandai dipotong"),
    "deduction.take_back": _l("Tanda potongan dibatalkan"),
    "report.prepare": _l("Laporan bulanan disiapkan"),
    "report.attach": _l("Dokumen laporan bulanan dilampirkan"),
    "report.approve": _l("Laporan bulanan disetujui"),
    "report.return": _l("Laporan bulanan dikembalikan"),
    "report.accept": _l("Laporan bulanan diterima"),
    "report.reopen": _l("Laporan bulanan dibuka kembali"),
    "report.correct": _l("Laporan bulanan dibetulkan"),
    "claim.report": _l("Meninggal atau kecelakaan dilaporkan"),
    "claim.edit": _l("Data klaim diubah"),
    "claim.receive": _l("Berkas klaim diterima"),
    "claim.unreceive": _l("Tanda berkas klaim dihapus"),
    "claim.submit": _l("Klaim diserahkan ke BPJS"),
    "claim.pay": _l("Pembayaran santunan dicatat"),
    "claim.refuse": _l("Penolakan klaim dicatat"),
    "claim.withdraw": _l("Klaim ditarik"),
    "claim.reopen": _l("Klaim dibuka kembali"),
    "claim.reveal": _l("Nomor telepon ahli waris dibuka"),
    "nomination.edit": _l("Data usulan diubah"),
    "nomination.verify": _l("Usulan diverifikasi"),
    "nomination.unverify": _l("Verifikasi usulan dibatalkan"),
    "nomination.drop": _l("Usulan dicoret"),
    "nomination.restore": _l("Usulan dikembalikan ke daftar"),
    "nomination.two_jobs": _l("Dua pekerjaan dinyatakan sah"),
    "nomination.admit": _l("Usulan diterima ke program"),
    "nomination.replace": _l("Penerima program diganti"),
    "nomination.register": _l("Daftar ditandai terdaftar"),
    "nomination.card": _l("Kartu peserta diserahkan"),
    "nomination.reveal": _l("NIK pada usulan dibuka"),
    "verification.month": _l("Daftar bulanan dinyatakan benar"),
    "reminder.record": _l("Pengingat dicatat"),
    "question.decide": _l("Pertanyaan tentang pekerja diputuskan"),
    "question.say": _l("Keterangan atas pertanyaan disampaikan"),
    "question.check": _l("Usia, ASN, dan nama ganda diperiksa"),
    "handover.offer": _l("Pekerja ditawarkan kepada pembayar lain"),
    "handover.accept": _l("Alih tanggungan diterima"),
    "handover.refuse": _l("Alih tanggungan ditolak"),
    "handover.keep": _l("Pekerja dinyatakan tetap ditanggung"),
    "handover.end": _l("Kepesertaan diakhiri pada alih tanggungan"),
    "proxy.name": _l("Plt. atau Plh. ditunjuk"),
    "proxy.end": _l("Penunjukan Plt. atau Plh. diakhiri"),
    "setting.regency": _l("Nama daerah diubah"),
    "setting.reports": _l("Ketentuan laporan bulanan diubah"),
    "table.export": _l("Tabel diunduh"),
    "column_map.save": _l("Peta kolom disimpan"),
    "column_map.remove": _l("Peta kolom dihapus"),
    "import.apply": _l("Berkas impor diterapkan"),
    "import.undo": _l("Impor dibatalkan"),
    "import.discard": _l("Berkas impor dibuang"),
    "import.codes": _l("Kode aktivasi dibuat"),
    "account.create": _l("Akun dibuat"),
    "account.grant": _l("Peran diberikan"),
    "account.end_grant": _l("Peran diakhiri"),
    "account.rename": _l("Nama akun diubah"),
    "account.disable": _l("Akun dinonaktifkan"),
    "account.enable": _l("Akun diaktifkan kembali"),
    "account.code": _l("Kode aktivasi dibuat"),
    "account.codes": _l("Kode aktivasi dibuat"),
    "circular.create": _l("Surat Edaran dibuat"),
    "circular.edit": _l("Surat Edaran diubah"),
    "circular.put_in_force": _l("Surat Edaran dinyatakan berlaku"),
    "circular.supersede": _l("Surat Edaran diganti"),
    "circular.revoke": _l("Surat Edaran dicabut"),
    **fund_words.ACTS,
    "rate.add": _l("Tarif iuran dicatat"),
    "rate.band": _l("Pita penghasilan dicatat"),
    "rate.end": _l("Tarif iuran diakhiri"),
    "rate.remove": _l("Tarif iuran yang belum berlaku dihapus"),
    "discount.add": _l("Keringanan iuran dicatat"),
    "discount.end": _l("Keringanan iuran diakhiri"),
    "discount.remove": _l("Keringanan iuran yang belum berlaku dihapus"),
    "benefit.add": _l("Besar manfaat dicatat"),
    "benefit.end": _l("Besar manfaat diakhiri"),
    "benefit.remove": _l("Besar manfaat yang belum berlaku dihapus"),
    "threshold.add": _l("Ambang diubah"),
    "threshold.remove": _l("Ambang yang belum berlaku dihapus"),
    "holiday.add": _l("Hari libur dicatat"),
    "holiday.remove": _l("Hari libur dihapus"),
    "unit.add": _l("Unit ditambahkan"),
    "unit.rename": _l("Unit diubah"),
    "unit.move": _l("Unit dipindahkan"),
    "unit.close": _l("Unit ditutup"),
    "unit.reopen": _l("Unit dibuka kembali"),
    "unit.reports": _l("Cara unit melapor diubah"),
    **coverage_words.ACTS,
}


class ActLine(NamedTuple):
    at: datetime  # on the regency's clock
    words: str
    about: str
    undo_url: str | None
    elsewhere_url: str | None  # where an import is looked at, and taken back
    reason: str | None  # why there is no way back


def told_acts(acts: Iterable[OwnAct]) -> list[ActLine]:
    return [_line(one) for one in acts]


def _line(one: OwnAct) -> ActLine:
    words = str(KINDS.get(one.kind, _("Data diubah")))
    elsewhere = url_for("imports.show", batch_id=one.batch_id) if one.batch_id else None
    way_back = undo_url(one.id) if one.can_undo and not one.is_undone else None
    return ActLine(office_time(one.at), words, _about(one), way_back, elsewhere, _reason(one))


def _about(one: OwnAct) -> str:
    if one.batch_id:
        return _("%(count)s baris", count=number(one.records)) if one.records else ""
    if not one.names:
        return _("%(count)s data", count=number(one.records)) if one.records > 1 else ""
    if one.kind.endswith("_in_bulk") or (
        one.records > 2 and not one.kind.startswith(("sponsor.", "worker."))
    ):
        return _("%(count)s orang, di antaranya %(name)s", count=number(one.records), name=one.names[0])
    return " · ".join(one.names)


def _reason(one: OwnAct) -> str | None:
    if one.is_undone:
        return _("sudah dibatalkan")
    if one.can_undo or one.batch_id or one.kind in NEVER:  # NEVER: what was read has no way back to explain
        return None
    if one.later:
        who = one.later.who or _("Server")
        return _(
            "tidak dapat dibatalkan: sudah diubah lagi oleh %(who)s, %(at)s", who=who, at=moment(one.later.at)
        )
    return _("tidak dapat dibatalkan")
