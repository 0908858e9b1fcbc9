"""Errors meant for people: one line that says what is wrong and how to mend it."""

from __future__ import annotations


class WenjinError(Exception):
    """What went wrong and how to mend it, in one line without a traceback.

    The command line prints the message and exits with 1; the page shows it as it is.
    """

    def __init__(self, chinese: str, english: str = "") -> None:
        """
        :param chinese: The line for readers of Chinese.
        :param english: The same for readers of English; empty where there is only one.
        """
        super().__init__(chinese)
        self.chinese = chinese
        self.english = english or chinese

    def message(self, language: str) -> str:
        """The line in a language, `zh` or `en`."""
        return self.english if language == "en" else self.chinese


class UsageError(WenjinError):
    """The request itself is wrong (exit code 2): an empty question, an option out of range."""
