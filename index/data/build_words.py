"""Make `words.txt.xz`, the dictionary of `index.word_segmentation`, from the dictionary of jieba.

    python index/data/build_words.py

Words of at most `LONGEST` characters seen at least `LEAST` times, grouped by how often: one line
for each half octave of counts, the middle count first, then its words. A dictionary of this form
loads in a twentieth of the time that jieba takes.
"""

from __future__ import annotations

import lzma
import re
from math import log2
from pathlib import Path

import jieba

LONGEST, LEAST = 4, 20


def main() -> None:
    jieba.initialize()
    groups: dict[int, list[str]] = {}
    for word, count in jieba.dt.FREQ.items():
        is_kept = len(word) == 1 or (len(word) <= LONGEST and count >= LEAST)
        if count and is_kept and re.fullmatch(r"[\u4e00-\u9fff]+", word):
            groups.setdefault(round(2 * log2(count)), []).append(word)
    lines = [
        f"{round(2 ** (group / 2))} {' '.join(sorted(words))}" for group, words in groups.items()
    ]
    text = "\n".join([str(jieba.dt.total), *sorted(lines, key=lambda line: int(line.split()[0]))])
    path = Path(__file__).with_name("words.txt.xz")
    path.write_bytes(lzma.compress(text.encode("utf-8"), preset=9))


if __name__ == "__main__":
    main()
