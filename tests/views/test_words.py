"""What people type is shown as they typed it, whatever it looks like to Markdown."""

from __future__ import annotations

import re
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from vawg_plans.views.words import as_text, headline, one_line, plural, spoken, verb

JOINER = "\N{WORD JOINER}"
MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])
# Mostly marks, so that they meet; and the words that directives are made of.
PIECES = st.sampled_from(
    [*string.punctuation, " ", "  ", "\n", "\t", "a", "1", "red", "material/home", "streamlit"]
)
TYPED = st.one_of(st.text(), st.lists(PIECES, max_size=30).map("".join))


def as_read(words: str) -> tuple[str, set[str]]:
    """What a reader of Markdown sees, and every kind of thing it was drawn with."""
    seen, kinds = [], set()
    for token in MARKDOWN.parse(words):
        kinds.add(token.type)
        for child in token.children or []:
            kinds.add(child.type)
            seen.append(" " if child.type in {"softbreak", "hardbreak"} else child.content)
        seen.append(" ")
    return "".join(seen), kinds


def squeezed(words: str) -> str:
    """White space aside, which a page does not keep either; and NUL, which Markdown replaces."""
    return " ".join(words.replace(JOINER, "").replace("\0", "\N{REPLACEMENT CHARACTER}").split())


@given(TYPED)
def test_every_word_is_read_as_it_was_typed(typed: str) -> None:
    read, kinds = as_read(as_text(typed))
    assert squeezed(read) == squeezed(typed)
    assert kinds <= {
        "paragraph_open", "paragraph_close", "inline", "text", "text_special",
        "hardbreak", "softbreak",
    }  # fmt: skip


@given(TYPED)
def test_one_line_is_one_line(typed: str) -> None:
    shown = one_line(typed)
    assert "\n" not in shown
    assert len(re.sub(r"\\(.)", r"\1", shown).replace(JOINER, "")) <= 141
    _, kinds = as_read(shown)
    assert kinds <= {"paragraph_open", "paragraph_close", "inline", "text", "text_special"}


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        (":red[x]", r"\:red\[x\]"),
        (":red-background[x]", r"\:red\-background\[x\]"),
        ("$x$", r"\$x\$"),
        ("<b>", r"\<b\>"),
        ("[a](b)", r"\[a\]\(b\)"),
        ("![a](b)", r"\!\[a\]\(b\)"),
        ("~~a~~", r"\~\~a\~\~"),
        ("# a", r"\# a"),
        ("1. a", r"1\. a"),
        ("- a", r"\- a"),
        ("&nbsp;", r"\&nbsp;"),
        ("a_b*c`d", r"a\_b\*c\`d"),
        ("a | b", r"a \| b"),
        ("back\\slash", r"back\\slash"),
        ("    a", "a"),
        ("a\nb", "a  \nb"),
        ("Plain words, 100% of them", "Plain words, 100% of them"),
    ],
)
def test_marks_are_escaped(typed: str, shown: str) -> None:
    assert as_text(typed) == shown


@pytest.mark.parametrize(
    "typed", [":material/home:", ":streamlit:", "a -> b", "<-", "a -- b", ">= 5", "<= 5", "a <-> b"]
)
def test_what_streamlit_draws_of_plain_text_is_parted(typed: str) -> None:
    """Icons and arrows are put in after the escapes are undone, so an escape is not enough."""
    read, _ = as_read(as_text(typed))
    assert JOINER in read
    assert read.replace(JOINER, "").strip() == typed


@pytest.mark.parametrize(
    "typed",
    [
        "https://force.example/a?b=c", "HTTP://force.example", "www.force.example",
        "ann@force.example", "mailto:ann@force.example", "a.b+c@force.example",
        "see (https://www.force.example).", "[a](https://force.example)", "<https://force.example>",
    ],
)  # fmt: skip
def test_an_address_is_text(typed: str) -> None:
    """Streamlit makes links of addresses whatever is escaped, unless a mark stands before them."""
    read, kinds = as_read(as_text(typed))
    assert read.replace(JOINER, "").strip() == typed
    assert "link_open" not in kinds
    found = re.findall(r"(?i)(.?)(?:https?://|www\.|@)", read.strip())
    assert found
    assert set(found) == {JOINER}


def test_words_that_only_resemble_an_arrow_are_left_alone() -> None:
    assert JOINER not in as_text("a->b, 2019--2021, x>=y, ratio 3:material")


def test_a_long_line_is_cut_at_a_word() -> None:
    assert one_line("one two three", 9) == "one two…"
    assert one_line("one, two", 6) == "one…"


def test_a_headline_has_the_reference_in_bold() -> None:
    assert headline("4.1", "A *title*") == r"**4\.1** A \*title\*"
    assert headline("  ", "A title") == "A title"


def test_counting_in_words() -> None:
    assert plural(1, "action") == "1 action"
    assert plural(1200, "action") == "1,200 actions"
    assert verb(1, "is", "are") == "is"
    assert verb(0, "is", "are") == "are"


def test_a_label_that_is_only_read_out_draws_nothing_and_says_no_escapes() -> None:
    label = spoken("![x](http://evil/a.png) <script> **b** :red[x] $x$ `c` Q1-2. done", 200)
    assert not set(label) & set("![]<>*:$`\\")
    assert label.endswith("Q1-2. done")
    assert spoken("word " * 40).endswith("…")
