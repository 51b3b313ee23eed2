// Follows the zoom of the main chart: value axes show what is visible, the lane is placed anew, the chosen event is marked.
// The same steps as dashboard/annotations.py and charts.value_ranges; a browser test compares the results.
(function () {
  "use strict";
  const DAY = 86400000, PAD = 4, ROW_PX = 21, BADGE_PX = 17, NAME = "lane";

  const days = (text) => Date.parse(String(text).replace(" ", "T").replace(/^(\d{4}-\d\d-\d\d)$/, "$1T00:00").replace(/(T\d\d:\d\d(:\d\d(\.\d+)?)?).*$/, "$1") + "Z") / DAY;
  const moment = (d) => new Date(Math.round(d * DAY)).toISOString().replace("T", " ").replace("Z", "");
  const level = (row) => ROW_PX * row + ROW_PX / 2 + 2;
  const inside = (e, [start, end]) => e.start <= end && e.end >= start;

  function drawLane(meta, range, width) {
    const byNumber = new Map(meta.events.filter((e) => e.number).map((e) => [e.number, e]));
    const at = (px) => moment(range[0] + (px * (range[1] - range[0])) / width);
    const points = meta.events.filter((e) => e.number && e.start === e.end && range[0] <= e.start && e.start <= range[1]);
    const shapes = [...new Set(points.map((e) => e.start))].sort((a, b) => a - b).map((d) => rule(d, meta.style));
    for (const e of meta.events) if (e.chosen && inside(e, range)) shapes.push(chosen(e, meta.style));
    const annotations = [];
    for (const p of window.storyLane.place([...byNumber.values()], range[0], range[1], width, meta.rows)) {
      const events = p.numbers.map((n) => byNumber.get(n));
      annotations.push(...texts(p, events, meta.style, at));
      if (p.kind === "bracket" && p.x1 > p.right) shapes.push(bracket(p, meta.style, at));
    }
    return { annotations, shapes };
  }

  function texts(p, events, style, at) {
    const isChosen = events.some((e) => e.chosen);
    const common = {
      name: NAME, xref: "x", yref: "paper", y: 1, yshift: level(p.row), yanchor: "middle", showarrow: false,
      captureevents: true, hovertext: events.slice(0, 12).map((e) => e.hover).join("<br>"), borderpad: 1,
    };
    const badge = {
      ...common, x: at((p.left + p.right) / 2), xanchor: "center", text: `<b>${p.text}</b>`,
      font: { size: 11, color: isChosen ? style.paper : style.ink }, bgcolor: isChosen ? style.ink : style.paper,
      bordercolor: events.every((e) => e.doubtful) && !isChosen ? style.muted : style.ink, borderwidth: 1,
      width: p.right - p.left - 4, height: BADGE_PX - 4,
    };
    if (!p.label) return [badge];
    const right = p.label === "right";
    return [badge, {
      ...common, x: at(right ? p.right + PAD : p.left - PAD), xanchor: right ? "left" : "right", text: events[0].label,
      font: { size: 12, color: style.ink }, bgcolor: style.lane, borderwidth: 0,
    }];
  }

  const rule = (day, style) => ({
    name: NAME, type: "line", xref: "x", yref: "paper", x0: moment(day), x1: moment(day), y0: 0, y1: 1,
    line: { color: style.muted, width: 1, dash: "dot" }, layer: "below",
  });

  const chosen = (e, style) => ({
    name: NAME, type: "rect", xref: "x", yref: "paper", x0: moment(e.start), x1: moment(e.end), y0: 0, y1: 1,
    fillcolor: style.wash, line: { color: style.ink, width: 1.5 }, layer: "below",
  });

  function bracket(p, style, at) {
    const left = at(p.x0).replace(" ", "_"), right = at(p.x1).replace(" ", "_");
    const middle = level(p.row), foot = middle - 6;
    return {
      name: NAME, type: "path", xref: "x", yref: "paper", ysizemode: "pixel", yanchor: 1,
      path: `M ${left},${foot} L ${left},${middle} L ${right},${middle} L ${right},${foot}`,
      line: { color: style.muted, width: 1.5 }, layer: "above",
    };
  }

  function valueRanges(traces, boxes, range) {
    const ends = {};
    const take = (axis, ...values) => (ends[axis] = ends[axis] || []).push(...values);
    for (const trace of traces) {
      if (trace.meta.strip) continue;
      const heights = (trace.error_y && trace.error_y.array) || [];
      const lengths = (trace.error_x && trace.error_x.array) || [];
      trace.x.forEach((x, i) => {
        const day = days(x), y = trace.y[i], half = heights[i] || 0, reach = (lengths[i] || 0) / DAY;
        if (y !== null && day + reach >= range[0] && day - reach <= range[1]) take(trace.yaxis, y - half, y + half);
      });
    }
    for (const [axis, start, end, low, high] of boxes) if (start <= range[1] && end >= range[0]) take(axis, low, high);
    return Object.fromEntries(Object.entries(ends).map(([axis, v]) => [axis, padded(Math.min(...v), Math.max(...v))]));
  }

  function padded(low, high) {
    const room = 0.08 * (high - low) || 0.01 * Math.abs(high) || 1;
    return [low - room, high + room];
  }

  // Texts named "fit:N" need a day to be at least N pixels wide, and with "edge:M" M pixels up to the right edge.
  function fitting(annotation, range, pxPerDay) {
    const [fit, edge] = (annotation.name || "").split(" edge:");
    if (!fit.startsWith("fit:")) return annotation;
    const room = (range[1] - days(annotation.x)) * pxPerDay;
    return { ...annotation, visible: pxPerDay >= Number(fit.slice(4)) && (!edge || room >= Number(edge)) };
  }

  // What a window of days changes in a figure's layout. `figure` has data and layout, `width` is that of the panels.
  function fitted(figure, range, width) {
    const meta = figure.layout.meta;
    const lane = drawLane(meta.lane, range, width);
    const pxPerDay = width / (range[1] - range[0]);
    const kept = (items) => (items || []).filter((item) => item.name !== NAME);
    const change = {
      annotations: [...kept(figure.layout.annotations).map((a) => fitting(a, range, pxPerDay)), ...lane.annotations],
      shapes: [...kept(figure.layout.shapes), ...lane.shapes],
      "xaxis.range": range.map(moment),
      "xaxis.dtick": pxPerDay >= 60 ? DAY : null,
    };
    for (const [axis, limits] of Object.entries(valueRanges(figure.data, meta.boxes, range)))
      change[`yaxis${axis.slice(1)}.range`] = limits;
    return change;
  }

  window.storyChart = { days, moment, fitted };
})();
