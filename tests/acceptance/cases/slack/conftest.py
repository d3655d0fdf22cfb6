"""The company in its local Slack, for the fault and abuse cases."""

from tests.integration.slack_app.conftest import anyio_backend, begun_home, home, world

__all__ = ["anyio_backend", "begun_home", "home", "world"]
