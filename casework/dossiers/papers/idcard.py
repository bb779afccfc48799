"""A card of ID-1 size: the scheme's fields in their order, with the house's words where the scheme has none."""

from collections.abc import Iterator
from typing import Literal

from casework import papers
from casework.dossiers.papers.fields import Holder, Issuing, field_values, text_of
from casework.i18n import direction
from casework.schemes import Paper as PaperDefinition
from casework.schemes import SchemeVersion, write_text

NAMES = ("name", "given_name", "family_name")
ISSUER_ABOVE = "issuer"
"""Printed in the head of every card."""


def id_card(
    holder: Holder,
    version: SchemeVersion,
    issuer: papers.Issuer,
    definition: PaperDefinition,
    language: str,
    verify_url: str,
    issuing: Issuing,
    *,
    draft: bool = False,
    specimen: bool = False,
) -> papers.IdCard:
    """The card of a holder, its draft or a specimen, in one of the paper's languages."""
    layout = _Layout(version, holder, issuer, definition, language, issuing)
    printed = (*definition.front, *definition.back)
    return papers.IdCard(
        language=language,
        direction=_towards(language),
        kind=version.scheme,
        title=layout.text("title"),
        issuer=issuer,
        labels=layout.labels(),
        verify_url=verify_url,
        names=tuple(layout.names()),
        fields=tuple(layout.fields(definition.front)),
        back_fields=tuple(layout.fields(definition.back)),
        notes=tuple(layout.notes()),
        pictured="photo" in printed,
        photo=holder.photo if "photo" in printed else None,
        signed_by_holder="signature" in printed,
        issued_on=issuing.issued_on,
        valid_until=issuing.valid_until,
        number=issuing.number,
        code=issuing.code,
        draft=draft,
        specimen=specimen,
    )


class _Layout:
    """One holder's card in one language."""

    def __init__(
        self,
        version: SchemeVersion,
        holder: Holder,
        issuer: papers.Issuer,
        definition: PaperDefinition,
        language: str,
        issuing: Issuing,
    ) -> None:
        self.version = version
        self.holder = holder
        self.definition = definition
        self.language = language
        self.issuing = issuing
        self.values = field_values(version, holder, issuer, language, issuing)

    def text(self, key: str) -> str:
        return text_of(self.version, self.definition, key, self.language)

    def labels(self) -> papers.CardLabels:
        return papers.CardLabels(
            number=self.text("number"),
            code=self.text("code"),
            check_at=self.text("check_at"),
            or_call=self.text("or_call"),
            signature_field=self.text("signature_field"),
            specimen=self.text("specimen"),
            draft=self.text("draft_mark"),
            photo=self.text("photo"),
            telephone=self.text("telephone"),
            holder_signature=self.text("signature"),
        )

    def names(self) -> Iterator[papers.Words]:
        """The name as the scheme orders it, and below it in its own script. Every card says whose it is."""
        parts = [field for field in self.definition.front if field in NAMES] or ["name"]
        for field in parts:
            if self.values[field]:
                yield papers.Words(self.values[field])
        person = self.holder.particulars
        if person.native_name:
            yield papers.Words(person.native_name, person.native_language, _towards(person.native_language))

    def fields(self, names: tuple[str, ...]) -> Iterator[papers.CardField]:
        """What is text and was entered; the rest has a place of its own on the card, or none."""
        for name in names:
            if name not in (*NAMES, ISSUER_ABOVE) and self.values.get(name):
                yield papers.CardField(self.text(name), self.values[name])

    def notes(self) -> Iterator[str]:
        """How long the card is valid, where the scheme prints it as a sentence, and what it is not."""
        last_day = self.issuing.valid_until
        if "validity_text" in self.definition.front and last_day:
            yield write_text(self.text("validity"), self.language, {"valid_until": last_day})
        yield self.text("limits")


def _towards(language: str) -> Literal["ltr", "rtl"]:
    return "rtl" if direction(language) == "rtl" else "ltr"
