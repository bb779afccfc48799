"""Contexts of dossiers: they carry the object, nothing else. A part that is not in its dossier is missing."""

from typing import TypeVar

from pyramid.request import Request

from casework.access.models import Grant
from casework.dossiers import queries
from casework.dossiers.models import Appointment, Dossier, Evidence, Letter, Movement, Note, Statement
from casework.errors import ConflictError, NotFoundError
from casework.i18n import _

T = TypeVar("T", Movement, Statement, Evidence, Note, Appointment)

GONE = _("What this form is about is not in the dossier any more: somebody took it out since you opened it.")


class DossierContext:
    """A whole dossier. `home` is where it stands, for the pages that say why something cannot be done."""

    personal = True

    def __init__(self, request: Request) -> None:
        found = queries.whole_dossier(request.dbsession, request.matchdict["id"])
        if found is None:
            raise NotFoundError
        self.guarded: Dossier = found
        self.home = (_("Back to the dossier"), request.route_path("dossier", id=found.id))
        self._request = request

    @property
    def dossier(self) -> Dossier:
        return self.guarded

    def _part(self, rows: list[T], name: str, *, typed: bool = False) -> T:
        """The part that the address names, asked for once the dossier is open to the account.

        Who sends what was `typed` about one that is gone is told so: a colleague took it out meanwhile.
        """
        for row in rows:
            if row.id == self._request.matchdict[name]:
                return row
        if typed and self._request.method == "POST":
            raise ConflictError(GONE)
        raise NotFoundError


class MovementContext(DossierContext):
    """One movement of a dossier."""

    @property
    def movement(self) -> Movement:
        return self._part(self.dossier.movements, "movement_id")


class StatementContext(DossierContext):
    """One statement of a dossier."""

    @property
    def statement(self) -> Statement:
        return self._part(self.dossier.statements, "statement_id", typed=True)


class EvidenceOfDossierContext(DossierContext):
    """One piece of evidence, to those who work on its dossier."""

    @property
    def evidence(self) -> Evidence:
        return self._part(self.dossier.evidence, "evidence_id", typed=True)


class NoteContext(DossierContext):
    """One note of a dossier."""

    @property
    def note(self) -> Note:
        return self._part(self.dossier.notes, "note_id")


class AppointmentContext(DossierContext):
    """One appointment of a dossier."""

    @property
    def appointment(self) -> Appointment:
        return self._part(self.dossier.appointments, "appointment_id")


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
