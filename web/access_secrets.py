"""Passwords and tokens: how they are made, and what is kept of them."""

from __future__ import annotations

import hashlib
import secrets
import unicodedata
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from index.errors import UsageError

SHORTEST_PASSWORD = 10
LONGEST_PASSWORD = 1024
SHORTEST_TOKEN = 32
_TOKEN_BYTES = 32
_LONGEST_NAME = 64

_hasher = PasswordHasher()
"""Argon2id with the library's defaults, the second choice of RFC 9106: 64 MiB, three passes."""


def hash_password(password: str) -> str:
    """What is kept of a password.

    :raises UsageError: It is too short or too long.
    """
    password = _composed(password)
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise UsageError(
            f"密码应有 {SHORTEST_PASSWORD} 到 {LONGEST_PASSWORD} 个字符",
            f"a password has {SHORTEST_PASSWORD} to {LONGEST_PASSWORD} characters",
        )
    return _hasher.hash(password)


def is_password(kept: str, password: str) -> bool:
    """Whether a password is the one of which `kept` is the hash; takes as long either way."""
    try:
        return _hasher.verify(kept, _composed(password)[:LONGEST_PASSWORD])
    except (VerificationError, InvalidHashError):
        return False


@cache
def make_decoy() -> str:
    """The hash of a password that nobody has, to be tried where a name is unknown."""
    return _hasher.hash(secrets.token_urlsafe(_TOKEN_BYTES))


def make_token() -> str:
    """A new API token: 256 random bits."""
    return f"wj_{secrets.token_urlsafe(_TOKEN_BYTES)}"


def hash_token(token: str) -> str:
    """What is kept of a token, and what it is looked up by.

    Plain SHA-256 is enough where the secret is 256 random bits: there is no dictionary to try, and
    a slow hash would only make each request slow.
    """
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def check_given_token(token: str, whence: str) -> str:
    """A token that came by environment or file, which may not be easy to guess.

    :param whence: The variable that gave it, for the message.
    :raises UsageError: It is too short to be random.
    """
    token = token.strip()
    if len(token) < SHORTEST_TOKEN or not token.isascii() or not token.isprintable():
        raise UsageError(
            f"{whence} 给出的令牌太短或含有别的字符：至少 {SHORTEST_TOKEN} 个 ASCII 字符，"
            "例如 openssl rand -hex 32 的输出",
            f"the token of {whence} is too short or has other characters: at least "
            f"{SHORTEST_TOKEN} of ASCII, such as the output of openssl rand -hex 32",
        )
    return token


def clean_name(name: str) -> str:
    """A name as it is kept and compared: composed, and without space around it.

    :raises UsageError: It is empty, too long, or has characters one cannot see.
    """
    name = _composed(name).strip()
    if not 0 < len(name) <= _LONGEST_NAME or any(
        unicodedata.category(c).startswith(("C", "Z")) for c in name
    ):
        raise UsageError(
            f"名称应有 1 到 {_LONGEST_NAME} 个看得见的字符，不含空格",
            f"a name has 1 to {_LONGEST_NAME} visible characters and no space",
        )
    return name


def _composed(text: str) -> str:
    # the same word typed on two systems may come composed or not
    return unicodedata.normalize("NFC", text.encode("utf-8", "replace").decode("utf-8"))
