"""The errors that a user can do something about. Anything else is a bug and exits with 1."""

from __future__ import annotations


class ReconcileError(Exception):
    """Something that the person at the keyboard can mend; `exit_code` is the command line's contract."""

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
    """A word list that does not follow its own rules."""


class UsageError(ReconcileError):
    """A command called with words that do not go together."""

    exit_code = 2


class Locked(ReconcileError):
    """Another run holds the workspace."""

    exit_code = 5
