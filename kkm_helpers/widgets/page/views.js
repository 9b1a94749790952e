// Which views there are beside what the steps declare, each made by a function of the context.
//
// A view is { element, aside, update(), destroy() }: `element` stands in the step's answer, `aside` (or none) beside it
// under the controls; `update()` is called whenever it is on view and something may have changed.

import { createExportMenu } from "./export_menu.js";
import { createIdentification } from "./identification.js";
import { createBusinessCaseView, createRiskView, createSourcingView } from "./judged_views.js";
import { createListKeeper } from "./list_keeper.js";
import { createReview } from "./review.js";
import { createScenarioMenu } from "./scenario_menu.js";

/** The views of a list, made: those that need Python only where there is one. A view that does without says `standsAlone`. */
export function possible(creators, context) {
  return creators.filter((create) => context.hasPython || create.standsAlone).map((create) => create(context));
}

/** Views by step, in the order in which they stand. */
export const VIEWS = {
  identification: [createIdentification],
  business_case: [createBusinessCaseView],
  build_or_outsource: [createSourcingView],
  risk: [createRiskView],
  review: [createReview],
};

/** What stands in the header, right of the title. */
export const HEADER = [createScenarioMenu, createExportMenu];

/** What has no place of its own: dialogs, keys, print. */
export const EVERYWHERE = [createListKeeper];
