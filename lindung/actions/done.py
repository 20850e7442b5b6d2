"""What an act answers: which act it was (for *Batalkan*), how many rows it changed, and what was odd but taken."""

from dataclasses import dataclass, field
from typing import Any, NamedTuple


class Remark(NamedTuple):
    """Odd, and accepted: a code whose sentence is upstairs, the input it concerns, what fills the sentence."""

    code: str
    field: str | None = None
    facts: dict[str, Any] = {}  # noqa: RUF012  # never changed: remarks are values


@dataclass(frozen=True, slots=True)
class Done:
    """`act_id` is what `undo_act` takes back; `record_id` is the row that the act added."""

    act_id: int
    count: int = 1
    record_id: int | None = None
    question_id: int | None = None  # the row waits as a question and is not counted (R6)
    remarks: list[Remark] = field(default_factory=list)

    @property
    def result(self) -> dict[str, Any]:
        """What the act row keeps, so that the same form sent twice is answered twice alike."""
        return {
            "act": self.act_id,
            "count": self.count,
            "id": self.record_id,
            "question": self.question_id,
            "remarks": [list(remark) for remark in self.remarks],
        }

    @classmethod
    def of(cls, result: dict[str, Any]) -> "Done":
        """The same out of `AlreadyDone.result`."""
        remarks = [Remark(*remark) for remark in result.get("remarks", [])]
        return cls(result["act"], result["count"], result["id"], result["question"], remarks)
