"""casework verify: is this file a paper of ours, and is it in force?"""

import json
import sys
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import click
from cryptography import x509
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from casework import clock
from casework.cards.press import certificates_in, trusted_roots
from casework.cards.verification.queries import Answer, Standing, by_file
from casework.cli.main import AS_JSON, engine_of, ini_option, settings_of
from casework.errors import ConfigurationError
from casework.i18n import plain
from casework.papers import Reason, UnreadableError, Validation, validate

GENUINE, NOT_GENUINE, UNREADABLE, OVER = 0, 1, 2, 3

SENTENCES = {
    Reason.UNSIGNED: "not genuine: nobody signed this file",
    Reason.ALTERED: "not genuine: the file was changed after it was signed",
    Reason.APPENDED: "not genuine: something was added to the file after it was signed",
    Reason.UNTRUSTED: "not genuine: signed, but by nobody who is trusted here",
    Reason.OUT_OF_TIME: "not genuine: the signer's certificate was not valid at that time",
    Reason.GENUINE: "genuine",
}


@click.command(name="verify")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--trust",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="PEM certificates of the authorities to trust; without it the installation's own issuers.",
)
@click.option("--offline", is_flag=True, help="Do not ask the installation's register.")
@ini_option("The installation's ini file; it need not be there when --trust is given.")
@AS_JSON
def command(file: Path, trust: Path | None, offline: bool, ini: Path, as_json: bool) -> None:
    """Check a paper's signature, and whether it is in force.

    Exit 0: genuine (its state is printed); 1: not genuine; 2: unreadable; 3: genuine, no longer in force.
    The file itself is never believed.
    """
    pdf = file.read_bytes()
    registered = None if offline else _register(ini, pdf, required=trust is None)
    roots = _roots(trust, ini)
    try:
        # The register knows when these very bytes were signed; else the certificate is judged today.
        verdict = validate(pdf, roots, at=registered.signed_at if registered else clock.now())
    except UnreadableError as error:
        if as_json:
            click.echo(json.dumps({"genuine": False, "reason": "unreadable"}))
        click.echo(plain(error.message), err=True)
        sys.exit(UNREADABLE)
    standing = standing_of(verdict, registered)
    _say(verdict, standing, registered is not None, as_json)
    if not verdict.genuine:
        sys.exit(NOT_GENUINE)
    sys.exit(GENUINE if standing in (Standing.IN_FORCE, Standing.DATED) else OVER)


def _roots(trust: Path | None, ini: Path) -> list[x509.Certificate]:
    return certificates_in(trust) if trust else list(trusted_roots(settings_of(ini).keys_directory))


def _register(ini: Path, pdf: bytes, *, required: bool) -> Answer | None:
    """What the register knows of these very bytes; nothing where no installation is at hand."""
    if not ini.is_file():
        if required:
            raise ConfigurationError(f"{ini} is not there: name the ini file, or give --trust FILE")
        return None
    settings = settings_of(ini)
    try:
        with engine_of(settings) as engine, Session(engine) as session:
            return by_file(session, sha256(pdf).digest())
    except (DBAPIError, ConfigurationError):
        if required:
            raise
        return None


def standing_of(verdict: Validation, registered: Answer | None) -> Standing | None:
    """In force or not: by the register where it knows the file, else by the last valid day in the paper."""
    if not verdict.genuine:
        return None
    if registered is not None:
        return registered.standing(clock.today(registered.time_zone))
    last = (verdict.attachment or {}).get("last_valid_day")
    if last is None:
        return Standing.DATED  # a letter or a certificate: true of its day
    today = clock.now().astimezone().date()  # the paper names no time zone: that of the machine that asks
    return Standing.OVER if today > date.fromisoformat(last) else Standing.IN_FORCE


def _say(verdict: Validation, standing: Standing | None, registered: bool, as_json: bool) -> None:
    answer: dict[str, Any] = {
        "genuine": verdict.genuine,
        "reason": verdict.reason.value,
        "state": standing.value if standing else None,
        "exact_file_issued": registered,
        "signer": verdict.signer or None,
        "signed_at": verdict.signed_at.isoformat() if verdict.signed_at else None,
    }
    if as_json:
        click.echo(json.dumps(answer, ensure_ascii=False))
        return
    click.echo(SENTENCES[verdict.reason] + (f", {standing.value}" if standing else ""))
    if verdict.genuine:
        click.echo(f"signed by {verdict.signer}")
        click.echo("these very bytes stand in the register" if registered else "not compared with a register")
