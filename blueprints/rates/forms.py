"""What a new dated row asks for; each kind its own values, and all of them the months, the law and the flag."""

import re
from datetime import date
from typing import Any

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    IntegerField,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from lindung.actions.dated_rows import Validity
from lindung.actions.rates import Amount, NewBand, NewBenefit, NewDiscount, NewRate
from lindung.domain.benefits import BenefitKind
from lindung.domain.errors import RuleBroken
from lindung.domain.months import OPEN_END, Month
from lindung.domain.rates import Payer
from lindung.domain.registration import Programme, Sector, Segment
from lindung.domain.thresholds import ThresholdKey
from lindung.queries.dated import DatedRow, bands
from lindung.web.benefit_words import BENEFITS
from lindung.web.filters import month
from lindung.web.forms import DATE_FORMATS, OfficeForm, TickField
from lindung.web.rate_words import ENTERED_AS, PAYERS, SECTOR_WORDS, SEGMENTS, THRESHOLDS

MONTHS_BACK, MONTHS_AHEAD = 24, 60
ASKING_BACK = ("change_recounts", "change_touches_paid")
LAW = 300
_PERCENT = re.compile(r"(\d{1,2})(?:[.,](\d))?", re.ASCII)


class RupiahField(StringField):
    """An amount as people type it: 16800, 16.800, Rp16.800; empty is None."""

    def rupiah(self) -> int | None:
        text = (self.data or "").lower().removeprefix("rp").replace(".", "").replace(" ", "")
        return int(text) if text.isascii() and text.isdigit() and len(text) <= 12 else None

    def pre_validate(self, form: Any) -> None:
        if (self.data or "").strip() and self.rupiah() is None:
            raise ValidationError(_("Isi dengan rupiah bulat, misalnya 16.800."))


class ValidityForm(OfficeForm):
    first_month = SelectField(_l("Berlaku mulai"), [InputRequired()])
    last_month = SelectField(_l("Berlaku sampai"))
    legal_basis = TextAreaField(_l("Dasar hukum"), [InputRequired(), Length(max=LAW)])
    verified = BooleanField(_l("Sudah diperiksa terhadap naskah peraturannya"))
    sure = BooleanField(_l("Benar, hitung ulang"))

    asks_back = False  # the act asked: the box is shown

    def offer(self, today: date) -> None:
        running = Month.of(today)
        months = running.plus(-MONTHS_BACK).through(running.plus(MONTHS_AHEAD))
        words = [SelectChoice(str(one), month(one)) for one in months]
        self.first_month.choices = words
        self.last_month.choices = [SelectChoice("", str(_l("tanpa batas akhir"))), *words]
        if not self.is_submitted():
            self.first_month.data = str(running.next())

    def begin_after(self, row: DatedRow) -> None:
        """A successor is drawn from the row it follows, and begins when that one ends."""
        if row.last:
            self.first_month.data = str(row.last.next())
        self.copy(row.value)

    def copy(self, value: Any) -> None:
        """The values of the row it follows."""

    def refuse(self, broken: RuleBroken) -> str | None:
        self.asks_back = self.asks_back or broken.code in ASKING_BACK
        return super().refuse(broken)

    def validity(self) -> Validity:
        last = Month.parse(self.last_month.data) if self.last_month.data else OPEN_END
        return Validity(
            Month.parse(self.first_month.data), last, self.legal_basis.data or "", bool(self.verified.data)
        )

    @property
    def is_sure(self) -> bool:
        return bool(self.sure.data)


class PercentField(StringField):
    """A share of the base with at most one decimal: 1, 0,3 or 5.7."""

    def permille(self) -> int:
        return self._read() or 0

    def pre_validate(self, form: Any) -> None:
        if (self.data or "").strip() and self._read() is None:
            raise ValidationError(_("Isi persen dengan paling banyak satu desimal, misalnya 0,3."))

    def _read(self) -> int | None:
        found = _PERCENT.fullmatch((self.data or "").strip().removesuffix("%").strip())
        return int(found[1]) * 10 + int(found[2] or 0) if found else None


def _share(label: Any) -> PercentField:
    return PercentField(label, [Length(max=8)])


