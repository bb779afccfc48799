"""casework keys: epochs of the organisations' keys; their values are never shown."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from casework.access.models import Organisation
from casework.cli.main import AS_JSON, INI, engine_of, settings_of
from casework.db import writing
from casework.errors import NotFoundError
from casework.vault import Vault
from casework.vault.rotation import destroy_epoch, rewrap

ORGANISATION = click.argument("organisation")


@click.group(name="keys")
def command() -> None:
    """Epochs of the organisations' keys. Values are never shown."""


@contextmanager
def keyring_of(ini: Path) -> Iterator[tuple[sessionmaker[Session], Vault]]:
    """The sessions and the vault of an installation."""
    settings = settings_of(ini)
    with engine_of(settings) as engine:
        sessions, vault = sessionmaker(engine), Vault.open(settings)
        vault.give_to(sessions)
        yield sessions, vault


def organisation_named(session: Session, key: str) -> Organisation:
    """Raises NotFoundError, saying which keys there are."""
    known = {each.key: each for each in session.scalars(select(Organisation))}
    if key not in known:
        raise NotFoundError(f"no organisation {key!r}; there are: {', '.join(sorted(known))}")
    return known[key]


@command.command(name="list")
@INI
@AS_JSON
def list_(ini: Path, as_json: bool) -> None:
    """Each organisation with its epochs; the last one seals what is new."""
    with keyring_of(ini) as (sessions, vault), sessions() as session:
        rows = [
            {"organisation": each.key, "epochs": vault.keyring.epochs(each.id)}
            for each in session.scalars(select(Organisation).order_by(Organisation.key))
        ]
    if as_json:
        click.echo(json.dumps(rows))
        return
    for row in rows:
        click.echo(f"{row['organisation']:<20} epochs {', '.join(map(str, row['epochs']))}")


@command.command()
@INI
@ORGANISATION
def rotate(ini: Path, organisation: str) -> None:
    """Begin a new epoch and rewrap every key of the living under it."""
    with keyring_of(ini) as (sessions, vault):
        with sessions() as session:
            found = organisation_named(session, organisation).id
        vault.keyring.key(
            found, vault.keyring.current(found)
        )  # a keyring that lost it must not begin another
        epoch = vault.keyring.new_epoch(found)
        with writing(sessions) as session:
            moved = rewrap(session, vault.keyring, found)
    click.echo(f"epoch {epoch} is current; {moved} keys rewrapped")


@command.command()
@INI
@ORGANISATION
@click.argument("epoch", type=int)
@click.confirmation_option(prompt="What only this epoch can open is gone for ever. Destroy it?")
def destroy(ini: Path, organisation: str, epoch: int) -> None:
    """Destroy an old epoch that no living record needs."""
    with keyring_of(ini) as (sessions, vault), writing(sessions) as session:
        found = organisation_named(session, organisation)
        known = vault.keyring.epochs(found.id)
        if epoch not in known:
            raise NotFoundError(
                f"no epoch {epoch} of {organisation}; there are: {', '.join(map(str, known))}"
            )
        destroy_epoch(session, vault.keyring, found.id, epoch)
    click.echo(f"epoch {epoch} of {organisation} is destroyed")
