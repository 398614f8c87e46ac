// One message: author, time, body or blocks, reactions, replies, and what can be done with it.

import { messageSurface } from "./actions.js";
import { appBadge, avatar, isBot } from "./avatar.js";
import { blocks } from "./blocks.js";
import { classes, fileAddress, h, image } from "./dom.js";
import { startEdit } from "./edit.js";
import { Form } from "./form.js";
import { icon } from "./icons.js";
import { messageMenu } from "./messagemenu.js";
import { mrkdwn } from "./mrkdwn.js";
import { addReactionButton, reactions } from "./reactions.js";
import { channel, userName } from "./state.js";
import { clock, fullTime, slackDate } from "./time.js";

const forms = new Map();

function formOf(channelId, message) {
  const key = `${channelId} ${message.ts}`;
  if (!forms.has(key)) forms.set(key, new Form({ keepEdits: false }));
  const form = forms.get(key);
  form.begin();
  return form;
}

function file(one) {
  const source = fileAddress(one);
  if ((one.mimetype ?? "").startsWith("image/"))
    return h(
      "figure",
      { class: "block block-image" },
      h("figcaption", {}, one.title ?? one.name),
      image(source, one.alt_txt ?? one.title, "image"),
    );
  return h(
    "a",
    { class: "file", href: source, download: one.name ?? "" },
    icon("link"),
    one.title ?? one.name ?? one.id,
  );
}

function bodyOf(message, channelId) {
  if (message.subtype === "tombstone") return h("div", { class: "text muted" }, "This message was deleted.");
  const surface = messageSurface(channelId, message, formOf(channelId, message));
  const content = message.blocks?.length
    ? h("div", { class: "blocks" }, blocks(message.blocks, surface))
    : mrkdwn(message.text);
  return [content, (message.files ?? []).map(file)];
}

function timeLink(message, className) {
  return h(
    "time",
    {
      class: className,
      datetime: new Date(message.ts * 1000).toISOString(),
      title: fullTime(Number(message.ts)),
    },
    clock(Number(message.ts)),
  );
}

const edited = () => h("span", { class: "edited" }, "(edited)");

function byline(message) {
  return h(
    "div",
    { class: "byline" },
    h("span", { class: "author", dir: "auto" }, userName(message.user)),
    (message.bot_id || isBot(message.user)) && appBadge(),
    timeLink(message, "when"),
    message.edited && edited(),
  );
}

function replies(message, openThread) {
  if (!message.reply_count) return null;
  const count = `${message.reply_count} ${message.reply_count === 1 ? "reply" : "replies"}`;
  const last = message.latest_reply
    ? ` · ${slackDate(Number(message.latest_reply), "last reply {date_short_pretty} at {time}")}`
    : "";
  return h(
    "button",
    { type: "button", class: "replies", "aria-label": count, onclick: openThread },
    (message.reply_users ?? []).slice(0, 4).map((id) => avatar(id, "tiny")),
    h("b", {}, count),
    h("span", { class: "replies-last" }, last),
  );
}

function notes(message, place, openThread) {
  if (message.ephemeral) return h("div", { class: "note" }, icon("eye"), "Only visible to you");
  const replied = message.broadcast || message.subtype === "thread_broadcast";
  if (!replied || message.thread_ts === message.ts) return null;
  if (place.thread)
    return h(
      "div",
      { class: "note" },
      icon("hash"),
      `Also sent to #${channel(place.channel)?.name ?? "channel"}`,
    );
  return h(
    "button",
    { type: "button", class: "note note-button", onclick: openThread },
    icon("reply"),
    "Replied to a thread",
  );
}

function toolbar(message, place, openThread, edit) {
  const button = (label, name, onclick, extra = {}) =>
    h(
      "button",
      { type: "button", class: "icon-button", "aria-label": label, title: label, onclick, ...extra },
      icon(name),
    );
  const more = ({ currentTarget }) => messageMenu(currentTarget, message, place, edit);
  return h(
    "div",
    { class: "message-tools", role: "group", "aria-label": "Message actions" },
    !message.ephemeral && addReactionButton(message, place.channel),
    !message.ephemeral && !place.thread && button("Reply in thread", "reply", openThread),
    button("More actions for this message", "more", more, { "aria-haspopup": "menu" }),
  );
}

/**
 * The node of a message. place: {channel, thread?}; compact: the author was named just above.
 */
export function messageNode(message, place, compact) {
  const openThread = () =>
    document.dispatchEvent(
      new CustomEvent("visit", {
        detail: { channel: place.channel, thread: message.thread_ts ?? message.ts },
      }),
    );
  const body = h(
    "div",
    { class: "message-body" },
    bodyOf(message, place.channel),
    message.edited && compact && edited(),
  );
  const edit = () => startEdit(message, place.channel, body);
  const side = compact ? timeLink(message, "side-time") : avatar(message.user);
  return h(
    "article",
    {
      class: classes(
        "message",
        compact && "compact",
        message.ephemeral && "ephemeral",
        message.subtype && `subtype-${message.subtype}`,
      ),
      tabindex: "-1",
      dataset: { ts: message.ts, fallbackFocus: "" },
      "aria-label": `${userName(message.user)}, ${fullTime(Number(message.ts))}`,
    },
    h("div", { class: "message-side" }, side),
    h(
      "div",
      { class: "message-main" },
      notes(message, place, openThread),
      !compact && byline(message),
      body,
      reactions(message, place.channel),
      !place.thread && replies(message, openThread),
    ),
    toolbar(message, place, openThread, edit),
  );
}
