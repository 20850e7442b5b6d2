"""The password once more, before an act that signs: slowed down after wrong ones like signing in is."""

from sqlalchemy import select

from lindung.actions import passwords
from lindung.actions.sessions import Place
from lindung.actions.throttle import begin_attempt
from lindung.domain.accounts import PASSWORD_MAXIMUM
from lindung.domain.errors import RuleBroken
from lindung.models.accounts import Account
from lindung.models.base import db
from lindung.queries.viewer import Viewer


def confirm_password(viewer: Viewer, password: str, place: Place) -> None:
    attempt = begin_attempt(viewer.username, place.address, place.device)
    stored = db.session.scalar(select(Account.password_hash).where(Account.id == viewer.account_id))
    if not passwords.matches(stored, password[:PASSWORD_MAXIMUM]):
        attempt.fail(viewer.account_id)
        raise RuleBroken("password_again_wrong", field="password")
    attempt.forgive()
