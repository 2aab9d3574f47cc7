"""What a class needs beside raids: its lessons, and the room's address as a code that a telephone reads."""

import io

from starlette.requests import Request
from starlette.responses import Response

from sim.mistakes import ConfigurationError, no_choice
from sim.workshop.house import house_of
from sim.workshop.lessons import Lesson, lessons
from sim.workshop.refused import answer

QUIET = {"cache-control": "no-store"}


async def all_lessons(request: Request) -> Response:
    """Every lesson in the language that is asked for; where it has none, in the first."""
    return answer([lesson.told for lesson in lessons_in(request.query_params.get("language", ""), request)])


def lessons_in(language: str, request: Request) -> list[Lesson]:
    """The lessons of this language, if it is one of the page's."""
    return lessons(house_of(request).workshop.spoken(language))


async def qr(request: Request) -> Response:
    """The address under which this server was just called, of one of its lessons if that is wished, as a QR code.

    The guard has let in only this server's names, and bare addresses, so that no other name can be drawn.
    """
    names, lesson = [lesson.name for lesson in lessons_in("", request)], request.query_params.get("lesson", "")
    if lesson and lesson not in names:
        raise ConfigurationError(no_choice("lesson", lesson, names))
    link = f"http://{request.headers['host']}/" + (f"?lesson={lesson}" if lesson else "")
    return Response(drawn(link), media_type="image/svg+xml", headers=QUIET)


def drawn(link: str) -> bytes:
    """A QR code as SVG."""
    import segno

    image = io.BytesIO()
    segno.make(link, error="m").save(image, kind="svg", scale=8, border=3, light="#ffffff", xmldecl=False)
    return image.getvalue()
