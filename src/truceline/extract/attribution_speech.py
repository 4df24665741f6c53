"""Direct and indirect speech: which words somebody in the report vouches for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from truceline.domain.codes import Stance
from truceline.domain.mentions import Actor, Speech
from truceline.domain.text import Document, Quotation, Span, Token
from truceline.extract.attribution_statement import read_statement
from truceline.extract.attribution_speaker import UNNAMED, Voice, Voices, can_speak, is_outlet, is_person_noun, phrase_span
from truceline.resources.speech import Outlets, SpeechVerb

_SUBJECT = {"nsubj", "nsubjpass"}
_CLAUSE = {"ccomp"}
_CHAIN = {"xcomp", "advcl", "pcomp"}
_SAYING = {"say", "tell", "add", "report", "announce", "state", "declare", "confirm", "claim", "note", "warn"}
_CARRYING = {"report", "quote", "carry", "broadcast", "publish", "cite"}


def read_speeches(
    doc: Document, actors: tuple[Actor, ...], verbs: Mapping[str, SpeechVerb], outlets: Outlets
) -> tuple[Speech, ...]:
    """Speeches in text order; one record for each stretch of content."""
    voices = Voices(doc, actors, outlets)
    found: list[Speech] = []
    for token in doc.tokens:
        if token.lower == "according":
            found.extend(_according(doc, token, voices))
        elif token.lower == "reports" and token.pos == "NOUN" and (tail := _reports_tail(doc, token)) is not None:
            head, chunk, content = tail
            voice = voices.read(head, chunk)
            found.append(_speech(voice, content, token.span, Stance.STATES, voice.name, "clause", "report"))
        elif token.lower == "responsible" and doc.head(token).lemma == "hold" and token.dep in {"oprd", "acomp", "xcomp"}:
            found.extend(_held_responsible(doc, token, voices))
        elif token.lower == "blamed" and token.dep in {"amod", "compound"} and doc.head(token).i > token.i:
            inside = doc.subtree(doc.head(token))
            found.append(
                _speech(UNNAMED, Span(token.end, max(inside[-1].end, token.end)), token.span, Stance.ALLEGES, None, "passive", "blame")
            )
        elif token.pos in {"VERB", "AUX"} and (verb := verbs.get(token.lemma.lower())) is not None:
            found.extend(_of_verb(doc, token, verb, voices, outlets))
    found = _named_later(doc, _with_outlets(found))
    found.extend(_continued(doc, found))
    found.extend(read_statement(doc, found, voices))
    return tuple(sorted(found, key=lambda s: (s.content.start, s.content.end, s.cue.start)))


def _speech(
    voice: Voice, content: Span, cue: Span, stance: Stance, outlet: str | None, manner: str, lemma: str
) -> Speech:
    return Speech(
        content=content, cue=cue, speaker=voice.name, speaker_span=voice.span, affiliation=voice.affiliation,
        outlet=outlet or voice.outlet, stance=stance, actor_key=voice.key, reason=lemma, manner=manner,
    )


# --- verbs of saying


def _of_verb(
    doc: Document, token: Token, verb: SpeechVerb, voices: Voices, outlets: Outlets
) -> Iterator[Speech]:
    if verb.kind == "quote":
        yield from _quoted(doc, token, voices, outlets)
        return
    auxiliaries = [c for c in doc.children(token) if c.dep in {"aux", "auxpass"}]
    passive = any(c.dep == "auxpass" for c in auxiliaries) or (
        token.tag == "VBN" and not auxiliaries and token.dep in {"acl", "advcl"}
    )
    if passive:
        yield from _passive(doc, token, verb, voices)
        return
    if token.tag == "VBN" and token.dep == "amod":
        return
    tail = _tail(doc, token) if verb.kind in {"say", "show", "think"} else None
    if tail is not None:
        head, chunk, content = tail
        voice = voices.read(head, chunk)
        outlet = _hearer(doc, token, outlets)
        yield _speech(voice, content, token.span, verb.stance, outlet, "clause", verb.lemma)
        for quotation in _quotes_of(doc, token):
            if not content.contains(quotation.inner):
                yield _speech(voice, quotation.inner, token.span, verb.stance, outlet, "quote", verb.lemma)
        return
    contents = list(_contents(doc, token, verb))
    if not contents:
        return
    head = _speaker_head(doc, token)
    if token.tag == "VBG" and token.dep == "advcl" and doc.head(token).lemma not in _SAYING and voices.last() is not None:
        head = None
    if head is None:
        voice = voices.last() if token.tag == "VBG" else None
        if voice is None:
            return
    else:
        voice = voices.read(head)
    if voice.name == UNNAMED.name and head is not None and head.lower in {"i", "we"}:
        return
    if verb.kind == "blame" and token.sent > 0 and _only_accused(doc, token):
        contents.append((doc.sentences[token.sent - 1], "object"))
    stance = verb.stance
    if any(c.dep == "neg" for c in doc.children(token)) and verb.kind in {"say", "show"}:
        if verb.lemma not in {"deny", "rule"}:
            return
        stance = Stance.CONFIRMS
    outlet = _hearer(doc, token, outlets)
    for content, manner in contents:
        yield _speech(voice, content, token.span, stance, outlet, manner, verb.lemma)


def _only_accused(doc: Document, verb: Token) -> bool:
    """"Police blamed the rebels.": whom, but not for what, which is what the sentence before tells."""
    below = [c for c in doc.children(verb) if c.i > verb.i and c.pos != "PUNCT"]
    return verb.lemma == "blame" and bool(below) and all(c.dep == "dobj" for c in below) and not any(
        t.lower in {"for", "on", "of"} and t.head == below[0].i for t in doc.subtree(below[0])
    )


_FINITE = {"VBD", "VBZ", "VBP", "MD", "VBN"}
_NOMINAL = {"NOUN", "PROPN", "PRON"}


def _tail(doc: Document, verb: Token) -> tuple[Token, Span, Span] | None:
    """A verb of saying that closes its sentence ("..., police sources said on Monday"): (head, phrase, content).

    Read from the words, not the parse, which often ties the speaker to what goes before it.
    """
    sentence = doc.sentence_tokens(verb.sent)
    offset = sentence[0].i
    after = [t for t in sentence if t.i > verb.i]
    if any(t.tag in _FINITE - {"VBN"} or t.lower in {"that", "how", "whether", ":"} or t.text in "\"“‘``" for t in after) or len(after) > 22:
        return None
    first = verb.i - 1
    while first >= offset and (doc.tokens[first].pos in {"AUX", "ADV"} or doc.tokens[first].ent in {"DATE", "TIME"}):
        first -= 1
    last = first
    while first >= offset and doc.tokens[first].text not in {",", "”", '"', "''", "--", "–", "—", ";"}:
        token = doc.tokens[first]
        if token.tag in _FINITE - {"VBN"} or token.tag in {"WP", "WDT", "CC"} and token.lower not in {"and"} or token.pos == "SCONJ":
            return None
        first -= 1
    chunk = [t for t in sentence if first < t.i <= last]
    before = [t for t in sentence if t.i < first]
    if first < offset or not chunk or chunk[0].pos not in {"DET", "ADJ", "PRON", "NUM", *_NOMINAL} or chunk[0].text[0] in "\"“":
        return None
    if len(before) < 3 or not any(t.tag in _FINITE for t in before) or chunk[0].lower in {"who", "which", "he", "she", "they", "it", "i", "we"}:
        return None
    inside = {t.i for t in chunk}
    heads = [t for t in chunk if t.pos in _NOMINAL and t.head not in inside]
    if not heads or heads[0].ent in {"DATE", "TIME"}:
        return None
    head = next((h for h in heads if h.head == verb.i), heads[0])
    return head, Span(chunk[0].start, chunk[-1].end), Span(before[0].start, before[-1].end)


def _reports_tail(doc: Document, token: Token) -> tuple[Token, Span, Span] | None:
    """"..., reports The Daily" at the end of a sentence, where the tagger takes "reports" for a noun."""
    sentence = doc.sentence_tokens(token.sent)
    before = [t for t in sentence if t.i < token.i]
    after = [t for t in sentence if t.i > token.i and t.pos != "PUNCT"]
    if len(before) < 4 or not after or len(after) > 6 or before[-1].text not in {",", "”", '"'}:
        return None
    if any(t.pos not in {"DET", "PROPN", "NOUN", "ADP"} for t in after) or after[-1].pos != "PROPN":
        return None
    return after[-1], Span(after[0].start, after[-1].end), Span(before[0].start, before[-1].end)


def _speaker_head(doc: Document, verb: Token) -> Token | None:
    """Head of the noun phrase that speaks: the verb's subject, its own or one that it shares."""
    token, hops = verb, 0
    while hops < 5:
        subject = next((c for c in doc.children(token) if c.dep in _SUBJECT), None)
        if subject is not None:
            if subject.tag in {"WP", "WDT"} and token.dep == "relcl":
                return doc.head(token)
            return subject
        if token.dep in {"acl", "relcl"}:
            return doc.head(token)
        if token.dep in {"conj", *_CHAIN} and doc.head(token).pos in {"VERB", "AUX", "ADP", "SCONJ"}:
            token = doc.head(token)
            hops += 1
            continue
        break
    # Inverted: "..., said Palestinian medics" parsed with the subject as object.
    after = [c for c in doc.children(verb) if c.i > verb.i and c.dep in {"dobj", "attr", "npadvmod", "dep", "ccomp"}]
    for child in after:
        if child.pos in {"NOUN", "PROPN", "PRON"} and child.ent not in {"DATE", "TIME"}:
            return child
    return None


