"""A condition as a form shows it: a list whose entries all, or any of them, have to hold; an entry may have variants.

What a form makes is two levels deep: entries joined by one word, the variants of an entry by the other.
"""

from typing import Any

from programs.rules.tree import AllOf, AnyOf, Compare, Condition

Entries = list[list[Condition]]


def joins_any(condition: Condition) -> bool:
    """Return whether one entry is enough."""
    return isinstance(condition, AnyOf)


def entries_of(condition: Condition) -> Entries:
    """Return the entries, each as its variants; what no form made is one entry that can only be taken out."""
    if not isinstance(condition, AllOf | AnyOf):
        return [[condition]]
    inner = AllOf if joins_any(condition) else AnyOf
    return [list(part.parts) if isinstance(part, inner) else [part] for part in condition.parts]


def made_of(entries: Entries, *, is_any: bool) -> Condition:
    """Return the condition of these entries; one without variants is left out."""
    outer: Any = AnyOf if is_any else AllOf
    inner: Any = AllOf if is_any else AnyOf
    parts = tuple(each[0] if len(each) == 1 else inner(tuple(each)) for each in entries if each)
    # Any of nothing would be never; a condition without entries is always.
    return outer(parts) if parts else AllOf()


def added(condition: Condition, compare: Compare, beside: int | None) -> Condition:
    """Return a condition with one comparison more: an entry of its own, or a variant of entry number `beside`."""
    entries = entries_of(condition)
    if beside is not None and 0 <= beside < len(entries):
        entries[beside].append(compare)
    else:
        entries.append([compare])
    return made_of(entries, is_any=joins_any(condition))


def dropped(condition: Condition, entry: int, variant: int) -> Condition:
    """Return a condition without one comparison; one that is not there changes nothing."""
    entries = entries_of(condition)
    if 0 <= entry < len(entries) and 0 <= variant < len(entries[entry]):
        del entries[entry][variant]
    return made_of(entries, is_any=joins_any(condition))


def joined_by(condition: Condition, *, is_any: bool) -> Condition:
    """Return a condition of the same entries, of which one is enough, or all are needed."""
    return made_of(entries_of(condition), is_any=is_any)
