"""Whether what a trigger tells of has happened, lies ahead or is only spoken of."""

from __future__ import annotations

from datetime import date

import pytest

from tests.extract.analysed import analysed, token_of
from truceline.domain.codes import EventType, Status
from truceline.domain.mentions import EventMention
from truceline.extract.events_status import read_status
from truceline.extract.events_status_days import status_on


def status_of(text: str, word: str, kind: str) -> str:
    doc = analysed(text)
    return read_status(doc, token_of(doc, word), EventType(kind))[0].value


@pytest.mark.parametrize(
    ("text", "word", "status"),
    [
        ("Gondor will file a protest in Bree.", "protest", "future"),
        ("Gondor filed a protest in Bree.", "protest", "actual"),
        ("Gondor will study a protest from Rohan.", "protest", "actual"),
        ("The mayor is planning to sue the riders.", "sue", "future"),
        ("The mayor is to accuse the riders in court.", "accuse", "future"),
        ("It is vital to accuse the riders in court.", "accuse", "actual"),
        ('"I will accuse nobody," the mayor said.', "accuse", "actual"),
    ],
)
def test_status_of_a_charge_that_is_announced_is_future(text: str, word: str, status: str) -> None:
    assert status_of(text, word, "ACCUSE") == status


@pytest.mark.parametrize("kind", ["REJECT", "THREATEN"])
def test_status_of_a_refusal_or_threat_is_of_the_day_it_is_said(kind: str) -> None:
    assert status_of("The riders said they will defy the king.", "defy", kind) == "actual"


@pytest.mark.parametrize(
    ("text", "word", "kind", "status"),
    [
        ("Arnor plans to impose martial law in Bree.", "law", "COERCE", "future"),
        ("Arnor managed to impose martial law in Bree.", "law", "COERCE", "actual"),
        ("Guards foiled a plot to bomb the bridge at Bree.", "bomb", "ASSAULT", "future"),
        ("Two men were accused of plotting attacks on the harbour.", "attacks", "ASSAULT", "future"),
        ("The captain who planned the ambush at Bree fled.", "ambush", "ASSAULT", "actual"),
        ("The king said the bombings would not prevent his visit.", "bombings", "ASSAULT", "actual"),
        ("The king said the bombings would begin on Friday.", "bombings", "ASSAULT", "future"),
        ("The envoys of Rohan are scheduled to meet the king.", "scheduled", "CONSULT", "future"),
        ("Arnor does not plan to storm the fort.", "plan", "ASSAULT", "negated"),
        ("No agreement was reached at the talks in Bree.", "reached", "AGREE", "negated"),
        ("An agreement was reached at the talks in Bree.", "reached", "AGREE", "actual"),
        ("The envoys left for talks to be held in Bree.", "talks", "CONSULT", "future"),
        ("The envoys left after talks held in Bree.", "talks", "CONSULT", "actual"),
        ("The envoys spoke about the talks scheduled for Friday.", "talks", "CONSULT", "future"),
        ("The mayor was hurt in the ambush set by riders.", "ambush", "ASSAULT", "actual"),
        ("The king spoke ahead of a meeting with the envoys.", "meeting", "CONSULT", "future"),
        ("The king spoke ahead of the envoys at a meeting.", "meeting", "CONSULT", "actual"),
    ],
)
def test_status_of_what_is_planned_or_awaited_is_future(text: str, word: str, kind: str, status: str) -> None:
    assert status_of(text, word, kind) == status


@pytest.mark.parametrize(
    ("text", "word", "kind", "status"),
    [
        ("Gondor denied on Monday that it had agreed to a truce.", "agreed", "AGREE", "negated"),
        ("Gondor denied on Monday that it had agreed to a truce.", "truce", "AGREE", "negated"),
        ("Gondor dismissed reports that Rohan had signed a truce.", "signed", "AGREE", "negated"),
        ("Nothing was agreed on Monday, Gondor said.", "agreed", "AGREE", "negated"),
        ("Gondor denied that its men had broken the truce.", "truce", "RETREAT", "actual"),
        ("Gondor denied the charge and agreed to a truce.", "agreed", "AGREE", "actual"),
        ("Gondor did not deny that it had agreed to a truce.", "agreed", "AGREE", "actual"),
        ("Gondor denied that its men had shelled Bree.", "shelled", "ASSAULT", "actual"),
    ],
)
def test_what_is_denied_was_not_agreed(text: str, word: str, kind: str, status: str) -> None:
    doc = analysed(text)
    assert read_status(doc, token_of(doc, word), EventType(kind))[0].value == status


