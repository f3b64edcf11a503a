"""Work beside the requests: the search index, codes and mails, bans and polls that end, messages whose time has come,
house-keeping."""

from __future__ import annotations

from hodhod.domain import (
    announcing,
    banning,
    clearing,
    closing,
    codes,
    due,
    erasing,
    expiring,
    heirs,
    polls,
    previews,
    scheduling,
    threads,
    unused,
)
from hodhod.jobs import housekeeping
from hodhod.jobs.accounts import end_unused, erase_account
from hodhod.jobs.announcements import announce
from hodhod.jobs.bans import lift_ban
from hodhod.jobs.closed_chats import close_chat
from hodhod.jobs.discussions import discuss, take_back
from hodhod.jobs.histories import clear_history
from hodhod.jobs.inheritance import inherit
from hodhod.jobs.login_codes import send_login_code
from hodhod.jobs.message_ends import expire_messages
from hodhod.jobs.poll_ends import close_poll
from hodhod.jobs.runner import JobHandler
from hodhod.jobs.scheduled import send_scheduled, send_when_online
from hodhod.jobs.web_pages import fetch_page

HANDLERS: dict[str, JobHandler] = {
    announcing.JOB: announce,
    banning.JOB: lift_ban,
    clearing.JOB: clear_history,
    closing.JOB: close_chat,
    codes.JOB: send_login_code,
    threads.JOB: discuss,
    threads.TAKE_BACK: take_back,
    erasing.JOB: erase_account,
    expiring.JOB: expire_messages,
    heirs.JOB: inherit,
    unused.JOB: end_unused,
    polls.JOB: close_poll,
    scheduling.JOB: send_scheduled,
    due.ONLINE_JOB: send_when_online,
    housekeeping.JOB: housekeeping.keep_house,
    housekeeping.SENT_JOB: housekeeping.forget_sent,
}

# Jobs that wait for somebody else's server: a runner of their own does them, so that nothing waits for that.
FETCHING: dict[str, JobHandler] = {previews.JOB: fetch_page}
