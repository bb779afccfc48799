"""Journal entries in words, for the pages that show them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from casework.i18n import _
from casework.journal import JournalEntry
from casework.schemes.words import words_of

WORDS = {
    "access.denied": _("was refused"),
    "account.end_sessions": _("ended all sessions of an account"),
    "account.sign_in": _("signed in"),
    "account.sign_out": _("signed out"),
    "card.read": _("looked at a card"),
    "card.reserved": _("asked for the card"),
    "card.voided": _("a number was voided"),
    "dossier.answered": _("noted an answer"),
    "dossier.evidence_added": _("added evidence"),
    "dossier.evidence_removed": _("took evidence out"),
    "dossier.list": _("looked at the list of dossiers"),
    "dossier.search": _("searched for a person"),
    "dossier.movement_added": _("entered a register movement"),
    "dossier.movement_removed": _("took a register movement out"),
    "dossier.note_added": _("wrote a note"),
    "dossier.note_removed": _("deleted a note"),
    "dossier.opened": _("opened the dossier"),
    "dossier.person_changed": _("changed what is known of the person"),
    "dossier.read": _("read the dossier"),
    "dossier.statement_added": _("composed a statement"),
    "dossier.statement_removed": _("took a statement out"),
    "evidence.read": _("looked at evidence"),
    "grant.ended": _("ended an access"),
    "grant.given": _("gave access"),
    "granted.list": _("looked at what was given to them"),
    "paper.issued": _("the paper was issued"),
    "paper.read": _("downloaded the paper"),
    "sign_in.failed": _("a sign-in failed"),
}


@dataclass(frozen=True)
class Line:
    """One entry as a page shows it. `what` is translatable; `thing` is an opaque id, never a name."""

    when: datetime
    who: str
    what: Any
    thing: str


PAGE = 50


def before(text: str) -> int | None:
    """The position in `?before=`, below which a page begins; anything else begins with the newest."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 18 else None


def lines(entries: Sequence[JournalEntry], names: Mapping[str, str], language: str) -> list[Line]:
    """Entries whose content has not expired, with the names of the accounts and the steps."""
    return [
        Line(
            each.moment,
            names.get(each.actor_id or "", ""),
            words(each.action, language),
            each.object_id or "",
        )
        for each in entries
        if each.moment is not None and each.action is not None
    ]


def words(action: str, language: str) -> Any:
    """An action in words, as a TranslationString; a step by the name that schemes give it, else by its key."""
    if action.startswith("step."):
        key = action.removeprefix("step.")
        name = words_of(language).named("actions", key) or key
        return _("took the step “${step}”", mapping={"step": name})
    return WORDS.get(action, action)
