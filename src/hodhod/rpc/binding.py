"""auth.bindTempAuthKey as seen from a request: which permanent key it proves to know. core.telegram.org/api/pfs"""

from __future__ import annotations

from hodhod import errors
from hodhod.mtproto import AuthKey, check_binding
from hodhod.mtproto.errors import ProtocolError
from hodhod.rpc.context import Context
from hodhod.tl import functions


async def proved_key(ctx: Context, req: functions.auth.BindTempAuthKey) -> AuthKey:
    """The permanent key of the request. Raises TEMP_AUTH_KEY_EMPTY, ENCRYPTED_MESSAGE_INVALID."""
    session = ctx.client.session
    if not session.key.is_temporary:
        raise errors.TEMP_AUTH_KEY_EMPTY
    perm = await ctx.services.find_key(req.perm_auth_key_id)
    if perm is None:
        raise errors.ENCRYPTED_MESSAGE_INVALID
    try:
        check_binding(perm, session, ctx.msg_id, req.nonce, req.expires_at, req.encrypted_message)
    except ProtocolError:
        raise errors.ENCRYPTED_MESSAGE_INVALID from None
    return perm
