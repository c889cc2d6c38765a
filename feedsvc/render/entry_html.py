"""The content and the summary of an entry, as HTML and as plain text."""

from html import escape

from feedsvc.render.entry import EntryView

# Languages that are written from right to left (Unicode CLDR, script direction by language).
_FROM_RIGHT = frozenset(("ar", "arc", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "ug", "ur", "yi"))


def direction(language: str) -> str:
    """The direction in which a language is written, for HTML's `dir`: `rtl` or `ltr`."""
    primary, *others = language.lower().split("-")
    if {"arab", "hebr", "thaa", "syrc"} & set(others):
        return "rtl"
    return "ltr" if "latn" in others or primary not in _FROM_RIGHT else "rtl"


def directed(html: str, view: EntryView) -> str:
    """HTML of an entry; in a language that is written from right to left, in a `div` that says so.

    Feed formats can give the language of an entry, but readers take the direction from the HTML.
    """
    language = view.language or view.site_language
    if not html or direction(language) == "ltr":
        return html
    return f'<div lang="{escape(language)}" dir="rtl">{html}</div>'


def content_html(view: EntryView) -> str:
    """The lead picture that the text lacks, the corrections and the full text of an entry, as HTML.

    The newsroom's texts stand before and after them.

    Empty if the feed holds summaries only.
    """
    if not view.full:
        return ""
    whole = directed(view.figure + _corrections_html(view) + view.content, view)
    return view.before + whole + view.after


def _corrections_html(view: EntryView) -> str:
    notes = (
        f"<p><strong>{escape(one.label)}:</strong> {escape(one.text)}</p>"
        for one in view.corrections
    )
    return "".join(notes)


def summary_html(view: EntryView) -> str:
    """Standfirst, corrections and section summaries as HTML that is also XML; may be empty."""
    parts = [f"<p>{escape(view.standfirst)}</p>"] if view.standfirst else []
    parts += [_corrections_html(view)]
    items = []
    for section in view.sections:
        text = escape(section.summary)
        if section.heading:
            link = f'<a href="{escape(section.url)}">{escape(section.heading)}</a>'
            text = f"{link}: {text}" if text else link
        items.append(f"<li>{text}</li>")
    if items:
        parts.append(f"<ul>{''.join(items)}</ul>")
    return directed("".join(parts), view)


def summary_text(view: EntryView) -> str:
    """Standfirst, corrections and section summaries as plain text, each on a line; may be empty."""
    lines = [view.standfirst] if view.standfirst else []
    lines += [f"{one.label}: {one.text}" for one in view.corrections]
    for section in view.sections:
        lines.append(": ".join(part for part in (section.heading, section.summary) if part))
    return "\n".join(lines)
