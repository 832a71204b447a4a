"""Figures as inline SVG, drawn from plain numbers and texts.

A chart knows values, not records: each module defines the frozen dataclasses that it draws, and ``draw`` returns the
text of an ``<svg>`` element that is safe inside HTML and Markdown. Colours come from the style sheet of the site.
"""
