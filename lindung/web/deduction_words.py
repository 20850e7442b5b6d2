"""Sources of a deduction, and how three truths differ and whose it is to clear up, as the screen says them."""

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from lindung.domain.deductions import Agreement, DeductionSource, Owner
from lindung.queries.deductions import Rate
from lindung.web.filters import number, rupiah
from lindung.web.labels import Tag

SOURCES: dict[DeductionSource, LazyString] = {
    DeductionSource.SALARY: _l("Gaji"),
    DeductionSource.ALLOWANCE: _l("TPP"),
    DeductionSource.PART_TIME_WAGE: _l("Upah PPPK Paruh Waktu"),
    DeductionSource.OWN_TRANSFER: _l("Setor mandiri"),
    DeductionSource.JMO: _l("JMO"),
}
SOURCE_CODES = {  # as addresses and files say them
    "gaji": DeductionSource.SALARY,
    "tpp": DeductionSource.ALLOWANCE,
    "upah_paruh_waktu": DeductionSource.PART_TIME_WAGE,
    "setor_mandiri": DeductionSource.OWN_TRANSFER,
    "jmo": DeductionSource.JMO,
}
CODE_OF_SOURCE = {source: code for code, source in SOURCE_CODES.items()}

AGREEMENTS: dict[Agreement, Tag] = {
    Agreement.AGREED: Tag(_l("Sama"), "good"),
    Agreement.UNPAID: Tag(_l("Belum dibayar menurut ketiganya"), "calm"),
    Agreement.NOT_DEPOSITED: Tag(_l("Dipotong, belum disetor"), "urgent"),
    Agreement.NOT_DEDUCTED: Tag(_l("Dinyatakan dibayar, belum dipotong"), "care"),
    Agreement.UNMARKED: Tag(_l("Diterima BPJS, potongan belum ditandai"), "care"),
    Agreement.NOT_RECEIVED: Tag(_l("Dinyatakan dibayar, belum diterima BPJS"), "urgent"),
    Agreement.DEPOSITED_SHORT: Tag(_l("Disetor kurang dari yang dipotong"), "urgent"),
    Agreement.SHORT: Tag(_l("Diterima BPJS kurang dari tarif"), "care"),
}
AGREEMENT_CODES = {
    "sama": Agreement.AGREED,
    "belum_dibayar": Agreement.UNPAID,
    "belum_disetor": Agreement.NOT_DEPOSITED,
    "belum_dipotong": Agreement.NOT_DEDUCTED,
    "belum_ditandai": Agreement.UNMARKED,
    "belum_diterima": Agreement.NOT_RECEIVED,
    "setor_kurang": Agreement.DEPOSITED_SHORT,
    "kurang": Agreement.SHORT,
}
CODE_OF_AGREEMENT = {agreement: code for code, agreement in AGREEMENT_CODES.items()}
OWNERS: dict[Owner, LazyString] = {
    Owner.OFFICE: _l("kantor"),
    Owner.TREASURER: _l("bendahara"),
    Owner.BRANCH: _l("BPJS cabang"),
}


# What is to be done about a difference, and by whom.
DIFFERENCES: dict[Agreement, LazyString] = {
    Agreement.AGREED: _l("Tidak ada selisih."),
    Agreement.UNPAID: _l("Belum ada yang membayar."),
    Agreement.NOT_DEPOSITED: _l(
        "Bendahara memotong, BPJS belum menerima: bendahara menyetor atau menunjukkan bukti setor."
    ),
    Agreement.NOT_DEDUCTED: _l(
        "Kantor menyatakan dibayar, bendahara belum memotong: bendahara menandai potongan itu."
    ),
    Agreement.UNMARKED: _l("BPJS telah menerima, bendahara belum menandai: bendahara menandai potongan itu."),
    Agreement.NOT_RECEIVED: _l(
        "Kantor menyatakan dibayar, BPJS belum menerima: BPJS cabang mencocokkan bukti setor."
    ),
    Agreement.DEPOSITED_SHORT: _l(
        "BPJS menerima kurang dari yang dipotong: bendahara menyetor kekurangannya."
    ),
    Agreement.SHORT: _l("BPJS menerima kurang dari tarif bulan itu: kantor membayar kekurangannya."),
}


def sum_sentence(rates: Sequence[Rate], *, is_one_month: bool) -> str:
    """12 pekerja × Rp8.400 + 2 × Rp16.800 = Rp134.400"""
    parts = []
    for place, rate in enumerate(rates):
        facts = {"times": number(rate.times), "amount": rupiah(rate.amount)}
        if place:
            parts.append(f"{facts['times']} × {facts['amount']}")
        elif is_one_month:
            parts.append(_("%(times)s pekerja × %(amount)s", **facts))
        else:
            parts.append(_("%(times)s iuran bulanan × %(amount)s", **facts))
    total = rupiah(sum(rate.times * rate.amount for rate in rates))
    return f"{' + '.join(parts)} = {total}" if parts else total
