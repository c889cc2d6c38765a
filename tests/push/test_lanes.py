"""Which request is sent next: a few to one address at a time, the healthy before the slow."""

from hypothesis import given
from hypothesis import strategies as st

from feedsvc.push.lanes import Lanes


def taken(lanes: Lanes[int]) -> list[int]:
    found = []
    while (one := lanes.take()) is not None:
        found.append(one[1])
    return found


def test_a_few_of_a_lane_are_on_their_way_at_a_time_and_hold_up_no_other() -> None:
    lanes: Lanes[int] = Lanes(most=100, each=2, slow=25)
    for number in range(5):
        lanes.put("a", number, slow=False)
    lanes.put("b", 10, slow=False)
    assert taken(lanes) == [0, 10, 1]
    assert lanes.is_full("a")
    assert not lanes.is_full("b")
    lanes.leave("a")
    lanes.end(slow=False)
    assert taken(lanes) == [2]


def test_lanes_take_turns() -> None:
    lanes: Lanes[int] = Lanes(most=4, each=4, slow=1)
    for number in range(4):
        lanes.put("a", number, slow=False)
    lanes.put("b", 10, slow=False)
    lanes.put("c", 20, slow=False)
    assert taken(lanes) == [0, 10, 20, 1]


def test_the_slow_take_their_share_alone_and_only_what_the_healthy_leave() -> None:
    lanes: Lanes[int] = Lanes(most=4, each=1, slow=2)
    for number in range(5):
        lanes.put(f"slow {number}", -number - 1, slow=True)
    lanes.put("a", 1, slow=False)
    assert taken(lanes) == [1, -1, -2]
    for number in range(2, 5):
        lanes.put(f"lane {number}", number, slow=False)
    assert taken(lanes) == [2]
    lanes.leave("slow 0")
    lanes.end(slow=True)
    assert taken(lanes) == [3]


def test_a_full_lane_does_not_end_the_look_for_another() -> None:
    lanes: Lanes[int] = Lanes(most=10, each=1, slow=2)
    lanes.put("a", 1, slow=False)
    lanes.put("b", 2, slow=False)
    lanes.put("c", 3, slow=False)
    assert lanes.take() == ("a", 1, False)
    lanes.put("a", 4, slow=False)
    lanes.enter("b")  # full by what is sent to it under another name
    assert taken(lanes) == [3]


def test_there_is_room_for_slow_ones_whatever_the_healthy_have() -> None:
    lanes: Lanes[int] = Lanes(most=10, each=1, slow=3)
    for number in range(4):
        lanes.put(f"lane {number}", number, slow=False)
    assert len(taken(lanes)) == 4
    for number in range(4):
        lanes.put(f"slow {number}", 10 + number, slow=True)
    assert taken(lanes) == [10, 11, 12]


def test_a_lane_is_not_joined_to_itself() -> None:
    lanes: Lanes[int] = Lanes(most=10, each=1, slow=3)
    lanes.join("a", "b")  # there is none
    lanes.put("a", 1, slow=False)
    lanes.join("a", "a")
    assert taken(lanes) == [1]


def test_what_was_postponed_goes_ahead_of_its_lane() -> None:
    lanes: Lanes[int] = Lanes(most=4, each=4, slow=1)
    lanes.put("a", 1, slow=False)
    lanes.put("a", 2, slow=False, first=True)
    assert taken(lanes) == [2, 1]


def test_what_waits_moves_on_when_two_lanes_lead_to_one_address() -> None:
    lanes: Lanes[int] = Lanes(most=10, each=1, slow=2)
    for number in range(3):
        lanes.put("host", number, slow=False)
    lanes.put("address", 10, slow=False)
    lanes.put("host", 20, slow=True)
    assert taken(lanes) == [0, 10]
    lanes.join("host", "address")
    lanes.leave("host")
    lanes.end(slow=False)
    assert taken(lanes) == []
    found = []
    for _ in range(3):
        lanes.leave("address")
        lanes.end(slow=False)
        found += taken(lanes)
    assert found == [1, 2, 20]


def test_what_waits_can_be_withdrawn() -> None:
    lanes: Lanes[int] = Lanes(most=2, each=1, slow=1)
    for number in range(4):
        lanes.put("a", number, slow=False)
    assert taken(lanes) == [0]
    assert lanes.withdraw(lambda one: one != 2) == [1, 3]
    lanes.leave("a")
    lanes.end(slow=False)
    assert taken(lanes) == [2]


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["put", "take", "end", "move", "join", "drop"]),
            st.integers(0, 3),
            st.booleans(),
        ),
        max_size=60,
    )
)
def test_whatever_happens_each_limit_holds_and_nothing_is_lost(
    steps: list[tuple[str, int, bool]],
) -> None:
    lanes: Lanes[int] = Lanes(most=5, each=2, slow=2)
    on_way: list[tuple[list[str], int, bool]] = []
    waits: set[int] = set()
    for number, (step, where, slow) in enumerate(steps):
        if step == "put":
            lanes.put(f"lane {where}", number, slow)
            waits.add(number)
        elif step == "take" and (found := lanes.take()):
            on_way.append(([found[0]], found[1], found[2]))
            waits.remove(found[1])
        elif step == "end" and on_way:
            names, _, was_slow = on_way.pop(where % len(on_way))
            for name in names:
                lanes.leave(name)
            lanes.end(was_slow)
        elif step == "move" and on_way and not lanes.is_full(f"lane {where}"):
            lanes.enter(f"lane {where}")
            on_way[0][0].append(f"lane {where}")
        elif step == "join":
            lanes.join(f"lane {where}", "lane 1")
        elif step == "drop":
            waits -= set(lanes.withdraw({0, 3, 6, where}.__contains__))
        assert len(on_way) <= 5
        assert sum(was_slow for _, _, was_slow in on_way) <= 2
        held = [name for names, _, _ in on_way for name in names]
        assert all(held.count(name) <= 2 for name in held)
    while on_way or waits:  # all of it comes to an end
        while found := lanes.take():
            on_way.append(([found[0]], found[1], found[2]))
            waits.remove(found[1])
        assert on_way
        names, _, was_slow = on_way.pop()
        for name in names:
            lanes.leave(name)
        lanes.end(was_slow)
    for number in range(10):  # and then there is as much room as at first
        lanes.put(f"lane {number}", number, slow=True)
    assert len(taken(lanes)) == 2
    for number in range(10):
        lanes.put(f"lane {number}", number, slow=False)
    assert len(taken(lanes)) == 3