def _contents(doc: Document, verb: Token, table: SpeechVerb) -> Iterator[tuple[Span, str]]:
    """Stretches of content of a verb, each with its manner."""
    got = False
    subject = _speaker_head(doc, verb)
    barred = {t.i for t in doc.subtree(subject)} if subject is not None and subject.head == verb.i else set()
    for child in doc.children(verb):
        clausal = child.dep in _CLAUSE or (child.dep in {"xcomp", "advcl"} and table.kind == "act")
        if not clausal or child.i in barred:
            continue
        inside = [t for t in doc.subtree(child) if t.i not in barred and t.i != verb.i]
        yield from ((s, "clause") for s in _runs(inside, verb.i))
        got = True
        break
    if got:
        # "said that A, but that B": later clauses hang on the verb as conjuncts without a subject of saying.
        for child in doc.children(verb):
            if child.dep == "conj" and child.i > verb.i and child.lemma != verb.lemma and _coordinate_content(doc, verb, child):
                inside = list(doc.subtree(child))
                yield Span(inside[0].start, inside[-1].end), "clause"
    quotes = [q for q in _quotes_of(doc, verb)]
    for quotation in quotes:
        yield quotation.inner, "quote"
    if not got and table.kind in {"say", "show", "think"}:
        outer = _outer_clause(doc, verb)
        if outer is not None:
            yield outer, "clause"
            got = True
    if not got and not quotes and table.kind in {"say", "show", "blame", "act", "think"}:
        for child in doc.children(verb):
            if child.i > verb.i and child.dep in {"dobj", "prep", "xcomp", "agent"} and child.i not in barred:
                if child.dep == "dobj" and table.kind == "say" and child.ent in {"DATE", "TIME", "PERSON"}:
                    continue
                inside = list(doc.subtree(child))
                yield Span(inside[0].start, inside[-1].end), "object"


