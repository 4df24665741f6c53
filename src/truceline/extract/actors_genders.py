"""Whether "he" or "she" can be somebody, as far as title, noun or first name tell."""

from __future__ import annotations

from collections.abc import Iterator

from truceline.domain.text import Document, Token
from truceline.extract.actors_clusters import Cluster
from truceline.resources.actor_words import load_genders

_PRONOUNS = {"he": "m", "him": "m", "his": "m", "himself": "m", "she": "f", "her": "f", "hers": "f", "herself": "f"}


def may_be(doc: Document, pronoun: Token, cluster: Cluster) -> bool:
    """False for a woman as "he" and a man as "she"; True where the words leave it open."""
    told = gender_of(doc, cluster)
    return told is None or _PRONOUNS.get(pronoun.lower, told) == told


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
    return (doc.tokens[d.head].lemma.lower() for d in cluster.drafts if d.form == "nominal")


def _first_names(cluster: Cluster) -> Iterator[str]:
    return (n.split()[0].lower() for n in cluster.names if len(n.split()) > 1 and cluster.group == "person")
