// Building of DOM nodes. Text only ever enters as text nodes: there is no way here to parse markup.

const PROPERTIES = new Set(["value", "checked", "disabled", "hidden", "selected", "indeterminate", "open"]);

function assign(node, key, value) {
  if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
  else if (key === "class") node.setAttribute("class", value);
  else if (key === "dataset") Object.assign(node.dataset, value);
  else if (key === "vars") Object.entries(value).forEach(([name, v]) => node.style.setProperty(name, v));
  else if (PROPERTIES.has(key)) node[key] = value;
  else node.setAttribute(key, value === true ? "" : value);
}

function fill(node, props, children) {
  for (const [key, value] of Object.entries(props ?? {})) {
    if (value !== null && value !== undefined && value !== false) assign(node, key, value);
  }
  node.append(
    ...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false),
  );
  return node;
}

/** An HTML element: h("p", {class: "x", onclick: f}, "text", node, [more]). */
export function h(tag, props, ...children) {
  return fill(document.createElement(tag), props, children);
}

/** The same for SVG. */
export function svg(tag, props, ...children) {
  return fill(document.createElementNS("http://www.w3.org/2000/svg", tag), props, children);
}

export function byId(id) {
  return document.getElementById(id);
}

let serial = 0;

/** A fresh id for label/for, aria-describedby and the like. */
export function uid(prefix = "n") {
  serial += 1;
  return `${prefix}-${serial}`;
}

/** The address if it is safe to follow (http, https, mailto, tel), otherwise null. */
export function safeUrl(text) {
  try {
    const url = new URL(text, location.origin);
    return ["http:", "https:", "mailto:", "tel:"].includes(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}

/** A link that opens apart and tells the other side nothing. */
export function link(address, ...children) {
  const href = safeUrl(address);
  if (!href) return h("span", {}, ...children);
  return h("a", { href, target: "_blank", rel: "noopener noreferrer", title: address }, ...children);
}

/** Where this server keeps an uploaded file; its own absolute addresses may name the machine differently. */
export function fileAddress(file) {
  return `/files/${encodeURIComponent(file.id)}/${encodeURIComponent(file.name ?? "image")}`;
}

/** The address of a picture in a block: {image_url} or {slack_file: {id | url}}. */
export function pictureAddress(described) {
  const file = described.slack_file;
  return described.image_url ?? (file?.id ? fileAddress(file) : file?.url);
}

/** An image, if it comes from this page's own address; another host is never asked unseen. */
export function image(address, alt, className) {
  const href = safeUrl(address ?? "");
  const own =
    (href && href.startsWith(location.origin)) || /^data:image\/(png|jpeg|gif);/.test(address ?? "");
  if (own) return h("img", { src: address, alt: alt ?? "", class: className, loading: "lazy" });
  return h(
    "span",
    { class: `${className ?? ""} no-image`, role: "img", "aria-label": alt || "Image" },
    alt || "Image",
  );
}

/** Joins what is there: classes("a", cond && "b"). */
export function classes(...names) {
  return names.filter(Boolean).join(" ");
}

/** Runs `work` once, `ms` after the last call. */
export function debounce(work, ms) {
  let timer = 0;
  return (...args) => {
    clearTimeout(timer);
    timer = setTimeout(() => work(...args), ms);
  };
}

/** Never two at a time: a call during a run makes one more run afterwards. */
export function singleFlight(work) {
  let running = null;
  let again = false;
  async function run() {
    do {
      again = false;
      await work();
    } while (again);
  }
  return () => {
    if (running) again = true;
    else running = run().finally(() => (running = null));
    return running;
  };
}

const FOCUSABLE = "button, input, select, textarea";

/** Redraws a place and gives the focus back to the element that stands for the one that had it. */
export function keepFocus(host, redraw) {
  const active = host.contains(document.activeElement) ? document.activeElement : null;
  const { action, block } = active?.closest("[data-action]")?.dataset ?? {};
  const inside = active
    ? [...(active.closest("[data-action]")?.querySelectorAll(FOCUSABLE) ?? [])].indexOf(active)
    : -1;
  const caret = active && "selectionStart" in active ? active.selectionStart : null;
  redraw();
  if (!active || active.isConnected) return;
  const again =
    action &&
    [...host.querySelectorAll("[data-action]")].find(
      (node) => node.dataset.action === action && node.dataset.block === block,
    );
  const inner = again && inside >= 0 ? again.querySelectorAll(FOCUSABLE)[inside] : again;
  const target = inner || host.querySelector("[data-fallback-focus]") || host;
  target.focus({ preventScroll: true });
  if (caret !== null && inner && /^(text|search|textarea)$/.test(inner.type))
    inner.setSelectionRange(caret, caret);
}
