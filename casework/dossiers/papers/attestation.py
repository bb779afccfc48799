"""What the papers of a dossier show: from the case and its scheme to the plain data that is printed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from casework import papers
from casework.dossiers.models import Dossier, Evidence, Statement
from casework.i18n import direction
from casework.people.models import BirthDate
from casework.programmes.models import Programme
from casework.schemes import (
    EvidenceCategory,
    IfEmpty,
    SchemeVersion,
    in_language,
    long_day,
    name_of,
    write_statement,
    write_text,
)
from casework.schemes import Paper as PaperDefinition
from casework.schemes.words import words_of

Attached = Literal["given_names", "family_names", "birth_date"]
ATTACHED: Mapping[str, Attached] = {
    "given_name": "given_names",
    "family_name": "family_names",
    "birth_date": "birth_date",
}


@dataclass(frozen=True)
class Issuing:
    """What a paper carries only once it is issued."""

    number: str
    code: str
    issued_on: date
    valid_until: date | None


def attestation(
    dossier: Dossier,
    version: SchemeVersion,
    programme: Programme,
    paper_key: str,
    verify_url: str,
    photo: bytes | None,
    today: date,
    issuing: Issuing | None = None,
) -> papers.Attestation:
    """The A4 attestation of a dossier; without `issuing` a draft, marked as one."""
    definition = version.papers[paper_key]
    language = definition.languages[0]
    layout = _Layout(dossier, version, programme, definition, language)
    issued_on = issuing.issued_on if issuing else today
    last_day = (issuing.valid_until if issuing else version.last_valid_day(today)) or date.max
    return papers.Attestation(
        language=language,
        kind=version.scheme,
        title=layout.text("title"),
        issuer=layout.issuer(),
        labels=layout.labels(),
        verify_url=verify_url,
        identity=layout.identity(),
        sections=layout.sections(),
        own_words=layout.own_words(),
        validity=(
            write_text(layout.text("validity"), language, {"valid_until": last_day}),
            layout.text("purpose"),
        ),
        limits=(layout.text("limits"),),
        signatory=layout.signatory(issued_on),
        issued_on=issued_on,
        valid_until=last_day,
        number=issuing.number if issuing else "",
        code=issuing.code if issuing else "",
        photo=photo if "photo" in definition.front else None,
        draft=issuing is None,
    )


def statement_text(version: SchemeVersion, statement: Statement, language: str) -> str:
    """A statement as it will be printed."""
    record = statement.record
    template = version.category(record.category).template(record.template)
    return write_statement(template, language, record.values)


def birth_date_text(birth: BirthDate, language: str) -> str:
    """As much of a birth date as is known. A day that nobody knows is never shown as one (schemes.md §1.1)."""
    words = words_of(language)
    if birth.month is None:
        return str(birth.year)
    if birth.day is None:
        return words.month(date(birth.year, birth.month, 1))
    return words.day(date(birth.year, birth.month, birth.day))


def evidence_line(version: SchemeVersion, evidence: Evidence, language: str, how_checked: str) -> str:
    """Kind, issuer and date of a piece of evidence, and how it was checked, in one small line."""
    record = evidence.record
    day = long_day(record.issued, language) if record.issued else ""
    what = ", ".join(
        part for part in (name_of(version, "kinds", record.kind, language), record.issuer, day) if part
    )
    return f"{what} · {how_checked}"


class _Layout:
    """One dossier laid out by one paper of its scheme, in one language."""

    def __init__(
        self,
        dossier: Dossier,
        version: SchemeVersion,
        programme: Programme,
        definition: PaperDefinition,
        language: str,
    ) -> None:
        self._dossier = dossier
        self._version = version
        self._letterhead: dict[str, Any] = programme.letterhead
        self._issuer_name = programme.organisation.name
        self._definition = definition
        self._language = language

    def text(self, key: str) -> str:
        return self._definition.text(key, self._language)

    def issuer(self) -> papers.Issuer:
        arms = self._letterhead.get("arms")
        return papers.Issuer(
            name=self._issuer_name,
            units=tuple(self._letterhead["units"]),
            telephone=self._letterhead["telephone"],
            hours=self._letterhead["hours"],
            arms=arms.encode() if arms else None,
            arms_label=self._issuer_name if arms else "",
        )

    def labels(self) -> papers.Labels:
        return papers.Labels(
            number=self.text("number"),
            page=self.text("page"),
            code=self.text("code"),
            check_at=self.text("check_at"),
            or_call=self.text("or_call"),
            continued=self.text("continued"),
            validity=self.text("validity_heading"),
            limits=self.text("limits_heading"),
            signature=self.text("signature_heading"),
            signature_caption=self.text("signature_caption"),
            signature_field=self.text("signature_field"),
            photo=self.text("photo"),
            specimen=self.text("specimen"),
            draft=self.text("draft_mark"),
        )

    def signatory(self, issued_on: date) -> papers.Signatory:
        return papers.Signatory(
            name=self._letterhead["signatory_name"],
            office=self._letterhead["signatory_office"],
            place_and_date=write_text(self.text("place_and_date"), self._language, {"issued_on": issued_on}),
        )

    def identity(self) -> tuple[papers.IdentityRow, ...]:
        """The rows that the paper prints, in its order; what the person lacks leaves no gap and no remark."""
        particulars, record = self._dossier.person.particulars, self._dossier.record
        values = {
            "given_name": particulars.given_names,
            "family_name": particulars.family_names,
            "passport_number": record.passport_number,
            "nationality": record.nationality,
            "birth_place": particulars.birth_place,
            "birth_date": birth_date_text(particulars.birth_date, self._language),
        }
        rows = []
        names = [field for field in self._definition.front if field in ("given_name", "family_name")]
        for field in self._definition.front:
            if values.get(field):
                rows.append(self._row(field, values[field]))
            if names and field == names[-1] and particulars.native_name:
                rows.append(self._native(particulars.native_name, particulars.native_language))
        return tuple(rows)

    def _row(self, field: str, value: str) -> papers.IdentityRow:
        return papers.IdentityRow(
            label=self.text(field),
            value=value,
            style="name" if field in ("given_name", "family_name") else "plain",
            attached_as=ATTACHED.get(field),
        )

    def _native(self, name: str, language: str) -> papers.IdentityRow:
        return papers.IdentityRow(
            label=self.text("native_name"),
            value=name,
            language=language,
            direction="rtl" if direction(language) == "rtl" else "ltr",
            style="native",
            attached_as="native_name",
        )

    def sections(self) -> tuple[papers.Section, ...]:
        """One section for each category in the scheme's order, with its statements and what they rest on."""
        said: dict[str, list[Statement]] = {}  # opened once: a sealed value costs each time it is read
        for each in self._dossier.statements:
            said.setdefault(each.record.category, []).append(each)
        found = (
            self._section(each, said.get(each.key, []))
            for each in self._version.evidence
            if not each.self_declared
        )
        return tuple(section for section in found if section.statements or section.neutral)

    def _section(self, category: EvidenceCategory, said: list[Statement]) -> papers.Section:
        statements = tuple(
            papers.Statement(
                statement_text(self._version, each, self._language),
                tuple(
                    papers.Evidence(basis.evidence.label, self._line(basis.evidence))
                    for basis in sorted(each.bases, key=lambda basis: basis.evidence.position)
                ),
            )
            for each in said
        )
        neutral = self.text("empty_section") if category.if_empty is IfEmpty.NEUTRAL else ""
        return papers.Section(in_language(category.heading, self._language), statements, neutral)

    def _line(self, evidence: Evidence) -> str:
        how_checked = self.text(evidence.record.how_checked)
        return evidence_line(self._version, evidence, self._language, how_checked)

    def own_words(self) -> papers.OwnWords | None:
        """What the person says under their own responsibility, apart from all that was checked."""
        categories = {each.key: each for each in self._version.evidence if each.self_declared}
        said = [each for each in self._dossier.statements if each.record.category in categories]
        if not said:
            return None
        return papers.OwnWords(
            heading=in_language(categories[said[0].record.category].heading, self._language),
            note=self.text("own_words_note"),
            words=tuple(papers.Words(statement_text(self._version, each, self._language)) for each in said),
        )
