// mtcute's calls for groups and channels, and what it tells of them.

const BASE = 1e12;

export const peerOf = (peer) => {
  if (peer._ === "peerUser") return peer.userId;
  return peer._ === "peerChat" ? -peer.chatId : -BASE - peer.channelId;
};

export const onChatUpdate = (update, emit) => {
  switch (update._) {
    case "updatePinnedChannelMessages":
      return emit("pinned", {
        peer: -BASE - update.channelId,
        ids: update.messages,
        pinned: Boolean(update.pinned),
      });
    case "updateChannel":
      return emit("channel", { chat: -BASE - update.channelId });
  }
};

// Methods of the driver, which brings `client` and `call`.
export const chats = {
  async do_create_group({ title, users }) {
    return (await this.client.createGroup({ title, users })).chat.id;
  },

  async do_create_channel({ title, broadcast, about = "" }) {
    const make = broadcast ? "createChannel" : "createSupergroup";
    return (await this.client[make]({ title, description: about })).id;
  },

  async do_invite({ peer, users }) {
    await this.client.addChatMembers(peer, users, { forwardCount: 10 });
  },

  async do_leave({ peer }) {
    await this.client.leaveChat(peer);
  },

  async do_set_title({ peer, title }) {
    await this.client.setChatTitle(peer, title);
  },

  async do_full({ peer }) {
    const full = await this.client.getFullChat(peer);
    const chat = await this.client.getChat(peer); // of a basic group the full one does not count
    return { title: full.title, members: full.membersCount || chat.membersCount };
  },

  async do_read_mentions({ peer }) {
    await this.call("messages.readMentions", { peer: await this.peer(peer) });
  },
};
