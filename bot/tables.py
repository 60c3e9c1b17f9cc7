"""The store's tables. What is in them is said in the modules that use them."""

import sqlalchemy as sa

metadata = sa.MetaData()
seen = sa.Table(
    "seen",
    metadata,
    sa.Column("id", sa.String(200), primary_key=True),
    sa.Column("message", sa.String(200), unique=True),
    sa.Column("asker", sa.String(64)),
    sa.Column("channel", sa.String(200)),
    sa.Column("thread", sa.String(64)),
    sa.Column("state", sa.String(16), nullable=False),
    sa.Column("token", sa.String(32), nullable=False),
    sa.Column("at", sa.Float, nullable=False),
    sa.Index("seen_asker", "asker", "at"),
    sa.Index("seen_thread", "channel", "thread"),
    sa.Index("seen_state", "state", "at"),
)
feedback = sa.Table(
    "feedback",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("answer", sa.String(64), nullable=False),
    sa.Column("asker", sa.String(64), nullable=False),
    sa.Column("front", sa.String(16), nullable=False),
    sa.Column("at", sa.Float, nullable=False),
    sa.Column("verdict", sa.String(8), nullable=False),
    sa.Column("reason", sa.String(32), nullable=False, server_default=""),
    sa.Column("comment", sa.Text, nullable=False, server_default=""),
    sa.Column("outcome", sa.String(32), nullable=False),
    sa.Column("citations", sa.JSON, nullable=False),
    sa.Column("edition", sa.String(64), nullable=False),
    sa.Column("resolved", sa.Float),
    sa.Column("resolution", sa.Text, nullable=False, server_default=""),
    sa.UniqueConstraint("answer", "asker", name="feedback_once"),
)
channels = sa.Table(
    "channels",
    metadata,
    sa.Column("channel", sa.String(200), primary_key=True),
    sa.Column("follow", sa.Boolean, nullable=False),
)
progress = sa.Table(
    "progress",
    metadata,
    sa.Column("asker", sa.String(64), primary_key=True),
    sa.Column("step", sa.Integer, nullable=False),
    sa.Column("at", sa.Float, nullable=False, server_default="0"),
)
subscriptions = sa.Table(
    "subscriptions",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("place", sa.String(200), nullable=False),
    sa.Column("topic", sa.String(100), nullable=False),
    sa.Column("asker", sa.String(64), nullable=False),
    sa.Column("weekly", sa.Boolean, nullable=False),
    sa.Column("told", sa.String(64), nullable=False),
    sa.Column("told_at", sa.Float, nullable=False),
    sa.Column("state", sa.String(16), nullable=False),
    sa.Column("token", sa.String(32), nullable=False, server_default=""),
    sa.Column("due", sa.Float, nullable=False),
    sa.Column("tries", sa.Integer, nullable=False, server_default="0"),
    sa.UniqueConstraint("place", "topic", name="subscribed_once"),
)
pause = sa.Table(
    "pause",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("at", sa.Float, nullable=False),
    sa.Column("by", sa.String(200), nullable=False),
    sa.Column("saying", sa.Text, nullable=False, server_default=""),
)
audit = sa.Table(
    "audit",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("at", sa.Float, nullable=False),
    sa.Column("by", sa.String(200), nullable=False),
    sa.Column("what", sa.String(32), nullable=False),
    sa.Column("about", sa.Text, nullable=False, server_default=""),
)
places = sa.Table(
    "places",
    metadata,
    sa.Column("name", sa.String(64), primary_key=True),
    sa.Column("conversation", sa.Text, nullable=False),
    sa.Column("service", sa.Text, nullable=False),
    sa.Column("asker", sa.String(64), nullable=False, server_default=""),
    sa.Index("places_asker", "asker"),
)
answers = sa.Table(
    "answers",
    metadata,
    sa.Column("answer", sa.String(64), primary_key=True),
    sa.Column("reference", sa.Text, nullable=False),
    sa.Column("at", sa.Float, nullable=False),
)
keys = sa.Table(
    "keys",
    metadata,
    sa.Column("name", sa.String(32), primary_key=True),
    sa.Column("value", sa.String(64), nullable=False),
)
paces = sa.Table(
    "paces",
    metadata,
    sa.Column("id", sa.String(64), primary_key=True),
    sa.Column("due", sa.Float, nullable=False),
    sa.Index("paces_due", "due"),
)
sessions = sa.Table(
    "sessions",
    metadata,
    sa.Column("id", sa.String(64), primary_key=True),
    sa.Column("rights", sa.String(64), nullable=False),
    sa.Column("ends", sa.Float, nullable=False),
)
unanswered = sa.Table(
    "unanswered",
    metadata,
    sa.Column("day", sa.Date, primary_key=True),
    sa.Column("topic", sa.String(200), primary_key=True),
    sa.Column("outcome", sa.String(32), primary_key=True),
    sa.Column("count", sa.Integer, nullable=False),
)
