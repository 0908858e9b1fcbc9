"""Users, tokens, sessions and tries, without a server."""

from __future__ import annotations

import os
import statistics
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from starlette.datastructures import Headers

from index.errors import UsageError, WenjinError
from web.access import Access, LoggedIn, LoginRefused
from web.access_attempts import Attempts
from web.access_options import Doors, read_doors
from web.access_rights import Right
from web.access_secrets import (
    SHORTEST_PASSWORD,
    clean_name,
    hash_password,
    hash_token,
    is_password,
    make_token,
)
from web.access_sessions import IDLE, LONGEST, Sessions
from web.access_store import AccessStore

PASSWORD = "青禾镇的茶园 3127"
HASH = hash_password(PASSWORD)
NOBODY = Headers({})


class Clock:
    """A time that only goes on when told to."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def store(tmp_path: Path) -> AccessStore:
    return AccessStore(tmp_path)


def bearer(token: str) -> Headers:
    return Headers({"Authorization": f"Bearer {token}"})


def test_the_file_holds_no_secret_and_is_the_owners_alone(
    store: AccessStore, tmp_path: Path
) -> None:
    token = make_token()
    store.add_user("罗文", HASH, may_change=True)
    store.add_token("cron", hash_token(token), may_change=False)
    file = tmp_path / "access.json"
    text = file.read_text(encoding="utf-8")
    assert PASSWORD not in text and token not in text
    assert "$argon2id$" in text and "罗文" in text
    assert [path.name for path in tmp_path.iterdir() if path.name != "access.json.lock"] == [
        file.name
    ]
    if sys.platform != "win32":
        assert file.stat().st_mode & 0o777 == 0o600


def test_a_file_that_others_can_read_is_refused(store: AccessStore, tmp_path: Path) -> None:
    store.add_user("a", HASH, may_change=False)
    os.chmod(tmp_path / "access.json", 0o640)
    with pytest.raises(UsageError, match="chmod 600"):
        Access(store, Doors(), is_local=True)


def test_writers_at_the_same_time_lose_nothing(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: AccessStore(tmp_path).add_user(f"u{n}", HASH, False), range(24)))
    assert len(AccessStore(tmp_path).read().users) == 24


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "null",
        '{"version": 2, "users": {}, "tokens": {}}',
        '{"version": 1, "users": []}',
        '{"version": 1, "users": {"a": {"secret": 3, "may_change": true}}, "tokens": {}}',
        '{"version": 1, "users": {"a": {"secret": "x", "may_change": 1}}, "tokens": {}}',
    ],
)
def test_nobody_is_let_in_while_the_file_cannot_be_read(
    store: AccessStore, tmp_path: Path, text: str
) -> None:
    store.add_user("a", HASH, may_change=True)
    access = Access(store, Doors(open_to_all=None), is_local=True)
    (tmp_path / "access.json").write_text(text, encoding="utf-8")
    assert access.is_protected()
    assert access.caller(NOBODY, None) is None
    with pytest.raises(WenjinError) as refused:
        access.caller(bearer(make_token()), None)
    assert str(tmp_path) not in refused.value.english
    with pytest.raises(WenjinError):
        access.log_in("a", PASSWORD, "127.0.0.1")


def test_without_users_this_machine_may_everything_until_there_is_one(store: AccessStore) -> None:
    access = Access(store, Doors(), is_local=True)
    caller = access.caller(NOBODY, None)
    assert caller is not None and caller.may(Right.CHANGE) and not access.is_protected()
    store.add_user("a", HASH, may_change=False)
    assert access.is_protected() and access.caller(NOBODY, None) is None
    store.remove_user("a")
    assert access.caller(NOBODY, None) is None


def test_a_file_that_goes_away_opens_nothing(store: AccessStore, tmp_path: Path) -> None:
    store.add_user("a", HASH, may_change=True)
    access = Access(store, Doors(), is_local=True)
    (tmp_path / "access.json").unlink()
    assert access.is_protected() and access.caller(NOBODY, None) is None
    assert isinstance(access.log_in("a", PASSWORD, "127.0.0.1"), LoginRefused)


def test_other_machines_are_let_in_only_where_someone_can_log_in(store: AccessStore) -> None:
    for doors in (Doors(), Doors(proxies=("10.0.0.1",))):
        with pytest.raises(UsageError, match="--open-to-all") as refused:
            Access(store, doors, is_local=bool(doors.proxies))
        assert "\n" not in refused.value.english
    given = read_doors(environment={"WENJIN_TOKEN": "x" * 40})
    assert Access(store, given, is_local=False).caller(NOBODY, None) is None
    store.add_user("a", HASH, may_change=False)
    assert Access(store, Doors(), is_local=False).caller(NOBODY, None) is None


@pytest.mark.parametrize(("wanted", "may_change"), [("ask", False), ("change", True)])
def test_open_to_all_says_what_all_may_do(
    store: AccessStore, wanted: str, may_change: bool
) -> None:
    access = Access(store, read_doors(wanted, environment={}), is_local=False)
    caller = access.caller(NOBODY, None)
    assert caller is not None and caller.may_change is may_change
    # who shows a token that is none is not simply taken for anyone
    assert access.caller(bearer("wj_nothing"), None) is None


def test_tokens_have_their_own_right_and_can_be_made_void(store: AccessStore) -> None:
    asks, changes = make_token(), make_token()
    assert asks != changes and len(asks) > 40
    store.add_token("asks", hash_token(asks), may_change=False)
    store.add_token("changes", hash_token(changes), may_change=True)
    access = Access(store, Doors(), is_local=True)
    found = [access.caller(bearer(token), None) for token in (asks, changes)]
    assert [caller and caller.may_change for caller in found] == [False, True]
    for wrong in (asks[:-1], asks + "x", "", hash_token(asks), "\udcff", "é"):
        assert access.caller(Headers({}), None) is None
        assert access._by_token(wrong) is None
    store.remove_token("asks")
    assert access.caller(bearer(asks), None) is None
    with pytest.raises(UsageError, match="changes"):
        store.add_token("changes", hash_token(asks), may_change=True)


def test_a_token_by_environment_or_file(tmp_path: Path) -> None:
    file = tmp_path / "token"
    file.write_text("y" * 40 + "\n", encoding="utf-8")
    doors = read_doors(
        environment={"WENJIN_TOKEN": "x" * 40, "WENJIN_CHANGE_TOKEN_FILE": str(file)}
    )
    access = Access(AccessStore(tmp_path), doors, is_local=True)
    found = [access.caller(bearer(token * 40), None) for token in "xy"]
    assert [caller and caller.may_change for caller in found] == [False, True]
    session = access.log_in("environment", "x" * 40, "127.0.0.1")
    assert isinstance(session, LoggedIn)
    assert access.caller(NOBODY, session.session_id) is not None


@pytest.mark.parametrize(
    "environment",
    [
        {"WENJIN_TOKEN": "geheim"},
        {"WENJIN_TOKEN": "问" * 40},
        {"WENJIN_TOKEN_FILE": "/nowhere/at/all"},
        {"WENJIN_OPEN_TO_ALL": "yes"},
        {"WENJIN_TRUST_PROXY": "proxy.example"},
        {"WENJIN_ALLOW_HOST": "a b"},
    ],
)
def test_a_wrong_option_is_told_in_one_line(environment: dict[str, str]) -> None:
    with pytest.raises(UsageError) as refused:
        read_doors(environment=environment)
    assert "\n" not in refused.value.chinese + refused.value.english
    assert "geheim" not in refused.value.english


def test_passwords_are_compared_as_typed_and_as_composed() -> None:
    assert is_password(HASH, PASSWORD) and not is_password(HASH, PASSWORD + " ")
    assert is_password(
        hash_password("caf\u00e9 caf\u00e9 caf\u00e9"), "cafe\u0301 cafe\u0301 cafe\u0301"
    )
    assert not is_password("no hash", PASSWORD)
    assert hash_password(PASSWORD) != HASH
    for wrong in ("x" * (SHORTEST_PASSWORD - 1), "x" * 5000):
        with pytest.raises(UsageError):
            hash_password(wrong)
    assert not is_password(HASH, "\udcff" * 20)


@pytest.mark.parametrize(
    "name", ["", " ", "a b", "a\nb", "a\u200bb", "\u202egnp", "x" * 65, "a\x00"]
)
def test_what_is_no_name_is_refused(store: AccessStore, name: str) -> None:
    with pytest.raises(UsageError):
        store.add_user(name, HASH, may_change=False)


def test_names_are_the_same_however_they_were_typed() -> None:
    assert clean_name(" jose\u0301 ") == "jos\u00e9"


def test_logging_in_and_out(store: AccessStore) -> None:
    store.add_user("a", HASH, may_change=True)
    access = Access(store, Doors(), is_local=True)
    session = access.log_in("a", PASSWORD, "127.0.0.1")
    assert isinstance(session, LoggedIn)
    caller = access.caller(NOBODY, session.session_id)
    assert caller is not None and caller.name == "a" and caller.may_change and caller.by_session
    access.log_out(session.session_id)
    assert access.caller(NOBODY, session.session_id) is None


@pytest.mark.parametrize("change", ["removed", "password", "right"])
def test_a_change_of_a_user_counts_at_once(store: AccessStore, change: str) -> None:
    store.add_user("a", HASH, may_change=True)
    access = Access(store, Doors(), is_local=True)
    session = access.log_in("a", PASSWORD, "127.0.0.1")
    assert isinstance(session, LoggedIn)
    if change == "removed":
        store.remove_user("a")
    else:
        again = HASH if change == "right" else hash_password("another password")
        store.add_user("a", again, may_change=False)
    caller = access.caller(NOBODY, session.session_id)
    assert caller is None if change != "right" else caller is not None and not caller.may_change


def test_an_unknown_name_takes_as_long_as_a_wrong_password(store: AccessStore) -> None:
    store.add_user("known", HASH, may_change=False)
    access = Access(store, Doors(), is_local=True)

    def took(name: str, address: int) -> float:
        begin = time.perf_counter()
        assert access.log_in(name, "a wrong password", f"10.0.0.{address}") == LoginRefused()
        return time.perf_counter() - begin

    # one after the other, so that what else the machine does falls on both
    pairs = [(took("known", n), took("unknown", n)) for n in range(5)]
    known, unknown = (statistics.median(times) for times in zip(*pairs, strict=True))
    assert 0.5 < known / unknown < 2
    assert min(known, unknown) > 0.01


def test_tries_are_counted_for_a_name_and_for_an_address(store: AccessStore) -> None:
    access = Access(store, Doors(), is_local=True)
    waits = [access.try_login("a", f"10.0.0.{n}") for n in range(12)]
    assert waits[:8] == [0] * 8 and all(0 < wait <= 60 for wait in waits[8:])
    waits = [access.try_login(f"name{n}", "10.9.9.9") for n in range(24)]
    assert waits[:20] == [0] * 20 and all(0 < wait <= 15 for wait in waits[20:])
    # an IPv6 network has more addresses than anyone can count
    waits = [access.try_login(f"six{n}", f"2001:db8::{n:x}") for n in range(24)]
    assert all(waits[20:])
    assert access.try_login(" a ", "10.1.1.1") > 0


def test_the_right_password_is_refused_while_one_has_to_wait(store: AccessStore) -> None:
    store.add_user("a", HASH, may_change=False)
    access = Access(store, Doors(), is_local=True)
    for n in range(8):
        access.try_login("a", f"10.0.0.{n}")
    found = access.log_in("a", PASSWORD, "10.0.1.1")
    assert isinstance(found, LoginRefused) and found.wait > 0


def test_tries_fill_up_again_and_success_costs_none() -> None:
    clock = Clock()
    attempts = Attempts(2, 10.0, clock)
    assert [attempts.wait("x") for _ in range(3)] == [0, 0, 10]
    clock.now += 4
    assert attempts.wait("x") == 6 and attempts.wait("y") == 0
    clock.now += 6
    assert attempts.wait("x") == 0
    attempts.give_back("x")
    assert attempts.wait("x") == 0 and attempts.wait("x") > 0
    clock.now += 1000
    assert [attempts.wait("x") for _ in range(3)] == [0, 0, 10]


def test_tries_of_many_names_take_no_more_memory() -> None:
    attempts = Attempts(2, 10.0)
    for n in range(12_000):
        attempts.wait(str(n))
    assert len(attempts._left) == 10_000


def test_sessions_end() -> None:
    clock = Clock()
    sessions = Sessions(clock)
    first = sessions.begin("a", HASH)
    assert len(first) > 40 and sessions.find(first) is not None and sessions.find("x") is None
    clock.now += IDLE - 1
    assert sessions.find(first) is not None
    clock.now += IDLE + 1
    assert sessions.find(first) is None
    long = sessions.begin("a", HASH)
    for _ in range(int(LONGEST / (IDLE - 1)) + 2):
        clock.now += IDLE - 1
        kept = sessions.find(long)
    assert kept is None


def test_a_name_has_only_so_many_sessions() -> None:
    clock = Clock()
    sessions = Sessions(clock)
    ids = []
    for _ in range(25):
        clock.now += 1
        ids.append(sessions.begin("a", HASH))
    other = sessions.begin("b", HASH)
    assert [sessions.find(key) is not None for key in ids] == [False] * 5 + [True] * 20
    assert sessions.find(other) is not None
