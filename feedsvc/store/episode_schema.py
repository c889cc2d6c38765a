"""Defines the table of the articles that have audio or video, from which podcasts choose."""

from sqlalchemy import Column, String

from feedsvc.store.long_texts import ENTRY_ID
from feedsvc.store.schema import rebuildable_table

episodes = rebuildable_table(
    "episodes",
    Column("entry_id", ENTRY_ID, primary_key=True),
    Column("medium", String(8), primary_key=True),  # model.article.Medium
    sqlite_with_rowid=False,
)