def _coordinate_content(doc: Document, verb: Token, child: Token) -> bool:
    has_subject = any(c.dep in _SUBJECT for c in doc.children(child))
    return has_subject and child.pos in {"VERB", "AUX"}


def _runs(tokens: list[Token], pivot: int) -> Iterator[Span]:
    """Spans left and right of the verb that the tokens cover."""
    left = [t for t in tokens if t.i < pivot]
    right = [t for t in tokens if t.i > pivot]
    for side in (left, right):
        if side:
            yield Span(side[0].start, side[-1].end)


def _outer_clause(doc: Document, verb: Token) -> Span | None:
    """The clause that a parenthetic verb of saying closes or interrupts ("..., police said")."""
    mine = doc.subtree(verb)
    own = [t for t in mine if t.i >= verb.i or t.dep in _SUBJECT]
    first = min((t.i for t in own), default=verb.i)
    subject = next((c for c in doc.children(verb) if c.dep in _SUBJECT and c.i < verb.i), None)
    if subject is not None:
        first = min(t.i for t in doc.subtree(subject))
    sentence = doc.sentence_tokens(verb.sent)
    before = [t for t in sentence if t.i < first]
    if len(before) < 3 or before[-1].text not in {",", "”", '"', "''", "--", "–", "—", "’"}:
        return None
    return Span(before[0].start, before[-1].end)


