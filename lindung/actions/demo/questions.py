"""A few questions that wait for a human: somebody names a worker whom another sponsor has registered (R6)."""

from datetime import date, timedelta
from random import Random
from typing import Any

from lindung.actions.demo.answers import GivenAnswer
from lindung.actions.demo.enrolments import PlannedEnrolment
from lindung.actions.demo.places import CIRCULAR_NUMBER
from lindung.actions.worker_writing import SAME_NIK
from lindung.domain.registration import EnrolmentState

HOW_MANY = 5


def question_rows(
    random: Random, planned: list[PlannedEnrolment], given: list[GivenAnswer], circular_id: int, today: date
) -> list[dict[str, Any]]:
    """The rows as the import leaves them: uncounted, with everything the file said."""
    busy = {one.servant.nip for one in planned}
    asking = [
        answer.servant for answer in given if answer.answer.makes_target and answer.servant.nip not in busy
    ]
    asked_for = [one for one in planned if one.state is EnrolmentState.REGISTERED]
    count = min(HOW_MANY, len(asking), len(asked_for))
    pairs = zip(random.sample(asking, count), random.sample(asked_for, count), strict=True)
    return [
        {
            "kind": SAME_NIK,
            "worker_id": theirs.worker.worker_id,
            "sponsor_id": servant.sponsor_id,
            "circular_id": circular_id,
            "asked_on": today - timedelta(days=random.randint(1, 25)),
            "row": {
                "nip_penanggung": servant.nip,
                "nomor_edaran": CIRCULAR_NUMBER,
                "nik": theirs.worker.nik,
                "nama": theirs.worker.name,
                "tanggal_lahir": theirs.worker.born_on.isoformat(),
                "jenis_kelamin": theirs.worker.sex.value,
                "alamat": theirs.worker.address,
                "pekerjaan": theirs.worker.occupation,
                "hubungan": "ART",
                "program": "JKK+JKM",
                "status": "calon",
            },
            "decision": None,
            "reason": None,
            "version": 1,
        }
        for servant, theirs in pairs
    ]
