// The short codes people and the bot use most, and the grid to choose a reaction from.

const TABLE = `
+1:👍 thumbsup:👍 -1:👎 thumbsdown:👎 white_check_mark:✅ heavy_check_mark:✔️ ballot_box_with_check:☑️ x:❌ warning:⚠️
eyes:👀 raised_hands:🙌 clap:👏 pray:🙏 wave:👋 muscle:💪 ok_hand:👌 handshake:🤝 point_right:👉 point_up:☝️ point_down:👇
smile:😄 slightly_smiling_face:🙂 joy:😂 wink:😉 thinking_face:🤔 neutral_face:😐 disappointed:😞 cry:😢 sweat_smile:😅 heart_eyes:😍
tada:🎉 rocket:🚀 fire:🔥 star:⭐ sparkles:✨ heart:❤️ 100:💯 trophy:🏆 zap:⚡ bulb:💡
bell:🔔 no_bell:🔕 alarm_clock:⏰ hourglass:⌛ hourglass_flowing_sand:⏳ stopwatch:⏱️ calendar:📅 date:📅 spiral_calendar_pad:🗓️ clock3:🕒
phone:☎️ telephone_receiver:📞 email:✉️ envelope:✉️ incoming_envelope:📨 inbox_tray:📥 outbox_tray:📤 memo:📝 pencil2:✏️ speech_balloon:💬
mag:🔍 link:🔗 paperclip:📎 pushpin:📌 round_pushpin:📍 clipboard:📋 bar_chart:📊 chart_with_upwards_trend:📈 chart_with_downwards_trend:📉
dart:🎯 briefcase:💼 moneybag:💰 office:🏢 globe_with_meridians:🌐 busts_in_silhouette:👥 bust_in_silhouette:👤 robot_face:🤖 palm_tree:🌴 house:🏠
red_circle:🔴 large_yellow_circle:🟡 large_orange_circle:🟠 large_green_circle:🟢 large_blue_circle:🔵 white_circle:⚪ black_circle:⚫
arrow_right:➡️ arrow_left:⬅️ arrow_up:⬆️ arrow_down:⬇️ arrows_counterclockwise:🔄 repeat:🔁 leftwards_arrow_with_hook:↩️ lock:🔒 key:🔑
information_source:ℹ️ question:❓ exclamation:❗ no_entry:⛔ rotating_light:🚨 construction:🚧 white_small_square:▫️ heavy_minus_sign:➖ zzz:💤
`;

const BY_NAME = new Map(
  TABLE.trim()
    .split(/\s+/)
    .map((pair) => [pair.slice(0, pair.lastIndexOf(":")), pair.slice(pair.lastIndexOf(":") + 1)]),
);

/** What a short code stands for; the code itself, between colons, if it is not known. */
export function emoji(name) {
  return BY_NAME.get(name) ?? `:${name}:`;
}

export function isEmoji(name) {
  return BY_NAME.has(name);
}

/** Replaces the short codes in plain text. */
export function withEmoji(text) {
  return text.replace(/:([a-z0-9_+-]+):/g, (whole, name) => BY_NAME.get(name) ?? whole);
}

/** One [name, sign] for every sign: what the reaction grid offers. */
export function choices() {
  const seen = new Set();
  return [...BY_NAME].filter(([, sign]) => !seen.has(sign) && seen.add(sign));
}
