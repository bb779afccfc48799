"""What every paper of a dossier shows: issuer, fixed words, who it is about."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Literal

from casework import papers
from casework.dossiers.models import Dossier, Evidence, Statement
from casework.dossiers.papers.fields import field_values, holder_of, issuer_of, text_of
from casework.i18n import direction
from casework.programmes.models import Programme
from casework.schemes import Paper as PaperDefinition
from casework.schemes import SchemeVersion, long_day, name_of, write_statement, write_text

Attached = Literal["given_names", "family_names", "birth_date"]
ATTACHED: Mapping[str, Attached] = {
    "given_name": "given_names",
    "family_name": "family_names",
    "birth_date": "birth_date",
}
NAMES = ("name", "given_name", "family_name")


def statement_text(version: SchemeVersion, statement: Statement, language: str) -> str:
    """A statement as it will be printed."""
    record = statement.record
    template = version.category(record.category).template(record.template)
    return write_statement(template, language, record.values)


def evidence_line(version: SchemeVersion, evidence: Evidence, language: str, how_checked: str) -> str:
    """Kind, issuer and date of a piece of evidence, and how it was checked, in one small line."""
    record = evidence.record
    day = long_day(record.issued, language) if record.issued else ""
    what = ", ".join(
        part for part in (name_of(version, "kinds", record.kind, language), record.issuer, day) if part
    )
    return f"{what} · {how_checked}"


class SheetLayout:
    """One dossier laid out by one paper of its scheme, in one language."""

    def __init__(
        self,
        dossier: Dossier,
        version: SchemeVersion,
        programme: Programme,
        definition: PaperDefinition,
        language: str,
    ) -> None:
        self.dossier = dossier
        self.version = version
        self.letterhead: dict[str, Any] = programme.letterhead
        self.issuer_name = programme.organisation.name
        self.definition = definition
        self.language = language

    def text(self, key: str) -> str:
        return text_of(self.version, self.definition, key, self.language)

    def issuer(self) -> papers.Issuer:
        return issuer_of(self.issuer_name, self.letterhead)

    def fixed_words(self) -> dict[str, str]:
        """The words that every sheet has, by the names of `SheetLabels`."""
        return {
            "number": self.text("number"),
            "page": self.text("page"),
            "code": self.text("code"),
            "check_at": self.text("check_at"),
            "or_call": self.text("or_call"),
            "continued": self.text("continued"),
            "signature": self.text("signature_heading"),
            "signature_caption": self.text("signature_caption"),
            "signature_field": self.text("signature_field"),
            "specimen": self.text("specimen"),
            "draft": self.text("draft_mark"),
        }

    def signatory(self, issued_on: date) -> papers.Signatory:
        gaps: dict[str, str | date] = {"issued_on": issued_on, "city": self.version.place.city}
        return papers.Signatory(
            name=self.letterhead["signatory_name"],
            office=self.letterhead["signatory_office"],
            place_and_date=write_text(self.text("place_and_date"), self.language, gaps),
        )

    def values(self) -> dict[str, str]:
        """The text of each field that the paper may print."""
        return field_values(self.version, holder_of(self.version, self.dossier), self.issuer(), self.language)

    def identity(self) -> tuple[papers.IdentityRow, ...]:
        """The rows that the paper prints, in its order; what the person lacks leaves no gap and no remark."""
        particulars = self.dossier.person.particulars
        values, rows = self.values(), []
        names = [field for field in self.definition.front if field in NAMES]
        for field in self.definition.front:
            if values.get(field):
                rows.append(self._row(field, values[field]))
            if names and field == names[-1] and particulars.native_name:
                rows.append(self._native(particulars.native_name, particulars.native_language))
        return tuple(rows)

    def _row(self, field: str, value: str) -> papers.IdentityRow:
        return papers.IdentityRow(
            label=self.text(field),
            value=value,
            style="name" if field in NAMES else "plain",
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

    def printed(self, statement: Statement) -> papers.Statement:
        """A statement with the evidence that it rests on, in small lines below it."""
        bases = sorted((basis.evidence for basis in statement.bases), key=lambda each: each.position)
        return papers.Statement(
            statement_text(self.version, statement, self.language),
            tuple(papers.Evidence(each.label, self._line(each)) for each in bases),
        )

    def _line(self, evidence: Evidence) -> str:
        how_checked = self.text(evidence.record.how_checked)
        return evidence_line(self.version, evidence, self.language, how_checked)
