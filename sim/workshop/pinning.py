"""Bets for the wall, and the wall for the facilitator."""

from starlette.requests import Request
from starlette.responses import Response

from sim.mistakes import ConfigurationError, no_choice
from sim.workshop.asked import Bet
from sim.workshop.house import house_of
from sim.workshop.judging import at_most, facilitator_only, judged
from sim.workshop.lessons import Lesson, lessons
from sim.workshop.refused import RefusedError, answer
from sim.workshop.wall import FullError


async def pin(request: Request) -> Response:
    """A bet for the wall."""
    bet = await judged(request, Bet)
    refuse_unasked(bet, lessons(house_of(request).workshop.languages[0]))
    try:
        house_of(request).wall.pin(request.state.person, bet)
    except FullError:
        raise RefusedError(503, "the wall is full") from None
    return answer({"ok": True})


def refuse_unasked(bet: Bet, taught: list[Lesson]) -> None:
    """Does a lesson ask for this bet? What is asked is the same in all languages."""
    predictions = {lesson.name: {one.id: one for one in lesson.header.predict} for lesson in taught}
    if bet.lesson not in predictions:
        raise ConfigurationError(no_choice("lesson", bet.lesson, list(predictions)))
    if bet.prediction not in predictions[bet.lesson]:
        raise ConfigurationError(no_choice("prediction", bet.prediction, list(predictions[bet.lesson])))
    last = len(predictions[bet.lesson][bet.prediction].options) - 1
    at_most("bet", bet.bet, last)
    at_most("right", bet.right or 0, last)


async def wall(request: Request) -> Response:
    """All bets, for the facilitator."""
    facilitator_only(request)
    return answer(house_of(request).wall.told())


async def wall_csv(request: Request) -> Response:
    """The same as a table."""
    facilitator_only(request)
    headers = {"content-disposition": 'attachment; filename="wall.csv"', "cache-control": "no-store"}
    return Response(house_of(request).wall.as_csv(), media_type="text/csv", headers=headers)


async def clear_wall(request: Request) -> Response:
    """A new class."""
    facilitator_only(request)
    house_of(request).wall.clear()
    return answer({"ok": True})


AT_WALL = {"GET": wall, "HEAD": wall, "POST": pin, "DELETE": clear_wall}


async def at_wall(request: Request) -> Response:
    """What is to be done at the wall?"""
    return await AT_WALL[request.method](request)
