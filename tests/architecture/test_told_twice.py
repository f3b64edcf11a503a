"""Which test shows, for each writing method, that the push and the difference tell the same. A writing method that is
new fails here until it is in such a test, or is said to tell nobody, or is written down as not tried yet."""

from __future__ import annotations

import re
from collections import Counter

from hodhod.rpc.registry import Kind
from tools import methods_table

TESTS = methods_table.ROOT / "tests"
STORY = "api/people/test_told_twice.py"

# test -> what it tries besides the methods of STORY, through the API or the domain function behind the method
TRIED = {
    "domain/test_group_difference.py::test_old_state_and_updates_make_the_new_state": """
        channels.deleteMessages channels.editTitle channels.inviteToChannel channels.leaveChannel channels.readHistory
        messages.readMentions""",
    "domain/test_forum_difference.py::test_old_state_and_updates_make_the_new_state": """
        messages.createForumTopic messages.deleteTopicHistory messages.editForumTopic messages.readDiscussion
        messages.reorderPinnedForumTopics messages.updatePinnedForumTopic""",
    "domain/test_difference.py::test_media_is_told_the_same_live_and_later": "messages.readMessageContents",
    "domain/test_difference.py::test_answers_of_a_poll_and_tags_are_told_the_same_live_and_later": """
        messages.addPollAnswer messages.deletePollAnswer""",
    "api/people/test_shared_folders.py::test_following_is_told_live_and_by_the_difference": """
        chatlists.joinChatlistInvite chatlists.leaveChatlist""",
    "domain/test_scheduled.py::test_live_and_later_the_same_is_told": "messages.deleteScheduledMessages",
    "domain/test_saved_tags.py::test_it_is_told_the_same_live_and_later": "messages.updateSavedReactionTag",
    "api/auth/test_new_logins.py": "account.changeAuthorizationSettings",
    "api/chats/test_ends.py::test_a_basic_group_is_deleted": "messages.deleteChat",
    "api/chats/test_ends.py::test_a_history_is_cleared_for_oneself_on_all_devices": "channels.deleteHistory",
    "api/media/test_installed_stickers.py::test_one_s_other_devices_hear_of_it": """
        messages.installStickerSet messages.reorderStickerSets messages.uninstallStickerSet
        stickers.renameStickerSet""",
    "api/media/test_kept_stickers.py::test_favourites_are_few": "messages.faveSticker",
    "api/media/test_kept_stickers.py::test_gifs_are_saved": "messages.saveGif",
    "api/people/test_profile_looks.py::test_the_colour_of_a_name": "account.updateColor",
}
# What one looks at when one needs it, and what no client is told of.
TELLS_NOBODY = """
    account.cancelPasswordEmail account.declinePasswordReset account.deleteAutoSaveExceptions
    account.registerDevice account.reportPeer account.resetPassword account.saveAutoDownloadSettings
    account.saveAutoSaveSettings account.setAccountTTL account.setAuthorizationTTL account.setContentSettings
    account.unregisterDevice auth.cancelCode auth.dropTempAuthKeys auth.exportAuthorization
    auth.importAuthorization
    channels.checkUsername channels.reportSpam chatlists.editExportedInvite chatlists.hideChatlistUpdates
    contacts.resetTopPeerRating contacts.toggleTopPeers
    messages.clearRecentReactions messages.deleteExportedChatInvite messages.deleteRevokedExportedChatInvites
    messages.editExportedChatInvite messages.exportChatInvite messages.report messages.reportReaction
    messages.reportSpam messages.setDefaultHistoryTTL messages.setDefaultReaction
"""
# Gaps: whoever tries one in such a test moves it up.
NOT_TRIED_YET = """
    account.resetAuthorization account.setContactSignUpNotification account.setGlobalPrivacySettings
    account.setReactionsNotifySettings account.updatePersonalChannel auth.acceptLoginToken auth.logOut
    auth.resetAuthorizations auth.signUp channels.createChannel channels.deleteChannel channels.editAdmin
    channels.editBanned channels.readMessageContents channels.setDiscussionGroup channels.setEmojiStickers
    channels.setStickers channels.toggleForum channels.toggleJoinRequest channels.toggleJoinToSend
    channels.toggleParticipantsHidden channels.togglePreHistoryHidden channels.toggleSignatures
    channels.toggleSlowMode channels.toggleViewForumAsMessages channels.updateColor channels.updateUsername
    chatlists.deleteExportedInvite chatlists.exportChatlistInvite
    chatlists.joinChatlistUpdates
    contacts.acceptContact contacts.deleteByPhones contacts.resetSaved
    messages.clearRecentStickers messages.createChat messages.deleteParticipantReaction
    messages.deleteParticipantReactions messages.deleteSavedHistory
    messages.hideChatJoinRequest messages.migrateChat messages.readPollVotes messages.readReactions
    messages.saveDefaultSendAs messages.saveRecentSticker messages.sendScheduledMessages messages.sendVote
    messages.toggleDialogFilterTags messages.toggleStickerSets photos.deletePhotos stickers.changeSticker
    stickers.changeStickerPosition stickers.deleteStickerSet stickers.removeStickerFromSet
"""


def names(text: str) -> set[str]:
    """Methods that a story yields the requests of."""
    found = re.findall(r"yield f\.(\w+)\.(\w)(\w+)\(", text)
    return {f"{space}.{first.lower()}{rest}" for space, first, rest in found}


def of_the_story() -> set[str]:
    return names((TESTS / STORY).read_text(encoding="utf-8"))


def test_every_writing_method_is_accounted_for() -> None:
    writing = {name for name, row in methods_table.registered().items() if row.kind is Kind.WRITE}
    named = [*of_the_story(), *TELLS_NOBODY.split(), *NOT_TRIED_YET.split()]
    named += [name for methods in TRIED.values() for name in methods.split()]
    assert sorted(writing - set(named)) == [], "a writing method in no test of what it tells"
    assert sorted(set(named) - writing) == [], "named, and no writing method"
    assert sorted(name for name, times in Counter(named).items() if times > 1) == [], "named twice"


def test_the_tests_that_are_named_are_there() -> None:
    for place in TRIED:
        file, _, test = place.partition("::")
        assert f"def {test or 'test_'}" in (TESTS / file).read_text(encoding="utf-8"), place
