// The signs that status messages are made of, drawn here: not every machine has a font for them.

const DRAWN = {
  check: ["green", "M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1Zm3.7 5.2-4.4 5a.8.8 0 0 1-1.2 0L4.2 9.1a.8.8 0 1 1 1.2-1.1l1.3 1.5 3.8-4.4a.8.8 0 1 1 1.2 1.1Z"],
  cross: ["red", "M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1Zm3 8.9a.8.8 0 1 1-1.1 1.1L8 9.1 6.1 11A.8.8 0 1 1 5 9.9L6.9 8 5 6.1A.8.8 0 1 1 6.1 5L8 6.9 9.9 5A.8.8 0 1 1 11 6.1L9.1 8Z"],
  warning: ["amber", "M8 1.2c.5 0 .9.2 1.2.7l5.9 10.6c.5.9-.2 2-1.2 2H2.1c-1 0-1.7-1.1-1.2-2L6.8 1.9c.3-.5.7-.7 1.2-.7Zm0 3.9a.9.9 0 0 0-.9 1l.3 3.4a.6.6 0 0 0 1.2 0l.3-3.4a.9.9 0 0 0-.9-1Zm0 5.8a.9.9 0 1 0 0 1.8.9.9 0 0 0 0-1.8Z"],
  sand: ["amber", "M3.5 1h9a.7.7 0 0 1 0 1.5h-.6c0 2.4-1 3.8-2.5 5.5 1.5 1.7 2.5 3.1 2.5 5.5h.6a.7.7 0 0 1 0 1.5h-9a.7.7 0 0 1 0-1.5h.6c0-2.4 1-3.8 2.5-5.5C5.100 6.300 4.100 4.900 4.100 2.500h-.6A.7.7 0 0 1 3.500 1Zm2.300 1.500c.1 1.200.4 2 .9 2.700h2.600c.5-.7.8-1.500.9-2.700Z"],
  lock: ["", "M8 1a3.500 3.500 0 0 0-3.500 3.500V6H4a1.500 1.500 0 0 0-1.500 1.500v6A1.500 1.500 0 0 0 4 15h8a1.500 1.500 0 0 0 1.500-1.500v-6A1.500 1.500 0 0 0 12 6h-.5V4.500A3.500 3.500 0 0 0 8 1Zm2 5H6V4.500a2 2 0 1 1 4 0Z"],
  bell: ["amber", "M8 1a1 1 0 0 0-1 1v.5A4.500 4.500 0 0 0 3.500 7v2.500L2.200 11.600a.8.8 0 0 0 .7 1.200h10.200a.8.8 0 0 0 .7-1.200L12.500 9.500V7A4.500 4.500 0 0 0 9 2.500V2a1 1 0 0 0-1-1ZM6.500 13.500a1.600 1.600 0 0 0 3 0Z"],
  eye: ["", "M8 3C4.500 3 2 5.500 1 8c1 2.500 3.500 5 7 5s6-2.500 7-5c-1-2.500-3.500-5-7-5Zm0 8a3 3 0 1 1 0-6 3 3 0 0 1 0 6Zm0-1.500a1.500 1.500 0 1 0 0-3 1.500 1.500 0 0 0 0 3Z"],
  page: ["", "M4 1h5.500L13 4.500V14a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1V2a1 1 0 0 1 1-1Zm5 1.200V5h2.800ZM5 7.500h6v1H5Zm0 2.500h6v1H5Z"],
  bubble: ["", "M3 2h10a1.500 1.500 0 0 1 1.500 1.500v6A1.500 1.500 0 0 1 13 11H8l-3.500 3v-3H3a1.500 1.500 0 0 1-1.500-1.500v-6A1.500 1.500 0 0 1 3 2Z"],
  party: ["violet", "M2 14.500 5.300 5.500l5.200 5.200ZM9 2.200c1.200.7 1.500 2 .7 3.300l-.9-.5c.4-.7.3-1.400-.4-1.900Zm4.800 5.100c-1.300-.6-2.500-.3-3.200.9l.9.5c.4-.8 1.100-.9 1.900-.5ZM12.500 2l.6 1.300 1.300.6-1.300.600-.6 1.300-.6-1.300-1.300-.6 1.300-.6ZM5.500 1.500a.8.8 0 1 1 0 1.600.8.8 0 0 1 0-1.600Zm8.500 8.500a.8.8 0 1 1 0 1.600.8.8 0 0 1 0-1.600Z"],
  dot: ["", "M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2Z"],
};
const SIGNS = {
  "✅": ["check"], "✔": ["check"], "☑": ["check"], "❌": ["cross"], "⛔": ["cross"], "⚠": ["warning"], "⏳": ["sand"], "⌛": ["sand"],
  "🔒": ["lock"], "🔔": ["bell"], "📄": ["page"], "📝": ["page"], "📋": ["page"], "💬": ["bubble"], "👁": ["eye"], "👀": ["eye"], "🎉": ["party"],
  "🔴": ["dot", "red"], "🟡": ["dot", "amber"], "🟠": ["dot", "amber"], "🟢": ["dot", "green"], "🔵": ["dot", "blue"], "⚪": ["dot", "pale"], "⚫": ["dot", "ink"],
};
const PATTERN = new RegExp(`(${Object.keys(SIGNS).join("|")})\\uFE0F?`, "u");

export function icon(name, colour = DRAWN[name][0]) {
  const picture = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  picture.setAttribute("viewBox", "0 0 16 16");
  picture.setAttribute("class", `icon ${colour}`);
  picture.setAttribute("aria-hidden", "true");
  path.setAttribute("d", DRAWN[name][1]);
  path.setAttribute("fill-rule", "evenodd");
  picture.append(path);
  return picture;
}

// Text with its signs drawn.
export function drawn(text) {
  return text.split(PATTERN).map((piece, index) => {
    if (index % 2 === 0) return piece;
    const picture = icon(...SIGNS[piece]);
    picture.setAttribute("aria-hidden", "false");
    picture.setAttribute("role", "img");
    picture.setAttribute("aria-label", piece);
    return picture;
  });
}
