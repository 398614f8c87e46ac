// Times, always in the acting person's zone.

import { state } from "./state.js";

const DAY = 86400;
const formats = new Map();

function format(options) {
  const timeZone = state.me?.tz || "UTC";
  const key = timeZone + JSON.stringify(options);
  if (!formats.has(key)) {
    let made;
    try {
      made = new Intl.DateTimeFormat("en-GB", { ...options, timeZone });
    } catch {
      made = new Intl.DateTimeFormat("en-GB", { ...options, timeZone: "UTC" });
    }
    formats.set(key, made);
  }
  return formats.get(key);
}

function parts(seconds) {
  const options = {
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hourCycle: "h23",
  };
  const found = format(options).formatToParts(new Date(seconds * 1000));
  return Object.fromEntries(found.map((part) => [part.type, Number(part.value)]));
}

function text(seconds, options) {
  return format(options).format(new Date(seconds * 1000));
}

const pad = (number) => String(number).padStart(2, "0");

export function isoDate(seconds) {
  const p = parts(seconds);
  return `${p.year}-${pad(p.month)}-${pad(p.day)}`;
}

export function clock(seconds) {
  const p = parts(seconds);
  return `${pad(p.hour)}:${pad(p.minute)}`;
}

const month = (seconds, style) => text(seconds, { month: style });
const weekday = (seconds) => text(seconds, { weekday: "long" });

function ordinal(day) {
  const teen = day % 100 >= 11 && day % 100 <= 13;
  return `${day}${teen ? "th" : ({ 1: "st", 2: "nd", 3: "rd" }[day % 10] ?? "th")}`;
}

function dateWords(seconds, style, withYear = true) {
  const p = parts(seconds);
  const year = withYear ? `, ${p.year}` : "";
  return style === "short"
    ? `${month(seconds, "short")} ${p.day}${year}`
    : `${month(seconds, "long")} ${ordinal(p.day)}${year}`;
}

function nearDay(seconds) {
  const now = Date.now() / 1000;
  const day = isoDate(seconds);
  if (day === isoDate(now)) return "Today";
  if (day === isoDate(now - DAY)) return "Yesterday";
  return day === isoDate(now + DAY) ? "Tomorrow" : null;
}

function ago(seconds) {
  const gone = Math.round(Date.now() / 1000 - seconds);
  const [size, name] = [
    [DAY, "day"],
    [3600, "hour"],
    [60, "minute"],
    [1, "second"],
  ].find(([s]) => Math.abs(gone) >= s) ?? [1, "second"];
  const count = Math.floor(Math.abs(gone) / size);
  const words = `${count} ${name}${count === 1 ? "" : "s"}`;
  return gone >= 0 ? `${words} ago` : `in ${words}`;
}

const TOKENS = {
  date_num: isoDate,
  date_slash: (s) => isoDate(s).replaceAll("-", "/"),
  date: (s) => dateWords(s, "long"),
  date_short: (s) => dateWords(s, "short"),
  date_long: (s) => `${weekday(s)}, ${dateWords(s, "long")}`,
  time: clock,
  time_secs: (s) => `${clock(s)}:${pad(parts(s).second)}`,
  ago,
};

/** Slack's date pattern: "{date_short_pretty} at {time}". An unknown token is left as it stands. */
export function slackDate(seconds, pattern) {
  return pattern.replace(/\{(\w+)\}/g, (whole, name, offset) => {
    const near = name.endsWith("_pretty") ? nearDay(seconds) : null;
    if (near) return offset === 0 ? near : near.toLowerCase();
    const token = TOKENS[name] ?? TOKENS[name.replace(/_pretty$/, "")];
    return token ? token(seconds) : whole;
  });
}

/** "Today", "Monday, 16 November": the line between two days of a conversation. */
export function dayLabel(seconds) {
  return nearDay(seconds) ?? `${weekday(seconds)}, ${month(seconds, "long")} ${ordinal(parts(seconds).day)}`;
}

export function fullTime(seconds) {
  return `${dateWords(seconds, "short")} at ${clock(seconds)} (${state.me?.tz ?? "UTC"})`;
}

/** Seconds since 1970 of a wall time "2026-11-23T09:30" in the acting person's zone. */
export function fromWall(wall) {
  const guess = Date.parse(`${wall}:00Z`) / 1000;
  const offset = (seconds) => {
    const p = parts(seconds);
    return Date.UTC(p.year, p.month - 1, p.day, p.hour, p.minute, p.second) / 1000 - seconds;
  };
  return guess - offset(guess - offset(guess));
}

/** The opposite of fromWall. */
export function toWall(seconds) {
  return `${isoDate(seconds)}T${clock(seconds)}`;
}