@pytest.mark.parametrize(
    ("text", "word", "status"),
    [
        ("The case is not linked to the guild, but shops at the ford were raided.", "raided", "actual"),
        ("The rebels have not been fined or raided.", "raided", "negated"),
        ("The riders did not only search the mill but raided the inn.", "raided", "actual"),
        ("The riders did not stop and raided the inn.", "raided", "actual"),
    ],
)
def test_status_is_not_negated_by_the_not_of_another_clause(text: str, word: str, status: str) -> None:
    assert status_of(text, word, "COERCE") == status


@pytest.mark.parametrize(
    ("text", "word", "kind", "status"),
    [
        ("No one wants to stay in the valley.", "wants", "REJECT", "actual"),
        ("Neither side has withdrawn from the pact.", "withdrawn", "REJECT", "negated"),
        ("The council will not lift the embargo on Mordor.", "embargo", "SANCTION", "actual"),
        ("The council will impose an embargo on Mordor.", "embargo", "SANCTION", "future"),
        ("The envoys will investigate the killing of two herders.", "killing", "ASSAULT", "actual"),
        ("He will be tried for the bombings of two inns.", "bombings", "ASSAULT", "actual"),
    ],
)
def test_status_of_what_is_there_already_is_not_that_of_what_is_done_about_it(
    text: str, word: str, kind: str, status: str
) -> None:
    assert status_of(text, word, kind) == status


@pytest.mark.parametrize(
    ("text", "word", "kind", "status"),
    [
        ("Talks scheduled for Monday were derailed by a quarrel.", "Talks", "CONSULT", "negated"),
        ("A meeting planned for May in Bree fell through.", "meeting", "CONSULT", "negated"),
        ("The talks in Bree never started.", "talks", "CONSULT", "negated"),
        ("Rohan called off a visit to Gondor.", "visit", "CONSULT", "negated"),
        ("Rohan will not call off a visit to Gondor.", "visit", "CONSULT", "future"),
        ("The smiths called off their strike.", "strike", "PROTEST", "actual"),
        ("Two raids near the ford were not carried out.", "raids", "ASSAULT", "negated"),
    ],
)
def test_status_of_what_came_to_nothing_is_negated(text: str, word: str, kind: str, status: str) -> None:
    assert status_of(text, word, kind) == status


@pytest.mark.parametrize(
    ("text", "word", "status"),
    [
        ("Eight men were arrested at the inn and are held until Sunday.", "arrested", "actual"),
        ("Eight men are to be arrested on Sunday.", "arrested", "future"),
        ("The steward imposed a curfew after the clashes at the ford.", "clashes", "actual"),
        ("The smiths announced a march on Sunday.", "march", "future"),
    ],
)
def test_status_of_a_deed_told_as_done_is_not_put_off_by_a_day_ahead(text: str, word: str, status: str) -> None:
    doc = analysed(text)
    head = token_of(doc, word)
    event = EventMention(head.span, head.sent, EventType.COERCE, None, Status.ACTUAL)
    assert status_on(doc, event, date(2024, 8, 25), date(2024, 8, 25)).value == status


@pytest.mark.parametrize(
    ("text", "word", "status"),
    [
        ("The steward is struggling to broker a deal between the reeves.", "deal", "future"),
        ("There is a good chance of reaching an agreement at the fair.", "agreement", "future"),
        ("The reeves are close to signing a pact on the ford.", "pact", "future"),
        ("He made a gesture to help reach a deal.", "deal", "future"),
        ("The steward persuaded both reeves to sign a pact.", "pact", "actual"),
        ("The reeves parted after reaching an agreement.", "agreement", "actual"),
        ("The reeves reached an agreement.", "agreement", "actual"),
    ],
)
def test_status_of_a_deal_still_to_be_made_is_future(text: str, word: str, status: str) -> None:
    assert status_of(text, word, "AGREE") == status


@pytest.mark.parametrize(
    ("text", "word", "kind", "status"),
    [
        ("The two reeves failed to agree on a list of captives.", "agree", "AGREE", "negated"),
        ("The two reeves failed to reach an accord on the ford.", "accord", "AGREE", "negated"),
        ("The two reeves did not fail to agree.", "agree", "AGREE", "actual"),
        ("The talks failed to end the siege.", "talks", "CONSULT", "actual"),
        ("The riders failed to kill the reeve.", "kill", "ASSAULT", "actual"),
    ],
)
def test_status_of_what_one_failed_to_do_is_negated(text: str, word: str, kind: str, status: str) -> None:
    assert status_of(text, word, kind) == status
