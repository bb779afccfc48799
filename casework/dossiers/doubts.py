"""Where a sentence says more than the dossier bears out, or something else: pure functions of values and days.

A doubt changes nothing by itself. The form refuses what can only be wrong; what changed after a sentence was
composed is shown beside it, to who proposes and to who decides (schemes.md §20, mistake 12).
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum, auto

from casework.schemes import EvidenceCategory, FirstDay, Parameter, ParameterType, Source, StatementTemplate

Known = Mapping[Source | FirstDay, str | date]


class DoubtKind(StrEnum):
    """What is doubtful; the first three can only be wrong."""

    AHEAD = auto()
    BACKWARDS = auto()
    TOO_EARLY = auto()
    DIFFERENT = auto()
    NOT_BORNE_OUT = auto()
    NOT_TOGETHER = auto()


@dataclass(frozen=True)
class Doubt:
    """One doubt about a sentence, the gap that it is about (none: its basis, or what it stands with), and what the
    dossier knows instead, or the key of the other sentence.
    """

    kind: DoubtKind
    gap: str = ""
    known: str | date = ""

    @property
    def is_wrong(self) -> bool:
        """Whether no dossier could make this right."""
        return self.kind in (DoubtKind.AHEAD, DoubtKind.BACKWARDS, DoubtKind.TOO_EARLY)


def doubts_of(
    category: EvidenceCategory,
    template: StatementTemplate,
    values: Mapping[str, str],
    kinds: Collection[str],
    known: Known,
    today: date,
    printed: Collection[str] = (),
) -> tuple[Doubt, ...]:
    """The doubts about a sentence with these gaps (ISO days, `2024-10` for a month), resting on these kinds of paper.

    `printed` are the keys of the sentences of its category that the paper says with it. A gap without a value is not
    doubted: the form asks for it.
    """
    filled = [(each, values[each.key]) for each in template.parameters if values.get(each.key)]
    found = [doubt for each, value in filled for doubt in _of_gap(each, value, known, today)]
    days = {each.fill: (each, value) for each, value in filled if each.fill in (Source.FROM, Source.TO)}
    if len(days) == 2 and days[Source.TO][1] < days[Source.FROM][1]:
        found.append(Doubt(DoubtKind.BACKWARDS, days[Source.TO][0].key))
    if any(not category.bears_out(template, kind) for kind in kinds):
        found.append(Doubt(DoubtKind.NOT_BORNE_OUT))
    found += [Doubt(DoubtKind.NOT_TOGETHER, known=each.key) for each in category.against(template, printed)]
    return tuple(found)


def _of_gap(gap: Parameter, value: str, known: Known, today: date) -> Iterator[Doubt]:
    if gap.type in (ParameterType.DATE, ParameterType.MONTH) and value > today.isoformat():
        yield Doubt(DoubtKind.AHEAD, gap.key)
    elif isinstance(gap.fill, FirstDay) and gap.fill in known:
        first = known[gap.fill]
        said = str(first)[: len(value)]  # a month is compared with the month of the day
        if value != said:
            yield Doubt(DoubtKind.TOO_EARLY if value < said else DoubtKind.DIFFERENT, gap.key, first)
    elif gap.fill in (Source.NAME, Source.ADDRESS) and gap.fill in known and value != known[gap.fill]:
        yield Doubt(DoubtKind.DIFFERENT, gap.key, known[gap.fill])
