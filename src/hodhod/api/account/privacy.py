"""account.getPrivacy, setPrivacy, getGlobalPrivacySettings, setGlobalPrivacySettings. core.telegram.org/api/privacy"""

from __future__ import annotations

from collections.abc import Sequence

from hodhod import errors
from hodhod.api import inputs
from hodhod.domain import access, privacy, settings
from hodhod.domain.privacy import Rule
from hodhod.rpc.context import Context
from hodhod.rpc.registry import method
from hodhod.tl import functions, types
from hodhod.views import privacy as view
from hodhod.views.peers import described

MAX_RULES = 20


@method(functions.account.GetPrivacy)
async def get_privacy(ctx: Context, req: functions.account.GetPrivacy) -> types.account.PrivacyRules:
    return await _answer(ctx, _subject(req.key))


@method(functions.account.SetPrivacy, writes=True)
async def set_privacy(ctx: Context, req: functions.account.SetPrivacy) -> types.account.PrivacyRules:
    subject = _subject(req.key)
    rules = privacy.merged(await _rules(ctx, req.rules))
    await privacy.put(ctx.tx, ctx.viewer, subject, rules)
    return await _answer(ctx, subject)


def _subject(key: types.TypeInputPrivacyKey) -> str:
    subject = view.subject_of(key)
    if subject is None:
        raise errors.PRIVACY_KEY_INVALID
    return subject


async def _rules(ctx: Context, given: Sequence[types.TypeInputPrivacyRule]) -> list[Rule]:
    if len(given) > MAX_RULES:
        raise errors.PRIVACY_VALUE_INVALID
    if not given:  # TDLib leaves the last rule out when it refuses everybody
        return [["deny_all"]]
    return [await _rule(ctx, one) for one in given]


async def _rule(ctx: Context, given: types.TypeInputPrivacyRule) -> Rule:
    if isinstance(given, (types.InputPrivacyValueAllowUsers, types.InputPrivacyValueDisallowUsers)):
        if len(given.users) > privacy.MAX_NAMED:
            raise errors.PRIVACY_TOO_LONG
        name = "allow_users" if isinstance(given, types.InputPrivacyValueAllowUsers) else "deny_users"
        return [name, [await inputs.user(ctx, user) for user in given.users]]
    if isinstance(given, types.InputPrivacyValueAllowChatParticipants):
        return ["allow_chats", await privacy.groups(ctx.tx, ctx.viewer, given.chats)]
    if isinstance(given, types.InputPrivacyValueDisallowChatParticipants):
        return ["deny_chats", await privacy.groups(ctx.tx, ctx.viewer, given.chats)]
    name = view.PLAIN_NAMES.get(type(given), "")
    if not name:
        raise errors.PRIVACY_VALUE_INVALID
    return [name]


async def _answer(ctx: Context, subject: str) -> types.account.PrivacyRules:
    rules = privacy.rules(await access.myself(ctx.tx, ctx.viewer), subject)
    users, chats = await described(ctx.tx, ctx.viewer, privacy.named(rules))
    return types.account.PrivacyRules(rules=view.rules(rules), chats=chats, users=users)


@method(functions.account.GetGlobalPrivacySettings)
async def get_global_privacy_settings(
    ctx: Context, req: functions.account.GetGlobalPrivacySettings
) -> types.GlobalPrivacySettings:
    row = await access.myself(ctx.tx, ctx.viewer)
    return types.GlobalPrivacySettings(
        keep_archived_unmuted=settings.value(row, "keep_archived_unmuted"),
        keep_archived_folders=settings.value(row, "keep_archived_folders"),
        hide_read_marks=settings.value(row, "hide_read_marks"),
    )


@method(functions.account.SetGlobalPrivacySettings, writes=True)
async def set_global_privacy_settings(
    ctx: Context, req: functions.account.SetGlobalPrivacySettings
) -> types.GlobalPrivacySettings:
    """What nobody has here (premium, archiving by itself) is refused, not pretended."""
    given = req.settings
    if given.archive_and_mute_new_noncontact_peers:
        raise errors.AUTOARCHIVE_NOT_AVAILABLE
    if given.new_noncontact_peers_require_premium or given.noncontact_peers_paid_stars:
        raise errors.PREMIUM_ACCOUNT_REQUIRED
    await settings.put(
        ctx.tx,
        ctx.viewer,
        keep_archived_unmuted=given.keep_archived_unmuted,
        keep_archived_folders=given.keep_archived_folders,
        hide_read_marks=given.hide_read_marks,
    )
    return await get_global_privacy_settings(ctx, functions.account.GetGlobalPrivacySettings())