def _quotes_of(doc: Document, verb: Token) -> Iterator[Quotation]:
    """Quotations that a verb of saying carries: in its sentence, or running up to or on from it."""
    sentence = doc.sentences[verb.sent]
    tokens = doc.sentence_tokens(verb.sent)
    rivals = [t for t in tokens if t.i != verb.i and t.lemma in {"say", "tell", "add"} and t.pos == "VERB"]
    for quotation in doc.quotations:
        if quotation.inner.start <= verb.start < quotation.inner.end:
            continue
        touches = quotation.span.overlaps(sentence)
        just_before = 0 <= sentence.start - quotation.span.end <= 3
        just_after = 0 <= quotation.span.start - sentence.end <= 2 and doc.text[sentence.end - 1 : sentence.end] == ":"
        if not (touches or just_before or just_after):
            continue
        nearer = any(
            abs(r.start - quotation.span.start) < abs(verb.start - quotation.span.start)
            and not quotation.span.contains(r.span)
            for r in rivals
        )
        if not nearer:
            yield quotation


def _hearer(doc: Document, verb: Token, outlets: Outlets) -> str | None:
    """The outlet that is told ("told The National", "said in an interview with X", "in comments to X")."""
    for child in doc.children(verb):
        if child.dep in {"dobj", "dative"} and child.i > verb.i and child.pos in {"PROPN", "NOUN"}:
            words = phrase_span(doc, child).of(doc.text)
            if child.ent == "ORG" or is_outlet(words, outlets):
                return " ".join(words.split())
        if child.dep in {"prep", "agent", "dative"} and child.lower in {"to", "by", "with", "on", "in"}:
            for inner in doc.subtree(child):
                if inner.pos == "PROPN" and inner.dep in {"pobj", "compound"}:
                    words = phrase_span(doc, inner).of(doc.text)
                    if is_outlet(words, outlets):
                        return " ".join(words.split())
    return None


# --- passives: "was quoted as saying", "is accused of", "were said to have"


def _agent(doc: Document, verb: Token) -> Token | None:
    for child in doc.children(verb):
        if child.dep == "agent" or (child.dep == "prep" and child.lower == "by"):
            return next((c for c in doc.children(child) if c.dep == "pobj"), None)
    return None


def _passive(doc: Document, token: Token, verb: SpeechVerb, voices: Voices) -> Iterator[Speech]:
    agent = _agent(doc, token)
    if verb.kind == "act":
        return
    head = doc.head(token)
    if token.dep == "acl":
        start, inside = head, doc.subtree(head)
    else:
        start, inside = token, doc.subtree(token)
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
    yield _speech(voice, content, token.span, stance, None, "passive", verb.lemma)


