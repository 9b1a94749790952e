// What the page itself says; everything else comes from Python with its labels.

export const WORDS = {
  de: {
    assumptions: "Annahmen",
    more: "Weitere Annahmen",
    changed: (text) => `geändert, zurück auf ${text}`,
    count: (count) => `${count} geändert`,
    range: (low, high) => `${low} bis ${high}`,
    path: "Rechenweg",
    caution: "Bitte prüfen",
    slider: (label) => `${label}, Regler`,
    lost: "Das Rechenmodell antwortet nicht. Zu sehen ist der letzte Stand; laden Sie die Seite neu.",
    noChart: "Die Zeichnung konnte nicht geladen werden.",
    steps: "Schritte",
    between: (low, high) => {
      if (low !== null && high !== null) return `zwischen ${low} und ${high}`;
      if (low !== null) return `ab ${low}`;
      return high === null ? "" : `bis ${high}`;
    },
    noNumber: (typed, allowed, kept) =>
      `„${typed}“ ist keine Zahl. Bitte eine Zahl ${allowed} eingeben, zum Beispiel ${kept}. Gerechnet wird weiter mit ${kept}.`,
    notWhole: (typed, allowed, kept) =>
      `„${typed}“ ist keine ganze Zahl. Bitte eine ganze Zahl ${allowed} eingeben. Gerechnet wird weiter mit ${kept}.`,
    outOfBounds: (typed, allowed, kept) =>
      `„${typed}“ liegt außerhalb der Grenzen. Bitte eine Zahl ${allowed} eingeben. Gerechnet wird weiter mit ${kept}.`,
    kept: (text) => `Gerechnet wird weiter mit ${text}.`,
  },
  en: {
    assumptions: "Assumptions",
    more: "More assumptions",
    changed: (text) => `changed, back to ${text}`,
    count: (count) => `${count} changed`,
    range: (low, high) => `${low} to ${high}`,
    path: "Calculation",
    caution: "Please check",
    slider: (label) => `${label}, slider`,
    lost: "The model does not answer. You see its last state; please reload the page.",
    noChart: "The drawing could not be loaded.",
    steps: "Steps",
    between: (low, high) => {
      if (low !== null && high !== null) return `between ${low} and ${high}`;
      if (low !== null) return `of ${low} or more`;
      return high === null ? "" : `up to ${high}`;
    },
    noNumber: (typed, allowed, kept) =>
      `“${typed}” is not a number. Please enter a number ${allowed}, for example ${kept}. The calculation goes on with ${kept}.`,
    notWhole: (typed, allowed, kept) =>
      `“${typed}” is not a whole number. Please enter a whole number ${allowed}. The calculation goes on with ${kept}.`,
    outOfBounds: (typed, allowed, kept) =>
      `“${typed}” is out of bounds. Please enter a number ${allowed}. The calculation goes on with ${kept}.`,
    kept: (text) => `The calculation goes on with ${text}.`,
  },
};
