// The page: fetches what the visitor sees, draws it, and sends what the visitor does. State: who, where, which language.

import { Blocks } from "/page/blocks.js";
import { Controls, picture } from "/page/controls.js";
import { ask, Modal } from "/page/dialogs.js";
import { icon } from "/page/icons.js";
import { node, Reader } from "/page/text.js";

const byId = (id) => document.getElementById(id);
const asked = new URLSearchParams(location.search);
const here = { me: asked.get("as") || "", channel: asked.get("channel") || "", tab: asked.get("tab") || "messages",
  thread: asked.get("thread") || "", language: asked.get("lang") || "", picking: false, filter: "" };
const seen = new Map();
const drafts = new Map();
const modal = new Modal();
let words = {}, shown = null, drawn = {}, refreshing = false, again = false;

// --- words and names

const language = () => here.language || (navigator.language.startsWith("zh") ? "zh" : "en");
const locale = () => (language() === "zh" ? "zh-CN" : "en-GB");
const word = (name, blanks = {}) => Object.entries(blanks).reduce((text, [key, value]) => text.replace(`{${key}}`, value), words[language()][name]);
const person = (id) => shown.people.find((one) => one.id === id) || { id, name: id, title: "", marks: [] };
const initials = (name) => (/[\u4e00-\u9fff]/.test(name) ? name.slice(-2) : name.split(/\s+/).map((part) => part[0]).slice(0, 2).join(""));

function avatar(id) {
  const one = person(id);
  if (one.bot) return node("span", { className: "avatar bot", "aria-hidden": "true" }, "◆");
  const colour = [...id].reduce((sum, sign) => (sum * 31 + sign.codePointAt(0)) % 8, 7);
  return node("span", { className: `avatar a${colour}`, "aria-hidden": "true" }, initials(one.name));
}

// --- talking to the workspace

async function send(wish) {
  try {
    const answer = await fetch("/page/act", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ as: here.me, ...wish }) });
    const said = await answer.json();
    if (!said.ok && !said.block) toast(said.error ? said.error[language()] : word("failed"));
    return said;
  } catch {
    toast(word("lost"));
    return { ok: false };
  }
}

async function attach(file) {
  const query = new URLSearchParams({ as: here.me, name: file.name });
  const answer = await fetch(`/page/attach?${query}`, { method: "POST", headers: { "Content-Type": "application/octet-stream" }, body: file });
  return (await answer.json()).id;
}

async function refresh() {
  if (refreshing) return void (again = true);
  refreshing = true;
  try {
    do {
      again = false;
      await look();
    } while (again);
  } finally {
    refreshing = false;
  }
}

async function look() {
  const { me, channel } = here;
  const answer = await (await fetch(`/page/picture?${new URLSearchParams({ as: me, channel })}`)).json();
  // Meanwhile the visitor may have become somebody else or gone elsewhere: then this picture is not theirs.
  if (me !== here.me || channel !== here.channel) return void (again = true);
  shown = answer;
  settle();
  if (!again) draw();
}

// Chooses a person and a channel where none is chosen, or the chosen one is gone.
function settle() {
  const people = shown.people.filter((one) => !one.bot);
  if (!people.some((one) => one.id === here.me)) {
    here.me = people[0]?.id || "";
    again = Boolean(here.me);
  } else if (!shown.channels.some((one) => one.id === here.channel)) {
    here.channel = (shown.channels.find((one) => !one.direct) || shown.channels[0])?.id || "";
    again = Boolean(here.channel);
  }
}

function listen() {
  const socket = new WebSocket(`ws://${location.host}/page/live`);
  socket.addEventListener("message", () => refresh().catch(() => {}));
  socket.addEventListener("close", () => {
    if (shown) toast(word("lost"));
    setTimeout(listen, 2000);
  });
}

// --- drawing: each part only when what it shows is different

function part(name, facts, make) {
  const key = JSON.stringify([language(), here.me, ...facts]);
  if (drawn[name] === key) return;
  drawn[name] = key;
  make();
}

