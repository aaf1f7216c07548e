"""The writes of publication: freeze figures for the public."""

from renbina.publication.actions.plan import NothingToPublish, publish_figures, suppressed
from renbina.publication.actions.results import publish_results

__all__ = ["NothingToPublish", "publish_figures", "publish_results", "suppressed"]
