// Dash draws radio buttons and checkboxes as options of a list box, which screen readers then announce twice over. They
// are native inputs in labels, so the roles are taken off and the group is named by its legend.
(function () {
  "use strict";
  const SET = ".dash-options-list";

  function mend(list) {
    const kind = list.querySelector("input")?.type === "radio" ? "radiogroup" : "group";
    const legend = list.closest("fieldset")?.querySelector("legend")?.textContent;
    if (list.getAttribute("role") !== kind) list.setAttribute("role", kind);
    if (legend && list.getAttribute("aria-label") !== legend) list.setAttribute("aria-label", legend);
    for (const label of list.querySelectorAll("label"))
      for (const name of ["role", "aria-selected"]) label.removeAttribute(name);
  }

  new MutationObserver((changes) => {
    const lists = new Set();
    for (const { target, addedNodes } of changes) {
      const around = target.closest?.(SET);
      if (around) lists.add(around);
      for (const node of addedNodes) if (node.querySelectorAll) node.querySelectorAll(SET).forEach((l) => lists.add(l));
    }
    lists.forEach(mend);
  }).observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ["role", "aria-selected"] });
})();
