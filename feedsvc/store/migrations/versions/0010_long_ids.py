"""On PostgreSQL, ids and paths of any length: what is indexed of them is a digest.

SQLite needs no change.
"""

from alembic import op

revision = "0010"
down_revision = "0009"

_KEYS = ("ledger", "labels", "tombstones", "tombstone_feeds", "left_untold", "hook_seen")
_INDEXES = ("ledger_path", "ledger_stated", "tombstone_feeds_entry", "numbers_entry")
_LONG = {
    "ledger": ("entry_id", "path", "stated"),
    "slugs": ("entry_id",),
    "labels": ("label_key",),
    "tombstones": ("entry_id",),
    "tombstone_feeds": ("entry_id",),
    "left_untold": ("entry_id",),
    "numbers": ("entry_id",),
    "hook_seen": ("entry_id",),
    "hook_events": ("entry_id",),
}
_ALONE = ("ledger", "tombstones", "hook_seen")
_MADE = (
    "INDEX ledger_path ON ledger USING hash (path)",
    "INDEX ledger_stated ON ledger USING hash (stated)",
    "UNIQUE INDEX labels_key ON labels (kind, md5(label_key))",
    "INDEX labels_label_key ON labels USING hash (label_key)",
    "UNIQUE INDEX tombstone_feeds_key ON tombstone_feeds (feed, deleted, md5(entry_id))",
    "INDEX tombstone_feeds_entry ON tombstone_feeds USING hash (entry_id)",
    "UNIQUE INDEX left_untold_key ON left_untold (md5(entry_id), feed)",
    "INDEX left_untold_entry_id ON left_untold USING hash (entry_id)",
    "UNIQUE INDEX numbers_entry ON numbers (md5(entry_id), feed)",
    "INDEX numbers_entry_id ON numbers USING hash (entry_id)",
)


def upgrade() -> None:
    """Change keys and indexes; the tables that can be rebuilt are made anew."""
    if op.get_bind().dialect.name != "postgresql":
        return
    for table in _KEYS:
        op.execute(f"ALTER TABLE {table} DROP CONSTRAINT {table}_pkey")
    for index in _INDEXES:
        op.execute(f"DROP INDEX {index}")
    for table, columns in _LONG.items():
        changes = (f'ALTER {column} TYPE TEXT COLLATE "C"' for column in columns)
        op.execute(f"ALTER TABLE {table} {', '.join(changes)}")
    for table in _ALONE:
        rule = f"{table}_key EXCLUDE USING hash (entry_id WITH =)"
        op.execute(f"ALTER TABLE {table} ADD CONSTRAINT {rule}")
    for made in _MADE:
        op.execute(f"CREATE {made}")
    op.execute("DELETE FROM kept WHERE name = 'rebuildable'")
