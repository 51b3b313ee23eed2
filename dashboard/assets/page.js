// Wires the page to the chart: period, events, zoom, width, saving. Server callbacks redraw only what needs new numbers.
(function () {
  "use strict";
  const { days, moment, fitted } = window.storyChart;
  const GRAPH = "chart";
  const set = (id, props) => window.dash_clientside.set_props(id, props);
  const graph = () => document.querySelector(`#${GRAPH} .js-plotly-plot`);
  const plotWidth = (gd) => gd.clientWidth - gd.layout.meta.plot.left - gd.layout.meta.plot.right;
  const rangeOf = (gd) => gd.layout.xaxis.range.map(days);
  const isoDay = (d) => moment(d).slice(0, 10);
  const view = { event: "", start: null, end: null };

  // Draws a window of days; without one, fits the one on screen. Dash draws the figure it is given: drawing it here as
  // well would make it twice.
  async function show(gd, range) {
    const shown = range || rangeOf(gd);
    const layout = applied(gd.layout, fitted(gd, shown, plotWidth(gd)));
    layout.meta = { ...layout.meta, plot: { ...layout.meta.plot, fitted: gd.clientWidth } };
    const drawn = new Promise((resolve) => gd.once("plotly_afterplot", resolve));
    remember(shown);
    set(GRAPH, { figure: { data: gd.data, layout } });
    await drawn;
  }

  // A layout with the changes of a relayout, whose keys are paths of one or two names.
  function applied(layout, change) {
    const next = { ...layout };
    for (const [path, value] of Object.entries(change)) {
      const [name, key] = path.split(".");
      next[name] = key ? { ...next[name], [key]: value } : value;
    }
    return next;
  }

  function remember([start, end]) {
    Object.assign(view, { start: isoDay(start + 0.5), end: isoDay(end - 0.5) });
    set("view", { data: { ...view } });
  }

  function attach(gd) {
    if (gd.dataset.wired) return;
    gd.dataset.wired = "yes";
    gd.on("plotly_relayout", (change) => {
      if (!Object.keys(change).some((key) => key.startsWith("xaxis."))) return;
      // The zoom is still being drawn when this is called, and would undo a change made now.
      setTimeout(() => show(gd).then(periodShown));
    });
    gd.on("plotly_clickannotation", (click) => chooseAt(gd, click.annotation));
    window.storyCrosshair.attach(gd);
    new ResizeObserver(debounce(() => resized(gd), 150)).observe(gd);
  }

  // Whether a layout was made for another width than the chart has; a pixel may be lost in rounding.
  function misfit(gd, { meta }) {
    return Math.abs(gd.clientWidth - (meta.plot.fitted ?? meta.plot.width)) > 1;
  }

  let periods = {};

  // Says which period is on screen: one of the story's, as after a double click back to it, or the reader's own dates.
  function periodShown() {
    const named = Object.keys(periods).find((name) => periods[name].join() === [view.start, view.end].join());
    set("from", { value: view.start });
    set("to", { value: view.end });
    set("period", { value: named || "own" });
  }

  function resized(gd) {
    if (!gd.layout || !gd.clientWidth) return;
    if (Math.abs(gd.clientWidth - gd.layout.meta.plot.width) > 24) set("width", { data: gd.clientWidth });
    else if (misfit(gd, gd.layout)) show(gd);
  }

  function debounce(action, wait) {
    let timer;
    return () => { clearTimeout(timer); timer = setTimeout(action, wait); };
  }

  // What describes the chart is asked for when it has been drawn, so that no click waits for it.
  const settled = debounce(() => set("settled", { data: Date.now() }), 250);

  // A badge of several events steps through them, click by click.
  function chooseAt(gd, annotation) {
    if (annotation.name !== "lane") return;
    const numbers = annotation.text.replace(/<\/?b>/g, "");
    const events = gd.layout.meta.lane.events.filter((e) => e.number);
    const own = numbersOf(numbers, events);
    if (!own.length) return;
    const at = own.findIndex((e) => e.id === view.event);
    choose(own[(at + 1) % own.length].id, true);
  }

  function numbersOf(text, events) {
    const single = events.find((e) => e.label === text);
    if (single) return [single];
    const bounds = text.split(/, |…/).map((run) => run.split("–").map(Number));
    const whole = text.includes("…") ? [[bounds[0][0], bounds[1][0]]] : bounds;
    return events.filter((e) => whole.some(([a, b]) => a <= e.number && e.number <= (b || a)));
  }

  function choose(id, scroll) {
    view.event = view.event === id ? "" : id;
    markList(scroll);
    const gd = graph();
    for (const e of gd.layout.meta.lane.events) e.chosen = e.id === view.event;
    const button = document.querySelector(`[data-event="${CSS.escape(view.event)}"]`);
    const window_ = button && button.dataset.start ? [days(button.dataset.start) - 0.5, days(button.dataset.end) + 0.5] : null;
    show(gd, window_).then(() => { if (window_) periodShown(); });
  }

  window.storyPage = { graph, plotWidth, rangeOf, choose, event: () => view.event };

  let details = {};

  // What an event's entry tells, built when it is first opened.
  function tell(entry, about) {
    const more = document.createElement("div");
    more.className = "more";
    const add = (tag, kind, text) => {
      if (!text) return null;
      const part = more.appendChild(document.createElement(tag));
      part.className = kind;
      part.textContent = text;
      return part;
    };
    add("p", "what", about.what);
    add("blockquote", "words", about.words);
    add("p", "reaction", about.reaction);
    add("p", "basis", about.basis);
    const links = add("p", "links", " ");
    for (const [name, url] of about.links) {
      const link = document.createElement("a");
      Object.assign(link, { href: url, textContent: name, target: "_blank", rel: "noopener noreferrer" });
      links.append(link, " ");
    }
    entry.append(more);
  }

  function markList(scroll) {
    for (const button of document.querySelectorAll("[data-event]")) {
      const chosen = button.dataset.event === view.event;
      button.setAttribute("aria-expanded", String(chosen));
      const entry = button.parentElement;
      entry.classList.toggle("chosen", chosen);
      const about = details[button.dataset.event];
      if (chosen && about && !entry.querySelector(".more")) tell(entry, about);
      if (chosen && scroll) button.scrollIntoView({ block: "nearest" });
    }
  }

  document.addEventListener("click", (click) => {
    const button = click.target.closest("[data-event]");
    if (button) choose(button.dataset.event, false);
  });

  function whenDrawn(action) {
    const gd = graph();
    if (gd && gd.layout && gd.on && gd.layout.meta && gd.querySelector(".main-svg")) action(gd);
    else requestAnimationFrame(() => whenDrawn(action));
  }

  // Why nothing is drawn: the days lie outside all that the story's periods cover, "" where they do not.
  function emptiness(start, end) {
    const first = Object.values(periods).map(([day]) => day).sort()[0];
    const last = Object.values(periods).map(([, day]) => day).sort().at(-1);
    return end < first || start > last ? `Nothing is known of these days: the figures run from ${first} to ${last}.` : "";
  }

  window.dash_clientside = window.dash_clientside || {};
  const same = window.dash_clientside.no_update;
  window.dash_clientside.page = {
    // On a phone the row of tabs scrolls: the open one is brought into view.
    tabbed(_tab) {
      const open = document.querySelector(".tabs [aria-current=page]");
      if (open) open.parentElement.scrollLeft = open.offsetLeft - open.parentElement.offsetLeft - 24;
      return same;
    },

    // A figure has come from the server: wire it and fit it to the width on screen.
    drawn(figure, current) {
      Object.assign(view, current);
      // A tab just opened brings the words that describe its chart.
      if (window.dash_clientside.callback_context.triggered.length) settled();
      whenDrawn((gd) => {
        attach(gd);
        if (misfit(gd, figure.layout)) show(gd);
      });
      return same;
    },

    // What the entries of the event list tell has come with a tab, or with the second layer.
    detailed(own, more, current) {
      details = { ...own, ...more };
      if (current) view.event = current.event;
      requestAnimationFrame(() => markList(false));
      return same;
    },

    // The period or own dates have changed.
    period(period, from, to, named) {
      periods = named;
      const own = period === "own";
      document.querySelector(".dates").hidden = !own;
      const [start, end] = own ? [from, to] : periods[period];
      const problem = check(start, end);
      if (problem) return problem;
      whenDrawn((gd) => {
        const [a, b] = rangeOf(gd);
        if (isoDay(a + 0.5) !== start || isoDay(b - 0.5) !== end) show(gd, [days(start) - 0.5, days(end) + 0.5]);
      });
      return emptiness(start, end);
    },

    theme(_clicks, current) {
      const theme = current === "dark" ? "light" : "dark";
      document.documentElement.dataset.theme = theme;
      localStorage.setItem("theme", theme);
      document.cookie = `theme=${theme}; path=/; SameSite=Strict`;
      const gd = graph();
      if (gd && gd.layout) set(GRAPH, { figure: window.storyColours.recoloured({ data: gd.data, layout: gd.layout }, current, theme) });
      return theme;
    },

    // Something a link should carry has changed: the address says it, without what is usual.
    changed(period, source, unit, since, layers, theme, shown, tab, usual) {
      if (!layers) return themed(theme, usual.theme);
      document.querySelector(".since").hidden = unit === "level";
      const now = {
        tab, period, source, unit, theme, since: isDate(since) ? since : null, event: shown.event || "",
        from: period === "own" ? shown.start : null, to: period === "own" ? shown.end : null,
        context: layers.includes("context"), others: layers.includes("others"),
      };
      const query = new URLSearchParams();
      for (const [key, value] of Object.entries(now)) {
        const plain = { from: "start", to: "end" }[key] || key;
        if (value !== null && value !== usual[plain]) query.set(key, value === true ? "1" : value === false ? "0" : value);
      }
      const address = query.size ? `?${query}` : location.pathname;
      if (new URLSearchParams(location.search).toString() !== query.toString()) history.pushState(null, "", address);
      return same;
    },

    // A picture is ready to be drawn by this browser, with the words and numbers the server gave it.
    async save(picture) {
      if (!picture) return same;
      try {
        const blob = await drawn(picture);
        if (picture.copy) {
          await navigator.clipboard.write([new ClipboardItem({ "image/png": blob })]);
          return `Copied, ${picture.pixels}.`;
        }
        download(blob, picture.name);
        return `Saved ${picture.name}, ${picture.pixels}.`;
      } catch (error) {
        return picture.copy
          ? `The browser did not allow copying (${error.message}). Save the picture instead.`
          : `The picture could not be drawn (${error.message}). Try another size or format.`;
      }
    },
  };

  // On a tab without the chart's controls only the theme can have changed.
  function themed(theme, usual) {
    const query = new URLSearchParams(location.search);
    if (theme === usual) query.delete("theme");
    else query.set("theme", theme);
    history.replaceState(null, "", query.size ? `?${query}` : location.pathname);
    return same;
  }

  async function drawn(picture) {
    const { format, width, height, scale } = picture;
    const address = await window.Plotly.toImage(picture.figure, { format, width, height, scale });
    if (format === "svg") {
      const svg = decodeURIComponent(address.slice(address.indexOf(",") + 1));
      const at = svg.indexOf(">", svg.indexOf("<svg")) + 1;
      return new Blob([svg.slice(0, at), picture.metadata, svg.slice(at)], { type: "image/svg+xml" });
    }
    const bytes = Uint8Array.from(atob(address.slice(address.indexOf(",") + 1)), (c) => c.charCodeAt(0));
    const chunks = Uint8Array.from(atob(picture.chunks), (c) => c.charCodeAt(0));
    // Signature and header chunk are 33 bytes; what describes the picture follows them.
    return new Blob([bytes.slice(0, 33), chunks, bytes.slice(33)], { type: "image/png" });
  }

  function download(blob, name) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  }

  // Tabs, Back and Forward: the server draws what the address describes.
  window.addEventListener("popstate", () => set("query", { data: location.search }));

  document.addEventListener("click", (click) => {
    const link = click.target.closest("a[data-tab]");
    if (!link || click.ctrlKey || click.metaKey || click.shiftKey) return;
    click.preventDefault();
    const query = new URLSearchParams(location.search);
    query.set("tab", link.dataset.tab);
    history.pushState(null, "", `?${query}`);
    set("query", { data: location.search });
  });

  function isDate(text) {
    return /^\d{4}-\d\d-\d\d$/.test(text || "") && !Number.isNaN(Date.parse(text));
  }

  function check(start, end) {
    for (const text of [start, end])
      if (!isDate(text))
        return `“${text || ""}” is not a date. Write it as year-month-day, for instance 2020-08-27.`;
    return start < end ? "" : `The period ends on ${end}, which is not after its start on ${start}. Choose a later end.`;
  }
})();
