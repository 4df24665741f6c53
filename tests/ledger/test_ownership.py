from __future__ import annotations

from dataclasses import replace

from tests.invented import coded, days, event, report
from tests.ledger.test_truces import GONDOR, declared, ended, on, one_truce, said
from truceline.domain.coded import CodedReport
from truceline.domain.codes import TruceState
from truceline.domain.truces import EntryKind, Truce
from truceline.fuse.assemble import fuse
from truceline.ledger.timeline import build_truces

FORCE, BROKEN, ENDED = TruceState.IN_FORCE, TruceState.VIOLATIONS_REPORTED, TruceState.ENDED


def own_truce(published: str, day: str, by: str, toward: str) -> CodedReport:
    sentence = f"The {by} declared a unilateral truce toward the {toward}"
    return said(published, "CONCEDE", "declared", day, sentence, actors=(by,), recipients=(toward,))


def truces_of(*reports: CodedReport) -> dict[str, Truce]:
    return {t.bound[0].name if t.bound else "": t for t in build_truces(reports, fuse(reports))}


def test_an_end_goes_to_the_truce_that_the_side_declared_itself() -> None:
    first = own_truce("3019-02-02", "3019-02-01", "Steward's Guard", "Hill Host")
    second = own_truce("3019-02-07", "3019-02-06", "Hill Host", "Steward's Guard")
    over = said("3019-05-02", "REJECT", "ended", "3019-05-01", "The Hill Host ended its truce", actors=("Hill Host",),
                recipients=())  # fmt: skip
    found = truces_of(first, second, over)
    assert set(found) == {"Steward's Guard", "Hill Host"}
    assert [on(found[k], "3019-05-03") for k in ("Steward's Guard", "Hill Host")] == [FORCE, ENDED]


def test_a_side_does_not_end_the_truce_that_the_other_declared() -> None:
    first = own_truce("3019-02-02", "3019-02-01", "Steward's Guard", "Hill Host")
    over = said("3019-05-02", "REJECT", "ended", "3019-05-01", "The Hill Host ended its truce", actors=("Hill Host",),
                recipients=())  # fmt: skip
    assert on(truces_of(first, over)["Steward's Guard"], "3019-05-03") is FORCE


def test_a_side_ends_the_truce_that_it_agreed_on() -> None:
    pact = said("3019-02-02", "AGREE", "agreed", "3019-02-01", "The Guard and the Hill Host agreed on a truce",
                actors=("Steward's Guard", "Hill Host"), recipients=())  # fmt: skip
    over = said("3019-05-02", "REJECT", "ended", "3019-05-01", "The Hill Host ended the truce", actors=("Hill Host",),
                recipients=())  # fmt: skip
    assert on(one_truce(pact, over), "3019-05-03") is ENDED


def test_a_dated_end_of_unnamed_sides_goes_to_the_one_truce_that_was_open_there() -> None:
    start = declared()
    over = said("3019-11-02", "REJECT", "ended", None, "The truce broke down in August", actors=(), recipients=())
    dated = coded(over.report, replace(over.events[0], date=days("3019-08-01", "3019-08-31")))
    assert on(one_truce(start, dated), "3019-09-15") is ENDED


def test_a_dated_end_of_unnamed_sides_ends_none_of_two_and_none_in_the_plural() -> None:
    start = said("3019-02-02", "AGREE", "agreed", "3019-02-01", "They agreed on a truce", actors=(GONDOR, "Harad"),
                 recipients=())  # fmt: skip
    other = said("3019-02-12", "CONCEDE", "declared", "3019-02-11", "The Hill Host declared a truce toward Rohan",
                 actors=("Hill Host",), recipients=("Rohan",))  # fmt: skip
    over = said("3019-08-22", "REJECT", "ended", "3019-08-20", "Several truces broke down", actors=(), recipients=())
    plain = replace(over.events[0], place=None)
    for reports in ((start, other, coded(over.report, plain)), (start, coded(over.report, plain))):
        found = build_truces(reports, fuse(reports))
        assert all(on(t, "3019-09-15") is FORCE for t in found if t.bound and t.in_force_from)


def test_a_call_for_a_truce_after_one_is_over_is_another_matter() -> None:
    call = said("3019-12-02", "REQUEST", "proposed", "3019-12-01", "The militias asked for an immediate truce")
    reports = (declared(), ended(), call)
    found = build_truces(reports, fuse(reports))
    assert sorted(on(t, "3019-12-05").value for t in found) == ["ended", "proposed"]


def test_a_call_to_keep_a_truce_is_of_that_truce() -> None:
    call = said("3019-08-25", "REQUEST", "proposed", "3019-08-24", "The militias offered to restore the truce")
    reports = (declared(), ended(), call)
    assert len(build_truces(reports, fuse(reports))) == 1


