"""What the words around a truce do to it, whichever of them was read as the trigger."""

from dataclasses import replace

import pytest

from tests.extract.analysed import analysed
from tests.extract.test_truce_acts import mention_of
from truceline.domain.codes import TruceAction
from truceline.errors import BadData
from truceline.extract.truce_acts import may_do_to_a_truce, rescue_truce_acts, settle_truce_mentions
from truceline.extract.truce_types import retype_truce_mention
from truceline.resources import truce_deeds

TOLD = [
    # lifted, frozen, put on hold: the opposite of declared
    ("The rebels lifted their unilateral ceasefire.", "unilateral ceasefire", "CONCEDE", "REJECT", "ended"),
    ("The ceasefire was lifted on Monday by the front.", "ceasefire", "RETREAT", "REJECT", "ended"),
    ("The truce came to an end at midnight.", "truce", "RETREAT", "REJECT", "ended"),
    ("The clans walked away from the ceasefire with Gondor.", "ceasefire", "RETREAT", "REJECT", "ended"),
    ("The clans withdrew from the truce on Monday.", "truce", "RETREAT", "REJECT", "ended"),
    ("The clans withdrew from the ceasefire line.", "ceasefire", "RETREAT", "RETREAT", None),
    ("An air strike put an end to a three-week truce.", "truce", "RETREAT", "REJECT", "ended"),
    ("The riders froze their truce with Dunland.", "truce", "CONCEDE", "REJECT", "suspended"),
    ("Gondor put its truce with the clans on hold.", "truce", "CONCEDE", "REJECT", "suspended"),
    ("The clans announced the suspension of their truce.", "announced", "CONCEDE", "REJECT", "suspended"),
    ("The riders tore up their truce with Dunland.", "truce", "RETREAT", "REJECT", "ended"),
    ("The fighting rips up a truce with Dunland.", "rips", "REJECT", "REJECT", None),
    ("The clans denounced the truce as a surrender.", "truce", "AGREE", "AGREE", None),
    ("The clans asked for aid in the truce, which runs out on Monday.", "runs", "RETREAT", "RETREAT", "in_effect"),
    ("The truce ran out on Monday.", "ran out", "REJECT", "REJECT", "ended"),
    ("There is no truce in the valley any more.", "truce", "REJECT", "REJECT", "ended"),
    ("There is no truce in the valley.", "truce", "REJECT", "REJECT", "rejected"),
    ("The clans proposed to extend the truce by a month.", "proposed", "AGREE", "AGREE", "proposed"),
    ("The clans said they would accept a truce on fair terms.", "accept", "AGREE", "AGREE", "proposed"),
    ("The clans accepted a truce.", "accepted", "AGREE", "AGREE", "agreed"),
    ("The truce would stand for another month, the clans said.", "stand", "RETREAT", "RETREAT", "extended"),
    ("The riders may lift their ceasefire, a captain said.", "ceasefire", "RETREAT", "RETREAT", None),
    ("The riders threatened to lift their ceasefire.", "ceasefire", "RETREAT", "RETREAT", None),
    ("The truce has not been suspended, a captain said.", "truce", "RETREAT", "RETREAT", "in_effect"),
    # put back in force
    ("The clans restored their ceasefire on Monday.", "ceasefire", "CONCEDE", "CONCEDE", "restored"),
    ("The truce was reinstated on Monday.", "truce", "RETREAT", "AGREE", "restored"),
    ("The clans announced the resumption of their truce.", "truce", "RETREAT", "AGREE", "restored"),
    ("Rohan and Gondor agreed to return to the ceasefire.", "agreed", "AGREE", "AGREE", "restored"),
    ("The clans renewed their ceasefire, which had lapsed in May.", "ceasefire", "CONCEDE", "CONCEDE", "restored"),
    ("The clans reactivated their suspended ceasefire.", "suspended ceasefire", "REJECT", "CONCEDE", "restored"),
    ("The clans renewed their ceasefire for a month.", "renewed", "CONCEDE", "CONCEDE", "extended"),
    ("The clans refused to restore the ceasefire.", "ceasefire", "RETREAT", "RETREAT", None),
    ("The clans renewed their truce of 1994, which had ended with a bomb.", "renewed", "AGREE", "CONCEDE", "restored"),
    ("The clans resumed their truce, suspended last month.", "truce, suspended", "REJECT", "CONCEDE", "restored"),
    ("The clans no longer consider themselves bound by the truce.", "truce", "RETREAT", "REJECT", "ended"),
    ("The clans no longer consider themselves bound by the truce.", "no longer consider", "REJECT", "REJECT", "ended"),
    ("The clans are not bound by the truce, a captain said.", "truce", "RETREAT", "RETREAT", "in_effect"),
    ("Gondor revoked its suspension of offensive operations.", "revoked", "SANCTION", "REJECT", "ended"),
    ("Gondor revoked its suspension of flights.", "revoked", "SANCTION", "SANCTION", None),
    ("The clans stuck to their unilateral truce.", "unilateral truce", "CONCEDE", "RETREAT", "in_effect"),
    ("The clans will observe a unilateral truce.", "unilateral truce", "CONCEDE", "CONCEDE", "declared"),
    ("A truce would save lives, the healer said.", "truce", "RETREAT", "RETREAT", None),
    ("The truce would begin at dawn, a captain said.", "truce", "RETREAT", "RETREAT", "in_effect"),
    # prolonged in other words
    ("Rohan and Gondor added two days to their truce.", "truce", "RETREAT", "RETREAT", "extended"),
    ("The clans rolled over their ceasefire for two months.", "rolled over", "REJECT", "CONCEDE", "extended"),
    # broken, as somebody says
    ("The riders did not respect the truce, Gondor said.", "respect", "REJECT", "ACCUSE", "violated"),
    ("The riders failed to observe the truce, Gondor said.", "truce", "RETREAT", "ACCUSE", "violated"),
    ("The riders trampled on the truce, Gondor said.", "truce", "RETREAT", "ACCUSE", "violated"),
    ("The riders will not respect the truce, their captain said.", "respect", "REJECT", "REJECT", "rejected"),
    ("The riders respected the truce, Gondor said.", "respected", "RETREAT", "RETREAT", "in_effect"),
    # offered, taken up, turned down
    ("The clans floated a ten-day truce.", "truce", "AGREE", "AGREE", "proposed"),
    ("The clans put forward a plan for a truce.", "truce", "AGREE", "AGREE", "proposed"),
    ("Gondor said yes to a plan for a truce.", "truce", "AGREE", "AGREE", "agreed"),
    ("The clans settled on a truce.", "truce", "AGREE", "AGREE", "agreed"),
    ("Gondor said no to a truce.", "truce", "REJECT", "REJECT", "rejected"),
    ("Gondor brushed an appeal for a truce aside.", "appeal", "REQUEST", "REJECT", "rejected"),
    ("Gondor brushed Rohan's appeal for a truce aside.", "appeal", "REQUEST", "REQUEST", "proposed"),
    ("The clans called a truce on Monday.", "called", "REQUEST", "CONCEDE", "declared"),
    # its own clause tells of its making, whatever became of it
    ("The riders had broken the truce signed in May.", "truce signed", "AGREE", "AGREE", "agreed"),
    ("It was a breach of a truce that had held since May.", "held", "RETREAT", "RETREAT", "in_effect"),
    # only named, or turned round to mean if
    ("Rohan and Gondor were close to a truce.", "truce", "RETREAT", "RETREAT", None),
    ("Rohan denied that there was any truce.", "truce", "RETREAT", "RETREAT", None),
    ("The truce was never felt in Bree.", "truce", "RETREAT", "RETREAT", None),
    ("Talks about a truce made no progress.", "truce", "AGREE", "AGREE", None),
    ("The text of the truce agreement was published.", "agreement", "AGREE", "AGREE", None),
    ("Rohan is a party to the ceasefire agreement.", "agreement", "AGREE", "AGREE", None),
    ("The armistice is 22 years old this Thursday.", "armistice", "AGREE", "AGREE", None),
    ("Had the ceasefire been kept, thousands would be alive.", "ceasefire", "RETREAT", "RETREAT", None),
    ("Should Rohan and Gondor agree on a truce, aid will flow.", "agree", "AGREE", "AGREE", None),
    ("The riders, a captain said, had agreed to a truce.", "agreed", "AGREE", "AGREE", "agreed"),
    # said without the word
    ("Rohan and Gondor agreed that all firing shall cease.", "agreed", "AGREE", "AGREE", "agreed"),
    ("Rohan and Gondor agreed to silence their guns.", "agreed", "AGREE", "AGREE", "agreed"),
    ("The shooting stopped at noon.", "stopped", "RETREAT", "RETREAT", None),
    # without arms
    ("Rohan and Gondor agreed on a truce in their trade war.", "agreed", "AGREE", "AGREE", None),
    ("They agreed on a media truce to stop attacking each other in print.", "agreed", "AGREE", "AGREE", None),
    ("The union and the airline agreed to a truce in their pay dispute.", "agreed", "AGREE", "AGREE", None),
    ("The two football clubs signed a truce.", "signed a truce", "AGREE", "AGREE", None),
    ("Rohan and Gondor agreed on a truce in their border war.", "agreed", "AGREE", "AGREE", "agreed"),
    ("Two militias agreed on a truce in their fight over the port.", "agreed", "AGREE", "AGREE", "agreed"),
]


