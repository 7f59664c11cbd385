"""The simulator against examples worked out by hand from BPMN 2.0.2, paragraphs 13.5.2 and 13.5.3: events."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.simulator.clock import duration
from tests.simulator.hand import NOW, begun, done, here, occurred
from tests.simulator.marking import Refused


def test_a_catch_event_waits_until_it_occurs() -> None:
    game = begun("start s\ntimer t PT2H\nmessage m surat\nuser a\nflow s > t\nflow t > m\nflow m > a")
    assert [work.due for work in game.works()] == [NOW + timedelta(hours=2)]
    assert occurred(game, "t").flows == {"t-m": 1}
    assert here(game) == "m"
    occurred(game, "m")
    assert here(game) == "a"


def test_a_receive_task_completes_by_its_message() -> None:
    game = begun("start s\nreceive r surat\nuser a\nflow s > r\nflow r > a")
    occurred(game, "r")
    assert here(game) == "a"


HOST = """
    start s
    user a b late
    on a {manner} t {timer}
    on a beside m message surat
    flow s > a
    flow a > b
    flow t > late
    flow m > late
    """


def test_an_interrupting_event_ends_its_activity_and_what_listens_on_it() -> None:
    game = begun(HOST.format(manner="interrupting", timer="duration PT1H"))
    assert here(game) == "a m t"
    host = game.works("user")[0].number
    assert occurred(game, "t").cancelled >= {host}
    assert here(game) == "late"


@pytest.mark.parametrize("timer", ["duration PT1H", "date 2030-01-05T08:00:00Z", "cycle R1/PT1H"])
def test_another_event_leaves_its_activity_and_a_time_comes_once(timer: str) -> None:
    game = begun(HOST.format(manner="beside", timer=timer))
    occurred(game, "t")
    assert here(game) == "a late m"


def test_a_cycle_comes_as_often_as_it_says_and_each_time_later() -> None:
    game = begun(HOST.format(manner="beside", timer="cycle R3/PT1H"))
    for hour in (1, 2, 3):
        assert [work.due for work in game.works("timer")] == [NOW + timedelta(hours=hour)]
        occurred(game, "t")
    assert here(game) == "a late late late m"


def test_an_interrupting_cycle_comes_once() -> None:
    game = begun(HOST.format(manner="interrupting", timer="cycle R3/PT1H"))
    occurred(game, "t")
    assert here(game) == "late"


def test_a_message_beside_an_activity_can_come_again_and_again() -> None:
    game = begun(HOST.format(manner="beside", timer="duration PT1H"))
    occurred(game, "m")
    occurred(game, "m")
    assert here(game) == "a late late m t"


def test_what_listens_on_an_activity_goes_with_it() -> None:
    game = begun(HOST.format(manner="beside", timer="cycle R3/PT1H"))
    listening = [work.number for work in game.works("timer", "message")]
    done(game, "a")
    assert here(game) == "b"
    for number in listening:
        with pytest.raises(Refused):
            game.occur(number, {}, NOW)


def test_each_start_of_an_activity_has_its_own_events() -> None:
    game = begun(
        """
        start s
        and fork
        user a late
        on a interrupting t duration PT1H
        flow s > fork
        flow fork > a
        flow fork > a
        flow t > late
        """
    )
    assert here(game) == "a a t t"
    hosts = [work.number for work in game.works("user")]
    assert [work.host for work in game.works("timer")] == hosts
    occurred(game, "t")
    assert here(game) == "a late t"
    assert [work.host for work in game.works("timer")] == hosts[1:]


def test_an_activity_is_completed_and_an_event_occurs() -> None:
    game = begun(HOST.format(manner="beside", timer="duration PT1H"))
    host, timer, _ = (work.number for work in game.works())
    with pytest.raises(Refused):
        game.occur(host, {}, NOW)
    with pytest.raises(Refused):
        game.finish(timer, {}, NOW)
    assert here(game) == "a m t"


@pytest.mark.parametrize(("text", "hours"), [("PT1H", 1), ("P1D", 24), ("P1DT2H30M", 26.5), ("PT90M", 1.5)])
def test_durations_are_read(text: str, hours: float) -> None:
    assert duration(text) == timedelta(hours=hours)


@pytest.mark.parametrize("text", ["", "P", "PT", "1H", "P1M2", "PT1"])
def test_other_durations_are_not(text: str) -> None:
    with pytest.raises(ValueError, match=text or "^$"):
        duration(text)
