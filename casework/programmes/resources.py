"""Contexts of programmes: they carry the object, nothing else."""

from pyramid.request import Request
from sqlalchemy import select

from casework import clock
from casework.access.models import Organisation
from casework.errors import NotFoundError
from casework.programmes.models import Programme
from casework.programmes.service import programme_of, version_in_force
from casework.schemes import SchemeVersion, UnknownSchemeError


class ProgrammeContext:
    """A programme, to the administrator of its organisation."""

    personal = False

    def __init__(self, request: Request) -> None:
        found = request.dbsession.get(Programme, request.matchdict["id"])
        if found is None:
            raise NotFoundError
        self.guarded: Programme = found

    @property
    def programme(self) -> Programme:
        return self.guarded


class PublicProgrammeContext:
    """A programme that runs, as everybody may know it, with the version of its scheme that is in force today."""

    personal = False

    def __init__(self, request: Request) -> None:
        key, scheme_key = request.matchdict["organisation"], request.matchdict["scheme"]
        query = select(Organisation).where(Organisation.key == key)
        organisation = request.dbsession.scalar(query)
        catalogue = request.registry["catalogue"]
        if organisation is None or scheme_key not in catalogue:
            raise NotFoundError
        self.organisation: Organisation = organisation
        self.programme = programme_of(request.dbsession, organisation.id, scheme_key)
        self.today = clock.today(organisation.time_zone)
        if self.programme.since > self.today:
            raise NotFoundError
        try:
            self.version: SchemeVersion = version_in_force(catalogue, self.programme, self.today)
        except UnknownSchemeError:
            raise NotFoundError from None
