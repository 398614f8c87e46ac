// The address of what is on screen: /?user=ana&channel=handoffs&thread=TS or &home=1.

import { channel, place, state } from "./state.js";

function search({ channel: channelId, thread, home }) {
  const one = channel(channelId);
  const query = new URLSearchParams({ user: state.me.name });
  if (home) query.set("home", "1");
  else if (one) query.set("channel", one.kind === "im" ? one.id : one.name);
  if (thread && !home) query.set("thread", thread);
  return `/?${query}`;
}

export function address(target) {
  return location.origin + search(target);
}

/** Keeps the browser's address on what is shown, so that a reload stays there. */
export function record() {
  history.replaceState(null, "", search(place));
}

/** Where the address leads: {user, channel, thread, home, message}; a permalink's message is to be shown. */
export function wanted() {
  const query = new URLSearchParams(location.search);
  const [, archive, micros] = /^\/archives\/(\w+)\/p(\d+)$/.exec(location.pathname) ?? [];
  return {
    user: query.get("user"),
    channel: query.get("channel") ?? archive,
    thread: query.get("thread") ?? query.get("thread_ts"),
    home: query.get("home") === "1",
    message: micros && `${micros.slice(0, -6)}.${micros.slice(-6)}`,
  };
}

/** By id or by name, among users or channels. */
export function named(list, word) {
  const name = (word ?? "").replace(/^[#@]/, "");
  return list.find((one) => one.id === name) ?? list.find((one) => one.name === name && one.kind !== "im");
}
