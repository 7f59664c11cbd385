"""Joins after BPMN 2.0.2, 13.4, and what its silences mean here."""

from __future__ import annotations

import json

import pytest

from bpmn.net import Net
from engine.spiff import Move, NoFlow, Program
from tests.spiff.nets import NOW, net, program


class Walk:
    """A case that is moved by element ids."""

    def __init__(self, model: Net, **values: object) -> None:
        self.program: Program = program(model)
        self.move: Move = self.program.start(values, NOW)

    def open(self) -> list[str]:
        """The ids of what is open, in the order of the tokens' numbers."""
        return [token.element for token in self.program.open(self.move.state)]

    def do(self, element: str, **values: object) -> list[str]:
        """Completes the oldest open token of an element; what is open then."""
        n = next(token.n for token in self.program.open(self.move.state) if token.element == element)
        self.move = self.program.complete(self.move.state, n, values, NOW)
        return self.open()

    def arrivals(self) -> dict[str, int]:
        """The tokens that stand at joins, by arc."""
        return dict(json.loads(self.move.state)["a"])


def test_a_parallel_join_leaves_surplus_tokens_on_their_arc() -> None:
    """Two tokens come by one arc, one by the other: the join goes on once and one token stays."""
    case = Walk(
        net(
            "s:start p:parallel a:user b:user c:user m:exclusive j:parallel d:user",
            "f0:s>p; f1:p>a; f2:p>b; f3:p>c; f4:a>m; f5:b>m; f6:m>j; f7:c>j; f8:j>d",
        )
    )
    case.do("a")
    assert case.do("b") == ["c"]
    assert case.arrivals() == {"f6": 2}
    assert case.do("c") == ["d"]
    assert case.arrivals() == {"f6": 1}


def test_a_case_whose_last_token_stands_at_a_join_is_stuck_and_not_finished() -> None:
    case = Walk(
        net(
            "s:start g:exclusive a:user b:user j:parallel e:end",
            "f0:s>g; f1:g>a?x = 1; f2:g>b; f3:a>j; f4:b>j; f5:j>e",
            g={"default": "f2"},
        )
    )
    assert [case.move.stuck, case.do("b"), case.move.stuck] == [False, [], True]
    assert not case.move.finished


def test_a_join_may_take_a_token_straight_from_the_split() -> None:
    case = Walk(
        net(
            "s:start p:parallel a:user b:user j:parallel e:end",
            "f0:s>p; f1:p>a; f2:p>b; f3:a>j; f4:j>e; f5:p>j; f6:b>e",
        )
    )
    case.do("a")
    assert case.move.ended == ("e",)
    assert case.open() == ["b"]
    case.do("b")
    assert case.move.finished


def test_a_gateway_may_join_and_split_at_once() -> None:
    case = Walk(
        net(
            "s:start p:parallel a:user b:user j:parallel c:user d:user",
            "f0:s>p; f1:p>a; f2:p>b; f3:a>j; f4:b>j; f5:j>c; f6:j>d",
        )
    )
    assert case.do("a") == ["b"]
    assert case.do("b") == ["c", "d"]
    assert case.move.path == (
        ("left", "b"),
        ("flow", "f4"),
        ("entered", "j"),
        ("left", "j"),
        ("flow", "f5"),
        ("entered", "c"),
        ("flow", "f6"),
        ("entered", "d"),
    )


def test_a_token_that_waits_at_a_join_has_taken_its_flow_and_has_not_entered() -> None:
    case = Walk(net("s:start p:parallel a:user b:user j:parallel c:user", "f0:s>p;f1:p>a;f2:p>b;f3:a>j;f4:b>j;f5:j>c"))
    case.do("a")
    assert case.move.path == (("left", "a"), ("flow", "f3"))


def test_an_implicit_merge_and_an_exclusive_one_start_their_target_anew_for_each_token() -> None:
    for merge in ("", "m:exclusive"):
        into = "m" if merge else "c"
        more = "; f5:m>c" if merge else ""
        case = Walk(
            net(
                f"s:start p:parallel a:user b:user c:user {merge}",
                f"f0:s>p;f1:p>a;f2:p>b;f3:a>{into};f4:b>{into}{more}",
            )
        )
        case.do("a")
        assert case.do("b") == ["c", "c"]
        case.do("c")
        assert not case.move.finished
        case.do("c")
        assert case.move.finished


