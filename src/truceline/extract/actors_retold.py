"""Which party told before a head noun takes up: "the group", "the government", "the men", "the dissident"."""

from __future__ import annotations

import re
from functools import partial

from truceline.domain.codes import ARMED_KINDS, ActorKind
from truceline.domain.text import Token
from truceline.extract import events_parse as parse
from truceline.extract.actors_clusters import NAMED, Cluster
from truceline.extract.actors_drafts import Draft
from truceline.extract.actors_genders import may_be
from truceline.extract.actors_pairs import COUNTRY_NOUNS, SIDES
from truceline.extract.actors_pronouns import Pronouns
from truceline.extract.actors_sorts import (
    ARMED_MEN,
    ARMED_WORDS,
    NOBODY,
    RETOLD,
    SEVERAL_MEN,
    are_men,
    holds_office,
    is_passing,
)
from truceline.resources.names import fold_words

_GROUP_KINDS = ARMED_KINDS | frozenset(
    {
        ActorKind.PARTY,
        ActorKind.UNKNOWN,
        ActorKind.IGO,
        ActorKind.NGO,
        ActorKind.MISSION,
        ActorKind.MEDIA,
        ActorKind.BUSINESS,
    }
)
_FITS: dict[str, frozenset[ActorKind]] = {
    "party": frozenset({ActorKind.PARTY, ActorKind.ALLIANCE, ActorKind.REBEL_GROUP, ActorKind.UNKNOWN}),
    "agency": frozenset({ActorKind.MEDIA, ActorKind.IGO, ActorKind.NGO, ActorKind.UNKNOWN, ActorKind.GOVERNMENT}),
    "militia": ARMED_KINDS | {ActorKind.UNKNOWN},
    "movement": _GROUP_KINDS - {ActorKind.IGO, ActorKind.MISSION, ActorKind.MEDIA, ActorKind.BUSINESS},
    "organization": frozenset(_GROUP_KINDS),
    "organisation": frozenset(_GROUP_KINDS),
    "alliance": frozenset({ActorKind.ALLIANCE, ActorKind.IGO, ActorKind.PARTY}),
    "coalition": frozenset({ActorKind.ALLIANCE, ActorKind.PARTY, ActorKind.GOVERNMENT, ActorKind.MISSION}),
    "union": frozenset({ActorKind.IGO, ActorKind.NGO, ActorKind.UNKNOWN}),
    "company": frozenset({ActorKind.BUSINESS, ActorKind.UNKNOWN}),
}
_GOVERNMENTS = frozenset(
    {"government", "authorities", "regime", "administration", "cabinet", "leadership", "state", "junta"}
)
_RELATIONAL = frozenset(
    "ally allies partner partners rival rivals opponent opponents neighbour neighbours neighbor neighbors foe foes "
    "enemy enemies backer backers side power powers axis body bodies entity entities".split()
)
_PLAIN = frozenset(
    "the a this that these those rebel militant terrorist islamist radical outlawed extremist separatist guerrilla "
    "insurgent banned shiite shia sunni muslim kurdish jihadist hardline security armed government national military "
    "army state federal central ground air regular our regime loyalist riot local border ruling foreign defence "
    "defense interior".split()
)
_LOCAL = frozenset("state local regional provincial municipal city county district".split())
_SEATS = frozenset({"White House", "Kremlin", "Downing Street", "Elysee", "Blue House", "Capitol Hill", "Whitehall"})
_TWO_PERSONS = frozenset(
    {"leaders", "presidents", "ministers", "men", "officials", "premiers", "sides", "diplomats", "women"}
)

_NOBODYS = ("member", "suspect", "cadre", "gunman", "assailant", "attacker", "kidnapper", "bomber")
"""Nouns that without an article say that it is not known whose men they are: not those of the group named before."""


