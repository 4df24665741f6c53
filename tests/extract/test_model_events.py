from tests.inference.fakes import document, fake_model
from truceline.domain.codes import EventType, Role, Status, TruceAction
from truceline.extract.model_events import read_event_mentions


def test_mention_names_trigger_type_and_stage():
    doc = document("Mordor attacked Osgiliath .")
    (mention,) = read_event_mentions(doc, fake_model())
    assert mention.trigger.of(doc.text) == "attacked"
    assert (mention.type, mention.status, mention.stage) == (EventType.ASSAULT, Status.ACTUAL, "events.model")
    assert 0.5 < mention.score < 1
    assert "ASSAULT" in mention.reason


def test_mode_is_one_that_the_type_allows():
    doc = document("Mordor attacked Osgiliath .", "Envoys met in Bree .")
    attack, meeting = read_event_mentions(doc, fake_model())
    assert attack.mode == "aerial"
    assert meeting.mode is None


def test_truce_act_is_read_only_where_it_is_likely():
    doc = document("Gondor declared a truce .", "Mordor attacked Osgiliath .")
    truce, attack = read_event_mentions(doc, fake_model())
    assert truce.truce_action is TruceAction.DECLARED
    assert attack.truce_action is None


def test_roles_are_spans_of_the_report():
    doc = document("Mordor attacked Osgiliath .")
    (mention,) = read_event_mentions(doc, fake_model())
    assert [(r.role, r.span.of(doc.text)) for r in mention.roles] == [(Role.ACTOR, "Mordor")]


def test_a_lower_floor_never_loses_a_mention():
    doc = document("Mordor attacked Osgiliath .", "Envoys met in Bree .")
    model = fake_model()
    few = {m.trigger for m in read_event_mentions(doc, model)}
    assert few <= {m.trigger for m in read_event_mentions(doc, model, floor=0.01)}


def test_probabilities_of_date_and_place_are_given():
    (mention,) = read_event_mentions(document("Envoys met in Bree ."), fake_model())
    assert mention.dated is not None
    assert mention.placed is not None
    assert 0 <= mention.dated <= 1
