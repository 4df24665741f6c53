"""Parties of two told at once: "both countries", "the two sides", "the two leaders", "government and X delegations"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Final

from truceline.domain.codes import ARMED_KINDS, ActorKind
from truceline.domain.text import Token
from truceline.extract import events_parse as parse
from truceline.extract.actors_clusters import Cluster, Names
from truceline.extract.actors_drafts import Draft, is_bound
from truceline.extract.actors_dyads import Side, Telling, pairs_of
from truceline.resources.lexicon import word_classes
from truceline.resources.logistic import weigh_signs
from truceline.resources.party_weights import dyad_weights

COUNTRY_NOUNS: Final = frozenset({"country", "nation", "state", "republic", "kingdom"})
_COUNTRIES: Final = frozenset({"countries", "nations", "states", "neighbours", "neighbors"})
SIDES: Final = _COUNTRIES | frozenset(
    "sides parties rivals foes enemies adversaries camps groups armies governments movements factions militias "
    "organisations organizations tribes communities clans forces delegations gangs".split()
)
_TWO: Final = frozenset(
    {"two", "both", "2", "rival", "warring", "opposing", "feuding", "neighbouring", "neighboring", "arch"}
)
_PLAIN_BEFORE: Final = frozenset({"the", "all", "their", "these", "-"})
_ASIDE: Final = frozenset("spokesman spokeswoman spokesperson wife husband aide adviser advisor lawyer analyst".split())
"""Offices of those who are not one of "the two leaders"."""
_BETWEEN: Final = frozenset(
    "mediator envoy facilitator broker observer monitor lawyer analyst expert wife husband".split()
)
"""Offices of those who stand between or beside the sides."""
_MEDIATE: Final = frozenset({"mediate", "broker", "facilitate", "mediation", "mediator"})
"""Whoever does so stands between the sides."""
_SENT_BY: Final = frozenset({"of", "from", "between"})
"""Prepositions between those who are sent and the two who sent them: "delegations of both sides"."""
_NO_UNIONS: Final = frozenset(
    "armies governments militias factions gangs tribes clans groups camps forces movements communities".split()
)
"""Nouns for two of which no body of many states is one."""
_NO_STATES: Final = frozenset(
    "factions militias gangs tribes clans groups movements organisations organizations".split()
)
"""Nouns for two of which no state or government is one."""
_OF_STATE: Final = frozenset({"force", "government", "organ"})
_SIDED: Final = ARMED_KINDS | {ActorKind.PARTY}
_NO_SIDE: Final = frozenset({ActorKind.MEDIA, ActorKind.NGO, ActorKind.BUSINESS, ActorKind.MISSION})
_SENT: Final = frozenset("delegation negotiator representative delegate envoy leader official team side".split())
"""Nouns whose coordinated modifiers are a party each: "government and X delegations"."""
_TOLD_BY: Final = {
    "government": ("government", ".gov"),
    "army": ("force", ".mil"),
    "rebel": ("armed", ""),
    "guerrilla": ("armed", ""),
}
"""Words before "delegations" that no name stands for, and the class or organ of those told before who are meant."""
_FAR: Final = 2
"""So many sentences back do demonyms ("Israeli-held") tell of a country."""


class Pairs(Names):
    """Finds the parties that one phrase for several stands for."""

    def _several(self, parts: Iterable[Cluster]) -> Cluster:
        """A party of several, in that order, or the one told before of the same parts."""
        wanted = tuple(parts)
        ids = {id(p) for p in wanted}
        known = next((c for c in self.clusters if c.several and {id(p) for p in c.several} == ids), None)
        if known is not None:
            return known
        cluster = Cluster([], "both", ActorKind.UNNAMED, several=wanted)
        self.clusters.append(cluster)
        return cluster

    def _is_of_two(self, draft: Draft) -> bool:
        """True for "both parties", "the two countries", "the rival sides", bare "sides": two told before. "Opposition
        parties", "the three countries", "its neighbours" are others."""
        head = self.doc.tokens[draft.head]
        before = [t for t in self.doc.children(head) if t.i < head.i]
        if any(t.dep == "poss" and t.lower != "their" for t in before):
            return False
        words = {t.lower for t in before}
        if not words <= _TWO | _PLAIN_BEFORE:
            return False
        of_truce = head.lower == "parties" and words == {"the"} and self._tells_of_truce()
        bare = head.lower in ("sides", "foes") or of_truce
        return bool(words & _TWO) or (bare and draft.group == "group")

    def _tells_of_truce(self) -> bool:
        truces = word_classes()["truce"] | word_classes()["talks"]
        return any(parse.lemma_of(self.doc, t) in truces for t in self.doc.tokens)

    def _both_sides(self, draft: Draft) -> Cluster | None:
        """The two parties that "both sides" stands for: of all told before, the two likeliest by how they are told."""
        weighed = self.pairs_before(draft)
        if not weighed:
            return None
        weights = dyad_weights()
        best = max(weighed, key=lambda p: weigh_signs(p[2], weights))
        return self._several(best[:2])

    def pairs_before(self, draft: Draft) -> list[tuple[Cluster, Cluster, dict[str, float]]]:
        """Every two parties told before a phrase for two, in the order of their last mention, with what speaks for
        them."""
        word = self.doc.tokens[draft.head].lower
        states = word in _COUNTRIES
        barred = self._acting_on(draft)
        told: dict[int, list[tuple[Cluster, Draft]]] = {}
        for side, mention in self._sides_told(draft, states, barred):
            if word in _NO_UNIONS and side.kind in (ActorKind.IGO, ActorKind.MISSION):
                continue
            if word in _NO_STATES and side.group in ("state", "organ"):
                continue
            told.setdefault(id(side), []).append((side, mention))
        sides = [Side(m[0][0], tuple(d for _, d in m)) for m in told.values()]
        acting = [s for s in sides if not all(d.form == "pronoun" or self._tells_where(d) for d in s.told)]
        sides = acting if len(acting) > 1 and not states else sides
        telling = Telling(self.doc, self.doc.tokens[draft.head], sides)
        together = dict(self._told_together(draft, states, barred))
        last = {id(c) for c in self._last_two(draft, states, barred) or ()}
        out = []
        for a, b in pairs_of(sides):
            if not self._are_two(a.cluster, b.cluster):
                continue
            both = {id(a.cluster), id(b.cluster)}
            signs = telling.signs(a, b, together=together.get(frozenset(both)), last_two=both == last)
            one, two = sorted((a, b), key=lambda s: s.told[-1].span)
            out.append((one.cluster, two.cluster, signs))
        return out

    def _mentions_before(self, draft: Draft) -> list[tuple[Cluster, Draft]]:
        """Every mention of a party before the draft, in text order."""
        before = sorted(
            (d.span, i, j) for i, c in enumerate(self.clusters) for j, d in enumerate(c.drafts) if d.span < draft.span
        )
        return [(self.clusters[i], self.clusters[i].drafts[j]) for _, i, j in before]

    def _sides_told(self, draft: Draft, states: bool, barred: list[Cluster]) -> Iterator[tuple[Cluster, Draft]]:
        """What may be one of two, with each mention before the draft, in text order; then names told only after it,
        with their first."""
        for cluster, told in self._mentions_before(draft):
            side = self._part(cluster, states)
            if side is not None and side not in barred and cluster not in barred:
                yield side, told
        for cluster in self.clusters:
            first = min(d.span for d in cluster.drafts) if cluster.drafts else draft.span
            side = self._side(cluster, states) if first > draft.span else None
            if side is not None and cluster.names and side not in barred:
                yield side, cluster.drafts[0]

    def _acting_on(self, draft: Draft) -> list[Cluster]:
        """Who does something to the two and whom he acts for, none of them one: "the envoy urged both sides", "X
        received delegations of both sides", "X mediates between"."""
        token = self.doc.tokens[draft.head]
        verb = self.doc.head(token)
        if token.dep == "pobj":
            verb, prep = self.doc.head(verb), verb
            if verb.dep in ("dobj", "nsubjpass") and prep.lower in _SENT_BY:
                token, verb = verb, self.doc.head(verb)
            elif verb.lemma not in _MEDIATE and prep.lower not in ("on", "to", "for", "upon", "against"):
                return []
        elif token.dep not in ("dobj", "dative"):
            return []
        if not parse.is_clause_head(verb):
            return []
        passive = token.dep == "nsubjpass"
        doers = parse.agents(self.doc, verb) if passive else parse.subjects(self.doc, verb)
        whose = [c for t in doers for c in self.doc.children(t) if c.dep == "poss"]
        found = [self.by_head[t.i] for t in (*doers, *whose) if t.i in self.by_head]
        above = [c.owner for c in found if c.owner is not None]
        return [*found, *above, *(self.by_id[c.state] for c in found if c.state in self.by_id)]

    def _side(self, cluster: Cluster, states: bool) -> Cluster | None:
        """The party that a mention counts for among two: itself, or its state for "both countries"; None for others."""
        if cluster.several or cluster.kind in _NO_SIDE:
            return None
        office = set((cluster.office or "").lower().split())
        if office & _BETWEEN:
            return None
        if states:
            if cluster.state is None or cluster.group in ("civil", "protest", "riot"):
                return None
            return self.by_id.get(cluster.state, cluster)
        if cluster.group == "person":
            return cluster if cluster.state or cluster.owner else None
        if cluster.group in ("state", "named", "organ"):
            return cluster
        if cluster.group == "org":
            return cluster if cluster.kind in _SIDED else None
        if cluster.group == "people" and cluster.state and not cluster.drafts[0].new:
            return self.by_id.get(cluster.state, cluster)
        return None

    def _tells_where(self, draft: Draft) -> bool:
        """True for a state that is told only as where something is: "in Rohan", "the Rohan capital"."""
        above = self.doc.head(self.doc.tokens[draft.head])
        town = draft.modifier and parse.lemma_of(self.doc, above) in word_classes()["settlement"]
        return draft.group == "state" and (draft.locative or town)

    def _part(self, cluster: Cluster, states: bool) -> Cluster | None:
        """As ``_side``, with what counts only beside another: "the army and rebels"."""
        if not states and cluster.group in ("armed", "force", "government") and not cluster.drafts[0].new:
            return cluster
        return self._side(cluster, states)

    def _brokers(self, draft: Draft) -> bool:
        """True for who stands between the sides by the verb: "talks mediated by X", "X brokered a deal"."""
        token = self.doc.tokens[draft.head]
        above = self.doc.head(token)
        if token.dep == "pobj" and above.dep in ("agent", "prep") and above.lower == "by":
            return self.doc.head(above).lemma in _MEDIATE
        return token.dep == "nsubj" and above.lemma in _MEDIATE

    @staticmethod
    def _are_two(a: Cluster, b: Cluster) -> bool:
        alike = a.state is not None and a.state == b.state
        unsure = {a.group, b.group} <= _OF_STATE and None in (a.state, b.state)  # "the army and the government"
        return a is not b and not alike and not unsure and a.owner is not b and b.owner is not a

    def _told_together(
        self, draft: Draft, states: bool, barred: list[Cluster]
    ) -> Iterator[tuple[frozenset[int], int]]:
        """Each two told by one phrase before the draft ("X and Y", "between X and Y", "X-Y talks") and how many
        sentences back, the farthest first."""
        here = self.doc.tokens[draft.head]
        for sentence in range(here.sent + 1):
            for token in self.doc.sentence_tokens(sentence):
                first = self._beside_it(token) if token.end <= draft.span.start else None
                if first is None or token.i not in self.by_head or first.i not in self.by_head:
                    continue
                one = self._part(self.by_head[first.i], states)
                two = self._part(self.by_head[token.i], states)
                if one is None or two is None or one in barred or two in barred or not self._are_two(one, two):
                    continue
                yield frozenset((id(one), id(two))), here.sent - sentence

    def _beside_it(self, token: Token) -> Token | None:
        """The first of exactly two coordinated nouns or names whose second a token is; None for chains of three."""
        if token.i > 1 and self.doc.tokens[token.i - 1].text in ("-", "–", "/"):
            first = self.doc.tokens[token.i - 2]
            if first.text[:1].isupper() and token.text[:1].isupper() and first.head in (token.i, token.head):
                return first
        if token.dep != "conj":
            return None
        first = self.doc.head(token)
        if first.dep == "conj" or len(parse.conjuncts(self.doc, first)) != 2:
            return None
        linked = any(c.dep == "cc" and c.lower in ("and", "or") for c in self.doc.children(first))
        return first if linked else None

    def _last_two(self, draft: Draft, states: bool, barred: list[Cluster]) -> tuple[Cluster, Cluster] | None:
        """The last two sides told; places and bodies of many states only where nobody else is there."""
        told = list(self._told(draft, states, barred))
        own = [(c, d) for c, d in told if c.kind != ActorKind.IGO or c.id == "european-union"]
        acting = [(c, d) for c, d in own if not d.locative]
        choices = [own] if states and draft.locative else [acting, [p for p in told if not p[1].locative]]
        for sides in [*choices, own] if states else choices:
            seen: list[Cluster] = []
            for cluster, _ in sides:
                if all(self._are_two(cluster, s) for s in seen):
                    seen.append(cluster)
                if len(seen) == 2:
                    return seen[1], seen[0]
        return None

    def _told(self, draft: Draft, states: bool, barred: list[Cluster]) -> Iterator[tuple[Cluster, Draft]]:
        """Sides told before the draft with where they are told, the last first."""
        here = self.doc.tokens[draft.head].sent
        home = {c.state for c in barred if states and c.state}
        for cluster, told in reversed(self._mentions_before(draft)):
            near = here - self.doc.tokens[told.head].sent < _FAR
            if told.modifier and not (states and near and not is_bound(self.doc, told)):
                continue
            side = self._side(cluster, states)
            if side is None or side in barred or cluster in barred or side.state in home or self._brokers(told):
                continue
            yield side, told

    def _joint(self, draft: Draft) -> Cluster | None:
        """The parties that people sent by several are of: "government and X delegations", "the envoys of X and Y",
        "officers of both sides"."""
        head = self.doc.tokens[draft.head]
        if draft.plural and (two := self._two_of(draft)) is not None:
            return two
        if not draft.plural or head.lemma.lower() not in _SENT:
            return None
        before = [c for c in self.doc.children(head) if c.i < head.i and c.dep in ("compound", "amod", "nmod")]
        after = [c for c in self.doc.children(head) if c.i > head.i and c.dep == "prep" and c.lower in ("of", "from")]
        for token in [*before, *(t for p in after for t in self.doc.children(p) if t.dep == "pobj")]:
            linked = parse.conjuncts(self.doc, token)
            parts = [p for t in linked if (p := self._sender(t, draft)) is not None]
            if len(linked) == len(parts) > 1 and all(a is not b for a, b in pairwise(parts)):
                return self._several(parts)
        return None

    def _two_of(self, draft: Draft) -> Cluster | None:
        """The two parties whose people a plural noun names: "delegations from the two sides"."""
        for prep in self.doc.children(self.doc.tokens[draft.head]):
            for token in self.doc.children(prep) if prep.dep == "prep" and prep.lower in _SENT_BY else ():
                below = replace(draft, span=token.span, head=token.i, group="group")
                if token.dep == "pobj" and token.lower in SIDES and self._is_of_two(below):
                    return self._both_sides(below)
        return None

    def _sender(self, token: Token, draft: Draft) -> Cluster | None:
        """The party that a word before "delegations" names: a named one, or the government or rebels told before."""
        known = self.by_head.get(token.i)
        if known is not None:
            return known if known.group in ("state", "organ", "named", "org") else None
        group, organ = _TOLD_BY.get(token.lower, ("", ""))
        told = [c for c in self.clusters if c.group == group or (organ and str(c.id).endswith(organ))]
        before = [(d.span, i) for i, c in enumerate(told) for d in c.drafts if d.span < draft.span]
        if not before and token.lower == "government" and self.main_state is not None:
            return self.by_id.get(self.main_state)
        return told[max(before)[1]] if before else None

    def _both_persons(self, draft: Draft) -> Cluster | None:
        """For "the two leaders": the last two persons who act for different parties."""
        told = sorted(
            (
                (d.span, i)
                for i, c in enumerate(self.clusters)
                if c.group == "person" and not set((c.office or "").lower().split()) & _ASIDE
                for d in c.drafts
                if d.span < draft.span
            ),
            reverse=True,
        )
        seen: list[Cluster] = []
        for _, i in told:
            cluster = self.clusters[i]
            if cluster not in seen and not any(cluster.state and cluster.state == s.state for s in seen):
                seen.append(cluster)
            if len(seen) == 2:
                return self._several(reversed(seen))
        return None
