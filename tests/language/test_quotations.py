import pytest

from truceline.domain.text import Span
from truceline.language.quotations import find_quotations


@pytest.mark.parametrize(
    ("text", "inner"),
    [
        ("He said “the truce is over” on Tuesday.", ["the truce is over"]),
        ('He said "the truce" and "the talks" failed.', ["the truce", "the talks"]),
        ("He said ``the truce is over'' on Tuesday.", ["the truce is over"]),
        ("«La trêve», he said.", ["La trêve"]),
        ("Nothing quoted, it's plain.", []),
    ],
)
def test_quotations_are_found_in_every_style(text: str, inner: list[str]) -> None:
    assert [q.inner.of(text) for q in find_quotations(text, (Span(0, len(text)),))] == inner


def test_quotations_that_run_on_stay_open_to_the_paragraphs_end() -> None:
    text = "“We shall fight.\n\n“We shall not rest,” he said."
    found = find_quotations(text, (Span(0, 16), Span(18, len(text))))
    assert [(q.inner.of(text), q.closed) for q in found] == [("We shall fight.", False), ("We shall not rest,", True)]
