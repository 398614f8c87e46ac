// table and data_table blocks. A data_table can be sorted, filtered and paged; both scroll inside themselves.

import { classes, h, uid } from "./dom.js";
import { icon } from "./icons.js";
import { plainText } from "./mrkdwn.js";
import { richText } from "./richtext.js";

function cellText(cell) {
  if (cell === null || cell === undefined) return "";
  if (cell.type === "rich_text") return richText(cell).textContent;
  return String(cell.text ?? cell.value ?? "");
}

function cellBody(cell) {
  return cell?.type === "rich_text" ? richText(cell) : cellText(cell);
}

const isNumber = (cell) => cell?.type === "raw_number";

function cellNode(cell, tag, setting, scope) {
  const align = ["left", "center", "right"].includes(setting?.align)
    ? setting.align
    : isNumber(cell)
      ? "right"
      : "left";
  return h(
    tag,
    {
      class: classes(`align-${align}`, setting?.is_wrapped && "wrapped", isNumber(cell) && "number"),
      scope,
      dir: isNumber(cell) ? null : "auto",
    },
    cellBody(cell),
  );
}

function scroller(label, table) {
  return h("div", { class: "table-scroll", tabindex: "0", role: "region", "aria-label": label }, table);
}

export function plainTable(block) {
  const settings = block.column_settings ?? [];
  const [head = [], ...body] = block.rows ?? [];
  const numeric = head.map((_, index) => body.length > 0 && body.every((cells) => isNumber(cells[index])));
  const setting = (index) => ({ align: numeric[index] ? "right" : "left", ...settings[index] });
  const row = (cells, tag) =>
    h(
      "tr",
      {},
      cells.map((cell, index) => cellNode(cell, tag, setting(index), tag === "th" && "col")),
    );
  const table = h(
    "table",
    { class: "grid" },
    h("thead", {}, row(head, "th")),
    h(
      "tbody",
      {},
      body.map((cells) => row(cells, "td")),
    ),
  );
  return h("div", { class: "block" }, scroller("Table", table));
}

function compare(a, b) {
  if (isNumber(a) && isNumber(b)) return a.value - b.value;
  return cellText(a).localeCompare(cellText(b), "en", { numeric: true, sensitivity: "base" });
}

function visible(rows, view) {
  const word = view.filter.toLowerCase();
  const left = rows.filter((row) => !word || row.some((cell) => cellText(cell).toLowerCase().includes(word)));
  if (view.column === null) return left;
  return left.toSorted((a, b) => compare(a[view.column], b[view.column]) * view.direction);
}

function headCell(cell, index, view, sort, numeric) {
  const sorted = view.column === index ? (view.direction > 0 ? "ascending" : "descending") : "none";
  return h(
    "th",
    { scope: "col", "aria-sort": sorted, class: numeric ? "align-right" : "align-left" },
    h(
      "button",
      { type: "button", class: "sort", onclick: () => sort(index) },
      cellText(cell),
      icon(`sort_${sorted}`, "sort-mark icon"),
    ),
  );
}

function pager(view, pages, count, turn) {
  const button = (label, to, off) =>
    h("button", { type: "button", class: "button small", disabled: off, onclick: () => turn(to) }, label);
  return [
    h(
      "span",
      { class: "pager-text", role: "status" },
      `${count} ${count === 1 ? "row" : "rows"}, page ${view.page + 1} of ${pages}`,
    ),
    button("Previous", view.page - 1, view.page === 0),
    button("Next", view.page + 1, view.page >= pages - 1),
  ];
}

export function dataTable(block) {
  const [head = [], ...body] = block.rows ?? [];
  const size = Math.min(100, Math.max(1, block.page_size ?? 5));
  const key = block.row_header_column_index ?? 0;
  const numeric = head.map((_, index) => body.length > 0 && body.every((row) => isNumber(row[index])));
  const view = { column: null, direction: 1, filter: "", page: 0 };
  const captionId = uid("caption");
  const headRow = h("tr");
  const rows = h("tbody");
  const foot = h("div", { class: "pager" });
  const change = (changes) => {
    Object.assign(view, changes);
    draw();
  };
  const sort = (index) =>
    change({ direction: view.column === index ? -view.direction : 1, column: index, page: 0 });
  const draw = () => {
    const found = visible(body, view);
    const pages = Math.max(1, Math.ceil(found.length / size));
    const shown = found.slice(view.page * size, (view.page + 1) * size);
    const focused = [...headRow.children].findIndex((cell) => cell.contains(document.activeElement));
    headRow.replaceChildren(...head.map((cell, index) => headCell(cell, index, view, sort, numeric[index])));
    headRow.children[focused]?.querySelector("button").focus();
    rows.replaceChildren(
      ...shown.map((cells) =>
        h(
          "tr",
          {},
          cells.map((cell, index) =>
            cellNode(cell, index === key ? "th" : "td", null, index === key && "row"),
          ),
        ),
      ),
    );
    foot.replaceChildren(
      ...(pages > 1 || view.filter ? pager(view, pages, found.length, (page) => change({ page })) : []),
    );
    foot.hidden = foot.childElementCount === 0;
  };
  const caption = plainText(block.caption);
  const table = h("table", { class: "grid", "aria-labelledby": captionId }, h("thead", {}, headRow), rows);
  const filter = h("input", {
    class: "field small",
    type: "search",
    placeholder: "Filter",
    "aria-label": `Filter ${caption}`,
    oninput: () => change({ filter: filter.value, page: 0 }),
  });
  draw();
  return h(
    "div",
    { class: "block data-table" },
    h(
      "div",
      { class: "data-head" },
      h("div", { class: "data-caption", id: captionId, dir: "auto" }, caption),
      body.length > size && filter,
    ),
    scroller(caption, table),
    foot,
  );
}
