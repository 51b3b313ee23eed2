"""Colours, fonts and line weights, one set for light and one for dark; the page's CSS uses the same values."""

from __future__ import annotations

from dataclasses import dataclass, fields

FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Liberation Sans', Arial, sans-serif"


@dataclass(frozen=True)
class Theme:
    """Colours of a figure. The two accents differ in lightness too, so that they stay apart in grey and for any eye."""

    name: str
    paper: str
    lane: str
    ink: str
    muted: str
    grid: str
    quiet: str
    bond: str
    series: str
    wash: str

    def accent(self, kind: str) -> str:
        """Colour of a panel's own data by the panel's kind."""
        return self.bond if kind == "bond" else self.series


LIGHT = Theme(
    name="light",
    paper="#ffffff",
    lane="#f4f5f7",
    ink="#1b1f24",
    muted="#5a6470",
    grid="#e4e7eb",
    quiet="#747e8a",
    bond="#b3470b",
    series="#0a5fa3",
    wash="rgba(27, 31, 36, 0.08)",
)
DARK = Theme(
    name="dark",
    paper="#14181d",
    lane="#1d232a",
    ink="#eef1f4",
    muted="#a4afbb",
    grid="#2b333c",
    quiet="#8b97a4",
    bond="#ff9d5c",
    series="#62b5f5",
    wash="rgba(238, 241, 244, 0.12)",
)
THEMES = {theme.name: theme for theme in (LIGHT, DARK)}


def paired_colours() -> list[dict[str, str]]:
    """Each colour of a figure in all themes, by their names: what the browser needs to turn one into another."""
    names = [field.name for field in fields(Theme) if field.name != "name"]
    return [{theme.name: getattr(theme, name) for theme in THEMES.values()} for name in names]


def translucent(colour: str, alpha: float) -> str:
    """A "#rrggbb" colour as rgba() with the opacity given."""
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red}, {green}, {blue}, {alpha})"
