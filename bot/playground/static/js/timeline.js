// A list of messages that follows the server: a channel's, or one thread's.

import { get, post } from "./api.js";
import { byId, h, keepFocus, singleFlight } from "./dom.js";
import { messageNode } from "./message.js";
import { mrkdwn } from "./mrkdwn.js";
import { channel, isMine, state, userName } from "./state.js";
import { dayLabel, isoDate } from "./time.js";

const PAGE = 100;
const SAME_BREATH = 5 * 60;

export class Timeline {
  #messages = new Map();
  #nodes = new Map();
  #older = false;
  #seen = null;
  #firstUnread = null;
  #stick = true;

  /** where: {channel, thread?}; intro: node above the first message. */
  constructor(where, intro) {
    this.where = where;
    this.user = state.me.id;
    this.intro = intro;
    this.list = h("div", {
      class: "timeline",
      role: "feed",
      "aria-label": where.thread ? "Replies" : "Messages",
    });
    this.node = h(
      "div",
      {
        class: "scroller",
        tabindex: "0",
        onscroll: () => this.#scrolled(),
        onkeydown: (event) => this.#keys(event),
      },
      this.list,
    );
    this.refresh = singleFlight(() => this.#refresh());
    this.observer = new ResizeObserver(() => this.#settle());
    this.observer.observe(this.list);
    this.observer.observe(this.node);
  }

  stop() {
    this.observer.disconnect();
  }

  get empty() {
    return this.#messages.size === 0;
  }

  async #refresh() {
    const answer = await get("/page/messages", {
      user: this.user,
      ...this.where,
      limit: this.where.thread ? 1000 : PAGE,
    });
    if (this.user !== state.me.id) return;
    const oldest = answer.messages[0]?.ts ?? "";
    const kept = answer.has_more ? [...this.#messages.values()].filter((message) => message.ts < oldest) : [];
    if (!kept.length) this.#older = answer.has_more;
    this.#replace([...kept, ...answer.messages]);
    await this.#markRead();
  }

  async loadOlder() {
    const before = this.#messages.values().next().value?.ts;
    const answer = await get("/page/messages", { user: this.user, ...this.where, before, limit: PAGE });
    const height = this.node.scrollHeight;
    this.#older = answer.has_more;
    this.#stick = false;
    this.#replace([...answer.messages, ...this.#messages.values()]);
    this.node.scrollTop += this.node.scrollHeight - height;
  }

  #replace(messages) {
    const fresh =
      this.#seen === null ? [] : messages.filter((message) => message.ts > this.#seen && !isMine(message));
    if (this.#seen === null) this.#markFirstUnread(messages);
    this.#messages = new Map(messages.map((message) => [message.ts, message]));
    this.#seen = messages.reduce(
      (last, message) => (message.ts > last ? message.ts : last),
      this.#seen ?? "",
    );
    keepFocus(this.list, () => this.#draw(messages));
    this.#settle();
    fresh.forEach((message) => this.#announce(message));
  }

  #markFirstUnread(messages) {
    const count = this.where.thread ? 0 : (channel(this.where.channel)?.unread ?? 0);
    const others = messages.filter((message) => !isMine(message) && !message.ephemeral);
    this.#firstUnread = count > 0 ? (others.at(-count) ?? others[0])?.ts : null;
  }

  #draw(messages) {
    const nodes = new Map();
    const rows = [];
    let before = null;
    for (const message of messages) {
      const at = Number(message.ts);
      if (!this.where.thread && (!before || isoDate(Number(before.ts)) !== isoDate(at)))
        rows.push(...this.#keyed(nodes, `day ${isoDate(at)}`, "", () => divider("day-line", dayLabel(at))));
      if (message.ts === this.#firstUnread)
        rows.push(...this.#keyed(nodes, "new", "", () => divider("new-line", "New")));
      const compact = isCompact(before, message) && message.ts !== this.#firstUnread;
      const sign = JSON.stringify([message, compact, state.users.length, state.channels.length]);
      rows.push(
        ...this.#keyed(nodes, `${message.ts} ${message.ephemeral}`, sign, () =>
          messageNode(message, this.where, compact),
        ),
      );
      before = message;
    }
    this.#nodes = nodes;
    const top = this.#older
      ? [
          h(
            "button",
            { type: "button", class: "button older", onclick: () => this.loadOlder() },
            "Load earlier messages",
          ),
        ]
      : [this.intro].filter(Boolean);
    sync(this.list, [...top, ...rows]);
  }

  #keyed(nodes, key, sign, build) {
    const old = this.#nodes.get(key);
    const entry = old && old.sign === sign ? old : { sign, node: build() };
    nodes.set(key, entry);
    return [entry.node];
  }

  #announce(message) {
    const words = mrkdwn(message.text).textContent;
    const line = h("p", {}, `${userName(message.user)}: ${words}`);
    byId("announcer").append(line);
    setTimeout(() => line.remove(), 10000);
  }

  async #markRead() {
    if (this.where.thread || document.visibilityState !== "visible" || this.readUpTo === this.#seen) return;
    this.readUpTo = this.#seen;
    await post("/page/read", { user: this.user, channel: this.where.channel });
  }

  #scrolled() {
    this.#stick = this.node.scrollHeight - this.node.scrollTop - this.node.clientHeight < 60;
  }

  #settle() {
    if (this.#stick) this.node.scrollTop = this.node.scrollHeight;
  }

  /** Brings one message into view and puts the focus on it, for a permalink. */
  reveal(ts) {
    const node = this.list.querySelector(`[data-ts="${CSS.escape(ts)}"]`);
    if (!node) return;
    this.#stick = false;
    node.scrollIntoView({ block: "center" });
    node.focus();
  }

  follow() {
    this.#stick = true;
    this.#settle();
  }

  #keys(event) {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const message = event.target.closest?.(".message");
    if (!by || (event.target !== this.node && event.target !== message)) return;
    const all = [...this.list.querySelectorAll(".message")];
    const next = message ? all[all.indexOf(message) + by] : all.at(-1);
    if (!next) return;
    event.preventDefault();
    next.focus();
    next.scrollIntoView({ block: "nearest" });
  }
}

function isCompact(before, message) {
  if (!before || before.user !== message.user || before.subtype || message.subtype || message.blocks?.length)
    return false;
  if (before.ephemeral !== message.ephemeral || message.broadcast || before.bot_id !== message.bot_id)
    return false;
  return (
    Number(message.ts) - Number(before.ts) < SAME_BREATH &&
    isoDate(Number(before.ts)) === isoDate(Number(message.ts))
  );
}

function divider(className, text) {
  return h(
    "div",
    { class: `divider ${className}`, role: "separator", "aria-label": text },
    h("span", {}, text),
  );
}

/** Makes `host` hold exactly `wanted`, moving and removing as little as possible. */
function sync(host, wanted) {
  const keep = new Set(wanted);
  [...host.childNodes].filter((node) => !keep.has(node)).forEach((node) => node.remove());
  wanted.forEach((node, index) => {
    if (host.childNodes[index] !== node) host.insertBefore(node, host.childNodes[index] ?? null);
  });
}
