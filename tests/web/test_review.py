from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape
from typing import Any
from urllib.parse import quote

import pytest

pytest.importorskip("fastapi")
from fastapi.testclient import TestClient

from tests.fake_coder import code, report
from tests.web.conftest import BASE
from tests.web.team import add_people, log_in, token
from truceline.domain.events import Event
from truceline.domain.reviews import Decision
from truceline.run.record import read_fused
from truceline.store import Reviews, Store
from truceline.web.app import create_app

TEXT = "Gondor made a raid on Mordor near Bree. Mordor broke the truce. The talks of Gondor 🕊 with Arnor go on."


def fields_of(html: str) -> dict[str, list[str]]:
    """What a browser would send of the review form, without any button."""
    form = html.split('id="review"', 1)[1].split("</form>", 1)[0]
    found: dict[str, list[str]] = {}
    for tag in re.findall(r"<input [^>]*>", form):
        name = re.search(r'name="([^"]*)"', tag)
        value = re.search(r'value="([^"]*)"', tag)
        if name and ('type="checkbox"' not in tag or "checked" in tag):
            found.setdefault(name.group(1), []).append(unescape(value.group(1)) if value else "")
    for name, options in re.findall(r'<select name="([^"]*)"[^>]*>(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)" selected>', options)
        first = re.search(r'<option value="([^"]*)"', options)
        value = chosen or first
        found.setdefault(name, []).append(unescape(value.group(1)) if value else "")
    return found


def path_of(event: Event) -> str:
    return f"/review/event/{event.report_id}/{event.id}"


@pytest.fixture
def events(db: str) -> tuple[Event, ...]:
    with Store.open(db) as store:
        one = report(TEXT, outlet="Minas Post", source_id="post-1")
        coded = code(one)
        store.write_coded(one, coded)
    return coded.events


@pytest.fixture
def client(db: str, events: tuple[Event, ...]) -> Iterator[TestClient]:
    with TestClient(create_app(db, local_name="Éowyn"), base_url=BASE) as made:
        yield made


def send(client: TestClient, event: Event, decision: str, **changed: Any) -> Any:
    form = fields_of(client.get(path_of(event)).text) | {"decision": [decision]}
    form |= {name: value if isinstance(value, list) else [value] for name, value in changed.items()}
    return client.post(path_of(event), data=form, follow_redirects=False)


def stored(client: TestClient) -> Store:
    return client.app.state.store  # type: ignore[attr-defined, no-any-return]


def test_review_desk_lists_what_waits_with_reasons(client: TestClient) -> None:
    text = client.get("/review").text
    assert re.search(r"Events <span[^>]*>\d+ waiting", text)
    assert "the machine is" in text
    assert 'href="/review/next"' in text


def test_review_page_shows_words_with_offsets_reading_and_reason(client: TestClient, events: tuple[Event, ...]) -> None:
    text = client.get(path_of(events[0])).text
    start = TEXT.index("raid")
    assert f'<span data-s="{start}" class="m f-trigger" title="type">raid</span>' in text
    assert "the word “raid”" in text
    assert "4 killed" in text
    for key in "acrun":
        assert f'data-key="{key}"' in text
    assert client.get(f"/review?event={quote(events[0].ref)}", follow_redirects=False).headers["location"] == path_of(
        events[0]
    )


@pytest.mark.parametrize(("decision", "kept"), [("accept", "accepted"), ("reject", "rejected"), ("unsure", "unsure")])
def test_review_decision_is_saved_at_once_and_leads_to_the_next(
    client: TestClient, events: tuple[Event, ...], decision: str, kept: str
) -> None:
    answer = send(client, events[0], decision, note="looked twice")
    assert answer.status_code == 303
    assert path_of(events[0]) not in answer.headers["location"]
    ((_, review),) = Reviews(stored(client)).of_event(events[0].ref).values()
    assert (review.decision, review.by, review.note) == (kept, "Éowyn", "looked twice")
    text = client.get(answer.headers["location"]).text
    assert f"You {kept}" in text
    assert "Undo" in text


