// A figure for a drawing: its caption, the drawing, and buttons below it.

import { select } from "../vendor/d3.js";

export function figure(stage, label, [width, height]) {
  const outer = select(stage).append("figure").attr("aria-label", label).attr("id", `drawn-${label.toLowerCase()}`);
  const caption = outer.append("figcaption").node();
  const svg = outer.append("svg").attr("class", "chart").attr("viewBox", `0 0 ${width} ${height}`).attr("role", "group")
    .attr("tabindex", 0).attr("aria-label", label);
  const tools = outer.append("div").attr("class", "tools");
  const tool = (text, act) => tools.append("button").attr("type", "button").text(text).on("click", act).node();
  return { outer, svg, caption, tool };
}

// How wide a drawing is, in units that are pixels, so that its words are as large as others.
export function roomOf(stage) {
  return Math.round(Math.min(Math.max(stage.clientWidth - 32, 300), 1300));
}