function tools(use) {
  const names = new Map(shown.people.map((one) => [one.id, one.name]));
  const channels = new Map(shown.channels.map((one) => [one.id, one.name]));
  const reader = new Reader({ names, channels, me: here.me, word, locale: locale() });
  const controls = new Controls({ reader, people: shown.people, channels: shown.channels, me: here.me, word, use, attach, confirm: (given) => ask(given, word) });
  return { reader, controls, word };
}

function draw() {
  const current = shown.channels.find((one) => one.id === here.channel);
  if (current && here.tab === "messages") seen.set(`${here.me}/${current.id}`, current.latest);
  document.documentElement.lang = locale();
  document.title = `${word("title")} · ${shown.app.name}`;
  part("brand", [], drawBrand);
  part("me", [shown.people, here.picking], drawMe);
  part("places", [shown.channels, here.channel, here.tab], drawPlaces);
  part("lamp", [shown.connected], drawLamp);
  part("head", [current, here.tab], () => drawHead(current));
  const home = current?.direct && here.tab === "home";
  part("content", home ? [shown.home?.hash, "home"] : [shown.messages, shown.people, here.channel], () => (home ? drawHome() : drawMessages()));
  part("composer", [here.channel, home, current?.name], () => drawComposer(current, home));
  const first = shown.messages.find((one) => one.ts === here.thread);
  byId("thread").hidden = !first;
  if (first) {
    part("subject", [], drawSubject);
    part("answers", [here.thread, shown.messages, shown.people], () => drawAnswers(first));
    part("answering", [here.thread], () => byId("answering").replaceChildren(writing(first.ts, word("reply"))));
  }
  modal.show(shown.modal, { ...tools(inModal), submit, dismiss: () => send({ act: "dismiss" }), redraw: `${language()}${here.me}` });
}

function go(changes) {
  Object.assign(here, changes);
  history.replaceState(null, "", `?${new URLSearchParams({ as: here.me, channel: here.channel, tab: here.tab, lang: language() })}`);
  refresh().catch(() => toast(word("lost")));
  if (here.tab === "home") send({ act: "open_home" });
}

function drawBrand() {
  byId("brand").replaceChildren(node("strong", {}, word("title")),
    node("button", { type: "button", className: "plain", onclick: () => go({ language: language() === "zh" ? "en" : "zh" }) }, word("other_language")));
}

function drawLamp() {
  byId("lamp").replaceChildren(node("span", { className: `lamp ${shown.connected ? "on" : ""}` }), word(shown.connected ? "connected" : "not_connected"),
    node("small", {}, word("notice")));
}

function drawPlaces() {
  const entry = (one) => {
    const unread = one.latest > (seen.get(`${here.me}/${one.id}`) || "") && one.id !== here.channel;
    const label = one.direct ? [avatar(shown.app.id), shown.app.name] : [node("span", { className: "sign" }, one.private ? icon("lock") : "#"), one.name];
    return node("button", { type: "button", className: `entry ${one.id === here.channel ? "chosen" : ""} ${unread ? "unread" : ""}`,
      onclick: () => go({ channel: one.id, tab: one.direct ? here.tab : "messages", thread: "" }) }, ...label);
  };
  const channels = shown.channels.filter((one) => !one.direct);
  const directs = shown.channels.filter((one) => one.direct);
  byId("places").replaceChildren(node("h2", {}, word("channels")), ...(channels.length ? channels.map(entry) : [node("p", { className: "quiet" }, word("no_channels"))]),
    node("h2", {}, word("apps")), ...directs.map(entry));
}

function drawMe() {
  const one = person(here.me);
  const row = (who) => node("button", { type: "button", className: `person ${who.id === here.me ? "chosen" : ""}`,
    onclick: () => go({ me: who.id, picking: false, thread: "", language: who.language }) }, face(who));
  const matches = (who) => `${who.name} ${who.title}`.toLowerCase().includes(here.filter.toLowerCase());
  const list = node("div", { className: "list" });
  const fill = () => list.replaceChildren(...shown.people.filter((who) => !who.bot && matches(who)).map(row));
  const search = node("input", { className: "field", placeholder: word("find_person"), value: here.filter,
    oninput: (event) => { here.filter = event.target.value; fill(); } });
  fill();
  const toggle = () => { here.picking = !here.picking; draw(); };
  byId("me").replaceChildren(
    node("button", { type: "button", className: "person", title: word("switch"), "aria-expanded": String(here.picking), onclick: toggle },
      face(one), node("span", { className: "arrow" }, here.picking ? "▴" : "▾")),
    here.picking ? node("div", { className: "picker" }, search, list) : "");
}

