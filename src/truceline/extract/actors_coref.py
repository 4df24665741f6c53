"""Grouping of mentions: one cluster a party, as one report speaks of it.

Names first (actors_clusters.py), then head nouns ("the group"), then pronouns, each to the nearest party that fits,
subjects before others.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from truceline.domain.codes import ARMED_KINDS, ActorKind
from truceline.domain.text import Token
from truceline.extract import events_parse as parse
from truceline.extract.actors_clusters import NAMED, Cluster
from truceline.extract.actors_drafts import MEMBER_CLASSES, STATE_CLASSES, Draft
from truceline.extract.actors_nominals import named_beside
from truceline.extract.actors_pairs import COUNTRY_NOUNS, SIDES, Pairs
from truceline.extract.actors_sorts import (
    ARMED_MEN,
    ARMED_WORDS,
    NOBODY,
    RETOLD,
    SEVERAL_MEN,
    are_men,
    holds_office,
    is_many,
    is_one_person,
    is_passing,
)
from truceline.resources.names import fold_words

_BACKED = re.compile(r"\b([A-Z]\w+)-(?:backed|supported|sponsored|aligned|allied)\b|\bpro-([A-Z]\w+)")
_SUBJECT = frozenset({"nsubj", "nsubjpass", "agent"})
_SAY = frozenset(
    "say tell add state declare announce warn insist note stress report claim ask explain comment write reply "
    "vow argue admit acknowledge confirm deny urge tweet remark conclude continue promise".split()
)
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
_TWO_PERSONS = frozenset(
    {"leaders", "presidents", "ministers", "men", "officials", "premiers", "sides", "diplomats", "women"}
)
_OTHERS_OF_ITS_KIND = frozenset("counterpart counterparts predecessor predecessors rival rivals".split())
_HEAD = 3
"""Sentences in which a statement's author is looked for."""

_NOBODYS = ("member", "suspect", "cadre", "gunman", "assailant", "attacker", "kidnapper", "bomber")
"""Nouns that without an article say that it is not known whose men they are: not those of the group named before."""


