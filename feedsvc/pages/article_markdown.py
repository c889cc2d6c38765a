"""An article as Markdown, for programs that read no HTML well."""

import re
from html import escape
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from feedsvc.model.date_format import day
from feedsvc.render import EntryView, summary_html
from feedsvc.settings import Settings

TEXT = "/text.md"  # ends the address of an article as Markdown
_MANY_LINES = re.compile(r"\n{3,}")


def article_markdown(view: EntryView, settings: Settings) -> str:
    """The headline, byline, standfirst, section summaries and text of an article as Markdown.

    Tables, strikethrough and task lists are those of GitHub's Markdown. Text that could be taken
    for marks or HTML is escaped.

    Args:
        view: with its full text.
        settings: give the zone of dates.
    """
    html = _whole(view, settings)
    try:
        text = _converted(html)
    except RecursionError:  # elements are nested too deep for the library: the words stay
        text = LexborHTMLParser(html).text(separator="\n\n", strip=True)
    return _MANY_LINES.sub("\n\n", text).strip() + "\n"


def _whole(view: EntryView, settings: Settings) -> str:
    """The article as one piece of HTML."""
    times = [day(view.published, settings.zone)]
    if view.updated > view.published:
        times.append(f"changed {day(view.updated, settings.zone)}")
    names = ", ".join(author.name for author in view.authors)
    byline = " · ".join(filter(None, [names, *times]))
    parts = [
        f"<h1>{escape(view.headline)}</h1>",
        f'<p>{escape(byline)} · <a href="{escape(view.url)}">{escape(view.url)}</a></p>',
        summary_html(view),
        "<hr>",
        _image(view),
        view.content,
    ]
    files = (
        f'<li><a href="{escape(media.url)}">{escape(media.url.rpartition("/")[2])}</a></li>'
        for media in view.enclosures
    )
    if view.enclosures:
        parts += ["<hr><ul>", *files, "</ul>"]
    return "\n".join(parts)


def _image(view: EntryView) -> str:
    """The image, where the text does not hold it."""
    if view.figure or view.image is None or view.lead:
        return view.figure
    url = escape(view.image.url)
    if url in view.content:
        return ""
    credit = f"<p>{escape(view.image_credit)}</p>" if view.image_credit else ""
    return f'<p><img src="{url}" alt="{escape(view.image_alt)}"></p>{credit}'


def _converted(html: str) -> str:
    # Loaded when it is first needed: most answers of a service are no Markdown.
    from markdownify import MarkdownConverter

    class Converter(MarkdownConverter):
        """Turns into links what Markdown has no marks for."""

        def convert_audio(self, element: Any, text: str, parent_tags: set[str]) -> str:
            return _linked(element, text)

        def convert_summary(self, element: Any, text: str, parent_tags: set[str]) -> str:
            return f"\n\n**{text.strip()}**\n\n" if text.strip() else ""

        def convert_video(self, element: Any, text: str, parent_tags: set[str]) -> str:
            return _linked(element, text)

    return str(
        Converter(
            heading_style="atx",
            bullets="-",
            escape_misc=True,
            sup_symbol="<sup>",
            sub_symbol="<sub>",
            code_language_callback=_language,
        ).convert(html)
    )


def _linked(element: Any, text: str) -> str:
    """A link to what is played, beside what stands in its place."""
    sources = [element, *element.find_all("source")]
    url = next((one["src"] for one in sources if one.get("src")), "")
    return f"[{url.rpartition('/')[2]}](<{url}>) {text.strip()}".strip() if url else text


def _language(pre: Any) -> str:
    """The language of a block of code, as its class says; or empty."""
    code = pre.find("code")
    names = (code or pre).get("class") or []
    return next((n.removeprefix("language-") for n in names if n.startswith("language-")), "")
