"""The recipe that writes the state rows of data/actors.tsv from data/states.tsv.

    python -m truceline.resources.actor_recipe        rewrites the rows of origin "recipe" and their ties

Hand-written rows (every other origin) stay as they are. Run it after a change to states.tsv; a test compares.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from truceline.resources.actors import ACTOR_COLUMNS, TIE_COLUMNS, State, read_states

ORIGIN = "recipe"
_DATA = Path(__file__).parent.parent / "data"
_NO_ORGANS = frozenset({"GL", "PR", "FO", "GI", "NC", "PF", "MC", "LI", "SM"})
"""Territories and micro-states without forces or ministries of their own in the news."""

# suffix of the id, name, kind, forms; {s} the state, {a} each of its adjectives.
_ORGANS: tuple[tuple[str, str, str, str], ...] = (
    (
        "gov",
        "Government of {s}",
        "government",
        "{s} government|{a} government|{a} authorities|{a} administration|{a} regime|{a} cabinet|{a} leadership",
    ),
    (
        "mil",
        "{a} armed forces",
        "state force",
        "{a} army|{a} military|{a} forces|{a} troops|{a} soldiers|{a} armed force|{a} defence forces|"
        "{a} defense forces|{s} army|Armed Forces of {s}",
    ),
    ("air", "{a} air force", "state force", "{a} airforce|{a} warplanes|{a} fighter jets|{a} jets"),
    ("navy", "{a} navy", "state force", "{a} naval forces|{a} warships|{a} coast guard|{a} coastguard"),
    ("police", "{a} police", "police", "{s} police|{a} policemen|{a} security police"),
    (
        "mfa",
        "{a} foreign ministry",
        "government",
        "{a} Ministry of Foreign Affairs|Ministry of Foreign Affairs of {s}|Foreign Ministry of {s}|"
        "{s} Foreign Ministry|{a} Ministry of External Affairs",
    ),
    (
        "mod",
        "{a} defence ministry",
        "government",
        "{a} defense ministry|{a} Ministry of Defence|{a} Ministry of Defense|Defence Ministry of {s}|"
        "{s} Defense Ministry",
    ),
    (
        "interior",
        "{a} interior ministry",
        "government",
        "{a} Ministry of the Interior|{a} Ministry of Interior|{a} home ministry",
    ),
    ("parl", "{a} parliament", "legislature", "Parliament of {s}|{a} lawmakers|{a} legislature"),
    ("head", "President of {s}", "government", "{a} president|{s} president|{a} head of state"),
    ("premier", "Prime Minister of {s}", "government", "{a} prime minister|{a} premier|{s} prime minister"),
)


def _fill(pattern: str, state: State) -> Iterator[str]:
    for form in pattern.split("|"):
        if "{a}" not in form:
            yield form.format(s=state.name)
        else:
            yield from (form.format(a=a, s=state.name) for a in state.adjectives)


def _unique(forms: Iterator[str] | tuple[str, ...], name: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(f for f in forms if f and f != name))


def state_rows(states: tuple[State, ...]) -> Iterator[tuple[str, ...]]:
    """Rows of actors.tsv: each state and its organs."""
    for state in states:
        forms = _unique(state.aliases, state.name)
        yield (state.id, state.name, "state", state.country, "|".join(forms), ORIGIN)
        if state.id in _NO_ORGANS:
            continue
        for suffix, name_pattern, kind, pattern in _ORGANS:
            if suffix not in ("gov", "mil", "police") and not state.adjectives:
                continue
            adjective = state.adjectives[0] if state.adjectives else state.name
            name = name_pattern.format(s=state.name, a=adjective)
            own = {"mil": state.forces, "police": state.police, "gov": state.seats}.get(suffix, ())
            forms = _unique((*own, *_fill(pattern, state)), name)
            yield (f"{state.id}.{suffix}", name, kind, state.country, "|".join(forms), ORIGIN)


def state_ties(states: tuple[State, ...]) -> Iterator[tuple[str, ...]]:
    """Rows of actor_ties.tsv: each organ is part of its state."""
    for row in state_rows(states):
        if "." in row[0]:
            yield (row[0], "part_of", row[0].split(".")[0], "", "", ORIGIN)


def rewrite(path: Path, columns: tuple[str, ...], rows: Iterator[tuple[str, ...]]) -> int:
    """Replace the recipe's rows of a table; returns how many it has now."""
    kept = []
    if path.exists():
        kept = [r for r in path.read_text(encoding="utf-8").splitlines()[1:] if r and not r.endswith(f"\t{ORIGIN}")]
    made = ["\t".join(row) for row in rows]
    path.write_text("\n".join(["\t".join(columns), *kept, *made]) + "\n", encoding="utf-8")
    return len(kept) + len(made)


def main() -> None:
    """Rewrite both tables."""
    states = read_states()
    print(rewrite(_DATA / "actors.tsv", ACTOR_COLUMNS, state_rows(states)), "actors")
    print(rewrite(_DATA / "actor_ties.tsv", TIE_COLUMNS, state_ties(states)), "ties")


if __name__ == "__main__":
    main()
