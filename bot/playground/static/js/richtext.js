// rich_text blocks: sections, lists, quotes, preformatted text and everything that can stand in a line of them.

import { classes, h, link } from "./dom.js";
import { emoji } from "./emoji.js";
import { broadcast, channelMention, date, mention } from "./mrkdwn.js";

const STYLE_TAGS = [
  ["bold", "b"],
  ["italic", "i"],
  ["strike", "s"],
  ["underline", "u"],
  ["code", "code"],
];

function wrap(node, style = {}) {
  return STYLE_TAGS.reduce((inner, [name, tag]) => (style[name] ? h(tag, {}, inner) : inner), node);
}

const pill = (text) => h("span", { class: "pill" }, text);

const INLINE = {
  text: (e) => document.createTextNode(e.text ?? ""),
  link: (e) => link(e.url, e.text || e.url),
  emoji: (e) =>
    h(
      "span",
      { class: "emoji", role: "img", "aria-label": (e.name ?? "").replaceAll("_", " ") },
      emoji(e.name),
    ),
  user: (e) => mention(e.user_id),
  usergroup: (e) => h("span", { class: "mention" }, `@${e.usergroup_id}`),
  team: (e) => h("span", { class: "mention" }, `@${e.team_id}`),
  channel: (e) => channelMention(e.channel_id),
  broadcast: (e) => broadcast(e.range),
  date: (e) => date(e.timestamp, e.format ?? "{date}", e.url, e.fallback),
  color: (e) =>
    h(
      "span",
      { class: "swatch" },
      h("span", {
        class: "swatch-dot",
        vars: { "--swatch": /^#[0-9a-f]{3,8}$/i.test(e.value) ? e.value : "transparent" },
      }),
      e.value,
    ),
  tag: (e) => pill(e.text ?? e.label ?? e.name ?? ""),
  citation: (e) =>
    h(
      "sup",
      { class: "citation" },
      e.url ? link(e.url, e.text ?? e.title ?? "source") : (e.text ?? e.title ?? "source"),
    ),
  list_record: (e) => pill(e.text ?? e.title ?? e.record_id ?? "record"),
  work_object_mention: (e) =>
    e.url ? link(e.url, e.text ?? e.title ?? e.url) : pill(e.text ?? e.title ?? "object"),
  message_mention: (e) => (e.url ? link(e.url, e.text ?? "message") : pill(e.text ?? "message")),
};

function inline(element) {
  const build = INLINE[element?.type];
  if (!build) return pill(element?.text ?? `${element?.type ?? "unknown"}`);
  return wrap(build(element), element.style);
}

const inlines = (elements) => (elements ?? []).map(inline);

function list(element) {
  const tag = element.style === "ordered" ? "ol" : "ul";
  const indent = Math.min(8, element.indent ?? 0);
  const start = tag === "ol" && element.offset ? { start: element.offset + 1 } : {};
  const items = (element.elements ?? []).map((item) =>
    h("li", {}, item.type === "rich_text_section" ? inlines(item.elements) : part(item)),
  );
  return h(
    tag,
    {
      ...start,
      class: classes("rich-list", `level-${indent % 3}`, element.border && "bordered"),
      vars: { "--indent": indent },
    },
    items,
  );
}

const PARTS = {
  rich_text_section: (e) => h("div", { class: "rich-section" }, inlines(e.elements)),
  rich_text_list: list,
  rich_text_preformatted: (e) => h("pre", {}, inlines(e.elements)),
  rich_text_quote: (e) => h("blockquote", {}, inlines(e.elements)),
};

function part(element) {
  const build = PARTS[element?.type];
  return build ? build(element) : inline(element);
}

export function richText(block) {
  return h("div", { class: "rich-text", dir: "auto" }, (block?.elements ?? []).map(part));
}
