"""No deed is laid to who did not do it, or told as done to who was only named beside it: whole passages as the coder
reads them. Cases: tests/cases/sides.jsonl."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.extract.analysed import analysed, resources
from truceline.coder import code_document

CASES = [json.loads(line) for line in Path("tests/cases/sides.jsonl").read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("case", CASES, ids=[c["note"] for c in CASES])
def test_no_deed_is_laid_to_the_wrong_side(case: dict[str, Any]) -> None:
    events = code_document(analysed(case["text"]), resources()).events
    laid = {(e.type.value, a.name) for e in events for a in e.actors}
    for kind, name in case["never"]:
        assert not [a for k, a in laid if k == kind and name.lower() in a.lower()], laid
    for kind, name in case["told"]:
        assert [a for k, a in laid if k == kind and name.lower() in a.lower()], laid
    upon = {(e.type.value, a.name) for e in events for a in e.recipients}
    for kind, name in case.get("upon", []):
        assert [a for k, a in upon if k == kind and name.lower() in a.lower()], upon
    for kind, name in case.get("never_upon", []):
        assert not [a for k, a in upon if k == kind and name.lower() in a.lower()], upon
    denies = {(e.type.value, a.name) for e in events for a in e.denied_by}
    for kind, name in case.get("never_denies", []):
        assert not [a for k, a in denies if k == kind and name.lower() in a.lower()], denies
    claims = {(e.type.value, a.name) for e in events for a in e.claimed_by}
    for kind, name in case.get("claims", []):
        assert [a for k, a in claims if k == kind and name.lower() in a.lower()], claims
