"""The words by which cases are found: those of what a case is about, folded, each found by how it begins.

They are personal values outside of the history: whoever erases what a case is about runs `DROP_WORDS` for it.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any, Final

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Select,
    and_,
    bindparam,
    delete,
    func,
    literal_column,
    or_,
    select,
    text,
)

from engine.store.query import Query
from engine.store.tables import process_instance, task
from engine.store.tables_calendar import case_word

__all__ = [
    "DONE_WITH_WORDS",
    "DROP_WORDS",
    "HITS",
    "MOST_HITS",
    "OPEN_WITH_WORDS",
    "PUT_WORD",
    "asked",
    "hits",
    "spans",
    "words_of",
]

MOST_HITS: Final = 500
"""Cases that one search looks at: of a word with more of them, the search says that it was cut."""
MOST_WORDS: Final = 3
"""Words of a search that are looked for; the rest would tell nothing more."""
_LONGEST: Final = 40  # characters of a word
_MANY: Final = 24  # words of one text
_WORD: Final = re.compile(r"[^\W_]+")
_END: Final = "\U0010ffff"  # comes after every other character

PUT_WORD: Final = Query(
    "Lets a case be found by a word.",
    text("INSERT INTO case_word (word, case_id) VALUES (:word, :case) ON CONFLICT DO NOTHING"),
)
DROP_WORDS: Final = Query(
    "Forgets the words of a case.", delete(case_word).where(case_word.c.case_id == bindparam("case"))
)


def words_of(said: object) -> list[str]:
    """The words of a text as they are kept: without marks and case, each once, in their order."""
    if not isinstance(said, str):
        return []
    plain = unicodedata.normalize("NFKD", said).casefold()
    bare = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return list(dict.fromkeys(word[:_LONGEST] for word in _WORD.findall(bare)))[:_MANY]


def asked(said: str) -> list[str]:
    """The words of a search, the longest first: it has the fewest hits."""
    return sorted(words_of(said), key=len, reverse=True)[:MOST_WORDS]


def spans(words: list[str]) -> dict[str, str]:
    """The parameters of the searches; a search of fewer words asks for its last one again."""
    filled = (words + words[-1:] * MOST_WORDS)[:MOST_WORDS]
    named = {f"w{place}": word for place, word in enumerate(filled)}
    return named | {f"x{place}": word + _END for place, word in enumerate(filled)}


def _begins(column: Any, place: int) -> ColumnElement[bool]:
    first: BindParameter[str] = bindparam(f"w{place}")
    last: BindParameter[str] = bindparam(f"x{place}")
    return and_(column >= first, column < last)


def hits() -> Select[Any]:
    """The cases that have a word that begins so; each further word is looked up among the words of the case."""
    found = select(case_word.c.case_id).where(_begins(case_word.c.word, 0)).limit(literal_column(str(MOST_HITS)))
    first = found.subquery("hits")
    others = []
    for place in range(1, MOST_WORDS):
        other = case_word.alias(f"other{place}")
        others.append(
            select(other.c.case_id).where(other.c.case_id == first.c.case_id, _begins(other.c.word, place)).exists()
        )
    return select(first.c.case_id).where(*others).distinct()


def _tasks(where: ColumnElement[bool]) -> Select[Any]:
    hit = hits().subquery("hit")
    pi = process_instance
    columns = (pi.c.number, pi.c.definition_id, pi.c.office, pi.c.status.label("case_status"))
    return (
        select(task, *columns)
        .select_from(hit)
        .join(task, task.c.case_id == hit.c.case_id)
        .join(pi, pi.c.id == hit.c.case_id)
        .where(where)
        .limit(literal_column(str(MOST_HITS)))
    )


_login: Final[BindParameter[Any]] = bindparam("login")
OPEN_WITH_WORDS: Final = Query(
    "Open tasks of some groups, or of their holder, in cases that are about these words.",
    _tasks(
        and_(
            task.c.status == literal_column("'OPEN'"),
            or_(task.c.candidates.in_(bindparam("groups", expanding=True)), task.c.assignee == _login),
        )
    ),
)
DONE_WITH_WORDS: Final = Query(
    "Tasks that a person completed in cases that are about these words.", _tasks(task.c.closed_by == _login)
)
HITS: Final = Query(
    f"How many cases have a word that begins so; counting stops at {MOST_HITS}.",
    select(func.count()).select_from(
        select(case_word.c.case_id).where(_begins(case_word.c.word, 0)).limit(literal_column(str(MOST_HITS))).subquery()
    ),
)
