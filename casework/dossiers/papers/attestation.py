"""The A4 attestation: what the caseworker composed, in the order of the paper."""

from datetime import date

from casework import papers
from casework.dossiers.models import Dossier, Statement
from casework.dossiers.papers.fields import Issuing
from casework.dossiers.papers.sheet import SheetLayout, statement_text
from casework.programmes.models import Programme
from casework.schemes import EvidenceCategory, IfEmpty, SchemeVersion, in_language, write_text
from casework.schemes import Paper as PaperDefinition


def attestation(
    dossier: Dossier,
    version: SchemeVersion,
    programme: Programme,
    definition: PaperDefinition,
    language: str,
    verify_url: str,
    photo: bytes | None,
    issuing: Issuing,
    draft: bool = False,
) -> papers.Attestation:
    """The A4 attestation of a dossier, or its draft, in one of the paper's languages."""
    layout = _Layout(dossier, version, programme, definition, language)
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
        validity=(layout.validity(issuing.valid_until), layout.text("purpose")),
        limits=(layout.text("limits"),),
        signatory=layout.signatory(issuing.issued_on),
        issued_on=issuing.issued_on,
        valid_until=issuing.valid_until,
        number=issuing.number,
        code=issuing.code,
        photo=photo if "photo" in definition.front else None,
        draft=draft,
    )


class _Layout(SheetLayout):
    """The attestation's own parts."""

    def labels(self) -> papers.Labels:
        return papers.Labels(
            validity=self.text("validity_heading"),
            limits=self.text("limits_heading"),
            photo=self.text("photo"),
            **self.fixed_words(),
        )

    def validity(self, last_day: date | None) -> str:
        """Until when it is valid, or that it tells of its day."""
        if last_day is None:
            return self.text("validity_open")
        return write_text(self.text("validity"), self.language, {"valid_until": last_day})

    def sections(self) -> tuple[papers.Section, ...]:
        """One section for each category in the scheme's order, with its statements and what they rest on.

        A category says that nothing was shown only where that is true: not where evidence was seen that no sentence
        mentions, nor where the person wants a sentence left out (schemes.md §20, mistake 12).
        """
        said: dict[str, list[Statement]] = {}  # opened once: a sealed value costs each time it is read
        touched = {category for each in self.dossier.evidence for category in each.record.categories}
        for each in self.dossier.statements:
            record = each.record
            touched.add(record.category)
            if not record.left_out:
                said.setdefault(record.category, []).append(each)
        found = (
            self._section(each, said.get(each.key, []), untouched=each.key not in touched)
            for each in self.version.evidence
            if not each.self_declared
        )
        return tuple(section for section in found if section.statements or section.neutral)

    def _section(
        self, category: EvidenceCategory, said: list[Statement], *, untouched: bool
    ) -> papers.Section:
        says_so = untouched and category.if_empty is IfEmpty.NEUTRAL
        heading = in_language(category.heading, self.language)
        neutral = self.text("empty_section") if says_so else ""
        return papers.Section(heading, tuple(map(self.printed, said)), neutral)

    def own_words(self) -> papers.OwnWords | None:
        """What the person says under their own responsibility, apart from all that was checked."""
        categories = {each.key: each for each in self.version.evidence if each.self_declared}
        said = [
            each
            for each in self.dossier.statements
            if each.record.category in categories and not each.record.left_out
        ]
        if not said:
            return None
        return papers.OwnWords(
            heading=in_language(categories[said[0].record.category].heading, self.language),
            note=self.text("own_words_note"),
            words=tuple(papers.Words(statement_text(self.version, each, self.language)) for each in said),
        )
