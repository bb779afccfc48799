"""Is this paper genuine, and is it in force? Asked by the hash of a code, or of a file."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from casework.cards.verification.models import verification


class Standing(StrEnum):
    """Whether what the paper shows still counts. The reason is never told."""

    IN_FORCE = "in force"
    OVER = "no longer in force"
    REPLACED = "replaced by a later paper"
    DATED = "tells how it stood on its day"


@dataclass(frozen=True)
class Answer:
    """Everything that a stranger learns (design.md §7, first row of the table)."""

    title: str
    language: str
    issuer: str
    issued_on: date
    valid_until: date | None
    pages: int
    sha256: str
    signed_at: datetime
    time_zone: str
    state: str

    def standing(self, today: date) -> Standing:
        """Whether the paper is in force on a day at the issuer's place."""
        if self.state == "dated":
            return Standing.DATED
        if self.state == "replaced":
            return Standing.REPLACED
        if self.state != "issued" or (self.valid_until is not None and today > self.valid_until):
            return Standing.OVER
        return Standing.IN_FORCE


def by_code(session: Session, code_hash: bytes) -> Answer | None:
    """The paper that carries a code."""
    return _answer(session, verification.c.code_hash == code_hash)


def by_file(session: Session, sha256: bytes) -> Answer | None:
    """The paper of which these very bytes were issued, in whichever revision."""
    return _answer(session, verification.c.sha256 == sha256)


def _answer(session: Session, condition: ColumnElement[bool]) -> Answer | None:
    found = session.execute(
        select(verification).where(condition).order_by(verification.c.revision.desc()).limit(1)
    ).one_or_none()
    if found is None:
        return None
    return Answer(
        title=found.title,
        language=found.language,
        issuer=found.issuer,
        issued_on=found.issued_on,
        valid_until=found.valid_until,
        pages=found.pages,
        sha256=found.sha256.hex(),
        signed_at=found.signed_at,
        time_zone=found.time_zone,
        state=found.state,
    )
