"""The Teams app: a thin edge (app.py), pure rendering, and the package it is installed from."""
