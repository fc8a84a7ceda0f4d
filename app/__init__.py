"""Giliran: the application is put together here, and nowhere else."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask

from app.addresses import LateRule
from app.settings import Settings


class Giliran(Flask):
    """The application; see `app.addresses`."""

    url_rule_class = LateRule


def create_app(settings: Settings | None = None, *, with_commands: bool = False) -> Flask:
    """Put the application together.

    Args:
        settings: from the environment when left out.
        with_commands: add the commands of `flask --app wsgi`; a server does without, and starts sooner.

    Raises:
        SettingError: a value of the environment cannot be used.
    """
    settings = settings or Settings.from_environ()
    app = Giliran(__name__)
    app.config.from_mapping(_config(settings))
    _extensions(app, settings)
    _surfaces(app)
    if with_commands:
        from app import commands

        commands.init_commands(app)
    return app


def _config(settings: Settings) -> dict[str, object]:
    return {
        "SETTINGS": settings,
        "DATA_DIR": settings.data_dir,
        "PUBLIC_URL": settings.public_url,
        "BOUND_TO_LOOPBACK": settings.bound_to_loopback,
        "SECRET_KEY": settings.secret_key,
        "SECOND_STEP_KEY": settings.second_step_key,
        "CHAIN_KEY": settings.chain_key,
        "SQLALCHEMY_DATABASE_URI": settings.database_url,
        "BABEL_DEFAULT_LOCALE": "id",
        # A kiosk's page stays open for weeks: its token lives as long as the session.
        "WTF_CSRF_TIME_LIMIT": None,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": (settings.public_url or "").startswith("https:"),
        "PERMANENT_SESSION_LIFETIME": timedelta(hours=12),
        "MAX_CONTENT_LENGTH": 64 * 1024,
        "COMPRESS_REGISTER": False,
        "RATELIMIT_ENABLED": settings.rate_limits,
        "RATELIMIT_STORAGE_URI": settings.redis_url or "memory://",
        # While Redis is away, each process counts for itself.
        "RATELIMIT_IN_MEMORY_FALLBACK_ENABLED": True,
        "RATELIMIT_STORAGE_OPTIONS": {"socket_timeout": 1, "socket_connect_timeout": 1},
        "RATELIMIT_HEADERS_ENABLED": True,
        "KEY_RATE": settings.key_rate,
        "ADDRESS_RATE": settings.address_rate,
        "SCREEN_RATE": settings.screen_rate,
        "PRINTER_PORTS": settings.printer_ports,
        "PRINTER_NETWORKS": settings.printer_networks,
        "IDLE_MINUTES": settings.idle_minutes,
        "LARGEST_VIDEO": settings.largest_video_mb * 1024 * 1024,
    }


def _extensions(app: Flask, settings: Settings) -> None:
    from app.db import init_db
    from app.extensions import babel, csrf, htmx, limiter, login, socketio
    from app.language import chosen_language, init_language
    from app.request_log import init_request_log
    from app.sessions import CookieSessions

    init_request_log(app)
    init_db(app)
    app.session_interface = CookieSessions()
    babel.init_app(app, locale_selector=chosen_language)
    init_language(app)
    csrf.init_app(app)
    htmx.init_app(app)
    limiter.init_app(app)
    login.init_app(app)
    # Screens are of our own origin; a size bound, because anybody can connect.
    socketio.init_app(app, cors_allowed_origins=None, max_http_buffer_size=16 * 1024, serve_client=False)


def _surfaces(app: Flask) -> None:
    from app import appearance, front_door, frontend, headers, health, look, metrics, pairing, refusals, together
    from app.admin import routes as admin
    from app.api import init_api
    from app.auth import routes as auth
    from app.citizen import routes as citizen
    from app.counter import routes as counter
    from app.realtime import screens
    from kiosk import guide, service_menu  # noqa: F401 - more of the kiosk's pages
    from kiosk import routes as kiosk
    from queue_display import routes as queue_display

    screens_of_people = (front_door, auth, counter, admin, citizen, kiosk, queue_display, pairing, appearance)
    for surface in (*screens_of_people, health, metrics, look, together):
        app.register_blueprint(surface.pages)
    init_api(app)
    frontend.init_frontend(app)
    appearance.init_appearance(app)
    refusals.init_refusals(app)
    screens.init_screens(app)
    headers.init_headers(app, app.config["SETTINGS"])
