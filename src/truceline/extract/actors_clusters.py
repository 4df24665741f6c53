"""Grouping of names: full and short names, registry ids, acronyms in brackets, offices and their holders."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from truceline.domain.codes import ActorKind
from truceline.domain.text import Document
from truceline.extract.actors_drafts import Draft
from truceline.extract.actors_home import Home
from truceline.resources.actors import ActorRegistry
from truceline.resources.names import fold_words, skeleton

_BRACKET = re.compile(r"\s*[(\[]\s*(?:the\s+|or\s+|also known as\s+)?[\"“'‘]?([A-Z][\w.\-]{1,11})[\"”'’]?\s*[,;)\]]")
_LINKS = frozenset(
    {"(", "(the", "[", "(or", ", or", ", or the", ", known as", ", also known as", ", known as the", "(also known as"}
)
"""What may stand between two names of one party."""
_STATE_OFFICES = frozenset(
    "minister ministry government president premier interior defence defense foreign army military police governor "
    "ambassador attorney senator parliament parliamentary cabinet".split()
)
"""Words of offices that only states have; in a report with one main state the holder is that state's."""
NAMED = frozenset({"state", "organ", "named", "org", "person"})


@dataclass(slots=True)
class Cluster:
    """A party in the making."""

    drafts: list[Draft]
    group: str
    kind: ActorKind
    id: str | None = None
    state: str | None = None
    country: str | None = None
    owner: Cluster | None = None
    office: str | None = None
    names: list[str] = field(default_factory=list)
    several: tuple[Cluster, ...] = ()
    """For "both sides": the parties that it stands for."""
    guessed: bool = False