class RateForm(ValidityForm):
    """One programme's amount in a band that exists."""

    programme = SelectField(_l("Program"), [InputRequired()])
    segment = SelectField(_l("Segmen"), [InputRequired()])
    band = SelectField(_l("Pita penghasilan"), [InputRequired()], coerce=int)
    base = RupiahField(_l("Dasar upah"), [InputRequired(), Length(max=20)])
    share = _share(_l("Bagian dari dasar (persen)"))
    minimum = RupiahField(_l("Paling sedikit per bulan"), [Length(max=20)])
    maximum = RupiahField(_l("Paling banyak per bulan"), [Length(max=20)])

    def offer(self, today: date) -> None:
        super().offer(today)
        self.programme.choices = [SelectChoice(one.value, one.value) for one in Programme]
        self.segment.choices = [SelectChoice(one.value, str(words)) for one, words in SEGMENTS.items()]
        known = sorted({band for segment in Segment for band in bands(segment)})
        self.band.choices = [SelectChoice(str(one), str(one)) for one in known]

    def copy(self, value: Any) -> None:
        self.programme.data, self.segment.data = value.programme.value, value.segment.value
        self.band.data, self.base.data = value.band, str(value.base)
        self.share.data = str(value.permille / 10).replace(".", ",").removesuffix(",0")
        self.minimum.data, self.maximum.data = str(value.minimum), str(value.maximum or "")

    def refuse(self, broken: RuleBroken) -> str | None:
        broken.field = (broken.field or "").removeprefix(f"{self.programme.data}_".lower()) or None
        return super().refuse(broken)

    def new(self) -> NewRate:
        return NewRate(
            Programme(self.programme.data),
            Segment(self.segment.data),
            self.band.data,
            self.base.rupiah() or 0,
            Amount(self.share.permille(), self.minimum.rupiah() or 0, self.maximum.rupiah()),
        )


class BandForm(ValidityForm):
    """A band: its base, and what JKK, JKM and perhaps JHT cost in it."""

    segment = SelectField(_l("Segmen"), [InputRequired()])
    base = RupiahField(_l("Dasar upah"), [InputRequired(), Length(max=20)])
    jkk_share = _share(_l("JKK: bagian dari dasar (persen)"))
    jkk_minimum = RupiahField(_l("JKK: paling sedikit per bulan"), [Length(max=20)])
    jkk_maximum = RupiahField(_l("JKK: paling banyak per bulan"), [Length(max=20)])
    jkm_share = _share(_l("JKM: bagian dari dasar (persen)"))
    jkm_minimum = RupiahField(_l("JKM: jumlah per bulan"), [Length(max=20)])
    with_jht = BooleanField(_l("Dengan JHT (pilihan peserta)"))
    jht_share = _share(_l("JHT: bagian dari dasar (persen)"))
    jht_minimum = RupiahField(_l("JHT: paling sedikit per bulan"), [Length(max=20)])

    def offer(self, today: date) -> None:
        super().offer(today)
        self.segment.choices = [SelectChoice(one.value, str(words)) for one, words in SEGMENTS.items()]

    def new(self) -> NewBand:
        amounts = {
            Programme.JKK: Amount(
                self.jkk_share.permille(), self.jkk_minimum.rupiah() or 0, self.jkk_maximum.rupiah()
            ),
            Programme.JKM: Amount(self.jkm_share.permille(), self.jkm_minimum.rupiah() or 0, None),
        }
        if self.with_jht.data:
            amounts[Programme.JHT] = Amount(self.jht_share.permille(), self.jht_minimum.rupiah() or 0, None)
        return NewBand(Segment(self.segment.data), self.base.rupiah() or 0, amounts)


