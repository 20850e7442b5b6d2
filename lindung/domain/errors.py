"""The ways the field says no. Codes only: the sentences are upstairs, in lindung.web.messages."""


class RuleBroken(Exception):
    """A rule of the field refuses an act; `field` names the input it concerns, `facts` fill the sentence's gaps."""

    def __init__(self, code: str, field: str | None = None, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.field = field
        self.facts = facts


class NotThere(Exception):
    """Absent, or outside the viewer's units: deliberately the same answer."""


class ChangedMeanwhile(Exception):
    """Somebody saved this row after it was drawn; `theirs` holds the stored values, `who` and `when` their author."""

    def __init__(self, theirs: dict[str, object], who: str | None = None, when: object = None) -> None:
        super().__init__("changed_meanwhile")
        self.theirs = theirs
        self.who = who
        self.when = when
