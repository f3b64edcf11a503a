"""Privacy keys and rules: TL to the words of domain/privacy.py and back."""

from __future__ import annotations

from collections.abc import Callable

from hodhod.domain.privacy import NUMBERS, Rule
from hodhod.ids import peer_ref
from hodhod.tl import types

KEYS: dict[str, tuple[type[types.TypeInputPrivacyKey], type[types.TypePrivacyKey]]] = {
    "status": (types.InputPrivacyKeyStatusTimestamp, types.PrivacyKeyStatusTimestamp),
    "chat_invite": (types.InputPrivacyKeyChatInvite, types.PrivacyKeyChatInvite),
    "calls": (types.InputPrivacyKeyPhoneCall, types.PrivacyKeyPhoneCall),
    "p2p": (types.InputPrivacyKeyPhoneP2P, types.PrivacyKeyPhoneP2P),
    "forwards": (types.InputPrivacyKeyForwards, types.PrivacyKeyForwards),
    "profile_photo": (types.InputPrivacyKeyProfilePhoto, types.PrivacyKeyProfilePhoto),
    "phone": (types.InputPrivacyKeyPhoneNumber, types.PrivacyKeyPhoneNumber),
    "added_by_phone": (types.InputPrivacyKeyAddedByPhone, types.PrivacyKeyAddedByPhone),
    "voice_messages": (types.InputPrivacyKeyVoiceMessages, types.PrivacyKeyVoiceMessages),
    "about": (types.InputPrivacyKeyAbout, types.PrivacyKeyAbout),
    "birthday": (types.InputPrivacyKeyBirthday, types.PrivacyKeyBirthday),
    "gifts": (types.InputPrivacyKeyStarGiftsAutoSave, types.PrivacyKeyStarGiftsAutoSave),
    "no_paid_messages": (types.InputPrivacyKeyNoPaidMessages, types.PrivacyKeyNoPaidMessages),
    "saved_music": (types.InputPrivacyKeySavedMusic, types.PrivacyKeySavedMusic),
}
SUBJECTS = {given: subject for subject, (given, _) in KEYS.items()}
SUBJECT_OF_NUMBER = {number: subject for subject, number in NUMBERS.items()}

# rules that name nobody
_PLAIN: dict[str, tuple[type[types.TypeInputPrivacyRule], Callable[[], types.TypePrivacyRule]]] = {
    "allow_all": (types.InputPrivacyValueAllowAll, types.PrivacyValueAllowAll),
    "deny_all": (types.InputPrivacyValueDisallowAll, types.PrivacyValueDisallowAll),
    "allow_contacts": (types.InputPrivacyValueAllowContacts, types.PrivacyValueAllowContacts),
    "deny_contacts": (types.InputPrivacyValueDisallowContacts, types.PrivacyValueDisallowContacts),
    "allow_close_friends": (types.InputPrivacyValueAllowCloseFriends, types.PrivacyValueAllowCloseFriends),
    "allow_premium": (types.InputPrivacyValueAllowPremium, types.PrivacyValueAllowPremium),
    "allow_bots": (types.InputPrivacyValueAllowBots, types.PrivacyValueAllowBots),
    "deny_bots": (types.InputPrivacyValueDisallowBots, types.PrivacyValueDisallowBots),
}
PLAIN_NAMES = {given: name for name, (given, _) in _PLAIN.items()}


def subject_of(key: types.TypeInputPrivacyKey) -> str | None:
    return SUBJECTS.get(type(key))


def key(subject: str) -> types.TypePrivacyKey:
    return KEYS[subject][1]()


def rule(kept: Rule) -> types.TypePrivacyRule:
    name = kept[0]
    if name == "allow_users":
        return types.PrivacyValueAllowUsers(users=kept[1])
    if name == "deny_users":
        return types.PrivacyValueDisallowUsers(users=kept[1])
    if name == "allow_chats":
        return types.PrivacyValueAllowChatParticipants(chats=[peer_ref(peer).id for peer in kept[1]])
    if name == "deny_chats":
        return types.PrivacyValueDisallowChatParticipants(chats=[peer_ref(peer).id for peer in kept[1]])
    return _PLAIN[name][1]()


def rules(kept: list[Rule]) -> list[types.TypePrivacyRule]:
    return [rule(one) for one in kept]