class Retold(Pronouns):
    """Finds the party told before that a head noun speaks of again."""

    def _told_before(self, draft: Draft) -> Cluster | None:
        word = self.doc.tokens[draft.head].lower
        if (
            draft.plural
            and draft.group in ("official", "civil")
            and re.search(r"\b(?:two|both|2)\b", self._text(draft).lower())
        ):
            pair = self._both_persons(draft) if draft.definite and word in _TWO_PERSONS else None
            if pair is not None:
                return pair
        if draft.owner is not None or draft.new:
            return self._same_phrase(draft)
        if word in SIDES and draft.plural and self._is_of_two(draft):
            return self._both_sides(draft) or self._same_head(draft)
        if word in SIDES and draft.plural and draft.group == "group":
            return self._same_head(draft)
        if not draft.definite:
            if draft.group in ("armed", "force", "police", "government"):
                return self._same_phrase(draft) or self._bare(draft)
            return self._same_phrase(draft)
        known = self._by_word(draft, word) or self._retold(draft)
        if known is not None:
            return known
        if draft.group == "official" and not draft.plural:
            holder = self._nearest(draft, lambda c: c.group == "person" and holds_office(c, word))
            return holder or self._same_head(draft)
        if draft.group in ("force", "police", "government"):
            if not self._is_plain(draft) or (draft.group == "government" and self._is_local(draft)):
                return self._same_head(draft)
            suffix = {"force": ".mil", "police": ".police", "government": ".gov"}[draft.group]
            same = self._same_head(draft)
            if draft.group == "government" and word not in _GOVERNMENTS:
                return same
            organ = self._nearest(
                draft,
                lambda c: c.group == "organ" and str(c.id).endswith(suffix) and not self._is_seat_abroad(c),
                40 if draft.group != "government" else 4,
            )
            if same is None and organ is None and draft.group == "force":
                return self._nearest(
                    draft, lambda c: c.kind == ActorKind.STATE_FORCE and (c.group in NAMED or bool(c.state)), 6
                )
            return same or organ
        if draft.group == "armed":
            return self._same_head(draft) or self._only_armed(draft)
        if draft.group == "group":
            if word in COUNTRY_NOUNS:
                near = self._nearest(
                    draft, lambda c: c.group == "state" or c.kind in (ActorKind.GOVERNMENT, ActorKind.LEGISLATURE)
                )
                return self.by_id.get(near.state) if near is not None and near.state else None
            if word in _RELATIONAL or not self._is_plain(draft):
                return self._same_head(draft)
            if draft.plural and (several := self._same_head(draft)) is not None:
                return several  # "the groups": those told as "armed groups", rather than one of them
            kinds = _FITS.get(word.rstrip("s"), _GROUP_KINDS)
            if set(fold_words(self._text(draft))) & ARMED_WORDS:
                kinds = ARMED_KINDS | {ActorKind.UNKNOWN}
            groups = ("named", "org", "group")
            sure = self._nearest(draft, lambda c: c.group in groups and c.kind in kinds and not is_passing(c))
            known = sure or self._nearest(draft, lambda c: c.group in groups and c.kind in kinds)
            return None if known is not None and self._is_of_stranger(draft, known) else known
        return self._same_head(draft)

    def _is_of_stranger(self, draft: Draft, known: Cluster) -> bool:
        """True where "an armed organization" that is none of the report's parties is told after the party was, and
        before "that organization"."""
        head = self.doc.tokens[draft.head]
        last = max((d.head for d in known.drafts if d.span < draft.span), default=0)
        told = (t for t in self.doc.tokens[last + 1 : head.i] if t.lemma == head.lemma and t.tag == "NN")
        free = (t for t in told if t.i not in self.by_head and t.dep not in ("attr", "appos", "compound"))
        return any(c.dep == "det" and c.lower in ("a", "an") for t in free for c in self.doc.children(t))

    def _by_word(self, draft: Draft, word: str) -> Cluster | None:
        """For "the council", "the front": the last body whose own name holds the word."""
        if (
            draft.plural
            or draft.group not in ("group", "government")
            or word in COUNTRY_NOUNS
            or not self._is_plain(draft)
            or (draft.group == "government" and self._is_local(draft))
        ):
            return None
        return self._nearest(
            draft, lambda c: c.group in ("named", "org", "organ") and any(word in fold_words(n) for n in c.names), 20
        )

    def _retold(self, draft: Draft) -> Cluster | None:
        """Whom a description tells of again: "the 45-year-old dissident" the person named last, "the men" the several
        men told last. None for those of somebody ("the former head of X") and where the noun itself was told before."""
        head, text = self.doc.tokens[draft.head], self._text(draft).lower()
        children = self.doc.children(head)
        if not any(c.dep == "det" and c.lower == "the" for c in children) or self._same_head(draft) is not None:
            return None
        if any(c.i > head.i and c.dep in ("prep", "relcl", "acl", "appos") for c in children):
            return None
        if draft.plural:
            above = self.doc.head(self.doc.head(head))
            if text not in SEVERAL_MEN or (head.dep == "pobj" and above.lower in ("rest", "others")):
                return None
            return self._nearest(draft, lambda c: are_men(c, text in ARMED_MEN), 4)
        if draft.group not in ("official", "civil", "armed") or not RETOLD.search(text) or head.lower in NOBODY:
            return None
        if draft.group == "official" and "year-old" not in text:
            return self._nearest(draft, lambda c: c.group == "person" and holds_office(c, head.lower))
        barred = [*self._subjects_beside(head), *self._tellers(head)]
        fits = partial(may_be, self.doc, head)
        return self._nearest(draft, lambda c: c.group == "person" and c not in barred and fits(c), 4)

    def _tellers(self, token: Token) -> list[Cluster]:
        """Who says, thinks or asks the clause that a noun stands in: none of them speaks of himself by it."""
        clauses = [a for a in self.doc.ancestors(token) if a.dep in ("ccomp", "xcomp")]
        heads = (self.doc.head(a) for a in clauses)
        return [self.by_head[s.i] for h in heads for s in parse.subjects(self.doc, h) if s.i in self.by_head]

    def _is_plain(self, draft: Draft) -> bool:
        """True when only such words as "security" or "government" stand before the noun: no party of its own."""
        words = [w.lower() for w in self._text(draft).split()]
        return all(w in _PLAIN for w in words[:-1])

    def _is_local(self, draft: Draft) -> bool:
        """True for "the state government", "local authorities": none of the country's own."""
        return any(w.lower() in _LOCAL for w in self._text(draft).split()[:-1])

    def _is_seat_abroad(self, cluster: Cluster) -> bool:
        """True for a government that the report tells only by its seat, in a report that is another state's: the
        White House is not "the government" there."""
        return cluster.state != self.main_state and all(n.removeprefix("the ") in _SEATS for n in cluster.names)

    def _told_beside(self, draft: Draft, cluster: Cluster) -> bool:
        """True where the rest of the sentence names the party: "extremists opposed to the truce of X" are others."""
        here = self.doc.tokens[draft.head]
        told = (self.doc.tokens[d.head] for d in cluster.drafts if d.form != "pronoun")
        return any(t.sent == here.sent and t.i > here.i for t in told)

    def _only_armed(self, draft: Draft) -> Cluster | None:
        """The one armed group that the report has named so far; None with several or none."""
        named = [
            c
            for c in self.clusters
            if c.group in ("named", "org") and c.kind in ARMED_KINDS and c.drafts[0].span < draft.span
        ]
        return named[0] if len(named) == 1 and draft.plural else None

    def _bare(self, draft: Draft) -> Cluster | None:
        """For "militants", "troops" without article: the only party of that class named so far."""
        if draft.group == "armed" and self._text(draft).split()[0].lower() == self.doc.tokens[draft.head].lower:
            head = self.doc.tokens[draft.head]
            if head.lemma in _NOBODYS or any(c.dep in ("acl", "relcl") for c in self.doc.children(head)):
                return None
            same = [c for c in self.clusters if c.group == "armed" and c.drafts and c.drafts[0].span < draft.span]
            if len(same) == 1:
                return same[0]
            if not same:
                only = self._only_armed(draft)
                return None if only is not None and self._told_beside(draft, only) else only
        if draft.group == "force" and self._text(draft).split()[0].lower() == self.doc.tokens[draft.head].lower:
            organs = [
                c
                for c in self.clusters
                if c.kind == ActorKind.STATE_FORCE and c.state and c.drafts[0].span < draft.span
            ]
            if len({c.state for c in organs}) == 1:
                return organs[0]
        return None

    def _same_phrase(self, draft: Draft) -> Cluster | None:
        if draft.new:
            return None
        words = fold_words(self._text(draft))
        for cluster in reversed(self.clusters):
            earlier = cluster.group == draft.group and cluster.drafts[0].span < draft.span
            if earlier and any(fold_words(self._text(d)) == words for d in cluster.drafts if d.form == "nominal"):
                return cluster
        return None

    def _same_head(self, draft: Draft) -> Cluster | None:
        lemma = self.doc.tokens[draft.head].lemma.lower()
        extra = set(fold_words(self._text(draft))) - {lemma, self.doc.tokens[draft.head].lower, "two", "three"}

        again = draft.group == "civil" and not draft.plural  # "the boy" for the boy who has been named

        def fits(cluster: Cluster) -> bool:
            if cluster.group in NAMED and not (again and cluster.group == "person"):
                return False
            for other in cluster.drafts:
                if other.form == "nominal" and self.doc.tokens[other.head].lemma.lower() == lemma:
                    return other.plural == draft.plural and extra <= set(fold_words(self._text(other)))
            return False

        return self._nearest(draft, fits, 12)
