from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.schemes.truth import Verdict, every, reached, some

MET, UNMET, UNKNOWN = Verdict.MET, Verdict.UNMET, Verdict.UNKNOWN
VERDICTS = st.lists(st.sampled_from(list(Verdict)))


@pytest.mark.parametrize(
    ("one", "other", "both", "either"),
    [
        (MET, MET, MET, MET),
        (MET, UNKNOWN, UNKNOWN, MET),
        (MET, UNMET, UNMET, MET),
        (UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN),
        (UNKNOWN, UNMET, UNMET, UNKNOWN),
        (UNMET, UNMET, UNMET, UNMET),
    ],
)
def test_strong_kleene_tables(one: Verdict, other: Verdict, both: Verdict, either: Verdict) -> None:
    assert every([one, other]) is every([other, one]) is both
    assert some([one, other]) is some([other, one]) is either


def test_of_nothing_all_is_met_and_some_is_not() -> None:
    assert every([]) is MET
    assert some([]) is UNMET


@given(VERDICTS)
def test_and_is_or_seen_from_the_other_side(verdicts: list[Verdict]) -> None:
    turned = {MET: UNMET, UNMET: MET, UNKNOWN: UNKNOWN}
    assert every(verdicts) is turned[some(turned[v] for v in verdicts)]


def test_a_total_between_two_bounds() -> None:
    for sure, more, need in product(range(4), range(4), range(1, 5)):
        reachable = {total >= need for total in range(sure, sure + more + 1)}
        expected = UNKNOWN if len(reachable) == 2 else MET if True in reachable else UNMET
        assert reached(sure, sure + more, need) is expected
