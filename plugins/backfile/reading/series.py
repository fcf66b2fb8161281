"""Running stories: which story each one continues, as its field `Continues` says.

Rules: docs/stories.md, "A story in several files".
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from backfile.errors import did_you_mean
from backfile.reading.reader import field_fault, shown_path

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from backfile.errors import Fault
    from backfile.reading.reader import Unread


def follow_continues(
    articles: Sequence[Any],
    *,
    withheld: Sequence[Any] = (),
    unread: Sequence[Unread] = (),
    absent: Collection[str] = (),
) -> list[Fault]:
    """Set `continues` on each of the *articles*: the one that it continues, or None.

    The languages of a story are one story, of which the first of the *articles* stands for all.
    *withheld* are drafts that the build goes without, *unread* are story files that could not
    become articles; *absent* are what stories may call these, and any that was left out: to name
    one of them is no fault.
    Returns the faults of those whose `Continues` names no story, or, published, a draft.
    """
    faults = []
    stated = [(one, str(one.metadata.get("continues", "")).strip()) for one in articles]
    also = [one for one in unread if one.continues]
    names = _named([*articles, *withheld]) if also or any(name for _, name in stated) else {}
    for article, name in stated:
        article.continues = None
        if not name:
            continue
        own = _full_names(article)
        found = names.get(name, [])
        if len(found) == 1 and _full_name(found[0]) not in own:
            article.continues = found[0]
            if found[0].status == "draft" != article.status:
                faults.append(_of_draft(article, found[0]))
        elif found or slug_of(name) not in absent:
            reason = _reason(name, own, names)
            faults.append(field_fault(article.source_path, "continues", "bad-continues", reason))
    for file in also:
        if len(names.get(file.continues, [])) != 1 and slug_of(file.continues) not in absent:
            reason = _reason(file.continues, (), names)
            faults.append(field_fault(file.path, "continues", "bad-continues", reason))
    return faults


def _of_draft(article: Any, draft: Any) -> Fault:
    message = (
        f"this story continues {shown_path(draft.source_path)}, a draft, which a published site "
        "does not have; publish the draft or delete the field"
    )
    return field_fault(article.source_path, "continues", "draft-link", message)


def slug_of(name: str) -> str:
    """Return the slug in what `Continues` says, which may have year and month before it."""
    return name.rpartition("/")[2]


def _named(articles: Iterable[Any]) -> dict[str, list[Any]]:
    """Return the stories by slug, and by year, month and slug."""
    stories: dict[str, Any] = {}
    for article in articles:
        if not any(name in stories for name in _full_names(article)):
            stories[_full_name(article)] = article
    names = defaultdict(list)
    for full_name, article in stories.items():
        names[full_name].append(article)
        names[article.slug].append(article)
    return names


def _full_name(article: Any) -> str:
    return f"{article.date.year:04}/{article.date:%m}/{article.slug}"


def _full_names(article: Any) -> list[str]:
    """Return the names of *article* in all its languages."""
    return [_full_name(one) for one in (article, *article.translations)]


def _reason(name: str, own: Sequence[str], names: Mapping[str, Sequence[Any]]) -> str:
    found = [_full_name(one) for one in names.get(name, [])]
    if len(found) > 1:
        return f'several stories are called "{name}"; write {" or ".join(sorted(found))}'
    if found and found[0] in own:
        return f'this story continues itself; write the slug of the story before it, not "{name}"'
    others = [one for one in names if ("/" in one) == ("/" in name)]
    hint = did_you_mean(name, others) or "; write its slug, such as 2014/06/ferry"
    return f'there is no story "{name}" to continue{hint}'
