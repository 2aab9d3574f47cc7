"""Connections on which nobody asks anything are not kept for ever."""

import asyncio
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

ASK_SECONDS = 15.0  # that the head of a request may take, from the opening of the connection or the answer before it


class Impatient(H11Protocol):
    """Lets go who connects and says nothing, or says it too slowly."""

    waiting: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        """Somebody is there."""
        super().connection_made(transport)
        self._expect()

    def on_response_complete(self) -> None:
        """They have their answer, and may ask again."""
        super().on_response_complete()
        self._expect()

    def connection_lost(self, exc: Exception | None) -> None:
        """They are gone."""
        super().connection_lost(exc)
        if self.waiting is not None:
            self.waiting.cancel()

    def _expect(self) -> None:
        if self.waiting is not None:
            self.waiting.cancel()
        self.waiting = self.loop.call_later(ASK_SECONDS, self._let_go)

    def _let_go(self) -> None:
        if self.conn.their_state is h11.IDLE:  # no head has come yet
            self.transport.close()
