"""How often each route is asked and how long it takes: by template, by no address.

What was refused is logged too, with who asked, if somebody was signed in.
"""

import time

import structlog
from prometheus_client import CollectorRegistry, Counter, Histogram
from starlette.types import ASGIApp, Message, Receive, Scope, Send

SECONDS = (0.01, 0.025, 0.05, 0.1, 0.15, 0.25, 0.3, 0.5, 1, 2.5, 5, 10, 30)
NO_ROUTE = "none"
REFUSED = {"401", "403", "429"}

log = structlog.get_logger()


class Metrics:
    """What one web process counts."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "hearth_requests",
            "Requests answered",
            ("method", "route", "status"),
            registry=self.registry,
        )
        self.seconds = Histogram(
            "hearth_request_seconds",
            "Seconds until an answer was out",
            ("method", "route"),
            buckets=SECONDS,
            registry=self.registry,
        )


class CountRequests:
    """Count every request and its time."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app, self._metrics = app, metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and count its answer."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began, status = time.perf_counter(), "500"

        async def seen(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = str(message["status"])
            await send(message)

        try:
            await self._app(scope, receive, seen)
        finally:
            # A method nobody knows would be a label of its own for whoever makes it up.
            method = scope["method"] if scope["method"] in METHODS else "other"
            route = getattr(scope.get("route"), "path", NO_ROUTE)
            self._metrics.requests.labels(method, route, status).inc()
            took = time.perf_counter() - began
            self._metrics.seconds.labels(method, route).observe(took)
            if status in REFUSED:
                who = getattr(scope.get("state", {}).get("actor"), "person_id", None)
                log.warning(
                    "refused", method=method, route=route, status=status, person=who
                )


METHODS = {"GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"}
