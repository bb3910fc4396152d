"""Which action a row of a file is: the same words first, then the likeliest, one to one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from heapq import nsmallest

from vawg_plans.domain.actions import Action
from vawg_plans.domain.importing import ProposedAction

ALIKE = 0.6
# Beyond this many comparisons rows without a reference are not compared word by word.
_MOST_PAIRS = 1_000_000
_SHORT = 120
_FEW_WORDS = 3
_SHARED = 0.4
_COMPARED = 4

Pair = tuple[int, int]


def match(proposed: Sequence[ProposedAction], existing: Sequence[Action]) -> dict[int, Action]:
    """For each proposed action that is known already: its place in `proposed`, and the action.

    Only actions that were imported can be known again. First come the same words in the same
    row, of the same sheet if there is one, then the same words in another row (rows get
    renumbered), then the most alike words in the same row, and at last the most alike among rows
    that have no reference. The order of the two lists decides between equals, so the same input
    always gives the same answer.
    """
    known = [a for a in existing if a.imported is not None]
    matched: dict[int, int] = {}
    taken: set[int] = set()

    def take(pairs: Iterable[Pair]) -> None:
        for new, old in pairs:
            if new not in matched and old not in taken:
                matched[new] = old
                taken.add(old)

    def fresh() -> list[int]:
        return [new for new in range(len(proposed)) if new not in matched]

    def waiting_still() -> list[int]:
        return [old for old in range(len(known)) if old not in taken]

    new_words = [_words(p.words) for p in proposed]
    old_words = [_words(words_of(a)) for a in known]
    new_rows = [_words(p.row_key) for p in proposed]
    old_rows = [_words(a.imported.row) if a.imported else "" for a in known]

    def same(key_of_new: Callable[[int], object], key_of_old: Callable[[int], object]) -> None:
        by_key: dict[object, list[int]] = defaultdict(list)
        for old in waiting_still():
            by_key[key_of_old(old)].append(old)
        waiting = {key: iter(found) for key, found in by_key.items()}
        found = ((new, next(waiting.get(key_of_new(new), iter(())), None)) for new in fresh())
        take((new, old) for new, old in found if old is not None)

    new_sheets = [p.sheet for p in proposed]
    old_sheets = [a.imported.sheet if a.imported else "" for a in known]
    same(
        lambda i: (new_sheets[i], new_rows[i], new_words[i]),
        lambda i: (old_sheets[i], old_rows[i], old_words[i]),
    )
    same(lambda i: (new_rows[i], new_words[i]), lambda i: (old_rows[i], old_words[i]))
    same(lambda i: new_words[i], lambda i: old_words[i])
    by_row: dict[str, list[int]] = defaultdict(list)
    for old in waiting_still():
        by_row[old_rows[old]].append(old)
    take(_likeliest([(n, by_row.get(new_rows[n], ())) for n in fresh()], new_words, old_words))
    loose_new = [n for n in fresh() if not proposed[n].action_fields["reference"]]
    loose_old = [o for o in waiting_still() if _has_no_reference(known[o])]
    if len(loose_new) * len(loose_old) <= _MOST_PAIRS:
        take(_likeliest([(n, loose_old) for n in loose_new], new_words, old_words))
    return {new: known[old] for new, old in matched.items()}


def words_of(action: Action) -> str:
    """The words that an action was last imported from."""
    if action.imported is None:
        return ""
    return action.imported.values.get("words", "")


def _has_no_reference(action: Action) -> bool:
    return action.imported is not None and not action.imported.values.get("reference")


def _words(text: str) -> str:
    return " ".join(text.casefold().split())


def _likeliest(
    candidates: Iterable[tuple[int, Sequence[int]]],
    new_words: Sequence[str],
    old_words: Sequence[str],
) -> Iterator[Pair]:
    """Pairs alike enough, the most alike first. `candidates` are a new one and its old ones.

    Only the few that share most words are compared in earnest: that is a thousand times slower.
    """
    sets: dict[int, frozenset[str]] = {}
    scored = []
    for new, olds in candidates:
        mine = frozenset(new_words[new].split())
        shared = []
        for old in olds:
            if old not in sets:
                sets[old] = frozenset(old_words[old].split())
            both = len(mine) + len(sets[old])
            share = 2 * len(mine & sets[old]) / both if both else 0.0
            if share >= _SHARED or both <= 2 * _FEW_WORDS:
                shared.append((-share, old))
        for _, old in nsmallest(_COMPARED, shared):
            ratio = likeness(new_words[new], old_words[old])
            if ratio >= ALIKE:
                scored.append((-ratio, new, old))
    for _, new, old in sorted(scored):
        yield new, old


def likeness(one: str, other: str) -> float:
    """How alike two texts are, 0 to 1: by their words, and if they are short by their letters."""
    words, other_words = one.split(), other.split()
    if not words or not other_words:
        return 0.0
    ratio = 0.0
    if min(len(words), len(other_words)) * 2 >= ALIKE * (len(words) + len(other_words)):
        by_words = SequenceMatcher(None, words, other_words, autojunk=False)
        if by_words.quick_ratio() >= ALIKE:
            ratio = by_words.ratio()
    if ratio < ALIKE and max(len(one), len(other)) <= _SHORT:
        by_letters = SequenceMatcher(None, one, other, autojunk=False)
        if by_letters.real_quick_ratio() >= ALIKE and by_letters.quick_ratio() >= ALIKE:
            ratio = max(ratio, by_letters.ratio())
    return ratio
