"""The store's tables, step by step; each step is written once and never changed."""
