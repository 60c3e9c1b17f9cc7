"""The fault of a store, apart from the store, whose library costs a quarter of a second to load."""


class StoreError(Exception):
    """The store cannot be used; the message says what to do."""
