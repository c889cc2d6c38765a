"""Makes HTML of the cards of Ghost's editors: pictures, embeds, code and others. Pure.

https://github.com/TryGhost/Koenig: a card has a name and named values. Mobiledoc and Lexical have
the same cards under names that differ a little.
"""

import html
from collections.abc import Callable
from typing import Any

from feedsvc.importers.json_file import table, texts, values
from feedsvc.model.characters import legal
from feedsvc.sources import markdown_html

_NAMES = {"card-markdown": "markdown", "codeblock": "code", "horizontalrule": "hr"}
# Cards that show something to readers of e-mails alone, or ask something of a visitor.
_SILENT = frozenset({"paywall", "email", "email-cta", "signup"})


def card_html(name: str, card: dict[str, Any], tell: Callable[[str], None]) -> str:
    """A card as HTML.

    Args:
        name: of the card.
        card: its values.
        tell: told the name where nothing can stand for the card.
    """
    name = _NAMES.get(name, name)
    said = texts(card)
    if name in _SILENT:
        return ""
    made = _CARDS[name](said, card) if name in _CARDS else ""
    if not made and name not in _CARDS:
        tell(name)
    return made


def _escaped(text: str) -> str:
    return html.escape(text)


def _figure(inner: str, caption: str) -> str:
    """A figure; captions are HTML already."""
    return f"<figure>{inner}{f'<figcaption>{caption}</figcaption>' if caption else ''}</figure>"


def _link(url: str, text: str) -> str:
    return f'<a href="{_escaped(url)}">{_escaped(text or url)}</a>'


def _image(said: dict[str, str], card: dict[str, Any]) -> str:
    if not said.get("src"):
        return ""
    picture = f'<img src="{_escaped(said["src"])}" alt="{_escaped(said.get("alt", ""))}">'
    if said.get("href"):
        picture = f'<a href="{_escaped(said["href"])}">{picture}</a>'
    return _figure(picture, said.get("caption", ""))


def _gallery(said: dict[str, str], card: dict[str, Any]) -> str:
    pictures = [_image(texts(one), one) for one in values(card, "images")]
    if said.get("caption"):
        pictures.append(f"<p>{said['caption']}</p>")
    return "\n".join(filter(None, pictures))


def _markdown(said: dict[str, str], card: dict[str, Any]) -> str:
    return legal(markdown_html(legal(said.get("markdown", "")))).strip()


def _code(said: dict[str, str], card: dict[str, Any]) -> str:
    code = card.get("code")
    language = said.get("language", "").split(" ")[0]
    named = f' class="language-{_escaped(language)}"' if language else ""
    text = html.escape(code, quote=False) if isinstance(code, str) else ""
    block = f"<pre><code{named}>{text}</code></pre>"
    return _figure(block, said["caption"]) if said.get("caption") else block


def _bookmark(said: dict[str, str], card: dict[str, Any]) -> str:
    metadata = texts(table(card, "metadata"))
    url = said.get("url") or metadata.get("url", "")
    if not url:
        return said.get("html", "")
    title, about = metadata.get("title", ""), metadata.get("description", "")
    return f"<p>{_link(url, title)}{f': {_escaped(about)}' if title and about else ''}</p>"


def _embed(said: dict[str, str], card: dict[str, Any]) -> str:
    if not said.get("url"):
        return said.get("html", "")
    title = texts(table(card, "metadata")).get("title", "")
    return _figure(_link(said["url"], title), said.get("caption", ""))


def _callout(said: dict[str, str], card: dict[str, Any]) -> str:
    emoji = _escaped(said.get("calloutEmoji", ""))
    return f"<aside><p>{emoji}{' ' if emoji else ''}{said.get('calloutText', '')}</p></aside>"


def _toggle(said: dict[str, str], card: dict[str, Any]) -> str:
    summary = f"<summary>{said.get('heading', '')}</summary>"
    return f"<details>{summary}{said.get('content', '')}</details>"


def _button(said: dict[str, str], card: dict[str, Any]) -> str:
    url = said.get("buttonUrl", "")
    return f"<p>{_link(url, said.get('buttonText', ''))}</p>" if url else ""


def _player(kind: str) -> Callable[[dict[str, str], dict[str, Any]], str]:
    def made(said: dict[str, str], card: dict[str, Any]) -> str:
        if not said.get("src"):
            return ""
        inner = f'<{kind} controls src="{_escaped(said["src"])}"></{kind}>'
        return _figure(inner, said.get("caption") or _escaped(said.get("title", "")))

    return made


def _file(said: dict[str, str], card: dict[str, Any]) -> str:
    if not said.get("src"):
        return ""
    note = said.get("fileCaption", "")
    link = _link(said["src"], said.get("fileTitle") or said.get("fileName", ""))
    return f"<p>{link}{f': {_escaped(note)}' if note else ''}</p>"


def _product(said: dict[str, str], card: dict[str, Any]) -> str:
    parts = []
    if said.get("productImageSrc"):
        parts.append(_image({"src": said["productImageSrc"]}, {}))
    if said.get("productTitle"):
        parts.append(f"<h4>{said['productTitle']}</h4>")
    parts.append(said.get("productDescription", ""))
    if said.get("productUrl"):
        parts.append(f"<p>{_link(said['productUrl'], said.get('productButton', ''))}</p>")
    return "\n".join(filter(None, parts))


def _header(said: dict[str, str], card: dict[str, Any]) -> str:
    heading = said.get("header") or said.get("heading", "")
    below = said.get("subheader") or said.get("subheading", "")
    parts = (f"<h2>{heading}</h2>" if heading else "", f"<p>{below}</p>" if below else "")
    return "\n".join(filter(None, parts))


_CARDS: dict[str, Callable[[dict[str, str], dict[str, Any]], str]] = {
    "image": _image,
    "gallery": _gallery,
    "markdown": _markdown,
    "html": lambda said, card: said.get("html", ""),
    "code": _code,
    "hr": lambda said, card: "<hr>",
    "bookmark": _bookmark,
    "embed": _embed,
    "callout": _callout,
    "toggle": _toggle,
    "button": _button,
    "audio": _player("audio"),
    "video": _player("video"),
    "file": _file,
    "product": _product,
    "header": _header,
}
