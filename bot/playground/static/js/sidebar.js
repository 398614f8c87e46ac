// The list of channels, direct messages and the app, with what is unread.

import { avatar } from "./avatar.js";
import { classes, h } from "./dom.js";
import { icon } from "./icons.js";
import { newChannel, newMessage } from "./people.js";
import { channelLabel, isApp, partner, place, state } from "./state.js";

function sign(one) {
  if (one.kind === "im") return avatar(partner(one), "tiny");
  return icon(one.kind === "private" ? "lock" : "hash");
}

function entry(one) {
  const here = one.id === place.channel;
  const unread = here ? 0 : one.unread;
  const badge = one.kind === "im" ? unread : here ? 0 : one.mentions;
  const visit = () =>
    document.dispatchEvent(
      new CustomEvent("visit", { detail: { channel: one.id, home: isApp(one) && !one.unread } }),
    );
  const spoken = `${one.kind === "im" ? "" : "channel "}${channelLabel(one)}${unread ? `, ${unread} unread` : ""}${badge ? `, ${badge} for you` : ""}`;
  return h(
    "li",
    {},
    h(
      "button",
      {
        type: "button",
        class: classes("room", unread > 0 && "unread", here && "here"),
        "aria-current": here && "page",
        "aria-label": spoken,
        dataset: { action: `room ${one.id}` },
        onclick: visit,
      },
      sign(one),
      h("span", { class: "room-name", dir: "auto" }, channelLabel(one)),
      badge > 0 && h("span", { class: "badge" }, String(badge)),
      badge === 0 && unread > 0 && h("span", { class: "count" }, String(unread)),
    ),
  );
}

function group(title, rooms, button) {
  if (!rooms.length && !button) return null;
  return h(
    "section",
    { class: "rooms" },
    h("div", { class: "rooms-head" }, h("h2", {}, title), button),
    h("ul", {}, rooms.map(entry)),
  );
}

const byName = (a, b) => channelLabel(a).localeCompare(channelLabel(b));

export function sidebar() {
  const channels = state.channels.filter((one) => one.kind !== "im");
  const direct = state.channels.filter((one) => one.kind === "im" && !isApp(one)).sort(byName);
  const add = h(
    "button",
    {
      type: "button",
      class: "icon-button",
      "aria-label": "New channel",
      title: "New channel",
      onclick: newChannel,
    },
    icon("plus"),
  );
  const write = h(
    "button",
    {
      type: "button",
      class: "icon-button",
      "aria-label": "New direct message",
      title: "New direct message",
      onclick: newMessage,
    },
    icon("plus"),
  );
  return [
    group("Channels", channels, add),
    group("Direct messages", direct, write),
    group("Apps", state.channels.filter(isApp)),
  ].filter(Boolean);
}
