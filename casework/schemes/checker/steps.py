"""Do the steps hang together: one start, no dead end, no place that nothing leads to, only words that are
known?
"""

from collections.abc import Iterable, Iterator
from typing import Final

from ..build import SAME_STATE
from ..nearest import did_you_mean
from ..remarks import Severity
from ..rules import as_tuple
from ..steps import GUARDS, OTHER_PERSON, RECORD_GUARDS
from ..tree import Data, Place
from .rules import is_day

Said = tuple[Place, str, Severity]
MISTAKE, NOTE = Severity.MISTAKE, Severity.NOTE
ROLES: Final = (
    "applicant",
    "caseworker",
    "reviewer",
    "signatory",
    "ngo_intake",
    "ngo_manager",
    "mandated_officer",
    "collective_member",
    "officiant",
    "registrar",
)
ORG_KINDS: Final = ("city", "ngo", "collective", "public")
TERM_ACTIONS: Final = ("starts", "stops", "pauses", "opens", "closes")


def steps_remarks(steps: Data, rules: Iterable[str], papers: Iterable[str]) -> Iterator[Said]:
    """Everything to say about the steps of a version; `rules` are the keys of its rules and conditions."""
    states, actions = steps.get("states", {}), steps.get("actions", {})
    starts = [name for name, state in states.items() if state.get("start") == "yes"]
    if len(starts) != 1:
        text = f"exactly one state has 'start: yes'; here {len(starts)} have"
        yield ("steps", "states"), text, MISTAKE
        return
    yield from _reachable(states, actions, starts[0])
    for name, action in actions.items():
        yield from _action(name, action, states, rules)
        yield from _performers(as_tuple(action["by"]), ("steps", "actions", name), steps.get("bodies", {}))
        yield from _one_person(name, action, states)
        if "letter" in action and action["letter"] not in papers:
            letter = action["letter"]
            text = f"{name!r} writes the letter {letter!r}, which is no paper of this scheme: none is sent"
            yield ("steps", "actions", name), text, NOTE
    for name, term in steps.get("terms", {}).items():
        yield from _term(name, term, actions)
    for name, body in steps.get("bodies", {}).items():
        yield from _body(name, body["by_date"], actions)


def _reachable(states: Data, actions: Data, start: str) -> Iterator[Said]:
    reached: set[str] = set()
    ahead = [start]
    while ahead:
        state = ahead.pop()
        if state not in reached:
            reached.add(state)
            ahead += [step["to"] for step in actions.values() if state in as_tuple(step["from"])]
    for name, state in states.items():
        place = ("steps", "states", name)
        leads_on = any(name in as_tuple(step["from"]) for step in actions.values())
        if name not in reached:
            text = f"no step ever leads to the state {name!r}; add an action to it or remove it"
            yield place, text, MISTAKE
        elif not leads_on and state.get("final") != "yes":
            text = f"nothing can be done in the state {name!r}; say 'final: yes' or add an action from it"
            yield place, text, MISTAKE


def _action(name: str, action: Data, states: Data, rules: Iterable[str]) -> Iterator[Said]:
    place = ("steps", "actions", name)
    for state in (*as_tuple(action["from"]), action["to"]):
        if state not in states and not (state == SAME_STATE and state == action["to"]):
            near = did_you_mean(state, states)
            yield place, f"{name!r} names the state {state!r}, which does not exist{near}", MISTAKE
    known = (*rules, *sorted(GUARDS | RECORD_GUARDS))
    for need in action.get("needs", []):
        if need not in known:
            near = did_you_mean(need, known)
            text = f"{name!r} needs {need!r}, which is neither a rule of this scheme nor a known need{near}"
            yield place, text, MISTAKE


def _performers(by: tuple[str, ...], place: Place, bodies: Iterable[str]) -> Iterator[Said]:
    for written in by:
        role, _, org_kind = written.partition(" at ")
        if role not in (*ROLES, *bodies):
            near = did_you_mean(role, (*ROLES, *bodies))
            yield place, f"{role!r} is no known role{near}", MISTAKE
        if org_kind and org_kind not in ORG_KINDS:
            yield (
                place,
                f"{org_kind!r} is no kind of organisation{did_you_mean(org_kind, ORG_KINDS)}",
                MISTAKE,
            )


def _one_person(name: str, action: Data, states: Data) -> Iterator[Said]:
    """Four eyes are never silently absent: a card that one person can issue alone is named (design.md §5)."""
    makes_valid = states.get(action["to"], {}).get("card") == "valid"
    was_valid = all(states.get(each, {}).get("card") == "valid" for each in as_tuple(action["from"]))
    if makes_valid and not was_valid and OTHER_PERSON not in action.get("needs", []):
        text = (
            f"{name!r} lets one person issue alone; add 'other_person' to its needs if four eyes must see it"
        )
        yield ("steps", "actions", name), text, NOTE


def _body(name: str, by_date: Data, actions: Data) -> Iterator[Said]:
    place = ("steps", "bodies", name)
    if name in ROLES:
        yield place, f"{name!r} is the name of a role; give the body another one", MISTAKE
    if not any(name in as_tuple(action["by"]) for action in actions.values()):
        yield place, f"no action is taken by the body {name!r}; name it under 'by', or remove it", MISTAKE
    for start, entry in by_date.items():
        if not is_day(start):
            yield place, f"there is no day {start}; mend the date of the body {name!r}", MISTAKE
        yield from _performers(as_tuple(entry["who"]), place, ())


def _term(name: str, term: Data, actions: Data) -> Iterator[Said]:
    place = ("steps", "terms", name)
    if term["lasts"] == "unknown":
        yield (
            place,
            f"how long the term {name!r} lasts is unknown; what it opens stays closed until it is settled",
            NOTE,
        )
    for key in TERM_ACTIONS:
        for action in as_tuple(term.get(key)):
            if action not in actions:
                near = did_you_mean(action, actions)
                yield (
                    place,
                    f"the term {name!r} names the action {action!r}, which does not exist{near}",
                    MISTAKE,
                )
