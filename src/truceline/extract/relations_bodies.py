"""What an office or a wing belongs to: the party before the noun ("Hamas leader") or behind it ("leader of Hamas")."""

from __future__ import annotations

from truceline.domain.codes import ActorKind
from truceline.domain.text import Token
from truceline.extract.relations_parties import ORGANISED, Body, Held, Parties
from truceline.resources.actor_words import load_actor_nouns, load_name_words
from truceline.resources.relation_patterns import load_relation_words

_BODY_CLASSES = frozenset({"force", "police", "government", "armed", "group", "business", "media"})
_HIS = frozenset({"his", "her", "my"})


def body_before(parties: Parties, i: int, first: int, *, shape: str) -> Body | None:
    """The party that the words from token ``first`` up to the noun at token i name: "Hamas leader", "its commander".

    The nearest party counts: in "Iraqi opposition leader" that is the opposition, so Iraq has no say.
    shape: the noun's, for only an office at the top of a state has the state for its body.
    """
    tokens, words = parties.doc.tokens, load_relation_words()
    standing = -1  # a word such as "military", which is the body only where no party stands before it
    for k in range(i - 1, first - 1, -1):
        token = tokens[k]
        if token.lower in words["barring"] or token.lower in words["joining"] or token.lower in words["peoples"]:
            return None
        if token.tag == "PRP$":
            return _owner(parties, k)
        held = next((h for h in parties.ending(k) if h.first >= first and h.mention.form != "pronoun"), None)
        if held is not None:
            return _of_mention(parties, held, first, standing)
        if token.tag == "POS" or token.text in ("-", "–") or token.pos in ("DET", "PUNCT", "CCONJ"):
            continue
        over = next((h for n in range(k, first - 1, -1) for h in parties.starting(n) if h.named and h.last >= i), None)
        if over is not None and over.actor.affiliation:
            return _of_title(parties, over, shape)
        standing = k if token.lower in words["standing"] and "office" in shape.split()[0] else standing
        if token.lower in words["plain"]:
            continue
        if token.pos in ("ADJ", "ADV", "VERB") and token.text.islower() and token.lower not in load_actor_nouns():
            continue
        return _of_state(parties, token) or _of_noun(parties, k, first)
    return _of_noun(parties, standing, first) if standing >= 0 else None


def _owner(parties: Parties, k: int) -> Body | None:
    """Whom "its", "their" stands for; "his" only for a person, who has a spokesman but no president."""
    token = parties.doc.tokens[k]
    actor, held = parties.at(token), next(iter(parties.ending(k)), None)
    if actor is None or held is None or (token.lower in _HIS and actor.kind != ActorKind.PERSON):
        return None
    return parties.whole(actor, held)


def _of_mention(parties: Parties, held: Held, first: int, standing: int) -> Body | None:
    token = parties.doc.tokens[held.last]
    if not held.named and held.first == held.last and token.tag != "NNS":
        return _of_noun(parties, held.last, first)  # "rebel leader": the rebels, not a rebel
    if standing >= 0 and held.actor.kind == ActorKind.STATE:
        return parties.phrase(held.first, standing)
    return parties.whole(held.actor, held)


def _of_title(parties: Parties, over: Held, shape: str) -> Body | None:
    """The state of an office that is one name in the registry ("Turkish president")."""
    state = parties.with_id(over.actor.affiliation_id)
    if shape != "top office" or (state is not None and state.kind != ActorKind.STATE):
        return None
    return Body(over.actor.affiliation or "", state, over.mention.span, over.last)


def _of_state(parties: Parties, token: Token) -> Body | None:
    """The state of an adjective that is no mention ("Palestinian leader")."""
    if token.pos not in ("ADJ", "PROPN") or not token.text[0].isupper() or token.ent not in ("NORP", "GPE", ""):
        return None
    state = parties.by_word(token)
    return state if state is not None and (state.actor is None or state.actor.kind == ActorKind.STATE) else None


def _of_noun(parties: Parties, k: int, first: int) -> Body | None:
    """A body by a noun that is no mention: "Faction spokesman", "US immigration service head"."""
    tokens, words = parties.doc.tokens, load_relation_words()
    token = tokens[k]
    if not _is_body_word(token):
        return None
    start = k
    while start > first and tokens[start - 1].pos in ("NOUN", "PROPN", "ADJ"):
        start -= 1
        if any(h.named and h.actor.kind in ORGANISED for h in parties.starting(start)):
            return parties.phrase(start, k)
    if token.ent == "ORG":
        start = k
        while start > first and tokens[start - 1].ent == "ORG":
            start -= 1
        return parties.phrase(start, k)
    known = parties.by_noun(token.lower, token.start)
    own = known is not None and token.lower.removesuffix("s") in known.name.lower()
    if known is not None and (own or token.lower not in words["standing"]):
        return Body(known.name, known, token.span, k)
    if token.lower in words["bodies"] and k > first and tokens[k - 1].pos in ("NOUN", "ADJ"):
        return parties.phrase(k - 1, k)  # "border command", "foreign office"
    return parties.phrase(k, k) if token.lower in words["standing"] else None


def _is_body_word(token: Token) -> bool:
    noun, words = load_actor_nouns().get(token.lower), load_relation_words()
    return (
        token.ent == "ORG"
        or token.lower in load_name_words()
        or token.lower in words["bodies"] | words["standing"]
        or (noun is not None and noun.group in _BODY_CLASSES)
    )


def body_after(parties: Parties, i: int) -> Body | None:
    """The party that the phrase from token i on names: what follows "leader of"."""
    tokens = parties.doc.tokens
    while i + 1 < len(tokens) and tokens[i].pos == "DET":
        i += 1
    last = _last_noun(parties, i)
    if last >= 0 and tokens[last].lower in load_relation_words()["doing"]:
        return None  # "head of the government delegation" leads no government
    told = [h for n in range(i, max(last, i) + 1) for h in parties.starting(n) if h.mention.form != "pronoun"]
    first = next((h for h in told if h.first == i and h.named and h.actor.kind in ORGANISED), None)
    if first is not None and any(h.actor.kind == ActorKind.PERSON for h in parties.starting(first.last + 1) if h.named):
        return parties.whole(first.actor, first)  # "president of Gabon Ali Bongo"
    over = [h for h in told if h.last >= last]
    if over:
        held = min(over, key=lambda h: (not h.named, h.first))
        return parties.whole(held.actor, held)
    if last < 0:
        return None
    known = parties.by_noun(tokens[last].lower, tokens[i].start) if i == last else None
    if known is not None:
        return Body(known.name, known, tokens[last].span, last)
    proper = any(t.pos == "PROPN" or t.ent in ("ORG", "GPE", "NORP") for t in tokens[i : last + 1])
    return parties.phrase(i, last) if proper and tokens[last].ent not in ("GPE", "LOC", "PERSON") else None


def _last_noun(parties: Parties, first: int) -> int:
    """Number of the last noun of the phrase that opens at a token, -1 for none."""
    tokens, last, k = parties.doc.tokens, -1, first
    while k < len(tokens) and tokens[k].sent == tokens[first].sent:
        token = tokens[k]
        inside = (
            k > first and token.ent == tokens[k - 1].ent == "ORG" and tokens[min(k + 1, len(tokens) - 1)].ent == "ORG"
        )
        noun = token.pos in ("NOUN", "PROPN")
        modifier = token.pos == "ADJ" or token.tag == "POS" or token.text in ("-", "–", "&")
        if not (noun or modifier or inside or (token.pos == "VERB" and token.dep == "amod")):
            break
        last = k if noun else last
        k += 1
    return last
