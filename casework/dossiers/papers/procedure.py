"""The certificate of the state of a procedure: facts verified so far, made in minutes for a lawyer at night."""

from datetime import date

from casework import papers
from casework.dossiers.models import Dossier
from casework.dossiers.papers.letter import Entered
from casework.dossiers.papers.sheet import SheetLayout
from casework.dossiers.records import LetterRecord
from casework.programmes.models import Programme
from casework.schemes import SchemeVersion, long_day, write_text


def certificate(
    dossier: Dossier,
    version: SchemeVersion,
    programme: Programme,
    kind: str,
    record: LetterRecord,
    verify_url: str,
    entered: Entered,
) -> papers.Procedure:
    """The certificate as it goes to the press (schemes.md §2.6)."""
    definition = version.papers[kind]
    layout = _Layout(dossier, version, programme, definition, definition.languages[0])
    return papers.Procedure(
        language=layout.language,
        kind=kind,
        title=layout.text("title"),
        subtitle=layout.text("subtitle"),
        issuer=layout.issuer(),
        labels=papers.ProcedureLabels(
            scope=layout.text("scope_heading"), limits=layout.text("limits_heading"), **layout.fixed_words()
        ),
        verify_url=verify_url,
        identity=layout.identity(),
        course=layout.course(record.interviewed_on),
        verified=layout.verified(),
        summons=layout.summons(record.summoned_through),
        scope=(layout.text("scope"),),
        limits=(layout.text("limits"),),
        signatory=layout.signatory(entered.on),
        issued_on=entered.on,
        number=entered.number,
        code=entered.code,
    )


class _Layout(SheetLayout):
    """The certificate's own parts."""

    def course(self, interview: date | None) -> papers.Section:
        """What was done and when; never what is thought of it."""
        received = self.dossier.reference_on or self.dossier.opened_on
        said = [self._filled("applied", received_on=received, reference=self.dossier.reference)]
        if interview:
            said.append(self._filled("interviewed", interviewed_on=interview))
        said.append(self.text("undecided"))
        return papers.Section(self.text("course_heading"), tuple(papers.Statement(each) for each in said))

    def verified(self) -> papers.Section:
        """Checked facts only: the person's own words wait for the document itself.

        That nothing is verified yet is said only while no evidence was looked at.
        """
        order = {category.key: place for place, category in enumerate(self.version.evidence)}
        own = {category.key for category in self.version.evidence if category.self_declared}
        said = sorted(
            (each for each in self.dossier.statements if not each.record.left_out),
            key=lambda each: (order[each.record.category], each.position),
        )
        statements = tuple(self.printed(each) for each in said if each.record.category not in own)
        neutral = "" if self.dossier.evidence else self.text("empty_section")
        return papers.Section(self.text("verified_heading"), statements, neutral)

    def summons(self, through: str) -> papers.Section:
        """Where a summons arrives, and through whom: internment turns on it (schemes.md §2.6)."""
        address, representative = self.dossier.record.address, self.dossier.representative
        said = [
            papers.Statement(self._filled("lives", address=address) if address else self.text("protected"))
        ]
        if address:
            said.append(papers.Statement(self.text("summoned_at_home")))
        if through:
            mandate = (
                self._filled("appointed", appointed_on=long_day(representative.signed_on, self.language))
                if representative and representative.name in through
                else ""
            )
            evidence = (papers.Evidence("—", mandate),) if mandate else ()
            said.append(papers.Statement(self._filled("summoned_through", contact=through), evidence))
        return papers.Section(self.text("summons_heading"), tuple(said))

    def _filled(self, key: str, **gaps: str | date) -> str:
        return write_text(self.text(key), self.language, gaps)