class Grouper(Pairs):
    """Groups all drafts of one report. Use ``group``."""

    def group(self, named: Sequence[Draft], others: Sequence[Draft]) -> list[Cluster]:
        """Clusters over all drafts; named ones first, then head nouns and pronouns in text order."""
        self._find_main_state(named)
        for draft in sorted(
            named, key=lambda d: (d.group == "person" and len(d.span.of(self.doc.text).split()) == 1, d.span)
        ):
            self._place_named(draft)
        self._join_brackets(named)
        self._join_offices()
        self._guess_states()
        for cluster in self.clusters:
            cluster.drafts.sort(key=lambda d: d.span)
        for draft in sorted(others, key=lambda d: d.span):
            if draft.form == "pronoun":
                self._place_pronoun(draft)
            else:
                self._place_nominal(draft)
        return self.clusters

    # Head nouns -------------------------------------------------------------------------------------------

    def _nearest(self, draft: Draft, fits: Callable[[Cluster], bool], window: int = 8) -> Cluster | None:
        """The best cluster told before the draft: fewest sentences back, subjects first, later first."""
        here = self.doc.tokens[draft.head]
        best: tuple[float, Cluster] | None = None
        for cluster in self.clusters:
            if not fits(cluster):
                continue
            for other in reversed(cluster.drafts):
                if other.span.start >= draft.span.start:
                    continue
                token = self.doc.tokens[other.head]
                gap = here.sent - token.sent
                if gap > window:
                    continue
                score = -float(gap) + 0.6 * self._is_subject(token) - 0.3 * other.modifier - 0.4 * other.locative
                score += 0.0001 * token.i - 0.25 * (other.form == "pronoun")
                if best is None or score > best[0]:
                    best = (score, cluster)
        return best[1] if best else None

    def _is_subject(self, token: Token) -> bool:
        if token.dep in _SUBJECT:
            return True
        return token.dep in ("conj", "appos", "compound", "poss") and self.doc.head(token).dep in _SUBJECT

    def _place_nominal(self, draft: Draft) -> None:
        draft, known = self._of_pronoun(draft)
        for read in (self._joint, self._backed, self._beside, self._owned_party, self._told_before):
            known = known or read(draft)
        if known is not None:
            if draft not in known.drafts:
                self._add(known, draft)
            return
        cluster = self._new(draft)
        cluster.owner = self.by_head.get(draft.owner) if draft.owner is not None else None
        guessable = draft.group in ("government", "force", "police") and self._is_plain(draft)
        if guessable and cluster.state is None and cluster.owner is None and draft.definite:
            cluster.state = self.main_state
            cluster.guessed = cluster.state is not None

    def _of_pronoun(self, draft: Draft) -> tuple[Draft, Cluster | None]:
        """For "its fighters", "his country": the pronoun's party owns the noun, or is it."""
        head = self.doc.tokens[draft.head]
        owners = [
            self.by_head[c.i]
            for c in self.doc.children(head)
            if c.dep == "poss" and c.pos == "PRON" and c.i in self.by_head
        ]
        if draft.owner is not None or not owners or head.lower in _OTHERS_OF_ITS_KIND:
            return draft, None
        owner = owners[0]
        if draft.group == "group" and head.lower in COUNTRY_NOUNS:
            return draft, self.by_id.get(owner.state) if owner.state else None
        if draft.group in MEMBER_CLASSES and draft.group != "official" and owner.group in ("named", "org"):
            return draft, owner
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
        found = named_beside(self.doc, self.doc.tokens[draft.head], self.by_head)
        party = self.by_head.get(found) if found is not None else self._set_off_by_comma(draft)
        if party is None or party.group not in NAMED:
            return None
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
                lambda c: c.group == "organ" and str(c.id).endswith(suffix),
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
            return sure or self._nearest(draft, lambda c: c.group in groups and c.kind in kinds)
        return self._same_head(draft)

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
        return self._nearest(draft, lambda c: c.group == "person" and c not in barred, 4)

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
            if self.doc.tokens[draft.head].lemma in _NOBODYS:
                return None
            same = [c for c in self.clusters if c.group == "armed" and c.drafts and c.drafts[0].span < draft.span]
            if len(same) == 1:
                return same[0]
            if not same:
                return self._only_armed(draft)
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

    # Pronouns ---------------------------------------------------------------------------------------------

    def _place_pronoun(self, draft: Draft) -> None:
        token = self.doc.tokens[draft.head]
        known: Cluster | None = None
        barred = self._subjects_beside(token) if draft.group in ("he", "they", "it") else []
        if draft.group == "who":
            verb = next((a for a in self.doc.ancestors(token) if a.dep in ("relcl", "acl")), None)
            known = self._who(token, verb) if verb is not None else None
        elif draft.group == "he":
            known = self._nearest(draft, lambda c: c not in barred and is_one_person(c), 5)
        elif draft.group == "they":
            known = self._coordinated_subject(token) or self._nearest(
                draft, lambda c: c not in barred and is_many(c), 3
            )
        elif draft.group == "it":
            bodies = ("named", "org", "organ", "state", "group")
            known = self._nearest(draft, lambda c: c not in barred and c.group in bodies and not c.several, 2)
        elif draft.group in ("i", "we"):
            known = self._speaker(draft)
        elif draft.group == "both":
            known = self._both_sides(draft)
        if known is not None:
            self._add(known, draft)

    def _who(self, pronoun: Token, verb: Token) -> Cluster | None:
        """Whom a relative pronoun stands for: the noun before it, or both of two persons ("X and Y, who were both")."""
        noun = self.doc.head(verb)
        first = self.doc.head(noun) if noun.dep == "conj" else noun
        if parse.tells_of_several(self.doc, pronoun, verb):
            linked = [t for t in parse.conjuncts(self.doc, first) if t.i < pronoun.i]
            parts = [self.by_head[t.i] for t in linked if t.i in self.by_head]
            if len(parts) == len(linked) > 1 and all(p.group in NAMED for p in parts):
                return self._several(parts)
        return self.by_head.get(noun.i)

    def _subjects_beside(self, token: Token) -> list[Cluster]:
        """The subjects of the verb whose object a pronoun is: none of them is meant by it ("they attacked them")."""
        if token.lower.endswith(("self", "selves")):
            return []
        verb = self.doc.head(token)
        if token.dep == "pobj" and verb.dep in ("prep", "agent"):
            verb = self.doc.head(verb)
        elif token.dep not in ("dobj", "dative"):
            return []
        if not parse.is_clause_head(verb):
            return []
        return [self.by_head[t.i] for t in parse.subjects(self.doc, verb) if t.i in self.by_head]

    def _coordinated_subject(self, token: Token) -> Cluster | None:
        """For "they" as a subject: the last subject of several states or bodies ("Brazil and Argentina said. They")."""
        if token.dep not in ("nsubj", "nsubjpass") or token.lower != "they":
            return None
        for sentence in (token.sent, token.sent - 1):
            if sentence < 0:
                return None
            told = [t for t in self.doc.sentence_tokens(sentence) if t.dep in _SUBJECT and t.i < token.i]
            if told:
                linked = parse.conjuncts(self.doc, told[-1])
                parts = [self.by_head[t.i] for t in linked if t.i in self.by_head]
                if len(linked) < 2 or len(parts) < len(linked) or any(p.group == "person" for p in parts):
                    return None
                return self._several(parts)
        return None

    def _speaker(self, draft: Draft) -> Cluster | None:
        """Who speaks the quotation that holds "I" or "we": the subject of a verb of saying around it."""
        quotation = self.doc.in_quotation(draft.span.start)
        if quotation is None:
            here = self.doc.tokens[draft.head].sent
            return self._last_speaker(here) or (self._author(here) if draft.group == "we" else None)
        here = self.doc.sentence_at(quotation.span.end - 1)
        for sentence in (here, self.doc.sentence_at(quotation.span.start), here + 1, here - 1):
            if not 0 <= sentence < len(self.doc.sentences):
                continue
            for token in self.doc.sentence_tokens(sentence):
                if token.lemma in _SAY and self.doc.in_quotation(token.start) is None:
                    for child in self.doc.children(token):
                        if child.dep in _SUBJECT and child.i in self.by_head:
                            return self.by_head[child.i]
        return self._last_speaker(self.doc.sentence_at(quotation.span.start))

    def _author(self, sentence: int) -> Cluster | None:
        """Whose statement it is: the state or body that acts in the report's first sentences; "we" speaks for it."""
        for i in range(min(sentence + 1, _HEAD)):
            for token in self.doc.sentence_tokens(i):
                if token.dep != "nsubj" or token.i not in self.by_head or self.doc.head(token).dep != "ROOT":
                    continue
                cluster = self.by_head[token.i]
                if cluster.group in ("state", "named", "org", "organ"):
                    return cluster
        return None

    def _last_speaker(self, sentence: int) -> Cluster | None:
        """The subject of the last verb of saying outside quotation marks, at most eight sentences back."""
        for i in range(sentence, max(sentence - 8, -1), -1):
            for token in reversed(self.doc.sentence_tokens(i)):
                if token.lemma in _SAY and self.doc.in_quotation(token.start) is None:
                    for child in self.doc.children(token):
                        if child.dep in _SUBJECT and child.i in self.by_head and child.pos != "PRON":
                            return self.by_head[child.i]
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