class DiscountForm(ValidityForm):
    programmes = TickField(_l("Program"))
    segment = SelectField(_l("Segmen"), [InputRequired()])
    sector = SelectField(_l("Sektor"))
    payer = SelectField(_l("Pembayar"))
    percent = IntegerField(_l("Keringanan (persen)"), [InputRequired(), NumberRange(1, 100)])

    def offer(self, today: date) -> None:
        super().offer(today)
        self.programmes.choices = [SelectChoice(one.value, one.value) for one in Programme]
        self.segment.choices = [SelectChoice(one.value, str(words)) for one, words in SEGMENTS.items()]
        self.sector.choices = [
            SelectChoice(one.value if one else "", str(w)) for one, w in SECTOR_WORDS.items()
        ]
        self.payer.choices = [
            SelectChoice(one.value if one else "", str(words)) for one, words in PAYERS.items()
        ]
        if not self.is_submitted():
            self.programmes.data = [Programme.JKK.value, Programme.JKM.value]
            self.payer.data = Payer.PRIVATE.value

    def copy(self, value: Any) -> None:
        self.segment.data, self.percent.data = value.segment.value, value.percent
        self.sector.data = value.sector.value if value.sector else ""
        self.payer.data = value.payer.value if value.payer else ""

    def new(self) -> NewDiscount:
        return NewDiscount(
            tuple(Programme(one) for one in self.programmes.data or ()),
            Segment(self.segment.data),
            Sector(self.sector.data) if self.sector.data else None,
            Payer(self.payer.data) if self.payer.data else None,
            self.percent.data or 0,
        )


class BenefitForm(ValidityForm):
    kind = SelectField(_l("Manfaat"), [InputRequired()])
    after_months = IntegerField(_l("Setelah berapa bulan dibayar"), [InputRequired(), NumberRange(1, 120)])
    amount = RupiahField(_l("Jumlah"), [Length(max=20)])
    times_base = IntegerField(_l("Berapa kali dasar upah"), [Optional(), NumberRange(0, 120)])

    def offer(self, today: date) -> None:
        super().offer(today)
        self.kind.choices = [SelectChoice(one.value, str(words)) for one, words in BENEFITS.items()]

    def copy(self, value: Any) -> None:
        self.kind.data, self.after_months.data = value.kind.value, value.after_months
        self.amount.data, self.times_base.data = str(value.amount), value.times_base

    def new(self) -> NewBenefit:
        return NewBenefit(
            BenefitKind(self.kind.data),
            self.after_months.data or 0,
            self.amount.rupiah() or 0,
            self.times_base.data or 0,
        )


class ThresholdForm(ValidityForm):
    threshold = SelectField(_l("Ambang"), [InputRequired()])
    value = IntegerField(_l("Nilai"), [InputRequired()])

    def offer(self, today: date) -> None:
        super().offer(today)
        self.threshold.choices = [
            SelectChoice(one.value, f"{words} ({ENTERED_AS[one]})") for one, words in THRESHOLDS.items()
        ]

    def copy(self, value: Any) -> None:
        self.threshold.data, self.value.data = value.key.value, value.value

    @property
    def chosen(self) -> ThresholdKey:
        return ThresholdKey(self.threshold.data)


class HolidayForm(OfficeForm):
    day = DateField(_l("Tanggal"), [InputRequired()], format=DATE_FORMATS)
    name = StringField(_l("Nama hari libur"), [InputRequired(), Length(max=120)])
    legal_basis = StringField(_l("Dasar hukum"), [InputRequired(), Length(max=200)])


class EndForm(OfficeForm):
    last_month = SelectField(_l("Bulan terakhir berlaku"), [InputRequired()])
    sure = BooleanField(_l("Benar, hitung ulang"))

    asks_back = False

    def offer(self, row: DatedRow, today: date) -> None:
        running = Month.of(today)
        last = min(row.last or OPEN_END, running.plus(MONTHS_AHEAD))
        first = max(row.first, running.plus(-MONTHS_BACK))
        self.last_month.choices = [SelectChoice(str(one), month(one)) for one in first.through(last)]
        if not self.is_submitted():
            self.last_month.data = str(max(running, first))

    def refuse(self, broken: RuleBroken) -> str | None:
        self.asks_back = self.asks_back or broken.code in ASKING_BACK
        return super().refuse(broken)

    @property
    def is_sure(self) -> bool:
        return bool(self.sure.data)

    @property
    def month(self) -> Month:
        return Month.parse(self.last_month.data)


def asked_row_id() -> int | None:
    """The row a successor is drawn from (`dari`)."""
    text = request.args.get("dari", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else None
