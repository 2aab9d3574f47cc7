"""The guard at the door: who asks too often or too much is told so; every answer says what a browser may do with it."""

import ipaddress
import re
import time
from collections import OrderedDict
from collections.abc import MutableMapping
from typing import Any

import orjson
from starlette.types import ASGIApp, Message, Receive, Scope, Send

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
MOST_KNOWN = 4096


class Allowance:
    """How often each of many may ask: so many a second on average, twice as many at once (a token bucket)."""

    def __init__(self, per_second: float) -> None:
        self.per_second, self.most = per_second, 2.0 * per_second
        self.left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def takes(self, who: str, now: float | None = None) -> bool:
        """May they ask once more?"""
        now = time.monotonic() if now is None else now
        left, since = self.left.pop(who, (self.most, now))
        left = min(self.most, left + (now - since) * self.per_second)
        self.left[who] = (left - 1.0 if left >= 1.0 else left, now)
        if len(self.left) > MOST_KNOWN:
            self.left.popitem(last=False)
        return left >= 1.0


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
        refused = self._refusal(scope, headers, person, address)
        if refused:
            await refuse(with_headers(send), *refused)
            return
        scope.setdefault("state", {})["person"] = person
        await self.app(scope, limited(receive, self.limits.body_bytes), with_headers(send))

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
            return 413, f"the request is too long; at most {self.limits.body_bytes} bytes"
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


def with_headers(send: Send) -> Send:
    """The same, with every answer's headers."""

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [*message.get("headers", []), *HEADERS.items()]
        await send(message)

    return sending


def limited(receive: Receive, most: int) -> Receive:
    """The same, ended where the body gets longer than it said or may be."""
    seen = 0

    async def receiving() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > most:
            return {"type": "http.disconnect"}
        return message

    return receiving


async def refuse(send: Send, status: int, why: str) -> None:
    """One sentence."""
    body: Any = orjson.dumps({"error": why})
    head = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": head})
    await send({"type": "http.response.body", "body": body})
