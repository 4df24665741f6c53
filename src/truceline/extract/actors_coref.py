"""Grouping of mentions: one cluster a party, as one report speaks of it.

Names first (actors_clusters.py), then head nouns ("the group", actors_retold.py) and pronouns (actors_pronouns.py) in
text order, each to the nearest party that fits, subjects before others.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from truceline.domain.mentions import PlaceMention
from truceline.domain.text import Token
from truceline.extract import events_parse as parse
from truceline.extract.actors_clusters import NAMED, Cluster
from truceline.extract.actors_drafts import MEMBER_CLASSES, STATE_CLASSES, Draft
from truceline.extract.actors_home import can_have, find_home, may_be_of_home
from truceline.extract.actors_nominals import named_beside
from truceline.extract.actors_owned import gives_office, party_of, said_to_be
from truceline.extract.actors_pairs import COUNTRY_NOUNS
from truceline.extract.actors_retold import Retold

_BACKED = re.compile(r"\b([A-Z]\w+)-(?:backed|supported|sponsored|aligned|allied)\b|\bpro-([A-Z]\w+)")
_OTHERS_OF_ITS_KIND = frozenset("counterpart counterparts predecessor predecessors rival rivals".split())


class Grouper(Retold):
    """Groups all drafts of one report. Use ``group``."""

    def group(
        self, named: Sequence[Draft], others: Sequence[Draft], places: Sequence[PlaceMention] = ()
    ) -> list[Cluster]:
        """Clusters over all drafts; named ones first, then head nouns and pronouns in text order.

        places: the report's toponyms, which tell of what state an army is that is told without one.
        """
        self.home = find_home(self.doc, self.registry, named, places)
        self.main_state = self.home.state
        for draft in sorted(
            named, key=lambda d: (d.group == "person" and len(d.span.of(self.doc.text).split()) == 1, d.span)
        ):
            self._place_named(draft)
        self._join_brackets(named)
        self._join_offices()
        self._guess_states()
        for cluster in self.clusters:
            cluster.drafts.sort(key=lambda d: d.span)
        for draft in sorted(others, key=lambda d: (self._is_own(d), d.span)):
            if draft.form == "pronoun":
                self._place_pronoun(draft)
            else:
                self._place_nominal(draft)
        return self.clusters

    def _is_own(self, draft: Draft) -> bool:
        """True for "our fighters": they are placed last, since the speaker is often told after them."""
        return self.doc.tokens_in(draft.span)[0].lower in ("our", "my")

    def _place_nominal(self, draft: Draft) -> None:
        draft, known = self._of_pronoun(draft)
        for read in (self._joint, self._backed, self._beside, self._owned_party, self._told_before):
            known = known or read(draft)
        if known is not None:
            if draft not in known.drafts:
                self._add(known, draft)
            self._give_office(draft, known)
            return
        cluster = self._new(draft)
        cluster.owner = self.by_head.get(draft.owner) if draft.owner is not None else None
        self._give_office(draft, cluster)
        guessable = may_be_of_home(self.doc, draft, plain=self._is_plain(draft), often=self.home.often)
        free = cluster.state is None and cluster.owner is None
        free = free and self.home.stands_at(self.doc.tokens[draft.head].sent)
        if guessable and free and self.main_state is not None and can_have(self.main_state, draft.group):
            cluster.state, cluster.guessed = self.main_state, True

    def _owners_beside(self, head: Token) -> list[Cluster]:
        """Whose the noun is by a pronoun or a noun that stands for a party ("its fighters", "the group's fighters")."""
        parts = [head, *(c for c in self.doc.children(head) if c.dep == "compound")]  # "its secretary-general"
        beside = (c for t in parts for c in self.doc.children(t) if c.dep == "poss" and c.pos in ("PRON", "NOUN"))
        return [self.by_head[c.i] for c in beside if c.i in self.by_head]

    def _give_office(self, draft: Draft, cluster: Cluster) -> None:
        """Tie "its secretary-general" to the body that the pronoun stands for."""
        owners = self._owners_beside(self.doc.tokens[draft.head]) if draft.group == "official" else []
        if owners and self.doc.tokens[draft.head].lower not in _OTHERS_OF_ITS_KIND and gives_office(cluster, owners[0]):
            cluster.owner = owners[0]
            cluster.state = owners[0].state if owners[0].group in ("state", "organ") else None

    def _of_pronoun(self, draft: Draft) -> tuple[Draft, Cluster | None]:
        """For "its fighters", "his country": the pronoun's party owns the noun, or is it."""
        head = self.doc.tokens[draft.head]
        owners = self._owners_beside(head)
        if draft.owner is not None or not owners or head.lower in _OTHERS_OF_ITS_KIND:
            return draft, None
        owner = owners[0]
        if draft.group == "group" and head.lower in COUNTRY_NOUNS:
            return draft, self.by_id.get(owner.state) if owner.state else None
        if (party := party_of(draft, head, owner)) is not None:
            return draft, party
        if draft.group in STATE_CLASSES and owner.state:
            return replace(draft, state=owner.state), None
        return draft, None

    def _backed(self, draft: Draft) -> Cluster | None:
        """Parties such as "Iranian-backed militias" and "pro-Iranian militias" of one report are one party."""
        if draft.group not in ("armed", "group", "force") or not draft.plural or draft.new:
            return None
        key = self._backer(self._text(draft))
        if key is None:
            return None
        known = self.by_backer.get(key)
        if known is None:
            known = next(
                (c for c in self.clusters if c.group == "named" and any(self._backer(n) == key for n in c.names)), None
            )
        if known is None:
            known = self._new(draft)
            self.by_backer[key] = known
            return known
        self.by_backer[key] = known
        return known

    def _backer(self, phrase: str) -> str | None:
        match = _BACKED.search(phrase)
        word = (match[1] or match[2]) if match else None
        if word is None:
            return None
        state = self.registry.state_of_adjective(word)
        if state is not None:
            return state.id
        found = self.registry.lookup(word)
        return found[0].id if found else None

    def _beside(self, draft: Draft) -> Cluster | None:
        """The named party in apposition to the noun, where the two can be one."""
        head = self.doc.tokens[draft.head]
        found = named_beside(self.doc, head, self.by_head)
        if found is None and draft.group in ("group", "armed"):
            found = said_to_be(self.doc, head)
        party = self.by_head.get(found) if found is not None else self._set_off_by_comma(draft)
        if party is None or party.group not in NAMED:
            return None
        if found is not None and draft.plural and draft.group in ("group", "armed", "force"):
            names = parse.conjuncts(self.doc, self.doc.tokens[found])  # "two groups, X and Y"
            linked = [self.by_head[t.i] for t in names if t.i in self.by_head]
            if len(linked) > 1 and all(c.group in ("named", "org") for c in linked):
                return self._several(linked)
        if party.group == "person":
            return (
                party if not draft.plural and draft.group in ("official", "civil", "armed", "force", "police") else None
            )
        if party.group == "state":
            return party if draft.group == "group" and not draft.plural else None
        return party if draft.group in ("group", "armed", "government", "force", "media", "business") else None

    def _set_off_by_comma(self, draft: Draft) -> Cluster | None:
        """The body whose name goes right before ", an alliance that ...", where the parse hangs the noun elsewhere."""
        if draft.group not in ("group", "armed") or draft.plural or draft.definite:
            return None
        tokens = self.doc.tokens_in(draft.span)
        i = tokens[0].i - (0 if tokens[0].lower in ("a", "an") else 1)
        last = tokens[-1].i + 1
        if i < 2 or self.doc.tokens[i].lower not in ("a", "an") or self.doc.tokens[i - 1].text != ",":
            return None
        after = self.doc.tokens[last].lower if last < len(self.doc.tokens) else ""
        if after not in ("that", "which", "of", ",", ".", "based"):
            return None
        before = self.doc.tokens[i - 2].end
        bodies = (c for c in self.clusters if c.group in ("named", "org"))
        return next((c for c in bodies if any(d.span.end == before for d in c.drafts)), None)

    def _owned_party(self, draft: Draft) -> Cluster | None:
        owner = self.by_head.get(draft.owner) if draft.owner is not None else None
        if owner is None:
            return None
        if owner.group in ("named", "org") and draft.group in MEMBER_CLASSES and not draft.new:
            return owner
        if (
            owner.group in ("named", "org")
            and draft.group == "group"
            and not draft.plural
            and self.doc.tokens[draft.owner or 0].dep in ("compound", "nmod", "amod")
        ):
            return owner
        if owner.group == "state" and self.doc.tokens[draft.head].lower in (
            "side",
            "nation",
            "republic",
            "state",
            "leadership",
        ):
            return owner
        if owner.group in ("state", "organ") and draft.state and not draft.new:
            suffix = {"force": "mil", "police": "police", "government": "gov"}.get(draft.group)
            organ = f"{draft.state}.{suffix}" if suffix else None
            return self.by_id.get(organ) if organ else None
        return None


def link_pronoun_owners(clusters: Iterable[Cluster]) -> None:
    """Nothing may own itself: cut such loops."""
    for cluster in clusters:
        seen, above = {id(cluster)}, cluster.owner
        while above is not None:
            if id(above) in seen:
                cluster.owner = None
                break
            seen.add(id(above))
            above = above.owner
