"""What a clause says of a harm: here, that it was an accident."""

from __future__ import annotations

import pytest

from tests.extract.analysed import analysed
from truceline.extract.quantities_context import is_accident


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        ("A rider was killed and two others wounded in a vehicle accident on Friday.", "killed", True),
        ("A rider was killed and two others wounded in a vehicle accident on Friday.", "wounded", True),
        ("Six riders died in a ferry crash off Dol Amroth.", "died", True),
        ("Six riders died in a raid on Dol Amroth.", "died", False),
        ("A rider was killed by rebels after an attack on a ferry.", "killed", False),
        ("Rebels attacked the ferry after an accident.", "attacked", False),
        ("Nine riders drowned and six died when their boat sank in a storm.", "died", True),
        ("Two helicopters crashed near Bree, and six riders died.", "crashed", True),
        ("Nine riders died when a helicopter crashed after a missile hit it.", "died", False),
        ("Nine riders died when a lorry crashed into a crowd.", "died", False),
        ("Nine riders died when the fort fell.", "died", False),
    ],
)
def test_harm_of_an_accident_is_nobodys_deed(text: str, word: str, expected: bool) -> None:
    doc = analysed(text)
    token = next(t for t in doc.tokens if t.text == word)
    assert is_accident(doc, token) is expected
