"""`request.session`: the notices that the next page shows once. It holds nothing else."""

from pyramid.request import Request

from casework.access.models import AccountSession


class Notices:
    """Sentences kept with the signed-in session; a visitor has none."""

    def __init__(self, request: Request) -> None:
        identity = request.identity
        self._row = request.dbsession.get(AccountSession, identity.session_id) if identity else None

    def flash(self, sentence: str) -> None:
        """Keep a sentence, without personal data, for the next page."""
        if self._row is not None:
            self._row.notices = [*self._row.notices, sentence]

    def pop_flash(self) -> list[str]:
        """The sentences kept, which are then gone."""
        if self._row is None or not self._row.notices:
            return []
        kept = list(self._row.notices)
        self._row.notices = []
        return kept
