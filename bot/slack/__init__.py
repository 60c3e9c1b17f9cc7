"""The Slack app: a thin edge (app.py), and pure rendering (everything else)."""
