"""What the person pays and gets: how long the card would be valid, the fee, and what the card opens."""

from datetime import date
from typing import Any

from pyramid.request import Request

from casework.dossiers.models import Dossier
from casework.dossiers.service.findings import facts_in
from casework.i18n import _, long_date
from casework.programmes.scheme_wording import OPEN, Wording
from casework.schemes import (
    Entitled,
    FeeDue,
    OpenValueError,
    SchemeVersion,
    UndecidedError,
    Verdict,
    entitlements_on,
    fee_due,
)
from casework.schemes.facts import Facts

STANDINGS = {
    Verdict.MET: (_("Yes"), "ok"),
    Verdict.UNMET: (_("No"), "plain"),
    Verdict.UNKNOWN: (_("Not known yet"), "wait"),
}


def rights_shown(
    request: Request, case: Dossier, version: SchemeVersion, today: date, *, issued: bool
) -> dict[str, Any] | None:
    """Rows of (label, lines) and the entitlements, as of today; None where a scheme speaks of none of them.

    Once there is a card its own last day stands elsewhere, and its fee was paid: only a replacement still costs.
    """
    facts = facts_in(version, case)
    wording = Wording(version, request.locale_name, request.localizer.translate)
    under_way = not issued and not version.steps.states[case.state].final
    rows = []
    if under_way:
        rows.append((_("Valid until, if issued today"), _validity(wording, facts, today)))
        rows.append((_("Fee"), _fee(wording, facts, today)))
    rows.append((_("Fee for a replacement"), _fee(wording, facts, today, replacement=True)))
    entitlements = [
        _entitlement(wording, each) for each in entitlements_on(version.entitlements, facts, today)
    ]
    shown = [(label, lines) for label, lines in rows if lines]
    return {"rows": shown, "entitlements": entitlements} if shown or entitlements else None


def _validity(wording: Wording, facts: Facts, today: date) -> tuple[str, ...]:
    try:
        last_day = wording.version.last_valid_day(today, facts)
    except OpenValueError:
        return (wording(OPEN),)
    except UndecidedError:
        return (wording(_("This depends on something that is not entered yet.")),)
    return (long_date(last_day, wording.language),) if last_day else wording.validity()


def _fee(wording: Wording, facts: Facts, today: date, *, replacement: bool = False) -> tuple[str, ...]:
    """The amount, what lowers it, and what could still lower it; nothing where the scheme names no such fee."""
    fee = wording.version.fee
    if fee is None or (replacement and fee.replacement is None):
        return ()
    try:
        due = fee_due(fee, facts, today, replacement=replacement)
    except OpenValueError:
        return (wording(OPEN),)
    return () if due is None else _due(wording, due)


def _due(wording: Wording, due: FeeDue) -> tuple[str, ...]:
    fee = wording.version.fee
    reductions = {cut.key: wording.reduction(cut) for cut in fee.reduced} if fee else {}
    amount = wording.words.money(due.amount) if due.amount.amount else wording(_("nothing to pay"))
    lowered = (reductions[due.reduction],) if due.reduction else ()
    could_be = (wording(_("not known yet: ${reduction}"), reduction=reductions[key]) for key in due.could_be)
    return (amount, *lowered, *could_be)


def _entitlement(wording: Wording, entitled: Entitled) -> dict[str, Any]:
    """One thing that the card opens: its name, whether this person has it, for whom it is, and when that changes."""
    found = wording.version.entitlements[entitled.key]
    word, tone = STANDINGS[entitled.verdict]
    return {
        "name": wording.text(found.name),
        "standing": word,
        "tone": tone,
        "whom": wording.entitlement(found),
        "changes_on": entitled.changes_on,
    }
