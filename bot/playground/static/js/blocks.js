// The registry of blocks: type -> (block, blockId, surface) -> node. A block nobody knows is a grey box, never an error.

import { CARDS } from "./cards.js";
import { chart } from "./charts.js";
import { classes, h, image, pictureAddress } from "./dom.js";
import { element } from "./elements.js";
import { inputBlock } from "./inputs.js";
import { markdown } from "./markdown.js";
import { plainText, textObject } from "./mrkdwn.js";
import { richText } from "./richtext.js";
import { dataTable, plainTable } from "./tables.js";

function section(block, blockId, surface) {
  const accessory = element(block.accessory, blockId, surface);
  return h(
    "div",
    { class: classes("block block-section", accessory && "with-accessory") },
    h(
      "div",
      { class: "section-body" },
      block.text && textObject(block.text),
      block.fields &&
        h(
          "div",
          { class: "section-fields" },
          block.fields.map((field) => textObject(field, "text section-field")),
        ),
    ),
    accessory && h("div", { class: "section-accessory" }, accessory),
  );
}

function header(block) {
  const level = Math.min(4, Math.max(1, block.level ?? 1));
  return h(
    `h${level + 2}`,
    { class: `block block-header header-${level}`, dir: "auto" },
    plainText(block.text),
  );
}

const row = (className) => (block, blockId, surface) => {
  const nodes = (block.elements ?? []).map((one) => element(one, blockId, surface)).filter(Boolean);
  return nodes.length ? h("div", { class: `block ${className}` }, nodes) : null;
};

function imageBlock(block) {
  return h(
    "figure",
    { class: "block block-image" },
    block.title && h("figcaption", { dir: "auto" }, plainText(block.title)),
    image(pictureAddress(block), block.alt_text, "image"),
  );
}

function fileBlock(block) {
  return h("div", { class: "block unknown" }, `File ${block.external_id ?? ""}`);
}

function unknown(block) {
  return h("div", { class: "block unknown" }, `Unknown block: ${block?.type ?? "(no type)"}`);
}

const BLOCKS = {
  section,
  header,
  actions: row("block-actions"),
  context: row("block-context"),
  context_actions: row("block-context-actions"),
  divider: () => h("hr", { class: "block" }),
  image: imageBlock,
  input: inputBlock,
  markdown: (block) => h("div", { class: "block" }, markdown(block.text)),
  rich_text: (block) => h("div", { class: "block" }, richText(block)),
  table: (block) => plainTable(block),
  data_table: (block) => dataTable(block),
  data_visualization: (block) => chart(block),
  file: fileBlock,
  ...CARDS,
};

function draw(block, index, surface) {
  const build = BLOCKS[block?.type] ?? unknown;
  const blockId = block?.block_id ?? `block-${index}`;
  try {
    return build(block, blockId, surface, blocks);
  } catch (error) {
    console.error("block could not be drawn", block, error);
    return h(
      "div",
      { class: "block unknown" },
      `This ${block.type} block could not be drawn: ${error.message}`,
    );
  }
}

/** The nodes of a list of blocks. */
export function blocks(list, surface) {
  return (list ?? []).map((block, index) => draw(block, index, surface)).filter(Boolean);
}
