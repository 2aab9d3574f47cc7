"""Why does a raid fall short? Its shortfall, shared out among what stands in the way. `python -m experiments.why`."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from experiments.door import SOME_FAILED, Job, through_door

if TYPE_CHECKING:
    from experiments.explaining.settings import WhySettings
    from experiments.sweeping.conducting import Order
    from sim.sweeps.folder import SweepFolder
    from sim.why.answer import Answer
    from sim.why.coalitions import Case, Plan


def work(job: Job) -> int:
    """Play every combination that is needed, share out, tell, draw."""
    from experiments.explaining.settings import judge_why
    from experiments.sweeping.conducting import command_again, to_the_end

    settings = judge_why(job)
    cases = cases_of(job, settings)
    again = command_again(job, job.folder, "why")
    return to_the_end(again, lambda: explain(settings, cases, job.folder, again))


def cases_of(job: Job, settings: "WhySettings[Any]") -> "list[Case]":
    """The scenarios, each with what is changed when its factors are relieved."""
    from experiments.given import scenario_of, scenarios_of
    from sim.why.coalitions import Case
    from sim.why.relieved import conditions_of

    if settings.scenarios is None:
        scenarios = [scenario_of(job, settings.scenario_file)]
    else:
        scenarios = list(scenarios_of(job, settings.scenarios, settings.scenario_file).values())
    return [Case(scenario, conditions_of(scenario, settings.why.chosen)) for scenario in scenarios]


def explain(settings: "WhySettings[Any]", cases: "list[Case]", path: Path, again: str) -> int:
    """Play, share out, show; the exit code."""
    from experiments.explaining.kept import keep_and_draw
    from experiments.explaining.said import print_as_json, print_as_text
    from experiments.screen import working
    from experiments.sweeping.conducting import Means, carry_out, load_what_draws
    from sim.sweeps.conduct import Share
    from sim.why.coalitions import rounds_of

    plan, asked = plan_of(settings), settings.why
    means = Means(settings.cluster, settings.workers, Share(0, 1), "why", load_what_draws)
    order = order_of(settings, cases, plan)
    folder, account = carry_out(order, means, path, lambda found: rounds_of(found, cases, plan, asked.measure), again)
    if account.failed or account.unplayed:
        return refuse_gaps(account, order.subject.many, again)
    with working("sharing out"):
        answers = answers_of(settings, cases, plan, folder)
    files = keep_and_draw(answers, settings, path)
    (print_as_json if settings.format == "json" else print_as_text)(answers, settings, files)
    return 0


def plan_of(settings: "WhySettings[Any]") -> "Plan":
    """How much is played."""
    from sim.why.coalitions import Plan

    asked = settings.why
    return Plan(asked.exact, asked.orders, asked.half_width, asked.raids, settings.seed)


def order_of(settings: "WhySettings[Any]", cases: "list[Case]", plan: "Plan") -> "Order":
    """What is to be played."""
    from experiments.sweeping.conducting import Order
    from sim.subject import subject_of
    from sim.sweeps.request import Replicates
    from sim.why.coalitions import first_coalitions, points_of

    return Order(
        seed=settings.seed,
        common_random_numbers=True,
        replicates=Replicates.model_validate(plan.raids, context={"subject": subject_of(cases[0].scenario)}),
        design={"kind": "coalitions", "measure": settings.why.measure} | plan._asdict(),
        bases=[case.base for case in cases],
        factors=[],
        points=points_of(cases, {case.scenario.name: first_coalitions(case, plan) for case in cases}),
    )


def answers_of(settings: "WhySettings[Any]", cases: "list[Case]", plan: "Plan", folder: "SweepFolder") -> "list[Answer]":
    """What each scenario's shortfall comes from."""
    from sim.why.answer import answer_of
    from sim.why.causes import needed_of
    from sim.why.coalitions import as_it_is, raids_in, values_of

    asked = settings.why
    played = raids_in(folder, cases, asked.measure, needed_of(folder.subject))
    return [
        answer_of(case, asked.chosen, plan, asked.measure, values_of(played, case, asked.measure), as_it_is(played, case))
        for case in cases
    ]


def refuse_gaps(account: Any, many: str, again: str) -> int:
    """Shares need every raid of every combination."""
    import sys

    what = f"{account.failed:,} {many} could not be played" if account.failed else f"{account.unplayed:,} shards were lost"
    print(f"redoubt: {what}, and without them nothing can be shared out. To try again:\n  {again}", file=sys.stderr)
    return SOME_FAILED


def main() -> None:
    """The command; `campaign=` says that a campaign is meant, not a raid."""
    import sys

    is_campaign = any(argument.partition("=")[0] == "campaign" for argument in sys.argv[1:])
    through_door("why_campaign" if is_campaign else "why", work, subject="campaign" if is_campaign else "raid")


if __name__ == "__main__":
    main()
