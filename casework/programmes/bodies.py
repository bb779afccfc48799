"""Who may act on a day, whatever the version of the dossier (schemes.md §3.2)."""

from datetime import date

from sqlalchemy.orm import Session, sessionmaker

from casework.schemes import Catalogue, SchemeVersion, Steps, UnknownSchemeError


def give_catalogue(sessions: sessionmaker[Session], catalogue: Catalogue) -> None:
    """Let every session of this factory know the schemes in force."""
    sessions.configure(info={**sessions.kw.get("info", {}), "catalogue": catalogue})


def steps_on(session: Session, version: SchemeVersion, on: date) -> Steps:
    """The steps of a frozen version, with the bodies of the version that is in force on a day.

    A scheme whose file is gone keeps the bodies it was frozen with: its dossiers are brought to an end.
    """
    catalogue: Catalogue = session.info["catalogue"]
    try:
        current = catalogue.scheme(version.scheme).version_on(on)
    except UnknownSchemeError:
        return version.steps
    return version.steps.with_bodies_of(current.steps)