function face(one) {
  const marks = one.marks.map((mark) => node("em", { className: `mark ${mark}` }, word(mark)));
  return node("span", { className: "face" }, avatar(one.id), node("span", { className: "who" }, node("b", {}, one.name, marks), node("small", {}, one.title || " ")));
}

function drawHead(current) {
  if (!current) return byId("head").replaceChildren();
  const tab = (name) => node("button", { type: "button", className: `tab ${here.tab === name ? "chosen" : ""}`, onclick: () => go({ tab: name, thread: "" }) }, word(name));
  const title = current.direct ? [avatar(shown.app.id), node("h1", {}, shown.app.name), node("em", { className: "mark" }, word("app"))]
    : [node("h1", {}, current.private ? icon("lock") : "#", ` ${current.name}`), node("small", {}, current.topic || word("people", { n: current.people }))];
  byId("head").replaceChildren(node("div", { className: "title" }, title), current.direct ? node("div", { className: "tabs" }, tab("home"), tab("messages")) : "");
}

function drawHome() {
  const use = (block, element, choice) => send({ act: "click_in_home", action_id: element.action_id, value: element.value ?? null, choice });
  const blocks = shown.home ? new Blocks(tools(use)).draw(shown.home.blocks) : node("p", { className: "empty" }, word("home_empty"));
  byId("content").replaceChildren(node("div", { className: "home" }, blocks));
}

const day = (stamp) => new Date(Number(stamp) * 1000);
const clock = (stamp) => new Intl.DateTimeFormat(locale(), { hour: "2-digit", minute: "2-digit" }).format(day(stamp));

function dayName(stamp) {
  const days = Math.round((new Date().setHours(0, 0, 0, 0) - day(stamp).setHours(0, 0, 0, 0)) / 86400000);
  if (days < 2) return word(days === 1 ? "yesterday" : "today");
  return new Intl.DateTimeFormat(locale(), { dateStyle: "full" }).format(day(stamp));
}

function drawMessages() {
  const box = byId("scroll");
  const atEnd = box.scrollHeight - box.scrollTop - box.clientHeight < 60 || box.dataset.channel !== here.channel + here.me;
  box.dataset.channel = here.channel + here.me;
  const top = shown.messages.filter((one) => !one.thread_ts || one.thread_ts === one.ts);
  const rows = [];
  top.forEach((one, index) => {
    const before = top[index - 1];
    if (!before || dayName(before.ts) !== dayName(one.ts)) rows.push(node("div", { className: "day" }, node("span", {}, dayName(one.ts))));
    const follows = before && before.user === one.user && one.ts - before.ts < 300 && !one.for && !before.for && !shown.messages.some((each) => each.thread_ts === before.ts && each.ts !== before.ts) && dayName(before.ts) === dayName(one.ts);
    rows.push(message(one, follows), replies(one));
  });
  byId("content").replaceChildren(...(rows.length ? rows : [node("p", { className: "empty" }, word(person(here.me).marks.includes("deactivated") ? "account_off" : "channel_empty"))]));
  if (atEnd) box.scrollTop = box.scrollHeight;
}

