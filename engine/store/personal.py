"""Queries of what is held on a person: cases by a value that he gave, and accounts by name, login or number."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import BindParameter, bindparam, func, literal_column, or_, select

from engine.store.query import Query
from engine.store.tables import answer, process_instance
from engine.store.tables_people import account

__all__ = ["ACCOUNTS_SAID", "CASES_OF_VALUES", "CASE_FACTS", "VALUES_OF_CASE"]

_limit: Final[BindParameter[Any]] = bindparam("limit")

CASES_OF_VALUES: Final = Query(
    "The cases with an answer that is one of these, by the index of short values.",
    select(answer.c.case_id)
    .where(
        literal_column("length(value) BETWEEN 8 AND 80"),
        answer.c.value.in_(bindparam("values", expanding=True)),
        answer.c.case_id > 0,
    )
    .distinct()
    .order_by(answer.c.case_id.desc())
    .limit(_limit),
)
CASE_FACTS: Final = Query(
    "Some cases, the newest first.",
    select(
        process_instance.c.id,
        process_instance.c.number,
        process_instance.c.office,
        process_instance.c.definition_id,
        process_instance.c.status,
        process_instance.c.outcome,
        process_instance.c.started_at,
        process_instance.c.ended_at,
        process_instance.c.hold,
        process_instance.c.business_key,
    )
    .where(process_instance.c.id.in_(bindparam("cases", expanding=True)))
    .order_by(process_instance.c.id.desc()),
)
VALUES_OF_CASE: Final = Query(
    "All answers of a case, also those that were erased.",
    select(answer.c.event, answer.c.name, answer.c.value)
    .where(answer.c.case_id == bindparam("case"))
    .order_by(answer.c.event, answer.c.name)
    .limit(_limit),
)
_said: Final[BindParameter[Any]] = bindparam("said")
ACCOUNTS_SAID: Final = Query(
    "Accounts by their login, name or number, in any case of letters.",
    select(account.c.login, account.c.name, account.c.office, account.c.active, account.c.nip)
    .where(or_(func.lower(account.c.login) == _said, func.lower(account.c.name) == _said, account.c.nip == _said))
    .order_by(account.c.login)
    .limit(_limit),
)
