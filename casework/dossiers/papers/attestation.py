"""The A4 attestation: what the caseworker composed, in the order of the paper."""

from dataclasses import dataclass
from datetime import date

from casework import papers
from casework.dossiers.models import Dossier, Statement
from casework.dossiers.papers.sheet import SheetLayout, statement_text
from casework.programmes.models import Programme
from casework.schemes import (
    EvidenceCategory,
    IfEmpty,
    SchemeVersion,
    in_language,
    write_text,
)


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


class _Layout(SheetLayout):
    """The attestation's own parts."""

    def labels(self) -> papers.Labels:
        return papers.Labels(
            validity=self.text("validity_heading"),
            limits=self.text("limits_heading"),
            photo=self.text("photo"),
            **self.fixed_words(),
        )

    def sections(self) -> tuple[papers.Section, ...]:
        """One section for each category in the scheme's order, with its statements and what they rest on."""
        said: dict[str, list[Statement]] = {}  # opened once: a sealed value costs each time it is read
        for each in self.dossier.statements:
            record = each.record
            if not record.left_out:
                said.setdefault(record.category, []).append(each)
        found = (
            self._section(each, said.get(each.key, []))
            for each in self.version.evidence
            if not each.self_declared
        )
        return tuple(section for section in found if section.statements or section.neutral)

    def _section(self, category: EvidenceCategory, said: list[Statement]) -> papers.Section:
        neutral = self.text("empty_section") if category.if_empty is IfEmpty.NEUTRAL else ""
        heading = in_language(category.heading, self.language)
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