@pytest.mark.parametrize(("text", "trigger", "kind", "told", "act"), TOLD, ids=[f"{t[0]} [{t[1]}]" for t in TOLD])
def test_deed_of_the_word_over_the_truce(text: str, trigger: str, kind: str, told: str, act: str | None) -> None:
    doc = analysed(text)
    read = retype_truce_mention(doc, mention_of(doc, trigger, kind))
    assert (read.type, read.truce_action) == (told, act), read.reason


def test_a_truce_without_arms_is_none_for_the_model_either_nor_where_it_is_named_again() -> None:
    doc = analysed("Rohan and Gondor agreed on a truce in their trade war. The truce was signed on Monday.")
    agreed, signed = mention_of(doc, "agreed", "AGREE"), mention_of(doc, "signed", "AGREE")
    assert (agreed.truce_action, signed.truce_action) == (None, None)
    assert not may_do_to_a_truce(doc, replace(agreed, no_truce_act=False), TruceAction.AGREED)


def test_fighting_that_resumes_after_a_truce_puts_none_in_force() -> None:
    doc = analysed("After a six-month truce, fighting between the clans resumed on Tuesday.")
    resumed = replace(mention_of(doc, "resumed", "RETREAT"), no_truce_act=False)
    assert not may_do_to_a_truce(doc, resumed, TruceAction.IN_EFFECT)


