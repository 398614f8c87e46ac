// Blocks that are boxes: card, carousel, container, alert, plan and task_card.

import { classes, h, image, link, pictureAddress } from "./dom.js";
import { element } from "./elements.js";
import { icon } from "./icons.js";
import { plainText, textObject } from "./mrkdwn.js";
import { richText } from "./richtext.js";

const picture = (described, className) =>
  described && image(pictureAddress(described), described.alt_text, className);

function card(block, blockId, surface) {
  const buttons = (block.actions ?? []).map((one) => element(one, blockId, surface)).filter(Boolean);
  return h(
    "div",
    { class: "block card" },
    picture(block.hero_image, "card-hero"),
    h(
      "div",
      { class: "card-head" },
      picture(block.icon, "card-icon"),
      h(
        "div",
        {},
        block.title && textObject(block.title, "text card-title"),
        block.subtitle && textObject(block.subtitle, "text card-subtitle"),
      ),
    ),
    block.body && textObject(block.body),
    block.subtext && textObject(block.subtext, "text card-subtitle"),
    buttons.length > 0 && h("div", { class: "block-actions" }, buttons),
  );
}

function carousel(block, blockId, surface) {
  const cards = (block.elements ?? []).map((one, index) =>
    card(one, one.block_id ?? `${blockId}-${index}`, surface),
  );
  return h(
    "div",
    { class: "block carousel", tabindex: "0", role: "region", "aria-label": `${cards.length} cards` },
    cards,
  );
}

function containerHead(block) {
  return [
    picture(block.icon, "card-icon"),
    h(
      "span",
      { class: "container-titles" },
      h(
        "span",
        { class: "card-title" },
        block.rich_text_title ? richText(block.rich_text_title) : plainText(block.title),
      ),
      block.subtitle && textObject(block.subtitle, "text card-subtitle"),
    ),
  ];
}

function container(block, blockId, surface, blocks) {
  const inside = h("div", { class: "container-body" }, blocks(block.child_blocks, surface));
  const look = classes(
    "block",
    "container",
    `width-${block.width ?? "standard"}`,
    block.has_header_divider && "divided",
  );
  if (!block.is_collapsible)
    return h("div", { class: look }, h("div", { class: "container-head" }, containerHead(block)), inside);
  return h(
    "details",
    { class: look, open: !block.default_collapsed },
    h("summary", { class: "container-head" }, containerHead(block), icon("chevron", "icon fold")),
    inside,
  );
}

const LEVELS = { default: "info", info: "info", warning: "warning", error: "warning", success: "check" };

function alert(block) {
  const level = block.level in LEVELS ? block.level : "default";
  return h(
    "div",
    { class: `block alert alert-${level}`, role: level === "error" ? "alert" : "note" },
    icon(LEVELS[level]),
    textObject(block.text),
  );
}

const STATUSES = { pending: "To do", in_progress: "Working", complete: "Done", error: "Failed" };

function taskCard(block) {
  const status = STATUSES[block.status] ? block.status : "pending";
  const sources = (block.sources ?? []).map((source) => link(source.url, source.text || source.url));
  return h(
    "div",
    { class: `block task task-${status}` },
    h(
      "div",
      { class: "task-head" },
      h("span", { class: "task-title", dir: "auto" }, plainText(block.title)),
      h("span", { class: "task-status" }, STATUSES[status]),
    ),
    block.details && richText(block.details),
    block.output && richText(block.output),
    sources.length > 0 && h("div", { class: "task-sources" }, sources),
  );
}

function plan(block) {
  return h(
    "div",
    { class: "block card plan" },
    h("div", { class: "card-title", dir: "auto" }, plainText(block.title)),
    (block.tasks ?? []).map(taskCard),
  );
}

export const CARDS = { card, carousel, container, alert, plan, task_card: taskCard };
