"""What governs a trigger, and what an accident is."""

from __future__ import annotations

from types import SimpleNamespace
from typing import cast

import numpy as np
import pytest

from tests.extract.analysed import analysed, token_of
from truceline.domain.codes import EventType, Status
from truceline.domain.mentions import EventMention
from truceline.extract.events_worth import mention_signs
from truceline.inference.reading import TriggerReading


def signs_of(text: str, word: str, kind: EventType) -> dict[str, float]:
    doc = analysed(text)
    at = token_of(doc, word)
    mention = EventMention(at.span, at.sent, kind, None, Status.ACTUAL, score=0.6)
    return mention_signs(doc, [(None, mention)], [kind], [READING])[0]


FIELDS = {"status": np.full(5, 0.2), "dated": np.full(2, 0.5), "placed": np.full(2, 0.5), "truce": np.full(11, 0.1)}
READING = cast(TriggerReading, SimpleNamespace(score=0.6, type=np.full(len(EventType), 0.06), fields=FIELDS))


@pytest.mark.parametrize(
    ("text", "word", "kind", "above"),
    [
        ("The envoy asked for the resumption of talks.", "talks", EventType.CONSULT, "asking"),
        ("The law should stop attacks on convoys.", "attacks", EventType.ASSAULT, "stopping"),
        ("They refused to negotiate.", "negotiate", EventType.CONSULT, "refusing"),
        ("Villagers fear raids.", "raids", EventType.ASSAULT, "doubting"),
        ("The envoys met in Zarvan after raids on convoys.", "raids", EventType.ASSAULT, ""),
        ("The envoy asked why raiders attacked Zarvan.", "attacked", EventType.ASSAULT, ""),  # a deed that was done
    ],
)
def test_worth_what_is_asked_for_or_stopped_stands_under_it(
    text: str, word: str, kind: EventType, above: str
) -> None:
    under = {name for name in signs_of(text, word, kind) if name.startswith("under ")}
    assert under == ({f"under {above}"} if above else set())


@pytest.mark.parametrize(
    ("text", "accident"),
    [
        ("A bus crash near Zarvan killed nine people.", True),
        ("A bomb killed nine people beside a crash site.", False),
        ("Guards killed nine people in Zarvan.", False),
    ],
)
def test_worth_dead_of_an_accident_are_none_of_violence(text: str, accident: bool) -> None:
    assert bool(signs_of(text, "killed", EventType.ASSAULT)["accident"]) is accident
