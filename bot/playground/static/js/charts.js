// data_visualization blocks as SVG: line, bar, area and pie, each with its figures as a table beneath.

import { classes, h, svg } from "./dom.js";
import { plainText } from "./mrkdwn.js";

const HEIGHT = 250;
const LETTER = 6.3;

/** Round steps that cover low..high with zero in view. */
function ticks(low, high, wanted = 5) {
  const bottom = Math.min(0, low);
  const top = Math.max(0, high) || 1;
  const rough = (top - bottom) / wanted;
  const power = 10 ** Math.floor(Math.log10(rough));
  const unit = [1, 2, 2.5, 5, 10].find((factor) => factor * power >= rough) * power;
  const first = Math.floor(bottom / unit + 1e-9);
  const last = Math.ceil(top / unit - 1e-9);
  return Array.from({ length: last - first + 1 }, (_, index) =>
    Number(((first + index) * unit).toPrecision(12)),
  );
}

const number = (value) => Number(value).toLocaleString("en-US", { maximumFractionDigits: 2 });

function text(x, y, content, props = {}) {
  return svg("text", { x, y, ...props }, content);
}

function valueOf(series, category) {
  return Number(series.data.find((point) => point.label === category)?.value ?? 0);
}

/** Everything the drawing functions share: scales and margins for this width. */
function frame(chart, width) {
  const categories = chart.axis_config?.categories ?? chart.series[0].data.map((point) => point.label);
  const values = chart.series.flatMap((series) => categories.map((category) => valueOf(series, category)));
  const steps = ticks(Math.min(...values), Math.max(...values));
  const left =
    14 +
    Math.max(...steps.map((step) => number(step).length)) * LETTER +
    (chart.axis_config?.y_label ? 18 : 0);
  const slot = (width - left - 12) / categories.length;
  const longest = Math.max(...categories.map((category) => category.length)) * LETTER;
  const tilted = longest > slot - 6;
  const bottom = (tilted ? Math.min(longest, 130) * 0.62 + 20 : 24) + (chart.axis_config?.x_label ? 18 : 0);
  const top = 10;
  const [low, high] = [steps[0], steps.at(-1)];
  const y = (value) => top + (HEIGHT - top - bottom) * (1 - (value - low) / (high - low));
  const x = (index) => left + slot * (index + 0.5);
  return { categories, steps, left, bottom, top, slot, tilted, width, x, y };
}

function axes(chart, f) {
  const lines = f.steps.map((step) => [
    svg("line", {
      class: step === 0 ? "axis" : "gridline",
      x1: f.left,
      x2: f.width - 12,
      y1: f.y(step),
      y2: f.y(step),
    }),
    text(f.left - 6, f.y(step) + 4, number(step), { "text-anchor": "end" }),
  ]);
  const base = HEIGHT - f.bottom + 16;
  const every = Math.ceil(14 / f.slot);
  const names = f.categories.map((category, index) => {
    if (index % every) return null;
    const turn = f.tilted
      ? { "text-anchor": "end", transform: `rotate(-38 ${f.x(index)} ${base - 4})` }
      : { "text-anchor": "middle" };
    return text(f.x(index), f.tilted ? base - 4 : base, category, turn);
  });
  const { x_label: xLabel, y_label: yLabel } = chart.axis_config ?? {};
  const middle = f.top + (HEIGHT - f.top - f.bottom) / 2;
  return [
    lines,
    names,
    xLabel &&
      text(f.left + (f.width - f.left - 12) / 2, HEIGHT - 6, xLabel, {
        class: "axis-name",
        "text-anchor": "middle",
      }),
    yLabel &&
      text(14, middle, yLabel, {
        class: "axis-name",
        "text-anchor": "middle",
        transform: `rotate(-90 14 ${middle})`,
      }),
  ];
}

const hover = (series, category, value) => svg("title", {}, `${series}, ${category}: ${number(value)}`);

function bars(chart, f) {
  const wide = Math.min(46, (f.slot * 0.74) / chart.series.length);
  return chart.series.map((series, s) =>
    f.categories.map((category, index) => {
      const value = valueOf(series, category);
      const x = f.x(index) + (s - chart.series.length / 2) * wide;
      const [upper, lower] = [f.y(Math.max(0, value)), f.y(Math.min(0, value))];
      return svg(
        "rect",
        {
          class: `series-${s} filled`,
          x: x + 1,
          y: upper,
          width: Math.max(1, wide - 2),
          height: Math.max(lower - upper, 1),
          rx: 2,
        },
        hover(series.name, category, value),
      );
    }),
  );
}

