"""Report to Document: paragraphs, sentences, tokens, entities, parse, quotations, truecasing."""

from truceline.language.analyse import Language, analyse, analyse_all

__all__ = ["Language", "analyse", "analyse_all"]