def test_review_correction_claims_only_what_was_changed(client: TestClient, events: tuple[Event, ...]) -> None:
    form = fields_of(client.get(path_of(events[0])).text)
    names = ["Arnor", *form["recipients.name"]]
    records = ["", *form["recipients.record"]]
    answer = send(
        client, events[0], "correct", weapon="axes", **{"recipients.name": names, "recipients.record": records},
        spans=json.dumps({"weapon": [TEXT.index("near"), TEXT.index("near") + 4]}),
    )  # fmt: skip
    assert answer.status_code == 303
    event = stored(client).get_event(events[0].ref)
    people = {c.field: c for c in event.claims if c.by}
    assert set(people) == {"weapon", "recipients"}
    assert people["weapon"].words == "near"
    assert [e.name for e in event.recipients] == ["Arnor", "Mordor"]
    arnor, mordor = event.recipients
    assert arnor.mention is not None
    assert arnor.mention.of(TEXT) == "Arnor"
    assert mordor == events[0].recipients[0]


def test_review_form_without_a_change_says_so_and_keeps_nothing(client: TestClient, events: tuple[Event, ...]) -> None:
    answer = send(client, events[0], "correct")
    assert answer.status_code == 400
    assert "No field was changed" in answer.text
    assert Reviews(stored(client)).history() == []


def test_review_bad_value_is_said_and_the_form_keeps_what_was_typed(
    client: TestClient, events: tuple[Event, ...]
) -> None:
    bad = {"date.start": "2024-08-21", "date.end": "2024-08-01", "date.precision": "interval"}
    answer = send(client, events[0], "correct", weapon="axes <b>", **bad)
    assert answer.status_code == 400
    assert "ends before it starts" in answer.text
    form = fields_of(answer.text)
    assert form["weapon"] == ["axes <b>"]
    assert form["date.end"] == ["2024-08-01"]
    assert 'class="editing"' in answer.text
    assert stored(client).info()["claims_by_people"] == 0


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"type": "PARTY"}, "there are"), ({"mode": "phone"}, "no mode"), ({"harm.min": ["x", ""]}, "no whole number"),
        ({"actors.record": ["{", ""]}, "damaged"), ({"place.precision": "9"}, "precision"),
        ({"spans": '{"weapon": [0, 99999]}', "weapon": "x"}, "not in the text"),
        ({"weapon": "x" * 301}, "longer"), ({"decision": "explode"}, "there are"),
        ({"take": "99"}, "no longer there"), ({"take": "x"}, "no longer there"),
    ],
)  # fmt: skip
def test_review_hostile_or_broken_form_writes_nothing(
    client: TestClient, events: tuple[Event, ...], changed: dict[str, Any], words: str
) -> None:
    answer = send(client, events[0], **({"decision": "correct"} | changed))
    assert answer.status_code == 400
    assert words in unescape(answer.text)
    assert Reviews(stored(client)).history() == []


def test_review_type_changes_and_the_old_mode_falls_away(client: TestClient, events: tuple[Event, ...]) -> None:
    send(client, events[0], "correct", mode="drone")
    assert stored(client).get_event(events[0].ref).mode == "drone"
    send(client, events[0], "correct", type="AID")
    event = stored(client).get_event(events[0].ref)
    assert (event.type, event.mode) == ("AID", None)


def test_review_new_place_gets_its_point_from_the_gazetteer(client: TestClient, events: tuple[Event, ...]) -> None:
    if not client.get("/review/places?name=Baghdad").json():
        pytest.skip("the gazetteer is not built here")
    send(client, events[0], "correct", **{"place.name": "Baghdad", "place.country": "IQ", "place.precision": ""})
    place = stored(client).get_event(events[0].ref).place
    assert place is not None
    assert (place.name, place.country) == ("Baghdad", "IQ")
    assert place.lat == pytest.approx(33.3, abs=0.3)


def test_review_undo_takes_the_correction_back_and_history_shows_both(
    client: TestClient, events: tuple[Event, ...]
) -> None:
    location = send(client, events[0], "correct", weapon="axes").headers["location"]
    page = client.get(location).text
    undo = page.split('id="undo"', 1)[1].split("</form>", 1)[0]
    form = dict(re.findall(r'name="([^"]*)" value="([^"]*)"', undo))
    assert client.post("/review/undo", data=form, follow_redirects=False).status_code == 303
    assert stored(client).get_event(events[0].ref).weapon == "spears"
    assert client.post("/review/undo", data=form).status_code == 404
    history = client.get("/review/history").text
    assert "corrected Weapon" in history
    assert "taken back by" in history


def test_review_another_reading_is_taken_at_one_press(client: TestClient, db: str) -> None:
    from dataclasses import replace

    from truceline.domain.claims import Claim

    one = report("Arnor made a raid on Rohan.")
    coded = code(one)
    later = {"start": "2024-08-19", "end": "2024-08-19", "precision": "day"}
    other = Claim("date", later, "", None, "five", "1", 0.4, "a second date", chosen=False)
    event = replace(coded.events[0], claims=(*coded.events[0].claims, other))
    stored(client).write_coded(one, replace(coded, events=(event,)))
    page = client.get(path_of(event)).text
    (number,) = re.findall(r'name="take" value="(\d+)"', page)
    answer = send(client, event, "accept", take=number)
    assert path_of(event) in answer.headers["location"]
    found = stored(client).get_event(event.ref).date
    assert found is not None
    assert found.start.day == 19


