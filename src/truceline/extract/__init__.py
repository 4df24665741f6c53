"""One workroom per subject: times, places, actors, quantities, events, attribution. None calls another's reader.

What they share are small questions to the parse and the arithmetic of days (docs/house.md).
"""
