// GramJS's and teleproto's calls for groups and channels, and what they tell of them.

import { idOf, messageRecord, peerId } from "./gramjs_records.mjs";

const BASE = 1e12;
const isChannel = (peer) => peer < -BASE;
const channelPeer = (update) => -BASE - idOf(update.channelId);

export const onChatUpdate = (update, emit) => {
  switch (update.className) {
    case "UpdateNewChannelMessage": // NewMessage leaves the service messages out
      if (update.message.className === "MessageService") emit("message", messageRecord(update.message));
      break;
    case "UpdateDeleteChannelMessages":
      return emit("delete", { ids: update.messages, chat: channelPeer(update) });
    case "UpdateReadChannelInbox":
      return emit("read", { peer: channelPeer(update), max_id: update.maxId, inbox: true });
    case "UpdateReadChannelOutbox":
      return emit("read", { peer: channelPeer(update), max_id: update.maxId, inbox: false });
    case "UpdatePinnedChannelMessages":
      return emit("pinned", { peer: channelPeer(update), ids: update.messages, pinned: Boolean(update.pinned) });
    case "UpdateChannel":
      return emit("channel", { chat: channelPeer(update) });
  }
};

// Methods of the driver, which brings `client` and `invoke`.
export const chats = (Api, bigInt) => ({
  entity(peer) {
    return this.client.getInputEntity(peer);
  },

  async do_create_group({ title, users }) {
    const people = await Promise.all(users.map((user) => this.entity(user)));
    const answer = await this.invoke(new Api.messages.CreateChat({ title, users: people }));
    return -idOf((answer.updates ?? answer).chats[0].id);
  },

  async do_create_channel({ title, broadcast, about = "" }) {
    const request = new Api.channels.CreateChannel({ title, about, broadcast, megagroup: !broadcast });
    return -BASE - idOf((await this.invoke(request)).chats[0].id);
  },

  async do_invite({ peer, users }) {
    const people = await Promise.all(users.map((user) => this.entity(user)));
    if (isChannel(peer)) {
      await this.invoke(new Api.channels.InviteToChannel({ channel: await this.entity(peer), users: people }));
      return;
    }
    for (const userId of people) {
      await this.invoke(new Api.messages.AddChatUser({ chatId: bigInt(-peer), userId, fwdLimit: 10 }));
    }
  },

  async do_leave({ peer }) {
    if (isChannel(peer)) {
      await this.invoke(new Api.channels.LeaveChannel({ channel: await this.entity(peer) }));
    } else {
      await this.invoke(new Api.messages.DeleteChatUser({ chatId: bigInt(-peer), userId: "me" }));
    }
  },

  async do_set_title({ peer, title }) {
    if (isChannel(peer)) {
      await this.invoke(new Api.channels.EditTitle({ channel: await this.entity(peer), title }));
    } else {
      await this.invoke(new Api.messages.EditChatTitle({ chatId: bigInt(-peer), title }));
    }
  },

  async do_full({ peer }) {
    const answer = isChannel(peer)
      ? await this.invoke(new Api.channels.GetFullChannel({ channel: await this.entity(peer) }))
      : await this.invoke(new Api.messages.GetFullChat({ chatId: bigInt(-peer) }));
    const chat = answer.chats.find((one) => idOf(one.id) === (isChannel(peer) ? -BASE - peer : -peer));
    return { title: chat.title, members: answer.fullChat.participantsCount ?? chat.participantsCount };
  },

  async do_read_mentions({ peer }) {
    await this.invoke(new Api.messages.ReadMentions({ peer: await this.entity(peer) }));
  },
});
