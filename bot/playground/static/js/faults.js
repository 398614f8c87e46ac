// A small menu by which the next calls of the bot go wrong, to see that nothing is lost or doubled.

import { get, post, remove } from "./api.js";
import { icon } from "./icons.js";
import { menu, toast } from "./overlay.js";

const METHOD = "chat.postMessage";
const CHOICES = [
  { kind: "drop_after", label: "Lose the answer", detail: "The message is posted, the connection breaks" },
  { kind: "http_500", label: "Server error", detail: "HTTP 500, nothing is posted" },
  { kind: "rate_limit", label: "Rate limit", detail: "HTTP 429 with Retry-After" },
  { kind: "delay", label: "Answer slowly", detail: "5 seconds", seconds: 5 },
];

async function order({ kind, label, seconds }) {
  try {
    await post("/page/fault", { kind, method: METHOD, count: 1, ...(seconds ? { seconds } : {}) });
    toast(`${label}: the bot's next ${METHOD} will meet it`);
  } catch (error) {
    toast(`That could not be ordered (${error.message})`, "error");
  }
}

async function waiting() {
  const answer = await get("/page/faults").catch(() => []);
  return Array.isArray(answer) ? answer : (answer.faults ?? []);
}

export async function faultMenu(anchor) {
  const pending = await waiting();
  const items = [
    { heading: `Next ${METHOD} of the bot` },
    ...CHOICES.map((choice) => ({
      label: choice.label,
      detail: choice.detail,
      lead: icon("warning"),
      run: () => order(choice),
    })),
  ];
  if (pending.length) {
    const clear = () => remove("/page/faults").then(() => toast("All clear"));
    items.push("line", { label: `Call off ${pending.length} waiting`, lead: icon("close"), run: clear });
  }
  menu(anchor, items, "Misbehave");
}
