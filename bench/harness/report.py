"""Markdown tables and bar charts in plain SVG."""

import html
import math

COLOURS = ["#4c72b0", "#55a868", "#c44e52", "#8172b2", "#ccb974", "#64b5cd", "#937860", "#da8bc3", "#8c8c8c", "#dd8452"]
WIDTH, LEFT, RIGHT, BAR, GAP, TOP = 860, 300, 110, 12, 10, 14


class Table:
    def __init__(self, head):
        self.rows = [list(head), ["---"] * len(head)]

    def add(self, *cells):
        self.rows.append([str(cell) for cell in cells])

    def __str__(self):
        return "\n".join("| " + " | ".join(row) + " |" for row in self.rows)


class Bars(list):
    """Groups of bars, one below the other: (title, name to value), each with the unit and where to draw a line."""

    def __add__(self, other):
        return Bars([*self, *other])


def bars(groups, unit, mark=None):
    return Bars([(groups, unit, mark)])


def _text(x, y, text, anchor="start", size=11, weight="normal"):
    return (f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="{size}" font-weight="{weight}">'
            f"{html.escape(text)}</text>")


def _chart(groups, unit, mark, top, colours):
    """Logarithmic bars: what is compared differs by more than a screen's width.  (elements, bottom)"""
    values = [value for _, figures in groups for value in figures.values() if value > 0]
    low = 10 ** math.floor(math.log10(min(values + [mark or min(values)]) * 0.7))
    high = 10 ** math.ceil(math.log10(max(values) * 1.0001))
    span = WIDTH - LEFT - RIGHT

    def place(value):
        return LEFT + span * (math.log10(value) - math.log10(low)) / (math.log10(high) - math.log10(low))

    drawn, y = [], top
    for title, figures in groups:
        middle = y + len(figures) * BAR / 2 + 4
        drawn.append(_text(LEFT - 8, middle, title, "end"))
        for name, value in figures.items():
            if value > 0:
                drawn.append(f'<rect x="{LEFT}" y="{y:.1f}" width="{max(place(value) - LEFT, 1):.1f}" height="{BAR - 2}" '
                             f'fill="{colours[name]}"/>')
                drawn.append(_text(place(value) + 4, y + BAR - 3, f"{value:.3g}{unit}", size=9))
            y += BAR
        y += GAP
    lines = []
    for power in range(round(math.log10(low)), round(math.log10(high)) + 1):
        x = place(10.0 ** power)
        lines.append(f'<line x1="{x:.1f}" y1="{top - 4}" x2="{x:.1f}" y2="{y - GAP + 2:.1f}" stroke="#dddddd"/>')
        lines.append(_text(x, y + 4, f"{10.0 ** power:g}", "middle", 9))
    if mark:
        lines.append(f'<line x1="{place(mark):.1f}" y1="{top - 4}" x2="{place(mark):.1f}" y2="{y - GAP + 2:.1f}" '
                     'stroke="#444444" stroke-dasharray="4 3"/>')
    return lines + drawn, y + 24


def svg(title, charts):
    names = list(dict.fromkeys(name for groups, _, _ in charts for _, figures in groups for name in figures))
    colours = {name: COLOURS[i % len(COLOURS)] for i, name in enumerate(names)}
    drawn = [_text(WIDTH / 2, 20, title, "middle", 14, "bold")]
    x, y = 16, 42
    for name in names:
        width = 24 + 6.5 * len(name)
        if x + width > WIDTH:
            x, y = 16, y + 18
        drawn.append(f'<rect x="{x}" y="{y - 9}" width="10" height="10" fill="{colours[name]}"/>')
        drawn.append(_text(x + 14, y, name))
        x += width
    y += TOP + 8
    for groups, unit, mark in charts:
        elements, y = _chart(groups, unit, mark, y, colours)
        drawn += elements
        y += 6
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {y:.0f}" font-family="sans-serif">\n'
            f'<rect width="{WIDTH}" height="{y:.0f}" fill="white"/>\n' + "\n".join(drawn) + "\n</svg>\n")
