"""The guard at the door: who asks too often or too much is told so; every answer says what a browser may do with it."""

import asyncio
import ipaddress
import logging
import re
from collections.abc import MutableMapping

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sim.workshop.allowance import Allowance
from sim.workshop.refused import RefusedError, refusal
from sim.workshop.settings import Limits

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; "
    "font-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
HEADERS = {
    b"content-security-policy": POLICY.encode(),
    b"x-content-type-options": b"nosniff",
    b"referrer-policy": b"no-referrer",
    b"cross-origin-opener-policy": b"same-origin",
    b"cross-origin-resource-policy": b"same-origin",
    b"permissions-policy": b"camera=(), microphone=(), geolocation=()",
}
PERSON = re.compile(rb"[0-9a-f]{16}")
TOO_LONG = "the request is too long; at most {} bytes"
SEND_SECONDS = 30.0  # that a browser may take for a part of an answer
log = logging.getLogger("uvicorn.error")


class Guard:
    """Middleware around the whole application."""

    def __init__(self, app: ASGIApp, limits: Limits, names: frozenset[str] = frozenset()) -> None:
        self.app, self.limits = app, limits
        self.names = names | {"localhost"}  # by which the server may be called, beside its addresses
        self.people = Allowance(limits.requests_per_second)
        self.addresses = Allowance(limits.address_requests_per_second)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let in, or say why not."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = dict(scope["headers"])
        person, address = person_of(scope, headers), (scope.get("client") or ("?", 0))[0]
        answering = Answering(send)
        if refused := self._refusal(scope, headers, person, address):
            await refusal(*refused)(scope, receive, answering)
            return
        scope.setdefault("state", {})["person"] = person
        try:
            await self.app(scope, limited(receive, self.limits.body_bytes), answering)
        except Exception:
            await answering.break_off(scope, receive)

    def _refusal(
        self, scope: Scope, headers: MutableMapping[bytes, bytes], person: str, address: str
    ) -> tuple[int, str] | None:
        if not self._is_ours(headers.get(b"host", b"")):
            return 421, "this server is not called by that name; use its address"
        if not self.addresses.takes(address) or (scope["path"].startswith("/api/") and not self.people.takes(person)):
            return 429, "too many requests in a short time; wait a second"
        if (
            not headers.get(b"content-length", b"0").isdigit()
            or int(headers.get(b"content-length", b"0")) > self.limits.body_bytes
        ):
            return 413, TOO_LONG.format(self.limits.body_bytes)
        return None

    def _is_ours(self, host: bytes) -> bool:
        """Another name would mean that a page from elsewhere talks to us through its own (DNS rebinding)."""
        name = re.sub(r":\d+$", "", host.decode("latin-1")).strip("[]").lower()
        try:
            ipaddress.ip_address(name)
        except ValueError:
            return name in self.names
        return True


def person_of(scope: Scope, headers: MutableMapping[bytes, bytes]) -> str:
    """Who asks? The number a page made up for itself, at an address; nothing else is known of anybody."""
    own = headers.get(b"x-person", b"")
    address = (scope.get("client") or ("?", 0))[0]
    return f"{address} {own.decode() if PERSON.fullmatch(own) else ''}"


class Answering:
    """Sends an answer with every answer's headers, to a browser that takes it in time."""

    def __init__(self, send: Send) -> None:
        self.send, self.begun, self.given_up = send, False, False

    async def __call__(self, message: Message) -> None:
        """Send a part of it."""
        if message["type"] == "http.response.start":
            self.begun = True
            message["headers"] = [*message.get("headers", []), *HEADERS.items()]
        try:
            async with asyncio.timeout(SEND_SECONDS):
                await self.send(message)
        except TimeoutError:
            self.given_up = True
            raise

    async def break_off(self, scope: Scope, receive: Receive) -> None:
        """A fault of ours: its trace goes to the terminal, not to the browser; a browser that takes nothing leaves none."""
        if not self.given_up:
            log.exception("something went wrong while a request was answered")
        if not self.begun:
            await refusal(500, "something went wrong on the server")(scope, receive, self)


def limited(receive: Receive, most: int) -> Receive:
    """The same, refused where a body that did not say how long it is gets too long."""
    seen = 0

    async def receiving() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > most:
            raise RefusedError(413, TOO_LONG.format(most))
        return message

    return receiving