def test_review_of_what_another_decided_meanwhile_is_refused_and_the_form_kept(
    client: TestClient, events: tuple[Event, ...]
) -> None:
    form = fields_of(client.get(path_of(events[0])).text)
    Reviews(stored(client)).decide(events[0].ref, Decision.REJECTED, "Faramir")
    data = form | {"decision": ["correct"], "weapon": ["axes"]}
    answer = client.post(path_of(events[0]), data=data)
    assert answer.status_code == 409
    assert "Faramir rejected it" in answer.text
    assert fields_of(answer.text)["weapon"] == ["axes"]
    again = fields_of(answer.text) | {"decision": ["correct"]}
    assert client.post(path_of(events[0]), data=again, follow_redirects=False).status_code == 303
    assert set(Reviews(stored(client)).of_event(events[0].ref)) == {"Faramir", "Éowyn"}


def test_review_next_leaves_an_event_for_later(client: TestClient) -> None:
    first = client.get("/review/next", follow_redirects=False).headers["location"]
    _, _, _, report_id, event_id = first.split("?")[0].split("/")
    after = quote(f"{report_id}#{event_id}")
    second = client.get(f"/review/next?after={after}", follow_redirects=False).headers["location"]
    assert second != first
    assert client.get("/review/next", follow_redirects=False).headers["location"] == first


def test_review_goes_on_until_nothing_waits(client: TestClient) -> None:
    for _ in range(50):
        location = client.get("/review/next", follow_redirects=False).headers["location"]
        if location.startswith("/review?"):
            break
        form = fields_of(client.get(location).text) | {"decision": ["accept"]}
        assert client.post(location, data=form, follow_redirects=False).status_code == 303
    assert "Nothing waits for you" in client.get("/review").text