def test_a_breach_by_a_third_group_goes_to_the_truce_that_was_open_there() -> None:
    start = said("3019-02-02", "AGREE", "agreed", "3019-02-01", "They agreed on a truce", actors=(GONDOR, "Harad"),
                 recipients=())  # fmt: skip
    sentence = "The Red Eye shelled Osgiliath in the first breach of the truce"
    breach = said("3019-02-09", "ASSAULT", "violated", "3019-02-08", sentence, actors=("Red Eye",),
                  recipients=("two people",))  # fmt: skip
    truce = one_truce(start, breach)
    assert on(truce, "3019-02-10") is BROKEN
    assert [p.name for p in truce.parties] == [GONDOR, "Harad"]


def test_a_breach_by_nobody_against_people_opens_no_truce() -> None:
    breach = said("3019-02-09", "ASSAULT", "violated", "3019-02-08", "Two people were shot in breach of the truce",
                  actors=(), recipients=("two people",))  # fmt: skip
    assert build_truces([breach], fuse([breach])) == ()


def test_a_breach_goes_to_the_latest_truce_of_the_sides() -> None:
    old = said("2994-05-02", "AGREE", "agreed", "2994-05-01", "They signed an armistice", actors=(GONDOR, "Harad"),
               recipients=())  # fmt: skip
    new = said("3019-04-06", "AGREE", "agreed", "3019-04-05", "They agreed to cease fire", actors=(GONDOR, "Harad"),
               recipients=())  # fmt: skip
    breach = said("3019-04-09", "ACCUSE", "violated", "3019-04-08", "Gondor says that Harad broke the truce",
                  actors=(GONDOR,), recipients=("Harad",))  # fmt: skip
    reports = (old, new, breach)
    first, second = sorted(build_truces(reports, fuse(reports)), key=lambda t: t.entries[0].first_day)
    assert (len(first.violations), len(second.violations)) == (0, 1)


def test_a_side_that_answers_a_truce_with_its_own_word_joins_it() -> None:
    of = report("3019-02-12", "The Hill Host said that it would observe the truce of the Steward's Guard")
    answer = event(of, of.text, "AGREE", actors=("Hill Host",), on=days("3019-02-12"), place="Gondor", truce="agreed")
    named = event(of, of.text, "CONSULT", actors=("Steward's Guard",), on=days("3019-02-12"), place="Gondor")
    start = said("3019-02-12", "CONCEDE", "declared", "3019-02-11", "The Guard declared a truce",
                 actors=("Steward's Guard",), recipients=())  # fmt: skip
    truce = one_truce(start, coded(of, answer, named))
    assert {p.name for p in truce.parties} == {"Hill Host", "Steward's Guard"}


def test_what_a_watcher_says_of_a_truce_is_of_the_truce_that_is_there() -> None:
    start = said("3019-02-02", "AGREE", "agreed", "3019-02-01", "They agreed on a truce", actors=(GONDOR, "Harad"),
                 recipients=())  # fmt: skip
    word = said("3019-02-05", "RETREAT", "in_effect", "3019-02-04", "Rohan said that the truce is observed",
                actors=("Rohan",), recipients=(), said_by="envoy", affiliation="Rohan")  # fmt: skip
    assert len(one_truce(start, word).entries) == 2


def test_witnesses_are_no_party() -> None:
    over = said("3019-08-21", "REJECT", "ended", "3019-08-20", "The truce expired, witnesses said",
                actors=("witnesses",), recipients=())  # fmt: skip
    truce = one_truce(declared(), over)
    assert "witnesses" not in [p.name for p in truce.parties]
    assert [e.kind for e in truce.entries if e.action == "ended"] == [EntryKind.ACT]


def test_a_truce_made_in_another_country_is_not_that_of_sides_which_only_a_description_takes_in() -> None:
    of = report("3019-02-12", "The Northern Host declared a truce.", "Shots were heard in Bree.")
    start = event(of, "The Northern Host declared a truce.", "CONCEDE", actors=("Northern Host",),
                  on=days("3019-02-09"), truce="declared")  # fmt: skip
    shots = event(of, "Shots were heard in Bree.", "ASSAULT", on=days("3019-02-11"), place="Bree")
    gangs = said("3019-02-12", "CONCEDE", "declared", "3019-02-08", "Armed groups in Ithilien declared a truce",
                 actors=("armed groups",), recipients=())  # fmt: skip
    reports = (coded(of, start, shots), gangs)
    assert len(build_truces(reports, fuse(reports))) == 2
