// Slack's markup, Markdown and rich text as nodes of the page. Nothing here ever makes HTML from text.

import { drawn } from "/page/icons.js";

export function node(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (name in made && name !== "list" && name !== "form") made[name] = value;
    else made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return made;
}

const EMOJI = {
  white_check_mark: "✅", heavy_check_mark: "✔️", x: "❌", warning: "⚠️", hourglass: "⌛", hourglass_flowing_sand: "⏳",
  tada: "🎉", bell: "🔔", no_entry: "⛔", lock: "🔒", unlock: "🔓", memo: "📝", pushpin: "📌", calendar: "📅", date: "📅",
  chart_with_upwards_trend: "📈", chart_with_downwards_trend: "📉", bar_chart: "📊", rocket: "🚀", eyes: "👀", "+1": "👍",
  thumbsup: "👍", "-1": "👎", thumbsdown: "👎", pray: "🙏", wave: "👋", clock3: "🕒", alarm_clock: "⏰", mag: "🔍", link: "🔗",
  red_circle: "🔴", large_yellow_circle: "🟡", large_green_circle: "🟢", large_blue_circle: "🔵", white_circle: "⚪",
  black_circle: "⚫", arrow_right: "➡️", arrow_up: "⬆️", arrow_down: "⬇️", question: "❓", exclamation: "❗", bulb: "💡",
  ballot_box_with_check: "☑️", triangular_flag_on_post: "🚩", checkered_flag: "🏁", construction: "🚧", file_folder: "📁",
  inbox_tray: "📥", outbox_tray: "📤", speech_balloon: "💬", bust_in_silhouette: "👤", busts_in_silhouette: "👥",
  page_facing_up: "📄", clipboard: "📋", repeat: "🔁", leftwards_arrow_with_hook: "↩️", stop_sign: "🛑", star: "⭐",
  information_source: "ℹ️", hammer_and_wrench: "🛠️", package: "📦", moneybag: "💰", handshake: "🤝", fire: "🔥", smile: "😄",
};

const unescape = (text) => text.replace(/&(lt|gt|amp);/g, (_, name) => ({ lt: "<", gt: ">", amp: "&" })[name]);
const emoji = (name) => EMOJI[name] || `:${name}:`;
const isSafe = (address) => /^(https?:\/\/|mailto:)/i.test(address);

