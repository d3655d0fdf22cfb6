"""The command line on a copy of a home with one small rollout, for the fault and abuse cases."""

from tests.integration.cli.conftest import begun_home, home, paper, phasegate, with_paper

__all__ = ["begun_home", "home", "paper", "phasegate", "with_paper"]
