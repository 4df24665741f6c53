"""One value kept with what it was made of."""

from truceline.extract.last import Last


def test_a_value_is_made_anew_only_of_other_objects() -> None:
    last: Last[list[int]] = Last()
    one, two = [1], [1]
    first = last.of(one, make=lambda: [*one])
    assert last.of(one, make=lambda: [0]) is first
    assert last.of(two, make=lambda: [2]) == [2], "an equal object is another"
    assert last.of(one, make=lambda: [3]) == [3], "no more than one value is kept"
    assert last.of(one, two, make=lambda: [4]) == [4]