function message(one, follows = false) {
  const who = person(one.user);
  const use = (block, element, choice) => send({ act: "click", channel: here.channel, ts: one.ts, action_id: element.action_id, value: element.value ?? null, choice });
  const kit = tools(use);
  const body = one.blocks?.length ? new Blocks(kit).draw(one.blocks) : node("div", { className: "text" }, kit.reader.mrkdwn(one.text || ""));
  const edited = one.edited ? node("small", { className: "quiet" }, ` ${word("edited")}`) : null;
  const line = node("div", { className: "line" }, node("b", {}, who.name), who.bot ? node("em", { className: "mark" }, word("app")) : null,
    who.title ? node("small", {}, who.title) : null, node("time", {}, clock(one.ts)), edited);
  const note = one.for ? node("div", { className: "note" }, icon("eye"), ` ${word("only_you")}`) : null;
  const reply = one.for || one.thread_ts ? null : node("button", { type: "button", className: "reply", title: word("reply"), onclick: () => go({ thread: one.ts }) }, icon("bubble"));
  return node("article", { className: `message ${one.for ? "own" : ""} ${follows ? "follows" : ""}` }, follows ? node("time", { className: "aside" }, clock(one.ts)) : avatar(one.user),
    node("div", { className: "body" }, note, follows ? null : line, body, (one.files || []).map(file)), reply);
}

function file(one) {
  const address = `/page/file/${encodeURIComponent(one.id)}`;
  if (/^(png|jpe?g|gif|webp)$/.test(one.filetype)) return node("figure", { className: "image" }, node("figcaption", {}, one.title), picture({ slack_file: one, alt_text: one.title }));
  return node("a", { className: "file", href: address, download: one.name }, icon("page"), one.title, node("small", {}, `${one.name} · ${Math.ceil(one.size / 1024)} KB`));
}

function replies(one) {
  const answers = shown.messages.filter((each) => each.thread_ts === one.ts && each.ts !== one.ts);
  if (!answers.length) return "";
  const faces = [...new Set(answers.map((each) => each.user))].slice(0, 4).map(avatar);
  const text = answers.length === 1 ? word("one_reply") : word("replies", { n: answers.length });
  return node("button", { type: "button", className: "replies", onclick: () => go({ thread: one.ts }) }, faces, text);
}

function drawSubject() {
  byId("subject").replaceChildren(node("h2", {}, word("thread")),
    node("button", { type: "button", className: "plain", "aria-label": word("close"), onclick: () => go({ thread: "" }) }, "✕"));
}

function drawAnswers(first) {
  const answers = shown.messages.filter((one) => one.thread_ts === first.ts && one.ts !== first.ts);
  byId("answers").replaceChildren(message({ ...first, thread_ts: first.ts }), node("hr"), ...answers.map((one) => message(one)));
  byId("answers").scrollTop = byId("answers").scrollHeight;
}

function drawComposer(current, home) {
  byId("composer").hidden = !current || home;
  if (!current || home) return byId("composer").replaceChildren();
  byId("composer").replaceChildren(writing("", word("write_to", { name: current.direct ? shown.app.name : `#${current.name}` })));
}

function writing(thread, placeholder) {
  const place = `${here.me}/${here.channel}/${thread}`;
  const field = node("textarea", { rows: 1, placeholder, value: drafts.get(place) || "", title: word("write") });
  const sendIt = async (event) => {
    event?.preventDefault();
    const text = field.value.trim();
    if (!text) return;
    field.value = "";
    drafts.delete(place);
    const done = await send({ act: "write", channel: here.channel, text, thread });
    if (!done.ok) field.value = text;
  };
  field.addEventListener("input", () => drafts.set(place, field.value));
  field.addEventListener("keydown", (event) => { if (event.key === "Enter" && !event.shiftKey && !event.isComposing) sendIt(event); });
  return node("form", { className: "writing", onsubmit: sendIt }, field, node("button", { type: "submit", className: "button primary" }, word("send")));
}

// --- modals and notices

const inModal = (block, element, choice) => send({ act: "click_in_modal", action_id: element.action_id, value: element.value ?? null, choice });

async function submit(values) {
  const said = await send({ act: "submit", values });
  if (said.block) return { [said.block]: said.error[language()] };
  return said.errors || {};
}

let timer = 0;
function toast(text) {
  Object.assign(byId("toast"), { textContent: text, hidden: false });
  clearTimeout(timer);
  timer = setTimeout(() => { byId("toast").hidden = true; }, 6000);
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && shown?.modal) send({ act: "dismiss" });
});
words = await (await fetch("/page/words")).json();
await refresh();
if (here.tab === "home") send({ act: "open_home" });
listen();