def _held_responsible(doc: Document, token: Token, voices: Voices) -> Iterator[Speech]:
    """"the attack for which X was held responsible", "Y holds X responsible for the attack"."""
    verb = doc.head(token)
    passive = any(c.dep == "auxpass" for c in doc.children(verb))
    speaker = _agent(doc, verb) if passive else _speaker_head(doc, verb)
    if not passive and speaker is None:
        return
    voice = voices.read(speaker) if speaker is not None else UNNAMED
    top = doc.head(verb) if verb.dep == "relcl" else verb
    inside = doc.subtree(top)
    yield _speech(voice, Span(inside[0].start, inside[-1].end), token.span, Stance.ALLEGES, None, "passive", "blame")


# --- chains: "Y quoted X as saying", "Y, citing X, said"


def _quoted(doc: Document, token: Token, voices: Voices, outlets: Outlets) -> Iterator[Speech]:
    passive = any(c.dep == "auxpass" for c in doc.children(token))
    agent = _agent(doc, token)
    said = next(
        (t for t in doc.subtree(token) if t.lemma in {"say", "tell", "add", "declare", "state", "report", "confirm"} and t.tag == "VBG"),
        None,
    )
    if passive:
        speaker = next((c for c in doc.children(token) if c.dep == "nsubjpass"), None)
        if agent is None and said is not None:
            agent = _agent(doc, said)
    else:
        speaker = next((c for c in doc.children(token) if c.dep == "dobj"), None)
        agent = _speaker_head(doc, token)
    if speaker is None or not can_speak(speaker):
        return
    voice = voices.read(speaker)
    outlet = None
    if agent is not None:
        words = " ".join(phrase_span(doc, agent).of(doc.text).split())
        outlet = words
    spoken: list[tuple[Span, str]] = []
    if said is not None:
        for child in doc.children(said):
            if child.dep in {"ccomp", "dobj"}:
                inside = doc.subtree(child)
                spoken.append((Span(inside[0].start, inside[-1].end), "clause"))
    for child in doc.children(token):
        if child.dep == "ccomp":
            spoken.extend((s, "clause") for s in _runs([t for t in doc.subtree(child)], token.i))
    spoken.extend((q.inner, "quote") for q in _quotes_of(doc, token))
    if not spoken and token.tag == "VBG":
        # "..., the agency said, citing X": the governing clause's content is X's.
        spoken.append((doc.sentences[token.sent], "clause"))
    for content, manner in spoken:
        yield _speech(voice, content, token.span, Stance.STATES, outlet, manner, "quote")


# --- "according to X"


def _according(doc: Document, token: Token, voices: Voices) -> Iterator[Speech]:
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
            yield _speech(voice, Span(side[0].start, side[-1].end), cue, Stance.STATES, None, "according", "according")


# --- after the pass over verbs


def _with_outlets(speeches: list[Speech]) -> list[Speech]:
    """An outlet that carries another's words becomes that speech's outlet instead of a second voice."""
    outer = [s for s in speeches if s.outlet == s.speaker or s.reason in _CARRYING]
    carried: set[int] = set()
    out: list[Speech] = []
    for speech in speeches:
        carrier = next(
            (
                o for o in outer
                if o is not speech and o.speaker != speech.speaker and o.content.contains(speech.cue)
                and speech.speaker != UNNAMED.name and speech.manner in {"clause", "quote"} and o.manner in {"clause", "according"}
            ),
            None,
        )
        if carrier is not None:
            carried.add(id(carrier))
            speech = replace(speech, outlet=speech.outlet or carrier.speaker)
        out.append(speech)
    kept = []
    for original, speech in zip(speeches, out, strict=True):
        # An outlet whose own content holds more than the inner speech still vouches for the rest.
        if id(original) in carried:
            continue
        kept.append(speech)
    return kept


