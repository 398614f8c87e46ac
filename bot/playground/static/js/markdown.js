// Standard Markdown of `markdown` blocks: headings, lists, task lists, tables, quotes, code, bold, italic, links.

import { h, link } from "./dom.js";
import { emoji, isEmoji } from "./emoji.js";
import { notation } from "./inline.js";
import { ATOMS } from "./mrkdwn.js";

const [, ANGLE, ADDRESS] = ATOMS;

const inline = notation({
  atoms: [
    [/\\([\\`*_{}[\]()#+\-.!|~<>])/g, ([, sign]) => sign],
    [/``([^\n]+?)``|`([^`\n]+)`/g, ([, double, single]) => h("code", {}, double ?? single)],
    [/!?\[([^\]\n]*)\]\(([^)\s]+)(?:\s+"[^"]*")?\)/g, ([, text, url]) => link(url, text || url)],
    ANGLE,
    ADDRESS,
    [/:([a-z0-9_+-]+):/g, ([, name]) => (isEmoji(name) ? emoji(name) : null)],
  ],
  styles: [
    [/\*\*(?!\s)(.+?)\*\*/u, "b"],
    [/(?<![\p{L}\p{N}])__(?!\s)(.+?)__(?![\p{L}\p{N}])/u, "b"],
    [/~~(.+?)~~/u, "s"],
    [/\*(?![\s*])([^*]+)\*/u, "i"],
    [/(?<![\p{L}\p{N}])_(?![\s_])([^_]+)_(?![\p{L}\p{N}])/u, "i"],
  ],
  plain: (text) => text,
});

const FENCE = /^\s*(```|~~~)/;
const HEADING = /^(#{1,6})\s+(.*?)\s*#*$/;
const RULE = /^\s*([-*_])(\s*\1){2,}\s*$/;
const QUOTE = /^\s*>\s?/;
const ITEM = /^(\s*)([-*+]|\d{1,9}[.)])\s+(.*)$/;
const TABLE_LINE = /^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$/;

const isTable = (lines, at) =>
  lines[at].includes("|") &&
  at + 1 < lines.length &&
  lines[at + 1].includes("-") &&
  TABLE_LINE.test(lines[at + 1]);
const startsBlock = (lines, at) =>
  [FENCE, HEADING, RULE, QUOTE, ITEM].some((pattern) => pattern.test(lines[at])) || isTable(lines, at);

function fence(lines, at) {
  const mark = FENCE.exec(lines[at])[1];
  const end = lines.findIndex((text, index) => index > at && text.trim().startsWith(mark));
  const stop = end < 0 ? lines.length : end;
  return [h("pre", {}, lines.slice(at + 1, stop).join("\n")), stop + 1];
}

function heading(lines, at) {
  const [, marks, text] = HEADING.exec(lines[at]);
  return [
    h(
      `h${Math.min(6, marks.length + 2)}`,
      { class: `heading heading-${Math.min(4, marks.length)}` },
      inline(text),
    ),
    at + 1,
  ];
}

function quote(lines, at) {
  let end = at;
  while (end < lines.length && QUOTE.test(lines[end])) end += 1;
  return [h("blockquote", {}, blocks(lines.slice(at, end).map((text) => text.replace(QUOTE, "")))), end];
}

function cells(text) {
  const trimmed = text
    .trim()
    .replace(/^\|/, "")
    .replace(/(?<!\\)\|$/, "");
  return trimmed.split(/(?<!\\)\|/).map((cell) => cell.trim());
}

function table(lines, at) {
  const sides = cells(lines[at + 1]).map((mark) =>
    mark.endsWith(":") ? (mark.startsWith(":") ? "center" : "right") : "left",
  );
  const row = (text, tag) =>
    h(
      "tr",
      {},
      cells(text).map((cell, index) =>
        h(tag, { class: `align-${sides[index] ?? "left"}`, scope: tag === "th" && "col" }, inline(cell)),
      ),
    );
  let end = at + 2;
  while (end < lines.length && lines[end].includes("|") && lines[end].trim()) end += 1;
  const body = lines.slice(at + 2, end).map((text) => row(text, "td"));
  return [
    h(
      "div",
      { class: "table-scroll", tabindex: "0", role: "region", "aria-label": "Table" },
      h("table", { class: "grid" }, h("thead", {}, row(lines[at], "th")), h("tbody", {}, body)),
    ),
    end,
  ];
}

function itemBody(text) {
  const task = /^\[([ xX])\]\s+(.*)$/.exec(text);
  if (!task) return inline(text);
  const done = task[1] !== " ";
  return [
    h("span", { class: "task-box", role: "img", "aria-label": done ? "done" : "to do" }, done ? "☑" : "☐"),
    " ",
    ...inline(task[2]),
  ];
}

function list(lines, at) {
  const [, indent, marker] = ITEM.exec(lines[at]);
  const ordered = /\d/.test(marker);
  const node = h(ordered ? "ol" : "ul", ordered ? { start: parseInt(marker, 10) } : {});
  let here = at;
  while (here < lines.length) {
    const match = ITEM.exec(lines[here]);
    if (
      !match ||
      match[1].length < indent.length ||
      (match[1].length < indent.length + 2 && /\d/.test(match[2]) !== ordered)
    )
      break;
    if (match[1].length >= indent.length + 2) {
      const [nested, next] = list(lines, here);
      (node.lastElementChild ?? node).append(nested);
      here = next;
    } else {
      node.append(h("li", {}, itemBody(match[3])));
      here += 1;
    }
  }
  return [node, here];
}

function paragraph(lines, at) {
  let end = at + 1;
  while (end < lines.length && lines[end].trim() && !startsBlock(lines, end)) end += 1;
  const rows = lines.slice(at, end).map((text, index) => [index > 0 && h("br"), ...inline(text.trim())]);
  return [h("p", {}, rows), end];
}

function block(lines, at) {
  if (FENCE.test(lines[at])) return fence(lines, at);
  if (HEADING.test(lines[at])) return heading(lines, at);
  if (RULE.test(lines[at])) return [h("hr"), at + 1];
  if (QUOTE.test(lines[at])) return quote(lines, at);
  if (isTable(lines, at)) return table(lines, at);
  return ITEM.test(lines[at]) ? list(lines, at) : paragraph(lines, at);
}

function blocks(lines) {
  const nodes = [];
  let at = 0;
  while (at < lines.length) {
    if (!lines[at].trim()) {
      at += 1;
      continue;
    }
    const [node, next] = block(lines, at);
    nodes.push(node);
    at = next;
  }
  return nodes;
}

export function markdown(text) {
  return h(
    "div",
    { class: "markdown", dir: "auto" },
    blocks(
      String(text ?? "")
        .replace(/\r\n?/g, "\n")
        .split("\n"),
    ),
  );
}
