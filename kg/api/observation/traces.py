"""Traces by OpenTelemetry, for installations with the extra ``otel``: a span for each request, and one for its work."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from kg import __version__
from kg.api.register import Outcome, Register, Work
from kg.errors import SettingsError

if TYPE_CHECKING:
    from starlette.types import ASGIApp


def traced(app: ASGIApp, register: Register, endpoint: str) -> ASGIApp:
    """The application with its requests traced to the OTLP endpoint at an address (``…/v1/traces``).

    Raises ``SettingsError`` where the extra is not installed. No text of a query goes into a span.
    """
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter  # noqa: PLC0415 - an extra
        from opentelemetry.instrumentation.asgi import OpenTelemetryMiddleware  # noqa: PLC0415
        from opentelemetry.sdk.resources import Resource  # noqa: PLC0415
        from opentelemetry.sdk.trace import TracerProvider  # noqa: PLC0415
        from opentelemetry.sdk.trace.export import BatchSpanProcessor  # noqa: PLC0415
        from opentelemetry.trace import Status, StatusCode  # noqa: PLC0415
    except ImportError as error:
        raise SettingsError(
            f"traces is set, and the packages for it are not installed ({error.name}).",
            remedy="Run `pip install 'herodotus[otel]'`, or unset it.",
        ) from error
    resource = Resource.create({"service.name": "herodotus", "service.version": __version__})
    provider = TracerProvider(resource=resource)
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(endpoint=endpoint)))
    tracer = provider.get_tracer("kg.api", __version__)

    def span(work: Work) -> None:
        end = time.time_ns()
        begin = end - round(work.seconds * 1e9)
        made = tracer.start_span(f"herodotus {work.kind}", start_time=begin)
        made.set_attribute("herodotus.outcome", str(work.outcome))
        made.set_attribute("herodotus.waited", round(work.seconds - work.busy, 4))
        if work.outcome in {Outcome.FAILED, Outcome.LIMIT}:
            made.set_status(Status(StatusCode.ERROR))
        made.end(end)

    register.listen(span)
    return OpenTelemetryMiddleware(app, tracer_provider=provider)