def test_a_truce_whose_offer_was_turned_down_is_not_declared() -> None:
    doc = analysed("The riders turned down an offer of a truce.")
    refused = replace(mention_of(doc, "turned down", "REJECT"), score=0.9)
    declared = replace(mention_of(doc, "a truce", "CONCEDE"), score=0.9)
    assert refused.truce_action == "rejected"
    assert settle_truce_mentions(doc, (refused, declared), least=0.4) == (refused,)


def test_a_broken_row_of_deeds_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken:
        def joinpath(self, name: str) -> "Broken":
            return self

        def read_text(self, encoding: str) -> str:
            return "act\tslot\twords\twith\nfrozen\tobject\tfreeze\t\n"

    monkeypatch.setattr(truce_deeds, "files", lambda package: Broken())
    truce_deeds._shipped.cache_clear()
    with pytest.raises(BadData, match=r"truce_deeds\.tsv:2"):
        truce_deeds.TruceDeeds.load()
    truce_deeds._shipped.cache_clear()


def test_what_the_rules_alone_read_is_not_brought_back_as_the_opposite_of_what_it_says() -> None:
    doc = analysed("The riders on Monday declared their ceasefire over.")
    told = replace(mention_of(doc, "declared their ceasefire", "CONCEDE"), score=0.9)
    ended = retype_truce_mention(doc, told)
    assert ended.truce_action == "ended"
    assert rescue_truce_acts(doc, ((ended,),), (told,)) == ((ended,),)