OR = net(
    "s:start g:inclusive a:user b:user c:user j:inclusive d:user",
    "f0:s>g; f1:g>a?x >= 1; f2:g>b?x >= 2; f3:g>c; f4:a>j; f5:b>j; f6:c>j; f7:j>d",
    g={"default": "f3"},
)


def test_an_inclusive_split_takes_every_flow_whose_condition_holds_else_the_default() -> None:
    assert Walk(OR, x=2).open() == ["a", "b"]
    assert Walk(OR, x=1).open() == ["a"]
    assert Walk(OR, x=0).open() == ["c"]


def test_an_inclusive_join_waits_for_the_tokens_that_can_still_come_and_for_no_others() -> None:
    case = Walk(OR, x=2)
    assert case.do("b") == ["a"]
    assert case.do("a") == ["d"]
    assert Walk(OR, x=1).do("a") == ["d"]


def test_an_inclusive_join_goes_on_when_the_last_token_that_could_come_takes_another_way() -> None:
    """The join is looked at again although nothing arrives there in this move."""
    case = Walk(
        net(
            "s:start p:parallel a:user b:user g:exclusive j:inclusive d:user e:end",
            "f0:s>p; f1:p>a; f2:p>b; f3:a>j; f4:b>g; f5:g>j?x = 1; f6:g>e; f7:j>d",
            g={"default": "f6"},
        )
    )
    assert case.do("a") == ["b"]
    assert case.do("b", x=2) == ["d"]
    assert case.move.ended == ("e",)


def test_a_way_that_leads_through_the_join_itself_does_not_count() -> None:
    """13.4.3: z reaches f4, which is empty; it reaches f7, which has a token, only through the join: so it holds it."""
    case = Walk(
        net(
            "s:start p:parallel a:user b:user z:user m:exclusive j:inclusive c:user g:exclusive e:end",
            "f0:s>p; f1:p>a; f2:p>b; f9:p>z; f3:a>j; f10:b>m; f11:z>m; f4:m>j; f5:j>c; f6:c>g; f7:g>j; f8:g>e?x = 1",
            g={"default": "f7"},
        )
    )
    case.do("a")
    assert case.do("b") == ["z", "c"], "z can bring a token only to f4, which has one"
    assert case.do("c") == ["z"]
    assert case.do("z") == ["c"]
    assert case.do("c", x=1) == []


def test_a_token_that_can_also_reach_an_arc_with_a_token_does_not_hold_the_join() -> None:
    case = Walk(
        net(
            "s:start p:parallel a:user b:user m:exclusive g:exclusive j:inclusive d:user",
            "f0:s>p; f1:p>a; f2:p>b; f3:a>m; f4:b>g; f5:g>m?x = 1; f6:g>j; f8:m>j; f7:j>d",
            g={"default": "f6"},
        )
    )
    assert case.do("a") == ["b", "d"], "b could still bring a token to f6, but also to f8, which has one"


def test_a_boundary_event_is_a_further_way_out_of_its_activity() -> None:
    model = net(
        "s:start p:parallel a:user b:user t:boundary_message j:inclusive d:user e:end",
        "f0:s>p; f1:p>a; f2:p>b; f3:a>j; f4:b>e; f5:t>j; f7:j>d",
        t={"attached_to": "b", "message": "batal"},
    )
    case = Walk(model)
    assert case.do("a") == ["b", "t"]
    assert case.do("b") == ["d"]


def test_an_event_on_an_activity_is_no_token_of_its_own() -> None:
    """The token in b can reach f4, which is empty, by its event, and f8, which has a token, by its flow."""
    case = Walk(
        net(
            "s:start p:parallel a:user b:user t:boundary_message m:exclusive j:inclusive d:user",
            "f0:s>p; f1:p>a; f2:p>b; f3:a>m; f5:b>m; f4:t>j; f8:m>j; f7:j>d",
            t={"attached_to": "b", "message": "batal"},
        )
    )
    assert case.do("a") == ["b", "t", "d"]


