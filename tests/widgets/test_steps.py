"""Which step shows what."""

from collections import Counter

import pytest

from kkm_helpers.assumptions import ASSUMPTIONS, GROUPS
from kkm_helpers.engine import TERMS
from kkm_helpers.engine.cautions import RULES
from kkm_helpers.model.declare import renamed
from kkm_helpers.widgets.steps import STEPS


def controls_of_all_steps():
    on_view = Counter(name for step in STEPS for name in step.controls)
    return on_view + Counter(name for step in STEPS for _, names in step.more_controls() for name in names)


def test_every_assumption_has_its_control_in_exactly_one_step():
    controls = controls_of_all_steps()
    assert controls.keys() == ASSUMPTIONS.keys()
    assert set(controls.values()) == {1}


def test_every_group_belongs_to_a_step_or_is_wholly_on_view():
    on_view = {name for step in STEPS for name in step.controls}
    grouped = {group for step in STEPS for group in step.groups}
    for group in GROUPS:
        assert group.name in grouped or {known.name for known in group.assumptions} <= on_view


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.name)
def test_a_step_names_what_there_is(step):
    assert {renamed(name, "build") for name in (*step.path, *step.figures)} <= TERMS.keys()
    assert (step.answer in step.path) or not (step.answer or step.path)
    assert not any(finding.when for finding in step.findings[-1:]), "one of them always holds"


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_every_warning_is_shown_in_some_step(rule):
    assert any(not step.names.isdisjoint(rule.quantities) for step in STEPS)
