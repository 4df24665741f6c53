"""How many people were harmed, and in which event: tolls of killed, injured, captured, displaced and missing."""

from __future__ import annotations

from truceline.domain.mentions import EventMention, HarmMention
from truceline.domain.text import Document
from truceline.extract.quantities_assign import share_out
from truceline.extract.quantities_harm import read_harms
from truceline.resources.harm import load_harm_words, load_numbers

__all__ = ["assign_harms", "find_harms"]


def find_harms(doc: Document) -> tuple[HarmMention, ...]:
    """Find counts of people harmed, with bounds and whom (codebook section 8, Harm).

    doc: one analysed report. Returns mentions in the order of their trigger words. "At least four" is minimum 4 and
    maximum None, "up to 16" minimum None, "dozens" 24, a bare plural 1; a stated zero ("no casualties") is 0 and 0
    with ``negated``. Subsets ("including two children") are not counted apart.
    """
    return read_harms(doc, load_harm_words(), load_numbers())


def assign_harms(
    doc: Document, groups: tuple[tuple[EventMention, ...], ...], harms: tuple[HarmMention, ...]
) -> tuple[tuple[HarmMention, ...], ...]:
    """Share the harms out among the report's events: one tuple for each group, in the order of groups.

    Within a tuple the event's own entries come first and never overlap; other versions of a toll ("13" after "12")
    stay behind them, marked ``alternative``.
    """
    return share_out(doc, groups, harms)
