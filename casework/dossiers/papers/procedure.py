"""The certificate of the state of a procedure: facts verified so far, made in minutes for a lawyer at night."""

from datetime import date

from casework import papers
from casework.dossiers.households import evidence_of, movements_of
from casework.dossiers.models import Dossier
from casework.dossiers.papers.fields import registrations
from casework.dossiers.papers.letter import Entered
from casework.dossiers.papers.sheet import SheetLayout
from casework.dossiers.records import LetterRecord
from casework.programmes.models import Programme
from casework.schemes import Paper as PaperDefinition
from casework.schemes import SchemeVersion, StatementTemplate, long_day, write_text


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
    layout = _Layout(dossier, version, programme, definition, entered.on)
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
    """The certificate's own parts; `on` is the day that it tells of."""

    def __init__(
        self,
        dossier: Dossier,
        version: SchemeVersion,
        programme: Programme,
        definition: PaperDefinition,
        on: date,
    ) -> None:
        super().__init__(dossier, version, programme, definition, definition.languages[0])
        entries = registrations(version, [each.record for each in movements_of(version, dossier)])
        self.registered = any(entry.covers(on) for entry in entries)
        bears = {each.key for each in version.evidence if any(map(_prints_address, each.prints))}
        shown = (each.record.categories for each in evidence_of(version, dossier))
        housed = any(not bears.isdisjoint(categories) for categories in shown)
        self.verified_address = dossier.record.address if self.registered or housed else ""

    def values(self) -> dict[str, str]:
        """Without an address that was typed and never checked."""
        return {**super().values(), "address": self.verified_address}

    def course(self, interview: date | None) -> papers.Section:
        """What was done and when; never what is thought of it."""
        received = self.dossier.reference_on or self.dossier.opened_on
        numbers = {"reference": self.dossier.reference, "receipt": self._receipt()}
        said = [self._filled("applied", received_on=received, **numbers)]
        if interview:
            said.append(self._filled("interviewed", interviewed_on=interview))
        said.append(self.text("undecided"))
        return papers.Section(self.text("course_heading"), tuple(papers.Statement(each) for each in said))

    def _receipt(self) -> str:
        """The number under which the person holds the receipt; the dossier's own where the first step wrote none."""
        first = self.version.steps.actions[self.dossier.steps[0].action] if self.dossier.steps else None
        receipts = [
            each.number
            for each in self.dossier.letters
            if first is not None and each.kind == first.letter and each.state != "void"
        ]
        return receipts[-1] if receipts else self.dossier.reference

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
        seen = self.dossier.evidence or self.registered
        neutral = "" if seen else self.text("empty_section")
        return papers.Section(self.text("verified_heading"), statements, neutral)

    def summons(self, through: str) -> papers.Section:
        """Where a summons arrives, and through whom: internment turns on it (schemes.md §2.6)."""
        address = self.verified_address
        said: list[papers.Statement] = []
        if address:
            said.append(papers.Statement(self._filled("lives", address=address)))
            said.append(papers.Statement(self.text("summoned_at_home")))
        elif self.registered:
            said.append(papers.Statement(self.text("protected")))
        if through:
            said.append(
                papers.Statement(self._filled("summoned_through", contact=through), self._mandate(through))
            )
        return papers.Section(self.text("summons_heading"), tuple(said))

    def _mandate(self, through: str) -> tuple[papers.Evidence, ...]:
        """The mandate of who is named for a summons, where it is one for this."""
        representative = self.dossier.representative
        if representative is None or not representative.may_be_summoned or representative.name not in through:
            return ()
        signed_on = long_day(representative.signed_on, self.language)
        return (papers.Evidence("—", self._filled("appointed", appointed_on=signed_on)),)

    def _filled(self, key: str, **gaps: str | date) -> str:
        return write_text(self.text(key), self.language, gaps)


def _prints_address(template: StatementTemplate) -> bool:
    return any(parameter.key == "address" for parameter in template.parameters)
