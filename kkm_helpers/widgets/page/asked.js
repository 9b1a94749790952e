// What people answer beside the assumptions: the success factors, and weights and scores of the utility analysis.

import { fold, freshId, h } from "./elements.js";
import { formatNumber, parseValue } from "./numbers.js";

const BESIDE = ["note", "owner", "date"];
const [LEAST_SCORE, BEST_SCORE] = [1, 10];

/** An answer of a scenario with everything that stands beside it, as a block. */
function asBlock(answered) {
  if (answered === undefined || answered === null) return { answer: "" };
  const block = typeof answered === "object" ? answered : { answer: answered };
  const names = { true: "yes", false: "no", 1: "yes", 0: "no", 0.5: "partly", 0.25: "planned" };
  return { ...block, answer: names[block.answer] ?? block.answer };
}

/** The seven success factors: each question with its answer, a remark, who sees to it and until when. */
export function createReadinessForm(context) {
  const { say } = context;
  const { factors, answers } = context.asked;
  const rows = [];

  function answeredOf(factor, question) {
    const given = context.record().readiness?.[factor];
    // One answer in place of the questions answers all of them.
    const isForAll = given !== undefined && (typeof given !== "object" || "answer" in given);
    return asBlock(isForAll ? given : given?.[question]);
  }

  function keep() {
    const readiness = {};
    for (const { factor, question, select, beside } of rows) {
      if (!select.value) continue;
      const block = { answer: select.value, ...Object.fromEntries(BESIDE.map((name) => [name, beside[name].value.trim()]).filter(([, text]) => text)) };
      readiness[factor] = { ...readiness[factor], [question]: Object.keys(block).length > 1 ? block : block.answer };
    }
    const isAny = Object.keys(readiness).length > 0;
    const problem = context.change({}, { record: { readiness: isAny ? readiness : null }, about: say("Erfolgsfaktoren", "Success factors") });
    if (problem) context.problem(problem);
  }

  const body = factors.flatMap((factor) => [
    h("tr", {}, h("th", { colspan: "5", scope: "rowgroup", class: "group" }, factor.label)),
    ...factor.questions.map((question) => {
      const label = h("label", { for: freshId(question.name) }, question.label);
      const select = h("select", { id: label.htmlFor, onchange: keep }, h("option", { value: "" }, "–"), ...answers.map(({ name, label: text }) => h("option", { value: name }, text)));
      const words = { note: say("Bemerkung", "Remark"), owner: say("Wer", "Who"), date: say("Bis wann", "Until when") };
      const beside = Object.fromEntries(BESIDE.map((name) => [name, h("input", { type: "text", "aria-label": `${words[name]}: ${question.label}`, placeholder: words[name], onchange: keep })]));
      rows.push({ factor: factor.name, question: question.name, select, beside });
      return h("tr", {}, h("th", { scope: "row" }, label), h("td", {}, select), ...BESIDE.map((name) => h("td", {}, beside[name])));
    }),
  ]);
  const element = fold(
    say("Erfolgsfaktoren beantworten", "Answer the success factors"),
    h("p", { class: "note" }, say("Was niemand beantwortet, zählt als nein; was die Arbeitsmappe selbst weiß, beantwortet sie.", "What nobody answers counts as no; what the workbook itself knows it answers.")),
    h("div", { class: "scroll" }, h("table", { class: "words asked" }, h("tbody", {}, ...body))),
  );
  return {
    element,
    update() {
      for (const { factor, question, select, beside } of rows) {
        const block = answeredOf(factor, question);
        select.value = block.answer;
        for (const name of BESIDE) if (beside[name] !== document.activeElement) beside[name].value = block[name] ?? "";
      }
    },
  };
}

/** Weights and scores of the utility analysis. */
export function createUtilityForm(context) {
  const { say, facts, language } = context;
  const { criteria } = context.asked;
  const options = Object.keys(criteria[0].scores);
  const fields = [];
  const error = h("p", { class: "error", role: "alert" });
  error.hidden = true;

  const given = () => context.record().utility ?? {};
  const isScore = (value) => value >= LEAST_SCORE && value <= BEST_SCORE;
  const isWeight = (value) => value >= 0 && value <= 1000;

  function createField({ label, read, put, standard, isRight, allowed }) {
    const field = h("input", { type: "text", inputmode: "decimal", "aria-label": label, onchange: () => take() });
    function take() {
      const value = parseValue(field.value, "number", language);
      const isFine = typeof value === "number" && isRight(value);
      error.hidden = isFine;
      error.textContent = isFine ? "" : say(`${label}: „${field.value}“ geht nicht; erlaubt ist ${allowed}. Es bleibt beim letzten Wert.`, `${label}: “${field.value}” is not possible; allowed is ${allowed}. The last value holds.`);
      if (isFine) put(value === standard ? undefined : value);
      else show();
    }
    const show = () => (field.value = formatNumber(read() ?? standard, Number.isInteger(read() ?? standard) ? 0 : 1, language));
    fields.push(() => field === document.activeElement || show()); // what somebody is typing stays
    return field;
  }

  function keep(utility) {
    const without = (block) => Object.fromEntries(Object.entries(block ?? {}).filter(([, value]) => value !== undefined && !(typeof value === "object" && !Object.keys(value).length)));
    const scores = without(Object.fromEntries(Object.entries(utility.scores ?? {}).map(([option, of]) => [option, without(of)])));
    const kept = without({ weights: without(utility.weights), scores });
    const problem = context.change({}, { record: { utility: Object.keys(kept).length ? kept : null }, about: say("Nutzwertanalyse", "Utility analysis") });
    if (problem) context.problem(problem);
  }

  const rows = criteria.map((criterion) =>
    h(
      "tr",
      {},
      h("th", { scope: "row" }, criterion.label),
      h("td", {}, createField({ label: `${say("Gewicht", "Weight")} ${criterion.label}`, read: () => given().weights?.[criterion.name], put: (value) => keep({ ...given(), weights: { ...given().weights, [criterion.name]: value } }), standard: criterion.weight, isRight: isWeight, allowed: "0–1000" })),
      ...options.map((option) =>
        h("td", { title: criterion.scores[option].reason }, createField({ label: `${facts.options[option]}: ${criterion.label}`, read: () => given().scores?.[option]?.[criterion.name], put: (value) => keep({ ...given(), scores: { ...given().scores, [option]: { ...given().scores?.[option], [criterion.name]: value } } }), standard: criterion.scores[option].score, isRight: isScore, allowed: `${LEAST_SCORE}–${BEST_SCORE}` })),
      ),
    ),
  );
  const head = h("tr", {}, ...[say("Kriterium", "Criterion"), say("Gewicht", "Weight"), ...options.map((option) => facts.options[option])].map((text) => h("th", { scope: "col" }, text)));
  const element = fold(say("Gewichte und Punkte ändern", "Change weights and scores"), error, h("div", { class: "scroll" }, h("table", { class: "words asked" }, h("thead", {}, head), h("tbody", {}, ...rows))));
  return { element, update: () => fields.forEach((show) => show()) };
}