def _named_later(doc: Document, speeches: list[Speech]) -> list[Speech]:
    """"A spokesman said ... Derek Chappell said": one voice, where the name comes with no other introduction."""
    ordered = sorted(speeches, key=lambda s: s.cue.start)
    names: dict[str, tuple[str, str | None]] = {}
    for i, one in enumerate(ordered):
        if one.speaker_span is None or one.speaker.lower() in names or not _may_be_named_later(doc, one):
            continue
        for two in ordered[i + 1 : i + 6]:
            if doc.sentence_at(two.cue.start) - doc.sentence_at(one.cue.start) > 3:
                break
            if two.speaker != one.speaker and _names(doc, one, two):
                names[one.speaker.lower()] = (two.speaker, two.affiliation or one.affiliation)
                break
    return [
        replace(s, speaker=names[s.speaker.lower()][0], affiliation=names[s.speaker.lower()][1] or s.affiliation)
        if s.speaker.lower() in names
        else replace(s, affiliation=next((a for n, a in names.values() if n == s.speaker and a), s.affiliation))
        for s in speeches
    ]


def _may_be_named_later(doc: Document, speech: Speech) -> bool:
    """True for one person by his office or part, without a name ("a spokesman", "the governor of X")."""
    assert speech.speaker_span is not None
    head = doc.syntactic_head(speech.speaker_span)
    return (
        head is not None and head.tag == "NN" and is_person_noun(head)
        and not any(t.ent == "PERSON" for t in doc.tokens_in(speech.speaker_span))
    )


def _names(doc: Document, one: Speech, two: Speech) -> bool:
    """True when the second speaker is a name that comes first after the first speech, with no other office beside it."""
    if one.speaker_span is None or two.speaker_span is None:
        return False
    words = doc.tokens_in(two.speaker_span)
    if not any(t.ent == "PERSON" for t in words):
        return False
    head = doc.syntactic_head(one.speaker_span)
    titles = {t.lemma.lower() for t in words if t.pos in {"NOUN", "PROPN"} and t.ent != "PERSON"}
    titles -= {"mr", "mr.", "mrs", "mrs.", "dr", "dr."}
    near = {t.lemma.lower() for w in words for t in doc.children(w) if t.pos in {"NOUN", "PROPN"} and t.ent != "PERSON"}
    bodies = [set(re.findall(r"\w{3,}", (x.affiliation or "").lower())) for x in (one, two)]
    if all(bodies) and not bodies[0] & bodies[1]:
        return False
    fresh = doc.text.find(two.speaker.split()[-1]) >= one.cue.start
    return fresh and head is not None and (not (titles | near) or head.lemma.lower() in titles | near)


def _continued(doc: Document, speeches: list[Speech]) -> list[Speech]:
    """Quotations without a verb of saying of their own go on with the speech before them."""
    taken = [s.content for s in speeches if s.manner == "quote"]
    found: list[Speech] = []
    for quotation in doc.quotations:
        if len(quotation.inner) < 25 or any(c.overlaps(quotation.inner) for c in taken):
            continue
        if not _is_whole(doc, quotation):
            continue
        paragraph = doc.paragraph_at(quotation.span.start)
        before = [
            s for s in (*speeches, *found)
            if s.cue.end <= quotation.span.start and paragraph - doc.paragraph_at(s.cue.start) <= 2
        ]
        if not before:
            continue
        last = max(before, key=lambda s: s.cue.start)
        found.append(replace(last, content=quotation.inner, manner="continued"))
    return found


def _is_whole(doc: Document, quotation: Quotation) -> bool:
    """True for a quotation that is a sentence of its own, not a few words in somebody else's."""
    sentence = doc.sentences[doc.sentence_at(quotation.inner.start)]
    return quotation.span.start <= sentence.start + 2