def test_the_bytes_do_not_tell_in_which_order_tokens_came_to_a_join() -> None:
    model = net(
        "s:start p:parallel a:user b:user c:user j:parallel",
        "f0:s>p; f1:p>a; f2:p>b; f3:p>c; f4:a>j; f5:b>j; f6:c>j",
    )
    one, other = Walk(model), Walk(model)
    for case, order in ((one, "ab"), (other, "ba")):
        for element in order:
            case.do(element)
    assert one.move.state == other.move.state


def test_the_inclusive_joins_go_on_one_at_a_time_in_the_order_of_the_diagram() -> None:
    """The first join sends its token on before the second is asked."""
    case = Walk(
        net(
            "s:start p:parallel a:user b:user c:user j:inclusive k:inclusive d:user",
            "f0:s>p; f1:p>a; f2:p>b; f3:p>c; f4:a>j; f5:b>k; f6:c>j; f8:j>k; f9:k>d",
        )
    )
    assert case.do("b") == ["a", "c"]
    assert case.do("a") == ["c"]
    assert case.do("c") == ["d"]
    flows = [id for what, id in case.move.path if what == "flow"]
    assert flows == ["f6", "f8", "f9"], "k waited for the token that j sent"


def test_of_two_activated_joins_the_one_that_stands_first_in_the_diagram_goes_on_first() -> None:
    for order in ("j k", "k j"):
        joins = " ".join(f"{name}:inclusive" for name in order.split())
        case = Walk(
            net(
                f"s:start p:parallel a:user b:user c:user {joins} g:exclusive d:user e:user f:end",
                "f0:s>p; f1:p>a; f2:p>b; f3:p>c; f4:a>j; f5:b>k; f6:c>g; f7:g>j?x = 1; f8:g>k?x = 2; f9:g>f;"
                "f10:j>d; f11:k>e",
                g={"default": "f9"},
            )
        )
        case.do("a")
        assert case.do("b") == ["c"]
        assert sorted(case.do("c")) == ["d", "e"]
        assert [id for what, id in case.move.path if what == "entered" and id in "jk"] == order.split()


def test_two_inclusive_joins_that_wait_for_each_other_are_stuck() -> None:
    case = Walk(
        net(
            "s:start p:parallel a:user b:user j:inclusive k:inclusive g:exclusive h:exclusive e:end",
            "f0:s>p; f1:p>a; f2:p>b; f3:a>j; f4:b>k; f5:j>g; f6:g>k?x = 1; f7:g>e; f8:k>h; f9:h>j?x = 1; f10:h>e",
            g={"default": "f7"},
            h={"default": "f10"},
        )
    )
    case.do("a")
    assert case.do("b") == []
    assert case.move.stuck


def test_an_inclusive_join_takes_one_token_from_each_arc_and_goes_on_again_for_the_rest() -> None:
    case = Walk(
        net(
            "s:start p:parallel a:user b:user c:user m:exclusive j:inclusive d:user",
            "f0:s>p; f1:p>a; f2:p>b; f3:p>c; f4:a>m; f5:b>m; f6:m>j; f7:c>j; f8:j>d",
        )
    )
    case.do("a")
    case.do("b")
    assert case.arrivals() == {"f6": 2}
    assert case.do("c") == ["d", "d"]
    assert case.arrivals() == {}


def test_a_gateway_that_was_added_is_in_no_path_and_its_refusal_names_the_activity() -> None:
    model = net(
        "s:start a:user _g:inclusive b:user c:user",
        "f0:s>a; _x:a>_g; f1:_g>b?x = 1; f2:_g>c?x >= 1",
    )
    case = Walk(model)
    case.do("a", x=1)
    assert case.move.path == (("left", "a"), ("flow", "f1"), ("entered", "b"), ("flow", "f2"), ("entered", "c"))
    with pytest.raises(NoFlow) as refusal:
        Walk(model).do("a", x=0)
    assert refusal.value.element == "a"
