"""What an operator sees of the service: request ids, structured logs, metrics, traces, and what is running.

``layer`` stands around the application, ``log`` writes, ``metrics`` counts, ``traces`` (an extra) sends spans,
``administration`` lists and ends what is running, in all processes by way of the ``switchboard``.
"""

from kg.api.observation.administration import administration_routes
from kg.api.observation.layer import Observation, request_id
from kg.api.observation.log import log_work, set_up_logs
from kg.api.observation.metrics import Metrics
from kg.api.observation.switchboard import Switchboard

__all__ = ["Metrics", "Observation", "Switchboard", "administration_routes", "log_work", "request_id", "set_up_logs"]
