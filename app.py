"""The roof: joins everything, decides nothing."""

from collections.abc import Mapping
from typing import Any

from flask import Flask
from flask_babel import Babel
from flask_migrate import Migrate
from flask_wtf import CSRFProtect

from blueprints import (
    accounts,
    calendar,
    circulars,
    claims,
    compliance,
    coverage,
    deductions,
    handovers,
    history,
    home,
    imports,
    nominations,
    payments,
    programmes,
    proposals,
    proxies,
    questions,
    rates,
    reminders,
    reports,
    search,
    settings,
    sponsors,
    units,
    workers,
)
from lindung.actions.passwords import use_hashing
from lindung.models.base import db
from lindung.models.engine import prepare
from lindung.models.keys import Keys, use_keys
from lindung.web import health
from lindung.web.addresses import install_addresses
from lindung.web.assets import install_assets
from lindung.web.claim_words import install_claims
from lindung.web.closing import install_closing
from lindung.web.commands import register_commands
from lindung.web.errors import register_error_pages
from lindung.web.filters import install_filters
from lindung.web.forms import install_forms
from lindung.web.fragments import install_fragments
from lindung.web.handover_words import install_handovers
from lindung.web.headers import install_headers
from lindung.web.language import DEFAULT, chosen_language, install_language
from lindung.web.logs import install_logs
from lindung.web.navigation import install_navigation
from lindung.web.policy import install_policy
from lindung.web.settings import Settings, load_secrets
from lindung.web.titles import install_titles
from lindung.web.viewer import install_viewer

BLUEPRINTS = (
    health.blueprint,
    accounts.blueprint,
    home.blueprint,
    calendar.blueprint,
    compliance.blueprint,
    coverage.blueprint,
    sponsors.blueprint,
    workers.blueprint,
    claims.blueprint,
    rates.blueprint,
    circulars.blueprint,
    units.blueprint,
    imports.blueprint,
    questions.blueprint,
    handovers.blueprint,
    payments.blueprint,
    deductions.blueprint,
    programmes.blueprint,
    nominations.blueprint,
    proposals.blueprint,
    search.blueprint,
    reminders.blueprint,
    reports.blueprint,
    proxies.blueprint,
    settings.blueprint,
    history.blueprint,
)

# What statements are given are names and numbers of people: no traceback repeats them.
ENGINE = {"hide_parameters": True}
# A database that went away is noticed within two seconds, and a connection that died is replaced when next asked for.
REMOTE_ENGINE = ENGINE | {"pool_pre_ping": True, "connect_args": {"connect_timeout": 2}}

babel = Babel()
csrf = CSRFProtect()
migrate = Migrate(render_as_batch=True, directory="migrations")


def create_app(settings: Settings | None = None, config: Mapping[str, Any] | None = None) -> Flask:
    """The whole application, from the environment unless settings are given; `config` is for tests."""
    settings = settings or Settings.from_environment()
    app = Flask(__name__, static_folder=None)
    install_logs(app)
    install_addresses(app)
    configure(app, settings, config or {})
    install_database(app)
    install_extensions(app)
    install_web(app, settings)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    register_error_pages(app)
    register_commands(app)
    return app


def configure(app: Flask, settings: Settings, config: Mapping[str, Any]) -> None:
    secrets = load_secrets(settings)
    use_keys(Keys(secrets.derive("nik encryption"), secrets.derive("nik blind index")))
    app.config.from_mapping(
        SECRET_KEY=secrets.cookie_key,
        SETTINGS=settings,
        ZONE=settings.zone,
        LINDUNG_ENV=settings.environment,
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        SQLALCHEMY_ENGINE_OPTIONS=ENGINE if settings.database_url.startswith("sqlite") else REMOTE_ENGINE,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",  # Secure and its name follow the transport: lindung.web.viewer
        WTF_CSRF_TIME_LIMIT=None,  # office pages stay open all day: the token lives as long as the session
        MAX_CONTENT_LENGTH=64 * 1024 * 1024,
        BABEL_DEFAULT_LOCALE=DEFAULT,
        BABEL_DEFAULT_TIMEZONE=settings.zone.key,
        PASSWORD_HASHING={},  # tests ask for less work here: {"memory_kib": 64, "passes": 1}
    )
    app.config.from_mapping(config)
    use_hashing(**app.config["PASSWORD_HASHING"])


def install_database(app: Flask) -> None:
    db.init_app(app)
    migrate.init_app(app, db)
    with app.app_context():
        prepare(db.engine)


def install_extensions(app: Flask) -> None:
    babel.init_app(app, locale_selector=chosen_language)
    install_viewer(app)
    install_policy(app)  # before the form tokens: strangers are sent to sign in, whatever they sent
    csrf.init_app(app)


def install_web(app: Flask, settings: Settings) -> None:
    install_assets(app, settings.data_dir)
    install_headers(app)
    install_fragments(app)
    install_filters(app)
    install_language(app)
    install_forms(app)
    install_navigation(app)
    install_titles(app)
    install_closing()
    install_handovers(app)
    install_claims()
