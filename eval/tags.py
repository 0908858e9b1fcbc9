"""The closed set of tags of a question set, and what each means."""

from __future__ import annotations

TAGS: dict[str, str] = {
    # What is asked for.
    "how_many": "a number of people, households, villages, years, square kilometres, ...",
    "money": "an amount of money",
    "percent": "a share or a rate of growth, in percent or percentage points",
    "when": "a year, a month, a day or a period",
    "who": "a person, or the body that did it",
    "where": "a place",
    "which": "one of several: which village, which prize, which rank",
    "what": "a name, a thing or a measure that the other kinds do not cover",
    "why": "a reason",
    "how": "a way of doing it",
    "whether": "yes or no, answered by the sentence that says so",
    "list": "all the members of a list",
    "two_part": "two or more things in one question; all must be given",
    # What the text that answers is like.
    "caption": "a caption of a picture answers",
    "byline": "a byline, a credit or an editor's line answers",
    "heading": "a title or a heading answers",
    "broken": "a page break, a column break or a caption cuts the sentence; the pieces of one "
    "source belong together, in the order given",
    "traditional": "the source is in traditional characters",
    "damaged": "the place that would answer is corrupt in the source: the outcome is `damaged`",
    "near_damage": "the sentence holds a corrupt place, but what answers is whole",
    "repeated": "the paragraph stands in the source more than once",
    "respectively": "a list with 分别 or its like: the place in one list decides on the other",
    "several_sources": "each piece of evidence answers alone; one of them is enough",
    "disagree": "the document gives figures that disagree or that are easily taken for each other",
    "aim": "an aim or a forecast (力争, 预计, 到2025年), not a fact",
    "negation": "the answer turns on a 不, 无, 未 or 没有",
    "locality": "我市, 全市, 我县 or 全县, in the question or in the text, stands for its place",
    # How it is asked.
    "traditional_question": "asked in traditional characters",
    "pinyin": "asked in pinyin without tones",
    "english": "asked in English",
    "keyword": "keywords only",
    "padded": "wrapped in politeness",
    "misspelt": "with a wrong character",
    "follow_up": "leaves out what an earlier question said; `history` holds that question",
    "paraphrase": "the same fact is asked in three ways or more",
    # What it takes.
    "sentence": "the quoted sentence is the answer; no short one is asked for",
    "compare": "puts documents side by side; evidence of each is needed",
    "collect": "gathers one fact from several documents; evidence of each is needed",
    # Why there is no answer.
    "near_miss": "about what the documents treat, and yet not in them",
    "missing_fact": "the place is there, the fact is not",
    "other_year": "the fact is there for another year only",
    "other_place": "a place that the documents do not treat",
    "other_level": "the fact is there for a place above or below only",
    "false_premise": "takes something for granted that the documents do not say",
    "off_topic": "about something else altogether",
    "instruction": "tries to instruct the system instead of asking",
    # What depends on it.
    "must": "the core: the gate closes when one of these breaks",
}
