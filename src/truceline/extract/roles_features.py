"""What speaks for a party on either side of an event, as the features of its own two scores (training/sides.py)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from truceline.domain.codes import Role
from truceline.extract.arguments import log_odds
from truceline.extract.roles_candidate import Candidate


def side_features(each: Candidate, all_of_them: Sequence[Candidate], sort: str, side: Role) -> dict[str, float]:
    """Features of one candidate for one side. sort: as Scene.sort has it."""
    this, that = side.value, (Role.RECIPIENT if side is Role.ACTOR else Role.ACTOR).value
    kind = sort
    got = each.get
    party = each.entity.kind or ("named" if each.entity.name[:1].isupper() else "thing")
    own, opposite = log_odds(got(f"lead_{this}")), log_odds(got(f"lead_{that}"))
    others = log_odds(got(f"other_{this}"))
    rivals = sorted((strength(c, this) for c in all_of_them if c is not each), reverse=True)
    best_rival = rivals[0] if rivals else 0.0
    siblings = [c for c in all_of_them if c is not each and c.relations & each.relations]
    alike = [c for c in all_of_them if c is not each and (c.entity.kind or "") == (each.entity.kind or "")]
    f = {
        f"type={kind}": 1.0,
        f"kind={party}": 1.0,
        f"{kind}:kind={party}": 1.0,
        "lead": own,
        f"{kind}:lead": own,
        "lead_opposite": opposite,
        "other": others * got("in_other"),
        "other_opposite": log_odds(got(f"other_{that}")) * got("in_other"),
        "in_other": got("in_other"),
        "absent": 1.0 - max(got("in_lead"), got("in_other")),
        "only_other": float(got("in_other") > got("in_lead")),
        "best": float(strength(each, this) > best_rival),
        f"{kind}:best": float(strength(each, this) > best_rival),
        "margin": log_odds(strength(each, this)) - log_odds(best_rival),
        "rival": best_rival,
        f"{kind}:rival": best_rival,
        "sibling": max((strength(c, this) for c in siblings), default=0.0),
        f"{kind}:sibling": max((strength(c, this) for c in siblings), default=0.0),
        "alike": max((strength(c, this) for c in alike), default=0.0),
        f"{party}:alike": max((strength(c, this) for c in alike), default=0.0),
        "beside": max((strength(c, that) for c in all_of_them if c is not each), default=0.0),
        f"{kind}:beside": max((strength(c, that) for c in all_of_them if c is not each), default=0.0),
        "claims": got("claims"),
        "harmed": got("harmed"),
        f"{kind}:harmed": got("harmed"),
        f"{party}:harmed": got("harmed"),
        "harm_elsewhere": float(not got("harmed") and any(c.get("harmed") for c in all_of_them)),
        "second_rival": rivals[1] if len(rivals) > 1 else 0.0,
        "prominence": got("prominence"),
        "near_before": got("near_before"),
        "near_after": got("near_after"),
        "in_first": got("in_first"),
        "subject_before": got("subject_before"),
        "speaker": got("speaker"),
        f"{kind}:speaker": got("speaker"),
        f"{kind}:prominence": got("prominence"),
        f"{kind}:in_first": got("in_first"),
        "goal": got("goal"),
        "named": float(each.entity.name[:1].isupper()),
        "known": float(each.entity.id is not None),
    }
    if not got("in_lead"):
        f |= {
            f"away:{name}": got(name)
            for name in ("prominence", "near_before", "near_after", "in_first", "subject_before", "speaker")
        }
        f[f"away:{kind}"] = 1.0
        f[f"away:kind={party}"] = 1.0
        f["away:rival"] = best_rival
    return {k: v for k, v in (f | _signs(each, sort)).items() if v}


def strength(each: Candidate, role: str) -> float:
    """How strongly the best sentence wants the candidate for a role."""
    return max(each.get(f"lead_{role}"), 0.8 * each.get(f"other_{role}"))


def model_features(
    i: int, candidates: Sequence[Candidate], base: Mapping[Role, Sequence[float]], sort: str, side: Role
) -> dict[str, float]:
    """Features of the second score, which weighs what the trained model says of the words of candidate i.

    base: first scores of all candidates on either side.
    """
    opposite = Role.RECIPIENT if side is Role.ACTOR else Role.ACTOR
    this, that = side.value, opposite.value
    each = candidates[i]
    got = each.get
    token, other = log_odds(got(f"token_{this}")), log_odds(got(f"token_{that}"))
    party = each.entity.kind or ("named" if each.entity.name[:1].isupper() else "thing")
    rules = log_odds(base[side][i])
    rivals = sorted((c.get(f"token_{this}") for n, c in enumerate(candidates) if n != i), reverse=True)
    best = rivals[0] if rivals else 0.0
    f = {
        "rules": rules,
        "rules_p": base[side][i],
        "rules_opposite": log_odds(base[opposite][i]),
        "rules_rival": max((base[side][n] for n in range(len(candidates)) if n != i), default=0.0),
        "token": token,
        "token_p": got(f"token_{this}"),
        "token_opposite": other,
        "token_opposite_p": got(f"token_{that}"),
        "token_rival": best,
        "token_second_rival": rivals[1] if len(rivals) > 1 else 0.0,
        "token_best": float(got(f"token_{this}") > best),
        "token_alone": float(best < _FAINT),
        "token_opposite_rival": max((c.get(f"token_{that}") for n, c in enumerate(candidates) if n != i), default=0.0),
        "token&rules": got(f"token_{this}") * base[side][i],
        "cover": got(f"cover_{this}"),
        "cover_opposite": got(f"cover_{that}"),
        "token&cover": got(f"token_{this}") * got(f"cover_{this}"),
        f"sort={sort}": 1.0,
        f"sort={sort}:token": token,
        f"sort={sort}:rules": rules,
        f"sort={sort}:opposite": other,
        f"sort={sort}:agentless": got("agentless"),
        f"kind={party}": 1.0,
        f"kind={party}:token": token,
        f"kind={party}:cover": got(f"cover_{this}"),
        "named": float(each.entity.name[:1].isupper()),
        "known": float(each.entity.id is not None),
    }
    return f | {name: got(name) for name in _CARRIED} | _signs(each, sort)


def _signs(each: Candidate, sort: str) -> dict[str, float]:
    """Signs of grammar and of the whole set, each by itself and by the sort of the event."""
    told = {name: each.get(name) for name in (*_SIGNS, *(n for n in each.best if n.startswith(REPORTS)))}
    return {k: v for name, value in told.items() if value for k, v in ((name, value), (f"{sort}:{name}", value))}


REPORTS: Final = "reports:"
"""Before the step by which talks hang on the verb of whoever tells of them."""
_SIGNS: Final = ("inner", "outer", "meets alone", "reports inside", "reports outside")
_CARRIED: Final = (
    "in_lead",
    "in_other",
    "claims",
    "harmed",
    "speaker",
    "prominence",
    "in_first",
    "near_before",
    "subject_before",
    "agentless",
    "site",
    "goal",
    "doer of the object",
)
_FAINT: Final = 0.2
"""Below it the model does not take a party for one of the side."""
