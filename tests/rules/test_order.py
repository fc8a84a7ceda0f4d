"""The order of the line, for every policy: nobody starves, and each call has its reason."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.rules.order import Kind, Policy, Profile, Standing, Why, choose, line_up, others_before, sort_key
from app.rules.priority import Priority

MORNING = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
COUNTER = Profile(3, "ABCD")
POLICIES = st.builds(
    Policy,
    kind=st.sampled_from(Kind),
    head_start=st.dictionaries(st.sampled_from(Priority), st.integers(0, 60)),
    ordinary=st.integers(1, 5),
    priority=st.integers(1, 3),
    largest_wait=st.integers(0, 120),
)
ARRIVALS = st.lists(
    st.tuples(st.integers(0, 180), st.sampled_from(Priority), st.sampled_from("ABCD")), min_size=1, max_size=25
)


def waiting_by(policy: Policy, arrivals: list[tuple[int, Priority, str]]) -> list[Standing]:
    line = []
    for number, (minutes, priority, letter) in enumerate(arrivals, 1):
        arrived = MORNING + timedelta(minutes=minutes)
        key = sort_key(arrived, priority, policy)
        line.append(Standing(number, f"{letter}-{number:03d}", letter, priority, arrived, key))
    return line


@given(POLICIES, ARRIVALS, st.integers(0, 9))
def test_everybody_is_in_the_line_once_and_its_head_is_who_is_called(policy, arrivals, turn) -> None:  # type: ignore[no-untyped-def]
    at, waiting = MORNING + timedelta(minutes=181), waiting_by(policy, arrivals)
    line = line_up(waiting, policy, COUNTER, turn, at)
    assert sorted(each.id for each, _why in line) == [each.id for each in waiting]
    choice = choose(waiting, policy, COUNTER, turn, at)
    assert choice
    assert (choice.standing, choice.why) == line[0]
    assert list(choice.runners_up) == [each for each, _why in line[1:4]]


@given(POLICIES, ARRIVALS, st.integers(0, 9))
def test_nobody_waits_beyond_the_largest_wait_while_younger_ones_are_called(policy, arrivals, turn) -> None:  # type: ignore[no-untyped-def]
    at, waiting = MORNING + timedelta(minutes=200), waiting_by(policy, arrivals)
    choice = choose(waiting, policy, COUNTER, turn, at)
    overdue = [
        each
        for each in waiting
        if policy.largest_wait and at - each.arrived_at >= timedelta(minutes=policy.largest_wait)
    ]
    assert choice
    if overdue:
        assert choice.standing.arrived_at == min(each.arrived_at for each in overdue)
        assert choice.why == Why.WAITED_LONGEST


@given(POLICIES, ARRIVALS, st.integers(0, 9))
def test_within_a_class_who_came_first_goes_first(policy, arrivals, turn) -> None:  # type: ignore[no-untyped-def]
    line = [
        each for each, _why in line_up(waiting_by(policy, arrivals), policy, COUNTER, turn, MORNING + timedelta(days=1))
    ]
    for priority in Priority:
        same = [each.arrived_at for each in line if each.priority == priority]
        assert same == sorted(same)


@given(st.integers(1, 5), st.integers(1, 3))
def test_interleaving_calls_so_many_of_priority_then_so_many_ordinary_ones(ordinary: int, priority: int) -> None:
    policy = Policy(Kind.INTERLEAVE, ordinary=ordinary, priority=priority, largest_wait=0)
    arrivals = [(0, Priority.NONE, "A")] * 20 + [(1, Priority.ELDERLY, "A")] * 20
    line = line_up(waiting_by(policy, arrivals), policy, COUNTER, 0, MORNING)
    cycle = [why for _each, why in line][: ordinary + priority]
    assert cycle == [Why.PRIORITY_TURN] * priority + [Why.ORDINARY_TURN] * ordinary


def test_the_head_start_of_a_class_ages_by_itself() -> None:
    policy = Policy(head_start={Priority.DISABLED: 45})
    late_disabled, early = waiting_by(policy, [(40, Priority.DISABLED, "A"), (0, Priority.NONE, "A")])
    assert [each for each, _ in line_up([early, late_disabled], policy, COUNTER, 0, MORNING)] == [late_disabled, early]
    too_late, early = waiting_by(policy, [(50, Priority.DISABLED, "A"), (0, Priority.NONE, "A")])
    assert [each for each, _ in line_up([too_late, early], policy, COUNTER, 0, MORNING)] == [early, too_late]


def test_a_counter_serves_its_first_letters_first_and_helps_others_only_after_a_while() -> None:
    policy = Policy(Kind.FIRST_COME)
    a, b, c = waiting_by(policy, [(0, Priority.NONE, "A"), (5, Priority.NONE, "B"), (1, Priority.NONE, "C")])
    counter = Profile(3, "AB", first="B", helps={"C": 15})
    soon, later = MORNING + timedelta(minutes=10), MORNING + timedelta(minutes=20)
    assert line_up([a, b, c], policy, counter, 0, soon) == [(b, Why.LETTER_FIRST), (a, Why.ARRIVAL)]
    assert line_up([a, b, c], policy, counter, 0, later)[-1] == (c, Why.HELPING)


def test_who_was_sent_to_a_counter_is_called_there_alone() -> None:
    sent = Standing(1, "A-001", "A", Priority.NONE, MORNING, MORNING, counter_id=5)
    assert choose([sent], Policy(), Profile(3, "A"), 0, MORNING) is None
    choice = choose([sent], Policy(), Profile(5, "Z"), 0, MORNING)
    assert choice and choice.why == Why.FOR_THIS_COUNTER


@given(st.integers(1, 5), st.integers(1, 3), ARRIVALS, st.integers(0, 9))
def test_how_many_of_the_other_class_go_before_somebody_is_what_calling_them_all_shows(  # type: ignore[no-untyped-def]
    ordinary: int, priority: int, arrivals, turn: int
) -> None:
    policy = Policy(Kind.INTERLEAVE, ordinary=ordinary, priority=priority, largest_wait=0)
    line = [each for each, _why in line_up(waiting_by(policy, arrivals), policy, COUNTER, turn, MORNING)]
    for place, somebody in enumerate(line):
        same = sum(each.is_ordinary == somebody.is_ordinary for each in line[:place])
        others = sum(each.is_ordinary != somebody.is_ordinary for each in line)
        assert same + others_before(same, others, not somebody.is_ordinary, policy, turn) == place


def test_a_counter_with_a_first_letter_takes_turns_too() -> None:
    policy = Policy(Kind.INTERLEAVE, ordinary=1, priority=1, largest_wait=0)
    old, young = waiting_by(policy, [(1, Priority.ELDERLY, "A"), (0, Priority.NONE, "A")])
    counter = Profile(3, "AB", first="A")
    # Told as "this letter first", the turn would never go on and the elderly would come first for ever.
    assert line_up([old, young], policy, counter, 0, MORNING) == [(old, Why.PRIORITY_TURN), (young, Why.LETTER_FIRST)]
