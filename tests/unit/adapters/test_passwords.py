"""Passwords as argon2id hashes."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from functions.adapters.passwords import AT_ONCE, WAITING, Argon2Passwords
from functions.domain.errors import TooManyRequests

PASSWORD = "correct horse"


@pytest.fixture(scope="module")
def passwords() -> Argon2Passwords:
    return Argon2Passwords()


def test_a_password_is_known_again_and_no_other_is(passwords: Argon2Passwords) -> None:
    kept = passwords.hash(PASSWORD)

    assert passwords.verify(kept, PASSWORD)
    assert not passwords.verify(kept, PASSWORD.upper())
    assert PASSWORD not in kept


def test_it_is_the_low_memory_profile_of_rfc_9106_with_a_salt_of_its_own(passwords: Argon2Passwords) -> None:
    first, second = passwords.hash(PASSWORD), passwords.hash(PASSWORD)

    assert first.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert first != second


@pytest.mark.parametrize("kept", ["", "no hash", "$argon2id$v=19$m=65536,t=3,p=4$broken"])
def test_what_is_no_hash_is_nobodys_password(passwords: Argon2Passwords, kept: str) -> None:
    assert not passwords.verify(kept, PASSWORD)


def test_nobodys_password_takes_the_same_work(passwords: Argon2Passwords, monkeypatch: pytest.MonkeyPatch) -> None:
    """Counted, not timed: the same call of the library, on a hash with the same parameters."""
    seen: list[str] = []
    verify = passwords._hasher.verify

    def counted(kept: str, password: str) -> bool:
        seen.append(kept.rpartition("p=4$")[0])
        return verify(kept, password)

    monkeypatch.setattr(type(passwords._hasher), "verify", lambda _, kept, password: counted(kept, password))
    kept = passwords.hash(PASSWORD)

    assert not passwords.verify(kept, "another one")
    assert not passwords.verify(None, "another one")
    assert not passwords.verify(None, "nobody has this password")
    assert len(set(seen)) == 1
    assert len(seen) == 3


def test_few_are_hashed_at_once() -> None:
    """Each takes 64 MiB: a crowd at the door must not take all memory."""
    passwords = Argon2Passwords()

    class Watched:
        now = most = 0

        def hash(self, _: str) -> str:
            self.now += 1
            self.most = max(self.most, self.now)
            if self.now < AT_ONCE:
                passwords.hash("inner")
            else:
                assert not passwords._turns.acquire(blocking=False)
            self.now -= 1
            return "kept"

    watched = Watched()
    passwords.__dict__["_hasher"] = watched
    ask: Callable[[str], str] = passwords.hash

    ask("outer")

    assert watched.most == AT_ONCE


def test_a_crowd_that_would_wait_too_long_is_sent_away(passwords: Argon2Passwords) -> None:
    kept = passwords.hash(PASSWORD)
    for _ in range(AT_ONCE + WAITING):
        passwords._places.acquire()

    with pytest.raises(TooManyRequests):
        passwords.verify(kept, PASSWORD)

    for _ in range(AT_ONCE + WAITING):
        passwords._places.release()
    assert passwords.verify(kept, PASSWORD)
