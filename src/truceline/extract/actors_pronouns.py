"""Which party a pronoun stands for: "he", "they", "it", "who", "both", and the speaker of "we"."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from truceline.domain.text import Token
from truceline.extract import events_parse as parse
from truceline.extract.actors_clusters import NAMED, Cluster
from truceline.extract.actors_drafts import Draft
from truceline.extract.actors_genders import may_be
from truceline.extract.actors_owned import harming_verb
from truceline.extract.actors_pairs import Pairs
from truceline.extract.actors_sorts import is_many, is_one_person, is_truce_told
from truceline.resources.lexicon import harming_verbs

_SUBJECT = frozenset({"nsubj", "nsubjpass", "agent"})
_SAY = frozenset(
    "say tell add state declare announce warn insist note stress report claim ask explain comment write reply "
    "vow argue admit acknowledge confirm deny urge tweet remark conclude continue promise".split()
)
_NAMED_BODIES = frozenset({"named", "org", "organ", "state", "group"})
_BODIES = _NAMED_BODIES | {"force", "armed", "police", "government"}
"""Groups of clusters that may say "it" of themselves."""
_HEAD = 3
"""Sentences in which a statement's author is looked for."""


class Pronouns(Pairs):
    """Finds the party that was told nearest before a phrase, and the parties of pronouns."""

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
                score -= 0.3 * (draft.group == "he" and self._only_tells(token) and not self._says(here))
                score += 0.3 * (draft.group in ("it", "they") and self._says(here) and self._speaks(token))
                if best is None or score > best[0]:
                    best = (score, cluster)
        return best[1] if best else None

    def _only_tells(self, token: Token) -> bool:
        """True for who is named behind his words: the officer of "the man was in jail, an officer said"."""
        verb = self.doc.head(token)
        words = (c for c in self.doc.children(verb) if c.dep in ("ccomp", "parataxis") and c.i < token.i)
        indirect = any(self.doc.in_quotation(c.start) is None for c in words)
        return token.dep == "nsubj" and verb.lemma in _SAY and indirect

    def _says(self, token: Token) -> bool:
        """True for a pronoun that says something itself, as who spoke before goes on to do."""
        verb = self.doc.head(token)
        return token.dep == "nsubj" and verb.lemma in _SAY

    def _speaks(self, token: Token) -> bool:
        """True for who says what a clause of the sentence tells: Hamas of "Hamas said the army had shelled it"."""
        verb = self.doc.head(token)
        told = any(c.dep == "ccomp" for c in self.doc.children(verb))
        return token.dep == "nsubj" and verb.lemma in _SAY and told

    def _is_subject(self, token: Token) -> bool:
        if token.dep in _SUBJECT:
            return True
        return token.dep in ("conj", "appos", "compound", "poss") and self.doc.head(token).dep in _SUBJECT

    def _place_pronoun(self, draft: Draft) -> None:
        token = self.doc.tokens[draft.head]
        known: Cluster | None = None
        others = draft.group in ("he", "they", "it")
        barred = self._subjects_beside(token) + self._harmed_before(token) if others else []
        if draft.group == "who":
            verb = next((a for a in self.doc.ancestors(token) if a.dep in ("relcl", "acl")), None)
            known = self._who(token, verb) if verb is not None else None
        elif draft.group == "he":
            fits = partial(may_be, self.doc, token)
            known = self._nearest(draft, lambda c: c not in barred and is_one_person(self.doc, c) and fits(c), 5)
        elif draft.group == "they":
            known = self._coordinated_subject(token) or self._nearest(
                draft, lambda c: c not in barred and is_many(c), 3
            )
        elif draft.group == "it":
            if not is_truce_told(self.doc, token):
                known = self._teller(token) or self._nearest(
                    draft, lambda c: c not in barred and c.group in _NAMED_BODIES and not c.several, 2
                )
        elif draft.group in ("i", "we"):
            known = self._speaker(draft)
        elif draft.group == "both":
            known = self._both_sides(draft)
        if known is not None:
            self._add(known, draft)

    def _teller(self, token: Token) -> Cluster | None:
        """The one body that says of itself what stands in the pronoun's clause: "the army said it had shelled"."""
        verb = next((a for a in self.doc.ancestors(token) if parse.is_clause_head(a)), None)
        while verb is not None and verb.dep in ("xcomp", "conj") and verb.head != verb.i:
            verb = self.doc.head(verb)
        if verb is None or verb.dep != "ccomp" or self.doc.in_quotation(token.start) is not None:
            return None
        over = self.doc.head(verb)
        told = parse.subjects(self.doc, over) if over.lemma in _SAY else ()
        if len(told) != 1 or told[0].tag not in ("NN", "NNP", "NNPS") or told[0].i > token.i:
            return None
        known = self.by_head.get(told[0].i)
        return known if known is not None and known.group in _BODIES and not known.several else None

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
        """The subjects of the verb whose object a pronoun is: none of them is meant by it ("they attacked them", "X and
        Y refused, accusing it"), nor by one in the object of a verb of harm ("killed three of its members")."""
        if token.lower.endswith(("self", "selves")):
            return []
        if (harming := harming_verb(self.doc, token)) is not None:
            return [self.by_head[t.i] for t in parse.subjects(self.doc, harming) if t.i in self.by_head]
        verb = self.doc.head(token)
        if token.dep == "pobj" and verb.dep in ("prep", "agent"):
            verb = self.doc.head(verb)
        elif token.dep not in ("dobj", "dative"):
            return []
        if not parse.is_clause_head(verb):
            return []
        beside = parse.all_joined(self.doc, parse.subjects(self.doc, verb))
        return [self.by_head[t.i] for t in beside if t.i in self.by_head]

    def _harmed_before(self, token: Token) -> list[Cluster]:
        """Whom a sentence tells as harmed before its clause of "before" tells what was done to the others: "killed four
        before they were shot"."""
        verb = self.doc.head(token)
        before = any(c.dep == "mark" and c.lower == "before" for c in self.doc.children(verb))
        if token.dep != "nsubjpass" or not before:
            return []
        told = (t for t in self.doc.sentence_tokens(token.sent) if t.i < token.i and t.dep == "dobj")
        harmed = (t for t in told if self.doc.head(t).lemma in harming_verbs())
        return [self.by_head[t.i] for t in harmed if t.i in self.by_head]

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
                if len(linked) < 2 or len(parts) < len(linked):
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
                        if child.dep in _SUBJECT and (known := self._of_phrase(child)) is not None:
                            return known
        return self._last_speaker(self.doc.sentence_at(quotation.span.start))

    def _of_phrase(self, head: Token) -> Cluster | None:
        """The party of a phrase by its head, or by the name put behind it ("a Front spokesman, Bill Ferny")."""
        named = (c for c in self.doc.children(head) if c.dep == "appos" and c.pos == "PROPN")
        return next((self.by_head[t.i] for t in (head, *named) if t.i in self.by_head), None)

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
