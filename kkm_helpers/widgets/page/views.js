// Which views there are beside what the steps declare, each made by a function of the context.
//
// A view is { element, aside, update(), destroy() }: `element` stands in the step's answer, `aside` (or none) beside it
// under the controls; `update()` is called whenever it is on view and something may have changed.

/** Views by step, in the order in which they stand. */
export const VIEWS = {
  identification: [],
  business_case: [],
  build_or_outsource: [],
  risk: [],
  review: [],
};

/** What stands in the header, right of the title. */
export const HEADER = [];

/** What has no place of its own: dialogs, keys, print. */
export const EVERYWHERE = [];
