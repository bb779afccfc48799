"""What differs between two proposals of a dossier, field by field: pure, over the content of `rules.content_of`."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

Item = Mapping[str, Any]
"""One part of the content as it stands there: values of JSON, days in ISO form."""


class Part(StrEnum):
    """Where in a dossier something differs."""

    PERSON = "person"
    ANSWERS = "answers"
    MOVEMENT = "movement"
    EVIDENCE = "evidence"
    STATEMENT = "statement"
    ORDER = "order"


@dataclass(frozen=True)
class Difference:
    """One field: its key, and its two values; None where there was or is none."""

    field: str
    before: Any
    now: Any


@dataclass(frozen=True)
class Change:
    """One part that differs. Without `before` it is new, without `now` it was taken out.

    `fields` says what differs where it stood in both. The sentences of a section in another order are one
    change, whose `before` and `now` have them as `items`.
    """

    part: Part
    before: Item | None
    now: Item | None
    fields: tuple[Difference, ...] = ()


LISTS = (
    (Part.MOVEMENT, "movements"),
    (Part.EVIDENCE, "evidence"),
    (Part.STATEMENT, "statements"),
)


def changes_between(before: Item, now: Item) -> tuple[Change, ...]:
    """Everything in which two contents of one dossier differ, in the order of the dossier's page.

    A field that only one of them knows (a later release has more) differs from empty only if it is filled.
    """
    return (*_of_the_case(before, now), *_of_lists(before, now), *_of_order(before, now))


def _of_the_case(before: Item, now: Item) -> Iterator[Change]:
    """What a dossier has once: the person, and the answers to the scheme's questions."""
    for part, values in ((Part.PERSON, _person), (Part.ANSWERS, _answers)):
        old, new = values(before), values(now)
        if fields := _differences(old, new):
            yield Change(part, old, new, fields)


def _person(content: Item) -> Item:
    """Particulars, what the scheme asks beyond them, and the photo."""
    beyond = {key: value for key, value in content["record"].items() if key not in ("answers", "details")}
    details = {each["field"]: each["value"] for each in content["record"].get("details", ())}
    return {**content["person"], **beyond, **details, "photo": content.get("photo")}


def _answers(content: Item) -> Item:
    """The scheme's questions that were answered. From when an answer holds is not asked of the person."""
    return {each["fact"]: each["answer"] for each in content["record"]["answers"]}


def _of_lists(before: Item, now: Item) -> Iterator[Change]:
    """Movements, evidence and sentences, told apart by their ids: first what stands now, then what is gone."""
    for part, key in LISTS:
        old, new = _by_id(before[key]), _by_id(now[key])
        for name, item in new.items():
            if name not in old:
                yield Change(part, None, item)
            elif fields := _differences(old[name], item):
                yield Change(part, old[name], item, fields)
        yield from (Change(part, item, None) for name, item in old.items() if name not in new)


def _of_order(before: Item, now: Item) -> Iterator[Change]:
    """Sections whose sentences stand in another order; what came or went moves nothing else."""
    old, new = _by_id(before["statements"]), _by_id(now["statements"])
    for category in dict.fromkeys(each["category"] for each in new.values()):
        stayed = [name for name in new if name in old and new[name]["category"] == category]
        stood = [name for name in old if name in stayed]
        if stayed != stood:
            yield Change(
                Part.ORDER,
                {"category": category, "items": [old[name] for name in stood]},
                {"category": category, "items": [new[name] for name in stayed]},
            )


def _by_id(items: Sequence[Item]) -> dict[str, Item]:
    return {each["id"]: each for each in items}


def _differences(before: Item, now: Item) -> tuple[Difference, ...]:
    """Fields that differ; the gaps of a sentence are one field, since they are read as one."""
    keys = dict.fromkeys((*now, *before))
    return tuple(
        Difference(key, before.get(key), now.get(key))
        for key in keys
        if (before.get(key) or None) != (now.get(key) or None)
    )
