"""What is known of the person, in few words: at the head of the dossier, and as a summary with the way to change it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pyramid.request import Request

from casework.dossiers.households import REGISTER, movements_of, record_of, told_here
from casework.dossiers.models import Dossier
from casework.dossiers.papers import birth_date_text
from casework.dossiers.schemas.person import RECORD_FIELDS, details_of, printed_fields
from casework.dossiers.schemas.questions import asked
from casework.i18n import _
from casework.schemes import SchemeVersion, name_of


@dataclass(frozen=True)
class Known:
    """One line of the summary. `value` is what somebody typed, `words` what the page says; `url` changes it."""

    label: Any
    value: str = ""
    words: Any = ""
    url: str | None = None


def head_facts(request: Request, case: Dossier, contact: dict[str, Any]) -> list[Any]:
    """Beside the name: birth, reference, languages, interpreter, who acts. `contact` as `contact_shown` makes it."""
    translate = request.localizer.translate
    born = birth_date_text(case.person.particulars.birth_date, request.locale_name)
    facts = [
        _("Born ${day}", mapping={"day": born}),
        _("Dossier ${reference}", mapping={"reference": case.reference}),
    ]
    spoken, read = contact["speaks"], contact["reads"]
    if spoken and read:
        facts.append(_("Speaks ${spoken}, reads ${read}", mapping={"spoken": spoken, "read": read}))
    elif spoken:
        facts.append(_("Speaks ${spoken}", mapping={"spoken": spoken}))
    elif read:
        facts.append(_("Reads ${read}", mapping={"read": read}))
    if contact["known"].interpreter:
        who = translate(contact["interpreter"])
        facts.append(_("Interpreter: ${who}", mapping={"who": who}))
    return facts


def known_shown(
    request: Request, case: Dossier, version: SchemeVersion, photo: dict[str, str | None], *, changeable: bool
) -> list[Known]:
    """What the papers print of the person, then what else is entered of them; without ways to change it, only
    what there is. `photo` as `photo_links` makes it.
    """
    rows = [*_printed(request, case, version), *_entered(request, case, version)]
    if photo["photo_edit_url"]:
        words = _("kept") if photo["photo_url"] else _("none yet")
        rows.append(Known(_("Photo"), words=words, url=photo["photo_edit_url"]))
    if changeable:
        return rows
    return [Known(each.label, each.value) for each in rows if each.value]


def _printed(request: Request, case: Dossier, version: SchemeVersion) -> Iterator[Known]:
    record, printed = record_of(version, case), printed_fields(version)
    values = {name: getattr(record, name) for name in RECORD_FIELDS}
    values |= {"birth_place": case.person.particulars.birth_place}
    values |= {each.field: each.value for each in record.details}
    url = request.route_path("dossier_person", id=case.id)
    for name in ("birth_place", "nationality", "passport_number", "address", *details_of(version)):
        if name in printed or name == "address":
            empty = _("none noted: no paper prints one") if name == "address" else _("not noted")
            value = values.get(name, "")
            label = name_of(version, "fields", name, request.locale_name)
            yield Known(label, value, "" if value else empty, url)


def _entered(request: Request, case: Dossier, version: SchemeVersion) -> Iterator[Known]:
    if told_here(version, case, REGISTER):
        entered = len(movements_of(version, case))
        words = _("${count} entered", mapping={"count": entered}) if entered else _("nothing entered")
        yield Known(
            _("Register movements"), words=words, url=request.route_path("dossier_register", id=case.id)
        )
    questions = {each.key for each in asked(version) if told_here(version, case, frozenset({each.key}))}
    if questions:
        done = sum(each.fact in questions for each in case.record.answers)
        words = _("${done} of ${count} answered", mapping={"done": done, "count": len(questions)})
        url = request.route_path("dossier_questions", id=case.id)
        yield Known(_("Questions of the scheme"), words=words, url=url)
