"""The bot's own pages: ask, read a paper, see where things stand and what changed."""
