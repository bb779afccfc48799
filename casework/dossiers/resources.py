"""Contexts of dossiers: they carry the object, nothing else. A part that is not in its dossier is missing."""

from typing import TypeVar

from pyramid.request import Request

from casework.access.models import Grant
from casework.dossiers import queries
from casework.dossiers.models import Appointment, Dossier, Evidence, Letter, Movement, Note, Statement
from casework.errors import NotFoundError

T = TypeVar("T", Movement, Statement, Evidence, Note, Appointment)


class DossierContext:
    """A whole dossier."""

    personal = True

    def __init__(self, request: Request) -> None:
        found = queries.whole_dossier(request.dbsession, request.matchdict["id"])
        if found is None:
            raise NotFoundError
        self.guarded: Dossier = found

    @property
    def dossier(self) -> Dossier:
        return self.guarded


def _part(rows: list[T], wanted: str) -> T:
    for row in rows:
        if row.id == wanted:
            return row
    raise NotFoundError


class MovementContext(DossierContext):
    """One movement of a dossier."""

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        self.movement = _part(self.dossier.movements, request.matchdict["movement_id"])


class StatementContext(DossierContext):
    """One statement of a dossier."""

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        self.statement = _part(self.dossier.statements, request.matchdict["statement_id"])


class EvidenceOfDossierContext(DossierContext):
    """One piece of evidence, to those who work on its dossier."""

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        self.evidence = _part(self.dossier.evidence, request.matchdict["evidence_id"])


class NoteContext(DossierContext):
    """One note of a dossier."""

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        self.note = _part(self.dossier.notes, request.matchdict["note_id"])


class AppointmentContext(DossierContext):
    """One appointment of a dossier."""

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        self.appointment = _part(self.dossier.appointments, request.matchdict["appointment_id"])


class EvidenceContext:
    """One piece of evidence by itself: a grant may name it."""

    personal = True

    def __init__(self, request: Request) -> None:
        found = queries.evidence_by_id(request.dbsession, request.matchdict["id"])
        if found is None:
            raise NotFoundError
        self.guarded: Evidence = found
        self.dossier_id = found.dossier_id


class LetterContext:
    """A letter, to those who work on its dossier."""

    personal = True

    def __init__(self, request: Request) -> None:
        found = request.dbsession.get(Letter, request.matchdict["id"])
        if found is None:
            raise NotFoundError
        self.guarded: Letter = found
        self.dossier_id = found.dossier_id

    @property
    def letter(self) -> Letter:
        return self.guarded


class GrantContext(DossierContext):
    """One grant on something in a dossier."""

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        grant = request.dbsession.get(Grant, request.matchdict["grant_id"])
        if grant is None or grant.dossier_id != self.dossier.id:
            raise NotFoundError
        self.grant: Grant = grant
