// Slack's mrkdwn: *bold*, _italic_, ~strike~, `code`, ```pre```, > quote, list lines, <links>, <@mentions>, <!date>.

import { classes, h, link } from "./dom.js";
import { emoji, isEmoji, withEmoji } from "./emoji.js";
import { notation } from "./inline.js";
import { channel, place, state, userName } from "./state.js";
import { fullTime, slackDate } from "./time.js";

const EDGE = "(?<![\\p{L}\\p{N}])";
const END = "(?![\\p{L}\\p{N}])";
const between = (mark) =>
  new RegExp(`${EDGE}[${mark}](?!\\s)([^${mark}\\n]*[^${mark}\\s])[${mark}]${END}`, "u");

export function unescape(text) {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}

export function mention(id) {
  return h(
    "span",
    { class: classes("mention", id === state.me?.id && "mention-me"), dir: "auto" },
    `@${userName(id)}`,
  );
}

export function channelMention(id, fallback) {
  const name = channel(id)?.name ?? fallback ?? id;
  const visit = () => document.dispatchEvent(new CustomEvent("visit", { detail: { channel: id } }));
  if (!channel(id)) return h("span", { class: "mention" }, `#${name}`);
  return h(
    "button",
    {
      type: "button",
      class: "mention mention-channel",
      onclick: visit,
      "aria-current": place.channel === id && "true",
    },
    `#${name}`,
  );
}

export function broadcast(range) {
  return h("span", { class: "mention mention-me" }, `@${range}`);
}

export function date(seconds, pattern, address, fallback) {
  if (!Number.isFinite(seconds)) return h("span", {}, fallback ?? "");
  const words = h(
    "time",
    { datetime: new Date(seconds * 1000).toISOString(), title: fullTime(seconds) },
    slackDate(seconds, pattern),
  );
  return address ? link(address, words) : words;
}

function command(body, fallback) {
  const [name, ...rest] = body.split("^");
  if (name === "date")
    return date(Number(rest[0]), rest[1] ?? "{date}", rest[2] && unescape(rest[2]), unescape(fallback ?? ""));
  if (name === "subteam") return h("span", { class: "mention" }, fallback || "@group");
  return broadcast(name);
}

/** The content of an angle bracket: "@U1", "#C1|name", "!here", "!date^...|...", "https://...|text". */
function angle([, content]) {
  const bar = content.indexOf("|");
  const target = bar < 0 ? content : content.slice(0, bar);
  const label = bar < 0 ? undefined : content.slice(bar + 1);
  if (target[0] === "@") return mention(target.slice(1));
  if (target[0] === "#") return channelMention(target.slice(1), label);
  if (target[0] === "!") return command(target.slice(1), label);
  const address = unescape(target);
  return link(address, withEmoji(unescape(label ?? "")) || address);
}

export const ATOMS = [
  [/`([^`\n]+)`/g, ([, code]) => h("code", {}, unescape(code))],
  [/<([^<>\n]+)>/g, angle],
  [
    /https?:\/\/[^\s<>|\ue000-\uf8ff]+[^\s<>|.,;:!?)\]}'"*_~\ue000-\uf8ff]/gu,
    ([url]) => link(unescape(url), unescape(url)),
  ],
  [
    /:([a-z0-9_+-]+):/g,
    ([, name]) =>
      isEmoji(name)
        ? h("span", { class: "emoji", role: "img", "aria-label": name.replaceAll("_", " ") }, emoji(name))
        : null,
  ],
];

const inline = notation({
  atoms: ATOMS,
  styles: [
    [between("*"), "b"],
    [between("_"), "i"],
    [between("~"), "s"],
  ],
  plain: unescape,
});

const ITEM = /^(\s*)([•◦▪▫‣–-]|\d{1,3}\.)\s+(.*)$/u;

function line(text) {
  const item = ITEM.exec(text);
  if (!item) return h("div", { class: "line" }, inline(text));
  const [, indent, marker, rest] = item;
  return h(
    "div",
    { class: "line item", vars: { "--indent": Math.min(4, indent.length) } },
    h("span", { class: "marker" }, marker),
    h("span", {}, inline(rest)),
  );
}

const QUOTED = /^(?:&gt;|>) ?/;
const QUOTED_REST = /^(?:&gt;|>){3} ?/;

function paragraphs(text) {
  const nodes = [];
  let quote = null;
  let toTheEnd = false;
  for (const raw of text.split("\n")) {
    const all = QUOTED_REST.test(raw);
    toTheEnd ||= all;
    if (toTheEnd || QUOTED.test(raw)) {
      if (!quote) nodes.push((quote = h("blockquote", {})));
      quote.append(line(raw.replace(all ? QUOTED_REST : QUOTED, "")));
    } else {
      quote = null;
      nodes.push(line(raw));
    }
  }
  return nodes;
}

/** One node for a whole text. */
export function mrkdwn(text, className = "text") {
  const pieces = String(text ?? "").split(/```([\s\S]+?)```/);
  const nodes = pieces.flatMap((piece, index) => {
    if (index % 2) return [h("pre", {}, unescape(piece.replace(/^\n|\n$/g, "")))];
    const trimmed = piece
      .replace(index > 0 ? /^\n/ : /^(?!)/, "")
      .replace(index < pieces.length - 1 ? /\n$/ : /(?!)$/, "");
    return trimmed === "" && pieces.length > 1 ? [] : paragraphs(trimmed);
  });
  return h("div", { class: className, dir: "auto" }, nodes);
}

/** A text object of Block Kit ({type: "mrkdwn" | "plain_text", text}), or a bare string, which is plain. */
export function textObject(object, className = "text") {
  if (object && object.type === "mrkdwn") return mrkdwn(object.text, className);
  return h("div", { class: classes(className, "plain"), dir: "auto" }, plainText(object));
}

export function plainText(object) {
  if (object === null || object === undefined) return "";
  const text = typeof object === "string" ? object : String(object.text ?? "");
  return object.emoji === false ? text : withEmoji(text);
}
