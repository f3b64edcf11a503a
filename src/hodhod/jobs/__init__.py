"""Work beside the requests: the search index, codes and mails, house-keeping."""

from __future__ import annotations

from hodhod.jobs.runner import JobHandler

HANDLERS: dict[str, JobHandler] = {}
