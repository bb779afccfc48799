"""casework verify: is this file a paper of ours, and is it in force?"""

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
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
NOT_REGISTERED = "not registered"


@dataclass(frozen=True)
class Asked:
    """What a register that was asked knows: the paper of the file's newest revision that it has, and whether that
    revision is the whole file.
    """

    paper: Answer | None = None
    exact: bool = False


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

    Exit 0: genuine (its state is printed); 1: not genuine; 2: unreadable; 3: genuine, no longer in force or not
    registered. The file itself is never believed.
    """
    pdf, roots = file.read_bytes(), _roots(trust, ini)
    try:
        verdict = validate(pdf, roots, at=clock.now())
        asked = None if offline else _ask(ini, verdict.revisions, required=trust is None)
        if (
            asked and asked.paper
        ):  # the register knows when it was signed; else the certificate is judged today
            verdict = validate(pdf, roots, at=asked.paper.signed_at)
    except UnreadableError as error:
        if as_json:
            click.echo(json.dumps({"genuine": False, "reason": "unreadable"}))
        click.echo(plain(error.message), err=True)
        sys.exit(UNREADABLE)
    if verdict.genuine and asked == Asked() and trust is None:
        state: str | None = NOT_REGISTERED  # what the installation's own issuers issued, its register has
    else:
        state = standing_of(verdict, asked.paper if asked else None)
    _say(verdict, state, asked, as_json)
    if not verdict.genuine:
        sys.exit(NOT_GENUINE)
    sys.exit(GENUINE if state in (Standing.IN_FORCE, Standing.DATED) else OVER)


def _roots(trust: Path | None, ini: Path) -> list[x509.Certificate]:
    if trust:
        return certificates_in(trust)
    if not ini.is_file():
        raise ConfigurationError(f"{ini} is not there: name the ini file, or give --trust FILE")
    return list(trusted_roots(settings_of(ini).keys_directory))


def _ask(ini: Path, revisions: Sequence[str], *, required: bool) -> Asked | None:
    """What the register knows of a file, by the digests of its revisions, oldest first, the whole file last.

    None where no register is at hand.
    """
    if not ini.is_file():
        return None
    settings = settings_of(ini)
    try:
        with engine_of(settings) as engine, Session(engine) as session:
            for digest in reversed(revisions):
                if paper := by_file(session, bytes.fromhex(digest)):
                    return Asked(paper, exact=digest == revisions[-1])
            return Asked()
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


def _say(verdict: Validation, state: str | None, asked: Asked | None, as_json: bool) -> None:
    answer: dict[str, Any] = {
        "genuine": verdict.genuine,
        "reason": verdict.reason.value,
        "state": state,
        "exact_file_issued": asked.exact if asked else None,
        "signer": verdict.signer or None,
        "signed_at": verdict.signed_at.isoformat() if verdict.signed_at else None,
    }
    if as_json:
        click.echo(json.dumps(answer, ensure_ascii=False))
        return
    apart = state is not None and state != NOT_REGISTERED and asked is not None and not asked.exact
    sentence = SENTENCES[verdict.reason] + (f", {state}" if state else "")
    click.echo(sentence + ("; these very bytes are not registered" if apart else ""))
    if verdict.genuine:
        click.echo(f"signed by {verdict.signer}")
        click.echo(_compared(asked))


def _compared(asked: Asked | None) -> str:
    if asked is None:
        return "not compared with a register"
    if asked.paper is None:
        return "these bytes are not in the register"
    if not asked.exact:
        return "the register has the signed part of this file, not what follows it"
    return "these very bytes stand in the register"
