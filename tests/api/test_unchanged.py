"""Hashes that clients compute by themselves and compare."""

from __future__ import annotations

from hodhod.api.unchanged import list_hash, reactions_hash


def test_the_hash_of_reactions_is_the_one_that_tdlib_expects() -> None:
    """As TDLib 1.8.67 wrote it into its log for this list."""
    names = [
        "👍",
        "👎",
        "❤",
        "🔥",
        "🎉",
        "😁",
        "😢",
        "😱",
        "🤩",
        "😍",
        "😐",
        "😴",
        "😎",
        "💔",
        "⚡",
        "🏆",
        "💯",
        "🍓",
        "👀",
        "👻",
    ]
    assert reactions_hash(names) == -4859269807735000538
    assert reactions_hash([name + "\ufe0f" for name in names]) == reactions_hash(names)


def test_nothing_has_the_hash_0() -> None:
    assert list_hash([]) == reactions_hash([]) == 0
