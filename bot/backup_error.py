"""What a person must do about a backup."""


class BackupError(Exception):
    """A backup cannot be made or restored; the message says what to do."""
