"""Journal entries in words, for the pages that show them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

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
    "card.voided": _("asked for a card that could not be made; its number is void"),
    "dossier.appointment_added": _("agreed an appointment"),
    "dossier.appointment_called_off": _("called an appointment off"),
    "dossier.appointment_held": _("noted that an appointment was held"),
    "dossier.appointment_missed": _("noted that the person missed an appointment"),
    "dossier.answer_taken_back": _("took an answer back"),
    "dossier.answered": _("noted an answer"),
    "dossier.begun_again": _("began again from the dossier"),
    "dossier.contact_changed": _("noted how to reach the person"),
    "dossier.evidence_added": _("added evidence"),
    "dossier.evidence_changed": _("corrected evidence"),
    "dossier.evidence_removed": _("took evidence out"),
    "dossier.handed": _("changed who handles the dossier"),
    "dossier.joined": _("opened the dossier as that of a member of a household"),
    "dossier.list": _("looked at the list of dossiers"),
    "dossier.search": _("searched for a person"),
    "dossier.member_added": _("added a member of the household"),
    "dossier.movement_added": _("entered a register movement"),
    "dossier.movement_removed": _("took a register movement out"),
    "dossier.note_added": _("wrote a note"),
    "dossier.note_removed": _("deleted a note"),
    "dossier.opened": _("opened the dossier"),
    "dossier.person_changed": _("changed what is known of the person"),
    "dossier.photo_removed": _("took the photo out"),
    "dossier.photo_set": _("added a photo"),
    "dossier.read": _("read the dossier"),
    "dossier.representative_noted": _("noted who acts for the person"),
    "dossier.representative_removed": _("took the representative out"),
    "dossier.statement_added": _("composed a statement"),
    "dossier.statement_changed": _("changed a statement"),
    "dossier.statement_left_out": _("left a statement out at the person's wish"),
    "dossier.statement_moved": _("moved a statement"),
    "dossier.statement_put_in": _("put a statement in again"),
    "dossier.statement_removed": _("took a statement out"),
    "evidence.read": _("looked at evidence"),
    "grant.ended": _("ended an access"),
    "grant.given": _("gave access"),
    "granted.list": _("looked at what was given to them"),
    "letter.begun": _("asked for a letter"),
    "letter.notified": _("recorded when the person got a letter"),
    "letter.read": _("looked at a letter"),
    "letter.voided": _("asked for a letter that could not be made"),
    "letter.written": _("got the letter, written and signed"),
    "paper.issued": _("issued the paper"),
    "paper.read": _("downloaded the paper"),
    "programme.adopted": _("adopted a scheme"),
    "programme.changed": _("changed the letterhead or the values of a programme"),
    "retyping.failed": _("typed a wrong password where it was asked for again"),
    "sign_in.failed": _("a sign-in failed"),
}


@dataclass(frozen=True)
class Line:
    """One entry as a page shows it. `what` is translatable; `thing` is an opaque id, never a name."""

    when: datetime
    who: str
    what: Any
    thing: str


@dataclass(frozen=True)
class Run:
    """The same act of the same account, one after the other on one day: the newest moment, the oldest, how often."""

    when: datetime
    first: datetime
    times: int
    who: str
    what: Any


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


def runs(
    entries: Sequence[JournalEntry], names: Mapping[str, str], language: str, time_zone: str
) -> list[Run]:
    """The entries of one object as its pages show them, neighbours of one kind drawn together; days are a place's."""
    zone = ZoneInfo(time_zone)
    told = [each for each in entries if each.moment is not None and each.action is not None]
    found = []
    for _same, run in groupby(told, lambda each: (each.actor_id, each.action, _day(each, zone))):
        shown = lines(list(run), names, language)
        newest = shown[0]
        found.append(Run(newest.when, shown[-1].when, len(shown), newest.who, newest.what))
    return found


def _day(entry: JournalEntry, zone: ZoneInfo) -> date | None:
    return entry.moment.astimezone(zone).date() if entry.moment else None


def words(action: str, language: str) -> Any:
    """An action in words, as a TranslationString; a step by the name that schemes give it, else by its key."""
    if action.startswith("step."):
        key = action.removeprefix("step.")
        name = words_of(language).named("actions", key) or key
        return _("took the step “${step}”", mapping={"step": name})
    return WORDS.get(action, action)
