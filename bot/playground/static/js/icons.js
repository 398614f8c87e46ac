// The page's own line icons, drawn on a 20 x 20 grid.

import { svg } from "./dom.js";

const PATHS = {
  hash: "M4 7.5h13M3 12.5h13M8 3 6 17M14 3l-2 14",
  lock: "M5 9h10v8H5zM7 9V6.5a3 3 0 0 1 6 0V9",
  home: "M3 9.5 10 4l7 5.5V16H3zM8 16v-4h4v4",
  back: "M12 4l-6 6 6 6",
  close: "M5 5l10 10M15 5 5 15",
  more: "M4 10h.01M10 10h.01M16 10h.01",
  reply: "M4 5h12v8H9l-3 3v-3H4z",
  smile: "M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14M7.2 11.6c1.2 2 4.4 2 5.6 0M7.6 8h.01M12.4 8h.01",
  send: "M3.5 10 17 3.5 12.5 17l-2.8-5.2zM9.7 11.8 17 3.5",
  eye: "M2.5 10s3-5 7.5-5 7.5 5 7.5 5-3 5-7.5 5-7.5-5-7.5-5M10 8a2 2 0 1 0 0 4 2 2 0 0 0 0-4",
  plus: "M10 4v12M4 10h12",
  people:
    "M7.5 4a2.7 2.7 0 1 0 0 5.4 2.7 2.7 0 0 0 0-5.4M2.5 16c.4-2.8 2.3-4.2 5-4.2s4.6 1.4 5 4.2M13 4.5a2.5 2.5 0 0 1 0 4.8M14.5 12c1.7.5 2.7 1.9 3 4",
  bolt: "M11 2.5 4.5 11.5H10L9 17.5l6.5-9H10z",
  link: "M8.5 11.5l3-3M7 9l-2.2 2.2a2.8 2.8 0 0 0 4 4L11 13M13 11l2.2-2.2a2.8 2.8 0 0 0-4-4L9 7",
  pencil: "M4 16l.8-3.5L13 4.3l2.7 2.7-8.2 8.2z",
  trash: "M4 6h12M8 6V4h4v2M5.5 6l.8 10.5h7.4L14.5 6M8.5 9v5M11.5 9v5",
  up: "M7 9v7H4V9zM7 9l3-6c1.5 0 2 1 1.8 2.2L11.3 8H15c1 0 1.6.9 1.4 1.8l-1.2 5c-.2.7-.7 1.2-1.4 1.2H7",
  down: "M13 11V4h3v7zM13 11l-3 6c-1.5 0-2-1-1.8-2.2l.5-2.8H5c-1 0-1.6-.9-1.4-1.8l1.2-5C5 4.5 5.5 4 6.2 4H13",
  chevron: "M6 8l4 4 4-4",
  warning: "M10 3.5 17.5 16.5h-15zM10 8.5v4M10 14.5h.01",
  info: "M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14M10 9.5v4M10 6.8h.01",
  check: "M4.5 10.5 8.5 14.5 15.5 6",
  sort_none: "M7 8l3-3 3 3M7 12l3 3 3-3",
  sort_ascending: "M6 12l4-4 4 4",
  sort_descending: "M6 8l4 4 4-4",
};

export function icon(name, className = "icon") {
  return svg(
    "svg",
    { class: `${className} icon-${name}`, viewBox: "0 0 20 20", "aria-hidden": "true", focusable: "false" },
    svg("path", { d: PATHS[name] ?? PATHS.info }),
  );
}
