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

    `shared` is what the household told once. `fields` says what differs where it stood in both. The sentences of a
    section in another order are one change, whose `before` and `now` have them as `items`.
    """

    part: Part
    before: Item | None
    now: Item | None
    fields: tuple[Difference, ...] = ()
    shared: bool = False


LISTS_OF_HOUSEHOLD = ((Part.MOVEMENT, "movements"), (Part.EVIDENCE, "evidence"))
LISTS = (*LISTS_OF_HOUSEHOLD, (Part.STATEMENT, "statements"))


def changes_between(before: Item, now: Item) -> tuple[Change, ...]:
    """Everything in which two contents of one dossier differ, in the order of the dossier's page.

    A field that only one of them knows (a later release has more) differs from empty only if it is filled.
    """
    return (
        *_of_the_case(before, now),
        *_of_lists(before, now),
        *_of_order(before, now),
        *_of_household(_household(before), _household(now)),
    )


def _household(content: Item) -> Item:
    """What its household told once; nothing for who is no member of any."""
    return content.get("household") or {"birth_date": None, "answers": (), "movements": (), "evidence": ()}


def _of_household(before: Item, now: Item) -> Iterator[Change]:
    """What the household told once: only what holds for a member stands here."""
    born, told = {"birth_date": before["birth_date"]}, {"birth_date": now["birth_date"]}
    if fields := _differences(born, told):
        yield Change(Part.PERSON, born, told, fields, shared=True)
    old, new = _answers(before), _answers(now)
    if fields := _differences(old, new):
        yield Change(Part.ANSWERS, old, new, fields, shared=True)
    for part, key in LISTS_OF_HOUSEHOLD:
        yield from _of_list(part, before[key], now[key], shared=True)


def _of_the_case(before: Item, now: Item) -> Iterator[Change]:
    """What a dossier has once: the person, and the answers to the scheme's questions."""
    told = ((Part.PERSON, _person), (Part.ANSWERS, lambda content: _answers(content["record"])))
    for part, values in told:
        old, new = values(before), values(now)
        if fields := _differences(old, new):
            yield Change(part, old, new, fields)


def _person(content: Item) -> Item:
    """Particulars, what the scheme asks beyond them, and the photo."""
    beyond = {key: value for key, value in content["record"].items() if key not in ("answers", "details")}
    details = {each["field"]: each["value"] for each in content["record"].get("details", ())}
    return {**content["person"], **beyond, **details, "photo": content.get("photo")}


def _answers(record: Item) -> Item:
    """The scheme's questions that were answered. From when an answer holds is not asked of the person."""
    return {each["fact"]: each["answer"] for each in record["answers"]}


def _of_lists(before: Item, now: Item) -> Iterator[Change]:
    """Movements, evidence and sentences, told apart by their ids: first what stands now, then what is gone."""
    for part, key in LISTS:
        yield from _of_list(part, before[key], now[key])


def _of_list(
    part: Part, before: Sequence[Item], now: Sequence[Item], *, shared: bool = False
) -> Iterator[Change]:
    old, new = _by_id(before), _by_id(now)
    for name, item in new.items():
        if name not in old:
            yield Change(part, None, item, shared=shared)
        elif fields := _differences(old[name], item):
            yield Change(part, old[name], item, fields, shared=shared)
    yield from (Change(part, item, None, shared=shared) for name, item in old.items() if name not in new)


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
