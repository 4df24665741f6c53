"""Speech told from the other side: passives, "held responsible", quoting outlets, "according to"."""

from __future__ import annotations

from collections.abc import Iterator

from truceline.domain.codes import Stance
from truceline.domain.mentions import Speech
from truceline.domain.text import Document, Span, Token
from truceline.extract.attribution_cited import carries, read_cited
from truceline.extract.attribution_parse import agent_of, make_speech, quotations_of, sides_of, speaker_head
from truceline.extract.attribution_speaker import UNNAMED, Voices, can_speak
from truceline.resources.speech import Outlets, SpeechVerb


def read_passive(doc: Document, token: Token, verb: SpeechVerb, voices: Voices) -> Iterator[Speech]:
    """Speech in the passive ("is accused of", "was reported by X"): the agent speaks, or somebody unnamed."""
    agent = agent_of(doc, token)
    if verb.kind == "act":
        return
    inside = doc.subtree(doc.head(token) if token.dep == "acl" else token)
    agent_tree = {t.i for t in doc.subtree(agent)} if agent is not None else set()
    inside = tuple(t for t in inside if t.i not in agent_tree)
    if not inside:
        return
    blame = verb.kind == "blame" or verb.lemma in {"suspect", "allege", "charge"}
    if verb.kind == "say" and not blame and agent is None:
        complement = any(c.dep in {"ccomp", "xcomp"} for c in doc.children(token))
        if not complement:
            return
    voice = voices.read(agent) if agent is not None else UNNAMED
    stance = Stance.ALLEGES if blame else verb.stance
    content = Span(inside[0].start, inside[-1].end)
    yield make_speech(voice, content, token.span, stance, None, "passive", verb.lemma)


def read_held_responsible(doc: Document, token: Token, voices: Voices) -> Iterator[Speech]:
    """As in "the attack for which X was held responsible", "Y holds X responsible for the attack"."""
    verb = doc.head(token)
    passive = any(c.dep == "auxpass" for c in doc.children(verb))
    speaker = agent_of(doc, verb) if passive else speaker_head(doc, verb)
    if not passive and speaker is None:
        return
    voice = voices.read(speaker) if speaker is not None else UNNAMED
    top = doc.head(verb) if verb.dep == "relcl" else verb
    inside = doc.subtree(top)
    yield make_speech(
        voice, Span(inside[0].start, inside[-1].end), token.span, Stance.ALLEGES, None, "passive", "blame"
    )


def read_quoted(doc: Document, token: Token, voices: Voices, outlets: Outlets) -> Iterator[Speech]:
    """Speech in another's mouth: "Y quoted X as saying", "X was quoted by Y". X speaks, Y carries it.

    "Citing X" gives a speech that waits for who cites (``attribution_cited.settle_cited``).
    """
    passive = any(c.dep == "auxpass" for c in doc.children(token))
    agent = agent_of(doc, token)
    said = next(
        (
            t
            for t in doc.subtree(token)
            if (t.lemma in {"say", "tell", "add", "declare", "state", "report", "confirm"} and t.tag == "VBG")
            or (t.lower in {"saying", "reporting"} and doc.head(t).lower == "as")
        ),
        None,
    )
    if not passive and said is None and (cited := read_cited(doc, token, voices)) is not None:
        yield cited
        return
    if passive:
        speaker = next((c for c in doc.children(token) if c.dep == "nsubjpass"), None)
        if agent is None and said is not None:
            agent = agent_of(doc, said)
    else:
        speaker = next((c for c in doc.children(token) if c.dep == "dobj"), None)
        agent = speaker_head(doc, token)
    if speaker is None or not can_speak(speaker):
        return
    voice = voices.read(speaker)
    outlet = carries(doc, agent, outlets) if agent is not None else None
    spoken: list[tuple[Span, str]] = []
    if said is not None:
        for child in doc.children(said):
            if child.dep in {"ccomp", "dobj"}:
                inside = doc.subtree(child)
                spoken.append((Span(inside[0].start, inside[-1].end), "clause"))
    for child in doc.children(token):
        if child.dep == "ccomp":
            spoken.extend((s, "clause") for s in sides_of(list(doc.subtree(child)), token.i))
    spoken.extend((q.inner, "quote") for q in quotations_of(doc, token))
    for content, manner in spoken:
        yield make_speech(voice, content, token.span, Stance.STATES, outlet, manner, "quote")


def read_according(doc: Document, token: Token, voices: Voices) -> Iterator[Speech]:
    """The phrase "according to X" vouches for its sentence before and after the phrase."""
    to = next((c for c in doc.children(token) if c.lower == "to"), None)
    if to is None and token.i + 1 < len(doc.tokens) and doc.tokens[token.i + 1].lower == "to":
        to = doc.tokens[token.i + 1]
    if to is None:
        return
    named = next((c for c in doc.children(to) if c.dep == "pobj"), None)
    if named is None:
        return
    voice = voices.read(named)
    mine = {t.i for t in doc.subtree(token)} | {token.i}
    sentence = doc.sentence_tokens(token.sent)
    before = [t for t in sentence if t.i < min(mine)]
    after = [t for t in sentence if t.i > max(mine)]
    cue = Span(token.start, to.end)
    for side in (before, after):
        if len(side) >= 2:
            yield make_speech(
                voice, Span(side[0].start, side[-1].end), cue, Stance.STATES, None, "according", "according"
            )
