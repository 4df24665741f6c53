import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from tests.inference.fakes import document, fake_model
from truceline.domain.codes import EventType
from truceline.errors import ModelError
from truceline.inference.arguments import LEAD
from truceline.inference.model import FILES, EventModel, OnnxNetwork

SHIPPED = Path(__file__).parents[2] / "src" / "truceline" / "models" / "events"


def test_read_finds_triggers_in_text_order_across_sentences():
    doc = document("Mordor attacked Osgiliath .", "Envoys met in Bree .")
    found = fake_model().read(doc)
    assert [doc.tokens[r.head].text for r in found] == ["attacked", "met"]


def test_empty_report_has_no_triggers():
    assert fake_model().read(document()) == []


def test_the_same_report_is_encoded_once():
    model, doc = fake_model(), document("Mordor attacked Osgiliath .")
    model.read(doc)
    model.read_at(doc, [0])
    assert model.network.n_encoded == 1
    model.read(document("Envoys met in Bree ."))
    assert model.network.n_encoded == 2


def test_a_title_is_read_but_never_a_trigger():
    doc = document("Envoys met in Bree .", title="Mordor attacked")
    assert [doc.tokens[r.head].text for r in fake_model().read(doc)] == ["met"]


def test_long_report_is_read_to_its_end():
    doc = document(*["Nothing at all went on in the Shire that day ."] * 60, "Mordor attacked Osgiliath .")
    model = fake_model()
    assert [doc.tokens[r.head].text for r in model.read(doc)] == ["attacked"]
    assert model.network.n_encoded > 1


def test_same_event_scores_take_mentions_of_any_stage():
    from truceline.extract.model_events import read_event_mentions

    doc = document("Mordor attacked Osgiliath .", "Orcs attacked at dawn .", "Envoys met in Bree .")
    model = fake_model()
    same = model.same_event_scores(doc, read_event_mentions(doc, model))
    assert same[0, 1] > 0.5 > same[0, 2]


def test_arguments_cover_every_token_and_are_zero_outside_the_window():
    from truceline.extract.model_events import read_event_mentions

    quiet = ["Nothing at all went on in the Shire that day ."] * 20
    doc = document("Envoys met in Bree .", *quiet, "Mordor attacked Bree .")
    model = fake_model()
    met, attacked = model.arguments(doc, read_event_mentions(doc, model))
    assert met.shape == attacked.shape == (len(doc.tokens), 7)
    assert met[0, 0] > 0.9
    assert attacked[:LEAD].any()  # the beginning of the report is read before every mention
    assert not attacked[LEAD:50].any()
    assert attacked.any()


def test_missing_folder_says_what_to_do(tmp_path):
    with pytest.raises(ModelError, match="Install truceline anew"):
        EventModel.load(tmp_path)


needs_model = pytest.mark.skipif(not (SHIPPED / "labels.json").exists(), reason="no model built yet")


@needs_model
def test_damaged_file_is_refused(tmp_path):
    for name in (*FILES, "labels.json"):
        shutil.copy(SHIPPED / name, tmp_path / name)
    with open(tmp_path / "pairs.onnx", "ab") as out:
        out.write(b"x")
    with pytest.raises(ModelError, match=r"pairs\.onnx is damaged"):
        EventModel.load(tmp_path)


@needs_model
def test_folder_of_another_format_is_refused(tmp_path):
    labels = json.loads((SHIPPED / "labels.json").read_text())
    (tmp_path / "labels.json").write_text(json.dumps(labels | {"format": 99}))
    with pytest.raises(ModelError, match="format 99"):
        EventModel.load(tmp_path)


@needs_model
def test_shipped_model_reads_an_attack_and_not_a_football_match():
    model = EventModel.load()
    attack = document("Rebels attacked an army post near the town of Dale on Monday , killing four soldiers .")
    found = model.read(attack)
    best = max(found, key=lambda r: r.score)
    assert model.labels["types"][int(np.argmax(best.type))] == EventType.ASSAULT
    match = document("Rovers won the cup final on Saturday with two late goals .")
    assert all(r.score < best.score for r in model.read(match))


@needs_model
def test_shipped_encoders_say_the_same_on_every_processor():
    """Numbers of an x86 without VNNI, where signed weights saturated and were 0.1 to 0.6 off. Anew with a new model."""
    network = OnnxNetwork(SHIPPED)
    ids = np.arange(2000, 2000 + 97 * 100, 97)[None]
    given = ids, np.ones_like(ids), np.arange(1, 91)[None]
    _, _, detect, kinds = network.encode(*given)
    assert np.allclose(detect[0, [5, 50, 60]], [-8.121, -9.699, -6.498], atol=0.06)
    assert np.allclose(kinds[0, [0, 3, 3], [5, 2, 12]], [0.238, 0.523, 0.617], atol=0.03)
    assert np.allclose(network.arguments(*given)[0, [0, 2], [1, 2], 0], [6.822, 6.717], atol=0.05)


def test_shipped_model_reads_the_same_report_the_same_way_twice():
    doc = document("The two sides agreed on a ceasefire in Dale on Monday .", "Envoys met again on Tuesday .")
    first, second = EventModel.load().read(doc), EventModel.load().read(doc)
    assert [(r.head, r.score, r.roles) for r in first] == [(r.head, r.score, r.roles) for r in second]