def _same_person(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Full and short names of one person: one is the tail or a part of the other, spellings by sound aside."""
    short, long = (a, b) if len(a) <= len(b) else (b, a)
    if set(short) <= set(long):
        return len(short) < len(long) or short == long or set(short) == set(long)
    if len(short) == len(long) == 1:
        return short[0][0] == long[0][0] and len(short[0]) > 4 and skeleton(short[0]) == skeleton(long[0])
    if len(short) == 1:
        return len(short[0]) > 4 and skeleton(short[0]) == skeleton(long[-1]) and short[0][0] == long[-1][0]
    return skeleton(" ".join(short)) == skeleton(" ".join(long)) or (
        len(short[-1]) > 3 and short[-1] == long[-1] and short[0][0] == long[0][0] and len(short[0]) == 1
    )


def _goes_by_other(words: tuple[str, ...], cluster: Cluster) -> bool:
    """True for a surname where the report calls that person by the first name alone: "Elian" is no "Gonzalez"."""
    names = [fold_words(n) for n in cluster.names]
    full = [n for n in names if len(n) > 1]
    by_surname = any(n[-1:] == words and n[:1] != words for n in full)
    return len(words) == 1 and by_surname and any(len(n) == 1 and any(n == f[:1] for f in full) for n in names)


def _initials(name: str) -> str:
    return "".join(w[0] for w in fold_words(name) if w not in ("of", "the", "and", "for", "in", "de", "la", "al"))


class Names:
    """Groups the named drafts of one report. The instance holds only what one report needs."""

    def __init__(self, doc: Document, registry: ActorRegistry) -> None:
        self.doc = doc
        self.registry = registry
        self.clusters: list[Cluster] = []
        self.by_id: dict[str, Cluster] = {}
        self.by_head: dict[int, Cluster] = {}
        self.alias: dict[tuple[str, ...], Cluster] = {}
        self.by_backer: dict[str, Cluster] = {}
        self.main_state: str | None = None
        self.home = Home()

    # Names ------------------------------------------------------------------------------------------------

    def _text(self, draft: Draft) -> str:
        return " ".join(draft.span.of(self.doc.text).split())

    def _new(self, draft: Draft) -> Cluster:
        cluster = Cluster(
            [],
            draft.group,
            draft.kind,
            draft.ids[0] if draft.ids else None,
            draft.state,
            draft.country,
            office=draft.office,
        )
        self.clusters.append(cluster)
        self._add(cluster, draft)
        return cluster

    def _add(self, cluster: Cluster, draft: Draft) -> None:
        cluster.drafts.append(draft)
        self.by_head[draft.head] = cluster
        if draft.form not in ("nominal", "pronoun"):
            for token in self.doc.tokens_in(draft.span):
                self.by_head.setdefault(token.i, cluster)
        cluster.state = cluster.state or draft.state
        cluster.country = cluster.country or draft.country
        cluster.office = cluster.office or draft.office
        if draft.owner is not None and cluster.owner is None:
            owner = self.by_head.get(draft.owner)
            cluster.owner = owner if owner is not cluster else None
        if draft.form not in ("nominal", "pronoun"):
            cluster.names.append(self._text(draft))

    def _place_named(self, draft: Draft) -> None:
        words = fold_words(self._text(draft))
        known = self.alias.get(words)
        if draft.ids:
            known = self.by_id.get(draft.ids[0], known)
        elif draft.group == "person":
            known = self._known_person(words, draft)
        elif known is None:
            known = self._known_org(words)
        if known is None:
            known = self._new(draft)
        else:
            self._add(known, draft)
        if draft.ids:
            self.by_id[draft.ids[0]] = known
        self.alias.setdefault(words, known)
        bracket = _BRACKET.match(self.doc.text, draft.span.end)
        if bracket and draft.group != "person" and len(words) > 1:
            short = fold_words(bracket[1])
            if any(c.isupper() for c in bracket[1][1:]) or _initials(self._text(draft)).startswith("".join(short)[:2]):
                self.alias[short] = known

    def _known_person(self, words: tuple[str, ...], draft: Draft) -> Cluster | None:
        """The person of that name; of several, the one told before and most often, a surname never of whom the report
        calls by his first name."""
        fitting = [
            c for c in self.clusters if c.group == "person" and any(_same_person(words, fold_words(n)) for n in c.names)
        ]
        if not fitting:
            return None
        before = [c for c in fitting if min(d.span for d in c.drafts) < draft.span] or fitting
        before = [c for c in before if not _goes_by_other(words, c)] or before
        return max(before, key=lambda c: (len(c.drafts), -min(d.span for d in c.drafts).start))

    def _known_org(self, words: tuple[str, ...]) -> Cluster | None:
        key = set(words)
        for cluster in reversed(self.clusters):
            if cluster.group not in ("org", "named", "organ"):
                continue
            for name in cluster.names:
                other = fold_words(name)
                if words == other or skeleton(" ".join(words)) == skeleton(name):
                    return cluster
                nested = key <= set(other) or set(other) <= key
                telling = words[-1] == other[-1] or len(key & set(other)) >= 2 or len(key) == 1
                if cluster.group == "org" and nested and telling and key & set(other):
                    return cluster
                if len(words) == 1 and len(words[0]) > 1 and words[0] == _initials(name) and len(other) > 1:
                    return cluster
        return None

    def _join_brackets(self, named: Sequence[Draft]) -> None:
        """Names such as "Long Name (ABC)" and "ABC (Long Name)" are one party, whatever the registry calls each."""
        ordered = sorted((d for d in named if d.group != "person"), key=lambda d: d.span)
        for left, right in pairwise(ordered):
            between = self.doc.text[left.span.end : right.span.start].strip().lower()
            if between not in _LINKS:
                continue
            a, b = self.by_head.get(left.head), self.by_head.get(right.head)
            if a is None or b is None or a is b or "state" in (a.group, b.group):
                continue
            one, two = self._text(left), self._text(right)
            short, long = (one, two) if len(one) < len(two) else (two, one)
            if between.endswith(("(", "[")) and not self._abbreviates(short, long):
                continue
            self._merge(a, b)

    def _join_offices(self) -> None:
        """A title such as "the Salvadoran president" stands for the person to whom the report gives that office."""
        for cluster in [c for c in self.clusters if c.id and c.id.endswith((".head", ".premier"))]:
            words = (
                ("president", "king", "emir", "head") if str(cluster.id).endswith(".head") else ("minister", "premier")
            )
            fitting = [
                c
                for c in self.clusters
                if c.group == "person"
                and c.state == cluster.state
                and (self._named_beside(cluster, c) or (c.office or "").lower().split()[-1:] in [[w] for w in words])
            ]
            if len(fitting) != 1:
                continue
            person = fitting[0]
            for draft in cluster.drafts:
                person.drafts.append(replace(draft, form="title"))
                self.by_head[draft.head] = person
            person.office = person.office or words[0]
            self.by_id[str(cluster.id)] = person
            self.clusters.remove(cluster)

    def _guess_states(self) -> None:
        """An official of an office of state, told without a state, is taken for one of the state told most by name."""
        state = self.home.by_names
        if state is None:
            return
        for cluster in self.clusters:
            words = set((cluster.office or "").lower().split())
            if "for" in words or cluster.group != "person":  # "Minister for the Middle East" is another state's
                continue
            if state == "US" and self._is_premier(cluster):
                continue  # an office that the state does not have
            if any(d.country not in (None, state) for d in cluster.drafts):
                continue  # somebody known, of another country
            if cluster.state is None and cluster.owner is None and words & _STATE_OFFICES:
                cluster.state, cluster.guessed = state, True

    def _is_premier(self, cluster: Cluster) -> bool:
        told = (self.doc.text[max(0, d.span.start - 24) : d.span.end].lower() for d in cluster.drafts)
        return any("prime minister" in words or "premier" in words for words in told)

    def _named_beside(self, office: Cluster, person: Cluster) -> bool:
        ends = {d.span.end for d in office.drafts}
        return any(
            self.doc.text[e : d.span.start].isspace() for d in person.drafts for e in ends if 0 < d.span.start - e < 3
        )

    @staticmethod
    def _abbreviates(short: str, long: str) -> bool:
        letters = "".join(fold_words(short))
        return (
            len(short.split()) == 1
            and bool(letters)
            and (short.isupper() or letters[0] == _initials(long)[:1] or letters in "".join(fold_words(long)))
        )

    def _merge(self, kept: Cluster, gone: Cluster) -> None:
        if kept.id is None and gone.id is not None:
            kept.id, kept.kind, kept.group = gone.id, gone.kind, gone.group
        kept.drafts.extend(gone.drafts)
        kept.names.extend(gone.names)
        kept.state = kept.state or gone.state
        kept.country = kept.country or gone.country
        for draft in gone.drafts:
            self.by_head[draft.head] = kept
        for words, cluster in list(self.alias.items()):
            if cluster is gone:
                self.alias[words] = kept
        for other in self.clusters:
            if other.owner is gone:
                other.owner = kept
        if gone.id:
            self.by_id[gone.id] = kept
        self.clusters.remove(gone)
