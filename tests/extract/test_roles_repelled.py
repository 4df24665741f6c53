"""Who attacked, where an attack is beaten off."""

import pytest

from tests.extract.analysed import analysed, token_of
from truceline.domain.codes import Role
from truceline.extract.roles_repelled import beaten_off


@pytest.mark.parametrize(
    ("text", "word", "attackers", "attacked"),
    [
        ("The army repelled an attack by rebels on its base on Monday.", "repelled", ["rebels"], ["army"]),
        ("Troops beat back an assault by raiders on Bree.", "assault", ["raiders"], ["Troops"]),
        ("Guards pushed back a rebel offensive near Bree.", "offensive", ["rebel"], ["Guards"]),
        ("An attack by rebels on a fort was repelled by soldiers.", "attack", ["rebels"], ["soldiers"]),
        ("The Riders held off an offensive by the M23.", "held", ["M23"], ["Riders"]),
        ("The army said it repulsed a rebel attack near Bree.", "repulsed", ["rebel"], ["army", "it"]),
        ("Troops foiled an attack by raiders on Bree.", "attack", ["raiders"], ["Troops"]),
    ],
)
def test_who_beats_off_an_attack_suffered_it(text: str, word: str, attackers: list[str], attacked: list[str]) -> None:
    doc = analysed(text)
    told = beaten_off(doc, token_of(doc, word))
    does = sorted(doc.tokens[i].text for i, chance in told.items() if chance[Role.ACTOR] > 0.5)
    suffers = sorted(doc.tokens[i].text for i, chance in told.items() if chance[Role.RECIPIENT] > 0.5)
    assert (does, suffers) == (attackers, attacked)


def test_who_foils_an_attack_on_another_is_no_side_of_it() -> None:
    doc = analysed("Police thwarted an attack by gunmen on a hotel on Monday.")
    told = {doc.tokens[i].text: chance for i, chance in beaten_off(doc, token_of(doc, "attack")).items()}
    assert told["Police"][Role.ACTOR] < 0.1
    assert told["Police"][Role.RECIPIENT] < 0.5
    assert told["gunmen"][Role.ACTOR] > 0.5


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("The army could not repel an attack by rebels.", "attack"),
        ("The army launched an attack on the rebels.", "attack"),
        ("The fans pushed back the gates.", "pushed"),
    ],
)
def test_other_attacks_are_left_to_what_else_is_told(text: str, word: str) -> None:
    doc = analysed(text)
    assert beaten_off(doc, token_of(doc, word)) == {}
