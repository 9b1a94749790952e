// Which views there are beside what the steps declare, each made by a function of the context.
//
// A view is { element, aside, update(), destroy() }: `element` stands in the step's answer, `aside` (or none) beside it
// under the controls; `update()` is called whenever it is on view and something may have changed.

import { createReadinessForm, createUtilityForm } from "./asked.js";
import { createAssumptionsButton, createAssumptionsView } from "./assumptions.js";
import { createExported } from "./exported.js";
import { createExportMenu } from "./export_menu.js";
import { createIdentification } from "./identification.js";
import { createBusinessCaseView, createRiskView, createSourcingView } from "./judged_views.js";
import { createListKeeper } from "./list_keeper.js";
import { createReview } from "./review.js";
import { createScenarioMenu } from "./scenario_menu.js";
import { createUncertaintyForm } from "./uncertainty.js";
import { createKeys, createViewMenu } from "./view_menu.js";

/** What stands in the place of a view where there is no Python. */
const WITHOUT_PYTHON = new Map([
  ...[createAssumptionsButton, createAssumptionsView, createKeys, createViewMenu].map((create) => [create, create]),
  [createIdentification, createExported("identification")],
  [createRiskView, createExported("risk")],
]);

/** The views of a list, made; where there is no Python only those that do without. */
export function possible(creators, context) {
  const able = context.hasPython ? creators : creators.map((create) => WITHOUT_PYTHON.get(create));
  return able.map((create) => create?.(context)).filter(Boolean);
}

/** Views by step, in the order in which they stand. */
export const VIEWS = {
  identification: [createIdentification],
  business_case: [createBusinessCaseView, createReadinessForm],
  build_or_outsource: [createSourcingView, createUtilityForm],
  risk: [createRiskView, createUncertaintyForm],
  review: [createReview],
};

/** What stands in the header, right of the title. */
export const HEADER = [createAssumptionsButton, createScenarioMenu, createExportMenu, createViewMenu];

/** What has no place of its own: dialogs, keys, print. */
export const EVERYWHERE = [createAssumptionsView, createListKeeper, createKeys];
