"""The table of permissions is tried rule by rule, each of its actions is asked for, and the docs show it whole.

`python -m tests.api.test_policy_table` prints the table for docs/people.md.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

import engine
from engine.people import region_place
from engine.policy import (
    ADMINISTRATOR,
    AUDITOR,
    CANDIDATE,
    EVERYWHERE,
    HOLDER,
    KEEPER,
    OWNER,
    PARTICIPANT,
    POLICY,
    ROLES,
    RULES,
    SOMEWHERE,
    WORKER,
    Actor,
    Facts,
    may,
)

HERE, THERE = "sini", "sana"
GROUP: Final = f"{HERE}/camat"
NOBODY: Final = Actor("siapa", "Siapa")
ENGINE: Final = Path(engine.__file__).parent
PAGE: Final = ENGINE.parent / "docs" / "people.md"
ASKING: Final = frozenset(
    {"_allowed", "demand", "held_external", "locked_case", "locked_task", "may", "offices", "open_task", "reach"}
)
"""The calls that name an action of the policy."""

Asked = tuple[Actor, Facts]


def with_role(role: str, place: str = HERE) -> Actor:
    """Somebody with one role."""
    return Actor("siapa", "Siapa", grants=frozenset({(role, place)}))


# Who is meant by each word of the table, on a thing of his own and on a foreign one.
PEOPLE: Final[dict[str, tuple[Asked, Asked]]] = {
    CANDIDATE: (
        (Actor("siapa", "Siapa", groups=frozenset({GROUP})), Facts(HERE, GROUP)),
        (Actor("siapa", "Siapa", groups=frozenset({GROUP})), Facts(THERE, f"{THERE}/camat")),
    ),
    PARTICIPANT: ((NOBODY, Facts(HERE, takes_part=True)), (NOBODY, Facts(THERE))),
    HOLDER: ((NOBODY, Facts(HERE, own=True)), (NOBODY, Facts(THERE))),
    KEEPER: (
        (with_role("?"), Facts(HERE)),
        (with_role("?"), Facts(THERE)),
    ),
    **{role: ((with_role(role), Facts(HERE)), (with_role(role), Facts(THERE))) for role in ROLES},
}
TITLES: Final = {OWNER: "pemilik proses", AUDITOR: "auditor", ADMINISTRATOR: "administrator", WORKER: "worker"}
SAID: Final = {CANDIDATE: "candidate or assignee", PARTICIPANT: "takes part", HOLDER: "of his own"}


def allowed(action: str, asked: Asked) -> bool:
    """Whether the policy allows it."""
    actor, facts = asked
    return may(actor, action, facts)


def table() -> list[str]:
    """The rows of the table in the docs, made by trying the policy."""
    rows = [
        "| action | performers | " + " | ".join(TITLES.values()) + " |",
        "|---|---|" + "---|" * len(TITLES),
    ]
    for action in sorted(POLICY):
        performers = ", ".join(said for word, said in SAID.items() if allowed(action, PEOPLE[word][0]))
        cells = [_cell(action, role) for role in TITLES]
        rows.append(f"| `{action}` | {performers} | " + " | ".join(cells) + " |")
    return rows


def _cell(action: str, role: str) -> str:
    own, foreign = PEOPLE[role]
    if allowed(action, foreign):
        return "anywhere"
    if allowed(action, own):
        return "yes"
    machine = (with_role(role), Facts(HERE, machine=True))
    return "for machines" if allowed(action, machine) else ""


@pytest.mark.parametrize("action", POLICY)
@pytest.mark.parametrize("word", PEOPLE)
def test_each_rule_allows_just_whom_the_table_names_and_on_his_own_things(action: str, word: str) -> None:
    own, foreign = PEOPLE[word]
    anywhere = word + SOMEWHERE in POLICY[action]
    assert allowed(action, own) is (anywhere or (word in POLICY[action] and word != KEEPER))
    assert allowed(action, foreign) is anywhere


@pytest.mark.parametrize("action", POLICY)
@pytest.mark.parametrize("role", ROLES)
def test_a_role_for_everywhere_reaches_every_office_and_one_for_a_region_none_by_its_name(
    action: str, role: str
) -> None:
    named = not {role, role + SOMEWHERE}.isdisjoint(POLICY[action])
    assert allowed(action, (with_role(role, EVERYWHERE), Facts(THERE))) is named
    anywhere = role + SOMEWHERE in POLICY[action]
    assert allowed(action, (with_role(role, region_place("Kabupaten")), Facts(HERE))) is anywhere


@pytest.mark.parametrize("action", POLICY)
def test_who_holds_nothing_does_nothing(action: str) -> None:
    assert not allowed(action, (NOBODY, Facts(HERE, GROUP, "orang-lain")))


def test_an_assignee_does_his_task_whatever_its_candidates_are() -> None:
    mine = (NOBODY, Facts(THERE, None, "siapa"))
    for action, words in POLICY.items():
        assert allowed(action, mine) is (CANDIDATE in words)


def test_only_an_administrator_of_machines_lets_programs_act_for_them() -> None:
    for action, words in POLICY.items():
        for role in ROLES:
            of_machine = allowed(action, (with_role(role), Facts(HERE, machine=True)))
            named = role in words or role + SOMEWHERE in words
            assert of_machine is (named or (KEEPER in words and role == ADMINISTRATOR)), (action, role)


def test_the_table_uses_every_word_and_knows_every_word() -> None:
    words = {word for row in POLICY.values() for word in row}
    assert words <= RULES.keys()
    assert {word.removesuffix(SOMEWHERE) for word in words} == {*PEOPLE}


def test_every_action_is_asked_for_and_no_other() -> None:
    asked = set(_asked_actions())
    assert POLICY.keys() - asked == set(), "actions that no command and no route asks for"
    assert asked - POLICY.keys() == set(), "actions that the table does not name"


def test_the_docs_show_the_table() -> None:
    lines = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("|")]
    assert [line for line in lines if line in set(table())] == table(), "python -m tests.api.test_policy_table"
    assert [line for line in lines if line.startswith("| `")] == table()[2:]


def _asked_actions() -> Iterator[str]:
    """The actions that commands, queries and routes name in the calls that ask the policy."""
    for room in ("commands", "queries", "api", "web"):
        for file in sorted((ENGINE / room).rglob("*.py")):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and _name(node.func) in ASKING:
                    yield from (
                        found.value
                        for found in node.args
                        if isinstance(found, ast.Constant) and isinstance(found.value, str)
                    )


def _name(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


if __name__ == "__main__":
    print("\n".join(table()))
