"""The two databases behind one interface: typed base class, column types, engine, session of a request."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime
from importlib.resources import files
from typing import Annotated, Any

import zope.sqlalchemy
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from pyramid.config import Configurator
from pyramid.request import Request
from sqlalchemy import (
    Connection,
    Date,
    DateTime,
    Dialect,
    Engine,
    LargeBinary,
    MetaData,
    String,
    TypeDecorator,
    create_engine,
    event,
    make_url,
    text,
)
from sqlalchemy.exc import ArgumentError, OperationalError
from sqlalchemy.orm import DeclarativeBase, Session, mapped_column, sessionmaker
from transaction import TransactionManager

from casework.errors import ConfigurationError

ID_PATTERN = "[A-Za-z0-9_-]{22}"
WRITING = {"writing": True}
_OTHER_REVISION = "the database belongs to an earlier or a later casework: bring them to the same version"


def new_id() -> str:
    """An opaque id: 128 random bits, 22 characters that are safe in a URL."""
    return secrets.token_urlsafe(16)


class Moment(TypeDecorator[datetime]):
    """An aware moment, kept in UTC (SQLite has no time zones of its own)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


Id = Annotated[str, mapped_column(String(22), primary_key=True, default=new_id)]
Ref = Annotated[str, mapped_column(String(22))]
Code = Annotated[str, mapped_column(String(60))]
"""A word of the house or of a scheme: a state, a role, a kind. Text, so that a new one needs no migration."""


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {datetime: Moment, bytes: LargeBinary, date: Date}


def make_engine(url: str) -> Engine:
    """An engine for SQLite (WAL, foreign keys on) or PostgreSQL; statements never show their values.

    Raises ConfigurationError for an address of anything else, or without its driver.
    """
    try:
        if make_url(url).get_backend_name() == "sqlite":
            return _sqlite_engine(url)
        if make_url(url).get_backend_name() == "postgresql":
            return create_engine(url, hide_parameters=True, pool_size=8)
    except (ArgumentError, ImportError):  # their own words may show the address, and a password in it
        pass
    raise ConfigurationError(
        "CASEWORK_DATABASE_URL cannot be used: write sqlite:////PATH/casework.sqlite, "
        "or postgresql+psycopg://NAME@HOST/DATABASE with its driver installed"
    )


def _sqlite_engine(url: str) -> Engine:
    engine = create_engine(url, hide_parameters=True, connect_args={"timeout": 15}, pool_size=8)

    @event.listens_for(engine, "connect")
    def on_connect(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # the driver issues no BEGIN of its own
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=15000", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def on_begin(connection: Connection) -> None:
        # A transaction that begins by reading and then writes would meet «database is locked» (stack.md §4).
        writing = connection.get_execution_options().get("writing")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")

    return engine


def check_durable(session: Session) -> None:
    """Refuse to start, and to issue, on a PostgreSQL that may forget a commit (security.md finding 5).

    It is asked again with each number: a database can be told otherwise while casework runs. Raises ConfigurationError.
    """
    if session.get_bind().dialect.name != "postgresql":
        return
    if session.scalar(text("SHOW synchronous_commit")) == "off":
        raise ConfigurationError("PostgreSQL runs with synchronous_commit=off: numbers could be given twice")


def check_at_start(engine: Engine) -> None:
    """`check_durable` for a server that starts; one whose database is still away asks when it issues."""
    try:
        with suppress(OperationalError), Session(engine) as session:
            check_durable(session)
    finally:
        engine.dispose()  # a connection of the start would be shared by the workers that are forked from it


def migration_config(connection: Connection) -> Config:
    """Alembic's configuration for an open connection; the scripts are in `casework.migrations`."""
    config = Config()
    config.set_main_option("script_location", str(files("casework.migrations")).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Bring a database, empty or older, to a revision of the schema.

    Raises ConfigurationError for a database that a later casework made.
    """
    with engine.connect() as connection, _rebuilding(connection), connection.begin():
        try:
            command.upgrade(migration_config(connection), revision)
        except CommandError:
            raise ConfigurationError(_OTHER_REVISION) from None


def check_revision(engine: Engine) -> None:
    """Refuse a database whose tables are not those of this casework: keys of an unknown table would be lost.

    Raises ConfigurationError, OperationalError where there is no database.
    """
    with engine.connect() as connection:
        wanted = ScriptDirectory.from_config(migration_config(connection)).get_current_head()
        if MigrationContext.configure(connection).get_current_revision() != wanted:
            raise ConfigurationError(_OTHER_REVISION)


@contextmanager
def _rebuilding(connection: Connection) -> Iterator[None]:
    """SQLite alters a table by making it anew: dropping the old one would count as dropping what rows refer to.

    The switch has no effect inside a transaction. Raises ConfigurationError when references ended up broken.
    """
    if connection.dialect.name != "sqlite":
        yield
        return
    driver = connection.connection.driver_connection
    assert driver is not None, "the connection is open"
    driver.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        driver.execute("PRAGMA foreign_keys=ON")
    if driver.execute("PRAGMA foreign_key_check").fetchone():
        raise ConfigurationError("the database has rows that refer to missing ones")


def session_token(request: Request) -> str | None:
    """What the browser says it was given at sign-in; whether it is worth anything, access finds out."""
    token: str | None = request.cookies.get(request.registry["settings"].session_cookie)
    return token


def session_of(request: Request) -> Session:
    """The session of one request, joined to its transaction, which says at its beginning whether it may write."""
    factory: sessionmaker[Session] = request.registry["sessions"]
    session = factory()
    may_write = request.registry["may_write"](request, session)
    session.rollback()
    zope.sqlalchemy.register(session, transaction_manager=request.tm)
    if may_write:
        session.connection(execution_options=WRITING)
    return session


def sends(request: Request, _session: Session) -> bool:
    """Whether a request sends something; who knows accounts puts a narrower rule in its place."""
    return str(request.method) == "POST"


@contextmanager
def writing(sessions: sessionmaker[Session]) -> Iterator[Session]:
    """A session outside any request, committed by a transaction manager when the block ends well."""
    manager = TransactionManager(explicit=True)
    with manager:
        session = sessions()
        zope.sqlalchemy.register(session, transaction_manager=manager)
        session.connection(execution_options=WRITING)
        yield session


def includeme(config: Configurator) -> None:
    """Engine and session factory in the registry, `request.dbsession`."""
    engine = make_engine(config.registry["settings"].database_url)
    check_at_start(engine)
    config.registry["engine"] = engine
    config.registry["sessions"] = sessionmaker(engine)
    config.registry["may_write"] = sends
    config.add_request_method(session_of, "dbsession", reify=True)
