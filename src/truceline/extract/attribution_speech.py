"""Direct and indirect speech: which words somebody in the report vouches for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from truceline.domain.codes import Stance
from truceline.domain.mentions import Actor, Speech
from truceline.domain.text import Document, Span, Token
from truceline.extract import events_parse as parse
from truceline.extract.attribution_after import continue_quotations, hand_to_outlets, name_later
from truceline.extract.attribution_cited import settle_cited
from truceline.extract.attribution_parse import SUBJECT, make_speech, quotations_of, sides_of, speaker_head
from truceline.extract.attribution_passive import read_according, read_held_responsible, read_passive, read_quoted
from truceline.extract.attribution_speaker import UNNAMED, Voices, is_outlet, phrase_span
from truceline.extract.attribution_statement import read_statement
from truceline.resources.lexicon import word_classes
from truceline.resources.speech import Outlets, SpeechVerb

_CLAUSE = {"ccomp"}


_SAYING = {"say", "tell", "add", "report", "announce", "state", "declare", "confirm", "claim", "note", "warn"}


def read_speeches(
    doc: Document, actors: tuple[Actor, ...], verbs: Mapping[str, SpeechVerb], outlets: Outlets
) -> tuple[Speech, ...]:
    """Speeches in text order; one record for each stretch of content."""
    voices = Voices(doc, actors, outlets)
    found: list[Speech] = []
    for token in doc.tokens:
        if token.lower == "according":
            found.extend(read_according(doc, token, voices))
        elif token.lower == "reports" and token.pos == "NOUN" and (tail := _reports_tail(doc, token)) is not None:
            head, chunk, content = tail
            voice = voices.read(head, chunk)
            found.append(make_speech(voice, content, token.span, Stance.STATES, voice.name, "clause", "report"))
        elif (
            token.lower == "responsible" and doc.head(token).lemma == "hold" and token.dep in {"oprd", "acomp", "xcomp"}
        ):
            found.extend(read_held_responsible(doc, token, voices))
        elif token.lower == "blamed" and token.dep in {"amod", "compound"} and doc.head(token).i > token.i:
            inside = doc.subtree(doc.head(token))
            found.append(
                make_speech(
                    UNNAMED,
                    Span(token.end, max(inside[-1].end, token.end)),
                    token.span,
                    Stance.ALLEGES,
                    None,
                    "passive",
                    "blame",
                )
            )
        elif token.pos in {"VERB", "AUX"} and (verb := verbs.get(token.lemma.lower())) is not None:
            found.extend(_of_verb(doc, token, verb, voices, outlets))
    found = name_later(doc, hand_to_outlets(settle_cited(doc, found, outlets)))
    found.extend(continue_quotations(doc, found))
    found.extend(read_statement(doc, found, voices))
    return tuple(_in_one_interview(sorted(found, key=lambda s: (s.content.start, s.content.end, s.cue.start))))


def _in_one_interview(speeches: list[Speech]) -> Iterator[Speech]:
    """Speeches in text order; who told an outlet goes on talking to it until somebody else speaks."""
    voice, outlet = "", None
    for speech in speeches:
        if speech.speaker != voice or speech.speaker == UNNAMED.name:
            voice, outlet = speech.speaker, speech.outlet
        outlet = speech.outlet or outlet
        yield speech if speech.outlet else replace(speech, outlet=outlet)


def _of_verb(doc: Document, token: Token, verb: SpeechVerb, voices: Voices, outlets: Outlets) -> Iterator[Speech]:
    if verb.kind == "quote":
        yield from read_quoted(doc, token, voices, outlets)
        return
    auxiliaries = [c for c in doc.children(token) if c.dep in {"aux", "auxpass"}]
    passive = any(c.dep == "auxpass" for c in auxiliaries) or (
        token.tag == "VBN" and not auxiliaries and token.dep in {"acl", "advcl"}
    )
    if passive:
        yield from read_passive(doc, token, verb, voices)
        return
    if (token.tag == "VBN" and token.dep == "amod") or _answers_with_force(doc, token):
        return
    tail = _tail(doc, token) if verb.kind in {"say", "show", "think"} else None
    if tail is not None:
        head, chunk, content = tail
        voice = voices.read(head, chunk)
        outlet = _hearer(doc, token, outlets)
        yield make_speech(voice, content, token.span, verb.stance, outlet, "clause", verb.lemma)
        for quotation in quotations_of(doc, token):
            if not content.contains(quotation.inner):
                yield make_speech(voice, quotation.inner, token.span, verb.stance, outlet, "quote", verb.lemma)
        return
    contents = list(_contents(doc, token, verb))
    if not contents:
        return
    who: Token | None = speaker_head(doc, token)
    if (
        token.tag == "VBG"
        and token.dep == "advcl"
        and doc.head(token).lemma not in _SAYING
        and voices.last() is not None
    ):
        who = None
    if who is None:
        last = voices.last() if token.tag == "VBG" else None
        if last is None:
            return
        voice = last
    else:
        voice = voices.read(who)
    if voice.name == UNNAMED.name and who is not None and who.lower in {"i", "we"}:
        return
    if verb.kind == "blame" and token.sent > 0 and _only_accused(doc, token):
        contents.append((doc.sentences[token.sent - 1], "object"))
    stance = verb.stance
    if any(c.dep == "neg" for c in doc.children(token)) and verb.kind in {"say", "show"}:
        if verb.lemma not in {"deny", "rule"}:
            return
        stance = Stance.CONFIRMS
    outlet = _hearer(doc, token, outlets) if verb.kind != "blame" else None  # the accused hears nothing
    for content, manner in contents:
        yield make_speech(voice, content, token.span, stance, outlet, manner, verb.lemma)


def _answers_with_force(doc: Document, verb: Token) -> bool:
    """As in "police, who responded with tear gas": they say nothing by that."""
    means = word_classes()["blows"] | word_classes()["weapon"] | word_classes()["heavy_arms"] | word_classes()["fired"]
    given = (t for w in parse.prep_objects(doc, verb, "with") for t in (w, *parse.modifiers(doc, w)))
    return verb.lemma in ("respond", "reply", "answer", "react") and any(parse.lemma_of(doc, t) in means for t in given)


def _only_accused(doc: Document, verb: Token) -> bool:
    """As in "Police blamed the rebels.": whom, but not for what, which is what the sentence before tells."""
    below = [c for c in doc.children(verb) if c.i > verb.i and c.pos != "PUNCT"]
    return (
        verb.lemma == "blame"
        and bool(below)
        and all(c.dep == "dobj" for c in below)
        and not any(t.lower in {"for", "on", "of"} and t.head == below[0].i for t in doc.subtree(below[0]))
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
    if (
        any(
            t.tag in _FINITE - {"VBN"} or t.lower in {"that", "how", "whether", ":"} or t.text in '"“‘``' for t in after
        )
        or len(after) > 22
    ):
        return None
    first = verb.i - 1
    while first >= offset and (doc.tokens[first].pos in {"AUX", "ADV"} or doc.tokens[first].ent in {"DATE", "TIME"}):
        first -= 1
    last = first
    while first >= offset and doc.tokens[first].text not in {",", "”", '"', "''", "--", "–", "—", ";"}:
        token = doc.tokens[first]
        if (
            token.tag in _FINITE - {"VBN"}
            or (token.tag in {"WP", "WDT", "CC"} and token.lower not in {"and"})
            or token.pos == "SCONJ"
        ):
            return None
        first -= 1
    chunk = [t for t in sentence if first < t.i <= last]
    before = [t for t in sentence if t.i < first]
    if (
        first < offset
        or not chunk
        or chunk[0].pos not in {"DET", "ADJ", "PRON", "NUM", *_NOMINAL}
        or chunk[0].text[0] in '"“'
    ):
        return None
    if (
        len(before) < 3
        or not any(t.tag in _FINITE for t in before)
        or chunk[0].lower in {"who", "which", "he", "she", "they", "it", "i", "we"}
    ):
        return None
    inside = {t.i for t in chunk}
    heads = [t for t in chunk if t.pos in _NOMINAL and t.head not in inside]
    if not heads or heads[0].ent in {"DATE", "TIME"}:
        return None
    head = next((h for h in heads if h.head == verb.i), heads[0])
    return head, Span(chunk[0].start, chunk[-1].end), Span(before[0].start, before[-1].end)


def _reports_tail(doc: Document, token: Token) -> tuple[Token, Span, Span] | None:
    """As in "..., reports The Daily" at the end of a sentence, where the tagger takes "reports" for a noun."""
    sentence = doc.sentence_tokens(token.sent)
    before = [t for t in sentence if t.i < token.i]
    after = [t for t in sentence if t.i > token.i and t.pos != "PUNCT"]
    if len(before) < 4 or not after or len(after) > 6 or before[-1].text not in {",", "”", '"'}:
        return None
    if any(t.pos not in {"DET", "PROPN", "NOUN", "ADP"} for t in after) or after[-1].pos != "PROPN":
        return None
    return after[-1], Span(after[0].start, after[-1].end), Span(before[0].start, before[-1].end)


def _contents(doc: Document, verb: Token, table: SpeechVerb) -> Iterator[tuple[Span, str]]:
    """Stretches of content of a verb, each with its manner."""
    got = False
    subject = speaker_head(doc, verb)
    barred = {t.i for t in doc.subtree(subject)} if subject is not None and subject.head == verb.i else set()
    for child in doc.children(verb):
        clausal = child.dep in _CLAUSE or (child.dep in {"xcomp", "advcl"} and table.kind == "act")
        if not clausal or child.i in barred:
            continue
        inside = [t for t in doc.subtree(child) if t.i not in barred and t.i != verb.i]
        yield from ((s, "clause") for s in sides_of(inside, verb.i))
        got = True
        break
    if got:
        # "said that A, but that B": later clauses hang on the verb as conjuncts without a subject of saying.
        for child in doc.children(verb):
            if (
                child.dep == "conj"
                and child.i > verb.i
                and child.lemma != verb.lemma
                and _coordinate_content(doc, child)
            ):
                inside = list(doc.subtree(child))
                yield Span(inside[0].start, inside[-1].end), "clause"
    quotes = list(quotations_of(doc, verb))
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


def _coordinate_content(doc: Document, child: Token) -> bool:
    has_subject = any(c.dep in SUBJECT for c in doc.children(child))
    return has_subject and child.pos in {"VERB", "AUX"}


def _outer_clause(doc: Document, verb: Token) -> Span | None:
    """The clause that a parenthetic verb of saying closes or interrupts ("..., police said")."""
    mine = doc.subtree(verb)
    own = [t for t in mine if t.i >= verb.i or t.dep in SUBJECT]
    first = min((t.i for t in own), default=verb.i)
    subject = next((c for c in doc.children(verb) if c.dep in SUBJECT and c.i < verb.i), None)
    if subject is not None:
        first = min(t.i for t in doc.subtree(subject))
    sentence = doc.sentence_tokens(verb.sent)
    before = [t for t in sentence if t.i < first]
    if len(before) < 3 or before[-1].text not in {",", "”", '"', "''", "--", "–", "—", "’"}:
        return None
    return Span(before[0].start, before[-1].end)


def _hearer(doc: Document, verb: Token, outlets: Outlets) -> str | None:
    """The outlet that is told ("told The National", "said in an interview with X", "in comments to X")."""
    for child in doc.children(verb):
        if child.dep in {"dobj", "dative"} and child.i > verb.i and child.pos in {"PROPN", "NOUN"}:
            words = phrase_span(doc, child).of(doc.text)
            body = child.lemma.lower() in word_classes()["party"] | word_classes()["force"]  # "told the Council"
            if (child.ent == "ORG" and not body) or is_outlet(words, outlets):
                return " ".join(words.split())
        if child.dep in {"prep", "agent", "dative"} and child.lower in {"to", "by", "with", "on", "in"}:
            for inner in doc.subtree(child):
                if inner.pos == "PROPN" and inner.dep in {"pobj", "compound"}:
                    words = phrase_span(doc, inner).of(doc.text)
                    if is_outlet(words, outlets):
                        return " ".join(words.split())
    return None
