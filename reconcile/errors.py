"""The errors that a user can correct. Any other exception is a bug and exits with 1."""

from __future__ import annotations


class ReconcileError(Exception):
    """An error that the user can correct; `exit_code` is the exit code of the command line."""

    exit_code = 4

    def __init__(self, message: str, remedy: str | None = None):
        super().__init__(message)
        self.message = message
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.message} {self.remedy}" if self.remedy else self.message


class BadInput(ReconcileError):
    """A file, folder or value that cannot be used; the message names it and says what to do."""


class BadLanguageData(BadInput):
    """A word list that does not have the required form."""


class UsageError(ReconcileError):
    """A command called with arguments that cannot be combined."""

    exit_code = 2


class Locked(ReconcileError):
    """Another process holds the lock of the workspace."""

    exit_code = 5
