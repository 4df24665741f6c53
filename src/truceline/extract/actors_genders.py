"""Whether "he" or "she" can be somebody, as far as title, noun or first name tell."""

from __future__ import annotations

from collections.abc import Iterator

from truceline.domain.text import Document, Token
from truceline.extract.actors_clusters import Cluster
from truceline.resources.actor_words import load_genders

_PRONOUNS = {"he": "m", "him": "m", "his": "m", "himself": "m", "she": "f", "her": "f", "hers": "f", "herself": "f"}


def may_be(doc: Document, word: Token, cluster: Cluster) -> bool:
    """False for a woman as "he" or "the nephew" and a man as "she"; True where the words leave it open."""
    told = gender_of(doc, cluster)
    asked = _PRONOUNS.get(word.lower) or load_genders().get(("noun", word.lemma.lower()))
    return told is None or asked is None or asked == told


def gender_of(doc: Document, cluster: Cluster) -> str | None:
    """``f`` or ``m`` by the surest sort of word that the report has for somebody; None where they tell nothing or
    disagree. A title is surer than a noun, a noun surer than a first name."""
    told = (("title", _titles(doc, cluster)), ("noun", _nouns(doc, cluster)), ("name", _first_names(cluster)))
    genders = load_genders()
    for kind, words in told:
        found = {genders[kind, w] for w in words if (kind, w) in genders}
        if found:
            return found.pop() if len(found) == 1 else None
    return None


def _titles(doc: Document, cluster: Cluster) -> Iterator[str]:
    for draft in cluster.drafts:
        first = doc.tokens_in(draft.span)[0]
        near = (first.i - 1, first.i) if draft.form == "person" else ()
        yield from (doc.tokens[i].lower.rstrip(".") for i in near if i >= 0)


def _nouns(doc: Document, cluster: Cluster) -> Iterator[str]:
    """Nouns for somebody, and those that stand before his name or beside it: "her godson Frodo", "his wife, Rosa"."""
    for draft in cluster.drafts:
        head = doc.tokens[draft.head]
        beside = [head] if draft.form == "nominal" else []
        if draft.form == "person":
            beside = [c for c in doc.children(head) if c.dep == "appos"]
            beside += [doc.head(head)] if head.dep == "appos" else []
            beside += [doc.tokens[i] for i in (doc.tokens_in(draft.span)[0].i - 1,) if i >= 0]
        yield from (t.lemma.lower() for t in beside if t.pos == "NOUN")


def _first_names(cluster: Cluster) -> Iterator[str]:
    return (n.split()[0].lower() for n in cluster.names if len(n.split()) > 1 and cluster.group == "person")
