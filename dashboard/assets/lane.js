// Places of the numbered events: the steps of dashboard/lane.py, held to the same cases (tests/lane_cases.json).
(function () {
  "use strict";
  const GAP = 3, PAD = 4;

  function numberText(numbers) {
    const runs = [];
    for (const number of numbers) {
      const run = runs[runs.length - 1];
      if (run && number === run[1] + 1) run[1] = number;
      else runs.push([number, number]);
    }
    if (runs.length > 2) return `${runs[0][0]}…${runs[runs.length - 1][1]}`;
    return runs.map(([a, b]) => (a === b ? `${a}` : `${a}–${b}`)).join(", ");
  }

  const badgePx = (text) => Math.max(20, 8 * text.length + 6);
  const byNumbers = (a, b) => {
    for (let i = 0; i < Math.min(a.length, b.length); i++) if (a[i] !== b[i]) return a[i] - b[i];
    return a.length - b.length;
  };

  function group(items, x0, x1) {
    const numbers = items.map((i) => i.number).sort((a, b) => a - b);
    const text = numberText(numbers);
    return { items, x0, x1, numbers, text, badge: badgePx(text), labelPx: items.length === 1 ? items[0].label_px : 0 };
  }
  const join = (a, b) => group([...a.items, ...b.items], Math.min(a.x0, b.x0), Math.max(a.x1, b.x1));
  const centred = (g, width) => Math.max(0, Math.min((g.x0 + g.x1 - g.badge) / 2, width - g.badge));
  const leading = (g, width) => Math.max(0, Math.min(g.x0, width - g.badge));
  const touch = (a, b, width) => Math.max(a.x1, leading(a, width) + a.badge) + GAP > leading(b, width);

  function appendJoining(row, added, clash) {
    row.push(added);
    while (row.length > 1 && clash(row[row.length - 2], row[row.length - 1])) {
      const last = row.pop();
      row.push(join(row.pop(), last));
    }
  }

  function badges(groups, width) {
    const row = [];
    groups.sort((a, b) => a.x0 - b.x0 || byNumbers(a.numbers, b.numbers));
    for (const g of groups)
      appendJoining(row, g, (a, b) => centred(a, width) + a.badge + GAP > centred(b, width));
    let used = 0;
    return row.map((g, i) => {
      const left = centred(g, width), right = left + g.badge, need = PAD + g.labelPx;
      const following = i + 1 < row.length ? centred(row[i + 1], width) : width + GAP;
      let label = "";
      if (g.labelPx && right + need + GAP <= following) label = "right";
      else if (g.labelPx && left - need >= used) label = "left";
      used = right + GAP + (label === "right" ? need : 0);
      return { kind: "badge", numbers: g.numbers, text: g.text, row: 0, left, right, x0: g.x0, x1: g.x1, label };
    });
  }

  function brackets(groups, width, rows) {
    const same = new Map();
    for (const g of groups) {
      const key = `${g.items[0].start}/${g.items[0].end}`;
      same.set(key, same.has(key) ? join(same.get(key), g) : g);
    }
    const lanes = Array.from({ length: rows }, () => []);
    const sorted = [...same.values()].sort((a, b) => a.x0 - b.x0 || b.x1 - a.x1 || byNumbers(a.numbers, b.numbers));
    for (const g of sorted) {
      const free = lanes.find((lane) => !lane.length || !touch(lane[lane.length - 1], g, width)) || lanes[rows - 1];
      appendJoining(free, g, (a, b) => touch(a, b, width));
    }
    return lanes.flatMap((lane, i) => lane.map((g) => {
      const left = leading(g, width), right = left + g.badge;
      const label = 0 < g.labelPx && g.labelPx <= g.x1 - right - PAD - GAP ? "right" : "";
      return { kind: "bracket", numbers: g.numbers, text: g.text, row: i + 1, left, right, x0: g.x0, x1: g.x1, label };
    }));
  }

  function place(items, start, end, width, rows) {
    const scale = width / (end - start);
    const marks = items.map((i) => [i, (i.start - start) * scale, (i.end - start) * scale]);
    const days = marks.filter(([i]) => i.start === i.end && start <= i.start && i.start <= end)
      .map(([i, x]) => group([i], x, x));
    const spans = marks.filter(([i]) => i.start < i.end && i.start <= end && i.end >= start)
      .map(([i, x0, x1]) => group([i], Math.max(0, x0), Math.min(width, x1)));
    return [...badges(days, width), ...brackets(spans, width, rows)];
  }

  window.storyLane = { place };
})();
