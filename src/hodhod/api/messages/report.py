"""messages.report, reportSpam, channels.reportSpam, account.reportPeer. core.telegram.org/api/report"""

from __future__ import annotations

from hodhod import errors
from hodhod.api import inputs
from hodhod.domain import reporting
from hodhod.domain.reporting import Reason
from hodhod.rpc.context import Context
from hodhod.rpc.registry import method
from hodhod.tl import functions, types

_REASONS: dict[type[types.TypeReportReason], Reason] = {
    types.InputReportReasonSpam: Reason.SPAM,
    types.InputReportReasonViolence: Reason.VIOLENCE,
    types.InputReportReasonPornography: Reason.PORNOGRAPHY,
    types.InputReportReasonChildAbuse: Reason.CHILD_ABUSE,
    types.InputReportReasonIllegalDrugs: Reason.DRUGS,
    types.InputReportReasonPersonalDetails: Reason.PERSONAL,
    types.InputReportReasonCopyright: Reason.COPYRIGHT,
    types.InputReportReasonFake: Reason.FAKE,
    types.InputReportReasonGeoIrrelevant: Reason.PLACE,
    types.InputReportReasonOther: Reason.OTHER,
}
# An option is named as the reason was in older layers, whose requests arrive so (tl/rules_in.py).
_OPTIONS = {kind.NAME.encode(): reason for kind, reason in _REASONS.items()}
_NAMES = {reason: option for option, reason in _OPTIONS.items()}

TITLES = {"en": "Report", "fa": "گزارش"}
TEXTS = {
    "en": {
        Reason.SPAM: "Spam",
        Reason.VIOLENCE: "Violence",
        Reason.PORNOGRAPHY: "Pornography",
        Reason.CHILD_ABUSE: "Child abuse",
        Reason.DRUGS: "Illegal drugs",
        Reason.PERSONAL: "Personal details",
        Reason.COPYRIGHT: "Copyright",
        Reason.FAKE: "Fake account",
        Reason.OTHER: "Other",
    },
    "fa": {
        Reason.SPAM: "هرزنامه",
        Reason.VIOLENCE: "خشونت",
        Reason.PORNOGRAPHY: "هرزه‌نگاری",
        Reason.CHILD_ABUSE: "کودک‌آزاری",
        Reason.DRUGS: "مواد مخدر",
        Reason.PERSONAL: "اطلاعات شخصی",
        Reason.COPYRIGHT: "حق نشر",
        Reason.FAKE: "حساب جعلی",
        Reason.OTHER: "دلیل دیگر",
    },
}


@method(functions.messages.Report, writes=True, flood="report")
async def report(ctx: Context, req: functions.messages.Report) -> types.TypeReportResult:
    """No option: which there are. Whatever else it is, a word is asked for."""
    peer = await inputs.peer(ctx, req.peer)
    if not req.option:
        await reporting.check_messages(ctx.tx, ctx.viewer, peer, req.id)
        return _choices(ctx)
    reason = _OPTIONS.get(req.option)
    if reason is None:
        raise errors.OPTION_INVALID
    if reason is Reason.OTHER and not req.message.strip():
        await reporting.check_messages(ctx.tx, ctx.viewer, peer, req.id)
        return types.ReportResultAddComment(option=req.option)
    await reporting.report_messages(ctx.tx, ctx.viewer, peer, req.id, reason, req.message)
    return types.ReportResultReported()


def _choices(ctx: Context) -> types.ReportResultChooseOption:
    language = ctx.auth.lang_code.partition("-")[0].lower()
    language = language if language in TEXTS else "en"
    options: list[types.TypeMessageReportOption] = [
        types.MessageReportOption(text=text, option=_NAMES[reason]) for reason, text in TEXTS[language].items()
    ]
    return types.ReportResultChooseOption(title=TITLES[language], options=options)


@method(functions.messages.ReportSpam, writes=True, flood="report")
async def report_spam(ctx: Context, req: functions.messages.ReportSpam) -> bool:
    await reporting.report_peer(ctx.tx, ctx.viewer, await inputs.peer(ctx, req.peer), Reason.SPAM, "")
    return True


@method(functions.account.ReportPeer, writes=True, flood="report")
async def report_peer(ctx: Context, req: functions.account.ReportPeer) -> bool:
    peer, reason = await inputs.peer(ctx, req.peer), _REASONS[type(req.reason)]
    await reporting.report_peer(ctx.tx, ctx.viewer, peer, reason, req.message)
    return True


@method(functions.channels.ReportSpam, writes=True, flood="report")
async def report_member(ctx: Context, req: functions.channels.ReportSpam) -> bool:
    peer = await inputs.channel(ctx, req.channel)
    user = await inputs.peer(ctx, req.participant)
    await reporting.report_member(ctx.tx, ctx.viewer, peer, user, req.id)
    return True


@method(functions.messages.ReportReaction, writes=True, flood="report")
async def report_reaction(ctx: Context, req: functions.messages.ReportReaction) -> bool:
    """Somebody's reaction is an insult. Raises MSG_ID_INVALID: they did not react to this."""
    peer, user = await inputs.peer(ctx, req.peer), await inputs.peer(ctx, req.reaction_peer)
    await reporting.report_reaction(ctx.tx, ctx.viewer, peer, req.id, user)
    return True
