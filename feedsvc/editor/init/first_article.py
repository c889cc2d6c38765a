"""The text of the article that a new newsroom begins with. Pure."""

from datetime import datetime

NAME = "first-article.md"
_TEXT = """\
---
title: Our first article
standfirst: Write over this one, and what you see in the preview changes as you save
date: {date}{language}
draft: true  # take this line out to publish
---
The title above is the headline, and the standfirst is the line under it. This paragraph is the
lead. Readers see it first, in their feed reader.

## What readers get

Each subheading begins a section. The entry in the feed has a summary of every section: one
sentence of its own text, linked to the place where it stands.

## Where articles go

An article is a file: Markdown as this one, plain text, or HTML. A folder is a category, so a file
in `world` is in the category World.

## When it is published

A draft is seen in the preview alone. An `embargo: 2030-01-01 06:00` in the header holds an article
back until that moment.
"""


def first_article(now: datetime, language: str) -> str:
    """The text of a draft that explains itself, in English.

    Args:
        now: its date, aware, in the site's zone.
        language: of the newsroom; where it is another one, the article says that it is English.
    """
    english = language.split("-")[0].lower() == "en"
    return _TEXT.format(
        date=now.isoformat(timespec="seconds"), language="" if english else "\nlanguage: en"
    )
