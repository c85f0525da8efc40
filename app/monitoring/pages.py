"""Figures of this process and of the work that waits, as Prometheus reads them."""

import secrets
from collections.abc import Iterator

from fastapi import APIRouter, Request
from fastapi.responses import Response
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from sqlalchemy import Engine
from sqlalchemy.pool import QueuePool

from app.core.clock import now
from app.core.db import open_system_session
from app.core.errors import NotFoundError
from app.core.settings import Settings
from app.exchange import service as imports
from app.forum import service as forums
from app.jobs.roll_call import RollCall
from app.match_runs import service as runs
from app.notifications import service as notifications
from app.webhooks import service as webhooks
from app.what_ifs import service as what_ifs

router = APIRouter(include_in_schema=False)


@router.get("/metrics")
def metrics(request: Request) -> Response:
    """Give the figures to whoever has the token; to others there is nothing here."""
    settings: Settings = request.app.state.settings
    token = settings.metrics_token
    said = request.headers.get("authorization", "")
    if token is None or not secrets.compare_digest(
        said.encode(), f"Bearer {token.get_secret_value()}".encode()
    ):
        raise NotFoundError
    work = CollectorRegistry()
    roll_call = RollCall(request.app.state.engine, settings.worker_lost_after)
    work.register(Work(request.app.state.engine, roll_call))
    own = generate_latest(request.app.state.metrics.registry)
    return Response(own + generate_latest(work), media_type=CONTENT_TYPE_LATEST)


class Work(Collector):
    """What waits, runs and was done, and who is there to do it."""

    def __init__(self, engine: Engine, roll_call: RollCall) -> None:
        self._engine, self._roll_call = engine, roll_call

    def collect(self) -> Iterator[Metric]:
        """Yield every figure, as the database has it now."""
        count = GaugeMetricFamily(
            "hearth_jobs", "Jobs by kind and state", labels=("kind", "state")
        )
        oldest = GaugeMetricFamily(
            "hearth_oldest_waiting_job_seconds",
            "How long the job that waits longest has waited",
            labels=("kind",),
        )
        workers = GaugeMetricFamily("hearth_workers", "Workers that are there")
        messages = GaugeMetricFamily(
            "hearth_webhook_messages",
            "Messages to webhooks by state",
            labels=("state",),
        )
        mails = GaugeMetricFamily("hearth_mails", "E-mails by state", labels=("state",))
        with open_system_session(self._engine) as session:
            for kind, tallies in (
                ("match_run", runs.tallies(session)),
                ("what_if", what_ifs.tallies(session)),
                ("import", imports.tallies(session)),
                ("packs", forums.tallies(session)),
            ):
                waited = 0.0
                for tally in tallies:
                    count.add_metric((kind, tally.state), tally.count)
                    if tally.waits:
                        waited = (now() - tally.oldest).total_seconds()
                oldest.add_metric((kind,), waited)
            for state, number in webhooks.tallies(session).items():
                messages.add_metric((state,), number)
            for state, number in notifications.tallies(session).items():
                mails.add_metric((state,), number)
        # SQLite lets one look at a time.
        workers.add_metric((), len(self._roll_call.there()))
        yield from (count, oldest, workers, messages, mails, self._connections())

    def _connections(self) -> Metric:
        pool = self._engine.pool
        used = pool.checkedout() if isinstance(pool, QueuePool) else 0
        return GaugeMetricFamily(
            "hearth_database_connections", "Connections in use here", value=used
        )
