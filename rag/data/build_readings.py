"""Makes `readings.txt.xz` from pypinyin: how characters, and words that differ, are read.

Needs pypinyin 0.55 (MIT), which nothing at run time needs: `python rag/data/build_readings.py`.
"""

from __future__ import annotations

import lzma
import sys
from collections.abc import Iterable
from pathlib import Path

from pypinyin.constants import PHRASES_DICT, PINYIN_DICT
from pypinyin.contrib.tone_convert import to_tone3

HERE = Path(__file__).parent
_LONGEST_WORD = 6
_MOST_READINGS = 4


def spelled(reading: str) -> str:
    """A syllable with its tone as a digit, ü as v, no digit for the neutral tone."""
    return str(to_tone3(reading, v_to_u=False)).replace("ü", "v")


def characters() -> dict[str, list[str]]:
    """The readings of the characters that are words of the dictionary or stand in a place name."""
    sys.path.insert(0, str(HERE.parent.parent))
    from index.gazetteer import place_words  # noqa: PLC0415

    packed = (HERE.parent.parent / "index" / "data" / "words.txt.xz").read_bytes()
    words = lzma.decompress(packed).decode("utf-8").split()
    wanted = {*"".join(words), *"".join(place_words())}
    return {
        character: [spelled(r) for r in PINYIN_DICT[ord(character)].split(",")][:_MOST_READINGS]
        for character in sorted(wanted)
        if ord(character) in PINYIN_DICT
    }


def phrases(single: dict[str, list[str]]) -> Iterable[str]:
    """The words whose reading is not the first reading of each character, with it."""
    for word, readings in sorted(PHRASES_DICT.items()):
        syllables = [spelled(options[0]) for options in readings]
        if len(word) > _LONGEST_WORD or len(syllables) != len(word):
            continue
        if not all(character in single for character in word):
            continue
        first = [single[character][0] for character in word]
        if [s.rstrip("1234") for s in first] != [s.rstrip("1234") for s in syllables]:
            yield f"{word} {' '.join(syllables)}"


def main() -> None:
    """Writes the file."""
    single = characters()
    lines = [f"{character} {' '.join(readings)}" for character, readings in single.items()]
    text = "\n".join([*lines, "", *phrases(single)])
    (HERE / "readings.txt.xz").write_bytes(lzma.compress(text.encode("utf-8"), preset=9))


if __name__ == "__main__":
    main()