def test_review_pair_is_judged_and_incidents_follow(client: TestClient) -> None:
    for text, day, outlet in (
        ("Gondor made a raid on Mordor near Bree at dawn with many riders.", "2024-08-21", "Minas Post"),
        ("A raid on Arnor was heard of.", "2024-08-25", "Bree Herald"),
    ):
        one = report(text, day, outlet=outlet)
        stored(client).write_coded(one, code(one))
    location = client.get("/review/pairs", follow_redirects=False).headers["location"]
    assert location.startswith("/review/pair?")

    def judge(verdict: str) -> tuple[dict[str, str], int]:
        """(the form that was sent, number of the judgement)."""
        page = client.get(location).text.split('class="actions"')[1]
        form = dict(re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', page))
        answer = client.post("/review/pair", data=form | {"verdict": verdict}, follow_redirects=False)
        assert answer.status_code == 303
        ((number, judgement),) = stored(client).judgements()
        assert (judgement.verdict, judgement.by) == (verdict, "Éowyn")
        pair = {judgement.left, judgement.right}
        together = sum(pair <= set(i.events) for i in read_fused(stored(client)).incidents)
        assert together == (verdict == "same")
        return form, number

    form, number = judge("different")
    stale = client.post("/review/pair", data=form | {"verdict": "same"})
    assert stale.status_code == 409
    undo = {"csrf_token": form["csrf_token"], "kind": "judgement", "number": str(number), "back": "/review"}
    assert client.post("/review/undo", data=undo, follow_redirects=False).headers["location"] == "/review"
    assert stored(client).judgements() == []
    form, _ = judge("same")
    assert client.post("/review/pair", data=form | {"verdict": "perhaps"}).status_code == 400


def test_review_hostile_text_is_shown_as_text(client: TestClient) -> None:
    text = "Gondor <script>alert(1)</script> made a\r\n raid\x00 on \u202eMordor</div>\ud800 & “Arnor”."
    one = report(text, outlet="<b>Post")
    coded = code(one)
    stored(client).write_coded(one, coded)
    page = client.get(path_of(coded.events[0])).text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page
    shown = page.split('class="say"', 1)[1].split("</div>", 1)[0]
    pieces = re.findall(r'<span data-s="(\d+)"[^>]*>([^<]*)</span>', shown)
    place = int(pieces[0][0])
    for start, words in pieces:
        assert int(start) == place, "a character was lost or added"
        place += len(unescape(words))
    assert place == len(text)
    assert not set("\r\x00\u202e\ud800") & set(unescape(shown))


def test_review_very_long_report_is_cut_around_the_event(client: TestClient) -> None:
    text = "Nothing happened here today. " * 5000 + "Gondor made a raid on Mordor. " + "Nothing else. " * 5000
    one = report(text)
    coded = code(one)
    stored(client).write_coded(one, coded)
    page = client.get(path_of(coded.events[0])).text
    assert "a part of it" in page
    assert len(page) < 400_000


# -- people ----------------------------------------------------------------------------------------------------


@pytest.fixture
def shared(db: str, events: tuple[Event, ...]) -> Iterator[TestClient]:
    add_people(db)
    with TestClient(create_app(db, team=True), base_url=BASE) as made:
        yield made


def test_review_reader_looks_and_cannot_decide(shared: TestClient, events: tuple[Event, ...]) -> None:
    log_in(shared, "Pippin")
    page = shared.get(path_of(events[0])).text
    assert "You are a reader" in page
    assert 'name="decision"' not in page.split('class="sr"')[-1]
    csrf = token(shared)
    for path, data in (
        (path_of(events[0]), {"decision": "accept"}),
        ("/review/pair", {"left": events[0].ref, "right": events[1].ref, "verdict": "same"}),
        ("/review/undo", {"kind": "review", "number": "1"}),
        ("/review/samples", {"name": "x", "size": "2", "seed": "1"}),
    ):
        assert shared.post(path, data=data | {"csrf_token": csrf}).status_code == 403
    assert Reviews(stored(shared)).history() == []
    assert Reviews(stored(shared)).samples() == []


def test_review_coder_takes_back_own_decisions_alone_and_a_lead_all(
    shared: TestClient, events: tuple[Event, ...]
) -> None:
    number = Reviews(stored(shared)).decide(events[0].ref, Decision.REJECTED, "Éowyn")
    data = {"kind": "review", "number": str(number), "back": "/review/history"}
    log_in(shared, "Faramir")
    refused = shared.post("/review/undo", data=data | {"csrf_token": token(shared)})
    assert refused.status_code == 403
    assert "by Éowyn" in refused.text
    shared.post("/logout", data={"csrf_token": token(shared)})
    log_in(shared, "Aragorn")
    assert "Take back" in shared.get("/review/history").text
    assert shared.post("/review/undo", data=data | {"csrf_token": token(shared)}).status_code == 200
    (deed,) = Reviews(stored(shared)).history()
    assert deed.withdrawn_by == "Aragorn"
    assert "took back" in shared.get("/audit").text


def test_review_sample_is_blind_and_agreement_is_shown(shared: TestClient) -> None:
    log_in(shared, "Faramir")
    shared.post("/review/samples", data={"csrf_token": token(shared), "name": "august", "size": "2", "seed": "1"})
    refs = Reviews(stored(shared)).sample("august")
    for n, ref in enumerate(refs):
        location = shared.get("/review/next?sample=august", follow_redirects=False).headers["location"]
        assert ref.replace("#", "/") in location
        form = fields_of(shared.get(location).text) | {"decision": ["correct"], "weapon": [f"pike {n}"]}
        assert form["sample"] == ["august"]
        assert shared.post(location, data=form, follow_redirects=False).status_code == 303
    shared.post("/logout", data={"csrf_token": token(shared)})
    log_in(shared, "Éowyn")
    for _ in refs:
        location = shared.get("/review/next?sample=august", follow_redirects=False).headers["location"]
        page = shared.get(location).text
        assert "pike" not in page
        assert "Faramir" not in page.split("<main", 1)[1].split('class="keys"')[0]
        shared.post(location, data=fields_of(page) | {"decision": ["accept"]})
    table = shared.get("/review/agreement?a=Faramir&b=%C3%89owyn&sample=august").text
    row = re.search(r"Weapon</th><td[^>]*>(\d+)</td><td[^>]*>(\d+)</td>", table)
    assert row is not None
    assert row.groups() == ("2", "0")


def test_review_decisions_come_as_a_file(shared: TestClient, events: tuple[Event, ...]) -> None:
    Reviews(stored(shared)).decide(events[0].ref, Decision.ACCEPTED, "Éowyn")
    log_in(shared, "Pippin")
    answer = shared.get("/review/decisions.jsonl")
    assert "attachment" in answer.headers["content-disposition"]
    (line,) = answer.text.splitlines()
    assert json.loads(line)["by"] == "Éowyn"
