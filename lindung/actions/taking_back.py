"""Taking back one payment that an office noted by mistake: a reversing row with its reason (R14)."""

from datetime import date

from lindung.actions import ledger, own, summaries
from lindung.actions.acts import act
from lindung.actions.done import Done
from lindung.actions.ledger import Part, Receipt, Source
from lindung.domain.errors import NotThere, RuleBroken
from lindung.domain.months import BEGINNING
from lindung.domain.permissions import Act
from lindung.models.base import db
from lindung.models.ledger import Payment
from lindung.queries.receipts import standing_amount, standing_months
from lindung.queries.viewer import Viewer


def reverse_payment(
    viewer: Viewer, payment_id: int, reason: str, *, today: date, key: str | None = None
) -> Done:
    """What of it still stands; credit it had left is taken back from the months it reached.

    RuleBroken: reason_of_reversal_missing (reason), payment_taken_over: BPJS has confirmed it, or it was taken back
    before. It is not undone: a payment that was right after all is noted again.
    """
    with act(viewer, "payment.reverse", today=today, key=key) as deed:
        payment = db.session.get(Payment, payment_id)
        is_said = payment is not None and payment.source == Source.OPD.value and payment.reverses_id is None
        if payment is None or not is_said or payment.amount <= 0 or payment.enrolment_id is None:
            raise NotThere
        enrolment = own.own_enrolment(viewer, payment.enrolment_id, Act.RECORD_PAYMENTS, today)
        words = own.short_text(reason, "reason")
        if not words:
            raise RuleBroken("reason_of_reversal_missing", field="reason")
        with summaries.difference(deed, (), since=BEGINNING, enrolment_ids=[enrolment.id]):
            own.lock_enrolments(viewer, [enrolment], today)
            rest, months = standing_amount(payment.id), standing_months(payment.id)
            if not rest and not months:
                raise RuleBroken("payment_taken_over")
            parts = tuple(Part(enrolment.id, one.month, -one.amount) for one in months)
            back = Receipt(Source.OPD, today, -rest, parts, payment.reference, payment.id, enrolment.id)
            ledger.receive(deed, [back])
        done = Done(deed.id, count=len(months), record_id=payment.id)
        deed.result = done.result | {"reason": words}
    return done