function lines(chart, f) {
  return chart.series.map((series, s) => {
    const points = f.categories.map((category, index) => [f.x(index), f.y(valueOf(series, category))]);
    const path = points.map((point) => point.join(",")).join(" ");
    const ground = f.y(0);
    const area =
      chart.type === "area" &&
      svg("polygon", {
        class: `series-${s} shaded`,
        points: `${points[0][0]},${ground} ${path} ${points.at(-1)[0]},${ground}`,
      });
    const dots = points.map(([x, y], index) =>
      svg(
        "circle",
        { class: `series-${s} filled`, cx: x, cy: y, r: 3.5 },
        hover(series.name, f.categories[index], valueOf(series, f.categories[index])),
      ),
    );
    return [area, svg("polyline", { class: `series-${s} stroked dash-${s % 4}`, points: path }), dots];
  });
}

function slice(segment, index, start, share) {
  const [cx, cy, r] = [125, 125, 108];
  const at = (part) => [cx + r * Math.sin(2 * Math.PI * part), cy - r * Math.cos(2 * Math.PI * part)];
  const title = svg("title", {}, `${segment.label}: ${number(segment.value)} (${Math.round(share * 100)} %)`);
  if (share > 0.9999) return svg("circle", { class: `series-${index} filled slice`, cx, cy, r }, title);
  const [[x1, y1], [x2, y2]] = [at(start), at(start + share)];
  return svg(
    "path",
    {
      class: `series-${index} filled slice`,
      d: `M${cx},${cy}L${x1},${y1}A${r},${r} 0 ${share > 0.5 ? 1 : 0} 1 ${x2},${y2}Z`,
    },
    title,
  );
}

function pie(chart) {
  const total = chart.segments.reduce((sum, segment) => sum + Number(segment.value), 0);
  let start = 0;
  return chart.segments.map((segment, index) => {
    const share = Number(segment.value) / total;
    start += share;
    return slice(segment, index, start - share, share);
  });
}

function legend(chart) {
  const entries =
    chart.type === "pie"
      ? chart.segments.map((segment) => [segment.label, number(segment.value)])
      : chart.series.map((series) => [series.name, null]);
  return h(
    "ul",
    { class: "legend" },
    entries.map(([name, value], index) =>
      h(
        "li",
        { dir: "auto" },
        h("span", { class: `legend-dot series-${index}` }),
        name,
        value && h("b", {}, value),
      ),
    ),
  );
}

function figures(chart) {
  const head =
    chart.type === "pie" ? ["", "Value", "Share"] : ["", ...chart.series.map((series) => series.name)];
  const total = (chart.segments ?? []).reduce((sum, segment) => sum + Number(segment.value), 0);
  const categories = chart.axis_config?.categories ?? chart.series?.[0].data.map((point) => point.label);
  const rows =
    chart.type === "pie"
      ? chart.segments.map((segment) => [
          segment.label,
          number(segment.value),
          `${Math.round((100 * segment.value) / total)} %`,
        ])
      : categories.map((category) => [
          category,
          ...chart.series.map((series) => number(valueOf(series, category))),
        ]);
  const row = ([name, ...cells], tag) =>
    h(
      "tr",
      {},
      h("th", { scope: tag === "th" ? "col" : "row" }, name),
      cells.map((cell) => h(tag, { class: "align-right", scope: tag === "th" && "col" }, cell)),
    );
  const table = h(
    "table",
    { class: "grid" },
    h("thead", {}, row(head, "th")),
    h(
      "tbody",
      {},
      rows.map((cells) => row(cells, "td")),
    ),
  );
  return h(
    "details",
    { class: "figures" },
    h("summary", {}, "Figures"),
    h("div", { class: "table-scroll", tabindex: "0", role: "region", "aria-label": "Figures" }, table),
  );
}

function drawn(chart, width, label) {
  const round = chart.type === "pie";
  const wide = round ? 250 : width;
  const f = round ? null : frame(chart, wide);
  const marks = round
    ? pie(chart)
    : [axes(chart, f), chart.type === "bar" ? bars(chart, f) : lines(chart, f)];
  return svg(
    "svg",
    { class: "chart", viewBox: `0 0 ${wide} ${HEIGHT}`, role: "img", "aria-label": label },
    marks,
  );
}

export function chart(block) {
  const described = block.chart;
  const title = plainText(block.title);
  const round = described.type === "pie";
  const names = round
    ? described.segments.map((segment) => segment.label)
    : described.series.map((series) => series.name);
  const label = `${title}: ${described.type} chart of ${names.join(", ")}`;
  const canvas = h("div", { class: "chart-canvas" }, drawn(described, 560, label));
  let last = 560;
  const fit = ([entry]) => {
    const width = Math.round(Math.min(680, Math.max(260, entry.contentRect.width)));
    if (entry.contentRect.width === 0 || width === last) return;
    last = width;
    canvas.replaceChildren(drawn(described, width, label));
  };
  if (!round) new ResizeObserver(fit).observe(canvas);
  return h(
    "figure",
    { class: classes("block block-chart", round && "pie") },
    h("figcaption", { dir: "auto" }, title),
    canvas,
    legend(described),
    figures(described),
  );
}
