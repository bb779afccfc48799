"""How to reach the person, and who acts for them.

Neither is content that is decided on: changing it is journalled, makes nobody an author, and is possible until the
dossier is closed.
"""

from sqlalchemy.orm import Session

from casework.access.identity import Identity
from casework.dossiers.models import Dossier
from casework.dossiers.records import Representative
from casework.dossiers.service.changes import lock, note
from casework.errors import RefusedError
from casework.i18n import _
from casework.people.models import Contact
from casework.programmes.service import version_of


def closed(session: Session, dossier: Dossier) -> bool:
    return version_of(session, dossier.version_hash).steps.states[dossier.state].final


def change_contact(session: Session, identity: Identity, dossier: Dossier, contact: Contact) -> None:
    """Note how to reach the person; it holds for every dossier on them. Raises RefusedError when this one is closed."""
    _lock_open(session, dossier)
    dossier.person.contact = contact
    note(session, identity.account_id, dossier, "dossier.contact_changed")


def note_representative(
    session: Session, identity: Identity, dossier: Dossier, representative: Representative
) -> None:
    """Note who acts for the person, in the place of who did before. Raises RefusedError when the dossier is closed."""
    _lock_open(session, dossier)
    dossier.representative = representative
    note(session, identity.account_id, dossier, "dossier.representative_noted")


def remove_representative(session: Session, identity: Identity, dossier: Dossier) -> None:
    """Take out who acts for the person; a second time does nothing. Raises RefusedError when the dossier is closed."""
    _lock_open(session, dossier)
    if dossier.representative is not None:
        dossier.representative = None
        note(session, identity.account_id, dossier, "dossier.representative_removed")


def _lock_open(session: Session, dossier: Dossier) -> None:
    lock(session, dossier)
    require_open(session, dossier)


def require_open(session: Session, dossier: Dossier) -> None:
    """Raises RefusedError when the dossier is closed."""
    if closed(session, dossier):
        raise RefusedError(
            _("The dossier is closed. How to reach the person cannot be changed in it any more.")
        )
