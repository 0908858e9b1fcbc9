"""What the login page and refusals of the doors say, in Chinese and English."""

from __future__ import annotations

from web.texts import say

_TEXTS: dict[str, tuple[str, str]] = {
    "title": ("登录 · 问津", "Log in · WenJin"),
    "heading": ("登录", "Log in"),
    "name": ("用户名", "User name"),
    "secret": ("密码", "Password"),
    "submit": ("登录", "Log in"),
    "token_too": (
        "也可以用 API 令牌：用户名填令牌的名称，密码填令牌。",
        "An API token works too: its name as user name, the token as password.",
    ),
    "wrong": ("用户名或密码不对。", "The user name or the password is wrong."),
    "wait": ("试的次数太多，请过 {wait} 秒再试。", "Too many tries; try again in {wait} s."),
    "unreadable": (
        "现在不能登录，请找管理员。",
        "Logging in does not work now; ask whoever runs this.",
    ),
    "ask_log_in": ("请先登录。", "Log in first."),
}


def tell(language: str, key: str, **values: object) -> str:
    """A text of the login page."""
    chinese, english = _TEXTS[key]
    return (english if language == "en" else chinese).format(**values)


def other_language(language: str) -> tuple[str, str]:
    """The other language: its tag, and what it calls itself."""
    return ("en" if language == "zh" else "zh"), say(language, "other_language")
