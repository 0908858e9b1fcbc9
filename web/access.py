"""Whom the server lets in: a caller for each request, and who may log in."""

from __future__ import annotations

import ipaddress
import secrets
from dataclasses import dataclass

from starlette.datastructures import Headers

from index.errors import UsageError, WenjinError
from web.access_attempts import Attempts
from web.access_options import Doors
from web.access_rights import Caller, Right
from web.access_secrets import clean_name, hash_token, is_password, make_decoy
from web.access_sessions import Sessions
from web.access_store import AccessStore, Entry, Register

_BEARER = "bearer "
_NAME_TRIES = (8, 60.0)
_ADDRESS_TRIES = (20, 15.0)


@dataclass(frozen=True)
class LoggedIn:
    """A login that succeeded: the id of the session that began."""

    session_id: str


@dataclass(frozen=True)
class LoginRefused:
    """A login that failed; `wait` is in how many seconds one may try again, 0 for at once."""

    wait: int = 0


class Access:
    """The users, tokens and sessions of one server.

    Where there is no user and no token, and the address is the machine's own, whoever reaches the
    server may do everything. Once it has seen one it never goes back to that while it runs, not
    even when the file of users is gone.
    """

    def __init__(self, store: AccessStore, doors: Doors, is_local: bool) -> None:
        """
        :param store: Where users and tokens are kept.
        :param doors: What `wenjin serve` was told.
        :param is_local: Whether it listens on an address of the machine itself.
        :raises UsageError: It listens for other machines, and nobody could log in; or others can
            read the file of users.
        """
        self._store = store
        self._doors = doors
        self._given = dict(doors.tokens or {})
        store.check_mode()
        is_public, is_guarded = not is_local or bool(doors.proxies), self._is_guarded()
        self._has_seen_one = is_public or is_guarded
        if is_public and not is_guarded and doors.open_to_all is None:
            raise UsageError(
                "要让别的机器访问，请先用 wenjin user add 名称 建立用户（或设置 WENJIN_TOKEN）；"
                "若真要人人可用，加上 --open-to-all",
                "before other machines are let in, make a user with wenjin user add NAME (or set "
                "WENJIN_TOKEN); to let anyone in, add --open-to-all",
            )
        self._sessions = Sessions()
        self._by_name = Attempts(*_NAME_TRIES)
        self._by_address = Attempts(*_ADDRESS_TRIES)
        self._decoy = make_decoy()

    @property
    def doors(self) -> Doors:
        """What `wenjin serve` was told."""
        return self._doors

    def is_protected(self) -> bool:
        """Whether there is anything one has to log in for."""
        if not self._has_seen_one and self._is_guarded():
            self._has_seen_one = True
        return self._has_seen_one

    def caller(self, headers: Headers, session_id: str | None) -> Caller | None:
        """Who sent a request; None where nobody is let in with what it carries.

        :param session_id: What its cookie says.
        :raises WenjinError: The file of users cannot be read.
        """
        given = headers.get("authorization")
        if given is not None and given[: len(_BEARER)].lower() == _BEARER:
            return self._by_token(given[len(_BEARER) :].strip())
        if not self.is_protected():
            return Caller(None, may_change=True)
        if session_id:
            found = self._by_session(session_id)
            if found is not None:
                return found
        if self._doors.open_to_all is not None:
            return Caller(None, self._doors.open_to_all is Right.CHANGE)
        return None

    def try_login(self, name: str, address: str) -> int:
        """Takes a try of a name and of an address; in how many seconds there is one, else 0."""
        wait = self._by_address.wait(_of_address(address))
        return wait or self._by_name.wait(_of_name(name))

    def log_in(self, name: str, secret: str, address: str) -> LoggedIn | LoginRefused:
        """Logs in with a user's password, or a token's name and the token.

        What an unknown name and a wrong password are answered with, and after how long, is the
        same. It takes a fraction of a second of a core and 64 MiB.

        :param address: Where the request came from, of which tries are counted.
        :raises WenjinError: The file of users cannot be read.
        """
        wait = self.try_login(name, address)
        if wait:
            return LoginRefused(wait)
        register = self._store.read()
        try:
            name = clean_name(name)
        except UsageError:
            name = ""
        user = register.users.get(name)
        is_right = is_password(self._decoy if user is None else user.secret, secret)
        if user is not None and is_right:
            kept = user
        else:
            token = self._tokens(register).get(name)
            if token is None or not secrets.compare_digest(token.secret, hash_token(secret)):
                return LoginRefused()
            kept = token
        self._by_address.give_back(_of_address(address))
        self._by_name.give_back(_of_name(name))
        return LoggedIn(self._sessions.begin(name, kept.secret))

    def log_out(self, session_id: str) -> None:
        """Ends a session."""
        self._sessions.end(session_id)

    def _is_guarded(self) -> bool:
        try:
            return bool(self._given) or not self._store.read().is_empty
        except WenjinError:
            # there are users, we only cannot tell who
            return True

    def _tokens(self, register: Register) -> dict[str, Entry]:
        return {**register.tokens, **self._given}

    def _by_token(self, token: str) -> Caller | None:
        wanted = hash_token(token)
        for name, entry in self._tokens(self._store.read()).items():
            if secrets.compare_digest(entry.secret, wanted):
                return Caller(name, entry.may_change)
        return None

    def _by_session(self, session_id: str) -> Caller | None:
        session = self._sessions.find(session_id)
        if session is None:
            return None
        register = self._store.read()
        for entries in (register.users, self._tokens(register)):
            entry = entries.get(session.name)
            # with a new password, or without the user, the sessions of before are over
            if entry is not None and secrets.compare_digest(entry.secret, session.secret):
                return Caller(session.name, entry.may_change, by_session=True)
        self._sessions.end(session_id)
        return None


def _of_name(name: str) -> str:
    # names are told apart as they are looked up, or one name would have the tries of several
    try:
        return hash_token(clean_name(name))
    except UsageError:
        return ""


def _of_address(address: str) -> str:
    """Whose tries are counted together: an address, or the network an IPv6 address is from."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if found.version == 6:
        return str(ipaddress.ip_network((found, 64), strict=False))
    return address
