// Turns a chart from one theme's colours into another's, without asking the server for the same figure again.
(function () {
  "use strict";
  const pairs = () => JSON.parse(document.querySelector("[data-colours]").dataset.colours);
  const channels = (hex) => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16)).join(", ");

  // Every form in which a figure writes a colour, with the one that stands in its place.
  function forms(from, to) {
    const found = new Map();
    for (const colour of pairs()) {
      found.set(colour[from], colour[to]);
      if (!colour[from].startsWith("#")) continue;
      found.set(`rgb(${channels(colour[from])})`, `rgb(${channels(colour[to])})`);
      found.set(`rgba(${channels(colour[from])}, `, `rgba(${channels(colour[to])}, `);
    }
    return found;
  }

  // A whole rgba() goes before the same colour with any other opacity.
  function recoloured(figure, from, to) {
    const found = forms(from, to);
    const longest = [...found.keys()].sort((a, b) => b.length - a.length);
    const any = new RegExp(longest.map((form) => form.replace(/[()]/g, "\\$&")).join("|"), "g");
    return JSON.parse(JSON.stringify(figure).replace(any, (form) => found.get(form)));
  }

  window.storyColours = { forms, recoloured };
})();
