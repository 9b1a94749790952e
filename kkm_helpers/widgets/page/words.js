// What the page itself says; everything else comes from Python with its labels.

export const WORDS = {
  de: {
    assumptions: "Annahmen",
    more: "Weitere Annahmen",
    changed: (text) => `geändert, zurück auf ${text}`,
    count: (count) => `${count} geändert`,
    allAssumptions: (count) => `Alle ${count} Annahmen ansehen`,
    range: (low, high) => `${low} bis ${high}`,
    path: "Rechenweg",
    caution: "Bitte prüfen",
    slider: (label) => `${label}, Regler`,
    before: (text) => `vorher ${text}`,
    recalculating: "wird neu gerechnet",
    starting: "Das Rechenmodell startet.",
    stays: "Läuft auf diesem Rechner und überträgt nichts.",
    locked: "Diese Fassung ist gesperrt: Sie zeigt den Stand, mit dem sie ausgegeben wurde.",
    lost:
      "Das Rechenmodell antwortet nicht. Die Zahlen dieser Seite gelten weiter; Kundenliste, Risiko und Exporte warten, bis es wieder da ist.",
    reconnect: "Neu verbinden",
    broke: "Das Rechenmodell wurde neu gestartet. Bitte noch einmal versuchen.",
    restarted: "Das Rechenmodell läuft wieder; Ihre Werte sind noch da.",
    restored: "Ihr letzter Stand ist wieder da.",
    restorable: "Auf dieser Seite liegt noch Ihr letzter Stand.",
    restore: "Wiederherstellen",
    discard: "Verwerfen",
    undo: "Rückgängig",
    redo: "Wiederholen",
    resetAll: "alle zurücksetzen",
    bothPotentials: "Beide Potenziale ansehen",
    decision: "Entscheidung",
    keyFigures: "Kennzahlen",
    step: "Schritt",
    language: "Sprache",
    skip: "Zum Inhalt springen",
    noChart: "Die Zeichnung konnte nicht geladen werden.",
    steps: "Schritte",
    between: (low, high) => {
      if (low !== null && high !== null) return `zwischen ${low} und ${high}`;
      if (low !== null) return `ab ${low}`;
      return high === null ? "" : `bis ${high}`;
    },
    noNumber: (typed, allowed, example) =>
      `„${typed}“ ist keine Zahl. Bitte eine Zahl ${allowed} eingeben${example ? `, zum Beispiel ${example}` : ""}.`,
    ambiguous: (typed, allowed, example, meant) =>
      `„${typed}“ ist nicht eindeutig: Der Punkt trennt hier Tausender, das Komma die Nachkommastellen. Gemeint ist vielleicht ${meant}.`,
    notWhole: (typed, allowed) => `„${typed}“ ist keine ganze Zahl. Bitte eine ganze Zahl ${allowed} eingeben.`,
    outOfBounds: (typed, allowed) => `„${typed}“ liegt außerhalb der Grenzen. Bitte eine Zahl ${allowed} eingeben.`,
    noChoice: (typed) => `„${typed}“ steht nicht zur Wahl.`,
    unknownName: (name) => `„${name}“ ist keine Annahme des Modells.`,
    kept: (text) => `Gerechnet wird weiter mit ${text}.`,
  },
  en: {
    assumptions: "Assumptions",
    more: "More assumptions",
    changed: (text) => `changed, back to ${text}`,
    count: (count) => `${count} changed`,
    allAssumptions: (count) => `See all ${count} assumptions`,
    range: (low, high) => `${low} to ${high}`,
    path: "Calculation",
    caution: "Please check",
    slider: (label) => `${label}, slider`,
    before: (text) => `before ${text}`,
    recalculating: "recalculating",
    starting: "The model is starting.",
    stays: "Runs on this machine and sends nothing.",
    locked: "This version is locked: it shows the state it was exported with.",
    lost:
      "The model does not answer. The figures of this page still hold; customer list, risk and exports wait until it is back.",
    reconnect: "Reconnect",
    broke: "The model was started anew. Please try again.",
    restarted: "The model runs again; your values are still there.",
    restored: "Your last state is back.",
    restorable: "This page still has your last state.",
    restore: "Restore",
    discard: "Discard",
    undo: "Undo",
    redo: "Redo",
    resetAll: "reset all",
    bothPotentials: "See both potentials",
    decision: "Decision",
    keyFigures: "Key figures",
    step: "Step",
    language: "Language",
    skip: "Skip to content",
    noChart: "The drawing could not be loaded.",
    steps: "Steps",
    between: (low, high) => {
      if (low !== null && high !== null) return `between ${low} and ${high}`;
      if (low !== null) return `of ${low} or more`;
      return high === null ? "" : `up to ${high}`;
    },
    noNumber: (typed, allowed, example) =>
      `“${typed}” is not a number. Please enter a number ${allowed}${example ? `, for example ${example}` : ""}.`,
    ambiguous: (typed, allowed, example, meant) =>
      `“${typed}” is ambiguous: here the comma separates thousands, the point decimals. Perhaps ${meant} is meant.`,
    notWhole: (typed, allowed) => `“${typed}” is not a whole number. Please enter a whole number ${allowed}.`,
    outOfBounds: (typed, allowed) => `“${typed}” is out of bounds. Please enter a number ${allowed}.`,
    noChoice: (typed) => `“${typed}” is not one of the choices.`,
    unknownName: (name) => `“${name}” is no assumption of the model.`,
    kept: (text) => `The calculation goes on with ${text}.`,
  },
};