export function link(address, label) {
  if (!isSafe(address)) return document.createTextNode(label);
  return node("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, label);
}

export class Reader {
  constructor({ names, channels, me, word, locale }) {
    Object.assign(this, { names, channels, me, word, locale });
  }

  mention(id) {
    const name = this.names.get(id) || id;
    return node("span", { className: id === this.me ? "mention mine" : "mention" }, `@${name}`);
  }

  channel(id) {
    return node("span", { className: "mention" }, `#${this.channels.get(id) || id}`);
  }

  date(seconds, format) {
    const day = new Date(seconds * 1000);
    const days = { date_num: { dateStyle: "short" }, date: { dateStyle: "long" }, date_short: { dateStyle: "medium" } };
    const said = (style) => new Intl.DateTimeFormat(this.locale, style).format(day);
    return format.replace(/\{(\w+)\}/g, (_, name) => {
      if (name.startsWith("time")) return said({ timeStyle: name === "time_secs" ? "medium" : "short" });
      if (name === "ago") return said({ dateStyle: "medium", timeStyle: "short" });
      if (name.startsWith("date_long")) return said({ dateStyle: "full" });
      return said(days[name.replace("_pretty", "")] || { dateStyle: "medium" });
    });
  }

  // The same as nodes, with the signs drawn.
  label(text) {
    return drawn(this.plain(text));
  }

  plain(text) {
    return text.replace(/:([a-z0-9_+-]+):/g, (_, name) => emoji(name));
  }

  // --- mrkdwn

  mrkdwn(text) {
    const made = document.createDocumentFragment();
    text.split(/```/).forEach((part, index) => {
      if (index % 2) made.append(node("pre", {}, unescape(part.replace(/^\n/, ""))));
      else made.append(...this.lines(part));
    });
    return made;
  }

  lines(text) {
    const made = [];
    let quote = null;
    text.split("\n").forEach((line, index, all) => {
      const quoted = /^(&gt;|>)\s?/.exec(line);
      if (quoted) {
        if (!quote) made.push((quote = node("blockquote")));
        else quote.append(node("br"));
        quote.append(...this.inline(line.slice(quoted[0].length)));
        return;
      }
      if (index && !quote) made.push(node("br"));
      quote = null;
      made.push(...this.inline(line));
    });
    return made;
  }

  inline(text) {
    const pattern = /`([^`]+)`|<([^<>]+)>|(?<![\p{L}\p{N}*])\*(?!\s)([^*]+?)(?<!\s)\*(?![\p{L}\p{N}*])|(?<![\p{L}\p{N}_])_(?!\s)([^_]+?)(?<!\s)_(?![\p{L}\p{N}_])|(?<![\p{L}\p{N}~])~(?!\s)([^~]+?)(?<!\s)~(?![\p{L}\p{N}~])|:([a-z0-9_+-]+):/u;
    const made = [];
    let rest = text;
    for (let found; (found = pattern.exec(rest)); rest = rest.slice(found.index + found[0].length)) {
      made.push(...drawn(unescape(rest.slice(0, found.index))));
      const [, code, entity, bold, italic, strike, name] = found;
      if (code !== undefined) made.push(node("code", {}, unescape(code)));
      else if (entity !== undefined) made.push(this.entity(entity));
      else if (bold !== undefined) made.push(node("strong", {}, ...this.inline(bold)));
      else if (italic !== undefined) made.push(node("em", {}, ...this.inline(italic)));
      else if (strike !== undefined) made.push(node("s", {}, ...this.inline(strike)));
      else made.push(...drawn(emoji(name)));
    }
    made.push(...drawn(unescape(rest)));
    return made;
  }

  entity(text) {
    const [target, ...rest] = text.split("|");
    const label = unescape(rest.join("|"));
    if (target.startsWith("@")) return this.mention(target.slice(1));
    if (target.startsWith("#")) return this.channel(target.slice(1));
    if (target.startsWith("!date^")) {
      const [, seconds, format] = target.split("^");
      return node("time", {}, this.date(Number(seconds), format || "{date_short}"));
    }
    if (target.startsWith("!")) return node("span", { className: "mention mine" }, label || this.word("everybody"));
    return link(unescape(target), label || unescape(target));
  }

  // --- Markdown

  markdown(text) {
    const made = node("div", { className: "markdown" });
    const lines = text.split("\n");
    while (lines.length) made.append(this.paragraph(lines));
    return made;
  }

  paragraph(lines) {
    const line = lines.shift();
    const heading = /^(#{1,6})\s+(.*)/.exec(line);
    if (heading) return node(`h${Math.min(heading[1].length + 2, 6)}`, {}, ...this.marked(heading[2]));
    if (/^```/.test(line)) return node("pre", {}, this.until(lines, /^```/).join("\n"));
    if (/^(-{3,}|\*{3,})\s*$/.test(line)) return node("hr");
    if (/^\s*\|/.test(line)) return this.grid([line, ...this.while(lines, /^\s*\|/)]);
    if (/^\s*([-*+]|\d+[.)])\s/.test(line)) return this.list([line, ...this.while(lines, /^\s*([-*+]|\d+[.)])\s/)]);
    if (/^>/.test(line)) return node("blockquote", {}, ...this.marked(line.replace(/^>\s?/, "")));
    return line.trim() ? node("p", {}, ...this.marked(line)) : node("span");
  }

  while(lines, pattern) {
    const taken = [];
    while (lines.length && pattern.test(lines[0])) taken.push(lines.shift());
    return taken;
  }

  until(lines, pattern) {
    const taken = [];
    while (lines.length && !pattern.test(lines[0])) taken.push(lines.shift());
    lines.shift();
    return taken;
  }

  list(lines) {
    const ordered = /^\s*\d/.test(lines[0]);
    const item = (line) => node("li", {}, ...this.marked(line.replace(/^\s*([-*+]|\d+[.)])\s+/, "")));
    return node(ordered ? "ol" : "ul", {}, lines.map(item));
  }

  grid(lines) {
    const cells = (line) => line.trim().replace(/^\||\|$/g, "").split("|").map((cell) => cell.trim());
    const rows = lines.map(cells).filter((row) => !row.every((cell) => /^:?-+:?$/.test(cell)));
    const made = rows.map((row, index) =>
      node("tr", {}, row.map((cell) => node(index ? "td" : "th", {}, ...this.marked(cell)))));
    return node("div", { className: "table" }, node("table", {}, node("tbody", {}, made)));
  }

  marked(text) {
    const pattern = /`([^`]+)`|\[([^\]]+)\]\(([^)\s]+)\)|\*\*(.+?)\*\*|\*(\S[^*]*?)\*|~~(.+?)~~|<([@#!][^<>]+)>|:([a-z0-9_+-]+):/;
    const made = [];
    let rest = text;
    for (let found; (found = pattern.exec(rest)); rest = rest.slice(found.index + found[0].length)) {
      made.push(...drawn(unescape(rest.slice(0, found.index))));
      const [, code, label, address, bold, italic, strike, entity, name] = found;
      if (code !== undefined) made.push(node("code", {}, unescape(code)));
      else if (label !== undefined) made.push(link(unescape(address), unescape(label)));
      else if (bold !== undefined) made.push(node("strong", {}, ...this.marked(bold)));
      else if (italic !== undefined) made.push(node("em", {}, ...this.marked(italic)));
      else if (strike !== undefined) made.push(node("s", {}, ...this.marked(strike)));
      else if (entity !== undefined) made.push(this.entity(entity));
      else made.push(...drawn(emoji(name)));
    }
    made.push(...drawn(unescape(rest)));
    return made;
  }

  // --- rich text

  rich(block) {
    return node("div", { className: "rich" }, block.elements.map((group) => this.group(group)));
  }

  group(group) {
    const pieces = (group.elements || []).map((piece) =>
      piece.type === "rich_text_section" ? node("li", { className: "rich" }, ...piece.elements.map((one) => this.piece(one))) : this.piece(piece));
    if (group.type === "rich_text_list") return node(group.style === "ordered" ? "ol" : "ul", {}, pieces);
    if (group.type === "rich_text_quote") return node("blockquote", {}, pieces);
    if (group.type === "rich_text_preformatted") return node("pre", {}, pieces);
    return node("p", { className: "rich" }, pieces);
  }

  piece(piece) {
    const kinds = {
      text: () => node("span", {}, ...drawn(piece.text)),
      link: () => link(piece.url, piece.text || piece.url),
      user: () => this.mention(piece.user_id),
      channel: () => this.channel(piece.channel_id),
      emoji: () => node("span", {}, ...drawn(emoji(piece.name))),
      broadcast: () => node("span", { className: "mention mine" }, `@${piece.range}`),
      date: () => node("time", {}, this.date(piece.timestamp, piece.format || "{date_short}")),
    };
    let made = (kinds[piece.type] || (() => document.createTextNode(piece.text || piece.value || "")))();
    const tags = { bold: "strong", italic: "em", strike: "s", code: "code" };
    for (const [style, tag] of Object.entries(tags)) if (piece.style?.[style]) made = node(tag, {}, made);
    return made;
  }
}
