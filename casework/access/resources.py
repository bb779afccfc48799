"""Contexts of access: they carry the object, nothing else."""

from pyramid.request import Request

from casework.access.models import Account, AccountSession
from casework.errors import NotFoundError


class AccountContext:
    """An account, to the administrator of its organisation."""

    personal = False

    def __init__(self, request: Request) -> None:
        found = request.dbsession.get(Account, request.matchdict["id"])
        if found is None:
            raise NotFoundError
        self.guarded: Account = found


class SessionContext:
    """A signed-in browser."""

    personal = False

    def __init__(self, request: Request) -> None:
        found = request.dbsession.get(AccountSession, request.matchdict["id"])
        if found is None or found.ended_at is not None:
            raise NotFoundError
        self.guarded: AccountSession = found
